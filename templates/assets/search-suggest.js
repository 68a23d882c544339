// @ts-check
// What somebody may be about to type: titles of entries with words that begin so.

/** More would push the results themselves out of sight. */
const SUGGESTED = 3;

class Suggestions {
  /** @param {SearchRow[]} entries */
  constructor(entries) {
    /** Titles with their words, each after a blank, and the grades that they are for. @type {Map<string, {words: string, grades: Set<string>}>} */
    this.titles = new Map();
    for (const [, , , title, grades] of entries) {
      const known = this.titles.get(title);
      // A fact or a skill is a sentence, which nobody would type.
      if (!known && title.length < 60) this.titles.set(title, { words: this.spaced(title), grades: new Set(grades) });
      else for (const grade of grades) known?.grades.add(grade);
    }
  }

  /** @param {string} text */
  spaced(text) {
    return ["", ...(folded(text).match(WORD) || [])].join(" ");
  }

  /**
   * @param {string} typed
   * @param {string} own the grade that the reader works with: of what fits alike, what is for it comes first
   * @param {string[]} seen titles that stand there already
   * @returns {string[]}
   */
  find(typed, own, seen) {
    const said = this.spaced(typed);
    const words = said.split(" ").slice(1);
    if (said.length < 3 && !isUnspaced(said.slice(1))) return [];
    /** @type {[fit: number, isOther: number, length: number, title: string][]} */
    const found = [];
    for (const [title, { words: held, grades }] of this.titles) {
      if (held === said || !words.every((word) => held.includes(isUnspaced(word) ? word : ` ${word}`)) || seen.includes(title)) continue;
      const fit = held.startsWith(said) ? 0 : held.includes(said) ? 1 : 2;
      found.push([fit, grades.has(own) ? 0 : 1, held.length, title]);
    }
    found.sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
    return found.slice(0, SUGGESTED).map(([, , , title]) => title);
  }
}
