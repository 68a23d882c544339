// @ts-check
// For an iPhone's home screen: a file is handed to the phone's own sheet, which shows, prints and saves it, and goes away.

(() => {
  /** A page ends with a slash or .html; all else with a dot in its name is a file. */
  const FILE = /\.(?!html?$)\w+$/i;

  /** @param {HTMLAnchorElement} link */
  async function hand(link) {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(`${link.href}: ${answer.status}`);
    const name = decodeURIComponent(link.pathname.split("/").pop() || "");
    const file = new File([await answer.blob()], name, { type: answer.headers.get("Content-Type") || "" });
    if (navigator.canShare?.({ files: [file] })) {
      try {
        await navigator.share({ files: [file] });
        return;
      } catch (error) {
        // Closing the sheet without a choice is no fault; anything else goes on to the next way.
        if (error instanceof DOMException && error.name === "AbortError") return;
      }
    }
    const address = URL.createObjectURL(file);
    Object.assign(document.createElement("a"), { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || !link.href.startsWith(toolkit.root) || !FILE.test(link.pathname)) return;
    event.preventDefault();
    // The page about no signal says what is in the way.
    hand(link).catch(() => { location.href = toolkit.page(`offline/#missing=${link.href.slice(toolkit.root.length)}`); });
  });
})();
