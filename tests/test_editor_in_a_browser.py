"""The editor in a real browser: it saves by itself, the page stands beside the form, and everyone can use it."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from toolkit_builder.editor.posting import keys_of, leaves
from toolkit_builder.editor.workspace import Workspace

from .browsing import NEEDS_BROWSER, axe_everywhere, watching
from .cases import TESTS
from .editing import SECRET, served

GUIDE = "guides/k-first"
pytestmark = NEEDS_BROWSER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A toolkit to change."""
    return Path(shutil.copytree(TESTS / "base", tmp_path / "toolkit"))


@contextmanager
def editing(browser: Browser, folder: Path, *, width: int = 1280) -> Iterator[Page]:
    """Somebody at the form of the guide."""
    with served(Workspace(folder)) as address, watching(browser, address, width=width) as seen:
        seen.goto(f"?key={SECRET.replace(' ', '%20')}")
        yield seen.goto(GUIDE)


def saved(page: Page) -> None:
    expect(page.locator("[data-state]")).to_have_attribute("data-is", "saved")
    expect(page.locator("[data-state]")).to_have_text(re.compile("Saved|Added|Taken out|Now at place"))


def opened(page: Page, part: str) -> None:
    page.locator(f"#part-{part} > summary").click()


def test_everyone_can_read_and_reach_every_page(browser: Browser, folder: Path) -> None:
    with served(Workspace(folder)) as address, watching(browser, address, width=320) as seen:
        seen.goto(f"?key={SECRET.replace(' ', '%20')}")
        pages = (
            "",
            "guides/",
            GUIDE,
            "school/school",
            "prompts/hopes",
            "new/prompts",
            "new/guides",
            f"{GUIDE}/history",
        )
        for uri in (*pages, "prompts/hopes/rename", "guides/k-first/duplicate", "search?q=hope"):
            page = seen.goto(uri)
            page.evaluate("document.querySelectorAll('main details:not(.menu)').forEach(one => { one.open = true; })")
            axe_everywhere(page)
        assert seen.complaints == []
        axe_everywhere(seen.goto("guides/nobody"))
        seen.page.context.clear_cookies()
        axe_everywhere(seen.goto(""))
        # A browser complains of what is not there, and of what it may not see.
        seen.complaints.clear()


@pytest.mark.parametrize("kind", ["activities", "protocol", "inserts", "glossary", "facts", "search", "skills", "kit"])
def test_everyone_can_read_and_reach_each_kind_of_form(browser: Browser, folder: Path, kind: str) -> None:
    """Those of guides, questions and the school are looked at with all other pages."""
    (folder / "docs/search.yml").write_text("- typed: [spoons]\n  find: count\n", encoding="utf-8")
    (folder / "docs/kit").mkdir()
    shutil.copyfile(TESTS.parent / "docs/kit/4-count.yml", folder / "docs/kit/count.yml")
    with editing(browser, folder, width=320) as page:
        page.goto(f"{page.url.partition('/guides/')[0]}/{kind}/")
        page.locator(f"main a[href^='/{kind}/']").first.click()
        page.wait_for_selector("form#form")
        page.evaluate("document.querySelectorAll('main details:not(.menu)').forEach(one => { one.open = true; })")

        axe_everywhere(page)


def test_what_is_typed_is_saved_by_itself_and_seen_on_the_page(browser: Browser, folder: Path) -> None:
    with editing(browser, folder) as page:
        page.locator("#f-title-in").fill("Kindergarten, hello")
        saved(page)
        expect(page.frame_locator("iframe.page").locator("h1")).to_have_text("Kindergarten, hello")
        expect(page.locator("[data-heading]")).to_have_text("Kindergarten, hello")
        assert "title: Kindergarten, hello\n" in (folder / "docs/guides/k-first.yml").read_text("utf-8")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#f-title-in")).to_have_value("Kindergarten, first visit")


