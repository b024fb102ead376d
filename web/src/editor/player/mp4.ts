/** Reads of fragmented MP4 (ISO/IEC 14496-12) only what says when its pictures are shown. Anything unexpected answers nothing. */

interface Box {
  type: string;
  from: number;
  to: number;
}

const typeAt = (view: DataView, at: number) =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

/** The boxes inside of a stretch of bytes, without their heads. */
function boxes(view: DataView, from: number, to: number): Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    let [size, head] = [view.getUint32(at), 8];
    if (size === 1 && at + 16 <= to) [size, head] = [view.getUint32(at + 8) * 2 ** 32 + view.getUint32(at + 12), 16];
    if (size === 0) size = to - at;
    if (size < head || at + size > to) break;
    found.push({ type: typeAt(view, at + 4), from: at + head, to: at + size });
    at += size;
  }
  return found;
}

const inside = (view: DataView, box: Box | undefined, type: string): Box[] =>
  box ? boxes(view, box.from, box.to).filter((one) => one.type === type) : [];

/** The track of the pictures. */
export interface Track {
  id: number;
  /** Ticks a second. */
  timescale: number;
  /** Of a picture, in ticks, where its fragment does not say it. */
  duration: number;
}

const dataView = (bytes: Uint8Array | ArrayBuffer) =>
  bytes instanceof ArrayBuffer ? new DataView(bytes) : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The pictures' track as an init section tells it. */
export function trackOf(init: Uint8Array | ArrayBuffer): Track | null {
  try {
    const view = dataView(init);
    const moov = boxes(view, 0, view.byteLength).find((box) => box.type === 'moov');
    for (const trak of inside(view, moov, 'trak')) {
      const mdia = inside(view, trak, 'mdia')[0];
      const hdlr = inside(view, mdia, 'hdlr')[0];
      if (!hdlr || typeAt(view, hdlr.from + 8) !== 'vide') continue;
      const [tkhd, mdhd] = [inside(view, trak, 'tkhd')[0], inside(view, mdia, 'mdhd')[0]];
      if (!tkhd || !mdhd) continue;
      const id = view.getUint32(tkhd.from + (view.getUint8(tkhd.from) === 1 ? 20 : 12));
      const timescale = view.getUint32(mdhd.from + (view.getUint8(mdhd.from) === 1 ? 20 : 12));
      const trex = inside(view, inside(view, moov, 'mvex')[0], 'trex').find((box) => view.getUint32(box.from + 4) === id);
      return { id, timescale, duration: trex ? view.getUint32(trex.from + 12) : 0 };
    }
  } catch {
    // Cut short.
  }
  return null;
}

/** The pictures of a segment: the first one's own time in seconds, and when each is shown, in ms from it, in their order. */
export function pictureTimes(segment: Uint8Array | ArrayBuffer, track: Track): { first: number; times: number[] } {
  const ticks: number[] = [];
  try {
    const view = dataView(segment);
    for (const moof of boxes(view, 0, view.byteLength).filter((box) => box.type === 'moof')) {
      for (const traf of inside(view, moof, 'traf')) readTraf(view, traf, track, ticks);
    }
  } catch {
    return { first: 0, times: [] };
  }
  ticks.sort((a, b) => a - b);
  const first = ticks[0] ?? 0;
  return { first: first / track.timescale, times: ticks.map((tick) => ((tick - first) * 1_000) / track.timescale) };
}

function readTraf(view: DataView, traf: Box, track: Track, times: number[]): void {
  const tfhd = inside(view, traf, 'tfhd')[0];
  if (!tfhd || view.getUint32(tfhd.from + 4) !== track.id) return;
  const flags = view.getUint32(tfhd.from) & 0xffffff;
  let at = tfhd.from + 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0);
  const usual = flags & 8 ? view.getUint32(at) : track.duration;
  const tfdt = inside(view, traf, 'tfdt')[0];
  let ticks = 0;
  if (tfdt) ticks = view.getUint8(tfdt.from) === 1 ? view.getUint32(tfdt.from + 4) * 2 ** 32 + view.getUint32(tfdt.from + 8) : view.getUint32(tfdt.from + 4); // prettier-ignore
  for (const trun of inside(view, traf, 'trun')) {
    const told = view.getUint32(trun.from) & 0xffffff;
    const many = view.getUint32(trun.from + 4);
    at = trun.from + 8 + (told & 1 ? 4 : 0) + (told & 4 ? 4 : 0);
    for (let picture = 0; picture < many; picture++) {
      const lasts = told & 0x100 ? view.getUint32(at) : usual;
      if (told & 0x100) at += 4;
      if (told & 0x200) at += 4;
      if (told & 0x400) at += 4;
      // Later than it is decoded (version 0), or earlier too (version 1): read as signed, for no encoder waits for half a day.
      const later = told & 0x800 ? view.getInt32(at) : 0;
      if (told & 0x800) at += 4;
      times.push(ticks + later);
      ticks += lasts;
    }
  }
}
