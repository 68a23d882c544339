// @ts-check
// What is kept on this device for no signal: how much, grade by grade, and buttons to keep more or let go.

(() => {
  /** Bytes of a group, by its name. @typedef {Record<string, number>} GroupBytes */
  const line = /** @type {HTMLElement} */ (document.querySelector("[data-tb-kept]"));
  const panel = /** @type {HTMLElement} */ (document.querySelector("[data-tb-offline]"));
  const reload = /** @type {HTMLElement} */ (document.querySelector(".tb-reload"));
  /** @type {HTMLElement[]} */
  const rows = [...panel.querySelectorAll("li")];
  /** @type {GroupBytes} */
  let sizes = {};
  /** What is to be kept: what is kept, and what the browser threw away. @type {string[]} */
  let wanted = [];

  // Western digits in every language, as on the rest of the site.
  const tenths = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  /** @param {number} bytes */
  const size = (bytes) => (bytes >= 1e6 ? `${tenths.format(bytes / 1e6)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} KB`);
  /** @param {Element} row */
  const gradeOf = (row) => (row.getAttribute("data-tb-grade") || "").toLowerCase();

  /** @param {WorkerAnswer} answer */
  function show({ state, fault }) {
    const groups = state?.groups || [];
    wanted = state?.wanted || [];
    const files = Object.values(state?.files || {});
    const words = groups.length ? line.dataset.kept : files.length ? line.dataset.shell : line.dataset.none;
    line.textContent = toolkit.fill(words, { n: files.length, size: size(files.reduce((sum, bytes) => sum + bytes, 0)) });
    if (state?.isLost) line.append(` ${line.dataset.lost}`);
    else if (fault) line.append(` ${fault === "full" ? line.dataset.full : line.dataset.fail}`);
    for (const row of rows) {
      const grade = gradeOf(row);
      const pages = sizes[`${grade}-pages`] || 0;
      const all = pages + (sizes[`${grade}-prints`] || 0);
      const text = /** @type {HTMLElement} */ (row.querySelector(".tb-keep-state"));
      const isAll = groups.includes(`${grade}-prints`);
      const isKept = groups.includes(`${grade}-pages`);
      text.textContent = toolkit.fill(isAll ? text.dataset.all : isKept ? text.dataset.pages : text.dataset.none, { pages: size(pages), all: size(all) });
      // Not `disabled`: the keyboard would lose its place on the button that was just pressed.
      row.querySelector("[data-tb-keep=all]")?.setAttribute("aria-disabled", String(isAll));
      row.querySelector("[data-tb-keep=none]")?.setAttribute("aria-disabled", String(!isKept));
    }
    for (const button of panel.querySelectorAll("[data-label]")) {
      const grade = gradeOf(button.closest("li") || button);
      const all = grade ? (sizes[`${grade}-pages`] || 0) + (sizes[`${grade}-prints`] || 0) : sizes.everything || 0;
      button.textContent = toolkit.fill(button.getAttribute("data-label") || "", { all: size(all) });
    }
  }

  /** @param {number} done @param {number} all */
  const showDone = (done, all) => { line.textContent = toolkit.fill(line.dataset.busy, { n: done, all }); };

  /** @param {string[]} groups */
  async function keep(groups) {
    // What she let go stays so until she opens it again.
    if (!groups.includes(`${toolkit.read("opened", "").toLowerCase()}-pages`)) toolkit.write("opened", "");
    panel.setAttribute("aria-busy", "true");
    // A browser that says yes does not throw it away when the device gets full, or after some weeks. Not waited for:
    // Firefox asks the reader, who may leave the question open.
    if (groups.length) navigator.storage?.persist?.().catch(() => false);
    const answer = await keeping.ask({ ask: "keep", groups }, showDone);
    panel.removeAttribute("aria-busy");
    show(answer);
  }

  panel.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button || button.getAttribute("aria-disabled") === "true" || panel.hasAttribute("aria-busy")) return;
    const row = button.closest("li");
    if (row) {
      const own = [`${gradeOf(row)}-pages`, `${gradeOf(row)}-prints`];
      const others = wanted.filter((group) => !own.includes(group));
      keep(button.dataset.tbKeep === "all" ? [...others, ...own] : others);
    } else {
      keep(button.matches(".tb-keep-everything") ? Object.keys(sizes).filter((group) => group !== "everything" && group !== "shell") : []);
    }
  });
  reload.addEventListener("click", () => location.reload());
  document.addEventListener("toolkit:new", () => { reload.hidden = false; });

  async function start() {
    const asked = toolkit.anchor().match(/^missing=(.*)/)?.[1];
    if (asked !== undefined) {
      const missing = /** @type {HTMLElement} */ (document.querySelector(".tb-missing"));
      missing.hidden = false;
      /** @type {HTMLElement} */ (missing.querySelector("code")).textContent = `/${asked}`;
      missing.querySelector("button")?.addEventListener("click", () => history.back());
    }
    if (toolkit.isFile || !keeping.isPossible) {
      line.textContent = (toolkit.isFile ? line.dataset.file : line.dataset.unable) || "";
      return;
    }
    // Kept with the shell, so that it is there without a signal, too.
    sizes = await (await fetch(`${toolkit.root}offline/sizes.json`)).json();
    show(await keeping.ask({ ask: "status" }, showDone));
    panel.hidden = false;
  }
  start().catch(() => { line.textContent = line.dataset.unable || ""; });
})();
