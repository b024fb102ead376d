import type { ModeratedComment } from '../kit/api/documents';

export type Filter = 'all' | 'held' | 'hidden';

/** Why something is hidden or somebody is muted; the word in the moderator's language goes into the record. */
export const reasons = ['none', 'ad', 'abuse', 'privacy', 'flood', 'false'] as const;
export type Reason = (typeof reasons)[number];

/** Full width and capitals make no difference to somebody who searches. */
const level = (text: string) => text.normalize('NFKC').toLowerCase();

/** Whether a comment is among what is shown: by state, and by its text, its author's name or number. */
export function matches(comment: ModeratedComment, filter: Filter, search: string): boolean {
  if (filter !== 'all' && comment.state !== filter) return false;
  const wanted = level(search.trim());
  return wanted === '' || [comment.text, comment.name ?? '', comment.tag].some((text) => level(text).includes(wanted));
}
