import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { builtIn, manifestOf } from '../src/graphics/catalogue.ts';

const web = fileURLToPath(new URL('..', import.meta.url));

/** All that an overlay may weigh, uncompressed: it must come up on a county line, and again at each restart of OBS. */
const overlayLimit = 300 * 1024;

/**
 * Puts each built-in graphic into dist/graphics/<id>/ as a folder of its own, manifest and one module without imports, so that any
 * OGraf renderer can take the folder; and refuses a build whose overlay has grown too heavy.
 */
export function graphics(target: string[]): Plugin {
  return {
    name: 'studio-graphics',
    apply: 'build',
    async closeBundle() {
      for (const id of builtIn) await emit(id, target);
      const weight = overlayWeight(join(web, 'dist'));
      if (weight > overlayLimit) throw new Error(`The overlay weighs ${weight} bytes; ${overlayLimit} is the limit.`);
      this.info(`overlay: ${weight} of ${overlayLimit} bytes, html, js and css`);
    },
  };
}

async function emit(id: (typeof builtIn)[number], target: string[]): Promise<void> {
  const manifest = JSON.stringify(manifestOf(id), null, 2) + '\n';
  await build({
    configFile: false,
    root: web,
    publicDir: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'manifest',
        generateBundle() {
          this.emitFile({ type: 'asset', fileName: `${id}.ograf.json`, source: manifest });
        },
      },
    ],
    build: {
      outDir: join('dist', 'graphics', id),
      emptyOutDir: true,
      target,
      modulePreload: false,
      rollupOptions: {
        input: join(web, 'src', 'graphics', 'templates', `${id}.ts`),
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: `${id}.mjs` },
      },
    },
  });
}

/** The page with all that it loads, now or later: what is named in its files, and in what those name. */
export function overlayWeight(dist: string): number {
  const assets = readdirSync(join(dist, 'assets'));
  const needed = new Set<string>();
  const follow = (file: string) => {
    if (needed.has(file)) return;
    needed.add(file);
    const text = readFileSync(join(dist, file), 'utf8');
    for (const asset of assets) if (text.includes(asset)) follow(join('assets', asset));
  };
  follow(join('overlay', 'index.html'));
  return [...needed].reduce((sum, file) => sum + statSync(join(dist, file)).size, 0);
}
