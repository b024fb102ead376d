import { Problem } from '../../kit/api/problem';

/** Fetches a file and gives it to the browser under the server's name. A refusal is a problem with its sentence, not a broken file. */
export async function download(address: string): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(address, { credentials: 'same-origin' });
  } catch {
    throw new Problem('offline', 0);
  }
  if (!answer.ok) throw Problem.of(answer.status, await answer.json().catch(() => null));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = nameOf(answer.headers.get('content-disposition') ?? '') ?? 'studio';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** RFC 6266: the name in its own alphabet. */
export function nameOf(disposition: string): string | null {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (wide) return decodeURIComponent(wide);
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? null;
}
