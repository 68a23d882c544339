"""The built site in a real browser: a teacher finds her guide, nothing leaves the machine, everyone can use it."""

import re
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from coloraide import Color
from playwright.sync_api import Browser, expect

from toolkit_builder.mkdocs_plugin import build_site

from .browsing import (
    NEEDS_BROWSER,
    Scheme,
    Server,
    Watched,
    axe_and_widths,
    axe_finds,
    colored,
    opened,
    search_for,
    watching,
)
from .cases import TESTS
from .conftest import ToolkitFiles

pytestmark = NEEDS_BROWSER
SCHEMES: list[Scheme] = ["light", "dark"]
# One of each kind of page.
PAGES = [
    "",
    "grades/",
    "grades/kindergarten/",
    "visits/",
    "routines/",
    "routines/cooking/",
    "prompts/",
    "prompts/hopes/",
    "topics/",
    "topics/attendance/",
    "skills/",
    "glossary/",
    "facts/",
    "safety/",
    "staff/",
    "kit/",
    "kit/start-in-90-days/",
    "kit/training/",
    "kit/survey-families/",
    "coverage/",
    "share/",
    "about/",
    "privacy/",
    "find/",
    "find/#grade=3",
    "pack/#p.hopes-this-year",
    "offline/",
    "accessibility/",
    "families/",
    "guides/kindergarten-first/",
    "guides/grade-3-second/",
    "guides/grade-8-to-9/",
    "guides/fast-invitation/",
    "guides/prek-enrollment/",
    "guides/grade-3-second/family/",
    "404.html",
]


@pytest.mark.parametrize("uri", [uri for uri in PAGES if uri != "offline/"])
def test_axe_finds_nothing_and_nothing_overflows(phone: Watched, uri: str) -> None:
    """On each kind of page, with all parts open, narrow and light, wide and dark; no sideways scrolling."""
    opened(phone.goto(uri))
    axe_and_widths(phone.page)
    if uri == "404.html":
        # The server gives this page with 200, but its links count from the root.
        phone.complaints.clear()


def test_axe_finds_nothing_where_pages_are_kept(browser: Browser, address: str) -> None:
    """Nor is anything too wide there."""
    with watching(browser, address, keeps=True) as seen:
        opened(seen.goto("offline/"))
        expect(seen.page.get_by_role("button", name="Keep everything")).to_be_visible()
        axe_and_widths(seen.page)


def show_search(seen: Watched) -> None:
    search_for(seen.goto(""), "first visit")
    expect(seen.page.locator(".tb-results a").first).to_be_visible()


def show_kept_searches(seen: Watched) -> None:
    seen.goto("").evaluate(
        "toolkit.write('searched', ['laundry', '<b>']); toolkit.write('pinned', ['routines/laundry/ laundry'])"
    )
    seen.page.get_by_role("button", name="Search").click()
    expect(seen.page.get_by_role("button", name="Clear them")).to_be_visible()
    seen.page.keyboard.press("ArrowDown")


def show_visit(seen: Watched) -> None:
    seen.goto("guides/grade-3-second/").get_by_role("button", name="Visit mode").click()
    seen.page.get_by_role("button", name="Visit", exact=True).click()
    expect(seen.page.locator(".tb-visit-where")).to_contain_text("Part 1")
    seen.page.get_by_role("button", name="Next").click()
    expect(seen.page.locator(".tb-visit-where")).to_contain_text("Part 2")


def show_term(seen: Watched) -> None:
    opened(seen.goto("guides/grade-12-second/"))
    seen.page.locator(".tb-term").first.click()


def show_pack(seen: Watched) -> None:
    seen.goto("find/#grade=3").locator("[data-tb-add^='p.']").first.click()
    seen.page.locator("[data-tb-add^='a.']").first.click()
    seen.goto("pack/")
    expect(seen.page.locator(".tb-pack-list > li")).to_have_count(2)
    opened(seen.page)


def show_languages(seen: Watched) -> None:
    seen.goto("guides/grade-3-second/").locator(".tb-languages summary").click()
    expect(seen.page.get_by_role("link", name="Tiếng Việt")).to_be_visible()


