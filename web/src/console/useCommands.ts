import { api, command } from '../kit/api/client';
import type { Schemas } from '../kit/api/documents';
import type { Console } from './useConsole';

export type OfferWish = Omit<Schemas['NewOffer'], 'operationId'>;

export interface AutoPopPlan {
  itemIds: string[];
  everySeconds: number;
  showSeconds: number;
  jitterSeconds: number;
  times: number;
}

const picture = (file: File) => ({
  body: file as never,
  bodySerializer: (body: unknown) => body as Blob,
  headers: { 'content-type': 'application/octet-stream' },
});

/** What can be commanded beside take and clear. */
export function useCommands(room: Console) {
  const { act, sessionId } = room;
  const params = { path: { id: sessionId } };
  const of = (itemId: string) => ({ path: { id: sessionId, itemId } });

  /**
   * Panic (紧急清屏) and its end. Not one of the commands that wait for each other, and never refused because somebody else has the
   * controls. It is carried out before it is stored; the answer says whether the log has it.
   */
  async function blank(on: boolean): Promise<boolean> {
    let stored = true;
    const done = await room.run(async () => {
      const answer = await command((operationId) => api.POST('/api/sessions/{id}/blank', { params, body: { operationId, on } }));
      room.blankTold.value = { on: answer.on, version: answer.version };
      stored = answer.stored;
    });
    if (!stored) room.storeAway.value = true;
    return done;
  }

  return {
    blank,
    /** `confirmed`: although their holder is in the control room. */
    control: (take: boolean, confirmed: boolean) =>
      act('control', (operationId) => api.POST('/api/sessions/{id}/control', { params, body: { operationId, take, confirmed } })),
    rehearsal: (on: boolean) =>
      act('rehearsal', (operationId) => api.POST('/api/sessions/{id}/rehearsal', { params, body: { operationId, on } })),
    autoPop: (plan: AutoPopPlan | null) =>
      act('auto-pop', (operationId) => api.POST('/api/sessions/{id}/auto-pop', { params, body: { operationId, plan } })),
    message: (text: string, urgent: boolean) =>
      act('message', (operationId) => api.POST('/api/sessions/{id}/messages', { params, body: { operationId, text, urgent } })),
    /** How much a viewer has to prove before a hold. */
    proofOfViewers: (mode: Schemas['ProofMode']) =>
      act('proof', (operationId) => api.POST('/api/sessions/{id}/proof', { params, body: { operationId, mode } })),
    theme: (look: { primary: string | null; accent: string | null; keepLogo: boolean; stamp: boolean }) =>
      act('theme', (operationId) => api.POST('/api/sessions/{id}/theme', { params, body: { operationId, ...look } })),
    logo: (file: File) =>
      act('logo', (operationId) =>
        api.PUT('/api/sessions/{id}/theme/logo', { params: { ...params, query: { operationId } }, ...picture(file) }),
      ),
    price: (itemId: string, priceFen: number) =>
      act(`price ${itemId}`, (operationId) =>
        api.POST('/api/sessions/{id}/items/{itemId}/price', { params: of(itemId), body: { operationId, priceFen } }),
      ),
    hidePrice: (itemId: string, hidden: boolean) =>
      act(`hide ${itemId}`, (operationId) =>
        api.POST('/api/sessions/{id}/items/{itemId}/hide-price', { params: of(itemId), body: { operationId, hidden } }),
      ),
    offer: (itemId: string, wish: OfferWish) =>
      act(`offer ${itemId}`, (operationId) =>
        api.POST('/api/sessions/{id}/items/{itemId}/offer', { params: of(itemId), body: { operationId, ...wish } }),
      ),
    endOffer: (itemId: string) =>
      act(`offer ${itemId}`, (operationId) =>
        api.POST('/api/sessions/{id}/items/{itemId}/end-offer', { params: of(itemId), body: { operationId } }),
      ),
    withdraw: (itemId: string, withdrawn: boolean) =>
      act(`withdraw ${itemId}`, (operationId) =>
        api.POST('/api/sessions/{id}/items/{itemId}/withdraw', { params: of(itemId), body: { operationId, withdrawn } }),
      ),
    allot: (itemId: string, allotted: number, perBuyerLimit: number) =>
      act(`allot ${itemId}`, (operationId) =>
        api.POST('/api/sessions/{id}/items/{itemId}/allot', { params: of(itemId), body: { operationId, allotted, perBuyerLimit } }),
      ),
    bring: (itemId: string) =>
      act(`bring ${itemId}`, (operationId) =>
        api.POST('/api/sessions/{id}/items/{itemId}/push', { params: of(itemId), body: { operationId } }),
      ),
    prove: (itemId: string, wasPriceFen: number, note: string, file: File) =>
      act(`prove ${itemId}`, (operationId) =>
        api.PUT('/api/sessions/{id}/items/{itemId}/proof', {
          params: { ...of(itemId), query: { operationId, wasPriceFen, note } },
          ...picture(file),
        }),
      ),
    settle: (raiseId: string, allow: boolean) =>
      act(`raise ${raiseId}`, (operationId) =>
        api.POST('/api/sessions/{id}/raises/{raiseId}', { params: { path: { id: sessionId, raiseId } }, body: { operationId, allow } }),
      ),
    end: () =>
      room.run(
        async () =>
          (room.session.value = await command((operationId) => api.POST('/api/sessions/{id}/end', { params, body: { operationId } }))),
      ),
  };
}

export type Commands = ReturnType<typeof useCommands>;
