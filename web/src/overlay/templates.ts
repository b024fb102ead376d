import type { GraphicClass, Manifest } from '../graphics/ograf';
import LowerThird from '../graphics/templates/lower-third';
import { usual } from './document';

/** The built-in templates, each loaded when it is first used; the usual one is part of the page and so is always there. */
const ours: Record<string, () => Promise<{ default: GraphicClass }>> = {
  [usual]: () => Promise.resolve({ default: LowerThird }),
  'side-panel': () => import('../graphics/templates/side-panel'),
  'big-price': () => import('../graphics/templates/big-price'),
  'sold-out': () => import('../graphics/templates/sold-out'),
  'coming-next': () => import('../graphics/templates/coming-next'),
  origin: () => import('../graphics/templates/origin'),
};

const known = new Map<string, Promise<GraphicClass>>();
let made = 0;

/** A template's class, ready to be made an element of. A failure is forgotten, so that the next take tries anew. */
export function template(id: string): Promise<GraphicClass> {
  const before = known.get(id);
  if (before) return before;
  const loading = (ours[id]?.() ?? foreign(id)).then((module) => defined(module.default));
  known.set(id, loading);
  loading.catch(() => known.delete(id));
  return loading;
}

/** A graphic that somebody put into the studio's folder: its manifest says which module it is. */
async function foreign(id: string): Promise<{ default: GraphicClass }> {
  const folder = new URL(`/graphics/${encodeURIComponent(id)}/`, location.href);
  const answer = await fetch(new URL(`${id}.ograf.json`, folder), { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`${id}: ${answer.status}`);
  const manifest = (await answer.json()) as Partial<Manifest>;
  if (typeof manifest.main !== 'string' || manifest.supportsRealTime !== true) throw new Error(`${id}: no real-time graphic`);
  const main = new URL(manifest.main, folder);
  if (!main.href.startsWith(folder.href)) throw new Error(`${id}: outside of its folder`);
  // A module stays as it was first loaded for as long as the page lives: a new version needs a new address.
  if (manifest.version) main.searchParams.set('v', String(manifest.version));
  return (await import(/* @vite-ignore */ main.href)) as { default: GraphicClass };
}

/** An element needs a name of its own; a module that has given its class one keeps it. */
function defined(type: unknown): GraphicClass {
  if (typeof type !== 'function' || !(type.prototype instanceof HTMLElement)) throw new Error('no custom element');
  try {
    customElements.define(`air-graphic-${++made}`, type as CustomElementConstructor);
  } catch {
    new (type as GraphicClass)(); // throws where it is really none
  }
  return type as GraphicClass;
}
