// @ts-check
// Saving by itself: what was typed goes to the editor 400 ms after the last key, or when its field is left. Whatever
// could not be saved stays in this browser, and is offered again.

import { ask, isAsked } from "./asking.js";
import { Drafts, refusalIn, showAgain, tell, word } from "./drafts.js";

/**
 * What the editor answers.
 * @typedef {{
 *   revision: number, isJudged: boolean, digest: string, address: string, title: string,
 *   head: Record<string, string>, faults: Record<string, string>, titles: Record<string, string>,
 *   counts: Record<string, string>, below: Record<string, number>, bad: string[], part: string, html: string,
 *   undo: string, redo: string,
 *   isWaiting: boolean, firstFault: string, made: Record<string, string>, before: string,
 * }} Answer
 */

const PAUSE = 400;
export const desk = /** @type {HTMLElement} */ (document.querySelector("[data-desk]"));
export const form = /** @type {HTMLFormElement} */ (document.getElementById("form"));

/** What fields would send. @type {Drafts<[string, string][]>} */
const drafts = new Drafts(`${desk.dataset.kind}/${desk.dataset.id}`, PAUSE, sendWaiting);
let revision = Number(desk.dataset.revision);
let digest = desk.dataset.digest || "";
/** What fields hold on the disk that were saved since they were drawn, by their names. @type {Map<string, [string, string][]>} */
const standing = new Map();
/** Fields whose words go in the place of somebody else's, because somebody said so. @type {Set<string>} */
const overruled = new Set();
/** The field that somebody else changed, if that is why nothing was saved. */
let clashing = "";
/** @type {((answer: Answer) => void)[]} */
const listeners = [];

/** Calls `listener` with each answer after a save. @param {(answer: Answer) => void} listener */
export function onSaved(listener) {
  listeners.push(listener);
}

/** The innermost field around an element. @param {EventTarget | null} target @returns {HTMLElement | null} */
export function fieldOf(target) {
  return target instanceof Element ? target.closest("[data-field]") : null;
}

/** What a field's own controls hold that are sent, without the fields inside it. @param {HTMLElement} field */
function controlsOf(field) {
  return /** @type {HTMLInputElement[]} */ ([...form.elements]).filter((one) => fieldOf(one) === field && one.name && !one.disabled
    && !["file", "button", "submit"].includes(one.type) && !one.name.startsWith("pick:"));
}

/** @param {HTMLInputElement} one */
const isBox = (one) => ["checkbox", "radio"].includes(one.type);

/** What a field would send. @param {HTMLElement} field @returns {[string, string][]} */
function sentBy(field) {
  return controlsOf(field).filter((one) => !isBox(one) || one.checked).map((one) => [one.name, one.value]);
}

/** What a field would have sent as it was drawn. @param {HTMLElement} field @returns {[string, string][]} */
function drawnIn(field) {
  return controlsOf(field).filter((one) => !isBox(one) || one.defaultChecked)
    .map((one) => [one.name, isBox(one) ? one.value : one.dataset.was ?? one.defaultValue]);
}

/** @param {string} name @returns {HTMLElement | null} */
function fieldNamed(name) {
  return document.querySelector(`[data-field="${CSS.escape(name)}"]`);
}

/** @param {HTMLElement} field */
function wait(field) {
  drafts.wait(field.dataset.field || "", sentBy(field));
}

/** Sends what waits, after what is on its way. */
export const flush = () => drafts.flush();

/** @param {string[]} names @returns {Promise<string[]>} */
async function sendWaiting(names) {
  const held = names.map((name) => drafts.held[name] || []);
  const sent = new URLSearchParams([["compared", "1"], ...held.flat()]);
  for (const name of names) {
    const field = fieldNamed(name);
    if (!field || overruled.delete(name)) continue;
    for (const [key, value] of standing.get(name) || drawnIn(field)) sent.append(`was:${key}`, value);
  }
  const answer = await send(sent);
  if (answer === "lost") return names.filter(fieldNamed);
  // Others than the one that somebody else changed can be saved.
  if (answer === null) return clashing && names.includes(clashing) ? names.filter((name) => name !== clashing && fieldNamed(name)) : [];
  names.forEach((name, at) => {
    standing.set(name, held[at] || []);
    fieldNamed(name)?.querySelector(":scope > .clash")?.remove();
  });
  drafts.forget(names);
  return [];
}

