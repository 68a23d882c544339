// @ts-check
// The real page beside the form: renewed after each save, at the place where one was. A click on a sentence leads to its
// field; a field that gets the keyboard shows its sentence.

import { word } from "./drafts.js";
import { anchorOf, keysOf, reveal } from "./items.js";
import { desk, fieldOf, form, onSaved } from "./saving.js";

const DESKTOP = 1280;
const sheet = /** @type {HTMLElement} */ (document.querySelector("[data-sheet]"));
const elsewhere = /** @type {HTMLElement} */ (document.querySelector("[data-elsewhere]"));
const language = /** @type {HTMLSelectElement | null} */ (document.querySelector("[data-language]"));
const firstFault = /** @type {HTMLAnchorElement} */ (document.querySelector("[data-first-fault]"));
const opener = /** @type {HTMLAnchorElement} */ (document.querySelector("[data-open-page]"));
const own = `${desk.dataset.kind}/${desk.dataset.id}`;
let frame = /** @type {HTMLIFrameElement} */ (sheet.querySelector("iframe"));
let scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
let width = "phone";
/** What is marked on the page, and how it looked before. @type {[HTMLElement, string] | null} */
let marked = null;

function address() {
  const [code] = language ? [language.value] : [new URL(frame.src).pathname.split("/")[2] || ""];
  return (sheet.dataset.page || "").replace("LANGUAGE", code || "");
}

/** @param {HTMLIFrameElement} one */
function layOut(one) {
  const isPhone = width === "phone";
  sheet.classList.toggle("is-phone", isPhone);
  const scale = isPhone ? 1 : Math.min(1, sheet.clientWidth / DESKTOP);
  one.style.width = isPhone ? "" : `${sheet.clientWidth / scale}px`;
  one.style.height = isPhone ? "" : `${sheet.clientHeight / scale}px`;
  one.style.transform = isPhone ? "" : `scale(${scale})`;
}

/** @param {HTMLIFrameElement} one */
function color(one) {
  one.contentDocument?.body?.setAttribute("data-md-color-scheme", scheme);
}

/** Texts of the page with the keys that lead to them. @param {Document | null} page @returns {HTMLElement[]} */
function textsOf(page) {
  return page ? [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-entry][data-keys]"))] : [];
}

/** The first text that can be seen, and how far it is from the top: what stays where it is. @param {Document | null} page */
function placeIn(page) {
  const first = textsOf(page).find((one) => one.getBoundingClientRect().bottom > 0);
  return first ? { entry: first.dataset.entry, keys: first.dataset.keys, top: first.getBoundingClientRect().top } : null;
}

/** @param {HTMLIFrameElement} one @param {ReturnType<typeof placeIn>} place @param {number} top */
function scrollTo(one, place, top) {
  const page = one.contentDocument;
  const same = place && textsOf(page).find((text) => text.dataset.entry === place.entry && text.dataset.keys === place.keys);
  const by = same && place ? same.getBoundingClientRect().top - place.top : top;
  one.contentWindow?.scrollTo({ top: by, behavior: "instant" });
}

/** Where the entry stands among others. An address with an anchor would move the form as well. @param {HTMLIFrameElement} one */
function scrollToEntry(one) {
  const entry = one.contentDocument?.getElementById(sheet.dataset.anchor || "");
  if (entry) one.contentWindow?.scrollTo({ top: entry.getBoundingClientRect().top - 120, behavior: "instant" });
}

/** A page that is there: its colors, and what a click means. @param {HTMLIFrameElement} one */
function prepare(one) {
  color(one);
  const page = one.contentDocument;
  page?.addEventListener("click", (event) => {
    const target = /** @type {Element | null} */ (event.target);
    const summary = target?.closest?.("summary");
    if (!summary) event.preventDefault();
    const text = /** @type {HTMLElement | null | undefined} */ (target?.closest?.("[data-keys]"));
    if (text) lead(text.dataset.entry || "", JSON.parse(text.dataset.keys || "[]"));
  });
  for (const text of textsOf(page)) text.style.cursor = "pointer";
}

/** The first page. @param {HTMLIFrameElement} one */
function ready(one) {
  prepare(one);
  scrollToEntry(one);
}

