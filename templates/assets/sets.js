// @ts-check
// The pack's sets, one for each visit. A set is called by a day and a grade, picked from lists: no name can stand in it.

/**
 * A day from 1 (Monday) to 7 and a grade, each empty where none was picked; keys of entries in the reader's order.
 * @typedef {{day: string, grade: string, keys: string[]}} PackSet
 * All sets, and which of them is in use.
 * @typedef {{at: number, of: PackSet[]}} PackSets
 * The words of `pack-words.js`, in one language.
 * @typedef {Record<string, string> & {days: string[], contact_lines: string[]} & {grades: Record<string, string>}} PackWords
 */

const packSets = (() => {
  /** @returns {PackSet} */
  const fresh = () => ({ day: "", grade: "", keys: [] });
  /** @param {unknown} keys */
  const known = (keys) => (Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : []);
  /** @param {unknown} word */
  const text = (word) => (typeof word === "string" ? word : "");
  /** One that says nothing and holds nothing. @param {PackSet} set */
  const isBlank = ({ day, grade, keys }) => !day && !grade && !keys.length;

  /**
   * What this device keeps. What the set in use holds stands apart, as the one pack did before there were sets: all
   * pages add to it. A device may hold something that is not ours.
   * @returns {PackSets}
   */
  function read() {
    const kept = toolkit.read("sets", /** @type {any} */ ({}));
    const of = (Array.isArray(kept.of) ? kept.of : []).map((/** @type {any} */ one) => (
      { day: text(one?.day), grade: text(one?.grade), keys: known(one?.keys) }));
    if (!of.length) of.push(fresh());
    const at = Number.isInteger(kept.at) && of[kept.at] ? kept.at : 0;
    of[at].keys = known(toolkit.read("pack", []));
    return { at, of };
  }

  /** @param {PackSets} sets */
  function write({ at, of }) {
    const isPlain = of.length === 1 && !of[0].day && !of[0].grade;
    toolkit.write("sets", isPlain ? [] : { at, of: of.map((one, place) => (place === at ? { ...one, keys: [] } : one)) });
    toolkit.write("pack", of[at].keys);
    document.dispatchEvent(new Event("toolkit:pack"));
  }

  /**
   * With one more set, which is in use from then on; one that says and holds nothing gives its place.
   * @param {PackSets} sets
   * @param {PackSet} set
   * @returns {PackSets}
   */
  function withOne({ at, of }, set) {
    const others = isBlank(of[at]) && !isBlank(set) ? of.filter((one) => one !== of[at]) : of;
    return { at: others.length, of: [...others, set] };
  }

  /**
   * "Tuesday, Grade 3"; those that would be called alike are numbered.
   * @param {PackSet[]} of
   * @param {PackWords} words
   * @returns {string[]}
   */
  function titles(of, words) {
    const plain = of.map(({ day, grade }) => [words.days[Number(day) - 1], Object.hasOwn(words.grades, grade) ? words.grades[grade] : ""].filter(Boolean).join(words.comma) || words.untitled);
    return plain.map((title, place) => {
      const before = plain.slice(0, place).filter((one) => one === title).length;
      return before ? `${title} (${before + 1})` : title;
    });
  }

  // --- Beside a button that was pressed: in which set it is now ---

  const line = Object.assign(document.createElement("small"), { className: "tb-quiet tb-said" });
  line.setAttribute("role", "status");
  document.addEventListener("toolkit:sets", async (event) => {
    /** @type {HTMLElement} */
    const button = /** @type {CustomEvent} */ (event).detail;
    line.textContent = "";
    button.after(line);
    /** @type {PackWords | undefined} */
    const words = await toolkit.load("pack-words").catch(() => undefined);
    const { at, of } = read();
    const isIn = of[at].keys.includes(button.dataset.tbAdd || "");
    if (words) line.textContent = toolkit.fill(isIn ? words.added : words.taken, { set: titles(of, words)[at] });
  });

  return { fresh, read, write, withOne, titles };
})();