# What opens, and where it is.
SHOWN = {
    "languages": (show_languages, ".tb-languages"),
    "search": (show_search, "#tb-search"),
    "search before a word": (show_kept_searches, "#tb-search"),
    "visit mode": (show_visit, "#tb-visit"),
    "an explained word": (show_term, ".tb-explained:popover-open"),
    "a pack": (show_pack, "html"),
}


@pytest.mark.parametrize(("show", "place"), SHOWN.values(), ids=SHOWN)
def test_axe_finds_nothing_in_what_opens(phone: Watched, show: Callable[[Watched], None], place: str) -> None:
    """Narrow and wide, its colors in light and dark; nor in the page around it, whose colors other tests look at."""
    page = phone.page
    page.set_viewport_size({"width": 320, "height": 800})
    show(phone)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            colored(page, scheme)
            assert axe_finds(phone.still(), looks="colors", within=place) == [], (scheme, width)
        assert axe_finds(page, looks="others") == [], width


# What stands in a line of text may be as small as the text: WCAG 2.5.8 excepts it.
_SMALL = """
() => [...document.querySelectorAll("a, button, summary, select, label:has(input), input:not(label input)")]
  .filter((one) => one.checkVisibility({ opacityProperty: true }) && getComputedStyle(one).clipPath === "none")
  .filter((one) => !(one.matches("a, .tb-term") && getComputedStyle(one).display.startsWith("inline")
    && one.closest("p, li, dd, dt, td, .tb-question")))
  .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 23.9 || box.height < 23.9))
  .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)} ${html}`)
"""


@pytest.mark.parametrize("uri", ["", "guides/grade-3-second/", "find/#grade=3", "pack/", "routines/cooking/"])
def test_targets_are_large_enough_to_touch(phone: Watched, uri: str) -> None:
    """24 by 24 CSS pixels at least (WCAG 2.5.8)."""
    page = phone.goto(uri)
    opened(page)

    assert phone.still().evaluate(_SMALL) == []


_UNSEEN = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  // A chip's own box is hidden; the words beside it show where the keyboard is.
  const shown = one.matches(".tb-chip input") ? one.nextElementSibling : one;
  const style = getComputedStyle(shown);
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return isSeen ? "" : one.outerHTML.slice(0, 120);
}
"""


@pytest.mark.parametrize("uri", ["", "guides/grade-3-second/", "find/#grade=3"])
def test_the_place_of_the_keyboard_is_seen(phone: Watched, uri: str) -> None:
    phone.page.set_viewport_size({"width": 1280, "height": 800})
    phone.goto(uri)
    page = phone.still()
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        unseen.append(page.evaluate(_UNSEEN))
    assert [one for one in unseen if one] == []


FILLED = {
    "guides/grade-3-second/": {
        ".md-button--primary": "background-color",
        ".tb-step-dot": "background-color",
        ".tb-ticks input:checked": "background-color",
        ".tb-ticks input:not(:checked)": "border-top-color",
        ".tb-add[aria-pressed=true]": "background-color",
        ".tb-prompt": "border-left-color",
    },
    "find/#grade=3&kind=p": {".tb-chip input:checked + span": "background-color"},
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("uri", "styles"), FILLED.items(), ids=FILLED)
def test_what_is_filled_stands_out(phone: Watched, scheme: Scheme, uri: str, styles: dict[str, str]) -> None:
    """3:1 against the page (WCAG 1.4.11): a chosen chip, a tick, a button."""
    phone.page.emulate_media(color_scheme=scheme)
    page = phone.goto(uri)
    if uri.startswith("guides/"):
        page.locator("[data-tb-tick]").first.check()
        page.locator("[data-tb-add]").first.click()
        page.mouse.move(0, 0)
    phone.still()
    for selector, style in styles.items():
        seen = page.locator(selector).first.evaluate(
            "(one, style) => [getComputedStyle(one)[style], getComputedStyle(document.body).backgroundColor]", style
        )
        assert Color(seen[0]).contrast(seen[1], method="wcag21") >= 3, selector


STYLES = {
    # An English page has slanted speech; Arabic and Chinese letters have none, in the page and in visit mode.
    "guides/grade-3-second/": [(".tb-step .tb-say", "font-style", "italic")],
    "ar/guides/grade-3-second/": [
        (".tb-step .tb-say", "font-style", "normal"),
        (".tb-visit-say", "font-style", "normal"),
    ],
    "zh-Hans/guides/grade-3-second/": [(".tb-step .tb-say", "font-style", "normal")],
    "zh-Hans/routines/cooking/": [(".tb-asks", "font-style", "normal")],
    # Bullets stay inside a card, on the side where lines begin.
    "prompts/hopes/": [(".tb-fold > ul", "margin-left", "20px")],
    "ar/prompts/hopes/": [
        (".tb-fold > ul", "margin-right", "20px"),
        (".tb-fold > ul", "margin-left", "0px"),
    ],
}


@pytest.mark.parametrize(("uri", "styles"), STYLES.items(), ids=STYLES)
def test_our_style_wins(phone: Watched, uri: str, styles: list[tuple[str, str, str]]) -> None:
    """Whatever else speaks of the same thing, Material's style sheet or ours."""
    page = phone.goto(uri)
    opened(page)
    for selector, style, value in styles:
        expect(page.locator(selector).first).to_have_css(style, value)


