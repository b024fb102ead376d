import { computed, ref } from 'vue';
import type { Plan } from './usePlan';

/** What a new item of the plan begins with: the section it goes to, and its planned time. */
export function useNewItems(plan: Plan) {
  const chosen = ref<string | null>(null);
  /** The section that was chosen; else that of the next item; else the last. */
  const section = computed(() => {
    const sections = plan.sections.value;
    return (
      sections.find((one) => one.id === chosen.value) ??
      sections.find((one) => one.items.some((item) => item.id === plan.nextId.value)) ??
      sections[sections.length - 1] ??
      null
    );
  });
  /** The time that most items of the plan have. */
  const usualSeconds = computed(() => {
    const times = new Map<number, number>();
    for (const item of plan.items.value)
      if (item.itemId && item.plannedSeconds) times.set(item.plannedSeconds, (times.get(item.plannedSeconds) ?? 0) + 1);
    return [...times].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
  });

  return { chosen, section, usualSeconds };
}

export type NewItems = ReturnType<typeof useNewItems>;
