// @ts-check
// Visit mode: the agenda part by part in large type, with the time that is left. All of it comes from the page.

(() => {
  /** A visit that was left longer ago than this is another visit, in milliseconds. */
  const SAME_VISIT = 3 * 60 * 60 * 1000;
  const SWIPE = 60;
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("tb-visit"));
  const guide = document.querySelector("[data-tb-page]")?.getAttribute("data-tb-page") || "";
  const parts = [...document.querySelectorAll(".tb-timeline > .tb-step")];
  /** @template {Element} Kind @param {string} selector @returns {Kind} */
  const part = (selector) => /** @type {any} */ (dialog.querySelector(selector));
  /** @type {HTMLElement} */
  const time = part(".tb-visit-time");
  /** @type {HTMLElement} */
  const next = part(".tb-visit-next");
  const nextLabel = next.textContent;

  /** @type {HTMLElement} */
  const again = part(".tb-visit-again");
  const againLabel = again.textContent;

  /** @typedef {{at: number, day: number, spent: number[], ticks: string[]}} Visit part, when, seconds by part, ticks */
  /** @returns {Visit} */
  const fresh = () => ({ at: 0, day: Date.now(), spent: [], ticks: [] });
  let visit = fresh();
  /** What "Start over" took away, for its undo. @type {Visit | undefined} */
  let before;
  let since = 0;
  /** @type {WakeLockSentinel | undefined} */
  let awake;

  const keep = () => toolkit.write(`visit:${guide}`, { ...visit, day: Date.now() });
  const minutesOf = () => Number(parts[visit.at].querySelector("[data-tb-minutes]")?.getAttribute("data-tb-minutes"));

  /** The visit that was left open a while ago, or a new one; what a device kept may be of another version, or broken. */
  function known() {
    const kept = toolkit.read(`visit:${guide}`, fresh());
    const isWhole = Number.isInteger(kept.at) && kept.at >= 0 && kept.at < parts.length && Array.isArray(kept.spent) && Array.isArray(kept.ticks);
    if (!isWhole || !(Date.now() - kept.day < SAME_VISIT)) return fresh();
    return { ...kept, spent: kept.spent.map((seconds) => Number(seconds) || 0) };
  }

  /** Adds the time since the last look to the part that is shown. */
  function count() {
    visit.spent[visit.at] = (visit.spent[visit.at] || 0) + (Date.now() - since) / 1000;
    since = Date.now();
    keep();
  }

  function showTime() {
    const left = minutesOf() - (visit.spent[visit.at] || 0) / 60;
    const words = left >= 1 ? time.dataset.left : left > 0 ? time.dataset.last : left > -1 ? time.dataset.now : time.dataset.over;
    time.textContent = toolkit.fill(words, { n: left > 0 ? Math.ceil(left) : Math.floor(-left) });
    time.classList.toggle("tb-over", left <= 0);
  }

  /** @param {Element} link of a question, to its card on this page */
  function drawQuestion(link) {
    const id = link.getAttribute("href")?.split("#")[1] || "";
    const item = document.createElement("li");
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: visit.ticks.includes(id) });
    box.addEventListener("change", () => {
      visit.ticks = box.checked ? [...visit.ticks, id] : visit.ticks.filter((tick) => tick !== id);
      keep();
    });
    const words = document.createElement("span");
    tell(words, link);
    label.append(box, words);
    item.append(label);
    const share = document.getElementById(id)?.querySelector(".tb-share");
    if (share) item.append(share.cloneNode(true));
    return item;
  }

  /** Takes over words with their slots and their language; explained words without their buttons. @param {HTMLElement} to @param {Element | null} from */
  function tell(to, from) {
    to.replaceChildren(...(from?.cloneNode(true).childNodes || []));
    for (const term of to.querySelectorAll("button")) term.replaceWith(term.textContent || "");
  }

  /** What holds at every visit stands in the page, and is taken over once. @param {string} to @param {string} from */
  function takeOver(to, from) {
    const copies = [...document.querySelectorAll(from)].map((one) => one.cloneNode(true));
    part(to).toggleAttribute("hidden", copies.length === 0);
    part(`${to} > div`).replaceChildren(...copies);
  }

  function show() {
    const step = parts[visit.at];
    if (visit.at === 0) takeOver(".tb-visit-door", ".tb-safe > :is(.tb-holder, .tb-carry)");
    else part(".tb-visit-door").toggleAttribute("hidden", true);
    const where = part(".tb-visit-where");
    where.textContent = toolkit.fill(where.getAttribute("data-text") || "", { n: visit.at + 1, all: parts.length });
    /** @type {HTMLElement} */
    const bar = part(".tb-visit-bar span");
    bar.style.width = `${((visit.at + 1) / parts.length) * 100}%`;
    tell(part("h2"), step.querySelector(".tb-step-head b"));
    tell(part(".tb-visit-say"), step.querySelector(".tb-say"));
    part(".tb-visit-ask").replaceChildren(...[...step.querySelectorAll(".tb-step-prompts a")].map(drawQuestion));
    const more = [...document.querySelectorAll(".tb-insert[open] .tb-insert-asks a")];
    part(".tb-visit-more").toggleAttribute("hidden", more.length === 0);
    part(".tb-visit-more ul").replaceChildren(...more.map(drawQuestion));
    part(".tb-visit-back").toggleAttribute("disabled", visit.at === 0);
    next.textContent = (visit.at === parts.length - 1 ? next.dataset.last : nextLabel) || "";
    again.textContent = (before ? again.dataset.undo : againLabel) || "";
    again.hidden = !before && visit.at === 0 && visit.ticks.length === 0;
    showTime();
    part(".tb-visit-part").scrollTop = 0;
    /** @type {HTMLElement} */
    const heading = part("h2");
    heading.focus();
  }

  /** @param {number} by */
  function go(by) {
    const to = visit.at + by;
    if (to < 0) return;
    if (to >= parts.length) return end();
    count();
    before = undefined;
    visit.at = to;
    keep();
    show();
  }

  /** The visit is done: the next one starts with the first part and no ticks. */
  function end() {
    close();
    toolkit.write(`visit:${guide}`, []);
  }

  async function stayAwake() {
    if (!dialog.open || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    // A low battery or a setting may refuse it; the visit goes on all the same.
    awake = await navigator.wakeLock.request("screen").catch(() => undefined);
  }

  function open() {
    visit = known();
    before = undefined;
    since = Date.now();
    // The phone's own "back" leaves the visit, not the guide.
    if (!history.state?.tbVisit) history.pushState({ tbVisit: true }, "");
    stayAwake();
    takeOver(".tb-visit-help", ".tb-part-trouble .tb-protocol");
    if (matchMedia("(pointer: coarse)").matches) document.documentElement.requestFullscreen?.().catch(() => undefined);
    show();
  }

  function close() {
    if (!dialog.open) return;
    count();
    awake?.release();
    if (document.fullscreenElement) document.exitFullscreen();
    dialog.close();
    if (history.state?.tbVisit) history.back();
  }

  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  addEventListener("popstate", close);
  part(".tb-close").addEventListener("click", close);
  part(".tb-visit-back").addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));
  again.addEventListener("click", () => {
    [visit, before] = before ? [before, undefined] : [fresh(), visit];
    since = Date.now();
    keep();
    show();
  });
  const forward = document.dir === "rtl" || document.body.dir === "rtl" ? -1 : 1;
  dialog.addEventListener("keydown", (event) => {
    const by = { ArrowRight: forward, ArrowLeft: -forward, PageDown: 1, PageUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    go(by);
  });
  /** @type {Touch | undefined} */
  let touch;
  dialog.addEventListener("touchstart", (event) => { touch = event.touches.length === 1 ? event.touches[0] : undefined; }, { passive: true });
  dialog.addEventListener("touchend", (event) => {
    if (!touch) return;
    const [across, down] = [event.changedTouches[0].clientX - touch.clientX, event.changedTouches[0].clientY - touch.clientY];
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) go(across < 0 ? forward : -forward);
  }, { passive: true });
  document.addEventListener("visibilitychange", stayAwake);
  setInterval(() => {
    if (!dialog.open) return;
    count();
    showTime();
  }, 5000);
  document.addEventListener("toolkit:visit", open);
})();
