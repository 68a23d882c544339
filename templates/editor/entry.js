// @ts-check
// The form of an entry, made quick: all of it works by forms and links as well.

import * as beside from "./beside.js";
import * as items from "./items.js";
import * as picking from "./picking.js";
import * as printed from "./printed.js";
import * as saving from "./saving.js";
import * as writing from "./writing.js";

saving.start();
items.start();
writing.start();
picking.start();
beside.start();
printed.start();

function follow() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  items.reveal(target);
  target.scrollIntoView({ block: "center" });
  const control = target.querySelector("textarea, input:not([type=hidden]), select");
  if (control instanceof HTMLElement) control.focus({ preventScroll: true });
}
addEventListener("hashchange", follow);
follow();

// A menu closes when something else is meant.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.target instanceof Node && !menu.contains(event.target)) /** @type {HTMLDetailsElement} */ (menu).open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" ? document.querySelector("details.menu[open]") : null;
  if (!(menu instanceof HTMLDetailsElement)) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});
