/** An item as it is typed in the dialog: all text. */
import type { RundownItem } from '../../kit/api/documents';
import { readDuration, writeDuration } from './quickEntry';
import type { Entry } from './usePlan';

export interface Written {
  title: string;
  planned: string;
  mustSay: string;
  mustNotSay: string;
  mechanism: string;
  quota: string;
  template: string;
}

export const writtenOf = (item: RundownItem): Written => ({
  title: item.title,
  planned: writeDuration(item.plannedSeconds),
  mustSay: item.mustSay.join('\n'),
  mustNotSay: item.mustNotSay.join('\n'),
  mechanism: item.mechanism,
  quota: item.quota === null ? '' : String(item.quota),
  template: item.template,
});

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What is sent; null: a field of `wrong` cannot be read. */
export function entryOfWritten(written: Written, itemId: string | null): { entry: Entry | null; wrong: ('plannedSeconds' | 'quota')[] } {
  const plannedSeconds = readDuration(written.planned);
  const quota = written.quota.normalize('NFKC').replace(/[件\s]/g, '');
  const wrong: ('plannedSeconds' | 'quota')[] = [];
  if (plannedSeconds === null) wrong.push('plannedSeconds');
  if (quota !== '' && !/^\d{1,6}$/.test(quota)) wrong.push('quota');
  if (plannedSeconds === null || wrong.length > 0) return { entry: null, wrong };
  return {
    wrong,
    entry: {
      itemId,
      title: written.title.trim(),
      plannedSeconds,
      mustSay: lines(written.mustSay),
      mustNotSay: lines(written.mustNotSay),
      mechanism: written.mechanism.trim(),
      quota: quota === '' ? null : Number(quota),
      template: written.template,
    },
  };
}

/** When somebody else changed the item: what was typed here stays, what was not touched here is theirs. */
export function mergeWritten(typed: Written, base: Written, theirs: Written): Written {
  const merged = { ...typed };
  for (const field of Object.keys(base) as (keyof Written)[]) if (typed[field] === base[field]) merged[field] = theirs[field];
  return merged;
}

export const sameWritten = (a: Written, b: Written): boolean =>
  (Object.keys(a) as (keyof Written)[]).every((field) => a[field] === b[field]);
