import type { BoardDoc, CountsDoc, OnAirDoc, Rundown, SessionDetail } from '../kit/api/documents';

/** What the screen needs to stand alone. */
export interface Kept {
  session: SessionDetail;
  rundown: Rundown | null;
  onAir: OnAirDoc | null;
  counts: CountsDoc | null;
  board: BoardDoc | null;
  /** When the server was last heard, by this device's clock. */
  heard: number;
  /** This device's clock minus the server's. */
  offset: number;
}

// One session only: a tablet stands in one room at a time.
const [stateKey, heardKey] = ['studio.host.state', 'studio.host.heard'];

/** Storage may be refused or full: then the screen lives without. */
export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See read().
  }
}

export function keep(state: Kept): void {
  write(stateKey, JSON.stringify({ ...state, session: { ...state.session, clips: [], overlays: [] } }));
  keepHeard(state.heard);
}

export const keepHeard = (heard: number): void => write(heardKey, String(heard));

export function kept(sessionId: string): Kept | null {
  try {
    const state = JSON.parse(read(stateKey) ?? 'null') as Kept | null;
    if (state?.session.id !== sessionId) return null;
    return { ...state, heard: Math.max(state.heard, Number(read(heardKey) ?? 0)) };
  } catch {
    return null;
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(stateKey);
    localStorage.removeItem(heardKey);
  } catch {
    // See read().
  }
}
