import type { LineState } from '../kit/hub';

/** What polling needs; a test gives its own. */
export interface PollOptions {
  ask: () => Promise<unknown>;
  got: (document: unknown) => void;
}

/** How long the line may be away before the page asks by itself, and how often it then asks. */
export const pollAfterMs = 1_000;

/**
 * The second way by which a panic reaches the screen: while the hub is away the page asks for the state over plain HTTP, once a second.
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
      // Asked again in a second.
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
