import type { CountsDoc, OnAirDoc } from './api/documents';

/** What the order of documents goes by; what a document does not have counts as 0. */
export type Dated = Pick<OnAirDoc, 'epoch' | 'revision' | 'phase'> & {
  blank?: { version: number } | null | undefined;
  stock?: { version: number } | null | undefined;
  theme?: object | null | undefined;
  serverTime?: string | undefined;
};

const look = (of: Dated) => JSON.stringify(of.theme ?? null);

/**
 * Whether `next` is newer than `now`: by epoch, revision, blank's version, then the stock's. The look has no version of its own: of two
 * documents that agree in all of these, the one that the server wrote later is right about it. Equal documents are not newer.
 */
export function isNewer(next: Dated, now: Dated | null): boolean {
  if (!now) return true;
  if (next.epoch !== now.epoch) return next.epoch > now.epoch;
  if (next.revision !== now.revision) return next.revision > now.revision;
  const [nextBlank, nowBlank] = [next.blank?.version ?? 0, now.blank?.version ?? 0];
  if (nextBlank !== nowBlank) return nextBlank > nowBlank;
  if (next.phase !== now.phase) return true;
  const [nextStock, nowStock] = [next.stock?.version ?? 0, now.stock?.version ?? 0];
  if (nextStock !== nowStock) return nextStock > nowStock;
  return look(next) !== look(now) && Date.parse(next.serverTime ?? '') > Date.parse(now.serverTime ?? '');
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
