// @ts-check
// Hands what the page holds to the phone's own sheet: a printed piece, a card as a picture, a text as a message. Where
// there is no such sheet, it is saved. Nothing is sent by us, and what is kept on this device goes without a signal.

const sharing = (() => {
  /** The picture of a card, in pixels: as wide as a phone shows it sharp. */
  const WIDTH = 1080;
  const EDGE = 72;
  /** Letters that a file's name cannot have everywhere. */
  const NOT_IN_NAMES = /[\\/:*?"<>|\u0000-\u001f]+/g;

  /** What never begins a line. */
  const CLOSING = /^[\s\p{Pe}\p{Pf}.,;:!?…،؟؛。，、！？]+$/u;

  const language = () => document.documentElement.lang;

  /** A name from which a person knows what it is: the piece, whose it is, and the language. @param {string[]} words @param {string} ending */
  function fileName(words, ending) {
    const spoken = new Intl.DisplayNames([language()], { type: "language" }).of(language()) || "";
    const said = [...words, spoken].map((word) => word.replace(/\s+/g, " ").trim()).filter(Boolean).join(", ");
    return `${said.replace(NOT_IN_NAMES, " ").replace(/\s+/g, " ").trim().slice(0, 120).trim()}.${ending}`;
  }

  /**
   * Gives files to the phone's sheet, else saves them.
   * @param {File[]} files
   */
  async function offer(files) {
    if (navigator.canShare?.({ files })) {
      try {
        await navigator.share({ files });
        return;
      } catch (error) {
        // Closing the sheet without a choice is no fault; anything else goes on to the next way.
        if (error instanceof DOMException && error.name === "AbortError") return;
      }
    }
    for (const file of files) {
      const address = URL.createObjectURL(file);
      Object.assign(document.createElement("a"), { href: address, download: file.name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    }
  }

  /** A file of the site; an Error where it cannot be had. @param {string} address @param {string} name @returns {Promise<File>} */
  async function fetched(address, name) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return new File([await answer.blob()], name, { type: answer.headers.get("Content-Type") || "" });
  }

  /** The words of a line that may be broken apart; in scripts without blanks, where the browser knows. @param {string} text @returns {string[]} */
  function pieces(text) {
    // What no browser since 2022 must know, most do.
    const Segmenter = /** @type {any} */ (Intl).Segmenter;
    if (!Segmenter) return text.match(/[^\s\u2e80-\u9fff]+\s*|[\u2e80-\u9fff]\s*/g) || [];
    /** @type {string[]} */
    const made = [];
    for (const { segment } of new Segmenter(language(), { granularity: "word" }).segment(text)) {
      if (made.length && CLOSING.test(segment)) made[made.length - 1] += segment;
      else made.push(segment);
    }
    return made;
  }

  /** @param {CanvasRenderingContext2D} pen @param {string} text @param {number} width @returns {string[]} */
  function lines(pen, text, width) {
    const made = [""];
    for (const piece of pieces(text.replace(/\s+/g, " ").trim())) {
      const last = made[made.length - 1];
      if (last && pen.measureText((last + piece).trimEnd()).width > width) made.push(piece);
      else made[made.length - 1] += piece;
    }
    return made.map((line) => line.trim()).filter(Boolean);
  }

  /** The text of all parts of a card that fit a selector. @param {Element} card @param {string} selector */
  const texts = (card, selector) => [...card.querySelectorAll(selector)].map((one) => one.textContent?.replace(/\s+/g, " ").trim() || "").filter(Boolean);

  /** A card as a picture: its title, what to do, what to ask, and whose it is. @param {Element} card @returns {Promise<File>} */
  async function drawn(card) {
    const isRtl = getComputedStyle(card).direction === "rtl";
    const family = getComputedStyle(card).fontFamily;
    const color = (/** @type {string} */ name) => getComputedStyle(card).getPropertyValue(name).trim();
    const canvas = document.createElement("canvas");
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const [title] = texts(card, ".tb-question, h2, h3, h4");
    const label = texts(card, ".tb-card-tags > .tb-tag").slice(0, 2).join(" · ");
    const steps = texts(card, ".tb-steps > li, [data-steps] > li").map((text, at) => `${at + 1}. ${text}`);
    const asks = texts(card, ".tb-asks > li, [data-ask] li").map((text) => `• ${text}`);
    /** @type {[string, number, string, number][]} text, size, weight, room above */
    const parts = [[label, 30, "400", 0], [title || "", 60, "700", 24], ...steps.map((text) => /** @type {[string, number, string, number]} */ ([text, 38, "400", 26])), ...asks.map((text) => /** @type {[string, number, string, number]} */ ([text, 38, "600", 26])), [document.title.split(" - ").pop() || "", 28, "400", 48]];
    const set = (/** @type {string} */ weight, /** @type {number} */ size) => { pen.font = `${weight} ${size}px ${family}`; };
    let height = 24 + EDGE;
    const placed = parts.filter(([text]) => text).flatMap(([text, size, weight, above]) => {
      set(weight, size);
      height += above;
      return lines(pen, text, WIDTH - 2 * EDGE).map((line) => {
        height += size * 1.4;
        return { line, size, weight, at: height };
      });
    });
    Object.assign(canvas, { width: WIDTH, height: Math.max(Math.ceil(height + EDGE), 640) });
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = color("--tb-header");
    pen.fillRect(0, 0, canvas.width, 24);
    pen.fillStyle = "#1d242b";
    pen.direction = isRtl ? "rtl" : "ltr";
    pen.textAlign = isRtl ? "right" : "left";
    for (const { line, size, weight, at } of placed) {
      set(weight, size);
      pen.fillText(line, isRtl ? WIDTH - EDGE : EDGE, at);
    }
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return new File([/** @type {Blob} */ (blob)], fileName([title || ""], "png"), { type: "image/png" });
  }

  /** Opens the phone's messages with the words filled in: whom they go to is chosen there. @param {string} text */
  function write(text) {
    const link = Object.assign(document.createElement("a"), { href: `sms:?&body=${encodeURIComponent(text)}` });
    document.body.append(link);
    link.click();
    link.remove();
  }

  /** @param {HTMLElement} button */
  async function share(button) {
    const { tbShare: what = "", tbName: name = "" } = button.dataset;
    if (what === "message") return write(name);
    if (what === "card") return offer([await drawn(/** @type {Element} */ (button.closest(".tb-card")))]);
    if (what === "pack") return offer(await Promise.all([...document.querySelectorAll(".tb-pack-list > .tb-entry")].map(drawn)));
    const heading = document.querySelector("article h1")?.firstChild?.textContent || "";
    if (what === "page") {
      await toolkit.run("one-page");
      const from = /** @type {Element} */ (document.querySelector(".tb-pack-list") || document.querySelector(".tb-page"));
      const title = from.getAttribute("aria-label") || heading;
      return offer([new File([onePage(from, title)], fileName([title], "html"), { type: "text/html" })]);
    }
    const address = toolkit.page(what);
    // A page from a disk may not fetch: the piece opens, and its window has all that can be done with it.
    if (toolkit.isFile) return void (location.href = address);
    return offer([await fetched(address, fileName([name, heading], what.split(".").pop() || "pdf"))]);
  }

  document.addEventListener("toolkit:share", (event) => {
    const button = /** @type {CustomEvent<HTMLElement>} */ (event).detail;
    // The page about no signal says what is in the way.
    share(button).catch(() => { location.href = toolkit.page(`offline/#missing=${button.dataset.tbShare}`); });
  });

  return { offer, fetched };
})();
