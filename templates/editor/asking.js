// @ts-check
// A question at the head of the page, with its answers as buttons.

const notice = /** @type {HTMLElement} */ (document.querySelector("[data-notice]"));

/** True while a question waits for its answer. */
export const isAsked = () => !notice.hidden;

/** @param {string} text @param {[string, () => void][]} choices @param {{ isForeign?: boolean }} [how] */
export function ask(text, choices, how) {
  const said = document.createElement("span");
  said.textContent = text;
  if (how?.isForeign) said.dir = "auto";
  const buttons = choices.map(([label, act]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = label;
    button.addEventListener("click", () => { notice.hidden = true; act(); });
    return button;
  });
  notice.replaceChildren(said, ...buttons);
  notice.hidden = false;
}
