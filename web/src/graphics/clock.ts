/**
 * The server's time, on a machine whose own clock may be wrong or be set while we run: learnt from documents, carried on by the
 * page's own steady clock. The largest of the recent differences wins, because a slow line only makes a document older.
 */
export class ServerClock {
  private readonly differences: number[] = [];

  constructor(private readonly steady: () => number = () => performance.now()) {}

  learn(serverTime: string): void {
    const said = Date.parse(serverTime);
    if (!Number.isFinite(said)) return;
    this.differences.push(said - this.steady());
    if (this.differences.length > 8) this.differences.shift();
  }

  now(): number {
    return this.differences.length ? Math.max(...this.differences) + this.steady() : Date.now();
  }
}

/** What is left of a time as parts for a display, rounded up to whole seconds, so that it reads zero only when it is over. */
export function countdown(leftMs: number): { over: boolean; days: number; digits: string[] } {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  const two = (value: number) => value.toString().padStart(2, '0');
  const hours = Math.floor(seconds / 3_600) % 24;
  const days = Math.floor(seconds / 86_400);
  const digits = [two(Math.floor(seconds / 60) % 60), two(seconds % 60)];
  return { over: seconds === 0, days, digits: days > 0 || hours > 0 ? [two(hours), ...digits] : digits };
}
