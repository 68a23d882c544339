// @ts-check
// The search dialog, a combobox as ARIA 1.2 has it: the keyboard stays in the field, and arrows go through the grid of
// what fits. Each key shows what fits, each result leads to its exact place.

(() => {
  const MOST = 50;
  /** So long nobody may have typed before a count is said aloud, in milliseconds. */
  const QUIET = 700;
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("tb-search"));
  const input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
  const note = /** @type {HTMLElement} */ (dialog.querySelector(".tb-search-note"));
  const status = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
  const list = /** @type {HTMLElement} */ (dialog.querySelector(".tb-results"));
  /** @type {SearchIndex | undefined} */
  let index;
  /** What comes after the first result. @type {SearchMore | undefined} */
  let more;
  /** Groups that are shown whole. @type {Set<string>} */
  const whole = new Set();
  let saying = 0;

  async function start() {
    await Promise.all(["search-words", "search-values", "search-query", "search-index", "search-rows"].map(toolkit.run));
    index = new SearchIndex(await toolkit.load("search-entries"));
    show();
    // Without the rest of it, search still finds.
    startMore(index).catch(({ message }) => console.info(message));
  }

  /** @param {SearchIndex} index */
  async function startMore(index) {
    await Promise.all(["search-suggest", "search-why", "search-keys", "search-more"].map(toolkit.run));
    more = new SearchMore({ input, list, index, whole, show });
    show();
  }

  // --- What is shown ---

  /** What can be seen at once is said once nobody types. @param {string | undefined} text @param {number} [n] */
  function say(text, n) {
    note.textContent = toolkit.fill(text, { n: n === MOST ? `${MOST}+` : n || 0 });
    clearTimeout(saying);
    saying = setTimeout(() => { status.textContent = text === note.dataset.start ? "" : note.textContent; }, QUIET);
  }

  /** @param {SearchValues} values @param {string} title @param {SearchRow[]} found */
  function drawFound(values, title, found) {
    // A button that shows one more would take the room of that one.
    const isWhole = !title || whole.has(title) || found.length <= FEW + 1;
    const rows = found.slice(0, isWhole ? found.length : FEW).map((result) => {
      const row = drawResult(list, values, result);
      more?.tell(row, result);
      return row;
    });
    if (!isWhole) rows.push(drawButton(toolkit.fill(list.dataset.all, { n: found.length }), "tb-button", { tbAll: title }));
    return drawGroup(title, rows);
  }

  function show() {
    const typed = input.value.trim();
    if (!index) return;
    const { rows: found, isSure } = index.look(typed, typed ? MOST : 0, toolkit.read("grade", ""));
    const { values } = index;
    more?.begin(typed);
    more?.offer(isSure && found.length ? "" : typed);
    const groups = found.length ? [...grouped(values, found)].map(([title, of]) => drawFound(values, title, of)) : [];
    list.replaceChildren(...(more?.above(typed, found.slice(0, FIRST).map((result) => result[3])) || []), ...groups);
    input.setAttribute("aria-expanded", String(list.childElementCount > 0));
    const { start, none, near, one, found: many } = note.dataset;
    say(!typed ? start : !found.length ? none : !isSure ? near : found.length === 1 ? one : many, found.length);
  }

  function open() {
    // Not at the first time: what was typed while this script was on its way must not be overwritten.
    if (index) input.select();
    show();
    if (!index) start().catch(() => { say(note.dataset.fail); });
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const { key, target } = event;
    // In a script that is written in steps, the keys are the keyboard's own until a word is done.
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "Enter" && target === input) {
      const active = more?.keys.active;
      /** @type {HTMLElement | null} */ (active ? active.querySelector("a, button") : list.querySelector("a"))?.click();
    } else if (key === "Escape") dialog.close();
    else if (event.shiftKey || !more?.keys.take(key)) {
      // Who goes on typing while a result has the keyboard means the field.
      if (key.length !== 1 || key === " " || target === input) return;
      input.focus();
      return input.setSelectionRange(input.value.length, input.value.length);
    }
    event.preventDefault();
  }

  input.addEventListener("input", () => {
    whole.clear();
    show();
  });
  dialog.addEventListener("keydown", pressed);
  // A result on this very page only moves it; the dialog must not stay before it.
  list.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a")) dialog.close();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || (event.target instanceof Element && event.target.closest(".tb-close"))) dialog.close();
  });
  document.addEventListener("toolkit:search", open);
})();
