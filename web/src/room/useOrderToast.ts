import { onUnmounted, ref, watch } from 'vue';
import { serverNow } from '../kit/clock';
import { piecesOfMine } from './holdState';
import { heldByOthers, nothingTold, tell, type Seen } from './orderToast';
import type { Holding } from './useHolding';
import type { Room } from './useRoom';

const key = 'studio.room.toast';
const shownFor = 3_000;

/** The small word that others hold goods: from the counts alone, and off when the viewer does not want it. */
export function useOrderToast(room: Room, holding: Holding) {
  const on = ref(read());
  const pieces = ref(0);
  let seen: Seen | null = null;
  let told = nothingTold;
  let hide: ReturnType<typeof setTimeout> | undefined;

  watch(room.counts, (counts) => {
    if (!counts) return;
    const now = serverNow();
    const step = heldByOthers(seen, counts, piecesOfMine(room.holds.value, room.items.value, now), holding.underWay.value);
    seen = step.seen;
    // What happened while the line was away is no longer "just now".
    if (!on.value || room.line.value !== 'online' || room.view.value?.phase !== 'live') return;
    const said = tell(told, step.pieces, now);
    told = said.told;
    if (said.show === 0) return;
    pieces.value = said.show;
    clearTimeout(hide);
    hide = setTimeout(() => (pieces.value = 0), shownFor);
  });
  watch(on, (now) => {
    if (!now) pieces.value = 0;
    try {
      localStorage.setItem(key, now ? 'on' : 'off');
    } catch {
      // See read().
    }
  });
  onUnmounted(() => clearTimeout(hide));
  return { on, pieces };
}

// Storage is refused in some in-app browsers.
function read(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
}
