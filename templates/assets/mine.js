// @ts-check
// The grade that was looked at last, and the guide that was last opened in visit mode: named on the home page, and led to
// from `#mine`, which the buttons there and the app's own shortcuts call.

(() => {
  /** @param {string} key @param {(value: string) => string} selector @returns {HTMLAnchorElement | null} */
  const known = (key, selector) => {
    const value = String(toolkit.read(key, ""));
    return value ? document.querySelector(selector(CSS.escape(value))) : null;
  };
  const grade = known("grade", (value) => `a[data-tb-grade="${value}"]`);
  const guide = known("visited", (value) => `a.tb-guide-link[href*="guides/${value}/"]`);

  const button = document.querySelector("[data-tb-mine]");
  if (button instanceof HTMLAnchorElement && grade) {
    button.href = grade.href;
    /** @type {HTMLElement} */ (button.querySelector("span")).textContent = grade.firstElementChild?.textContent || "";
  }

  /** Where nothing is known yet, the page itself is the choice. */
  function lead() {
    if (toolkit.anchor() !== "mine") return;
    if (grade) location.replace(grade.href);
    else if (guide) location.replace(`${guide.href}#visit-mode`);
  }
  addEventListener("hashchange", lead);
  lead();
})();
