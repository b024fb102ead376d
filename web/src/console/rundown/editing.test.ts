import { describe, expect, it } from 'vitest';
import type { RundownSection } from '../../kit/api/documents';
import { dropOn, inOrder, moved, oneStep } from './editing';
import type { Line } from './useLines';

const section = (id: string, items: string): RundownSection => ({
  id,
  title: id,
  items: [...items].map((letter) => ({
    id: letter, itemId: null, title: letter, plannedSeconds: 0, mustSay: [], mustNotSay: [], mechanism: '', quota: null, template: 'lower-third',
  })), // prettier-ignore
});
const plan = [section('1', 'abc'), section('2', ''), section('3', 'de')];
const order = (sections: RundownSection[]) => sections.map((one) => one.items.map((item) => item.id).join('')).join('|');
const step = (ids: string, by: -1 | 1) => {
  const place = oneStep(plan, [...ids], by);
  return place && order(moved(plan, [...ids], place));
};

describe('moving items of the plan', () => {
  it('goes before an item, to an end, into another section', () => {
    expect(order(moved(plan, ['c'], { sectionId: '1', beforeId: 'a' }))).toBe('cab||de');
    expect(order(moved(plan, ['a'], { sectionId: '1', beforeId: null }))).toBe('bca||de');
    expect(order(moved(plan, ['e', 'a'], { sectionId: '2', beforeId: null }))).toBe('bc|ea|d');
    expect(order(moved(plan, ['a', 'b'], { sectionId: '3', beforeId: 'e' }))).toBe('c||dabe');
  });

  it('stays where it is when it goes before itself', () => {
    expect(order(moved(plan, ['b'], { sectionId: '1', beforeId: 'b' }))).toBe('abc||de');
    expect(order(moved(plan, ['c'], { sectionId: '1', beforeId: 'c' }))).toBe('abc||de');
  });

  it('leaves the plan alone when the place is gone', () =>
    expect(order(moved(plan, ['a'], { sectionId: '9', beforeId: null }))).toBe('abc||de'));

  it('steps up and down, over the edge of a section', () => {
    expect([step('b', -1), step('b', 1), step('a', 1), step('c', -1)]).toEqual(['bac||de', 'acb||de', 'bac||de', 'acb||de']);
    expect([step('c', 1), step('d', -1), step('a', -1), step('e', 1)]).toEqual(['ab|c|de', 'abc|d|e', null, null]);
    expect([step('ab', 1), step('bc', -1)]).toEqual(['cab||de', 'bca||de']);
  });

  it('keeps the order of the plan, not of the hand', () => expect(inOrder(plan, new Set(['d', 'a', 'c']))).toEqual(['a', 'c', 'd']));

  it('is let go before the line or behind it, and above a heading at the end of the section before', () => {
    const rowOf = (id: string): Line =>
      plan.flatMap((section) =>
        section.items.filter((item) => item.id === id).map((item) => ({ kind: 'item' as const, key: id, section, item, testId: id })),
      )[0] ?? headingOf('1');
    const headingOf = (id: string, folded = false): Line => ({
      kind: 'section',
      key: id,
      section: plan.find((section) => section.id === id) ?? section('9', ''),
      folded,
    });
    const dropped = (line: Line, upper: boolean) => {
      const { place, above } = dropOn(plan, line, upper);
      return `${order(moved(plan, ['a'], place))} ${above ? 'above' : 'below'}`;
    };
    expect([dropped(rowOf('c'), true), dropped(rowOf('c'), false)]).toEqual(['bac||de above', 'bca||de below']);
    expect([dropped(headingOf('3'), true), dropped(headingOf('3'), false)]).toEqual(['bc|a|de above', 'bc||ade below']);
    expect([dropped(headingOf('3', true), false), dropped(headingOf('1'), true)]).toEqual(['bc||dea below', 'abc||de below']);
  });
});
