import { onBeforeUnmount, ref, watch, type ShallowRef } from 'vue';
import { serverNow } from '../kit/clock';
import { useHls } from '../kit/useHls';
import { distance, lateFrom, liveSettings, replaySettings, windSettings, windTo } from './playing';

export interface Winding {
  live: boolean;
  liveUrl: string;
  wholeUrl: string;
}

/**
 * Where in the broadcast the picture is. Who watches live has the playlist of the last minute; the one of all hours is asked for when somebody winds back, and
 * then stays: from there on only what is new is told.
 */
export function useWinding(
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
  what: () => Winding,
  on: { ready: () => void; broken: () => void },
) {
  const whole = ref(false);
  const wound = ref(false);
  const shown = ref<number | null>(null);
  const since = ref<number | null>(null);
  const now = ref(serverNow());
  // Where the whole recording is to be opened. No ref: while it plays, this follows the picture.
  let from: number | null = null;
  let late = lateFrom(2);

  const player = useHls(video, {
    // It is opened anew when something changes that is read here: so not `wound`, which changes while the whole recording stays open.
    source: () => {
      const { live, liveUrl, wholeUrl } = what();
      const at = from === null ? wholeUrl : `${wholeUrl}?at=${Math.round(from)}`;
      if (!live) return { src: at, settings: replaySettings };
      return whole.value ? { src: at, settings: windSettings } : { src: liveUrl, settings: liveSettings };
    },
    ready: on.ready,
    broken: () => {
      // Back at the newest picture the short playlist is enough.
      if (!wound.value) whole.value = false;
      on.broken();
    },
    distance: (segment) => {
      late = lateFrom(segment);
      return wound.value ? { aim: distance(segment).aim, most: Infinity } : distance(segment);
    },
  });

  function look() {
    now.value = serverNow();
    shown.value = player.shown() ?? shown.value;
    since.value = player.since() ?? since.value;
    if (wound.value && shown.value !== null) from = shown.value;
  }
  const looking = setInterval(look, 500);
  onBeforeUnmount(() => clearInterval(looking));
  watch(() => what().live, look);

  /** Plays on at the newest picture. */
  function toEdge() {
    wound.value = false;
    from = null;
    player.keepDistance();
    const edge = player.edge();
    if (video.value && edge !== null && what().live && edge > video.value.currentTime + 1) video.value.currentTime = edge;
    on.ready();
  }

  /** Goes to the picture of a moment (ms). */
  function to(wall: number) {
    const target = windTo(wall, since.value, serverNow(), late);
    if (target === null) return toEdge();
    from = target;
    shown.value = target;
    wound.value = true;
    if (whole.value) {
      player.keepDistance();
      player.seek(target);
      on.ready();
    } else whole.value = true; // opens it there
  }

  return {
    wound,
    shown,
    since,
    now,
    toEdge,
    to,
    /** So many ms back, or ahead. */
    by: (ms: number) => to((shown.value ?? serverNow()) + ms),
    /** How far behind the picture is, in ms. */
    behind: () => (shown.value === null ? 0 : Math.max(0, now.value - shown.value)),
    late: () => wound.value || (shown.value !== null && now.value - shown.value > late),
    playing: player.playing,
    failed: player.failed,
  };
}
