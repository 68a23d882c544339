"""Visit mode in a real browser."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from .browsing import NEEDS_BROWSER, Watched, axe_finds, colored, watching

pytestmark = NEEDS_BROWSER


GUIDE = "guides/grade-3-second/"
# What a battery saver does, and what a browser does that keeps the screen on.
REFUSING = """Object.defineProperty(Navigator.prototype, "wakeLock", { value: { request: async () => {
  throw new DOMException("low battery", "NotAllowedError");
} } });"""
COUNTING = """window.locks = 0;
Object.defineProperty(Navigator.prototype, "wakeLock", { value: { request: async () => {
  window.locks += 1;
  return { release: async () => { window.locks -= 1; } };
} } });"""


def begun(seen: Watched, stage: str = "Visit", guide: str = GUIDE) -> Page:
    """Visit mode of a guide, at one of its four stages."""
    page = seen.goto(guide)
    page.get_by_role("button", name="Visit mode").click()
    # The dialog is there before its scripts are.
    expect(page.locator("#tb-visit-do")).not_to_have_text("")
    page.get_by_role("dialog").get_by_role("button", name=stage, exact=True).click()
    return page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Watched]:
    """Visit mode of a guide, on a phone with a touch screen."""
    with watching(browser, address, is_touch=True) as seen:
        begun(seen)
        yield seen


def test_a_visit_goes_part_by_part(visit: Watched) -> None:
    page = visit.page
    agenda = page.locator(".tb-timeline .tb-step-head b").all_text_contents()
    where = page.locator(".tb-visit-where")
    expect(where).to_have_text(f"Part 1 of {len(agenda)}")
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_role("button", name="Back", exact=True)).to_be_disabled()
    for part in ["Before the visit", "At the door", *agenda, "After the visit"]:
        expect(page.locator("#tb-visit-do")).to_have_text(part)
        expect(page.locator("#tb-visit-do")).to_be_focused()
        page.keyboard.press("ArrowRight")
    # After the last part the guide is back, and the next visit starts with nothing of this one.
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('toolkit:visit:grade-3-second')") is None
    page.get_by_role("button", name="Visit mode").click()
    expect(page.locator("#tb-visit-do")).to_have_text("Before the visit")


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
    expect(page.locator("#tb-visit-do")).to_have_text("Before the visit")
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
    '{"at": 0, "part": 0, "day": 9999999999999, "spent": [], "ticks": [], "who": "nobody"}',
    "{",
]


@pytest.mark.parametrize("kept", STRANGE)
def test_a_visit_that_is_not_this_one_starts_anew(phone: Watched, kept: str) -> None:
    page = phone.goto("guides/grade-3-second/")
    page.evaluate("kept => localStorage.setItem('toolkit:visit:grade-3-second', kept)", kept)
    page.get_by_role("button", name="Visit mode").click()

    expect(page.locator("#tb-visit-do")).to_have_text("Before the visit")
    page.get_by_role("button", name="Visit", exact=True).click()
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


@pytest.mark.parametrize("folder", ["", "es/"])
def test_every_part_fits_a_narrow_phone(phone: Watched, folder: str) -> None:
    """At 320 pixels nothing is cut, and nothing has to be moved sideways; axe finds nothing, light or dark.

    Spanish has the longest words about time.
    """
    phone.page.set_viewport_size({"width": 320, "height": 800})
    page = phone.goto(f"{folder}{GUIDE}")
    page.locator("[data-tb-run=visit]").click()
    heading, following = page.locator("#tb-visit-do"), page.locator(".tb-visit-next")
    page.locator(".tb-visit-family select").select_option("ar")
    last = page.locator(".tb-timeline > .tb-step").count() + 2
    for stage in range(last + 1):
        expect(page.locator(".tb-visit-where")).not_to_be_empty()
        cut = page.evaluate(
            """[...document.querySelectorAll("#tb-visit, #tb-visit *")].filter((one) => one.checkVisibility())
              .filter((one) => one.getBoundingClientRect().right > 320
                || (one.clientWidth && one.scrollWidth > one.clientWidth + 1)).map((one) => one.className)"""
        )
        assert cut == [], heading.inner_text()
        if stage in (0, 1, 3) and not folder:
            assert axe_finds(page, within="#tb-visit") == [], heading.inner_text()
        if stage < last:
            following.click()
            expect(heading).to_be_focused()
    assert axe_finds(colored(page, "dark"), within="#tb-visit") == []
    head = page.locator(".tb-visit > header").bounding_box()
    assert head
    assert head["height"] < 60


TURNS = {
    ("leader", "leader"): "Your turn: you lead.",
    ("leader", "partner"): "Your partner leads. You listen.",
    ("leader", "both"): "Your turn, both of you.",
    ("partner", "leader"): "Your partner leads. You listen and keep the time.",
    ("partner", "partner"): "Your turn: you lead.",
    ("partner", "both"): "Your turn, both of you.",
    (None, "leader"): "Talk leader",
    (None, "partner"): "Partner",
    (None, "both"): "Both visitors",
}
"""What a phone says of a part, by who holds it and whose turn it is."""
CHOICES = {"leader": "I lead the talk", "partner": "I am the partner"}


def test_two_phones_say_whose_turn_it_is(browser: Browser, address: str) -> None:
    """And a third, on which nobody has said who holds it. The parts are the same on all."""
    guide = "guides/kindergarten-second/"
    seen: set[tuple[str | None, str]] = set()
    order: list[list[str]] = []
    for who in ("leader", "partner", None):
        with watching(browser, address, is_touch=True) as phone:
            page = begun(phone, "Before", guide)
            turns = page.locator(".tb-timeline > .tb-step").evaluate_all("all => all.map(one => one.dataset.tbTurn)")
            if who:
                page.get_by_role("button", name=CHOICES[who]).click()
            for stage in ("At the door", "Visit"):
                expect(page.locator(".tb-visit-turn")).to_be_hidden()
                page.get_by_role("button", name=stage, exact=True).click()
            order.append([])
            for turn in turns:
                expect(page.locator(".tb-visit-turn")).to_have_text(TURNS[who, turn])
                expect(page.locator("#tb-visit-do")).to_have_accessible_description(TURNS[who, turn])
                order[-1].append(page.locator("#tb-visit-do").inner_text())
                seen.add((who, turn))
                page.get_by_role("button", name="Next", exact=True).click()
            expect(page.locator(".tb-visit-turn")).to_be_hidden()
    assert order[0] == order[1] == order[2]
    assert seen == set(TURNS)


def test_who_holds_a_phone_is_kept_for_this_visit_only(phone: Watched) -> None:
    page = begun(phone, "Before")
    leads, partner = (page.get_by_role("button", name=words) for words in CHOICES.values())
    partner.click()
    expect(partner).to_have_attribute("aria-pressed", "true")
    page.reload()
    page.get_by_role("button", name="Visit mode").click()
    expect(partner).to_have_attribute("aria-pressed", "true")
    # From the door on it is folded, with who does what: there she may say otherwise, or nothing.
    page.get_by_role("button", name="Visit", exact=True).click()
    expect(partner).to_be_hidden()
    line = page.locator(".tb-visit-turn")
    expect(line).to_have_text("Your partner leads. You listen and keep the time.")
    page.locator(".tb-visit-team summary").click()
    leads.click()
    expect(line).to_have_text("Your turn: you lead.")
    leads.click()
    expect(line).to_have_text("Talk leader")
    partner.click()
    page.get_by_role("button", name="After", exact=True).click()
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Visit mode").click()
    expect(partner).to_have_attribute("aria-pressed", "false")


def held(page: Page, files: str) -> Callable[[], None]:
    """From now on these files do not come, until the function that is returned is called."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(files, hold)

    def release() -> None:
        for route in waiting:
            route.continue_()
        page.unroute(files)

    return release


