// @ts-check
// How one goes through a visit: buttons, arrow keys, a swipe.

const visitMoves = (() => {
  const SWIPE = 60;
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("tb-visit"));
  const forward = document.dir === "rtl" || document.body.dir === "rtl" ? -1 : 1;
  /** Arrows and swipes are the field's own there. @param {EventTarget | null} target */
  const isField = (target) => target instanceof Element && Boolean(target.closest("textarea, select"));

  return {
    /** @param {(by: number) => void} go one on (1) or one back (-1) */
    start(go) {
      dialog.querySelector(".tb-visit-back")?.addEventListener("click", () => go(-1));
      dialog.querySelector(".tb-visit-next")?.addEventListener("click", () => go(1));
      dialog.addEventListener("keydown", (event) => {
        const by = { ArrowRight: forward, ArrowLeft: -forward, PageDown: 1, PageUp: -1 }[event.key];
        if (!by || isField(event.target)) return;
        event.preventDefault();
        go(by);
      });
      /** @type {Touch | undefined} */
      let touch;
      dialog.addEventListener("touchstart", (event) => { touch = event.touches.length === 1 && !isField(event.target) ? event.touches[0] : undefined; }, { passive: true });
      dialog.addEventListener("touchend", (event) => {
        if (!touch) return;
        const [across, down] = [event.changedTouches[0].clientX - touch.clientX, event.changedTouches[0].clientY - touch.clientY];
        if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) go(across < 0 ? forward : -forward);
      }, { passive: true });
    },
  };
})();
