// @ts-check
// Looking things up, without a page: entries get points for the words that they share with a query, the best come first.
// Points are BM25F's (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009) over four fields of an entry.

/** More results are not put in order, nor those with a smaller share of the best one's points: nobody reads so far. */
const MOST_RANKED = 50;
const FAINTEST = 0.1;

class SearchIndex {
  /** @param {SearchValues} values */
  constructor(values) {
    this.values = values;
    this.entries = rowsOf(values);
    learnEndings(values.endings);
    this.table = new WordTable(values, this.entries);
    this.reader = new QueryReader(values, this.entries, (word) => this.table.places.has(word));
  }

  /** What a word may stand for, each with how much that counts. @param {string} word @param {boolean} isExact @returns {[string, number][]} */
  meanings(word, isExact) {
    const stem = stemmed(word);
    /** @type {[string, number][]} */
    const found = [[stem, 1]];
    if (isExact) return found;
    if (stem.length > 2 || isUnspaced(stem)) {
      // The word may be half typed; a short start says little of a long word.
      for (const known of this.table.longer(stem)) found.push([known, WEIGHTS.prefix * Math.sqrt(stem.length / known.length)]);
    }
    const isKnown = found.some(([one]) => this.table.places.has(one));
    if (!isKnown && stem.length > 3 && !isUnspaced(stem)) {
      for (const known of [...this.table.longer(stem[0]), ...this.table.longer(stem[1])]) if (isTypo(stem, known)) found.push([known, WEIGHTS.typo]);
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
    /** @type {Map<number, number>} */
    const found = new Map();
    for (const [known, weight] of this.meanings(word, isExact)) {
      const points = weight * this.table.rarity(known);
      for (const place of this.table.places.get(known) || []) {
        const field = place % FIELDS;
        const position = (place - field) / FIELDS;
        const even = WEIGHTS.even[field];
        const often = WEIGHTS.fields[field] / (1 - even + even * this.table.lengths[place] / this.table.usual[field]);
        const sum = points * often / (WEIGHTS.enough + often);
        if (sum > (found.get(position) || 0)) found.set(position, sum);
      }
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
    return this.look(typed, most).rows;
  }

  /**
   * The best entries, and whether any of the first is quite what was typed.
   * @param {string} typed
   * @param {number} most
   * @param {string} own the grade that the reader works with: what is for it goes before what is as good
   * @returns {{rows: SearchRow[], isSure: boolean}}
   */
  look(typed, most, own = "") {
    const query = { ...this.reader.read(typed), own };
    const ranked = this.ranked(query).slice(0, most);
    return {
      rows: ranked.map(([position]) => this.entries[position]),
      isSure: ranked.slice(0, 3).some(([, , share]) => share >= WEIGHTS.sure),
    };
  }

  /**
   * @param {Query} query
   * @returns {[position: number, points: number, share: number][]} best first, each with how much of what was asked it has
   */
  ranked(query) {
    const { entries } = this;
    const sums = this.summed(query);
    if (!query.readings.length) entries.forEach((_, position) => sums.set(position, [1, 1]));
    const said = query.rest.map(stemmed).join(" ");
    const whole = Math.max(1e-9, query.readings.reduce((sum, reading) => sum + this.worth(reading), 0));
    // What an entry would get that had each word in its title.
    const best = query.readings.reduce((sum, reading) => sum + this.worth(reading), 0) * WEIGHTS.fields[0] / (WEIGHTS.enough + WEIGHTS.fields[0]);
    /** @type {[number, number, number][]} */
    const scored = [];
    for (const [position, [points, matched]] of sums) {
      const [kind, id, uri, title, grades] = entries[position];
      if (query.quoted.some((words) => !folded(title).includes(words) && !this.hasAll(position, words))) continue;
      // An entry with all of the words goes before one with some of them, however often.
      let score = points * (query.readings.length ? (matched / whole) ** WEIGHTS.all : 1) * (WEIGHTS.kinds[kind] ?? 1);
      // Its parts have a guide's title in theirs; who asks for no more than that wants the guide.
      if (kind === "guide" && !uri.includes("#")) score *= WEIGHTS.whole;
      if (query.kinds.has(kind)) score *= WEIGHTS.asked;
      if (query.grade) score *= grades.includes(query.grade) ? WEIGHTS.grade / (1 + Math.log(grades.length)) : grades.length ? WEIGHTS.other : 1;
      else if (query.own && grades.includes(query.own)) score *= WEIGHTS.own;
      // A grade alone was asked for: its page, then its guides.
      if (!query.readings.length && kind === "grade" && id === query.grade) score *= 9;
      if (!query.readings.length && kind === "guide" && !uri.includes("#")) score *= 3;
      scored.push([position, score, best && !query.code ? Math.min(1, points / best) * (matched / whole) : 1]);
    }
    /** @param {[number, number, number]} one @param {[number, number, number]} other */
    const better = (one, other) => other[1] - one[1] || one[0] - other[0];
    const least = FAINTEST * scored.reduce((most, [, points]) => Math.max(most, points), 0);
    const first = scored.filter(([, points]) => points >= least).sort(better).slice(0, MOST_RANKED);
    // Who types a title wants what has it.
    for (const one of first) if (said && wordsOf(entries[one[0]][3]).map(stemmed).join(" ") === said) one[1] *= 3;
    return first.sort(better);
  }

  /** How much of a query one part of it is. @param {Reading} reading */
  worth(reading) {
    return Math.max(1, ...reading[0].words.map((word) => Math.min(this.table.rarity(stemmed(word)), 6))) * reading[0].weight;
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
    for (const word of [code, ...this.table.longer(code)]) {
      for (const place of this.table.places.get(word) || []) {
        const position = Math.floor(place / FIELDS);
        const isOwn = this.entries[position][0] === "skill" && place % FIELDS === 0;
        found.set(position, Math.max(found.get(position) || 0, (isOwn ? 9 : 1) + (word === code ? 1 : 0)));
      }
    }
    return found;
  }

  /** True if all words that stood in quotation marks stand in an entry. @param {number} position @param {string} quoted */
  hasAll(position, quoted) {
    return wordsOf(quoted).map(stemmed).every((word) => this.table.stands(word, position));
  }
}
