// @ts-check
// What a query asks for: a grade, a kind of thing, a skill's code, words, and what else they may mean.

/**
 * What counts how much. `make search-fit` finds these numbers with the training half of tests/search; `fields` are the
 * title, what else an entry is called, how people ask for it, and its text. Below `sure`, results are called near ones.
 * @type {{fields: number[], even: number[], enough: number, prefix: number, typo: number,
 *   synonym: number, weak: number, all: number, phrase: number, grade: number, other: number, asked: number, sure: number, own: number, whole: number,
 *   kinds: Record<string, number>}}
 */
const WEIGHTS = {
  fields: [6.83, 1.1, 3.6, 1.5], even: [1, 0.12, 0.0584, 0.156], enough: 8.19,
  prefix: 0.117, typo: 0.625, synonym: 0.9, weak: 1,
  all: 1.28, phrase: 4.1, grade: 6.15, other: 0.0625, asked: 1.1, sure: 0.4, own: 1.4, whole: 1.5,
  kinds: { fact: 0.875, print: 0.8, insert: 1.3, routine: 1.2, kit: 1.28, family: 0.8, topic: 1.28 },
};

/** Shorter parts of a word are seldom words. */
const SHORTEST_PART = 3;

/** @typedef {{words: string[], weight: number}[]} Reading one part of a query, with what else it may mean */
/** @typedef {{grade: string, rest: string[], readings: Reading[], kinds: Set<string>, quoted: string[], code: boolean, own?: string}} Query */

class QueryReader {
  /**
   * @param {SearchValues} values
   * @param {SearchRow[]} entries
   * @param {(stem: string) => boolean} isKnown whether a word stands in the toolkit
   */
  constructor(values, entries, isKnown) {
    this.isKnown = isKnown;
    this.stop = new Set(values.stop_words.flatMap(wordsOf));
    this.weak = new Set(values.weak_words.flatMap(wordsOf).map(stemmed));
    this.codes = entries.filter((entry) => entry[0] === "skill").map((entry) => wordsOf(entry[1]).join(""));
    /** @type {Map<string, string>} */
    this.synonyms = new Map(values.synonyms.flatMap(([find, ...typed]) => typed.map((words) => [this.telling(wordsOf(words)).map(stemmed).join(" "), find])));
    this.ageWords = new Set(values.age_words.flatMap(wordsOf));
    /** @type {Map<string, string>} */
    this.gradeWords = new Map(Object.entries(values.grade_words).map(([typed, grade]) => [wordsOf(typed).join(" "), grade]));
    /** @type {Map<string, string>} */
    this.kindWords = new Map(Object.entries(values.kind_words).flatMap(([kind, typed]) => wordsOf(typed).map((word) => [stemmed(word), kind])));
  }

  /** The words that say what is looked for; all of them, if none does. @param {string[]} words */
  telling(words) {
    const telling = words.filter((word) => !this.stop.has(word));
    return telling.length ? telling : words;
  }

