import type { LineState } from '../kit/hub';

/** What polling needs; a test gives its own. */
export interface PollOptions {
  ask: () => Promise<unknown>;
  got: (document: unknown) => void;
}

/**
 * How long the line may be away before the page asks by itself, and how often it then asks. Often, because a browser that has failed to open
 * some sockets holds the next one back for seconds (Chromium: 4.5 s after forty failures): after a long outage this is the way by which the screen is right again.
 */
export const pollAfterMs = 500;

/**
 * The second way by which a panic reaches the screen: while the hub is away the page asks for the state over plain HTTP, twice a second.
 * A question that is still open is not asked again.
 */
export function createPoll({ ask, got }: PollOptions) {
  let timer: ReturnType<typeof setInterval> | undefined;
  let open = false;
  let ended = false;

  const once = async () => {
    if (open) return;
    open = true;
    try {
      const document = await ask();
      if (document && timer !== undefined) got(document);
    } catch {
      // Asked again in a moment.
    } finally {
      open = false;
    }
  };

  return {
    line(state: LineState): void {
      if (state === 'online' || ended) {
        clearInterval(timer);
        timer = undefined;
      } else timer ??= setInterval(() => void once(), pollAfterMs);
    },
    end(): void {
      ended = true;
      clearInterval(timer);
      timer = undefined;
    },
  };
}
