import { momentAt, placeOf, type Moment } from '../../kit/story/story';

/** Pictures a second as a ratio: 30000/1001 is not 29.97. */
export interface Rate {
  num: number;
  den: number;
}

/** What cameras and encoders send; a measured rate is one of these or none. */
const usual: readonly Rate[] = [
  { num: 24_000, den: 1_001 },
  { num: 24, den: 1 },
  { num: 25, den: 1 },
  { num: 30_000, den: 1_001 },
  { num: 30, den: 1 },
  { num: 48, den: 1 },
  { num: 50, den: 1 },
  { num: 60_000, den: 1_001 },
  { num: 60, den: 1 },
];

/** How long a picture is shown, in ms. */
export const frameMs = (rate: Rate): number => (1_000 * rate.den) / rate.num;

/** The rate of pictures that are so many ms apart on average: the usual one that is within a thousandth, or the ratio itself. */
export function rateOf(ms: number): Rate {
  const measured = 1_000 / ms;
  const near = [...usual].sort((a, b) => Math.abs(a.num / a.den - measured) - Math.abs(b.num / b.den - measured))[0] as Rate;
  return Math.abs(near.num / near.den / measured - 1) < 0.001 ? near : { num: Math.round(measured * 1_000), den: 1_000 };
}

/** The number of the picture that is shown so many ms after the first one. A hair before a picture is that picture: instants are rounded. */
export const frameNumber = (ms: number, rate: Rate): number => Math.floor((ms * rate.num) / (1_000 * rate.den) + 1e-3);

/** When a picture begins, in ms after the first one. Counted from zero each time, so four hours of 30000/1001 do not drift. */
export const frameStart = (number: number, rate: Rate): number => (number * 1_000 * rate.den) / rate.num;

/** Which picture a moment shows, from where to where. */
export interface Frame {
  at: number;
  end: number;
}

/** More than this between two segments is a hole, in ms. */
const hole = 2;

/**
 * The pictures of a recording. In segments that were loaded their true times are known, also where a camera left some out; elsewhere they are
 * counted at the usual rate from the begin of each segment. All times in ms since 1970.
 */
export class FrameGrid {
  private readonly known = new Map<number, readonly number[]>();

  constructor(
    private moments: readonly Moment[],
    private rate: Rate = { num: 30, den: 1 },
  ) {}

  get frame(): number {
    return frameMs(this.rate);
  }

  get frameRate(): Rate {
    return this.rate;
  }

  /** The recording has grown. */
  grow(moments: readonly Moment[]): void {
    this.moments = moments;
  }

  /** The true begins of the pictures of the segment that begins at the first of them (±20 ms). */
  learn(starts: readonly number[]): void {
    const first = starts[0];
    if (first === undefined || starts.length < 2) return;
    const moment = this.moments[placeOf(this.moments, first + 20)];
    if (!moment || Math.abs(moment.at - first) > 20) return;
    this.known.set(moment.at, starts.map((start) => start - first + moment.at)); // prettier-ignore
    const span = (starts[starts.length - 1] as number) - first;
    // A segment in which pictures were left out says nothing of the rate.
    const steps = starts.slice(1).map((start, place) => start - (starts[place] as number));
    if (Math.max(...steps) < (span / steps.length) * 1.5) this.rate = rateOf(span / steps.length);
  }

  /** The picture that a moment shows; null: nothing was recorded there. */
  at(wall: number): Frame | null {
    const moment = momentAt(this.moments, wall);
    return moment && this.inside(moment, wall);
  }

  /** The picture that a moment shows, or the nearest one. */
  nearest(wall: number): Frame | null {
    const here = this.at(wall);
    if (here) return here;
    const place = placeOf(this.moments, wall);
    const [before, after] = [this.moments[place], this.moments[place + 1]];
    const back = before ? wall - (before.at + before.length) : Infinity;
    const ahead = after ? after.at - wall : Infinity;
    if (back < ahead && before) return this.inside(before, before.at + before.length - 0.01);
    return after ? this.inside(after, after.at) : null;
  }

  /** The picture so many further on; at an end of the recording the last there is. */
  step(wall: number, by: number): Frame | null {
    let frame = this.nearest(wall);
    for (let left = Math.abs(by); frame && left > 0; left--) {
      const next = by > 0 ? this.after(frame) : this.before(frame);
      if (!next) break;
      frame = next;
    }
    return frame;
  }

  /**
   * Between the picture at a moment and the one before it: a cut there takes the picture in, whichever way its time was rounded.
   * What begins after a hole is cut in the hole.
   */
  cutBefore(wall: number): number {
    const frame = this.nearest(wall);
    if (!frame) return wall;
    const before = this.before(frame);
    const near = before && frame.at - before.end < hole;
    return near ? (before.at + frame.at) / 2 : frame.at - this.frame / 2;
  }

  /** Behind the picture at a moment. */
  cutAfter(wall: number): number {
    const frame = this.nearest(wall);
    if (!frame) return wall;
    const after = this.after(frame);
    return after && after.at - frame.end < hole ? (frame.at + after.at) / 2 : frame.at + this.frame / 2;
  }

  /** The nearest place between two pictures. */
  snap(wall: number): number {
    const frame = this.nearest(wall);
    if (!frame) return wall;
    const [before, after] = [this.cutBefore(frame.at), this.cutAfter(frame.at)];
    return Math.abs(wall - before) <= Math.abs(after - wall) ? before : after;
  }

  /** How many pictures lie between two cuts. */
  count(from: number, to: number): number {
    let pictures = 0;
    for (let place = Math.max(0, placeOf(this.moments, from)); place < this.moments.length; place++) {
      const moment = this.moments[place] as Moment;
      if (moment.at >= to) break;
      pictures += this.starts(moment).filter((start) => start >= from && start < to).length;
    }
    return pictures;
  }

  private starts(moment: Moment): readonly number[] {
    const known = this.known.get(moment.at);
    if (known) return known;
    const many = Math.max(1, Math.round((moment.length * this.rate.num) / (1_000 * this.rate.den)));
    return Array.from({ length: many }, (_, number) => moment.at + frameStart(number, this.rate));
  }

  private inside(moment: Moment, wall: number): Frame {
    const end = moment.at + moment.length;
    const known = this.known.get(moment.at);
    if (!known) {
      const last = Math.max(0, Math.round((moment.length * this.rate.num) / (1_000 * this.rate.den)) - 1);
      const number = Math.min(last, Math.max(0, frameNumber(wall - moment.at, this.rate)));
      return { at: moment.at + frameStart(number, this.rate), end: number === last ? end : moment.at + frameStart(number + 1, this.rate) };
    }
    let place = known.length - 1;
    while (place > 0 && (known[place] as number) > wall + 0.05) place--;
    return { at: known[place] as number, end: known[place + 1] ?? end };
  }

  private after(frame: Frame): Frame | null {
    const place = placeOf(this.moments, frame.at + 0.01);
    const moment = this.moments[place];
    if (moment && frame.end < moment.at + moment.length - 0.5) return this.inside(moment, frame.end + 0.05);
    const next = this.moments[place + 1];
    return next ? this.inside(next, next.at) : null;
  }

  private before(frame: Frame): Frame | null {
    const place = placeOf(this.moments, frame.at + 0.01);
    const moment = this.moments[place];
    if (moment && frame.at > moment.at + 0.5) return this.inside(moment, frame.at - this.frame / 4);
    const last = this.moments[place - 1];
    return last ? this.inside(last, last.at + last.length - 0.01) : null;
  }
}
