import { sha256 } from '@noble/hashes/sha2';
import { utf8ToBytes } from '@noble/hashes/utils';

/** How many zero bits a hash begins with. */
export function leadingZeroBits(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte === 0) bits += 8;
    else return bits + Math.clz32(byte) - 24;
  }
  return bits;
}

/**
 * The first nonce from `from` on (decimal) for which SHA-256(`challenge:nonce`) begins with `bits` zero bits; null when none of the next
 * `most` is one. crypto.subtle is absent on plain http, and its promises would cost more than the hash.
 */
export function solve(challenge: string, bits: number, from: number, most: number): string | null {
  const start = sha256.create().update(utf8ToBytes(`${challenge}:`));
  for (let n = from; n < from + most; n++) {
    const nonce = String(n);
    if (leadingZeroBits(start.clone().update(utf8ToBytes(nonce)).digest()) >= bits) return nonce;
  }
  return null;
}
