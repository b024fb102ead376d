import { computed, onUnmounted, ref, watch } from 'vue';
import type { Console } from './useConsole';

export interface Alarm {
  id: string;
  /** Name of its texts: alarms.what.… and alarms.todo.… */
  kind:
    | 'overlayLate'
    | 'overlayGone'
    | 'overlayHidden'
    | 'pictureFailed'
    | 'templateFailed'
    | 'feedLost'
    | 'recording'
    | 'raise'
    | 'scarce'
    | 'soldOut'
    | 'line'
    | 'store';
  facts: Record<string, string | number>;
  grave: boolean;
  since: number;
  dismissible: boolean;
}
type Found = Omit<Alarm, 'since'>;

const lineGrace = 2_000;
const lookAgain = 3_000;
const scarceAt = 5;

/** What is wrong now, newest first. An alarm goes when its cause does; nobody has to tick it off. */
export function useAlarms(room: Console) {
  const since = new Map<string, number>();
  const dismissed = ref(new Set<string>());
  const lineLost = ref(false);

  let lineTimer: ReturnType<typeof setTimeout> | undefined;
  watch(room.line, (now) => {
    clearTimeout(lineTimer);
    if (now === 'online') lineLost.value = false;
    else lineTimer = setTimeout(() => (lineLost.value = true), lineGrace);
  });

  // The store says nothing when it is back, so it is asked.
  let storeTimer: ReturnType<typeof setInterval> | undefined;
  watch(room.storeAway, (away) => {
    clearInterval(storeTimer);
    if (!away) return;
    storeTimer = setInterval(async () => {
      const answer = await fetch('/health/ready').catch(() => null);
      if (answer?.ok) room.storeAway.value = false;
    }, lookAgain);
  });
  onUnmounted(() => {
    clearTimeout(lineTimer);
    clearInterval(storeTimer);
  });

  function* overlays(): Iterable<Found> {
    for (const overlay of room.overlays.value) {
      const facts = { label: overlay.label };
      if (overlay.state === 'gone') {
        yield { id: `gone ${overlay.id}`, kind: 'overlayGone', facts, grave: true, dismissible: true };
        continue;
      }
      if (overlay.state === 'late') yield { id: `late ${overlay.id}`, kind: 'overlayLate', facts, grave: true, dismissible: false };
      if (overlay.state === 'hidden') yield { id: `hidden ${overlay.id}`, kind: 'overlayHidden', facts, grave: false, dismissible: false };
      if (overlay.pictureFailed) yield { id: `picture ${overlay.id}`, kind: 'pictureFailed', facts, grave: false, dismissible: false };
      if (overlay.templateFailed) yield { id: `template ${overlay.id}`, kind: 'templateFailed', facts, grave: false, dismissible: false };
    }
  }

  function* all(): Iterable<Found> {
    const session = room.session.value;
    if (!session) return;
    if (lineLost.value) yield { id: 'line', kind: 'line', facts: {}, grave: true, dismissible: false };
    if (room.storeAway.value) yield { id: 'store', kind: 'store', facts: {}, grave: true, dismissible: false };
    if (session.phase === 'live' && (session.feed === 'away' || session.feed === 'lost'))
      yield { id: 'feed', kind: 'feedLost', facts: {}, grave: true, dismissible: false };
    if (session.recording.problem)
      yield { id: 'recording', kind: 'recording', facts: { problem: session.recording.problem }, grave: true, dismissible: false };
    if (session.phase !== 'ended') yield* overlays();
    for (const raise of room.board.value?.raises ?? []) {
      const item = session.items.find((one) => one.id === raise.itemId);
      const facts = { number: item?.number ?? 0, name: item?.name ?? '', by: room.nameOf(raise.by) };
      yield { id: `raise ${raise.id}`, kind: 'raise', facts, grave: false, dismissible: false };
    }
    const air = room.onAir.value;
    if (air?.card && air.stock && air.stock.left <= scarceAt) {
      const facts = { number: air.card.number, name: air.card.name, left: air.stock.left };
      const out = air.stock.left === 0;
      yield { id: `${out ? 'out' : 'scarce'} ${air.card.itemId}`, kind: out ? 'soldOut' : 'scarce', facts, grave: out, dismissible: false };
    }
  }

  const alarms = computed<Alarm[]>(() => {
    const found = [...all()];
    const ids = new Set(found.map((alarm) => alarm.id));
    for (const id of [...since.keys()]) if (!ids.has(id)) since.delete(id);
    return found
      .filter((alarm) => !dismissed.value.has(alarm.id))
      .map((alarm) => {
        if (!since.has(alarm.id)) since.set(alarm.id, room.serverNow());
        return { ...alarm, since: since.get(alarm.id) ?? 0 };
      })
      .sort((one, other) => other.since - one.since);
  });
  const dismiss = (id: string) => (dismissed.value = new Set([...dismissed.value, id]));

  return { alarms, dismiss };
}
