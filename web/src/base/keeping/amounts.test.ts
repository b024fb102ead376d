import { describe, expect, it } from 'vitest';
import { day, size } from './amounts';

describe('what is kept', () => {
  it('is measured as disks are sold', () => {
    expect([0, 400_000, 12_345_678, 1_840_000_000, 25_000_000_000, 3_200_000_000_000].map((bytes) => size(bytes, 'en'))).toEqual([
      '0 MB',
      '0.4 MB',
      '12 MB',
      '1.8 GB',
      '25 GB',
      '3.2 TB',
    ]);
  });
  it('is kept until a day of the base, with its year', () => {
    expect(day('2029-11-24T17:30:00Z', 'en')).toBe('Nov 25, 2029');
    expect(day('2029-11-24T17:30:00Z', 'zh-CN')).toBe('2029年11月25日');
  });
});
