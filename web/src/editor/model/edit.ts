import { inClip, inRecording, same, type Span } from './spans';

/** A line of a caption. Here its times are moments of the recording, so that it stays with what is said while the clip is trimmed. */
export interface Line extends Span {
  text: string;
}

/** A clip's cover as it is wished; `at` is a moment of the recording. */
export interface CoverWish {
  at: number;
  title: string;
  template: string;
}

/** All that a person decides about a clip. */
export interface Edit {
  title: string;
  spans: readonly Span[];
  lines: readonly Line[] | null;
  layout: string;
  cover: CoverWish | null;
}

const sameLines = (a: Edit['lines'], b: Edit['lines']) =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.length === b.length &&
    a.every((line, place) => {
      const other = b[place] as Line;
      return line.text === other.text && line.from === other.from && line.to === other.to;
    }));

const sameCover = (a: CoverWish | null, b: CoverWish | null) =>
  a === b || (a !== null && b !== null && a.at === b.at && a.title === b.title && a.template === b.template);

export const sameEdit = (a: Edit, b: Edit): boolean =>
  a.title === b.title && a.layout === b.layout && same(a.spans, b.spans) && sameLines(a.lines, b.lines) && sameCover(a.cover, b.cover);

/** What of an edit differs from another: its parts by name. */
export function differences(a: Edit, b: Edit): (keyof Edit)[] {
  const parts: (keyof Edit)[] = [];
  if (a.title !== b.title) parts.push('title');
  if (!same(a.spans, b.spans)) parts.push('spans');
  if (!sameLines(a.lines, b.lines)) parts.push('lines');
  if (a.layout !== b.layout) parts.push('layout');
  if (!sameCover(a.cover, b.cover)) parts.push('cover');
  return parts;
}

/** A line of a caption as files and the edge have it: ms from the clip's begin. */
export interface ClipLine {
  from: number;
  to: number;
  text: string;
}

/** Lines in the clip's own time; a line of which nothing is left in the clip is not among them. */
export const linesInClip = (lines: readonly Line[], spans: readonly Span[]): ClipLine[] =>
  lines
    .map((line) => ({ from: inClip(spans, line.from), to: inClip(spans, line.to), text: line.text }))
    .filter((line) => line.to > line.from)
    .sort((a, b) => a.from - b.from);

/** Lines on the recording's clock. */
export const linesInRecording = (lines: readonly ClipLine[], spans: readonly Span[]): Line[] =>
  lines.map((line) => {
    const from = inRecording(spans, line.from);
    // The end of a span belongs to it, not to the next one.
    return { from, to: Math.max(from, inRecording(spans, Math.max(line.from, line.to - 1)) + Math.min(1, line.to - line.from)), text: line.text };
  });

/** Puts a new line at a moment: as long as it takes to read three seconds, or up to the next one. */
export function addLine(lines: readonly Line[], at: number, text: string, long = 3_000): Line[] {
  const next = lines.map((line) => line.from).filter((from) => from > at);
  const to = Math.min(at + long, ...next);
  return [...lines, { from: at, to: Math.max(to, at + 200), text }].sort((a, b) => a.from - b.from);
}