ENTRIES = (
    *("school/school", GUIDE, "prompts/hopes", "activities/count-spoons", "protocol/our-limit"),
    *("facts/visits-and-attendance", "glossary/", "inserts/two-homes", "skills/"),
)
_CONTROLS = """() => {
  document.querySelectorAll("#form details").forEach((one) => { one.open = true; });
  let texts = 0;
  return [...document.querySelectorAll("#form [data-field]")].flatMap((field) => {
    const ours = [...field.querySelectorAll("input[name], select[name], textarea[name]")].filter((one) =>
      one.closest("[data-field]") === field && !one.disabled && one.name === field.dataset.field
      && !["hidden", "file", "color"].includes(one.type));
    const boxes = ours.filter((one) => ["checkbox", "radio"].includes(one.type) && !one.checked);
    const one = boxes.at(-1) || ours.at(-1);
    // Of texts, which are all alike, a few will do.
    if (one && ["text", "textarea"].includes(one.type) && ++texts > 3) return [];
    return one ? [[one.name, one.type, one.value]] : [];
  });
}"""


@pytest.mark.parametrize("name", ENTRIES)
def test_a_control_changes_its_own_key_and_no_other(name: str, browser: Browser, folder: Path) -> None:
    workspace = Workspace(folder)
    kind, _, id = name.partition("/")  # noqa: A001
    id = id or workspace.items(kind)[0].id  # noqa: A001
    with served(workspace) as address, watching(browser, address, width=1280) as seen:
        seen.goto(f"?key={SECRET.replace(' ', '%20')}")
        page = seen.goto(f"{kind}/{id}")
        controls = page.evaluate(_CONTROLS)
        assert controls
        for field, is_of_kind, value in controls:
            before = dict(leaves(workspace.values(kind, id)))
            control = page.locator(f'[name="{field}"]:not([type=hidden])')
            if is_of_kind in ("checkbox", "radio"):
                control.and_(page.locator(f'[value="{value}"]')).evaluate("(one) => one.click()")
            elif is_of_kind == "select-one":
                control.select_option(index=control.locator("option").count() - 1)
            else:
                control.fill({"number": "7", "date": "2026-11-02"}.get(is_of_kind, f"{value} More"))
                control.blur()
            expect(page.locator("[data-state]")).to_have_attribute("data-is", re.compile("^(saved|failed)$"))
            assert page.locator("[data-state]").get_attribute("data-is") == "saved", field
            # A term is called by its words.
            id = unquote(page.url.partition(f"/{kind}/")[2])  # noqa: A001
            after = dict(leaves(workspace.values(kind, id)))
            others = {keys for keys, text in before.items() ^ after.items()}
            strays = {keys for keys in others if keys[: len(keys_of(field))] != keys_of(field)}
            assert not strays, (field, strays)
        # A page may go with what was changed, and its frame asks for it once more.
        seen.still()
        seen.complaints.clear()


def test_a_click_on_a_sentence_leads_to_its_field_and_back(browser: Browser, folder: Path) -> None:
    with editing(browser, folder) as page:
        shown = page.frame_locator("iframe.page")
        shown.get_by_text("Talk about the year").click()
        expect(page.locator("#f-agenda-1-do-in")).to_be_focused()
        opened(page, "invite")
        page.locator("#f-invite-voicemail-in").focus()
        marked = shown.locator('[data-keys*="voicemail"]').first
        expect(marked).to_have_css("outline-style", "dashed")
        expect(marked).to_be_in_viewport()
        # What stands in another entry is not changed here.
        shown.locator('[data-entry="prompts/hopes"]:visible').first.click()
        link = page.locator("[data-elsewhere] a")
        expect(link).to_have_attribute("href", re.compile("^/prompts/hopes#f-"))
        link.click()
        expect(page.locator("[data-heading]")).to_be_visible()
        assert page.url.partition("#")[0].endswith("/prompts/hopes")


