import type { HlsDistance } from '../kit/useHls';

/** How much faster a player catches up at most. */
const fastest = 1.25;

/**
 * How far behind the newest picture to play, in seconds, for segments of that length. A segment can be loaded when it is over, so less than its length and the
 * time to load it cannot play smoothly: 4 s for our own segments of 2 s. Who is more than `most` behind jumps; less, and the player catches up by itself.
 */
export const distance = (segment: number): HlsDistance => {
  const aim = segment + Math.max(2, segment / 2);
  return { aim, most: aim + 4 };
};

/** Who is this far behind (ms) is told so, and how to come back. Nearer than this nobody winds: it is live. */
export const lateFrom = (segment: number): number => (distance(segment).most + 4) * 1_000;

/** hls.js close to the live edge. */
export const liveSettings = {
  lowLatencyMode: true,
  liveSyncDuration: distance(2).aim,
  liveMaxLatencyDuration: distance(2).most,
  maxLiveSyncPlaybackRate: fastest,
  startPosition: -1,
  // A phone has little memory.
  backBufferLength: 10,
  maxBufferLength: 10,
  maxMaxBufferLength: 14,
} as const;

/** The same for who winds back, and may come back to live: nothing jumps by itself. */
export const windSettings = {
  ...liveSettings,
  liveMaxLatencyDuration: Infinity,
  backBufferLength: 30,
  maxBufferLength: 20,
  maxMaxBufferLength: 30,
} as const;

/** A recording that is over. */
export const replaySettings = { maxBufferLength: 20 } as const;

/** One press winds so far, in ms. */
export const step = 30_000;

/** Where a press leads: not before the recording's begin; null: to the newest picture. */
export function windTo(wall: number, since: number | null, now: number, late = lateFrom(2)): number | null {
  return now - wall < late ? null : Math.max(wall, since ?? -Infinity);
}
