// @ts-check
// What all scripts of the site share: where things are, what is kept on this device, values that come as scripts.
// Everything works from a disk too (file://), where a page may not fetch: so values are scripts that call `take`.

/**
 * What finder, pack and visits show: a guide (key g.), a question (p.) or an activity (a.).
 * @typedef {{
 *   key: string, title: string, uri: string, ages: string, tags: string[], grades: string[], visits: string[],
 *   places: string[], areas: string[], purpose?: string, listener?: string, routine?: string, minutes?: number,
 *   about?: string, share?: string, next?: string[], notice?: string[], steps?: string[], ask?: string[],
 *   materials?: string[],
 * }} Entry
 */

const toolkit = (() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const folder = new URL(".", script.src).href;
  const root = new URL("../../../", folder).href;
  const isFile = location.protocol === "file:";
  /** @type {Map<string, Promise<any>>} */
  const asked = new Map();
  /** @type {Map<string, (value: any) => void>} */
  const waiting = new Map();

  /**
   * Loads a script of ours once.
   * @param {string} name its file name, without `.js`
   * @returns {Promise<void>} rejects with an Error when it cannot be had
   */
  function script_(name) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = `${folder}${name}.js`;
      element.onload = () => resolve();
      element.onerror = () => {
        element.remove();
        asked.delete(name);
        reject(new Error(`${name}.js cannot be had`));
      };
      document.head.append(element);
    });
  }

  /** How the name of a tab begins that holds what the browser does not let us keep: all else ends with each page. */
  const NAME = "toolkit:";

  /** What stands in the tab's name, by key. @returns {Record<string, any>} */
  function inTab() {
    try {
      return window.name.startsWith(NAME) ? JSON.parse(window.name.slice(NAME.length)) : {};
    } catch {
      // Somebody else's name for the tab.
      return {};
    }
  }

  /** @param {Record<string, any>} values */
  function writeTab(values) {
    window.name = Object.keys(values).length ? NAME + JSON.stringify(values) : "";
  }

  return {
    /** The site's own address, with a slash at its end. */
    root,
    /** The address of the folder with scripts and styles. */
    folder,
    /** True for a copy that was opened from a disk. */
    isFile,

    /**
     * The address of a page: a folder's name is enough on the web, a disk needs the file's.
     * @param {string} uri relative to the site, with or without `#anchor`
     */
    page(uri) {
      const [path, anchor] = uri.split("#");
      const file = isFile && (path === "" || path.endsWith("/")) ? `${path}index.html` : path;
      return root + file + (anchor === undefined ? "" : `#${anchor}`);
    },

    /**
     * Runs a script of ours, once however often it is asked for.
     * @param {string} name
     * @returns {Promise<void>}
     */
    run(name) {
      const known = asked.get(name) || script_(name);
      asked.set(name, known);
      return known;
    },

    /**
     * The value that a script hands over with `take`; an Error where it cannot be had.
     * @param {string} name
     * @returns {Promise<any>}
     */
    load(name) {
      const known = asked.get(name) || new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        script_(name).catch(reject);
      });
      asked.set(name, known);
      return known;
    },

    /**
     * Called by a script of values.
     * @param {string} name
     * @param {any} value
     */
    take(name, value) {
      waiting.get(name)?.(value);
      waiting.delete(name);
    },

    /**
     * Puts `text` on the clipboard; without https a browser has only the old way for it.
     * @param {string} text
     * @returns {Promise<boolean>} false where the browser refuses both
     */
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        const field = Object.assign(document.createElement("textarea"), { value: text, className: "tb-hidden" });
        const focused = document.activeElement;
        // Under an open dialog nothing can be chosen.
        (document.querySelector("dialog[open]") || document.body).append(field);
        field.select();
        const isCopied = document.execCommand("copy");
        field.remove();
        if (focused instanceof HTMLElement) focused.focus();
        return isCopied;
      }
    },

    /** What stands after the `#` of this page's address, as it was meant. */
    anchor() {
      const raw = location.hash.slice(1);
      try {
        return decodeURIComponent(raw);
      } catch {
        // A broken escape, by a slip or by intent, is taken as it is.
        return raw;
      }
    },

    /** False where the browser does not let us keep what stands under `key`: it ends with this tab. @param {string} key */
    isKept: (key) => !Object.hasOwn(inTab(), key),

    /**
     * What this device keeps under `key`, or `otherwise`.
     * @template Value
     * @param {string} key
     * @param {Value} otherwise
     * @returns {Value}
     */
    read(key, otherwise) {
      try {
        return inTab()[key] ?? JSON.parse(localStorage.getItem(`toolkit:${key}`) || "null") ?? otherwise;
      } catch {
        // It may hold something that is not ours.
        return otherwise;
      }
    },

    /**
     * Keeps `value` on this device, or in this tab where storage is full or forbidden; nothing is kept of an empty list.
     * @param {string} key
     * @param {unknown} value
     */
    write(key, value) {
      const { [key]: had, ...others } = inTab();
      try {
        if (Array.isArray(value) && value.length === 0) localStorage.removeItem(`toolkit:${key}`);
        else localStorage.setItem(`toolkit:${key}`, JSON.stringify(value));
        if (had !== undefined) writeTab(others);
      } catch {
        writeTab({ ...others, [key]: value });
      }
    },

    /** Takes away all that this device keeps for this site, but for its pages. */
    forget() {
      // Material's own choice of colors has the site's path before its name.
      for (const key of Object.keys(localStorage)) if (key.startsWith("toolkit:") || key.endsWith(".__palette")) localStorage.removeItem(key);
      writeTab({});
    },

    /**
     * A text with its marks filled: `{n} results` and 3 make `3 results`.
     * @param {string | undefined} text
     * @param {Record<string, string | number>} values
     */
    fill(text, values) {
      return (text || "").replace(/\{(\w+)\}/g, (mark, name) => String(values[name] ?? mark));
    },
  };
})();
