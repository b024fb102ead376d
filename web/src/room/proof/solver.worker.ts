import { solve } from './solve';

/** Looks for a proof away from the page's own thread. Told: challenge and bits. Tells: the nonce. */
onmessage = ({ data }: MessageEvent<{ challenge: string; bits: number }>) => {
  for (let from = 0; ; from += 100_000) {
    const nonce = solve(data.challenge, data.bits, from, 100_000);
    if (nonce !== null) {
      postMessage(nonce);
      return;
    }
  }
};
