"""Nothing that stands in YAML becomes script, style, frame or a dangerous link on a page, in search, finder or pack."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.pages import Site, render_guide, render_indexes
from toolkit_builder.prose import SourceText
from toolkit_builder.translating import localize

from .attacks import (
    ATTACKS,
    CHUNK,
    HARMLESS,
    OWN_WORD,
    PLAIN,
    Attack,
    chunks,
    lost,
    needles,
    school,
    school_of,
    squeezed,
    toolkit_files_of,
    write_toolkit,
)
from .browsing import NEEDS_BROWSER, Server, Watched
from .cases import TESTS

# --- Pages, parsed ---

SCRIPTS = (TESTS / "attacks.js").read_text(encoding="utf-8")
AT_ONCE = 10
GUIDES = ["guides/guide-{}/", "guides/guide-{}/family/"]


@pytest.fixture(scope="session")
def site(attacked: Path) -> Iterator[Server]:
    """The attacked toolkit as a site, without PDFs."""
    server = Server(build_site(attacked, site_dir=attacked.parent / "site", is_strict=False, prints=False))
    yield server
    server.close()


class Guarded(Watched):
    """A page of a site in which every sign of an attack that ran is a complaint."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        super().__init__(context, address)
        self.page.on("dialog", lambda dialog: self._note(True, f"dialog {dialog.message}"))
        self.page.on("frameattached", lambda frame: self._note(True, f"frame {frame.url}"))
        self.page.on("popup", lambda popup: self._note(True, f"window {popup.url}"))

    def ask(self, name: str, *values: Any) -> Any:
        """What a function of `attacks.js` answers on the page that is open."""
        return self.page.evaluate(f"([values]) => ({SCRIPTS}).{name}(...values)", [list(values)])

    def bodies(self, pages: Sequence[Sequence[Any]]) -> list[Any]:
        """What `attacks.js` sees in pages, each a body and what to look for; a few at a time, for each is large."""
        parts = (pages[start : start + AT_ONCE] for start in range(0, len(pages), AT_ONCE))
        return [looked for part in parts for looked in self.ask("inspectBodies", part)]

    def opened(self, uri: str) -> Page:
        """The page at `uri`, after everything on it was touched; what ran is noted."""
        page = self.goto(uri)
        self.ask("poke")
        self.look(uri)
        return page

    def look(self, uri: str) -> None:
        seen = self.page.evaluate("seen")
        self._note(bool(seen), f"{uri}: {seen}")
        self._note(not self.page.url.startswith(self.address), self.page.url)


@contextmanager
def guarding(browser: Browser, address: str) -> Iterator[Guarded]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    context.add_init_script(f"({SCRIPTS}).hook()")
    guarded = Guarded(context, address)
    yield guarded
    context.close()
    assert guarded.complaints == []


@pytest.fixture
def guarded(browser: Browser, site: Server) -> Iterator[Guarded]:
    with guarding(browser, site.address) as guarded:
        yield guarded


def own_counts(control: list[int], everywhere: list[int]) -> list[int]:
    """How often the harmless page has words of its own: what stands on every guide's page, such as the inserts of all
    attacks, may have them in it, too."""
    return [here - there for here, there in zip(control, everywhere, strict=True)]


@NEEDS_BROWSER
@pytest.mark.parametrize("uri", GUIDES)
def test_a_page_of_attacks_is_built_like_a_harmless_one(guarded: Guarded, uri: str) -> None:
    """Not one element, attribute or link more, in the frame neither; and no text less, as often as it should stand."""
    guarded.goto("404.html")
    asked = [[f"/{uri.format(attack.number)}", needles(attack)] for attack in [HARMLESS, *PLAIN]]
    elsewhere = [f"/{uri.format(PLAIN[0].number)}", needles(HARMLESS)]
    everywhere, control, *pages = guarded.ask("inspectAll", [elsewhere, *asked])
    assert min(control["text"][:2]) > 0
    assert min(control["frame"][:2]) > 0
    for attack, page in zip(PLAIN, pages, strict=True):
        assert page["faults"] == [], attack
        assert page["skeleton"] == control["skeleton"], attack
        for place in ("text", "attributes", "frame"):
            own = own_counts(control[place], everywhere[place])
            assert not lost(attack, page[place], own), (place, page[place], own, attack)


INDEXES = [
    "",
    "find/",
    "grades/",
    "grades/prek/",
    "routines/",
    "routines/cooking/",
    "visits/",
    "families/",
    "topics/",
    "topics/hopes-and-trust/",
    f"topics/{OWN_WORD}/",
    "prompts/",
    "prompts/hopes/",
    "staff/",
    "kit/",
    "kit/kit-0/",
    "skills/",
    "glossary/",
    "facts/",
    "coverage/",
    "share/",
    "offline/",
    "about/",
    "accessibility/",
    "pack/",
    "404.html",
]
TITLES = ["find/", "grades/prek/", "routines/cooking/", "visits/", "families/", "topics/hopes-and-trust/"]
FOR_ALL = ["glossary/", "facts/", "about/"]
"""Pages of entries in which braces mean nothing."""
PROSE = ["prompts/hopes/", "routines/cooking/", "grades/prek/", "topics/hopes-and-trust/", "skills/", "visits/"]


