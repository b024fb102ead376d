import type { HlsConfig } from 'hls.js';
import Hls from 'hls.js/light';
import { onBeforeUnmount, onMounted, watch, type ShallowRef } from 'vue';

/** Pause before the n-th try to open the picture again: 1 s, doubling to 8 s. */
export const pauseBefore = (attempt: number): number => Math.min(8_000, 1_000 * 2 ** Math.min(attempt, 6));

/** What plays where: {@link useHls} opens it again whenever `source` answers something else. */
export interface HlsSource {
  src: string;
  settings: Partial<HlsConfig>;
}

export interface HlsOptions {
  source: () => HlsSource;
  /** There is a picture to be played. */
  ready: () => void;
  /** It broke off; it is tried again until it is there: a recording that has not begun, a server that restarts, a line that is away. */
  broken?: () => void;
}

/** Plays a recording, which may still grow, in a video element: with hls.js, and where the browser does not know that, as the browser does. */
export function useHls(video: Readonly<ShallowRef<HTMLVideoElement | null>>, { source, ready, broken }: HlsOptions) {
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
    hls = new Hls(settings);
    hls.on(Hls.Events.ERROR, (_, error) => {
      if (error.fatal) retry();
    });
    hls.on(Hls.Events.MANIFEST_PARSED, ready);
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

  const newest = (element: HTMLVideoElement) => (element.seekable.length ? element.seekable.end(element.seekable.length - 1) : null);

  onMounted(open);
  watch(() => Object.values(source()), open);
  onBeforeUnmount(close);
  return {
    /** It plays: the next break is tried again at once. */
    playing: () => (attempt = 0),
    /** The element itself failed; hls.js says so by itself. */
    failed: () => {
      if (!hls) retry();
    },
    /** Where to play on close to the newest picture, in the recording's seconds; null while nobody knows. */
    edge(): number | null {
      const end = video.value && newest(video.value);
      return hls?.liveSyncPosition ?? (end === null ? null : end - 4);
    },
    /** Seconds behind the newest picture. */
    behind(): number {
      if (hls) return hls.latency;
      const end = video.value && newest(video.value);
      return video.value && end !== null ? end - video.value.currentTime : 0;
    },
  };
}
