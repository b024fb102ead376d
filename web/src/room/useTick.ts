import { onUnmounted, readonly, ref, type Ref } from 'vue';
import { serverNow } from '../kit/clock';

const now = ref(serverNow());
let users = 0;
let tick: ReturnType<typeof setInterval> | undefined;

/** The server's time, each half second: one timer for all countdowns of the page. */
export function useTick(): Readonly<Ref<number>> {
  now.value = serverNow();
  if (users++ === 0) tick = setInterval(() => (now.value = serverNow()), 500);
  onUnmounted(() => {
    if (--users === 0) clearInterval(tick);
  });
  return readonly(now);
}
