/** A part of a combo, as the edge takes it. */
export interface Part {
  itemId: string;
  pieces: number;
}

/** What stands in the showcase already. */
export interface Shelved {
  id: string;
  number: number;
  name: string;
  priceFen: number;
  combo: boolean;
}

/** What the parts would cost one by one. */
export function sumOfParts(parts: readonly Part[], shelf: readonly Shelved[]): number {
  return parts.reduce((sum, part) => sum + part.pieces * (shelf.find((item) => item.id === part.itemId)?.priceFen ?? 0), 0);
}

/** Whether the edge would take them: 1–10 kinds, two pieces or more in a set. */
export function areParts(parts: readonly Part[]): boolean {
  return parts.length >= 1 && parts.length <= 10 && parts.reduce((sum, part) => sum + part.pieces, 0) >= 2;
}
