// @ts-check
// Looking things up, without a page: entries get points for the words that they share with a query, the best come first.
// Points are BM25F's (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009) over three fields of an entry.

/**
 * @typedef {[kind: string, id: string, uri: string, title: string, grades: string[]]} SearchRow
 * @typedef {{
 *   kinds: Record<string, string>, grades: Record<string, string>, grade_words: Record<string, string>,
 *   kind_words: Record<string, string>, synonyms: [find: string, ...typed: string[]][], related: Record<string, string>,
 *   stop_words: string[], weak_words: string[], endings: [string, string][], pages: string[], ages: string[][],
 *   entries: [kind: number, page: number, anchor: string, id: string | number, age: number, title: string][],
 *   words: string, places: string,
 * }} SearchValues
 */

/** Where a word stands: in the title, among what else an entry is called, in its text. */
const FIELDS = 3;
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

class SearchIndex {
  /** @param {SearchValues} values */
  constructor(values) {
    this.values = values;
    this.entries = rowsOf(values);
    learnEndings(values.endings);
    /** All words, in order. */
    this.words = values.words.split(" ");
    const packed = values.places.split(" ");
    /** Word to where it stands: entry and field in one number. @type {Map<string, number[]>} */
    this.places = new Map(this.words.map((word, at) => [word, unpacked(packed[at])]));
    /** How many words each entry has in each field. */
    this.lengths = new Uint16Array(this.entries.length * FIELDS);
    for (const places of this.places.values()) for (const place of places) this.lengths[place] += 1;
    this.usual = [0, 1, 2].map((field) => {
      let sum = 0;
      for (let at = field; at < this.lengths.length; at += FIELDS) sum += this.lengths[at];
      return Math.max(1, sum / Math.max(1, this.entries.length));
    });
    this.reader = new QueryReader(values, this.entries, (word) => this.places.has(word));
  }

