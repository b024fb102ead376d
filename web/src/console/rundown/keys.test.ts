import { describe, expect, it } from 'vitest';
import { planActionOf } from './keys';

const press = (code: string, more: Partial<KeyboardEvent> = {}, selecting = false) =>
  planActionOf(
    {
      code,
      ctrlKey: false,
      altKey: false,
      metaKey: false,
      shiftKey: false,
      repeat: false,
      isComposing: false,
      keyCode: 0,
      target: document.body,
      ...more,
    },
    selecting,
  );
const control = (tag: string, type = '') => Object.assign(document.createElement(tag), type ? { type } : {});

describe('keys of the plan', () => {
  it('move, pop, remove', () => {
    expect(press('ArrowUp', { altKey: true })).toEqual({ kind: 'shift', by: -1 });
    expect(press('ArrowDown', { altKey: true, repeat: true })).toEqual({ kind: 'shift', by: 1 });
    expect(press('KeyP')).toEqual({ kind: 'pop' });
    expect(press('Delete', {}, true)).toEqual({ kind: 'remove' });
    expect(press('Escape', {}, true)).toEqual({ kind: 'unselect' });
  });

  it('Delete and Escape are theirs only while something is selected', () => {
    expect(press('Delete')).toBeNull();
    expect(press('Escape')).toBeNull();
    expect(press('ArrowUp')).toBeNull();
  });

  it('do nothing while somebody types, composes Chinese, holds a key or a shortcut of the browser', () => {
    for (const target of [control('input'), control('textarea'), control('select')]) expect(press('KeyP', { target })).toBeNull();
    expect(press('KeyP', { target: control('input', 'checkbox') })).toEqual({ kind: 'pop' });
    expect(press('KeyP', { isComposing: true })).toBeNull();
    expect(press('KeyP', { keyCode: 229 })).toBeNull();
    expect(press('KeyP', { repeat: true })).toBeNull();
    expect(press('KeyP', { ctrlKey: true })).toBeNull();
    expect(press('KeyP', { altKey: true })).toBeNull();
  });
});
