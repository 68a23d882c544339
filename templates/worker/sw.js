// @ts-check
// Keeps pages for a place without a signal. A cache holds one version of the site, whole; another version is another
// cache, filled before it takes the place of the old one. `VERSION` comes first in the published file: the build's hash.


/** @typedef {{version: string, files: Record<string, number>}} List addresses below the site, with their bytes */
/** @typedef {Record<string, number>} Files addresses below the site, with their bytes */
/** @typedef {{groups: string[], files: Files}} State what is wanted, and what is kept for it */
/** @typedef {State & {version?: string, lists?: Record<string, Files>}} KeptState with the list of each group, of one version */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const root = worker.registration.scope;
// Several toolkits may stand on one host, and share its caches.
const prefix = `toolkit:${new URL(root).pathname}:`;
const CACHE = prefix + VERSION;
const STATE = `${prefix}state`;
const SHELL = "shell";
const AT_ONCE = 6;
/** @type {Promise<unknown>} */
let queue = Promise.resolve();

/** @returns {Promise<KeptState>} */
async function readState() {
  const kept = await (await caches.open(STATE)).match(root);
  return kept ? kept.json() : { groups: [], files: {} };
}

/** What a page needs to know. @returns {Promise<State>} */
async function readShown() {
  const { groups, files } = await readState();
  return { groups, files };
}

/** @param {KeptState} state */
async function writeState(state) {
  await (await caches.open(STATE)).put(root, new Response(JSON.stringify(state)));
}

/**
 * The list of a group, of this very version; an Error where another version is published, or none can be had.
 * @param {string} group
 * @returns {Promise<Files>}
 */
async function listOf(group) {
  // The version in the address gets past caches between here and the school's host.
  const response = await fetch(`${root}offline/${group}.json?v=${VERSION}`, { cache: "no-store" });
  // A grade that a newer version does not have any more is nothing to keep.
  if (response.status === 404 && group !== SHELL) return {};
  if (!response.ok) throw new Error(`offline/${group}.json: ${response.status}`);
  /** @type {List} */
  const list = await response.json();
  if (list.version !== VERSION) throw new Error("another version is published");
  return list.files;
}

/**
 * Puts `addresses` into this version's cache; those that are new there are taken out again if one fails.
 * @param {string[]} addresses
 * @param {(done: number) => void} tell
 */
async function fetchAll(addresses, tell) {
  const cache = await caches.open(CACHE);
  const kept = new Set((await cache.keys()).map((request) => request.url));
  const missing = addresses.filter((address) => !kept.has(root + address));
  if (!missing.length) return;
  const waiting = [...missing];
  let done = addresses.length - missing.length;
  async function work() {
    for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
      const response = await fetch(`${root}${address}?v=${VERSION}`, { cache: "no-cache" });
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      await cache.put(root + address, response);
      done += 1;
      tell(done);
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    // Still the same version after all of it: then nothing of another one came in between.
    await listOf(SHELL);
  } catch (error) {
    waiting.length = 0;
    await Promise.all(missing.map((address) => cache.delete(root + address)));
    throw error;
  }
}

/**
 * Keeps exactly these groups, and the shell.
 * @param {string[]} groups
 * @param {(done: number, all: number) => void} tell
 */
async function keep(groups, tell) {
  const state = await readState();
  // A list that is here needs no signal: so a grade can be let go anywhere.
  const known = state.version === VERSION && state.lists ? state.lists : {};
  const lists = Object.fromEntries(await Promise.all([SHELL, ...groups].map(async (group) => [group, known[group] || await listOf(group)])));
  /** @type {Files} */
  const files = Object.assign({}, ...Object.values(lists));
  const addresses = Object.keys(files);
  await fetchAll(addresses, (done) => tell(done, addresses.length));
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) if (!Object.hasOwn(files, request.url.slice(root.length))) await cache.delete(request);
  await writeState({ groups, files, version: VERSION, lists });
}

async function install() {
  const { groups } = await readState();
  await keep(groups, () => undefined);
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== CACHE && name !== STATE) await caches.delete(name);
  await worker.clients.claim();
}

/** @param {Request} request */
async function answer(request) {
  const url = new URL(request.url);
  url.search = "";
  url.hash = "";
  const cache = await caches.open(CACHE);
  const kept = await cache.match(url.href.replace(/\/index\.html$/, "/"));
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (request.mode !== "navigate") throw error;
    return Response.redirect(`${root}offline/#missing=${url.pathname.slice(new URL(root).pathname.length)}`);
  }
}

/**
 * What pages ask: {ask: "status"}, {ask: "open", group}, {ask: "keep", groups}. The answer goes back through the port.
 * @param {ExtendableMessageEvent} event
 */
async function reply(event) {
  const port = event.ports[0];
  const { ask, group, groups } = event.data;
  try {
    const state = await readState();
    if (ask === "open" && !state.groups.includes(group)) await keep([...state.groups, group], () => undefined);
    if (ask === "keep") await keep(groups, (done, all) => port.postMessage({ done, all }));
    port?.postMessage({ state: await readShown() });
  } catch (error) {
    // The page says in words what is in the way; a newer version is looked for.
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    port?.postMessage({ fault: isFull ? "full" : "fail", state: await readShown() });
    await worker.registration.update().catch(() => undefined);
  }
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(root)) event.respondWith(answer(event.request));
});
worker.addEventListener("message", (event) => {
  if (event.data === "take over") {
    worker.skipWaiting();
    return;
  }
  // One after the other: two that keep at once would undo each other.
  queue = queue.then(() => reply(event));
  event.waitUntil(queue);
});
