import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue';

/** A list that is loaded when its page opens; a failure is shown with a way to try again. */
export function useList<T>(read: () => Promise<T[]>): {
  list: ShallowRef<T[] | null>;
  failure: ShallowRef<unknown>;
  busy: Ref<boolean>;
  load: () => Promise<void>;
  change: (work: () => Promise<unknown>) => Promise<boolean>;
} {
  const list = shallowRef<T[] | null>(null);
  const failure = shallowRef<unknown>(null);
  const busy = ref(false);
  const load = async () => {
    try {
      list.value = await read();
    } catch (failed) {
      failure.value = failed;
    }
  };
  /** Runs a command, then reads the list again; true when it was done. */
  const change = async (work: () => Promise<unknown>) => {
    if (busy.value) return false;
    busy.value = true;
    failure.value = null;
    try {
      await work();
      await load();
      return true;
    } catch (failed) {
      failure.value = failed;
      return false;
    } finally {
      busy.value = false;
    }
  };
  onMounted(load);
  return { list, failure, busy, load, change };
}
