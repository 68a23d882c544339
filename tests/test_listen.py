"""Listen, in a real browser: by a stand-in for the voices of a device, which no browser without a window has."""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from toolkit_builder.mkdocs_plugin import build_site

from . import sounds
from .browsing import NEEDS_BROWSER, Server, Watched, axe_and_widths, axe_finds, until_kept, watching
from .cases import TESTS
from .engines import ENGINES, opened, started
from .keeping import kept

pytestmark = NEEDS_BROWSER

TEXTS = {
    "activity/count-spoons/title": ("Count the spoons", "Cuenten las cucharas"),
    "activity/count-spoons/steps/1": (
        "Put the spoons on the table and count them together.",
        "Pongan las cucharas en la mesa. Luego, cuéntenlas juntos.",
    ),
    "prompt/hopes/text": (
        "What do you hope this year brings for your child?",
        "¿Qué espera para su hijo o hija este año?",
    ),
    "prompt/hopes/we_share": (
        "One hope I have is a good morning for each child.",
        "Yo espero una buena mañana para cada niño.",
    ),
    "guide/k-second/family_page/what": ("We come to talk with you.", "Venimos a conversar con ustedes."),
}
VOICES = """
(voices) => {
  const said = (window.said = []);
  let current;
  const list = voices.map(([lang, localService]) => ({ lang, localService, name: lang }));
  const speech = Object.assign(new EventTarget(), {
    list: [],
    getVoices: () => [...speech.list],
    speak: (one) => { said.push([one.lang, one.text]); current = one; },
    cancel: () => {
      const one = current;
      current = undefined;
      one?.onerror?.({ error: "canceled" });
      said.push("cancel");
    },
    // What a device does when a sentence is at its end.
    end: () => { const one = current; current = undefined; one?.onend?.(); },
    come: () => { speech.list = list; speech.dispatchEvent(new Event("voiceschanged")); },
  });
  speech.list = list;
  Object.defineProperty(window, "speechSynthesis", { value: speech, configurable: true });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}
"""
Voices = Sequence[tuple[str, bool]]
BOTH: Voices = [("es-ES", False), ("es_MX", True), ("es-US", False), ("en-US", True), ("ar-SA", True), ("pt-BR", True)]


@pytest.fixture(scope="module")
def spoken_site() -> Iterator[Path]:
    """The base toolkit in three languages, a little of it in Spanish, with a recording of a question there."""

    def make(place: Path) -> None:
        folder = place / "toolkit"
        shutil.copytree(TESTS / "base", folder)
        school, prompts = folder / "docs/school.yml", folder / "docs/prompts/all.yml"
        school.write_text(school.read_text("utf-8").replace("languages: [en]", "languages: [en, es, ar]"), "utf-8")
        named = '  audio: {es: "assets/audio/what? #1.es.mp3"}\n  purpose: expectations\n'
        prompts.write_text(prompts.read_text("utf-8").replace("  purpose: expectations\n", named), "utf-8")
        (folder / "docs/assets/audio").mkdir()
        (folder / "docs/assets/audio/what? #1.es.mp3").write_bytes(sounds.mp3(20))
        entries = [f'msgctxt "{where}"\nmsgid "{one}"\nmsgstr "{other}"\n' for where, (one, other) in TEXTS.items()]
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        (folder / "locales").mkdir()
        (folder / "locales/es.po").write_text("\n".join((head, *entries)), "utf-8")
        build_site(folder, site_dir=place / "site", is_strict=False, prints=False)

    with kept("spoken", (TESTS / "base", Path(__file__), TESTS / "sounds.py"), make) as folder:
        yield folder / "site"


@pytest.fixture(scope="module")
def server(spoken_site: Path) -> Iterator[Server]:
    server = Server(spoken_site)
    yield server
    server.close()


@contextmanager
def with_voices(browser: Browser, address: str, voices: Voices, **how: Any) -> Iterator[Watched]:
    with watching(browser, address, **how) as seen:
        listed = "[" + ",".join(f'["{lang}",{str(is_own).lower()}]' for lang, is_own in voices) + "]"
        seen.page.context.add_init_script(f"({VOICES})({listed})")
        yield seen


