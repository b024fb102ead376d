import { describe, expect, it } from 'vitest';
import { actionOf, actions, assign, mayBeUsed, ownerOf, readable, readMap, usual, writeMap } from './keys';

const press = (code: string, more: Partial<KeyboardEvent> = {}) => ({
  code,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

describe('the key map', () => {
  it('gives each key to one action', () => {
    const all = actions.flatMap((action) => usual[action]);
    expect(new Set(all).size).toBe(all.length);
  });
  it('reads J K L, I O, arrows, digits and Space', () => {
    const of = (code: string, more = {}) => actionOf(usual, press(code, more))?.action;
    expect(['KeyJ', 'KeyK', 'KeyL', 'KeyI', 'KeyO', 'Space', 'ArrowLeft'].map((code) => of(code))).toEqual(['back', 'stop', 'ahead', 'in', 'out', 'play', 'frameBack']); // prettier-ignore
    expect(of('ArrowRight', { shiftKey: true })).toBe('secondAhead');
    expect(actionOf(usual, press('Digit7'))).toEqual({ action: 'choose', number: 7 });
    expect(of('KeyZ', { metaKey: true })).toBe('undo');
    expect(of('KeyQ')).toBeUndefined();
    expect(of('ShiftLeft', { shiftKey: true })).toBeUndefined();
  });
  it('is changed, names whose key it was, and takes it away there', () => {
    expect(ownerOf(usual, 'KeyX')).toBe('select');
    const map = assign(usual, 'approve', 'KeyX');
    expect([map.approve, map.select]).toEqual([['KeyX'], []]);
    expect(actionOf(map, press('KeyX'))?.action).toBe('approve');
    expect(actionOf(map, press('KeyA'))).toBeNull();
  });
  it('is stored as what differs, and read again', () => {
    const map = assign(assign(usual, 'approve', 'KeyX'), 'split', 'Ctrl+KeyB');
    expect(readMap(writeMap(map))).toEqual(map);
    expect(writeMap(usual)).toBe('{}');
    expect(readMap(writeMap(assign(usual, 'undo', 'KeyU')))).toEqual(assign(usual, 'undo', 'KeyU'));
  });
  it('is the usual one where the store holds nonsense', () => {
    for (const bad of [null, '', '{', '3', 'null', '{"approve":"KeyX"}', '{"nobody":["KeyX"]}']) expect(readMap(bad)).toEqual(usual);
    expect(readMap('{"approve":[7,"Tab","Digit3"]}').approve).toEqual([]);
  });
  it('leaves keys alone that people need otherwise', () => {
    for (const key of ['Tab', 'Enter', 'F5', 'Ctrl+KeyW', 'Digit4']) expect(mayBeUsed(key)).toBe(false);
    expect(mayBeUsed('Shift+KeyP')).toBe(true);
  });
  it('is read by people', () =>
    expect(['Shift+KeyI', 'ArrowLeft', 'Shift+Slash', 'Ctrl+Shift+KeyZ', 'Digit1–9'].map(readable)).toEqual(['Shift + I', '←', '?', 'Ctrl + Shift + Z', '1–9'])); // prettier-ignore
});
