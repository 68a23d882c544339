// @ts-check
// Items of lists: added, moved by buttons, keys or dragging, and taken out.

import { say, word } from "./drafts.js";
import { desk, fieldOf, form, reshape } from "./saving.js";

/** The way to a place: an action, the keys, and what belongs to it. @typedef {[string, (string | number)[], unknown?]} Said */

/** @param {(string | number)[]} keys */
export function anchorOf(keys) {
  return `f-${keys.join("-")}`;
}

/** The name of a field in the form, as the editor gives it. @param {(string | number)[]} keys */
export function nameOf(keys) {
  return ["f", ...keys].join(".");
}

/** The keys that a field's name stands for. @param {string} name @returns {(string | number)[]} */
export function keysOf(name) {
  return name.split(".").slice(1).map((key) => /^\d+$/.test(key) ? Number(key) : key);
}

/** The parts that are open, by their names. */
function opened() {
  return new Set([...document.querySelectorAll("details[data-open][open]")].map((one) => /** @type {HTMLElement} */ (one).dataset.open || ""));
}

/** The name of an open part after an item moved, or went. @param {string} name @param {Said} said */
function renamed(name, [action, keys, to]) {
  const from = Number(keys.at(-1));
  const list = `${anchorOf(keys.slice(0, -1))}-`;
  const found = name.startsWith(list) && /^(\d+)(.*)$/s.exec(name.slice(list.length));
  if (!found || !["move", "remove"].includes(action)) return name;
  const place = Number(found[1]);
  const end = action === "move" ? Number(to) : Infinity;
  if (place === from) return action === "move" ? `${list}${end}${found[2]}` : "";
  if (place > from && place <= end) return `${list}${place - 1}${found[2]}`;
  return place < from && place >= end ? `${list}${place + 1}${found[2]}` : name;
}

/** @param {Set<string>} names */
function open(names) {
  for (const one of document.querySelectorAll("details[data-open]")) {
    if (one instanceof HTMLDetailsElement && names.has(one.dataset.open || "")) one.open = true;
  }
}

/** Opens all that hides an element, and shows it. @param {Element} element */
export function reveal(element) {
  for (let part = element.closest("details"); part; part = part.parentElement?.closest("details") || null) part.open = true;
  if (element instanceof HTMLDetailsElement) element.open = true;
  element.scrollIntoView({ block: "nearest" });
}

/** Puts the keyboard where something was done. @param {Said} said @param {string} button */
function follow([action, keys, to], button) {
  const list = keys.slice(0, -1);
  if (action === "add") {
    const items = document.querySelectorAll(`[data-items="${CSS.escape(nameOf(keys))}"] > li`);
    const made = items.length ? items[items.length - 1] : document.getElementById(anchorOf(keys));
    if (!made) return;
    reveal(made.querySelector(":scope > details") || made);
    const control = made.querySelector("textarea, input:not([type=hidden]), select");
    if (control instanceof HTMLElement) control.focus();
  } else if (action === "move") {
    const item = document.getElementById(anchorOf([...list, Number(to)]));
    const again = item?.querySelector(`:scope > .moves [data-move="${button}"]:enabled`) || item?.querySelector(":scope > .moves button:enabled");
    if (again instanceof HTMLElement) again.focus();
    say(word("moved").replace("{n}", String(Number(to) + 1)));
  } else if (action === "remove") {
    const place = Number(keys.at(-1));
    const field = document.getElementById(anchorOf(list));
    const next = [place, place - 1].map((one) => document.querySelector(`#${CSS.escape(anchorOf([...list, one]))} > .moves [data-remove]`)).find(Boolean);
    const target = next || field?.querySelector(":scope > .add button") || document.querySelector(`#${CSS.escape(anchorOf(keys))} button`);
    if (target instanceof HTMLElement) target.focus();
    say(word("removed"));
  } else {
    const control = document.getElementById(`${anchorOf(keys)}-in`);
    control?.focus();
  }
}

