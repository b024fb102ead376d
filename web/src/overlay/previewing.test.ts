import { describe, expect, it } from 'vitest';
import { readAnswer } from './previewing';

const shown = (place: unknown) => ({ preview: 'shown', turn: 1, failed: false, place });

describe('what a preview frame says', () => {
  it('is read where it has the known form', () => {
    expect(readAnswer({ preview: 'ready', more: 1 }, 1920, 1080)).toEqual({ preview: 'ready' });
    const place = { x: 72, y: 700, width: 720, height: 232 };
    expect(readAnswer(shown(place), 1920, 1080)).toEqual(shown(place));
    expect(readAnswer({ ...shown(null), failed: 'yes' }, 1920, 1080)).toEqual(shown(null));
  });
  it('is nothing where it has not, and no place lies outside of the frame', () => {
    for (const said of [null, 'ready', 7, {}, { preview: 'take' }, { preview: 'shown', turn: 'x' }])
      expect(readAnswer(said, 1920, 1080)).toBeNull();
    for (const place of [
      { x: -5, y: 0, width: 100, height: 100 },
      { x: 1900, y: 0, width: 100, height: 100 },
      { x: 0, y: 0, width: 1e9, height: 100 },
      { x: 0, y: 0, width: NaN, height: 100 },
      { x: 0, y: 0, width: 1, height: 1 },
      'all of it',
    ])
      expect(readAnswer(shown(place), 1920, 1080)).toEqual(shown(null));
  });
});
