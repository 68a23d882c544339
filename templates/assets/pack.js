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
  const undo = part(".tb-undo");
  /** @type {{entries: Entry[], gone: number, away: number}} */
  let found = { entries: [], gone: 0, away: 0 };
  let turn = 0;
  /** The pack before something was taken out. @type {string[]} */
  let before = [];

  const read = () => toolkit.read("pack", /** @type {string[]} */ ([]));
  /** @returns {HTMLElement[]} */
  const items = () => /** @type {any} */ ([...list.children]);
  /** @param {HTMLElement} item */
  const keyOf = (item) => item.dataset.tbKey || "";

  /** @param {string[]} keys */
  function keep(keys) {
    toolkit.write("pack", [...new Set(keys)]);
    document.dispatchEvent(new Event("toolkit:pack"));
  }

  /** Says how many there are, and switches off what cannot be done now. */
  function showState() {
    const { entries, gone, away } = found;
    const words = entries.length === 1 ? note.dataset.one : entries.length + gone + away ? note.dataset.many : note.dataset.empty;
    const texts = [toolkit.fill(words, { n: entries.length }), gone && toolkit.fill(note.dataset.gone, { n: gone }), away && toolkit.fill(note.dataset.away, { n: away }),
      toolkit.isKept("pack") ? "" : note.dataset.unkept];
    note.textContent = texts.filter(Boolean).join(" ");
    for (const button of place?.querySelectorAll(".tb-pack-tools button:not(.tb-undo)") || []) {
      button.toggleAttribute("disabled", entries.length === 0 && !(gone + away && button.matches(".tb-clear-pack")));
    }
    for (const button of list.querySelectorAll("[data-tb-move]")) button.removeAttribute("disabled");
    list.querySelector("[data-tb-move='-1']")?.setAttribute("disabled", "");
    list.querySelector("li:last-child [data-tb-move='1']")?.setAttribute("disabled", "");
    undo.hidden = before.length === 0;
  }

  async function show() {
    turn += 1;
    const mine = turn;
    const keys = await keysOfToday(read());
    if (mine !== turn) return;
    if (keys.join() !== read().join()) keep(keys);
    const now = await entriesOf(keys);
    if (mine !== turn) return;
    found = now;
    list.replaceChildren(...found.entries.map((entry) => {
      const item = drawEntry(entry);
      for (const button of item.querySelectorAll("[data-tb-move]")) {
        button.setAttribute("aria-label", `${button.getAttribute("data-label")}: ${entry.title}`);
      }
      return item;
    }));
    showState();
  }

  /** @param {HTMLElement} item @param {number} by one up (-1) or one down (1) */
  function move(item, by) {
    const from = items().indexOf(item);
    const neighbor = items()[from + by];
    // The neighbor goes past it, so that the keyboard and what is open stay with it.
    if (by < 0) item.after(neighbor);
    else item.before(neighbor);
    const { entries } = found;
    [entries[from], entries[from + by]] = [entries[from + by], entries[from]];
    // Past those that are not shown, too.
    const keys = read();
    const [one, other] = [keys.indexOf(keyOf(item)), keys.indexOf(keyOf(neighbor))];
    [keys[one], keys[other]] = [keys[other], keys[one]];
    keep(keys);
    showState();
    /** @type {HTMLElement | null} */
    const stay = item.querySelector(`[data-tb-move='${by}']:not(:disabled)`) || item.querySelector(`[data-tb-move='${-by}']`);
    stay?.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  /** @param {HTMLElement} item */
  function takeOut(item) {
    const at = items().indexOf(item);
    before = read();
    keep(before.filter((key) => key !== keyOf(item)));
    item.remove();
    found.entries.splice(at, 1);
    showState();
    const neighbor = items()[Math.min(at, items().length - 1)];
    /** @type {HTMLElement | null | undefined} */
    const stay = neighbor?.querySelector("[data-tb-move='0']");
    (stay || undo).focus();
  }

  list.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-tb-move]") : null;
    const item = button?.closest("li");
    if (!button || !item) return;
    const by = Number(button.getAttribute("data-tb-move"));
    if (by) move(item, by);
    else takeOut(item);
  });
  part(".tb-clear-pack").addEventListener("click", () => {
    before = read();
    keep([]);
    show().then(() => undo.focus());
  });
  undo.addEventListener("click", () => {
    keep(before);
    before = [];
    note.focus();
    show();
  });

  part(".tb-share-pack").toggleAttribute("hidden", toolkit.isFile);
  part(".tb-share-pack").addEventListener("click", () => sharePack(part, read()));
  receivePack(part, (keys) => {
    keep([...read(), ...keys]);
    note.focus();
    return show();
  });

  part(".tb-print-cards").addEventListener("click", () => printCards(found.entries, part(".tb-paper-cards")));
  part(".tb-print-list").addEventListener("click", () => print());
  addEventListener("storage", show);
  show();
})();
