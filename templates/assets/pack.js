// @ts-check
// My pack: what a reader put aside on this device, in sets and in her order, to print or to share.

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
  /** All sets before something was taken away. @type {PackSets | undefined} */
  let before;
  /** @type {PackWords | undefined} */
  let words;
  /** What the set in use is called. */
  let title = "";

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

  /** Says how many there are and how long they take, and switches off what cannot be done now. */
  function showState() {
    const { entries, gone, away } = found;
    const state = entries.length === 1 ? note.dataset.one : entries.length + gone + away ? note.dataset.many : note.dataset.empty;
    const texts = [toolkit.fill(state, { n: entries.length }), gone && toolkit.fill(note.dataset.gone, { n: gone }), away && toolkit.fill(note.dataset.away, { n: away }),
      toolkit.isKept("pack") && toolkit.isKept("sets") ? "" : note.dataset.unkept];
    note.textContent = texts.filter(Boolean).join(" ");
    for (const button of place?.querySelectorAll(".tb-pack-tools button:not(.tb-undo)") || []) {
      button.toggleAttribute("disabled", entries.length === 0 && !(gone + away && button.matches(".tb-clear-pack")));
    }
    for (const button of list.querySelectorAll("[data-tb-move]")) button.removeAttribute("disabled");
    list.querySelector("[data-tb-move='-1']")?.setAttribute("disabled", "");
    list.querySelector("li:last-child [data-tb-move='1']")?.setAttribute("disabled", "");
    undo.hidden = !before;
    if (!words) return;
    title = choice.show(words);
    list.setAttribute("aria-label", title);
    part(".tb-set-total").textContent = minutesOf(entries, words);
  }

  /** @param {PackSets} sets @param {PackSets} [old] what can be brought back, where something was taken away */
  async function take(sets, old) {
    before = old;
    packSets.write(sets);
    await show();
    if (old) undo.focus();
  }
  const choice = setChoice(part, take);

  async function show() {
    turn += 1;
    const mine = turn;
    const keys = await keysOfToday(read());
    if (mine !== turn) return;
    if (keys.join() !== read().join()) keep(keys);
    const now = await entriesOf(keys);
    words = await toolkit.load("pack-words").catch(() => undefined);
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
    before = packSets.read();
    keep(read().filter((key) => key !== keyOf(item)));
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
    const { at, of } = packSets.read();
    take({ at, of: of.map((one, place) => (place === at ? { ...one, keys: [] } : one)) }, { at, of });
  });
  undo.addEventListener("click", () => {
    if (before) take(before);
    note.focus();
  });

  part(".tb-share-pack").toggleAttribute("hidden", toolkit.isFile);
  part(".tb-share-pack").addEventListener("click", () => {
    const { at, of } = packSets.read();
    sharePack(part, of[at]);
  });
  receivePack(part, (set) => {
    note.focus();
    return take(packSets.withOne(packSets.read(), set));
  });

  const family = familyChoice(part("[name=family]"));
  /** @type {HTMLElement} */
  const sheet = part(".tb-paper-sheet");
  /** What draws on paper comes when it is asked for. */
  const drawing = () => Promise.all(["pack-print", "pack-paper"].map(toolkit.run));
  part(".tb-print-cards").addEventListener("click", () => drawing().then(() => printCards(found.entries, part(".tb-paper-cards"))));
  part(".tb-print-plan").addEventListener("click", () => drawing().then(() => packPaper.plan(sheet, title, found.entries)));
  part(".tb-print-handouts").addEventListener("click", async () => {
    /** @type {HTMLElement} */
    const missing = part(".tb-paper-note");
    missing.textContent = "";
    await drawing();
    const keys = found.entries.map(({ key }) => key);
    const isWhole = await family.loader().then((load) => packPaper.handouts(sheet, keys, load)).catch(() => false);
    if (!isWhole) missing.textContent = toolkit.fill(missing.dataset.away, { name: family.name() });
  });
  // Only this page needs it.
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${toolkit.folder}pack.css` }));
  addEventListener("storage", ({ key }) => {
    // What came back would take away what another tab did.
    if (key === "toolkit:pack" || key === "toolkit:sets") before = undefined;
    show();
  });
  // A step back may bring the page as it was left.
  addEventListener("pageshow", ({ persisted }) => { if (persisted) show(); });
  show();
})();
