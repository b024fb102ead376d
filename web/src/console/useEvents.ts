import { onUnmounted, ref, watch } from 'vue';
import { api, ask } from '../kit/api/client';
import { clipState } from './clipState';
import { createTeller, type Happening, type LogLine } from './eventWords';
import type { Console } from './useConsole';

const kept = 100;
const page = 1_000;
const pause = 300;

/**
 * The last things that happened, newest first. They are read from the session's log: all of it at the start, its end whenever a document
 * from the hub says that something is different. Who did it stands only there.
 */
export function useEvents(room: Console) {
  const events = ref<Happening[]>([]);
  const tell = createTeller();
  const seen = new Set<string>();
  let batches = 0; // read so far; a batch is what was stored in one instant
  let reading = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keep = (happened: Happening[]) => {
    if (happened.length) events.value = [...happened.reverse(), ...events.value].slice(0, kept);
  };

  async function read() {
    if (reading) return void (again = true);
    reading = true;
    try {
      for (let more = true; more;) {
        const lines: LogLine[] = await ask(
          api.GET('/api/sessions/{id}/log', { params: { path: { id: room.sessionId }, query: { from: batches, count: page } } }),
        );
        const instants = new Set(lines.map((line) => line.at)).size;
        const fresh = lines.filter((line, number) => {
          const key = `${line.at} ${line.what} ${line.operationId ?? ''} ${number - lines.findIndex((one) => one.at === line.at)}`;
          return !seen.has(key) && seen.add(key);
        });
        keep(fresh.flatMap(tell));
        batches += instants;
        more = instants > 0 && lines.length >= page;
      }
    } catch {
      // The store or the line is away; the next document asks again.
    } finally {
      reading = false;
    }
    if (again) {
      again = false;
      soon();
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(() => void read(), pause);
  }

  // What the documents say of the log, without what changes by itself.
  const sign = () => {
    const board = { ...room.board.value, serverTime: '', viewers: 0, consoles: [], control: room.holder.value };
    const [air, session] = [room.onAir.value, room.session.value];
    return JSON.stringify([board, air?.epoch, air?.revision, session?.phase, session?.feed, session?.items, session?.keyState]);
  };
  watch(sign, soon, { immediate: true });
  watch(room.line, (now) => now === 'online' && soon());

  const clipStates = new Map<string, string>();
  let clipsKnown = false;
  watch(
    () => [...room.clips.values()],
    (clips) => {
      for (const clip of clips) {
        const before = clipStates.get(clip.id);
        const state = clipState(clip);
        clipStates.set(clip.id, state);
        if (!clipsKnown || before === state || (state !== 'ready' && state !== 'failed')) continue;
        const at = new Date(room.serverNow()).toISOString();
        const what = state === 'ready' ? 'clipReady' : 'clipFailed';
        keep([{ key: `${clip.id} ${at}`, at, by: 'studio', cause: 'follow-up', what, facts: { name: clip.title }, tone: 'plain' }]);
      }
      clipsKnown ||= room.line.value === 'online';
    },
  );

  onUnmounted(() => clearTimeout(timer));
  return { events };
}
