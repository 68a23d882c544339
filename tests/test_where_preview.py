"""In a live preview, a click on a sentence tells where it stands; a built site has nothing of that."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from toolkit_builder.outputs import files_in

from .browsing import NEEDS_BROWSER, axe_and_widths, watching
from .cases import TESTS
from .conftest import ToolkitFiles
from .previews import previewing, wait_for

GUIDE = "guides/k-first/"
SENTENCE = "One hope I have is a good morning for each child."


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A preview of a school's toolkit that lies on another: the folder of the one below, and the address."""
    below = Path(shutil.copytree(TESTS / "base", tmp_path_factory.mktemp("where") / "toolkit"))
    school = below.parent / "school"
    (school / "docs/assets").mkdir(parents=True)
    shutil.copy(below / "docs/assets/logo.svg", school / "docs/assets")
    (school / "docs/school.yml").write_text("name: Oak School\n", "utf-8")
    settings = (below / "mkdocs.yml").read_text("utf-8")
    (school / "mkdocs.yml").write_text(settings.replace("rules: {}", "layers: [../toolkit]"), "utf-8")
    with previewing(school) as (address, _):
        wait_for(address + GUIDE, SENTENCE)
        yield below, address


def clicked_above_panel(text: Locator) -> None:
    """On a phone the panel covers the lower half, where a driver would leave what it has scrolled into view."""
    text.evaluate("one => scrollBy(0, one.getBoundingClientRect().top - 150)")
    text.click()


def asked(page: Page) -> None:
    # After the preview has called the page anew, its words are there before its scripts.
    page.wait_for_load_state("load")
    page.get_by_role("button", name="Where does this text stand?").click()
    expect(page.locator(".tb-where-panel")).to_be_visible()


@NEEDS_BROWSER
def test_a_click_tells_place_line_and_lines_to_paste(browser: Browser, preview: tuple[Path, str]) -> None:
    folder, address = preview
    with watching(browser, address) as seen:
        page = seen.goto(GUIDE)
        expect(page.locator(".tb-where-panel")).to_be_hidden()
        asked(page)
        axe_and_widths(page)
        page.set_viewport_size({"width": 360, "height": 800})
        clicked_above_panel(page.locator(".tb-share", has_text=SENTENCE).first)

        answer = page.get_by_role("status", name="What was found")
        first = answer.locator(".tb-where-found").first
        expect(first).to_contain_text("prompt/hopes/we_share")
        expect(first).to_contain_text("../toolkit/docs/prompts/all.yml:6:13")
        axe_and_widths(page)
        page.set_viewport_size({"width": 360, "height": 800})
        first.get_by_role("button", name="Copy these lines").click()
        expect(first.get_by_role("button", name="Copied")).to_be_visible()
        lines = page.evaluate("navigator.clipboard.readText()")
        assert lines == f"wording:\n  prompt/hopes/we_share: {SENTENCE}\n"

        # What changed is found as it is now.
        file = folder / "docs/prompts/all.yml"
        file.write_text("# A remark\n" + file.read_text("utf-8").replace("a good morning", "a calm day"), "utf-8")
        # The preview calls the page anew.
        expect(page.locator(".tb-share", has_text="a calm day")).to_be_visible()
        asked(page)
        clicked_above_panel(page.locator(".tb-share", has_text="a calm day").first)
        expect(page.locator(".tb-where-found").first).to_contain_text("docs/prompts/all.yml:7:13")


@NEEDS_BROWSER
def test_links_are_not_followed_meanwhile_and_closed_parts_open(browser: Browser, preview: tuple[Path, str]) -> None:
    _, address = preview
    with watching(browser, address) as seen:
        page = seen.goto(GUIDE)
        asked(page)
        page.locator(".tb-hero-links a:not([role=button])").first.click()
        expect(page.locator(".tb-where-found").first).to_contain_text("The site’s own words")
        assert page.url == address + GUIDE

        fold = page.locator(".tb-page details", has_text="As a note home").first
        expect(fold).not_to_have_attribute("open", "")
        clicked_above_panel(fold.locator("summary"))
        expect(fold).to_have_attribute("open", "")

        page.get_by_role("button", name="Close").last.click()
        expect(page.locator(".tb-where-panel")).to_be_hidden()
        page.locator(".tb-hero-links a:not([role=button])").first.click()
        page.wait_for_url(re.compile(f"^(?!{re.escape(address + GUIDE)}$)"))


@NEEDS_BROWSER
def test_the_keyboard_does_all_of_it(browser: Browser, preview: tuple[Path, str]) -> None:
    _, address = preview
    with watching(browser, address, width=1280) as seen:
        page = seen.goto(GUIDE)
        opener = page.get_by_role("button", name="Where does this text stand?")
        opener.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".tb-where-panel")).to_be_focused()
        first = page.locator(".tb-where-found").first
        after = page.get_by_role("button", name="The next text")
        after.focus()
        # Where the reader is, on the links above the title; then on to it, past it, and back.
        for key, told in (("Enter", "The site’s own words"), ("Enter", ""), ("Enter", "guide/k-first/title")):
            page.keyboard.press(key)
            expect(first).to_contain_text(told)
        page.keyboard.press("Enter")
        expect(first).to_contain_text("guide/k-first/cover/purpose")
        page.get_by_role("button", name="The text before").press("Enter")
        expect(first).to_contain_text("guide/k-first/title")

        page.get_by_role("searchbox", name="Words that you saw").fill("kwixotic zebras juggle")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status", name="What was found")).to_contain_text("No text of this toolkit holds")
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        expect(page.locator(".tb-where-chosen")).to_have_count(0)


@NEEDS_BROWSER
def test_from_right_to_left_a_translation_tells_its_catalogue(browser: Browser, toolkit_files: ToolkitFiles) -> None:
    school = (TESTS / "base/docs/school.yml").read_text("utf-8").replace("languages: [en]", "languages: [en, ar]")
    words = "أتمنى صباحًا طيبًا لكل طفل."
    entry = f'msgctxt "prompt/hopes/we_share"\nmsgid "{SENTENCE}"\nmsgstr "{words}"\n'
    folder = toolkit_files({"docs/school.yml": school, "locales/ar.po": entry})
    with previewing(folder, "--language", "ar") as (address, _), watching(browser, address) as seen:
        wait_for(address + GUIDE, words)
        page = seen.goto(GUIDE)
        page.locator(".tb-where > button").click()
        page.locator(".tb-share", has_text=words).first.click()

        first = page.locator(".tb-where-found").first
        for told in ("prompt/hopes/we_share", "docs/prompts/all.yml:6:13", "locales/ar.po:2", SENTENCE, words):
            expect(first).to_contain_text(told)
        axe_and_widths(page)


def test_a_built_site_has_nothing_of_it(small_site: Path) -> None:
    files = dict(files_in(small_site))
    assert [name for name in files if "where" in name.rpartition("/")[2]] == []
    page = files["guides/k-first/index.html"].read_text("utf-8")
    assert "tb-where" not in page
    assert "where.css" not in page