/** @param {string} value @param {string} [button] */
async function act(value, button = "") {
  const said = /** @type {Said} */ (JSON.parse(value));
  const part = document.getElementById(anchorOf(said[1]))?.closest("[data-part]") || document.querySelector(`[data-part="${CSS.escape(String(said[1][0]))}"]`);
  part?.setAttribute("inert", "");
  const isDone = await reshapeKeeping(new URLSearchParams({ do: value }), said);
  part?.removeAttribute("inert");
  if (isDone) follow(said, button);
}

/** Sends a change of shape; what was open stays open. @param {URLSearchParams | FormData} sent @param {Said} [said] */
export async function reshapeKeeping(sent, said) {
  const before = opened();
  const isDone = await reshape(sent);
  if (isDone) open(new Set([...before].map((name) => said ? renamed(name, said) : name)));
  return isDone;
}

/** @param {PointerEvent} start @param {HTMLElement} item */
function drag(start, item) {
  const list = /** @type {HTMLElement} */ (item.parentElement);
  const first = [...list.children].indexOf(item);
  const handle = /** @type {HTMLElement} */ (start.target instanceof Element && start.target.closest("[data-handle]"));
  handle.setPointerCapture(start.pointerId);
  item.classList.add("is-dragged");
  const over = (/** @type {PointerEvent} */ event) => {
    const other = [...list.children].find((one) => {
      const box = one.getBoundingClientRect();
      return one !== item && event.clientY > box.top && event.clientY < box.bottom;
    });
    if (!other) return;
    const isBelow = [...list.children].indexOf(other) > [...list.children].indexOf(item);
    const box = other.getBoundingClientRect();
    // Only past its middle, so that items of different heights do not jump to and fro.
    if (isBelow === event.clientY > box.top + box.height / 2) other[isBelow ? "after" : "before"](item);
  };
  const end = (/** @type {PointerEvent} */ event) => {
    handle.removeEventListener("pointermove", over);
    item.classList.remove("is-dragged");
    const to = [...list.children].indexOf(item);
    if (to === first) return;
    if (event.type === "pointercancel") list.insertBefore(item, list.children[first + (to < first ? 1 : 0)] || null);
    else act(JSON.stringify(["move", keysOf(item.dataset.keys || ""), to]));
  };
  handle.addEventListener("pointermove", over);
  handle.addEventListener("pointerup", end, { once: true });
  handle.addEventListener("pointercancel", end, { once: true });
}

/** Sends a picture; one that is refused is not shown as chosen, and why stands beside it. @param {HTMLInputElement} control */
async function upload(control) {
  const [file] = control.files || [];
  if (!file) return;
  const sent = new FormData();
  sent.append(control.name, file);
  if (await reshapeKeeping(sent)) return;
  control.value = "";
  const why = document.createElement("div");
  why.className = "clash";
  why.setAttribute("role", "alert");
  why.textContent = `${file.name}: ${document.querySelector("[data-trouble]")?.textContent || ""}`;
  const field = fieldOf(control);
  field?.querySelector(":scope > .clash")?.remove();
  field?.append(why);
}

/** Begins to answer buttons, keys and dragging. */
export function start() {
  desk.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[name=do]") : null;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    act(button.value, button.dataset.move || "");
  });
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") upload(event.target);
  });
  form.addEventListener("keydown", (event) => {
    const item = event.target instanceof Element ? event.target.closest(".item") : null;
    if (!item || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const button = item.querySelector(`:scope > .moves [data-move="${event.key === "ArrowUp" ? "up" : "down"}"]`);
    if (button instanceof HTMLButtonElement && !button.disabled) button.click();
  });
  form.addEventListener("pointerdown", (event) => {
    const handle = event.target instanceof Element ? event.target.closest("[data-handle]") : null;
    const item = handle?.closest(".item");
    if (!(item instanceof HTMLElement) || event.button) return;
    event.preventDefault();
    drag(event, item);
  });
}
