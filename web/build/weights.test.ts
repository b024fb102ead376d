import { describe, expect, it } from 'vitest';
import { readable } from './weights.ts';

describe('what an old phone can read', () => {
  it('is ES2020', () => expect(() => readable('const a = b?.c ?? 1n; export { a };', 'a.js')).not.toThrow());
  it('is nothing newer', () => {
    for (const text of ['a ??= 1', 'class A { #b = 1 }', 'class A { static {} }', 'const a = 1_000']) {
      expect(() => readable(text, 'new.js')).toThrow('new.js is not ES2020');
    }
  });
});
