import { computed, shallowRef } from 'vue';
import { clipApi } from './clipApi';
import type { Drawer } from './keep';
import { sameEdit, type Edit } from './model/edit';
import * as H from './model/history';
import { editOf, type Clip } from './types';
import type { Edits } from './useEdits';

const key = 'history';
const restEvery = 400;

/** All that was done in this visit, to be taken back and done again; a reload does not forget it. */
export function useDeeds(drawer: () => Drawer, clips: ReadonlyMap<string, Clip>, edits: Edits, told: (clip: Clip) => void) {
  const history = shallowRef<H.History>(H.nothing);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keep = () => drawer().put(key, JSON.stringify(history.value));
  function set(next: H.History) {
    history.value = next;
    clearTimeout(timer);
    timer = setTimeout(keep, restEvery); // a drag makes sixty a second
  }
  addEventListener('pagehide', keep);

  /** Decides about one clip. */
  function edit(what: string, clip: Clip, after: Edit) {
    const before = edits.of(clip);
    if (sameEdit(before, after)) return;
    set(H.add(history.value, { what, at: Date.now(), steps: [{ clip: clip.id, before, after }] }));
    edits.wish(clip.id, after);
  }
  /** Notes what the studio did at somebody's word: clips before and after, null where there was none. */
  function note(what: string, steps: readonly H.Step[]) {
    if (steps.length) set(H.add(history.value, { what, at: Date.now(), steps }));
  }

  async function carryOut(todo: readonly { clip: string; edit: Edit | null }[]) {
    for (const { clip: id, edit: to } of todo) {
      const clip = clips.get(id);
      if (!clip) continue;
      if (to === null) {
        if (clip.stage !== 'dropped') told(await clipApi.act(id, 'drop'));
        continue;
      }
      if (clip.stage === 'dropped') told(await clipApi.act(id, 'restore'));
      const now = clips.get(id) as Clip;
      if (!sameEdit(edits.of(now), to)) edits.wish(id, to);
    }
    return todo[0]?.clip ?? null;
  }
  /** Both answer the clip that it was about, and leave the history as it was if the studio refuses. */
  async function undo(): Promise<string | null> {
    const [next, todo] = H.undo(history.value);
    const about = await carryOut(todo);
    set(next);
    return about;
  }
  async function redo(): Promise<string | null> {
    const [next, todo] = H.redo(history.value);
    const about = await carryOut(todo);
    set(next);
    return about;
  }

  return {
    recover: () => (history.value = H.readHistory(drawer().get(key))),
    edit,
    note,
    undo,
    redo,
    /** A clip as a step of the history. */
    stepOf: (clip: Clip): Edit => editOf(clip),
    canUndo: computed(() => H.canUndo(history.value)),
    canRedo: computed(() => H.canRedo(history.value)),
    lastDone: computed(() => history.value.deeds[history.value.done - 1]?.what ?? null),
  };
}

export type Deeds = ReturnType<typeof useDeeds>;
