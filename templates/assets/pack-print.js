// @ts-check
// The pack as cards of true size, two by four on a page; the style sheet has sizes and cut marks.

/** The largest and the smallest type of a card, and the step between, in points. */
const CARD_TYPE = { most: 12, least: 6.5, step: 0.5 };
const CARDS_ON_PAGE = 8;

/**
 * @param {Entry} entry
 * @param {DOMStringMap} words labels in the page's language
 * @returns {HTMLElement}
 */
function drawCard(entry, words) {
  const card = document.createElement("article");
  const body = document.createElement("div");
  /** @param {Element} inside @param {string} tag @param {string | undefined} text */
  const add = (inside, tag, text) => text && inside.append(Object.assign(document.createElement(tag), { textContent: text }));
  /** @param {string | undefined} label @param {string} text */
  function labeled(label, text) {
    if (!text) return;
    const line = document.createElement("p");
    add(line, "b", label);
    line.append(` ${text}`);
    body.append(line);
  }
  add(card, "small", [...entry.tags, entry.ages].join(" · "));
  add(body, "h3", entry.title);
  add(body, "p", entry.about);
  labeled(words.need, (entry.materials || []).join(", "));
  const steps = document.createElement("ol");
  for (const step of entry.steps || []) add(steps, "li", step);
  if (steps.children.length) body.append(steps);
  labeled(words.ask, (entry.ask || []).join(" "));
  labeled(words.share, entry.share || "");
  labeled(words.next, (entry.next || []).join(" "));
  card.append(body);
  return card;
}

/**
 * Fills `place` with a card for each entry and opens the browser's print window.
 * @param {Entry[]} entries
 * @param {HTMLElement} place
 */
function printCards(entries, place) {
  const pages = [];
  for (let start = 0; start < entries.length; start += CARDS_ON_PAGE) {
    const page = document.createElement("section");
    page.append(...entries.slice(start, start + CARDS_ON_PAGE).map((entry) => drawCard(entry, place.dataset)));
    pages.push(page);
  }
  place.replaceChildren(...pages);
  for (const body of place.querySelectorAll("div")) {
    // Long texts are set smaller, so that no word is cut.
    let size = CARD_TYPE.most;
    do {
      body.style.fontSize = `${size}pt`;
      size -= CARD_TYPE.step;
    } while (body.scrollHeight > body.clientHeight && size >= CARD_TYPE.least);
  }
  printAs("cards");
}

/** Opens the browser's print window with nothing on the paper but what was drawn for it. @param {"cards" | "sheet"} form */
function printAs(form) {
  const name = `tb-printing-${form}`;
  document.documentElement.classList.add(name);
  addEventListener("afterprint", () => document.documentElement.classList.remove(name), { once: true });
  print();
}
