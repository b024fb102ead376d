import type { Ref } from 'vue';
import { useTexts } from '../../kit/useTexts';
import { oneStep, type Place } from './editing';
import type { Lines } from './useLines';
import type { Plan } from './usePlan';
import type { Selection } from './useSelection';
import type { UndoOffer } from './useUndoOffer';

/** The list as those see it who move its rows: where the focus is, and how a row comes into view. */
export interface ListInView {
  focusedId: () => string | null;
  show: (id: string, focus: boolean) => Promise<void>;
}

/** Moving and removing rows: those that are selected, or the one that the keyboard is at. */
export function useArranging(plan: Plan, lines: Lines, selection: Selection, offer: UndoOffer, list: Ref<ListInView | null>) {
  const { t } = useTexts();

  async function move(ids: string[], place: Place) {
    const done = plan.move(ids, place);
    const focus = list.value?.focusedId() != null || document.activeElement === document.body;
    if (ids.length === 1 && ids[0]) void list.value?.show(ids[0], focus);
    if (await done) {
      const at = plan.items.value.findIndex((item) => item.id === ids[0]);
      if (at >= 0) offer.said.value = t('rundown.movedTo', { name: plan.items.value[at]?.title ?? '', n: at + 1 });
    }
  }

  /** One place up or down. Among what a search found there are no places. */
  function shift(by: -1 | 1) {
    if (!plan.may.value || lines.wish.value) return;
    const one = list.value?.focusedId() ?? plan.nextId.value;
    const ids = selection.selected.value.size > 0 ? selection.handful() : one ? [one] : [];
    const place = ids.length > 0 ? oneStep(plan.sections.value, ids, by) : null;
    if (place) void move(ids, place);
  }

  const toSection = (sectionId: string) => void move(selection.handful(), { sectionId, beforeId: null });

  async function remove(ids: string[]) {
    if (ids.length === 0) return;
    await plan.attempt(async () => {
      const after = await plan.edit({ kind: 'removeItems', ids });
      selection.unselect();
      offer.offer(t('rundown.removed', { n: ids.length }), after.revision);
    });
  }

  return { move, shift, toSection, remove };
}

export type Arranging = ReturnType<typeof useArranging>;
