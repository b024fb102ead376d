import { describe, expect, it } from 'vitest';
import { builtIn, manifestOf } from './catalogue';
import { countdown, ServerClock } from './clock';
import { blankCard, readCard } from './data';
import { graphicTexts } from './texts';
import { colours, contrast } from './theme';
import { safeUrl, scannableUrl } from './urls';

const rgb = (css: string | undefined) =>
  (css ?? '')
    .match(/[\d.]+/g)
    ?.slice(0, 3)
    .map(Number) as unknown as readonly [number, number, number];

describe('the manifests', () => {
  // What the specification's schema of a manifest and of its data (GDD) asks for.
  const known =
    /^(\$schema|id|version|main|name|description|author|customActions|supportsRealTime|supportsNonRealTime|stepCount|schema|renderRequirements|thumbnails|v_.*)$/;
  type Node = {
    type?: unknown;
    properties?: Record<string, Node>;
    default?: unknown;
    gddType?: string;
    pattern?: string;
    enum?: unknown[];
    gddOptions?: { labels?: object };
    title?: string;
  };
  const check = (node: Node, path: string) => {
    expect(['boolean', 'string', 'number', 'integer', 'array', 'object'], path).toContain(node.type);
    if (node.type === 'object') {
      expect(node.properties, path).toBeTypeOf('object');
      for (const [name, child] of Object.entries(node.properties ?? {})) {
        expect(child.title, `${path}.${name}`).toBeTruthy();
        check(child, `${path}.${name}`);
      }
    }
    if (node.default !== undefined) expect(typeof node.default, path).toBe(node.type === 'integer' ? 'number' : node.type);
    if (node.gddType === 'color-rrggbb') expect(node.pattern, path).toBe('^#[0-9a-f]{6}$');
    if (node.gddType === 'select') expect(Object.keys(node.gddOptions?.labels ?? {}), path).toEqual(node.enum);
  };

  it.each(builtIn)('%s keeps to OGraf v1', (id) => {
    const manifest = JSON.parse(JSON.stringify(manifestOf(id))) as Record<string, unknown>;
    expect(manifest['$schema']).toBe('https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json');
    for (const name of Object.keys(manifest)) expect(name).toMatch(known);
    for (const name of ['id', 'name', 'main', 'version', 'description']) expect(manifest[name], name).toBeTypeOf('string');
    expect(manifest).toMatchObject({ id, main: `${id}.mjs`, supportsRealTime: true, supportsNonRealTime: false, stepCount: 1 });
    expect(id).not.toContain('/');
    check(manifest['schema'] as Node, id);
    for (const action of manifest['customActions'] as Record<string, unknown>[]) {
      expect(Object.keys(action).filter((name) => !/^(id|name|description|schema|v_.*)$/.test(name))).toEqual([]);
      expect([action['id'], action['name']].every((text) => typeof text === 'string')).toBe(true);
    }
  });

  it('name every member of the data, and no other', () => {
    const schema = manifestOf('lower-third').schema as { properties: object };
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(blankCard).sort());
  });
});

describe('the data of a card', () => {
  it('is updated in parts, and what is named null goes', () => {
    const before = readCard(blankCard, { name: '夏乐西瓜', priceFen: 3990, mechanism: '买二送一' });
    expect(readCard(before, { priceFen: null, mechanism: null })).toEqual({ ...before, priceFen: null, mechanism: null });
    expect(readCard(before, 'nonsense')).toEqual(before);
    expect(readCard(before, { unknown: 1 })).toEqual(before);
  });
  it('believes nothing that makes no sense', () => {
    const odd = readCard(blankCard, {
      name: 'a\u202eb\u0000c',
      number: '7',
      priceFen: -1,
      wasPriceFen: NaN,
      stock: { left: 5, allotted: 'x' },
      theme: { primary: 'red', accent: '#FFD166', logoUrl: 'javascript:1' },
      offerEndsAt: 'soon',
      pictureUrl: '//evil.example/x',
      lang: 'fr',
    });
    expect(odd).toMatchObject({
      name: 'a b c',
      number: 7,
      priceFen: null,
      wasPriceFen: null,
      stock: { left: 5, allotted: 5 },
      theme: { primary: null, accent: '#ffd166', logoUrl: null },
      offerEndsAt: null,
      pictureUrl: '',
      lang: 'zh-CN',
    });
    expect(readCard(blankCard, { name: '瓜'.repeat(5_000) }).name.length).toBeLessThanOrEqual(400);
  });
  it('loads from http, https and its own origin only', () => {
    expect(['/media/a.png', 'https://a.example/b', 'http://a.example/'].map(safeUrl)).toEqual([
      '/media/a.png',
      'https://a.example/b',
      'http://a.example/',
    ]);
    for (const evil of ['//a.example', '/\\a.example', 'data:image/png,x', 'blob:x', 'javascript:1', 'a.png', '', 7, null])
      expect(safeUrl(evil)).toBeNull();
    expect(scannableUrl('/t/1', 'https://studio.example/overlay/')).toBe('https://studio.example/t/1');
    expect(scannableUrl('/t/1', 'file:///c/x.html')).toBeNull();
  });
});

describe('a countdown', () => {
  it('reads zero only when it is over, and never less', () => {
    expect(countdown(1).digits).toEqual(['00', '01']);
    expect(countdown(0).over).toBe(true);
    expect(countdown(-5_000)).toEqual({ over: true, days: 0, digits: ['00', '00'] });
    expect(countdown(3_723_000)).toEqual({ over: false, days: 0, digits: ['01', '02', '03'] });
    expect(countdown(90_061_000)).toEqual({ over: false, days: 1, digits: ['01', '01', '01'] });
  });
  it('follows the server, not the clock of the machine; a late document does not set it back', () => {
    let steady = 0;
    const clock = new ServerClock(() => steady);
    clock.learn('2026-11-23T20:00:00Z');
    steady = 5_000;
    clock.learn('2026-11-23T20:00:03Z'); // two seconds under way
    expect(new Date(clock.now()).toISOString()).toBe('2026-11-23T20:00:05.000Z');
    clock.learn('nonsense');
    expect(new Date(clock.now()).toISOString()).toBe('2026-11-23T20:00:05.000Z');
  });
});

describe('a theme', () => {
  it('never makes words unreadable', () => {
    for (const primary of [null, '#ffffff', '#000000', '#a01225', '#808080', '#fff3d6', '#3a7bd5']) {
      for (const accent of [null, '#ffffff', '#000000', '#ffd166', '#808080']) {
        const made = colours({ primary, accent, logoUrl: null });
        for (const ground of ['--ground', '--deep']) {
          expect(contrast(rgb(made['--ink']), rgb(made[ground])), `${primary} ${ground}`).toBeGreaterThanOrEqual(3.9);
          expect(contrast(rgb(made['--accent']), rgb(made[ground])), `${primary} ${accent} ${ground}`).toBeGreaterThanOrEqual(3);
        }
        expect(contrast(rgb(made['--on-accent']), rgb(made['--accent']))).toBeGreaterThanOrEqual(3.9);
      }
    }
  });
});

describe('the words', () => {
  it('are there in both languages', () => expect(Object.keys(graphicTexts('en'))).toEqual(Object.keys(graphicTexts('zh-CN'))));
});
