import type { Span } from '../model/spans';
import type { Stage } from '../types';
import { picturesHigh, soundHigh } from '../../kit/story/drawing';

/** Rows of the timeline from its top, in CSS pixels. */
export const rows = {
  ruler: { top: 0, high: 22 },
  story: { top: 22, high: picturesHigh + soundHigh },
  bands: { top: 22 + picturesHigh + soundHigh + 3, high: 20 },
  curve: { top: 22 + picturesHigh + soundHigh + 26, high: 26 },
  clips: { top: 22 + picturesHigh + soundHigh + 56, lane: 24 },
} as const;

export const mostLanes = 3;
export const high = rows.clips.top + mostLanes * rows.clips.lane + 2;

/** A clip as it lies on the timeline. */
export interface Block {
  id: string;
  title: string;
  stage: Stage;
  spans: readonly Span[];
  from: number;
  to: number;
  percent: number | null;
  lane: number;
}

/** Puts clips beside each other where they overlap: each in the first row that is free; what finds none lies in the last. */
export function inLanes(blocks: readonly Omit<Block, 'lane'>[]): Block[] {
  const ends: number[] = [];
  return [...blocks]
    .sort((a, b) => a.from - b.from || b.to - a.to)
    .map((block) => {
      let lane = 0;
      while (lane < mostLanes - 1 && (ends[lane] ?? -Infinity) > block.from) lane++;
      ends[lane] = Math.max(ends[lane] ?? -Infinity, block.to);
      return { ...block, lane };
    });
}

/** What is seen, and how wide it is drawn. */
export interface View {
  from: number;
  to: number;
  width: number;
}

export const xOf = (view: View, wall: number): number => ((wall - view.from) / (view.to - view.from)) * view.width;
export const wallOf = (view: View, x: number): number => view.from + (Math.min(Math.max(x, 0), view.width) / Math.max(1, view.width)) * (view.to - view.from); // prettier-ignore

/** What a pointer is on. */
export type Hit =
  | { kind: 'time' }
  | { kind: 'clip'; id: string }
  | { kind: 'edge'; id: string; span: number; edge: 'from' | 'to' }
  | { kind: 'body'; id: string };

const reach = 7;

/** What lies under a place. The chosen clip comes first: its edges can be taken in the pictures too. */
export function hitAt(view: View, blocks: readonly Block[], chosen: Block | null, x: number, y: number, coarse = false): Hit {
  const near = coarse ? reach * 2.5 : reach;
  if (chosen && ((y >= rows.story.top && y < rows.bands.top) || inRow(chosen, y))) {
    let best: { hit: Hit; far: number } | null = null;
    chosen.spans.forEach((span, index) => {
      for (const edge of ['from', 'to'] as const) {
        const off = x - xOf(view, span[edge]);
        // Of two that touch, the one on whose side the pointer is.
        const far = Math.abs(off) + (edge === 'from' ? (off < 0 ? 0.1 : 0) : off > 0 ? 0.1 : 0);
        if (far <= near && (!best || far < best.far)) best = { hit: { kind: 'edge', id: chosen.id, span: index, edge }, far };
      }
    });
    if (best) return (best as { hit: Hit }).hit;
    if (inRow(chosen, y) && x >= xOf(view, chosen.from) && x <= xOf(view, chosen.to)) return { kind: 'body', id: chosen.id };
  }
  if (y < rows.clips.top) return { kind: 'time' };
  const under = blocks.filter(
    (block) => inRow(block, y) && x >= xOf(view, block.from) - 2 && x <= Math.max(xOf(view, block.to), xOf(view, block.from) + 4),
  );
  const block = under[under.length - 1];
  return block ? { kind: 'clip', id: block.id } : { kind: 'time' };
}

const inRow = (block: Block, y: number) => {
  const top = rows.clips.top + block.lane * rows.clips.lane;
  return y >= top && y < top + rows.clips.lane;
};

/** Steps of the ruler, in ms, so that its times stand at least so many pixels apart. */
const steps = [200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000];
export const stepFor = (view: View, apart = 92): number =>
  steps.find((step) => (step / (view.to - view.from)) * view.width >= apart) ?? 3_600_000;
