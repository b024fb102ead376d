import { ref, watch } from 'vue';
import type { RundownItem } from '../../kit/api/documents';
import { inOrder } from './editing';
import type { Lines } from './useLines';
import type { Plan } from './usePlan';

/** Which rows are selected, and what a click on a row means: the next item, or one more of the selection. */
export function useSelection(plan: Plan, lines: Lines) {
  const selecting = ref(false);
  const selected = ref(new Set<string>());
  let anchor: string | null = null;

  // What somebody else removed is not selected any more.
  watch(plan.items, (items) => {
    if (selected.value.size === 0) return;
    const there = new Set(items.map((item) => item.id));
    const rest = [...selected.value].filter((id) => there.has(id));
    if (rest.length !== selected.value.size) selected.value = new Set(rest);
  });

  function toggle(id: string) {
    const now = new Set(selected.value);
    if (!now.delete(id)) now.add(id);
    selected.value = now;
    anchor = id;
  }
  function unselect() {
    selecting.value = false;
    selected.value = new Set();
  }
  function press(event: MouseEvent, item: RundownItem) {
    if (!plan.may.value) return;
    if (event.shiftKey && anchor) {
      const rows = lines.all.value.filter((line) => line.kind === 'item').map((line) => line.key);
      const [a, b] = [rows.indexOf(anchor), rows.indexOf(item.id)];
      if (a >= 0 && b >= 0) {
        selecting.value = true;
        selected.value = new Set([...selected.value, ...rows.slice(Math.min(a, b), Math.max(a, b) + 1)]);
      }
    } else if (event.ctrlKey || event.metaKey || selecting.value) {
      selecting.value = true;
      toggle(item.id);
    } else {
      anchor = item.id;
      plan.choose(item.id);
    }
  }
  /** The selected items in the order of the plan. */
  const handful = () => inOrder(plan.sections.value, selected.value);

  return { selecting, selected, toggle, unselect, press, handful };
}

export type Selection = ReturnType<typeof useSelection>;
