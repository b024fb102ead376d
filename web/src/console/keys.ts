/** What a key means in the control room. Physical keys (`code`), so that an input method for Chinese does not swallow them. */
export type Action =
  | { kind: 'select'; number: number }
  | { kind: 'move'; by: number }
  | { kind: 'take' | 'pop' | 'clear' | 'undo' | 'panic' | 'back' | 'message' | 'control' | 'help' };

type Press = Pick<
  KeyboardEvent,
  'code' | 'key' | 'keyCode' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'target'
>;

const letters: Record<string, Action> = {
  KeyP: { kind: 'pop' },
  KeyU: { kind: 'undo' },
  KeyM: { kind: 'message' },
  KeyO: { kind: 'control' },
};

/** The key map as people read it. */
export const keyMap: readonly [keys: string, meaning: Action['kind'] | 'shift'][] = [
  ['Enter', 'take'],
  ['P', 'pop'],
  ['Esc', 'clear'],
  ['U', 'undo'],
  ['Shift + Esc', 'panic'],
  ['Shift + Enter', 'back'],
  ['↑ ↓', 'move'],
  ['Alt + ↑ ↓', 'shift'],
  ['0 – 9', 'select'],
  ['M', 'message'],
  ['O', 'control'],
  ['?', 'help'],
];

export function actionOf(event: Press): Action | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  // Panic works everywhere: in a field, in a dialog, in the middle of a Chinese word.
  if (event.code === 'Escape' && event.shiftKey) return event.repeat ? null : { kind: 'panic' };
  // 229: the key went to the input method, whatever else the browser says of it.
  if (event.isComposing || event.keyCode === 229 || isTyping(event.target)) return null;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  if (digit && !event.shiftKey) return { kind: 'select', number: Number(digit[1]) };
  if (event.code === 'ArrowDown') return { kind: 'move', by: 1 };
  if (event.code === 'ArrowUp') return { kind: 'move', by: -1 };
  // A held key is one press.
  if (event.repeat) return null;
  if (event.key === '?') return { kind: 'help' };
  if (event.code === 'Enter' || event.code === 'NumpadEnter') {
    if (isButton(event.target)) return null;
    return { kind: event.shiftKey ? 'back' : 'take' };
  }
  if (event.shiftKey) return null;
  return event.code === 'Escape' ? { kind: 'clear' } : (letters[event.code] ?? null);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog') !== null)
  );
}

// Enter on a focused button or link belongs to that button.
function isButton(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(BUTTON|A|SUMMARY|VIDEO)$/.test(target.tagName) && target.dataset['row'] === undefined;
}
