/*
 * Opens Hearth without a network: the shell is kept at the first visit, each further file when it
 * has been used once. Threads and notes are kept by Firestore, unsent messages by the outbox.
 * The build writes in the version and the files of the shell.
 */
const VERSION = "__VERSION__";
const FILES = "__FILES__".split(" ");
const SHELL = `hearth-shell-${VERSION}`;
/** Files whose name changes with what is in them: kept from one version to the next. */
const ASSETS = "hearth-assets";
const KEPT_ASSETS = 250;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === "/") event.respondWith(shell(request));
  } else if (url.pathname.startsWith("/_next/static/")) event.respondWith(asset(request));
  else if (url.pathname === "/config.js") event.respondWith(config(event));
  else event.respondWith(kept(request));
});

async function install() {
  const cache = await caches.open(SHELL);
  await cache.addAll(["/", "/config.js", ...FILES].map(fresh));
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("hearth-shell-") && name !== SHELL) await caches.delete(name);
  }
  const assets = await caches.open(ASSETS);
  const oldest = (await assets.keys()).slice(0, -KEPT_ASSETS);
  for (const request of oldest) await assets.delete(request);
  await self.clients.claim();
}

function fresh(path) {
  return new Request(path, { cache: "no-cache" });
}

/** The page is the same for every thread, so one copy answers for all of them. */
async function shell(request) {
  const cache = await caches.open(SHELL);
  return (await cache.match("/")) ?? fetch(request);
}

async function asset(request) {
  const known = await caches.match(request);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(ASSETS)).put(request, response.clone());
  return response;
}

/** What was known is used at once, and asked for again for the next time. */
async function config(event) {
  const cache = await caches.open(SHELL);
  const asked = fetch(fresh("/config.js")).then(async (response) => {
    if (response.ok) await cache.put("/config.js", response.clone());
    return response;
  });
  const known = await cache.match("/config.js");
  if (!known) return asked;
  event.waitUntil(asked.catch(() => undefined));
  return known;
}

async function kept(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/** What the page had loaded before this worker stood behind it. */
async function keep(paths) {
  const assets = await caches.open(ASSETS);
  for (const path of paths) {
    if (!(await caches.match(path))) await assets.add(path).catch(() => undefined);
  }
}
