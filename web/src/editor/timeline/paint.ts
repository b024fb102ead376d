import { drawGaps, drawPictures, drawSound, type Look } from '../../kit/story/drawing';
import type { Span } from '../model/spans';
import type { Stage } from '../types';
import { high, rows, stepFor, xOf, type Block, type View } from './layout';

/** A stretch in which a card was on air. */
export interface Band extends Span {
  number: number;
  name: string;
}

/** A moment with a name: a flag on the ruler. */
export interface Flag {
  at: number;
  kind: 'offer' | 'marker' | 'scene' | 'end';
}

/** A curve over time; values 0 to 1. */
export type Curve = readonly { at: number; value: number }[];

export interface Scene {
  look: Look;
  view: View;
  bands: readonly Band[];
  curve: Curve;
  flags: readonly Flag[];
  blocks: readonly Block[];
  chosen: Block | null;
  selected: ReadonlySet<string>;
  range: { from: number | null; to: number | null };
  time: (wall: number, fine: boolean) => string;
  ink: { text: string; faint: string; line: string; ground: string; focus: string; accent: string; good: string };
}

/** Of each stage: fill, edge, and words upon it. */
const looks: Record<Stage, [fill: string, edge: string, words: string]> = {
  candidate: ['#24405c', '#6ea8e0', '#e8f2fc'],
  draft: ['#5c4414', '#e0a93a', '#fff4dc'],
  rendering: ['#4a2f66', '#b88be6', '#f6ecff'],
  ready: ['#14573c', '#3fd08f', '#e2fff1'],
  approved: ['#0c7a4c', '#7af0b8', '#ffffff'],
  handedOver: ['#3a453f', '#8b9a92', '#f0f4f2'],
  dropped: ['#3a3030', '#7a6a6a', '#e5dcdc'],
};
export const stageColor = (stage: Stage): string => looks[stage][1];

/** Everything but the playhead. */
export function paint(pen: CanvasRenderingContext2D, scene: Scene): void {
  const { view, ink, look } = scene;
  pen.fillStyle = ink.ground;
  pen.fillRect(0, 0, view.width, high);
  pen.save();
  pen.translate(0, rows.story.top);
  drawPictures(pen, look);
  drawSound(pen, look);
  drawGaps(pen, look);
  pen.restore();
  ruler(pen, scene);
  bands(pen, scene);
  curve(pen, scene);
  pen.font = '12px "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
  for (const block of scene.blocks) if (block !== scene.chosen) clip(pen, scene, block);
  if (scene.chosen) {
    clip(pen, scene, scene.chosen);
    outside(pen, scene, scene.chosen);
  }
  marked(pen, scene);
}

function ruler(pen: CanvasRenderingContext2D, { view, ink, time, flags }: Scene) {
  const step = stepFor(view);
  pen.font = '11px system-ui, sans-serif';
  pen.textBaseline = 'middle';
  for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) {
    const x = Math.round(xOf(view, at)) + 0.5;
    pen.fillStyle = ink.line;
    pen.fillRect(x, 14, 1, 8);
    pen.fillStyle = ink.faint;
    if (x < view.width - 56) pen.fillText(time(at, step < 1_000), x + 4, 10);
  }
  for (const flag of flags) {
    const x = xOf(view, flag.at);
    if (x < -6 || x > view.width + 6) continue;
    pen.fillStyle = flag.kind === 'offer' ? '#ff8a94' : flag.kind === 'scene' ? ink.line : ink.accent;
    if (flag.kind === 'scene') {
      pen.fillRect(x, rows.story.top, 1, 5);
      continue;
    }
    pen.beginPath();
    pen.moveTo(x - 5, 13);
    pen.lineTo(x + 5, 13);
    pen.lineTo(x, 22);
    pen.fill();
  }
}

function bands(pen: CanvasRenderingContext2D, { view, bands: all, ink }: Scene) {
  const { top, high: tall } = rows.bands;
  pen.font = '12px "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
  pen.textBaseline = 'middle';
  for (const band of all) {
    const x = xOf(view, band.from);
    const wide = Math.max(2, xOf(view, band.to) - x - 1);
    if (x > view.width || x + wide < 0) continue;
    pen.fillStyle = '#6e2530';
    pen.fillRect(x, top, wide, tall);
    pen.fillStyle = '#ff5d6c';
    pen.fillRect(x, top, wide, 2);
    pen.fillStyle = ink.text;
    label(pen, `${band.number} ${band.name}`, x, top + tall / 2 + 1, wide);
  }
}

