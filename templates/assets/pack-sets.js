// @ts-check
// The pack's page, its sets: which one is in use and how long it takes, a new one, what one is called, away with one.

/**
 * The minutes of all, and how many have none; nothing where none has.
 * @param {Entry[]} entries
 * @param {PackWords} words
 */
function minutesOf(entries, words) {
  const without = entries.filter(({ minutes }) => !minutes).length;
  if (without === entries.length) return "";
  const all = entries.reduce((sum, { minutes = 0 }) => sum + minutes, 0);
  const more = without === 1 ? words.one_without : without ? words.many_without : "";
  return [toolkit.fill(words.total, { n: all }), toolkit.fill(more, { n: without })].filter(Boolean).join(" ");
}

/**
 * @param {Part} part
 * @param {(sets: PackSets, before?: PackSets) => Promise<void>} take takes over a change; `before` can be brought back
 */
function setChoice(part, take) {
  /** @type {HTMLElement} */
  const list = part(".tb-set-list");
  /** @type {HTMLTemplateElement} */
  const template = part("#tb-set");
  /** @type {HTMLElement} */
  const drop = part(".tb-drop-set");
  /** @type {{day: HTMLSelectElement, grade: HTMLSelectElement}} */
  const names = { day: part("[name=day]"), grade: part("[name=grade]") };

  for (const name of /** @type {("day" | "grade")[]} */ (["day", "grade"])) {
    names[name].addEventListener("change", () => {
      const sets = packSets.read();
      sets.of[sets.at][name] = names[name].value;
      take(sets);
    });
  }
  list.addEventListener("change", (event) => take({ ...packSets.read(), at: Number(/** @type {HTMLInputElement} */ (event.target).value) }));
  part(".tb-new-set").addEventListener("click", () => {
    take(packSets.withOne(packSets.read(), packSets.fresh())).then(() => names.day.focus());
  });
  drop.addEventListener("click", () => {
    const sets = packSets.read();
    const of = sets.of.filter((_, place) => place !== sets.at);
    take({ at: Math.min(sets.at, of.length - 1), of }, sets);
  });

  return {
    /** Shows all sets as they are now. @param {PackWords} words @returns {string} what the set in use is called */
    show(words) {
      const { at, of } = packSets.read();
      const titles = packSets.titles(of, words);
      /** @returns {NodeListOf<HTMLElement>} */
      const chips = () => list.querySelectorAll("label");
      // Those that stay are the same elements, so that the keyboard stays with them.
      while (chips().length > of.length) chips()[of.length].remove();
      while (chips().length < of.length) list.append(template.content.cloneNode(true));
      for (const [place, chip] of chips().entries()) {
        Object.assign(/** @type {HTMLInputElement} */ (chip.querySelector("input")), { value: String(place), checked: place === at });
        /** @type {HTMLElement} */ (chip.querySelector("bdi")).textContent = titles[place];
        /** @type {HTMLElement} */ (chip.querySelector("b")).textContent = `· ${of[place].keys.length}`;
      }
      list.hidden = drop.hidden = of.length < 2;
      for (const name of /** @type {("day" | "grade")[]} */ (["day", "grade"])) names[name].value = of[at][name];
      return titles[at];
    },
  };
}
