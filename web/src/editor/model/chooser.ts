import type { Clip, Stage } from '../types';

/** What the list shows: `open` is all that still needs somebody. */
export const filters = ['open', 'candidate', 'draft', 'rendering', 'ready', 'approved', 'handedOver', 'dropped', 'all'] as const;
export type Filter = (typeof filters)[number];

const inFilter = (filter: Filter, stage: Stage) =>
  filter === 'all' || (filter === 'open' ? stage !== 'dropped' && stage !== 'handedOver' : stage === filter);

/** Clips that are shown, best first as the studio ranked them; equal ranks by time. */
export function shown(clips: Iterable<Clip>, filter: Filter, words: string): Clip[] {
  const wanted = words.trim().toLocaleLowerCase();
  return [...clips]
    .filter((clip) => inFilter(filter, clip.stage))
    .filter((clip) => !wanted || `${clip.title} ${clip.card?.name ?? ''} ${clip.assignee ?? ''}`.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => b.rank - a.rank || from(a).localeCompare(from(b)) || a.id.localeCompare(b.id));
}

const from = (clip: Clip) => clip.spans[0]?.from ?? '';

export function counts(clips: Iterable<Clip>): Record<Filter, number> {
  const all = [...clips];
  return Object.fromEntries(filters.map((filter) => [filter, all.filter((clip) => inFilter(filter, clip.stage)).length])) as Record<
    Filter,
    number
  >;
}

/** The clip before or after one in a list; without one, the first. */
export function neighbour(list: readonly Clip[], id: string | null, by: number): Clip | null {
  const place = list.findIndex((clip) => clip.id === id);
  if (place < 0) return list[0] ?? null;
  return list[Math.min(Math.max(place + by, 0), list.length - 1)] ?? null;
}

/** What can be done with a clip as it stands. */
export const may = {
  edit: (stage: Stage) => stage === 'candidate' || stage === 'draft' || stage === 'rendering' || stage === 'ready',
  render: (stage: Stage) => stage === 'candidate' || stage === 'draft' || stage === 'ready',
  approve: (stage: Stage) => stage === 'ready',
  return: (stage: Stage) => stage === 'approved',
  handOver: (stage: Stage) => stage === 'approved',
  drop: (stage: Stage) => stage !== 'dropped' && stage !== 'handedOver',
  restore: (stage: Stage) => stage === 'dropped',
  cancel: (stage: Stage) => stage === 'rendering',
} as const;
