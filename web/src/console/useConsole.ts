import { computed, reactive, ref, shallowRef } from 'vue';
import { api, ask, command } from '../kit/api/client';
import type {
  Account,
  BoardDoc,
  Clip,
  CountsDoc,
  OnAirDoc,
  OverlayStatus,
  SessionDetail,
  SessionStatus,
  ShowcaseItem,
  StudioSnapshot,
} from '../kit/api/documents';
import { Problem } from '../kit/api/problem';
import { learnServerTime, serverNow } from '../kit/clock';
import { openHub, type LineState } from '../kit/hub';
import { has, requireAccount } from '../kit/me';
import { isNewer, mergeCounts } from '../kit/newer';

/** Everything the control room knows and does. One instance per page. */
export function useConsole(sessionId: string) {
  const account = shallowRef<Account | null>(null);
  const session = shallowRef<SessionDetail | null>(null);
  const onAir = shallowRef<OnAirDoc | null>(null);
  const counts = shallowRef<CountsDoc | null>(null);
  const board = shallowRef<BoardDoc | null>(null);
  const overlays = shallowRef<OverlayStatus[]>([]);
  const clips = reactive(new Map<string, Clip>());
  const line = ref<LineState>('connecting');
  const failure = shallowRef<unknown>(null);
  const busy = ref(false);
  /** Item of the card before this one: what "undo" takes again. */
  const previous = ref<string | null>(null);

  const applyOnAir = (document: OnAirDoc) => {
    learnServerTime(document.serverTime);
    if (!isNewer(document, onAir.value)) return;
    const before = onAir.value;
    if (before && document.revision !== before.revision) previous.value = before.card?.itemId ?? null;
    onAir.value = document;
  };
  const applyStatus = (status: SessionStatus) => {
    if (session.value)
      session.value = { ...session.value, phase: status.phase, feed: status.feed, startedAt: status.startedAt, endedAt: status.endedAt };
  };
  const applyBoard = (document: BoardDoc) => {
    learnServerTime(document.serverTime);
    if (!board.value || Date.parse(document.serverTime) >= Date.parse(board.value.serverTime)) board.value = document;
  };
  const applyItems = (changed: ShowcaseItem[]) => {
    if (!session.value) return;
    const items = new Map([...session.value.items, ...changed].map((item) => [item.id, item]));
    session.value = { ...session.value, items: [...items.values()] };
  };
  const applyCounts = (next: CountsDoc) => (counts.value = mergeCounts(counts.value, next));

  async function load() {
    const detail = await ask(api.GET('/api/sessions/{id}', { params: { path: { id: sessionId } } }));
    session.value = detail;
    applyOnAir(detail.onAir);
    applyCounts(detail.counts);
    applyBoard(detail.board);
    overlays.value = detail.overlays;
    clips.clear();
    for (const clip of detail.clips) clips.set(clip.id, clip);
  }

  async function open() {
    account.value = await requireAccount();
    await load();
    openHub({
      url: '/hubs/studio',
      handlers: {
        OnAir: applyOnAir,
        Counts: applyCounts,
        Board: applyBoard,
        Items: applyItems,
        Session: (status: SessionStatus) => {
          const grown = status.feed !== session.value?.feed;
          applyStatus(status);
          if (grown) void load().catch(() => undefined);
        },
        Overlays: (list: OverlayStatus[]) => (overlays.value = list),
        Clip: (clip: Clip) => clips.set(clip.id, clip),
      },
      onState: (state) => (line.value = state),
      // A session cookie that ran out: to the sign-in page and back here.
      onFailed: () => void requireAccount().catch(() => undefined),
      async join(connection) {
        const snapshot = await connection.invoke<StudioSnapshot>('Watch', sessionId);
        applyOnAir(snapshot.onAir);
        applyCounts(snapshot.counts);
        if (snapshot.board) applyBoard(snapshot.board);
        applyStatus(snapshot.session);
        overlays.value = snapshot.overlays;
        // What happened while the line was away, clips included.
        await load();
      },
    });
  }

  /** Runs a command; a refusal stays on the page until the next command. */
  async function run(work: () => Promise<unknown>) {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    try {
      await work();
    } catch (refusal) {
      failure.value = refusal;
      if (refusal instanceof Problem && refusal.code === 'stale-take') await load().catch(() => undefined);
    } finally {
      busy.value = false;
    }
  }

  const expected = () => ({ epoch: onAir.value?.epoch ?? 1, revision: onAir.value?.revision ?? 0 });
  const path = { path: { id: sessionId } };
  /** With a planned item the plan moves on; without, the card pops up and the plan stays (插播). */
  const take = (itemId: string, rundownItemId: string | null = null, template: string | null = null) => {
    const body = { itemId, expected: expected(), rundownItemId, template };
    return run(() => command((operationId) => api.POST('/api/sessions/{id}/take', { params: path, body: { operationId, ...body } })));
  };
  const clear = () => {
    if (!onAir.value?.card) return Promise.resolve();
    const leaving = expected();
    return run(() =>
      command((operationId) => api.POST('/api/sessions/{id}/clear', { params: path, body: { operationId, expected: leaving } })),
    );
  };
  const end = () =>
    run(
      async () =>
        (session.value = await command((operationId) => api.POST('/api/sessions/{id}/end', { params: path, body: { operationId } }))),
    );

  return {
    account, session, onAir, counts, board, overlays, clips, line, failure, busy, previous,
    mayOperate: computed(() => has(account.value, 'manager', 'operator')),
    mayEdit: computed(() => has(account.value, 'manager', 'operator', 'editor')),
    open, load, applyBoard, take, clear, end, run, serverNow,
  }; // prettier-ignore
}

export type Console = ReturnType<typeof useConsole>;
