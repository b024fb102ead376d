import { sameEdit, type Edit } from './edit';

/** An edit that the studio does not have yet, or of which this page does not know that it has it. */
export interface Pending {
  clip: string;
  /** The revision that it was made upon. */
  revision: number;
  /** Repeated with every try, so that an edit whose answer was lost is done once. */
  operationId: string;
  edit: Edit;
  /** What the clip was at `revision`: for showing both when somebody else was faster. */
  base: Edit;
}

/** The edits of one clip on their way. */
export interface Out {
  /** Sent, or to be sent, under its operation id: its content is fixed. */
  sending: Pending | null;
  /** What was decided since. */
  next: Edit | null;
  /** Somebody else's, that came between. */
  theirs: { revision: number; edit: Edit } | null;
}

export const empty: Out = { sending: null, next: null, theirs: null };

export const isEmpty = (out: Out): boolean => !out.sending && !out.next && !out.theirs;

/** The newest that this person decided; null: nothing is on its way. */
export const wished = (out: Out): Edit | null => out.next ?? out.sending?.edit ?? null;

/** Somebody decided something. */
export function wish(out: Out, edit: Edit): Out {
  if (!out.sending) return { ...out, next: edit };
  return { ...out, next: sameEdit(out.sending.edit, edit) ? null : edit };
}

/** Fixes what is sent next; the same as before while something is under way or a conflict is open. */
export function take(out: Out, clip: string, revision: number, base: Edit, operationId: string): Out {
  if (out.sending || out.theirs || !out.next) return out;
  return { ...out, sending: { clip, revision, operationId, edit: out.next, base }, next: null };
}

/** The studio has it. */
export const saved = (out: Out): Out => ({ ...out, sending: null });

/** The studio refused it for good (not: no answer): it is not sent again by itself, and not forgotten. */
export const refused = (out: Out): Out => (out.sending ? { ...out, sending: null, next: out.next ?? out.sending.edit } : out);

/** Somebody else was faster. An equal edit is no conflict. */
export function stale(out: Out, revision: number, theirs: Edit): Out {
  const mine = wished(out);
  if (!mine || sameEdit(mine, theirs)) return empty;
  return { sending: null, next: mine, theirs: { revision, edit: theirs } };
}

/** Which of both it is to be. Mine is sent again, upon theirs. */
export const resolve = (out: Out, whose: 'mine' | 'theirs'): Out => (whose === 'mine' ? { ...out, theirs: null } : empty);

/** What the browser kept; nothing if it is not readable. */
export function readOut(text: string | null): Out {
  if (!text) return empty;
  try {
    const value = JSON.parse(text) as Partial<Out>;
    const isEdit = (edit: unknown): boolean => Array.isArray((edit as Edit | null)?.spans) && typeof (edit as Edit).title === 'string';
    const sending = value.sending && isEdit(value.sending.edit) && typeof value.sending.operationId === 'string' ? value.sending : null;
    const next = isEdit(value.next) ? (value.next as Edit) : null;
    const theirs = value.theirs && isEdit(value.theirs.edit) ? value.theirs : null;
    return { sending, next, theirs };
  } catch {
    return empty;
  }
}
