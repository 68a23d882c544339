"""Rows that change entries: found by id or by their text, shown, and written where they stand, all of them or none."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit_builder.diagnostics import has_errors
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.files import read_file
from toolkit_builder.model.banks import Prompt
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import write_together
from toolkit_builder.settings import load_options
from toolkit_builder.spreadsheet.columns import COLUMNS, cell_text, kind_of, library_csv
from toolkit_builder.spreadsheet.imports import Import, read_import
from toolkit_builder.spreadsheet.likeness import ALIKE, likeness, shape_of
from toolkit_builder.spreadsheet.updates import updated_files
from toolkit_builder.spreadsheet.yaml_edit import with_changes, with_entries
from toolkit_builder.yaml_source import read_yaml

from .cases import TESTS
from .conftest import ToolkitFiles
from .failing_disk import disk_full_from
from .test_layers import SCHOOL, layered
from .test_spreadsheet import ACTIVITY, PROMPT, TEXTS, csv_of, dumped, rows_of, run, sheet_of, starter

CASES: dict[str, dict[str, Any]] = read_yaml("", (TESTS / "spreadsheet_updates.yml").read_bytes())[0][0].value
ON_A_DISTRICT = """\
site_name: Home visits
theme: {name: material}
plugins:
  - toolkit-builder:
      layers: [../district]
"""
NEW = PROMPT | {"question or title": "Which tune is in your head?"}


def row_of(toolkit: Toolkit, name: str, **cells: str) -> dict[str, str]:
    """The row of an entry, with other cells."""
    entry = toolkit.prompts_by_id.get(name) or toolkit.activities_by_id[name]
    return {column.header: cell_text(entry, kind_of(entry), column) for column in COLUMNS} | cells


def loaded(folder: Path) -> Toolkit:
    toolkit, findings = load_toolkit(Folders(folder))
    assert not has_errors(findings)
    return toolkit


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Writes a spreadsheet with all columns and these rows; returns its place."""

    def write(*rows: dict[str, Any]) -> Path:
        file = tmp_path / "Our ideas.csv"
        file.write_bytes(csv_of(*sheet_of(*rows)))
        return file

    return write


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def banks(folder: Path) -> dict[str, bytes]:
    """The files of a toolkit that changed against the base."""
    base = contents(TESTS / "base")
    return {name: content for name, content in contents(folder).items() if base.get(name) != content}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", CASES)
def test_a_changed_entry_keeps_the_rest_of_its_file(
    name: str, line_end: str, toolkit_files: ToolkitFiles, sheet: Callable[..., Path]
) -> None:
    case = CASES[name]
    kind = "activities" if "title: Beans" in case["file"] else "prompts"
    path = f"docs/{kind}/bank.yml"
    before = b"\xef\xbb\xbf" + case["file"].replace("\n", line_end).encode()
    folder = toolkit_files({path: before})
    file = sheet(row_of(loaded(folder), "a", **case["row"]))

    result = run("import", file, folder, "--update", "--yes")

    if "fault" in case:
        assert (result.exit_code, (folder / path).read_bytes()) == (1, before)
        assert case["fault"] in result.output
    else:
        assert result.exit_code == 0, result.output
        assert (folder / path).read_bytes().decode("utf-8-sig") == case["after"].replace("\n", line_end)


