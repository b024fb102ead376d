import { ref } from 'vue';
import { useTexts } from '../../kit/useTexts';
import { readNumbers } from './quickEntry';
import type { NewItems } from './useNewItems';
import type { Plan } from './usePlan';

/** Adding products by their numbers, one line at a time. What could not be added stays in the line. */
export function useQuickEntry(plan: Plan, newItems: NewItems) {
  const { t } = useTexts();
  const text = ref('');
  const said = ref<{ text: string; bad: boolean } | null>(null);

  async function add() {
    const entry = readNumbers(text.value);
    const products = new Map([...plan.showcase.value.values()].map((item) => [item.number, item]));
    const known = entry.numbers.flatMap((number) => products.get(number) ?? []);
    const strangers = [...new Set(entry.numbers.filter((number) => !products.has(number)))];
    const complaints = [
      entry.unknown.length > 0 ? t('rundown.quickUnknown', { what: entry.unknown.join(' ') }) : '',
      strangers.length > 0 ? t('rundown.quickMissing', { what: strangers.join(', ') }) : '',
    ].filter(Boolean);
    const items = known.map((item) => ({ itemId: item.id, title: null, plannedSeconds: newItems.usualSeconds.value }));
    said.value = null;
    if (items.length > 0) {
      const sectionId = newItems.section.value?.id ?? null;
      if (!(await plan.attempt(() => plan.edit({ kind: 'addItems', sectionId, items })))) return;
    } else if (complaints.length === 0) return;
    text.value = [...entry.unknown, ...strangers].join(' ');
    said.value = {
      text: [items.length > 0 ? t('rundown.quickAdded', { n: items.length }) : '', ...complaints].filter(Boolean).join(' '),
      bad: complaints.length > 0,
    };
  }

  return { text, said, add };
}

export type QuickLine = ReturnType<typeof useQuickEntry>;