  /**
   * @param {string} typed
   * @returns {Query}
   */
  read(typed) {
    const quoted = [...typed.matchAll(/["“”«»„]([^"“”«»„]+)["“”«»„]/g)].map((found) => folded(found[1]).trim()).filter(Boolean);
    const { grade, rest } = this.gradeIn(wordsOf(typed));
    const code = this.codeIn(typed);
    const kinds = new Set(rest.flatMap((word) => this.kindWords.get(stemmed(word)) || []));
    if (code) return { grade: "", rest, readings: [[{ words: [code], weight: 1 }]], kinds, quoted, code: true };
    return { grade, rest, readings: rest.length ? this.readings(this.telling(rest)) : [], kinds, quoted, code: false };
  }

  /**
   * Takes the grade out of a query: "3rd grade fractions" is for grade 3, and about fractions.
   * @param {string[]} words
   * @returns {{grade: string, rest: string[]}}
   */
  gradeIn(words) {
    const aged = words.findIndex((word, at) => /^1?\d$/.test(word) && this.ageWords.has(words[at + 1]));
    if (aged >= 0) {
      // A child of six begins grade 1.
      const age = Number(words[aged]);
      const grade = age < 5 ? "PK" : age === 5 ? "K" : String(Math.min(age - 5, 12));
      return { grade, rest: words.filter((word, at) => at !== aged && !this.ageWords.has(word)) };
    }
    for (const length of [2, 1]) {
      for (let start = 0; start + length <= words.length; start += 1) {
        const said = words.slice(start, start + length).join(" ");
        // "Ready for kindergarten" is more than a grade.
        if (this.isInPhrase(words, start, length)) continue;
        const near = length === 1 && said.length > 5 ? [...this.gradeWords.keys()].find((known) => isTypo(known, said)) : "";
        const grade = this.gradeWords.get(said) || this.gradeWords.get(near || "");
        if (grade) return { grade, rest: [...words.slice(0, start), ...words.slice(start + length)] };
      }
    }
    return { grade: "", rest: words };
  }

  /**
   * True if words belong to a longer phrase that docs/search.yml knows.
   * @param {string[]} words
   * @param {number} start
   * @param {number} length
   */
  isInPhrase(words, start, length) {
    const telling = words.map((word, at) => ({ word, at })).filter(({ word }) => !this.stop.has(word));
    for (let from = 0; from < telling.length; from += 1) {
      for (const size of [2, 3]) {
        const part = telling.slice(from, from + size);
        const holds = part.length === size && part.some(({ at }) => at >= start && at < start + length) && size > length;
        if (holds && this.synonyms.has(part.map(({ word }) => stemmed(word)).join(" "))) return true;
      }
    }
    return false;
  }

  /**
   * A skill's code, however it was typed: "rf k 2" for RF.K.2.A.
   * @param {string} typed
   * @returns {string} as the index has it, empty where there is none
   */
  codeIn(typed) {
    const code = wordsOf(typed).join("");
    return /[a-z]/.test(code) && (/\d/.test(code) || /[a-z][-.][a-z]/.test(typed.toLowerCase())) && this.codes.some((known) => known.startsWith(code)) ? code : "";
  }

  /**
   * What else some words stand for; one word may have a typo, unless it is a word of the toolkit.
   * @param {string[]} stems
   * @returns {string}
   */
  synonym(stems) {
    const said = stems.join(" ");
    const known = this.synonyms.get(said);
    if (known || stems.length !== 1 || said.length < 5 || this.isKnown(said)) return known || "";
    const near = [...this.synonyms.keys()].find((typed) => distance(typed, said, 1) === 1);
    return near ? this.synonyms.get(near) || "" : "";
  }

  /**
   * The two words that somebody wrote as one: "thankyou" for "thank you".
   * @param {string} word
   * @returns {string[]} none where it is not two words of the toolkit
   */
  partsOf(word) {
    for (let at = word.length - SHORTEST_PART; at >= SHORTEST_PART; at -= 1) {
      const parts = [word.slice(0, at), word.slice(at)];
      if (!isUnspaced(word) && parts.every((part) => this.stop.has(part) || this.isKnown(stemmed(part)))) return this.telling(parts);
    }
    return [];
  }

  /**
   * The words of a query, each with what else it may mean.
   * @param {string[]} words
   * @returns {Reading[]}
   */
  readings(words) {
    const stems = words.map(stemmed);
    /** @type {Reading[]} */
    const readings = [];
    for (let start = 0; start < words.length;) {
      let length = Math.min(3, words.length - start);
      while (length > 0 && !this.synonym(stems.slice(start, start + length))) length -= 1;
      // One line of docs/search.yml serves all languages: each has its own words of it.
      let other = this.telling(wordsOf(this.synonym(stems.slice(start, start + length)))).filter((word) => this.isKnown(stemmed(word)));
      const joined = words.slice(start, start + 2).join("");
      if (!length && start + 1 < words.length && this.isKnown(stemmed(joined)) && !isUnspaced(joined)) [length, other] = [2, [joined]];
      if (!length && !this.isKnown(stems[start])) other = this.partsOf(words[start]);
      const own = words.slice(start, start + Math.max(length, 1));
      // Nearly every entry is about a child and a family: such words count little where another was said.
      const weight = own.length === 1 && this.weak.has(stemmed(own[0])) && words.length > 1 ? WEIGHTS.weak : 1;
      readings.push([{ words: own, weight }, ...(other.length ? [{ words: other, weight: WEIGHTS.synonym * weight }] : [])]);
      start += Math.max(length, 1);
    }
    return readings;
  }
}
