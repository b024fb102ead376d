/** How far behind the newest picture a viewer may be, in seconds. Our segments are 2 s: two of them are the least that plays smoothly. */
export const [aim, most, fastest] = [4, 6, 1.25];

/** hls.js close to the live edge: it catches up by playing up to a quarter faster, and jumps only when it is more than {@link most} behind. */
export const liveSettings = {
  lowLatencyMode: true,
  liveSyncDuration: aim,
  liveMaxLatencyDuration: most,
  maxLiveSyncPlaybackRate: fastest,
  startPosition: -1,
  // A phone has little memory, and nobody winds back in a live room.
  backBufferLength: 10,
  maxBufferLength: 10,
  maxMaxBufferLength: 14,
} as const;
