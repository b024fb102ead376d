import { describe, expect, it } from 'vitest';
import * as S from './spans';

const clip: S.Span[] = [
  { from: 100, to: 200 },
  { from: 300, to: 400 },
  { from: 500, to: 600 },
];

describe('spans of a clip', () => {
  it('are in order, without overlap, and none is turned around', () => {
    const tidied = S.tidy([
      { from: 300, to: 400 },
      { from: 100, to: 250 },
      { from: 200, to: 300 },
      { from: 700, to: 700 },
      { from: 900, to: 800 },
    ]);
    expect(tidied).toEqual([{ from: 100, to: 400 }]);
    expect(S.tidy([{ from: 0, to: 3 }, { from: 10, to: 90 }], 5)).toEqual([{ from: 10, to: 90 }]); // prettier-ignore
  });
  it('are trimmed at both ends, over holes, and never to nothing', () => {
    expect(S.trimStart(clip, 50)[0]).toEqual({ from: 50, to: 200 });
    expect(S.trimStart(clip, 350)).toEqual([
      { from: 350, to: 400 },
      { from: 500, to: 600 },
    ]);
    expect(S.trimStart(clip, 250)).toEqual(clip.slice(1));
    expect(S.trimStart(clip, 700)).toEqual(clip);
    expect(S.trimEnd(clip, 650)[2]).toEqual({ from: 500, to: 650 });
    expect(S.trimEnd(clip, 150)).toEqual([{ from: 100, to: 150 }]);
    expect(S.trimEnd(clip, 80)).toEqual(clip);
    expect(clip[0]).toEqual({ from: 100, to: 200 });
  });
  it('an edge stops at its neighbours and leaves a picture', () => {
    expect(S.moveEdge(clip, 1, 'from', 0, 33)[0]).toEqual({ from: 100, to: 400 }); // up to its neighbour: they are one again
    expect(S.moveEdge(clip, 1, 'from', 1_000, 33)[1]).toEqual({ from: 367, to: 400 });
    expect(S.moveEdge(clip, 1, 'to', 450)[1]).toEqual({ from: 300, to: 450 });
    expect(S.moveEdge(clip, 9, 'to', 450)).toEqual(clip);
  });
  it('move together and stay inside of the recording', () => {
    expect(S.moveBy(clip, 50, { from: 0, to: 1_000 })[0]).toEqual({ from: 150, to: 250 });
    expect(S.startOf(S.moveBy(clip, -500, { from: 20, to: 1_000 }))).toBe(20);
    expect(S.endOf(S.moveBy(clip, 5_000, { from: 20, to: 1_000 }))).toBe(1_000);
    expect(S.lengthOf(S.moveBy(clip, 5_000, { from: 20, to: 1_000 }))).toBe(300);
  });
  it('lose what is removed inside, and get it back', () => {
    const less = S.remove([{ from: 100, to: 600 }], { from: 200, to: 300 });
    expect(less).toEqual([{ from: 100, to: 200 }, { from: 300, to: 600 }]); // prettier-ignore
    expect(S.fill(less, 0)).toEqual([{ from: 100, to: 600 }]);
    expect(S.remove(clip, { from: 150, to: 550 })).toEqual([{ from: 100, to: 150 }, { from: 550, to: 600 }]); // prettier-ignore
    expect(S.remove(clip, { from: 0, to: 900 })).toEqual(clip);
    expect(S.remove(clip, { from: 180, to: 180 })).toEqual(clip);
    expect(S.remove([{ from: 0, to: 100 }], { from: 2, to: 90 }, 5)).toEqual([{ from: 90, to: 100 }]); // no splinter of two ms
  });
  it('are split in two that together are what was there, and joined again', () => {
    const [before, after] = S.split(clip, 350) ?? [[], []];
    expect(S.lengthOf(before) + S.lengthOf(after)).toBe(S.lengthOf(clip));
    expect(S.join(after, before)).toEqual(clip);
    expect(S.split(clip, 250)?.map((half) => half.length)).toEqual([1, 2]);
    expect(S.split(clip, 100)).toBeNull();
    expect(S.split(clip, 600)).toBeNull();
    expect(S.split(clip, 103, 33)).toBeNull();
  });
  it('map the recording to the clip and back', () => {
    for (let at = 0; at < 300; at += 7) expect(S.inClip(clip, S.inRecording(clip, at))).toBe(at);
    expect(S.inClip(clip, 250)).toBe(100);
    expect(S.inRecording(clip, 9_999)).toBe(600);
    expect(S.playOn(clip, 150)).toBe(150);
    expect(S.playOn(clip, 200)).toBe(300);
    expect(S.playOn(clip, 20)).toBe(100);
    expect(S.playOn(clip, 600)).toBeNull();
  });
  it('hold their promises whatever is done to them', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 16_807) % 2_147_483_647) % below;
    let spans: S.Span[] = [{ from: 1_000, to: 9_000 }];
    for (let round = 0; round < 3_000; round++) {
      const [a, b] = [random(10_000), random(10_000)];
      const does = [
        () => S.trimStart(spans, a, 33),
        () => S.trimEnd(spans, a, 33),
        () => S.remove(spans, { from: Math.min(a, b), to: Math.max(a, b) }, 33),
        () => S.moveEdge(spans, random(spans.length), a % 2 ? 'from' : 'to', b, 33),
        () => S.moveBy(spans, a - b, { from: 0, to: 10_000 }),
        () => S.fill(spans, random(spans.length)),
        () => S.join(spans, [{ from: a, to: a + 500 }]).filter((span) => span.to <= 10_000),
      ] as const;
      const next = (does[random(does.length)] as () => S.Span[])();
      spans = next.length ? next : spans;
      expect(S.lengthOf(spans)).toBeGreaterThanOrEqual(33);
      spans.forEach((span, place) => {
        expect(span.to - span.from).toBeGreaterThan(0);
        expect(span.from).toBeGreaterThan(spans[place - 1]?.to ?? -1);
      });
    }
  });
});
