import { describe, expect, it } from 'vitest';
import { contrast, look } from './look';

describe('a theme', () => {
  it('keeps words readable on any ground', () => {
    for (const primary of ['#000000', '#ffffff', '#183026', '#ffd166', '#808080', '#c81e2b']) {
      const made = look({ primary, accent: primary });
      expect(contrast(made['--card-ink'] ?? '', primary)).toBeGreaterThanOrEqual(4.3);
      expect(contrast(made['--card-accent'] ?? '', primary)).toBeGreaterThanOrEqual(3);
    }
  });
  it('that says nothing changes nothing', () => expect(look({ primary: null, accent: null })).toEqual({}));
});
