import { describe, expect, it } from 'vitest';
import { actionOf } from './keys';
import { createGate, quiet } from './press';

const press = (code: string, more: Partial<KeyboardEvent> = {}) =>
  actionOf({
    code,
    key: '',
    keyCode: 0,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    shiftKey: false,
    repeat: false,
    isComposing: false,
    target: document.body,
    ...more,
  });

describe('keys of the control room', () => {
  it('choose, take, pop, clear, undo and the rest', () => {
    expect(press('Digit3')).toEqual({ kind: 'select', number: 3 });
    expect(press('Numpad7')).toEqual({ kind: 'select', number: 7 });
    expect(press('ArrowDown', { repeat: true })).toEqual({ kind: 'move', by: 1 });
    const keys = ['Enter', 'KeyP', 'Escape', 'KeyU', 'KeyM', 'KeyO'];
    expect(keys.map((code) => press(code)?.kind)).toEqual(['take', 'pop', 'clear', 'undo', 'message', 'control']);
    expect(press('Slash', { key: '?', shiftKey: true })).toEqual({ kind: 'help' });
    expect(press('Enter', { shiftKey: true })).toEqual({ kind: 'back' });
    expect(press('KeyP', { shiftKey: true })).toBeNull();
  });

  it('go by the place of the key, whatever the input method makes of it', () =>
    expect(press('KeyP', { key: 'Process' })).toEqual({ kind: 'pop' }));

  it('do nothing while somebody types, composes Chinese, or holds a shortcut of the browser', () => {
    for (const code of ['Digit3', 'Enter', 'KeyP', 'Escape']) {
      expect(press(code, { target: document.createElement('input') })).toBeNull();
      expect(press(code, { target: document.createElement('textarea') })).toBeNull();
      expect(press(code, { isComposing: true })).toBeNull();
      expect(press(code, { keyCode: 229 })).toBeNull();
      expect(press(code, { ctrlKey: true })).toBeNull();
    }
  });

  it('panic works everywhere, also in a field and in the middle of a word', () => {
    expect(press('Escape', { shiftKey: true })).toEqual({ kind: 'panic' });
    const field = document.createElement('input');
    expect(press('Escape', { shiftKey: true, target: field, isComposing: true })).toEqual({ kind: 'panic' });
    expect(press('Escape', { shiftKey: true, repeat: true })).toBeNull();
  });

  it('a held key is one press', () => {
    for (const code of ['Enter', 'KeyP', 'Escape', 'KeyU', 'KeyM']) expect(press(code, { repeat: true })).toBeNull();
  });

  it('Enter on a focused button belongs to the button, on a row of the rundown it takes', () => {
    const row = document.createElement('button');
    row.dataset['row'] = '';
    expect(press('Enter', { target: document.createElement('button') })).toBeNull();
    expect(press('Enter', { target: row })).toEqual({ kind: 'take' });
  });
});

describe('a burst of presses', () => {
  it('is one press, however long it lasts; a new choice makes the next one count', () => {
    let now = 0;
    const gate = createGate(() => now);
    const passed = Array.from({ length: 40 }, () => ((now += 50), gate.press())).filter(Boolean);
    expect(passed.length).toBe(1);
    gate.reset();
    expect(gate.press()).toBe(true);
    now += quiet;
    expect(gate.press()).toBe(true);
  });
});
