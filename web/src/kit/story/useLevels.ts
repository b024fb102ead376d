/** Pairs that are asked for at once: some minutes, 32 kB. */
const chunk = 16_384;

/** The waveform as it is needed: one pair per segment for the view over hours, every pair where it is looked at closely. */
export function useLevels(folder: () => string, loaded: () => void) {
  let overview: Int8Array = new Int8Array(0);
  let known = -1;
  const chunks = new Map<number, { levels: Int8Array; of: number }>();

  /** Pairs of a file from byte `from` to before `to`; the whole file without them. */
  async function ask(name: string, from = 0, to = 0): Promise<Int8Array | null> {
    // Not from the browser's memory: it mixes pieces of a file that grows with pieces of what it was.
    const range = to > 0 ? { headers: { Range: `bytes=${from}-${to - 1}` } } : {};
    const answer = await fetch(folder() + name, { cache: 'no-store', ...range }).catch(() => null);
    if (!answer?.ok) return null;
    const bytes = new Int8Array(await answer.arrayBuffer());
    // A proxy that knows no ranges sends everything.
    return to > 0 && answer.status === 200 ? bytes.slice(from, to) : bytes;
  }

  return {
    /** One pair per tile. */
    overview(tiles: number): Int8Array {
      if (tiles !== known) {
        known = tiles;
        void ask('overview.bin').then((levels) => {
          if (levels) overview = levels;
          loaded();
        });
      }
      return overview;
    },
    /** The pairs from `first` to `next` of the `all` that there are; what is not here yet is asked for. */
    pairs(first: number, next: number, all: number): Int8Array {
      const levels = new Int8Array(Math.max(0, next - first) * 2);
      for (let number = Math.floor(first / chunk); number * chunk < next; number++) {
        const end = Math.min(all, (number + 1) * chunk);
        const have = chunks.get(number);
        if (!have || have.of < end) {
          chunks.set(number, { levels: have?.levels ?? new Int8Array(0), of: end });
          void ask('peaks.bin', number * chunk * 2, end * 2).then((got) => {
            if (got) chunks.set(number, { levels: got, of: end });
            else setTimeout(() => chunks.delete(number), 5_000); // not at once again: the line may be away
            loaded();
          });
        }
        const begin = number * chunk;
        for (let pair = Math.max(first, begin); have && pair < Math.min(next, begin + have.levels.length / 2); pair++) {
          levels[(pair - first) * 2] = have.levels[(pair - begin) * 2] as number;
          levels[(pair - first) * 2 + 1] = have.levels[(pair - begin) * 2 + 1] as number;
        }
      }
      return levels;
    },
  };
}
