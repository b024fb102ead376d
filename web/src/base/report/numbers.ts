import type { ItemReport, ReportFigure } from '../../kit/api/documents';
import { clockTime, span } from '../../kit/time';
import { parts } from '../../kit/money';

export const seconds = (value: number): string => span(Math.round(value) * 1000);

/** A time of day to the hundredth of a second: a picture lasts four of them. */
export const exactTime = (moment: string, locale: string): string =>
  `${clockTime(moment, locale)}.${String(Math.floor((Date.parse(moment) % 1000) / 10)).padStart(2, '0')}`;

/** Whole fen with both decimals: columns of money line up. */
export const money = (fen: number): string => `¥${parts(fen).join('.')}`;

export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** A figure as it is written, without its unit; null where it cannot be computed. */
export function written(figure: ReportFigure): string | null {
  if (figure.value === null) return null;
  switch (figure.unit) {
    case 'seconds':
      return seconds(figure.value);
    case 'fen':
      return money(figure.value);
    case 'share':
      return percent(figure.value);
    case 'perMinute':
      return figure.value.toFixed(2);
    default:
      return figure.value.toLocaleString('en');
  }
}

/** What was divided by what, in numbers: `11 ÷ 20`. */
export function division(figure: ReportFigure): string | null {
  if (typeof figure.over !== 'number' || typeof figure.by !== 'number') return null;
  const write = (value: number) => (figure.id === 'cardShare' ? seconds(value) : Number(value.toFixed(2)).toLocaleString('en'));
  return `${write(figure.over)} ÷ ${write(figure.by)}`;
}

export type Column = {
  [K in keyof ItemReport]: ItemReport[K] extends number | string | null ? K : never;
}[keyof ItemReport];

/** Items by a column; what is not known comes last either way, equal ones by their number. */
export function sorted(items: readonly ItemReport[], column: Column, down: boolean): ItemReport[] {
  const turn = down ? -1 : 1;
  return [...items].sort((a, b) => {
    const [x, y] = [a[column], b[column]];
    if (x === null || y === null) return x === y ? a.number - b.number : x === null ? 1 : -1;
    const order = typeof x === 'string' ? x.localeCompare(String(y), 'zh-CN') : x - Number(y);
    return order === 0 ? a.number - b.number : order * turn;
  });
}

/** Points of a step line in a box: each value holds until the next. */
export function steps(points: readonly { at: string; value: number }[], width: number, height: number): string {
  const times = points.map((point) => Date.parse(point.at));
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const most = Math.max(1, ...points.map((point) => point.value));
  const x = (time: number) => (last === first ? 0 : ((time - first) / (last - first)) * width).toFixed(1);
  const y = (value: number) => (height - (value / most) * height).toFixed(1);
  return points.map((point, index) => `${index ? 'H' : 'M'}${x(times[index] ?? 0)}${index ? 'V' : ','}${y(point.value)}`).join('');
}
