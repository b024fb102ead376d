import type { HlsConfig } from 'hls.js';
import Hls from 'hls.js/light';
import { onBeforeUnmount, onMounted, watch, type ShallowRef } from 'vue';
import { mediaAt, wallAt, type Placed } from './wallClock';

/** Pause before the n-th try to open the picture again: 1 s, doubling to 8 s. */
export const pauseBefore = (attempt: number): number => Math.min(8_000, 1_000 * 2 ** Math.min(attempt, 6));

/** What plays where: {@link useHls} opens it again whenever `source` answers something else. */
export interface HlsSource {
  src: string;
  settings: Partial<HlsConfig>;
}

/** How far behind the newest picture to play, and from where on to jump, in seconds. */
export interface HlsDistance {
  aim: number;
  most: number;
}

export interface HlsOptions {
  source: () => HlsSource;
  /** There is a picture to be played. */
  ready: () => void;
  /** It broke off; it is tried again until it is there: a recording that has not begun, a server that restarts, a line that is away. */
  broken?: () => void;
  /** The distance for segments of so many seconds; asked for with every news of the recording. */
  distance?: (segment: number) => HlsDistance;
  /** hls.js was made, and loads nothing yet: the place to listen to it. */
  made?: (hls: Hls) => void;
}

/** iPhones' own player says when its media time zero was. */
type DatedVideo = HTMLVideoElement & { getStartDate?: () => Date };

/** Plays a recording, which may still grow, in a video element: with hls.js, and where the browser does not know that, as the browser does. */
export function useHls(video: Readonly<ShallowRef<HTMLVideoElement | null>>, { source, ready, broken, distance, made }: HlsOptions) {
  let hls: Hls | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;

  function open() {
    close();
    const element = video.value;
    if (!element) return;
    const { src, settings } = source();
    if (!Hls.isSupported()) {
      element.src = src; // iPhones play HLS themselves
      ready();
      return;
    }
    // What a playlist says beside the segments is read from it; as cues of a text track it would need a source that the page's policy refuses.
    hls = new Hls({ enableDateRangeMetadataCues: false, ...settings });
    hls.on(Hls.Events.ERROR, (_, error) => {
      if (error.fatal) retry();
    });
    hls.on(Hls.Events.MANIFEST_PARSED, ready);
    hls.on(Hls.Events.LEVEL_LOADED, keepDistance);
    made?.(hls);
    hls.loadSource(src);
    hls.attachMedia(element);
  }

  function retry() {
    broken?.();
    clearTimeout(again);
    again = setTimeout(open, pauseBefore(attempt++));
  }

  function close() {
    clearTimeout(again);
    hls?.destroy();
    hls = null;
  }

  function keepDistance() {
    const target = hls?.latestLevelDetails?.targetduration;
    if (!hls || !distance || target === undefined) return;
    const { aim, most } = distance(target);
    // Saying it anew forgets the stalls that hls.js has seen.
    if (hls.config.liveSyncDuration !== aim) hls.targetLatency = aim;
    hls.config.liveMaxLatencyDuration = most;
  }

  const newest = (element: HTMLVideoElement) => (element.seekable.length ? element.seekable.end(element.seekable.length - 1) : null);
  const segments = (): readonly Placed[] => hls?.latestLevelDetails?.fragments ?? [];
  const zero = (): number | null => {
    const date = (video.value as DatedVideo | null)?.getStartDate?.().getTime();
    return date === undefined || Number.isNaN(date) ? null : date;
  };

  onMounted(open);
  watch(() => Object.values(source()), open);
  onBeforeUnmount(close);
  return {
    keepDistance,
    /** It plays: the next break is tried again at once. */
    playing: () => (attempt = 0),
    /** The element itself failed; hls.js says so by itself. */
    failed: () => {
      if (!hls) retry();
    },
    /** Which segments there are. */
    segments,
    /** Where to play on close to the newest picture, in the recording's seconds; null while nobody knows. */
    edge(): number | null {
      const end = video.value && newest(video.value);
      return hls?.liveSyncPosition ?? (end === null ? null : end - 4);
    },
    /** When the picture that is shown came, in ms; null while nobody knows. */
    shown(): number | null {
      const element = video.value;
      if (!element || element.readyState === 0) return null;
      if (hls) return wallAt(segments(), element.currentTime);
      const begin = zero();
      return begin === null ? null : begin + element.currentTime * 1_000;
    },
    /** When the recording began, in ms; null while nobody knows. */
    since(): number | null {
      const begin = hls?.latestLevelDetails?.dateRanges['recording']?.startDate.getTime();
      if (begin !== undefined) return begin;
      if (hls) return segments()[0]?.programDateTime ?? null;
      const element = video.value;
      const date = zero();
      return date !== null && element?.seekable.length ? date + element.seekable.start(0) * 1_000 : null;
    },
    /** Goes to the picture of a moment, as far as what is open reaches. */
    seek(wall: number) {
      const element = video.value;
      const begin = zero();
      const place = hls ? mediaAt(segments(), wall) : begin === null ? null : (wall - begin) / 1_000;
      // A hair before the first segment hls.js loads nothing.
      if (element && place !== null) element.currentTime = Math.max(place, (segments()[0]?.start ?? 0) + 0.1);
    },
  };
}
