// @ts-check
// One button that takes away what this site stored on this device, in all its languages.

(() => {
  const button = /** @type {HTMLButtonElement} */ (document.querySelector(".tb-forget"));
  const note = /** @type {HTMLElement} */ (document.querySelector("[data-tb-forgotten]"));

  async function forgetPages() {
    // The worker ends first what it is at; else it would write on.
    if (await navigator.serviceWorker.getRegistration(toolkit.root)) await keeping.ask({ ask: "keep", groups: [] });
    const names = (await caches.keys()).filter((name) => name.startsWith("toolkit:"));
    for (const registration of await navigator.serviceWorker.getRegistrations()) {
      const path = new URL(registration.scope).pathname;
      if (names.some((name) => name.startsWith(`toolkit:${path}:`))) await registration.unregister();
    }
    for (const name of names) await caches.delete(name);
  }

  button.addEventListener("click", async () => {
    toolkit.forget();
    document.dispatchEvent(new Event("toolkit:pack"));
    if (keeping.isPossible) await forgetPages().catch((error) => console.info(`Nothing is kept: ${error.message}`));
    // What the page had asked of the worker before may have been answered meanwhile, and written down.
    toolkit.forget();
    note.textContent = note.dataset.done || "";
  });
})();
