import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { api, ask } from '../api/client';
import type { Story } from '../api/documents';
import { Problem } from '../api/problem';
import { momentsOf } from './story';

const [often, seldom] = [8_000, 60_000];

/** The story of a session, asked for as soon as there is a recording, and again while it grows. */
export function useStory(sessionId: () => string, recorded: () => boolean, grows: () => boolean) {
  const story = shallowRef<Story | null>(null);
  const failure = shallowRef<unknown>(null);
  const loaded = ref(false);
  let again: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  async function load() {
    try {
      story.value = await ask(api.GET('/api/sessions/{id}/story', { params: { path: { id: sessionId() } } }));
      failure.value = null;
    } catch (refusal) {
      // Nothing is recorded yet: that is an answer.
      if (!(refusal instanceof Problem && refusal.code === 'not-recorded')) failure.value = refusal;
    }
    loaded.value = true;
    if (!gone && (grows() || !story.value?.complete)) again = setTimeout(() => void load(), grows() ? often : seldom);
  }

  watch(recorded, (now) => now && void load(), { immediate: true });
  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(again);
  });
  return { story, moments: computed(() => (story.value ? momentsOf(story.value) : [])), failure, loaded };
}
