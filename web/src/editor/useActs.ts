import { nextTick, type Ref } from 'vue';
import type { Action } from './model/keys';
import * as S from './model/spans';
import type { Player } from './player/usePlayer';
import type { Editor } from './useEditor';

/** Parts of what is told of a clip. */
export type Part = 'facts' | 'captions' | 'cover' | 'versions' | 'talk';
type Box<T> = Readonly<Ref<T | null>>;

export interface ActsOptions {
  editor: Editor;
  player: Player;
  may: () => boolean;
  words: (key: string, named?: Record<string, unknown>) => string;
  show: (part: Part) => void;
  boxes: {
    timeline: Box<{ zoom: (factor: number) => void; show: (span: S.Span) => void; whole: () => void }>;
    clipList: Box<{ search: () => void }>;
    inspector: Box<{ enter: () => unknown }>;
    compare: Box<{ open: () => void }>;
    keys: Box<{ open: () => void }>;
  };
  /** Shows the recording and not the finished file. */
  recording: () => void;
  toggleFile: () => void;
}

/** What each action does. */
export function createActs({ editor, player, may, words, show, boxes, recording, toggleFile }: ActsOptions) {
  const { grid, marks, edit, chosen, selected, list } = editor;
  const here = () => player.at.value ?? 0;
  /** Opens a part of the inspector, and does something there. */
  const open = async (part: Part, then: () => unknown) => {
    show(part);
    await nextTick();
    then();
  };
  const enter = () => boxes.inspector.value?.enter();
  /** What looks at the recording, and trims it. */
  const cut = (what: string, change: Parameters<Editor['recut']>[1]) => {
    recording();
    editor.recut(what, change);
  };
  const spans = () => edit.value?.spans ?? [];
  const inner = () => grid.value.frame * 0.6;

  const free: Partial<Record<Action, (number: number) => unknown>> = {
    play: () => player.toggle(),
    back: () => player.shuttle(-1),
    stop: () => player.stop(),
    ahead: () => player.shuttle(1),
    frameBack: () => player.step(-1),
    frameAhead: () => player.step(1),
    secondBack: () => player.second(-1),
    secondAhead: () => player.second(1),
    toIn: () => player.go(chosen.value ? S.startOf(spans()) + inner() : editor.whole.value.from),
    toOut: () => player.go(chosen.value ? S.endOf(spans()) - grid.value.frame * 0.4 : editor.whole.value.to - inner()),
    previous: () => editor.step(-1),
    next: () => editor.step(1),
    choose: (number) => list.value[number - 1] && (editor.chosenId.value = list.value[number - 1]?.id ?? null),
    compare: () => open('versions', () => boxes.compare.value?.open()),
    finished: toggleFile,
    search: () => boxes.clipList.value?.search(),
    zoomIn: () => boxes.timeline.value?.zoom(0.5),
    zoomOut: () => boxes.timeline.value?.zoom(2),
    fit: () => chosen.value && boxes.timeline.value?.show({ from: S.startOf(spans()), to: S.endOf(spans()) }),
    whole: () => boxes.timeline.value?.whole(),
    mute: () => (player.muted.value = !player.muted.value),
    help: () => boxes.keys.value?.open(),
    clearMarks: () => {
      if (marks.value.from !== null || marks.value.to !== null) marks.value = { from: null, to: null };
      else selected.clear();
    },
    markIn: () => (marks.value = { ...marks.value, from: grid.value.cutBefore(here()) }),
    markOut: () => (marks.value = { ...marks.value, to: grid.value.cutAfter(here()) }),
  };
  const editing: Partial<Record<Action, () => unknown>> = {
    in: () => cut('trim', (all, least) => S.trimStart(all, grid.value.cutBefore(here()), least)),
    out: () => cut('trim', (all, least) => S.trimEnd(all, grid.value.cutAfter(here()), least)),
    removeMarked: () => {
      const range = editor.range.value;
      if (!range) return;
      cut('remove', (all, least) => S.remove(all, range, least));
      marks.value = { from: null, to: null };
    },
    split: () => editor.split(grid.value.cutBefore(here())),
    join: () => editor.join(),
    undo: () => editor.back('undo'),
    redo: () => editor.back('redo'),
    make: () => editor.make(words('editor.newClip')),
    select: () => chosen.value && (selected.has(chosen.value.id) ? selected.delete(chosen.value.id) : selected.add(chosen.value.id)),
    selectAll: () => (selected.size ? selected.clear() : list.value.forEach((clip) => selected.add(clip.id))),
    approve: () => editor.approve(),
    drop: () => editor.each(chosen.value?.stage === 'dropped' ? 'restore' : 'drop'),
    render: () => open('versions', enter),
    title: () => open('facts', enter),
    caption: () => open('captions', enter),
    cover: () => open('cover', enter),
    comment: () => open('talk', enter),
  };

  return {
    async act(action: Action, number = 0) {
      const does = free[action] ?? (may() ? editing[action] : undefined);
      await does?.(number);
    },
  };
}
