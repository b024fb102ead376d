import { onUnmounted, ref } from 'vue';
import { serverNow } from '../kit/clock';

/** The server's time, ticking: for seconds on air, countdowns, how long the session has run. */
export function useClock(every = 500) {
  const now = ref(serverNow());
  const tick = setInterval(() => (now.value = serverNow()), every);
  onUnmounted(() => clearInterval(tick));
  return now;
}