def test_search_results_look_like_entries_of_a_list(phone: Watched) -> None:
    """Each is a line that can be touched anywhere: not underlined, not indented, no text's link."""
    show_search(phone)
    results = phone.page.locator(".tb-results")
    expect(results).to_have_css("margin-left", "0px")
    expect(results.locator("a").first).to_have_css("display", "block")
    expect(results.locator("a").first).to_have_css("text-decoration-line", "none")


@pytest.mark.parametrize("uri", ["guides/grade-3-second/", "", "grades/grade-3/", "staff/"])
def test_on_paper_nothing_stands_in_a_grid(phone: Watched, uri: str) -> None:
    """WebKit tears a card that stands in a grid at the end of a page."""
    page = phone.goto(uri)
    page.emulate_media(media="print")
    torn = """
        [...document.querySelectorAll(".tb-page :is(.tb-card, .tb-grade, .tb-tile, .tb-home-list > li)")]
          .map((one) => one.matches("li") ? one.parentElement : one.parentElement.matches("li") ? one.parentElement.parentElement : one.parentElement)
          .filter((list) => /grid|flex/.test(getComputedStyle(list).display)).map((list) => list.className)
    """  # noqa: E501
    assert page.evaluate(torn) == []


@pytest.mark.parametrize("place", ["", "schools/maple/"])
def test_the_choice_of_colors_holds_in_every_language(
    browser: Browser, default_site: Path, tmp_path: Path, place: str
) -> None:
    """At the root of a host and below a path; another site on the same host keeps a choice of its own."""
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / (place or "site")).symlink_to(default_site)
    server = Server(tmp_path if place else default_site)
    with watching(browser, server.address) as seen:
        page = seen.goto(place)
        page.locator("label[title='Switch to dark colors']").click()
        for uri in ("es/", "ar/guides/grade-3-second/", ""):
            seen.goto(place + uri)
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        kept = page.evaluate("Object.keys(localStorage).filter((key) => key.endsWith('__palette'))")
        assert kept == [f"/{place}.__palette"]
    server.close()


BY_HAND = """# Bus *times* and where to wait

Buses leave from the **front gate**. Ask [the office](privacy.md).

## The **morning** buses

| Line | Leaves | Monday | Tuesday | Wednesday | Thursday | Friday |
|------|-------:|---|---|---|---|---|
| 12 | 7:15 | school gate | school gate | early release | school gate | gymnasium |

### What to bring

1. A coat. Without it:
    - the office has some
2. `A pass`

#### Late?

> Nobody is left at a stop.

!!! warning "Snow days"
    - Two hours late

<iframe src="https://calendar.example/embed" width="800" height="300" title="Calendar"></iframe>
"""


