import { onMounted, onUnmounted, ref, watch } from 'vue';
import { read, write } from './keep';

/** Text sizes; the first is the least that is read from two metres. */
export const sizes = [1, 1.15, 1.3, 1.5] as const;

/** What makes the screen pleasant to stand in front of: text size, light, full screen, and that it does not go to sleep. */
export function useComfort() {
  const remembered = Number(read('studio.host.size') ?? 1);
  const size = ref(Number.isInteger(remembered) && remembered >= 0 && remembered < sizes.length ? remembered : 1);
  const light = ref(read('studio.host.light') === '1');
  const full = ref(false);
  /** Null: not known yet. */
  const awake = ref<boolean | null>(null);
  const sleepNoted = ref(read('studio.host.sleep-noted') === '1');
  let lock: WakeLockSentinel | null = null;

  watch(size, (now) => write('studio.host.size', String(now)));
  watch(
    light,
    (now) => {
      document.documentElement.dataset['theme'] = now ? 'light' : 'dark';
      write('studio.host.light', now ? '1' : '0');
    },
    { immediate: true },
  );

  async function stayAwake() {
    if (document.visibilityState !== 'visible' || (lock && !lock.released)) return;
    try {
      // Missing in plain http and in older browsers.
      lock = await navigator.wakeLock.request('screen');
      awake.value = true;
    } catch {
      awake.value = false;
    }
  }
  const onFull = () => (full.value = document.fullscreenElement !== null);
  async function toggleFull() {
    try {
      await (full.value ? document.exitFullscreen() : document.documentElement.requestFullscreen());
    } catch {
      // Some tablets refuse; the screen is readable without.
    }
    void stayAwake();
  }

  onMounted(() => {
    void stayAwake();
    document.addEventListener('visibilitychange', stayAwake);
    document.addEventListener('fullscreenchange', onFull);
  });
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', stayAwake);
    document.removeEventListener('fullscreenchange', onFull);
    void lock?.release();
  });

  return {
    size, light, full, awake, sleepNoted, toggleFull,
    canFull: document.fullscreenEnabled,
    noteSleep: () => {
      sleepNoted.value = true;
      write('studio.host.sleep-noted', '1');
    },
  }; // prettier-ignore
}

export type Comfort = ReturnType<typeof useComfort>;