def test_items_are_added_moved_and_taken_out_by_the_keyboard(browser: Browser, folder: Path) -> None:
    with editing(browser, folder) as page:
        opened(page, "agenda")
        items = page.locator("#f-agenda > .items > li")
        page.locator("#f-agenda > .add button").press("Enter")
        expect(items).to_have_count(3)
        expect(page.locator("#f-agenda-2-minutes-in")).to_be_focused()
        page.locator("#f-agenda-2-do-in").fill("Say goodbye")
        saved(page)
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator("#f-agenda-1 .item-title").first).to_have_text("5 min · Say goodbye")
        expect(page.locator("#f-agenda-1 > .moves [data-move=up]")).to_be_focused()
        # It stays open where it is now.
        expect(page.locator("#f-agenda-1-do-in")).to_be_visible()
        page.locator("#f-agenda-1 > .moves [data-remove]").press("Enter")
        expect(items).to_have_count(2)
        saved(page)


def test_items_are_dragged(browser: Browser, folder: Path) -> None:
    with editing(browser, folder) as page:
        opened(page, "agenda")
        title = page.locator("#f-agenda-0 .item-title").first
        first = title.inner_text()
        handle = page.locator("#f-agenda-0 > [data-handle]")
        handle.scroll_into_view_if_needed()
        start, end = handle.bounding_box(), page.locator("#f-agenda-1").bounding_box()
        assert start
        assert end
        page.mouse.move(start["x"] + 8, start["y"] + 12)
        page.mouse.down()
        page.mouse.move(start["x"] + 8, end["y"] + end["height"] - 3, steps=8)
        page.mouse.up()
        expect(page.locator("#f-agenda-1 .item-title").first).to_have_text(first)
        saved(page)


def test_a_question_is_looked_for_and_added(browser: Browser, folder: Path) -> None:
    prompts = folder / "docs/prompts/all.yml"
    more = "- {id: snow, text: What do you do when it snows?, purpose: routines, listener: both, bands: [elementary]}\n"
    prompts.write_text(prompts.read_text("utf-8") + more, "utf-8")
    with editing(browser, folder) as page:
        opened(page, "prompts")
        page.locator("#f-prompts [data-pick]").click()
        expect(page.get_by_role("searchbox", name="Words to look for")).to_be_focused()
        page.keyboard.type("snows")
        expect(page.get_by_role("button", name="What do you do when it snows?")).to_be_visible()
        expect(page.locator(".results button")).to_have_count(1)
        # What is asked in the guide's grade comes first, and Enter takes the first one.
        expect(page.locator("#picker-grade")).to_have_value("K")
        page.keyboard.press("Enter")
        expect(page.locator("#f-prompts")).to_contain_text("What do you do when it snows?")
        page.keyboard.press("Escape")
        expect(page.locator("#f-prompts [data-pick]")).to_be_focused()
        saved(page)


def test_a_question_of_a_guides_own_begins_with_its_words(browser: Browser, folder: Path) -> None:
    with editing(browser, folder) as page:
        opened(page, "prompts")
        page.get_by_role("button", name="Write one of its own").first.click()
        expect(page.locator("#f-prompts-2-text-in")).to_be_focused()
        page.keyboard.type("Who is in a photo at home?")
        page.keyboard.press("Tab")
        saved(page)
        expect(page.locator("#f-prompts-2-id-in")).to_be_hidden()
        expect(page.locator("#f-prompts-2-id-in")).to_have_value("who-is-in-a-photo-at-home")
    assert "id: who-is-in-a-photo-at-home" in (folder / "docs/guides/k-first.yml").read_text("utf-8")


def test_slots_and_bold_are_put_in_where_one_writes(browser: Browser, folder: Path) -> None:
    with editing(browser, folder) as page:
        opened(page, "invite")
        area = page.locator("#f-invite-text-in")
        area.fill("")
        expect(page.get_by_role("button", name="Bold")).to_have_count(0)
        page.get_by_role("button", name="{teacher}").click()
        page.keyboard.type(" says hello")
        page.keyboard.press("Control+A")
        page.keyboard.press("Control+B")
        expect(area).to_have_value("**{teacher} says hello**")
        # Counted while one types, as it is sent.
        count = len("Ms. Rodriguez-Hernandez says hello")
        expect(page.locator("#f-invite-text-counted")).to_have_text(
            f"{count} of 160 characters, with long names in the slots."
        )
        saved(page)


