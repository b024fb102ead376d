import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue';
import type { FrameGrid } from '../model/frames';
import * as S from '../model/spans';

/** Speeds of the shuttle: J and L go one further, K stands. */
const speeds = [1, 2, 4, 8] as const;

/** A film in an element: which moment of the recording each place of it shows. */
export interface Film {
  element: HTMLVideoElement;
  wallAt: (seconds: number) => number | null;
  mediaAt: (wall: number) => number | null;
}

/**
 * The place in the recording that is looked at, and how it moves: the shuttle, pictures one by one, scrubbing. A film follows it as fast as it can; until it
 * has the picture, `behind` is true and a small one is shown. All moments in ms since 1970.
 */
export function usePlayer(grid: Ref<FrameGrid>, spans: Ref<readonly S.Span[] | null>) {
  const at = ref<number | null>(null);
  /** 0: it stands; below 0: backwards. */
  const speed = ref(0);
  const muted = ref(false);
  const film = shallowRef<Film | null>(null);
  const behind = ref(false);
  /** A clip is played as it will be: what was taken out is leapt over, and its end is the end. */
  let inside = false;
  let due = 0;
  let before = 0;
  let wanted: number | null = null;

  function aim(wall: number) {
    wanted = wall;
    const now = film.value;
    if (!now || now.element.readyState === 0) {
      behind.value = true;
      return;
    }
    if (now.element.seeking) {
      behind.value = true; // the one that is under way first: a dozen at once would show nothing at all
      return;
    }
    const frame = grid.value.nearest(wall);
    // Into the middle of the picture: at its edge rounding might show its neighbour.
    const place = now.mediaAt(frame ? (frame.at + frame.end) / 2 : wall);
    wanted = null;
    if (place === null || Math.abs(now.element.currentTime - place) < 0.004) {
      behind.value = false;
      return;
    }
    behind.value = true;
    now.element.currentTime = place;
  }
  function seeked() {
    if (wanted !== null) aim(wanted);
    else behind.value = false;
  }

  /** Goes to a moment. */
  function go(wall: number) {
    at.value = wall;
    inside = spans.value !== null && S.playOn(spans.value, wall) === wall;
    aim(wall);
  }
  function stop() {
    if (speed.value === 0) return;
    speed.value = 0;
    film.value?.element.pause();
    const frame = at.value === null ? null : grid.value.nearest(at.value);
    if (frame) go(frame.at);
  }
  function run(to: number) {
    speed.value = to;
    const element = film.value?.element;
    if (to > 0 && element) {
      element.playbackRate = to;
      void element.play().catch(() => undefined);
    } else element?.pause();
    before = performance.now();
    due ||= requestAnimationFrame(tick);
  }
  /** Faster in one direction; from the other one it begins at the usual speed. */
  function shuttle(way: 1 | -1) {
    const now = speed.value * way;
    run(way * (now <= 0 ? 1 : (speeds[Math.min(speeds.length - 1, speeds.indexOf(now as 1) + 1)] as number)));
  }
  function toggle() {
    if (speed.value !== 0) return stop();
    const here = at.value;
    const clip = spans.value;
    // From the end of a clip it begins again.
    if (here !== null && clip && clip.length && inside && S.endOf(clip) - here < grid.value.frame * 1.6)
      go(S.startOf(clip) + grid.value.frame * 0.6);
    run(1);
  }

  function tick(now: number) {
    due = 0;
    if (speed.value === 0) return;
    const gone = now - before;
    before = now;
    const playing = film.value;
    if (speed.value < 0) {
      const next = grid.value.nearest((at.value ?? 0) + gone * speed.value);
      if (next) {
        at.value = next.at;
        aim(next.at);
      }
    } else if (playing && !playing.element.seeking && playing.element.readyState > 1) {
      const wall = playing.wallAt(playing.element.currentTime);
      if (wall !== null) moved(wall);
      if (playing.element.ended) stop();
    }
    if (speed.value !== 0) due = requestAnimationFrame(tick);
  }
  function moved(wall: number) {
    const clip = spans.value;
    const on = inside && clip ? S.playOn(clip, wall) : wall;
    if (on === null && clip) {
      const last = grid.value.nearest(S.endOf(clip) - grid.value.frame * 0.4);
      at.value = last?.at ?? wall;
      stop();
      return;
    }
    // What was taken out of the clip is not seen; the next span's first picture is.
    if (on !== null && on > wall + 1) aim(on + grid.value.frame * 0.6);
    at.value = on ?? wall;
  }

  function attach(next: Film | null) {
    film.value?.element.removeEventListener('seeked', seeked);
    film.value?.element.pause();
    film.value = next;
    if (!next) return;
    next.element.addEventListener('seeked', seeked);
    next.element.muted = muted.value;
    if (at.value !== null) aim(at.value);
    if (speed.value > 0) run(speed.value);
  }
  watch(muted, (now) => film.value && (film.value.element.muted = now));
  onBeforeUnmount(() => {
    cancelAnimationFrame(due);
    attach(null);
  });

  return {
    at,
    speed,
    muted,
    behind: computed(() => behind.value && speed.value <= 0),
    go,
    stop,
    toggle,
    shuttle,
    attach,
    /** The film can show something now. */
    ready: () => at.value !== null && aim(at.value),
    /** Pictures on, or back. */
    step(by: number) {
      stop();
      const frame = at.value === null ? null : grid.value.step(at.value, by);
      if (frame) go(frame.at);
    },
    /** Seconds on, or back. */
    second(by: number) {
      stop();
      const frame = at.value === null ? null : grid.value.nearest(at.value + by * 1_000);
      if (frame) go(frame.at);
    },
  };
}

export type Player = ReturnType<typeof usePlayer>;
