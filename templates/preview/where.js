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
  const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, td, th, summary, label, figcaption, caption, blockquote, a.md-button, .tb-tag, .tb-label, button:not(.tb-term)";
  /** What can be asked for by keyboard only while this is on. @type {HTMLElement[]} */
  let lent = [];
  let asked = 0;

  /** The part of the page that holds one text. @param {EventTarget | null} target @returns {HTMLElement | null} */
  function blockOf(target) {
    if (!(target instanceof Element) || !page.contains(target)) return null;
    const block = target.closest(BLOCKS);
    return /** @type {HTMLElement} */ (block && page.contains(block) ? block : target);
  }

  /** Its own words, without those of parts inside it. @param {HTMLElement} block */
  function textOf(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const words = [];
    while (walker.nextNode()) if (blockOf(walker.currentNode.parentElement) === block) words.push(walker.currentNode.nodeValue);
    return words.join("").trim() || block.textContent?.trim() || "";
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

  /** @param {HTMLElement} block */
  function choose(block) {
    for (const one of page.querySelectorAll(".tb-where-chosen")) one.classList.remove("tb-where-chosen");
    block.classList.add("tb-where-chosen");
    block.scrollIntoView({ block: "nearest" });
    ask(getSelection()?.toString().trim() || textOf(block));
  }

  /** @param {boolean} isOn */
  function turn(isOn) {
    panel.hidden = !isOn;
    opener.hidden = isOn;
    document.documentElement.classList.toggle("tb-where-on", isOn);
    for (const one of page.querySelectorAll(".tb-where-chosen")) one.classList.remove("tb-where-chosen");
    for (const one of lent) one.removeAttribute("tabindex");
    lent = isOn ? [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(BLOCKS))].filter((one) => one.tabIndex < 0 && textOf(one)) : [];
    for (const one of lent) one.tabIndex = 0;
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
  }, true);
  document.addEventListener("keydown", (event) => {
    if (panel.hidden) return;
    if (event.key === "Escape") turn(false);
    else if (event.key === "Enter" && event.target instanceof HTMLElement && lent.includes(event.target)) {
      event.preventDefault();
      choose(event.target);
    }
  });
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(field.value.trim());
  });
  part(".tb-close").addEventListener("click", () => turn(false));
  answer.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const label = button.textContent;
    button.textContent = (await toolkit.copy(button.dataset.tbCopy || "") ? button.dataset.done : button.dataset.fail) || "";
    setTimeout(() => { button.textContent = label; }, 2500);
  });
  document.addEventListener("toolkit:where", () => turn(true));
})();
