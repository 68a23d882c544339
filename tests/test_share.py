"""From hand to hand: files for the phone's own sheet, a card as a picture, a code for the family's phone."""

import io
from pathlib import Path
from typing import Any

import numpy
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from .browsing import NEEDS_BROWSER, Watched, axe_finds, watching

pytestmark = NEEDS_BROWSER
# What a phone has and a headless browser lacks: a sheet that takes files.
SHEET = """
window.shared = [];
Navigator.prototype.canShare = (what) => what.files.every((one) => one instanceof File && one.size > 0);
Navigator.prototype.share = async ({files}) => {
  window.shared.push(...files.map((one) => [one.name, one.type, one.size]));
};
"""


def shared(page: Page) -> list[Any]:
    page.wait_for_function("() => window.shared.length")
    found: list[Any] = page.evaluate("window.shared")
    return found


def test_a_printed_piece_goes_to_the_phones_sheet_under_a_name_that_tells_what_it_is(
    browser: Browser, address: str
) -> None:
    with watching(browser, address, is_touch=True) as phone:
        phone.page.add_init_script(SHEET)
        page = phone.goto("es/guides/grade-3-first/family/")
        page.get_by_role("button", name="Compartir: Qué esperar").first.click()
        ((name, kind, size),) = shared(page)

        assert name == "Qué esperar, Qué esperar cuando los visitamos, español.pdf"
        assert kind == "application/pdf"
        assert size > 10_000


def test_a_card_is_a_picture_with_all_its_words(browser: Browser, address: str, tmp_path: Path) -> None:
    """Without a sheet it is saved. In Arabic it begins at the right."""
    inks = {}
    for language in ("", "ar/"):
        with watching(browser, address) as phone:
            page = phone.goto(f"{language}routines/cooking/")
            with page.expect_download() as saved:
                page.locator("#half-the-recipe [data-tb-share=card]").click()
            assert saved.value.suggested_filename.endswith(".png")
            saved.value.save_as(tmp_path / "card.png")
            with Image.open(tmp_path / "card.png") as picture:
                pixels = numpy.asarray(picture.convert("L"))
        assert pixels.shape[1] == 1080
        edge, half = pixels[40:, :70], pixels.shape[1] // 2
        # Nothing runs over the edges.
        assert edge.min() == 255
        assert pixels[40:, -70:].min() == 255
        inks[language] = [int((side < 128).sum()) for side in (pixels[40:, :half], pixels[40:, half:])]

    assert inks[""][0] > inks[""][1]
    assert inks["ar/"][0] < inks["ar/"][1]


def test_the_pack_goes_as_pictures(browser: Browser, address: str) -> None:
    with watching(browser, address, is_touch=True) as phone:
        phone.page.add_init_script(SHEET)
        page = phone.goto("routines/laundry/")
        for number in range(2):
            page.locator("[data-tb-add^='a.']").nth(number).click()
        phone.goto("pack/")
        expect(page.locator(".tb-pack-list > li")).to_have_count(2)
        page.get_by_role("button", name="Share as pictures").click()

        assert [kind for _, kind, _ in shared(page)] == ["image/png", "image/png"]


def test_a_message_opens_the_phones_own_app_with_its_words(browser: Browser, address: str) -> None:
    with watching(browser, address, is_touch=True) as phone:
        page = phone.goto("guides/grade-3-first/")
        page.evaluate(
            """() => document.addEventListener("click", (event) => {
              const link = event.target.closest("a[href^='sms:']");
              if (link) { event.preventDefault(); window.sent = link.href; }
            })"""
        )
        page.get_by_text("As a text message").click()
        page.get_by_role("button", name="Send as a text: As a text message").click()

        page.wait_for_function("() => window.sent")
        assert page.evaluate("window.sent").startswith("sms:?&body=Hi%20from%20%5Bteacher%5D%20at%20Maple")
        # Words for a call are to be said.
        assert page.get_by_role("button", name="Send as a text: On the phone").count() == 0