def said(page: Page) -> list[tuple[str, str]]:
    """What was spoken so far, each sentence with its language, without the silence in between."""
    return [tuple(one) for one in page.evaluate("said") if one != "cancel"]


def hear_all(page: Page) -> list[tuple[str, str]]:
    page.evaluate("() => { for (let n = 0; n < 200; n += 1) speechSynthesis.end(); }")
    return said(page)


def test_a_card_is_read_sentence_by_sentence_each_part_in_its_language(browser: Browser, server: Server) -> None:
    """By the voice of the reader's own country that is on the device; what is not translated, in its own language."""
    with with_voices(browser, f"{server.address}es/", BOTH) as seen:
        page = seen.goto("routines/table/")
        button = page.locator("#count-spoons .tb-listen")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert said(page) == [("es_MX", "Cuenten las cucharas")]
        heard = hear_all(page)
        assert heard[:3] == [
            ("es_MX", "Cuenten las cucharas"),
            ("es_MX", "Pongan las cucharas en la mesa."),
            ("es_MX", "Luego, cuéntenlas juntos."),
        ]
        assert heard[-1] == ("en-US", "How many spoons do we need?")
        assert len(heard) == 5
        expect(button).to_have_attribute("aria-pressed", "false")
        expect(page.locator(".tb-stop")).to_have_count(0)


def test_what_no_voice_knows_is_left_out(browser: Browser, server: Server) -> None:
    with with_voices(browser, f"{server.address}es/", [("es-MX", True)]) as seen:
        page = seen.goto("prompts/hopes/")
        page.locator("#hopes .tb-listen").click()
        # What the teacher shares first is hers to say.
        assert hear_all(page) == [("es-MX", "¿Qué espera para su hijo o hija este año?")]


def test_no_button_without_a_voice_for_the_page(browser: Browser, server: Server) -> None:
    """Another language's voice reads a page so that nobody understands it. A recording needs no voice."""
    with with_voices(browser, server.address, [("en-US", True), ("pt-BR", True)]) as seen:
        page = seen.goto("es/guides/k-second/")
        shown = page.locator(".tb-listen:visible")
        expect(shown).to_have_count(1)
        expect(shown).to_have_attribute("data-tb-listen", "assets/audio/what? #1.es.mp3")
        for uri in ("es/guides/k-second/family/", "ar/routines/table/", "ar/guides/k-second/family/"):
            seen.goto(uri)
            page.wait_for_function("() => document.querySelector('script[src*=listen]')")
            expect(page.locator(".tb-listen:visible")).to_have_count(0)


def test_a_browser_that_cannot_speak_shows_nothing_and_fails_nowhere(browser: Browser, server: Server) -> None:
    with watching(browser, server.address) as seen:
        seen.page.context.add_init_script("delete window.speechSynthesis; delete Window.prototype.speechSynthesis")
        page = seen.goto("guides/k-second/family/")
        seen.still()
        expect(page.locator(".tb-listen")).to_be_hidden()


def test_voices_may_come_late(browser: Browser, server: Server) -> None:
    with with_voices(browser, server.address, BOTH) as seen:
        seen.page.context.add_init_script("speechSynthesis.list = []")
        page = seen.goto("ar/guides/k-second/family/")
        seen.still()
        expect(page.locator(".tb-listen")).to_be_hidden()
        page.evaluate("speechSynthesis.come()")
        expect(page.locator(".tb-listen")).to_be_visible()


