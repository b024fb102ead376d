/** Instants with tenths of a millisecond: as finely as a number holds them, and as the edge gives them back unchanged. */
export const round = (ms: number): number => Math.round(ms * 10) / 10;

/** `2026-11-29T12:00:00.1234567Z` → ms since 1970. `Date.parse` alone forgets what is finer than a millisecond. */
export function msOf(iso: string): number {
  const whole = Date.parse(iso.replace(/\.\d+/, ''));
  const part = /\.(\d+)/.exec(iso)?.[1];
  return round(whole + (part ? Number(`0.${part}`) * 1_000 : 0));
}

/** ms since 1970 → `2026-11-29T12:00:00.1234Z`. */
export function isoOf(ms: number): string {
  const tenths = Math.round(ms * 10);
  return `${new Date(Math.floor(tenths / 10)).toISOString().slice(0, -1)}${tenths % 10}Z`;
}
