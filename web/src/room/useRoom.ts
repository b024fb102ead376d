import { computed, ref, shallowRef } from 'vue';
import { api, ask, command } from '../kit/api/client';
import type { CountsDoc, Hold, OnAirDoc, RoomItem, RoomSnapshot, RoomView } from '../kit/api/documents';
import { Problem } from '../kit/api/problem';
import { learnServerTime } from '../kit/clock';
import { openHub, type LineState } from '../kit/hub';
import { isNewer, mergeCounts } from '../kit/newer';
import type { SessionStatus } from '../kit/api/documents';
import { useComments } from './useComments';

/** Everything a viewer's page knows and does. */
export function useRoom(capability: string) {
  const view = shallowRef<RoomView | null>(null);
  const onAir = shallowRef<OnAirDoc | null>(null);
  const counts = shallowRef<CountsDoc | null>(null);
  const holds = ref<Hold[]>([]);
  const line = ref<LineState>('connecting');
  const revoked = ref(false);
  /** The studio refused this page's line: the viewer has too many pages open. */
  const crowded = ref(false);
  const comments = useComments();

  const applyOnAir = (document: OnAirDoc) => {
    learnServerTime(document.serverTime);
    if (isNewer(document, onAir.value)) onAir.value = document;
  };
  const applyStatus = (status: SessionStatus) => {
    if (view.value) view.value = { ...view.value, phase: status.phase, feed: status.feed };
  };

  async function load(sessionId: string) {
    const room = await ask(api.GET('/api/room/{sessionId}', { params: { path: { sessionId } } }));
    learnServerTime(room.serverTime);
    view.value = room;
    applyOnAir(room.onAir);
    counts.value = mergeCounts(counts.value, room.counts);
    holds.value = room.holds;
  }

  async function open() {
    const guest = await ask(api.POST('/api/guest', { body: { capability } }));
    await load(guest.sessionId);
    const hub = openHub({
      url: '/hubs/room',
      handlers: {
        OnAir: applyOnAir,
        Counts: (next: CountsDoc) => (counts.value = mergeCounts(counts.value, next)),
        Session: applyStatus,
        Shelf: (items: RoomItem[]) => {
          const news = new Map(items.map((item) => [item.id, item]));
          if (view.value) view.value = { ...view.value, items: view.value.items.map((item) => news.get(item.id) ?? item) };
        },
        Comments: comments.apply,
        Refused: (code: string) => (crowded.value = code === 'too-many-connections'),
        Revoked: () => {
          revoked.value = true;
          hub.close();
        },
      },
      onState: (state) => (line.value = state),
      // A phone that slept missed being told; the browser does not say why a socket was refused, the room's document does.
      onFailed: () =>
        void load(guest.sessionId).catch((refusal: unknown) => {
          if (!(refusal instanceof Problem) || ![401, 403, 404].includes(refusal.status)) return;
          revoked.value = true;
          hub.close();
        }),
      async join(connection) {
        const snapshot = await connection.invoke<RoomSnapshot | null>('Join');
        if (!snapshot) throw new Error('refused');
        applyOnAir(snapshot.onAir);
        counts.value = mergeCounts(counts.value, snapshot.counts);
        applyStatus(snapshot.session);
        crowded.value = false;
        await Promise.all([load(guest.sessionId), comments.load(guest.sessionId)]);
      },
    });
  }

  async function place(itemId: string, quantity: number): Promise<Hold> {
    const sessionId = view.value?.sessionId ?? '';
    const hold = await command((operationId) =>
      api.POST('/api/room/{sessionId}/holds', { params: { path: { sessionId } }, body: { operationId, itemId, quantity } }),
    );
    holds.value = [hold, ...holds.value.filter((known) => known.id !== hold.id)];
    return hold;
  }

  async function release(hold: Hold) {
    const sessionId = view.value?.sessionId ?? '';
    const params = (operationId: string) => ({ path: { sessionId, holdId: hold.id }, query: { itemId: hold.itemId, operationId } });
    try {
      const after = await command((operationId) => api.DELETE('/api/room/{sessionId}/holds/{holdId}', { params: params(operationId) }));
      holds.value = holds.value.map((known) => (known.id === after.id ? after : known));
    } catch (refusal) {
      if (refusal instanceof Problem && refusal.code === 'hold-ended') await load(sessionId);
      throw refusal;
    }
  }

  return {
    view, onAir, counts, holds, line, revoked, crowded, comments, open, place, release,
    leftOf: computed(() => new Map((counts.value?.items ?? []).map((item) => [item.itemId, item.left]))),
  }; // prettier-ignore
}

export type Room = ReturnType<typeof useRoom>;
