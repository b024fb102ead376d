/** How fast something goes: bytes a second over the last moments, so that a line that got better or worse is noticed. */
export class Pace {
  private samples: { at: number; bytes: number }[] = [];

  constructor(private readonly window = 8_000) {}

  /** So many bytes are there at a moment (ms). */
  note(bytes: number, at: number): void {
    // Less than before: it was started again.
    const last = this.samples.at(-1);
    if (last && bytes < last.bytes) this.samples = [];
    this.samples.push({ at, bytes });
    while (this.samples.length > 2 && at - (this.samples[0]?.at ?? at) > this.window) this.samples.shift();
  }

  /** Bytes a second; null until there is something to tell. */
  get perSecond(): number | null {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (!first || !last || last.at - first.at < 500) return null;
    return ((last.bytes - first.bytes) * 1_000) / (last.at - first.at);
  }

  /** Ms until the rest is there; null: not known. */
  left(rest: number): number | null {
    const pace = this.perSecond;
    return pace === null || pace <= 0 ? null : (rest / pace) * 1_000;
  }

  forget(): void {
    this.samples = [];
  }
}
