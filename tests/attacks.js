// What the tests of attacks ask a page of the site for, in the browser. Each function is called by name.

({
  // --- Before anything of the page runs: whatever an attack would do is written down ---

  hook() {
    globalThis.seen = [];
    for (const name of ["alert", "confirm", "prompt"]) globalThis[name] = () => { seen.push(name); };
    globalThis.print = () => { globalThis.printed = true; };
    Object.defineProperty(globalThis, "hacked", { set: () => { seen.push("hacked"); }, get: () => undefined });
    addEventListener("securitypolicyviolation", (event) => seen.push(event.violatedDirective));
    addEventListener("error", (event) => seen.push(String(event.message)));
  },

  // --- A page as it was parsed: what it has that is no text, and how often it has some texts ---

  /** Texts without blanks and with straight quotes, as setting a text changes only those. */
  squeezed: (text) => text.replace(/\s+/g, "").replace(/[\u201c\u201d]/g, '"').replace(/\u2019/g, "'"),

  inspect(page, address, needles) {
    const faults = [];
    const leads = ["href", "src", "action", "formaction", "xlink:href", "srcset", "poster", "data", "background", "cite", "ping", "manifest"];
    for (const element of page.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith("on") || name === "srcdoc" || !/^[\w:-]+$/.test(name)) faults.push(`${element.tagName} ${name}=${value}`);
        if (!leads.includes(name)) continue;
        const target = URL.parse(value.replace(/^alternate$/, ""), address);
        if (!target || !["http:", "https:", "mailto:", "tel:"].includes(target.protocol)) faults.push(`${element.tagName} ${name}=${value}`);
        else if (element.tagName !== "A" && target.origin !== location.origin) faults.push(`${element.tagName} ${name}=${value}`);
        else if (element.tagName === "A" && value.startsWith("//")) faults.push(`${element.tagName} ${name}=${value}`);
      }
    }
    const nowhere = "iframe, frame, frameset, object, embed, applet, base, portal, math, foreignObject, video, audio, marquee, "
      + "meta[http-equiv]:not(head > [http-equiv=Content-Security-Policy]:first-of-type)";
    const inContent = "script:not([type='application/ld+json']), style, meta, link, [style], img:not(.tb-print img, .tb-partners img, .tb-masthead > img:nth-child(2):last-child), svg:not(.tb-icon, .tb-sprite), form:not(.tb-filters), xmp, plaintext, listing";
    for (const element of page.querySelectorAll(nowhere)) faults.push(element.outerHTML);
    for (const element of page.querySelectorAll(`.md-content :is(${inContent})`)) faults.push(element.outerHTML);
    for (const script of page.querySelectorAll("script:not([src], [type='application/ld+json']), style")) {
      if (/hacked|alert\(|evil/.test(script.textContent)) faults.push(script.outerHTML);
    }
    const content = page.querySelector(".md-content").cloneNode(true);
    // What is there for programs is written otherwise, and no reader sees it.
    for (const script of content.querySelectorAll("script")) script.remove();
    const attributes = [...content.querySelectorAll("[data-tb-copy], [aria-label], [title], [alt]")]
      .flatMap((one) => ["data-tb-copy", "aria-label", "title", "alt"].map((name) => one.getAttribute(name) || ""));
    const frame = [page.title, page.querySelector("meta[name=description]")?.content || "", ...[...page.querySelectorAll(".md-header, .md-nav, .md-footer")].map((one) => one.textContent)];
    const wanted = needles.map(this.squeezed);
    /** @param {string} text */
    const counted = (text) => {
      const held = this.squeezed(text);
      return wanted.map((needle) => held.split(needle).length - 1);
    };
    const [text, named, framed] = [content.textContent, attributes.join(" "), frame.join(" ")].map(counted);
    return { faults, skeleton: this.skeleton(page), text, attributes: named, frame: framed };
  },

  /** The page's elements with the names of their attributes, but for those that the small Markdown makes and words explained. */
  skeleton(page) {
    const counts = {};
    const own = ["A href", "STRONG ", "EM ", "BR ", "P ", "UL ", "OL ", "LI ", "SPAN dir lang", "DIV dir lang"];
    for (const element of page.querySelectorAll("*")) {
      const name = `${element.tagName} ${[...element.attributes].map((one) => one.name).sort().join(" ")}`;
      if (own.includes(name) || element.closest(".tb-explained, .tb-term, .tb-slot")) continue;
      counts[name] = (counts[name] || 0) + 1;
    }
    return counts;
  },

  async inspectAll(pages) {
    return Promise.all(pages.map(async ([uri, needles]) => {
      const answer = await fetch(uri);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return this.inspect(page, answer.url, needles);
    }));
  },

  inspectBodies(bodies) {
    return bodies.map(([body, needles]) => {
      const page = new DOMParser().parseFromString(`<div class="md-content">${body}</div>`, "text/html");
      return this.inspect(page, location.href, needles);
    });
  },

  /** The page that is open, as scripts have made it. */
  inspectHere(needles) {
    return this.inspect(document, location.href, needles);
  },

  // --- A page as it runs ---

  /** Opens all that can be opened, and touches everything in every way that starts a handler. */
  poke() {
    for (const part of document.querySelectorAll("details")) part.open = true;
    for (const part of document.querySelectorAll("[popover]")) part.showPopover();
    const ways = ["mouseover", "focus", "animationstart", "error"];
    for (const element of document.querySelectorAll("body *")) {
      for (const name of ways) element.dispatchEvent(new Event(name));
    }
    for (const part of document.querySelectorAll("[popover]")) part.hidePopover();
  },

  /** Waits for something to be there, a minute and a half at most. */
  async until(isThere) {
    for (let turn = 0; turn < 9000 && !isThere(); turn += 1) await new Promise((done) => setTimeout(done, 10));
  },

  /** Goes through a guide's visit; all that visit mode showed. */
  async visit() {
    const dialog = document.getElementById("tb-visit");
    const shown = [];
    document.querySelector("[data-tb-run=visit]").click();
    await this.until(() => document.querySelector(".tb-visit-where").textContent);
    for (let part = 0; dialog.open && part < 12; part += 1) {
      shown.push(dialog.textContent);
      dialog.querySelector(".tb-visit-next").click();
    }
    return shown.join(" ");
  },

  /** What search shows for each of `queries`: titles of results. */
  async search(queries) {
    document.querySelector("[data-tb-run=search]").click();
    const input = document.querySelector("#tb-search input");
    const note = document.querySelector(".tb-search-note");
    const typed = (query) => {
      input.value = query;
      input.dispatchEvent(new Event("input"));
      return [...document.querySelectorAll(".tb-result-title")].map((one) => one.textContent);
    };
    await this.until(() => typed("harmless").length);
    return queries.map((query) => typed(query));
  },
})
