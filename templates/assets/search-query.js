// @ts-check
// What a query asks for: a grade, a skill's code, words, and what else they may mean.

/** How much another word for the same thing counts. */
const AS_SYNONYM = 0.85;

/** @typedef {{words: string[], weight: number}[]} Reading one part of a query, with what else it may mean */

class QueryReader {
  /**
   * @param {SearchValues} values
   * @param {(stem: string) => boolean} isKnown whether a word stands in the toolkit
   */
  constructor(values, isKnown) {
    this.isKnown = isKnown;
    this.stop = new Set(values.stop_words.map(folded));
    this.weak = new Set(values.weak_words.map(folded).map(stemmed));
    this.codes = values.entries.filter((entry) => entry[0] === "skill").map((entry) => wordsOf(entry[1]).join(""));
    /** @type {Map<string, string>} */
    this.synonyms = new Map(Object.entries(values.synonyms).map(([typed, find]) => [this.telling(wordsOf(typed)).map(stemmed).join(" "), find]));
    /** @type {Map<string, string>} */
    this.gradeWords = new Map(Object.entries(values.grade_words).map(([typed, grade]) => [wordsOf(typed).join(" "), grade]));
  }

  /** The words that say what is looked for; all of them, if none does. @param {string[]} words */
  telling(words) {
    const telling = words.filter((word) => !this.stop.has(word));
    return telling.length ? telling : words;
  }

  /**
   * @param {string} typed
   * @returns {{grade: string, rest: string[], readings: Reading[]}}
   */
  read(typed) {
    const { grade, rest } = this.gradeIn(wordsOf(typed));
    const code = this.codeIn(typed);
    if (code) return { grade: "", rest, readings: [[{ words: [code], weight: 1 }]] };
    const telling = this.telling(rest);
    return { grade, rest, readings: rest.length ? this.readings(telling) : [] };
  }

  /**
   * Takes the grade out of a query: "3rd grade fractions" is for grade 3, and about fractions.
   * @param {string[]} words
   * @returns {{grade: string, rest: string[]}}
   */
  gradeIn(words) {
    for (const length of [2, 1]) {
      for (let start = 0; start + length <= words.length; start += 1) {
        const said = words.slice(start, start + length).join(" ");
        const near = length === 1 && said.length > 5 ? [...this.gradeWords.keys()].find((known) => isTypo(known, said)) : "";
        const grade = this.gradeWords.get(said) || this.gradeWords.get(near || "");
        if (grade) return { grade, rest: [...words.slice(0, start), ...words.slice(start + length)] };
      }
    }
    return { grade: "", rest: words };
  }

  /**
   * A skill's code, however it was typed: "rf k 2" for RF.K.2.A.
   * @param {string} typed
   * @returns {string} as the index has it, empty where there is none
   */
  codeIn(typed) {
    const code = wordsOf(typed).join("");
    return /[a-z]/.test(code) && /\d/.test(code) && this.codes.some((known) => known.startsWith(code)) ? code : "";
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
    const near = [...this.synonyms.keys()].find((typed) => isTypo(typed, said));
    return near ? this.synonyms.get(near) || "" : "";
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
      const other = this.telling(wordsOf(this.synonym(stems.slice(start, start + length))));
      const own = words.slice(start, start + Math.max(length, 1));
      readings.push([{ words: own, weight: 1 }, ...(other.length ? [{ words: other, weight: AS_SYNONYM }] : [])]);
      start += Math.max(length, 1);
    }
    // Nearly every entry is about a child and a family: such words count only where nothing else was said.
    const strong = readings.filter(([{ words: own }]) => own.length > 1 || !this.weak.has(stemmed(own[0])));
    return strong.length ? strong : readings;
  }
}
