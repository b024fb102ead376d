import type { Hold, RoomItem } from '../kit/api/documents';

/** A hold's state at an instant: the server ends a hold at its deadline, and the page need not wait to be told. */
export function stateAt(hold: Hold, now: number): Hold['state'] {
  return isRunning(hold) && Date.parse(hold.expiresAt) <= now ? 'expired' : hold.state;
}

/** Whether its pieces are set aside until a deadline. */
export const isRunning = (hold: Hold): boolean => hold.state === 'held' || hold.state === 'offered';

/** How long a hold still runs, in ms. */
export const leftMs = (hold: Hold, now: number): number => Math.max(0, Date.parse(hold.expiresAt) - now);

/** Holds that were this viewer's and that somebody gave back. */
export function takenAway(before: readonly Hold[], after: readonly Hold[]): Hold[] {
  const mine = new Set(before.filter((hold) => isRunning(hold) || hold.state === 'confirmed').map((hold) => hold.id));
  return after.filter((hold) => hold.state === 'released' && mine.has(hold.id));
}

/** What needs the viewer first: an offer, then what runs out next, then what is confirmed, then what is over. */
export function inOrder(holds: readonly Hold[], now: number): Hold[] {
  const rank = { offered: 0, held: 1, confirmed: 2, expired: 3, released: 3 } as const;
  return [...holds].sort(
    (a, b) =>
      rank[stateAt(a, now)] - rank[stateAt(b, now)] ||
      (isRunning(a) && isRunning(b) ? Date.parse(a.expiresAt) - Date.parse(b.expiresAt) : Date.parse(b.placedAt) - Date.parse(a.placedAt)),
  );
}

/** When the next of these holds ends, or null. */
export function nextDeadline(holds: readonly Hold[], now: number): number | null {
  const ends = holds.filter((hold) => ['held', 'offered'].includes(stateAt(hold, now))).map((hold) => Date.parse(hold.expiresAt));
  return ends.length ? Math.min(...ends) : null;
}

/** Pieces of each item that are this viewer's, those in combos too: as the ledger counts them. */
export function piecesOfMine(holds: readonly Hold[], items: ReadonlyMap<string, RoomItem>, now: number): Map<string, number> {
  const mine = new Map<string, number>();
  const add = (itemId: string, pieces: number) => mine.set(itemId, (mine.get(itemId) ?? 0) + pieces);
  for (const hold of holds) {
    if (!['held', 'offered', 'confirmed'].includes(stateAt(hold, now))) continue;
    add(hold.itemId, hold.quantity);
    for (const part of items.get(hold.itemId)?.parts ?? []) add(part.itemId, part.pieces * hold.quantity);
  }
  return mine;
}

/** Only a shop page on the web is opened: a link is text that somebody typed. */
export function webLink(url: string | null): string | null {
  try {
    const { protocol, href } = new URL(url ?? '');
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
