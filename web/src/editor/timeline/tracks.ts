export type { Band, Curve, Flag } from './paint';
import type { Curve } from './paint';

/** How much was held of all items together, as a share of the most that ever was: a step at each change. */
export function shareOf(items: readonly (readonly { at: number; held: number }[])[]): Curve {
  const changes = items.flatMap((points) => {
    let before = 0;
    return points.map((point) => {
      const by = point.held - before;
      before = point.held;
      return { at: point.at, by };
    });
  });
  changes.sort((a, b) => a.at - b.at);
  let held = 0;
  const sums: { at: number; value: number }[] = [];
  for (const change of changes) {
    held += change.by;
    const last = sums[sums.length - 1];
    if (last && last.at === change.at) last.value = held;
    else sums.push({ at: change.at, value: held });
  }
  const most = Math.max(1, ...sums.map((one) => one.value));
  return sums.map((one) => ({ at: one.at, value: one.value / most }));
}
