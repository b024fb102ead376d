import { describe, expect, it } from 'vitest';
import type { BoardDoc, Card, OnAirDoc, Rundown, RundownItem } from '../kit/api/documents';
import { itemClock, pace, showClock, signed } from './clocks';
import { en, zh } from './locale';
import { currentItem, keyOf, nextItem, pending, stockOf, wordsOf, type HostMessage } from './words';

const item = (id: string, itemId: string | null, plannedSeconds = 60, mustSay: string[] = [], mustNotSay: string[] = []): RundownItem => ({
  id, itemId, title: id, plannedSeconds, mustSay, mustNotSay, mechanism: '', quota: null, template: 'lower-third',
}); // prettier-ignore
const items = [item('r1', null), item('r2', 'melon', 120, ['现摘'], ['第一']), item('r3', 'pepper', 60, ['当年']), item('r4', 'melon', 30)];
const rundown = {
  sections: [
    { id: 's1', title: '', items: items.slice(0, 2) },
    { id: 's2', title: '', items: items.slice(2) },
  ],
} as Rundown;
const card = (itemId: string) => ({ itemId }) as Card;
const board = (itemId: string | null, rundownItemId: string | null, nextId: string | null = null) =>
  ({ current: itemId === null ? null : { itemId, rundownItemId }, nextId }) as BoardDoc;

describe('whose words', () => {
  it('are those of the planned item that was taken, even when its product is planned twice', () =>
    expect(currentItem(rundown, board('melon', 'r4'), card('melon'))?.id).toBe('r4'));
  it('are else those of the planned item with the same product', () => {
    expect(currentItem(rundown, board('melon', null), card('melon'))?.id).toBe('r2');
    expect(currentItem(rundown, board(null, null), card('pepper'))?.id).toBe('r3');
    expect(currentItem(rundown, board('melon', 'gone'), card('melon'))?.id).toBe('r2');
  });
  it('are never those of the showing before: the card may come a moment earlier than the board', () =>
    expect(currentItem(rundown, board('melon', 'r2'), card('pepper'))?.id).toBe('r3'));
  it('know an item without a product, and nothing at all', () => {
    expect(currentItem(rundown, board('', 'r1'), null)?.id).toBe('r1');
    expect(currentItem(rundown, board(null, null), null)).toBe(null);
    expect(currentItem(null, null, card('melon'))).toBe(null);
    expect(nextItem(rundown, board(null, null, 'r3'))?.id).toBe('r3');
    expect(nextItem(rundown, null)).toBe(null);
    expect(nextItem(rundown, board('melon', null, 'r2'), items[1] as RundownItem)?.id).toBe('r3');
    expect(nextItem(rundown, board('melon', null, 'r4'), items[3] as RundownItem)).toBe(null);
  });
  it('are the next ones while nothing is on air, and not while something unplanned is', () => {
    expect(wordsOf(null, items[1] as RundownItem, false)).toEqual({ of: 'next', say: ['现摘'], not: ['第一'] });
    expect(wordsOf(null, items[1] as RundownItem, true).of).toBe('none');
    expect(wordsOf(items[1] as RundownItem, items[2] as RundownItem, true).of).toBe('now');
    expect(wordsOf(items[0] as RundownItem, items[2] as RundownItem, true).of).toBe('none');
  });
});

describe('stock', () => {
  const air = (left: number, version: number) => ({ card: card('melon'), stock: { left, allotted: 100, version } }) as OnAirDoc;
  const counts = (left: number, version: number) => ({
    sessionId: 's',
    items: [{ itemId: 'melon', allotted: 100, held: 0, confirmed: 0, left, version, waiting: 0, offerLeft: null }],
  });
  it('is the newer of two documents', () => {
    expect(stockOf(air(50, 3), counts(49, 4))?.left).toBe(49);
    expect(stockOf(air(48, 5), counts(49, 4))?.left).toBe(48);
    expect(stockOf({ card: null, stock: null } as OnAirDoc, counts(49, 4))).toBe(null);
  });
  it('is scarce from a tenth or five pieces on, and out at none', () =>
    expect([11, 10, 1, 0].map((left) => stockOf(air(left, 1), null)?.state)).toEqual(['plenty', 'scarce', 'scarce', 'out']));
});

describe('clocks', () => {
  const start = '2026-11-23T12:00:00Z';
  const at = (seconds: number) => Date.parse(start) + seconds * 1000;
  const show = (now: number, currentId: string | null, nextId: string | null, from: string | null) =>
    showClock({ startedAt: start, endedAt: null, items, currentId, nextId, from, now: at(now) });
  it('count an item against its plan', () => {
    expect(itemClock(start, 60, at(45))).toEqual({ spent: 45_000, planned: 60_000, over: 0 });
    expect(itemClock(start, 60, at(100))?.over).toBe(40_000);
    expect(itemClock(start, 0, at(100))).toEqual({ spent: 100_000, planned: null, over: 0 });
    expect(itemClock(null, 60, at(0))).toBe(null);
    expect(itemClock(start, 60, at(-3))?.spent).toBe(0);
  });
  it('say how far behind the plan the show is', () => {
    // r2 began on time and is within its time: on plan. Past its time: every second counts.
    expect(show(100, 'r2', 'r3', '2026-11-23T12:01:00Z')?.behind).toBe(0);
    expect(show(210, 'r2', 'r3', '2026-11-23T12:01:00Z')?.behind).toBe(30_000);
    // r3 began 40 s early.
    expect(show(150, 'r3', 'r4', '2026-11-23T12:02:20Z')?.behind).toBe(-40_000);
    expect(show(200, null, 'r3', null)?.behind).toBe(20_000);
    expect(show(300, null, null, null)).toEqual({ elapsed: 300_000, planned: 270_000, behind: 30_000 });
    expect(show(100, null, null, null)?.behind).toBe(0);
  });
  it('have nothing to compare without a plan, and stand before the start', () => {
    expect(showClock({ startedAt: null, endedAt: null, items, currentId: null, nextId: null, from: null, now: 0 })).toBe(null);
    expect(showClock({ startedAt: start, endedAt: null, items: [], currentId: null, nextId: null, from: null, now: at(5) })?.behind).toBe(
      null,
    );
  });
  it('are written with their sign', () => {
    expect([125_000, -30_000, 0].map(signed)).toEqual(['+2:05', '−0:30', '+0:00']);
    expect([31_000, 30_000, -30_000, -31_000].map(pace)).toEqual(['slow', 'even', 'even', 'fast']);
  });
});

describe('messages', () => {
  const message = (text: string, at: string, urgent = false): HostMessage => ({ text, at, urgent, by: '中控' });
  const all = [message('一', '2026-11-23T12:00:00Z', true), message('二', '2026-11-23T12:00:30Z'), message('三', '2026-11-23T12:00:40Z')];
  const now = Date.parse('2026-11-23T12:01:00Z');
  it('show urgent ones first, then the newest', () =>
    expect(pending(all, new Set(), now).map((one) => one.text)).toEqual(['一', '三', '二']));
  it('go when they were touched, and after two minutes', () => {
    expect(pending(all, new Set([keyOf(all[0] as HostMessage)]), now).map((one) => one.text)).toEqual(['三', '二']);
    expect(pending(all, new Set(), now + 60_000).map((one) => one.text)).toEqual(['三', '二']);
    expect(pending(all, new Set(), now + 120_000)).toEqual([]);
  });
});

describe('texts', () => {
  it('have the same keys in both languages', () => expect(Object.keys(en.host)).toEqual(Object.keys(zh.host)));
});
