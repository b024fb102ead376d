/** The clocks of a show: what was planned, what was played, and when it will end. Pure; times are ms of the server's clock. */
import type { Appearance, BoardDoc, RundownItem, RundownSection } from '../../kit/api/documents';

/** How a running item stands to its plan. `near`: little is left; `over`: past it. */
export type Pace = 'free' | 'ok' | 'near' | 'over';

export const itemsOf = (sections: readonly RundownSection[]): RundownItem[] => sections.flatMap((section) => section.items);

export const plannedOf = (items: readonly RundownItem[]): number => items.reduce((sum, item) => sum + item.plannedSeconds * 1_000, 0);

/** Amber from 80 % on, but never earlier than 30 s before the end. */
export function paceOf(plannedSeconds: number, runningMs: number): Pace {
  const planned = plannedSeconds * 1_000;
  if (planned <= 0) return 'free';
  if (runningMs > planned) return 'over';
  return runningMs >= Math.max(planned * 0.8, planned - 30_000) ? 'near' : 'ok';
}

export interface Played {
  times: number;
  /** All showings together, one that still runs included. */
  ms: number;
}

/** Of every planned item how often and how long it was on; showings without a plan (插播) count for none. */
export function playedOf(asPlayed: readonly Appearance[], now: number): Map<string, Played> {
  const played = new Map<string, Played>();
  for (const one of asPlayed) {
    if (one.rundownItemId === null) continue;
    const sum = played.get(one.rundownItemId) ?? { times: 0, ms: 0 };
    const ms = Math.max(0, (one.until === null ? now : Date.parse(one.until)) - Date.parse(one.from));
    played.set(one.rundownItemId, { times: sum.times + 1, ms: sum.ms + ms });
  }
  return played;
}

/** What was played, brought up to a newer board. Null: the board knows of showings that this list does not; it has to be read anew. */
export function followBoard(
  asPlayed: readonly Appearance[],
  board: Pick<BoardDoc, 'current' | 'played' | 'serverTime'>,
): Appearance[] | null {
  const last = asPlayed[asPlayed.length - 1];
  const { current, played, serverTime } = board;
  // The list was read after this board was written.
  if (asPlayed.length > played) return [...asPlayed];
  const before = asPlayed.slice(0, -1);
  if (asPlayed.length === played) {
    if (!last || last.until !== null) return current ? null : [...asPlayed];
    if (!current) return [...before, { ...last, until: serverTime }];
    return current.revision === last.revision && current.from === last.from ? [...before, current] : null;
  }
  if (!current || asPlayed.length < played - 1) return null;
  return last?.until === null ? [...before, { ...last, until: current.from }, current] : [...asPlayed, current];
}

export interface ShowClock {
  /** Sum of the planned times. */
  planned: number;
  /** Since the first showing; 0 before it. */
  elapsed: number;
  /** Planned time of what is still to come, with the rest of what runs. */
  remaining: number;
  /** When it will end if the rest keeps to the plan. */
  end: number;
  /** Positive: slow (慢); negative: fast (快); null: nothing was played or nothing is planned. */
  drift: number | null;
}

/**
 * The clock of the whole show. What stands behind the item that was played last and was not played yet is still to come, and the next item, wherever
 * it stands; what was passed over is not. A showing without a plan takes time that was not planned, so it makes the show slow.
 */
export function showClock(
  sections: readonly RundownSection[],
  asPlayed: readonly Appearance[],
  nextId: string | null,
  now: number,
): ShowClock {
  const items = itemsOf(sections);
  const planned = plannedOf(items);
  const places = new Map(items.map((item, place) => [item.id, place]));
  const played = playedOf(asPlayed, now);
  const anchor = [...asPlayed].reverse().find((one) => one.rundownItemId !== null && places.has(one.rundownItemId));
  const anchorPlace = anchor?.rundownItemId ? (places.get(anchor.rundownItemId) ?? -1) : -1;
  let remaining = 0;
  items.forEach((item, place) => {
    if (!played.has(item.id) && (place > anchorPlace || item.id === nextId)) remaining += item.plannedSeconds * 1_000;
  });
  const current = asPlayed[asPlayed.length - 1];
  if (current?.until === null && current.rundownItemId !== null) {
    const item = items[places.get(current.rundownItemId) ?? -1];
    if (item) remaining += Math.max(0, item.plannedSeconds * 1_000 - (played.get(item.id)?.ms ?? 0));
  }
  const first = asPlayed[0];
  const elapsed = first ? Math.max(0, now - Date.parse(first.from)) : 0;
  return { planned, elapsed, remaining, end: now + remaining, drift: first && planned > 0 ? elapsed + remaining - planned : null };
}
