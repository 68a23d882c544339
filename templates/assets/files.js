// @ts-check
// For an iPhone's home screen: a file is handed to the phone's own sheet, which shows, prints and saves it, and goes away.

(() => {
  /** A page ends with a slash or .html; all else with a dot in its name is a file. */
  const FILE = /\.(?!html?$)\w+$/i;

  /** @param {HTMLAnchorElement} link */
  async function hand(link) {
    const name = decodeURIComponent(link.pathname.split("/").pop() || "");
    await sharing.offer([await sharing.fetched(link.href, name)]);
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || !link.href.startsWith(toolkit.root) || !FILE.test(link.pathname)) return;
    event.preventDefault();
    // The page about no signal says what is in the way.
    hand(link).catch(() => { location.href = toolkit.page(`offline/#missing=${link.href.slice(toolkit.root.length)}`); });
  });
})();
