import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';

export type LineState = 'connecting' | 'online' | 'offline';

/** Pause before the n-th try: 0.3 s, doubling to 5 s or what is given, ±20 % so that a hall of screens does not come back in one instant. */
export function backOff(attempt: number, random: () => number = Math.random, longest = 5_000): number {
  return Math.min(longest, 300 * 2 ** Math.min(attempt, 10)) * (0.8 + random() * 0.4);
}

export interface HubOptions {
  url: string;
  token?: string;
  /** Longest pause between two tries in ms (5,000). Overlays are few and are the broadcast: they ask more often. */
  longestPause?: number;
  handlers: Record<string, (payload: never) => void>;
  /** Asks for the current state; runs after every (re)connection, so nothing that was missed stays missed. */
  join: (connection: HubConnection) => Promise<void>;
  onState?: (state: LineState) => void;
  /** After each attempt that failed: the place to ask over HTTP whether the line is away or this page is no longer let in. */
  onFailed?: () => void;
}

/** An open line. */
export interface Hub {
  invoke: (method: string, ...args: unknown[]) => Promise<unknown>;
  close: () => void;
}

/** A hub connection that never gives up. WebSockets only; every reconnection joins anew. */
export function openHub(options: HubOptions): Hub {
  let closed = false;
  let attempt = 0;
  const builder = new HubConnectionBuilder().configureLogging(LogLevel.None).withUrl(options.url, {
    transport: HttpTransportType.WebSockets,
    skipNegotiation: true,
    ...(options.token ? { accessTokenFactory: () => options.token as string } : {}),
  });
  const connection = builder.build();
  connection.serverTimeoutInMilliseconds = 25_000;
  connection.keepAliveIntervalInMilliseconds = 8_000;
  for (const [name, handle] of Object.entries(options.handlers)) connection.on(name, handle as (payload: unknown) => void);

  // One try at a time, and one that is planned: a line that breaks while it is joined tells it twice, by the call and by the close.
  let trying = false;
  let planned: ReturnType<typeof setTimeout> | undefined;
  const start = async () => {
    planned = undefined;
    if (closed) return;
    trying = true;
    options.onState?.('connecting');
    try {
      await connection.start();
      await options.join(connection);
      attempt = 0;
      options.onState?.('online');
    } catch {
      options.onState?.('offline');
      options.onFailed?.();
      if (connection.state === 'Connected') await connection.stop();
    } finally {
      trying = false;
    }
    if (connection.state !== 'Connected') again();
  };
  const again = () => {
    if (!closed && !trying) planned ??= setTimeout(() => void start(), backOff(attempt++, Math.random, options.longestPause));
  };
  connection.onclose(() => {
    options.onState?.('offline');
    again();
  });
  void start();
  return {
    invoke: (method, ...args) => connection.invoke(method, ...args),
    close: () => {
      closed = true;
      clearTimeout(planned);
      void connection.stop();
    },
  };
}
