// @ts-check
// What helps while one writes: bold, italics, lists, links, slots; fields that grow; today's date; colors, measured.

import { word } from "./drafts.js";
import { desk, form } from "./saving.js";

const bar = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-bar]"));
const slots = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-slots]"));
/** Bullets of Word and their like, at the start of a line. */
const BULLET = /^[ \t]*(?:[•·▪◦‣●○■\uF0B7\uF0A7][ \t]*|[o§]\t[ \t]*)/gm;
const grows = CSS.supports("field-sizing", "content");
/** @type {HTMLTextAreaElement | null} */
let writing = null;
let isPressed = false;
/** @type {Element[]} */
let shown = [];

/** Puts `text` in the place of what is chosen, so that the browser can take it back. @param {HTMLTextAreaElement} area @param {string} text */
function put(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {HTMLTextAreaElement} area @param {string} mark */
function around(area, mark) {
  const { selectionStart: start, selectionEnd: end } = area;
  const chosen = area.value.slice(start, end);
  put(area, `${mark}${chosen}${mark}`);
  area.setSelectionRange(start + mark.length, start + mark.length + chosen.length);
}

/** @param {HTMLTextAreaElement} area */
function listed(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const after = area.value.indexOf("\n", area.selectionEnd);
  area.setSelectionRange(start, after < 0 ? area.value.length : after);
  const lines = area.value.slice(area.selectionStart, area.selectionEnd).split("\n");
  const isList = lines.every((line) => line.startsWith("- "));
  put(area, lines.map((line) => isList ? line.slice(2) : `- ${line}`).join("\n"));
}

/** @param {HTMLTextAreaElement} area */
function linked(area) {
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  const address = prompt(word("address"), "https://");
  if (address) put(area, `[${chosen || address}](${address})`);
}

/** Bullets of a word processor as items of a list. @param {string} text */
function withItems(text) {
  return text.replace(BULLET, "- ");
}

/** @param {HTMLElement} button */
function use(button) {
  if (!writing) return;
  if (button.dataset.mark) around(writing, button.dataset.mark);
  else if (button.dataset.slot) put(writing, `{${button.dataset.slot}}`);
  else if ("list" in button.dataset) listed(writing);
  else if ("link" in button.dataset) linked(writing);
}

/** @param {HTMLTextAreaElement} area */
function grow(area) {
  if (grows) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** @param {HTMLTextAreaElement} area */
function help(area) {
  if (area === writing) return;
  for (const one of shown) one.remove();
  writing = area;
  const tools = /** @type {Element} */ (/** @type {DocumentFragment} */ (bar.content.cloneNode(true)).firstElementChild);
  // A text message is plain text.
  if (area.dataset.counted) for (const one of tools.querySelectorAll("button")) one.remove();
  // Below: what is above it stays where it is.
  area.after(tools);
  shown = [tools];
  if ("slots" in area.dataset) {
    tools.append(slots.content.cloneNode(true));
    const no = area.name.startsWith("f.invite.") ? tools.querySelector('[data-slot="decline"]') : null;
    // What every invitation needs stands first, where nobody has to look for it.
    no?.parentElement?.prepend(no);
  }
}

/** Calls `act` once no button of a mouse is pressed: what moves under a press would not get the click. @param {() => void} act */
function calmly(act) {
  if (isPressed) addEventListener("pointerup", () => setTimeout(act), { once: true });
  else act();
}

/** Takes the bar away where nobody writes any more. */
function tidy() {
  const active = document.activeElement;
  if (active === writing || shown.some((one) => one.contains(active))) return;
  if (active instanceof HTMLTextAreaElement && active.matches("[data-writing]")) {
    help(active);
    return;
  }
  for (const one of shown) one.remove();
  shown = [];
  writing = null;
}

/** The contrast of the two colors that are chosen just now. */
let turn = 0;
async function measure() {
  const mine = ++turn;
  const box = document.querySelector("[data-contrast]");
  const [primary, accent] = [...form.querySelectorAll("[data-color]")].map((one) => /** @type {HTMLInputElement} */ (one).value);
  if (!box) return;
  const said = await fetch(`/contrast?${new URLSearchParams({ primary: primary || "", accent: accent || "" })}`).then((one) => one.ok ? one.text() : "", () => "");
  if (said && mine === turn) box.innerHTML = said;
}

/** How long a text message is by now. @param {HTMLTextAreaElement} area */
async function count(area) {
  const box = document.getElementById(area.dataset.counted || "");
  const { value } = area;
  if (!box) return;
  const asked = new URLSearchParams({ kind: desk.dataset.kind || "", id: desk.dataset.id || "", text: value });
  const said = await fetch(`/counted?${asked}`).then((one) => one.ok ? one.text() : "", () => "");
  if (said && value === area.value) box.innerHTML = said;
}

/** Begins to help. */
export function start() {
  for (const area of form.querySelectorAll("textarea")) grow(area);
  form.addEventListener("focusin", (event) => {
    if (!writing && event.target instanceof HTMLTextAreaElement && event.target.matches("[data-writing]")) help(event.target);
    else calmly(tidy);
  });
  for (const [type, is] of /** @type {const} */ ([["pointerdown", true], ["pointerup", false], ["pointercancel", false]])) {
    document.addEventListener(type, () => { isPressed = is; }, true);
  }
  // The field keeps the keyboard while a button of its bar is pressed.
  form.addEventListener("mousedown", (event) => {
    if (event.target instanceof Element && shown.some((one) => one.contains(/** @type {Element} */ (event.target)))) event.preventDefault();
  });
  form.addEventListener("toggle", (event) => {
    if (event.target instanceof Element) for (const area of event.target.querySelectorAll("textarea")) grow(area);
  }, true);
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if (shown.some((one) => one.contains(button))) use(button);
    if ("today" in button.dataset) {
      const day = /** @type {HTMLInputElement} */ (button.previousElementSibling);
      const now = new Date();
      day.value = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
      day.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  form.addEventListener("paste", (event) => {
    const area = event.target;
    const text = event.clipboardData?.getData("text/plain") || "";
    // A text message has no lists.
    if (!(area instanceof HTMLTextAreaElement) || area.dataset.counted || withItems(text) === text) return;
    event.preventDefault();
    put(area, withItems(text));
  });
  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || !(event.target instanceof HTMLTextAreaElement)) return;
    const mark = { b: "**", i: "*" }[event.key.toLowerCase()];
    if (!mark || event.shiftKey) return;
    event.preventDefault();
    around(event.target, mark);
  });
  form.addEventListener("input", (event) => {
    const control = event.target;
    if (control instanceof HTMLTextAreaElement) {
      grow(control);
      if (control.dataset.counted) count(control);
    }
    if (!(control instanceof HTMLInputElement)) return;
    if (control.list?.id === "languages") {
      const known = [...control.list.options].find((one) => one.value === control.value.trim());
      const named = control.nextElementSibling;
      if (named) named.textContent = known?.label || "";
    }
    if ("hex" in control.dataset && /^#[0-9a-f]{6}$/i.test(control.value)) {
      const picker = /** @type {HTMLInputElement} */ (control.previousElementSibling);
      picker.value = control.value.toLowerCase();
      picker.dispatchEvent(new Event("input", { bubbles: true }));
    } else if ("color" in control.dataset) {
      const typed = /** @type {HTMLInputElement} */ (control.nextElementSibling);
      if (document.activeElement !== typed) typed.value = control.value;
      measure();
    }
  });
}