def test_a_tap_before_the_scripts_are_there_opens_the_visit(phone: Watched) -> None:
    release = held(phone.page, "**/page.js")
    phone.page.goto(f"{phone.address}{GUIDE}", wait_until="commit")
    phone.page.get_by_role("button", name="Visit mode").click()
    release()
    expect(phone.page.locator("#tb-visit-do")).to_have_text("Before the visit")
    assert phone.page.url == f"{phone.address}{GUIDE}"


def test_what_does_nothing_yet_cannot_be_tapped(phone: Watched) -> None:
    """Until its scripts are there, visit mode says so, shows no button but the one that closes it, and opens again."""
    page = phone.goto(GUIDE)
    release = held(page, "**/visit.js")
    page.get_by_role("button", name="Visit mode").click()
    expect(page.get_by_role("dialog")).to_contain_text("Getting ready")
    expect(page.get_by_role("dialog").get_by_role("button")).to_have_count(1)
    page.get_by_role("button", name="Leave visit mode").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    release()
    page.wait_for_function("typeof visitTurn === 'object'")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Visit mode").press("Space")
    expect(page.locator("#tb-visit-do")).to_have_text("Before the visit")
    expect(page.get_by_role("button", name="Next", exact=True)).to_be_visible()


def test_a_visit_that_cannot_be_loaded_says_so(browser: Browser, address: str) -> None:
    with watching(browser, address) as seen:
        page = seen.goto(GUIDE)
        page.route("**/visit-turn.js", lambda route: route.abort())
        page.get_by_role("button", name="Visit mode").click()
        note = page.get_by_role("alert")
        expect(note).to_contain_text("try again with a signal")
        page.get_by_role("button", name="Leave visit mode").click()
        page.unroute("**/visit-turn.js")
        page.get_by_role("button", name="Visit mode").click()
        expect(page.locator("#tb-visit-do")).to_have_text("Before the visit")
        expect(note).to_be_hidden()
        # The browser's own word for the file that did not come.
        seen.complaints = [one for one in seen.complaints if "ERR_FAILED" not in one]


