import { afterEach, describe, expect, it, vi } from 'vitest';
import { command, nextTry, type Attempt } from './client';
import { Problem } from './problem';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  ...(status < 300 ? { data: body } : { error: body }),
  response: new Response(null, { status, headers }),
});
const sent: { operationId: string; attempt: Attempt }[] = [];
const sending = (...answers: (ReturnType<typeof answer> | null)[]) => {
  sent.length = 0;
  return async (operationId: string, attempt: Attempt) => {
    sent.push({ operationId, attempt: { headers: { ...attempt.headers }, ...(attempt.proof ? { proof: attempt.proof } : {}) } });
    const next = answers.shift();
    if (!next) throw new TypeError('Failed to fetch');
    return next;
  };
};
const run = async <T>(work: Promise<T>): Promise<T> => {
  const done = work.catch((failure: unknown) => failure as T);
  await vi.runAllTimersAsync();
  return done;
};
vi.useFakeTimers();
afterEach(() => vi.clearAllTimers());

describe('a command', () => {
  it('that was lost is repeated under its operation id, and says that it is a repeat', async () => {
    expect(await run(command(sending(null, answer(200, 'done'))))).toBe('done');
    expect(sent[0]?.operationId).toBe(sent[1]?.operationId);
    expect(sent.map((one) => one.attempt.headers)).toEqual([{}, { 'Studio-Repeat': '1' }]);
  });
  it('proves what is asked for and is sent again with it, not as a repeat', async () => {
    const proof = { challenge: 'c', nonce: '7' };
    const needed = answer(429, { code: 'proof-needed', challenge: 'c', bits: 12 });
    const prove = vi.fn().mockResolvedValue(proof);
    expect(await run(command(sending(needed, answer(201, 'held')), { prove }))).toBe('held');
    expect(prove).toHaveBeenCalledWith('c', 12);
    expect(sent.map((one) => one.attempt)).toEqual([{ headers: {} }, { headers: {}, proof }]);
  });
  it('gives up proving after two challenges', async () => {
    const needed = () => answer(429, { code: 'proof-needed', challenge: 'c', bits: 12 });
    const failed = await run(command(sending(needed(), needed(), needed()), { prove: async () => ({ challenge: 'c', nonce: '1' }) }));
    expect([(failed as unknown as Problem).code, sent.length]).toEqual(['proof-needed', 3]);
  });
  it('waits as long as a busy studio asks, twice', async () => {
    const busy = () => answer(503, { code: 'busy' }, { 'Retry-After': '3' });
    const onBusy = vi.fn();
    const failed = await run(command(sending(busy(), busy(), busy()), { onBusy }));
    expect([(failed as unknown as Problem).code, sent.length, onBusy.mock.calls]).toEqual(['busy', 3, [[3_000], [3_000]]]);
    expect(sent.every((one) => !('Studio-Repeat' in one.attempt.headers))).toBe(true);
  });
  it('is not repeated after a refusal', () =>
    expect(nextTry(new Problem('sold-out', 409), { lost: 0, busy: 0, proofs: 0 }, true)).toEqual({ kind: 'give-up' }));
});
