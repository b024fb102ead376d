import { api, command } from '../../kit/api/client';
import type { Account, KeptSession } from '../../kit/api/documents';

/** What a manager can do about the keeping of a session. */
export type Act = 'years' | 'hold' | 'lift' | 'ask' | 'confirm' | 'takeBack';

/** What can be done to one that stands so, the likeliest first. */
export function actsOf(session: KeptSession): Act[] {
  switch (session.state) {
    case 'onHold':
      return ['lift', 'years'];
    case 'expired':
      return ['hold', 'years', 'ask'];
    case 'asked':
      return ['hold', 'takeBack', 'confirm'];
    case 'deleting':
    case 'deleted':
      return [];
    default:
      return ['hold', 'years'];
  }
}

/** Whether the second step wants the title typed: where the first was one's own. */
export const wantsTitle = (session: KeptSession, account: Account | null): boolean => session.asked?.by === account?.name;

/** What the dialog collects. */
export interface Words {
  years: number;
  why: string;
  title: string;
}

/** Carries it out. */
export function carryOut(act: Act, id: string, words: Words): Promise<KeptSession> {
  const params = { path: { id } };
  return command((operationId) => {
    switch (act) {
      case 'years':
        return api.POST('/api/sessions/{id}/keeping/years', { params, body: { operationId, years: words.years } });
      case 'hold':
        return api.POST('/api/sessions/{id}/keeping/hold', { params, body: { operationId, why: words.why } });
      case 'lift':
        return api.POST('/api/sessions/{id}/keeping/lift', { params, body: { operationId, why: words.why } });
      case 'ask':
        return api.POST('/api/sessions/{id}/keeping/deletion', { params, body: { operationId, why: words.why } });
      case 'confirm':
        return api.POST('/api/sessions/{id}/keeping/deletion/confirm', { params, body: { operationId, title: words.title || null } });
      case 'takeBack':
        return api.POST('/api/sessions/{id}/keeping/deletion/take-back', { params, body: { operationId } });
    }
  });
}
