/** What a line of quick entry asks for: showcase numbers in their order, and the pieces that were not understood. */
export interface QuickEntry {
  numbers: number[];
  /** Pieces as they were typed, in their order. */
  unknown: string[];
}

/** The most items that one line may add: a slip such as `1-9999` must not fill the plan. */
export const mostAtOnce = 500;

/** `1,4,7-9`, `１，４、７～９`, `3号 5号`, `9-7` (backwards). */
export function readNumbers(text: string): QuickEntry {
  const entry: QuickEntry = { numbers: [], unknown: [] };
  const clean = text
    .normalize('NFKC')
    .replace(/[~‐‑‒–—―−〜至到]+/g, '-')
    .replace(/\s*-\s*/g, '-')
    .replace(/#\s*(?=\d)/g, '')
    .replace(/(\d)\s*(?:号链接|号|號)/g, '$1 ')
    .replace(/ +-/g, '-')
    .replace(/- +/g, '-');
  for (const piece of clean.split(/[\s,、。;.]+/).filter(Boolean)) {
    const match = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(piece);
    const from = Number(match?.[1]);
    const to = match?.[2] === undefined ? from : Number(match[2]);
    const length = Math.abs(to - from) + 1;
    if (!match || from === 0 || to === 0 || entry.numbers.length + length > mostAtOnce) {
      entry.unknown.push(piece);
      continue;
    }
    for (let i = 0; i < length; i++) entry.numbers.push(from + (to < from ? -i : i));
  }
  return entry;
}

/** Minutes and seconds as people write them: `3`, `3:30`, `３：３０`, `90s`, `90秒`, `1:10:00`, `2分30秒`. Null: not a time. Empty is 0. */
export function readDuration(text: string): number | null {
  const clean = text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  if (!clean) return 0;
  const words = /^(?:(\d{1,2})(?:小时|时|h))?(?:(\d{1,3})(?:分钟|分|min|m))?(?:(\d{1,5})(?:秒|s))?$/.exec(clean);
  if (words) return Number(words[1] ?? 0) * 3600 + Number(words[2] ?? 0) * 60 + Number(words[3] ?? 0);
  const clock = /^(?:(\d{1,2}):)?(\d{1,3})(?::(\d{2}))?$/.exec(clean);
  if (!clock) return null;
  const [, first, second, third] = clock;
  if (third !== undefined)
    return first === undefined ? Number(second) * 60 + Number(third) : Number(first) * 3600 + Number(second) * 60 + Number(third);
  return first === undefined ? Number(second) * 60 : /:\d{2}$/.test(clean) ? Number(first) * 60 + Number(second) : null;
}

/** Seconds as they are typed into a field: `3:30`, over an hour `1:10:00`, not planned: empty. */
export function writeDuration(seconds: number): string {
  if (seconds <= 0) return '';
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
