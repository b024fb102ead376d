import { describe, expect, it } from 'vitest';
import type { Moment } from '../../kit/story/story';
import { FrameGrid, frameNumber, frameStart, rateOf } from './frames';

/** Segments of two seconds from 1,000,000 on, a hole of a minute after the third. */
const moments: Moment[] = [0, 2_000, 4_000, 66_000, 68_000].map((at, tile) => ({
  tile,
  at: 1_000_000 + at,
  length: 2_000,
  pair: tile * 100,
}));
const grid = () => new FrameGrid(moments, { num: 30_000, den: 1_001 });

describe('rates', () => {
  it('are ratios: the last picture of four hours of 30000/1001 is where it belongs', () => {
    const rate = { num: 30_000, den: 1_001 };
    const last = 4 * 3_600 * 30;
    expect(frameNumber(frameStart(last, rate), rate)).toBe(last);
    expect(frameStart(last, rate)).toBeCloseTo((last * 1_001) / 30, 6);
    for (let number = 0; number < 5_000; number++) expect(frameNumber(Math.round(frameStart(number, rate)) + 0.6, rate)).toBe(number);
  });
  it('are known by the distance of pictures, also of clocks that count in milliseconds', () => {
    expect(rateOf(1_000 / 30)).toEqual({ num: 30, den: 1 });
    expect(rateOf(33.3667)).toEqual({ num: 30_000, den: 1_001 });
    expect(rateOf(40)).toEqual({ num: 25, den: 1 });
    expect(rateOf(66.6667)).toEqual({ num: 15_000, den: 1_000 });
  });
});

describe('pictures of a recording', () => {
  it('are counted from the begin of each segment, and a step goes on in the next one, over a hole too', () => {
    const first = grid().at(1_000_050);
    expect(first?.at).toBeCloseTo(1_000_033.367, 2);
    const across = grid().step(1_001_990, 1);
    expect(across?.at).toBe(1_002_000);
    expect(grid().step(1_002_000, -1)?.at).toBeCloseTo(1_001_968.633, 2);
    expect(grid().step(1_005_999, 1)?.at).toBe(1_066_000);
    expect(grid().step(1_066_000, -1)?.end).toBe(1_006_000);
    expect(grid().step(1_069_999, 1)?.end).toBe(1_070_000);
    expect(grid().step(1_000_000, -1)?.at).toBe(1_000_000);
  });
  it('a hundred steps ahead and back come to the same picture', () => {
    const there = grid().step(1_001_000, 100)?.at ?? 0;
    expect(grid().step(there, -100)?.at).toBeCloseTo(grid().at(1_001_000)?.at ?? 0, 6);
  });
  it('nothing is shown in a hole, and the nearest is at its edge', () => {
    expect(grid().at(1_030_000)).toBeNull();
    expect(grid().nearest(1_010_000)?.end).toBe(1_006_000);
    expect(grid().nearest(1_065_000)?.at).toBe(1_066_000);
    expect(new FrameGrid([]).nearest(5)).toBeNull();
    expect(new FrameGrid([]).snap(5)).toBe(5);
  });
  it('the true times of a loaded segment count where they are known, with a picture left out', () => {
    const one = grid();
    one.learn([1_002_003, 1_002_036, 1_002_069, 1_002_169, 1_002_203]);
    expect(one.at(1_002_100)).toEqual({ at: 1_002_066, end: 1_002_166 });
    expect(one.step(1_002_066, 1)?.at).toBe(1_002_166);
    expect(one.frameRate).toEqual({ num: 30_000, den: 1_001 }); // one was left out: nothing is learned of the rate
    one.learn(Array.from({ length: 50 }, (_, number) => 1_004_000 + number * 40));
    expect(one.frameRate).toEqual({ num: 25, den: 1 });
    one.learn([1_500_000, 1_500_040]); // of no segment
    expect(one.at(1_500_010)).toBeNull();
  });
});

describe('cuts', () => {
  it('lie between two pictures, so that rounding takes none in or out', () => {
    const one = grid();
    const frame = one.step(1_000_000, 10) as { at: number; end: number };
    const cut = one.cutBefore(frame.at + 5);
    expect(cut).toBeLessThan(frame.at);
    expect(frame.at - cut).toBeCloseTo(one.frame / 2, 3);
    expect(one.cutAfter(frame.at)).toBeCloseTo(one.cutBefore(frame.end + 1), 6);
    expect(one.snap(cut)).toBeCloseTo(cut, 6);
    expect(one.snap(cut + 3)).toBeCloseTo(cut, 6);
  });
  it('count the pictures between them', () => {
    const one = grid();
    const from = one.cutBefore(one.step(1_000_000, 10)?.at ?? 0);
    const to = one.cutAfter(one.step(1_000_000, 99)?.at ?? 0);
    expect(one.count(from, to)).toBe(90);
    expect(one.count(1_000_000 - 20, 1_080_000)).toBe(300);
  });
  it('at a hole stay on the side of their picture', () => {
    expect(grid().cutBefore(1_066_000)).toBeLessThan(1_066_000);
    expect(grid().cutBefore(1_066_000)).toBeGreaterThan(1_065_900);
    expect(grid().cutAfter(1_005_999)).toBeGreaterThan(1_005_980);
    expect(grid().cutAfter(1_005_999)).toBeLessThanOrEqual(1_006_000);
  });
});
