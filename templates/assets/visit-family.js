// @ts-check
// The family's language in visit mode: what the same guide says in it, from its page in that language.

const visitFamily = (() => {
  const PATIENCE = 8000;
  /** Pages that were read once stay here, so that a door without a signal has them. It is no site's: it has no path. */
  const KEPT = "toolkit::family";
  const dialog = /** @type {HTMLElement} */ (document.getElementById("tb-visit"));
  const place = /** @type {HTMLElement} */ (dialog.querySelector(".tb-visit-family"));
  const choice = /** @type {HTMLSelectElement} */ (place.querySelector("select"));
  const turns = /** @type {HTMLInputElement} */ (place.querySelector("input"));
  const away = /** @type {HTMLElement} */ (place.querySelector(".tb-visit-away"));
  /** @type {HTMLAnchorElement[]} */
  const links = [...document.querySelectorAll(".tb-languages a[hreflang]")].map((one) => /** @type {any} */ (one));
  /** Of which page the words are, once it is here. @type {Document | undefined} */
  let page;
  /** Told when words come or go. @type {() => void} */
  let tell = () => undefined;

  /** @param {Response} answer @param {string} address */
  async function keep(answer, address) {
    if (!keeping.isPossible) return;
    // A full device, or one that may keep nothing, has them for as long as the page is open.
    await caches.open(KEPT).then((cache) => cache.put(address, answer)).catch(() => undefined);
  }

  /** A page as it is today, else as it was kept; an Error where it cannot be had. @param {string} address */
  async function read(address) {
    const stop = new AbortController();
    const end = setTimeout(() => stop.abort(), PATIENCE);
    const answer = await fetch(address, { signal: stop.signal }).catch(() => undefined);
    clearTimeout(end);
    if (answer?.ok) keep(answer.clone(), address);
    const found = answer?.ok ? answer : keeping.isPossible ? await caches.match(address) : undefined;
    if (!found) throw new Error(`${address} cannot be had`);
    return new DOMParser().parseFromString(await found.text(), "text/html");
  }

  /** @param {string | null} address of a question on its page */
  const idOf = (address) => address?.split("#")[1] || "";
  /** @param {Document} of @returns {string[]} the questions of each part: alike in all languages of one version */
  const outline = (of) => [...of.querySelectorAll(".tb-timeline > .tb-step")].map((step) => (
    [...step.querySelectorAll(".tb-step-prompts a")].map((link) => idOf(link.getAttribute("href"))).join()));

  const link = () => links.find((one) => one.hreflang === choice.value);

  async function show() {
    const chosen = link();
    page = undefined;
    away.textContent = "";
    showTurns();
    tell();
    if (!chosen) return;
    const found = toolkit.isFile ? undefined : await read(chosen.href).catch(() => undefined);
    // Another may be chosen by now.
    if (chosen !== link()) return;
    const isOther = found && outline(found).join(" ") !== outline(document).join(" ");
    const words = toolkit.isFile ? place.dataset.disk : !found ? place.dataset.away : isOther ? place.dataset.other : "";
    away.textContent = toolkit.fill(words, { name: chosen.textContent || "" });
    page = isOther ? undefined : found;
    tell();
  }

  function showTurns() {
    dialog.classList.toggle("tb-visit-interpreted", Boolean(link()) && turns.checked);
    /** @type {HTMLElement} */ (place.querySelector(".tb-visit-turns")).hidden = !link();
  }

  choice.addEventListener("change", () => {
    toolkit.write("family-language", choice.value || []);
    show();
  });
  turns.addEventListener("change", () => {
    toolkit.write("interpreter", turns.checked);
    showTurns();
  });

  return {
    /** Reads what was chosen before. @param {() => void} changed called each time that words come or go */
    start(changed) {
      tell = changed;
      const others = links.filter((one) => one.hreflang !== document.documentElement.lang);
      place.hidden = !others.length;
      if (choice.options.length === 1) {
        choice.append(...others.map((one) => Object.assign(new Option(one.textContent || "", one.hreflang), { lang: one.lang })));
      }
      choice.value = toolkit.read("family-language", "");
      // One that the school has no longer is none.
      if (choice.selectedIndex < 0) choice.value = "";
      turns.checked = toolkit.read("interpreter", true);
      return show();
    },

    /** @param {number} part @returns {Element | null | undefined} what is said in a part */
    say: (part) => page?.querySelectorAll(".tb-timeline > .tb-step")[part]?.querySelector(".tb-say"),

    /** @param {string} id @returns {Element | undefined} a question */
    question: (id) => [...page?.querySelectorAll(":is(.tb-step-prompts, .tb-insert-asks) a") || []].find((one) => idOf(one.getAttribute("href")) === id),

    /** @returns {Element | null | undefined} the thank-you text, with its buttons */
    thanks: () => page?.getElementById("after")?.closest("section")?.querySelector(".tb-script"),

    /** Marks words as theirs: their language and the way it is written. @param {HTMLElement} words */
    mark(words) {
      words.lang = page?.documentElement.lang || "";
      words.dir = page?.body.dir || page?.dir || "ltr";
    },
  };
})();
