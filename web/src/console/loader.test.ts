import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loaderFor, loaderName } from './loader';

const page = readFileSync('public/overlay-loader.html', 'utf8');
const link = (made: string) => /\n *const OVERLAY_LINK = '([^']*)';\n/.exec(made.slice(made.indexOf('<script>')))?.[1];

describe('the loader page for OBS', () => {
  it('is the page that is served, with the address of the overlay in its place', () => {
    const made = loaderFor(page, 'http://192.168.1.20:5080/overlay/#c=abc123');
    expect(link(made)).toBe('http://192.168.1.20:5080/overlay/#c=abc123');
    expect(made.replace('http://192.168.1.20:5080/overlay/#c=abc123', '')).toBe(page);
  });
  it('takes no address for anything else, whatever stands in it', () => {
    const evil = loaderFor(page, "https://base.example/overlay/?a=</script><script>x&$&$'#c=';alert(1);//\u2028\\");
    expect(evil.match(/<script>/g)).toHaveLength(1);
    const said = link(evil) ?? '';
    expect(said).toMatch(/^[\w\-.~:/#=?&%]+$/);
    expect(new URL(said).searchParams.get('a')).toBe('</script><script>x');
    expect(decodeURIComponent(new URL(said).hash)).toBe("#c=';alert(1);//\u2028\\");
  });
  it('is not made of something that is no address of a page, nor of another page', () => {
    expect(() => loaderFor(page, 'javascript:alert(1)')).toThrow();
    expect(() => loaderFor('<html></html>', 'http://a/overlay/#c=1')).toThrow();
    expect(() => loaderFor(page + page, 'http://a/overlay/#c=1')).toThrow();
  });
  it('is called after the link, without signs that a folder could mind', () => {
    expect(loaderName('贴片 2')).toBe('overlay-loader-贴片-2.html');
    expect(loaderName('../../x:"<>')).toBe('overlay-loader--x-.html');
  });
});
