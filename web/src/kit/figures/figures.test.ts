import { describe, expect, it } from 'vitest';
import { en, zh } from './locale';
import { difference, line, numberIds, numberOf, sortedBy, written, type Measures } from './numbers';

const measures = (change: Partial<Measures>): Measures => ({
  audience: { viewers: 3, peak: 5, entries: 9, views: 9, visitors: 8, viewerSeconds: 600 },
  holds: 4, buyers: 3, heldPieces: 7, stillHeld: 1, confirmed: 2, released: 1, expired: 0, confirmedPieces: 3, heldValueFen: 9000,
  confirmedValueFen: 6000, paidValueFen: null, holdRate: 0.5, confirmRate: 0.5, gpmFen: 666666.6667, uvValueFen: 750, paidGpmFen: null,
  paidUvValueFen: null, provisional: true, ...change,
}); // prettier-ignore

describe('figures', () => {
  it('are read by name, and what has no events is a dash', () => {
    expect(numberOf(measures({}), 'visitors')).toBe(8);
    expect(numberOf(measures({}), 'confirmedValue')).toBe(6000);
    expect(numberOf(measures({ audience: null }), 'visitors')).toBeNull();
    expect(written('paidValue', numberOf(measures({}), 'paidValue'))).toBe('—');
    expect([written('gpm', 666666.6667), written('holdRate', 0.5), written('viewerSeconds', 600)]).toEqual(['¥6,666.67', '50.0%', '10:00']);
  });

  it('are compared with their sign, and only where both are known', () => {
    expect([difference('holds', 4, 6), difference('holds', 6, 4), difference('holds', 4, 4), difference('holds', 4, null)]).toEqual([
      '−2',
      '+2',
      '±0',
      null,
    ]);
    expect(difference('uvValue', 750, 1000)).toBe('−¥2.50');
  });

  it('are sorted with the unknown last either way', () => {
    const rows = [measures({ holdRate: null }), measures({ holdRate: 0.1 }), measures({ holdRate: 0.9 })].map((one) => ({ measures: one }));
    const rates = (down: boolean) => sortedBy(rows, 'holdRate', down).map((row) => row.measures.holdRate);
    expect([rates(true), rates(false)]).toEqual([[0.9, 0.1, null], [0.1, 0.9, null]]); // prettier-ignore
  });

  it('have a name and a formula in both languages', () => {
    for (const texts of [zh, en]) {
      expect(numberIds.filter((id) => !texts.figures.name[id])).toEqual([]);
      expect(Object.keys(texts.figures.formula)).toEqual(Object.keys(zh.figures.formula));
    }
  });

  it('make a line that ends where the box does', () => expect(line([0, 2, 1], 100, 10)).toBe('M0.0,10.0L50.0,0.0L100.0,5.0'));
});
