// The service worker: it keeps the whole till on the tablet, so that a page opened with the network dead is the
// page. The server writes one line above this: SHELL, the version of the set and the addresses in it.

const { version, files } = self.SHELL;
const NAME = `till-${version}`;
const PAGES = ["/till/", "/till/gate", "/till/display"];
// What a page itself keeps, whatever the version: pictures, what reads codes, and an inspector's page.
const BESIDE = [
  ["/till/inspection", "inspection"],
  ["/till/photos/", "photos"],
  ["/till/static/vendor/", "vendor"],
];

async function fill() {
  const cache = await caches.open(NAME);
  // Past the browser's own cache: a set must be of one version.
  await cache.addAll(files.map((file) => new Request(file, { cache: "reload" })));
}

async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("till-") && name !== NAME).map((name) => caches.delete(name)));
}

/** Where the browser can, it takes the set straight out of the cache, without waking this worker for each file. */
function route(event) {
  const source = { cacheName: NAME };
  const rule = (pathname, from) => ({ condition: { urlPattern: { pathname } }, source: from });
  return event.addRoutes?.([
    ...files.map((pathname) => rule(pathname, source)),
    ...BESIDE.map(([path, cacheName]) => rule(`${path}*`, { cacheName })),
  ]);
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.resolve(route(event)).catch(() => {}));
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clear().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const wanted = request.method === "GET" && origin === self.location.origin && files.includes(pathname);
  // Documents, the price book and enrolment go to the terminal or fail; the set never waits for a network.
  if (wanted && (request.mode !== "navigate" || PAGES.includes(pathname))) {
    event.respondWith(kept(NAME, pathname, request));
  }
  const beside = BESIDE.find(([path]) => origin === self.location.origin && pathname.startsWith(path));
  if (beside) {
    event.respondWith(kept(beside[1], pathname, request));
  }
});

async function kept(name, pathname, request) {
  const cache = await caches.open(name);
  return (await cache.match(pathname)) ?? fetch(request);
}
