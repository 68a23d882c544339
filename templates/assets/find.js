// @ts-check
// The finder: choices in the address, counts beside each choice, entries that fit. Values come in shards by grade; before
// anything is chosen, what the guides use most is shown.

(() => {
  const AT_ONCE = 24;
  /** Facets whose values an entry has one or several of. @type {(keyof Entry)[]} */
  const FACETS = ["purpose", "listener", "routine", "areas", "visits", "places"];
  const place = document.querySelector("[data-tb-finder]");
  if (!(place instanceof HTMLElement)) return;
  /** @template {Element} Kind @param {string} selector @returns {Kind} */
  const part = (selector) => /** @type {any} */ (place.querySelector(selector));
  /** @type {HTMLFormElement} */
  const form = part("form");
  /** @type {HTMLElement} */
  const status = part(".tb-found");
  /** @type {HTMLElement} */
  const list = part(".tb-found-list");
  /** @type {HTMLElement} */
  const more = part(".tb-more");
  /** @type {HTMLSelectElement} */
  const grade = part("[name=grade]");
  /** @type {HTMLSelectElement} */
  const minutes = part("[name=minutes]");
  /** @type {HTMLInputElement[]} */
  const boxes = [...form.querySelectorAll("input")];
  /** @type {Map<string, Entry>} */
  let entries = new Map();
  /** Grades that cannot be had without a signal. @type {string[]} */
  let away = [];
  let shown = AT_ONCE;
  let turn = 0;
  /** Of which shards `entries` are. */
  let loaded = "";

  // --- Choices, and the address that holds them ---

  /** @param {string} name */
  const checked = (name) => boxes.filter((box) => box.name === name && box.checked);
  /** @param {string} name @returns {string[]} */
  const chosen = (name) => checked(name).map((box) => box.value);
  const isOpening = () => !grade.value && !minutes.value && !boxes.some((box) => box.checked);
  const gradeOptions = () => [...grade.options].filter(({ value }) => value && value !== "all");

  /** The shards that hold what fits. @returns {string[]} */
  function wanted() {
    if (isOpening()) return ["most-used"];
    const grades = grade.value && grade.value !== "all" ? [grade.value] : gradeOptions().map(({ value }) => value);
    return grades.map((one) => `grade-${one.toLowerCase()}`);
  }

  /** All choices in one line: "Questions, Grade 4, Mathematics, 10 minutes or less". */
  function choices() {
    const labels = (/** @type {string} */ name) => checked(name).map((box) => box.dataset.tbLabel || "").join(" / ");
    const said = [labels("kind"), grade.value ? grade.selectedOptions[0].text : "", ...FACETS.map(labels), minutes.value ? minutes.selectedOptions[0].text : ""];
    return said.filter(Boolean).join(status.dataset.comma);
  }

  function readAddress() {
    const state = new URLSearchParams(location.hash.slice(1));
    shown = Number(history.state?.shown) || AT_ONCE;
    grade.value = state.get("grade") || toolkit.read("grade", "");
    if (grade.selectedIndex < 0) grade.value = "";
    minutes.value = state.get("minutes") || "";
    if (minutes.selectedIndex < 0) minutes.value = "";
    for (const box of boxes) box.checked = (state.get(box.name) || "").split(",").includes(box.value);
  }

  function writeAddress() {
    const state = new URLSearchParams();
    if (grade.value) state.set("grade", grade.value);
    for (const name of ["kind", ...FACETS]) if (chosen(name).length) state.set(name, chosen(name).join(","));
    if (minutes.value) state.set("minutes", minutes.value);
    // How many are shown stands beside the address, so that a step back finds them again.
    history.replaceState({ shown }, "", `#${state.toString().replaceAll("%2C", ",")}`);
  }

  // --- What fits ---

  /** @param {Entry} entry @param {string} name @returns {string[]} */
  function valuesOf(entry, name) {
    if (name === "kind") return [entry.key[0]];
    const value = entry[/** @type {keyof Entry} */ (name)];
    return Array.isArray(value) ? value : value ? [String(value)] : [];
  }

  /**
   * The entries that fit all choices but those of one facet.
   * @param {string} but
   */
  function fitting(but) {
    const picked = ["kind", ...FACETS].filter((name) => name !== but).map((name) => ({ name, values: chosen(name) })).filter(({ values }) => values.length);
    const most = Number(minutes.value) || Infinity;
    return [...entries.values()].filter((entry) => (entry.minutes || 0) <= most
      && picked.every(({ name, values }) => valuesOf(entry, name).some((value) => values.includes(value))));
  }

  /**
   * Guides first, those of this grade alone before others, then a question and an activity in turn, so that the first screen holds some of each.
   * @param {Entry[]} found
   */
  function mixed(found) {
    const [guides, questions, activities] = ["g", "p", "a"].map((kind) => found.filter((entry) => entry.key[0] === kind));
    const turns = Array.from({ length: Math.max(questions.length, activities.length) }, (_, turn) => [questions[turn], activities[turn]]);
    guides.sort((one, other) => one.grades.length - other.grades.length);
    return [...guides, ...turns.flat().filter(Boolean)];
  }

  function show() {
    for (const name of ["kind", ...FACETS]) {
      const base = fitting(name);
      for (const box of boxes.filter((one) => one.name === name)) {
        const count = base.filter((entry) => valuesOf(entry, name).includes(box.value)).length;
        const label = box.parentElement?.querySelector("[data-tb-count]");
        // What is used most tells nothing of how much there is.
        const isCounted = entries.size > 0 && !isOpening();
        if (label) label.textContent = isCounted ? String(count) : "";
        box.parentElement?.classList.toggle("tb-none", isCounted && count === 0);
      }
    }
    const folded = FACETS.flatMap((name) => chosen(name)).length;
    part(".tb-chosen").textContent = folded ? `(${folded})` : "";
    const found = mixed(fitting(""));
    list.replaceChildren(...found.slice(0, shown).map((entry) => drawEntry(entry)));
    more.hidden = found.length <= shown;
    // Until something is there, or is known not to be, its room is kept: nothing below moves under the reader.
    if (entries.size || away.length) list.classList.remove("tb-waiting");
    if (isOpening()) status.textContent = status.dataset.most || "";
    else if (entries.size) status.textContent = toolkit.fill(found.length ? status.dataset.found : status.dataset.none, { n: found.length, choices: choices() });
    else if (!list.classList.contains("tb-waiting")) status.textContent = "";
    if (away.length) status.append(` ${toolkit.fill(status.dataset.fail, { grades: away.join(", ") })}`);
    document.dispatchEvent(new Event("toolkit:pack"));
  }

  async function load() {
    turn += 1;
    const mine = turn;
    const names = wanted();
    loaded = names.join();
    entries = new Map();
    away = [];
    show();
    for (const name of names) {
      /** @type {Entry[]} */
      let found = [];
      try {
        found = await toolkit.load(name);
      } catch {
        // No signal, and nothing kept: the words beside the list say so, and the other grades are shown.
        away.push(gradeOptions().find(({ value }) => name === `grade-${value.toLowerCase()}`)?.text || status.dataset.most || "");
      }
      if (mine !== turn) return;
      for (const entry of found) entries.set(entry.key, entry);
      show();
    }
  }

  /** Shows what fits now; what has to be had for it first. */
  const renew = () => (wanted().join() === loaded ? show() : load());

  form.addEventListener("change", (event) => {
    shown = AT_ONCE;
    writeAddress();
    if (event.target === grade && grade.value && grade.value !== "all") toolkit.write("grade", grade.value);
    renew();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const box of boxes) box.checked = false;
    minutes.value = "";
    shown = AT_ONCE;
    writeAddress();
    renew();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    const next = list.children.length;
    shown += AT_ONCE;
    writeAddress();
    show();
    list.children[next]?.querySelector("a")?.focus();
  });
  addEventListener("hashchange", () => { readAddress(); load(); });
  for (const fold of place.querySelectorAll("details[data-tb-wide-open]")) {
    if (fold instanceof HTMLDetailsElement) fold.open = matchMedia("(min-width: 60em)").matches;
  }
  readAddress();
  // A grade that this device remembers belongs to the address too: who gets the link sees the same.
  writeAddress();
  load();
})();
