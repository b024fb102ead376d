import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { soonest } from './soonest';

describe('what is asked for several times', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is done once, at the earliest of the times, however often it is put off', () => {
    const run = vi.fn();
    const { within } = soonest(run);
    within(1_000);
    within(200);
    for (let i = 0; i < 5; i++) within(5_000);
    vi.advanceTimersByTime(199);
    expect(run).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    expect(run).toHaveBeenCalledTimes(1);
  });
  it('is done again when it is asked for again, and not after it was cancelled', () => {
    const run = vi.fn();
    const { within, cancel } = soonest(run);
    within(100);
    vi.advanceTimersByTime(100);
    within(100);
    vi.advanceTimersByTime(100);
    expect(run).toHaveBeenCalledTimes(2);
    within(100);
    cancel();
    vi.advanceTimersByTime(1_000);
    expect(run).toHaveBeenCalledTimes(2);
  });
});
