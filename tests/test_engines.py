"""The default site in each engine: one reader's walk, and what once went wrong in some of them."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.select import Select

from .engines import ENGINES, Headers, opened, started
from .test_safety import rules_of

PDF = "print/grade-3-second/cards-letter.pdf"
IS_IN_VIEW = """
const box = document.querySelector(arguments[0]).getBoundingClientRect();
return box.top < innerHeight && box.bottom > 0;
"""


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[WebDriver]:
    with started(request.param) as driver:
        yield driver


def test_a_reader_walks_through_the_site(engine: WebDriver, default_site: Path) -> None:
    """Home, guide, search, finder, pack, visit, Arabic; then all of it is kept, and the server stops."""
    with opened(engine, default_site) as (window, host):
        window.goto("")
        window.click(".tb-grade", "Grade 3")
        window.click("a.tb-guide-link", "second visit")
        window.find("h1", "Grade 3, second visit")

        window.click("[data-tb-run=search]")
        window.write(".tb-search input", "half of the recipe")
        window.click(".tb-results a", "Half of the recipe")
        window.until(IS_IN_VIEW, "#half-the-recipe")

        window.goto("find/")
        Select(window.find("[name=grade]")).select_by_value("4")
        window.click("summary", "More choices")
        window.click(".tb-chip", "Cooking")
        count = window.find(".tb-chip", "Cooking").text.split()[-1]
        window.find(".tb-found", f"{count} found")
        assert window.run("return location.hash") == "#grade=4&routine=cooking"
        window.click(".tb-found-list [data-tb-add]")

        window.goto("guides/grade-3-second/")
        window.click("[data-tb-add^='g.']")
        window.click(".md-header a[href*=pack]")
        window.until("return document.querySelectorAll('.tb-pack-list > li').length === 2")
        window.click(".tb-pack-list a", "Grade 3, second visit")

        window.click("[data-tb-run=visit]")
        window.click("[data-tb-stage=part]")
        window.find(".tb-visit-where", "Part 1")
        window.click(".tb-visit-next")
        window.find(".tb-visit-where", "Part 2")
        window.click(".tb-visit .tb-close")

        window.click(".tb-languages summary")
        window.click(".tb-languages a", "العربية")
        window.until("return document.documentElement.lang === 'ar'")
        assert window.run("return getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        assert window.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")

        window.goto("offline/")
        window.click("li[data-tb-grade='3'] [data-tb-keep=all]")
        window.find("li[data-tb-grade='3'] .tb-keep-state", "kept with printed pieces")
        host.close()
        window.goto("guides/grade-3-second/")
        window.reload()
        window.find("h1", "Grade 3, second visit")
        window.click("[data-tb-run=visit]")
        window.find(".tb-visit-where", "Part 2")
        window.goto("guides/grade-9-first/")
        window.find(".tb-missing", "/guides/grade-9-first/ is not kept on this device")
        window.goto(PDF)
        window.until_filled()


def host_headers(site: Path) -> Headers:
    """What a host sends that reads the site's headers file: of each rule whose path fits, all."""
    rules = rules_of((site / "_headers").read_text(encoding="utf-8"))

    def headers(path: str) -> dict[str, str]:
        fitting = [said for pattern, said in rules.items() if fnmatchcase(path, pattern)]
        return {name: value for said in fitting for name, value in said.items()}

    return headers


def test_a_pdf_fills_the_window(engine: WebDriver, default_site: Path) -> None:
    """With the headers of a host that reads the site's own."""
    with opened(engine, default_site, host_headers(default_site)) as (window, _):
        window.goto(PDF)
        window.until_filled()


def test_no_page_is_loaded_anew_under_its_reader(engine: WebDriver, default_site: Path) -> None:
    """Though a language's own worker takes over from the one of the root."""
    # All languages have the same worker; the name of this one's folder has a capital letter and a hyphen, too.
    folder = "zh-Hans/"
    with opened(engine, default_site) as (window, _):
        window.goto("")
        window.until("return navigator.serviceWorker.controller !== null")
        window.goto(f"{folder}guides/grade-3-second/")
        window.run("window.isTheSame = true")
        window.click("[data-tb-run=visit]")
        # A tap on what is not drawn yet would be lost, and so the next part.
        window.until("return document.getElementById('tb-visit-do').textContent !== ''")
        window.click("[data-tb-stage=part]")
        window.find(".tb-visit-where", "1")
        window.click(".tb-visit-next")
        window.find(".tb-visit-where", "2")
        # Then the language's own worker is there, and has said so to its pages.
        window.until(
            """return navigator.serviceWorker.getRegistration().then((own) => own.active?.state === "activated"
              && own.scope.endsWith(arguments[0]) && fetch(".").then(() => true))""",
            f"/{folder}",
        )
        window.click(".tb-visit-next")
        window.find(".tb-visit-where", "3")
        assert window.run("return window.isTheSame") is True


