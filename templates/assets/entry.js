// @ts-check
// A guide, a question or an activity as finder and pack show it, drawn from the page's <template>; and how it is found.

/**
 * @param {Entry} entry
 * @returns {HTMLElement}
 */
function drawEntry(entry) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("tb-entry"));
  const item = /** @type {HTMLElement} */ (/** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild);
  /** @template {Element} Kind @param {string} selector @returns {Kind} */
  const part = (selector) => /** @type {any} */ (item.querySelector(selector));
  item.dataset.tbKey = entry.key;
  const tags = part(".tb-card-tags");
  for (const [position, text] of [...entry.tags, entry.ages].entries()) {
    const tag = document.createElement("span");
    tag.className = position ? "tb-tag tb-tag-plain" : "tb-tag";
    tag.textContent = text;
    tags.append(tag);
  }
  /** @type {HTMLAnchorElement} */
  const link = part(".tb-question a");
  link.href = toolkit.page(entry.uri);
  link.textContent = entry.title;

  /** Fills a part with texts, or takes it away. @param {string} selector @param {string[]} texts @param {string} into */
  function fill(selector, texts, into) {
    const element = item.querySelector(selector);
    if (!element) return;
    const inside = into ? element.querySelector(into) : element;
    if (!texts.length || !inside) return element.remove();
    if (inside.tagName === "OL" || inside.tagName === "UL") {
      inside.append(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    } else {
      inside.textContent = texts.join(", ");
    }
  }

  /** @param {string | undefined} text */
  const some = (text) => (text ? [text] : []);
  fill(".tb-about", some(entry.about), "");
  fill("[data-share]", some(entry.share), "span:last-child");
  fill("[data-materials]", entry.materials || [], "span:last-child");
  fill("[data-steps]", entry.steps || [], "");
  fill("[data-ask]", entry.ask || [], "ul");
  fill("[data-next]", entry.next || [], "ul");
  fill("[data-notice]", entry.notice || [], "ul");
  const fold = item.querySelector("details");
  if (fold && fold.children.length === 1) fold.remove();
  const summary = fold?.querySelector("summary");
  if (summary) summary.textContent = (entry.steps ? summary.dataset.activity : summary.dataset.question) || "";
  const add = item.querySelector("[data-tb-add]");
  if (add) {
    add.setAttribute("data-tb-add", entry.key);
    add.setAttribute("aria-label", `${add.textContent?.trim()}: ${entry.title}`);
  }
  return item;
}

/**
 * `keys` as they are called today, each once: a guide may have been renamed since it was kept.
 * @param {string[]} keys
 * @returns {Promise<string[]>}
 */
async function keysOfToday(keys) {
  /** @type {Record<string, string>} */
  const places = await toolkit.load("places").catch(() => ({}));
  return [...new Set(keys.map((key) => (Object.hasOwn(places, key) && Object.hasOwn(places, places[key]) ? places[key] : key)))];
}

/**
 * The entries of `keys`, in their order.
 * @param {string[]} keys
 * @param {(name: string) => Promise<any>} load the values of this language's site, or of another's
 * @returns {Promise<{entries: Entry[], gone: number, away: number}>} `gone` are no longer in the toolkit, `away` stand in
 *   a grade that cannot be had without a signal
 */
async function entriesOf(keys, load = toolkit.load) {
  if (!keys.length) return { entries: [], gone: 0, away: 0 };
  /** @type {Record<string, string> | undefined} */
  const places = await load("places").catch(() => undefined);
  if (!places) return { entries: [], gone: 0, away: keys.length };
  const known = keys.filter((key) => Object.hasOwn(places, key));
  const grades = [...new Set(known.map((key) => places[key].toLowerCase()))];
  /** @type {Entry[][]} */
  const shards = await Promise.all(grades.map((grade) => load(`grade-${grade}`).catch(() => [])));
  const byKey = new Map(shards.flat().map((entry) => [entry.key, entry]));
  const entries = known.flatMap((key) => byKey.get(key) || []);
  return { entries, gone: keys.length - known.length, away: known.length - entries.length };
}