function curve(pen: CanvasRenderingContext2D, { view, curve: points, ink }: Scene) {
  const { top, high: tall } = rows.curve;
  pen.fillStyle = ink.line;
  pen.fillRect(0, top + tall - 1, view.width, 1);
  if (points.length === 0) return;
  pen.fillStyle = 'rgb(251 191 36 / 35%)';
  pen.strokeStyle = ink.accent;
  pen.lineWidth = 1.5;
  pen.beginPath();
  let y = top + tall - 1;
  pen.moveTo(0, y);
  for (const point of points) {
    const x = Math.min(Math.max(xOf(view, point.at), 0), view.width);
    pen.lineTo(x, y);
    y = top + (tall - 2) * (1 - point.value) + 1;
    pen.lineTo(x, y);
  }
  pen.lineTo(view.width, y);
  pen.stroke();
  pen.lineTo(view.width, top + tall - 1);
  pen.fill();
}

function clip(pen: CanvasRenderingContext2D, scene: Scene, block: Block) {
  const { view, ink } = scene;
  const top = rows.clips.top + block.lane * rows.clips.lane + 1;
  const tall = rows.clips.lane - 3;
  const x = xOf(view, block.from);
  const wide = Math.max(4, xOf(view, block.to) - x);
  if (x > view.width || x + wide < 0) return;
  const [fill, edge, words] = looks[block.stage];
  // What was taken out of the inside is a thin line between the spans.
  pen.fillStyle = edge;
  pen.fillRect(x, top + tall / 2, wide, 1);
  for (const span of block.spans) {
    const [left, long] = [xOf(view, span.from), Math.max(4, xOf(view, span.to) - xOf(view, span.from))];
    pen.fillStyle = fill;
    pen.fillRect(left, top, long, tall);
    pen.fillStyle = edge;
    pen.fillRect(left, top, Math.min(3, long), tall);
    pen.fillRect(left, top + tall - 2, long, 2);
  }
  if (block.percent !== null) {
    pen.fillStyle = edge;
    pen.fillRect(x, top, wide * (block.percent / 100), 3);
  }
  const chosen = block === scene.chosen;
  if (chosen || scene.selected.has(block.id)) {
    pen.strokeStyle = chosen ? ink.focus : ink.accent;
    pen.lineWidth = 2;
    pen.strokeRect(x - 1, top - 1, wide + 2, tall + 2);
  }
  pen.fillStyle = words;
  label(pen, block.title, Math.max(x, 0), top + tall / 2, Math.min(x + wide, view.width) - Math.max(x, 0));
}

/** The pictures that the chosen clip does not show are darkened, and its edges can be taken. */
function outside(pen: CanvasRenderingContext2D, { view, ink }: Scene, chosen: Block) {
  const { top, high: tall } = rows.story;
  pen.fillStyle = 'rgb(6 10 9 / 62%)';
  let left = 0;
  for (const span of chosen.spans) {
    const [from, to] = [xOf(view, span.from), xOf(view, span.to)];
    if (from > left) pen.fillRect(left, top, Math.min(from, view.width) - left, tall);
    left = Math.max(left, to);
  }
  if (left < view.width) pen.fillRect(Math.max(0, left), top, view.width - Math.max(0, left), tall);
  pen.fillStyle = ink.focus;
  for (const span of chosen.spans) {
    for (const [x, way] of [
      [xOf(view, span.from), 1],
      [xOf(view, span.to), -1],
    ] as const) {
      // prettier-ignore
      pen.fillRect(x - 1, top, 2, tall);
      pen.fillRect(way > 0 ? x - 1 : x - 6, top + tall / 2 - 13, 7, 26);
    }
  }
}

function marked(pen: CanvasRenderingContext2D, { view, range, ink }: Scene) {
  const { from, to } = range;
  if (from === null && to === null) return;
  const [left, right] = [from === null ? null : xOf(view, from), to === null ? null : xOf(view, to)];
  if (left !== null && right !== null && right > left) {
    pen.fillStyle = 'rgb(251 191 36 / 25%)';
    pen.fillRect(left, 0, right - left, rows.clips.top);
  }
  pen.fillStyle = ink.accent;
  for (const x of [left, right]) if (x !== null) pen.fillRect(x - 1, 0, 2, rows.clips.top);
}

/** Words in a box; what does not fit is left out with an ellipsis, what has no room at all is not there. */
function label(pen: CanvasRenderingContext2D, words: string, x: number, y: number, wide: number) {
  const room = wide - 10;
  if (room < 14) return;
  let text = words.slice(0, Math.ceil(room / 5));
  if (pen.measureText(text).width > room || text.length < words.length) {
    while (text && pen.measureText(`${text}…`).width > room) text = text.slice(0, -1);
    if (!text) return;
    text += '…';
  }
  pen.fillText(text, x + 6, y);
}
