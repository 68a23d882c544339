// @ts-check
// The worker that answers for the site's pages: from what is kept, else from the network.

/** @type {Promise<unknown>} */
let queue = Promise.resolve();

async function install() {
  const { groups } = await readState();
  await keep(groups, () => undefined);
  // At once: open pages stay as they are, and the next one that is opened is of this version.
  await worker.skipWaiting();
}

/** The caches of older versions go, unless there are pages open that may yet ask for a script of theirs. */
async function tidy() {
  const { installing, waiting } = worker.registration;
  if (installing || waiting || (await worker.clients.matchAll({ type: "window" })).length > 1) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== STATE);
  // They come in the order in which they were made: a newer one may be on its way after ours.
  for (const name of names.slice(0, Math.max(0, names.indexOf(CACHE)))) await caches.delete(name);
}

async function activate() {
  await worker.clients.claim();
}

/**
 * The kept file that is meant by an address that is not quite its own; also a page of another language's site below.
 * @param {URL} url without ? and #
 * @returns {Promise<string | undefined>}
 */
async function meant(url) {
  places ||= inCache().then((addresses) => new Map([...addresses].map((address) => [place(placed(address)), placed(address)])));
  const own = (await places).get(place(url.href));
  if (own) return own;
  for (const name of await caches.keys()) {
    const path = name.startsWith("toolkit:") ? name.split(":")[1] : "";
    const isOther = path.length > new URL(root).pathname.length && !url.pathname.startsWith(path);
    if (isOther && `${place(url.href)}/`.startsWith(`${place(url.origin + path)}/`)) return url.origin + path + url.pathname.slice(path.length);
  }
  return undefined;
}

/** A file as it is kept: of this version, or of another for a page that is still open. @param {string} href */
async function kept(href) {
  const own = await (await caches.open(CACHE)).match(href);
  if (own) return own;
  for (const name of await caches.keys()) {
    const other = name.startsWith(prefix) && name !== STATE && href.startsWith(ASSETS) && await (await caches.open(name)).match(href);
    if (other) return other;
  }
  return undefined;
}

/**
 * The bytes that a player asks for, of a recording that is kept: Safari's takes no whole file in their place.
 * @param {Response} whole
 * @param {Request} request
 */
async function asked(whole, request) {
  const [, first, last] = request.headers.get("Range")?.match(/^bytes=(\d+)-(\d*)$/) || [];
  if (first === undefined) return whole;
  const file = await whole.blob();
  const [start, end] = [Number(first), Math.min(Number(last || file.size), file.size - 1)];
  const headers = new Headers(whole.headers);
  headers.set("Content-Range", start > end ? `bytes */${file.size}` : `bytes ${start}-${end}/${file.size}`);
  headers.set("Content-Length", String(Math.max(0, end - start + 1)));
  return new Response(file.slice(start, end + 1), { status: start > end ? 416 : 206, headers });
}

/** @param {Request} request */
async function answer(request) {
  const url = new URL(request.url);
  const { search, hash } = url;
  url.search = "";
  url.hash = "";
  const found = await kept(url.href);
  if (found) return asked(found, request);
  const isPage = request.mode === "navigate";
  const other = await meant(url);
  // A page is led on, not answered: the links in it count from its address.
  if (other && other !== url.href) return isPage ? Response.redirect(other + search + hash) : (await kept(other) || fetch(request));
  try {
    return await fetch(request);
  } catch (error) {
    const page = `${root}offline/`;
    // Where that page is gone, too, the browser's own words are the truth.
    if (!isPage || url.href === page || !await kept(page)) throw error;
    return Response.redirect(`${page}#missing=${url.pathname.slice(new URL(root).pathname.length)}`);
  }
}

/**
 * What pages ask: {ask: "status"}, {ask: "open", group}, {ask: "keep", groups}. The answer goes back through the port.
 * With `wanted`, a page tells what was kept when it last asked: the browser may have thrown the worker's own note away.
 * @param {ExtendableMessageEvent} event
 */
async function reply(event) {
  const port = event.ports[0];
  const { ask, group, groups, wanted } = event.data;
  /** @param {number} done @param {number} all */
  const tell = (done, all) => port?.postMessage({ done, all });
  try {
    const state = await readState();
    const own = state.version ? state.groups : wanted || [];
    const next = ask === "keep" ? groups : ask === "open" && group && !own.includes(group) ? [...own, group] : own;
    const isChanged = ask === "keep" || next !== own;
    if (isChanged || (await readShown()).isLost) await keep(next, tell);
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
  if (event.request.method !== "GET" || !event.request.url.startsWith(root)) return;
  event.respondWith(answer(event.request));
  if (event.request.mode === "navigate") event.waitUntil(tidy());
});
worker.addEventListener("message", (event) => {
  // One after the other: two that keep at once would undo each other.
  queue = queue.catch(() => undefined).then(() => reply(event));
  event.waitUntil(queue);
});
