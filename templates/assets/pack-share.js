// @ts-check
// A set as a link: given to somebody, and opened by somebody. It holds ids, a day and a grade, after the # that no server
// sees: "a.half-the-recipe,p.hopes-this-year,day.2,grade.3".

/** @typedef {<Kind extends Element>(selector: string) => Kind} Part an element of the pack's page */

/**
 * Gives the link to the phone's own sharing, else to the clipboard, else shows it to copy by hand.
 * @param {Part} part
 * @param {PackSet} set
 */
async function sharePack(part, { keys, day, grade }) {
  const url = `${toolkit.page("pack/")}#${[...keys, day && `day.${day}`, grade && `grade.${grade}`].filter(Boolean).join(",")}`;
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
 * Shows what a link brought, and asks before it becomes a set.
 * @param {Part} part
 * @param {(set: PackSet) => Promise<void>} add
 */
function receivePack(part, add) {
  /** @type {HTMLElement} */
  const shared = part(".tb-shared");
  /** @type {HTMLElement} */
  const note = part(".tb-shared-note");
  let set = packSets.fresh();

  async function show() {
    const said = toolkit.anchor().split(",");
    const asked = said.filter((key) => /^[gpa]\.[a-z0-9-]+$/.test(key));
    shared.hidden = asked.length === 0;
    if (!asked.length) return;
    /** @type {PackWords | undefined} */
    const words = await toolkit.load("pack-words").catch(() => undefined);
    // Nothing but a day and a grade that the site knows: what else a link says is nobody's word of ours.
    const day = said.find((one) => /^day\.[1-7]$/.test(one))?.slice(4) || "";
    const grade = Object.keys(words?.grades || {}).find((one) => said.includes(`grade.${one}`)) || "";
    part(".tb-shared-title").textContent = words && (day || grade) ? packSets.titles([{ day, grade, keys: [] }], words)[0] : "";
    const { entries, gone, away } = await entriesOf(await keysOfToday(asked));
    // What cannot be shown without a signal is in the toolkit all the same; what is gone is not added.
    const keys = away ? asked : entries.map((entry) => entry.key);
    set = { day, grade, keys };
    const state = keys.length === 1 ? note.dataset.one : keys.length ? note.dataset.many : note.dataset.empty;
    note.textContent = [toolkit.fill(state, { n: keys.length }), gone && keys.length && toolkit.fill(note.dataset.gone, { n: gone })].filter(Boolean).join(" ");
    part(".tb-shared-list").replaceChildren(...entries.map((entry) => Object.assign(document.createElement("li"), { textContent: entry.title })));
    part(".tb-keep-shared").toggleAttribute("hidden", keys.length === 0);
  }

  function leave() {
    history.replaceState(null, "", location.pathname);
    shared.hidden = true;
  }

  part(".tb-keep-shared").addEventListener("click", () => {
    leave();
    add(set);
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
