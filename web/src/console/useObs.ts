import { onMounted, onUnmounted, shallowRef } from 'vue';
import { api, ask } from '../kit/api/client';
import type { ObsSource } from '../kit/api/documents';

const askEvery = 5_000;

/** The browser sources that the studio watches for this session, asked for now and then; where none is set, once. */
export function useObs(sessionId: string) {
  const sources = shallowRef<ObsSource[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  const look = async () => {
    let more = true;
    try {
      sources.value = await ask(api.GET('/api/sessions/{id}/obs', { params: { path: { id: sessionId } } }));
      more = sources.value.length > 0;
    } catch {
      // The studio is away: the console says so elsewhere. What was last known stays.
    }
    if (more && !over) timer = setTimeout(() => void look(), askEvery);
  };
  onMounted(() => void look());
  onUnmounted(() => {
    over = true;
    clearTimeout(timer);
  });
  return sources;
}
