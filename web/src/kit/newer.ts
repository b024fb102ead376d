import type { CountsDoc, OnAirDoc } from './api/documents';

/** What the order of documents goes by; what a document does not have counts as 0. */
export type Dated = Pick<OnAirDoc, 'epoch' | 'revision'> & {
  version?: number | null | undefined;
  blank?: { version: number } | null | undefined;
  stock?: { version: number } | null | undefined;
};

/**
 * Whether `next` is newer than `now`: by epoch, revision, blank's version, the session's version (its phase and its look), then the
 * stock's. The blank stands before the session, because a panic is shown before it is stored. Equal documents are not newer.
 */
export function isNewer(next: Dated, now: Dated | null): boolean {
  if (!now) return true;
  if (next.epoch !== now.epoch) return next.epoch > now.epoch;
  if (next.revision !== now.revision) return next.revision > now.revision;
  const [nextBlank, nowBlank] = [next.blank?.version ?? 0, now.blank?.version ?? 0];
  if (nextBlank !== nowBlank) return nextBlank > nowBlank;
  const [nextVersion, nowVersion] = [next.version ?? 0, now.version ?? 0];
  if (nextVersion !== nowVersion) return nextVersion > nowVersion;
  return (next.stock?.version ?? 0) > (now.stock?.version ?? 0);
}

/** Counts with every item at its newest version; items that `next` does not name stay. */
export function mergeCounts(now: CountsDoc | null, next: CountsDoc): CountsDoc {
  const items = new Map((now?.items ?? []).map((item) => [item.itemId, item]));
  for (const item of next.items) {
    const known = items.get(item.itemId);
    if (!known || item.version >= known.version) items.set(item.itemId, item);
  }
  return { sessionId: next.sessionId, items: [...items.values()] };
}
