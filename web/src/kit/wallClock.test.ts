import { describe, expect, it } from 'vitest';
import { mediaAt, wallAt, type Placed } from './wallClock';

const noon = Date.parse('2026-11-23T12:00:00Z');
/** Two parts of 8 s and 6 s; 52 s between them were not recorded. */
const parts: Placed[] = [0, 2, 4, 6, 8, 10, 12].map((start) => ({
  start,
  duration: 2,
  programDateTime: noon + (start + (start >= 8 ? 52 : 0)) * 1_000,
}));

describe('wall clock and media time', () => {
  it('lead to each other in every part', () => {
    for (let media = 0; media < 14; media += 0.25) expect(mediaAt(parts, wallAt(parts, media) ?? 0)).toBeCloseTo(media, 3);
    expect(wallAt(parts, 9)).toBe(noon + 61_000);
  });

  it('a moment in a gap is found at its end, one before the begin at the begin, and a later one at the newest picture', () => {
    expect(mediaAt(parts, noon + 30_000)).toBe(8);
    expect(mediaAt(parts, noon - 5_000)).toBe(0);
    expect(mediaAt(parts, noon + 90_000)).toBe(14);
    expect(wallAt(parts, 20)).toBe(noon + 66_000);
  });

  it('know nothing where nothing is dated', () => {
    expect(wallAt([], 3)).toBeNull();
    expect(mediaAt([{ start: 0, duration: 2, programDateTime: null }], noon)).toBeNull();
  });
});
