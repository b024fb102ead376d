import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPoll } from './poll';

describe('while the line is away', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const make = (answer: () => Promise<unknown>) => {
    const [asked, got] = [vi.fn(answer), vi.fn()];
    return { asked, got, poll: createPoll({ ask: asked, got }) };
  };

  it('the state is asked for after half a second, and then twice a second', async () => {
    const { asked, got, poll } = make(() => Promise.resolve('state'));
    poll.line('offline');
    await vi.advanceTimersByTimeAsync(450);
    poll.line('connecting');
    expect(asked).toHaveBeenCalledTimes(0);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(asked).toHaveBeenCalledTimes(3);
    expect(got).toHaveBeenCalledWith('state');
    poll.line('online');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveBeenCalledTimes(3);
  });

  it('a refusal, a failure and a missing endpoint are passed over', async () => {
    const { got, asked, poll } = make(() => Promise.resolve(null));
    asked.mockImplementationOnce(() => Promise.reject(new Error('away')));
    poll.line('offline');
    await vi.advanceTimersByTimeAsync(1_500);
    expect(asked).toHaveBeenCalledTimes(3);
    expect(got).not.toHaveBeenCalled();
  });

  it('no second question is asked before the first is answered, and none after the end', async () => {
    const { asked, poll } = make(() => new Promise(() => undefined));
    poll.line('offline');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveBeenCalledTimes(1);
    poll.end();
    poll.line('offline');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
