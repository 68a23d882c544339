// @ts-check
// A page as one file that opens on any phone from its own files, with no signal: words, signs and colors, no scripts.

/** What only works on the site, or is seen elsewhere. */
const NOT_IN_A_FILE = "script, dialog, template, button, input, select, noscript, nav, .tb-scripted, .tb-crumbs, .tb-hero-links, .tb-card-foot, .tb-prints, .tb-copy, [hidden], [data-tb-away]";
const ONE_PAGE_STYLE = `
:root { color-scheme: light dark; }
body { max-width: 40rem; margin: 0 auto; padding: 1rem; font: 1.1rem/1.5 system-ui, sans-serif; color: #1d242b; background: #fff; overflow-wrap: anywhere; }
header { border-block-start: 0.4rem solid COLOR; padding-block-start: 0.6rem; }
h1 { line-height: 1.2; } h2, h3 { line-height: 1.25; margin-block-end: 0.4rem; }
a { color: inherit; } svg { width: 1.2em; height: 1.2em; fill: currentcolor; vertical-align: -0.2em; margin-inline-end: 0.3em; }
dt, .tb-label { font-weight: 700; } dd { margin: 0 0 0.8rem; } ul, ol { padding-inline-start: 1.4rem; } li { margin-block: 0.3rem; }
.tb-card { border: 1px solid #8b96a1; border-radius: 0.6rem; padding: 0.4rem 1rem; margin-block: 0.8rem; list-style: none; } .tb-tag { margin-inline-end: 0.8rem; font-size: 0.9em; }
footer { margin-block-start: 2rem; font-size: 0.9em; }
@media (prefers-color-scheme: dark) { body { color: #e8ecef; background: #15191d; } }`;

/**
 * What `from` shows, as a whole page in HTML.
 * @param {Element} from
 * @param {string} title
 * @returns {string}
 */
function onePage(from, title) {
  const page = /** @type {Element} */ (from.cloneNode(true));
  for (const gone of page.querySelectorAll(NOT_IN_A_FILE)) gone.remove();
  // A part that is closed on the site is open here: there is nothing to press.
  for (const fold of page.querySelectorAll("details")) {
    const label = fold.querySelector("summary");
    if (label) label.replaceWith(Object.assign(document.createElement("p"), { className: "tb-label", textContent: label.textContent }));
    fold.replaceWith(...fold.childNodes);
  }
  const kept = ["class", "lang", "dir", "href", "id", "viewBox", "d", "datetime"];
  for (const one of page.querySelectorAll("*")) {
    for (const { name } of [...one.attributes]) if (!kept.includes(name)) one.removeAttribute(name);
    if (one instanceof HTMLImageElement) one.remove();
    if (one instanceof HTMLAnchorElement) {
      const inside = one.getAttribute("href")?.startsWith("#");
      if (!inside) one.href = new URL(one.getAttribute("href") || "", location.href).href;
    }
  }
  for (const heading of page.querySelectorAll(".headerlink")) heading.remove();
  if (!page.querySelector("h1")) page.prepend(Object.assign(document.createElement("h1"), { textContent: title }));
  page.append(Object.assign(document.createElement("footer"), { textContent: document.title.split(" - ").pop() }));
  const color = getComputedStyle(from).getPropertyValue("--tb-header").trim();
  const named = Object.assign(document.createElement("title"), { textContent: title }).outerHTML;
  // As text: in a document that is being made, this page's own policy would refuse the style.
  return `<!doctype html>
<html lang="${document.documentElement.lang}" dir="${getComputedStyle(from).direction}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">${named}<style>${ONE_PAGE_STYLE.replace("COLOR", color)}</style></head>
<body><main>${page.innerHTML}</main></body></html>
`;
}