  /** How much it tells that a word stands in an entry. @param {string} word */
  rarity(word) {
    const count = this.places.get(word)?.length || 0;
    return Math.log(1 + (this.entries.length - count + 0.5) / (count + 0.5));
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

  /** What a word may stand for, each with how much that counts. @param {string} word @param {boolean} isExact @returns {[string, number][]} */
  meanings(word, isExact) {
    const stem = stemmed(word);
    /** @type {[string, number][]} */
    const found = [[stem, 1]];
    if (isExact) return found;
    if (stem.length > 2 || isUnspaced(stem)) {
      // The word may be half typed; a short start says little of a long word.
      for (const known of this.longer(stem)) found.push([known, WEIGHTS.prefix * Math.sqrt(stem.length / known.length)]);
    }
    for (const other of (this.values.related[stem] || "").split(" ").filter(Boolean)) {
      found.push([other.slice(0, -1), WEIGHTS.related * (Number(other.slice(-1)) / 9) ** WEIGHTS.nearness]);
    }
    const isKnown = found.some(([one]) => this.places.has(one));
    if (!isKnown && stem.length > 3 && !isUnspaced(stem)) {
      // Few people miss the first letter, and the first two swapped are looked at.
      for (const known of [...this.longer(stem[0]), ...this.longer(stem[1])]) if (isTypo(stem, known)) found.push([known, WEIGHTS.typo]);
    }
    return found;
  }

  /**
   * Entries with points for one word.
   * @param {string} word
   * @param {boolean} isExact true where only the word itself is looked for
   * @returns {Map<number, number>}
   */
  match(word, isExact) {
    const count = this.entries.length;
    /** @type {Map<number, number>} */
    const found = new Map();
    const own = this.places.has(stemmed(word)) ? this.rarity(stemmed(word)) : Infinity;
    for (const [known, weight] of this.meanings(word, isExact)) {
      // A rare word that only is near to a common one tells no more than that one.
      const points = weight * Math.min(this.rarity(known), own * WEIGHTS.rarer);
      for (const place of this.places.get(known) || []) {
        const field = place % FIELDS;
        const position = (place - field) / FIELDS;
        const even = WEIGHTS.even[field];
        const often = WEIGHTS.fields[field] / (1 - even + even * this.lengths[place] / this.usual[field]);
        const sum = points * often / (WEIGHTS.enough + often);
        if (sum > (found.get(position) || 0)) found.set(position, sum);
      }
      if (found.size > count) break;
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
    return this.ranked(this.reader.read(typed)).slice(0, most).map(([position]) => this.entries[position]);
  }

  /**
   * @param {Query} query
   * @returns {[position: number, points: number][]} best first
   */
  ranked(query) {
    const { entries } = this;
    const sums = this.summed(query);
    if (!query.readings.length) entries.forEach((_, position) => sums.set(position, [1, 1]));
    const said = query.rest.map(stemmed).join(" ");
    const whole = Math.max(1e-9, query.readings.reduce((sum, reading) => sum + this.worth(reading), 0));
    /** @type {[number, number][]} */
    const scored = [];
    for (const [position, [points, matched]] of sums) {
      const [kind, id, uri, title, grades] = entries[position];
      if (query.quoted.some((words) => !folded(title).includes(words) && !this.hasAll(position, words))) continue;
      // An entry with all of the words goes before one with some of them, however often.
      let score = points * (query.readings.length ? (matched / whole) ** WEIGHTS.all : 1) * (WEIGHTS.kinds[kind] ?? 1);
      if (query.kinds.has(kind)) score *= WEIGHTS.asked;
      if (query.grade) score *= grades.includes(query.grade) ? WEIGHTS.grade / (1 + Math.log(grades.length)) : grades.length ? WEIGHTS.other : 1;
      // A grade alone was asked for: its page, then its guides.
      if (!query.readings.length && kind === "grade" && id === query.grade) score *= 9;
      if (!query.readings.length && kind === "guide" && !uri.includes("#")) score *= 3;
      scored.push([position, score]);
    }
    scored.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    // Who types a title wants what has it.
    for (const one of scored.slice(0, 50)) if (said && wordsOf(entries[one[0]][3]).map(stemmed).join(" ") === said) one[1] *= 3;
    return scored.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  /** How much of a query one part of it is. @param {Reading} reading */
  worth(reading) {
    return Math.max(1, ...reading[0].words.map((word) => Math.min(this.rarity(stemmed(word)), 6))) * reading[0].weight;
  }

  /**
   * Entries with the points of all parts of a query, and with how much of the query they have.
   * @param {Query} query
   * @returns {Map<number, [points: number, matched: number]>}
   */
  summed({ readings, code }) {
    /** @type {Map<number, [number, number]>} */
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
          for (const [position, points] of code ? this.coded(word) : this.match(word, reading.length > 1 && words.length > 1)) {
            together.set(position, (together.get(position) || 0) + points);
            parts.set(position, (parts.get(position) || 0) + 1);
          }
        }
        for (const [position, points] of together) {
          const share = ((parts.get(position) || 0) / words.length) ** WEIGHTS.phrase;
          best.set(position, Math.max(best.get(position) || 0, points * weight * share));
        }
      }
      const worth = this.worth(reading);
      for (const [position, points] of best) {
        const [sum, matched] = sums.get(position) || [0, 0];
        sums.set(position, [sum + points, matched + worth]);
      }
    }
    return sums;
  }

  /** Entries with a code, or with one that begins with it. @param {string} code @returns {Map<number, number>} */
  coded(code) {
    /** @type {Map<number, number>} */
    const found = new Map();
    for (const word of [code, ...this.longer(code)]) {
      for (const place of this.places.get(word) || []) {
        const position = Math.floor(place / FIELDS);
        const isOwn = this.entries[position][0] === "skill" && place % FIELDS === 0;
        found.set(position, Math.max(found.get(position) || 0, (isOwn ? 9 : 1) + (word === code ? 1 : 0)));
      }
    }
    return found;
  }

  /** True if all words that stood in quotation marks stand in an entry. @param {number} position @param {string} quoted */
  hasAll(position, quoted) {
    return wordsOf(quoted).map(stemmed).every((word) => (this.places.get(word) || []).some((place) => Math.floor(place / FIELDS) === position));
  }
}
