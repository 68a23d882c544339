// @ts-check
// A dialog over the whole screen of a phone, which stays on for as long as the dialog is open.

/**
 * @param {HTMLDialogElement} dialog
 * @param {() => void} tell called where the browser or the phone refuses to keep the screen on
 * @returns {() => void} to call each time that the dialog was opened
 */
function wholeScreen(dialog, tell = () => undefined) {
  /** @type {WakeLockSentinel | undefined} */
  let awake;

  async function stayAwake() {
    if (!dialog.open || document.visibilityState !== "visible") return;
    // A low battery or a setting may refuse it, and not every browser can: all else goes on the same.
    const lock = "wakeLock" in navigator ? await navigator.wakeLock.request("screen").catch(() => undefined) : undefined;
    if (!lock) return tell();
    if (dialog.open) awake = lock;
    else lock.release();
  }

  // Whatever hides the page ends it.
  document.addEventListener("visibilitychange", stayAwake);
  dialog.addEventListener("close", () => {
    awake?.release();
    if (document.fullscreenElement) document.exitFullscreen();
  });
  return () => {
    stayAwake();
    if (matchMedia("(pointer: coarse)").matches) document.documentElement.requestFullscreen?.().catch(() => undefined);
  };
}
