// @ts-check
// What search has beside results: titles that begin so, results that were pinned, what was looked for lately, and words
// that found nothing. All of it is kept on this device alone.

/**
 * The search dialog, as search.js has it.
 * @typedef {{input: HTMLInputElement, list: HTMLElement, index: SearchIndex, whole: Set<string>, show: () => void}} SearchBox
 */

class SearchMore {
  /** @param {SearchBox} box */
  constructor(box) {
    this.box = box;
    this.suggestions = new Suggestions(box.index.entries);
    this.explainer = new Explainer(box.index, box.list);
    this.keys = new SearchKeys(box.input, box.list);
    /** Offers to keep words that found nothing. */
    this.keepsake = /** @type {HTMLElement} */ (box.list.parentElement?.querySelector(".tb-keepsake"));
    this.keepsake.addEventListener("click", (event) => this.keep(event));
    box.list.addEventListener("click", (event) => this.choose(event));
    document.addEventListener("toolkit:search", () => this.lookAtKept());
    this.lookAtKept();
  }

  /** Without a signal, results tell which are not on this device. */
  async lookAtKept() {
    this.explainer.kept = undefined;
    if (navigator.onLine || !keeping.isPossible) return;
    this.explainer.kept = (await keeping.ask({ ask: "status" }).catch(() => undefined))?.state?.files;
    this.box.show();
  }

  /** Begins anew, for other words. @param {string} typed */
  begin(typed) {
    this.explainer.read(typed);
    this.keys.activate(null);
  }

  /** Says of a result why it is one, and if it cannot be had. @param {HTMLElement} row @param {SearchRow} result */
  tell(row, result) {
    const { away = "" } = this.box.list.dataset;
    const [link] = row.getElementsByTagName("a");
    this.explainer.show(row, result);
    if (this.explainer.isHere(result[2].split("#")[0])) return;
    link.className = "tb-away";
    addText(link, "small", away, "tb-result-kind");
  }

  /** What this device keeps under `key`. @param {string} key @returns {string[]} */
  read(key) {
    return toolkit.read(key, []);
  }

  /**
   * The groups above the results: what may be meant, or, before anything is typed, what is kept.
   * @param {string} typed
   * @param {string[]} seen titles that stand there already
   */
  above(typed, seen) {
    const { list, index } = this.box;
    const { suggest = "", pinned = "", lately = "", clear = "" } = list.dataset;
    const drawWords = (/** @type {string} */ one) => drawButton(one, "tb-result-words", { tbFill: one });
    if (typed) {
      const words = this.suggestions.find(typed, toolkit.read("grade", ""), seen).map(drawWords);
      return words.length ? [drawGroup(suggest, words)] : [];
    }
    const pins = this.read("pinned").flatMap((pin) => {
      const result = index.entries.find((one) => pinOf(one) === pin);
      const row = result && drawResult(list, index.values, result);
      if (row) this.tell(row, result);
      return row ? [row] : [];
    });
    const searched = this.read("searched").map(drawWords);
    return [
      ...(pins.length ? [drawGroup(pinned, pins)] : []),
      ...(searched.length ? [drawGroup(lately, [...searched, drawButton(clear, "tb-button", { tbForget: "" })])] : []),
    ];
  }

  /** @param {Event} event */
  choose({ target }) {
    const { input, list, show, whole } = this.box;
    const button = target instanceof Element ? target.closest("button") : null;
    const typed = input.value.trim();
    if (!button) {
      if (typed && target instanceof Element && target.closest("a")) this.remember(typed);
      return;
    }
    const { tbFill, tbAll, tbPin, tbForget } = button.dataset;
    const pinned = this.read("pinned");
    if (tbPin !== undefined) {
      const isPinned = pinned.includes(tbPin);
      toolkit.write("pinned", isPinned ? pinned.filter((one) => one !== tbPin) : [...pinned, tbPin]);
      // It stays where it is, so that who let it go by a slip pins it again.
      button.setAttribute("aria-pressed", String(!isPinned));
    }
    if (tbFill !== undefined || tbForget !== undefined) {
      input.value = tbFill || "";
      if (tbForget !== undefined) toolkit.write("searched", []);
      whole.clear();
      show();
      input.focus();
    }
    if (tbAll !== undefined) {
      const at = [...list.querySelectorAll("[role=row]")].findIndex((row) => row.contains(button));
      whole.add(tbAll);
      show();
      // On with the first that was not to be seen; a finger on the glass wants no keyboard there.
      const cell = list.querySelectorAll("[role=row]")[at].firstElementChild;
      if (document.activeElement === input) this.keys.activate(cell);
      else cell?.querySelector("a")?.focus();
    }
  }

  /** Keeps words that led somewhere; five are enough to go on where one was. @param {string} typed */
  remember(typed) {
    const others = this.read("searched").filter((one) => one.toLowerCase() !== typed.toLowerCase());
    toolkit.write("searched", [typed, ...others].slice(0, 5));
  }

  // --- Words that found nothing ---

  /** Offers to keep `words` for the coordinator; with none, offers nothing. @param {string} words */
  offer(words) {
    this.missed = words;
    this.keepsake.hidden = !words;
    const [keep, copy, clear] = this.keepsake.querySelectorAll("button");
    const missed = this.read("missed");
    keep.disabled = missed.includes(words);
    for (const button of [copy, clear]) button.hidden = missed.length === 0;
    copy.textContent = toolkit.fill(copy.dataset.text, { n: missed.length });
  }

  /** @param {Event} event */
  async keep({ target }) {
    const button = target instanceof HTMLElement ? target : this.keepsake;
    const did = button.dataset.tbMissed;
    const missed = this.read("missed");
    if (did === "keep") toolkit.write("missed", [...missed, this.missed]);
    if (did === "clear") toolkit.write("missed", []);
    if (did) this.offer(this.missed || "");
    if (did === "copy" && await toolkit.copy(missed.join("\n"))) button.textContent = button.dataset.done || "";
  }
}
