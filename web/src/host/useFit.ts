import { nextTick, onMounted, onUnmounted, watch, type ShallowRef, type WatchSource } from 'vue';

/**
 * Makes the texts of a panel smaller (`--fit`) until they fit, never below the least size that is read from two metres: what does not
 * fit then is scrolled within the panel.
 */
export function useFit(panel: Readonly<ShallowRef<HTMLElement | null>>, factor: () => number, sources: WatchSource[]): void {
  function fit() {
    const element = panel.value;
    if (!element) return;
    for (let step = factor(); ; step -= 0.05) {
      element.style.setProperty('--fit', String(Math.max(1, step)));
      if (step <= 1 || element.scrollHeight <= element.clientHeight + 1) break;
    }
  }
  const soon = () => void nextTick(fit);
  const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(soon);
  watch([factor, ...sources], soon);
  onMounted(() => {
    fit();
    if (panel.value) observer?.observe(panel.value);
    void document.fonts?.ready.then(fit);
  });
  onUnmounted(() => observer?.disconnect());
}
