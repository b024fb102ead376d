import { describe, expect, it } from 'vitest';
import { distance, lateFrom, liveSettings, step, windTo } from './playing';

const now = Date.parse('2026-11-24T12:00:00Z');

describe('how far behind live', () => {
  it('our own segments of two seconds are played four seconds behind, and nobody is left more than eight behind', () => {
    expect(distance(2)).toEqual({ aim: 4, most: 8 });
    expect(liveSettings.liveSyncDuration).toBe(4);
  });

  it('with longer segments there is always time to load one', () => {
    for (let segment = 1; segment <= 20; segment++) {
      expect(distance(segment).aim).toBeGreaterThanOrEqual(segment + 2);
      expect(distance(segment).most).toBeGreaterThan(distance(segment).aim);
      expect(lateFrom(segment)).toBeGreaterThan(distance(segment).most * 1_000);
    }
  });
});

describe('winding', () => {
  it('one press back is far enough to be no longer live', () => {
    expect(windTo(now - 4_000 - step, now - 3_600_000, now)).toBe(now - 34_000);
    expect(step).toBeGreaterThan(lateFrom(2));
  });

  it('close to the newest picture and beyond is live', () => {
    expect(windTo(now - 11_000, null, now)).toBeNull();
    expect(windTo(now + 60_000, null, now)).toBeNull();
  });

  it('nobody winds to before the recording', () => {
    expect(windTo(now - 500_000, now - 90_000, now)).toBe(now - 90_000);
    expect(windTo(now - 500_000, null, now)).toBe(now - 500_000);
  });
});
