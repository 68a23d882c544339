"""My pack in a real browser."""

import json
import re

import pymupdf
import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import NEEDS_BROWSER, Watched, watching

pytestmark = NEEDS_BROWSER
POINTS = 72.0


def filled(phone: Watched, count: int, uri: str = "find/#grade=3") -> Page:
    """The pack page, with `count` of the things that the finder has at `uri`."""
    page = phone.goto(uri)
    buttons = page.get_by_role("button", name="My pack")
    expect(buttons.first).to_be_visible()
    for position in range(count):
        buttons.nth(position).click()
    phone.goto("pack/")
    expect(page.locator(".tb-pack-list > li")).to_have_count(count)
    return page


def titles(page: Page) -> list[str]:
    return page.locator(".tb-pack-list .tb-question").all_inner_texts()


def test_one_tap_adds_from_cards_guides_and_the_finder(phone: Watched) -> None:
    page = phone.goto("guides/grade-3-second/")
    page.get_by_role("button", name="My pack: Grade 3, second visit").click()
    page.locator("[data-tb-add^='p.']").first.click()
    phone.goto("routines/cooking/")
    page.locator("[data-tb-add='a.half-the-recipe']").click()
    expect(page.locator("[data-tb-pack-count]")).to_have_text("3")
    # A second tap takes it out.
    page.locator("[data-tb-add='a.half-the-recipe']").click()
    expect(page.locator("[data-tb-pack-count]")).to_have_text("2")
    phone.goto("pack/")

    expect(page.locator(".tb-pack-list > li")).to_have_count(2)
    assert titles(page)[0] == "Grade 3, second visit"
    assert len(titles(page)) == 2


def test_the_order_is_the_readers(phone: Watched) -> None:
    page = filled(phone, 3)
    first, second, third = titles(page)
    page.get_by_role("button", name=f"Move down: {first}").click()
    expect(page.locator(".tb-pack-list .tb-question").nth(1)).to_have_text(first)
    # The keyboard stays with what it moved.
    expect(page.get_by_role("button", name=f"Move down: {first}")).to_be_focused()
    page.get_by_role("button", name=f"Take out: {third}").click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(2)
    page.reload()

    expect(page.locator(".tb-pack-list > li")).to_have_count(2)
    assert titles(page) == [second, first]


def test_a_link_carries_ids_only_and_asks_before_it_adds(phone: Watched, browser: Browser) -> None:
    page = filled(phone, 2)
    page.get_by_role("button", name="Share a link").click()
    expect(page.locator(".tb-share-note")).to_contain_text("The link is copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{re.escape(phone.address)}pack/#[gpa]\.[a-z0-9-]+,[gpa]\.[a-z0-9-]+", link)
    mine = titles(page)

    with watching(browser, phone.address) as other:
        other.page.goto(link)
        expect(other.page.get_by_text("Somebody shared 2 things")).to_be_visible()
        assert other.page.locator(".tb-shared-list li").all_inner_texts() == mine
        assert titles(other.page) == []
        other.page.get_by_role("button", name="Keep as my set").click()
        expect(other.page.locator(".tb-pack-list > li")).to_have_count(2)
        assert titles(other.page) == mine
        assert other.page.url == f"{phone.address}pack/"


def test_a_shared_link_tells_what_is_no_longer_there(phone: Watched) -> None:
    page = phone.goto("pack/#a.half-the-recipe,p.no-such-thing")
    expect(page.locator(".tb-shared-note")).to_have_text(
        "Somebody shared 1 thing with you. 1 more are no longer in this toolkit."
    )
    page.get_by_role("button", name="Keep as my set").click()
    expect(page.locator(".tb-pack-note")).to_have_text("1 thing in your pack.")
    expect(page.locator(".tb-pack-note")).to_be_focused()


def test_a_link_can_be_copied_by_hand_where_the_browser_refuses(phone: Watched) -> None:
    """As on a page without https, where there is no clipboard."""
    page = filled(phone, 1)
    page.evaluate("delete Navigator.prototype.clipboard; document.execCommand = () => false")
    page.get_by_role("button", name="Share a link").click()

    expect(page.locator(".tb-share-note")).to_contain_text("copy it by hand")
    assert re.fullmatch(r".*/pack/#[gpa]\.[a-z0-9-]+", page.get_by_label("Link to your pack").input_value())


