"""The toolkit in the editor's hands: what is saved is what a person would have written, and nothing else changes."""

import difflib
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from toolkit_builder.editor.filling import Filling
from toolkit_builder.editor.holdings import place_of
from toolkit_builder.editor.items import END, ConflictError, Edit, EditError
from toolkit_builder.editor.kept_in_git import REF
from toolkit_builder.editor.live import ASSETS, THEME
from toolkit_builder.editor.workspace import Workspace
from toolkit_builder.folders import Folders
from toolkit_builder.interface import interface
from toolkit_builder.loading import load_toolkit
from toolkit_builder.pages import Site, render_guide, render_indexes, render_page
from toolkit_builder.prose import plain_text
from toolkit_builder.upgrading.bases import BASES
from toolkit_builder.upgrading.pieces import KINDS
from toolkit_builder.where import folded

from .cases import base_toolkit
from .conftest import ToolkitFiles
from .failing_disk import disk_full_from
from .publishing import git
from .test_own import SCHOOL, write_oak

Open = Callable[[Path], Workspace]
PROMPTS = "docs/prompts/all.yml"
GUIDE = "docs/guides/k-first.yml"


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens toolkits, and ends what works beside them."""
    made: list[Workspace] = []

    def open_it(folder: Path) -> Workspace:
        made.append(Workspace(folder))
        return made[-1]

    yield open_it
    for one in made:
        one.close()


@pytest.fixture
def base(toolkit_files: ToolkitFiles, opened: Open) -> Workspace:
    """A toolkit of one layer."""
    return opened(toolkit_files({}))


@pytest.fixture
def oak(tmp_path: Path, opened: Open) -> Workspace:
    """A school's own layer, which has only its school, over a district's."""
    return opened(write_oak(tmp_path))


def files_of(folder: Path) -> dict[str, bytes]:
    """All files but the history and caches."""
    found = (file for file in folder.rglob("*") if file.is_file())
    named = {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}
    return {name: raw for name, raw in named.items() if not name.startswith((".history/", ".cache/", ".git/"))}


def text_of(workspace: Workspace, name: str) -> str:
    return (workspace.folders.root / name).read_bytes().decode()


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


# --- What is there ---


def test_entries_are_listed_and_found(base: Workspace) -> None:
    assert [item.id for item in base.items("guides")] == ["k-first", "k-second"]
    assert [item.id for item in base.search("prompts", "HOPE year")] == ["hopes"]
    assert base.search("prompts", "giraffe") == []
    assert {item.kind for item in base.search("", "teacher")} >= {"prompts"}
    (school,) = base.items("school")
    assert (school.title, school.is_own) == ("Test School", True)
    assert all(base.items(kind) for kind in base.kinds() if kind not in ("kit", "search"))


def test_an_entry_is_told_with_what_its_form_needs(base: Workspace) -> None:
    values, state, entry = (
        base.values("prompts", "hopes"),
        base.state("prompts", "hopes"),
        base.entry("prompts", "hopes"),
    )

    assert values is not None
    assert values["bands"] == ["elementary"]
    assert state is not None
    assert (state.is_own, state.path, state.line, state.below) == (True, PROMPTS, 1, None)
    assert getattr(entry, "purpose", "") == "hopes"
    assert base.values("prompts", "nobody") is None
    assert base.state("prompts", "nobody") is None
    assert base.values("nothing", "hopes") is None
    assert base.values("school", "school") is not None


def test_findings_stand_at_their_keys(base: Workspace) -> None:
    """Those of loading at once, those of rules a moment later; the file holds what was typed."""
    saved = base.save("prompts", "hopes", [Edit(("purpose",), value="hopping"), Edit(("bands", 0), value="infants")])

    assert {finding.code for finding in saved.findings} == {"unknown-word"} or saved.findings
    assert set(base.fault_of("prompts", "hopes")) == {("purpose",), ("bands", 0)}
    assert "hopping" in text_of(base, PROMPTS)
    assert base.entry("prompts", "hopes") is None or base.findings
    assert [item.findings for item in base.items("prompts")] == [2, 0]

    base.undo()
    base.save("guides", "k-first", [Edit(("summary",), value="You must always do what we say to you, at once.")])
    assert base.wait_for_rules()
    assert all(keys == ("summary",) for keys in base.fault_of("guides", "k-first"))


def test_an_entry_with_faults_keeps_its_place_and_its_values(base: Workspace) -> None:
    base.save("prompts", "hopes", [Edit(("text",), "remove")])

    assert [item.id for item in base.items("prompts")] == ["hopes", "expectations"]
    values = base.values("prompts", "hopes")
    assert values is not None
    assert "text" not in values
    assert list(base.fault_of("prompts", "hopes")) == [()]


# --- Saving ---


def test_a_save_changes_one_line(toolkit_files: ToolkitFiles, opened: Open) -> None:
    """Remarks, quotes, the order of keys and line ends of all others stay, in files of Windows, too."""
    text = (
        "# Ours\r\n\r\n- id: hopes # the first\r\n  text: 'What do you hope for?'\r\n  purpose: hopes\r\n"
        '  bands: [ "elementary" ]   # all\r\n  listener: family\r\n  we_share: A hope.\r\n'
        "- {id: likes, text: What would you like?, purpose: expectations, listener: both, bands: [elementary]}\r\n"
    )
    workspace = opened(toolkit_files({PROMPTS: text}))

    saved = workspace.save("prompts", "hopes", [Edit(("we_share",), value="Another hope.")])

    assert changed_lines(text, text_of(workspace, PROMPTS)) == [
        "-  we_share: A hope.\r",
        "+  we_share: Another hope.\r",
    ]
    assert (saved.revision, workspace.revision, saved.findings) == (2, 2, [])


def test_line_ends_of_both_kinds_stay(toolkit_files: ToolkitFiles, opened: Open) -> None:
    text = "- id: hopes\n  text: One?\r\n  purpose: hopes\n  listener: family\r\n  bands: [elementary]\n"
    workspace = opened(toolkit_files({PROMPTS: text}))

    workspace.save("prompts", "hopes", [Edit(("purpose",), value="goal")])

    assert text_of(workspace, PROMPTS) == text.replace("purpose: hopes", "purpose: goal")


def test_items_are_added_moved_and_taken_out(base: Workspace) -> None:
    def agenda() -> list[str]:
        values = base.values("guides", "k-first")
        assert values is not None
        return [step["do"] for step in values["agenda"]]

    before = agenda()
    base.save("guides", "k-first", [Edit(("agenda", 1), "add", {"minutes": 5, "do": "Sing", "kind": "share"})])
    assert agenda() == [before[0], "Sing", *before[1:]]

    base.save("guides", "k-first", [Edit(("agenda", 1), "move", to=0)])
    assert agenda() == ["Sing", *before]

    base.save("guides", "k-first", [Edit(("agenda", 0), "remove")])
    assert agenda() == before

    base.save("guides", "k-first", [Edit(("faq", END), "add", {"question": "Why?", "answer": "To meet."})])
    assert base.entry("guides", "k-first") is not None
    assert [question["question"] for question in (base.values("guides", "k-first") or {})["faq"]][-1] == "Why?"


def test_what_was_not_there_is_made(base: Workspace) -> None:
    """A key inside of one that is missing, too; where the model has it, not at the end."""
    base.save("activities", base.items("activities")[0].id, [Edit(("message", "tip"), value="Ask tonight.")])
    base.save("prompts", "hopes", [Edit(("topics",), value=["reading"])])

    assert base.values("activities", base.items("activities")[0].id)["message"]["tip"] == "Ask tonight."  # type: ignore[index]
    assert list(base.values("prompts", "hopes") or {}) == [
        "id", "text", "purpose", "listener", "bands", "topics", "we_share",
    ]  # fmt: skip


def test_what_cannot_be_changed_in_place_is_left_alone(toolkit_files: ToolkitFiles, opened: Open) -> None:
    """An anchor stands for other lines."""
    text = (
        "- id: hopes\n  text: &words What do you hope?\n  purpose: hopes\n  listener: family\n  bands: [elementary]\n"
        "  we_share: *words\n"
    )
    workspace = opened(toolkit_files({PROMPTS: text}))

    with pytest.raises(EditError, match="Change it in its file"):
        workspace.save("prompts", "hopes", [Edit(("text",), value="Other words?")])

    assert text_of(workspace, PROMPTS) == text
    assert workspace.history.changes() == []


def test_saving_what_is_there_writes_nothing(base: Workspace) -> None:
    values = base.values("prompts", "hopes")
    assert values is not None

    base.save("prompts", "hopes", [Edit(("text",), value=values["text"])])

    assert base.history.changes() == []
    assert not (base.folders.root / ".history").exists() or base.revision == 1


@pytest.mark.parametrize("text", ["- a\n- b", "key: value # no", "'", "  two  ", "{x}", "a\n\nb", "no", "3", "\u2028x"])
def test_any_text_comes_back_as_it_was_typed(base: Workspace, text: str) -> None:
    base.save("prompts", "hopes", [Edit(("we_share",), value=text)])

    assert (base.values("prompts", "hopes") or {})["we_share"].strip() == text.strip()


# --- Layers ---


def test_an_entry_below_is_taken_over_at_its_first_change(oak: Workspace) -> None:
    """The library stays as it is; what the school's own was made from is remembered."""
    district = files_of(oak.folders.root.parent / "district")
    assert [item.is_own for item in oak.items("prompts")] == [False, False]

    oak.save("prompts", "hopes", [Edit(("text",), value="What do you hope for?")])
    oak.save("guides", "k-first", [Edit(("summary",), value="Our own words.")])

    assert files_of(oak.folders.root.parent / "district") == district
    assert [item.is_own for item in oak.items("prompts")] == [True, False]
    state = oak.state("prompts", "hopes")
    assert state is not None
    assert state.below is not None
    assert state.below["text"] == "What do you hope this year brings for your child?"
    assert state.below_name == "district"
    assert set(files_of(oak.folders.root)) == {
        *("mkdocs.yml", "docs/school.yml", "docs/assets/logo.svg"),
        *(BASES, PROMPTS, GUIDE),
    }


