"""The site on hosts with habits of their own: every link leads on, with a network and without one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import NEEDS_BROWSER, Watched, search_for, watching
from .hosts import Habit, Host, as_it_is, hides_file, ignores_case, names_file, takes_slash

pytestmark = NEEDS_BROWSER


def is_kept(seen: Watched, folder: str = "") -> None:
    """Waits until the worker of a language keeps the pages of Kindergarten, which was opened."""
    page = seen.goto(f"{folder}offline/")
    row = page.locator("li[data-tb-grade='K']")
    row.get_by_role("button").first.click()
    expect(row.get_by_role("button").first).to_have_attribute("aria-disabled", "true")


def walk(page: Page, root: str) -> None:
    """From a guide to its neighbor, to a card by search, to the guide in another language."""
    page.goto(f"{root}guides/k-first/?from=code#print")
    expect(page.locator("h1")).to_contain_text("Kindergarten")
    assert page.url == f"{root}guides/k-first/?from=code#print"
    assert page.evaluate("getComputedStyle(document.querySelector('.tb-card')).borderRadius") != "0px"
    page.locator("a[href$='/k-second/']").first.click()
    page.wait_for_url("**/guides/k-second/**")
    search_for(page, "table")
    page.locator(".tb-results a").first.click()
    page.goto(f"{root}find/")
    page.locator(".md-header a[href*=pack]").click()
    expect(page.locator(".tb-pack-note")).to_contain_text("Nothing here yet")


@pytest.mark.parametrize("habit", [takes_slash, names_file, hides_file])
def test_every_link_leads_on(browser: Browser, small_site: Path, habit: Habit) -> None:
    """Without a worker, with one, and without a network; then in another language, which has a worker of its own."""
    server = Host(small_site, habit)
    with watching(browser, server.address) as seen:
        if habit is names_file:
            # Here the address stays the file's.
            seen.goto("guides/k-first/").locator("a[href$='/k-second/']").first.click()
            expect(seen.page).to_have_url(f"{server.address}guides/k-second/index.html")
        else:
            walk(seen.page, server.address)
    with watching(browser, server.address, keeps=True) as seen:
        is_kept(seen)
        walk(seen.page, server.address)
        seen.page.context.set_offline(True)
        walk(seen.page, server.address)
        seen.page.context.set_offline(False)
        is_kept(seen, "es/")
        seen.page.context.set_offline(True)
        seen.goto("es/guides/k-first/")
        expect(seen.page.locator("html")).to_have_attribute("lang", "es")
    server.close()


@pytest.fixture(scope="module")
def kept(browser: Browser, small_site: Path) -> Iterator[Watched]:
    """All of Kindergarten in English and Spanish on a device, which has no network any more."""
    server = Host(small_site, as_it_is, "/visits/")
    with watching(browser, server.address, keeps=True) as seen:
        is_kept(seen)
        is_kept(seen, "es/")
        seen.page.context.set_offline(True)
        yield seen
    server.close()


# What people type, and what links and codes of other programs ask for.
WRITTEN = {
    "guides/k-first": "guides/k-first/",
    "guides/k-first?utm_source=mail": "guides/k-first/?utm_source=mail",
    "guides/k-first/index.html": "guides/k-first/",
    "guides/k-first/?utm_source=mail#print": "guides/k-first/?utm_source=mail#print",
    "guides/k-first/index.html?x=1#print": "guides/k-first/?x=1#print",
    "Guides/K-First/": "guides/k-first/",
    "GUIDES/K-FIRST": "guides/k-first/",
    "guides/%6b-first/": "guides/k-first/",
    "guides%2Fk-first": "guides/k-first/",
    "index.html": "",
    "offline": "offline/",
    "es": "es/",
    "ES/": "es/",
    "Es/Guides/k-first": "es/guides/k-first/",
    "es/guides/k-first/index.html": "es/guides/k-first/",
}


@pytest.mark.parametrize("written", WRITTEN)
def test_a_kept_page_is_found_as_people_write_it(kept: Watched, written: str) -> None:
    kept.goto(written)

    assert kept.page.url == kept.address + WRITTEN[written]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("guides/grade-9-first/", "/guides/grade-9-first/"),
        ("guides/grade-9-first", "/guides/grade-9-first"),
        ("guides/%E0%A4%A/", "/guides/%E0%A4%A/"),
        ("ar/guides/k-first/", "/ar/guides/k-first/"),
    ],
)
def test_what_is_not_kept_is_told_without_a_loop(kept: Watched, written: str, told: str) -> None:
    kept.goto(written)

    expect(kept.page.locator(".tb-missing code")).to_have_text(told)


def test_files_with_letters_of_any_script_are_kept(kept: Watched) -> None:
    """Under the address that a browser makes of their names, and as other programs escape them."""
    page = kept.goto("offline/")
    page.get_by_role("button", name="Keep everything").click()
    expect(page.locator("[data-tb-kept]")).to_contain_text("Not all of it could be loaded")
    # The browser tells of a list that it could not fetch.
    kept.complaints.clear()
    page.context.set_offline(False)
    page.get_by_role("button", name="Keep everything").click()
    expect(page.locator("[data-tb-offline]")).not_to_have_attribute("aria-busy", "true")
    page.context.set_offline(True)
    for name in ("bus, río.txt", "bus%2C%20r%C3%ADo.txt"):
        assert page.evaluate("name => fetch(`../${name}`).then((answer) => answer.text())", name) == "Bus times"


@pytest.mark.parametrize(
    ("uri", "language"), [("es/no/where/at/all", "es"), ("no/such/", "en"), ("ar/x", "ar"), ("esx/y", "en")]
)
def test_a_wrong_address_below_a_folder_leads_home(browser: Browser, small_site: Path, uri: str, language: str) -> None:
    """Styles, logo, search, the switch of languages and the way home, at any depth."""
    server = Host(small_site, as_it_is, "/visits/")
    with watching(browser, server.address) as seen:
        page = seen.goto(uri)
        expect(page.locator(".tb-lost").first).to_have_attribute("lang", language)
        assert page.url == server.address + uri
        assert page.evaluate("[...document.images].every((one) => one.naturalWidth > 0)")
        assert page.evaluate("getComputedStyle(document.querySelector('.md-button')).borderStyle") == "solid"
        seen.complaints.clear()
        page.locator("[data-tb-run=search]").first.click()
        page.get_by_role("combobox", name="Search").press_sequentially("table")
        expect(page.locator(".tb-results a").first).to_be_visible()
        page.keyboard.press("Escape")
        assert page.locator(".tb-languages a").first.get_attribute("href") == "/visits/"
        page.locator(".tb-lost").first.locator("a").first.click()
        expect(page).to_have_url(server.address + ("" if language == "en" else f"{language}/"))
    server.close()


def test_below_a_folder_the_worker_keeps_to_it(kept: Watched) -> None:
    kept.goto("about/")
    scopes = kept.page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope).sort())"
    )

    assert scopes == [kept.address, f"{kept.address}es/"]


def test_a_host_that_ignores_capital_letters(browser: Browser, small_site: Path) -> None:
    server = Host(small_site, ignores_case)
    with watching(browser, server.address) as seen:
        page = seen.goto("GUIDES/K-First/")
        search_for(page, "table")
        expect(page.locator(".tb-results a").first).to_be_visible()
        page.keyboard.press("Escape")
        page.locator("a[href$='/k-second/']").first.click()
        expect(page.locator("h1")).to_contain_text("second")
    server.close()


def test_a_page_without_its_slash_gets_it_back(browser: Browser, small_site: Path) -> None:
    """So that links count from the right folder; the page is asked for once."""
    server = Host(small_site, takes_slash, "/visits/")
    with watching(browser, server.address) as seen:
        asked: list[str] = []
        seen.page.on("request", lambda request: asked.append(request.url))
        page = seen.goto("guides/k-first?x=1#print")
        assert page.url == f"{server.address}guides/k-first/?x=1#print"
        assert len([url for url in asked if "k-first?" in url or "k-first/?" in url]) == 1
        assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    server.close()
