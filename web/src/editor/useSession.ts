import { computed, onBeforeUnmount, ref, shallowReactive, shallowRef, watch } from 'vue';
import { api, ask } from '../kit/api/client';
import type { Account, Schemas, SessionDetail, SessionReport } from '../kit/api/documents';
import { openHub, type Hub, type LineState } from '../kit/hub';
import { has, requireAccount } from '../kit/me';
import { useStory } from '../kit/story/useStory';
import { clipApi } from './clipApi';
import type { Analysis, Clip } from './types';

/** Everything the editor knows of a session. One instance per page. */
export function useSession(sessionId: string) {
  const account = shallowRef<Account | null>(null);
  const session = shallowRef<SessionDetail | null>(null);
  const report = shallowRef<SessionReport | null>(null);
  const analysis = shallowRef<Analysis | null>(null);
  const markers = shallowRef<Schemas['MarkerDto'][]>([]);
  const clips = shallowReactive(new Map<string, Clip>());
  const clipsLoaded = ref(false);
  const line = ref<LineState>('connecting');
  const lost = shallowRef<unknown>(null);
  const params = { path: { id: sessionId } };
  const recorded = computed(() => session.value?.recording.available === true);
  const live = computed(() => session.value?.phase === 'live');
  const { story, moments } = useStory(() => sessionId, () => true, () => live.value); // prettier-ignore
  let hub: Hub | null = null;

  /** News of a clip; older news than what is known is none. */
  function told(clip: Clip) {
    if (clip.sessionId !== sessionId) return;
    const known = clips.get(clip.id);
    if (!known || clip.revision >= known.revision) clips.set(clip.id, clip);
  }
  async function loadClips() {
    const list = await clipApi.list(sessionId);
    const here = new Set(list.map((clip) => clip.id));
    for (const id of clips.keys()) if (!here.has(id)) clips.delete(id);
    list.forEach(told);
    clipsLoaded.value = true;
  }
  const loadSession = async () => void (session.value = await ask(api.GET('/api/sessions/{id}', { params })));
  /** What is drawn beside pictures and sound; without it that is missing, and nothing else. */
  async function loadTracks() {
    const [told, marks, seen] = await Promise.allSettled([
      ask(api.GET('/api/sessions/{id}/report', { params })),
      ask(api.GET('/api/sessions/{id}/markers', { params })),
      clipApi.analysis(sessionId),
    ]);
    if (told.status === 'fulfilled') report.value = told.value;
    if (marks.status === 'fulfilled') markers.value = marks.value.markers;
    if (seen.status === 'fulfilled') analysis.value = seen.value;
  }

  async function start(entered: (account: Account) => void) {
    try {
      const me = requireAccount().then((found) => {
        account.value = found;
        entered(found);
      });
      await Promise.all([me, loadSession(), loadClips()]);
      void loadTracks();
      open();
    } catch (failure) {
      lost.value = failure;
    }
  }

  function open() {
    hub = openHub({
      url: '/hubs/studio',
      handlers: { Clip: told, Session: () => void loadSession().catch(() => undefined) },
      onState: (state) => (line.value = state),
      onFailed: () => void requireAccount().catch(() => undefined),
      async join(connection) {
        await connection.invoke('Watch', sessionId);
        // What happened while the line was away.
        await Promise.all([loadSession(), loadClips()]);
      },
    });
  }

  // While it is live more comes on air; a report a minute is enough for the bands.
  const looking = setInterval(() => void (live.value && !document.hidden && loadTracks()), 60_000);
  watch(session, (now) => void (now && (document.title = now.title)));
  onBeforeUnmount(() => {
    clearInterval(looking);
    hub?.close();
  });

  return {
    sessionId,
    account,
    session,
    report,
    markers,
    analysis,
    clips,
    clipsLoaded,
    line,
    lost,
    recorded,
    story,
    moments,
    told,
    loadClips,
    start,
    mayEdit: computed(() => has(account.value, 'manager', 'editor')),
  };
}

export type Session = ReturnType<typeof useSession>;
