import { safeUrl } from '../graphics/urls';
import { openHub } from '../kit/hub';
import { templateOf, type AirDoc, type AirSnapshot } from './document';
import { createPainter } from './painter';
import { createPoll } from './poll';
import { createScreen } from './screen';
import { createStamp, isStamped } from './stamp';
import { template } from './templates';

/** The page that OBS shows over the picture. It never says anything of its own: what fails is tried again, unseen. */
const hash = new URLSearchParams(location.hash.slice(1));
const token = hash.get('c') ?? '';
const lang = hash.get('lang') ?? new URLSearchParams(location.search).get('lang') ?? 'zh-CN';
const wish = hash.get('layout');
const layout = () => (wish === 'portrait' || wish === 'landscape' ? wish : innerHeight > innerWidth ? 'portrait' : 'landscape');

const root = document.getElementById('app') as HTMLElement;
const ahead = new Map<string, HTMLImageElement>();
/** A card that is already on when the page comes is simply there; only a take that the page saw has an entrance. */
let animated = false;

const screen = createScreen({ root, lang, layout, changed: () => void painter.repeat() });
const stamp = createStamp(root);
/** What the screen showed last, for only another showing is stamped. */
let before: AirDoc | null = null;

async function show(shown: AirDoc): Promise<void> {
  const stamped = isStamped(before, shown, animated);
  before = shown;
  if (!stamped && shown.blank?.on) stamp.hide();
  await screen.show(shown, animated);
  // Behind the card, so that no picture has the stamp and not yet what it stands for; and not where the next showing or a blank is here already.
  if (stamped && isOnScreen(shown)) stamp.show(shown);
}

const isOnScreen = (shown: AirDoc) => before?.epoch === shown.epoch && before.revision === shown.revision && !before.blank?.on;

const painter = createPainter({
  show,
  nextFrame: () => new Promise((resolve) => requestAnimationFrame(() => resolve())),
  visible: () => document.visibilityState === 'visible',
  report: (painted) => void hub.invoke('Painted', { ...painted, ...screen.failures() }).catch(() => undefined),
  now: () => performance.timeOrigin + performance.now(),
});

async function apply(shown: AirDoc, entrance: boolean) {
  screen.learn(shown.serverTime);
  animated = entrance;
  const before = painter.current();
  await painter.apply(shown);
  // A revision that was skipped is no loss: the document is whole. It is asked for again only where the order was broken.
  if (before && shown.epoch === before.epoch && shown.revision < before.revision) void hub.invoke('Current').catch(() => undefined);
}

function loadAhead(url: string) {
  const safe = safeUrl(url);
  if (!safe || ahead.has(safe)) return;
  const picture = new Image();
  picture.src = safe;
  ahead.set(safe, picture);
  picture.decode().catch(() => ahead.delete(safe));
}

const poll = createPoll({
  async ask() {
    // A question that a dead line has swallowed must not be the last one.
    const signal = AbortSignal.timeout(2_000);
    const answer = await fetch(`/api/overlay/state?access_token=${encodeURIComponent(token)}`, { cache: 'no-store', signal });
    return answer.ok ? ((await answer.json()) as unknown) : null;
  },
  got: (shown) => void apply(shown as AirDoc, true),
});

const hub = openHub({
  url: '/hubs/studio',
  token,
  longestPause: 400,
  onState: (state) => poll.line(state),
  handlers: {
    OnAir: (shown: AirDoc) => void apply(shown, true),
    Revoked: () => {
      root.remove();
      poll.end();
      hub.close();
    },
  },
  async join(connection) {
    const snapshot = await connection.invoke<AirSnapshot>('JoinOverlay', { width: innerWidth, height: innerHeight, layout: layout() });
    await apply(snapshot.onAir, false);
    await painter.repeat();
    for (const picture of snapshot.pictures) loadAhead(picture);
    for (const id of templatesOf(snapshot)) template(id).catch(() => undefined);
  },
});

/** What the session will use. A server that does not say it: all built-in ones, they are small. */
function templatesOf(snapshot: AirSnapshot & { templates?: string[] }): string[] {
  const said = snapshot.templates ?? ['side-panel', 'big-price', 'sold-out', 'coming-next', 'origin'];
  return snapshot.onAir.card ? [...said, templateOf(snapshot.onAir.card)] : said;
}

addEventListener('resize', () => {
  const shown = painter.current();
  if (shown) void screen.show(shown, false);
});
document.addEventListener('visibilitychange', () => void painter.repeat());

// For a loader page around this one (overlay-loader.html): as long as it hears this, the page lives.
if (parent !== window) {
  const beat = () => parent.postMessage({ studio: 'overlay', alive: true }, '*');
  beat();
  setInterval(beat, 1_000);
}
