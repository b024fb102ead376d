import { onMounted, onUnmounted, shallowRef } from 'vue';
import { api, ask } from '../kit/api/client';
import type { FeedHealth } from '../kit/api/documents';

const every = 5_000;

/** How the feed is, read again every five seconds while the page is seen; null: nothing is known. */
export function useFeedHealth(sessionId: string) {
  const health = shallowRef<FeedHealth | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  async function load() {
    try {
      if (!document.hidden)
        health.value = (await ask(api.GET('/api/sessions/{id}/feed', { params: { path: { id: sessionId } } }))).feed ?? null;
    } catch {
      health.value = null; // the line is told of elsewhere
    }
    if (!stopped) timer = setTimeout(() => void load(), every);
  }

  onMounted(load);
  onUnmounted(() => {
    stopped = true;
    clearTimeout(timer);
  });
  return health;
}
