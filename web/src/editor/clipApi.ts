import { api, ask, command } from '../kit/api/client';
import type { Edit } from './model/edit';
import { bodyOf, type ClaimChoice } from './types';

const of = (id: string) => ({ path: { id } });

/** The edge's clips. */
export const clipApi = {
  list: (session: string) => ask(api.GET('/api/sessions/{id}/clips', { params: of(session) })),
  one: (id: string) => ask(api.GET('/api/clips/{id}', { params: of(id) })),
  tighten: (id: string) => ask(api.GET('/api/clips/{id}/tighten', { params: of(id) })),
  analysis: (session: string) => ask(api.GET('/api/sessions/{id}/analysis', { params: of(session) })),
  presets: () => ask(api.GET('/api/clips/presets')),
  /** Saves an edit under an operation id that is repeated until an answer came. */
  edit: (id: string, operationId: string, revision: number, edit: Edit, again: boolean) =>
    ask(
      api.PUT('/api/clips/{id}/edit', {
        params: of(id),
        body: { operationId, revision, ...bodyOf(edit) },
        headers: again ? { 'Studio-Repeat': '1' } : {},
      }),
    ),
  make: (session: string, title: string, edit: Edit, itemId: string | null) =>
    command((operationId, { headers }) =>
      api.POST('/api/sessions/{id}/clips', {
        params: of(session),
        body: { operationId, title, itemId, spans: bodyOf(edit).spans },
        headers,
      }),
    ),
  split: (id: string, revision: number, at: string) =>
    command((operationId, { headers }) =>
      api.POST('/api/clips/{id}/split', { params: of(id), body: { operationId, revision, at }, headers }),
    ),
  join: (ids: string[]) => command((operationId, { headers }) => api.POST('/api/clips/join', { body: { operationId, ids }, headers })),
  approve: (ids: string[]) =>
    command((operationId, { headers }) => api.POST('/api/clips/approve', { body: { operationId, ids }, headers })),
  render: (id: string, presets: string[]) =>
    command((operationId, { headers }) => api.POST('/api/clips/{id}/render', { params: of(id), body: { operationId, presets }, headers })),
  claims: (id: string, revision: number, choice: ClaimChoice, note: string) =>
    command((operationId, { headers }) =>
      api.POST('/api/clips/{id}/claims', { params: of(id), body: { operationId, revision, choice, note }, headers }),
    ),
  assign: (id: string, accountId: string | null) =>
    command((operationId, { headers }) =>
      api.POST('/api/clips/{id}/assign', { params: of(id), body: { operationId, accountId }, headers }),
    ),
  comment: (id: string, text: string) =>
    command((operationId, { headers }) => api.POST('/api/clips/{id}/comments', { params: of(id), body: { operationId, text }, headers })),
  giveBack: (id: string, comment: string) =>
    command((operationId, { headers }) => api.POST('/api/clips/{id}/return', { params: of(id), body: { operationId, comment }, headers })),
  act: (id: string, what: 'retry' | 'cancel' | 'drop' | 'restore' | 'approve' | 'hand-over') =>
    command((operationId, { headers }) => api.POST(`/api/clips/{id}/${what}`, { params: of(id), body: { operationId }, headers })),
};
