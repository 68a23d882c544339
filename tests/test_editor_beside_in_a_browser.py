"""What stands beside a text in the editor, in a real browser: its translation, and its printed pages."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from toolkit_builder.editor.workspace import Workspace

from .browsing import NEEDS_BROWSER, axe_everywhere, axe_finds, watching
from .cases import TESTS
from .editing import SECRET, served
from .test_editor_in_a_browser import saved

pytestmark = NEEDS_BROWSER
KEY = f"?key={SECRET.replace(' ', '%20')}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A toolkit in two languages."""
    made = Path(shutil.copytree(TESTS / "base", tmp_path / "toolkit"))
    school = made / "docs/school.yml"
    school.write_text(school.read_text("utf-8").replace("languages: [en]", "languages: [en, es]", 1), "utf-8")
    return made


def test_a_translation_is_saved_while_one_types_and_its_page_follows(browser: Browser, folder: Path) -> None:
    with served(Workspace(folder)) as address, watching(browser, address, width=1280) as seen:
        seen.goto(KEY)
        page = seen.goto("translate/es/?q=teacher")
        card = page.locator("[data-pair]", has=page.locator('[data-slot="{teacher}"]')).first
        area = card.locator("textarea")
        area.fill("Hola, soy")
        slot = card.locator('[data-slot="{teacher}"]')
        expect(slot).to_have_class("is-missing")
        slot.click()
        expect(slot).not_to_have_class("is-missing")
        expect(card.get_by_role("radio", name="Done")).to_be_checked()
        saved(page)
        assert "Hola, soy" in (folder / "locales/es.po").read_text("utf-8")
        shown = page.frame_locator("iframe.page:not(.is-coming)")
        page = seen.goto("translate/es/?kind=guides&q=first visit&show=")
        page.locator("textarea").first.fill("Kínder, primera visita")
        saved(page)
        expect(shown.locator("h1")).to_have_text("Kínder, primera visita")
        page.get_by_role("radio", name="To check").first.check()
        saved(page)
        expect(page.locator("[data-pair]").first).to_contain_text("Somebody is to look at it again.")
        expect(shown.locator("h1")).to_have_text("Kindergarten, first visit")
        # Done, and on to the next one, by the keyboard.
        page.locator("textarea").first.press("Control+Enter")
        expect(page.get_by_role("radio", name="Done").first).to_be_checked()
        expect(shown.locator("h1")).to_have_text("Kínder, primera visita")
        saved(page)
        page = seen.goto("translate/es/?kind=guides&show=")
        page.locator("textarea").first.press("Control+Enter")
        expect(page.locator("textarea").nth(1)).to_be_focused()


def test_translations_that_could_not_be_saved_are_sent_again(browser: Browser, folder: Path) -> None:
    """All of them, and what was typed meanwhile."""
    with served(Workspace(folder)) as address, watching(browser, address, width=1280) as seen:
        seen.goto(KEY)
        page = seen.goto("translate/es/?kind=guides&show=")
        page.context.set_offline(True)
        for number in range(2):
            page.locator("textarea").nth(number).fill(f"Palabras {number}")
        expect(page.locator("[data-trouble]")).to_contain_text("Your words are kept here")
        page.locator("textarea").first.fill("Otras palabras")
        page.context.set_offline(False)
        saved(page)
        assert page.evaluate("Object.keys(localStorage)") == []
        said = (folder / "locales/es.po").read_text("utf-8")
        assert all(f'msgstr "{words}"' in said for words in ("Otras palabras", "Palabras 1"))
        assert "Palabras 0" not in said
        seen.complaints[:] = [one for one in seen.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_everyone_can_translate(browser: Browser, folder: Path) -> None:
    with served(Workspace(folder)) as address, watching(browser, address, width=320) as seen:
        seen.goto(KEY)
        for uri in ("translate/", "translate/es/?show=", "printed/en/guides/k-first"):
            axe_everywhere(seen.goto(uri))


def test_a_printed_piece_stands_beside_the_form_and_follows_it(browser: Browser, folder: Path) -> None:
    with served(Workspace(folder)) as address, watching(browser, address, width=1280) as seen:
        seen.goto(KEY)
        page = seen.goto("guides/k-first")
        page.get_by_role("button", name="Printed").click()
        pictures = page.locator(".printed-pages img")
        expect(pictures.first).to_be_visible()
        expect(page.locator("iframe.page")).to_be_hidden()
        page.get_by_label("Printed piece").select_option(label="Visit plan")
        expect(pictures.first).to_have_attribute("alt", "Visit plan, page 1 of 2")
        before = pictures.first.get_attribute("src") or ""
        assert axe_finds(page, within="body") == []
        page.locator("#f-title-in").fill("Kindergarten, on paper")
        expect(pictures.first).not_to_have_attribute("src", re.compile(re.escape(before)))
        saved(page)
        page.get_by_role("button", name="Page", exact=True).last.click()
        expect(page.frame_locator("iframe.page").locator("h1")).to_have_text("Kindergarten, on paper")
