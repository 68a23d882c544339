"""The sets of my pack, one for each visit, in a real browser."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import NEEDS_BROWSER, Watched, axe_and_widths, opened, watching
from .conftest import Tab
from .test_pack import filled, titles

pytestmark = NEEDS_BROWSER
THREE = {
    "pack": ["a.half-the-recipe", "p.hopes-this-year", "a.cups-that-match"],
    "sets": {
        "at": 1,
        "of": [
            {"day": "2", "grade": "3", "keys": ["a.sock-instructions"]},
            {"day": "2", "grade": "3", "keys": []},
            {"day": "", "grade": "", "keys": []},
        ],
    },
}


def holding(phone: Watched, kept: dict[str, Any], folder: str = "") -> Page:
    """The pack's page on a device that keeps this."""
    page = phone.goto(f"{folder}pack/")
    page.evaluate(
        "(kept) => { for (const [key, value] of Object.entries(kept)) localStorage[`toolkit:${key}`] = value; }",
        {key: json.dumps(value) for key, value in kept.items()},
    )
    page.reload()
    expect(page.locator(".tb-pack-note")).not_to_be_empty()
    return page


def names(page: Page) -> list[str]:
    return page.locator(".tb-set-list bdi").all_inner_texts()


def pick(page: Page, day: str, grade: str) -> None:
    page.get_by_label("Day of the visit").select_option(day)
    page.get_by_label("Grade", exact=True).select_option(grade)


def test_the_one_pack_of_before_is_the_first_set(phone: Watched) -> None:
    """As long as it is the only one, it stands alone; a new set leaves it as it was, and is empty."""
    page = filled(phone, 2)
    mine = titles(page)
    expect(page.get_by_role("group", name="My sets")).to_have_count(0)
    expect(page.get_by_role("button", name="Delete this set")).to_be_hidden()
    page.get_by_role("button", name="New set").click()
    expect(page.get_by_label("Day of the visit")).to_be_focused()
    expect(page.locator(".tb-pack-list > li")).to_have_count(0)
    assert names(page) == ["My pack", "My pack (2)"]
    pick(page, "Thursday", "Kindergarten")
    page.locator(".tb-set-list label", has_text="My pack").click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(2)
    assert titles(page) == mine
    page.reload()

    expect(page.locator(".tb-pack-list > li")).to_have_count(2)
    assert names(page) == ["My pack", "Thursday, Kindergarten"]


def test_a_set_is_called_by_what_is_picked(phone: Watched) -> None:
    """Nothing can be typed, so no name can be kept; those that would be called alike are numbered."""
    page = filled(phone, 1)
    assert page.locator(".tb-pack :is(input:not([type=radio], [readonly]), textarea, [contenteditable])").count() == 0
    pick(page, "Tuesday", "Grade 3")
    for _ in range(2):
        page.get_by_role("button", name="New set").click()
        expect(page.locator(".tb-pack-list > li")).to_have_count(0)
        pick(page, "Tuesday", "Grade 3")
    assert names(page) == ["Tuesday, Grade 3", "Tuesday, Grade 3 (2)", "Tuesday, Grade 3 (3)"]
    pick(page, "Friday", "All grades")

    assert names(page) == ["Tuesday, Grade 3", "Tuesday, Grade 3 (2)", "Friday"]
    assert page.locator(".tb-set-list b").all_inner_texts() == ["· 1", "· 0", "· 0"]
    assert set(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('toolkit:'))")) <= {
        "toolkit:pack",
        "toolkit:sets",
        "toolkit:grade",
    }


def test_the_keyboard_goes_from_set_to_set(phone: Watched) -> None:
    page = holding(phone, THREE)
    page.locator(".tb-set-list input").nth(1).focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tb-pack-list > li")).to_have_count(1)
    expect(page.locator(".tb-set-list input").nth(0)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tb-pack-list > li")).to_have_count(3)


def test_what_is_added_goes_into_the_set_in_use_which_is_named(phone: Watched) -> None:
    """Beside the button, and in the dialog of the search; a device with one set hears nothing of sets."""
    page = phone.goto("routines/cooking/")
    page.locator("[data-tb-add='a.half-the-recipe']").click()
    expect(page.locator("[data-tb-pack-count]")).to_have_text("1")
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name.split('/').pop())")
    assert not {"sets.js", "pack-words.js", "pack.css"} & set(asked)
    holding(phone, {"sets": THREE["sets"], "pack": []})
    phone.goto("routines/laundry/")
    add = page.locator("[data-tb-add='a.sock-instructions']")
    add.click()
    expect(page.get_by_role("status").filter(has_text="Added to: Tuesday, Grade 3 (2)")).to_be_visible()
    expect(page.locator("[data-tb-pack-count]")).to_have_text("1")
    add.click()
    expect(page.get_by_role("status").filter(has_text="Taken out of: Tuesday, Grade 3 (2)")).to_be_visible()
    add.click()
    page.get_by_role("button", name="Search").click()
    page.get_by_role("combobox", name="Search").press_sequentially("half of the recipe")
    page.locator(".tb-results [data-tb-add='a.half-the-recipe']").click()
    expect(page.locator(".tb-results .tb-said")).to_have_text("Added to: Tuesday, Grade 3 (2)")
    phone.goto("pack/")

    expect(page.locator(".tb-pack-list > li")).to_have_count(2)
    assert page.locator(".tb-set-list b").all_inner_texts() == ["· 1", "· 2", "· 0"]