def test_a_page_written_by_hand_looks_like_ours(browser: Browser, toolkit_files: ToolkitFiles) -> None:
    """The same title, headings, tables and lists; clean to axe; a frame, which the policy refuses, is a strip."""
    settings = (TESTS / "base/mkdocs.yml").read_text(encoding="utf-8")
    folder = toolkit_files(
        {"docs/bus-times.md": BY_HAND, "mkdocs.yml": f"{settings}markdown_extensions: [admonition, tables]\n"}
    )
    server = Server(build_site(folder, site_dir=None, is_strict=False, prints=False))
    looks = """() => Object.fromEntries(["h1", "h2"].map((name) => {
        const style = getComputedStyle(document.querySelector(`.tb-page ${name}`));
        return [name, [style.fontSize, style.fontWeight, style.color]];
    }))"""
    with watching(browser, server.address) as seen:
        ours = seen.goto("privacy/").evaluate(looks)
        page = seen.goto("bus-times/")
        assert page.evaluate(looks) == ours
        expect(page.locator("article iframe")).to_have_css("height", "60px")
        axe_and_widths(page)
        # The frame that the policy refused.
        seen.complaints.clear()
    server.close()


def test_a_wrong_address_leads_on(phone: Watched) -> None:
    page = phone.goto("404.html")
    page.get_by_role("article").get_by_role("link", name="Find").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find")
    phone.goto("404.html").get_by_role("article").get_by_role("button", name="Search").click()
    expect(page.get_by_role("combobox", name="Search")).to_be_visible()


def test_a_teacher_is_at_her_guide_in_two_taps(phone: Watched) -> None:
    page = phone.goto("")
    page.get_by_role("link", name="Kindergarten").first.click()
    page.locator("a.tb-guide-link", has_text="first visit").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Kindergarten")
    expect(page.get_by_role("heading", name="The visit, part by part")).to_be_attached()


def test_ticks_stay_on_this_device_until_they_are_cleared(phone: Watched) -> None:
    page = phone.goto("guides/kindergarten-first/")
    boxes = page.locator("[data-tb-tick]")
    boxes.nth(1).check()
    page.reload()
    expect(boxes.nth(1)).to_be_checked()
    expect(boxes.nth(0)).not_to_be_checked()
    # Another guide has ticks of its own.
    phone.goto("guides/grade-3-second/")
    expect(page.locator("[data-tb-tick]:checked")).to_have_count(0)

    phone.goto("guides/kindergarten-first/")
    page.get_by_role("button", name="Clear the ticks").click()
    page.reload()
    expect(page.locator("[data-tb-tick]:checked")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => /^toolkit:(ticks|visit)/.test(key))") == []


def test_a_script_is_copied_as_one_would_say_it(phone: Watched) -> None:
    page = phone.goto("guides/kindergarten-first/")
    page.get_by_role("button", name="Copy: On the phone").click()
    page.wait_for_function("() => navigator.clipboard.readText().then((text) => text.includes('[teacher]'))")

    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[teacher]" in copied
    assert "{" not in copied
    assert "Maple Street" in copied


def test_a_school_word_is_explained_by_keyboard(phone: Watched) -> None:
    page = phone.goto("guides/grade-12-second/")
    opened(page)
    term = page.locator(".tb-term").first
    term.focus()
    page.keyboard.press("Enter")

    explained = page.locator(".tb-explained:popover-open")
    expect(explained).to_be_visible()
    page.keyboard.press("Escape")
    expect(explained).to_have_count(0)


def test_a_link_to_a_closed_part_opens_it(phone: Watched) -> None:
    page = phone.goto("routines/cooking/")
    card = page.locator(".tb-activity").nth(1)
    anchor = card.get_attribute("id")
    phone.goto(f"routines/cooking/#{anchor}")

    expect(card).to_be_in_viewport()


