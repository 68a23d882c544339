// @ts-check
// Saving by itself: what was typed goes to the editor 400 ms after the last key, or when its field is left. Whatever
// could not be saved stays in this browser, and is offered again.

import { ask, isAsked } from "./asking.js";

/**
 * What the editor answers.
 * @typedef {{
 *   revision: number, isJudged: boolean, digest: string, address: string, title: string,
 *   head: Record<string, string>, faults: Record<string, string>, titles: Record<string, string>,
 *   counts: Record<string, string>, bad: string[], part: string, html: string, undo: string, redo: string,
 *   isWaiting: boolean,
 * }} Answer
 * @typedef {{ error: string, name?: string, mine?: string, theirs?: string }} Refusal
 */

const PAUSE = 400;
const AGAIN = 3000;
export const desk = /** @type {HTMLElement} */ (document.querySelector("[data-desk]"));
export const form = /** @type {HTMLFormElement} */ (document.getElementById("form"));
const state = /** @type {HTMLElement} */ (document.querySelector("[data-state]"));
const trouble = /** @type {HTMLElement} */ (document.querySelector("[data-trouble]"));
const words = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-words]")).content;
const kept = `toolkit-editor:${desk.dataset.kind}/${desk.dataset.id}`;

/** Fields whose words wait, by their names. @type {Map<string, HTMLElement>} */
const waiting = new Map();
/** What they hold, also while it is on its way. @type {Record<string, [string, string][]>} */
let drafts = {};
let timer = 0;
/** @type {Promise<unknown>} */
let last = Promise.resolve();
let revision = Number(desk.dataset.revision);
let digest = desk.dataset.digest || "";
let isBusy = false;
/** @type {((answer: Answer) => void)[]} */
const listeners = [];

/** What the editor says, in its language. @param {string} name */
export function word(name) {
  return words.querySelector(`[data-word="${name}"]`)?.textContent || "";
}

/** Calls `listener` with each answer after a save. @param {(answer: Answer) => void} listener */
export function onSaved(listener) {
  listeners.push(listener);
}

/** @param {"saved" | "saving" | "unsaved" | "failed"} is @param {string} [more] */
function tell(is, more) {
  state.dataset.is = is;
  /** @type {HTMLElement} */ (state.querySelector("span")).textContent = state.dataset[is] || "";
  trouble.textContent = more || "";
  trouble.hidden = !more;
}

/** Says something for a moment, for those who do not see what moved. @param {string} text */
export function say(text) {
  /** @type {HTMLElement} */ (state.querySelector("span")).textContent = text;
  setTimeout(() => { if (state.dataset.is === "saved") tell("saved"); }, 2500);
}

/** The innermost field around an element. @param {EventTarget | null} target @returns {HTMLElement | null} */
export function fieldOf(target) {
  return target instanceof Element ? target.closest("[data-field]") : null;
}

/** What a field would send, without the fields inside it. @param {HTMLElement} field @returns {[string, string][]} */
function sentBy(field) {
  return [...new FormData(form)].flatMap(([name, value]) => {
    const controls = [...form.elements].filter((one) => one instanceof HTMLElement && "name" in one && one.name === name);
    const isOurs = controls.some((one) => fieldOf(one) === field);
    return isOurs && typeof value === "string" && !name.startsWith("pick:") ? [/** @type {[string, string]} */ ([name, value])] : [];
  });
}

function keep() {
  try {
    if (Object.keys(drafts).length) localStorage.setItem(kept, JSON.stringify(drafts));
    else localStorage.removeItem(kept);
  } catch { /* A browser that keeps nothing still saves. */ }
}

/** @param {HTMLElement} field */
function wait(field) {
  const name = field.dataset.field || "";
  waiting.set(name, field);
  drafts[name] = sentBy(field);
  keep();
  tell("unsaved");
  clearTimeout(timer);
  timer = setTimeout(flush, PAUSE);
}

/** Sends what waits, after what is on its way. @returns {Promise<unknown>} */
export function flush() {
  clearTimeout(timer);
  last = last.then(() => waiting.size ? sendWaiting() : undefined);
  return last;
}

async function sendWaiting() {
  const names = [...waiting.keys()];
  const sent = new URLSearchParams(names.flatMap((name) => drafts[name] || []));
  waiting.clear();
  const answer = await send(sent);
  if (answer === "lost") {
    for (const name of names) {
      const field = document.querySelector(`[data-field="${CSS.escape(name)}"]`);
      if (field instanceof HTMLElement && !waiting.has(name)) waiting.set(name, field);
    }
    timer = setTimeout(flush, AGAIN);
  } else if (answer) {
    // What was typed meanwhile waits again.
    for (const name of names) if (!waiting.has(name)) delete drafts[name];
    keep();
  }
}

/**
 * Changes the shape of the entry: adds, moves, takes out, sets. What waits goes first.
 * @param {URLSearchParams | FormData} sent @returns {Promise<boolean>}
 */