@NEEDS_BROWSER
def test_lists_of_attacks_are_lists_of_words(guarded: Guarded) -> None:
    """Every page that leads to others or explains: no fault in what is there, and every attack can be read."""
    guarded.goto("404.html")
    wanted = [*(attack.typed for attack in ATTACKS), *(attack.shown for attack in ATTACKS)]
    pages = dict(zip(INDEXES, guarded.ask("inspectAll", [[f"/{uri}", wanted] for uri in INDEXES]), strict=True))
    assert [(uri, page["faults"]) for uri, page in pages.items() if page["faults"]] == []
    half = len(ATTACKS)
    titles = {uri: pages[uri]["text"][:half] for uri in (*TITLES, "glossary/", "about/")}
    texts = {uri: pages[uri]["text"][half:] for uri in (*PROSE, *FOR_ALL)}
    for uri, counts in [*titles.items(), *texts.items()]:
        expected = ATTACKS if uri in FOR_ALL else PLAIN
        assert [one for one, count in zip(ATTACKS, counts, strict=True) if not count and one in expected] == [], uri


# --- Pages as they run ---


@NEEDS_BROWSER
def test_nothing_runs_when_pages_are_opened_and_touched(guarded: Guarded) -> None:
    """Lists, which hold all attacks; of every fourth attack the page for staff, with visit mode, or for the family."""
    for uri in INDEXES:
        if uri != "404.html":
            guarded.opened(uri)
    for attack in ATTACKS[::2]:
        is_staff = attack.number % 4 == 1
        guarded.opened(GUIDES[0 if is_staff else 1].format(attack.number))
        if is_staff:
            assert squeezed(attack.without_slots().shown) in squeezed(guarded.ask("visit"))
            guarded.look(attack.typed)


@NEEDS_BROWSER
def test_search_shows_attacks_as_words(guarded: Guarded) -> None:
    """Every attack is typed into the search; what it finds are words, and titles come out as they were written."""
    page = guarded.goto("about/")
    found = guarded.ask("search", [attack.typed for attack in ATTACKS])
    assert page.locator("#tb-search :is(script, img, iframe, b, style)").count() == 0
    shown = {title for titles in found for title in titles}
    assert len(shown & {attack.typed.strip() for attack in PLAIN}) > 100
    guarded.look("search")


@NEEDS_BROWSER
def test_finder_and_pack_show_attacks_as_words(guarded: Guarded) -> None:
    """All entries at once in the finder, in the pack, on paper cards and in a pack that somebody shared."""
    page = guarded.goto("find/")
    page.evaluate("history.replaceState({ shown: 9999 }, '', '#grade=all')")
    page.reload()
    for uri, entries in (("find/", ".tb-found-list"), ("pack/", ".tb-pack-list")):
        if uri == "pack/":
            keys = page.evaluate("[...document.querySelectorAll('[data-tb-key]')].map((one) => one.dataset.tbKey)")
            page.evaluate("(keys) => localStorage.setItem('toolkit:pack', JSON.stringify(keys))", keys)
            guarded.goto(uri)
        page.wait_for_function("(list) => document.querySelectorAll(`${list} > li`).length > 1200", arg=entries)
        guarded.ask("poke")
        looked = guarded.ask("inspectHere", [attack.typed for attack in PLAIN])
        assert looked["faults"] == []
        assert [attack for attack, count in zip(PLAIN, looked["text"], strict=True) if not count] == []
        guarded.look(uri)
    page.get_by_role("button", name="Print as cards").click()
    page.wait_for_function("() => globalThis.printed")
    assert page.locator(".tb-paper-cards :is(script, img, iframe, style, a)").count() == 0
    for like in ("a plan", "handouts"):
        page.evaluate("globalThis.printed = false")
        page.get_by_role("button", name=f"Print as {like}").click()
        page.wait_for_function("() => globalThis.printed")
        assert page.locator(".tb-paper-sheet :is(script, img, iframe, style, a)").count() == 0
    page.evaluate("(keys) => { location.hash = keys.join(','); }", keys[:400])
    page.wait_for_function("document.querySelectorAll('.tb-shared-list > li').length === 400")
    guarded.look("shared pack")


# --- The school, which stands on every page ---


