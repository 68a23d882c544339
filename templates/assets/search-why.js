// @ts-check
// Why something is a result: the words that were found, marked in its title and in a piece of its text.

/**
 * What was typed, the words of an entry that it found, cut, and whether they are others: related ones, or without a slip.
 * @typedef {{typed: string, stems: string[], isOther: boolean}} Reason
 */

/** Words as they stand in texts, cut: the same ones come again and again. @type {Map<string, string>} */
const cuts = new Map();

/** @param {string} word */
function cutOf(word) {
  const cut = cuts.get(word) ?? stemmed(folded(word));
  cuts.set(word, cut);
  return cut;
}

class Explainer {
  /** @param {SearchIndex} index @param {HTMLElement} list */
  constructor(index, list) {
    this.index = index;
    this.list = list;
    this.positions = new Map(index.entries.map((row, at) => [row, at]));
    /** Guides, questions and activities of the grades that were fetched. @type {Map<string, Entry>} */
    this.texts = new Map();
    this.waiting = 0;
    /** Addresses that are kept on this device; only asked for without a signal. @type {Record<string, number> | undefined} */
    this.kept = undefined;
    /** Words as they are written, by what the index has of them. @type {Map<string, string>} */
    this.written = new Map();
    const texts = [...index.values.synonyms.map(([find]) => find), ...index.entries.map((row) => row[3])];
    for (const word of texts.join(" ").match(WORD) || []) if (!this.written.has(cutOf(word))) this.written.set(cutOf(word), word);
    /** @type {string[]} */
    this.typed = [];
    /** @type {Query} */
    this.query = index.reader.read("");
    /** What each word may stand for. @type {Map<string, string[]>} */
    this.meant = new Map();
    /** Results that a text would tell more about. @type {[item: HTMLElement, row: SearchRow][]} */
    this.untold = [];
  }

  /** False for what cannot be had just now. @param {string} uri */
  isHere(uri) {
    return !this.kept || Object.hasOwn(this.kept, uri);
  }

  /** Begins anew, for other words. @param {string} typed */
  read(typed) {
    clearTimeout(this.waiting);
    this.typed = typed.match(WORD) || [];
    this.query = this.index.reader.read(typed);
    this.meant = new Map();
    this.untold = [];
    this.waiting = setTimeout(() => this.fetch(), 400);
  }

  /** Words of a query in the letters in which they were typed. @param {string[]} words */
  asTyped(words) {
    // Where a script has no blanks, words are pairs of letters of what was typed.
    const found = words.map((word) => this.typed.find((one) => (isUnspaced(word) ? folded(one).includes(word) : folded(one) === word)) || word);
    return [...new Set(found)].join(" ");
  }

  /** A word of the index, which has it cut and without accents, as it is written in `text`, or elsewhere. @param {string} cut @param {string} text */
  asWritten(cut, text) {
    return (text.match(WORD) || []).find((one) => cutOf(one) === cut) || this.written.get(cut) || cut;
  }

  /** How a word stands in an entry, if it does. @param {string} word @param {number} position @returns {Reason[]} */
  standing(word, position) {
    const { table } = this.index;
    const stem = stemmed(word);
    if (table.stands(stem, position)) return [{ typed: this.asTyped([word]), stems: [stem], isOther: false }];
    const meant = this.meant.get(word) || this.index.meanings(word, false).map(([known]) => known);
    this.meant.set(word, meant);
    const stems = meant.filter((known) => table.stands(known, position));
    if (!stems.length) return [];
    // What begins as it was typed is what she was about to type.
    if (stems[0].startsWith(stem)) return [{ typed: this.asWritten(stems[0], ""), stems, isOther: false }];
    return [{ typed: this.asTyped([word]), stems: stems.slice(0, 1), isOther: true }];
  }

  /** @param {SearchRow} row @returns {Reason[]} */
  reasons(row) {
    const position = this.positions.get(row) || 0;
    if (this.query.code) return [];
    return this.query.readings.flatMap(([own, other]) => {
      const found = own.words.flatMap((word) => this.standing(word, position));
      const stems = (other?.words || []).map(stemmed);
      if (found.length === own.words.length || !stems.length || !stems.every((stem) => this.index.table.stands(stem, position))) return found;
      return [{ typed: this.asTyped(own.words), stems, isOther: true }];
    });
  }