def test_a_computer_without_messages_offers_none(phone: Watched) -> None:
    page = phone.goto("guides/grade-3-first/")
    page.get_by_text("As a text message").click()

    expect(page.get_by_role("button", name="Copy: As a text message")).to_be_visible()
    expect(page.get_by_role("button", name="Send as a text: As a text message")).to_be_hidden()


@pytest.mark.parametrize("language", ["", "ar/"])
def test_a_page_is_one_file_that_opens_anywhere(browser: Browser, address: str, tmp_path: Path, language: str) -> None:
    """On another phone, from its files, with no signal: all its words, nothing to fetch, under 300 KB."""
    uri = f"{language}guides/grade-3-first/family/"
    with watching(browser, address) as phone:
        page = phone.goto(uri)
        said = page.locator(".tb-family-list dd").all_inner_texts()
        with page.expect_download() as saved:
            page.locator("[data-tb-share=page]").click()
        saved.value.save_as(tmp_path / "page.html")
    assert saved.value.suggested_filename.endswith(".html")
    assert (tmp_path / "page.html").stat().st_size < 300_000
    context = browser.new_context(offline=True, viewport={"width": 320, "height": 700})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "page.html").as_uri())

    assert len(asked) == 1
    assert page.locator(".tb-family-list dd").all_inner_texts() == said
    assert page.locator("html").get_attribute("dir") == ("rtl" if language else "ltr")
    assert page.locator("script, button, input").count() == 0
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert axe_finds(page) == []
    context.close()


def code_in(page: Page) -> str:
    """What a phone's camera reads on the screen."""
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        found = zxingcpp.read_barcodes(numpy.asarray(picture.convert("L")))
    return found[0].text if found else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screen_shows_a_code_in_the_familys_language(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}guides/grade-3-first/")
    page.get_by_role("button", name="Show to the family").click()
    dialog = page.get_by_role("dialog", name="Show to the family")
    expect(dialog.locator("svg[role=img]")).to_be_visible()
    assert code_in(page) == f"{address}guides/grade-3-first/family/"
    dialog.get_by_role("button", name="español").click()
    expect(dialog.get_by_role("status")).to_have_attribute("lang", "es")
    expect(dialog.get_by_role("status")).to_have_text("Abra la cámara de su teléfono y apunte aquí.")
    assert code_in(page) == f"{address}es/guides/grade-3-first/family/"
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    context.close()


# Each size of the code, just full, and one letter more than the largest holds.
LENGTHS = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331]


def test_every_size_of_code_can_be_read(phone: Watched) -> None:
    page = phone.goto("")
    page.evaluate("toolkit.run('qr')")
    text = "https://visits.example/guías/?" + "abcdefghij" * 40
    for number, length in enumerate(LENGTHS, start=1):
        said = text.encode()[:length].decode(errors="ignore").ljust(length, "x") if length < 26 else text[: length - 1]
        rows = page.evaluate("(text) => qrOf(text).map((row) => row.map(Number))", said)
        assert len(rows) == 17 + 4 * number
        pixels = numpy.pad(255 * (1 - numpy.array(rows, dtype=numpy.uint8)), 4, constant_values=255)
        (read,) = zxingcpp.read_barcodes(numpy.kron(pixels, numpy.ones((4, 4), dtype=numpy.uint8)))
        assert read.text == said

    assert page.evaluate("(text) => qrOf(text) === undefined", "x" * 332)


def test_what_is_kept_is_shared_without_a_signal(browser: Browser, address: str, default_site: Path) -> None:
    with watching(browser, address, keeps=True) as phone:
        phone.page.add_init_script(SHEET)
        page = phone.goto("guides/grade-3-first/family/")
        page.evaluate("navigator.serviceWorker.ready")
        href = page.locator(".tb-prints [data-tb-share]").first.get_attribute("data-tb-share")
        page.evaluate("(uri) => fetch(toolkit.page(uri)).then((one) => one.blob())", href)
        content = (default_site / str(href)).read_bytes()
        page.locator(".tb-prints [data-tb-share]").first.click()

        assert shared(page)[0][2] == len(content)
        assert len(pypdfium2.PdfDocument(content)) >= 1
