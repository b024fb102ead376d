import type { PreviewAnswer, PreviewOrder } from './previewing';
import { createScreen } from './screen';

/**
 * The overlay's picture for the control room. It runs in a sandboxed frame of no origin (no cookies, no storage, no way to the page
 * around it), because it may have to run a graphic that somebody else wrote; it shows what that page tells it, and says how that went.
 */
const lang = new URLSearchParams(location.hash.slice(1)).get('lang') ?? 'zh-CN';
const layout = () => (innerHeight > innerWidth ? 'portrait' : 'landscape');
let last: PreviewOrder | null = null;

const screen = createScreen({ root: document.getElementById('app') as HTMLElement, lang, layout, changed: () => answer() });

function answer(): void {
  const card = screen.root.querySelector('[data-testid=card]')?.firstElementChild?.shadowRoot?.querySelector('.card');
  const place = card?.getBoundingClientRect();
  const said: PreviewAnswer = {
    preview: 'shown',
    turn: last?.turn ?? 0,
    failed: screen.failures().templateFailed === true,
    place: place ? { x: place.x, y: place.y, width: place.width, height: place.height } : null,
  };
  parent.postMessage(said, '*');
}

async function obey(order: PreviewOrder, animated: boolean): Promise<void> {
  last = order;
  screen.learn(order.document.serverTime);
  await screen.show(order.document, animated);
  if (last === order) answer();
}

addEventListener('message', (event: MessageEvent<PreviewOrder>) => {
  if (event.source === parent && event.data?.preview === 'show') void obey(event.data, event.data.animated && last !== null);
});
addEventListener('resize', () => {
  if (last) void obey(last, false);
});
parent.postMessage({ preview: 'ready' } satisfies PreviewAnswer, '*');
