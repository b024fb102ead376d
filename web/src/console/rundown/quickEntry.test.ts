import { describe, expect, it } from 'vitest';
import { mostAtOnce, readDuration, readNumbers, writeDuration } from './quickEntry';

const numbers = (text: string) => readNumbers(text).numbers;

describe('quick entry', () => {
  it('reads numbers and ranges in the order in which they stand', () => {
    expect(numbers('1,4,7-9')).toEqual([1, 4, 7, 8, 9]);
    expect(numbers('9-7')).toEqual([9, 8, 7]);
    expect(numbers('12 3 12')).toEqual([12, 3, 12]);
    expect(numbers('5-5')).toEqual([5]);
  });

  it('takes what a Chinese input method types', () => {
    expect(numbers('１，４、７－９')).toEqual([1, 4, 7, 8, 9]);
    expect(numbers('1。2；3')).toEqual([1, 2, 3]);
    expect(numbers('7～9')).toEqual([7, 8, 9]);
    expect(numbers('7—9')).toEqual([7, 8, 9]);
    expect(numbers('3到5')).toEqual([3, 4, 5]);
    expect(numbers('　8　')).toEqual([8]);
  });

  it('takes the word for a numbered link', () => {
    expect(numbers('1号,2号链接 3号')).toEqual([1, 2, 3]);
    expect(numbers('3号5号')).toEqual([3, 5]);
    expect(numbers('3号-5号')).toEqual([3, 4, 5]);
    expect(numbers('3号 至 5号')).toEqual([3, 4, 5]);
    expect(numbers('#4, #6')).toEqual([4, 6]);
  });

  it('spaces around a dash belong to the range', () => expect(numbers('7 - 9')).toEqual([7, 8, 9]));

  it('says what it did not understand and keeps the rest', () => {
    expect(readNumbers('1,西瓜,3-,0,4')).toEqual({ numbers: [1, 4], unknown: ['西瓜', '3-', '0'] });
    expect(readNumbers('1-2-3')).toEqual({ numbers: [], unknown: ['1-2-3'] });
    expect(readNumbers('')).toEqual({ numbers: [], unknown: [] });
    expect(readNumbers(' ， ')).toEqual({ numbers: [], unknown: [] });
  });

  it('does not fill the plan because of a slip', () => {
    expect(readNumbers('1-9999')).toEqual({ numbers: [], unknown: ['1-9999'] });
    expect(numbers(`1-${mostAtOnce}`)).toHaveLength(mostAtOnce);
  });
});

describe('a planned time', () => {
  it('is read as people write it', () => {
    expect(['3', '3:30', '３：３０', '0:45', '90s', '90秒', '2分30秒', '5分钟', '1:10:00', '1小时', ''].map(readDuration)).toEqual([
      180, 210, 210, 45, 90, 90, 150, 300, 4200, 3600, 0,
    ]);
  });
  it('is nothing when it is no time', () => {
    expect(['abc', '-3', '3:', '3:5', ':30', '1:2:3', '3.5'].map(readDuration)).toEqual([null, null, null, null, null, null, null]);
  });
  it('is written as it is read', () => {
    for (const seconds of [45, 180, 210, 3599, 3600, 14_400]) expect(readDuration(writeDuration(seconds))).toBe(seconds);
    expect(writeDuration(0)).toBe('');
  });
});