  /** Marks what was found in a result, and says why it is one. @param {HTMLElement} item @param {SearchRow} row */
  show(item, row) {
    const title = /** @type {HTMLElement} */ (item.querySelector(".tb-result-title"));
    const reasons = this.reasons(row);
    const rest = reasons.filter(({ stems }) => !placesIn(row[3], new Set(stems)).length);
    const entry = this.texts.get(this.keyOf(row));
    const piece = rest.length && entry ? pieceOf(entry, rest) : "";
    const link = /** @type {HTMLElement} */ (title.parentElement);
    title.replaceChildren(...marked(row[3], reasons));
    for (const old of item.querySelectorAll(".tb-result-why")) old.remove();
    for (const { typed, stems } of reasons.filter((one) => one.isOther)) {
      const words = stems.map((stem) => this.asWritten(stem, `${row[3]} ${piece}`)).join(" ");
      addText(link, "small", toolkit.fill(this.list.dataset.for, { typed, words }), "tb-result-why");
    }
    const plain = [...new Set(rest.filter((one) => !one.isOther).map(({ typed }) => typed))].join(", ");
    const text = piece || (plain && `… ${plain} …`);
    if (text) addText(link, "small", "", "tb-result-why").append(...marked(text, rest));
    if (rest.length && !entry) this.untold.push([item, row]);
  }

  /** The key under which finder and pack have a result, if they have its words. @param {SearchRow} row */
  keyOf([kind, id, uri]) {
    return kind === "prompt" || kind === "activity" || (kind === "guide" && !uri.includes("#")) ? `${kind[0]}.${id}` : "";
  }

  /** Fetches texts of results, if they lie in few scripts: that of the reader's own grade, and of the one with most of the others. */
  async fetch() {
    const { query, untold } = this;
    const rows = untold.filter(([, row]) => this.keyOf(row));
    if (!rows.length) return;
    /** @type {Record<string, string>} */
    const places = await toolkit.load("places").catch(() => ({}));
    const known = new Set(Object.values(places));
    const own = toolkit.read("grade", "");
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const [, row] of rows) {
      const isOwn = known.has(own) && (row[4].includes(own) || !row[4].length);
      const grade = isOwn ? own : places[this.keyOf(row)];
      if (grade) counts.set(grade, (counts.get(grade) || 0) + 1);
    }
    const grades = [...counts.keys()].sort((one, other) => (counts.get(other) || 0) - (counts.get(one) || 0)).slice(0, 2);
    const folder = toolkit.folder.slice(toolkit.root.length);
    const names = grades.map((grade) => `grade-${grade.toLowerCase()}`).filter((name) => this.isHere(`${folder}${name}.js`));
    const shards = await Promise.all(names.map((name) => toolkit.load(name).catch(() => [])));
    for (const entry of shards.flat()) this.texts.set(entry.key, entry);
    // Somebody may have typed on meanwhile.
    if (query === this.query) for (const [item, row] of rows) if (this.texts.has(this.keyOf(row))) this.show(item, row);
  }
}

/** Where words stand in a text. @param {string} text @param {Set<string>} stems @returns {[from: number, to: number][]} */
function placesIn(text, stems) {
  /** @type {[number, number][]} */
  const places = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const letters = isUnspaced(word) ? word.match(/\P{M}\p{M}*/gu) || [] : [];
    const parts = letters.length > 2 ? letters.slice(1).map((letter, at) => letters[at] + letter) : [word];
    let from = index;
    parts.forEach((part, at) => {
      const last = places[places.length - 1];
      if (stems.has(cutOf(part))) last && last[1] > from ? last[1] = from + part.length : places.push([from, from + part.length]);
      from += letters[at]?.length || 0;
    });
  }
  return places;
}

/** @param {string} text @param {Reason[]} reasons @returns {(string | HTMLElement)[]} */
function marked(text, reasons) {
  const places = placesIn(text, new Set(reasons.flatMap(({ stems }) => stems)));
  const parts = places.flatMap(([from, to], at) => [text.slice(at && places[at - 1][1], from), Object.assign(document.createElement("mark"), { textContent: text.slice(from, to) })]);
  return [...parts, text.slice(places.length && places[places.length - 1][1])];
}

/** The piece of an entry's text with the most of what was found; empty if there is none. @param {Entry} entry @param {Reason[]} reasons */
function pieceOf(entry, reasons) {
  const texts = [entry.about || "", entry.share || "", ...[entry.steps, entry.ask, entry.next, entry.notice, entry.materials].flatMap((of) => of || [])];
  let [best, piece] = [0, ""];
  for (const text of texts) {
    const held = reasons.flatMap(({ stems }) => placesIn(text, new Set(stems)).slice(0, 1));
    if (held.length <= best) continue;
    const first = Math.min(...held.map(([from]) => from));
    const from = first < 60 ? 0 : text.indexOf(" ", first - 50) + 1;
    const to = text.length < from + 150 ? text.length : Math.max(text.lastIndexOf(" ", from + 140), first + 1);
    [best, piece] = [held.length, (from ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "")];
  }
  return piece;
}