def test_going_back_to_the_library(oak: Workspace) -> None:
    before = files_of(oak.folders.root)
    oak.save("prompts", "hopes", [Edit(("text",), value="What do you hope for?")])

    oak.remove("prompts", "hopes")

    assert set(files_of(oak.folders.root)) == {*before, BASES}
    assert (oak.values("prompts", "hopes") or {})["text"] == "What do you hope this year brings for your child?"
    with pytest.raises(EditError, match="the library's"):
        oak.remove("prompts", "hopes")

    oak.undo()
    assert (oak.values("prompts", "hopes") or {})["text"] == "What do you hope for?"


def test_a_text_that_is_worded_anew_is_changed_there(tmp_path: Path, opened: Open) -> None:
    """Not in the entry, which would then be the school's, and not seen."""
    folder = write_oak(tmp_path)
    school = folder / "docs/school.yml"
    school.write_text(f"{school.read_text('utf-8')}wording:\n  prompt/hopes/text: What hopes?\n", "utf-8")
    workspace = opened(folder)
    assert (workspace.values("prompts", "hopes") or {})["text"] == "What hopes?"

    workspace.save("prompts", "hopes", [Edit(("text",), value="Which hopes?")])

    assert "  prompt/hopes/text: Which hopes?\n" in school.read_text("utf-8")
    assert (workspace.values("prompts", "hopes") or {})["text"] == "Which hopes?"
    assert not workspace.items("prompts")[0].is_own


