import { describe, expect, it } from 'vitest';
import { isoOf, msOf } from './instants';

describe('instants', () => {
  it('keep tenths of a millisecond on their way to the edge and back', () => {
    expect(isoOf(1_764_417_600_123.4)).toBe('2025-11-29T12:00:00.1234Z');
    for (let ms = 1_764_417_600_000; ms < 1_764_417_600_400; ms += 0.1) expect(msOf(isoOf(ms))).toBe(Math.round(ms * 10) / 10);
    expect(msOf('2025-11-29T12:00:00.1234567+00:00')).toBe(1_764_417_600_123.5);
    expect(msOf('2025-11-29T20:00:00+08:00')).toBe(1_764_417_600_000);
  });
});
