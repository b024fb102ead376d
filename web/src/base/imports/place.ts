/** Moments of the base's day as people type them. */

const zone = '+08:00';

/** A `datetime-local` value with parts of a second, of the base's zone, as ms; null: it is none. Shanghai has had no daylight saving since 1991. */
export function momentOf(local: string): number | null {
  const ms = Date.parse(`${local}${local.length === 16 ? ':00' : ''}${zone}`);
  return Number.isNaN(ms) ? null : ms;
}

/** The same the other way round. */
export function localOf(moment: number): string {
  return new Date(moment + 8 * 3_600_000).toISOString().slice(0, 23);
}

/** When the first picture was taken, if the picture at `position` seconds was taken at `local`, moved by `fine` ms. */
export function startOf(local: string, position: number, fine: number): number | null {
  const at = momentOf(local);
  return at === null || !Number.isFinite(position) || !Number.isFinite(fine) ? null : Math.round(at - position * 1_000 + fine);
}

/** Seconds as people say how far off something is: ±0.5 s, ±2 min, ±1 h. */
export function error(seconds: number, locale: string): string {
  const [amount, unit] = seconds >= 5_400 ? [seconds / 3_600, 'hour'] : seconds >= 90 ? [seconds / 60, 'minute'] : [seconds, 'second'];
  return `±${new Intl.NumberFormat(locale, { style: 'unit', unit: unit as string, unitDisplay: 'short', maximumFractionDigits: 1 }).format(amount as number)}`;
}
