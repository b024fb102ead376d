import { useVirtualizer } from '@tanstack/vue-virtual';
import { computed, nextTick, watch, type Ref } from 'vue';
import type { Lines } from './useLines';
import type { Plan } from './usePlan';

const rowHeight = 72;
const sectionHeight = 42;

/** The window on the list: of some hundred lines only those in sight are drawn, and the one that matters is brought there. */
export function useListWindow(list: Readonly<Ref<HTMLElement | null>>, plan: Plan, lines: Lines) {
  const virtual = useVirtualizer(
    computed(() => {
      const now = lines.all.value;
      return {
        count: now.length,
        getScrollElement: () => list.value,
        estimateSize: (at: number) => (now[at]?.kind === 'section' ? sectionHeight : rowHeight),
        getItemKey: (at: number) => now[at]?.key ?? at,
        overscan: 5,
      };
    }),
  );
  const visible = computed(() =>
    virtual.value.getVirtualItems().flatMap((slot) => {
      const line = lines.all.value[slot.index];
      return line ? [{ slot, line }] : [];
    }),
  );
  const height = computed(() => virtual.value.getTotalSize());

  /** The line at a distance from the top of the list, and whether that is in its upper half. */
  function lineAt(offset: number) {
    const slot = virtual.value.getVirtualItemForOffset(Math.max(0, offset));
    const line = slot && lines.all.value[slot.index];
    return slot && line ? { line, top: slot.start, bottom: slot.start + slot.size, upper: offset < slot.start + slot.size / 2 } : null;
  }

  const rowOf = (id: string) => list.value?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`) ?? null;
  async function show(id: string, focus: boolean) {
    lines.reveal(id);
    await nextTick();
    const at = lines.all.value.findIndex((line) => line.key === id);
    if (at < 0) return;
    virtual.value.scrollToIndex(at, { align: 'auto' });
    if (!focus) return;
    await nextTick();
    rowOf(id)?.focus({ preventScroll: true });
  }
  /** The item whose row has the focus. */
  function focusedId(): string | null {
    const focused = document.activeElement;
    return focused instanceof HTMLElement && list.value?.contains(focused) ? (focused.dataset['id'] ?? null) : null;
  }

  watch(
    () => plan.plan.value !== null,
    (here) => {
      if (here && plan.nextId.value) void nextTick(() => (plan.nextId.value ? show(plan.nextId.value, false) : undefined));
    },
    { immediate: true },
  );

  return { visible, height, lineAt, show, focusedId };
}
