"""The protocol: it stands once, guides say it where they leave a text out, and a layer may change a step."""

import re
import shutil
from pathlib import Path

import pytest

from toolkit_builder.checking import check
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.texts import placed_texts
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import Page
from toolkit_builder.pages import Site, render_guide, render_indexes
from toolkit_builder.sheets import Print, render_sheets

from .cases import TESTS, base_toolkit
from .conftest import ROOT, ToolkitFiles
from .test_own import folders_of, run, write_oak

GUIDE = (TESTS / "base/docs/guides/k-second.yml").read_text(encoding="utf-8")
SHARED = ("interpreter", "decline", "privacy", "home", "language", "before", "do_not", "follow_up")
WITHOUT = "\n".join(
    line.replace("within_days: 5, text: Thank you for the talk., ", "")
    for line in GUIDE.replace("  - {do: Confirm day and time., when: a week before, kind: confirm}\n", "").splitlines()
    if not line.strip().startswith(("interpreter:", "decline:", "privacy:", "home:", "language:", "before:", "do_not:"))
)


@pytest.fixture(scope="module")
def default() -> Toolkit:
    return load_toolkit(Folders(ROOT), languages=[])[0]


def _pages(toolkit: Toolkit) -> dict[str, Page]:
    site = Site(toolkit)
    made = [*render_indexes(site), *(page for guide in toolkit.guides for page in render_guide(site, guide))]
    return {page.uri: page for page in made}


def test_a_guide_says_what_the_protocol_says(toolkit_files: ToolkitFiles) -> None:
    """All that a guide may leave out is there on its pages, on paper, and no rule misses it."""
    protocol = (ROOT / "docs/protocol.yml").read_text(encoding="utf-8")
    folder = toolkit_files({"docs/guides/k-second.yml": WITHOUT, "docs/protocol.yml": protocol})
    toolkit, findings = load_toolkit(Folders(folder))
    assert findings == []
    assert [one for one in check(Folders(folder), {})[1] if one.level == "error"] == []

    guide = toolkit.filled(toolkit.guides_by_id["k-second"])

    assert not any(getattr(toolkit.guides_by_id["k-second"], key) for key in ("before", "do_not"))
    assert "never the student" in guide.team.interpreter
    assert guide.invite.decline.startswith("If you would rather not")
    assert guide.after.privacy.startswith("Write down promises")
    assert guide.after.follow_up.within_days == 2
    assert "{saw}" in guide.after.follow_up.text
    assert guide.family_page.home.startswith("You do not need to clean")
    pages = _pages(toolkit)
    assert "one thing you saw" in pages["guides/k-second/"].body
    assert "You do not need to clean" in pages["guides/k-second/family/"].body
    values = {
        sheet.kind: str(sheet.values)
        for sheet in render_sheets(toolkit, Print(paper="letter"))
        if "second" in sheet.uri
    }
    assert "Book a trained adult interpreter" in values["plan"]
    assert "we have to get help" in values["expect"]


def test_a_text_of_its_own_takes_the_place_of_the_shared_one_and_a_list_comes_before_it(default: Toolkit) -> None:
    guide = default.guides_by_id["after-long-absence"]
    filled = default.filled(guide)

    assert filled.invite.decline == guide.invite.decline != ""
    assert filled.family_page.not_this[: len(guide.family_page.not_this)] == guide.family_page.not_this
    assert filled.family_page.not_this[-1] == "Not a visit for the police, immigration or any other agency"


_TURN = "- {id: pairs, part: before, title: Two, do: Visit in pairs., fills: [turn], turn: leader, why: Safer.}\n"
TURNS = [
    (_TURN, "", 2, ["leader", "leader"]),
    (_TURN, ", turn: partner", 2, ["partner", "leader"]),
    (_TURN.replace("leader", "both"), ", turn: partner", 3, ["partner", "both"]),
    ("", ", turn: both", 2, ["both", None]),
    (_TURN, ", turn: partner", 1, [None, None]),
]
"""What the protocol and a guide's first part say, with how many visit: whose turn each part is."""


@pytest.mark.parametrize(("step", "said", "size", "expected"), TURNS)
def test_whose_turn_a_part_is(
    toolkit_files: ToolkitFiles, step: str, said: str, size: int, expected: list[str | None]
) -> None:
    """The guide's word counts, then the protocol's; one visitor alone takes no turns. So does the page."""
    protocol = (TESTS / "base/docs/protocol.yml").read_text(encoding="utf-8")
    guide = GUIDE.replace("kind: arrive", f"kind: arrive{said}").replace("size: 2", f"size: {size}")
    toolkit, findings = load_toolkit(
        Folders(toolkit_files({"docs/protocol.yml": protocol + step, "docs/guides/k-second.yml": guide}))
    )

    assert findings == []
    assert [part.turn for part in toolkit.filled(toolkit.guides_by_id["k-second"]).agenda][:2] == expected
    body = _pages(toolkit)["guides/k-second/"].body
    steps = re.findall(r'<li class="tb-step"(?: data-tb-turn="(\w+)")?>', body)
    assert steps[:2] == [turn or "" for turn in expected]
    assert body.count('class="tb-turn"') == len([turn for turn in steps if turn])
    assert ("I am the partner" in body) == (size > 1)


