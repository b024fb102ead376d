import type { Edit } from './edit';

/** One clip before and after; null: it was, or is then, not there (made by a split, taken away by a join). */
export interface Step {
  clip: string;
  before: Edit | null;
  after: Edit | null;
}

/** What a person did at one time, of which one press of undo takes all back. */
export interface Deed {
  what: string;
  at: number;
  steps: readonly Step[];
}

/** All that was done in this visit, and how far of it is undone. */
export interface History {
  deeds: readonly Deed[];
  /** How many of them stand; the others can be done again. */
  done: number;
}

export const nothing: History = { deeds: [], done: 0 };

/** Deeds of the same kind on the same clip this close together are one: dragging an edge, typing a title. */
const together = 1_200;

/** At most so many are kept: the browser's store is small, and an hour of work is some hundred. */
const most = 500;

const alone = (deed: Deed) => (deed.steps.length === 1 ? deed.steps[0] : undefined);

/** Adds what was done; what was undone before is gone. */
export function add(history: History, deed: Deed): History {
  const deeds = history.deeds.slice(0, history.done);
  const last = deeds[deeds.length - 1];
  const [before, now] = [last && alone(last), alone(deed)];
  if (last && before && now && last.what === deed.what && before.clip === now.clip && deed.at - last.at < together) {
    deeds[deeds.length - 1] = { ...deed, steps: [{ ...now, before: before.before }] };
  } else deeds.push(deed);
  const kept = deeds.slice(-most);
  return { deeds: kept, done: kept.length };
}

export const canUndo = (history: History): boolean => history.done > 0;
export const canRedo = (history: History): boolean => history.done < history.deeds.length;

/** Takes the last one back: the history after it, and what each clip is to be, in the order in which it is to be done. */
export function undo(history: History): [History, readonly { clip: string; edit: Edit | null }[]] {
  const deed = history.deeds[history.done - 1];
  if (!deed) return [history, []];
  return [{ ...history, done: history.done - 1 }, [...deed.steps].reverse().map(({ clip, before }) => ({ clip, edit: before }))];
}

/** Does it again. */
export function redo(history: History): [History, readonly { clip: string; edit: Edit | null }[]] {
  const deed = history.deeds[history.done];
  if (!deed) return [history, []];
  return [{ ...history, done: history.done + 1 }, deed.steps.map(({ clip, after }) => ({ clip, edit: after }))];
}

/** What somebody stored: a history, or none if it is not one. */
export function readHistory(text: string | null): History {
  if (!text) return nothing;
  try {
    const value = JSON.parse(text) as Partial<History>;
    if (!Array.isArray(value.deeds) || typeof value.done !== 'number') return nothing;
    const deeds = value.deeds.filter((deed) => Array.isArray(deed?.steps));
    return deeds.length === value.deeds.length ? { deeds, done: Math.min(Math.max(0, value.done), deeds.length) } : nothing;
  } catch {
    return nothing;
  }
}