def test_pages_work_without_javascript(browser: Browser, address: str) -> None:
    """The words, links, folds and boxes are HTML; only search and remembering need a script."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}guides/kindergarten-first/")
    page.locator("summary", has_text="As a text message").click()

    expect(page.locator("details[open]", has_text="As a text message")).to_be_visible()
    expect(page.locator(".tb-copy:visible")).to_have_count(0)
    expect(page.locator(".tb-clear:visible")).to_have_count(0)
    context.close()


@pytest.mark.parametrize(("uri", "most_pages"), [("guides/grade-3-second/", 16), ("guides/grade-3-second/family/", 4)])
def test_a_page_prints_well(phone: Watched, uri: str, most_pages: int) -> None:
    """The browser's own print: no navigation, folded parts open, addresses of sources written out, few pages."""
    page = phone.goto(uri)
    pdf = page.pdf(format="Letter")

    with pymupdf.open(stream=pdf) as document:
        text = " ".join(" ".join(part.get_text() for part in document).split())
        assert len(document) <= most_pages
        assert all(part.get_text().strip() for part in document)
    own = ".tb-page details:not([open], .tb-elsewhere, .tb-elsewhere *, dialog *) > :not(summary)"
    folded = page.locator(own).all_text_contents()
    assert [part for part in folded if re.sub(r"\s", "", part)[:30] not in re.sub(r"\s", "", text)] == []
    assert "Search" not in text
    assert "Skip to content" not in text
    if "family" not in uri:
        assert "(https://" in text


# The words that must stand in the first screen.
FIRST_SCREENS = {
    "": ["Pick a grade", "Visit mode", "Find", "Kindergarten", "Grade 3", "Grade 8"],
    "guides/grade-3-second/": ["Visit mode", "Show to the family", "Ten minutes before", "When it went well", "Say"],
}


@pytest.mark.parametrize(("uri", "words"), FIRST_SCREENS.items(), ids=["home", "guide"])
def test_the_first_screen_of_a_phone_says_what_to_do_next(phone: Watched, uri: str, words: list[str]) -> None:
    phone.page.set_viewport_size({"width": 360, "height": 740})
    page = phone.goto(uri)

    for one in words:
        expect(page.get_by_role("article").get_by_text(one, exact=True).first).to_be_in_viewport(ratio=1)


def test_ten_minutes_lead_to_what_they_are_the_first_of(phone: Watched) -> None:
    page = phone.goto("guides/grade-3-second/")
    brief = page.locator(".tb-brief")

    assert page.locator("article h2").first.get_attribute("id") == "ten-minutes"
    assert page.locator(".tb-jump a").first.get_attribute("href") == "#ten-minutes"
    said = page.locator(".tb-step p.tb-say").all_text_contents()
    assert brief.locator(".tb-brief-say > li").all_text_contents() == said[:5]
    places = [link.get_attribute("href") or "" for link in brief.locator("a").all()]
    assert len(places) == 6
    assert [place for place in places if page.locator(f".tb-card{place}").count() != 1] == []
    left_out = page.locator("#leave-out + ul > li").all_text_contents()
    assert brief.locator(".tb-brief-not li").all_text_contents() == left_out[:3]


def test_the_grade_of_last_time_and_the_visit_are_one_tap_away(phone: Watched) -> None:
    """From the home page, and by the addresses that the app's shortcuts call; a new device has the choice there."""
    page = phone.goto("grades/#mine")
    expect(page.get_by_role("heading", level=1)).to_have_text("Grades")
    phone.goto("visits/#mine")
    expect(page.get_by_role("heading", level=1)).to_have_text("Visits")
    phone.goto("guides/kindergarten-first/").get_by_role("button", name="Visit mode").click()
    expect(page.locator("#tb-visit-do")).to_have_text("Before the visit")

    phone.goto("").locator("[data-tb-mine]", has_text="Kindergarten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kindergarten")
    phone.goto("grades/#mine")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kindergarten")
    phone.goto("visits/#mine")
    expect(page.locator("#tb-visit .tb-visit-where")).to_be_visible()
    assert page.evaluate("location.hash") == ""
    assert "kindergarten-first" in page.url
