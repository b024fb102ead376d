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
  if (!answer.response.ok) throw Problem.of(answer.response.status, answer.error, answer.response.headers.get('Retry-After'));
  return answer.data as T;
}

/** A new operation id. `randomUUID` exists in secure contexts only, and a phone on the base's own network has none. */
export function newOperationId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A proof of work that the edge asked for: see {@link CommandHooks.prove}. */
export interface Proof {
  challenge: string;
  nonce: string;
}

/** What one try of a command adds to its request. */
export interface Attempt {
  headers: Record<string, string>;
  /** Body field `proof`, where the edge asked for one. */
  proof?: Proof;
}

/** What a page does meanwhile. */
export interface CommandHooks {
  /** Solves a challenge. Without it `proof-needed` is a refusal as any other. */
  prove?: (challenge: string, bits: number) => Promise<Proof>;
  /** The studio is busy; the command is sent again after so many ms. */
  onBusy?: (pause: number) => void;
}

const pauses = [300, 900, 2_000];
const [mostBusy, mostProofs, longestBusy] = [2, 2, 10_000];

/** How often a command was sent in vain, by why. */
export interface Tries {
  lost: number;
  busy: number;
  proofs: number;
}

/** What follows a failed try: send it again after a pause, prove first, or give up. */
export function nextTry(
  problem: Problem,
  tries: Tries,
  canProve: boolean,
): { kind: 'again' | 'busy'; pause: number } | { kind: 'prove' | 'give-up' } {
  if (problem.code === 'proof-needed') return { kind: canProve && tries.proofs < mostProofs ? 'prove' : 'give-up' };
  if (problem.code === 'busy') {
    if (tries.busy >= mostBusy) return { kind: 'give-up' };
    return { kind: 'busy', pause: Math.min(longestBusy, Math.max(300, problem.retryAfterMs ?? 1_000)) };
  }
  const pause = problem.status === 0 || problem.status === 503 ? pauses[tries.lost] : undefined;
  return pause === undefined ? { kind: 'give-up' } : { kind: 'again', pause };
}

/**
 * A mutating command. A lost line or a store that was away is repeated under the same operation id: it is done once. From then on each try
 * carries `Studio-Repeat`: the edge then looks for the first answer before it refuses anything early.
 */
export async function command<T>(
  send: (operationId: string, attempt: Attempt) => Promise<Answer<T>>,
  hooks: CommandHooks = {},
): Promise<T> {
  const operationId = newOperationId();
  const tries: Tries = { lost: 0, busy: 0, proofs: 0 };
  const attempt: Attempt = { headers: {} };
  for (;;) {
    try {
      return await ask(send(operationId, attempt));
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      const next = nextTry(failure, tries, hooks.prove !== undefined);
      if (!('pause' in next)) {
        if (next.kind === 'give-up' || !hooks.prove) throw failure;
        tries.proofs++;
        attempt.proof = await hooks.prove(String(failure.facts['challenge']), Number(failure.facts['bits']));
        continue;
      }
      if (next.kind === 'busy') {
        tries.busy++;
        hooks.onBusy?.(next.pause);
      } else {
        tries.lost++;
        attempt.headers['Studio-Repeat'] = '1';
      }
      await new Promise((resolve) => setTimeout(resolve, next.pause));
    }
  }
}