def minutes_of_part(page: Page, number: int = 0) -> int:
    return int(page.locator(".tb-timeline [data-tb-minutes]").nth(number).get_attribute("data-tb-minutes") or 0)


def test_time_that_is_left_is_told(browser: Browser, address: str) -> None:
    with watching(browser, address) as seen:
        page = seen.page
        page.clock.install()
        begun(seen)
        minutes = minutes_of_part(page)
        time = page.locator(".tb-visit-time")
        expect(time).to_have_text(f"{minutes} min left")
        page.clock.fast_forward(61_000)
        page.clock.run_for(5_000)
        expect(time).to_have_text(f"{minutes - 1} min left")
        page.clock.fast_forward((minutes + 1) * 60_000)
        page.clock.run_for(5_000)
        expect(time).to_contain_text("min over")
        # Before, at the door and after have no minutes of their own.
        page.get_by_role("button", name="At the door", exact=True).click()
        expect(time).to_be_hidden()


def later(page: Page, minutes: int) -> None:
    """Sets the clock on; nothing runs meanwhile."""
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 + minutes * 60)


def test_a_phone_that_sleeps_keeps_the_time_and_leaving_stops_it(browser: Browser, address: str) -> None:
    """Asleep, a page runs nothing; a phone short of memory throws it away, without a word."""
    with watching(browser, address) as seen:
        page = seen.page
        page.clock.install()
        begun(seen)
        for _ in range(3):
            page.get_by_role("button", name="Next").click()
        minutes = minutes_of_part(page, 3)
        time = page.locator(".tb-visit-time")
        expect(time).to_have_text(f"{minutes} min left")
        # Nothing ran meanwhile: the time is right as soon as the screen is on again.
        later(page, 3)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(time).to_have_text(f"{minutes - 3} min left")
        # Thrown away while asleep: no event tells of it.
        kept = page.evaluate("localStorage.getItem('toolkit:visit:grade-3-second')")
        later(page, 2)
        page.evaluate("addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)")
        page.reload()
        page.evaluate("kept => localStorage.setItem('toolkit:visit:grade-3-second', kept)", kept)
        page.get_by_role("button", name="Visit mode").click()
        expect(time).to_have_text(f"{minutes - 5} min left")
        # To leave is no sleep.
        page.get_by_role("button", name="Leave visit mode").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        later(page, 4)
        page.get_by_role("button", name="Visit mode").click()
        expect(time).to_have_text(f"{minutes - 5} min left")
        # Nor is a page that she loads anew.
        page.reload()
        later(page, 4)
        page.get_by_role("button", name="Visit mode").click()
        expect(time).to_have_text(f"{minutes - 5} min left")


