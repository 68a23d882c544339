// @ts-check
// What visit mode shows, taken from the guide's page: its words, its ticks, the questions of a part.

const visitPart = (() => {
  /** Explained words stand without their buttons. @param {Element} words */
  function plain(words) {
    for (const term of words.querySelectorAll("button.tb-term")) term.replaceWith(term.textContent || "");
  }

  /** Takes over words with their slots and their language. @param {HTMLElement} to @param {Element | null | undefined} from */
  function tell(to, from) {
    to.replaceChildren(...(from?.cloneNode(true).childNodes || []));
    plain(to);
  }

  /** The family's words under or beside one's own; none where they are the same, as what nobody has translated. @param {HTMLElement} to @param {Element | null | undefined} from @param {Element | null} own */
  function tellTheirs(to, from, own) {
    const isSame = from?.textContent?.trim() === own?.textContent?.trim();
    tell(to, isSame ? undefined : from);
    visitFamily.mark(to);
  }

  /** A copy of a part of the page: its ticks are those of the page. @param {Element} of @returns {Element} */
  function copy(of) {
    const made = /** @type {Element} */ (of.cloneNode(true));
    plain(made);
    for (const one of made.querySelectorAll("[id]")) one.removeAttribute("id");
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = of.querySelectorAll("[data-tb-tick]");
    for (const [at, box] of [...made.querySelectorAll("[data-tb-tick]")].entries()) mirror(/** @type {HTMLInputElement} */ (box), boxes[at]);
    return made;
  }

  /** @param {HTMLInputElement} box @param {HTMLInputElement} of the page's own */
  function mirror(box, of) {
    box.removeAttribute("data-tb-tick");
    box.checked = of.checked;
    box.addEventListener("change", () => {
      of.checked = box.checked;
      of.dispatchEvent(new Event("change"));
    });
  }

  /**
   * A question with its box, in the family's language too, and what to share.
   * @param {Element} link to its card on this page
   * @param {string[]} ticks the ids of those that were asked
   * @param {(id: string, isAsked: boolean) => void} tick
   */
  function question(link, ticks, tick) {
    const id = link.getAttribute("href")?.split("#")[1] || "";
    const item = document.createElement("li");
    const [both, label, own, theirs] = ["div", "label", "span", "p"].map((name) => document.createElement(name));
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: ticks.includes(id) });
    box.addEventListener("change", () => tick(id, box.checked));
    tell(own, link);
    label.append(box, own);
    theirs.className = "tb-visit-theirs";
    tellTheirs(theirs, visitFamily.question(id), own);
    both.className = "tb-visit-both";
    both.append(label, theirs);
    const pause = /** @type {HTMLElement} */ (document.querySelector(".tb-visit-pause")?.cloneNode(true));
    pause.hidden = false;
    const share = document.getElementById(id)?.querySelector(".tb-share")?.cloneNode(true);
    item.append(...[both, pause, share].flatMap((one) => one || []));
    return item;
  }

  /** The thank-you text, and under it in the family's language: copied and sent by the same buttons. @param {Element} place */
  function thank(place) {
    const section = document.getElementById("after")?.closest("section");
    place.replaceChildren(...[...section?.querySelectorAll(":scope > :is(.tb-card, details)") || []].map(copy));
    const script = place.querySelector(".tb-script");
    const theirs = visitFamily.thanks();
    const words = theirs?.querySelector("blockquote");
    if (!script || !words || words.textContent === script.querySelector("blockquote")?.textContent) return;
    const made = copy(script);
    const quote = /** @type {HTMLElement} */ (made.querySelector("blockquote"));
    tell(quote, words);
    visitFamily.mark(quote);
    const text = theirs?.querySelector("[data-tb-copy]")?.getAttribute("data-tb-copy") || "";
    made.querySelector("[data-tb-copy]")?.setAttribute("data-tb-copy", text);
    made.querySelector("[data-tb-name]")?.setAttribute("data-tb-name", text);
    script.after(made);
  }

  return { tell, tellTheirs, copy, mirror, question, thank };
})();
