import { onUnmounted, shallowRef, type Ref } from 'vue';
import type { Place } from './editing';

export interface Drag {
  ids: string[];
  title: string;
  x: number;
  y: number;
  /** Where it would go, and how far down the list that is. */
  place: Place | null;
  top: number;
}

const edge = 56;
const slop = 4;

/** Dragging rows by hand: mouse, pen and finger alike. Escape lets go. The list may be windowed: the rows under the hand come and go. */
export function useDrag(
  list: Ref<HTMLElement | null>,
  placeAt: (offset: number) => { place: Place; top: number } | null,
  drop: (ids: string[], place: Place) => void,
) {
  const drag = shallowRef<Drag | null>(null);
  let release: (() => void) | null = null;
  onUnmounted(() => release?.());

  function grab(event: PointerEvent, ids: string[], title: string): void {
    const box = list.value;
    if (event.button !== 0 || !box || release) return;
    event.preventDefault();
    box.setPointerCapture(event.pointerId);
    const began = event.clientY;
    let at = { x: event.clientX, y: event.clientY };
    let frame = 0;

    const update = () => {
      const frameOfList = box.getBoundingClientRect();
      const found = placeAt(at.y - frameOfList.top + box.scrollTop);
      drag.value = { ids, title, ...at, place: found?.place ?? null, top: found?.top ?? 0 };
    };
    const scroll = () => {
      frame = requestAnimationFrame(scroll);
      const { top, bottom } = box.getBoundingClientRect();
      const by = at.y < top + edge ? at.y - top - edge : at.y > bottom - edge ? at.y - bottom + edge : 0;
      if (!drag.value || by === 0) return;
      box.scrollTop += Math.max(-24, Math.min(24, by / 3));
      update();
    };
    const onMove = (move: PointerEvent) => {
      if (move.pointerId !== event.pointerId) return;
      at = { x: move.clientX, y: move.clientY };
      if (drag.value || Math.abs(at.y - began) > slop) update();
    };
    const onUp = (up: PointerEvent) => {
      if (up.pointerId !== event.pointerId) return;
      const done = drag.value;
      release?.();
      if (done?.place && up.type === 'pointerup') drop(done.ids, done.place);
    };
    const onKey = (key: KeyboardEvent) => {
      if (key.code !== 'Escape') return;
      key.stopImmediatePropagation();
      key.preventDefault();
      release?.();
    };
    release = () => {
      release = null;
      drag.value = null;
      cancelAnimationFrame(frame);
      box.removeEventListener('pointermove', onMove);
      box.removeEventListener('pointerup', onUp);
      box.removeEventListener('pointercancel', onUp);
      removeEventListener('keydown', onKey, true);
      if (box.hasPointerCapture(event.pointerId)) box.releasePointerCapture(event.pointerId);
    };
    box.addEventListener('pointermove', onMove);
    box.addEventListener('pointerup', onUp);
    box.addEventListener('pointercancel', onUp);
    addEventListener('keydown', onKey, true);
    frame = requestAnimationFrame(scroll);
  }

  return { drag, grab };
}
