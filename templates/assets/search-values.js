// @ts-check
// The search index as it comes, written short by toolkit_builder/pages/search.py, and as it is used.

/**
 * @typedef {[kind: string, id: string, uri: string, title: string, grades: string[]]} SearchRow
 * @typedef {{
 *   kinds: Record<string, string>, groups: Record<string, string>, grades: Record<string, string>, grade_words: Record<string, string>,
 *   kind_words: Record<string, string>, synonyms: [find: string, ...typed: string[]][],
 *   age_words: string[], stop_words: string[], weak_words: string[], endings: [string, string][], pages: string[], ages: string[][],
 *   entries: [kind: number, page: number, anchor: string, id: string | number, age: number, title: string][],
 *   words: string, places: string[],
 * }} SearchValues
 */

/** Where a word stands: in the title, which is cut here, among what else an entry is called, in how people ask for it, in its text. */
const FIELDS = 4;
/** Kinds whose own names are words that people type, such as `attendance` for "Being at school". */
const NAMED = ["skill", "topic", "routine"];
/** The signs that stand for numbers, as toolkit_builder/pages/search.py writes them; the upper half goes on. */
const DIGITS = Array.from({ length: 92 }, (_, at) => String.fromCharCode(35 + at)).filter((sign) => sign !== "\\").join("");
const LOW = Math.floor(DIGITS.length / 2);
const DIGIT_OF = new Map([...DIGITS].map((sign, at) => [sign, at]));

/** @param {string} packed @returns {number[]} rising numbers */
function unpacked(packed) {
  const numbers = [];
  let last = -1;
  let number = 0;
  let step = 1;
  for (const sign of packed) {
    const digit = DIGIT_OF.get(sign) || 0;
    if (digit < LOW) {
      last += 1 + number + digit * step;
      numbers.push(last);
      [number, step] = [0, 1];
    } else {
      number += (digit - LOW) * step;
      step *= LOW;
      number += step;
    }
  }
  return numbers;
}

/**
 * The results as a reader sees them; `_rows` in toolkit_builder/pages/search.py wrote them shorter.
 * @param {SearchValues} values
 * @returns {SearchRow[]}
 */
function rowsOf({ kinds, pages, ages, entries }) {
  const kindNames = Object.keys(kinds);
  /** @type {string[]} */
  const heads = [];
  for (const [, page, anchor, , , title] of entries) if (!anchor) heads[page] = title;
  return entries.map(([kind, page, anchor, id, age, title]) => {
    const own = id === 0 ? anchor : id === 1 ? pages[page].split("/").slice(-2)[0] : String(id);
    const head = heads[page];
    return [kindNames[kind], own, pages[page] + (anchor && `#${anchor}`), anchor && head ? title.replace("{}", () => head) : title, ages[age]];
  });
}

/**
 * The words of all titles, cut, with their places. Titles are here anyway: to send their words, too, would be a tenth of the index.
 * @param {SearchValues} values
 * @param {SearchRow[]} entries
 * @returns {Map<string, number[]>}
 */
function titleWords({ stop_words: stopWords }, entries) {
  const stops = new Set(stopWords.flatMap(wordsOf).map(stemmed));
  /** @type {Map<string, number[]>} */
  const found = new Map();
  entries.forEach(([kind, id, , title], position) => {
    const code = kind === "skill" ? id : "";
    const cuts = wordsOf(`${title} ${NAMED.includes(kind) ? id : ""}`).map(stemmed);
    const telling = cuts.filter((cut) => !stops.has(cut));
    // A title of nothing but such words has no others.
    for (const word of new Set([...(telling.length ? telling : cuts), ...(code && [wordsOf(code).join("")])])) {
      const places = found.get(word);
      if (places) places.push(position * FIELDS); else found.set(word, [position * FIELDS]);
    }
  });
  return found;
}

/** All words of the index, with the places where they stand. */
class WordTable {
  /** @param {SearchValues} values @param {SearchRow[]} entries */
  constructor(values, entries) {
    this.count = entries.length;
    const packed = values.places.map((field) => field.split(" "));
    const words = values.words.split(" ");
    const titled = titleWords(values, entries);
    /** Word to where it stands: entry and field in one number, in order. @type {Map<string, number[]>} */
    this.places = new Map(titled);
    words.forEach((word, at) => {
      // The titles' field is 0, and is not sent.
      const sent = packed.flatMap((field, before) => unpacked(field[at]).map((position) => position * FIELDS + before + 1));
      this.places.set(word, [...(titled.get(word) || []), ...sent].sort((one, other) => one - other));
    });
    /** All words, in order. */
    this.words = [...this.places.keys()].sort();
    /** How many words each entry has in each field. */
    this.lengths = new Uint16Array(entries.length * FIELDS);
    for (const places of this.places.values()) for (const place of places) this.lengths[place] += 1;
    this.usual = [0, 1, 2, 3].map((field) => {
      let sum = 0;
      for (let at = field; at < this.lengths.length; at += FIELDS) sum += this.lengths[at];
      return Math.max(1, sum / Math.max(1, entries.length));
    });
  }

  /** How much it tells that a word stands in an entry. @param {string} word */
  rarity(word) {
    const count = this.places.get(word)?.length || 0;
    return Math.log(1 + (this.count - count + 0.5) / (count + 0.5));
  }

  /** The words that begin with `start`, itself aside. @param {string} start */
  longer(start) {
    let [low, high] = [0, this.words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[middle] <= start) low = middle + 1; else high = middle;
    }
    const found = [];
    while (low < this.words.length && this.words[low].startsWith(start)) found.push(this.words[low++]);
    return found;
  }

  /** True if a word, cut, stands in an entry. @param {string} stem @param {number} position */
  stands(stem, position) {
    const places = this.places.get(stem) || [];
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle] < position * FIELDS) low = middle + 1; else high = middle;
    }
    return places[low] < (position + 1) * FIELDS;
  }
}
