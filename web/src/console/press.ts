/** So long after a press another one is the same press: a bouncing key, a nervous finger. */
export const quiet = 600;

/**
 * Lets the first of a burst of presses through. The plan moves on with each take, so without it the second press of a burst would take the
 * item behind. Whoever points at something else in between means it: `reset`.
 */
export function createGate(now: () => number = () => performance.now()) {
  let last = -Infinity;
  return {
    press(): boolean {
      const first = now() - last >= quiet;
      last = now();
      return first;
    },
    reset: () => void (last = -Infinity),
  };
}
