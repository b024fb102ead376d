import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';

interface Page<T> {
  total: number;
  rows: T[];
  next: string | null;
}

/** A long list, read page by page. */
export interface Pages<T> {
  rows: ShallowRef<T[]>;
  total: Ref<number>;
  next: Ref<string | null>;
  failure: ShallowRef<unknown>;
  busy: Ref<boolean>;
  load: () => Promise<void>;
  more: () => Promise<void>;
}

/** What was asked for before a newer question is not shown. */
export function usePages<T>(read: (after: string | null) => Promise<Page<T>>): Pages<T> {
  const rows = shallowRef<T[]>([]);
  const total = ref(0);
  const next = ref<string | null>(null);
  const failure = shallowRef<unknown>(null);
  const busy = ref(false);
  let question = 0;

  async function ask(after: string | null) {
    const mine = ++question;
    busy.value = true;
    try {
      const page = await read(after);
      if (mine !== question) return;
      rows.value = after === null ? page.rows : [...rows.value, ...page.rows];
      total.value = page.total;
      next.value = page.next;
      failure.value = null;
    } catch (refusal) {
      if (mine === question) failure.value = refusal;
    } finally {
      if (mine === question) busy.value = false;
    }
  }
  return { rows, total, next, failure, busy, load: () => ask(null), more: () => (next.value ? ask(next.value) : Promise.resolve()) };
}