/**
 * Changes the shape of the entry: adds, moves, takes out, sets. What waits goes first.
 * @param {URLSearchParams | FormData} sent @returns {Promise<boolean>}
 */
export function reshape(sent) {
  flush();
  return drafts.after(async () => {
    const answer = await send(sent);
    return typeof answer === "object" && !!answer;
  });
}

/** @param {URLSearchParams | FormData} sent @returns {Promise<Answer | "lost" | null>} */
async function send(sent) {
  sent.set("seen", String(revision));
  sent.set("digest", digest);
  clashing = "";
  const said = await drafts.post(form.action || location.pathname, sent);
  if (!said) return "lost";
  if (!said.ok) {
    refused(said.body);
    return null;
  }
  const answer = /** @type {Answer} */ (JSON.parse(said.body));
  for (const [name, text] of Object.entries(answer.made)) standing.set(name, [[name, text]]);
  show(answer);
  if (!drafts.waiting.size) tell("saved");
  if (!answer.isJudged) judge(10);
  return answer;
}

/** @param {string} body */
function refused(body) {
  const said = refusalIn(body);
  tell("failed", said.error);
  const field = said.name && !said.isMoved && fieldNamed(said.name);
  if (field) clash(field, said.theirs);
  else if (said.isMoved) foreign();
}

/** Says at a field that somebody else changed it, and what it says now. @param {HTMLElement} field @param {unknown} theirs */
function clash(field, theirs) {
  clashing = field.dataset.field || "";
  const name = clashing;
  const box = document.createElement("div");
  box.className = "clash";
  box.setAttribute("role", "alert");
  const shown = document.createElement("q");
  shown.dir = "auto";
  shown.textContent = Array.isArray(theirs) ? theirs.join(", ") : String(theirs ?? "");
  box.append(word("conflict"), shown, ...[
    /** @type {const} */ ([word("mine"), () => { overruled.add(name); wait(field); flush(); box.remove(); }]),
    /** @type {const} */ ([word("theirs"), async () => {
      drafts.drop(name);
      await flush();
      location.hash = field.id;
      location.reload();
    }]),
  ].map(([label, act]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }));
  field.querySelector(":scope > .clash")?.remove();
  field.append(box);
  box.scrollIntoView({ block: "nearest" });
}

/** Says that what the form shows is not what stands there any more. */
function foreign() {
  if (!isAsked()) ask(word("changed"), [[word("load"), () => location.reload()]]);
}

