import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { Problem } from '../kit/api/problem';
import { clipApi } from './clipApi';
import { openDrawer, type Drawer } from './keep';
import { counts, neighbour, shown, type Filter } from './model/chooser';
import type { Edit } from './model/edit';
import { FrameGrid } from './model/frames';
import { isoOf, msOf } from './model/instants';
import * as S from './model/spans';
import { editOf, type Clip, type ClaimChoice, type Preset } from './types';
import { useDeeds } from './useDeeds';
import { useEdits } from './useEdits';
import type { Session } from './useSession';

/** The editor's state and what can be done in it; the screen only shows it. Times are ms since 1970 on the recording's clock. */
export function useEditor(session: Session) {
  let drawer: Drawer = openDrawer(`-/${session.sessionId}`);
  const { clips, told } = session;
  const edits = useEdits(() => drawer, clips, told);
  const deeds = useDeeds(() => drawer, clips, edits, told);
  const filter = ref<Filter>('open');
  const words = ref('');
  const chosenId = ref<string | null>(null);
  const selected = reactive(new Set<string>());
  const failure = shallowRef<unknown>(null);
  const entered = ref(false);
  const said = ref<{ key: string; count?: number } | null>(null);
  const presets = shallowRef<Preset[]>([]);
  const proposal = shallowRef<{ spans: S.Span[]; saved: number; cuts: number } | null>(null);
  const marks = ref<{ from: number | null; to: number | null }>({ from: null, to: null });

  const list = computed(() => shown(clips.values(), filter.value, words.value));
  const chosen = computed(() => (chosenId.value === null ? null : (clips.get(chosenId.value) ?? null)));
  const edit = computed<Edit | null>(() => chosen.value && edits.of(chosen.value));
  const grid = computed(() => new FrameGrid(session.moments.value));
  const whole = computed<S.Span>(() => {
    const story = session.story.value;
    return story ? { from: Date.parse(story.from), to: Date.parse(story.to) } : { from: 0, to: 0 };
  });
  const range = computed<S.Span | null>(() => {
    const { from, to } = marks.value;
    return from !== null && to !== null && to > from ? { from, to } : null;
  });

  /** Who is here is known: what an earlier visit left behind is taken up. */
  function enter(account: string) {
    drawer = openDrawer(`${account}/${session.sessionId}`);
    deeds.recover();
    entered.value = true;
  }
  watch([session.clipsLoaded, entered], ([there, known]) => {
    if (!there || !known) return;
    edits.recover();
    if (chosenId.value === null) chosenId.value = list.value[0]?.id ?? null;
  });
  void clipApi.presets().then((all) => (presets.value = all), () => undefined); // prettier-ignore

  // What is under way: to take something back waits for it, or it would find nothing to take back.
  let under: Promise<unknown> = Promise.resolve();

  /** Runs a command; a refusal stays on the page until the next one. */
  function run(work: () => Promise<unknown>): Promise<boolean> {
    const mine = attempt(work);
    under = Promise.all([under, mine]);
    return mine;
  }
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    failure.value = null;
    try {
      await work();
      return true;
    } catch (refusal) {
      failure.value = refusal;
      if (refusal instanceof Problem && (refusal.code === 'stale-edit' || refusal.code === 'clip-not-ready')) {
        await session.loadClips().catch(() => undefined);
      }
      return false;
    }
  }

  /** Changes the chosen clip's spans. */
  function recut(what: string, change: (spans: readonly S.Span[], least: number) => readonly S.Span[]) {
    if (!chosen.value || !edit.value) return;
    const spans = change(edit.value.spans, grid.value.frame * 0.9);
    deeds.edit(what, chosen.value, { ...edit.value, spans });
  }
  function change(what: string, part: Partial<Edit>) {
    if (chosen.value && edit.value) deeds.edit(what, chosen.value, { ...edit.value, ...part });
  }

  const active = (ids: readonly string[]) => ids.map((id) => clips.get(id)).filter((clip): clip is Clip => clip !== undefined);
  /** What a command means: those that are marked with x, else the chosen one. */
  const meant = () => active(selected.size ? [...selected] : chosenId.value ? [chosenId.value] : []);

  async function split(at: number) {
    const clip = chosen.value;
    if (!clip || !S.split(edits.of(clip).spans, at, grid.value.frame * 0.9)) return;
    await run(async () => {
      await saved(clip.id);
      const now = clips.get(clip.id) as Clip;
      await reshaped('split', [now], () => clipApi.split(clip.id, now.revision, isoOf(at)));
    });
  }
  async function join() {
    const place = list.value.findIndex((clip) => clip.id === chosenId.value);
    const wanted = selected.size > 1 ? meant() : list.value.length > 1 ? byTime([list.value[place], afterInTime(chosen.value)]) : [];
    const ids = byTime(wanted).map((clip) => clip.id);
    if (ids.length < 2) return;
    await run(async () => {
      for (const id of ids) await saved(id);
      await reshaped('join', active(ids), () => clipApi.join(ids));
      selected.clear();
    });
  }
  const startOf = (clip: Clip) => S.startOf(edits.of(clip).spans);
  const byTime = (some: readonly (Clip | undefined | null)[]) =>
    some.filter((clip): clip is Clip => !!clip).sort((a, b) => startOf(a) - startOf(b));
  const afterInTime = (clip: Clip | null) => clip && byTime(list.value).find((one) => startOf(one) > startOf(clip));

  async function saved(id: string) {
    if (!(await edits.flush(id)) && !(await edits.flush(id))) throw new Problem('edit-not-saved', 0);
  }
  /** Clips before and after something that the studio does with several: that is one step of the history. */
  async function reshaped(what: string, about: readonly Clip[], work: () => Promise<unknown>) {
    const before = new Map([...clips.values()].map((clip) => [clip.id, clip]));
    await work();
    await session.loadClips();
    const steps = [...clips.values()].flatMap((clip) => {
      const was = before.get(clip.id);
      if (was && !about.some((one) => one.id === clip.id)) return [];
      const [old, now] = [was && was.stage !== 'dropped' ? editOf(was) : null, clip.stage === 'dropped' ? null : editOf(clip)];
      return was && was.revision === clip.revision && was.stage === clip.stage ? [] : [{ clip: clip.id, before: old, after: now }];
    });
    deeds.note(what, steps);
    const fresh = [...clips.keys()].find((id) => !before.has(id));
    if (fresh && what !== 'split') chosenId.value = fresh;
  }
  async function make(title: string) {
    const to = range.value;
    if (!to) return;
    await run(() =>
      reshaped('make', [], () =>
        clipApi.make(
          session.sessionId,
          title,
          { title, spans: [to], captions: null, layout: { form: 'crop', focusX: null, focusY: null }, cover: null },
          null,
        ),
      ),
    );
    if (!failure.value) marks.value = { from: null, to: null };
  }
  async function approve() {
    const ids = meant().filter((clip) => clip.stage === 'ready').map((clip) => clip.id); // prettier-ignore
    if (ids.length === 0) return void (said.value = { key: 'editor.nothingToApprove' });
    const done = await run(async () => {
      for (const id of ids) await saved(id);
      if (ids.length === 1) told(await clipApi.act(ids[0] as string, 'approve'));
      else {
        const outcomes = await clipApi.approve(ids);
        const refused = outcomes.find((one) => one.problem !== null);
        await session.loadClips();
        if (refused?.problem) throw new Problem(refused.problem, 409);
      }
    });
    if (!done) return;
    selected.clear();
    said.value = { key: 'editor.approved', count: ids.length };
  }
  async function each(what: 'retry' | 'cancel' | 'drop' | 'restore' | 'hand-over', which: readonly Clip[] = meant()) {
    await run(async () => {
      for (const clip of which) {
        if (what === 'hand-over') await saved(clip.id);
        const before = clip.stage === 'dropped' ? null : edits.of(clip);
        const after = await clipApi.act(clip.id, what);
        told(after);
        if (what === 'drop' || what === 'restore') deeds.note(what, [{ clip: clip.id, before, after: after.stage === 'dropped' ? null : editOf(after) }]); // prettier-ignore
      }
      selected.clear();
    });
  }
  const render = (which: string[]) =>
    run(async () => {
      for (const clip of meant()) {
        await saved(clip.id);
        told(await clipApi.render(clip.id, which));
      }
    });
  const decide = (choice: ClaimChoice, note: string) =>
    run(async () => {
      const clip = chosen.value as Clip;
      await saved(clip.id);
      const now = clips.get(clip.id) as Clip;
      const after = await clipApi.claims(clip.id, now.revision, choice, note);
      told(after);
      if (choice === 'drop') deeds.note('claims', [{ clip: clip.id, before: editOf(now), after: editOf(after) }]);
    });
  /** A command about the chosen clip that answers it. */
  const tell = (work: (id: string) => Promise<Clip>) => run(async () => chosen.value && told(await work(chosen.value.id)));

  /** Asks what the clip is without its pauses; nothing is changed until that is taken. */
  const tighten = () =>
    run(async () => {
      const clip = chosen.value;
      if (!clip) return;
      await saved(clip.id);
      const told = await clipApi.tighten(clip.id);
      const spans = told.spans.map((span) => ({ from: grid.value.snap(msOf(span.from)), to: grid.value.snap(msOf(span.to)) }));
      proposal.value = { spans: S.tidy(spans, grid.value.frame), saved: told.savedSeconds, cuts: told.cuts };
    });
  function takeProposal() {
    const proposed = proposal.value;
    if (proposed) recut('tighten', () => proposed.spans);
    proposal.value = null;
  }
  watch([chosenId, edit], () => (proposal.value = null));

  async function back(way: 'undo' | 'redo') {
    await under;
    await run(async () => {
      const about = await deeds[way]();
      if (about && clips.get(about)?.stage !== 'dropped') chosenId.value = about;
    });
  }

  return {
    ...{
      session,
      edits,
      deeds,
      filter,
      words,
      chosenId,
      selected,
      failure,
      said,
      presets,
      marks,
      proposal,
      list,
      chosen,
      edit,
      grid,
      whole,
      range,
    },
    counts: computed(() => counts(clips.values())),
    ...{ enter, run, recut, change, split, join, make, approve, each, render, decide, tell, back, meant, tighten, takeProposal },
    step: (by: number) => (chosenId.value = neighbour(list.value, chosenId.value, by)?.id ?? null),
  };
}

export type Editor = ReturnType<typeof useEditor>;