def test_the_screen_stays_awake_while_a_visit_is_open(phone: Watched) -> None:
    phone.page.add_init_script(COUNTING)
    page = begun(phone, "Before")
    page.wait_for_function("() => window.locks === 1")
    expect(page.locator(".tb-visit-dark")).to_be_empty()
    page.get_by_role("button", name="Leave visit mode").click()
    page.wait_for_function("() => window.locks === 0")
    # So does the code for the family's phone.
    page.get_by_role("button", name="Show to the family").click()
    page.wait_for_function("() => window.locks === 1")
    page.keyboard.press("Escape")
    page.wait_for_function("() => window.locks === 0")


def test_a_screen_that_may_turn_off_is_told_once(phone: Watched) -> None:
    phone.page.add_init_script(REFUSING)
    page = phone.goto(GUIDE)
    page.get_by_role("button", name="Visit mode").click()
    note = page.locator(".tb-visit-dark")
    expect(note).to_contain_text("Your screen may turn off")
    page.get_by_role("button", name="Next").click()
    expect(note).to_be_empty()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("button", name="Next").click()
    expect(note).to_be_empty()


def test_ticks_before_and_after_are_those_of_the_page(phone: Watched) -> None:
    page = begun(phone, "Before")
    page.locator("[data-tb-at=before] input").first.check()
    page.get_by_role("button", name="After", exact=True).click()
    page.locator(".tb-visit-notes input").last.check()
    page.get_by_role("button", name="Leave visit mode").click()
    expect(page.locator("[data-tb-tick^=before-]").first).to_be_checked()
    expect(page.locator("[data-tb-tick^=after-]").last).to_be_checked()
    page.reload()
    page.locator("[data-tb-tick^=after-]").last.uncheck()
    page.get_by_role("button", name="Visit mode").click()
    expect(page.locator(".tb-visit-notes input").last).not_to_be_checked()
    page.get_by_role("button", name="Before", exact=True).click()
    expect(page.locator("[data-tb-at=before] input").first).to_be_checked()
    assert page.evaluate("document.querySelectorAll('#tb-visit [data-tb-tick]').length") == 0