@given(st.data())
def test_whatever_is_written_reads_the_same(data: st.DataObject) -> None:
    """Other texts in an entry of the default banks: they are read as they were meant, and all else as it was."""
    toolkit = starter()
    entry = data.draw(st.one_of(st.sampled_from(toolkit.prompts), st.sampled_from(toolkit.activities)))
    text = TEXTS.map(str.strip)
    texts = st.lists(text, min_size=1, max_size=4).map(tuple)
    if isinstance(entry, Prompt):
        values = {"text": text, "we_share": st.one_of(st.just(""), text), "follow_ups": texts, "avoid": text}
    else:
        values = {"title": text, "easier": st.one_of(st.just(""), text), "steps": texts, "ask": texts}
    new = entry.model_copy(update=data.draw(st.fixed_dictionaries({}, optional=values)))
    raw = (TESTS.parent / entry.origin.path).read_text(encoding="utf-8")
    folder = entry.origin.path.split("/")[1]

    written = with_changes(raw, folder, {entry.id: (entry, new)})

    assert written is not None
    before, after = (read_file("docs/x.yml", text.encode(), folder) for text in (raw, written))
    assert not [one for one in after.findings if one.level == "error"]
    assert dumped(after.entries) == [  # type: ignore[arg-type]
        (new if old.id == entry.id else old).model_dump() for old in before.entries if isinstance(old, type(entry))
    ]
    assert written.startswith(raw[: raw.index(f"id: {entry.id}\n")])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "{}"),
        ("# Ours.\n", "# Ours.\n\n{}"),
        ("[]\n", "{}"),
        ("- id: b\n  text: B\n# The end.\n\n\n", "- id: b\n  text: B\n# The end.\n\n{}"),
        ("- id: b\n  text: B", "- id: b\n  text: B\n\n{}"),
        ("  - id: b\n    text: B\n", "  - id: b\n    text: B\n\n  - id: x\n    text: |-\n      A\n\n      B\n"),
        ("- id: b\r\n  text: B\r\n", "- id: b\r\n  text: B\r\n\r\n- id: x\r\n  text: |-\r\n    A\r\n\r\n    B\r\n"),
        ("id: b\n", None),
        ("[{id: b}]\n", None),
    ],
)
def test_entries_are_added_to_a_file_as_it_is_set_in(before: str, after: str | None) -> None:
    entry = Prompt(id="x", text="A\n\nB", purpose="hopes", listener="both", bands=("high",))
    block = "- id: x\n  text: |-\n    A\n\n    B\n"
    rest = "  purpose: hopes\n  listener: both\n  bands: [high]\n"

    written = with_entries(before, [entry])

    if after is None:
        assert written is None
    elif "{}" in after:
        assert written is not None
        assert written.rstrip("\n") == after.format(block + rest).rstrip("\n")
    else:
        assert (written or "").startswith(after)


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        (
            "What do you hope this year brings for your child?",
            "what do you hope this year brings, for your child",
            True,
        ),
        ("¿Qué espera de este año?", "Que espera de este ano", True),
        ("What's new?", "What is new?", True),
        ("What do you hope?", "Whta do yuo hope?", True),
        ("When school ends, what do you hope for?", "What do you hope for when school ends?", True),
        ("ما هو أملك؟", "ما هُوَ أملك", True),
        ("你希望孩子今年怎么样？", "你希望孩子今年怎样?", True),
        ("?", "?!", False),
        ("What has your child taught you?", "What has your child corrected you on lately?", False),
        ("Tiles on the floor", "Tape for the floor", False),
        ("?", "", False),
    ],
)
def test_which_texts_are_alike(one: str, other: str, is_alike: bool) -> None:
    assert (likeness(shape_of(one), shape_of(other)) >= ALIKE) is is_alike


def test_no_two_questions_of_the_default_bank_are_alike() -> None:
    """Or a school would be asked about questions that are two."""
    shapes = [shape_of(prompt.text) for prompt in starter().prompts]

    assert max(likeness(a, b) for place, a in enumerate(shapes) for b in shapes[:place]) < ALIKE


def updated(*rows: dict[str, Any], toolkit: Toolkit) -> Import:
    return read_import("bank.csv", csv_of(*sheet_of(*rows)), toolkit, is_update=True)


def test_the_exported_bank_changes_nothing() -> None:
    """Not without ids either: of two activities with one title, each finds itself."""
    rows = rows_of(library_csv(starter()))
    without = [
        [cell if column != 1 or not number else "" for column, cell in enumerate(row)]
        for number, row in enumerate(rows)
    ]

    for table in (rows, without):
        made = read_import("bank.csv", csv_of(*table), starter(), is_update=True)
        assert (made.findings, made.changes, made.prompts, made.activities) == ([], (), (), ())
        assert made.known == len(rows) - 1


