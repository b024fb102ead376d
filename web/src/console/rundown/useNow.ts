import { onUnmounted, ref } from 'vue';
import { serverNow } from '../../kit/clock';

/** The server's time, four times a second: clocks that show seconds step evenly. */
export function useNow() {
  const now = ref(serverNow());
  const tick = setInterval(() => (now.value = serverNow()), 250);
  onUnmounted(() => clearInterval(tick));
  return now;
}
