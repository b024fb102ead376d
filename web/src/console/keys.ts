/** What a key means in the control room. Physical keys (`code`), so that an input method for Chinese does not swallow them. */
export type Action =
  { kind: 'select'; number: number } | { kind: 'move'; by: number } | { kind: 'take' } | { kind: 'clear' } | { kind: 'help' };

export function actionOf(
  event: Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'target'> & {
    keyCode?: number;
  },
): Action | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.keyCode === 229 || isTyping(event.target)) return null;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  if (digit && !event.shiftKey) return { kind: 'select', number: Number(digit[1]) };
  switch (event.code) {
    case 'ArrowDown':
      return { kind: 'move', by: 1 };
    case 'ArrowUp':
      return { kind: 'move', by: -1 };
    // A held key must not take again and again.
    case 'Enter':
    case 'NumpadEnter':
      return event.repeat || isButton(event.target) ? null : { kind: 'take' };
    case 'Escape':
      return event.repeat ? null : { kind: 'clear' };
    default:
      return event.key === '?' ? { kind: 'help' } : null;
  }
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
