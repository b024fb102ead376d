import { computed } from 'vue';
import type { RundownItem } from '../../kit/api/documents';
import type { Console } from '../useConsole';
import { playedOf } from './clocks';
import type { Plan } from './usePlan';

/** What the show has made of the plan: pieces that are left, what is on air, what was played. */
export function useShowing(room: Console, plan: Plan) {
  const counts = computed(() => new Map((room.counts.value?.items ?? []).map((item) => [item.itemId, item])));
  const left = (item: RundownItem) => (item.itemId ? (counts.value.get(item.itemId)?.left ?? plan.productOf(item)?.allotted ?? 0) : 0);
  const held = (item: RundownItem) => {
    const count = item.itemId ? counts.value.get(item.itemId) : undefined;
    return (count?.held ?? 0) + (count?.confirmed ?? 0);
  };

  const played = computed(() => playedOf(plan.asPlayed.value, 0));
  const current = computed(() => {
    const last = plan.asPlayed.value[plan.asPlayed.value.length - 1];
    return last?.until === null && !room.board.value?.rehearsal ? last : null;
  });
  /** The row that is on air. A rehearsal leaves no record: there it is the one before the next, or the first of the card's product. */
  const rehearsed = computed(() => {
    const itemId = room.onAir.value?.card?.itemId;
    if (!itemId || current.value) return null;
    const items = plan.items.value;
    const before = items[items.findIndex((item) => item.id === plan.nextId.value) - 1];
    return before?.itemId === itemId ? before.id : (items.find((item) => item.itemId === itemId)?.id ?? null);
  });
  function airOf(item: RundownItem): 'plan' | 'pop' | null {
    const on = current.value;
    if (!on) return item.id === rehearsed.value ? 'plan' : null;
    if (on.rundownItemId !== null) return on.rundownItemId === item.id ? 'plan' : null;
    return item.itemId !== null && on.itemId === item.itemId && room.onAir.value?.card ? 'pop' : null;
  }
  const running = (item: RundownItem) => (current.value?.rundownItemId === item.id ? current.value : null);

  return { left, held, played, airOf, running };
}

export type Showing = ReturnType<typeof useShowing>;
