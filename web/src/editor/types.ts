import type { Captions, Edit, Layout } from './model/edit';
import { isoOf, msOf, round } from './model/instants';

/** Clips as the edge tells of them; instants are ISO texts on the recording's clock. */
export type Stage = 'candidate' | 'draft' | 'rendering' | 'ready' | 'approved' | 'handedOver' | 'dropped';

export interface ClipJob {
  step: string;
  percent: number;
  secondsLeft?: number | null;
  attempt: number;
  problem?: string | null;
}

export interface Claim {
  from: string;
  to: string;
  kind: 'price' | 'stock' | 'timeLimited';
  until?: string | null;
  text: string;
}

export type ClaimChoice = 'drop' | 'mask' | 'block' | 'keep';

export interface Check {
  code: string;
  result: 'passed' | 'failed' | 'unknown';
  wanted: number | null;
  found: number | null;
  unit: string;
}

export interface Rendition {
  preset: string;
  state: 'queued' | 'running' | 'ready' | 'failed';
  percent: number;
  url: string | null;
  bytes: number | null;
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
  checks: Check[];
  problem: string | null;
}

export interface CoverFile {
  id: string;
  url: string;
  at: string | null;
  reasons: string[];
  chosen: boolean;
}

export interface Clip {
  id: string;
  sessionId: string;
  revision: number;
  kind: 'stretch' | 'highlight' | 'marker' | 'manual';
  stage: Stage;
  job: ClipJob | null;
  title: string;
  itemId: string | null;
  /** Its price in fen, as it was shown; null: it was hidden. */
  card: { name: string; price: number | null; unit: string; picture: string } | null;
  spans: { from: string; to: string }[];
  durationSeconds: number;
  rank: number;
  reasons: { code: string; numbers: Record<string, number> }[];
  claims: Claim[];
  claimChoice: { choice: ClaimChoice; by: string; at: string; note: string } | null;
  showUntil: string | null;
  captions: { burnIn: boolean; style: string; lines: { from: string; to: string; text: string }[] } | null;
  layout: { form: Layout['form']; focusX: number | null; focusY: number | null };
  cover: { at: string | null; title: string; template: string } | null;
  covers: CoverFile[];
  renditions: Rendition[];
  videoUrl: string | null;
  coverUrl: string | null;
  assignee: string | null;
  comments: { at: string; by: string; text: string }[];
  provenanceUrl: string | null;
}

/** A platform's version, with its limits; null or missing: not limited, or not known. */
export interface Preset {
  id: string;
  name: Record<string, string>;
  width?: number | null;
  height?: number | null;
  frameRate?: number | null;
  kbps?: number | null;
  longestSeconds?: number | null;
  bytes?: number | null;
}

/** What of a clip a person decides, with times as numbers. */
export const editOf = (clip: Clip): Edit => ({
  title: clip.title,
  spans: clip.spans.map((span) => ({ from: msOf(span.from), to: msOf(span.to) })),
  captions: clip.captions && {
    burnIn: clip.captions.burnIn,
    style: clip.captions.style,
    lines: clip.captions.lines.map((line) => ({ from: msOf(line.from), to: msOf(line.to), text: line.text })),
  },
  layout: { form: clip.layout.form, focusX: clip.layout.focusX, focusY: clip.layout.focusY },
  cover: clip.cover && { at: clip.cover.at === null ? null : msOf(clip.cover.at), title: clip.cover.title, template: clip.cover.template },
});

const withTexts = (captions: Captions) => ({
  burnIn: captions.burnIn,
  style: captions.style,
  lines: captions.lines.map((line) => ({ from: isoOf(line.from), to: isoOf(line.to), text: line.text })),
});

/** The same as the edge takes it. */
export const bodyOf = (edit: Edit) => ({
  title: edit.title,
  spans: edit.spans.map((span) => ({ from: isoOf(span.from), to: isoOf(span.to) })),
  captions: edit.captions && withTexts(edit.captions),
  layout: edit.layout,
  cover: edit.cover && { ...edit.cover, at: edit.cover.at === null ? null : isoOf(edit.cover.at) },
});

/** Times as they are kept: to the tenth of a millisecond. */
export const rounded = (edit: Edit): Edit => ({
  title: edit.title,
  spans: edit.spans.map((span) => ({ from: round(span.from), to: round(span.to) })),
  captions: edit.captions && {
    burnIn: edit.captions.burnIn,
    style: edit.captions.style,
    lines: edit.captions.lines.map((line) => ({ from: round(line.from), to: round(line.to), text: line.text })),
  },
  layout: { form: edit.layout.form, focusX: edit.layout.focusX, focusY: edit.layout.focusY },
  cover: edit.cover && { at: edit.cover.at === null ? null : round(edit.cover.at), title: edit.cover.title, template: edit.cover.template },
});
