"""No network: the hosted site after a first visit, a new version, and the copy that opens from a disk."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from playwright.sync_api import Browser, Page, expect

from toolkit_builder.offline import worker_files, write_zip
from toolkit_builder.outputs import write_files

from .browsing import NEEDS_BROWSER, Server, Watched, search_for, until_kept, watching

pytestmark = NEEDS_BROWSER
KEPT = "[data-tb-kept]"


@pytest.fixture
def hosted(browser: Browser, default_site: Path) -> Iterator[tuple[Watched, Server]]:
    """The default site with its worker let in, and its server."""
    server = Server(default_site)
    with watching(browser, server.address, keeps=True) as seen:
        yield seen, server
    server.close()


def keep_grade_3(seen: Watched) -> None:
    """Opens the grade's page, and waits until its pages are kept."""
    seen.goto("grades/grade-3/")
    page = seen.goto("offline/")
    until_kept(page, "3-pages")
    expect(page.locator("li[data-tb-grade='3'] .tb-keep-state")).to_contain_text("pages kept")


def cut(seen: Watched) -> Page:
    """Cuts the network. What then fails is the network's fault, not the page's."""
    seen.page.context.set_offline(True)
    return seen.page


def test_a_grade_that_was_opened_works_without_a_network(hosted: tuple[Watched, Server]) -> None:
    """Its pages, search, finder, pack and visit mode."""
    seen, _ = hosted
    keep_grade_3(seen)
    page = cut(seen)

    seen.goto("guides/grade-3-second/")
    page.get_by_role("button", name="Visit mode").click()
    page.get_by_role("button", name="Visit", exact=True).click()
    expect(page.locator(".tb-visit-where")).to_contain_text("Part 1")
    page.keyboard.press("Escape")
    page.locator("[data-tb-add^='g.']").click()
    search_for(page, "half of the recipe")
    page.locator(".tb-results a").first.click()
    expect(page.locator("#half-the-recipe")).to_be_in_viewport()
    seen.goto("find/#grade=3&routine=cooking")
    expect(page.locator(".tb-found")).to_contain_text("found")
    expect(page.locator(".tb-found-list > li").first).to_be_visible()
    seen.goto("pack/")
    expect(page.locator(".tb-pack-list > li")).to_have_count(1)


def test_what_is_not_kept_is_said(hosted: tuple[Watched, Server]) -> None:
    seen, _ = hosted
    keep_grade_3(seen)
    page = cut(seen)
    seen.goto("guides/grade-9-first/")

    expect(page.get_by_text("The page /guides/grade-9-first/ is not kept on this device")).to_be_visible()
    expect(page.locator(KEPT)).to_contain_text("Kept on this device")
    page.get_by_role("button", name="Back to where I was").click()
    expect(page).to_have_url(f"{seen.address}offline/")


def test_what_the_menu_leads_to_is_always_kept(hosted: tuple[Watched, Server]) -> None:
    seen, _ = hosted
    expect(seen.goto("offline/").locator(KEPT)).to_contain_text("the menu\u2019s pages")
    page = cut(seen)
    for uri in ("routines/", "prompts/", "visits/", "families/", "topics/", "staff/", "about/", "privacy/"):
        seen.goto(uri)

        assert page.url == seen.address + uri


def test_a_pack_shows_what_is_kept_of_it(hosted: tuple[Watched, Server]) -> None:
    """And search tells what is not on this device."""
    seen, _ = hosted
    keep_grade_3(seen)
    page = seen.page
    page.evaluate("localStorage.setItem('toolkit:pack', JSON.stringify(['a.half-the-recipe', 'g.grade-9-first']))")
    cut(seen)
    seen.goto("pack/")
    expect(page.locator(".tb-pack-list > li")).to_have_count(1)
    expect(page.locator(".tb-pack-note")).to_contain_text("1 more cannot be shown without a signal")
    search_for(page, "grade 9 first visit")
    expect(page.locator("[data-tb-result='guide/grade-9-first']").first).to_contain_text("Not on this device")
    page.get_by_role("combobox", name="Search").fill("half of the recipe")
    expect(page.locator(".tb-results a").first).not_to_contain_text("Not on this device")
    # The shard of grade 9 could not be had.
    seen.complaints.clear()


