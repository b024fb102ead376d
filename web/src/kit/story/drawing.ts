import type { Story } from '../api/documents';
import { extremes, isCoarse, momentAt, placeOf, placeOfTile, pairsOf, type Moment } from './story';

export interface Look {
  story: Story;
  moments: readonly Moment[];
  /** What is shown, from left to right, in ms. */
  view: readonly [number, number];
  width: number;
  sheet: (name: string) => HTMLImageElement | null;
  overview: (tiles: number) => Int8Array;
  pairs: (first: number, next: number, all: number) => Int8Array;
  colors: { ground: string; line: string; sound: string; gap: string };
}

/** Heights in CSS pixels: the row of pictures, and the waveform below it. */
export const [picturesHigh, soundHigh] = [64, 48];

/** The row of pictures: as many as have room beside each other, each the first picture of the segment in its middle. */
export function drawPictures(pen: CanvasRenderingContext2D, look: Look): void {
  const { story, moments, view, width } = look;
  pen.fillStyle = look.colors.ground;
  pen.fillRect(0, 0, width, picturesHigh);
  if (!story.tile) return;
  const tileWide = (story.tile.width / story.tile.height) * picturesHigh;
  const perTile = ((view[1] - view[0]) / width) * tileWide;
  const coarse = isCoarse(story, moments, perTile);
  // Places are counted from a fixed moment, so that pictures do not change while the view moves.
  for (let slot = Math.floor(view[0] / perTile); slot * perTile < view[1]; slot++) {
    const middle = (slot + 0.5) * perTile;
    const moment = momentAt(moments, middle) ?? nearIn(moments, slot * perTile, (slot + 1) * perTile);
    const place = moment && placeOfTile(story, moment.tile, coarse);
    const sheet = place && look.sheet(place.sheet);
    const x = ((slot * perTile - view[0]) / (view[1] - view[0])) * width;
    if (place && sheet) pen.drawImage(sheet, place.x, place.y, place.width, place.height, x, 0, tileWide - 1, picturesHigh);
  }
}

// A slot whose middle is a gap shows what there is at its edges.
function nearIn(moments: readonly Moment[], from: number, to: number): Moment | null {
  const next = moments[placeOf(moments, from) + 1];
  return next && next.at < to ? next : null;
}

/** The waveform: a line for every pixel. */
export function drawSound(pen: CanvasRenderingContext2D, look: Look): void {
  const { story, moments, view, width } = look;
  const top = picturesHigh;
  const middle = top + soundHigh / 2;
  pen.fillStyle = look.colors.line;
  pen.fillRect(0, top, width, soundHigh);
  pen.fillStyle = look.colors.sound;
  const perPixel = (view[1] - view[0]) / width;
  const usual = moments[0]?.length ?? 2_000;
  const close = perPixel < usual;
  const overview = close ? null : look.overview(story.tiles);
  const last = moments[moments.length - 1];
  const all = last ? last.pair + pairsOf(last.length, story.pairMs) : 0;
  for (let x = 0; x < width; x++) {
    const [from, to] = [view[0] + x * perPixel, view[0] + (x + 1) * perPixel];
    let level: [number, number] | null = null;
    if (overview) {
      const first = Math.max(0, placeOf(moments, from));
      for (let place = first; place < moments.length && (moments[place] as Moment).at < to; place++) {
        const moment = moments[place] as Moment;
        const one = moment.at + moment.length > from ? extremes(overview, moment.tile, moment.tile + 1) : null;
        if (one) level = level ? [Math.min(level[0], one[0]), Math.max(level[1], one[1])] : one;
      }
    } else {
      const moment = momentAt(moments, from);
      if (moment) {
        const pair = moment.pair + Math.floor((from - moment.at) / story.pairMs);
        const count = Math.max(1, Math.ceil(perPixel / story.pairMs));
        level = extremes(look.pairs(pair, pair + count, all), 0, count);
      }
    }
    if (!level) continue;
    const high = middle - height(level[1]);
    const low = middle + height(-level[0]);
    pen.fillRect(x, high, 1, Math.max(1, low - high));
  }
}

// Speech is far below the loudest: by the root of the level it can be seen.
const height = (level: number) => Math.sqrt(Math.max(0, level) / 128) * (soundHigh / 2 - 2);

/** Where nothing was recorded, over both. */
export function drawGaps(pen: CanvasRenderingContext2D, look: Look): void {
  const { story, view, width } = look;
  const at = (wall: number) => ((wall - view[0]) / (view[1] - view[0])) * width;
  for (const gap of story.gaps) {
    if (gap.to < view[0] || gap.from > view[1]) continue;
    pen.fillStyle = look.colors.gap;
    pen.fillRect(at(gap.from), 0, Math.max(2, at(gap.to) - at(gap.from)), picturesHigh + soundHigh);
  }
}