def test_pause_goes_on_where_it_was_and_stop_begins_anew(browser: Browser, server: Server) -> None:
    """One card at a time; by keyboard alone."""
    with with_voices(browser, server.address, BOTH) as seen:
        page = seen.goto("guides/k-second/")
        first, second = page.locator("#hopes .tb-listen"), page.locator("#count-spoons .tb-listen")
        second.focus()
        page.keyboard.press("Enter")
        page.evaluate("speechSynthesis.end()")
        page.keyboard.press("Space")
        expect(second).to_have_attribute("aria-pressed", "false")
        page.keyboard.press("Space")
        sentences = [text for _, text in said(page)]
        assert sentences[0] == "Count the spoons"
        assert sentences[1] == sentences[2] == "Put the spoons on the table and count them together."

        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Stop listening")).to_be_focused()
        page.keyboard.press("Enter")
        expect(second).to_be_focused()
        expect(page.locator(".tb-stop")).to_have_count(0)
        page.keyboard.press("Enter")
        assert said(page)[-1] == ("en-US", "Count the spoons")

        first.click()
        assert said(page)[-1] == ("en-US", "What do you hope this year brings for your child?")
        expect(second).to_have_attribute("aria-pressed", "false")
        assert page.evaluate("said.at(-2)") == "cancel"
        expect(page.locator(".tb-stop")).to_have_count(1)


def test_a_page_that_is_left_falls_silent(browser: Browser, server: Server) -> None:
    with with_voices(browser, server.address, BOTH) as seen:
        page = seen.goto("guides/k-second/family/")
        page.locator(".tb-listen").click()
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
        assert page.evaluate("said.at(-1)") == "cancel"
        expect(page.locator(".tb-listen")).to_have_attribute("aria-pressed", "false")


def test_a_familys_page_is_read_without_what_is_for_eyes(browser: Browser, server: Server) -> None:
    with with_voices(browser, f"{server.address}es/", BOTH) as seen:
        page = seen.goto("guides/k-second/family/")
        page.locator(".tb-listen").click()
        heard = hear_all(page)
        assert heard[1] == ("es_MX", "Venimos a conversar con ustedes.")
        texts = [text for _, text in heard]
        assert {"You can say no.", "What you hope for.", "You pick the place."} <= {*texts}
        assert len(texts) == len(dict.fromkeys(texts))
        assert not [text for text in texts if re.search("Inicio|Home|español|Escuchar|Listen|Más|More", text)]


def test_a_voice_that_may_be_a_service_is_told(browser: Browser, server: Server) -> None:
    """Once it is taken, for want of one on the device."""
    with with_voices(browser, server.address, [("en-US", False)]) as seen:
        page = seen.goto("guides/k-second/family/")
        page.locator(".tb-listen").click()
        expect(page.locator("[data-afar]")).to_contain_text("may be a service of its maker")
        expect(page.locator("[data-afar] a")).to_have_attribute("href", "../../../privacy/#listen")
        page.get_by_role("button", name="Stop listening").click()
        expect(page.locator("[data-afar]")).to_have_count(0)
    with with_voices(browser, server.address, [("en-GB", False), ("en-AU", True)]) as seen:
        page = seen.goto("guides/k-second/family/")
        page.locator(".tb-listen").click()
        assert said(page)[0][0] == "en-AU"
        expect(page.locator("[data-afar]")).to_have_count(0)


HOLD_SOUND = "const own = Audio; window.Audio = function () { return (window.sound = new own()); };"


def test_a_recording_is_played_in_the_place_of_a_voice(browser: Browser, server: Server, spoken_site: Path) -> None:
    """From the web, and from a disk; it goes on where it was paused."""
    for address in (f"{server.address}es/", f"{spoken_site.as_uri()}/es/"):
        with with_voices(browser, address, BOTH) as seen:
            seen.page.context.add_init_script(HOLD_SOUND)
            page = seen.goto("prompts/expectations/" + ("index.html" if address.startswith("file") else ""))
            button = page.locator("#expectations .tb-listen")
            button.click()
            page.wait_for_function("() => sound.currentTime > 0.2")
            expect(button).to_have_attribute("aria-pressed", "true")
            button.click()
            at = page.evaluate("[sound.paused, sound.currentTime]")
            assert at[0] and at[1] > 0.2
            button.click()
            page.wait_for_function("at => sound.currentTime > at", arg=at[1])
            page.evaluate("sound.currentTime = 19.9")
            expect(button).to_have_attribute("aria-pressed", "false")
            assert said(page) == []


