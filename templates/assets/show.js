// @ts-check
// "Show to the family": a code over the whole screen, which leads a family's phone to its page in its language.

(() => {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("tb-show"));
  /** @template {Element} Kind @param {string} selector @returns {Kind} */
  const part = (selector) => /** @type {any} */ (dialog.querySelector(selector));
  /** What to say in each of the school's languages. @type {Record<string, string>} */
  const words = JSON.parse(dialog.dataset.tbWords || "{}");
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll(".tb-languages a[hreflang]");
  const here = document.documentElement.lang;
  const QUIET = 4;
  const SVG = "http://www.w3.org/2000/svg";
  const fill = wholeScreen(dialog);

  /** The family's page in a language. @param {string} language */
  function addressIn(language) {
    const link = [...links].find((one) => one.hreflang === language);
    const page = link ? link.href : location.href.split(/[?#]/)[0];
    return new URL(dialog.dataset.tbPage || "", page).href;
  }

  /** @param {boolean[][]} modules */
  function drawn(modules) {
    const width = modules.length + 2 * QUIET;
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("viewBox", `0 0 ${width} ${width}`);
    picture.setAttribute("shape-rendering", "crispEdges");
    picture.setAttribute("role", "img");
    const path = document.createElementNS(SVG, "path");
    const runs = modules.flatMap((row, down) => row.map((dark, across) => (dark ? `M${across + QUIET} ${down + QUIET}h1v1h-1z` : "")));
    path.setAttribute("d", runs.join(""));
    picture.append(path);
    return picture;
  }

  /** @param {string} language */
  function show(language) {
    for (const button of dialog.querySelectorAll("[data-tb-in]")) button.setAttribute("aria-pressed", String(button.getAttribute("data-tb-in") === language));
    const address = addressIn(language);
    const modules = toolkit.isFile ? undefined : qrOf(address);
    /** @type {HTMLElement} */
    const say = part(".tb-show-say");
    say.lang = modules ? language : here;
    say.textContent = (modules ? words[language] : dialog.dataset.none) || "";
    part(".tb-show-address").textContent = modules ? address.replace(/^https?:\/\//, "") : "";
    const code = modules ? [drawn(modules)] : [];
    for (const one of code) one.setAttribute("aria-label", say.textContent);
    part(".tb-show-code").replaceChildren(...code);
  }

  for (const button of dialog.querySelectorAll("[data-tb-in]")) button.addEventListener("click", () => show(button.getAttribute("data-tb-in") || here));
  part(".tb-close").addEventListener("click", () => dialog.close());
  document.addEventListener("toolkit:show", () => {
    show(here in words ? here : Object.keys(words)[0]);
    fill();
  });
})();
