"""Prompts and activities that were merged: whoever says the name of before means the one that took its place."""

import json
from pathlib import Path

import pytest

from toolkit_builder.build import build
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.options import Options

from .cases import TESTS
from .conftest import ToolkitFiles
from .test_layers import load, told

PROMPTS = (TESTS / "base/docs/prompts/all.yml").read_text(encoding="utf-8")
ACTIVITIES = (TESTS / "base/docs/activities/all.yml").read_text(encoding="utf-8")
GUIDE = (TESTS / "base/docs/guides/k-second.yml").read_text(encoding="utf-8")
MERGED = {
    "docs/prompts/all.yml": PROMPTS.replace("- id: hopes\n", "- id: hopes\n  old_ids: [wishes, dreams]\n"),
    "docs/activities/all.yml": ACTIVITIES.replace("- id: count-spoons\n", "- id: count-spoons\n  old_ids: [spoons]\n"),
}


@pytest.fixture
def district(tmp_path: Path, toolkit_files: ToolkitFiles) -> Path:
    """A folder of shared content in which some were merged."""
    toolkit_files(MERGED).rename(tmp_path / "district")
    return tmp_path


def test_a_guide_may_name_them_by_their_old_names(toolkit_files: ToolkitFiles) -> None:
    """What was two before, and is one today, is asked once; each use still knows its line."""
    guide = GUIDE.replace("prompts: [hopes, expectations]", "prompts:\n  - wishes\n  - dreams\n  - expectations")
    guide = guide.replace("prompts: [hopes]", "prompts: [dreams, wishes]").replace("[count-spoons]", "[spoons]")

    toolkit, findings = load_toolkit(Folders(toolkit_files({**MERGED, "docs/guides/k-second.yml": guide})))

    made = toolkit.guides_by_id["k-second"]
    assert findings == []
    assert (made.prompts, made.activities) == (("hopes", "expectations"), ("count-spoons",))
    assert [step.prompts for step in made.agenda if step.prompts] == [("hopes",)]
    line = guide[: guide.index("  - expectations")].count("\n") + 1
    assert made.at("prompts", 1).line == line


def test_one_that_is_named_twice_is_still_told(toolkit_files: ToolkitFiles) -> None:
    guide = GUIDE.replace("[count-spoons]", "[count-spoons, count-spoons, spoons]")

    _, findings = load_toolkit(Folders(toolkit_files({**MERGED, "docs/guides/k-second.yml": guide})))

    assert [(one.code, one.location.column) for one in findings] == [("duplicate-id", 28)]


@pytest.mark.parametrize(
    ("old", "files", "words"),
    [
        ("expectations", {}, "'expectations' is the id of a prompt that is here"),
        ("wishes", {}, "'wishes' is listed twice"),
        (
            "spoons",
            {"docs/activities/b.yml": ACTIVITIES.replace("id: count-spoons", "id: spoons")},
            "'spoons' is the id of an activity that is here",
        ),
    ],
)
def test_an_old_name_leads_to_one(toolkit_files: ToolkitFiles, old: str, files: dict[str, str], words: str) -> None:
    prompts = MERGED["docs/prompts/all.yml"].replace("dreams]", f"{'dreams' if old == 'spoons' else old}]")

    _, (found,) = load_toolkit(Folders(toolkit_files({**MERGED, "docs/prompts/all.yml": prompts, **files})))

    assert (found.code, words in found.message) == ("duplicate-id", True), found.message


def test_a_school_words_and_hides_by_old_names(district: Path) -> None:
    school = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8")
    wording = "wording: {prompt/wishes/text: What is your wish?}\n"
    hide = "hide: [activities/spoons]\n"

    toolkit, findings = load(district, {"docs/school.yml": f"{school}{wording}{hide}"})

    assert findings == []
    assert str(toolkit.prompts_by_id["hopes"].text) == "What is your wish?"
    assert toolkit.prompts_by_id["hopes"].at("text").path == "docs/school.yml"
    assert (toolkit.activities, toolkit.guides_by_id["k-second"].activities) == ((), ())


def test_a_school_that_hides_one_may_still_name_it(district: Path) -> None:
    files = {
        "docs/school.yml": (TESTS / "base/docs/school.yml").read_text(encoding="utf-8") + "hide: [prompts/hopes]\n",
        "docs/guides/own.yml": GUIDE.replace("[hopes, expectations]", "[wishes, expectations]"),
    }

    toolkit, findings = load(district, files)

    assert findings == []
    assert toolkit.guides_by_id["own"].prompts == ("expectations",)


def test_the_name_of_today_goes_first(district: Path) -> None:
    school = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8")
    wording = "wording: {prompt/wishes/text: What is your wish?, prompt/hopes/text: What do you hope?}\n"

    toolkit, findings = load(district, {"docs/school.yml": f"{school}{wording}"})

    assert (findings, str(toolkit.prompts_by_id["hopes"].text)) == ([], "What do you hope?")


def test_a_school_keeps_its_own_entry_of_an_old_name(district: Path) -> None:
    """It had taken the entry before those below were merged: that one is still its own."""
    own = ACTIVITIES.replace("id: count-spoons", "id: spoons").replace("Count the spoons", "My spoons")
    guide = GUIDE.replace("[count-spoons]", "[spoons]")

    toolkit, findings = load(district, {"docs/activities/own.yml": own, "docs/guides/own.yml": guide})

    assert told(findings) == []
    assert [str(one.title) for one in toolkit.activities_of(toolkit.guides_by_id["own"])] == ["My spoons"]


def test_packs_and_links_find_it(toolkit_files: ToolkitFiles) -> None:
    made = build(Folders(toolkit_files(MERGED)), Options(prints=False))
    pages = {page.uri: page.body for page in made.pages}

    (script,) = (file.content.decode() for file in made.assets if file.uri == "places.js")
    for old, new in (("p.wishes", "p.hopes"), ("p.dreams", "p.hopes"), ("a.spoons", "a.count-spoons")):
        assert f"{json.dumps(old)}:{json.dumps(new)}" in script
    assert 'id="spoons"' in pages["routines/table/"]
    assert 'id="wishes"' in pages["prompts/hopes/"]


def test_a_translation_goes_with_what_was_renamed(toolkit_files: ToolkitFiles) -> None:
    entry = 'msgctxt "activity/spoons/title"\nmsgid "Count the spoons"\nmsgstr "Cuenten las cucharas"\n'
    school = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8").replace("[en]", "[en, es]")
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: es\\n"\n\n'
    folder = toolkit_files({**MERGED, "docs/school.yml": school, "locales/es.po": f"{head}{entry}"})

    (catalogue,) = load_toolkit(Folders(folder))[0].catalogues

    known = catalogue.of("activity/count-spoons/title", "Count the spoons")
    assert known and known.text == "Cuenten las cucharas"
