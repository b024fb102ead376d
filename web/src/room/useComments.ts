import { ref, shallowRef } from 'vue';
import { api, ask, command } from '../kit/api/client';
import type { CommentsFrame, RoomComment, RoomCommentRules } from '../kit/api/documents';
import { Problem } from '../kit/api/problem';
import { serverNow } from '../kit/clock';

/** So many are kept on the page; the server keeps more, so that each of them can still be taken back. */
export const kept = 200;

export interface Muted {
  until: string | null;
  why: string;
}

/** Comments by number, each once; the newer word about one wins, and the oldest give way. */
export function merge(now: readonly RoomComment[], news: readonly RoomComment[], most = kept): RoomComment[] {
  const bySeq = new Map(now.map((comment) => [comment.seq, comment]));
  // A frame goes to everybody and cannot say whose a comment is; what was known to be mine stays mine.
  for (const comment of news) bySeq.set(comment.seq, { ...comment, mine: comment.mine || (bySeq.get(comment.seq)?.mine ?? false) });
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq).slice(-most);
}

/** Characters as a reader counts them: a farmer with an ear of rice is one. */
export function lengthOf(text: string): number {
  const clean = text.trim();
  if (typeof Intl.Segmenter !== 'function') return Array.from(clean).length;
  return Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(clean)).length;
}

/** What is said in the room, and saying something. */
export function useComments() {
  const list = shallowRef<RoomComment[]>([]);
  const rules = shallowRef<RoomCommentRules>({ open: true, slowSeconds: 0, holdForApproval: false });
  const muted = shallowRef<Muted | null>(null);
  const tag = ref('');
  const skipped = ref(0);
  /** When this viewer may comment again, by the server's clock. */
  const nextAt = ref(0);
  let sessionId = '';

  const add = (news: readonly RoomComment[]) => (list.value = merge(list.value, news));

  function apply(frame: CommentsFrame) {
    if (frame.takenBack.length) {
      const gone = new Set(frame.takenBack);
      list.value = list.value.filter((comment) => !gone.has(comment.id));
    }
    if (frame.comments.length) {
      add(frame.comments);
      skipped.value = frame.skipped;
    }
    if (frame.rules) rules.value = frame.rules;
  }

  /** All anew: what was hidden while the line was away must not stay. */
  async function load(session: string) {
    sessionId = session;
    const room = await ask(api.GET('/api/room/{sessionId}/comments', { params: { path: { sessionId } } }));
    list.value = merge([], room.comments);
    rules.value = room.rules;
    muted.value = room.muted;
    tag.value = room.tag;
  }

  async function post(text: string, name: string | null) {
    try {
      const mine = await command((operationId) =>
        api.POST('/api/room/{sessionId}/comments', { params: { path: { sessionId } }, body: { operationId, text, name } }),
      );
      add([mine]);
      muted.value = null;
      nextAt.value = serverNow() + rules.value.slowSeconds * 1_000;
      return mine;
    } catch (refusal) {
      if (refusal instanceof Problem) learn(refusal);
      throw refusal;
    }
  }

  function learn({ code, facts }: Problem) {
    if (code === 'slow-mode') nextAt.value = Date.parse(String(facts['nextAllowedAt']));
    else if (code === 'muted')
      muted.value = { until: typeof facts['until'] === 'string' ? facts['until'] : null, why: String(facts['why'] ?? '') };
    else if (code === 'comments-closed') rules.value = { ...rules.value, open: false };
  }

  return { list, rules, muted, tag, skipped, nextAt, apply, load, post };
}

export type RoomCommentsState = ReturnType<typeof useComments>;
