// @ts-check
// The pack on paper: a plan for the visitor, and handouts for the family in its language.

/**
 * What paper needs more of a guide, or of a question.
 * @typedef {{care: string}} QuestionPaper
 * @typedef {{
 *   parts: {minutes: number, do: string, say: string, ask: string[]}[], what: string, choice: string,
 *   rows: [string, string][], lists: [string, string[]][],
 * }} GuidePaper
 */

const packPaper = (() => {
  /** @param {string} tag @param {string} style @param {(Node | string | false)[]} inside @returns {HTMLElement} */
  function made(tag, style, ...inside) {
    const element = Object.assign(document.createElement(tag), { className: style });
    element.append(...inside.flatMap((one) => one || []));
    return element;
  }

  /** @param {string} label @param {string | undefined} text */
  const line = (label, text) => Boolean(text) && made("p", "", made("b", "", label), " ", text || "");
  /** @param {string} label @param {string[] | undefined} texts @param {string} [tag] */
  const list = (label, texts, tag = "ul") => Boolean(texts?.length)
    && made("div", "", Boolean(label) && made("p", "", made("b", "", label)), made(tag, "", ...(texts || []).map((text) => made("li", "", text))));

  /** @param {number | undefined} minutes @param {PackWords} words */
  const time = (minutes, words) => Boolean(minutes) && made("span", "tb-sheet-time", toolkit.fill(words.minutes, { n: minutes || 0 }));

  /** One thing of the plan. @param {Entry} entry @param {Partial<GuidePaper & QuestionPaper>} more @param {PackWords} words */
  function step(entry, { parts = [], care }, words) {
    const tags = [...entry.tags.slice(0, entry.minutes ? 1 : 2), entry.ages].join(" · ");
    return made("li", parts.length ? "tb-sheet-long" : "",
      made("div", "tb-sheet-head", made("h3", "", entry.title), time(entry.minutes, words)), made("p", "tb-sheet-tags", tags),
      line(words.share, entry.share), line(words.need, entry.materials?.join(words.comma)), list("", entry.steps, "ol"),
      list(words.ask, entry.ask), list(words.next, entry.next), list(words.notice, entry.notice), line(words.care, care),
      ...parts.map((one) => made("div", "tb-sheet-part",
        made("div", "tb-sheet-head", made("p", "", one.do), time(one.minutes, words)),
        line(words.say, one.say), list(words.ask, one.ask))));
  }

  /** The family's page of a guide. @param {GuidePaper} guide @param {PackWords} words */
  const visit = (guide, words) => made("section", "tb-sheet-long",
    made("h3", "", words.expect), made("p", "", guide.what),
    Boolean(guide.choice) && made("div", "tb-sheet-box", made("p", "", made("b", "", words.choice)), made("p", "", guide.choice)),
    made("dl", "", ...guide.rows.flatMap(([label, text]) => [made("dt", "", label), made("dd", "", text)])),
    ...guide.lists.map(([label, texts]) => list(label, texts)));

  /** @param {Entry} entry @param {PackWords} words */
  const practice = (entry, words) => made("section", "",
    made("p", "tb-sheet-tags", words.home), made("div", "tb-sheet-head", made("h3", "", entry.title), time(entry.minutes, words)),
    line(words.need, entry.materials?.join(words.comma)), list("", entry.steps, "ol"), list(words.ask, entry.ask));

  /** What a family gets, in order; questions that follow each other stand together. @param {Entry[]} entries @param {Record<string, GuidePaper>} guides @param {PackWords} words */
  function pieces(entries, guides, words) {
    /** @type {HTMLElement[]} */
    const found = [];
    /** @type {HTMLElement | undefined} */
    let questions;
    for (const entry of entries) {
      if (entry.key[0] !== "p") {
        questions = undefined;
        found.push(entry.key[0] === "a" ? practice(entry, words) : visit(guides[entry.key], words));
        continue;
      }
      if (!questions) {
        questions = made("ul", "");
        found.push(made("section", "", made("h3", "", words.questions), questions));
      }
      questions.append(made("li", "", entry.title));
    }
    return found;
  }

  /** What paper needs more, by key; that is missing which cannot be had. @param {Entry[]} entries @param {(name: string) => Promise<any>} load @returns {Promise<Record<string, any>>} */
  async function moreOf(entries, load) {
    /** @type {Record<string, string>} */
    const places = await load("places");
    const grades = new Set(entries.filter(({ key }) => key[0] !== "a").map(({ key }) => places[key].toLowerCase()));
    return Object.assign({}, ...await Promise.all([...grades].map((grade) => load(`paper-${grade}`).catch(() => ({})))));
  }

  /** @param {HTMLElement} place @param {PackWords} words @param {(HTMLElement | false)[]} inside */
  function printSheet(place, words, ...inside) {
    place.lang = words.language;
    place.dir = words.direction;
    place.replaceChildren(made("p", "tb-sheet-site", words.site), ...inside.flatMap((one) => one || []));
    printAs("sheet");
  }

  return {
    /** One list in order, with minutes and what to say. @param {HTMLElement} place @param {string} title @param {Entry[]} entries */
    async plan(place, title, entries) {
      /** @type {[PackWords, Record<string, any>]} */
      const [words, more] = await Promise.all([toolkit.load("pack-words"), moreOf(entries, toolkit.load)]);
      const sum = minutesOf(entries, words);
      printSheet(place, words, made("h2", "", title), Boolean(sum) && made("p", "tb-sheet-sum", sum),
        made("ol", "tb-sheet-plan", ...entries.map((entry) => step(entry, more[entry.key] || {}, words))));
    },

    /**
     * What the family gets of each, in the language of `load`; false where not all of it can be had.
     * @param {HTMLElement} place
     * @param {string[]} keys
     * @param {(name: string) => Promise<any>} load
     */
    async handouts(place, keys, load) {
      /** @type {PackWords} */
      const words = await load("pack-words");
      const { entries, away } = await entriesOf(keys, load);
      const guides = await moreOf(entries, load);
      if (away || entries.some(({ key }) => key[0] === "g" && !guides[key])) return false;
      const [who, ...lines] = words.contact_lines.filter(Boolean);
      printSheet(place, words, ...pieces(entries, guides, words),
        made("section", "", made("h3", "", words.contact), made("p", "", who), ...lines.map((text) => made("p", "", text))),
        Boolean(words.unreviewed) && made("p", "tb-sheet-tags", words.unreviewed));
      return true;
    },
  };
})();
