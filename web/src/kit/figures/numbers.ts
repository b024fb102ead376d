import type { Schemas } from '../api/documents';
import { parts } from '../money';
import { span } from '../time';

export type Measures = Schemas['Measures'];
export type SessionFigures = Schemas['SessionFigures'];

/** Names of the numbers, as formulas have them. */
export const numberIds = [
  'viewers', 'peak', 'entries', 'views', 'visitors', 'viewerSeconds', 'holds', 'buyers', 'heldPieces', 'stillHeld', 'confirmed', 'released',
  'expired', 'confirmedPieces', 'holdRate', 'confirmRate', 'heldValue', 'confirmedValue', 'gpm', 'uvValue', 'paidValue', 'paidGpm', 'paidUvValue',
] as const; // prettier-ignore
export type NumberId = (typeof numberIds)[number];

const audience = new Set<string>(['viewers', 'peak', 'entries', 'views', 'visitors', 'viewerSeconds']);
const fen = new Set<string>(['heldValue', 'confirmedValue', 'gpm', 'uvValue', 'paidValue', 'paidGpm', 'paidUvValue']);

/** A number; null: there are no events for it, or it would be divided by nothing. */
export function numberOf(measures: Measures | null | undefined, id: NumberId): number | null {
  if (!measures) return null;
  if (audience.has(id)) return measures.audience?.[id as keyof NonNullable<Measures['audience']>] ?? null;
  return (measures[(fen.has(id) ? `${id}Fen` : id) as keyof Measures] as number | null | undefined) ?? null;
}

/** A number as it is written. Rates are shares of one, money is whole fen or (per visitor) parts of it. */
export function written(id: NumberId, value: number | null): string {
  if (value === null) return '—';
  if (id === 'holdRate' || id === 'confirmRate') return `${(value * 100).toFixed(1)}%`;
  if (id === 'viewerSeconds') return span(value * 1000);
  if (fen.has(id)) return `${value < 0 ? '-' : ''}¥${parts(Math.abs(Math.round(value))).join('.')}`;
  return value.toLocaleString('en');
}

/** The difference of two numbers with its sign; null where one of them is not known. */
export function difference(id: NumberId, now: number | null, before: number | null): string | null {
  if (now === null || before === null) return null;
  const by = now - before;
  return by === 0 ? '±0' : `${by > 0 ? '+' : '−'}${written(id, Math.abs(by))}`;
}

/** Rows by a number, or by their place; what is not known comes last either way. */
export function sortedBy<Row extends { measures: Measures }>(rows: readonly Row[], id: NumberId | null, down: boolean): Row[] {
  if (id === null) return down ? [...rows].reverse() : [...rows];
  return [...rows].sort((a, b) => {
    const [x, y] = [numberOf(a.measures, id), numberOf(b.measures, id)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return down ? y - x : x - y;
  });
}

/** A line through values in a box. */
export function line(values: readonly number[], width: number, height: number): string {
  const most = Math.max(1, ...values);
  return values
    .map((value, at) => {
      const x = values.length < 2 ? 0 : (at / (values.length - 1)) * width;
      return `${at ? 'L' : 'M'}${x.toFixed(1)},${(height - (value / most) * height).toFixed(1)}`;
    })
    .join('');
}
