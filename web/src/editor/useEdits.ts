import { computed, onBeforeUnmount, reactive, ref, shallowReactive } from 'vue';
import { newOperationId } from '../kit/api/client';
import { Problem } from '../kit/api/problem';
import { clipApi } from './clipApi';
import type { Drawer } from './keep';
import { sameEdit, type Edit } from './model/edit';
import * as outbox from './model/outbox';
import { editOf, rounded, type Clip } from './types';

/** Pause between the last change and its saving, in ms: a drag is one edit. */
const settle = 500;
const soonest = 1_000;
const latest = 20_000;

/** Answers that may become others by waiting. */
const passing = (problem: Problem) =>
  problem.status === 0 || problem.status >= 500 || problem.code === 'busy' || problem.code === 'too-fast';

/**
 * What people decided about clips, on its way to the studio. It lies in the browser's store before it is sent and until it is answered, so that neither a
 * closed tab nor a dead line nor a server that starts again loses it.
 */
export function useEdits(drawer: () => Drawer, clips: ReadonlyMap<string, Clip>, told: (clip: Clip) => void) {
  const outs = shallowReactive(new Map<string, outbox.Out>());
  /** Why an edit was refused, by clip. */
  const refusals = shallowReactive(new Map<string, Problem>());
  const offline = ref(false);
  const busy = reactive(new Set<string>());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const tries = new Map<string, number>();
  let gone = false;

  function set(id: string, out: outbox.Out) {
    if (outbox.isEmpty(out)) outs.delete(id);
    else outs.set(id, out);
    drawer().put(`out/${id}`, outbox.isEmpty(out) ? null : JSON.stringify(out));
  }
  const outOf = (id: string) => outs.get(id) ?? outbox.empty;

  function later(id: string, pause: number) {
    clearTimeout(timers.get(id));
    if (!gone) timers.set(id, setTimeout(() => void push(id), pause)); // prettier-ignore
  }

  /** Decides what a clip is to be. */
  function wish(id: string, edit: Edit) {
    const clip = clips.get(id);
    const now = rounded(edit);
    refusals.delete(id);
    // Back to what the studio has: nothing to be said.
    if (clip && !outOf(id).sending && !outOf(id).theirs && sameEdit(now, editOf(clip))) set(id, outbox.empty);
    else set(id, outbox.wish(outOf(id), now));
    later(id, settle);
  }

  async function push(id: string): Promise<void> {
    const clip = clips.get(id);
    clearTimeout(timers.get(id));
    if (!clip || busy.has(id)) return;
    const out = outbox.take(outOf(id), id, clip.revision, editOf(clip), newOperationId());
    set(id, out);
    const sending = out.sending;
    if (!sending) return;
    busy.add(id);
    let again: number | null = null;
    try {
      const after = await clipApi.edit(id, sending.operationId, sending.revision, sending.edit, (tries.get(id) ?? 0) > 0);
      tries.delete(id);
      offline.value = false;
      told(after);
      set(id, outbox.saved(outOf(id)));
      again = outOf(id).next ? 0 : null;
    } catch (failure) {
      again = await failed(id, failure instanceof Problem ? failure : new Problem('unexpected', 0));
    } finally {
      busy.delete(id);
    }
    if (again !== null) later(id, again);
  }

  async function failed(id: string, problem: Problem): Promise<number | null> {
    if (passing(problem) || problem.code === 'unauthenticated') {
      const count = (tries.get(id) ?? 0) + 1;
      tries.set(id, count);
      offline.value = true;
      return Math.min(latest, soonest * 2 ** (count - 1));
    }
    tries.delete(id);
    offline.value = false;
    if (problem.code === 'stale-edit') {
      const head = await clipApi.one(id).catch(() => null);
      if (!head) return soonest;
      told(head);
      set(id, outbox.stale(outOf(id), head.revision, editOf(head)));
      return null;
    }
    set(id, outbox.refused(outOf(id)));
    refusals.set(id, problem);
    return null;
  }

  /** Whether a clip's edits are all with the studio; sends what is not. */
  async function flush(id: string): Promise<boolean> {
    await push(id);
    return !outs.has(id);
  }

  /** Looks into the store for what an earlier visit could not send. */
  function recover() {
    for (const key of drawer().keys()) {
      if (!key.startsWith('out/')) continue;
      const id = key.slice(4);
      const out = outbox.readOut(drawer().get(key));
      if (outbox.isEmpty(out)) drawer().put(key, null);
      else {
        outs.set(id, out);
        if (out.sending) tries.set(id, 1); // it may have arrived
        later(id, 0);
      }
    }
  }

  function resolve(id: string, whose: 'mine' | 'theirs') {
    set(id, outbox.resolve(outOf(id), whose));
    later(id, 0);
  }
  /** Gives up what was refused. */
  function discard(id: string) {
    refusals.delete(id);
    set(id, outbox.empty);
  }
  const online = () => [...outs.keys()].forEach((id) => later(id, 0));
  const hidden = () => document.hidden && online();
  addEventListener('online', online);
  document.addEventListener('visibilitychange', hidden);
  onBeforeUnmount(() => {
    gone = true;
    removeEventListener('online', online);
    document.removeEventListener('visibilitychange', hidden);
    timers.forEach((timer) => clearTimeout(timer));
  });

  return {
    wish,
    flush,
    recover,
    resolve,
    discard,
    offline,
    refusals,
    /** What a clip is to be: the newest decision, or what the studio has. */
    of: (clip: Clip): Edit => outbox.wished(outs.get(clip.id) ?? outbox.empty) ?? editOf(clip),
    waiting: computed(() => outs.size),
    isWaiting: (id: string) => outs.has(id),
    /** The first clip of which somebody else changed the same revision. */
    conflict: computed(() => {
      for (const [id, out] of outs) if (out.theirs) return { id, mine: outbox.wished(out) as Edit, theirs: out.theirs.edit };
      return null;
    }),
  };
}

export type Edits = ReturnType<typeof useEdits>;