def test_results_look_like_results(engine: WebDriver, default_site: Path) -> None:
    """Each fills its line, so that a finger finds it, and is underlined only where it is pointed at."""
    with opened(engine, default_site) as (window, _):
        window.goto("guides/grade-3-second/")
        window.click("[data-tb-run=search]")
        window.write(".tb-search input", "laundry")
        window.find(".tb-result-row + .tb-result-row a")
        style = window.run(
            """const link = [...document.querySelectorAll(".tb-results a")].pop();
            const own = getComputedStyle(link);
            const [box, list] = [link, link.closest("[role=grid]")].map((one) => one.getBoundingClientRect());
            return [own.textDecorationLine, own.display, box.left - list.left < 24, box.height >= 24]"""
        )
        assert style == ["none", "block", True, True]
        window.click(".tb-results a", "Laundry")
        window.until("return location.pathname.endsWith('/routines/laundry/')")


def test_arrows_go_through_results_while_the_field_is_typed_in(engine: WebDriver, default_site: Path) -> None:
    """And a result's buttons can be pressed from there."""
    with opened(engine, default_site) as (window, _):
        window.goto("grades/grade-3/")
        window.click("[data-tb-run=search]")
        window.write(".tb-search input", "how much fits in the basket")
        # The arrows come after the first result, and so do the marks.
        window.find(".tb-results mark")
        window.write(".tb-search input", Keys.ARROW_DOWN + Keys.ARROW_RIGHT + Keys.ENTER)
        window.find(".tb-results [aria-selected] [aria-pressed=true]")
        window.write(".tb-search input", Keys.ARROW_LEFT)
        assert window.run("return document.activeElement.getAttribute('aria-activedescendant')")
        window.write(".tb-search input", Keys.ENTER)
        window.until("return location.hash !== ''")


PROBE = "https://refused.example/probe.png"


@pytest.mark.parametrize("uri", ["", "guides/grade-3-second/", "ar/guides/grade-3-second/"])
def test_no_page_asks_for_what_it_refuses(engine: WebDriver, default_site: Path, uri: str) -> None:
    """What the page asks for itself would be told before what is asked for after it, which must be told."""
    with opened(engine, default_site) as (window, host):
        window.goto(uri)
        window.run("new Image().src = arguments[0]", PROBE)
        window.wait(lambda: any(told.endswith(f" {PROBE}") for told in host.refused), "the probe was not refused")
        assert [told.rpartition(" ")[2] for told in host.refused] == [PROBE]
        host.refused.clear()


@pytest.mark.parametrize(("language", "folder"), [("ar", "ar/"), ("zh", "zh-Hans/")])
def test_scripts_without_slanted_letters_stand_upright(
    engine: WebDriver, default_site: Path, language: str, folder: str
) -> None:
    """In a guide with all its parts open, in its visit mode, and among activities."""
    with opened(engine, default_site) as (window, _):
        for uri in ("guides/grade-3-second/", "routines/cooking/"):
            window.goto(folder + uri)
            if uri.startswith("guides/"):
                window.click("[data-tb-run=visit]")
            slanted = window.run(
                """return [...document.querySelectorAll("body *")]
                  .filter((one) => one.closest("[lang]").lang === arguments[0])
                  .filter((one) => getComputedStyle(one).fontStyle !== "normal")
                  .map((one) => one.outerHTML.slice(0, 120))""",
                language,
            )
            assert slanted == []


def test_a_set_is_picked_filled_and_printed(engine: WebDriver, default_site: Path) -> None:
    """A second set, called by day and grade; what is added goes there; its plan, and its handouts in Spanish."""
    with opened(engine, default_site) as (window, _):
        window.goto("routines/cooking/")
        window.click("[data-tb-add='a.half-the-recipe']")
        window.goto("pack/")
        window.find(".tb-pack-list > li")
        window.click(".tb-new-set")
        window.until("return document.querySelectorAll('.tb-set-list label').length === 2")
        Select(window.find("[name=day]")).select_by_value("2")
        Select(window.find("[name=grade]")).select_by_value("3")
        window.find(".tb-set-list .tb-chip", "Tuesday, Grade 3")
        window.goto("routines/laundry/")
        window.click("[data-tb-add='a.sock-instructions']")
        window.find(".tb-said", "Added to: Tuesday, Grade 3")
        window.goto("pack/")
        window.find(".tb-pack-list > li", "How to do it right")
        window.run("window.print = () => { window.printed = document.querySelector('.tb-paper-sheet').textContent; }")
        window.click(".tb-print-plan")
        window.until("return window.printed?.includes('Your child writes down how to fold a shirt')")
        Select(window.find("[name=family]")).select_by_value("es")
        window.click(".tb-print-handouts")
        window.until("return window.printed.includes('Cómo se hace bien')")
        window.click(".tb-set-list .tb-chip", "My pack")
        window.find(".tb-pack-list > li", "Half of the recipe")
        assert window.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")