def test_a_locked_text_stays(tmp_path: Path, opened: Open) -> None:
    folder = write_oak(tmp_path)
    district = tmp_path / "district/docs/school.yml"
    district.write_text(f"{district.read_text('utf-8')}locked: [prompt/hopes/*]\n", "utf-8")
    workspace = opened(folder)

    state = workspace.state("prompts", "hopes")
    assert state is not None
    assert ("text",) in state.locked
    with pytest.raises(EditError, match="locks this text"):
        workspace.save("prompts", "hopes", [Edit(("text",), value="Ours?")])


def test_places_name_what_has_a_name() -> None:
    value = {"prompts": ["a", {"id": "own", "text": "x"}], "agenda": [{"say": "y"}]}

    assert place_of("guides", "g", value, ("prompts", 1, "text")) == "guide/g/prompts/own/text"
    assert place_of("guides", "g", value, ("agenda", 0, "say")) == "guide/g/agenda/1/say"


# --- Whole entries ---

NEW: dict[str, tuple[str, dict[str, Any]]] = {
    "prompts": (
        "mornings",
        {"text": "How do mornings go?", "purpose": "routines", "listener": "family", "bands": ["elementary"]},
    ),
    "glossary": ("Recess", {"plain": "Time to play."}),
    "facts": (
        "sleep",
        {
            "statement": "Children sleep.",
            "topics": ["reading"],
            "source": {"title": "A study", "checked_on": "2026-01-02"},
        },
    ),
    "search": ("reading", {"typed": ["books", "stories"]}),
}


@pytest.mark.parametrize("kind", NEW)
def test_a_new_entry_is_the_schools_own(oak: Workspace, kind: str) -> None:
    name, values = NEW[kind]
    oak.create(kind, name, values)

    entry = oak.entry(kind, name)
    assert entry is not None, oak.findings
    written = oak.values(kind, name) or {}
    assert {key: written[key] for key in values} == values
    assert written[KINDS[kind]] == name
    with pytest.raises(EditError, match="already"):
        oak.create(kind, name, values)