def test_bullets_of_a_word_processor_become_a_list(browser: Browser, folder: Path) -> None:
    """Other words come in as they are; an invitation has the line that makes no easy first among its words."""
    paste = """(area, text) => {
      const held = new DataTransfer();
      held.setData("text/plain", text);
      return area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
    }"""
    with editing(browser, folder) as page:
        area = page.locator("#f-summary-in")
        area.fill("")
        assert area.evaluate(paste, "We bring:\n•\tA book\n·\tA pen\n\uf0b7\tA ball\no\tA box\n") is False
        expect(area).to_have_value("We bring:\n- A book\n- A pen\n- A ball\n- A box\n")
        assert area.evaluate(paste, "of all that - we bring") is True
        saved(page)
        opened(page, "invite")
        page.locator("#f-invite-note-in").focus()
        expect(page.locator("[data-slot]").first).to_have_text("{decline}")


def test_an_exact_hint_is_taken_by_a_click(browser: Browser, folder: Path) -> None:
    with editing(browser, folder) as page:
        opened(page, "invite")
        area = page.locator("#f-invite-text-in")
        area.fill("Hello from {techer}. {decline}")
        page.get_by_role("button", name="Use “teacher”").click()
        expect(area).to_have_value("Hello from {teacher}. {decline}")
        saved(page)
        expect(page.locator("#f-invite-text-faults")).to_be_empty()


def test_a_color_that_cannot_be_read_has_a_shade_that_can(browser: Browser, folder: Path) -> None:
    with served(Workspace(folder)) as address, watching(browser, address, width=1280) as seen:
        seen.goto(f"?key={SECRET.replace(' ', '%20')}")
        page = seen.goto("school/school")
        opened(page, "colors")
        page.locator("#f-colors-accent [data-hex]").fill("#f2c14e")
        page.locator("#f-colors-accent-faults").get_by_role("button", name="Use “#").click()
        expect(page.locator("#f-colors-accent-faults")).to_be_empty()
        saved(page)
        shade = page.locator("#f-colors-accent-in").input_value()
    assert shade != "#f2c14e"
    assert f'accent: "{shade}"' in (folder / "docs/school.yml").read_text("utf-8")


def test_a_picture_that_is_refused_is_told_beside_its_field(browser: Browser, folder: Path) -> None:
    with served(Workspace(folder)) as address, watching(browser, address, width=1280) as seen:
        seen.goto(f"?key={SECRET.replace(' ', '%20')}")
        page = seen.goto("school/school")
        opened(page, "logo")
        control = page.locator('#f-logo-file input[type="file"]')
        control.set_input_files({"name": "big.png", "mimeType": "image/png", "buffer": b"x" * 2_200_000})
        expect(page.locator("#f-logo-file > .clash")).to_contain_text(
            "big.png: That picture is bigger than 2097 kilobytes"
        )
        expect(control).to_have_value("")
        control.set_input_files(folder / "docs/assets/logo.svg")
        saved(page)
        expect(page.locator("#f-logo-file > .clash")).to_have_count(0)
        expect(page.locator("#part-logo")).to_have_attribute("open", "")
        seen.complaints.clear()


def test_words_that_could_not_be_saved_are_offered_again(browser: Browser, folder: Path) -> None:
    with served(Workspace(folder)) as address, watching(browser, address, width=1280) as seen:
        port = int(address.rstrip("/").rpartition(":")[2])
        seen.goto(f"?key={SECRET.replace(' ', '%20')}")
        page = seen.goto(GUIDE)
        page.context.set_offline(True)
        page.locator("#f-title-in").fill("Words that must not be lost")
        expect(page.locator("[data-trouble]")).to_contain_text("Your words are kept here")
        page.once("dialog", lambda dialog: dialog.accept())
        page.context.set_offline(False)
        page.goto(f"http://127.0.0.1:{port}/")
        page.goto(f"http://127.0.0.1:{port}/{GUIDE}")
        if page.locator("#f-title-in").input_value() != "Words that must not be lost":
            page.get_by_role("button", name="Put them in").click()
            saved(page)
        expect(page.locator("#f-title-in")).to_have_value("Words that must not be lost")
        seen.complaints[:] = [one for one in seen.complaints if "ERR_INTERNET_DISCONNECTED" not in one]
    assert "Words that must not be lost" in (folder / "docs/guides/k-first.yml").read_text("utf-8")