@pytest.mark.parametrize("hash_", ["#<img src=x onerror=alert(1)>", "#p.UPPER,q.x", "#p.no-such-thing", "#%"])
def test_a_strange_link_does_no_harm(phone: Watched, hash_: str) -> None:
    page = phone.goto(f"pack/{hash_}")
    expect(page.locator(".tb-pack-note")).to_contain_text("Nothing here yet")


def test_what_the_toolkit_lost_is_said(phone: Watched) -> None:
    page = filled(phone, 2)
    kept = json.loads(page.evaluate("localStorage.getItem('toolkit:pack')"))
    page.evaluate("kept => localStorage.setItem('toolkit:pack', kept)", json.dumps(["p.gone", *kept]))
    page.reload()

    expect(page.locator(".tb-pack-note")).to_contain_text("1 more are no longer")
    first = titles(page)[0]
    page.get_by_role("button", name=f"Move down: {first}").click()
    expect(page.locator(".tb-pack-list .tb-question").nth(1)).to_have_text(first)


def test_one_tap_clears_all_of_it(phone: Watched) -> None:
    page = filled(phone, 2)
    page.get_by_role("button", name="Clear all").click()

    expect(page.locator(".tb-pack-note")).to_contain_text("Nothing here yet")
    expect(page.get_by_role("button", name="Print as cards")).to_be_disabled()
    assert page.evaluate("localStorage.getItem('toolkit:pack')") is None


def test_what_was_taken_out_can_come_back(phone: Watched) -> None:
    """One by one or all at once; the keyboard stays near, and what is open stays open."""
    page = filled(phone, 3, "find/#grade=3&kind=a")
    mine = titles(page)
    page.locator(".tb-pack-list details").first.evaluate("one => { one.open = true; }")
    page.get_by_role("button", name=f"Take out: {mine[1]}").click()
    expect(page.get_by_role("button", name=f"Take out: {mine[2]}")).to_be_focused()
    assert page.locator(".tb-pack-list details").first.get_attribute("open") is not None
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(3)
    assert titles(page) == mine

    page.get_by_role("button", name="Clear all").click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(3)
    assert titles(page) == mine


def test_cards_have_their_true_size(phone: Watched) -> None:
    """Two by four of 3.75 by 2.5 inches on Letter, half an inch from the edges, with marks to cut along."""
    page = filled(phone, 10)
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print as cards").click()
    expect(page.locator(".tb-paper-cards article")).to_have_count(10)
    printed = page.pdf(prefer_css_page_size=True)

    with pymupdf.open(stream=printed) as document:
        assert len(document) == 2
        first = document[0]
        assert (round(first.rect.width), round(first.rect.height)) == (612, 792)
        # The colored edge of each card is a filled area of the card's height.
        edges = sorted(
            {
                (round(part["rect"].x0 / POINTS * 20) / 20, round(part["rect"].y0 / POINTS * 20) / 20)
                for part in first.get_drawings()
                if part.get("fill") and abs(part["rect"].height / POINTS - 2.5) < 0.02 and 5 < part["rect"].width < 20
            }
        )
        assert edges == [(x, 0.5 + 2.5 * row) for x in (0.5, 4.25) for row in range(4)]
        # Marks stand in the margins only, at each edge of the cards.
        picture = first.get_pixmap(dpi=144)

        def is_inked(x: float, y: float) -> bool:
            around = [picture.pixel(round(x * 144) + by, round(y * 144)) for by in (-1, 0, 1)]
            return bool(min(sum(pixel) for pixel in around) < 700)

        assert [x for x in (0.5, 2.4, 4.25, 6.1, 8.0) if is_inked(x, 0.2)] == [0.5, 4.25, 8.0]
        assert [x for x in (0.5, 2.4, 4.25, 6.1, 8.0) if is_inked(x, 10.8)] == [0.5, 4.25, 8.0]
        text = " ".join(" ".join(part.get_text() for part in document).split())
        assert "Clear all" not in text
    cut = page.locator(".tb-paper-cards article > div").evaluate_all(
        "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).length"
    )
    assert cut == 0
    for title in titles(page):
        assert title in text


def test_the_list_prints_without_buttons_and_with_folded_parts(phone: Watched) -> None:
    page = filled(phone, 12)
    page.emulate_media(media="print")
    with pymupdf.open(stream=page.pdf(format="Letter")) as document:
        text = " ".join(" ".join(part.get_text() for part in document).split())
    assert "Take out" not in text
    assert "Print as cards" not in text
    assert "Listen for" in text
