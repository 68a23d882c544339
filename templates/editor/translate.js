// @ts-check
// Translating: what is typed is saved by itself, slots are looked for meanwhile, and the page follows the text at hand.

import { ask } from "./asking.js";

/**
 * What the editor answers.
 * @typedef {{ html: string, was: string, state: string, isToCheck: boolean, counts: string, undo: string, redo: string }} Answer
 * @typedef {{ text: string, state: string }} Draft
 */

const PAUSE = 600;
const AGAIN = 3000;
const desk = /** @type {HTMLElement} */ (document.querySelector("[data-csrf]"));
const state = /** @type {HTMLElement} */ (document.querySelector("[data-state]"));
const trouble = /** @type {HTMLElement} */ (document.querySelector("[data-trouble]"));
const words = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-words]")).content;
const sheet = /** @type {HTMLElement} */ (document.querySelector("[data-sheet]"));
const opener = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-open-page]"));
const pairs = [.../** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("[data-pair]"))];
const kept = `toolkit-editor:translate/${desk.dataset.language}`;

/** Texts whose words wait. @type {Set<HTMLFormElement>} */
const waiting = new Set();
/** Words that are not saved yet, by the ids of their texts. @type {Record<string, Draft>} */
let drafts = {};
let timer = 0;
let isBusy = false;
/** @type {Promise<unknown>} */
let last = Promise.resolve();

/** @param {string} name */
function word(name) {
  return words.querySelector(`[data-word="${name}"]`)?.textContent || "";
}

/** @param {HTMLFormElement} pair @returns {HTMLTextAreaElement} */
function areaOf(pair) {
  return /** @type {HTMLTextAreaElement} */ (pair.querySelector("textarea"));
}

/** @param {HTMLFormElement} pair @param {string} value @returns {HTMLInputElement | null} */
function radioOf(pair, value) {
  return pair.querySelector(`input[name="state"][value="${value}"]`);
}

/** @param {"saved" | "saving" | "unsaved" | "failed"} is @param {string} [more] */
function tell(is, more) {
  state.dataset.is = is;
  /** @type {HTMLElement} */ (state.querySelector("span")).textContent = state.dataset[is] || "";
  trouble.textContent = more || "";
  trouble.hidden = !more;
}

function keep() {
  try {
    if (Object.keys(drafts).length) localStorage.setItem(kept, JSON.stringify(drafts));
    else localStorage.removeItem(kept);
  } catch { /* A browser that keeps nothing still saves. */ }
}

// --- Saving ---

/** @param {HTMLFormElement} pair */
function wait(pair) {
  waiting.add(pair);
  drafts[pair.id] = { text: areaOf(pair).value, state: radioOf(pair, "check")?.checked ? "check" : "done" };
  keep();
  tell("unsaved");
  clearTimeout(timer);
  timer = setTimeout(flush, PAUSE);
}

/** @returns {Promise<unknown>} */
function flush() {
  clearTimeout(timer);
  last = last.then(async () => {
    for (const pair of [...waiting]) {
      waiting.delete(pair);
      if (!await send(pair)) break;
    }
  });
  return last;
}

/** Saves one text; false where the editor does not answer. @param {HTMLFormElement} pair @returns {Promise<boolean>} */
async function send(pair) {
  tell("saving");
  isBusy = true;
  const sent = new URLSearchParams(/** @type {any} */ (new FormData(pair)));
  /** @type {Response} */
  let said;
  try {
    said = await fetch(location.pathname, { method: "POST", body: sent, headers: { Accept: "application/json", "X-CSRF-Token": desk.dataset.csrf || "" } });
  } catch {
    waiting.add(pair);
    tell("failed", word("lost"));
    timer = setTimeout(flush, AGAIN);
    return false;
  } finally {
    isBusy = false;
  }
  const body = await said.text();
  if (!said.ok) {
    refused(pair, body);
    return true;
  }
  show(pair, JSON.parse(body));
  if (!waiting.has(pair)) delete drafts[pair.id];
  keep();
  if (!waiting.size) tell("saved");
  return true;
}

/** @param {HTMLFormElement} pair @param {string} body */
function refused(pair, body) {
  /** @type {{ error: string, theirs?: string, mine?: string }} */
  let said = { error: body.trim() };
  try { said = JSON.parse(body); } catch { /* Plain words. */ }
  tell("failed", said.error);
  if (said.mine === undefined) return;
  const theirs = String(said.theirs ?? "");
  const was = /** @type {HTMLInputElement} */ (pair.elements.namedItem("was"));
  ask(`${word("conflict")} ${theirs}`, [
    [word("mine"), () => { was.value = theirs; wait(pair); flush(); }],
    [word("theirs"), () => {
      was.value = areaOf(pair).value = theirs;
      delete drafts[pair.id];
      keep();
      look(pair);
      tell("saved");
    }],
  ], { isForeign: true });
}

/** @param {HTMLFormElement} pair @param {Answer} answer */
function show(pair, answer) {
  /** @type {HTMLElement} */ (pair.querySelector("[data-about]")).innerHTML = answer.html;
  /** @type {HTMLInputElement} */ (pair.elements.namedItem("was")).value = answer.was;
  if (!waiting.has(pair)) {
    const radio = radioOf(pair, answer.isToCheck ? "check" : "done");
    if (radio) radio.checked = answer.was !== "";
  }
  for (const counts of document.querySelectorAll("[data-counts]")) counts.innerHTML = answer.counts;
  for (const [action, title] of [["undo", answer.undo], ["redo", answer.redo]]) {
    const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(`[data-again="${action}"] button`));
    if (!button) continue;
    button.disabled = !title;
    const label = button.textContent?.trim() || "";
    button.title = title ? `${label}: ${title}` : label;
  }
  renew(pair, true);
}

