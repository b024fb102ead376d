import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AirDoc } from './document';
import { createStamp, isStamped, lengthMs, stampCells } from './stamp';

const document_ = (revision: number, takenAt: string | null, more: Partial<AirDoc> = {}): AirDoc => ({
  sessionId: 's-1',
  epoch: 1,
  revision,
  phase: 'live',
  card: takenAt ? ({ itemId: 'i', number: 1, takenAt } as AirDoc['card']) : null,
  stock: null,
  serverTime: '2026-11-23T00:00:00Z',
  blank: { on: false, version: 0 },
  rehearsal: false,
  theme: { primary: null, accent: null, logoUrl: null, stamp: true },
  version: 0,
  ...more,
});

describe('the sync stamp', () => {
  it('is the one that the recording is searched for', () => {
    const drawn = stampCells('s-夏', 3, 4097).map((white) => (white ? '#' : '.'));
    const lines = Array.from({ length: 6 }, (_, row) => drawn.slice(row * 10, row * 10 + 10).join(''));
    // The same lines stand in SyncStampTests.cs.
    expect(lines).toEqual(['##########', '#.##.#.#..', '##.#..#..#', '#..#.####.', '#####..###', '#.#.#.#.#.']);
  });

  it('is drawn for a take, for the next one and for the end, that the page saw', () => {
    const first = document_(1, 'a');
    expect(isStamped(document_(0, null), first, true)).toBe(true);
    expect(isStamped(first, document_(2, 'b'), true)).toBe(true);
    expect(isStamped(first, document_(2, null), true)).toBe(true);
  });

  it('is not drawn for a page that comes late, a price that is pushed, a blank screen, another epoch or where it is switched off', () => {
    const first = document_(1, 'a');
    expect(isStamped(null, first, true)).toBe(false);
    expect(isStamped(document_(0, null), first, false)).toBe(false);
    expect(isStamped(first, document_(2, 'a'), true)).toBe(false);
    expect(isStamped(document_(0, null), document_(1, 'a', { blank: { on: true, version: 1 } }), true)).toBe(false);
    expect(isStamped(first, document_(0, null, { epoch: 2 }), true)).toBe(false);
    expect(isStamped(document_(0, null), document_(1, 'a', { theme: { stamp: false } }), true)).toBe(false);
  });

  it('counts where the server is older and says nothing of it', () => {
    expect(isStamped(document_(0, null), document_(1, 'a', { theme: null }), true)).toBe(true);
  });
});

describe('on the page', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('stands for six pictures and goes, a second one for six of its own', () => {
    const root = document.createElement('div');
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
      createImageData: () => ({ data: new Uint8ClampedArray(240) }),
      putImageData: () => undefined,
    } as unknown as RenderingContext);
    const stamp = createStamp(root);
    const on = () => root.querySelector('.stamp')?.classList.contains('on');
    stamp.show(document_(1, 'a'));
    vi.advanceTimersByTime(lengthMs - 1);
    expect(on()).toBe(true);
    stamp.show(document_(2, 'b'));
    vi.advanceTimersByTime(lengthMs - 1);
    expect(on()).toBe(true);
    vi.advanceTimersByTime(1);
    expect(on()).toBe(false);
    stamp.show(document_(3, 'c'));
    stamp.hide();
    expect(on()).toBe(false);
    vi.restoreAllMocks();
  });
});
