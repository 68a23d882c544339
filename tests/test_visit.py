"""Visit mode in a real browser."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import NEEDS_BROWSER, Watched, watching

pytestmark = NEEDS_BROWSER


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Watched]:
    """Visit mode of a guide, on a phone with a touch screen."""
    with watching(browser, address, is_touch=True) as seen:
        seen.goto("guides/grade-3-second/").get_by_role("button", name="Visit mode").click()
        expect(seen.page.get_by_role("dialog")).to_be_visible()
        yield seen


def test_a_visit_goes_part_by_part(visit: Watched) -> None:
    page = visit.page
    agenda = page.locator(".tb-timeline .tb-step-head b").all_text_contents()
    where = page.locator(".tb-visit-where")
    expect(where).to_have_text(f"Part 1 of {len(agenda)}")
    expect(page.get_by_role("button", name="Back", exact=True)).to_be_disabled()
    for part in agenda:
        expect(page.locator("#tb-visit-do")).to_have_text(part)
        page.keyboard.press("ArrowRight")
    # After the last part the guide is back, and the next visit starts with nothing of this one.
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('toolkit:visit:grade-3-second')") is None
    page.get_by_role("button", name="Visit mode").click()
    expect(where).to_have_text(f"Part 1 of {len(agenda)}")


def swipe(page: Page, start: int, end: int) -> None:
    page.evaluate(
        """([start, end]) => {
            const one = document.getElementById("tb-visit");
            const touch = (x) => new Touch({ identifier: 1, target: one, clientX: x, clientY: 400 });
            one.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(start)], bubbles: true }));
            one.dispatchEvent(new TouchEvent("touchend", { changedTouches: [touch(end)], bubbles: true }));
        }""",
        [start, end],
    )


def test_a_swipe_goes_on_and_back(visit: Watched) -> None:
    where = visit.page.locator(".tb-visit-where")
    expect(where).to_contain_text("Part 1")
    swipe(visit.page, 300, 100)
    expect(where).to_contain_text("Part 2")
    swipe(visit.page, 100, 300)
    expect(where).to_contain_text("Part 1")
    swipe(visit.page, 300, 280)
    expect(where).to_contain_text("Part 1")


def test_ticks_and_place_are_remembered(visit: Watched) -> None:
    page = visit.page
    while page.locator(".tb-visit-ask input").count() == 0:
        page.get_by_role("button", name="Next").click()
    where = page.locator(".tb-visit-where").inner_text()
    page.locator(".tb-visit-ask input").first.check()
    page.reload()
    page.get_by_role("button", name="Visit mode").click()

    expect(page.locator(".tb-visit-where")).to_have_text(where)
    expect(page.locator(".tb-visit-ask input").first).to_be_checked()
    page.get_by_role("button", name="Start over").click()
    expect(page.locator(".tb-visit-where")).to_contain_text("Part 1")
    kept = json.loads(page.evaluate("localStorage.getItem('toolkit:visit:grade-3-second')"))
    assert kept["ticks"] == []
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tb-visit-where")).to_have_text(where)
    expect(page.locator(".tb-visit-ask input").first).to_be_checked()


# What a device may hold of a visit that is not this one: one of long ago, and what another version left or broke.
STRANGE = [
    '{"at": 3, "day": 1700000000000, "spent": [1, 2, 3], "ticks": ["hopes-this-year"]}',
    '{"at": -1, "day": 9999999999999, "spent": [], "ticks": []}',
    '{"at": 99, "day": 9999999999999, "spent": [], "ticks": []}',
    '{"at": 2, "day": 9999999999999, "ticks": []}',
    '{"at": 2, "spent": [], "ticks": []}',
    '"at"',
    "{",
]


@pytest.mark.parametrize("kept", STRANGE)
def test_a_visit_that_is_not_this_one_starts_anew(phone: Watched, kept: str) -> None:
    page = phone.goto("guides/grade-3-second/")
    page.evaluate("kept => localStorage.setItem('toolkit:visit:grade-3-second', kept)", kept)
    page.get_by_role("button", name="Visit mode").click()

    expect(page.locator(".tb-visit-where")).to_contain_text("Part 1 of")
    expect(page.locator(".tb-visit-time")).to_contain_text("min left")
    while page.get_by_role("button", name="Next").count():
        assert page.locator(".tb-visit-ask input:checked").count() == 0
        page.get_by_role("button", name="Next").click()


def test_back_leaves_the_visit_and_stays_on_the_guide(visit: Watched) -> None:
    page = visit.page
    page.get_by_role("button", name="Next").click()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grade 3, second visit")
    page.get_by_role("button", name="Visit mode").click()
    page.get_by_role("button", name="Leave visit mode").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.wait_for_function("() => !history.state?.tbVisit")
    assert page.url.endswith("guides/grade-3-second/")


def test_every_part_fits_a_narrow_phone(phone: Watched) -> None:
    """At 320 pixels nothing is cut, and nothing has to be moved sideways."""
    phone.page.set_viewport_size({"width": 320, "height": 800})
    page = phone.goto("guides/grade-3-second/")
    page.get_by_role("button", name="Visit mode").click()
    where = page.locator(".tb-visit-where")
    expect(where).to_contain_text("Part 1 ")
    for part in range(2, page.locator(".tb-timeline > .tb-step").count() + 1):
        page.get_by_role("button", name="Next").click()
        expect(where).to_contain_text(f"Part {part} ")
        cut = page.evaluate(
            """[...document.querySelectorAll("#tb-visit, #tb-visit *")].filter((one) => one.checkVisibility())
              .filter((one) => one.getBoundingClientRect().right > 320
                || (one.clientWidth && one.scrollWidth > one.clientWidth + 1)).map((one) => one.className)"""
        )
        assert cut == []
    head = page.locator(".tb-visit > header").bounding_box()
    assert head
    assert head["height"] < 60


def test_time_that_is_left_is_told(browser: Browser, address: str) -> None:
    with watching(browser, address) as seen:
        page = seen.page
        page.clock.install()
        seen.goto("guides/grade-3-second/").get_by_role("button", name="Visit mode").click()
        minutes = int(page.locator(".tb-timeline [data-tb-minutes]").first.get_attribute("data-tb-minutes") or 0)
        time = page.locator(".tb-visit-time")
        expect(time).to_have_text(f"{minutes} min left")
        page.clock.fast_forward(61_000)
        page.clock.run_for(5_000)
        expect(time).to_have_text(f"{minutes - 1} min left")
        page.clock.fast_forward((minutes + 1) * 60_000)
        page.clock.run_for(5_000)
        expect(time).to_contain_text("min over")


def test_the_screen_stays_awake_while_a_visit_is_open(phone: Watched) -> None:
    phone.page.add_init_script(
        """window.locks = 0;
        Object.defineProperty(Navigator.prototype, "wakeLock", { value: { request: async () => {
          window.locks += 1;
          return { release: async () => { window.locks -= 1; } };
        } } });"""
    )
    page = phone.goto("guides/grade-3-second/")
    page.get_by_role("button", name="Visit mode").click()
    page.wait_for_function("() => window.locks === 1")
    page.get_by_role("button", name="Leave visit mode").click()
    page.wait_for_function("() => window.locks === 0")


def test_questions_of_an_opened_insert_can_be_asked(browser: Browser, address: str) -> None:
    """Those of the situation that staff opened in the guide, under words that name none."""
    with watching(browser, address) as seen:
        page = seen.goto("guides/grade-3-second/")
        start = page.get_by_role("button", name="Visit mode")
        more = page.locator(".tb-visit-more")
        start.click()
        expect(more).to_be_hidden()
        page.get_by_role("button", name="Leave visit mode").click()

        page.locator(".tb-inserts summary").first.click()
        page.locator(".tb-insert", has_text="A child with two homes").locator("summary").click()
        start.click()
        more.locator("summary").click()

        asked = more.get_by_role("checkbox")
        expect(asked.first).to_be_visible()
        assert asked.count() >= 2
        expect(more.locator("summary")).to_have_text("For this family")
