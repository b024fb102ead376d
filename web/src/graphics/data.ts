import { safeUrl } from './urls';

/** The data of a product card's graphic: one shape for all templates, ours and third parties'. */
export interface CardData {
  itemId: string;
  number: number;
  name: string;
  unit: string;
  /** Whole fen; null: not said before the host calls it. */
  priceFen: number | null;
  wasPriceFen: number | null;
  /** What the buyer gets on top, in the host's words: 买二送一. */
  mechanism: string | null;
  pictureUrl: string;
  origin: string | null;
  traceUrl: string | null;
  /** ISO, by the server's clock. */
  offerEndsAt: string | null;
  stock: { left: number; allotted: number } | null;
  /** ISO: when this was made, by the server's clock. */
  serverTime: string;
  theme: Theme;
  lang: 'zh-CN' | 'en';
  layout: 'landscape' | 'portrait';
}

export interface Theme {
  primary: string | null;
  accent: string | null;
  logoUrl: string | null;
}

export const noTheme: Theme = { primary: null, accent: null, logoUrl: null };

/** Before anything is known: what a graphic shows that nobody filled in. */
export const blankCard: CardData = {
  itemId: '',
  number: 0,
  name: '',
  unit: '',
  priceFen: null,
  wasPriceFen: null,
  mechanism: null,
  pictureUrl: '',
  origin: null,
  traceUrl: null,
  offerEndsAt: null,
  stock: null,
  serverTime: '',
  theme: noTheme,
  lang: 'zh-CN',
  layout: 'landscape',
};

const longest = 400;

/** What could turn a line around or hide in it: control characters and marks of writing direction. */
const unseen = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g;

function text(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value).slice(0, longest).replace(unseen, ' ').trim();
}

const textOrNull = (value: unknown): string | null => text(value) || null;

/** A whole number from 0 up. Forms of other studios give numbers as text. */
function count(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0
    ? Math.min(Math.trunc(number), Number.MAX_SAFE_INTEGER)
    : null;
}

function time(value: unknown): string | null {
  const said = textOrNull(value);
  return said && Number.isFinite(Date.parse(said)) ? said : null;
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function stock(value: unknown): CardData['stock'] {
  const { left, allotted } = object(value);
  const [has, had] = [count(left), count(allotted)];
  return has === null ? null : { left: has, allotted: Math.max(had ?? 0, has) };
}

export function colour(value: unknown): string | null {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : null;
}

export function theme(value: unknown): Theme {
  const { primary, accent, logoUrl } = object(value);
  return { primary: colour(primary), accent: colour(accent), logoUrl: safeUrl(logoUrl) };
}

const readers: { [K in keyof CardData]: (value: unknown) => CardData[K] } = {
  itemId: text,
  number: (value) => count(value) ?? 0,
  name: text,
  unit: text,
  priceFen: count,
  wasPriceFen: count,
  mechanism: textOrNull,
  pictureUrl: (value) => safeUrl(value) ?? '',
  origin: textOrNull,
  traceUrl: safeUrl,
  offerEndsAt: time,
  stock,
  serverTime: (value) => time(value) ?? '',
  theme,
  lang: (value) => (typeof value === 'string' && value.startsWith('en') ? 'en' : 'zh-CN'),
  layout: (value) => (value === 'portrait' ? 'portrait' : 'landscape'),
};

/** The data after an update: members that it does not name stay, those that make no sense become empty. Nothing in it is believed. */
export function readCard(before: CardData, update: unknown): CardData {
  const said = object(update);
  const after: Record<string, unknown> = { ...before };
  for (const [name, read] of Object.entries(readers)) if (name in said) after[name] = read(said[name]);
  return after as unknown as CardData;
}
