import { describe, expect, it } from 'vitest';
import { markOf } from './mark';
import { Pace } from './pace';
import { error, localOf, momentOf, startOf } from './place';
import { mayPass, problemOf } from './uploads';

const refusal = (status: number, body: string) => ({
  originalResponse: { getStatus: () => status, getHeader: () => undefined, getBody: () => body, getUnderlyingObject: () => null },
});

describe('the mark of a file', () => {
  const bytes = (fill: number, size: number) => new Blob([new Uint8Array(size).fill(fill)]);

  it('is the same for the same bytes, and another for others', async () => {
    expect(await markOf(bytes(1, 900_000))).toBe(await markOf(bytes(1, 900_000)));
    expect(await markOf(bytes(1, 900_000))).not.toBe(await markOf(bytes(2, 900_000)));
    expect(await markOf(bytes(1, 900_000))).not.toBe(await markOf(bytes(1, 900_001)));
  });

  it('tells files apart that differ at their end only', async () => {
    const file = new Uint8Array(900_000);
    const before = await markOf(new Blob([file]));
    file[899_999] = 1;
    expect(await markOf(new Blob([file]))).not.toBe(before);
  });
});

describe('the pace', () => {
  it('is that of the last moments', () => {
    const pace = new Pace(8_000);
    expect(pace.perSecond).toBeNull();
    for (let second = 0; second <= 20; second++) pace.note(second * 1_000, second * 1_000);
    expect(pace.perSecond).toBeCloseTo(1_000);
    for (let second = 21; second <= 40; second++) pace.note(20_000 + (second - 20) * 5_000, second * 1_000);
    expect(pace.perSecond).toBeCloseTo(5_000);
    expect(pace.left(10_000)).toBeCloseTo(2_000);
  });

  it('begins anew when an upload begins anew', () => {
    const pace = new Pace();
    pace.note(5_000, 0);
    pace.note(9_000, 1_000);
    pace.note(0, 2_000);
    pace.note(500, 3_000);
    expect(pace.perSecond).toBeCloseTo(500);
  });
});

describe('the place in the day', () => {
  it('is typed in the zone of the base', () => {
    expect(momentOf('2026-11-20T18:00')).toBe(Date.parse('2026-11-20T10:00:00Z'));
    expect(momentOf('2026-11-20T18:00:01.250')).toBe(Date.parse('2026-11-20T10:00:01.250Z'));
    expect(localOf(Date.parse('2026-11-20T10:00:01.250Z'))).toBe('2026-11-20T18:00:01.250');
    expect(momentOf('')).toBeNull();
  });

  it('of the first picture follows from that of any other', () => {
    expect(startOf('2026-11-20T18:00:10', 10, 0)).toBe(Date.parse('2026-11-20T10:00:00Z'));
    expect(startOf('2026-11-20T18:00:10', 10, -40)).toBe(Date.parse('2026-11-20T09:59:59.960Z'));
    expect(startOf('', 10, 0)).toBeNull();
  });

  it('is as exact as it says', () => {
    expect(error(0.5, 'en')).toBe('±0.5 sec');
    expect(error(3_602, 'en')).toBe('±60 min');
    expect(error(7_200, 'en')).toBe('±2 hr');
  });
});

describe('a piece that was not taken', () => {
  it('is sent again when the reason passes by itself', () => {
    for (const status of [0, 409, 423, 500, 503]) expect(mayPass(status)).toBe(true);
    for (const status of [400, 401, 403, 404, 413, 507]) expect(mayPass(status)).toBe(false);
  });

  it('is told with the code of the studio', () => {
    expect(problemOf(refusal(507, '{"code":"disk-full"}')).code).toBe('disk-full');
    expect(problemOf(refusal(502, '<html>')).code).toBe('unexpected');
    expect(problemOf({ originalResponse: null }).code).toBe('offline');
  });
});