def test_printed_pieces_are_kept_when_asked_and_let_go(hosted: tuple[Watched, Server]) -> None:
    """The line tells the true size: what the cache holds, to the byte."""
    seen, _ = hosted
    page = seen.goto("offline/")
    row = page.locator("li[data-tb-grade='K']")
    expect(row.locator(".tb-keep-state")).to_have_text("not kept")
    row.get_by_role("button", name="Keep all").click()
    expect(row.locator(".tb-keep-state")).to_contain_text("kept with printed pieces")
    counted = page.evaluate(
        """async () => {
            const name = (await caches.keys()).find((one) => !one.endsWith("state"));
            const cache = await caches.open(name);
            const sizeOf = async (one) => (await (await cache.match(one)).blob()).size;
            const kept = await Promise.all((await cache.keys()).map(sizeOf));
            return [kept.length, kept.reduce((sum, size) => sum + size, 0)];
        }"""
    )
    size = f"{counted[1] / 1e6:.1f} MB"
    expect(page.locator(KEPT)).to_have_text(f"Kept on this device: {counted[0]} pages and files, {size}.")
    page.context.set_offline(True)
    status = page.evaluate("fetch('../print/kindergarten-first/cards-letter.pdf').then((answer) => answer.status)")
    assert status == 200

    # Letting go needs no signal, and the keyboard stays where it was.
    row.get_by_role("button", name="Let go").click()
    expect(row.locator(".tb-keep-state")).to_have_text("not kept")
    expect(row.get_by_role("button", name="Let go")).to_be_focused()
    page.get_by_role("button", name="Let everything go").click()
    expect(page.locator(KEPT)).not_to_contain_text(size)
    expect(page.locator(KEPT)).to_contain_text("search, find, my pack")


# Asks whether a newer version is published, and waits until its worker has taken over. It asks again: the first answer
# may be that of a look which the browser began by itself, when the page was opened, before there was one.
_NEWER = """
  navigator.serviceWorker.ready.then(async (registration) => {
    let isTaken = false;
    navigator.serviceWorker.oncontrollerchange = () => { isTaken = true; };
    while (!isTaken) {
      await registration.update();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })
"""


def test_a_new_version_takes_over_whole(hosted: tuple[Watched, Server], tmp_path: Path) -> None:
    """The kept grade is renewed with the shell, the old cache goes, nothing of one is shown with the other."""
    seen, server = hosted
    keep_grade_3(seen)
    newer = tmp_path / "site"
    shutil.copytree(server.folder, newer, ignore=shutil.ignore_patterns("es", "ar", "zh-Hans", "vi", "ht"))
    (old_folder,) = (path.name for path in (newer / "assets/toolkit").iterdir())
    (newer / "assets/toolkit" / old_folder).rename(newer / "assets/toolkit/abcdef01")
    for file in newer.rglob("*.html"):
        text = file.read_text(encoding="utf-8").replace(f"/{old_folder}/", "/abcdef01/")
        file.write_text(text.replace("Grade 3, second visit", "Grade 3, second visit, renewed"), encoding="utf-8")
    groups = {"3-pages": ["grades/grade-3/", "guides/grade-3-second/"]}
    write_files(newer, {made.uri: made.content for made in worker_files(newer, groups, "assets/logo.svg")})

    # A page that somebody reads while the newer version comes stays as it is, and goes on working.
    page = seen.goto("guides/grade-3-second/")
    page.get_by_role("button", name="Visit mode").click()
    page.get_by_role("button", name="Visit", exact=True).click()
    expect(page.locator(".tb-visit-where")).to_contain_text("Part 1")
    page.get_by_role("button", name="Next").click()
    # Only now: the browser looks by itself after a page was opened, and may be done before anybody waits for it.
    server.folder = newer
    page.evaluate(_NEWER)
    expect(page.locator(".tb-visit-where")).to_contain_text("Part 2")
    page.keyboard.press("Escape")
    expect(page.locator("h1")).not_to_contain_text("renewed")
    search_for(page, "half of the recipe")
    expect(page.locator(".tb-results a").first).to_be_visible()
    # The next one is of the newer version.
    seen.goto("guides/grade-3-second/")
    expect(page.locator("h1")).to_contain_text("renewed")
    names = page.evaluate("caches.keys()")
    assert len([name for name in names if not name.endswith("state")]) == 1
    cut(seen)
    seen.goto("guides/grade-3-second/")
    expect(page.locator("h1")).to_contain_text("renewed")
    search_for(page, "laundry")
    expect(page.locator(".tb-results a").first).to_be_visible()
    assert old_folder not in page.content()


