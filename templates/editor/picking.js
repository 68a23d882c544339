// @ts-check
// "Add from the list": entries and skills are looked for by their words, a purpose, a grade.

import { say, word } from "./drafts.js";
import { reshapeKeeping } from "./items.js";

const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("[data-picker]"));
const title = /** @type {HTMLElement} */ (document.getElementById("picker-title"));
const sought = /** @type {HTMLInputElement} */ (document.getElementById("picker-q"));
const purpose = /** @type {HTMLSelectElement} */ (document.getElementById("picker-purpose"));
const grade = /** @type {HTMLSelectElement} */ (document.getElementById("picker-grade"));
const results = /** @type {HTMLElement} */ (dialog.querySelector(".results"));
const status = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
let kind = "";
let into = "";
let turn = 0;
let waiting = 0;

/** The ids that the list has already. */
function chosen() {
  const list = document.querySelector(`[data-items="${CSS.escape(into)}"]`);
  return new Set([...(list?.querySelectorAll("[data-chosen]") || [])].map((one) => /** @type {HTMLElement} */ (one).dataset.chosen));
}

async function look() {
  const mine = ++turn;
  const query = new URLSearchParams({ kind, q: sought.value, purpose: purpose.hidden ? "" : purpose.value, grade: grade.hidden ? "" : grade.value });
  const said = await fetch(`/search?${query}`, { headers: { Accept: "application/json" } }).then((one) => one.ok ? one.json() : null, () => null);
  if (!said || mine !== turn) return;
  const known = chosen();
  // What stays found stays in its place: a click that has begun on it is not lost.
  const rows = new Map([...results.children].map((row) => [/** @type {HTMLElement} */ (row).dataset.row, row]));
  const found = said.items.map((/** @type {{ id: string, title: string, about: string }} */ one) => {
    const row = /** @type {HTMLElement} */ (rows.get(one.id) || document.createElement("li"));
    const button = row.querySelector("button") || document.createElement("button");
    const about = button.querySelector("small") || document.createElement("small");
    row.dataset.row = one.id;
    button.type = "button";
    button.dataset.id = one.id;
    if (!button.firstChild) button.append(one.title, about);
    about.textContent = known.has(one.id) ? word("added") : one.about;
    button.disabled = known.has(one.id);
    if (!button.parentElement) row.append(button);
    return row;
  });
  for (const row of rows.values()) if (!found.includes(row)) row.remove();
  found.forEach((/** @type {HTMLElement} */ row, /** @type {number} */ at) => {
    if (results.children[at] !== row) results.insertBefore(row, results.children[at] || null);
  });
  status.textContent = said.items.length ? "" : status.dataset.none || "";
}

/** Begins to answer. */
export function start() {
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest("[data-pick]") : null;
    if (!(opener instanceof HTMLElement)) return;
    kind = opener.dataset.pick || "";
    into = opener.dataset.into || "";
    title.textContent = opener.dataset.label || "";
    sought.value = "";
    purpose.hidden = kind !== "prompts";
    grade.hidden = !["prompts", "activities", "skills"].includes(kind);
    // What suits the guide comes first; another grade can be chosen.
    const taught = document.querySelectorAll('#form [name="f.grades"]:checked');
    const [only] = taught;
    grade.value = taught.length === 1 && only instanceof HTMLInputElement ? only.value : "";
    results.replaceChildren();
    dialog.showModal();
    sought.focus();
    look();
  });
  dialog.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });
  sought.addEventListener("keydown", (event) => {
    // A browser would only empty the field.
    if (event.key === "Escape") dialog.close();
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    const first = results.querySelector("button:enabled");
    if (first instanceof HTMLElement && event.key === "Enter") first.click();
    else if (first instanceof HTMLElement) first.focus();
  });
  results.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const buttons = [...results.querySelectorAll("button")];
    const next = buttons[buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)) + way];
    (next || sought).focus();
  });
  results.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button?.dataset.id) return;
    button.disabled = true;
    if (await reshapeKeeping(new URLSearchParams({ [`pick:${into}`]: button.dataset.id }))) {
      /** @type {HTMLElement} */ (button.querySelector("small")).textContent = word("added");
      say(word("added"));
      sought.focus();
    } else button.disabled = false;
  });
  dialog.addEventListener("close", () => {
    const opener = document.querySelector(`[data-into="${CSS.escape(into)}"]`);
    if (opener instanceof HTMLElement) opener.focus();
  });
  // A click beside the window closes it.
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}
