import { describe, expect, it } from 'vitest';
import type { ModeratedComment, RoomComment } from '../kit/api/documents';
import { lengthOf, merge } from '../room/useComments';
import { matches } from './commentSearch';
import { mergeModerated } from './useModeration';

const said = (seq: number, more: Partial<RoomComment> = {}): RoomComment => ({
  id: `c${seq}`,
  seq,
  name: null,
  tag: '7K3',
  text: `第${seq}条`,
  at: '2026-11-24T12:00:00Z',
  held: false,
  masked: false,
  mine: false,
  ...more,
});
const moderated = (seq: number, more: Partial<ModeratedComment> = {}): ModeratedComment => ({
  id: `c${seq}`,
  seq,
  guest: 'g',
  name: null,
  tag: '7K3',
  text: `第${seq}条`,
  at: '2026-11-24T12:00:00Z',
  state: 'shown',
  masked: false,
  by: '',
  why: '',
  touched: seq,
  ...more,
});

describe('comments on a page', () => {
  it('stand by number, each once, and the oldest give way', () => {
    const list = merge([said(1), said(3)], [said(2), said(3, { text: 'new' })], 2);
    expect(list.map((comment) => [comment.seq, comment.text])).toEqual([
      [2, '第2条'],
      [3, 'new'],
    ]);
  });
  it('stay mine although a frame for everybody cannot say so', () => {
    expect(merge([said(1, { mine: true, held: true })], [said(1)])[0]).toMatchObject({ mine: true, held: false });
  });
  it('are counted as a reader counts', () => {
    expect(['', '  好 ', '👩‍🌾', 'é'].map(lengthOf)).toEqual([0, 1, 1, 1]);
  });
});

describe('comments at the desk', () => {
  it('are what they were made last, in whatever order it is told', () => {
    const hidden = moderated(1, { state: 'hidden', touched: 9 });
    expect(mergeModerated([hidden], [moderated(1)])).toEqual([hidden]);
    expect(mergeModerated([moderated(1)], [hidden])).toEqual([hidden]);
  });
  it('are found by text, name and number, in full width too', () => {
    const comment = moderated(1, { text: '西瓜 ABC', name: '老王' });
    expect(['西瓜', 'ａｂｃ', '老王', '7k3', ''].map((search) => matches(comment, 'all', search))).toEqual([true, true, true, true, true]);
    expect([matches(comment, 'all', '苹果'), matches(comment, 'hidden', '')]).toEqual([false, false]);
  });
});
