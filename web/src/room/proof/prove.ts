import type { Proof } from '../../kit/api/client';

/** Harder than this is a mistake of whoever asks: an old phone would work for minutes. */
const mostBits = 26;
const slice = 400;

/** Solves a challenge in a worker; where workers are refused (some in-app browsers), in small slices that leave the page time to draw. */
export async function prove(challenge: string, bits: number): Promise<Proof> {
  if (!Number.isInteger(bits) || bits < 0 || bits > mostBits) throw new RangeError(`A proof of ${bits} bits is not looked for.`);
  return { challenge, nonce: await inWorker(challenge, bits).catch(() => inSlices(challenge, bits)) };
}

function inWorker(challenge: string, bits: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./solver.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<string>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (failed) => {
      worker.terminate();
      reject(new Error(failed.message));
    };
    worker.postMessage({ challenge, bits });
  });
}

async function inSlices(challenge: string, bits: number): Promise<string> {
  const { solve } = await import('./solve');
  for (let from = 0; ; from += slice) {
    const nonce = solve(challenge, bits, from, slice);
    if (nonce !== null) return nonce;
    await new Promise((resolve) => setTimeout(resolve));
  }
}
