import { onUnmounted, ref, shallowRef, watch } from 'vue';
import { useTexts } from '../../kit/useTexts';
import type { Plan } from './usePlan';

const offered = 12_000;

/** What was done, said to those who do not see it, and how it is taken back: for a few seconds, as long as it is the last edit. */
export function useUndoOffer(plan: Plan) {
  const { t } = useTexts();
  const said = ref('');
  const toast = shallowRef<{ text: string; revision: number } | null>(null);
  let forget: ReturnType<typeof setTimeout> | undefined;
  onUnmounted(() => clearTimeout(forget));

  function offer(text: string, revision: number) {
    toast.value = { text, revision };
    clearTimeout(forget);
    forget = setTimeout(() => (toast.value = null), offered);
  }
  // Only the last edit can be undone: once there is another, the offer is void.
  watch(
    () => plan.plan.value?.revision,
    (revision) => {
      if (toast.value && revision !== undefined && revision > toast.value.revision) toast.value = null;
    },
  );
  async function undo(revision?: number) {
    toast.value = null;
    if (await plan.undo(revision)) said.value = t('rundown.undone');
  }

  return { said, toast, offer, undo };
}

export type UndoOffer = ReturnType<typeof useUndoOffer>;
