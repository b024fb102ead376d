import { computed, ref } from 'vue';
import type { RundownItem, RundownSection } from '../../kit/api/documents';
import type { Plan } from './usePlan';

/** A line of the list: a section's heading, or an item below it. */
export type Line =
  | { kind: 'section'; key: string; section: RundownSection; folded: boolean }
  | { kind: 'item'; key: string; section: RundownSection; item: RundownItem; testId: string };

/** What of the plan is to be seen: all that is not folded, or what a search finds. */
export function useLines(plan: Plan) {
  const search = ref('');
  const folded = ref(new Set<string>());
  const wish = computed(() => search.value.trim().toLowerCase());
  /** A plan of one section without a name needs no headings. */
  const headings = computed(() => plan.sections.value.length > 1 || Boolean(plan.sections.value[0]?.title));

  const fits = (item: RundownItem) => {
    const product = plan.productOf(item);
    return (
      String(product?.number) === wish.value ||
      item.title.toLowerCase().includes(wish.value) ||
      Boolean(product?.name.toLowerCase().includes(wish.value))
    );
  };
  const all = computed(() => {
    const lines: Line[] = [];
    const seen = new Map<number, number>();
    for (const section of plan.sections.value) {
      const isFolded = folded.value.has(section.id) && !wish.value;
      if (headings.value && !wish.value) lines.push({ kind: 'section', key: `s:${section.id}`, section, folded: isFolded });
      for (const item of section.items) {
        const number = plan.productOf(item)?.number;
        const times = number === undefined ? 0 : (seen.get(number) ?? 0) + 1;
        if (number !== undefined) seen.set(number, times);
        if (isFolded || (wish.value && !fits(item))) continue;
        const testId = number === undefined ? `free-${item.id}` : times > 1 ? `item-${number}-${times}` : `item-${number}`;
        lines.push({ kind: 'item', key: item.id, section, item, testId });
      }
    }
    return lines;
  });

  function fold(sectionId: string) {
    const now = new Set(folded.value);
    if (!now.delete(sectionId)) now.add(sectionId);
    folded.value = now;
  }
  /** Opens the section of an item. */
  function reveal(itemId: string) {
    const section = plan.sections.value.find((one) => one.items.some((item) => item.id === itemId));
    if (section && folded.value.has(section.id)) fold(section.id);
  }

  return { search, wish, headings, all, fold, reveal };
}

export type Lines = ReturnType<typeof useLines>;