// --- Slots ---

/** Tells which slots a translation lacks. @param {HTMLFormElement} pair */
function look(pair) {
  const text = areaOf(pair).value;
  for (const button of pair.querySelectorAll("[data-slot]")) {
    const isMissing = !text.includes(/** @type {HTMLElement} */ (button).dataset.slot || "");
    button.classList.toggle("is-missing", isMissing && text.trim() !== "");
    const said = /** @type {HTMLElement | null} */ (button.querySelector("[data-missing]"));
    if (said) said.hidden = !isMissing;
  }
}

/** @param {HTMLFormElement} pair @param {string} slot */
function putIn(pair, slot) {
  const area = areaOf(pair);
  area.focus();
  area.setRangeText(slot, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- The page ---

let frame = /** @type {HTMLIFrameElement | null} */ (sheet.querySelector("iframe"));
let shown = frame?.getAttribute("src") || "";
/** @type {HTMLFormElement | null} */
let here = null;

/** Marks the text at hand on the page. @param {HTMLFormElement} pair */
function mark(pair) {
  const page = frame?.contentDocument;
  if (!page || !frame) return;
  for (const one of page.querySelectorAll("[data-was-marked]")) /** @type {HTMLElement} */ (one).style.outline = "";
  const keys = JSON.stringify(JSON.parse(pair.dataset.keys || "[]"));
  const texts = [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-entry][data-keys]"))];
  const name = (pair.dataset.entry || "").toLowerCase().replace(/^school\/school$/, "school");
  const of = texts.filter((one) => one.dataset.entry === name);
  const text = of.find((one) => JSON.stringify(JSON.parse(one.dataset.keys || "[]")) === keys);
  const anchor = page.getElementById((pair.dataset.page || "").split("#")[1] || "");
  const target = text || of[0] || anchor;
  for (let part = target?.closest("details"); part; part = part.parentElement?.closest("details") || null) part.open = true;
  target?.scrollIntoView({ block: "center", behavior: "instant" });
  if (!text) return;
  text.dataset.wasMarked = "";
  text.style.outline = "2px dashed currentcolor";
  text.style.outlineOffset = "4px";
}

/** Shows the page of a text, behind the one that is there until it has come. @param {HTMLFormElement} pair @param {boolean} isChanged */
function renew(pair, isChanged) {
  const address = (pair.dataset.page || "").split("#")[0] || "";
  if (opener) opener.href = pair.dataset.page || "";
  if (!frame || !sheet.clientWidth) return;
  if (address === shown && !isChanged) {
    mark(pair);
    return;
  }
  for (const other of sheet.querySelectorAll("iframe.is-coming")) other.remove();
  const next = /** @type {HTMLIFrameElement} */ (frame.cloneNode(false));
  next.classList.add("is-coming");
  next.src = address;
  next.addEventListener("load", () => {
    frame?.remove();
    frame = next;
    shown = address;
    prepare();
    next.classList.remove("is-coming");
    if (here) mark(here);
  }, { once: true });
  sheet.append(next);
}

/** A page that is there: its colors, and links that stay where they are. */
function prepare() {
  const page = frame?.contentDocument;
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  page?.body?.setAttribute("data-md-color-scheme", isDark ? "slate" : "default");
  page?.addEventListener("click", (event) => {
    const target = /** @type {Element | null} */ (event.target);
    if (target?.closest?.("summary")) return;
    event.preventDefault();
    const text = /** @type {HTMLElement | null | undefined} */ (target?.closest?.("[data-keys]"));
    const keys = text && JSON.stringify(JSON.parse(text.dataset.keys || "[]"));
    const pair = pairs.find((one) => (one.dataset.entry || "").toLowerCase() === text?.dataset.entry && JSON.stringify(JSON.parse(one.dataset.keys || "[]")) === keys);
    if (pair) areaOf(pair).focus();
  });
}

// --- All of it ---

/** Offers what could not be saved the last time. */
function offer() {
  /** @type {Record<string, Draft>} */
  let found = {};
  try { found = JSON.parse(localStorage.getItem(kept) || "{}"); } catch { /* Nothing that can be read. */ }
  const held = pairs.filter((pair) => found[pair.id] && found[pair.id]?.text !== areaOf(pair).value);
  if (!held.length) return;
  ask(word("draft"), [
    [word("take"), () => {
      for (const pair of held) {
        const draft = /** @type {Draft} */ (found[pair.id]);
        areaOf(pair).value = draft.text;
        const radio = radioOf(pair, draft.state);
        if (radio) radio.checked = true;
        look(pair);
        wait(pair);
      }
      flush();
    }],
    [word("drop"), () => { drafts = {}; keep(); }],
  ]);
}

for (const pair of pairs) {
  look(pair);
  pair.addEventListener("input", (event) => {
    if (event.target === areaOf(pair)) {
      const radio = radioOf(pair, "done");
      if (radio && !radioOf(pair, "check")?.checked) radio.checked = true;
      look(pair);
    }
    wait(pair);
  });
  pair.addEventListener("change", () => { if (waiting.size) flush(); });
  pair.addEventListener("submit", (event) => {
    event.preventDefault();
    wait(pair);
    flush();
  });
  pair.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-slot]") : null;
    if (button instanceof HTMLElement) putIn(pair, button.dataset.slot || "");
  });
  pair.addEventListener("focusin", () => {
    if (here === pair) return;
    here?.classList.remove("is-here");
    here = pair;
    pair.classList.add("is-here");
    renew(pair, false);
  });
  pair.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    // Done, and on to the next one.
    event.preventDefault();
    const radio = radioOf(pair, "done");
    if (radio) radio.checked = true;
    wait(pair);
    flush();
    const next = pairs[pairs.indexOf(pair) + 1];
    if (next) areaOf(next).focus();
  });
}
for (const again of document.querySelectorAll("[data-again]")) {
  again.addEventListener("submit", async (event) => {
    event.preventDefault();
    await flush();
    /** @type {HTMLFormElement} */ (again).submit();
  });
}
const narrow = /** @type {HTMLFormElement} */ (document.querySelector("[data-narrow]"));
narrow.addEventListener("change", async (event) => {
  if (!(event.target instanceof HTMLSelectElement)) return;
  const entry = /** @type {HTMLSelectElement | null} */ (narrow.querySelector("[name=entry]"));
  if (event.target.name === "kind" && entry) entry.value = "";
  await flush();
  narrow.submit();
});
addEventListener("beforeunload", (event) => { if (waiting.size || isBusy) event.preventDefault(); });
addEventListener("online", flush);
document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
if (frame?.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") prepare();
frame?.addEventListener("load", prepare, { once: true });
offer();
export {};
