/* Keeps the host screen's own files, so that the page opens again without a network. Data is not its business: the page keeps that. */
const name = 'host-screen';
const page = '/host/';

self.addEventListener('install', (event) => {
  event.waitUntil(
    fetch(page, { cache: 'no-cache' })
      .then(keep)
      .then(() => self.skipWaiting()),
  );
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && url.pathname === page) event.respondWith(open(event));
  else if (url.pathname.startsWith('/assets/') || url.pathname === '/icon.svg') event.respondWith(file(request));
});

/** The page as the server has it, or after four seconds without an answer as it was last. */
async function open(event) {
  const known = await caches.match(page);
  const asked = fetch(event.request);
  if (!known) return asked;
  try {
    const answer = await Promise.race([asked, new Promise((_, late) => setTimeout(late, 4_000))]);
    if (answer.ok) event.waitUntil(keep(answer.clone()).catch(() => undefined));
    return answer.status < 500 ? answer : known;
  } catch {
    asked.catch(() => undefined);
    return known;
  }
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/** Stores the page with the files it names, and drops those that it names no longer. */
async function keep(answer) {
  if (!answer.ok) throw new Error(String(answer.status));
  const text = await answer.clone().text();
  const files = [...text.matchAll(/(?:src|href)="(\/(?:assets\/[^"]+|icon\.svg))"/g)].map((found) => found[1]);
  const cache = await caches.open(name);
  const stored = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  await cache.addAll(files.filter((path) => !stored.has(path)));
  await cache.put(page, answer);
  for (const path of stored) if (path !== page && !files.includes(path)) await cache.delete(path);
}
