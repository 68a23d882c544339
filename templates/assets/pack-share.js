// @ts-check
// A pack as a link: given to somebody, and opened by somebody. It holds ids only, after the # that no server sees.

/** @typedef {<Kind extends Element>(selector: string) => Kind} Part an element of the pack's page */

/**
 * Gives the link to the phone's own sharing, else to the clipboard, else shows it to copy by hand.
 * @param {Part} part
 * @param {string[]} keys
 */
async function sharePack(part, keys) {
  const url = `${toolkit.page("pack/")}#${keys.join(",")}`;
  /** @type {HTMLElement} */
  const note = part(".tb-share-note");
  /** @type {HTMLInputElement} */
  const field = part(".tb-share-link");
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    try {
      await navigator.share({ url });
      return;
    } catch (error) {
      // Closing the sheet without a choice is no fault; anything else goes on to the next way.
      if (error instanceof DOMException && error.name === "AbortError") return;
    }
  }
  const isCopied = await toolkit.copy(url);
  note.textContent = (isCopied ? note.dataset.copied : note.dataset.byHand) || "";
  field.parentElement?.toggleAttribute("hidden", isCopied);
  field.value = url;
  if (!isCopied) field.select();
}

/**
 * Shows what a link brought, and asks before it is added.
 * @param {Part} part
 * @param {(keys: string[]) => Promise<void>} add
 */
function receivePack(part, add) {
  /** @type {HTMLElement} */
  const shared = part(".tb-shared");
  /** @type {HTMLElement} */
  const note = part(".tb-shared-note");
  /** @type {string[]} */
  let keys = [];

  async function show() {
    const asked = toolkit.anchor().split(",").filter((key) => /^[gpa]\.[a-z0-9-]+$/.test(key));
    shared.hidden = asked.length === 0;
    if (!asked.length) return;
    const { entries, gone, away } = await entriesOf(await keysOfToday(asked));
    // What cannot be shown without a signal is in the toolkit all the same; what is gone is not added.
    keys = away ? asked : entries.map((entry) => entry.key);
    const words = keys.length === 1 ? note.dataset.one : keys.length ? note.dataset.many : note.dataset.empty;
    note.textContent = [toolkit.fill(words, { n: keys.length }), gone && keys.length && toolkit.fill(note.dataset.gone, { n: gone })].filter(Boolean).join(" ");
    part(".tb-shared-list").replaceChildren(...entries.map((entry) => Object.assign(document.createElement("li"), { textContent: entry.title })));
    part(".tb-keep-shared").toggleAttribute("hidden", keys.length === 0);
  }

  function leave() {
    history.replaceState(null, "", location.pathname);
    shared.hidden = true;
  }

  part(".tb-keep-shared").addEventListener("click", () => {
    leave();
    add(keys);
  });
  part(".tb-leave-shared").addEventListener("click", () => {
    leave();
    /** @type {HTMLElement} */
    const note = part(".tb-pack-note");
    note.focus();
  });
  addEventListener("hashchange", show);
  show();
}