@pytest.mark.parametrize("name", ["../../evil", "a/b", "A B", "", "a\\b", "-x"])
def test_a_name_leads_nowhere_else(oak: Workspace, name: str) -> None:
    before = files_of(oak.folders.root.parent)

    for kind in ("guides", "skills"):
        with pytest.raises(EditError):
            oak.create(kind, name, {"title": "x"})
    with pytest.raises(EditError):
        oak.duplicate("guides", "k-first", name)

    assert files_of(oak.folders.root.parent) == before


def test_a_guide_is_begun(oak: Workspace) -> None:
    saved = oak.new_guide("Grade 3, first visit", ["3"])
    assert (saved.id, oak.items("guides")[-1].title) == ("grade-3-first-visit", "Grade 3, first visit")

    like = oak.new_guide("Like kindergarten", ["1"], like="k-first")
    assert like.id == "like-kindergarten"
    assert (oak.values("guides", like.id) or {})["grades"] in ([1], ["1"])


def test_an_entry_is_copied_renamed_hidden_and_shown(base: Workspace) -> None:
    base.duplicate("prompts", "hopes", "more-hopes")
    assert (base.values("prompts", "more-hopes") or {})["text"] == (base.values("prompts", "hopes") or {})["text"]

    base.rename("prompts", "more-hopes", "many-hopes")
    assert (base.values("prompts", "many-hopes") or {})["old_ids"] == ["more-hopes"]
    assert base.values("prompts", "more-hopes") is None

    base.rename("guides", "k-second", "kindergarten-second")
    assert not (base.folders.docs / "guides/k-second.yml").exists()
    assert (base.values("guides", "kindergarten-second") or {})["old_ids"] == ["k-second"]
    assert [one.code for one in base.findings if one.level == "error"] == []

    base.hide("prompts", "many-hopes")
    assert [item.is_hidden for item in base.items("prompts") if item.id == "many-hopes"] == [True]
    assert base.search("prompts", "many-hopes") == []
    base.show("prompts", "many-hopes")
    assert "hide" not in (base.values("school", "school") or {})

    base.remove("prompts", "many-hopes")
    assert text_of(base, PROMPTS).rstrip().endswith("bands: [elementary]")
    assert [item.id for item in base.items("prompts")] == ["hopes", "expectations"]


# --- Taking back ---


def test_everything_can_be_taken_back_and_made_again(oak: Workspace, opened: Open) -> None:
    """In another session, too, down to the last byte."""
    states = [files_of(oak.folders.root)]
    steps: tuple[Callable[[], object], ...] = (
        lambda: oak.save("prompts", "hopes", [Edit(("text",), value="One?")]),
        lambda: oak.duplicate("prompts", "hopes", "hopes-again"),
        lambda: oak.rename("prompts", "hopes-again", "our-hopes"),
        lambda: oak.new_guide("Grade 3", ["3"]),
        lambda: oak.hide("prompts", "expectations"),
        lambda: oak.remove("prompts", "our-hopes"),
    )
    for step in steps:
        step()
        states.append(files_of(oak.folders.root))

    later = opened(oak.folders.root)
    for state in reversed(states[:-1]):
        assert later.undo()
        assert files_of(oak.folders.root) == state
    assert later.undo() is None
    for state in states[1:]:
        assert later.redo()
        assert files_of(oak.folders.root) == state
    assert later.redo() is None


def test_a_version_of_before_comes_back(oak: Workspace) -> None:
    for words in ("One?", "Two?"):
        oak.save("prompts", "hopes", [Edit(("text",), value=words), Edit(("avoid",), value=words)])
    second, first = oak.versions("prompts", "hopes")
    assert "One?" in (oak.text_before(second.id, "prompts", "hopes") or "")

    oak.restore(second.id, "prompts", "hopes")
    assert (oak.values("prompts", "hopes") or {})["text"] == "One?"

    oak.restore(first.id, "prompts", "hopes")
    assert not oak.items("prompts")[0].is_own
    assert len(oak.versions("prompts", "hopes")) == 4


def test_taking_back_spares_what_somebody_else_changed(base: Workspace) -> None:
    """In the same file, another entry."""
    base.save("prompts", "hopes", [Edit(("text",), value="One?")])
    file = base.folders.root / PROMPTS
    file.write_text(file.read_text("utf-8").replace("as a teacher", "as your teacher"), "utf-8")

    assert base.undo()
    assert "as your teacher" in file.read_text("utf-8")
    assert "One?" not in file.read_text("utf-8")

    base.save("prompts", "hopes", [Edit(("text",), value="Two?")])
    file.write_text(file.read_text("utf-8").replace("Two?", "Three?"), "utf-8")
    with pytest.raises(ConflictError):
        base.undo()
    assert "Three?" in file.read_text("utf-8")


# --- Somebody else ---


