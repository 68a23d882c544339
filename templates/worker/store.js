// @ts-check
// What the worker keeps: a cache holds one version of the site, whole; another version is another cache, filled before it
// takes the place of the old one. `VERSION` comes first in the published file, the build's hash; then this, then sw.js.

/** @typedef {{version: string, files: Record<string, number>}} List addresses below the site, with their bytes */
/** @typedef {Record<string, number>} Files addresses below the site, with their bytes */
/** @typedef {{groups: string[], wanted: string[], files: Files, isLost: boolean}} Shown what is kept, what should be, and whether the browser threw some of it away */
/** @typedef {{groups: string[], version?: string, lists?: Record<string, Files>}} State what is wanted, and the list of each group, of one version */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const root = worker.registration.scope;
// Several toolkits may stand on one host, and share its caches.
const prefix = `toolkit:${new URL(root).pathname}:`;
const CACHE = prefix + VERSION;
const STATE = `${prefix}state`;
const SHELL = "shell";
/** Scripts and styles in it have names that change with what they hold. */
const ASSETS = `${root}assets/`;
const AT_ONCE = 6;
/** What is kept, by its place. @type {Promise<Map<string, string>> | undefined} */
let places;

/** @returns {Promise<State>} */
async function readState() {
  const kept = await (await caches.open(STATE)).match(root);
  return kept ? kept.json() : { groups: [] };
}

/** @param {State} state */
async function writeState(state) {
  await (await caches.open(STATE)).put(root, new Response(JSON.stringify(state)));
}

/** Where a file of the site lies: its name may hold blanks and letters of any script. @param {string} address */
const placed = (address) => root + encodeURI(address).replace(/[?#]/g, encodeURIComponent);

/** The addresses that lie in this version's cache, whatever the state says: a browser may throw copies away. */
async function inCache() {
  const requests = await (await caches.open(CACHE)).keys();
  return new Set(requests.map((request) => decodeURIComponent(request.url.slice(root.length))));
}

/** What a page needs to know: only what is there, and only whole groups. @returns {Promise<Shown>} */
async function readShown() {
  const { groups, lists = {} } = await readState();
  const there = await inCache();
  const files = Object.fromEntries(Object.values(lists).flatMap(Object.entries).filter(([address]) => there.has(address)));
  /** @param {string} group */
  const isWhole = (group) => Object.keys(lists[group] || {}).every((address) => there.has(address));
  return { groups: groups.filter(isWhole), wanted: groups, files, isLost: ![SHELL, ...groups].every((group) => lists[group] && isWhole(group)) };
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
 * An address as people write it, too: without the slash, with index.html, in capital letters, with other escapes.
 * @param {string} address
 */
function place(address) {
  const { pathname } = new URL(address);
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // A broken escape is taken as it is.
  }
  return path.normalize("NFC").toLowerCase().replace(/(\/|\/index(\.html)?)$/, "");
}

/**
 * A file of this version, as it is to be kept; an Error where it cannot be had.
 * @param {string} address
 */
async function fetched(address) {
  const asked = placed(address);
  const response = await fetch(`${asked}?v=${VERSION}`, { cache: "no-cache" });
  // Some hosts lead from /x/ to /x, or to the file. What leads to another page, as to a sign-in, is not this file.
  if (!response.ok || (response.redirected && place(response.url) !== place(asked))) throw new Error(`${address}: ${response.status}`);
  // A browser refuses to open a page with an answer that was led on, so a clean one is kept.
  const headers = new Headers(response.headers);
  // A host's policy is for pages: on a PDF, Safari's viewer becomes a small box.
  if (!headers.get("Content-Type")?.startsWith("text/html")) headers.delete("Content-Security-Policy");
  return new Response(await response.blob(), { headers });
}

/**
 * Puts `addresses` into this version's cache and then does `finish`; those that are new there are taken out again if
 * anything of it fails.
 * @param {string[]} addresses
 * @param {(done: number) => void} tell
 * @param {() => Promise<void>} finish
 */
async function fetchAll(addresses, tell, finish) {
  const cache = await caches.open(CACHE);
  const there = await inCache();
  const missing = addresses.filter((address) => !there.has(address));
  const waiting = [...missing];
  let done = addresses.length - missing.length;
  async function work() {
    for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
      try {
        await cache.put(placed(address), await fetched(address));
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
      done += 1;
      tell(done);
    }
  }
  try {
    // Each is waited for, or one would come in after the others were taken out.
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    // Still the same version after all of it: then nothing of another one came in between.
    if (missing.length) await listOf(SHELL);
    await finish();
  } catch (error) {
    await Promise.all(missing.map((address) => cache.delete(placed(address))));
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
  const addresses = [...new Set(Object.values(lists).flatMap(Object.keys))];
  await fetchAll(addresses, (done) => tell(done, addresses.length), () => writeState({ groups, version: VERSION, lists }));
  const wanted = new Set(addresses);
  const cache = await caches.open(CACHE);
  for (const address of await inCache()) if (!wanted.has(address)) await cache.delete(placed(address));
  places = undefined;
}
