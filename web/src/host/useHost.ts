import { computed, onUnmounted, ref, shallowRef, watch } from 'vue';
import { api, ask } from '../kit/api/client';
import type {
  BoardDoc,
  CountsDoc,
  OnAirDoc,
  Rundown,
  SessionDetail,
  SessionStatus,
  ShowcaseItem,
  StudioSnapshot,
} from '../kit/api/documents';
import { Problem } from '../kit/api/problem';
import { learnServerTime, serverNow } from '../kit/clock';
import { openHub, type LineState } from '../kit/hub';
import { goToSignIn } from '../kit/me';
import { isNewer, mergeCounts } from '../kit/newer';
import { forget, keep, keepHeard, kept } from './keep';

/** Without a word from the server for this long, what is shown is called old. */
const staleAfter = 3_000;
/** A line that does not answer or does not come up for this long is given up for a new one. */
const deadAfter = 4_500;

/** Everything the host screen knows. It asks the server once a second, so that it knows within seconds that nobody answers. */
export function useHost(sessionId: string) {
  const session = shallowRef<SessionDetail | null>(null);
  const rundown = shallowRef<Rundown | null>(null);
  const onAir = shallowRef<OnAirDoc | null>(null);
  const counts = shallowRef<CountsDoc | null>(null);
  const board = shallowRef<BoardDoc | null>(null);
  const line = ref<LineState>('connecting');
  const refused = shallowRef<unknown>(null);
  /** When the server was last heard, by this device's clock. */
  const heard = ref(0);
  const local = ref(Date.now());
  const now = ref(serverNow());

  let hub: ReturnType<typeof openHub> | null = null;
  let generation = 0;
  let begun = 0;
  let asked = 0;
  let reading = false;

  const hear = () => (heard.value = local.value = Date.now());
  function applyOnAir(document: OnAirDoc) {
    learnServerTime(document.serverTime);
    const before = onAir.value;
    const blank =
      before && document.epoch === before.epoch && document.revision === before.revision && document.blank.version > before.blank.version;
    if (blank || isNewer(document, before)) onAir.value = document;
  }
  const applyCounts = (next: CountsDoc) => (counts.value = mergeCounts(counts.value, next));
  function applyBoard(next: BoardDoc | null) {
    if (!next) return;
    learnServerTime(next.serverTime);
    if (!board.value || Date.parse(next.serverTime) >= Date.parse(board.value.serverTime)) board.value = next;
  }
  function applyStatus({ phase, feed, startedAt, endedAt }: SessionStatus) {
    if (session.value) session.value = { ...session.value, phase, feed, startedAt, endedAt };
  }
  function applyItems(news: ShowcaseItem[]) {
    if (!session.value) return;
    const items = new Map([...session.value.items, ...news].map((item) => [item.id, item]));
    session.value = { ...session.value, items: [...items.values()].sort((a, b) => a.number - b.number) };
  }

  async function readPlan() {
    if (reading) return;
    reading = true;
    try {
      rundown.value = await ask(api.GET('/api/sessions/{id}/rundown', { params: { path: { id: sessionId } } }));
    } finally {
      reading = false;
    }
  }

  async function load() {
    const detail = await ask(api.GET('/api/sessions/{id}', { params: { path: { id: sessionId } } }));
    hear();
    session.value = detail;
    applyOnAir(detail.onAir);
    applyCounts(detail.counts);
    applyBoard(detail.board);
    if (rundown.value?.revision !== detail.board.rundownRevision) await readPlan();
  }

  /** Reads over HTTP; the browser does not say why a socket was refused, this answer does. */
  async function check() {
    try {
      await load();
    } catch (failure) {
      if (!(failure instanceof Problem) || ![401, 403, 404].includes(failure.status)) return;
      stop();
      forget();
      if (failure.status === 401) goToSignIn();
      else refused.value = failure;
    }
  }

  function connect() {
    const mine = ++generation;
    hub?.close();
    [begun, asked] = [Date.now(), 0];
    line.value = 'connecting';
    const live =
      <T>(apply: (document: T) => unknown) =>
      (document: T) => {
        if (mine !== generation) return;
        hear();
        apply(document);
      };
    hub = openHub({
      url: '/hubs/studio',
      handlers: {
        OnAir: live(applyOnAir),
        Counts: live(applyCounts),
        Session: live(applyStatus),
        Board: live(applyBoard),
        Items: live(applyItems),
      },
      onState: (state) => {
        if (mine !== generation) return;
        if (state === 'connecting') begun = Date.now();
        line.value = state;
      },
      onFailed: () => {
        if (mine === generation) void check();
      },
      async join(connection) {
        const snapshot = await connection.invoke<StudioSnapshot>('Watch', sessionId);
        if (mine !== generation) return;
        hear();
        applyOnAir(snapshot.onAir);
        applyCounts(snapshot.counts);
        applyStatus(snapshot.session);
        applyBoard(snapshot.board);
        await load();
      },
    });
  }

  function probe() {
    local.value = Date.now();
    if (line.value === 'online' && !asked) {
      const mine = generation;
      asked = local.value;
      void hub?.invoke('Current').then(
        (document) => {
          if (mine !== generation) return;
          asked = 0;
          hear();
          keepHeard(heard.value);
          applyOnAir(document as OnAirDoc);
        },
        () => mine === generation && (asked = 0),
      );
      // A plan that could not be read when it changed.
      if (board.value && rundown.value?.revision !== board.value.rundownRevision) void readPlan().catch(() => undefined);
    }
    const waiting = line.value === 'online' ? asked : line.value === 'connecting' ? begun : 0;
    if (waiting && local.value - waiting > deadAfter) connect();
  }

  const again = () => !refused.value && connect();
  const seen = () => document.visibilityState === 'visible' && probe();
  const timers = [setInterval(probe, 1_000), setInterval(() => ((now.value = serverNow()), (local.value = Date.now())), 250)];
  function stop() {
    generation++;
    hub?.close();
    clearInterval(timers[0]);
    removeEventListener('online', again);
    removeEventListener('offline', again);
    document.removeEventListener('visibilitychange', seen);
  }
  onUnmounted(() => {
    stop();
    clearInterval(timers[1]);
  });

  let saving: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    clearTimeout(saving);
    if (!session.value || refused.value) return;
    keep({
      session: session.value,
      rundown: rundown.value,
      onAir: onAir.value,
      counts: counts.value,
      board: board.value,
      heard: heard.value,
      offset: Date.now() - serverNow(),
    });
  };
  watch([session, rundown, onAir, counts, board], () => {
    clearTimeout(saving);
    saving = setTimeout(save, 400);
  });
  addEventListener('pagehide', save);

  watch(
    () => board.value?.rundownRevision,
    (revision) => {
      if (revision !== undefined && revision !== rundown.value?.revision) void readPlan().catch(() => undefined);
    },
  );

  function open() {
    const state = kept(sessionId);
    if (state) {
      learnServerTime(new Date(Date.now() - state.offset).toISOString());
      session.value = state.session;
      rundown.value = state.rundown;
      onAir.value = state.onAir;
      counts.value = state.counts;
      board.value = state.board;
      heard.value = state.heard;
    }
    addEventListener('online', again);
    addEventListener('offline', again);
    document.addEventListener('visibilitychange', seen);
    void check();
    connect();
  }

  return {
    session, rundown, onAir, counts, board, line, refused, heard, local, now, open,
    stale: computed(() => heard.value > 0 && local.value - heard.value > staleAfter),
  }; // prettier-ignore
}

export type Host = ReturnType<typeof useHost>;
