import type { AirDoc } from './document';

/** What the control room tells a preview frame. */
export interface PreviewOrder {
  preview: 'show';
  /** Rises with each order. */
  turn: number;
  document: AirDoc;
  animated: boolean;
}

/** Where something lies in a frame, in its own pixels. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a preview frame says. Somebody else's graphic can say it too: it is believed only as far as it does no harm. */
export type PreviewAnswer = { preview: 'ready' } | { preview: 'shown'; turn: number; failed: boolean; place: Place | null };

/** An answer as it may be used, or null: of known form, with a place that lies in the frame. */
export function readAnswer(data: unknown, width: number, height: number): PreviewAnswer | null {
  const said = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  if (said['preview'] === 'ready') return { preview: 'ready' };
  if (said['preview'] !== 'shown' || typeof said['turn'] !== 'number') return null;
  return { preview: 'shown', turn: said['turn'], failed: said['failed'] === true, place: readPlace(said['place'], width, height) };
}

function readPlace(data: unknown, frameWidth: number, frameHeight: number): Place | null {
  if (typeof data !== 'object' || data === null) return null;
  const { x, y, width, height } = data as Record<string, unknown>;
  if (typeof x !== 'number' || typeof y !== 'number' || typeof width !== 'number' || typeof height !== 'number') return null;
  const lies = x >= 0 && y >= 0 && width >= 40 && height >= 40 && x + width <= frameWidth + 1 && y + height <= frameHeight + 1;
  return lies ? { x, y, width, height } : null;
}