export function reshape(sent) {
  const done = flush().then(() => send(sent)).then((answer) => typeof answer === "object" && !!answer);
  last = done;
  return done;
}

/** @param {URLSearchParams | FormData} sent @returns {Promise<Answer | "lost" | null>} */
async function send(sent) {
  tell("saving");
  isBusy = true;
  sent.set("seen", String(revision));
  /** @type {Response} */
  let said;
  try {
    said = await fetch(form.action || location.pathname, { method: "POST", body: sent, headers: { Accept: "application/json", "X-CSRF-Token": desk.dataset.csrf || "" } });
  } catch {
    tell("failed", word("lost"));
    return "lost";
  } finally {
    isBusy = false;
  }
  const body = await said.text();
  if (!said.ok) {
    refused(body);
    return null;
  }
  const answer = /** @type {Answer} */ (JSON.parse(body));
  show(answer);
  if (!waiting.size) tell("saved");
  if (!answer.isJudged) judge(10);
  return answer;
}

/** @param {string} body */
function refused(body) {
  /** @type {Refusal} */
  let said = { error: body.trim() };
  try { said = JSON.parse(body); } catch { /* Plain words. */ }
  tell("failed", said.error);
  const field = said.name && document.querySelector(`[data-field="${CSS.escape(said.name)}"]`);
  if (!(field instanceof HTMLElement)) return;
  const theirs = String(said.theirs ?? "");
  ask(`${word("conflict")} ${theirs}`, [
    [word("mine"), () => look().then(() => { wait(field); flush(); })],
    [word("theirs"), () => {
      const control = field.querySelector("textarea, input, select");
      if (control && "value" in control) control.value = theirs;
      delete drafts[field.dataset.field || ""];
      keep();
      look().then(() => tell("saved"));
    }],
  ]);
}

/** Shows an answer. @param {Answer} answer */
function show(answer) {
  revision = answer.revision;
  digest = answer.digest;
  /** @type {HTMLInputElement} */ (document.querySelector("[data-seen]")).value = String(revision);
  if (answer.part) {
    const old = document.querySelector(`[data-part="${CSS.escape(answer.part)}"]`);
    const made = document.createElement("template");
    made.innerHTML = answer.html;
    const part = made.content.querySelector("[data-part]");
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
  for (const [action, title] of [["undo", answer.undo], ["redo", answer.redo]]) {
    const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(`[data-again="${action}"] button`));
    if (!button) continue;
    button.disabled = !title;
    const label = button.textContent?.trim() || "";
    button.title = title ? `${label}: ${title}` : label;
  }
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
    const answer = said.ok ? /** @type {Answer} */ (await said.json()) : null;
    if (answer) revision = answer.revision;
    return answer;
  } catch {
    return null;
  }
}

/** @param {number} turns */
function judge(turns) {
  setTimeout(async () => {
    const answer = isBusy || waiting.size ? null : await look();
    // A save meanwhile asks for itself.
    if (!answer || isBusy || waiting.size) return;
    show(answer);
    if (!answer.isJudged && turns) judge(turns - 1);
  }, 500);
}

/** Says so if another window, or another program, changed the entry. */
async function watch() {
  if (document.hidden || isBusy || waiting.size || isAsked()) return;
  const before = digest;
  const answer = await look();
  if (!answer || isBusy || waiting.size || before !== digest) return;
  if (answer.digest !== digest) ask(word("changed"), [[word("load"), () => location.reload()]]);
  digest = answer.digest;
}

/** Offers what could not be saved the last time. */
function offer() {
  /** @type {Record<string, [string, string][]>} */
  let found = {};
  try { found = JSON.parse(localStorage.getItem(kept) || "{}"); } catch { /* Nothing that can be read. */ }
  const fields = Object.entries(found).flatMap(([name, sent]) => {
    const field = document.querySelector(`[data-field="${CSS.escape(name)}"]`);
    const isOther = field instanceof HTMLElement && JSON.stringify(sentBy(field)) !== JSON.stringify(sent);
    return isOther ? [{ field, sent }] : [];
  });
  if (!fields.length) return;
  ask(word("draft"), [
    [word("take"), () => {
      for (const { field, sent } of fields) {
        fill(field, sent);
        wait(field);
      }
      flush();
    }],
    [word("drop"), () => { drafts = {}; keep(); }],
  ]);
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
    const control = event.target;
    if (control instanceof HTMLInputElement && control.type === "file" && control.files?.[0]) {
      const sent = new FormData();
      sent.append(control.name, control.files[0]);
      reshape(sent);
    } else if (waiting.size) flush();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    flush();
  });
  for (const again of document.querySelectorAll("[data-again]")) {
    again.addEventListener("submit", async (event) => {
      event.preventDefault();
      await flush();
      /** @type {HTMLFormElement} */ (again).submit();
    });
  }
  addEventListener("beforeunload", (event) => { if (waiting.size || isBusy) event.preventDefault(); });
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
  setInterval(watch, 4000);
  offer();
}
