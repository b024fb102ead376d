import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A hub connection that does what SignalR's does with a line that breaks. */
const line = vi.hoisted(() => ({
  state: 'Disconnected',
  starts: 0,
  refuse: false,
  closed: [] as (() => void)[],
  on: () => undefined,
  onclose: (told: () => void) => void line.closed.push(told),
  start: async () => {
    line.starts++;
    if (line.state !== 'Disconnected') throw new Error('not disconnected');
    if (line.refuse) throw new Error('refused');
    line.state = 'Connected';
  },
  stop: async () => line.cut(),
  invoke: async () => undefined,
  cut: () => {
    if (line.state !== 'Connected') return;
    line.state = 'Disconnected';
    for (const told of line.closed) told();
  },
}));
vi.mock('@microsoft/signalr', () => ({
  HttpTransportType: { WebSockets: 1 },
  LogLevel: { None: 6 },
  HubConnectionBuilder: class {
    configureLogging = () => this;
    withUrl = () => this;
    build = () => line;
  },
}));
const { openHub } = await import('./hub');

describe('a hub line', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    Object.assign(line, { state: 'Disconnected', starts: 0, refuse: false, closed: [] });
  });
  afterEach(() => void vi.useRealTimers());

  it('that breaks while it is joined is tried again once, not twice', async () => {
    let breaks = true;
    const states: string[] = [];
    openHub({
      url: '/hub',
      handlers: {},
      longestPause: 400,
      onState: (state) => states.push(state),
      join: async () => {
        if (!breaks) return;
        line.cut();
        await Promise.resolve();
        throw new Error('the line broke');
      },
    });
    await vi.advanceTimersByTimeAsync(1);
    breaks = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(line.starts).toBe(2);
    expect(line.state).toBe('Connected');
    expect(states.at(-1)).toBe('online');
  });

  it('that is refused, or let in and thrown out, is asked for until it holds', async () => {
    const hub = openHub({ url: '/hub', handlers: {}, longestPause: 400, join: async () => undefined });
    line.refuse = true;
    await vi.advanceTimersByTimeAsync(1);
    line.cut();
    await vi.advanceTimersByTimeAsync(3_000);
    const asked = line.starts;
    expect(asked).toBeGreaterThan(5);
    line.refuse = false;
    await vi.advanceTimersByTimeAsync(500);
    expect(line.state).toBe('Connected');
    hub.close();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(line.starts).toBeLessThanOrEqual(asked + 1);
  });
});