def test_a_set_that_was_deleted_can_come_back(phone: Watched) -> None:
    page = holding(phone, THREE)
    mine = titles(page)
    page.get_by_role("button", name="Delete this set").click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert names(page) == ["Tuesday, Grade 3", "My pack"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(3)
    assert names(page) == ["Tuesday, Grade 3", "Tuesday, Grade 3 (2)", "My pack"]
    assert titles(page) == mine
    # Clearing leaves the others, and what the set is called.
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(0)
    assert page.locator(".tb-set-list b").all_inner_texts() == ["· 1", "· 0", "· 0"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(3)
    # What was done in another set since would be lost.
    page.get_by_role("button", name=f"Take out: {mine[0]}").click()
    page.get_by_role("button", name="New set").click()
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()


def test_minutes_are_summed(phone: Watched) -> None:
    page = holding(phone, THREE)
    minutes = page.locator(".tb-pack-list .tb-card-tags").all_inner_texts()
    all_ = sum(int(number) for text in minutes for number in re.findall(r"(\d+) min", text))
    assert all_ > 0
    expect(page.locator(".tb-set-total")).to_have_text(f"{all_} minutes in all. 1 has no minutes of its own.")
    page.get_by_role("button", name=re.compile("Take out: When this school year ends")).click()
    expect(page.locator(".tb-set-total")).to_have_text(f"{all_} minutes in all.")


def test_a_link_to_a_set_overwrites_nothing(phone: Watched, browser: Browser) -> None:
    """It holds ids in their order, day and grade; the other device has a set of its own, which stays."""
    page = holding(phone, THREE)
    mine = titles(page)
    page.get_by_role("button", name="Share a link").click()
    expect(page.locator(".tb-share-note")).to_contain_text("The link is copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{phone.address}pack/#{','.join(THREE['pack'])},day.2,grade.3"

    with watching(browser, phone.address) as other:
        there = filled(other, 1, "find/#grade=K")
        theirs = titles(there)
        there.goto("about:blank")
        there.goto(f"{link},p.no-such-thing")
        expect(there.get_by_text("Somebody shared 3 things with you. 1 more are no longer in this")).to_be_visible()
        expect(there.locator(".tb-shared-title")).to_have_text("Tuesday, Grade 3")
        assert there.locator(".tb-shared-list li").all_inner_texts() == mine
        there.get_by_role("button", name="Keep as my set").click()
        expect(there.locator(".tb-pack-list > li")).to_have_count(3)
        assert titles(there) == mine
        assert names(there) == ["My pack", "Tuesday, Grade 3"]
        there.locator(".tb-set-list label", has_text="My pack").click()
        expect(there.locator(".tb-pack-list > li")).to_have_count(1)
        assert titles(there) == theirs


@pytest.mark.parametrize("more", ["day.9,grade.99", "day.constructor,grade.__proto__", "day.2x,grade.<b>3", "Mia Cruz"])
def test_a_link_says_no_day_or_grade_of_its_own(phone: Watched, more: str) -> None:
    page = phone.goto(f"pack/#a.half-the-recipe,{more}")
    expect(page.locator(".tb-shared-note")).to_have_text("Somebody shared 1 thing with you.")
    expect(page.locator(".tb-shared-title")).to_be_empty()
    page.get_by_role("button", name="Keep as my set").click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(1)
    assert page.evaluate("localStorage.getItem('toolkit:sets')") is None


@pytest.mark.parametrize(
    "sets", ["x", 5, {"of": 3}, {"at": 9, "of": [None, 4, {}]}, {"at": "length", "of": [{"keys": "p"}, {"day": {}}]}]
)
def test_what_is_not_ours_does_no_harm(phone: Watched, sets: Any) -> None:
    page = holding(phone, {"sets": sets, "pack": ["a.half-the-recipe"]})
    expect(page.locator(".tb-pack-note")).to_have_text("1 thing in your pack.")
    page.get_by_role("button", name="New set").click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(0)
    page.locator(".tb-set-list label").first.click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(1)


@pytest.mark.parametrize("folder", ["", "ar/"])
def test_axe_finds_nothing_where_there_are_several_sets(tab: Tab, folder: str) -> None:
    phone = tab(folder)
    page = holding(phone, THREE)
    page.get_by_role("button").and_(page.locator(".tb-drop-set")).click()
    page.goto(f"{phone.address}pack/#a.half-the-recipe,day.2,grade.3")
    expect(page.locator(".tb-shared-list li")).to_have_count(1)
    opened(page)
    axe_and_widths(page)


def test_another_tab_is_seen_and_its_work_is_not_undone(phone: Watched) -> None:
    page = holding(phone, THREE)
    page.get_by_role("button", name="Clear all").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{phone.address}routines/laundry/")
    other.locator("[data-tb-add='a.sock-instructions']").click()

    expect(page.locator(".tb-pack-list > li")).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