def test_what_somebody_else_wrote_is_never_written_over(base: Workspace) -> None:
    """Both are told; another value of the same entry can be changed all the same."""
    seen = base.revision
    base.values("prompts", "hopes")
    file = base.folders.root / PROMPTS
    file.write_text(file.read_text("utf-8").replace("this year brings", "the year brings"), "utf-8")

    with pytest.raises(ConflictError) as told:
        base.save("prompts", "hopes", [Edit(("text",), value="Mine?")], seen)

    assert told.value.mine == "Mine?"
    assert told.value.theirs == "What do you hope the year brings for your child?"
    assert "Mine?" not in file.read_text("utf-8")
    base.save("prompts", "hopes", [Edit(("we_share",), value="Ours.")], seen)
    assert "the year brings" in file.read_text("utf-8")
    assert "Ours." in file.read_text("utf-8")
    base.save("prompts", "hopes", [Edit(("text",), value="Mine?")], base.revision)


def test_a_place_in_a_list_that_moved_is_not_taken_for_another(base: Workspace) -> None:
    """The form of another tab shows the list as it was."""
    seen = base.revision
    base.save("guides", "k-first", [Edit(("agenda", 0), "remove")], seen)

    with pytest.raises(ConflictError):
        base.save("guides", "k-first", [Edit(("agenda", 1, "do"), value="Sing")], seen)

    base.save("guides", "k-first", [Edit(("summary",), value="Quite another one.")], seen)


def test_a_change_on_disk_is_seen(base: Workspace) -> None:
    before = base.revision
    assert base.poll() == before
    (base.folders.root / "docs/facts.yml").write_text("- [", "utf-8")

    assert base.poll() == before + 1
    assert any(one.location.path == "docs/facts.yml" for one in base.findings)
    (base.folders.root / "mkdocs.yml").write_text("nothing", "utf-8")
    assert base.poll() == before + 2


# --- Disks and ends ---


def test_a_full_disk_is_told_and_nothing_is_half_written(oak: Workspace) -> None:
    """At each of the changes that a save makes."""
    before = files_of(oak.folders.root)
    edit = Edit(("text",), value="One?")
    for number in range(1, 40):
        try:
            with disk_full_from(number, oak.folders.root):
                oak.save("prompts", "hopes", [edit])
        except EditError as error:
            assert "The disk is full" in str(error)
            assert files_of(oak.folders.root) == before, number
            assert oak.history.changes() == [], number
        else:
            assert number > 5
            break
    assert "One?" in text_of(oak, PROMPTS)


_NEW_LOGO = [Edit(("logo", "file"), value="assets/new.svg")]
STEPS: dict[str, Callable[[Workspace], object]] = {
    "save": lambda one: one.save("prompts", "hopes", [Edit(("text",), value="One?")]),
    "own": lambda one: one.save("guides", "own", [Edit(("title",), value="Ours"), Edit(("faq",), value=[])]),
    "school": lambda one: one.save("school", "school", [Edit(("short_name",), value="Oaks")]),
    "picture": lambda one: one.save("school", "school", _NEW_LOGO, files={"docs/assets/new.svg": b"<svg/>"}),
    "rename": lambda one: one.rename("guides", "own", "ours"),
    "remove": lambda one: one.remove("guides", "own"),
    "many": lambda one: one.put("Rows", {f"docs/prompts/{name}.yml": b"[]\n" for name in "abcd"}),
    "undo": lambda one: one.undo(),
}


