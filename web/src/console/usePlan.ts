import { computed, onUnmounted, ref, shallowRef, watch } from 'vue';
import { api, ask, newOperationId } from '../kit/api/client';
import type { Rundown, RundownItem } from '../kit/api/documents';
import { createGate } from './press';
import type { Console } from './useConsole';

const settle = 250;

/**
 * What is next. The plan's next item is the same on all consoles; what this operator points at is next here at once, and on the others
 * after a moment (so that walking through the list with the arrow keys is one command, not ten).
 */
export function usePlan(room: Console) {
  const plan = shallowRef<Rundown | null>(null);
  const selected = ref<string | null>(null);
  const gate = createGate();
  let mine: string | null = null; // what this operator pointed at and the server may not know yet
  let timer: ReturnType<typeof setTimeout> | undefined;
  let telling: Promise<unknown> = Promise.resolve();

  const planned = computed<RundownItem[]>(() => plan.value?.sections.flatMap((section) => section.items) ?? []);
  const items = computed(() => room.session.value?.items ?? []);
  const nextId = computed(() => room.board.value?.nextId ?? null);
  const nextPlanned = computed(() => planned.value.find((one) => one.id === nextId.value) ?? null);
  /** The planned item that a take of the selected one carries out; null: it is not planned, and only pops up. */
  const plannedOfSelected = computed<RundownItem | null>(() => {
    if (selected.value === null) return nextPlanned.value?.itemId === null ? nextPlanned.value : null;
    if (nextPlanned.value?.itemId === selected.value) return nextPlanned.value;
    return planned.value.find((one) => one.itemId === selected.value) ?? null;
  });
  const selectedItem = computed(() => items.value.find((item) => item.id === selected.value) ?? null);

  const load = async () => {
    plan.value = await ask(api.GET('/api/sessions/{id}/rundown', { params: { path: { id: room.sessionId } } }));
  };
  watch(
    () => room.board.value?.rundownRevision,
    (revision) => {
      if (revision !== undefined && revision !== plan.value?.revision) void load().catch(() => undefined);
    },
    { immediate: true },
  );
  watch([nextId, planned], () => {
    if (mine === null && nextPlanned.value) selected.value = nextPlanned.value.itemId;
  });

  /** The operator points at an item. */
  function select(itemId: string | null) {
    selected.value = itemId;
    gate.reset();
    clearTimeout(timer);
    mine = itemId;
    timer = setTimeout(tell, settle);
  }

  function tell() {
    const told = mine;
    const wish = plannedOfSelected.value?.id ?? null;
    const other = room.holder.value !== null && room.holder.value !== room.me.value;
    const release = () => {
      if (mine === told) mine = null;
    };
    if (!room.open.value || other || wish === null || wish === nextId.value) return release();
    const body = { operationId: newOperationId(), rundownItemId: wish };
    telling = ask(api.POST('/api/sessions/{id}/next', { params: { path: { id: room.sessionId } }, body }))
      .then(room.applyBoard, () => undefined)
      .then(release);
  }

  function move(by: number) {
    const at = items.value.findIndex((item) => item.id === selected.value);
    const to = items.value[Math.max(0, Math.min(items.value.length - 1, at + by))];
    if (to) select(to.id);
  }

  /** Puts the selected item on air; `pop`: without moving the plan. Presses that follow each other closely are one. */
  async function take(pop = false): Promise<boolean> {
    const one = plannedOfSelected.value;
    const itemId = selected.value ?? (one?.itemId === null ? '' : null);
    if (itemId === null || !room.open.value || !gate.press()) return false;
    clearTimeout(timer);
    // The word about what is next must not overtake the take, which moves it on.
    await Promise.race([telling, new Promise((resolve) => setTimeout(resolve, 300))]);
    const before = nextId.value;
    const done = await room.take(itemId, pop ? null : (one?.id ?? null));
    if (done) {
      mine = null;
      if (nextId.value !== before && nextPlanned.value) selected.value = nextPlanned.value.itemId;
    }
    // A press that was refused did nothing; the next one is a new one.
    if (!done) gate.reset();
    return done;
  }

  onUnmounted(() => clearTimeout(timer));
  return { plan, selected, selectedItem, plannedOfSelected, nextPlanned, select, move, take };
}

export type Plan = ReturnType<typeof usePlan>;