/** Shows an answer. @param {Answer} answer */
function show(answer) {
  if (answer.before === digest) {
    revision = answer.revision;
    digest = answer.digest;
    /** @type {HTMLInputElement} */ (document.querySelector("[data-seen]")).value = String(revision);
  } else foreign();
  if (answer.part) {
    const old = document.querySelector(`[data-part="${CSS.escape(answer.part)}"]`);
    const made = document.createElement("template");
    made.innerHTML = answer.html;
    const part = made.content.querySelector("[data-part]");
    for (const field of old?.querySelectorAll("[data-field]") || []) standing.delete(/** @type {HTMLElement} */ (field).dataset.field || "");
    if (old && part) old.replaceWith(part);
  }
  for (const box of document.querySelectorAll("[data-faults]")) {
    const anchor = box.id.replace(/-faults$/, "");
    const html = answer.faults[anchor] || "";
    if (box.innerHTML.trim() !== html.trim()) box.innerHTML = html;
    const control = document.getElementById(`${anchor}-in`);
    if (control) control.toggleAttribute("aria-invalid", false);
    if (control && box.querySelector(".is-error")) control.setAttribute("aria-invalid", "true");
  }
  for (const [name, text] of Object.entries(answer.counts)) {
    const count = document.querySelector(`[data-count="${CSS.escape(name)}"]`);
    if (count) count.textContent = text;
    count?.classList.toggle("is-bad", answer.bad.includes(name));
  }
  for (const shown of document.querySelectorAll("[data-below]")) {
    const count = answer.below[/** @type {HTMLElement} */ (shown).dataset.below || ""];
    const tag = document.createElement("span");
    tag.className = "tag tag-warn";
    tag.textContent = `${count}`;
    shown.replaceChildren(...(count ? [tag] : []));
  }
  for (const [name, text] of Object.entries(answer.made)) {
    const control = document.querySelector(`input[name="${CSS.escape(name)}"]`);
    if (control instanceof HTMLInputElement && control !== document.activeElement) control.value = text;
  }
  for (const [anchor, title] of Object.entries(answer.titles)) {
    const shown = document.querySelector(`[data-title="${CSS.escape(anchor)}"]`);
    if (shown) shown.textContent = title;
  }
  const heading = document.querySelector("[data-heading]");
  if (heading && answer.title) heading.textContent = answer.title;
  for (const [name, html] of Object.entries(answer.head)) {
    const shown = document.querySelector(`[data-head="${CSS.escape(name)}"]`);
    const made = document.createElement("template");
    made.innerHTML = html;
    // A menu that is open keeps the keyboard, unless something in it changed.
    if (shown && shown.innerHTML.trim() !== made.innerHTML.trim()) shown.replaceChildren(made.content);
  }
  showAgain(answer);
  if (answer.address !== location.pathname) {
    history.replaceState(null, "", answer.address);
    form.action = answer.address;
  }
  for (const listener of listeners) listener(answer);
}

/** Asks what is to mend by now. @returns {Promise<Answer | null>} */
async function look() {
  try {
    const said = await fetch(`${location.pathname}/state`, { headers: { Accept: "application/json" } });
    return said.ok ? /** @type {Answer} */ (await said.json()) : null;
  } catch {
    return null;
  }
}

/** @param {number} turns */
function judge(turns) {
  setTimeout(async () => {
    const before = digest;
    const answer = drafts.isOpen ? null : await look();
    // A save meanwhile asks for itself.
    if (!answer || drafts.isOpen || before !== digest) return;
    show(answer);
    if (!answer.isJudged && turns) judge(turns - 1);
  }, 500);
}

/** Says so if another window, or another program, changed the entry. */
async function watch() {
  if (document.hidden || drafts.isOpen || isAsked()) return;
  const before = digest;
  const answer = await look();
  if (!answer || drafts.isOpen || before !== digest) return;
  if (answer.digest !== digest) foreign();
}

/** @param {HTMLElement} field @param {[string, string][]} sent */
function fill(field, sent) {
  for (const control of field.querySelectorAll("input, textarea, select")) {
    if (fieldOf(control) !== field) continue;
    const one = /** @type {HTMLInputElement} */ (control);
    const values = sent.filter(([name]) => name === one.name).map(([, value]) => value);
    if (one.type === "checkbox" || one.type === "radio") one.checked = values.includes(one.value);
    else if (one.type !== "hidden" && values.length) one.value = values[0] || "";
  }
}

/** Begins to save by itself. */
export function start() {
  form.addEventListener("input", (event) => {
    const field = fieldOf(event.target);
    if (field && event.target instanceof HTMLElement && event.target.matches("[name]:not([type=file])")) wait(field);
  });
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") return;
    if (drafts.waiting.size) flush();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    flush();
  });
  drafts.start(
    (name, sent) => {
      const field = fieldNamed(name);
      return !!field && JSON.stringify(sentBy(field)) !== JSON.stringify(sent);
    },
    (name, sent) => {
      const field = fieldNamed(name);
      if (!field) return;
      fill(field, sent);
      wait(field);
    },
  );
  setInterval(watch, 4000);
}
