import { describe, expect, it } from 'vitest';
import { actionOf } from './keys';

const press = (code: string, more: Partial<KeyboardEvent> = {}) =>
  actionOf({
    code,
    key: '',
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
  it('choose, take and clear', () => {
    expect(press('Digit3')).toEqual({ kind: 'select', number: 3 });
    expect(press('Numpad7')).toEqual({ kind: 'select', number: 7 });
    expect(press('Enter')).toEqual({ kind: 'take' });
    expect(press('Escape')).toEqual({ kind: 'clear' });
    expect(press('Slash', { key: '?', shiftKey: true })).toEqual({ kind: 'help' });
  });

  it('do nothing while somebody types, composes Chinese, or holds a shortcut of the browser', () => {
    expect(press('Digit3', { target: document.createElement('input') })).toBeNull();
    expect(press('Enter', { isComposing: true })).toBeNull();
    expect(press('Digit1', { ctrlKey: true })).toBeNull();
  });

  it('a held key takes once', () => expect(press('Enter', { repeat: true })).toBeNull());

  it('Enter on a focused button belongs to the button, on a row of the rundown it takes', () => {
    const row = document.createElement('button');
    row.dataset['row'] = '';
    expect(press('Enter', { target: document.createElement('button') })).toBeNull();
    expect(press('Enter', { target: row })).toEqual({ kind: 'take' });
  });
});
