// @ts-check
// Looking things up, without a page: entries get points for the words that they share with a query, the best come first.

/**
 * @typedef {[kind: string, id: string, uri: string, title: string, words: string, grades: string[]]} SearchRow
 * @typedef {{
 *   kinds: Record<string, string>, grades: Record<string, string>, grade_words: Record<string, string>,
 *   synonyms: Record<string, string>, stop_words: string[], weak_words: string[],
 *   endings: [string, string][],
 *   entries: SearchRow[],
 * }} SearchValues
 */

/** Points of a word: in the title, in the text, as the entry's code or name. */
const IN_TITLE = 2.5;
const IN_TEXT = 1;
const AS_ID = 6;
/** How much a word counts that is only the start of another, or a typo away from it. */
const AS_PREFIX = 0.7;
const AS_TYPO = 0.55;
/** What mostly is looked for, among entries with the same words. @type {Record<string, number>} */
const KIND_WEIGHT = { guide: 1.1, insert: 1.15, term: 1.15, grade: 1.1, topic: 1.1, routine: 1.15, purpose: 1.1, fact: 0.5, family: 0.8 };

class SearchIndex {
  /** @param {SearchValues} values */
  constructor(values) {
    this.values = values;
    learnEndings(values.endings);
    /** Word to entries and points. @type {Map<string, Map<number, number>>} */
    this.postings = new Map();
    values.entries.forEach(([kind, id, , title, words], position) => {
      for (const word of wordsOf(words)) this.add(word, position, IN_TEXT);
      const titled = wordsOf(title);
      // A word of a short title says more of the entry than one of a whole sentence.
      for (const word of titled) this.add(word, position, IN_TITLE + IN_TITLE / titled.length);
      if (kind === "skill") this.add(wordsOf(id).join(""), position, AS_ID, false);
    });
    this.words = [...this.postings.keys()];
    this.titles = values.entries.map((entry) => wordsOf(entry[3]).map(stemmed).join(" "));
    this.reader = new QueryReader(values, (word) => this.postings.has(word));
  }

  /**
   * @param {string} word
   * @param {number} position
   * @param {number} points
   * @param {boolean} isStemmed
   */
  add(word, position, points, isStemmed = true) {
    const key = isStemmed ? stemmed(word) : word;
    const known = this.postings.get(key) || new Map();
    known.set(position, Math.max(known.get(position) || 0, points));
    this.postings.set(key, known);
  }

  /**
   * Entries with points for one word: as it is, as a start of others, or, where it is in nothing, as a typo.
   * @param {string} word
   * @param {boolean} isExact true where typos are not looked for
   * @returns {Map<number, number>}
   */
  match(word, isExact) {
    /** @type {Map<number, number>} */
    const found = new Map();
    /** @param {string} known @param {number} weight */
    const take = (known, weight) => {
      const postings = this.postings.get(known);
      if (!postings) return;
      const rarity = Math.log(1 + this.values.entries.length / postings.size);
      for (const [position, points] of postings) {
        found.set(position, Math.max(found.get(position) || 0, points * weight * rarity));
      }
    };
    const stem = stemmed(word);
    take(word, 1);
    take(stem, 1);
    if (stem.length > 2 || isUnspaced(stem)) for (const known of this.words) if (known !== stem && known.startsWith(stem)) take(known, AS_PREFIX);
    if (found.size === 0 && !isExact && stem.length > 3 && !isUnspaced(stem)) {
      for (const known of this.words) if (isTypo(stem, known) || isTypo(word, known)) take(known, AS_TYPO);
    }
    return found;
  }

  /**
   * The best entries for what was typed.
   * @param {string} typed
   * @param {number} most
   * @returns {SearchRow[]}
   */
  find(typed, most) {
    const { grade, rest, readings } = this.reader.read(typed);
    return this.ranked(readings, grade, rest).slice(0, most).map((position) => this.values.entries[position]);
  }

  /**
   * @param {Reading[]} readings
   * @param {string} grade
   * @param {string[]} said
   * @returns {number[]} positions of entries, best first
   */
  ranked(readings, grade, said) {
    /** @type {Map<number, {points: number, parts: number}>} */
    const sums = new Map();
    for (const reading of readings) {
      /** @type {Map<number, number>} */
      const best = new Map();
      for (const { words, weight } of reading) {
        /** @type {Map<number, number>} */
        const together = new Map();
        /** @type {Map<number, number>} */
        const parts = new Map();
        for (const word of words) {
          for (const [position, points] of this.match(word, reading.length > 1)) {
            together.set(position, (together.get(position) || 0) + points / words.length);
            parts.set(position, (parts.get(position) || 0) + 1);
          }
        }
        for (const [position, points] of together) {
          const share = (parts.get(position) || 0) / words.length;
          best.set(position, Math.max(best.get(position) || 0, points * weight * share));
        }
      }
      for (const [position, points] of best) {
        const sum = sums.get(position) || { points: 0, parts: 0 };
        sums.set(position, { points: sum.points + points, parts: sum.parts + 1 });
      }
    }
    const title = said.map(stemmed).join(" ");
    if (!readings.length && grade) this.values.entries.forEach((_, position) => sums.set(position, { points: 1, parts: 0 }));
    const scored = [...sums].map(([position, { points, parts }]) => {
      const [kind, id, uri, , , grades] = this.values.entries[position];
      // An entry with all of the words goes before one with some of them, however often.
      let score = points * (readings.length ? (parts / readings.length) ** 2 : 1) * (KIND_WEIGHT[kind] || 1);
      if (title && this.titles[position] === title) score *= 3;
      if (grade) score *= grades.includes(grade) ? 2 / (1 + Math.log(grades.length)) : grades.length ? 0.1 : 0.4;
      // A grade alone was asked for: its page, then its guides.
      if (!readings.length && kind === "grade" && id === grade) score *= 3;
      if (!readings.length && kind === "guide" && !uri.includes("#")) score *= 2;
      return /** @type {[number, number]} */ ([position, score]);
    });
    return scored.sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([position]) => position);
  }
}
