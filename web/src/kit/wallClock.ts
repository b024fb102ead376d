/** A segment of a recording: where it lies in the media (seconds), and when its first picture came (ms since 1970). */
export interface Placed {
  start: number;
  duration: number;
  programDateTime: number | null;
}

type Dated = Placed & { programDateTime: number };
const known = (fragments: readonly Placed[]) => fragments.filter((one): one is Dated => one.programDateTime !== null);

/** When the picture at a place in the media came; null: nobody knows. */
export function wallAt(fragments: readonly Placed[], media: number): number | null {
  const dated = known(fragments);
  let holder = dated[0];
  // Old phones know no findLast.
  for (const one of dated) if (one.start <= media + 0.001) holder = one;
  return holder ? holder.programDateTime + Math.min(media - holder.start, holder.duration) * 1_000 : null;
}

/** Where the picture of a moment lies in the media: what came in a gap is found at its end, what came later at the newest picture. */
export function mediaAt(fragments: readonly Placed[], wall: number): number | null {
  const dated = known(fragments);
  const holder = dated.find((one) => one.programDateTime + one.duration * 1_000 > wall);
  if (holder) return holder.start + Math.max(0, wall - holder.programDateTime) / 1_000;
  const last = dated[dated.length - 1];
  return last ? last.start + last.duration : null;
}
