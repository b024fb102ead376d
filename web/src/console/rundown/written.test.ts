import { describe, expect, it } from 'vitest';
import type { RundownItem } from '../../kit/api/documents';
import { entryOfWritten, mergeWritten, writtenOf } from './written';

const item: RundownItem = {
  id: 'r1', itemId: 'i1', title: '西瓜', plannedSeconds: 210, mustSay: ['甜', '沙瓤'], mustNotSay: [], mechanism: '买二送一', quota: 30, template: 'big-price',
}; // prettier-ignore

describe('an item as it is typed', () => {
  it('is sent as it came when nothing was touched', () => {
    expect({ ...entryOfWritten(writtenOf(item), 'i1').entry, id: 'r1' }).toEqual(item);
  });

  it('has a point in every line, and no empty ones', () =>
    expect(entryOfWritten({ ...writtenOf(item), mustSay: ' 甜 \n\n 沙瓤\n' }, 'i1').entry?.mustSay).toEqual(['甜', '沙瓤']));

  it('is not sent with a time or a quota that nobody can read', () => {
    expect(entryOfWritten({ ...writtenOf(item), planned: '三分', quota: '很多' }, 'i1')).toEqual({
      entry: null,
      wrong: ['plannedSeconds', 'quota'],
    });
    expect(entryOfWritten({ ...writtenOf(item), planned: '', quota: '３０件' }, 'i1').entry).toMatchObject({
      plannedSeconds: 0,
      quota: 30,
    });
  });

  it('keeps what was typed here and takes what others changed elsewhere in it', () => {
    const base = writtenOf(item);
    const merged = mergeWritten({ ...base, title: '我的' }, base, { ...base, title: '别人的', planned: '5:00' });
    expect([merged.title, merged.planned]).toEqual(['我的', '5:00']);
  });
});
