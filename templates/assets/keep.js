// @ts-check
// Starts the worker that keeps pages, tells it which grade was opened, and changes to a newer version between two pages.

/** @typedef {{groups: string[], files: Record<string, number>}} KeptState as the worker has it */
/** @typedef {{done?: number, all?: number, state?: KeptState, fault?: "full" | "fail"}} WorkerAnswer */

const keeping = (() => {
  // A preview changes with every keystroke, and a disk needs no worker.
  const isPossible = "serviceWorker" in navigator && !toolkit.isFile && !toolkit.folder.endsWith("/live/");

  /** How long to wait before asking whether a worker is on its way, in milliseconds: a browser may refuse it silently. */
  const PATIENCE = 10_000;

  /** @returns {Promise<ServiceWorkerRegistration>} an Error where no worker comes */
  async function ready() {
    for (;;) {
      /** @type {Promise<undefined>} */
      const later = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
      const registration = await Promise.race([navigator.serviceWorker.ready, later]);
      if (registration) return registration;
      // A slow network is no refusal: the first files are still on their way.
      if (!(await navigator.serviceWorker.getRegistration(toolkit.root))?.installing) throw new Error("no worker came");
    }
  }

  /**
   * Asks the worker something; `tell` hears how far it is.
   * @param {{ask: "status" | "open" | "keep", group?: string, groups?: string[]}} question
   * @param {(done: number, all: number) => void} tell
   * @returns {Promise<WorkerAnswer>} an Error where there is no worker
   */
  async function ask(question, tell = () => undefined) {
    const registration = await ready();
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => (data.all ? tell(data.done, data.all) : resolve(data));
      registration.active?.postMessage(question, [port2]);
    });
  }

  async function start() {
    const hadWorker = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      // The first worker takes this page as it is; a newer one has another version of it.
      if (hadWorker) location.reload();
    });
    const registration = await navigator.serviceWorker.register(`${toolkit.root}sw.js`, { scope: toolkit.root });
    // A newer version that waits takes over now, while nothing is being done on this page yet.
    registration.waiting?.postMessage("take over");
    registration.addEventListener("updatefound", () => {
      if (hadWorker) document.dispatchEvent(new Event("toolkit:new"));
    });
    // On the next page again, if she had left before the worker was there.
    /** @type {string} */
    const opened = toolkit.read("opened", "");
    if (opened) await ask({ ask: "open", group: `${opened.toLowerCase()}-pages` });
  }

  const grades = document.querySelector("[data-tb-grades]")?.getAttribute("data-tb-grades") || "";
  if (grades && !grades.includes(" ")) {
    toolkit.write("grade", grades);
    toolkit.write("opened", grades);
  }
  if (isPossible) {
    addEventListener("load", () => {
      // Without a signal, or where the browser keeps nothing, the page works as it is.
      start().catch((error) => console.info(`Nothing is kept: ${error.message}`));
    });
  }
  return { isPossible, ask };
})();
