// @ts-check
// Listen: a card, or a family's page, is heard: its recording, or a voice of the device, which reads sentence by sentence,
// each part in its own language.

(() => {
  /** A sentence and its language. @typedef {{text: string, language: string}} Said */
  const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd";
  /** What is for eyes only. What the school shares first is the teacher's to say. */
  const LEFT = "dialog, nav, details, a[aria-label], #print, .tb-prints, .tb-languages, .tb-translation, .tb-card-tags, .tb-card-foot, .tb-hero-links, .tb-share";
  /** @type {Record<string, string>} */
  const TYPES = { mp3: "audio/mpeg", ogg: "audio/ogg; codecs=opus", opus: "audio/ogg; codecs=opus", webm: "audio/webm; codecs=opus" };
  /** @type {SpeechSynthesis | undefined} */
  const speech = window.speechSynthesis;
  const page = document.documentElement.lang;
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll("[data-tb-listen]");
  const shown = /** @type {HTMLTemplateElement} */ (document.getElementById("tb-listening")).content;
  const [stopper, away, afar] = /** @type {HTMLElement[]} */ ([...shown.children]);
  const sound = new Audio();
  /** @type {{button: HTMLButtonElement, said: Said[], at: number, isSound: boolean} | undefined} */
  let heard;
  /** A browser forgets what it reads, and what is to follow, unless somebody holds it. @type {SpeechSynthesisUtterance | undefined} */
  let read;

  /** A language as CLDR completes it: `zh-TW` is written as `zh-Hant` is. @param {string} tag */
  function whole(tag) {
    try {
      return new Intl.Locale(tag.replaceAll("_", "-")).maximize();
    } catch {
      // Some systems have names of their own for a language.
      return undefined;
    }
  }

  /** The voice for a language: one on the device before one that may be a service; then as the reader's country speaks. @param {string} language */
  function voiceFor(language) {
    const own = whole(language);
    const homes = [...navigator.languages.map(whole).filter((one) => one?.language === own?.language), own].map((one) => one?.region);
    /** @param {SpeechSynthesisVoice} one */
    const place = (one) => (homes.indexOf(whole(one.lang)?.region) + 1 || homes.length + 1) + (one.localService ? 0 : 100);
    const fitting = (speech?.getVoices() || []).filter((one) => {
      const its = whole(one.lang);
      return own && its && its.language === own.language && its.script === own.script;
    });
    return fitting.sort((one, other) => place(one) - place(other))[0];
  }

  /** What a button reads: all of which some voice knows the language. @param {HTMLElement} button @returns {Said[]} */
  function saidBy(button) {
    const card = /** @type {Element} */ (button.closest("article, .tb-family"));
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    /** @type {(Said & {block: Element})[]} */
    const parts = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = /** @type {Element} */ (node.parentElement);
      const [block, left] = [around.closest(BLOCKS), around.closest(LEFT)];
      if (!block || !card.contains(block) || (left && card.contains(left))) continue;
      const language = around.closest("[lang]")?.getAttribute("lang") || page;
      const last = parts.at(-1);
      if (last && last.block === block && last.language === language) last.text += node.textContent;
      else parts.push({ block, language, text: node.textContent || "" });
    }
    return parts.filter(({ text, language }) => /[\p{L}\p{N}]/u.test(text) && voiceFor(language)).flatMap(({ text, language }) => {
      const plain = text.replace(/\s+/g, " ").trim();
      const sentences = "Segmenter" in Intl ? [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(plain)].map((one) => one.segment.trim()) : [plain];
      return sentences.map((sentence) => ({ text: sentence, language }));
    });
  }

  /** Whether this browser plays the button's recording, if it has one. @param {HTMLElement} button */
  const hasSound = ({ dataset: { tbListen = "" } }) => Boolean(tbListen && sound.canPlayType(TYPES[tbListen.split(".").pop()?.toLowerCase() || ""] || ""));

  function showButtons() {
    const isSpoken = Boolean(voiceFor(page));
    for (const button of buttons) button.hidden = button !== heard?.button && !hasSound(button) && !(isSpoken && saidBy(button).length);
  }

  /** Silence, where the reading can go on. */
  function pause() {
    heard?.button.setAttribute("aria-pressed", "false");
    sound.pause();
    read = undefined;
    speech?.cancel();
  }

  function stop() {
    pause();
    if (stopper.contains(document.activeElement)) heard?.button.focus();
    heard = undefined;
    for (const one of [stopper, away, afar]) one.remove();
  }

  /** Reads the next sentence, and those after it. */
  function speak() {
    const next = heard?.said[heard.at];
    const voice = next && voiceFor(next.language);
    if (!heard || !next || !voice || !speech) return stop();
    const own = read = Object.assign(new SpeechSynthesisUtterance(next.text), { lang: voice.lang, voice });
    // A pause takes `read` away: what ends then has not come to its end.
    own.onend = () => { if (heard && read === own) { heard.at += 1; speak(); } };
    own.onerror = () => { if (read === own) stop(); };
    if (!voice.localService) away.after(afar);
    speech.speak(own);
  }

  function play() {
    heard?.button.setAttribute("aria-pressed", "true");
    if (!heard?.isSound) return speak();
    // `error` says what is in the way; a pause before the first sound is none.
    sound.play().catch(() => undefined);
  }

  sound.addEventListener("ended", stop);
  sound.addEventListener("error", () => {
    if (!heard?.isSound) return;
    heard = { ...heard, isSound: false, said: voiceFor(page) ? saidBy(heard.button) : [] };
    if (heard.said.length) return speak();
    pause();
    away.textContent = away.dataset.away || "";
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") === "true") return pause();
      if (heard?.button !== button || away.textContent) {
        stop();
        away.textContent = "";
        heard = { button, at: 0, isSound: hasSound(button), said: hasSound(button) ? [] : saidBy(button) };
        if (heard.isSound) sound.src = toolkit.root + encodeURI(button.dataset.tbListen || "").replace(/[?#]/g, encodeURIComponent);
        button.after(stopper, away);
      }
      play();
    });
  }
  stopper.addEventListener("click", stop);
  // Some browsers read on after the page is gone.
  addEventListener("pagehide", stop);
  speech?.addEventListener?.("voiceschanged", showButtons);
  showButtons();
})();
