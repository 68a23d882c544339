// @ts-check
// The search dialog: each key shows what fits, each result leads to its exact place.

(() => {
  const MOST = 20;
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("tb-search"));
  const input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
  const note = /** @type {HTMLElement} */ (dialog.querySelector(".tb-search-note"));
  const list = /** @type {HTMLElement} */ (dialog.querySelector(".tb-results"));
  /** Offers to keep words that found nothing. */
  const keepsake = /** @type {HTMLElement} */ (dialog.querySelector(".tb-keepsake"));
  /** @type {SearchIndex | undefined} */
  let index;
  /** Addresses that are kept on this device; only asked for without a signal. @type {Record<string, number> | undefined} */
  let kept;

  async function start() {
    await Promise.all(["search-words", "search-values", "search-query", "search-index"].map(toolkit.run));
    index = new SearchIndex(await toolkit.load("search-entries"));
    show();
  }

  /** @param {Element} inside @param {string} tag @param {string} text @param {string} name */
  function add(inside, tag, text, name) {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    inside.append(element);
  }

  /** A button that puts a result into my pack, where it is something for it. @param {string} kind @param {string} id @param {string} title */
  function packed(kind, id, title) {
    if (!["guide", "prompt", "activity"].includes(kind)) return [];
    const button = document.createElement("button");
    const key = `${kind[0]}.${id}`;
    button.type = "button";
    button.className = "tb-button tb-add";
    button.dataset.tbAdd = key;
    button.textContent = list.dataset.pack || "";
    button.setAttribute("aria-label", `${list.dataset.pack}: ${title}`);
    button.setAttribute("aria-pressed", String(toolkit.read("pack", /** @type {string[]} */ ([])).includes(key)));
    return [button];
  }

  /** Words that found nothing, as this device keeps them. @returns {string[]} */
  const missed = () => toolkit.read("missed", []);

  function showMissed() {
    const [keep, copy, clear] = keepsake.querySelectorAll("button");
    const count = missed().length;
    keep.disabled = missed().includes(input.value.trim());
    for (const button of [copy, clear]) button.hidden = count === 0;
    copy.textContent = toolkit.fill(copy.dataset.text, { n: count });
  }

  function show() {
    const typed = input.value.trim();
    list.textContent = "";
    keepsake.hidden = true;
    if (!index || !typed) {
      note.textContent = note.dataset.start || "";
      return;
    }
    const { kinds, grades } = index.values;
    const { rows: found, why, isSure } = index.look(typed, MOST, toolkit.read("grade", ""));
    found.forEach(([kind, id, uri, title, of], place) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = toolkit.page(uri);
      link.dataset.tbResult = `${kind}/${id}`;
      add(link, "span", title, "tb-result-title");
      const where = of.length === 0 || kind === "grade" ? "" : of.length > 2 ? `${grades[of[0]]} – ${grades[of[of.length - 1]]}` : of.map((one) => grades[one]).join(", ");
      add(link, "small", [kinds[kind], kind === "skill" ? id : "", where].filter(Boolean).join(" · "), "tb-result-kind");
      if (why[place]) add(link, "small", `… ${why[place]} …`, "tb-result-why");
      if (kept && !Object.hasOwn(kept, uri.split("#")[0])) {
        link.className = "tb-away";
        add(link, "small", note.dataset.away || "", "tb-result-kind");
      }
      item.append(link, ...packed(kind, id, title));
      list.append(item);
    });
    keepsake.hidden = found.length > 0 && isSure;
    showMissed();
    const text = found.length === 0 ? note.dataset.none : !isSure ? note.dataset.near : found.length === 1 ? note.dataset.one : note.dataset.found;
    note.textContent = toolkit.fill(text, { n: found.length === MOST ? `${MOST}+` : found.length });
  }

  /** Without a signal, says which results are not on this device. */
  async function lookAtKept() {
    kept = undefined;
    if (navigator.onLine || !keeping.isPossible) return;
    kept = (await keeping.ask({ ask: "status" }).catch(() => undefined))?.state?.files;
    show();
  }

  function open() {
    // Not at the first time: what was typed while this script was on its way must not be overwritten.
    if (index) input.select();
    lookAtKept();
    if (!index) start().catch(() => { note.textContent = note.dataset.fail || ""; });
  }

  /** Arrow keys go through the results, and back to the field. @param {KeyboardEvent} event */
  function move(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a")];
    const here = stops.indexOf(/** @type {any} */ (document.activeElement));
    const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  input.addEventListener("input", show);
  keepsake.addEventListener("click", async (event) => {
    const did = event.target instanceof HTMLElement ? event.target.dataset.tbMissed : undefined;
    if (did === "keep") toolkit.write("missed", [...missed(), input.value.trim()]);
    if (did === "clear") toolkit.write("missed", []);
    if (did) showMissed();
    if (did === "copy" && event.target instanceof HTMLElement && await toolkit.copy(missed().join("\n"))) event.target.textContent = event.target.dataset.done || "";
  });
  dialog.addEventListener("keydown", (event) => {
    move(event);
    const first = list.querySelector("a");
    // Who goes on typing while a result has the keyboard means the field.
    if (event.key.length === 1 && event.key !== " " && event.target !== input && !event.ctrlKey && !event.metaKey && !event.altKey) {
      input.focus();
      input.setSelectionRange(input.value.length, input.value.length);
    }
    if (event.key === "Escape") {
      // A search field would take it for itself, to lose what was typed.
      event.preventDefault();
      dialog.close();
    }
    if (event.key === "Enter" && event.target === input && first) first.click();
  });
  // A result on this very page only moves it; the dialog must not stay before it.
  list.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a")) dialog.close();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || (event.target instanceof Element && event.target.closest(".tb-close"))) dialog.close();
  });
  document.addEventListener("toolkit:search", open);
})();
