// @ts-check
// Whose turn a part of the visit is: for one of the two visitors, once this phone knows which of them holds it.

/** The two visitors, as `turn:` has them; empty while nobody has said. @typedef {"" | "leader" | "partner"} Visitor */

const visitTurn = (() => {
  const dialog = /** @type {HTMLElement} */ (document.getElementById("tb-visit"));
  const line = /** @type {HTMLElement} */ (dialog.querySelector(".tb-visit-turn"));
  const choice = /** @type {HTMLElement | null} */ (dialog.querySelector(".tb-visit-who"));
  /** What it stands under while it is folded. */
  const fold = choice?.previousElementSibling;

  return {
    /** @param {(who: Visitor) => void} pick told who holds this phone; empty where she takes it back */
    start(pick) {
      choice?.addEventListener("click", (event) => {
        const button = event.target instanceof Element ? event.target.closest("[data-tb-who]") : null;
        if (!button) return;
        const isBack = button.getAttribute("aria-pressed") === "true";
        pick(/** @type {Visitor} */ (isBack ? "" : button.getAttribute("data-tb-who")));
      });
    },

    /**
     * The choice stands open before the visit, and folded with who does what from then on.
     * @param {Visitor} who
     * @param {Element | undefined} top after which it stands while it is open
     */
    showChoice(who, top) {
      const place = top || fold;
      if (choice && place && place.nextElementSibling !== choice) place.after(choice);
      for (const button of choice?.querySelectorAll("[data-tb-who]") || []) {
        button.setAttribute("aria-pressed", String(button.getAttribute("data-tb-who") === who));
      }
    },

    /** @param {Element | undefined} step a part of the page; none where no part is shown @param {Visitor} who */
    show(step, who) {
      const turn = step?.getAttribute("data-tb-turn") || "";
      const isMine = who === turn || turn === "both";
      const words = !who ? step?.querySelector(".tb-turn")?.textContent : turn === "both" ? line.dataset.both : isMine ? line.dataset.mine : line.dataset[who];
      line.textContent = (turn && words) || "";
      line.classList.toggle("tb-mine", Boolean(who) && isMine);
    },
  };
})();