def test_a_recording_that_cannot_be_had_gives_way_to_a_voice(browser: Browser, server: Server) -> None:
    """Where there is no voice either, words say why nothing is heard."""
    for voices in (BOTH, []):
        with with_voices(browser, f"{server.address}es/", voices) as seen:
            page = seen.goto("prompts/expectations/")
            page.route("**/*.mp3", lambda route: route.abort())
            page.locator("#expectations .tb-listen").click()
            if voices:
                page.wait_for_function(
                    "() => said.some((one) => one[1] === 'What would you like from me as a teacher?')"
                )
            else:
                expect(page.locator("#expectations [data-away]")).to_contain_text("ahora no se puede cargar")
                expect(page.locator("#expectations .tb-listen")).to_have_attribute("aria-pressed", "false")
            seen.complaints[:] = [one for one in seen.complaints if "ERR_FAILED" not in one]


def test_a_recording_is_kept_with_its_grade(browser: Browser, spoken_site: Path) -> None:
    """Without a signal it is played, and a player that asks for a part of it gets that part."""
    server = Server(spoken_site)
    with with_voices(browser, f"{server.address}es/", [], keeps=True) as seen:
        page = seen.goto("grades/kindergarten/")
        until_kept(page, "k-pages")
        server.close()
        page = seen.goto("prompts/expectations/")
        page.locator("#expectations .tb-listen").click()
        parts = page.evaluate(
            """async () => {
              const address = toolkit.root + "assets/audio/what%3F%20%231.es.mp3";
              const asked = (range) => fetch(address, { headers: { Range: range } });
              const [some, rest, none] = await Promise.all(["bytes=0-1", "bytes=104-", "bytes=999999-"].map(asked));
              const got = await Promise.all([some, rest].map(async (one) => (await one.arrayBuffer()).byteLength));
              return [...got, some.headers.get("Content-Range"), some.status, rest.status, none.status];
            }"""
        )
        size = len(sounds.mp3(20))
        assert parts == [2, size - 104, f"bytes 0-1/{size}", 206, 206, 416]
        seen.complaints[:] = [one for one in seen.complaints if "what%3F" not in one and "416" not in one]


def test_the_button_fits_and_has_its_name(browser: Browser, server: Server) -> None:
    """axe finds nothing, while it reads, too; 44 pixels for a thumb; not on paper."""
    with with_voices(browser, server.address, BOTH) as seen:
        for uri in ("guides/k-second/family/", "ar/routines/table/"):
            page = seen.goto(uri)
            page.locator(".tb-listen").first.click()
            axe_and_widths(page)
            page.set_viewport_size({"width": 320, "height": 800})
            box = page.locator(".tb-listen").first.bounding_box()
            assert box and box["height"] >= 44 and box["width"] >= 44
            page.emulate_media(media="print")
            expect(page.locator(".tb-listen").first).to_be_hidden()
            page.emulate_media(media="screen")
        assert axe_finds(seen.goto("privacy/"), looks="others") == []


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_shows_the_button_where_something_can_be_heard(name: str, spoken_site: Path) -> None:
    """Its own voices, without a stand-in: most have none here. What it plays is known to itself alone."""
    with started(name) as driver, opened(driver, spoken_site) as (window, _):
        window.goto("guides/k-second/family/")
        window.until("return document.querySelector('script[src*=listen]')")
        assert window.run(
            """const speaks = self.speechSynthesis?.getVoices().some((one) => one.lang.startsWith("en")) || false;
               return document.querySelector(".tb-listen").checkVisibility() === speaks"""
        )
        window.goto("es/prompts/expectations/")
        plays = window.run("return Boolean(new Audio().canPlayType('audio/mpeg'))")
        shown = "return document.querySelector('#expectations .tb-listen').checkVisibility()"
        if plays:
            window.until(shown)
            window.click("#expectations .tb-listen")
            window.until("return document.querySelector('#expectations .tb-stop').checkVisibility()")
        else:
            assert not window.run(shown)
