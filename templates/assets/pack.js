// @ts-check
// My pack: what a reader put aside on this device, in her order, to print or to share. A link carries ids only.

(() => {
  const place = document.querySelector("[data-tb-pack]");
  if (!(place instanceof HTMLElement)) return;
  /** @template {Element} Kind @param {string} selector @returns {Kind} */
  const part = (selector) => /** @type {any} */ (place.querySelector(selector));
  /** @type {HTMLElement} */
  const list = part(".tb-pack-list");
  /** @type {HTMLElement} */
  const note = part(".tb-pack-note");
  /** @type {HTMLElement} */
  const shared = part(".tb-shared");
  /** @type {HTMLElement} */
  const sharedNote = part(".tb-shared-note");
  /** @type {Entry[]} */
  let entries = [];
  let turn = 0;

  const read = () => toolkit.read("pack", /** @type {string[]} */ ([]));

  /** @param {string[]} keys */
  function keep(keys) {
    toolkit.write("pack", [...new Set(keys)]);
    document.dispatchEvent(new Event("toolkit:pack"));
  }

  /**
   * The entries of `keys`, in their order; keys that the toolkit does not have any more are left out.
   * @param {string[]} keys
   * @returns {Promise<Entry[]>}
   */
  async function look(keys) {
    if (!keys.length) return [];
    /** @type {Record<string, string>} */
    const places = await toolkit.load("places");
    const known = keys.filter((key) => Object.hasOwn(places, key));
    const grades = [...new Set(known.map((key) => places[key].toLowerCase()))];
    /** @type {Entry[][]} */
    const shards = await Promise.all(grades.map((grade) => toolkit.load(`grade-${grade}`)));
    const byKey = new Map(shards.flat().map((entry) => [entry.key, entry]));
    return known.flatMap((key) => byKey.get(key) || []);
  }

  async function show() {
    turn += 1;
    const mine = turn;
    const keys = read();
    let found;
    try {
      found = await look(keys);
    } catch {
      // No signal, and nothing kept: the note says so, and the pack stays as it is.
      note.textContent = note.dataset.fail || "";
      return;
    }
    if (mine !== turn) return;
    entries = found;
    list.replaceChildren(...entries.map((entry) => {
      const item = drawEntry(entry);
      for (const button of item.querySelectorAll("[data-tb-move]")) {
        button.setAttribute("aria-label", `${button.getAttribute("data-label")}: ${entry.title}`);
      }
      return item;
    }));
    list.querySelector("[data-tb-move='-1']")?.setAttribute("disabled", "");
    list.querySelector("li:last-child [data-tb-move='1']")?.setAttribute("disabled", "");
    const words = entries.length === 0 ? note.dataset.empty : entries.length === 1 ? note.dataset.one : note.dataset.many;
    const gone = keys.length - entries.length;
    note.textContent = toolkit.fill(words, { n: entries.length }) + (gone ? ` ${toolkit.fill(note.dataset.gone, { n: gone })}` : "");
    part(".tb-pack-tools").classList.toggle("tb-none", entries.length === 0);
    for (const button of place?.querySelectorAll(".tb-pack-tools button") || []) {
      button.toggleAttribute("disabled", entries.length === 0 && !(gone && button.matches(".tb-clear-pack")));
    }
    part(".tb-share-pack").toggleAttribute("hidden", toolkit.isFile);
  }

  list.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-tb-move]") : null;
    const item = button?.closest("li");
    if (!button || !item) return;
    const by = Number(button.getAttribute("data-tb-move"));
    const keys = read();
    const from = keys.indexOf(item.dataset.tbKey || "");
    if (by === 0) {
      keys.splice(from, 1);
    } else {
      // Past those that are not shown, because the toolkit has them no more.
      const next = keys.indexOf(entries[entries.findIndex((entry) => entry.key === keys[from]) + by].key);
      [keys[from], keys[next]] = [keys[next], keys[from]];
    }
    keep(keys);
    show().then(() => {
      const moved = [...list.children].find((one) => one instanceof HTMLElement && one.dataset.tbKey === item.dataset.tbKey);
      /** @type {HTMLElement | null | undefined} */
      const stay = moved?.querySelector(`[data-tb-move='${by}']:not(:disabled)`) || moved?.querySelector("[data-tb-move]:not(:disabled)") || list.querySelector("[data-tb-move='0']");
      (stay || part(".tb-to-finder")).focus();
    });
  });

  // --- Share ---

  const sharedKeys = () => toolkit.anchor().split(",").filter((key) => /^[gpa]\.[a-z0-9-]+$/.test(key));

  function showShared() {
    const keys = sharedKeys();
    shared.hidden = keys.length === 0;
    sharedNote.textContent = toolkit.fill(keys.length === 1 ? sharedNote.dataset.one : sharedNote.dataset.many, { n: keys.length });
  }

  function leaveShared() {
    history.replaceState(null, "", location.pathname);
    showShared();
  }

  part(".tb-keep-shared").addEventListener("click", () => {
    keep([...read(), ...sharedKeys()]);
    leaveShared();
    show();
  });
  part(".tb-leave-shared").addEventListener("click", leaveShared);
  part(".tb-share-pack").addEventListener("click", async () => {
    const url = `${toolkit.page("pack/")}#${read().join(",")}`;
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      // Closing the sheet without a choice is no fault.
      await navigator.share({ url }).catch(() => undefined);
    } else {
      await navigator.clipboard.writeText(url);
      note.textContent = note.dataset.copied || "";
    }
  });

  // --- Print and clear ---

  part(".tb-print-cards").addEventListener("click", () => printCards(entries, part(".tb-paper-cards")));
  part(".tb-print-list").addEventListener("click", () => print());
  part(".tb-clear-pack").addEventListener("click", () => {
    keep([]);
    show();
  });
  addEventListener("hashchange", showShared);
  addEventListener("storage", show);
  showShared();
  show();
})();
