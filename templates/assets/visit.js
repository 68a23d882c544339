// @ts-check
// Visit mode: a visit from start to end in large type, with the time that is left. All of it comes from the page.

(() => {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("tb-visit"));
  const { parts, LEAD, AFTER } = visitState;
  /** @template {HTMLElement} Kind @param {string} selector @returns {Kind} */
  const part = (selector) => /** @type {any} */ (dialog.querySelector(selector));
  const [heading, where, time, next, again] = ["h2", ".tb-visit-where", ".tb-visit-time", ".tb-visit-next", ".tb-visit-again"].map(part);
  const [nextLabel, againLabel] = [next.textContent, again.textContent];

  // None is open yet: she may have closed it before this script was there.
  let visit = { ...visitState.begin(), isOpen: false };
  /** What "Start over" took away, for its undo. @type {Visit | undefined} */
  let before;
  let isDarkTold = false;
  const fill = wholeScreen(dialog, () => {
    if (!isDarkTold) part(".tb-visit-dark").textContent = part(".tb-visit-dark").dataset.text || "";
    isDarkTold = true;
  });

  const keep = () => visitState.keep(visit);
  const isPart = () => visit.at >= LEAD && visit.at < AFTER;
  /** @returns {"before" | "door" | "part" | "after"} */
  const stage = () => (isPart() ? "part" : visit.at === 0 ? "before" : visit.at < LEAD ? "door" : "after");
  const minutesOf = () => Number(parts[visit.part].querySelector("[data-tb-minutes]")?.getAttribute("data-tb-minutes"));

  function count() {
    visitState.count(visit);
    keep();
  }

  function showTime() {
    const left = minutesOf() - (visit.spent[visit.part] || 0) / 60;
    const words = left >= 1 ? time.dataset.left : left > 0 ? time.dataset.last : left > -1 ? time.dataset.now : time.dataset.over;
    time.textContent = toolkit.fill(words, { n: left > 0 ? Math.ceil(left) : Math.floor(-left) });
    time.classList.toggle("tb-over", left <= 0);
    time.hidden = !isPart();
  }

  /** @param {string} id @param {boolean} isAsked */
  function tick(id, isAsked) {
    visit.ticks = isAsked ? [...visit.ticks, id] : visit.ticks.filter((one) => one !== id);
    keep();
  }

  function drawPart() {
    const step = parts[visit.part];
    const say = step.querySelector(".tb-say");
    visitPart.tell(heading, step.querySelector(".tb-step-head b"));
    visitTurn.show(step, visit.who);
    visitPart.tell(part(".tb-visit-say"), say);
    visitPart.tellTheirs(part("[data-tb-at=part] > .tb-visit-both > .tb-visit-theirs"), visitFamily.say(visit.part), say);
    part(".tb-visit-pause").hidden = !say;
    /** @param {Element} link */
    const question = (link) => visitPart.question(link, visit.ticks, tick);
    part(".tb-visit-ask").replaceChildren(...[...step.querySelectorAll(".tb-step-prompts a")].map(question));
    const more = [...document.querySelectorAll(".tb-insert[open] .tb-insert-asks a")];
    part(".tb-visit-more").hidden = more.length === 0;
    part(".tb-visit-more ul").replaceChildren(...more.map(question));
  }

  /** Takes over what stands in the page. @param {HTMLElement} to @param {string} from */
  const takeOver = (to, from) => to.replaceChildren(...[...document.querySelectorAll(from)].map(visitPart.copy));
  const beforehand = document.getElementById("before")?.closest("section")?.children || [];

  function draw() {
    const at = stage();
    for (const one of dialog.querySelectorAll("[data-tb-at]")) one.toggleAttribute("hidden", one.getAttribute("data-tb-at") !== at);
    for (const one of dialog.querySelectorAll("[data-tb-stage]")) {
      if (one.getAttribute("data-tb-stage") === at) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
    }
    if (at === "part") drawPart();
    else {
      heading.textContent = heading.dataset[at] || "";
      visitTurn.show(undefined, visit.who);
    }
    if (at === "before") part("[data-tb-at=before]").replaceChildren(...[...beforehand].filter((one) => one.id !== "before").map(visitPart.copy));
    if (at === "door") takeOver(part(".tb-visit-safe"), ".tb-safe > :is(.tb-holder, .tb-carry, .tb-part-door)");
    if (at === "after") {
      visitPart.thank(part(".tb-visit-thanks"));
      visitNotes.show();
    }
    part(".tb-visit-team").hidden = at !== "door" && at !== "part";
    part(".tb-visit-help").hidden = at === "before" || !part(".tb-visit-help > div").children.length;
    // What is asked comes first; at any other time the language does.
    const above = at === "part" ? part("[data-tb-at=part]") : heading;
    const family = part(".tb-visit-family");
    if (above.nextElementSibling !== family) above.after(family);
    visitTurn.showChoice(visit.who, at === "before" ? heading : undefined);
    where.textContent = isPart() ? toolkit.fill(where.dataset.text, { n: visit.part + 1, all: parts.length }) : where.dataset.all || "";
    part(".tb-visit-bar span").style.width = `${((visit.at + 1) / (AFTER + 1)) * 100}%`;
    part(".tb-visit-back").toggleAttribute("disabled", visit.at === 0);
    next.textContent = (visit.at === AFTER ? next.dataset.last : nextLabel) || "";
    again.textContent = (before ? again.dataset.undo : againLabel) || "";
    again.hidden = !before && visit.at === 0 && visit.ticks.length === 0;
    showTime();
  }

  function show() {
    draw();
    part(".tb-visit-part").scrollTop = 0;
    heading.focus();
  }

  /** @param {number} to */
  function goTo(to) {
    if (to < 0) return;
    if (to > AFTER) return end();
    count();
    before = undefined;
    visit.at = to;
    if (isPart()) visit.part = to - LEAD;
    part(".tb-visit-dark").textContent = "";
    keep();
    show();
  }

  /** The visit is done. */
  function end() {
    if (close()) visitState.forget();
  }

  function open() {
    visit = visitState.known();
    before = undefined;
    count();
    // The phone's own "back" leaves the visit, not the guide.
    if (!history.state?.tbVisit) history.pushState({ tbVisit: true }, "");
    takeOver(part(".tb-visit-help > div"), ".tb-part-trouble .tb-protocol");
    fill();
    show();
    visitFamily.start(draw);
  }

  /** The time ends to count. */
  function leave() {
    if (!visit.isOpen) return;
    count();
    visit.isOpen = false;
    keep();
  }

  /** @returns {boolean} false where she stays, with what she has written */
  function close() {
    if (!dialog.open) return true;
    if (!visitNotes.leave()) {
      if (!history.state?.tbVisit) history.pushState({ tbVisit: true }, "");
      return false;
    }
    leave();
    dialog.close();
    if (history.state?.tbVisit) history.back();
    return true;
  }

  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener("close", () => leave());
  addEventListener("popstate", close);
  part(".tb-close").addEventListener("click", close);
  visitTurn.start((who) => {
    visit.who = who;
    keep();
    draw();
  });
  visitMoves.start((by) => goTo(visit.at + by));
  for (const [name, to] of /** @type {[string, () => number][]} */ ([["before", () => 0], ["door", () => 1], ["part", () => LEAD + visit.part], ["after", () => AFTER]])) {
    part(`[data-tb-stage=${name}]`).addEventListener("click", () => goTo(to()));
  }
  again.addEventListener("click", () => {
    [visit, before] = before ? [before, undefined] : [visitState.begin(), visit];
    count();
    show();
  });
  function look() {
    if (!dialog.open || !visit.isOpen || document.visibilityState !== "visible") return;
    count();
    showTime();
  }
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
  // To another page and back: what lies between is no visit.
  addEventListener("pagehide", leave);
  addEventListener("pageshow", () => { if (dialog.open) visit = visitState.known(); });
  document.addEventListener("toolkit:visit", open);
})();
