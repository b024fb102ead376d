import { describe, expect, it } from 'vitest';
import { areParts, sumOfParts } from './combo';

const shelf = [
  { id: 'i1', number: 1, name: '苹果', priceFen: 2590, combo: false },
  { id: 'i2', number: 2, name: '花椒', priceFen: 1900, combo: false },
];

describe('a combo', () => {
  it('is shown beside what its parts cost one by one', () => {
    const parts = [
      { itemId: 'i1', pieces: 2 },
      { itemId: 'i2', pieces: 1 },
    ];
    expect(sumOfParts(parts, shelf)).toBe(7080);
  });

  it('has one to ten kinds of parts and at least two pieces', () => {
    expect(areParts([])).toBe(false);
    expect(areParts([{ itemId: 'i1', pieces: 1 }])).toBe(false);
    expect(areParts([{ itemId: 'i1', pieces: 2 }])).toBe(true);
    expect(areParts(Array.from({ length: 11 }, (_, n) => ({ itemId: `i${n}`, pieces: 1 })))).toBe(false);
  });
});
