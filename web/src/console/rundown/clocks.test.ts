import { describe, expect, it } from 'vitest';
import type { Appearance, RundownItem, RundownSection } from '../../kit/api/documents';
import { followBoard, paceOf, playedOf, showClock } from './clocks';

const start = Date.parse('2026-11-23T12:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();
const item = (id: string, plannedSeconds: number): RundownItem => ({
  id, itemId: null, title: id, plannedSeconds, mustSay: [], mustNotSay: [], mechanism: '', quota: null, template: 'lower-third',
}); // prettier-ignore
const plan: RundownSection[] = [
  { id: 's1', title: '', items: [item('a', 60), item('b', 120)] },
  { id: 's2', title: '返场', items: [item('c', 180), item('d', 0)] },
];
const showing = (rundownItemId: string | null, from: number, until: number | null, revision = from + 1): Appearance => ({
  revision, rundownItemId, itemId: 'i', number: 1, name: 'n', priceFen: 1, cause: 'manual', by: 'x', from: at(from), until: until === null ? null : at(until),
}); // prettier-ignore
const clock = (asPlayed: Appearance[], nextId: string | null, seconds: number) => {
  const { planned, elapsed, remaining, end, drift } = showClock(plan, asPlayed, nextId, start + seconds * 1_000);
  return {
    planned: planned / 1000,
    elapsed: elapsed / 1000,
    remaining: remaining / 1000,
    end: (end - start) / 1000,
    drift: drift === null ? null : drift / 1000,
  };
};

describe('the pace of an item', () => {
  it('turns amber near the end and red behind it', () => {
    expect(paceOf(0, 999_999)).toBe('free');
    expect([0, 47_999, 48_000, 60_000, 60_001].map((ms) => paceOf(60, ms))).toEqual(['ok', 'ok', 'near', 'near', 'over']);
    expect([569_999, 570_000].map((ms) => paceOf(600, ms))).toEqual(['ok', 'near']);
  });
});

describe('what was played', () => {
  it('adds up the showings of an item, pops not', () => {
    const played = playedOf([showing('a', 0, 30), showing(null, 30, 40), showing('a', 40, null)], start + 50_000);
    expect([...played]).toEqual([['a', { times: 2, ms: 40_000 }]]);
  });

  it('follows a new showing without being read anew', () => {
    const before = [showing('a', 0, null)];
    const after = followBoard(before, { current: showing('b', 60, null), played: 2, serverTime: at(61) });
    expect(after?.map((one) => [one.rundownItemId, one.until])).toEqual([
      ['a', at(60)],
      ['b', null],
    ]);
  });

  it('closes the showing when the card is cleared, once', () => {
    const cleared = followBoard([showing('a', 0, null)], { current: null, played: 1, serverTime: at(60) });
    expect(cleared?.[0]?.until).toBe(at(60));
    expect(followBoard(cleared ?? [], { current: null, played: 1, serverTime: at(90) })?.[0]?.until).toBe(at(60));
  });

  it('changes nothing when nothing was played, and asks for more when it missed something', () => {
    expect(followBoard([], { current: null, played: 0, serverTime: at(0) })).toEqual([]);
    expect(followBoard([showing('a', 0, null)], { current: showing('c', 90, null), played: 3, serverTime: at(91) })).toBeNull();
    expect(followBoard([showing('a', 0, null)], { current: showing('b', 90, null), played: 1, serverTime: at(91) })).toBeNull();
    expect(followBoard([], { current: null, played: 1, serverTime: at(91) })).toBeNull();
  });

  it('is not set back by a board that was written before the list was read', () => {
    const list = [showing('a', 0, 60), showing('b', 60, null)];
    expect(followBoard(list, { current: showing('a', 0, null), played: 1, serverTime: at(50) })).toEqual(list);
  });
});

describe('the clock of the show', () => {
  it('stands before the first showing', () =>
    expect(clock([], 'a', 0)).toEqual({ planned: 360, elapsed: 0, remaining: 360, end: 360, drift: null }));

  it('is in time while an item keeps to its plan', () =>
    expect(clock([showing('a', 0, null)], 'b', 40)).toMatchObject({ remaining: 320, end: 360, drift: 0 }));

  it('is slow by what an item runs over', () =>
    expect(clock([showing('a', 0, null)], 'b', 90)).toMatchObject({ remaining: 300, end: 390, drift: 30 }));

  it('is fast by what an item was shorter', () =>
    expect(clock([showing('a', 0, 20), showing('b', 20, null)], 'c', 20)).toMatchObject({ remaining: 300, drift: -40 }));

  it('is slow by a showing that was not planned', () =>
    expect(clock([showing('a', 0, 60), showing(null, 60, null)], 'b', 100)).toMatchObject({ remaining: 300, drift: 40 }));

  it('counts what was passed over as saved, unless it is next again', () => {
    expect(clock([showing('a', 0, 60), showing('c', 60, null)], 'd', 60)).toMatchObject({ remaining: 180, drift: -120 });
    expect(clock([showing('a', 0, 60), showing('c', 60, null)], 'b', 60)).toMatchObject({ remaining: 300, drift: 0 });
  });

  it('does not stumble over an item that is no longer in the plan', () =>
    expect(clock([showing('a', 0, 60), showing('gone', 60, null)], 'b', 70)).toMatchObject({ remaining: 300, drift: 10 }));

  it('has no drift without planned times', () =>
    expect(showClock([{ id: 's', title: '', items: [item('d', 0)] }], [showing('d', 0, null)], null, start).drift).toBeNull());
});