def _killed_at(number: int, workspace: Workspace, step: Callable[[Workspace], object]) -> bool:
    """Makes a step in a process of its own, which is killed as it opens or changes its nth file; whether it was."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    count, root = 0, str(workspace.folders.root)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        changes = event in ("open", "os.rename", "os.remove", "os.mkdir", "os.chmod")
        if event == "subprocess.Popen" or (changes and str(arguments[0]).startswith(root)):
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)
    step(workspace)
    os._exit(0)


def _killed_everywhere(name: str, folder: Path, first: Path) -> int:
    """Kills a step at every point, and looks at what is left; the number of points."""
    before = files_of(folder)
    STEPS[name](Workspace(folder))
    after = files_of(folder)
    assert after != before, name
    _as_at_first(folder, first)
    workspace = Workspace(folder)
    # A copy of the process has none of its threads, and must not wait for them.
    workspace.close()
    number = 0
    while _killed_at(number + 1, workspace, STEPS[name]):
        number += 1
        again = Workspace(folder)
        again.close()
        found = files_of(folder)
        assert found in (before, after), (name, number, sorted(found))
        done = [one for one in again.history.changes() if not one.is_undone]
        assert len(done) == (1 + (found == after) if name != "undo" else found == before), (name, number)
        if found == after and name != "undo":
            assert again.undo()
            assert files_of(folder) == before, (name, number)
        elif again.history.redoable and name != "undo":
            # What was about to be saved can be saved.
            assert again.redo()
            assert files_of(folder) == after, (name, number)
        _as_at_first(folder, first)
    assert files_of(folder) == after, name
    _as_at_first(folder, first)
    return number


def _as_at_first(folder: Path, first: Path) -> None:
    """Brings back what is not as it was, with the times of the files; quicker than to copy all of it."""
    for file in [one for one in folder.rglob("*") if one.is_file()]:
        if not (first / file.relative_to(folder)).exists():
            file.unlink()
    for was in [one for one in first.rglob("*") if one.is_file()]:
        file = folder / was.relative_to(first)
        if not file.exists() or file.stat().st_mtime_ns != was.stat().st_mtime_ns:
            shutil.copy2(was, file)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed on systems that can copy one")
def test_an_editor_that_is_killed_leaves_whole_files(tmp_path: Path, opened: Open) -> None:
    """At 200 points: opened again, it has files as before or as after, and what was done can be taken back."""
    folder = write_oak(tmp_path)
    opened(folder).duplicate("guides", "k-first", "own")
    shutil.copytree(folder, tmp_path / "first")
    points = {name: _killed_everywhere(name, folder, tmp_path / "first") for name in STEPS}
    assert min(points.values()) > 5, points
    assert sum(points.values()) >= 200, points


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed on systems that can copy one")
@pytest.mark.usefixtures("host")
def test_an_editor_that_is_killed_in_a_repository_leaves_whole_files(tmp_path: Path, opened: Open) -> None:
    """Also as git is called, or just was."""
    folder = write_oak(tmp_path)
    git(folder, "init", "--quiet", str(folder))
    opened(folder).duplicate("guides", "k-first", "own")
    shutil.copytree(folder, tmp_path / "first")
    for name in ("save", "undo"):
        assert _killed_everywhere(name, folder, tmp_path / "first") > 5
    assert git(folder, "rev-parse", REF)
    assert not [*folder.rglob("*.gz")]


@pytest.mark.usefixtures("host")
def test_versions_that_somebody_committed_are_versions(oak: Workspace) -> None:
    """Only those in which this entry is another one; what is brought back is a change like all others."""
    folder = oak.folders.root
    guide = folder / "docs/guides/own.yml"
    oak.duplicate("guides", "k-first", "own")
    git(folder, "init", "--quiet", str(folder))
    for words in ("title: Monday", "title: Tuesday", "title: Tuesday\n# by hand", None):
        text = guide.read_text("utf-8")
        if words:
            guide.write_text(re.sub("^title: .*", words, text, flags=re.MULTILINE), "utf-8")
        else:
            (folder / "docs/school.yml").write_text(f"# Ours\n{SCHOOL}", "utf-8")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", f"--message={words}")
    oak.poll()

    again = Workspace(folder)
    versions = again.versions("guides", "own")
    assert [one.title for one in versions if one.is_commit] == [
        "title: Tuesday # by hand", "title: Tuesday", "title: Monday",
    ]  # fmt: skip
    tuesday = next(one for one in versions if one.title == "title: Tuesday")
    again.restore(tuesday.id, "guides", "own")
    assert again.values("guides", "own")["title"] == "Monday"  # type: ignore[index]
    assert again.undo()
    assert again.values("guides", "own")["title"] == "Tuesday"  # type: ignore[index]
    again.close()


# --- What is mended by a click ---


_LONG = "{teacher} from school. We come and look at how it goes, one morning."


@pytest.mark.parametrize(
    ("place", "typed", "code", "mended"),
    [
        (("prompts/hopes", "purpose"), "hops", "unknown-word", "hopes"),
        (("prompts/hopes", "text"), "What, {techer}?", "unknown-slot", "What, {teacher}?"),
        (("prompts/hopes", "bands", 0), "elementry", "unknown-word", "elementary"),
        (("guides/k-first", "invite", "text"), "{techer}. {decline}", "unknown-slot", "{teacher}. {decline}"),
        (("guides/k-first", "invite", "text"), f"It’s {_LONG}", "long-message", f"It's {_LONG}"),
        (("guides/k-first", "cover", "minutes"), "30 minutes", "wrong-kind", 30),
        (("guides/k-first", "cover", "purpose"), "Start ANEW.", "odd-english", "Start Again."),
        (("guides/k-first", "version"), 1.5, "wrong-kind", "1.5"),
        (("guides/k-first", "next_visit"), "k-secnd", "unknown-guide", "k-second"),
        (("school/school", "colors", "primary"), "#f2c14e", "low-contrast", "#"),
        (("school/school", "languages"), ["en", "es", "es"], "repeated-language", ["en", "es"]),
        (("activities/count-spoons", "message", "tip"), "No 😀", "long-message", None),
        (("guides/k-first", "cover", "purpose"), "We ring you tomorrow.", "odd-english", None),
    ],
)  # fmt: skip
def test_an_exact_hint_is_one_click(base: Workspace, place: Any, typed: Any, code: str, mended: Any) -> None:
    """And after it, the finding is gone; what leaves anything open is only told."""
    name, *inner = place
    (kind, _, called), keys = name.partition("/"), tuple(inner)
    base.save(kind, called, [Edit(keys, value=typed)])
    faults = list(_faults(base, kind, called, code))
    assert bool(faults) == (code != "long-message" or mended is not None), faults
    fixes = [(at, fault.fix) for at, fault in faults if fault.fix]
    assert bool(fixes) == (mended is not None), faults
    for at, fix in fixes[:1]:
        base.save(kind, called, [Edit(at, fix.action, fix.value)])
        value: Any = base.values(kind, called)
        for key in keys:
            value = value[key]
        assert value == mended or (mended == "#" and value == fix.shown), value
        assert (at, code) not in [(now, code) for now, _ in _faults(base, kind, called, code)]


def _faults(workspace: Workspace, kind: str, name: str, code: str) -> Iterator[tuple[Any, Any]]:
    assert workspace.wait_for_rules()
    values = workspace.values(kind, name)
    assert values is not None
    filling = Filling((kind, name), values, workspace.state(kind, name), workspace.toolkit, interface("en"))
    for keys, faults in filling.all_faults():
        yield from ((keys, fault) for fault in faults if fault.code == code)


# --- The real page ---


class _Places(HTMLParser):
    """The texts of a page by the places that elements tell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str | int], list[str]]] = []
        self.others: set[tuple[str, tuple[str | int, ...]]] = set()
        self._open: list[tuple[str, int | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if "data-entry" in told:
            self.found.append((told["data-entry"] or "", json.loads(told["data-keys"] or ""), []))
            self.others |= {(name, tuple(keys)) for name, *keys in json.loads(told.get("data-more") or "[]")}
        if tag not in ("br", "img", "input", "link", "meta", "hr", "use", "path"):
            self._open.append((tag, len(self.found) - 1 if "data-entry" in told else None))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, number in self._open:
            if number is not None:
                self.found[number][2].append(data)


def uris(workspace: Workspace) -> list[str]:
    site = Site(workspace.toolkit)
    guides = [page.uri for guide in workspace.toolkit.guides for page in render_guide(site, guide)]
    return [*(page.uri for page in render_indexes(site)), *guides]


def test_every_page_can_be_rendered_alone() -> None:
    """And is the same as among all others."""
    site = Site(base_toolkit())
    pages = [*render_indexes(site), *(page for guide in site.toolkit.guides for page in render_guide(site, guide))]

    for page in pages:
        assert render_page(Site(base_toolkit()), page.uri) == page, page.uri
    for uri in ("nowhere/", "guides/nobody/", "prompts/nothing/", "guides/"):
        assert render_page(site, uri) is None


def test_texts_of_a_page_tell_where_they_stand(base: Workspace) -> None:
    """Each is the one that its keys lead to; nearly every text of a guide's page can be found."""
    told: set[tuple[str, tuple[str | int, ...]]] = set()
    for uri in uris(base):
        html = base.page("en", uri)
        assert html is not None, uri
        assert "~`~" not in html
        places = _Places(html)
        told |= places.others
        for name, keys, said in places.found:
            kind, _, called = name.partition("/")
            value: Any = base.values(kind, called or kind)
            for key in keys:
                value = value[key]
            first = folded(plain_text(value).partition("{")[0])
            assert first[:25] in folded("".join(said)), (uri, name, keys)
            told.add((name, tuple(keys)))
    entry = base.entry("guides", "k-first")
    assert entry is not None
    texts = {found.keys for found in entry.texts}
    missing = texts - {keys for name, keys in told if name == "guides/k-first"}
    assert len(missing) * 10 < len(texts), missing


def test_a_page_is_the_real_one(base: Workspace) -> None:
    """But for what tells where its texts stand."""
    site = Site(base.toolkit)
    (page, _) = render_guide(site, base.toolkit.guides[0])
    html = base.page("en", page.uri)
    assert html is not None

    class Plain(HTMLParser):
        def __init__(self, html: str) -> None:
            super().__init__()
            self.seen: list[object] = []
            self.feed(html)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            kept = [pair for pair in attrs if pair[0] not in ("data-entry", "data-keys", "data-more")]
            self.seen.append((tag, kept))

        def handle_data(self, data: str) -> None:
            self.seen.append(data.strip())

    body = html.partition('<article class="md-content__inner md-typeset">')[2].rpartition("</article>")[0]
    assert Plain(body.strip()).seen[:400] == Plain(page.body.strip()).seen[:400]


def test_a_page_follows_each_change(base: Workspace) -> None:
    base.page("en", "guides/k-first/")
    base.save("guides", "k-first", [Edit(("summary",), value="Our very own words.")])
    assert "Our very own words." in (base.page("en", "guides/k-first/") or "")

    base.save("prompts", "hopes", [Edit(("text",), value="What are your dreams?")])
    assert "What are your dreams?" in (base.page("en", "prompts/hopes/") or "")
    assert "What are your dreams?" in (base.page("en", "guides/k-first/") or "")


def test_what_has_faults_is_shown_as_it_was(base: Workspace) -> None:
    """And all else as it is."""
    base.page("en", "guides/k-first/")
    base.save("prompts", "hopes", [Edit(("purpose",), value="nonsense")])
    base.save("guides", "k-first", [Edit(("summary",), value="Our very own words.")])
    html = base.page("en", "guides/k-first/") or ""
    assert "Our very own words." in html
    assert "What do you hope this year brings" in html

    base.save("guides", "k-first", [Edit(("agenda",), "remove")])
    assert "Our very own words." in (base.page("en", "guides/k-first/") or "")
    base.save("school", "school", [Edit(("contacts",), "remove")])
    assert "Our very own words." in (base.page("en", "guides/k-first/") or "")


def test_a_page_in_another_language_tells_its_texts(toolkit_files: ToolkitFiles, opened: Open) -> None:
    school = (Path(__file__).parent / "base/docs/school.yml").read_text("utf-8")
    workspace = opened(toolkit_files({"docs/school.yml": school.replace("languages: [en]", "languages: [en, es]")}))

    html = workspace.page("es", "guides/k-first/") or ""

    assert '<html lang="es"' in html
    assert any(keys == ["cover", "purpose"] for name, keys, _ in _Places(html).found if name == "guides/k-first")
    assert workspace.page("en", "nowhere/") is None


def test_pages_have_their_styles_and_pictures_and_nothing_else(base: Workspace) -> None:
    for uri in (f"{THEME}main.css", f"{THEME}palette.css", f"{ASSETS}toolkit.css", f"{ASSETS}brand.css"):
        found = base.page_file("en", uri)
        assert found is not None, uri
        assert found[1].startswith("text/css")
    assert base.page_file("en", "assets/logo.svg") is not None
    for uri in (
        *("school.yml", "../mkdocs.yml", "assets/../school.yml", f"{ASSETS}../pages/live.html", f"{ASSETS}toolkit.js"),
        *("../../etc/passwd", f"{THEME}../../main.css", f"{ASSETS}..\\brand.css", "/etc/hostname", ""),
    ):
        assert base.page_file("en", uri) is None, uri
    assert base.page_file("xx", "assets/logo.svg") is None


def test_every_entry_has_a_page(base: Workspace) -> None:
    pages = uris(base)
    for kind in base.kinds():
        for item in base.items(kind):
            uri, _, anchor = base.page_uri(kind, item.id).partition("#")
            assert uri in pages, (kind, item.id)
            assert not anchor or f'id="{anchor}"' in (base.page("en", uri) or ""), (kind, item.id)


def test_what_was_saved_is_what_is_loaded(oak: Workspace) -> None:
    """The editor's state is that of the disk, read by anybody else."""
    oak.save("prompts", "hopes", [Edit(("text",), value="One?")])
    folders = Folders(oak.folders.root, below=oak.folders.below)

    assert load_toolkit(folders)[0].prompts == oak.toolkit.prompts


def test_while_the_schools_file_has_a_fault_pages_are_as_they_were(base: Workspace) -> None:
    """Its colors, and which guides it shows, are told by that file alone."""
    base.save("school", "school", [Edit(("colors", "primary"), value="#123456"), Edit(("name",), value="Our School")])
    before, style = base.page("en", ""), base.page_file("en", f"{ASSETS}brand.css")
    base.save("school", "school", [Edit(("contacts", END), "add", {"who": ""})])
    assert not base._now.is_sound
    assert base.page("en", "") == before
    assert "Our School" in (before or "")
    assert base.page_file("en", f"{ASSETS}brand.css") == style
    # What else is changed meanwhile is seen.
    base.save("guides", "k-first", [Edit(("title",), value="Kindergarten, anew")])
    assert "Kindergarten, anew" in (base.page("en", "guides/k-first/") or "")
