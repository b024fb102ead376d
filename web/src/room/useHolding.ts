import { ref } from 'vue';
import { api, command, type Answer, type Attempt } from '../kit/api/client';
import type { HandoverWay, Hold, RoomItem, Wait } from '../kit/api/documents';
import { Problem } from '../kit/api/problem';
import { prove } from './proof/prove';
import { regionFor, storedRegion, storeRegion } from './regions';
import type { Room } from './useRoom';

/** Version of the consent that this page shows: see `consent` in the texts. */
export const consent = '2026-11';

/** What takes longer than an answer usually does. */
export type Progress = 'checking' | 'busy' | null;

/** What a viewer does in a room. Every method answers when the studio has it stored, or throws the refusal. */
export function useHolding(room: Room) {
  const progress = ref<Progress>(null);
  const underWay = ref<ReadonlySet<string>>(new Set<string>());
  const region = ref(storedRegion());

  async function send<T>(itemId: string, work: (operationId: string, attempt: Attempt) => Promise<Answer<T>>): Promise<T> {
    underWay.value = new Set([...underWay.value, itemId]);
    try {
      return await command(work, {
        prove: async (challenge, bits) => {
          progress.value = 'checking';
          return prove(challenge, bits).finally(() => (progress.value = null));
        },
        onBusy: (pause) => {
          progress.value = 'busy';
          setTimeout(() => progress.value === 'busy' && (progress.value = null), pause);
        },
      });
    } catch (refusal) {
      // What the page believed was not so: a hold ended, a link was revoked.
      if (refusal instanceof Problem && ['hold-ended', 'not-found'].includes(refusal.code)) void room.refresh();
      throw refusal;
    } finally {
      underWay.value = new Set([...underWay.value].filter((id) => id !== itemId));
    }
  }

  const path = () => ({ sessionId: room.sessionId.value });
  const keep = (hold: Hold): Hold => {
    room.holds.value = [hold, ...room.holds.value.filter((known) => known.id !== hold.id)];
    return hold;
  };
  const served = (item: RoomItem) => regionFor(item.notServed, item.notServed?.length ? region.value : null);
  // The edge may ask for a proof with any command; the document of the API names the field where it is known.
  const withProof = <B extends object>(body: B, attempt: Attempt): B => (attempt.proof ? { ...body, proof: attempt.proof } : body);

  return {
    progress,
    underWay,
    region,
    chooseRegion(province: string) {
      region.value = province;
      storeRegion(province);
    },
    place: async (item: RoomItem, quantity: number, seenPriceFen: number): Promise<Hold> =>
      keep(
        await send(item.id, (operationId, attempt) =>
          api.POST('/api/room/{sessionId}/holds', {
            params: { path: path() },
            headers: attempt.headers,
            body: withProof({ operationId, itemId: item.id, quantity, seenPriceFen, region: served(item) }, attempt),
          }),
        ),
      ),
    accept: async (hold: Hold): Promise<Hold> =>
      keep(
        await send(hold.itemId, (operationId, attempt) =>
          api.POST('/api/room/{sessionId}/holds/{holdId}/accept', {
            params: { path: { ...path(), holdId: hold.id } },
            headers: attempt.headers,
            body: withProof({ operationId }, attempt),
          }),
        ),
      ),
    confirm: async (hold: Hold, way: HandoverWay, stationId: string | null): Promise<Hold> =>
      keep(
        await send(hold.itemId, (operationId, attempt) =>
          api.POST('/api/room/{sessionId}/holds/{holdId}/confirm', {
            params: { path: { ...path(), holdId: hold.id } },
            headers: attempt.headers,
            body: withProof({ operationId, way, stationId }, attempt),
          }),
        ),
      ),
    release: async (hold: Hold): Promise<Hold> =>
      keep(
        await send(hold.itemId, (operationId, { headers }) =>
          api.DELETE('/api/room/{sessionId}/holds/{holdId}', {
            params: { path: { ...path(), holdId: hold.id }, query: { operationId } },
            headers,
          }),
        ),
      ),
    wait: async (item: RoomItem, quantity: number): Promise<Wait> => {
      const wait = await send(item.id, (operationId, attempt) =>
        api.POST('/api/room/{sessionId}/waiting', {
          params: { path: path() },
          headers: attempt.headers,
          body: withProof({ operationId, itemId: item.id, quantity, region: served(item) }, attempt),
        }),
      );
      room.waiting.value = [...room.waiting.value.filter((one) => one.itemId !== wait.itemId), wait];
      return wait;
    },
    leave: async (itemId: string): Promise<void> => {
      await send(itemId, (operationId, { headers }) =>
        api.DELETE('/api/room/{sessionId}/waiting/{itemId}', { params: { path: { ...path(), itemId }, query: { operationId } }, headers }),
      );
      room.waiting.value = room.waiting.value.filter((one) => one.itemId !== itemId);
    },
    keepContact: async (phone: string): Promise<void> => {
      const { masked } = await send('contact', (operationId, attempt) =>
        api.PUT('/api/room/{sessionId}/contact', {
          params: { path: path() },
          headers: attempt.headers,
          body: withProof({ operationId, phone, consent }, attempt),
        }),
      );
      room.contact.value = masked;
    },
    forgetContact: async (): Promise<void> => {
      await send('contact', (operationId, { headers }) =>
        api.DELETE('/api/room/{sessionId}/contact', { params: { path: path(), query: { operationId } }, headers }),
      );
      room.contact.value = null;
    },
  };
}

export type Holding = ReturnType<typeof useHolding>;
