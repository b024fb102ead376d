import { computed, onUnmounted, ref, shallowRef, watch } from 'vue';
import { api, ask } from '../kit/api/client';
import type { CountsDoc, Hold, OnAirDoc, RoomItem, RoomSnapshot, RoomView, SessionStatus, Wait } from '../kit/api/documents';
import { Problem } from '../kit/api/problem';
import { learnServerTime, serverNow } from '../kit/clock';
import { openHub, type Hub, type LineState } from '../kit/hub';
import { isNewer, mergeCounts } from '../kit/newer';
import { nextDeadline, takenAway } from './holdState';
import { byId } from './shelf';
import { longestTimer, soonest } from './soonest';
import { useComments } from './useComments';

/** A viewer is told when their holds moved; who waits asks as well, for a word may be lost while the studio mends itself. */
const [whileWaiting, afterDeadline] = [60_000, 1_200];

/** Everything a viewer's page knows, and the line on which it learns. What a viewer does: {@link useHolding}. */
export function useRoom(capability: string) {
  const view = shallowRef<RoomView | null>(null);
  const onAir = shallowRef<OnAirDoc | null>(null);
  const counts = shallowRef<CountsDoc | null>(null);
  const holds = shallowRef<Hold[]>([]);
  const waiting = shallowRef<Wait[]>([]);
  /** Holds that the last answer says were given back, and not by a press on this page. */
  const cancelled = shallowRef<Hold[]>([]);
  const contact = ref<string | null>(null);
  const line = ref<LineState>('connecting');
  const revoked = ref(false);
  /** The studio refused this page's line: the viewer has too many pages open. */
  const crowded = ref(false);
  const comments = useComments();
  const stock = computed(() => byId(counts.value?.items ?? []));
  let hub: Hub | null = null;

  const applyOnAir = (document: OnAirDoc) => {
    learnServerTime(document.serverTime);
    if (isNewer(document, onAir.value)) onAir.value = document;
  };
  const applyStatus = (status: SessionStatus) => {
    if (view.value) view.value = { ...view.value, phase: status.phase, feed: status.feed };
  };
  const applyCounts = (next: CountsDoc) => {
    const before = byId(counts.value?.items ?? []);
    counts.value = mergeCounts(counts.value, next);
    // Somebody ahead was served or left the list: the place is another. Whose turn it is, is told; so nobody has to hurry, least of all everybody at once.
    const moved = waiting.value.some((one) => {
      const now = next.items.find((item) => item.itemId === one.itemId);
      return now !== undefined && now.waiting < Math.max(before.get(one.itemId)?.waiting ?? 0, one.place);
    });
    if (moved) refreshWithin(2_000 + Math.random() * 6_000);
  };
  const applyShelf = (items: RoomItem[]) => {
    if (!view.value) return;
    const news = new Map(items.map((item) => [item.id, item]));
    const known = new Set(view.value.items.map((item) => item.id));
    view.value = {
      ...view.value,
      items: [...view.value.items.map((item) => news.get(item.id) ?? item), ...items.filter((item) => !known.has(item.id))],
    };
  };

  async function load(sessionId: string) {
    const room = await ask(api.GET('/api/room/{sessionId}', { params: { path: { sessionId } } }));
    learnServerTime(room.serverTime);
    view.value = room;
    applyOnAir(room.onAir);
    counts.value = mergeCounts(counts.value, room.counts);
    const gone = takenAway(holds.value, room.holds);
    holds.value = room.holds;
    if (gone.length) cancelled.value = gone;
    waiting.value = room.waiting;
    contact.value = room.contactMasked;
  }

  /** Asks for everything again; a line that is away is not news. */
  const refresh = () => (view.value ? load(view.value.sessionId).catch(() => undefined) : Promise.resolve());
  const { within: refreshWithin, cancel } = soonest(() => void refresh());

  async function open() {
    const guest = await ask(api.POST('/api/guest', { body: { capability } }));
    await load(guest.sessionId);
    hub = openHub({
      url: '/hubs/room',
      handlers: {
        OnAir: applyOnAir,
        Counts: applyCounts,
        Session: applyStatus,
        Shelf: applyShelf,
        Comments: comments.apply,
        // An expiry moves many at once: not all of them ask in the same instant.
        HoldsMoved: () => refreshWithin(Math.random() * 300),
        Refused: (code: string) => (crowded.value = code === 'too-many-connections'),
        Revoked: () => {
          revoked.value = true;
          hub?.close();
        },
      },
      onState: (state) => (line.value = state),
      // A phone that slept missed being told; the browser does not say why a socket was refused, the room's document does.
      onFailed: () =>
        void load(guest.sessionId).catch((refusal: unknown) => {
          if (!(refusal instanceof Problem) || ![401, 403, 404].includes(refusal.status)) return;
          revoked.value = true;
          hub?.close();
        }),
      async join(connection) {
        const snapshot = await connection.invoke<RoomSnapshot | null>('Join');
        if (!snapshot) throw new Error('refused');
        applyOnAir(snapshot.onAir);
        applyCounts(snapshot.counts);
        applyStatus(snapshot.session);
        crowded.value = false;
        await Promise.all([load(guest.sessionId), comments.load(guest.sessionId)]);
      },
    });
  }

  // A turn may have come before the answer that says which place it is: then fewer wait than stand before this viewer.
  watch(waiting, (list) => {
    if (list.some((one) => (stock.value.get(one.itemId)?.waiting ?? one.place) < one.place)) refreshWithin(400);
  });
  const patience = setInterval(() => waiting.value.length && line.value === 'online' && void refresh(), whileWaiting);
  let deadline: ReturnType<typeof setTimeout> | undefined;
  watch(holds, () => {
    clearTimeout(deadline);
    const next = nextDeadline(holds.value, serverNow());
    if (next !== null) deadline = setTimeout(() => void refresh(), Math.min(longestTimer, next - serverNow() + afterDeadline));
  });
  const back = () => document.visibilityState === 'visible' && line.value === 'online' && refreshWithin(200);
  document.addEventListener('visibilitychange', back);
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', back);
    clearInterval(patience);
    clearTimeout(deadline);
    cancel();
    hub?.close();
  });

  const items = computed(() => new Map((view.value?.items ?? []).map((item) => [item.id, item])));
  return {
    view, onAir, counts, holds, waiting, cancelled, contact, line, revoked, crowded, comments, open, refresh, items, stock,
    sessionId: computed(() => view.value?.sessionId ?? ''),
    /** Pieces left, or null while nobody said. On air, whichever of the two documents is newer. */
    leftOf: (itemId: string): number | null => {
      const counted = stock.value.get(itemId);
      const shown = onAir.value?.card?.itemId === itemId ? onAir.value.stock : null;
      return shown && shown.version > (counted?.version ?? -1) ? shown.left : (counted?.left ?? null);
    },
  }; // prettier-ignore
}

export type Room = ReturnType<typeof useRoom>;
