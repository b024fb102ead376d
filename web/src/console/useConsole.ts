import { computed, reactive, ref, shallowRef } from 'vue';
import { api, ask, command, type Answer } from '../kit/api/client';
import type {
  Account,
  BoardDoc,
  Clip,
  CountsDoc,
  ModerationFrame,
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
import { usePeople } from '../kit/usePeople';

/** Everything the control room knows, and how it commands. One instance per page; what can be commanded is in useCommands. */
export function useConsole(sessionId: string) {
  const account = shallowRef<Account | null>(null);
  const session = shallowRef<SessionDetail | null>(null);
  const onAir = shallowRef<OnAirDoc | null>(null);
  const board = shallowRef<BoardDoc | null>(null);
  const counts = shallowRef<CountsDoc | null>(null);
  const overlays = shallowRef<OverlayStatus[]>([]);
  const clips = reactive(new Map<string, Clip>());
  const line = ref<LineState>('connecting');
  const failure = shallowRef<unknown>(null);
  const busy = ref(false);
  const running = reactive(new Set<string>());
  /** The store did not answer the last command; cleared as soon as something is stored again. */
  const storeAway = ref(false);
  /** Item of the card before this one: what "undo" takes again. */
  const previous = ref<string | null>(null);
  /** Who took the controls from this person; null: nobody, or they were taken back. */
  const lostTo = ref<string | null>(null);
  /** Who listens to comments; the panel does. */
  const hears: { comments: (frame: ModerationFrame) => void } = { comments: () => undefined };
  const blankTold = shallowRef<{ on: boolean; version: number } | null>(null);

  const people = usePeople();
  const me = computed(() => account.value?.name ?? '');
  const holder = computed(() => board.value?.control?.holder ?? null);
  /** Blank overlays: the newest word, whether it came by the line or as a command's answer. */
  const blank = computed(() =>
    [board.value?.blank, onAir.value?.blank, blankTold.value].reduce<{ on: boolean; version: number }>(
      (newest, told) => (told && told.version >= newest.version ? { on: told.on, version: told.version } : newest),
      { on: false, version: -1 },
    ),
  );

  const applyOnAir = (document: OnAirDoc) => {
    learnServerTime(document.serverTime);
    if (!isNewer(document, onAir.value)) return;
    const before = onAir.value;
    if (before && before.card && document.card?.takenAt !== before.card.takenAt) previous.value = before.card.itemId;
    onAir.value = document;
  };
  const applyBoard = (next: BoardDoc) => {
    learnServerTime(next.serverTime);
    if (board.value && Date.parse(next.serverTime) < Date.parse(board.value.serverTime)) return;
    const [before, after] = [holder.value, next.control?.holder ?? null];
    if (before === me.value && before !== '' && after && after !== before) lostTo.value = after;
    else if (after === me.value || after === null) lostTo.value = null;
    board.value = next;
  };
  const applyStatus = (status: SessionStatus) => {
    if (session.value)
      session.value = { ...session.value, phase: status.phase, feed: status.feed, startedAt: status.startedAt, endedAt: status.endedAt };
  };
  const applyItems = (changed: ShowcaseItem[]) => {
    if (!session.value) return;
    const news = new Map(changed.map((item) => [item.id, item]));
    const items = session.value.items.map((item) => news.get(item.id) ?? item);
    const known = new Set(items.map((item) => item.id));
    session.value = { ...session.value, items: [...items, ...changed.filter((item) => !known.has(item.id))] };
  };
  const applyCounts = (next: CountsDoc) => (counts.value = mergeCounts(counts.value, next));

  async function load() {
    const detail = await ask(api.GET('/api/sessions/{id}', { params: { path: { id: sessionId } } }));
    session.value = detail;
    applyOnAir(detail.onAir);
    applyBoard(detail.board);
    applyCounts(detail.counts);
    overlays.value = detail.overlays;
    clips.clear();
    for (const clip of detail.clips) clips.set(clip.id, clip);
  }

  async function open() {
    account.value = await requireAccount();
    void people.load();
    await load();
    openHub({
      url: '/hubs/studio',
      handlers: {
        OnAir: applyOnAir,
        Board: applyBoard,
        Items: applyItems,
        Counts: applyCounts,
        Session: (status: SessionStatus) => {
          const grown = status.feed !== session.value?.feed;
          applyStatus(status);
          if (grown) void load().catch(() => undefined);
        },
        Overlays: (list: OverlayStatus[]) => (overlays.value = list),
        Clip: (clip: Clip) => clips.set(clip.id, clip),
        Comments: (frame: ModerationFrame) => hears.comments(frame),
      },
      onState: (state) => (line.value = state),
      // A session cookie that ran out: to the sign-in page and back here.
      onFailed: () => void requireAccount().catch(() => undefined),
      async join(connection) {
        const snapshot = await connection.invoke<StudioSnapshot>('Watch', sessionId);
        applyOnAir(snapshot.onAir);
        if (snapshot.board) applyBoard(snapshot.board);
        applyCounts(snapshot.counts);
        applyStatus(snapshot.session);
        overlays.value = snapshot.overlays;
        await connection.invoke('Attend');
        // What happened while the line was away, clips included.
        await load();
      },
    });
  }

  /** Runs a command; a refusal stays on the page until the next command. Answers whether it was carried out. */
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    failure.value = null;
    try {
      await work();
      storeAway.value = false;
      return true;
    } catch (refusal) {
      failure.value = refusal;
      if (refusal instanceof Problem) {
        if (refusal.code === 'storage-unavailable') storeAway.value = true;
        if (refusal.code === 'stale-take') await load().catch(() => undefined);
      }
      return false;
    }
  }

  /** A command that answers the board. The same one twice at a time is one: `what` names it. */
  async function act(what: string, send: (operationId: string) => Promise<Answer<BoardDoc>>): Promise<boolean> {
    if (running.has(what)) return false;
    running.add(what);
    try {
      return await run(async () => applyBoard(await command(send)));
    } finally {
      running.delete(what);
    }
  }

  /** Take and clear: one at a time, for the second would leave what nobody has seen yet. */
  async function onAirCommand(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    try {
      return await run(work);
    } finally {
      busy.value = false;
    }
  }

  const expected = () => ({ epoch: onAir.value?.epoch ?? 1, revision: onAir.value?.revision ?? 0 });
  const path = { path: { id: sessionId } };
  /** With a planned item the plan moves on; without, the card pops up and the plan stays (插播). */
  const take = (itemId: string, rundownItemId: string | null = null, template: string | null = null) => {
    const leaving = expected();
    return onAirCommand(() =>
      command((operationId) =>
        api.POST('/api/sessions/{id}/take', { params: path, body: { operationId, itemId, rundownItemId, template, expected: leaving } }),
      ),
    );
  };
  const clear = () => {
    if (!onAir.value?.card) return Promise.resolve(false);
    const leaving = expected();
    return onAirCommand(() =>
      command((operationId) => api.POST('/api/sessions/{id}/clear', { params: path, body: { operationId, expected: leaving } })),
    );
  };

  const mayOperate = computed(() => has(account.value, 'manager', 'operator'));
  return {
    sessionId, account, session, onAir, board, counts, overlays, clips, line, failure, busy, running, storeAway, previous,
    lostTo, hears, me, holder, blank, blankTold, mayOperate,
    /** Whether commands make sense at all: an operator's account, and a session that is not over. */
    open: computed(() => mayOperate.value && session.value?.phase !== 'ended'),
    mayEdit: computed(() => has(account.value, 'manager', 'operator', 'editor')),
    forgetFailure: () => void (failure.value = null),
    forgetLost: () => void (lostTo.value = null),
    nameOf: people.nameOf,
    start: open, load, take, clear, run, act, serverNow, applyBoard,
  }; // prettier-ignore
}

export type Console = ReturnType<typeof useConsole>;
