/** Keys of the plan beside those of the control room (`../keys.ts`). Physical keys, so that an input method for Chinese does not swallow them. */
export type PlanAction = { kind: 'shift'; by: -1 | 1 } | { kind: 'pop' } | { kind: 'remove' } | { kind: 'unselect' };

type Press = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'keyCode' | 'target'>;

export function planActionOf(event: Press, selecting: boolean): PlanAction | null {
  if (isComposing(event) || event.ctrlKey || event.metaKey || event.shiftKey || isTyping(event.target)) return null;
  if (event.altKey) {
    if (event.code === 'ArrowUp') return { kind: 'shift', by: -1 };
    return event.code === 'ArrowDown' ? { kind: 'shift', by: 1 } : null;
  }
  if (event.code === 'KeyP' && !event.repeat) return { kind: 'pop' };
  if (!selecting || event.repeat) return null;
  if (event.code === 'Delete' || event.code === 'Backspace') return { kind: 'remove' };
  return event.code === 'Escape' ? { kind: 'unselect' } : null;
}

/** Whether the key belongs to an input method: 229 is what browsers report where they do not say `isComposing` yet. */
export const isComposing = (event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean => event.isComposing || event.keyCode === 229;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('dialog') !== null || /^(TEXTAREA|SELECT)$/.test(target.tagName)) return true;
  return target.tagName === 'INPUT' && (target as HTMLInputElement).type !== 'checkbox';
}
