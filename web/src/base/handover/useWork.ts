import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';

/** One command at a time: what is pressed again meanwhile is nothing, and a refusal is kept to be shown. */
export function useWork(): {
  working: Ref<boolean>;
  refused: ShallowRef<unknown>;
  /** True when it was done. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
} {
  const working = ref(false);
  const refused = shallowRef<unknown>(null);
  const run = async (work: () => Promise<unknown>) => {
    if (working.value) return false;
    working.value = true;
    refused.value = null;
    try {
      await work();
      return true;
    } catch (refusal) {
      refused.value = refusal;
      return false;
    } finally {
      working.value = false;
    }
  };
  return { working, refused, run };
}
