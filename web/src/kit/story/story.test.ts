import { describe, expect, it } from 'vitest';
import type { Story } from '../api/documents';
import { extremes, isCoarse, momentAt, momentsOf, pairsOf, placeOfTile, within, zoomed } from './story';

const noon = Date.parse('2026-11-23T12:00:00Z');
/** Two parts of 150 and 40 segments; a minute between them was not recorded. */
const story: Story = {
  tile: { width: 160, height: 90, columns: 10, rows: 10, coarseEvery: 30 },
  tiles: 190,
  pairMs: 20,
  stretches: [
    { at: noon, first: 0, firstPair: 0, lengths: Array<number>(150).fill(2_000) },
    { at: noon + 360_000, first: 150, firstPair: 15_000, lengths: Array<number>(40).fill(2_033) },
  ],
  gaps: [{ from: noon + 300_000, to: noon + 360_000 }],
  from: new Date(noon).toISOString(),
  to: new Date(noon + 360_000 + 40 * 2_033).toISOString(),
  complete: true,
};
const moments = momentsOf(story);

describe('the moments of a story', () => {
  it('every moment of the recording is in its segment, and none of a gap is in any', () => {
    expect(moments).toHaveLength(190);
    for (const [index, moment] of moments.entries()) {
      expect(momentAt(moments, moment.at)?.tile).toBe(index);
      expect(momentAt(moments, moment.at + moment.length - 1)?.tile).toBe(index);
    }
    expect(momentAt(moments, noon - 1)).toBeNull();
    expect(momentAt(moments, noon + 330_000)).toBeNull();
    expect(momentAt(moments, noon + 360_000 + 40 * 2_033)).toBeNull();
  });

  it('the sound of a segment begins where that of the one before ends', () => {
    let next = 0;
    for (const moment of moments) {
      expect(moment.pair).toBe(next);
      next += pairsOf(moment.length, 20);
    }
    expect(pairsOf(2_033, 20)).toBe(102);
  });
});

describe('the sheets', () => {
  it('a tile is found row by row, on a sheet that has another name while it grows', () => {
    expect(placeOfTile(story, 0, false)).toEqual({ sheet: 'fine-0000.jpg', x: 0, y: 0, width: 160, height: 90 });
    expect(placeOfTile(story, 99, false)).toMatchObject({ sheet: 'fine-0000.jpg', x: 1_440, y: 810 });
    expect(placeOfTile(story, 112, false)).toMatchObject({ sheet: 'fine-0001.jpg?n=190', x: 320, y: 90 });
    expect(placeOfTile(story, 65, true)).toMatchObject({ sheet: 'coarse-0000.jpg?n=7', x: 320, y: 0 });
  });

  it('hours need the coarse ones only', () => {
    expect(isCoarse(story, moments, 59_000)).toBe(false);
    expect(isCoarse(story, moments, 60_000)).toBe(true);
  });
});

describe('levels and zooming', () => {
  it('the extremes of a stretch are those of its pairs, and of nothing known there are none', () => {
    const levels = Int8Array.from([-3, 4, -100, 2, -1, 90]);
    expect(extremes(levels, 0, 3)).toEqual([-100, 90]);
    expect(extremes(levels, 2, 9)).toEqual([-1, 90]);
    expect(extremes(levels, 3, 4)).toBeNull();
  });

  it('what is under the pointer stays there, nothing beyond the recording is shown, and nothing is closer than ten seconds', () => {
    const whole: [number, number] = [0, 3_600_000];
    const view = zoomed(whole, 0.5, 900_000, whole);
    expect(view[1] - view[0]).toBe(1_800_000);
    expect((900_000 - view[0]) / 1_800_000).toBeCloseTo(0.25);
    expect(zoomed([0, 20_000], 0.001, 5_000, whole)).toEqual([2_500, 12_500]);
    expect(zoomed([10_000, 20_000], 1e9, 15_000, whole)).toEqual(whole);
    expect(within([-50, 50], [0, 80])).toEqual([0, 80]);
    expect(within([60, 90], [0, 80])).toEqual([50, 80]);
  });
});
