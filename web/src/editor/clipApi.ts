import { ask, command, type Answer } from '../kit/api/client';
import type { Edit } from './model/edit';
import { bodyOf, type Clip, type ClaimChoice, type Preset } from './types';

async function send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const content: unknown = response.headers.get('content-type')?.includes('json') ? await response.json() : undefined;
  return response.ok ? { data: content as T, response } : { error: content, response };
}
const get = <T>(path: string) => ask<T>(send('GET', path));
const post = <T>(path: string, body: object = {}) => command<T>((operationId, attempt) => send('POST', path, { operationId, ...body }, attempt.headers)); // prettier-ignore
const of = (id: string) => `/api/clips/${encodeURIComponent(id)}`;

/** The edge's clips. */
export const clipApi = {
  list: (session: string) => get<Clip[]>(`/api/sessions/${encodeURIComponent(session)}/clips`),
  one: (id: string) => get<Clip>(of(id)),
  presets: () => get<Preset[]>('/api/clips/presets'),
  /** Saves an edit under an operation id that is repeated until an answer came. */
  edit: (id: string, operationId: string, revision: number, edit: Edit, again: boolean) =>
    ask<Clip>(send('PUT', `${of(id)}/edit`, { operationId, revision, ...bodyOf(edit) }, again ? { 'Studio-Repeat': '1' } : {})),
  make: (session: string, title: string, edit: Edit, itemId: string | null) =>
    post<Clip>(`/api/sessions/${encodeURIComponent(session)}/clips`, { title, itemId, spans: bodyOf(edit).spans }),
  split: (id: string, revision: number, at: string) => post<unknown>(`${of(id)}/split`, { revision, at }),
  join: (ids: readonly string[]) => post<unknown>('/api/clips/join', { ids }),
  render: (id: string, presets: readonly string[]) => post<Clip>(`${of(id)}/render`, { presets }),
  claims: (id: string, revision: number, choice: ClaimChoice, note: string) => post<Clip>(`${of(id)}/claims`, { revision, choice, note }),
  assign: (id: string, accountId: string | null) => post<Clip>(`${of(id)}/assign`, { accountId }),
  comment: (id: string, text: string) => post<Clip>(`${of(id)}/comments`, { text }),
  giveBack: (id: string, comment: string) => post<Clip>(`${of(id)}/return`, { comment }),
  act: (id: string, what: 'retry' | 'cancel' | 'drop' | 'restore' | 'approve' | 'hand-over') => post<Clip>(`${of(id)}/${what}`),
  approve: (ids: readonly string[]) => post<unknown>('/api/clips/approve', { ids }),
};
