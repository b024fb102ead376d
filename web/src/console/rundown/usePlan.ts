import { computed, shallowRef, watch } from 'vue';
import { api, ask, command, newOperationId } from '../../kit/api/client';
import type { Appearance, Rundown, RundownEdit, RundownItem, RundownSection, ShowcaseItem } from '../../kit/api/documents';
import { Problem } from '../../kit/api/problem';
import { createGate } from '../press';
import type { Console } from '../useConsole';
import { followBoard, itemsOf } from './clocks';
import { moved, type Place } from './editing';

/** Within this time digits that are typed one after the other are one number. */
const digitsBelongTogether = 900;

export type Entry = NonNullable<RundownEdit['items']>[number];

/** The plan of a session as this page knows it, and everything that is done with it. One instance per page. */
export function usePlan(room: Console, sessionId: string) {
  const params = { path: { id: sessionId } };
  const plan = shallowRef<Rundown | null>(null);
  /** The sections while edits of this page are under way. */
  const draft = shallowRef<RundownSection[] | null>(null);
  const asPlayed = shallowRef<Appearance[]>([]);
  /** The next item that was asked for and is not confirmed; undefined: none was. */
  const wish = shallowRef<string | null | undefined>(undefined);
  /** Why the last edit was not made. */
  const trouble = shallowRef<unknown>(null);

  const sections = computed(() => draft.value ?? plan.value?.sections ?? []);
  const items = computed(() => itemsOf(sections.value));
  const showcase = computed(() => new Map((room.session.value?.items ?? []).map((item) => [item.id, item])));
  const may = computed(() => room.mayOperate.value && room.session.value?.phase !== 'ended');
  const nextId = computed(() => (wish.value !== undefined ? wish.value : (room.board.value?.nextId ?? null)));
  const nextEntry = computed(() => items.value.find((item) => item.id === nextId.value) ?? null);
  const productOf = (item: RundownItem | null): ShowcaseItem | null => (item?.itemId ? (showcase.value.get(item.itemId) ?? null) : null);
  const nextProduct = computed(() => productOf(nextEntry.value));

  let reading: Promise<void> | null = null;
  const reload = () =>
    (reading ??= (async () => {
      try {
        const read = await ask(api.GET('/api/sessions/{id}/rundown', { params }));
        if (!plan.value || read.revision >= plan.value.revision) plan.value = read;
        asPlayed.value = read.asPlayed;
      } finally {
        reading = null;
      }
    })());

  watch(
    room.board,
    async (board) => {
      if (!board) return;
      await reading?.catch(() => undefined);
      if (board !== room.board.value) return;
      const followed = plan.value ? followBoard(asPlayed.value, board) : null;
      if (followed) asPlayed.value = followed;
      // An answer to this page's own edit brings the plan with it.
      const behind = !plan.value || (board.rundownRevision > plan.value.revision && waiting === 0);
      if (!followed || behind) await reload().catch((failed: unknown) => (plan.value ? undefined : (trouble.value = failed)));
    },
    { immediate: true },
  );

  // Edits are sent one after the other, each leaving the revision that the one before made. What was queued behind a refused one is dropped.
  let chain: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let generation = 0;
  function queue(send: (operationId: string, expected: number) => Promise<Rundown>): Promise<Rundown> {
    const mine = generation;
    waiting++;
    const result = chain.then(async () => {
      try {
        if (mine !== generation) throw new Problem('stale-rundown', 409);
        const after = await send(newOperationId(), plan.value?.revision ?? 0);
        if (!plan.value || after.revision >= plan.value.revision) plan.value = after;
        asPlayed.value = after.asPlayed;
        return after;
      } catch (refusal) {
        if (mine === generation) {
          generation++;
          draft.value = null;
          await reload().catch(() => undefined);
        }
        throw refusal;
      } finally {
        waiting--;
        if (waiting === 0) {
          draft.value = null;
          if ((room.board.value?.rundownRevision ?? 0) > (plan.value?.revision ?? 0)) void reload().catch(() => undefined);
        }
      }
    });
    chain = result.catch(() => undefined);
    return result;
  }

  /** Makes an edit; throws the refusal. A plan that somebody else changed meanwhile has been read anew by then. */
  const edit = (change: RundownEdit) =>
    queue((_, expected) =>
      command((operationId) => api.POST('/api/sessions/{id}/rundown', { params, body: { operationId, expected, edit: change } })),
    );

  /** Makes an edit; a refusal stays in the panel. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    trouble.value = null;
    try {
      await work();
      return true;
    } catch (refusal) {
      trouble.value = refusal;
      return false;
    }
  }

  function move(ids: string[], place: Place): Promise<boolean> {
    const after = moved(sections.value, ids, place);
    if (
      itemsOf(after).every((item, at) => item.id === items.value[at]?.id) &&
      after.every((one, at) => one.items.length === sections.value[at]?.items.length)
    )
      return Promise.resolve(true);
    draft.value = after;
    return attempt(() => edit({ kind: 'moveItems', ids, ...place }));
  }

  /** Undoes the last edit; with a revision: only if that edit is still the last. */
  const undo = (revision?: number) =>
    attempt(() =>
      queue((_, expected) =>
        command((operationId) =>
          api.POST('/api/sessions/{id}/rundown/undo', { params, body: { operationId, expected: revision ?? expected } }),
        ),
      ),
    );

  const gate = createGate();
  let asking: Promise<void> | null = null;
  /** Makes an item the next one: here at once, everywhere when the server has agreed. Of many quick wishes only the last is sent. */
  function choose(id: string | null): void {
    if (!may.value || id === nextId.value) return;
    gate.reset();
    wish.value = id;
    asking ??= (async () => {
      try {
        let sent: string | null | undefined;
        while (wish.value !== undefined && wish.value !== sent) {
          const rundownItemId = (sent = wish.value);
          room.applyBoard(
            await command((operationId) => api.POST('/api/sessions/{id}/next', { params, body: { operationId, rundownItemId } })),
          );
        }
      } catch (refusal) {
        room.failure.value = refusal;
      } finally {
        wish.value = undefined;
        asking = null;
      }
    })();
  }

  /** The next item some places on. Without a next one it begins at the end that it comes from. */
  function step(by: number): void {
    const at = items.value.findIndex((item) => item.id === nextId.value);
    const to = at < 0 ? (by > 0 ? 0 : items.value.length - 1) : Math.max(0, Math.min(items.value.length - 1, at + by));
    const item = items.value[to];
    if (item) choose(item.id);
  }

  /** The planned item of a showcase number: the first that was not played, or the first. */
  function ofNumber(number: number): RundownItem | null {
    const all = items.value.filter((item) => productOf(item)?.number === number);
    const played = new Set(asPlayed.value.map((one) => one.rundownItemId));
    return all.find((item) => !played.has(item.id)) ?? all[0] ?? null;
  }

  let typed = { number: 0, at: 0 };
  /** A digit: `1` chooses number 1, a `2` right behind it number 12, where there is one. */
  function digit(figure: number): void {
    const now = performance.now();
    const together = now - typed.at < digitsBelongTogether ? typed.number * 10 + figure : figure;
    const number = ofNumber(together) ? together : figure;
    typed = { number, at: now };
    const item = ofNumber(number);
    if (item) choose(item.id);
  }

  /** Carries out a planned item: its card goes on air, or, without a product, the plan moves on. */
  async function carryOut(item: RundownItem | null): Promise<void> {
    typed = { number: 0, at: 0 };
    if (!may.value || !item || !gate.press()) return;
    // A next item that is still on its way would otherwise be set again behind the take.
    await asking;
    // A press that was refused did nothing; the next one is a new one.
    if (!(await room.take(item.itemId ?? '', item.id))) gate.reset();
  }

  /** 插播: puts a product on air and leaves the plan alone. */
  async function pop(itemId: string | null, template: string | null = null): Promise<void> {
    if (may.value && itemId && gate.press()) await room.take(itemId, null, template);
  }

  return {
    plan, sections, items, asPlayed, showcase, may, nextId, nextEntry, nextProduct, trouble,
    productOf, reload, edit, attempt, move, undo, choose, step, digit, ofNumber, takeNext: () => carryOut(nextEntry.value), carryOut, pop,
  }; // prettier-ignore
}

export type Plan = ReturnType<typeof usePlan>;

/** An item as it is written in an edit. */
export const entryOf = (item: RundownItem): Entry => ({ ...item });
