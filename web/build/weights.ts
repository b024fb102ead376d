import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import type { Plugin } from 'vite';

/** What a viewer's first view may weigh compressed, without the player: html, js and css. On a 400 kbit/s line that is four seconds. */
const roomLimit = 200 * 1024;

/** Syntax that the oldest phones of the villages know: Chrome 80 reads ES2020. */
const edition = 2020;

/** Kinds of files that a browser gets compressed; pictures and fonts are compressed already. */
export const compressed = /\.(?:html|js|mjs|css|svg|json)$/;

export interface Packed {
  gzip: Buffer;
  brotli: Buffer;
}

export const pack = (content: Buffer): Packed => ({
  gzip: gzipSync(content, { level: 9 }),
  brotli: brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  }),
});

/** What a page loads by itself: what its html names, and what those files import before they run. What waits for a press or an idle moment is not in it. */
export function firstView(dist: string, page: string): string[] {
  const needed = new Set<string>();
  const follow = (file: string) => {
    if (needed.has(file)) return;
    needed.add(file);
    const text = readFileSync(join(dist, file), 'utf8');
    if (file.endsWith('.html')) {
      for (const [, url] of text.matchAll(/(?:src|href)="\/([^"#]+)"/g)) if (url) follow(url);
    } else if (file.endsWith('.js')) {
      for (const node of parse(text, { ecmaVersion: edition, sourceType: 'module' }).body) {
        if ('source' in node && node.source && typeof node.source.value === 'string') follow(join('assets', node.source.value));
      }
    }
  };
  follow(join(page, 'index.html'));
  return [...needed];
}

/** Refuses a script that an old phone cannot read, with the file's name: it would be a white page there and nothing here. */
export function readable(text: string, file: string): void {
  try {
    parse(text, { ecmaVersion: edition, sourceType: 'module' });
  } catch (failure) {
    throw new Error(`${file} is not ES${edition}: ${(failure as Error).message}`, { cause: failure });
  }
}

/** Packs every script, style and page once, beside the file: the studio sends the packed one to browsers that can unpack it. */
function packAll(dist: string): void {
  const files = readdirSync(dist, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && entry.name !== 'graphics' ? readdirSync(join(dist, entry.name)).map((file) => join(entry.name, file)) : [],
  );
  for (const file of files) {
    const path = join(dist, file);
    if (!compressed.test(file) || statSync(path).size < 512) continue;
    const { gzip, brotli } = pack(readFileSync(path));
    writeFileSync(`${path}.gz`, gzip);
    writeFileSync(`${path}.br`, brotli);
  }
}

/** Refuses a build that is too heavy or too new for the room's phones, and packs the one that is neither. */
export function weights(): Plugin {
  return {
    name: 'studio-weights',
    apply: 'build',
    closeBundle() {
      const dist = fileURLToPath(new URL('../dist', import.meta.url));
      for (const file of readdirSync(join(dist, 'assets'))) {
        if (file.endsWith('.js')) readable(readFileSync(join(dist, 'assets', file), 'utf8'), file);
      }
      const sizes = firstView(dist, 'room').map((file) => ({ file, ...pack(readFileSync(join(dist, file))) }));
      const [gzip, brotli] = (['gzip', 'brotli'] as const).map((kind) => sizes.reduce((sum, size) => sum + size[kind].length, 0)) as [
        number,
        number,
      ];
      if (gzip > roomLimit) {
        const list = sizes.map((size) => `${size.file} ${size.gzip.length}`).join(', ');
        throw new Error(`The room's first view weighs ${gzip} bytes (gzip); ${roomLimit} is the limit: ${list}`);
      }
      packAll(dist);
      this.info(`room: first view ${gzip} bytes gzip, ${brotli} brotli, of ${roomLimit}; ${sizes.length} files`);
    },
  };
}
