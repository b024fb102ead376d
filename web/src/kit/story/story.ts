import type { Story } from '../api/documents';

/** Where a tile lies: which sheet, and where on it, in pixels. */
export interface TilePlace {
  sheet: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

type Stretch = Story['stretches'][number];

/** A segment of the story: its tile, when it was (ms), and where its sound begins, in pairs. */
export interface Moment {
  tile: number;
  at: number;
  length: number;
  pair: number;
}

/** Pairs of a segment of so many ms: each but the last is whole. */
export const pairsOf = (length: number, pairMs: number): number => Math.ceil(length / pairMs);

/** Every segment in its order. Four hours are 7,200: made once for each news of the story. */
export function momentsOf(story: Story): Moment[] {
  const moments: Moment[] = [];
  for (const stretch of story.stretches) moments.push(...inStretch(stretch, story.pairMs));
  return moments;
}

function inStretch(stretch: Stretch, pairMs: number): Moment[] {
  let { at, firstPair: pair } = stretch;
  return stretch.lengths.map((length, index) => {
    const moment = { tile: stretch.first + index, at, length, pair };
    at += length;
    pair += pairsOf(length, pairMs);
    return moment;
  });
}

/** The place of the last moment that began by then; −1: none did. */
export function placeOf(moments: readonly Moment[], wall: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] as Moment).at <= wall) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The segment that shows a moment; null: a gap, or not looked at yet. */
export function momentAt(moments: readonly Moment[], wall: number): Moment | null {
  const moment = moments[placeOf(moments, wall)];
  return moment && wall < moment.at + moment.length ? moment : null;
}

/** Where a tile lies. Coarse: the nearest that the sheets for hours have. */
export function placeOfTile(story: Story, tile: number, coarse: boolean): TilePlace | null {
  if (!story.tile) return null;
  const { width, height, columns, rows, coarseEvery } = story.tile;
  const number = coarse ? Math.floor(tile / coarseEvery) : tile;
  const perSheet = columns * rows;
  const sheet = Math.floor(number / perSheet);
  const place = number % perSheet;
  // A sheet that grows is another one each time: the browser keeps what it has under a name.
  const all = coarse ? Math.ceil(story.tiles / coarseEvery) : story.tiles;
  const grows = (sheet + 1) * perSheet > all ? `?n=${all}` : '';
  return {
    sheet: `${coarse ? 'coarse' : 'fine'}-${String(sheet).padStart(4, '0')}.jpg${grows}`,
    x: (place % columns) * width,
    y: Math.floor(place / columns) * height,
    width,
    height,
  };
}

/** Whether sheets for hours are enough: a tile on the screen stands for so many ms. */
export const isCoarse = (story: Story, moments: readonly Moment[], perTile: number): boolean => {
  const usual = moments[0]?.length ?? 2_000;
  return story.tile !== null && perTile >= usual * story.tile.coarseEvery;
};

/** The least and the greatest of pairs from `first` up to `next`, both −128…127; null: nothing is known of them. */
export function extremes(levels: Int8Array, first: number, next: number): [number, number] | null {
  let [low, high] = [0, 0];
  if (first * 2 >= levels.length) return null;
  for (let pair = Math.max(0, first); pair < Math.min(next, levels.length / 2); pair++) {
    low = Math.min(low, levels[pair * 2] as number);
    high = Math.max(high, levels[pair * 2 + 1] as number);
  }
  return [low, high];
}

/** What is shown of a recording after zooming: the moment under the pointer stays there, and nothing beyond the recording is shown. */
export function zoomed(view: [number, number], factor: number, around: number, whole: [number, number], least = 10_000): [number, number] {
  const length = Math.min(whole[1] - whole[0], Math.max(Math.min(least, whole[1] - whole[0]), (view[1] - view[0]) * factor));
  const share = view[1] > view[0] ? (around - view[0]) / (view[1] - view[0]) : 0.5;
  return within([around - share * length, around + (1 - share) * length], whole);
}

/** The same stretch moved so that it lies in the recording. */
export function within(view: [number, number], whole: [number, number]): [number, number] {
  const length = Math.min(view[1] - view[0], whole[1] - whole[0]);
  const from = Math.min(Math.max(view[0], whole[0]), whole[1] - length);
  return [from, from + length];
}
