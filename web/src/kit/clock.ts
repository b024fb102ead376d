/** The server's clock as this page knows it: the smallest offset of recent documents wins, because a slow line only adds delay. */
const seen: number[] = [];

/** Learns from a document's `serverTime`. */
export function learnServerTime(serverTime: string, now: number = Date.now()): void {
  seen.push(now - Date.parse(serverTime));
  if (seen.length > 20) seen.shift();
}

/** The server's time in ms now. */
export function serverNow(now: number = Date.now()): number {
  return now - (seen.length ? Math.min(...seen) : 0);
}