def test_a_row_finds_its_entry() -> None:
    """By its id, or by its words; and says which cells differ."""
    toolkit = starter()
    prompt, activity = toolkit.prompts[0], toolkit.activities[0]
    rows = [
        row_of(toolkit, prompt.id, avoid="") | {"question or title": "Something else altogether?"},
        row_of(toolkit, activity.id, id="", minutes="99") | {"question or title": activity.title.upper()},
        {"kind": "prompt", "question or title": toolkit.prompts[1].text.upper().replace("?", "!"), "avoid": "Haste."},
        NEW,
    ]

    made = updated(*rows, toolkit=toolkit)

    assert made.findings == []
    assert [(change.before.id, change.place, change.is_by_text, change.cells) for change in made.changes] == [
        (
            prompt.id,
            "row 2",
            False,
            {"question or title": (prompt.text, "Something else altogether?")}
            | ({"avoid": (prompt.avoid, "")} if prompt.avoid else {}),
        ),
        (
            activity.id,
            "row 3",
            True,
            {"question or title": (activity.title, activity.title.upper()), "minutes": (str(activity.minutes), "99")},
        ),
        (
            toolkit.prompts[1].id,
            "row 4",
            True,
            {
                "question or title": (toolkit.prompts[1].text, rows[2]["question or title"]),
                "avoid": (toolkit.prompts[1].avoid, "Haste."),
            },
        ),
    ]
    assert [one.text for one in made.prompts] == [NEW["question or title"]]


def test_columns_that_are_not_there_say_nothing() -> None:
    prompt = starter().prompts[0]
    content = csv_of(["kind", "id", "question"], ["prompt", prompt.id, "Is it so?"])

    made = read_import("bank.csv", content, starter(), is_update=True)

    assert made.findings == []
    assert made.changes[0].after.model_dump() == prompt.model_copy(update={"text": "Is it so?"}).model_dump()


TWICE: list[tuple[list[dict[str, str]], bool, list[tuple[str, str]]]] = [
    (
        [PROMPT | {"question or title": "What do you hope this year brings for your children?"}],
        False,
        [("C2", "hopes")],
    ),
    (
        [PROMPT | {"question or title": "What do you hope this year brings for your child?", "id": "own"}],
        True,
        [("C2", "hopes")],
    ),
    ([NEW, NEW | {"question or title": "Which tune is in your heads?"}], False, [("C3", "C2")]),
    ([NEW, NEW], True, [("C3", "C2")]),
    ([NEW | {"id": "one"}, NEW | {"id": "two"}], False, []),
    ([ACTIVITY | {"question or title": "Count the spoons!"}], True, [("C2", "count-spoons")]),
    (
        [
            PROMPT
            | {"question or title": "Anything at all?", "we share": "One hope I have is a good morning for each child."}
        ],
        True,
        [("C2", "hopes")],
    ),
    ([NEW, PROMPT | {"question or title": "Count the spoons"}], True, []),
]


@pytest.mark.parametrize(("rows", "is_update", "places"), TWICE)
def test_a_question_twice_is_told(
    rows: list[dict[str, str]], is_update: bool, places: list[tuple[str, str]], toolkit_files: ToolkitFiles
) -> None:
    """With both places and what to do; in other kinds, and where both have names, nothing is."""
    made = read_import("b.csv", csv_of(*sheet_of(*rows)), loaded(toolkit_files({})), is_update=is_update)

    assert [(one.code, one.level) for one in made.findings] == [("nearly-the-same", "warning")] * len(places)
    for finding, (cell, other) in zip(made.findings, places, strict=True):
        assert finding.message.startswith(f"{cell}: ")
        assert other in finding.message + finding.hint
        assert "delete this row" in finding.hint
        assert ("all but the text" in finding.message) is (rows[0]["question or title"] == "Anything at all?")
    assert len(made.prompts) + len(made.activities) == len(rows)


def test_two_rows_for_one_entry_change_it_once(toolkit_files: ToolkitFiles) -> None:
    """The first one does; the other is told as a question that stands there twice."""
    toolkit = loaded(toolkit_files({}))
    old = toolkit.prompts_by_id["hopes"].text
    rows = [
        {"kind": "prompt", "question or title": old + "!"},
        PROMPT | {"question or title": old.upper()},
    ]

    made = updated(*rows, toolkit=toolkit)

    assert [(change.place, change.after.id) for change in made.changes] == [("row 2", "hopes")]
    assert made.prompts == ()
    assert [(one.code, one.level) for one in made.findings] == [("nearly-the-same", "warning")]
    assert made.findings[0].message.startswith(
        "C3: this row was left out, because another one is about the same question"
    )
    assert "(C2)" in made.findings[0].message


