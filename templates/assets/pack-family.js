// @ts-check
// The family's language for the pack's handouts: the values of the site in it, which its pages name.

/** @param {HTMLSelectElement} choice */
function familyChoice(choice) {
  /** @type {HTMLAnchorElement[]} */
  const links = [...document.querySelectorAll(".tb-languages a[hreflang]")].map((one) => /** @type {any} */ (one));
  const own = document.documentElement.lang;

  /** @param {string} address */
  async function read(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.text();
  }

  /** The folder of scripts of a language, whose name changes with each build. @param {HTMLAnchorElement} link */
  async function folderOf({ href }) {
    const page = new DOMParser().parseFromString(await read(href), "text/html");
    const script = page.querySelector("script[src$='/toolkit.js']")?.getAttribute("src") || "";
    return new URL(".", new URL(script, href)).href;
  }

  const chosen = () => links.find((one) => one.hreflang === choice.value);

  // From a disk a page may not fetch: the pack's page in the other language prints them there.
  if (!toolkit.isFile && links.length > 1) {
    choice.append(...links.map((one) => Object.assign(new Option(one.textContent || "", one.hreflang), { lang: one.lang })));
    choice.value = toolkit.read("family-language", own);
    if (choice.selectedIndex < 0) choice.value = own;
    choice.parentElement?.removeAttribute("hidden");
  }
  choice.addEventListener("change", () => toolkit.write("family-language", choice.value === own ? [] : choice.value));

  return {
    /** What the chosen language calls itself. */
    name: () => chosen()?.textContent || "",

    /** Loads values of the site in the chosen language, by the name of their script; an Error where they cannot be had. @returns {Promise<(name: string) => Promise<any>>} */
    async loader() {
      const link = chosen();
      if (!link || link.hreflang === own) return toolkit.load;
      const folder = await folderOf(link);
      return async (name) => {
        // A script of values is a call with a name and a value.
        const said = await read(`${folder}${name}.js`);
        return JSON.parse(said.slice(said.indexOf(",") + 1, said.lastIndexOf(")")));
      };
    },
  };
}
