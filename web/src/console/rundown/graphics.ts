/** The graphics that a card can be shown with. */
export interface Graphic {
  id: string;
  name: string | null;
}

export const builtInGraphics = ['lower-third', 'side-panel', 'big-price', 'sold-out', 'coming-next', 'origin'] as const;
const fallback: Graphic[] = builtInGraphics.map((id) => ({ id, name: null }));

let known: Promise<Graphic[]> | null = null;

/** Asked once per page, when somebody first wants to choose. A studio without the list has the built-in ones. */
export const graphics = (): Promise<Graphic[]> => (known ??= read().catch(() => fallback));

async function read(): Promise<Graphic[]> {
  const answer = await fetch('/api/graphics', { credentials: 'same-origin' });
  if (!answer.ok) return fallback;
  const list = (await answer.json()) as { id: string; name?: string | null; problem?: string | null }[];
  const usable = list.filter((one) => !one.problem).map(({ id, name }) => ({ id, name: name ?? null }));
  return usable.length > 0 ? usable : fallback;
}
