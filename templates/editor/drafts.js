// @ts-check
// Words on their way to the editor. They wait for a pause, then they are sent, one save after the other; whatever could
// not be saved is tried again, stays in this browser, and is offered the next time.

import { ask } from "./asking.js";

const AGAIN = 3000;
const desk = /** @type {HTMLElement} */ (document.querySelector("[data-csrf]"));
const state = /** @type {HTMLElement} */ (document.querySelector("[data-state]"));
const line = /** @type {HTMLElement} */ (state.querySelector("span"));
const trouble = /** @type {HTMLElement} */ (document.querySelector("[data-trouble]"));
const words = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-words]")).content;

/** What the editor says, in its language. @param {string} name */
export function word(name) {
  return words.querySelector(`[data-word="${name}"]`)?.textContent || "";
}

/** @param {"saved" | "saving" | "unsaved" | "failed"} is @param {string} [more] */
export function tell(is, more) {
  state.dataset.is = is;
  line.textContent = state.dataset[is] || "";
  trouble.textContent = more || "";
  trouble.hidden = !more;
}

/** Says something for a moment, for those who do not see what moved. @param {string} text */
export function say(text) {
  line.textContent = text;
  setTimeout(() => { if (state.dataset.is === "saved") tell("saved"); }, 2500);
}

/** What would be taken back, or made again, by its titles. @param {{ undo: string, redo: string }} titles */
export function showAgain({ undo, redo }) {
  for (const [action, title] of [["undo", undo], ["redo", redo]]) {
    const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(`[data-again="${action}"] button`));
    if (!button) continue;
    button.disabled = !title;
    const label = button.textContent?.trim() || "";
    button.title = title ? `${label}: ${title}` : label;
  }
}

/**
 * What fields hold that is not saved yet, by their names.
 * @template Draft
 */
export class Drafts {
  /** Names of those that wait to be sent. @type {Set<string>} */
  waiting = new Set();
  isBusy = false;
  /** What they hold, also while it is on its way. @type {Record<string, Draft>} */
  held = {};
  #key;
  #pause;
  #send;
  #timer = 0;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /**
   * @param {string} name of the entry in this browser's memory
   * @param {number} pause in milliseconds, after the last key
   * @param {(names: string[]) => Promise<string[]>} send saves what these fields hold; gives those that got no answer
   */
  constructor(name, pause, send) {
    this.#key = `toolkit-editor:${name}`;
    this.#pause = pause;
    this.#send = send;
  }

  /** True while anything is not in the editor's hands. */
  get isOpen() {
    return this.isBusy || this.waiting.size > 0;
  }

  /** @param {string} name @param {Draft} draft */
  wait(name, draft) {
    this.waiting.add(name);
    this.held[name] = draft;
    this.#keep();
    tell("unsaved");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), this.#pause);
  }

  /** Sends what waits, after what is on its way. */
  flush() {
    clearTimeout(this.#timer);
    return this.after(async () => {
      const names = [...this.waiting];
      if (!names.length) return;
      this.waiting.clear();
      const lost = await this.#send(names);
      for (const name of lost) this.waiting.add(name);
      if (lost.length) this.#timer = setTimeout(() => this.flush(), AGAIN);
    });
  }

  /** Does something after what is on its way. @template Made @param {() => Promise<Made>} act @returns {Promise<Made>} */
  after(act) {
    const done = this.#last.then(async () => {
      this.isBusy = true;
      try {
        return await act();
      } finally {
        this.isBusy = false;
      }
    });
    this.#last = done;
    return done;
  }

  /** These are saved; what was typed meanwhile waits again. @param {string[]} names */
  forget(names) {
    for (const name of names) if (!this.waiting.has(name)) delete this.held[name];
    this.#keep();
  }

  /** Nobody wants what a field held. @param {string} name */
  drop(name) {
    this.waiting.delete(name);
    this.forget([name]);
  }

  /** The editor's answer to what is sent; null where it gives none. @param {string} address @param {URLSearchParams | FormData} sent */
  async post(address, sent) {
    tell("saving");
    const headers = { Accept: "application/json", "X-CSRF-Token": desk.dataset.csrf || "" };
    try {
      const said = await fetch(address, { method: "POST", body: sent, headers });
      return { ok: said.ok, body: await said.text() };
    } catch {
      tell("failed", word("lost"));
      return null;
    }
  }

  #keep() {
    try {
      if (Object.keys(this.held).length) localStorage.setItem(this.#key, JSON.stringify(this.held));
      else localStorage.removeItem(this.#key);
    } catch { /* A browser that keeps nothing still saves. */ }
  }

  /**
   * Begins: what could not be saved the last time is offered, and nothing is left behind.
   * @param {(name: string, draft: Draft) => boolean} isOther whether a field is there and holds something else
   * @param {(name: string, draft: Draft) => void} take puts a draft into its field, where it waits
   */
  start(isOther, take) {
    for (const again of document.querySelectorAll("[data-again]")) {
      again.addEventListener("submit", async (event) => {
        event.preventDefault();
        await this.flush();
        /** @type {HTMLFormElement} */ (again).submit();
      });
    }
    addEventListener("beforeunload", (event) => { if (this.isOpen) event.preventDefault(); });
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.flush(); });
    /** @type {Record<string, Draft>} */
    let found = {};
    try { found = JSON.parse(localStorage.getItem(this.#key) || "{}"); } catch { /* Nothing that can be read. */ }
    const others = Object.entries(found).filter(([name, draft]) => isOther(name, draft));
    if (!others.length) return;
    ask(word("draft"), [
      [word("take"), () => {
        for (const [name, draft] of others) take(name, draft);
        this.flush();
      }],
      [word("drop"), () => { this.held = {}; this.#keep(); }],
    ]);
  }
}

/** What an answer that is none says: why, and what stands there now. @param {string} body @returns {{ error: string, name?: string, mine?: string, theirs?: unknown, isMoved?: boolean }} */
export function refusalIn(body) {
  try { return JSON.parse(body); } catch { return { error: body.trim() }; }
}
