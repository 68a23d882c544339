// @ts-check
// On the page for wrong addresses: the language in whose folder the address lies comes first.

(() => {
  /** @type {HTMLElement[]} */
  const languages = /** @type {any} */ ([...document.querySelectorAll("[data-tb-root]")]);
  /** @param {HTMLElement} language */
  const root = (language) => language.dataset.tbRoot || "";
  // The folder of the first language holds those of the others: the longest that fits is meant.
  const [own] = languages.filter((one) => location.pathname.startsWith(root(one))).sort((one, other) => root(other).length - root(one).length);
  own?.parentElement?.prepend(own);
})();
