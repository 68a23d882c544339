// @ts-check
// In a live preview only: while it is on, a click on any sentence of the page tells where that text stands.

(() => {
  const box = /** @type {HTMLElement} */ (document.querySelector("[data-tb-where]"));
  /** @template {Element} Kind @param {string} selector @returns {Kind} */
  const part = (selector) => /** @type {any} */ (box.querySelector(selector));
  /** @type {HTMLButtonElement} */
  const opener = part("[data-tb-run]");
  /** @type {HTMLElement} */
  const panel = part(".tb-where-panel");
  /** @type {HTMLElement} */
  const answer = part("[role=status]");
  /** @type {HTMLInputElement} */
  const field = part("input");
  const page = /** @type {HTMLElement} */ (document.querySelector(".tb-page"));
  const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, td, th, summary, label, figcaption, caption, blockquote, a.md-button, .tb-tag, .tb-label, .tb-minutes, .tb-when, button:not(.tb-term)";
  /** @type {HTMLElement | undefined} */
  let chosen;
  let asked = 0;

  /** The part of the page that holds one text. @param {EventTarget | null} target @returns {HTMLElement | null} */
  function blockOf(target) {
    if (!(target instanceof Element) || !page.contains(target)) return null;
    const block = target.closest(BLOCKS);
    return /** @type {HTMLElement} */ (block && page.contains(block) ? block : target);
  }

  /** Its own words, without those of parts inside it. @param {HTMLElement} block */
  function wordsOf(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const words = [];
    while (walker.nextNode()) if (blockOf(walker.currentNode.parentElement) === block) words.push(walker.currentNode.nodeValue);
    return words.join("").trim();
  }

  /** @param {string} text */
  async function ask(text) {
    if (!text) return;
    const turn = ++asked;
    field.value = text.replace(/\s+/g, " ");
    const query = new URLSearchParams({ text, page: box.dataset.tbWhere || "" });
    const html = await fetch(`${toolkit.folder}where?${query}`).then((said) => said.ok ? said.text() : "", () => "");
    // Only the last of several clicks is answered.
    if (turn !== asked) return;
    if (html) answer.innerHTML = html;
    else answer.textContent = answer.dataset.fail || "";
    answer.scrollTop = 0;
  }

  /** @param {HTMLElement} [block] */
  function choose(block) {
    chosen?.classList.remove("tb-where-chosen");
    chosen = block;
    chosen?.classList.add("tb-where-chosen");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  /** To the next text that can be seen, or the one before: a keyboard has no click. @param {1 | -1} way */
  function step(way) {
    /** @type {HTMLElement[]} */
    const texts = [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(BLOCKS))].filter((one) => one.checkVisibility() && wordsOf(one));
    const here = chosen ? texts.indexOf(chosen) + way : texts.findIndex((one) => one.getBoundingClientRect().top > 0);
    if (!texts[here]) return;
    choose(texts[here]);
    ask(wordsOf(texts[here]));
  }

  /** @param {boolean} isOn */
  function turn(isOn) {
    panel.hidden = !isOn;
    opener.hidden = isOn;
    document.documentElement.classList.toggle("tb-where-on", isOn);
    choose();
    // Not the field: a phone would cover the page with its keys.
    (isOn ? panel : opener).focus();
  }

  document.addEventListener("click", (event) => {
    const block = panel.hidden ? null : blockOf(event.target);
    if (!block || box.contains(block)) return;
    // A closed part must still open: what stands in it may be asked for, too.
    if (!(event.target instanceof Element && event.target.closest("summary"))) event.preventDefault();
    event.stopPropagation();
    choose(block);
    ask(getSelection()?.toString().trim() || wordsOf(block) || block.textContent?.trim() || "");
  }, true);
  document.addEventListener("keydown", (event) => {
    if (!panel.hidden && event.key === "Escape") turn(false);
  });
  part("[data-tb-step='-1']").addEventListener("click", () => step(-1));
  part("[data-tb-step='1']").addEventListener("click", () => step(1));
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(field.value.trim());
  });
  part("[data-tb-close]").addEventListener("click", () => turn(false));
  answer.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const label = button.textContent;
    button.textContent = (await toolkit.copy(button.dataset.tbCopy || "") ? button.dataset.done : button.dataset.fail) || "";
    setTimeout(() => { button.textContent = label; }, 2500);
  });
  document.addEventListener("toolkit:where", () => turn(true));
})();