NEARLY = [
    # A spelling corrected, a word more, and a title that somebody shortened.
    (
        "prompt",
        "text",
        "What do you hope this year brings for your child?",
        "What do you hope this yaer brings for your child?",
    ),
    (
        "prompt",
        "text",
        "What do you hope this year brings for your child?",
        "What do you hope this year brings for your child? Why?",
    ),
    ("activity", "title", "Count the spoons", "Count spoons"),
]


@pytest.mark.parametrize(("kind", "key", "there", "row"), NEARLY)
def test_a_row_that_is_nearly_there_is_a_new_one_until_somebody_says_otherwise(
    kind: str, key: str, there: str, row: str, toolkit_files: ToolkitFiles
) -> None:
    toolkit = loaded(toolkit_files({}))
    entry = toolkit.prompts_by_id["hopes"] if kind == "prompt" else toolkit.activities_by_id["count-spoons"]
    entry = entry.model_copy(update={key: there})
    toolkit = replace(toolkit, prompts=(entry,)) if isinstance(entry, Prompt) else replace(toolkit, activities=(entry,))
    content = csv_of(*sheet_of((PROMPT if kind == "prompt" else ACTIVITY) | {"question or title": row}))

    made = read_import("ours.csv", content, toolkit, is_update=True)
    told = read_import("ours.csv", content, toolkit, is_update=True, about={"row 2": entry.id})

    assert (made.changes, [one.texts[0].text for one in (*made.prompts, *made.activities)]) == ((), [row])
    assert [(one.place, one.text, one.entry.id) for one in made.near] == [("row 2", row, entry.id)]
    assert [one.code for one in made.findings] == ["nearly-the-same"]
    assert f"write its id '{entry.id}' into this row" in made.findings[0].hint
    assert [(one.before.id, one.after.texts[0].text) for one in told.changes] == [(entry.id, row)]
    assert (told.findings, told.prompts, told.activities, told.near) == ([], (), (), ())


def test_a_row_that_repeats_what_another_row_changes_is_passed_over(toolkit_files: ToolkitFiles) -> None:
    """An old line, left below its correction, asks nothing new."""
    toolkit = loaded(toolkit_files({}))
    new = row_of(toolkit, "hopes") | {"question or title": "What do you hope this year will bring for your child?"}

    made = updated(new, row_of(toolkit, "hopes", id=""), toolkit=toolkit)

    assert (made.findings, len(made.changes), made.known, made.prompts) == ([], 1, 1, ())

    after = replace(toolkit, prompts=tuple(change.after for change in made.changes if isinstance(change.after, Prompt)))
    again = updated(new, row_of(toolkit, "hopes", id=""), toolkit=after)

    # Later it is a question like another one, and told as such.
    assert ({one.code for one in again.findings}, again.changes, len(again.prompts)) == ({"nearly-the-same"}, (), 1)
    assert [one.entry.id for one in again.near] == ["hopes"]


def test_the_same_file_again_adds_only_what_is_new(toolkit_files: ToolkitFiles, sheet: Callable[..., Path]) -> None:
    folder = toolkit_files({})
    toolkit = loaded(folder)
    rows = [
        row_of(toolkit, "hopes") | {"question or title": "What do you hope this year will bring for your child?"},
        row_of(toolkit, "count-spoons", minutes="7"),
        NEW,
        ACTIVITY,
    ]
    first = run("import", sheet(*rows), folder, "--update", "--yes")
    before = contents(folder)
    again = run("import", sheet(*rows), folder, "--update", "--yes")
    same = contents(folder) == before
    more = run("import", sheet(*rows, ACTIVITY | {"question or title": "Rice"}), folder, "--update", "--yes")

    assert (first.exit_code, again.exit_code, more.exit_code, same) == (0, 0, 0, True), first.output
    assert again.output == "In the toolkit already, and unchanged: 4 rows.\nThere is nothing new.\n"
    assert sorted(banks(folder)) == [
        "docs/activities/all.yml",
        "docs/activities/our-ideas.yml",
        "docs/prompts/all.yml",
        "docs/prompts/our-ideas.yml",
    ]
    grown = (folder / "docs/activities/our-ideas.yml").read_bytes()
    assert grown.startswith(before["docs/activities/our-ideas.yml"])
    assert b"\n\n- id: rice\n" in grown
    assert "3 prompts, 3 activities" in run("check", folder).output


