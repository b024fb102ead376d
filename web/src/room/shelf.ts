import type { ItemCounts, RoomItem, RoomView } from '../kit/api/documents';

/** Whether an item can be held, and if not, why. */
export type ItemState = 'open' | 'notYet' | 'rehearsal' | 'over' | 'withdrawn' | 'priceToCome' | 'soldOut';

export function itemState(item: RoomItem, left: number | null, phase: RoomView['phase'], rehearsal: boolean): ItemState {
  if (item.withdrawn) return 'withdrawn';
  if (phase === 'ended') return 'over';
  if (item.priceFen === null) return 'priceToCome';
  if (phase === 'planned') return rehearsal ? 'rehearsal' : 'notYet';
  return left === 0 ? 'soldOut' : 'open';
}

/** How many pieces a viewer may ask for at once: 0 when their limit is used up. */
export function mostPieces(item: RoomItem, left: number | null, mine: number): number {
  return Math.max(0, Math.min(item.perBuyerLimit - mine, left ?? item.perBuyerLimit));
}

/** Items that others wait for: their counts, by id. */
export const byId = (counts: readonly ItemCounts[]): Map<string, ItemCounts> => new Map(counts.map((item) => [item.itemId, item]));