def test_a_site_that_changes_while_it_is_kept_is_not_mixed(hosted: tuple[Watched, Server], tmp_path: Path) -> None:
    """Lists of another version than the worker's: nothing is kept, and the page says so."""
    seen, server = hosted
    page = seen.goto("offline/")
    expect(page.locator("li[data-tb-grade='K'] .tb-keep-state")).to_have_text("not kept")
    newer = tmp_path / "site"
    shutil.copytree(server.folder, newer, ignore=shutil.ignore_patterns("es", "ar", "zh-Hans", "vi", "ht"))
    list_file = newer / "offline/k-pages.json"
    list_file.write_text(list_file.read_text().replace('"version": "', '"version": "0'))
    server.folder = newer
    page.locator("li[data-tb-grade='K']").get_by_role("button", name="Keep all").click()

    expect(page.locator(KEPT)).to_contain_text("Not all of it could be loaded")
    expect(page.locator("li[data-tb-grade='K'] .tb-keep-state")).to_have_text("not kept")


@pytest.fixture(scope="session")
def stick(default_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy for a disk, unpacked."""
    folder = tmp_path_factory.mktemp("stick")
    write_zip(default_site, folder / "copy.zip")
    with zipfile.ZipFile(folder / "copy.zip") as made:
        made.extractall(folder)
    return folder


def test_the_copy_opens_from_a_disk(browser: Browser, stick: Path) -> None:
    """By a double-click: pages, search, finder, pack, visit mode and PDFs, with no request to anywhere."""
    root = stick.as_uri() + "/"
    with watching(browser, root) as seen:
        page = seen.goto("START.html")
        page.wait_for_url("**/toolkit/index.html")
        page.get_by_role("link", name="Kindergarten").first.click()
        page.locator("a.tb-guide-link", has_text="first visit").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("first visit")
        # A tap before the scripts are there would be lost.
        page.wait_for_load_state()
        page.get_by_role("button", name="Visit mode").click()
        page.get_by_role("button", name="Visit", exact=True).click()
        expect(page.locator(".tb-visit-where")).to_contain_text("Part 1")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="My pack: ").first.click()
        search_for(page, "half of the recipe")
        page.locator(".tb-results a").first.click()
        expect(page.locator("#half-the-recipe")).to_be_in_viewport()
        page.goto(f"{root}toolkit/find/index.html#grade=K&routine=cooking")
        expect(page.locator(".tb-found-list > li").first).to_be_visible()
        page.locator(".tb-found-list [data-tb-add]").first.click()
        page.locator(".md-header a[href*=pack]").click()
        expect(page.locator(".tb-pack-list > li")).to_have_count(2)
        page.locator(".tb-pack-list a").first.click()
        page.wait_for_url("**/index.html*")
        page.goto(f"{root}toolkit/offline/index.html")
        expect(page.locator(KEPT)).to_contain_text("copy on a disk")


def test_every_link_on_the_disk_names_a_file(stick: Path) -> None:
    broken = []
    for path in stick.rglob("*.html"):
        for link in re.findall(r'\b(?:href|src)="([^"]*)"', path.read_text(encoding="utf-8")):
            target = unquote(urldefrag(link)[0])
            if target and not re.match(r"[a-z]+:", target) and not (path.parent / target).is_file():
                broken.append((path.relative_to(stick).as_posix(), link))
    assert broken == []
    assert list(stick.rglob("print/*/cards-letter.pdf"))
