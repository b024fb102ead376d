import { describe, expect, it } from 'vitest';
import { hitAt, inLanes, mostLanes, rows, stepFor, wallOf, xOf, type Block } from './layout';

const block = (id: string, from: number, to: number, spans = [{ from, to }]): Omit<Block, 'lane'> => ({ id, title: id, stage: 'draft', spans, from, to, percent: null }); // prettier-ignore
const view = { from: 0, to: 10_000, width: 1_000 };

describe('the timeline', () => {
  it('puts what overlaps into rows of its own, as many as there are', () => {
    const laid = inLanes([block('a', 0, 100), block('b', 50, 150), block('c', 100, 200), block('d', 60, 90), block('e', 65, 80)]);
    expect(Object.fromEntries(laid.map((one) => [one.id, one.lane]))).toEqual({ a: 0, b: 1, d: 2, e: mostLanes - 1, c: 0 });
  });
  it('knows what lies under the pointer: edges of the chosen one first, also in the pictures', () => {
    const blocks = inLanes([block('a', 1_000, 2_000), block('b', 5_000, 8_000, [{ from: 5_000, to: 6_000 }, { from: 7_000, to: 8_000 }])]); // prettier-ignore
    const b = blocks[1] as Block;
    const y = rows.clips.top + 5;
    expect(hitAt(view, blocks, b, 604, rows.story.top + 10)).toEqual({ kind: 'edge', id: 'b', span: 0, edge: 'to' });
    expect(hitAt(view, blocks, b, 697, y)).toEqual({ kind: 'edge', id: 'b', span: 1, edge: 'from' });
    expect(hitAt(view, blocks, b, 550, y)).toEqual({ kind: 'body', id: 'b' });
    expect(hitAt(view, blocks, b, 150, y)).toEqual({ kind: 'clip', id: 'a' });
    expect(hitAt(view, blocks, null, 505, y)).toEqual({ kind: 'clip', id: 'b' });
    expect(hitAt(view, blocks, b, 150, rows.ruler.top + 5)).toEqual({ kind: 'time' });
  });
  it('tells an edge from its touching neighbour by the side that the pointer is on', () => {
    const [one] = inLanes([block('a', 1_000, 3_000, [{ from: 1_000, to: 2_000 }, { from: 2_000, to: 3_000 }])]); // prettier-ignore
    expect(hitAt(view, [], one as Block, 198, rows.clips.top + 2)).toMatchObject({ span: 0, edge: 'to' });
    expect(hitAt(view, [], one as Block, 202, rows.clips.top + 2)).toMatchObject({ span: 1, edge: 'from' });
  });
  it('maps places to moments and back, and finds steps for its ruler', () => {
    expect(wallOf(view, xOf(view, 1_234))).toBeCloseTo(1_234);
    expect(wallOf(view, -5)).toBe(0);
    expect(stepFor({ from: 0, to: 14_400_000, width: 1_400 })).toBe(1_800_000);
    expect(stepFor({ from: 0, to: 10_000, width: 1_400 })).toBe(1_000);
  });
});
