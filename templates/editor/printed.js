// @ts-check
// What is printed of an entry, beside its form: pictures of the pages, made anew after each save while somebody looks.

import { onSaved } from "./saving.js";

/** @typedef {{ pieces: { piece: string, name: string }[], piece: string, key: string, html: string, same?: boolean }} Answer */

const beside = /** @type {HTMLElement} */ (document.querySelector("[data-beside]"));
const prints = /** @type {HTMLElement | null} */ (document.querySelector("[data-prints]"));
const pieces = /** @type {HTMLSelectElement | null} */ (document.querySelector("[data-pieces]"));
const language = /** @type {HTMLSelectElement | null} */ (document.querySelector("[data-language]"));
const making = /** @type {HTMLElement | null} */ (document.querySelector("[data-making]"));
let isShown = false;
let isBusy = false;
let isStale = false;
let key = "";

function address() {
  const code = language ? language.value : prints?.dataset.first || "";
  const query = new URLSearchParams({ piece: pieces?.value || "", only: key });
  return `${(prints?.dataset.prints || "").replace("LANGUAGE", code)}?${query}`;
}

/** Asks for the pages as they are now; while one answer is on its way, only one more is asked for. */
async function renew() {
  if (!prints || !pieces || !isShown) return;
  if (isBusy) {
    isStale = true;
    return;
  }
  isBusy = true;
  const later = setTimeout(() => { if (making) making.hidden = false; }, 300);
  try {
    const said = await fetch(address(), { headers: { Accept: "application/json" } });
    const answer = /** @type {Answer} */ (await said.json());
    if (said.ok && !answer.same) show(answer);
  } catch { /* The form says so when the editor does not answer. */ }
  clearTimeout(later);
  if (making) making.hidden = true;
  isBusy = false;
  if (isStale) {
    isStale = false;
    renew();
  }
}

/** @param {Answer} answer */
function show(answer) {
  if (!prints || !pieces) return;
  key = answer.key;
  const said = answer.pieces.map((one) => {
    const option = document.createElement("option");
    option.value = one.piece;
    option.textContent = one.name;
    return option;
  });
  const chosen = isStale ? pieces.value : answer.piece;
  pieces.replaceChildren(...said);
  pieces.value = chosen;
  pieces.hidden = said.length < 2;
  const top = prints.scrollTop;
  const made = document.createElement("template");
  made.innerHTML = answer.html;
  // The old pictures stay until the first new one can be seen.
  const first = made.content.querySelector("img");
  const swap = () => {
    prints.replaceChildren(made.content);
    prints.scrollTop = top;
  };
  if (!first) swap();
  else {
    const picture = new Image();
    picture.src = first.src || first.getAttribute("src") || "";
    picture.decode().then(swap, swap);
  }
}

/** Begins to offer what is printed. */
export function start() {
  if (!prints || !pieces) return;
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-view]") : null;
    if (!(button instanceof HTMLElement)) return;
    isShown = button.dataset.view === "printed";
    for (const one of document.querySelectorAll("[data-view]")) one.setAttribute("aria-pressed", String(one === button));
    beside.classList.toggle("shows-prints", isShown);
    prints.hidden = !isShown;
    renew();
  });
  pieces.addEventListener("change", () => {
    key = "";
    prints.scrollTop = 0;
    renew();
  });
  language?.addEventListener("change", () => {
    key = "";
    renew();
  });
  onSaved(renew);
}
