import type { CountsDoc, OnAirDoc } from './api/documents';

/** Whether `next` is newer than `now`: by epoch, revision, then the stock's version. Equal documents are not newer. */
export function isNewer(next: OnAirDoc, now: OnAirDoc | null): boolean {
  if (!now) return true;
  if (next.epoch !== now.epoch) return next.epoch > now.epoch;
  if (next.revision !== now.revision) return next.revision > now.revision;
  if (next.phase !== now.phase) return true;
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
