import { mediaAt, wallAt, type Placed } from '../../kit/wallClock';
import { pictureTimes, trackOf, type Track } from './mp4';

/** What hls.js tells of a segment that came. */
export interface Loaded {
  cc: number;
  sn: number;
  programDateTime: number | null;
  init: Uint8Array | null;
  bytes: ArrayBuffer;
}

interface Known {
  cc: number;
  /** When its first picture came, ms since 1970. */
  wall: number;
  /** Where its last picture ends, on the same clock. */
  end: number;
  /** The first picture's own time, in seconds; less the begin of its stretch it is the element's. */
  first: number;
}

/**
 * Which moment of the day the element shows. A segment's sound may begin some ms before its first picture, and then the element's place is up to a picture
 * off; so the times are read from the segments themselves. Where one is not here yet, the playlist says it well enough to go there.
 */
export class PictureClock {
  private readonly known = new Map<number, Known>();
  private readonly zeros = new Map<number, number>();
  private readonly tracks = new WeakMap<Uint8Array, Track>();

  constructor(
    private readonly fragments: () => readonly Placed[],
    private readonly learned: (starts: readonly number[]) => void,
  ) {}

  /** A segment came. */
  add(loaded: Loaded): void {
    const { init, programDateTime: wall } = loaded;
    if (!init || wall === null) return;
    const track = this.tracks.get(init) ?? trackOf(init);
    if (!track) return;
    this.tracks.set(init, track);
    const { first, times } = pictureTimes(loaded.bytes, track);
    const last = times[times.length - 1];
    if (last === undefined) return;
    this.known.set(loaded.sn, { cc: loaded.cc, wall, end: wall + last + (times.length > 1 ? last / (times.length - 1) : 40), first });
    this.learned(times.map((time) => wall + time));
  }

  /** Where a stretch without a break begins in its own time, in seconds. */
  zero(cc: number, seconds: number): void {
    this.zeros.set(cc, seconds);
  }

  /** The element's place of a moment, in seconds. */
  mediaAt(wall: number): number | null {
    for (const one of this.known.values()) {
      const zero = this.zeros.get(one.cc);
      if (zero !== undefined && wall >= one.wall && wall < one.end) return one.first - zero + (wall - one.wall) / 1_000;
    }
    return mediaAt(this.fragments(), wall);
  }

  /** The moment of the element's place. */
  wallAt(media: number): number | null {
    for (const one of this.known.values()) {
      const zero = this.zeros.get(one.cc);
      if (zero === undefined) continue;
      const wall = one.wall + (media - (one.first - zero)) * 1_000;
      if (wall >= one.wall - 0.5 && wall < one.end) return wall;
    }
    return wallAt(this.fragments(), media);
  }
}
