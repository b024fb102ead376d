import type { CountsDoc } from '../kit/api/documents';

/** What the counts said last: pieces promised of each item, and those of them that are not this viewer's. */
export interface Seen {
  promised: ReadonlyMap<string, number>;
  others: ReadonlyMap<string, number>;
}

/**
 * Pieces that others have held since the counts before. Only what the ledger counted: a rise of the real counts, without this viewer's
 * own. Items with a command of this viewer under way are left out until it is answered, because nobody can tell whose pieces those are.
 */
export function heldByOthers(
  seen: Seen | null,
  counts: CountsDoc,
  mine: ReadonlyMap<string, number>,
  underWay: ReadonlySet<string>,
): { seen: Seen; pieces: number } {
  const promised = new Map<string, number>();
  const others = new Map<string, number>();
  let pieces = 0;
  for (const item of counts.items) {
    const now = item.held + item.confirmed;
    const before = seen?.promised.get(item.itemId);
    const othersBefore = seen?.others.get(item.itemId);
    if (before !== undefined && othersBefore !== undefined && underWay.has(item.itemId)) {
      promised.set(item.itemId, before);
      others.set(item.itemId, othersBefore);
      continue;
    }
    const theirs = now - (mine.get(item.itemId) ?? 0);
    promised.set(item.itemId, now);
    others.set(item.itemId, theirs);
    if (before !== undefined && othersBefore !== undefined) pieces += Math.max(0, Math.min(theirs - othersBefore, now - before));
  }
  return { seen: { promised, others }, pieces };
}

/** How often a toast may come; what was held meanwhile is told with the next one, and forgotten once it is no longer news. */
export const [every, newsFor] = [5_000, 10_000];

/** What waits to be told, and when the last toast was. */
export interface Told {
  waiting: number;
  since: number;
  last: number;
}

export const nothingTold: Told = { waiting: 0, since: 0, last: -Infinity };

/** Adds pieces that were held; answers how many to tell of now, or 0. */
export function tell(told: Told, pieces: number, now: number): { told: Told; show: number } {
  const kept = told.waiting > 0 && now - told.since <= newsFor ? told.waiting : 0;
  const waiting = kept + pieces;
  if (waiting === 0) return { told: { ...told, waiting: 0 }, show: 0 };
  if (now - told.last < every) return { told: { waiting, since: kept > 0 ? told.since : now, last: told.last }, show: 0 };
  return { told: { waiting: 0, since: 0, last: now }, show: waiting };
}
