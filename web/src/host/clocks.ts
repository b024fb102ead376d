import type { RundownItem } from '../kit/api/documents';
import { span } from '../kit/time';

export interface ItemClock {
  spent: number;
  /** Null: without a planned time. */
  planned: number | null;
  /** Beyond the plan; 0 within it. */
  over: number;
}

/** Time on an item against its plan, in ms. */
export function itemClock(from: string | null | undefined, plannedSeconds: number, now: number): ItemClock | null {
  if (!from) return null;
  const spent = Math.max(0, now - Date.parse(from));
  const planned = plannedSeconds > 0 ? plannedSeconds * 1000 : null;
  return { spent, planned, over: planned === null ? 0 : Math.max(0, spent - planned) };
}

export interface ShowClock {
  elapsed: number;
  planned: number;
  /** Behind the plan (+) or ahead of it (−); null: there is no plan to be compared with. */
  behind: number | null;
}

export interface Show {
  startedAt: string | null;
  endedAt: string | null;
  items: RundownItem[];
  currentId: string | null;
  nextId: string | null;
  /** Since when the current item is on air. */
  from: string | null;
  now: number;
}

const total = (items: RundownItem[]) => items.reduce((sum, item) => sum + item.plannedSeconds, 0) * 1000;

/**
 * The clock of the show. Where the plan stands: at the current item, as far as its own planned time allows; between items, at the
 * beginning of the next one; at the end of the plan when nothing is next.
 */
export function showClock(show: Show): ShowClock | null {
  if (!show.startedAt) return null;
  const elapsed = Math.max(0, (show.endedAt ? Date.parse(show.endedAt) : show.now) - Date.parse(show.startedAt));
  const planned = total(show.items);
  if (planned === 0) return { elapsed, planned, behind: null };
  const at = (id: string | null) => (id === null ? -1 : show.items.findIndex((item) => item.id === id));
  const current = at(show.currentId);
  const next = at(show.nextId);
  let due: number;
  if (current >= 0) {
    const item = show.items[current] as RundownItem;
    due = total(show.items.slice(0, current)) + Math.min(item.plannedSeconds * 1000, itemClock(show.from, 0, show.now)?.spent ?? 0);
  } else due = next >= 0 ? total(show.items.slice(0, next)) : planned;
  // Before the plan's end is reached, an item outside the plan or an empty end says nothing about being early.
  const behind = elapsed - due;
  return { elapsed, planned, behind: current < 0 && next < 0 ? Math.max(0, behind) : behind };
}

/** +2:05, −0:30; U+2212 so that it is as wide as the plus. */
export const signed = (ms: number): string => `${ms < 0 ? '\u2212' : '+'}${span(Math.abs(ms))}`;

/** Within half a minute of the plan nobody has to hurry. */
export const pace = (behind: number): 'slow' | 'fast' | 'even' => (behind > 30_000 ? 'slow' : behind < -30_000 ? 'fast' : 'even');