def test_each_part_of_the_default_guides_has_its_turn(default: Toolkit) -> None:
    """Where the words of a part are for each visitor, so is the turn."""
    for guide in default.guides:
        for part in default.filled(guide).agenda:
            assert part.turn, (guide.id, part.do)
            if re.match(
                r"Each (of you|visitor|tells)|Both visitors|.*\b(your colleague|your partner)\b", part.do, re.I
            ):
                assert part.turn == "both", (guide.id, part.do)


def test_a_step_holds_where_it_is_said_to_hold(default: Toolkit) -> None:
    """By kind of visit, age and place; without a limit, everywhere."""
    by_id = {step.id: step for step in default.protocol}
    remote, first = default.guides_by_id["video-or-phone"], default.guides_by_id["grade-3-first"]

    assert not by_id["nobody-home"].suits(remote)
    assert by_id["nobody-home"].suits(first)
    assert by_id["on-a-call"].places_of(first) == ("video",)
    assert by_id["never-alone"].suits(remote)
    second = by_id["confirm"].model_copy(update={"visits": ("second",), "bands": ("high",)})
    assert not second.suits(first)
    assert second.suits(default.guides_by_id["grade-9-second"])


def test_a_schools_layer_replaces_hides_words_and_adds_a_step(tmp_path: Path) -> None:
    oak = write_oak(tmp_path)
    school = oak / "docs/school.yml"
    school.write_text(
        f"{school.read_text('utf-8')}hide: [protocol/late-10]\nwording: {{protocol/leave/say: Goodbye.}}\n", "utf-8"
    )
    (oak / "docs/protocol.yml").write_text(
        "- {id: confirm, part: before, title: Confirm, do: Text the day before., fills: [confirm], why: We do.}\n"
        "- {id: shoes, part: door, title: Shoes off, do: Take your shoes off., why: It is polite.}\n",
        "utf-8",
    )

    toolkit, findings = load_toolkit(folders_of(oak))

    assert findings == []
    steps = {step.id: step for step in toolkit.protocol}
    assert "late-10" not in steps
    assert steps["leave"].say == "Goodbye."
    assert steps["confirm"].do == "Text the day before."
    assert "shoes" in steps
    assert "whereabouts" in steps


def test_a_step_can_be_taken_into_the_schools_layer(tmp_path: Path) -> None:
    oak = write_oak(tmp_path)
    assert run("own", "protocol/leave", oak).exit_code == 0
    assert "id: leave" in (oak / "docs/protocol.yml").read_text("utf-8")


def test_without_the_line_on_the_duty_to_report_nothing_is_published(tmp_path: Path) -> None:
    oak = write_oak(tmp_path)
    school = oak / "docs/school.yml"
    school.write_text(f"{school.read_text('utf-8')}hide: [protocol/our-limit]\n", "utf-8")

    found = [one for one in check(folders_of(oak), {})[1] if one.level == "error"]

    assert [(one.code, one.location.path) for one in found] == [("no-duty-to-report", "docs/school.yml")]


def test_every_text_of_the_protocol_is_translated_once(default: Toolkit) -> None:
    places = [one.place for one in placed_texts(default) if one.place.startswith("protocol/")]

    assert "protocol/our-limit/family" in places
    assert len(places) == len(set(places))


def test_each_page_shows_what_it_owes(default: Toolkit) -> None:
    """The line on the duty to report on each family's page; who holds the address on each guide's."""
    pages = _pages(default)
    for guide in default.guides:
        assert "If anyone may be hurt or in danger, we have to get help" in pages[f"guides/{guide.id}/family/"].body, (
            guide.id
        )
        assert 'class="tb-holder"' in pages[f"guides/{guide.id}/"].body, guide.id
        assert "../../safety/" in pages[f"guides/{guide.id}/"].body, guide.id
    body = pages["safety/"].body
    assert all(f'id="{step.id}"' in body for step in default.protocol)
    assert {entry.id for entry in pages["safety/"].search if entry.id} == {step.id for step in default.protocol}


def test_what_a_school_has_not_filled_in_is_told_to_staff() -> None:
    """And until then, its first contact stands in."""
    pages = _pages(base_toolkit())

    assert "<code>role: visits</code>" in pages["staff/"].body
    assert "555-7010" in pages["guides/k-first/"].body
    assert "<code>role:" not in _pages(load_toolkit(Folders(ROOT), languages=[])[0])["staff/"].body


def test_the_default_protocol_is_whole(default: Toolkit) -> None:
    """Each part has steps, each fill has one, the ladder rises, and all numbers that hold everywhere are there."""
    assert {step.part for step in default.protocol} == {"before", "door", "visit", "trouble", "after"}
    filled = {fill for step in default.protocol for fill in step.fills}
    assert filled >= {"confirm", "whereabouts", "decline", "not-this", "interpreter", "language", "home", "limit"}
    assert filled >= {"thanks", "after", "privacy"}
    assert [step.minutes_late for step in default.protocol if step.minutes_late] == [10, 15, 20]
    assert {step.phone for step in default.protocol} >= {"911", "988", "1-800-799-7233"}
    assert all(len(step.do.split()) <= 80 for step in default.protocol)


def test_a_toolkit_without_a_protocol_is_told_so(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/protocol.yml": None})
    codes = {one.code for one in check(Folders(folder), {})[1]}
    assert codes == {"no-duty-to-report", "nobody-knows-where"}
    shutil.rmtree(folder)
