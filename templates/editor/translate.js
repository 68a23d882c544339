// @ts-check
// Translating: what is typed is saved by itself, slots are looked for meanwhile, and the page follows the text at hand.

import { ask } from "./asking.js";
import { Drafts, refusalIn, showAgain, tell, word } from "./drafts.js";

/**
 * What the editor answers.
 * @typedef {{ html: string, was: string, state: string, isToCheck: boolean, counts: string, undo: string, redo: string }} Answer
 * @typedef {{ text: string, state: string }} Draft
 */

const PAUSE = 600;
const desk = /** @type {HTMLElement} */ (document.querySelector("[data-csrf]"));
const sheet = /** @type {HTMLElement} */ (document.querySelector("[data-sheet]"));
const opener = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-open-page]"));
const pairs = [.../** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("[data-pair]"))];

/** By the ids of texts. @type {Drafts<Draft>} */
const drafts = new Drafts(`translate/${desk.dataset.language}`, PAUSE, send);
const flush = () => drafts.flush();

/** @param {string} id */
function pairOf(id) {
  return pairs.find((pair) => pair.id === id);
}

/** @param {HTMLFormElement} pair @returns {HTMLTextAreaElement} */
function areaOf(pair) {
  return /** @type {HTMLTextAreaElement} */ (pair.querySelector("textarea"));
}

/** @param {HTMLFormElement} pair @param {string} value @returns {HTMLInputElement | null} */
function radioOf(pair, value) {
  return pair.querySelector(`input[name="state"][value="${value}"]`);
}

// --- Saving ---

/** @param {HTMLFormElement} pair */
function wait(pair) {
  drafts.wait(pair.id, { text: areaOf(pair).value, state: radioOf(pair, "check")?.checked ? "check" : "done" });
}

/** Saves texts, one after the other; those that got no answer. @param {string[]} ids @returns {Promise<string[]>} */
async function send(ids) {
  for (const [number, id] of ids.entries()) {
    const pair = pairOf(id);
    if (!pair) continue;
    const said = await drafts.post(location.pathname, new URLSearchParams(/** @type {any} */ (new FormData(pair))));
    if (!said) return ids.slice(number);
    if (said.ok) {
      show(pair, JSON.parse(said.body));
      drafts.forget([id]);
      if (!drafts.waiting.size) tell("saved");
    } else refused(pair, said.body);
  }
  return [];
}

/** @param {HTMLFormElement} pair @param {string} body */
function refused(pair, body) {
  const said = refusalIn(body);
  tell("failed", said.error);
  if (said.mine === undefined) return;
  const theirs = String(said.theirs ?? "");
  const was = /** @type {HTMLInputElement} */ (pair.elements.namedItem("was"));
  ask(`${word("conflict")} ${theirs}`, [
    [word("mine"), () => { was.value = theirs; wait(pair); flush(); }],
    [word("theirs"), () => {
      was.value = areaOf(pair).value = theirs;
      drafts.drop(pair.id);
      look(pair);
      tell("saved");
    }],
  ], { isForeign: true });
}

/** @param {HTMLFormElement} pair @param {Answer} answer */
function show(pair, answer) {
  /** @type {HTMLElement} */ (pair.querySelector("[data-about]")).innerHTML = answer.html;
  /** @type {HTMLInputElement} */ (pair.elements.namedItem("was")).value = answer.was;
  if (!drafts.waiting.has(pair.id)) {
    const radio = radioOf(pair, answer.isToCheck ? "check" : "done");
    if (radio) radio.checked = answer.was !== "";
  }
  for (const counts of document.querySelectorAll("[data-counts]")) counts.innerHTML = answer.counts;
  showAgain(answer);
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
  pair.addEventListener("change", () => { if (drafts.waiting.size) flush(); });
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
const narrow = /** @type {HTMLFormElement} */ (document.querySelector("[data-narrow]"));
narrow.addEventListener("change", async (event) => {
  if (!(event.target instanceof HTMLSelectElement)) return;
  const entry = /** @type {HTMLSelectElement | null} */ (narrow.querySelector("[name=entry]"));
  if (event.target.name === "kind" && entry) entry.value = "";
  await flush();
  narrow.submit();
});
if (frame?.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") prepare();
frame?.addEventListener("load", prepare, { once: true });
drafts.start(
  (id, draft) => {
    const pair = pairOf(id);
    return !!pair && areaOf(pair).value !== draft.text;
  },
  (id, draft) => {
    const pair = pairOf(id);
    if (!pair) return;
    areaOf(pair).value = draft.text;
    const radio = radioOf(pair, draft.state);
    if (radio) radio.checked = true;
    look(pair);
    wait(pair);
  },
);
export {};
