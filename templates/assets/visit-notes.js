// @ts-check
// What visitors write after a visit: in this page only. It can be printed or copied, and is nowhere stored.

const visitNotes = (() => {
  const dialog = /** @type {HTMLElement} */ (document.getElementById("tb-visit"));
  const list = /** @type {HTMLElement} */ (dialog.querySelector(".tb-visit-notes"));
  const note = /** @type {HTMLElement} */ (dialog.querySelector(".tb-visit-copied"));
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = document.querySelectorAll(".tb-page section [data-tb-tick^='after-']");
  /** Drawn once: what is written stays as long as the page does. @type {{words: string, box: HTMLInputElement, of: HTMLInputElement, field: HTMLTextAreaElement}[]} */
  let questions = [];
  /** True once what is written was printed or copied. */
  let isTaken = true;

  const draw = () => [...boxes].map((of) => {
    const item = document.createElement("li");
    const label = /** @type {HTMLElement} */ (visitPart.copy(/** @type {Element} */ (of.closest("label"))));
    const words = label.textContent?.trim() || "";
    const field = Object.assign(document.createElement("textarea"), { rows: 3, autocomplete: "off", dir: "auto" });
    field.setAttribute("aria-label", words);
    field.addEventListener("input", () => { isTaken = false; note.textContent = ""; });
    item.append(label, field);
    list.append(item);
    return { words, box: /** @type {HTMLInputElement} */ (label.querySelector("input")), of, field };
  });
  const isAtRisk = () => !isTaken && questions.some(({ field }) => field.value.trim());
  const title = () => document.querySelector("h1")?.firstChild?.textContent?.trim() || "";
  const text = () => [title(), ...questions.map(({ words, field }) => [words, field.value.trim()].filter(Boolean).join("\n"))].join("\n\n");

  dialog.querySelector(".tb-visit-copy")?.addEventListener("click", async () => {
    isTaken = await toolkit.copy(text());
    note.textContent = (isTaken ? note.dataset.done : note.dataset.fail) || "";
  });
  dialog.querySelector(".tb-visit-print")?.addEventListener("click", () => {
    const sheet = document.createElement("section");
    sheet.className = "tb-paper-notes";
    sheet.append(Object.assign(document.createElement("h2"), { textContent: title() }));
    for (const { words, field } of questions) {
      sheet.append(Object.assign(document.createElement("h3"), { textContent: words }), Object.assign(document.createElement("p"), { textContent: field.value, dir: "auto" }));
    }
    document.querySelector(".tb-page")?.append(sheet);
    document.documentElement.classList.add("tb-printing-notes");
    addEventListener("afterprint", () => {
      document.documentElement.classList.remove("tb-printing-notes");
      sheet.remove();
    }, { once: true });
    print();
    isTaken = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!isAtRisk()) return;
    event.preventDefault();
    // Browsers of before 2023 know this sign only.
    event.returnValue = "";
  });

  return {
    /** The fields, with ticks as they are on the page now. */
    show() {
      if (!questions.length) questions = draw();
      for (const { box, of } of questions) box.checked = of.checked;
    },

    /** Asks where something was written that is not printed or copied, and takes it away; false where she stays. */
    leave() {
      if (isAtRisk() && !confirm(list.dataset.lose)) return false;
      for (const { field } of questions) field.value = "";
      isTaken = true;
      note.textContent = "";
      return true;
    },
  };
})();
