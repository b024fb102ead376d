import { computed, onUnmounted, ref, shallowRef, watch } from 'vue';
import { api, ask, command } from '../kit/api/client';
import type { CommentRules, ModeratedComment, Moderation, ModerationFrame } from '../kit/api/documents';
import type { Console } from './useConsole';

const kept = 500;
const readAgainAfter = 1_000;

export type Judgement = 'hide' | 'restore' | 'approve';

/** Comments by number, each once; the one that was touched last is the newer. */
export function mergeModerated(now: readonly ModeratedComment[], news: readonly ModeratedComment[], most = kept): ModeratedComment[] {
  const bySeq = new Map(now.map((comment) => [comment.seq, comment]));
  for (const comment of news) if ((bySeq.get(comment.seq)?.touched ?? -1) < comment.touched) bySeq.set(comment.seq, comment);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq).slice(-most);
}

/** The comments of the session and what a moderator does with them. */
export function useModeration(room: Console) {
  const list = shallowRef<ModeratedComment[]>([]);
  const state = shallowRef<Moderation>({
    rules: { open: true, slowSeconds: 0, blockedWords: [], holdForApproval: false },
    mutes: [],
    changes: -1,
  });
  /** What was done last and can be undone with one press. */
  const last = shallowRef<{ what: 'hide' | 'mute' | 'muteSession'; comment: ModeratedComment } | null>(null);
  const now = ref(room.serverNow());
  const tick = setInterval(() => (now.value = room.serverNow()), 1_000);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const add = (news: readonly ModeratedComment[]) => (list.value = mergeModerated(list.value, news));
  const learn = (next: Moderation) => next.changes >= state.value.changes && (state.value = next);

  async function load() {
    const all = await ask(api.GET('/api/sessions/{id}/comments', { params: { path: { id: room.sessionId } } }));
    add(all.comments);
    learn(all.moderation);
  }
  const soon = (pause: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void load().catch(() => undefined), pause);
  };
  room.hears.comments = (frame: ModerationFrame) => {
    add(frame.comments);
    learn(frame.moderation);
    if (frame.skipped > 0) soon(readAgainAfter);
  };
  watch(room.line, (line) => line === 'online' && soon(0), { immediate: true });
  onUnmounted(() => {
    clearInterval(tick);
    clearTimeout(timer);
    room.hears.comments = () => undefined;
  });

  async function judge(comment: ModeratedComment, how: Judgement, why = '') {
    const path = { id: room.sessionId, commentId: comment.id };
    const send = (operationId: string) => {
      const request = { params: { path }, body: { operationId, why } };
      if (how === 'hide') return api.POST('/api/sessions/{id}/comments/{commentId}/hide', request);
      if (how === 'restore') return api.POST('/api/sessions/{id}/comments/{commentId}/restore', request);
      return api.POST('/api/sessions/{id}/comments/{commentId}/approve', request);
    };
    if (await room.run(async () => add([await command(send)]))) last.value = how === 'hide' ? { what: 'hide', comment } : null;
  }
  async function mute(comment: ModeratedComment, minutes: number | null, why = '') {
    const done = await room.run(async () =>
      learn(
        await command((operationId) =>
          api.POST('/api/sessions/{id}/comments/mute', {
            params: { path: { id: room.sessionId } },
            body: { operationId, guest: comment.guest, minutes, why },
          }),
        ),
      ),
    );
    if (done) last.value = { what: minutes === null ? 'muteSession' : 'mute', comment };
  }
  const unmute = (guest: string) =>
    room.run(async () =>
      learn(
        await command((operationId) =>
          api.POST('/api/sessions/{id}/comments/unmute', { params: { path: { id: room.sessionId } }, body: { operationId, guest } }),
        ),
      ),
    );
  const setRules = async (rules: CommentRules) =>
    void learn(
      await command((operationId) =>
        api.POST('/api/sessions/{id}/comments/rules', { params: { path: { id: room.sessionId } }, body: { operationId, ...rules } }),
      ),
    );
  async function undo() {
    const done = last.value;
    last.value = null;
    if (done?.what === 'hide') await judge(done.comment, 'restore');
    else if (done) await unmute(done.comment.guest);
  }

  const mutes = computed(() => state.value.mutes.filter((mute) => mute.until === null || Date.parse(mute.until) > now.value));
  return {
    list, state, last, mutes, judge, mute, unmute, setRules, undo,
    rules: computed(() => state.value.rules),
    muted: computed(() => new Set(mutes.value.map((mute) => mute.guest))),
    waiting: computed(() => list.value.filter((comment) => comment.state === 'held').length),
  }; // prettier-ignore
}

export type ModerationState = ReturnType<typeof useModeration>;