@pytest.fixture(scope="session")
def school_pages(attacked_toolkit: Toolkit) -> list[tuple[str, list[str]]]:
    """Bodies of the pages that show the school, one toolkit for each attack, with what each must show."""
    guide, *_ = attacked_toolkit.guides
    assert guide.id == "guide-0"
    bodies = []
    lone = replace(
        attacked_toolkit,
        guides=(guide,),
        prompts=attacked_toolkit.prompts[:1],
        activities=attacked_toolkit.activities[:1],
        glossary=(),
        facts=attacked_toolkit.facts[:1],
        inserts=attacked_toolkit.inserts[:1],
        kit=(),
        frameworks=attacked_toolkit.frameworks[:1],
    )
    for attack in PLAIN:
        site = Site(replace(lone, school=school(attack)))
        pages = {page.uri: page for page in [*render_indexes(site), *render_guide(site, guide)]}
        bodies += [(pages[uri].body, needles(attack)) for uri in SCHOOL_PAGES]
    return bodies


SCHOOL_PAGES = ["", "staff/", "share/", "about/", "accessibility/", "guides/guide-0/family/"]


@NEEDS_BROWSER
def test_a_school_of_attacks_is_shown_as_words(guarded: Guarded, school_pages: list[tuple[str, list[str]]]) -> None:
    """Name, contacts, policies, notes: every attack in all fields of a school of its own, addresses too."""
    guarded.goto("404.html")
    pages = guarded.bodies(school_pages)
    assert [page["faults"] for page in pages if page["faults"]] == []
    for position, (page, (_, wanted)) in enumerate(zip(pages, school_pages, strict=True)):
        uri = SCHOOL_PAGES[position % len(SCHOOL_PAGES)]
        typed, shown, _ = page["text"]
        assert typed if uri in ("", "about/") else shown, (uri, wanted)


@pytest.fixture(scope="session", params=range(len(list(chunks(PLAIN, CHUNK)))))
def school_site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Attack]]:
    """A small site in whose school stand many attacks one after another, and their text."""
    held = list(chunks(PLAIN, CHUNK))[request.param]
    folder = tmp_path_factory.mktemp("school") / "toolkit"
    shutil.copytree(TESTS / "base", folder)
    write_toolkit(folder, toolkit_files_of([HARMLESS], school_of(held)))
    server = Server(build_site(folder, site_dir=folder.parent / "site", is_strict=False, prints=False))
    yield server, held
    server.close()


@NEEDS_BROWSER
def test_the_frame_of_a_school_of_attacks_is_words(browser: Browser, school_site: tuple[Server, Attack]) -> None:
    """Title, header, menu and foot of real pages, the error page's too."""
    server, held = school_site
    with guarding(browser, server.address) as guarded:
        for uri in (
            "",
            "staff/",
            "share/",
            "guides/guide-0/",
            "guides/guide-0/family/",
            "offline/",
            "pack/",
            "404.html",
        ):
            guarded.opened(uri)
            looked = guarded.ask("inspectHere", [held.typed])
            assert looked["faults"] == []
            # In the title, beside the logo, in the menu, and at the foot.
            assert looked["frame"][0] >= 3, uri
            assert guarded.page.title().replace("\n", " ").split()[-3:] == held.typed.split()[-3:]


# --- Other languages ---


@NEEDS_BROWSER
def test_texts_that_nobody_translated_are_words_too(guarded: Guarded, attacked_toolkit: Toolkit) -> None:
    """They come in an element that tells their language; where no element can stand, without it."""
    spanish = replace(localize(attacked_toolkit, Catalogue("es", "locales/es.po")), school=attacked_toolkit.school)
    site = Site(spanish)
    assert isinstance(spanish.guides[1].title, SourceText)
    by_id = {guide.id: guide for guide in spanish.guides}
    pages = [page for attack in [HARMLESS, *PLAIN] for page in render_guide(site, by_id[f"guide-{attack.number}"])]
    wanted = [needles(attack) for attack in [HARMLESS, *PLAIN] for _ in range(2)]
    elsewhere = [[page.body, needles(HARMLESS)] for page in pages[2:4]]
    guarded.goto("404.html")
    asked = [[page.body, one] for page, one in zip(pages, wanted, strict=True)]
    looked = guarded.bodies([*elsewhere, *asked])
    everywhere, controls, looked = looked[:2], looked[2:4], looked[4:]
    lists = [page for page in render_indexes(site) if page.uri in INDEXES]
    assert [one["faults"] for one in guarded.bodies([[page.body, []] for page in lists]) if one["faults"]] == []
    for position, page in enumerate(looked):
        control, attack = controls[position % 2], PLAIN[position // 2]
        assert page["faults"] == [], attack
        assert page["skeleton"] == control["skeleton"], attack
        for place in ("text", "attributes"):
            own = own_counts(control[place], everywhere[position % 2][place])
            assert not lost(attack, page[place], own), (place, page[place], own, attack)
