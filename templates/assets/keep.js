// @ts-check
// Starts the worker that keeps pages, and tells it which grade was opened. A newer version never loads a page anew that
// somebody reads: the next page is of that version.

/** @typedef {{groups: string[], wanted: string[], files: Record<string, number>, isLost: boolean}} KeptState as the worker has it */
/** @typedef {{done?: number, all?: number, state?: KeptState, fault?: "full" | "fail"}} WorkerAnswer */

const keeping = (() => {
  /** Its worker, of this site and language: those of others may have a say about this page, too. */
  const script = `${toolkit.root}sw.js`;
  const KEPT = `kept:${new URL(toolkit.root).pathname}`;
  /** How long to wait for a word of the browser, in milliseconds: it may refuse silently. */
  const PATIENCE = 10_000;

  function canKeep() {
    try {
      // A browser that keeps nothing may throw at the mere names. A preview changes with every keystroke, and a disk
      // needs no worker.
      return Boolean(navigator.serviceWorker && self.caches) && !toolkit.isFile && !toolkit.folder.endsWith("/live/");
    } catch {
      return false;
    }
  }

  /** @returns {Promise<ServiceWorkerRegistration>} an Error where the browser refuses */
  async function register() {
    await new Promise((resolve) => { addEventListener("load", resolve, { once: true }); });
    /** @type {Promise<never>} */
    const refusal = new Promise((_, reject) => { setTimeout(() => reject(new Error("no worker came")), PATIENCE); });
    return Promise.race([navigator.serviceWorker.register(script, { scope: toolkit.root }), refusal]);
  }

  const isPossible = canKeep();
  const registered = isPossible ? register() : Promise.reject(new Error("this browser keeps nothing"));
  // Whoever asks hears of it.
  registered.catch(() => undefined);

  /** @returns {Promise<ServiceWorker | undefined>} none where it could not be filled; an Error where the browser refuses */
  async function ready() {
    const registration = await registered;
    const coming = registration.installing || registration.waiting;
    if (registration.active || !coming) return registration.active || undefined;
    return new Promise((resolve) => {
      coming.addEventListener("statechange", () => {
        if (coming.state === "activating" || coming.state === "activated") resolve(coming);
        if (coming.state === "redundant") resolve(undefined);
      });
    });
  }

  /**
   * Asks the worker something; `tell` hears how far it is.
   * @param {{ask: "status" | "open" | "keep", group?: string, groups?: string[]}} question
   * @param {(done: number, all: number) => void} tell
   * @returns {Promise<WorkerAnswer>} an Error where there can be no worker
   */
  async function ask(question, tell = () => undefined) {
    const worker = await ready();
    if (!worker) return { fault: "fail" };
    /** @type {WorkerAnswer} */
    const answer = await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => (data.all ? tell(data.done, data.all) : resolve(data));
      worker.postMessage({ ...question, wanted: toolkit.read(KEPT, []) }, [port2]);
    });
    if (answer.state && !answer.fault) toolkit.write(KEPT, answer.state.wanted);
    return answer;
  }

  async function start() {
    const isOwn = () => navigator.serviceWorker.controller?.scriptURL === script;
    let hadWorker = isOwn();
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      // The first one takes this page as it is; after a newer one the page is of an older version.
      if (hadWorker) document.dispatchEvent(new Event("toolkit:new"));
      hadWorker = isOwn();
    });
    await registered;
    // On the next page again, if she had left before the worker was there; and what the browser threw away comes back.
    /** @type {string} */
    const opened = toolkit.read("opened", "");
    await ask({ ask: "open", group: opened && `${opened.toLowerCase()}-pages` });
  }

  const grades = document.querySelector("[data-tb-grades]")?.getAttribute("data-tb-grades") || "";
  if (grades && !grades.includes(" ")) {
    toolkit.write("grade", grades);
    toolkit.write("opened", grades);
  }
  document.addEventListener("toolkit:visit", () => {
    toolkit.write("visited", document.querySelector("[data-tb-page]")?.getAttribute("data-tb-page") || "");
  });
  /** An app on the home screen is opened for years, and a browser that says yes does not empty it when the device gets full. */
  async function persist() {
    if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
  }
  const isInstalled = matchMedia("(display-mode: standalone)").matches || ("standalone" in navigator && navigator.standalone);
  // Where the browser cannot say, what is kept is kept as before.
  if (isPossible && isInstalled) persist().catch(() => undefined);
  addEventListener("appinstalled", () => { persist().catch(() => undefined); });
  // Without a signal, or where the browser keeps nothing, the page works as it is.
  if (isPossible) start().catch((error) => console.info(`Nothing is kept: ${error.message}`));
  return { isPossible, ask };
})();
