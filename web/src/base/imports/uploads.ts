import { shallowReactive } from 'vue';
import { Upload, type DetailedError } from 'tus-js-client';
import { api, command } from '../../kit/api/client';
import type { Import } from '../../kit/api/documents';
import { Problem } from '../../kit/api/problem';
import { markOf } from './mark';
import { Pace } from './pace';

/** A file on its way, as long as this page lives. After a reload it is found again by its mark. */
export interface Running {
  readonly id: string;
  readonly file: File;
  readonly pace: Pace;
  sent: number;
  paused: boolean;
  /** It waits for the one before it. */
  waits: boolean;
  failure: unknown;
}

const piece = 16 * 1024 * 1024;
// A line in a village is away for minutes; each piece that arrives begins the count anew.
const pauses = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 60_000, 60_000];

/** All that this page sends. They outlive the page about imports: who looks at a session meanwhile does not stop them. */
export const running = shallowReactive(new Map<string, Running>());
const senders = new Map<string, Upload>();
let told: (() => void) | null = null;

/** Who wants to know when one has ended. */
export const onEnded = (tell: (() => void) | null) => (told = tell);

const set = (id: string, change: Partial<Running>) => {
  const now = running.get(id);
  if (now) running.set(id, { ...now, ...change });
};

/** Announces a file, or finds the upload of the same file that was broken off, and sends what is missing. */
export async function send(file: File, sessionId: string, known: readonly Import[]): Promise<Import> {
  const mark = await markOf(file);
  const before = known.find((one) => one.state === 'uploading' && one.mine && one.mark === mark && one.bytes === file.size);
  const made =
    before ??
    (await command((operationId) =>
      api.POST('/api/imports', { body: { operationId, sessionId, name: file.name, bytes: file.size, mark } }),
    ));
  goOn(made, file);
  return made;
}

/** Whether a file is the one of an upload that was broken off. */
export const isSame = async (file: File, broken: Import) => file.size === broken.bytes && (await markOf(file)) === broken.mark;

/** Sends what is missing of a file. */
export function goOn(upload: Import, file: File): void {
  if (senders.has(upload.id)) return;
  running.set(upload.id, { id: upload.id, file, pace: new Pace(), sent: upload.receivedBytes, paused: false, waits: true, failure: null });
  senders.set(upload.id, senderOf(upload.id, file));
  next();
}

export function pause(id: string): void {
  void senders.get(id)?.abort();
  running.get(id)?.pace.forget();
  set(id, { paused: true, waits: false });
  next();
}

export function resume(id: string): void {
  set(id, { paused: false, failure: null, waits: true });
  next();
}

/** Stops sending; the import itself is cancelled by its command. */
export function drop(id: string): void {
  void senders.get(id)?.abort();
  forget(id);
}

function forget(id: string): void {
  senders.delete(id);
  running.delete(id);
  next();
}

// One after the other: two halves of two files are of no use to anybody.
function next(): void {
  const all = [...running.values()];
  if (all.some((one) => !one.paused && !one.waits && !one.failure)) return;
  const first = all.find((one) => one.waits);
  if (!first) return;
  set(first.id, { waits: false });
  senders.get(first.id)?.start();
}

function senderOf(id: string, file: File): Upload {
  return new Upload(file, {
    uploadUrl: `${location.origin}/api/imports/${id}/upload`,
    chunkSize: piece,
    retryDelays: pauses,
    storeFingerprintForResuming: false,
    removeFingerprintOnSuccess: true,
    onShouldRetry: (failed) => mayPass((failed as DetailedError).originalResponse?.getStatus() ?? 0),
    onProgress: (sent) => {
      running.get(id)?.pace.note(sent, Date.now());
      set(id, { sent, failure: null });
    },
    onSuccess: () => {
      forget(id);
      told?.();
    },
    onError: (failed) => {
      set(id, { failure: problemOf(failed as DetailedError) });
      next();
      told?.();
    },
  });
}

/** Whether a failure passes by itself: a line that broke, a studio that starts again, a piece that is still being written. */
export const mayPass = (status: number) =>
  status === 0 || status === 409 || status === 423 || status === 429 || (status >= 500 && status !== 507);

/** What the studio said to a piece that it did not take. */
export function problemOf(failed: Pick<DetailedError, 'originalResponse'>): Problem {
  const answer = failed.originalResponse;
  if (!answer) return new Problem('offline', 0);
  let body: unknown;
  try {
    body = JSON.parse(answer.getBody());
  } catch {
    body = null;
  }
  return Problem.of(answer.getStatus(), body);
}

// Closing the page stops what it sends; what arrived is kept, and the same file goes on from there.
addEventListener('beforeunload', (event) => {
  if ([...running.values()].some((one) => !one.paused && !one.failure)) event.preventDefault();
});
