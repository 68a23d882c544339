"""The search box in a real browser: suggestions, groups, reasons, what the device keeps, and the keyboard."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from .browsing import NEEDS_BROWSER, Watched, search_for, watching
from .cases import TESTS
from .conftest import Tab

pytestmark = NEEDS_BROWSER


def box_of(page: Page) -> Locator:
    return page.locator("#tb-search input")


def begin(seen: Watched, words: str = "laundry", uri: str = "", **kept: object) -> Page:
    """Search with all of its parts, for `words`, on a device that keeps `kept`."""
    page = seen.goto(uri)
    for key, value in kept.items():
        page.evaluate("([key, value]) => toolkit.write(key, value)", [key, value])
    page.locator("[data-tb-run=search]").first.click()
    # The last of its scripts: from then on each key shows all that there is to show.
    page.wait_for_function("() => typeof SearchMore === 'function'")
    box_of(page).press_sequentially(words)
    return page


def texts(rows: Locator) -> Sequence[str]:
    return [text.strip() for text in rows.all_inner_texts()]


def active(page: Page) -> Locator:
    """What the arrows are at, as the field tells a screen reader."""
    return page.locator(f"#{box_of(page).get_attribute('aria-activedescendant')}")


def test_the_field_is_a_combobox_over_a_grid(phone: Watched) -> None:
    """The keyboard stays in it; arrows walk through rows, and to a row's buttons, and back."""
    page = begin(phone, "")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("How much fits in the basket")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("grid", name="Search results")).to_have_id(box.get_attribute("aria-controls") or "")

    page.keyboard.press("ArrowDown")
    expect(active(page)).to_contain_text("How much fits in the basket")
    expect(active(page)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowRight")
    expect(active(page).get_by_role("button")).to_have_accessible_name("My pack: How much fits in the basket?")
    page.keyboard.press("Enter")
    expect(active(page).get_by_role("button")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-tb-pack-count]")).to_have_text("1")
    page.keyboard.press("ArrowRight")
    expect(active(page).get_by_role("button")).to_have_accessible_name("Pin: How much fits in the basket?")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected]")).to_have_count(1)
    expect(box).to_be_focused()

    page.keyboard.press("End")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowUp")
    last = page.get_by_role("row").last
    expect(last.locator("[aria-selected]")).to_be_in_viewport()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected]")).to_have_count(0)
    # Who types on is back in the text.
    page.keyboard.press("ArrowDown")
    page.keyboard.type("?")
    expect(page.locator("[aria-selected]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/routines/*/#*")


def test_where_one_reads_from_right_to_left_so_do_the_arrows(tab: Tab) -> None:
    page = begin(tab("ar/"), "الطبخ")
    row = page.get_by_role("row").filter(has=page.locator(".tb-add")).first
    while not row.locator("[aria-selected]").count():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    expect(active(page).locator(".tb-add")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(active(page).locator("a")).to_be_visible()


def test_counts_are_said_once_typing_rests(phone: Watched) -> None:
    phone.page.clock.install()
    page = begin(phone, "")
    told = page.locator("#tb-search [role=status]")
    expect(told).to_have_count(1)
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    for letter in "laundry":
        box_of(page).press_sequentially(letter)
        page.clock.run_for(300)
        expect(told).to_have_text("")
    page.clock.run_for(700)
    expect(told).to_have_text(re.compile("^[0-9]+ results$"))
    # What is seen does not wait.
    expect(page.locator(".tb-search-note")).to_have_text(told.inner_text())


QUERIES = [query["query"] for query in yaml.safe_load((TESTS / "search.yml").read_text(encoding="utf-8"))]


def test_the_best_three_stand_first_and_each_group_is_of_one_kind(phone: Watched) -> None:
    """Whatever was typed: three as they rank, then groups in the order of the best in each, a few of each shown."""
    page = begin(phone, "", grade="3")
    script = """async (queries) => {
      const index = new SearchIndex(await toolkit.load("search-entries"));
      const input = document.querySelector("#tb-search input");
      return queries.map((query) => {
        input.value = query;
        input.dispatchEvent(new Event("input"));
        const groups = [...document.querySelectorAll(".tb-results [role=rowgroup]:has(a)")].map((group) => ({
          title: group.ariaLabel, more: Number(group.querySelector("[data-tb-all]")?.textContent.match(/\\d+/) || 0),
          links: [...group.querySelectorAll("a")].map((one) => `${one.href} ${one.dataset.tbResult}`),
        }));
        const ranked = index.look(query, 50, "3").rows.map(([kind, id, uri]) => `${toolkit.page(uri)} ${kind}/${id}`);
        return { query, groups, ranked };
      });
    }"""
    answers = page.evaluate(script, QUERIES)
    many = 0
    for answer in answers:
        query, groups, ranked = answer["query"], answer["groups"], answer["ranked"]
        assert [link for group in groups for link in group["links"]][:3] == ranked[:3], query
        # Nothing gets lost: what is not shown is counted.
        assert sum(group["more"] or len(group["links"]) for group in groups) == len(ranked), query
        best = [ranked.index(group["links"][0]) for group in groups]
        assert best == sorted(best), query
        many += len(groups) > 1
    assert many > len(QUERIES) / 2


def test_a_group_shows_a_few_and_then_all(phone: Watched) -> None:
    page = begin(phone, "laundry")
    group = page.get_by_role("rowgroup", name="Activities")
    expect(group.get_by_role("link")).to_have_count(3)
    more = group.get_by_role("button", name="Show all")
    count = int(more.inner_text().split()[-1])
    fourth = group.get_by_role("row").nth(3)
    page.keyboard.press("ArrowUp")
    while "Show all" not in active(page).inner_text():
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(group.get_by_role("link")).to_have_count(count)
    expect(fourth.locator("[aria-selected]")).to_have_count(1)
    expect(box_of(page)).to_be_focused()
    # Other words begin with a few again.
    box_of(page).press("Backspace")
    expect(more).to_be_visible()


def test_a_suggestion_completes_what_is_typed(phone: Watched) -> None:
    """Chosen, it stands in the field, and what has that title below it."""
    page = begin(phone, "a quar")
    suggestions = page.get_by_role("rowgroup", name="Suggestions").get_by_role("button")
    expect(suggestions.first).to_be_visible()
    title = suggestions.first.inner_text()
    assert re.search(r"\bquar", title, re.IGNORECASE)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box_of(page)).to_have_value(title)
    expect(box_of(page)).to_be_focused()
    expect(page.locator(".tb-result-title").filter(has_text=title).first).to_be_in_viewport()


# What is typed, the grade that one works with, what stands there already, and what is suggested first.
SUGGESTED = [
    ("sec vis", "7", [], "Grade 7, second visit"),
    ("sec vis", "2", [], "Grade 2, second visit"),
    ("second", "2", [], "Second visit"),
    ("laun", "", [], "Laundry"),
    ("laun", "", ["Laundry"], "A swimming pool of laundry"),
    ("undr", "", [], None),
    ("l", "", [], None),
]


@pytest.mark.parametrize(("typed", "own", "seen", "first"), SUGGESTED)
def test_titles_are_suggested_whose_words_begin_so(
    phone: Watched, typed: str, own: str, seen: list[str], first: str | None
) -> None:
    """Those that begin as a whole come first; of what fits alike, what is for one's own grade."""
    page = begin(phone, "")
    script = """async ([typed, own, seen]) => {
      const index = new SearchIndex(await toolkit.load("search-entries"));
      return new Suggestions(index.entries).find(typed, own, seen);
    }"""
    found = page.evaluate(script, [typed, own, seen])
    assert len(found) <= 3
    assert next(iter(found), None) == first


WHY = [
    # A word that stands there is marked, in the title or in a piece of the text.
    ("laundry", "A swimming pool of laundry", "laundry", ""),
    ("half of the recipe", "Half of the recipe", "recipe", ""),
    ("tiktok", "Screens", "Screens", "for “tiktok”: Screens"),
    ("laundrey", "Laundry", "Laundry", "for “laundrey”: Laundry"),
]


@pytest.mark.parametrize(("words", "title", "marked", "said"), WHY)
def test_a_result_says_why_it_is_one(phone: Watched, words: str, title: str, marked: str, said: str) -> None:
    page = begin(phone, words)
    result = page.locator(".tb-results a").filter(has=page.get_by_text(title, exact=True)).first
    expect(result.locator(".tb-result-title mark").last).to_have_text(marked)
    expect(result).to_contain_text(said)
    assert said or "for “" not in result.inner_text()


def test_a_piece_of_the_text_comes_once_typing_rests(phone: Watched) -> None:
    """From what the finder has of one's own grade: fetched only then, and kept."""
    page = begin(phone, "laundry instructions", grade="3")
    result = page.locator("[data-tb-result='activity/sock-instructions']")
    expect(result.locator(".tb-result-why")).to_have_text("clean laundry, paper and a pencil")
    expect(result.locator(".tb-result-why mark").last).to_have_text("laundry")
    fetched = "() => performance.getEntriesByType('resource').filter((one) => /grade-/.test(one.name)).length"
    assert 1 <= page.evaluate(fetched) <= 2


def test_what_was_looked_for_is_kept_on_the_device_and_forgotten_in_one_tap(phone: Watched) -> None:
    page = begin(phone, "tables", searched=["one", "two", "Laundry", "four", "five"])
    # Only what led somewhere is kept.
    box_of(page).fill("laundry")
    page.locator(".tb-results a").first.click()
    page.wait_for_url("**/routines/laundry/")
    begin(phone, "", "routines/laundry/")
    recent = page.get_by_role("rowgroup", name="Recent searches").get_by_role("button")
    expect(recent).to_have_text(["laundry", "one", "two", "four", "five", "Clear them"])
    recent.nth(1).click()
    expect(box_of(page)).to_have_value("one")
    box_of(page).fill("")
    page.get_by_role("button", name="Clear them").click()
    expect(page.get_by_role("row")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('toolkit:searched')") is None


def test_a_sixth_search_takes_the_place_of_the_oldest(phone: Watched) -> None:
    page = begin(phone, "laundry", searched=["1", "2", "3", "4", "5"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/routines/laundry/")

    assert page.evaluate("toolkit.read('searched', [])") == ["laundry", "1", "2", "3", "4"]


def test_pins_stand_below_the_empty_field(phone: Watched) -> None:
    page = begin(phone, "laundry")
    pin = page.get_by_role("button", name="Pin: Laundry", exact=True)
    pin.click()
    expect(pin).to_have_attribute("aria-pressed", "true")
    box_of(page).fill("")
    pinned = page.get_by_role("rowgroup", name="Pinned")
    expect(pinned.get_by_role("link")).to_have_text("LaundryRoutine")
    # By a slip of the finger: it stays until the dialog is looked at again.
    pin.click()
    expect(pin).to_have_attribute("aria-pressed", "false")
    pin.click()
    phone.goto("es/")
    begin(phone, "", "es/")
    expect(page.locator(".tb-results a")).to_have_attribute("href", re.compile("/es/routines/laundry/$"))
    page.locator(".tb-pin").click()
    begin(phone, "", "es/")
    expect(page.get_by_role("row")).to_have_count(0)


def test_what_was_pinned_and_is_gone_is_left_out(phone: Watched) -> None:
    page = begin(phone, "", pinned=["routines/gone/ gone", "routines/laundry/ laundry"])
    expect(page.locator(".tb-results a")).to_have_count(1)


def test_the_box_helps_from_a_disk(browser: Browser, default_site: Path) -> None:
    with watching(browser, f"file://{default_site}/") as seen:
        page = seen.goto("index.html")
        page.evaluate("toolkit.write('grade', '3')")
        search_for(page, "laundry instructions")
        expect(page.locator("[data-tb-result='activity/sock-instructions'] .tb-result-why mark").last).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(active(page)).to_be_visible()


def test_without_its_later_parts_search_still_finds(browser: Browser, address: str) -> None:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.route("**/search-more.js", lambda route: route.abort())
    page.goto(address)
    search_for(page, "laundry")
    expect(page.locator(".tb-results a").first).to_contain_text("Laundry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/routines/laundry/")
    context.close()