def test_of_two_windows_neither_writes_over_the_other(browser: Browser, folder: Path) -> None:
    file = folder / "docs/guides/k-first.yml"
    with editing(browser, folder) as one:
        other = one.context.new_page()
        other.goto(one.url)
        one.locator("#f-title-in").fill("Of the first window")
        saved(one)
        # Another field can be saved, as often as one likes.
        for words in ("Of the second.", "Of the second window."):
            other.locator("#f-summary-in").fill(words)
            saved(other)
        expect(other.locator("[data-notice]")).to_contain_text("changed in another place")
        expect(other.locator("[data-notice]")).to_be_in_viewport()
        other.locator("#f-title-in").fill("Of the second window, too")
        clash = other.locator("#f-title .clash")
        expect(clash).to_contain_text("Of the first window")
        expect(clash).to_be_in_viewport()
        expect(other.locator("[data-state]")).to_have_attribute("data-is", "failed")
        axe_everywhere(other)
        assert "title: Of the first window\n" in file.read_text("utf-8")
        assert "summary: Of the second window.\n" in file.read_text("utf-8")
        clash.get_by_role("button", name="Keep mine").click()
        saved(other)
        expect(clash).to_have_count(0)
        assert "title: Of the second window, too\n" in file.read_text("utf-8")
        # Choices as well, and what somebody else wrote can be taken.
        other.reload()
        one.locator('[name="f.places"][value="home"]').evaluate("(one) => one.click()")
        saved(one)
        other.locator('[name="f.places"][value="park"]').evaluate("(one) => one.click()")
        clash = other.locator("#f-places .clash")
        clash.get_by_role("button", name="Take this one").click()
        expect(other.locator('[name="f.places"][value="home"]')).not_to_be_checked()
        expect(other.locator('[name="f.places"][value="park"]')).to_be_checked()
        assert "places: [library, park]" in file.read_text("utf-8")
        # What stands in a list may be another item by now.
        one.reload()
        one.locator("#f-agenda-0 > .moves [data-remove]").evaluate("(one) => one.click()")
        saved(one)
        other.locator("#f-agenda-1 > .moves [data-remove]").evaluate("(one) => one.click()")
        expect(other.locator("[data-trouble]")).to_contain_text("changed in another place")
    assert "Talk about the year" in file.read_text("utf-8")


def test_on_a_phone_form_and_page_are_tabs(browser: Browser, folder: Path) -> None:
    with editing(browser, folder, width=390) as page:
        expect(page.locator("iframe.page")).to_be_hidden()
        page.get_by_role("button", name="Page", exact=True).click()
        expect(page.locator("iframe.page")).to_be_visible()
        expect(page.locator("#form")).to_be_hidden()
        page.frame_locator("iframe.page").locator("h1").click()
        expect(page.locator("#f-title-in")).to_be_focused()


def test_without_scripts_a_button_saves(browser: Browser, folder: Path) -> None:
    with served(Workspace(folder)) as address:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}?key={SECRET.replace(' ', '%20')}")
        page.goto(address + GUIDE)
        page.locator("#f-title-in").fill("Kindergarten, by hand")
        page.get_by_role("button", name="Save").last.click()
        expect(page.locator(".standing-good")).to_contain_text("Saved")
        expect(page.locator("#f-title-in")).to_have_value("Kindergarten, by hand")
        context.close()
    assert "title: Kindergarten, by hand\n" in (folder / "docs/guides/k-first.yml").read_text("utf-8")
