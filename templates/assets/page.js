// @ts-check
// On every page: ticks that stay on this device, buttons that copy, the pack's buttons, printed pieces without a signal,
// links into closed parts.

(() => {
  /**
   * @template {Element} Kind
   * @param {string} selector
   * @returns {Kind[]}
   */
  const all = (selector) => /** @type {any} */ ([...document.querySelectorAll(selector)]);

  // --- Ticks ---

  const page = document.querySelector("[data-tb-page]");
  const key = page instanceof HTMLElement ? `ticks:${page.dataset.tbPage}` : "";
  /** @type {HTMLInputElement[]} */
  const boxes = all("[data-tb-tick]");
  const ticks = new Set(key ? toolkit.read(key, /** @type {string[]} */ ([])) : []);
  const keepTicks = () => toolkit.write(key, [...ticks]);
  for (const box of boxes) {
    box.checked = ticks.has(box.dataset.tbTick || "");
    box.addEventListener("change", () => {
      if (box.checked) ticks.add(box.dataset.tbTick || "");
      else ticks.delete(box.dataset.tbTick || "");
      keepTicks();
    });
  }
  /** @type {HTMLButtonElement[]} */
  const clears = all(".tb-clear");
  for (const clear of clears) {
    clear.addEventListener("click", () => {
      ticks.clear();
      keepTicks();
      toolkit.write(key.replace("ticks", "visit"), []);
      for (const box of boxes) box.checked = false;
    });
  }

  // --- Copy ---

  /** What a button says and is called while it says how it went. @type {WeakMap<HTMLElement, [string | null, string | null]>} */
  const labels = new WeakMap();
  // Dialogs hold buttons that came later.
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-tb-copy]") : null;
    if (!(button instanceof HTMLElement)) return;
    const isCopied = await toolkit.copy(button.dataset.tbCopy || "");
    const isTold = labels.has(button);
    if (!isTold) labels.set(button, [button.textContent, button.ariaLabel]);
    button.textContent = (isCopied ? button.dataset.done : button.dataset.fail) || "";
    // What is seen is what is heard, this while, too.
    button.ariaLabel = null;
    if (!isTold) setTimeout(() => {
      [button.textContent, button.ariaLabel] = labels.get(button) || [null, null];
      labels.delete(button);
    }, 2500);
  });

  // --- My pack: a button on each card, a count in the header ---

  const readPack = () => toolkit.read("pack", /** @type {string[]} */ ([]));

  function showPack() {
    const kept = readPack();
    for (const count of all("[data-tb-pack-count]")) count.textContent = kept.length ? String(kept.length) : "";
    for (const button of all("[data-tb-add]")) {
      button.setAttribute("aria-pressed", String(kept.includes(button.getAttribute("data-tb-add") || "")));
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-tb-add]") : null;
    if (!button) return;
    const entry = button.getAttribute("data-tb-add") || "";
    const kept = readPack();
    toolkit.write("pack", kept.includes(entry) ? kept.filter((one) => one !== entry) : [...kept, entry]);
    document.dispatchEvent(new Event("toolkit:pack"));
    // Where there are several sets, in which one it is now.
    if (toolkit.read("sets", /** @type {any} */ ({})).of?.length > 1) toolkit.run("sets").then(() => document.dispatchEvent(new CustomEvent("toolkit:sets", { detail: button })));
  });
  document.addEventListener("toolkit:pack", showPack);
  // Another tab, or a step back to this page, may have changed it.
  addEventListener("storage", showPack);
  addEventListener("pageshow", showPack);
  showPack();

  // --- Parts that come when they are asked for ---

  for (const button of all("[data-tb-run]")) {
    const name = button.getAttribute("data-tb-run") || "";
    const dialog = /** @type {HTMLDialogElement | null} */ (document.querySelector(`dialog#tb-${name}`));
    const fail = dialog?.querySelector("[data-tb-fail]");
    dialog?.querySelector(".tb-close")?.addEventListener("click", () => { if (dialog.hasAttribute("aria-busy")) dialog.close(); });
    button.addEventListener("click", (event) => {
      event.preventDefault();
      fail?.toggleAttribute("hidden", true);
      // At once, so that the first letter typed is not lost while the rest comes.
      if (dialog && !dialog.open) dialog.showModal();
      const others = (button.getAttribute("data-tb-with") || "").split(" ").filter(Boolean);
      Promise.all(others.map(toolkit.run)).then(() => toolkit.run(name)).then(() => {
        // She may have closed it by now.
        if (dialog && !dialog.open) return;
        dialog?.removeAttribute("aria-busy");
        document.dispatchEvent(new Event(`toolkit:${name}`));
      }, (error) => {
        if (!fail) throw error;
        fail.toggleAttribute("hidden", false);
      });
    });
  }
  const needed = document.querySelector("[data-tb-scripts]")?.getAttribute("data-tb-scripts");
  (needed || "").split(" ").filter(Boolean).reduce((before, name) => before.then(() => toolkit.run(name)), Promise.resolve());
  addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
    const isAsked = (event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !isTyping);
    // A link that is called a button is pressed as one.
    const link = event.key === " " && event.target instanceof Element && event.target.closest("a[role=button]");
    const button = isAsked ? document.querySelector("[data-tb-run=search]") : link;
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    button.click();
  });

  // --- Printed pieces ---

  const prints = document.querySelector(".tb-prints");
  const away = document.querySelector("[data-tb-away]");

  /** Where there is no signal, a picture may still be in the browser's cache; what is printed is not. */
  async function lookAtPrints() {
    if (!prints || navigator.onLine || !keeping.isPossible) return;
    /** @type {WorkerAnswer} */
    const { state } = await keeping.ask({ ask: "status" }).catch(() => ({}));
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = prints.querySelectorAll("a[href]");
    away?.toggleAttribute("hidden", [...links].every(({ href }) => Object.hasOwn(state?.files || {}, decodeURI(href.slice(toolkit.root.length)))));
  }

  /** @param {EventTarget | null} picture that cannot be had: no white box in its place */
  function hidePicture(picture) {
    if (picture instanceof HTMLImageElement) picture.hidden = true;
    away?.removeAttribute("hidden");
  }
  for (const picture of prints?.querySelectorAll("img") || []) if (picture.complete && !picture.naturalWidth) hidePicture(picture);
  prints?.addEventListener("error", (event) => hidePicture(event.target), true);
  addEventListener("offline", lookAtPrints);
  lookAtPrints();
  // Only Safari knows the word: its home screen app would show a PDF in place of the page, without a way back.
  if ("standalone" in navigator && navigator.standalone) toolkit.run("share").then(() => toolkit.run("files"));

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-tb-share]") : null;
    if (button) toolkit.run("share").then(() => document.dispatchEvent(new CustomEvent("toolkit:share", { detail: button })));
  });

  // --- Tables wider than the page ---

  /** Who has no mouse scrolls with the keys, once the table can be reached. Material puts a frame around each. */
  function letScroll() {
    for (const frame of all(".md-typeset__scrollwrap")) {
      const isWide = frame.scrollWidth > frame.clientWidth;
      // Its name is that of the part in which it stands.
      const heading = all("article :is(h1, h2, h3, h4, h5, h6)").filter((one) => one.compareDocumentPosition(frame) & 4).pop();
      const told = { tabindex: "0", role: "region", "aria-label": heading?.textContent?.replace("\u00b6", "").trim() || "" };
      for (const [name, value] of Object.entries(told)) isWide ? frame.setAttribute(name, value) : frame.removeAttribute(name);
    }
  }
  addEventListener("load", letScroll);
  addEventListener("resize", letScroll);

  // --- A link to another site ---

  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.origin === location.origin || !window.name.startsWith("toolkit:")) return;
    // What stands in the tab's name, where nothing else is kept, would go along; it is back if she stays.
    const mine = window.name;
    window.name = "";
    const stays = new AbortController();
    for (const sign of ["pointerdown", "keydown", "pageshow"]) {
      addEventListener(sign, () => { stays.abort(); window.name = mine; }, { capture: true, signal: stays.signal });
    }
  }, true);

  // --- A link to a card inside a closed part opens that part ---

  function openTarget() {
    const target = location.hash ? document.getElementById(toolkit.anchor()) : null;
    for (let part = target; part; part = part.parentElement) if (part instanceof HTMLDetailsElement) part.open = true;
  }
  addEventListener("hashchange", openTarget);
  openTarget();
  if (location.hash === "#visit-mode") {
    // Once: who leaves the visit and loads the page anew wants the guide.
    history.replaceState(history.state, "", location.pathname + location.search);
    /** @type {HTMLElement | null} */ (document.querySelector("[data-tb-run=visit]"))?.click();
  }
})();