SHOWN = """\
New: 1 row
  + which-tune-is-in-your-head
      Which tune is in your head?

Changed: 1 row
  ~ hopes (docs/prompts/all.yml:1; row 2, found by its text)
      question or title
        - What do you hope this year brings for your child?
        + What do you hope this year brings, for your child?
      follow ups
        + Who?
        + Why?

In the toolkit already, and unchanged: 1 row.
"""


def test_in_a_pipe_it_only_shows(toolkit_files: ToolkitFiles, sheet: Callable[..., Path]) -> None:
    folder = toolkit_files({})
    toolkit = loaded(folder)
    text = "What do you hope this year brings, for your child?"
    file = sheet(
        row_of(toolkit, "hopes", id="") | {"question or title": text, "follow ups": "Who?\nWhy?"},
        row_of(toolkit, "count-spoons"),
        NEW,
    )

    result = run("import", file, folder, "--update")

    assert (result.exit_code, banks(folder)) == (1, {})
    assert result.output == SHOWN + "Nothing was written. Add --yes to do it.\n"


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1)])
def test_on_a_terminal_it_asks(answer: str, code: int, toolkit_files: ToolkitFiles, sheet: Callable[..., Path]) -> None:
    folder = toolkit_files({})
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "toolkit_builder", "import", str(sheet(NEW)), str(folder), "--update"]
    with subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, cwd=TESTS.parent) as process:
        os.close(theirs)
        shown = b""
        while b"[y/N]" not in shown:
            shown += os.read(ours, 1000)
        os.write(ours, f"{answer}\n".encode())
        # The terminal is closed when the program ends.
        for more in _read_all(ours):
            shown += more
    os.close(ours)

    assert process.returncode == code, shown
    assert list(banks(folder)) == (["docs/prompts/our-ideas.yml"] if answer == "y" else [])


def _read_all(terminal: int) -> Iterator[bytes]:
    try:
        while read := os.read(terminal, 1000):
            yield read
    except OSError:
        return


def test_yes_goes_with_update(toolkit_files: ToolkitFiles, sheet: Callable[..., Path]) -> None:
    result = run("import", sheet(NEW), toolkit_files({}), "--yes")

    assert result.exit_code == 2
    assert "--yes goes with --update" in result.output


def test_without_update_a_file_that_grew_is_told_the_way(
    toolkit_files: ToolkitFiles, sheet: Callable[..., Path]
) -> None:
    folder = toolkit_files({})
    run("import", sheet(NEW), folder)
    before = contents(folder)

    result = run("import", sheet(NEW, PROMPT), folder)

    assert (result.exit_code, contents(folder)) == (1, before)
    assert "error[file-exists]" in result.output
    assert "add --update" in result.output


def test_a_fault_in_one_row_changes_nothing(toolkit_files: ToolkitFiles, sheet: Callable[..., Path]) -> None:
    folder = toolkit_files({})
    row = row_of(loaded(folder), "hopes", avoid="Haste.")

    result = run(
        "import", sheet(row, NEW, row_of(loaded(folder), "count-spoons", minutes="ten")), folder, "--update", "--yes"
    )

    assert (result.exit_code, banks(folder)) == (1, {})
    assert "Our ideas.csv:4:15: error[wrong-kind] O4: a whole number is expected for 'minutes'" in result.output


