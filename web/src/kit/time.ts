/** The base's own zone, wherever the screen is. */
const zone = 'Asia/Shanghai';

export function clockTime(moment: string | number, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(typeof moment === 'string' ? Date.parse(moment) : moment);
}

export function dayTime(moment: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(Date.parse(moment));
}

/** 754_000 → 12:34, over an hour 1:12:34. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A local wall-clock input (`2026-11-23T19:30`) of the base's zone as UTC. Shanghai has had no daylight saving since 1991. */
export function fromLocalInput(text: string): string {
  return new Date(`${text}:00+08:00`).toISOString();
}

/** Now plus some minutes as the value of a datetime-local input. */
export function toLocalInput(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16);
}
