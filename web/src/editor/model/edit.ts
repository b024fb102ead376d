import { inClip, type Span } from './spans';

/** A line of a caption. Here its times are moments of the recording, so that it stays with what is said while the clip is trimmed. */
export interface Line extends Span {
  text: string;
}

/** A clip's cover as it is wished; `at` is a moment of the recording, null: whichever is suggested. */
export interface CoverWish {
  at: number | null;
  title: string;
  template: string;
}

/** Captions: drawn into the picture, or kept as a track beside it. */
export interface Captions {
  burnIn: boolean;
  style: string;
  lines: readonly Line[];
}

/** How the picture is brought into formats that it does not have; where the subject is, from the left (0) to the right (1); null: it is looked for. */
export interface Layout {
  form: 'crop' | 'blur' | 'split';
  focusX: number | null;
  focusY: number | null;
}

/** All that a person decides about a clip. */
export interface Edit {
  title: string;
  spans: readonly Span[];
  captions: Captions | null;
  layout: Layout;
  cover: CoverWish | null;
}

// Edits are small and made of plain values with their members in one order: written out they can be compared.
const alike = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

const parts = ['title', 'spans', 'captions', 'layout', 'cover'] as const;

/** What of an edit differs from another: its parts by name. */
export const differences = (a: Edit, b: Edit): (keyof Edit)[] => parts.filter((part) => !alike(a[part], b[part]));

export const sameEdit = (a: Edit, b: Edit): boolean => parts.every((part) => alike(a[part], b[part]));

/** A line of a caption in the clip's own time: ms from its begin. */
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

/** Puts a new line at a moment: as long as it takes to read three seconds, or up to the next one. */
export function addLine(lines: readonly Line[], at: number, text: string, long = 3_000): Line[] {
  const next = lines.map((line) => line.from).filter((from) => from > at);
  const to = Math.min(at + long, ...next);
  return [...lines, { from: at, to: Math.max(to, at + 200), text }].sort((a, b) => a.from - b.from);
}
