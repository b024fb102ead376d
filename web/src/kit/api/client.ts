import createClient from 'openapi-fetch';
import { Problem } from './problem';
import type { paths } from './schema';

/** The edge. Use it through {@link ask} and {@link command}, which turn refusals into {@link Problem}s. */
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });

export interface Answer<T> {
  data?: T | undefined;
  error?: unknown;
  response: Response;
}

/** The data of an answer, or its problem thrown. */
export async function ask<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch {
    throw new Problem('offline', 0);
  }
  if (!answer.response.ok) throw Problem.of(answer.response.status, answer.error);
  return answer.data as T;
}

/** A new operation id. `randomUUID` exists in secure contexts only, and a phone on the base's own network has none. */
export function newOperationId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const pauses = [300, 900, 2_000];

/** A mutating command. A lost line or a store that was away is repeated under the same operation id: it is done once. */
export async function command<T>(send: (operationId: string) => Promise<Answer<T>>): Promise<T> {
  const operationId = newOperationId();
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask(send(operationId));
    } catch (failure) {
      const pause = pauses[attempt];
      if (!(failure instanceof Problem) || (failure.status !== 0 && failure.status !== 503) || pause === undefined) throw failure;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