@pytest.mark.parametrize("there", ["", "- {id: own, text: A?, purpose: hopes, listener: both, bands: [high]}\n"])
def test_an_entry_of_a_layer_below_becomes_the_schools_own(there: str, tmp_path: Path) -> None:
    """Whole, under its id, in the file that is called as the one below; the layer below stays as it is."""
    shutil.copytree(TESTS / "base", tmp_path / "district")
    folder = layered(tmp_path, {"mkdocs.yml": ON_A_DISTRICT, **({"docs/prompts/all.yml": there} if there else {})}).root
    (folder / "docs/school.yml").write_text(f"{SCHOOL}wording: {{prompt/hopes/we_share: Ours.}}\n", encoding="utf-8")
    below = contents(tmp_path / "district")
    folders, _ = load_options(folder)
    toolkit, _ = load_toolkit(folders)
    file = tmp_path / "ideas.csv"
    file.write_bytes(csv_of(*sheet_of(row_of(toolkit, "hopes", avoid="Haste."))))

    result = run("import", file, folder, "--update", "--yes")
    again = run("import", file, folder, "--update", "--yes")

    assert "~ hopes (../district/docs/prompts/all.yml:1; row 2)\n      becomes the school's own, in" in result.output
    assert again.output == "In the toolkit already, and unchanged: 1 row.\nThere is nothing new.\n"
    assert contents(tmp_path / "district") == below
    written = (folder / "docs/prompts/all.yml").read_text(encoding="utf-8")
    assert written.startswith(there)
    # Its words of before, which the school words otherwise, and not those.
    assert "  we_share: One hope I have is a good morning for each child.\n  avoid: Haste.\n" in written
    own = load_toolkit(folders)[0].prompts_by_id["hopes"]
    assert (own.origin.path, own.we_share, own.avoid) == ("docs/prompts/all.yml", "Ours.", "Haste.")


@pytest.mark.parametrize(("cells", "is_written"), [({"avoid": "Haste."}, True), ({"question or title": "New?"}, False)])
def test_a_text_that_the_school_words_otherwise(
    cells: dict[str, str], is_written: bool, toolkit_files: ToolkitFiles
) -> None:
    """Its own words stay its own, beside another change of the entry; and a change that nobody would see is told."""
    school = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8")
    folder = toolkit_files({"docs/school.yml": f"{school}wording: {{prompt/hopes/text: Our words?}}\n"})
    toolkit = loaded(folder)
    made = updated(row_of(toolkit, "hopes", **cells), toolkit=toolkit)

    files, findings = updated_files(made, Path("ideas.csv"), Folders(folder))

    if is_written:
        assert findings == []
        assert b"  text: What do you hope this year brings for your child?\n" in files["prompts/all.yml"]
        assert b"  avoid: Haste.\n" in files["prompts/all.yml"]
    else:
        assert [(one.code, str(one.location)) for one in findings] == [("unclear-place", "docs/prompts/all.yml:2")]
        assert "wording" in findings[0].hint


def test_a_file_that_takes_no_entry_is_told(toolkit_files: ToolkitFiles, sheet: Callable[..., Path]) -> None:
    folder = toolkit_files(
        {"docs/prompts/our-ideas.yml": "[{id: b, text: B?, purpose: hopes, listener: both, bands: [high]}]\n"}
    )

    result = run("import", sheet(NEW, ACTIVITY), folder, "--update", "--yes")

    assert (result.exit_code, list(banks(folder))) == (1, ["docs/prompts/our-ideas.yml"])
    assert "docs/prompts/our-ideas.yml:1:1: error[unclear-place] no entry can be added" in result.output


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    """The last one cannot be put in its place: a folder is there."""
    (tmp_path / "old.yml").write_text("old", encoding="utf-8")
    (tmp_path / "taken.yml" / "x").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(OSError, match=r"taken\.yml"):
        write_together(tmp_path, {"old.yml": b"new", "new.yml": b"new", "taken.yml": b"new"})

    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "old.yml").read_text(encoding="utf-8") == "old"


def test_a_disk_that_is_full_leaves_all_as_it_was(tmp_path: Path) -> None:
    """Up to the moment in which files only get their names."""
    (tmp_path / "old.yml").write_text("old", encoding="utf-8")
    for change in range(1, 5):
        with pytest.raises(OSError, match="No space"), disk_full_from(change, tmp_path):
            write_together(tmp_path, {"old.yml": b"new", "more.yml": b"new", "last.yml": b"new"})
        assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("old.yml", "old")]
