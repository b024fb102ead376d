import { describe, expect, it } from 'vitest';
import type { RundownItem, RundownSection } from '../../kit/api/documents';
import { importable, priceChanges, replacementOf, type ImportPreview, type ImportRow } from './importing';

const item = (id: string, itemId: string | null, title: string): RundownItem => ({
  id, itemId, title, plannedSeconds: 60, mustSay: [], mustNotSay: [], mechanism: '', quota: null, template: 'big-price',
}); // prettier-ignore
const plan: RundownSection[] = [
  { id: 's1', title: '开场', items: [item('r1', 'i1', '西瓜'), item('r2', 'i1', '西瓜'), item('r3', null, '抽奖')] },
];
const row = (number: number, itemId: string | null, more: Partial<ImportRow> = {}): ImportRow => ({
  row: number, itemId, section: '开场', title: 'x', plannedSeconds: 90, mustSay: [], mustNotSay: [], mechanism: '', quota: null, priceFen: null, priceNow: null, change: 'changed', ...more,
}); // prettier-ignore
const preview = (rows: ImportRow[], errors: ImportPreview['errors'] = []): ImportPreview => ({
  columns: [],
  rows,
  removed: [],
  errors,
  warnings: [],
});

describe('an import', () => {
  it('keeps the ids, graphics and sections of what is there already', () => {
    const edit = replacementOf(
      preview([row(2, 'i1'), row(3, 'i1'), row(4, null, { title: '抽奖' }), row(5, 'i2', { change: 'added', section: '返场' })]),
      plan,
    );
    expect(edit.sections?.map((part) => [part.id, part.title, part.items.map((one) => one.id)])).toEqual([
      ['s1', '开场', ['r1', 'r2', 'r3']],
      [null, '返场', [null]],
    ]);
    expect(edit.sections?.[0]?.items[0]).toMatchObject({ template: 'big-price', plannedSeconds: 90 });
  });

  it('lets the server say which item a row is', () => {
    const edit = replacementOf(preview([row(2, 'i1'), row(3, 'i1', { existingId: 'r1' })]), plan);
    expect(edit.sections?.[0]?.items.map((one) => one.id)).toEqual(['r2', 'r1']);
  });

  it('leaves out rows with errors and keeps a time that the sheet does not have', () => {
    const sheet = preview(
      [row(2, 'i1'), row(3, 'i1', { plannedSeconds: null })],
      [{ row: 2, column: 'C', field: 'plannedSeconds', code: 'invalid' }],
    );
    expect(importable(sheet).map((one) => one.row)).toEqual([3]);
    expect(replacementOf(sheet, plan).sections?.[0]?.items).toMatchObject([{ id: 'r1', plannedSeconds: 60 }]);
  });

  it('changes each price once, and none of a row that stays out or says nothing', () => {
    const changes = priceChanges(
      preview(
        [
          row(2, 'i1', { priceFen: 90, priceNow: 100 }),
          row(3, 'i1', { priceFen: 90, priceNow: 100 }),
          row(4, 'i2', { priceFen: 100, priceNow: 100 }),
          row(5, 'i3', { priceFen: 80, priceNow: 100 }),
          row(6, null, { priceFen: null }),
        ],
        [{ row: 5, column: 'C', field: 'price', code: 'invalid' }],
      ),
    );
    expect(changes).toEqual([{ itemId: 'i1', row: 2, title: 'x', from: 100, to: 90 }]);
  });
});
