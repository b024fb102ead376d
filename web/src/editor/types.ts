import type { Schemas } from '../kit/api/documents';
import type { Captions, Edit } from './model/edit';
import { isoOf, msOf, round } from './model/instants';

/** Clips as the edge tells of them; instants are ISO texts on the recording's clock, prices fen. */
export type Clip = Schemas['ClipDto'];
export type Stage = Schemas['ClipStage'];
export type Rendition = Schemas['RenditionDto'];
export type ClaimChoice = Schemas['ClaimChoice'];
export type Preset = Schemas['PresetDto'];
export type Analysis = Schemas['AnalysisDto'];

/** What of a clip a person decides, with times as numbers. */
export const editOf = (clip: Clip): Edit => ({
  title: clip.title,
  spans: clip.spans.map((span) => ({ from: msOf(span.from), to: msOf(span.to) })),
  captions: clip.captions && {
    burnIn: clip.captions.burnIn,
    style: clip.captions.style,
    lines: clip.captions.lines.map((line) => ({ from: msOf(line.from), to: msOf(line.to), text: line.text })),
  },
  layout: { form: clip.layout.form, focusX: clip.layout.focusX ?? null, focusY: clip.layout.focusY ?? null },
  cover: clip.cover && { at: clip.cover.at ? msOf(clip.cover.at) : null, title: clip.cover.title, template: clip.cover.template },
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
