/** The longest that a browser's timer can wait. */
export const longestTimer = 2_147_000_000;

/** Runs what is asked for several times once, at the earliest of the times: a later wish never puts off an earlier one. */
export function soonest(run: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Infinity;
  const cancel = () => {
    clearTimeout(timer);
    due = Infinity;
  };
  return {
    cancel,
    within(pause: number) {
      const at = performance.now() + pause;
      if (at >= due) return;
      cancel();
      due = at;
      timer = setTimeout(() => {
        due = Infinity;
        run();
      }, pause);
    },
  };
}
