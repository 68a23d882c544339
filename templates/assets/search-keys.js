// @ts-check
// The arrows in the search dialog: they go through the grid of what fits, while the keyboard stays in the field.

class SearchKeys {
  /** @param {HTMLInputElement} input @param {HTMLElement} list */
  constructor(input, list) {
    this.input = input;
    this.list = list;
    /** The cell at which the arrows are. @type {Element | null} */
    this.active = null;
  }

  /** @param {Element | null} cell */
  activate(cell) {
    this.active?.removeAttribute("aria-selected");
    this.active = cell;
    if (!cell) return this.input.removeAttribute("aria-activedescendant");
    cell.id ||= `tb-cell-${[...this.list.querySelectorAll("[role=gridcell]")].indexOf(cell)}`;
    cell.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", cell.id);
    cell.scrollIntoView({ block: "nearest" });
  }

  /** To another row; the field is one of the ring. @param {number} by */
  step(by) {
    const stops = [null, ...this.list.querySelectorAll("[role=row]")];
    const here = stops.indexOf((this.active || document.activeElement)?.closest("[role=row]") || null);
    this.input.focus();
    this.activate(stops[(here + by + stops.length) % stops.length]?.firstElementChild || null);
  }

  /** Takes a key, or leaves it to the field. @param {string} key @returns {boolean} true for a key that was taken */
  take(key) {
    const forward = getComputedStyle(this.list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (key === "ArrowDown" || key === "ArrowUp") this.step(key === "ArrowDown" ? 1 : -1);
    else if (key === "ArrowLeft" || key === "ArrowRight") {
      // Past the ends of a row the arrows are the text's again.
      this.activate((key === forward ? this.active?.nextElementSibling : this.active?.previousElementSibling) || null);
      return this.active !== null;
    } else {
      if (key === "Home" || key === "End") this.activate(null);
      return false;
    }
    return true;
  }
}