/** @param {string} entry @param {(string | number)[]} keys */
function lead(entry, keys) {
  elsewhere.hidden = entry === own;
  if (entry === own) {
    showForm();
    focusField(keys);
    return;
  }
  const link = document.createElement("a");
  const [kind, ...name] = entry.split("/");
  link.href = `/${kind}/${encodeURIComponent(name.join("/"))}#${anchorOf(keys)}`;
  link.textContent = word("open");
  elsewhere.replaceChildren(`${word("elsewhere")} `, link);
}

/** Opens the field of a text, and puts the keyboard there. @param {(string | number)[]} keys */
export function focusField(keys) {
  for (let length = keys.length; length; length--) {
    const field = document.getElementById(anchorOf(keys.slice(0, length)));
    if (!field) continue;
    focusElement(field);
    return;
  }
}

/** Opens a field, and puts the keyboard there. @param {HTMLElement | null} field */
function focusElement(field) {
  if (!field) return;
  reveal(field);
  const control = field.querySelector("textarea, input:not([type=hidden], .live), select, summary, button");
  if (control instanceof HTMLElement) control.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
  field.classList.remove("flash");
  requestAnimationFrame(() => field.classList.add("flash"));
}

/** Marks the text of a field on the page, and shows it. @param {HTMLElement} field */
function mark(field) {
  const keys = keysOf(field.dataset.field || "");
  const texts = textsOf(frame.contentDocument).filter((one) => one.dataset.entry === own);
  const known = new Map(texts.reverse().map((one) => [JSON.stringify(JSON.parse(one.dataset.keys || "[]")), one]));
  let text;
  for (let length = keys.length; length && !text; length--) text = known.get(JSON.stringify(keys.slice(0, length)));
  if (marked) marked[0].style.outline = marked[1];
  marked = null;
  if (!text) return;
  for (let part = text.closest("details"); part; part = part.parentElement?.closest("details") || null) part.open = true;
  marked = [text, text.style.outline];
  text.style.outline = "2px dashed currentcolor";
  text.style.outlineOffset = "4px";
  const box = text.getBoundingClientRect();
  const height = frame.contentWindow?.innerHeight || 0;
  if (box.top < 40 || box.bottom > height - 40) text.scrollIntoView({ block: "center", behavior: "instant" });
}

/** Loads the page anew behind the one that is shown, and swaps them once it is there. */
function renew() {
  for (const other of sheet.querySelectorAll("iframe.is-coming")) other.remove();
  const place = placeIn(frame.contentDocument);
  const top = frame.contentWindow?.scrollY || 0;
  const next = /** @type {HTMLIFrameElement} */ (frame.cloneNode(false));
  next.classList.add("is-coming");
  next.src = address();
  next.addEventListener("load", () => {
    prepare(next);
    layOut(next);
    scrollTo(next, place, top);
    frame.remove();
    frame = next;
    marked = null;
    next.classList.remove("is-coming");
    const active = fieldOf(document.activeElement);
    if (active) mark(active);
  }, { once: true });
  sheet.append(next);
}

/** @param {string} name @param {string} value */
function press(name, value) {
  for (const button of document.querySelectorAll(`[data-${name}]`)) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset[name] === value));
  }
}

function showForm() {
  desk.classList.remove("shows-page");
  press("tab", "form");
}

/** Begins to keep the page beside the form. */
export function start() {
  if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") ready(frame);
  frame.addEventListener("load", () => ready(frame), { once: true });
  press("scheme", scheme);
  layOut(frame);
  new ResizeObserver(() => layOut(frame)).observe(sheet);
  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (event.target instanceof Element ? event.target.closest("[data-width], [data-scheme], [data-tab]") : null);
    if (button?.dataset.width) {
      width = button.dataset.width;
      press("width", width);
      layOut(frame);
    } else if (button?.dataset.scheme) {
      scheme = button.dataset.scheme;
      press("scheme", scheme);
      color(frame);
    } else if (button?.dataset.tab) {
      desk.classList.toggle("shows-page", button.dataset.tab === "page");
      press("tab", button.dataset.tab);
    }
  });
  language?.addEventListener("change", () => {
    opener.href = address();
    renew();
  });
  firstFault.addEventListener("click", (event) => {
    event.preventDefault();
    showForm();
    focusElement(document.getElementById(firstFault.hash.slice(1)));
  });
  form.addEventListener("focusin", (event) => {
    const field = fieldOf(event.target);
    if (field) mark(field);
  });
  onSaved((answer) => {
    /** @type {HTMLElement} */ (document.querySelector("[data-waiting]")).hidden = !answer.isWaiting;
    firstFault.href = `#${answer.firstFault || "main"}`;
    renew();
  });
}
