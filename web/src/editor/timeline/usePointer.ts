import { ref, type Ref } from 'vue';
import { hitAt, wallOf, type Block, type Hit, type View } from './layout';

export interface PointerOptions {
  box: Readonly<Ref<HTMLElement | null>>;
  view: Ref<View>;
  blocks: Ref<readonly Block[]>;
  chosen: Ref<Block | null>;
  mayEdit: () => boolean;
  scrub: (wall: number) => void;
  choose: (id: string) => void;
  edge: (span: number, edge: 'from' | 'to', wall: number) => void;
  move: (by: number) => void;
  zoom: (factor: number, around: number) => void;
  pan: (pixels: number) => void;
}

/** Pointers on the timeline: one goes there, takes an edge or a clip; two pinch and pan; the wheel pans, with Ctrl it zooms. */
export function usePointer(options: PointerOptions) {
  const { view } = options;
  const hover = ref<Hit>({ kind: 'time' });
  const pointed = ref<number | null>(null);
  const down = new Map<number, { x: number; y: number }>();
  let held: Hit | null = null;
  let last = 0;

  const place = (event: MouseEvent) => {
    const rect = options.box.value?.getBoundingClientRect();
    return { x: event.clientX - (rect?.left ?? 0), y: event.clientY - (rect?.top ?? 0) };
  };
  const under = (event: PointerEvent) => {
    const { x, y } = place(event);
    return hitAt(view.value, options.blocks.value, options.mayEdit() ? options.chosen.value : null, x, y, event.pointerType === 'touch');
  };

  function press(event: PointerEvent) {
    if (event.button > 1) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const at = place(event);
    down.set(event.pointerId, at);
    last = wallOf(view.value, at.x);
    if (down.size > 1) return void (held = null);
    held = under(event);
    if (held.kind === 'clip') options.choose(held.id);
    else if (held.kind === 'time') options.scrub(last);
  }
  function move(event: PointerEvent) {
    const at = place(event);
    pointed.value = wallOf(view.value, at.x);
    const before = down.get(event.pointerId);
    if (!before) return void (hover.value = under(event));
    if (down.size === 2) pinch(event.pointerId, before, at);
    down.set(event.pointerId, at);
    if (down.size > 1 || !held) return;
    const wall = wallOf(view.value, at.x);
    if (held.kind === 'time') options.scrub(wall);
    else if (held.kind === 'edge') options.edge(held.span, held.edge, wall);
    else if (held.kind === 'body' && wall !== last) options.move(wall - last);
    last = wall;
  }
  function pinch(id: number, before: { x: number; y: number }, now: { x: number; y: number }) {
    const other = [...down].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const [was, is] = [Math.max(20, Math.abs(before.x - other.x)), Math.max(20, Math.abs(now.x - other.x))];
    options.zoom(was / is, wallOf(view.value, (now.x + other.x) / 2));
    options.pan((before.x - now.x) / 2);
  }
  function release(event: PointerEvent) {
    down.delete(event.pointerId);
    held = null;
  }
  function wheel(event: WheelEvent) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey) options.zoom(1.0025 ** event.deltaY, wallOf(view.value, place(event).x));
    else options.pan(Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY);
  }
  return {
    hover,
    pointed,
    /** Listeners of the box. */
    on: { pointerdown: press, pointermove: move, pointerup: release, pointercancel: release, pointerleave: () => void (pointed.value = null), wheel }, // prettier-ignore
  };
}
