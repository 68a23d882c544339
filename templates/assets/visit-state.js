// @ts-check
// What this device keeps of a visit: where one is, what was asked, the time of each part. Nobody's name, nothing written.

/**
 * Where one is (0 before, 1 at the door, then the parts, then after), the part that was shown last, when, seconds by
 * part, ticks, which of the visitors holds the phone; `isOpen` until she leaves.
 * @typedef {{at: number, part: number, day: number, spent: number[], ticks: string[], who: Visitor, isOpen: boolean}} Visit
 */

const visitState = (() => {
  /** A visit that was left longer ago than this is another visit, in milliseconds. */
  const SAME_VISIT = 3 * 60 * 60 * 1000;
  const KEY = `visit:${document.querySelector("[data-tb-page]")?.getAttribute("data-tb-page") || ""}`;
  const parts = [...document.querySelectorAll(".tb-timeline > .tb-step")];
  /** How much stands before the first part. */
  const LEAD = 2;
  const AFTER = LEAD + parts.length;
  /** When the time was last looked at. */
  let since = 0;
  /** @returns {Visit} */
  const fresh = () => ({ at: 0, part: 0, day: Date.now(), spent: [], ticks: [], who: "", isOpen: true });

  return {
    parts,
    LEAD,
    AFTER,
    /** A visit that begins now. */
    begin() {
      since = Date.now();
      return fresh();
    },

    /** The visit that was left a while ago, or a new one; what a device kept may be of another version, or broken. @returns {Visit} */
    known() {
      since = Date.now();
      const kept = toolkit.read(KEY, fresh());
      const isWhole = Number.isInteger(kept.at) && kept.at >= 0 && kept.at <= AFTER && Array.isArray(kept.spent) && Array.isArray(kept.ticks);
      if (!isWhole || !(since - kept.day < SAME_VISIT)) return fresh();
      // A phone that took the page away while it slept never saw her leave: the visit went on.
      if (kept.isOpen) since = kept.day;
      const who = kept.who === "leader" || kept.who === "partner" ? kept.who : "";
      return { ...kept, who, part: parts[kept.part] ? kept.part : 0, spent: kept.spent.map((seconds) => Number(seconds) || 0), isOpen: true };
    },

    /** @param {Visit} visit */
    keep: (visit) => toolkit.write(KEY, { ...visit, day: Date.now() }),

    /** The next visit starts with the first part and no ticks. */
    forget: () => toolkit.write(KEY, []),

    /** Adds the time since the last look to the part that is shown. By the clock: a phone that sleeps runs nothing. @param {Visit} visit */
    count(visit) {
      const isPart = visit.at >= LEAD && visit.at < AFTER;
      if (visit.isOpen && isPart) visit.spent[visit.part] = (visit.spent[visit.part] || 0) + Math.max(0, Date.now() - since) / 1000;
      since = Date.now();
    },
  };
})();
