"""What the browser prints of a set: a plan for the visitor, handouts for the family."""

import pymupdf
import pytest
from playwright.sync_api import Page, expect

from .browsing import NEEDS_BROWSER, Watched
from .conftest import Tab
from .test_pack_sets import holding

pytestmark = NEEDS_BROWSER
KEYS = [
    *("g.grade-3-second", "p.learn-see-more", "a.half-the-recipe", "p.hopes-this-year", "p.goal-who-helps"),
    *("p.back-who-missed-you", "a.cups-that-match", "a.sock-instructions", "a.when-must-we-leave"),
    *("a.shelf-words", "a.wash-times-tables"),
]
SET = {"pack": KEYS, "sets": {"at": 0, "of": [{"day": "2", "grade": "3", "keys": []}]}}
LETTER = (612, 792)
STUB = "() => { window.printed = false; window.print = () => { window.printed = true; }; }"


def squeezed(text: str) -> str:
    return "".join(text.split())


def drawn(page: Page, like: str) -> None:
    page.evaluate(STUB)
    page.locator(f".tb-print-{like}").click()
    page.wait_for_function("() => window.printed")


def printed(page: Page, like: str) -> list[str]:
    """The text of each page of paper, without blanks."""
    drawn(page, like)
    with pymupdf.open(stream=page.pdf(prefer_css_page_size=True)) as document:
        assert {(round(one.rect.width), round(one.rect.height)) for one in document} == {LETTER}
        return [squeezed(one.get_text()) for one in document]


def wholes(page: Page) -> list[list[str]]:
    """The lines of each thing on the paper that fits on a page."""
    things = page.locator(".tb-paper-sheet :is(section, .tb-sheet-plan > li):not(.tb-sheet-long)")
    found: list[list[str]] = things.evaluate_all(
        "all => all.map((one) => [...one.querySelectorAll('h3, li, p')].map((line) => line.textContent))"
    )
    return found


@pytest.mark.parametrize("folder", ["", "es/"])
@pytest.mark.parametrize("like", ["plan", "handouts"])
def test_no_card_is_torn(tab: Tab, folder: str, like: str) -> None:
    page = holding(tab(folder), SET)
    pages = printed(page, like)
    things = wholes(page)
    assert len(things) >= 8
    assert len(pages) > 2
    for lines in things:
        assert any(all(squeezed(line) in text for line in lines) for text in pages), lines


def test_a_plan_is_one_list_with_minutes_and_what_to_say(phone: Watched) -> None:
    page = holding(phone, SET)
    text = "".join(printed(page, "plan"))
    # A guide's part may ask the same question before.
    places = [text.rindex(squeezed(title)) for title in page.locator(".tb-pack-list .tb-question").all_inner_texts()]
    assert places == sorted(places)
    for words in (
        "Tuesday, Grade 3",
        "100 minutes in all. 4 have no minutes of their own.",
        # A guide has its parts; a question what to ask next; an activity its steps.
        "Lay out the work that shows a strength, and let the child explain it 7 min",
        "Say This page shows something that went well. You may explain it, [child], or choose something else.",
        "Half of the recipe 15 min",
        "To make half of the recipe, your child marks two equal parts on the glass.",
        "Listen for",
        "Take care Some students are lonely.",
    ):
        assert squeezed(words) in text, words
    for words in ("Print as", "Delete this set", "Take out", "My sets", "What to expect"):
        assert squeezed(words) not in text, words
    # What is drawn for paper is never seen on the screen.
    expect(page.locator(".tb-paper-sheet")).to_be_hidden()


def test_handouts_speak_the_familys_language(phone: Watched) -> None:
    """All of them, labels too, from right to left where it is read so; visit mode then knows the language, too."""
    page = holding(phone, SET)
    drawn(page, "handouts")
    english = page.locator(".tb-paper-sheet").text_content() or ""
    for words in ("What to expect when we visit", "You can say no, or not now.", "Half of the recipe", "555-0100"):
        assert words in english
    # What is the visitor's own.
    for words in ("Listen for", "Take care", "We share, for example", "Lay out the work", "Tuesday"):
        assert words not in english
    page.get_by_label("The family’s language").select_option("العربية")
    drawn(page, "handouts")
    sheet = page.locator(".tb-paper-sheet")
    expect(sheet).to_have_attribute("lang", "ar")
    expect(sheet).to_have_attribute("dir", "rtl")
    arabic = sheet.text_content() or ""
    for words in ("ماذا تتوقعون حين نزوركم", "نصف الوصفة"):
        assert words in arabic
    assert not any(words in arabic for words in ("What", "You need", "min"))
    assert page.evaluate("toolkit.read('family-language', '')") == "ar"
    # The plan stays the visitor's.
    drawn(page, "plan")
    expect(sheet).to_have_attribute("lang", "en")
    page.reload()
    expect(page.get_by_label("The family’s language")).to_have_value("ar")


def test_a_language_that_cannot_be_had_is_told(phone: Watched) -> None:
    """Nothing is printed then, least of all a part."""
    page = holding(phone, SET)
    page.evaluate(STUB)
    page.get_by_label("The family’s language").select_option("español")
    page.route("**/es/**/paper-3.js", lambda route: route.abort())
    page.get_by_role("button", name="Print as handouts").click()
    expect(page.locator(".tb-paper-note")).to_have_text(
        "The words in español are not on this device, and cannot be loaded just now."
    )
    assert page.evaluate("window.printed") is False
    phone.complaints.clear()
