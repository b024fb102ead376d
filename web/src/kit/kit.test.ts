import { describe, expect, it } from 'vitest';
import { Problem } from './api/problem';
import type { OnAirDoc } from './api/documents';
import { backOff } from './hub';
import { en, zh } from './locale';
import { fenOf, parts, yuan } from './money';
import { isNewer, mergeCounts } from './newer';
import { nextPage } from './me';
import { fromLocalInput, span, toLocalInput } from './time';

const document = (epoch: number, revision: number, version: number | null, phase: OnAirDoc['phase'] = 'live'): OnAirDoc => ({
  sessionId: 's',
  epoch,
  revision,
  phase,
  card: null,
  stock: version === null ? null : { left: 1, allotted: 2, version },
  serverTime: '2026-11-23T00:00:00Z',
  blank: { on: false, version: 0 },
  rehearsal: false,
  theme: { primary: null, accent: null, logoUrl: null, stamp: true },
  version: 9,
});

describe('money', () => {
  it('is written in yuan without floating point', () => {
    expect([1, 10, 100, 3990, 12800, 10_000_000].map(yuan)).toEqual(['¥0.01', '¥0.10', '¥1', '¥39.90', '¥128', '¥100,000']);
    expect(parts(1_234_567_89)).toEqual(['1,234,567', '89']);
  });
  it('is read as people type it, full-width included', () => {
    expect(['39.9', '３９.９０', '¥1,280', ' 12 元', '0.01'].map(fenOf)).toEqual([3990, 3990, 128000, 1200, 1]);
    expect(['', 'abc', '-5', '1.234', '1e3', '99999999999'].map(fenOf)).toEqual([null, null, null, null, null, null]);
  });
});

describe('what is newer', () => {
  it('goes by epoch, then revision, then the version of the stock', () => {
    const now = document(2, 5, 7);
    expect(isNewer(document(2, 6, 0), now)).toBe(true);
    expect(isNewer(document(3, 0, 0), now)).toBe(true);
    expect(isNewer(document(2, 5, 8), now)).toBe(true);
    expect(isNewer(document(1, 99, 99), now)).toBe(false);
    expect(isNewer(document(2, 4, 99), now)).toBe(false);
    expect(isNewer(document(2, 5, 7), now)).toBe(false);
  });
  it('goes by the version of the blank before that of the stock, and none is 0', () => {
    const blanked = (revision: number, blank: number, version: number) => ({
      ...document(2, revision, version),
      blank: { version: blank },
    });
    expect(isNewer(blanked(5, 1, 0), document(2, 5, 7))).toBe(true);
    expect(isNewer(document(2, 5, 9), blanked(5, 1, 7))).toBe(false);
    expect(isNewer(blanked(5, 2, 0), blanked(5, 1, 7))).toBe(true);
    expect(isNewer(blanked(5, 1, 8), blanked(5, 1, 7))).toBe(true);
    expect(isNewer(document(2, 6, 0), blanked(5, 9, 7))).toBe(true);
    expect(isNewer({ ...document(2, 5, 9, 'ended'), version: 99 }, blanked(5, 1, 7))).toBe(false);
  });
  it('lets an ended session and a new theme through although card and stock are the same, and no older look back', () => {
    const now = document(2, 5, 7);
    expect(isNewer({ ...document(2, 5, 7, 'ended'), version: 10 }, now)).toBe(true);
    expect(isNewer({ ...document(2, 5, 6), version: 10 }, now)).toBe(true);
    expect(isNewer({ ...document(2, 5, 99), version: 8 }, now)).toBe(false);
  });
  it('keeps the newest count of each item', () => {
    const count = (itemId: string, left: number, version: number) => ({
      itemId,
      allotted: 9,
      held: 9 - left,
      confirmed: 0,
      left,
      version,
      waiting: 0,
      offerLeft: null,
    });
    const merged = mergeCounts(
      { sessionId: 's', items: [count('a', 5, 3), count('b', 4, 1)] },
      { sessionId: 's', items: [count('a', 9, 2), count('b', 3, 2)] },
    );
    expect(merged.items.map((item) => item.left)).toEqual([5, 3]);
  });
});

describe('time', () => {
  it('spans are short and readable', () => expect([0, 754_000, 4_354_000].map(span)).toEqual(['0:00', '12:34', '1:12:34']));
  it('the base has its own zone, wherever the browser is', () => {
    expect(fromLocalInput('2026-11-23T19:30')).toBe('2026-11-23T11:30:00.000Z');
    expect(toLocalInput(Date.parse('2026-11-23T11:30:00Z'))).toBe('2026-11-23T19:30');
  });
});

describe('the line', () => {
  it('comes back soon at first, and never more than six seconds apart', () => {
    expect(backOff(0, () => 0.5)).toBe(300);
    expect(backOff(50, () => 0.999)).toBeLessThanOrEqual(6_000);
  });
});

describe('sign-in', () => {
  it('returns to pages of this origin only', () => {
    expect(nextPage('?next=%2Fconsole%2F%3Fsession%3Ds_1')).toBe('/console/?session=s_1');
    for (const evil of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      expect(nextPage(`?next=${encodeURIComponent(evil)}`)).toBe('/base/');
    }
  });
});

describe('texts', () => {
  const keys = (node: unknown, path = ''): string[] =>
    typeof node === 'object' && node !== null ? Object.entries(node).flatMap(([key, value]) => keys(value, `${path}.${key}`)) : [path];

  it('have the same keys in both languages, on every screen', async () => {
    expect(keys(en)).toEqual(keys(zh));
    const screens = import.meta.glob<{ zh: unknown; en: unknown }>('../*/locale.ts');
    expect(Object.keys(screens).length).toBeGreaterThanOrEqual(5);
    for (const [name, load] of Object.entries(screens)) {
      const screen = await load();
      expect(keys(screen.en), name).toEqual(keys(screen.zh));
    }
  });

  it('name the facts that a refusal carries', () => {
    expect(zh.problem['sold-out']).toContain('{left}');
    expect(en.problem['limit-reached']).toContain('{limit}');
  });
});

describe('problems', () => {
  it('are read from RFC 9457 documents, and made up where there is none', () => {
    const problem = Problem.of(409, { code: 'sold-out', left: 3, traceId: 'abc', status: 409 });
    expect([problem.code, problem.facts['left'], problem.traceId]).toEqual(['sold-out', 3, 'abc']);
    expect(Problem.of(502, '<html>').code).toBe('unexpected');
    expect(Problem.of(0, undefined).code).toBe('offline');
  });
});
