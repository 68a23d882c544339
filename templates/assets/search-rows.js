// @ts-check
// What stands in the search dialog's grid: results, together or by what they are, and words that go into the field.

/** So many results stay in one list. Of more, the first stay as they rank; of each kind of others, a few are shown. */
const [TOGETHER, FIRST, FEW] = [8, 3, 3];

/** @param {Element} inside @param {string} tag @param {string} text @param {string} name */
function addText(inside, tag, text, name) {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  inside.append(element);
  return element;
}

/** What a pin keeps of a result: several printed pieces have one place. @param {SearchRow} result */
const pinOf = ([, id, uri]) => `${uri} ${id}`;

/** A row with one cell, in which a button is. @param {string} text @param {string} name @param {Record<string, string>} [does] */
function drawButton(text, name, does = {}) {
  const row = addText(document.createElement("div"), "div", "", "tb-result-row");
  const cell = addText(row, "div", "", "");
  row.setAttribute("role", "row");
  cell.setAttribute("role", "gridcell");
  const button = addText(cell, "button", text, name);
  button.setAttribute("type", "button");
  Object.assign(button.dataset, does);
  return row;
}

/** @param {string} title @param {Element[]} rows */
function drawGroup(title, rows) {
  const group = document.createElement("div");
  group.setAttribute("role", "rowgroup");
  if (title) {
    group.setAttribute("aria-label", title);
    addText(group, "div", title, "tb-result-group");
  }
  group.append(...rows);
  return group;
}

/**
 * A result as the dialog's template has it, with the buttons that it can have.
 * @param {HTMLElement} list
 * @param {SearchValues} values
 * @param {SearchRow} result
 * @returns {HTMLElement}
 */
function drawResult(list, { kinds, grades }, result) {
  const [kind, id, uri, title, of] = result;
  const template = /** @type {HTMLTemplateElement} */ (list.nextElementSibling);
  const row = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
  const [link] = row.getElementsByTagName("a");
  const [add, pin] = row.getElementsByTagName("button");
  link.href = toolkit.page(uri);
  link.dataset.tbResult = `${kind}/${id}`;
  addText(link, "span", title, "tb-result-title");
  const where = of.length === 0 || kind === "grade" ? "" : of.length > 2 ? `${grades[of[0]]} – ${grades[of[of.length - 1]]}` : of.map((one) => grades[one]).join(", ");
  addText(link, "small", [kinds[kind], kind === "skill" ? id : "", where].filter(Boolean).join(" · "), "tb-result-kind");
  add.dataset.tbAdd = `${kind[0]}.${id}`;
  pin.dataset.tbPin = pinOf(result);
  for (const [button, key, kept] of /** @type {const} */ ([[add, "pack", add.dataset.tbAdd], [pin, "pinned", pin.dataset.tbPin]])) {
    button.setAttribute("aria-label", `${button.ariaLabel || button.textContent}: ${title}`);
    button.setAttribute("aria-pressed", String(toolkit.read(key, /** @type {string[]} */ ([])).includes(kept)));
  }
  if (!["guide", "prompt", "activity"].includes(kind)) add.parentElement?.remove();
  return row;
}

/**
 * The best results as they rank, then the others by what they are, the kind with the best one first.
 * @param {SearchValues} values
 * @param {SearchRow[]} found best first
 * @returns {Map<string, SearchRow[]>} by what stands above them
 */
function grouped({ kinds, groups }, found) {
  const first = found.length > TOGETHER ? FIRST : found.length;
  const by = new Map([["", found.slice(0, first)]]);
  for (const result of found.slice(first)) {
    const title = groups[result[0]] || kinds[result[0]];
    by.set(title, [...(by.get(title) || []), result]);
  }
  return by;
}
