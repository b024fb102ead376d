/**
 * What of a recording a clip shows: stretches in their order, without overlap. All times in ms since 1970 on the recording's clock; every function
 * answers something new and changes nothing. An edit that would leave nothing, or turn a span around, answers what was there.
 */
export interface Span {
  from: number;
  to: number;
}

export const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + span.to - span.from, 0);

export const startOf = (spans: readonly Span[]): number => spans[0]?.from ?? 0;

export const endOf = (spans: readonly Span[]): number => spans[spans.length - 1]?.to ?? 0;

/** In order, what touches or overlaps joined, what is shorter than `least` left out. */
export function tidy(spans: readonly Span[], least = 0): Span[] {
  const tidied: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (!(span.to - span.from > 0)) continue;
    const last = tidied[tidied.length - 1];
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else tidied.push({ ...span });
  }
  return tidied.filter((span) => span.to - span.from >= least);
}

/** The begin of the clip. Earlier than it was: its first span grows; later: what lies before goes, whole spans too. */
export function trimStart(spans: readonly Span[], at: number, least = 0): Span[] {
  const first = spans[0];
  if (!first) return [...spans];
  if (at <= first.from) return [{ from: at, to: first.to }, ...spans.slice(1)];
  return kept(spans, [{ from: at, to: Infinity }], least);
}

/** The end of the clip. */
export function trimEnd(spans: readonly Span[], at: number, least = 0): Span[] {
  const last = spans[spans.length - 1];
  if (!last) return [...spans];
  if (at >= last.to) return [...spans.slice(0, -1), { from: last.from, to: at }];
  return kept(spans, [{ from: -Infinity, to: at }], least);
}

/** One edge of one span to somewhere else; it stops at its neighbours and keeps at least `least`. */
export function moveEdge(spans: readonly Span[], index: number, edge: 'from' | 'to', at: number, least = 1): Span[] {
  const span = spans[index];
  if (!span) return [...spans];
  const before = spans[index - 1]?.to ?? -Infinity;
  const after = spans[index + 1]?.from ?? Infinity;
  const moved =
    edge === 'from'
      ? { from: Math.min(Math.max(at, before), span.to - least), to: span.to }
      : { from: span.from, to: Math.max(Math.min(at, after), span.from + least) };
  return tidy(spans.map((one, place) => (place === index ? moved : one)));
}

/** The whole clip earlier or later, its holes with it, inside of `whole`. */
export function moveBy(spans: readonly Span[], by: number, whole: Span): Span[] {
  if (spans.length === 0) return [];
  const held = Math.min(Math.max(by, whole.from - startOf(spans)), whole.to - endOf(spans));
  return spans.map((span) => ({ from: span.from + held, to: span.to + held }));
}

/** Takes a stretch out of the inside: what follows moves up (the clip becomes shorter). */
export function remove(spans: readonly Span[], hole: Span, least = 0): Span[] {
  if (!(hole.to > hole.from)) return [...spans];
  return kept(spans, [{ from: -Infinity, to: hole.from }, { from: hole.to, to: Infinity }], least); // prettier-ignore
}

/** Gives back what was taken out between a span and its next. */
export function fill(spans: readonly Span[], index: number): Span[] {
  const [span, next] = [spans[index], spans[index + 1]];
  if (!span || !next) return [...spans];
  return [...spans.slice(0, index), { from: span.from, to: next.to }, ...spans.slice(index + 2)];
}

/** Two clips of one; null: nothing would be left of one of them. */
export function split(spans: readonly Span[], at: number, least = 0): [Span[], Span[]] | null {
  const before = clipped(spans, { from: -Infinity, to: at }, least);
  const after = clipped(spans, { from: at, to: Infinity }, least);
  return before.length && after.length ? [before, after] : null;
}

/** One clip of several. What two of them share is there once. */
export const join = (...clips: readonly (readonly Span[])[]): Span[] => tidy(clips.flat());

/** Where the recording's moment is in the clip, in ms from its begin; what was taken out is at the joint. */
export function inClip(spans: readonly Span[], wall: number): number {
  let before = 0;
  for (const span of spans) {
    if (wall < span.from) return before;
    if (wall < span.to) return before + wall - span.from;
    before += span.to - span.from;
  }
  return before;
}

/** The recording's moment at a place of the clip; beyond its end, its end. */
export function inRecording(spans: readonly Span[], at: number): number {
  let left = Math.max(0, at);
  for (const span of spans) {
    if (left < span.to - span.from) return span.from + left;
    left -= span.to - span.from;
  }
  return endOf(spans);
}

/** While a clip plays: where to go on; the same moment inside of it, the begin of the next span in a hole, null behind its end. */
export function playOn(spans: readonly Span[], wall: number): number | null {
  for (const span of spans) {
    if (wall < span.from) return span.from;
    if (wall < span.to) return wall;
  }
  return null;
}

export const same = (a: readonly Span[], b: readonly Span[]): boolean =>
  a.length === b.length && a.every((span, place) => span.from === b[place]?.from && span.to === b[place]?.to);

function clipped(spans: readonly Span[], to: Span, least: number): Span[] {
  return spans
    .map((span) => ({ from: Math.max(span.from, to.from), to: Math.min(span.to, to.to) }))
    .filter((span) => span.to - span.from > 0 && span.to - span.from >= least);
}

function kept(spans: readonly Span[], windows: readonly Span[], least: number): Span[] {
  const left = tidy(windows.flatMap((window) => clipped(spans, window, least)));
  return left.length ? left : [...spans];
}
