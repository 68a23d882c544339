// @ts-check
// Ticks that stay on this device, and buttons that copy a script. Everything else works without JavaScript.

(() => {
  const page = document.querySelector("[data-tb-page]");
  const key = page instanceof HTMLElement ? `toolkit:ticks:${page.dataset.tbPage}` : "";

  /** @returns {Set<string>} */
  function readTicks() {
    try {
      return new Set(JSON.parse(localStorage.getItem(key) || "[]"));
    } catch {
      // Storage may be switched off, or hold something that is not ours: then ticks last as long as the page.
      return new Set();
    }
  }

  /** @param {Set<string>} ticks */
  function writeTicks(ticks) {
    try {
      if (ticks.size) localStorage.setItem(key, JSON.stringify([...ticks]));
      else localStorage.removeItem(key);
    } catch {
      // As above: a full or forbidden storage is no reason to lose the tick on screen.
    }
  }

  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-tb-tick]"));
  const clear = /** @type {HTMLButtonElement | null} */ (document.querySelector(".tb-clear"));
  const ticks = key ? readTicks() : new Set();
  for (const box of boxes) {
    box.checked = ticks.has(box.dataset.tbTick || "");
    box.addEventListener("change", () => {
      if (box.checked) ticks.add(box.dataset.tbTick || "");
      else ticks.delete(box.dataset.tbTick || "");
      writeTicks(ticks);
    });
  }
  if (clear) {
    clear.hidden = false;
    clear.addEventListener("click", () => {
      ticks.clear();
      writeTicks(ticks);
      for (const box of boxes) box.checked = false;
    });
  }

  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-tb-copy]"))) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.tbCopy || "");
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = label; }, 1500);
    });
  }

  // A link to a card inside a closed part opens that part.
  function openTarget() {
    const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    for (let part = target; part; part = part.parentElement) {
      if (part instanceof HTMLDetailsElement) part.open = true;
    }
  }
  addEventListener("hashchange", openTarget);
  openTarget();
})();