def test_who_to_call_is_one_tap_away_at_the_door(phone: Watched) -> None:
    """Each number once; who knows where the visitors are comes first."""
    page = begun(phone, "At the door")
    numbers = page.locator(".tb-visit-calls a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert numbers[0] == page.locator(".tb-holder a").first.get_attribute("href")
    assert "tel:911" in numbers
    assert len(set(numbers)) == len(numbers)
    expect(page.locator(".tb-visit-safe .tb-carry")).to_be_visible()
    small = "all => all.filter(one => one.getBoundingClientRect().height < 44).length"
    assert page.locator(".tb-visit-calls a").evaluate_all(small) == 0


def test_the_familys_language_stands_under_the_teachers(browser: Browser, address: str) -> None:
    """What is said and each question, of the right part, as large as one's own; with the interpreter's turns."""
    with watching(browser, address) as seen:
        page = seen.goto(f"ar/{GUIDE}")
        steps = page.locator(".tb-timeline > .tb-step")
        theirs = [
            [step.locator(".tb-say").text_content(), *step.locator(".tb-step-prompts a").all_text_contents()]
            for step in steps.all()
        ]
        thanks = page.locator("section:has(> #after) [data-tb-copy]").get_attribute("data-tb-copy") or ""
        page = begun(seen, "Before")
        page.locator(".tb-visit-family select").select_option("ar")
        page.get_by_role("button", name="Visit", exact=True).click()
        for words in theirs:
            shown = page.locator("[data-tb-at=part] .tb-visit-theirs:not(:empty)")
            expect(shown).to_have_text([word or "" for word in words])
            expect(shown.first).to_have_attribute("lang", "ar")
            assert shown.first.evaluate("one => getComputedStyle(one).direction") == "rtl"
            size = "one => parseFloat(getComputedStyle(one).fontSize)"
            assert shown.first.evaluate(size) >= page.locator(".tb-visit-say").evaluate(size)
            expect(page.locator(".tb-visit-pause:visible")).to_have_count(len(words))
            page.get_by_role("button", name="Next").click()
        # The thank-you can be sent in both.
        copies = page.locator(".tb-visit-thanks [data-tb-copy]")
        expect(copies).to_have_count(2)
        copies.last.click()
        expect(copies.last).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()").split() == thanks.split()
        assert page.locator(".tb-visit-thanks [data-tb-share=message]").last.get_attribute("data-tb-name") == thanks

        page.locator(".tb-visit-turns input").uncheck()
        page.reload()
        page.get_by_role("button", name="Visit mode").click()
        page.get_by_role("button", name="Visit", exact=True).click()
        expect(page.locator(".tb-visit-theirs:not(:empty)").first).to_be_visible()
        expect(page.locator(".tb-visit-pause:visible")).to_have_count(0)
        page.locator(".tb-visit-family select").select_option("")
        expect(page.locator(".tb-visit-theirs:not(:empty)")).to_have_count(0)


def test_the_familys_words_come_from_what_was_kept_or_it_is_said_that_they_cannot(
    browser: Browser, address: str
) -> None:
    with watching(browser, address, keeps=True) as seen:
        page = begun(seen)
        language = page.locator(".tb-visit-family select")
        note = page.locator(".tb-visit-away")
        words = page.locator(".tb-visit-theirs:not(:empty)").first
        page.evaluate("void (window.real = fetch, window.fetch = async () => new Response('Sign in'))")
        language.select_option("ar")
        expect(note).to_contain_text("another version of this guide")
        language.select_option("")
        expect(note).to_be_empty()
        page.evaluate("void (window.fetch = window.real)")
        language.select_option("ar")
        expect(words).to_be_visible()
        expect(note).to_be_empty()
        page.wait_for_function("async address => Boolean(await caches.match(address))", arg=f"{address}ar/{GUIDE}")

        page.evaluate("void (window.fetch = () => Promise.reject(new TypeError('no signal')))")
        language.select_option("")
        language.select_option("ar")
        expect(words).to_be_visible()
        page.evaluate("caches.delete('toolkit::family')")
        language.select_option("")
        language.select_option("ar")
        expect(note).to_contain_text("The words in العربية are not on this device")
        expect(page.locator(".tb-visit-say")).not_to_be_empty()


def test_a_copy_on_a_disk_says_that_it_has_one_language(browser: Browser, default_site: Path) -> None:
    with watching(browser, default_site.as_uri() + "/") as seen:
        page = begun(seen, guide=f"{GUIDE}index.html")
        page.locator(".tb-visit-family select").select_option("ar")
        expect(page.locator(".tb-visit-away")).to_contain_text("A copy on a disk cannot show two languages")
        expect(page.locator(".tb-visit-pause:visible").first).to_be_visible()


def test_a_reflection_is_printed_or_copied_and_nowhere_stored(phone: Watched) -> None:
    page = begun(phone, "After")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    field = page.locator(".tb-visit-notes textarea").first
    field.fill("He reads to his sister.")
    # Arrows belong to the field, and closing asks first.
    field.press("ArrowLeft")
    expect(page.locator("#tb-visit-do")).to_have_text("After the visit")
    page.get_by_role("button", name="Leave visit mode").click()
    page.go_back()
    page.wait_for_function("() => history.state?.tbVisit")
    expect(field).to_have_value("He reads to his sister.")
    assert len(asked) == 2
    assert "kept nowhere" in asked[0]
    stored = "JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, name, location.href])"
    assert "sister" not in page.evaluate(stored)

    page.evaluate(
        """void (window.print = () => {
          window.paper = document.querySelector(".tb-paper-notes").innerText;
          dispatchEvent(new Event("afterprint"));
        })"""
    )
    page.locator(".tb-visit-print").click()
    assert "He reads to his sister." in page.evaluate("window.paper")
    expect(page.locator(".tb-paper-notes")).to_have_count(0)
    page.get_by_role("dialog").get_by_role("button", name="Copy", exact=True).last.click()
    expect(page.locator(".tb-visit-copied")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "What did this child do at home" in copied
    assert "He reads to his sister." in copied
    # Copied, it may go.
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert len(asked) == 2
    page.get_by_role("button", name="Visit mode").click()
    page.get_by_role("button", name="After", exact=True).click()
    expect(field).to_have_value("")
    assert "sister" not in page.evaluate(stored)


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
        page.get_by_role("button", name="Visit", exact=True).click()
        more.locator("summary").click()

        asked = more.get_by_role("checkbox")
        expect(asked.first).to_be_visible()
        assert asked.count() >= 2
        expect(more.locator("summary")).to_have_text("For this family")
