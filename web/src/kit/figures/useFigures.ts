import { onMounted, onUnmounted, ref, shallowRef } from 'vue';
import { api, ask } from '../api/client';
import type { SessionFigures } from './numbers';

const every = 5_000;

/** The figures of a session, read again every five seconds while the page is seen and the session goes on. */
export function useFigures(sessionId: string) {
  const figures = shallowRef<SessionFigures | null>(null);
  const failure = shallowRef<unknown>(null);
  const busy = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load() {
    clearTimeout(timer);
    busy.value = true;
    try {
      if (!document.hidden || !figures.value)
        figures.value = await ask(api.GET('/api/sessions/{id}/figures', { params: { path: { id: sessionId } } }));
      failure.value = null;
    } catch (failed) {
      failure.value = failed;
    } finally {
      busy.value = false;
      if (!stopped && figures.value?.state !== 'settled') timer = setTimeout(() => void load(), every);
    }
  }

  let stopped = false;
  onMounted(load);
  onUnmounted(() => {
    stopped = true;
    clearTimeout(timer);
  });
  return { figures, failure, busy, load };
}
