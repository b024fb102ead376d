import type { BoardDoc, Card, CountsDoc, OnAirDoc, Rundown, RundownItem } from '../kit/api/documents';

/** Planned items in their order. */
export const itemsOf = (rundown: Rundown | null): RundownItem[] => rundown?.sections.flatMap((section) => section.items) ?? [];

const byId = (rundown: Rundown | null, id: string | null | undefined): RundownItem | null =>
  (id && itemsOf(rundown).find((item) => item.id === id)) || null;

/** The board's showing, if it is the one of this card: board and card come in two messages. */
export function showing(board: BoardDoc | null, card: Card | null): BoardDoc['current'] {
  const current = board?.current ?? null;
  return current && current.itemId === (card?.itemId ?? '') ? current : null;
}

/** The planned item that is on air: the one that was taken, else the one with the same product (nothing is recorded in a rehearsal). */
export function currentItem(rundown: Rundown | null, board: BoardDoc | null, card: Card | null): RundownItem | null {
  const taken = byId(rundown, showing(board, card)?.rundownItemId);
  if (taken) return taken;
  return (card && itemsOf(rundown).find((item) => item.itemId === card.itemId)) || null;
}

/** The planned item that comes next; when the one on air was taken past the plan, the one behind it. */
export function nextItem(rundown: Rundown | null, board: BoardDoc | null, current: RundownItem | null = null): RundownItem | null {
  const next = byId(rundown, board?.nextId);
  if (!next || next.id !== current?.id) return next;
  const items = itemsOf(rundown);
  return items[items.indexOf(next) + 1] ?? null;
}

export interface Words {
  of: 'now' | 'next' | 'none';
  say: string[];
  not: string[];
}

/** What has to be said now; while nothing is on air, what has to be said next. */
export function wordsOf(current: RundownItem | null, next: RundownItem | null, onAir: boolean): Words {
  const item = onAir ? current : (current ?? next);
  if (!item || item.mustSay.length + item.mustNotSay.length === 0) return { of: 'none', say: [], not: [] };
  return { of: item === current ? 'now' : 'next', say: item.mustSay, not: item.mustNotSay };
}

export interface Stock {
  left: number;
  allotted: number;
  state: 'plenty' | 'scarce' | 'out';
}

/** Pieces of the card's item, by whichever document is newer. */
export function stockOf(onAir: OnAirDoc | null, counts: CountsDoc | null): Stock | null {
  const card = onAir?.card;
  if (!card) return null;
  const count = counts?.items.find((item) => item.itemId === card.itemId);
  const newest = count && count.version >= (onAir.stock?.version ?? 0) ? count : onAir.stock;
  if (!newest) return null;
  const left = Math.max(0, newest.left);
  return { left, allotted: newest.allotted, state: left === 0 ? 'out' : left <= Math.max(5, newest.allotted / 10) ? 'scarce' : 'plenty' };
}

export type HostMessage = BoardDoc['messages'][number];

/** How long a message stays when nobody touches it. */
export const messageStays = 120_000;
export const keyOf = (message: HostMessage): string => `${message.at}|${message.text}`;

/** Messages to be shown, urgent ones first, the newest of each first. */
export function pending(messages: HostMessage[], dismissed: ReadonlySet<string>, now: number): HostMessage[] {
  return messages
    .filter((message) => !dismissed.has(keyOf(message)) && now - Date.parse(message.at) < messageStays)
    .sort((a, b) => Number(b.urgent) - Number(a.urgent) || Date.parse(b.at) - Date.parse(a.at));
}
