"""Prompts and activities in a spreadsheet: what goes out comes in again, and every fault is told at its cell."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from toolkit_builder.build import build
from toolkit_builder.cli import main
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.files import read_file
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.spreadsheet.cells import column_letters, tidy
from toolkit_builder.spreadsheet.columns import COLUMNS, KINDS, TEXT, harmless, library_csv, unharmed
from toolkit_builder.spreadsheet.imports import Import, files_of, read_import
from toolkit_builder.spreadsheet.words import grades_in, made_id
from toolkit_builder.spreadsheet.yaml_text import yaml_text

from .cases import TESTS
from .conftest import ROOT, ToolkitFiles

HEADERS = [column.header for column in COLUMNS]
PROMPT = {
    "kind": "prompt",
    "question or title": "What is new?",
    "purpose": "hopes",
    "listener": "both",
    "bands": "high",
}
ACTIVITY = {
    "kind": "activity",
    "question or title": "Beans",
    "grades": "1, 2",
    "routine": "cooking",
    "minutes": "10",
    "steps": "Take beans.\nCount them.",
    "ask": "How many?",
}


@cache
def starter() -> Toolkit:
    """The default toolkit, in its source's language."""
    toolkit, findings = load_toolkit(Folders(ROOT), languages=[])
    assert not findings
    return toolkit


@cache
def empty() -> Toolkit:
    """The default toolkit with empty banks."""
    return replace(starter(), guides=(), prompts=(), activities=())


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx(*sheets: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def csv_of(*rows: Sequence[str], delimiter: str = ",") -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue().encode()


def sheet_of(*entries: dict[str, Any]) -> list[list[Any]]:
    """A header row with all columns, and a row an entry."""
    return [HEADERS, *([entry.get(header, "") for header in HEADERS] for entry in entries)]


def dumped(entries: Sequence[Prompt | Activity]) -> list[dict[str, Any]]:
    return [entry.model_dump() for entry in entries]


def taken(entry: dict[str, Any], toolkit: Toolkit | None = None) -> Import:
    return read_import("bank.xlsx", xlsx(sheet_of(entry)), toolkit or empty())


def as_excel(text: str) -> Any:
    """What Excel makes of a cell of a CSV file: a number where it looks like one."""
    return float(text) if text.replace(".", "", 1).isdigit() else text or None


def test_what_goes_out_comes_in() -> None:
    """The default banks, exported: as CSV, and as Excel saves it, they are the same when they come back."""
    exported = library_csv(starter())
    rows = rows_of(exported)
    saved = xlsx([[as_excel(text) for text in row] for row in rows])

    for path, content in (("bank.csv", exported), ("bank.xlsx", saved)):
        made = read_import(path, content, empty())
        assert made.findings == []
        # Names of before are no column.
        for came, went in ((made.prompts, starter().prompts), (made.activities, starter().activities)):
            assert dumped(came) == [{**one, "old_ids": ()} for one in dumped(went)]


def test_items_of_several_lines_come_back() -> None:
    steps = ("Go:\n- far\n\n- fast", "- Stop.", "'- Wait.")
    activity = starter().activities[0].model_copy(update={"steps": steps})

    made = read_import("a.csv", library_csv(replace(empty(), activities=(activity,))), empty())

    assert (made.findings, made.activities[0].steps) == ([], steps)


def test_the_exported_file_opens_in_excel() -> None:
    """A byte order mark, CRLF, the same length for each row, and no cell that is run."""
    exported = library_csv(starter())
    rows = rows_of(exported)

    assert exported.startswith(b"\xef\xbb\xbfkind,id,question or title,")
    assert exported.count(b"\r\n") == len(rows) == 1 + len(starter().prompts) + len(starter().activities)
    assert {len(row) for row in rows} == {len(HEADERS)}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert library_csv(starter()) == exported


def test_every_field_has_a_column() -> None:
    """But for what only its file tells: names of before, recordings, and the version that it was made from."""
    for kind, model in KINDS.items():
        keys = {column.keys[kind][0] for column in COLUMNS if kind in column.keys}
        assert keys == set(model.model_fields) - {"audio", "based_on", "old_ids"}


def test_unchanged_rows_are_passed_over() -> None:
    """Who adds a line to the exported file and imports it all gets the new line."""
    rows = rows_of(library_csv(starter()))
    new = sheet_of(PROMPT)[1]

    made = read_import("bank.csv", csv_of(*rows, new), starter())

    assert (made.findings, made.known, [prompt.id for prompt in made.prompts]) == ([], len(rows) - 1, ["what-is-new"])


def test_rows_that_came_in_before_are_passed_over() -> None:
    """Their ids were made, so they are known by all else."""
    before = taken(PROMPT)
    toolkit = replace(empty(), prompts=before.prompts)
    rows = sheet_of(PROMPT, PROMPT | {"avoid": "Haste."})

    made = read_import("bank.xlsx", xlsx(rows), toolkit)

    assert (made.known, [(prompt.id, prompt.avoid) for prompt in made.prompts]) == (1, [("what-is-new-3", "Haste.")])


SPANISH = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgctxt "prompt/hopes/text"
msgid "What do you hope this year brings for your child?"
msgstr "¿Qué espera de este año?"
"""


def test_each_language_of_the_site_has_its_file(toolkit_files: ToolkitFiles) -> None:
    """In that language, and the page for staff leads to it."""
    school = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8").replace("[en]", "[en, es]")
    folder = toolkit_files({"docs/school.yml": school, "locales/es.po": SPANISH})

    for language, text in (("", "What do you hope this year brings"), ("es", "¿Qué espera de este año?")):
        made = build(Folders(folder), Options(prints=False, language=language))
        (file,) = [file for file in made.files if file.uri == "prompts-and-activities.csv"]
        assert text in file.content.decode()
        assert 'href="../prompts-and-activities.csv"' in next(page.body for page in made.pages if page.uri == "staff/")


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("- a", "'- a"), ("'- a", "''- a"), ("'Hi'", "'Hi'"), ("@home", "'@home"), ("a=b", "a=b")],
)
def test_formulas_are_made_harmless(text: str, cell: str) -> None:
    assert (harmless(text), unharmed(cell)) == (cell, text)


@given(st.text(alphabet="'=+-@\t\ra"))
def test_harmless_is_undone(text: str) -> None:
    assert unharmed(harmless(text)) == text


@pytest.mark.parametrize(
    ("typed", "grades"),
    [
        ("3", "3"),
        ("3.0", "3"),
        ("3, 4", "3 4"),
        ("K-2", "K 1 2"),
        ("3–5", "3 4 5"),
        ("Pre-K to 1", "PK K 1"),
        ("pre-k", "PK"),
        ("Kindergarten", "K"),
        ("Grade 3", "3"),
        ("Grades 3 and 4", "3 4"),
        ("3rd grade; 5th", "3 5"),
        ("K/1", "K 1"),
        ("9-12", "9 10 11 12"),
        ("freshman", "9"),
        ("2, 2-3", "2 3"),
        ("15", "15"),
    ],
)
def test_grades_as_people_type_them(typed: str, grades: str) -> None:
    assert grades_in(typed) == grades.split()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What's one thing you'd like?", "whats-one-thing-youd-like"),
        ("What do you hope this year brings for your child?", "what-do-you-hope-this-year-brings-for"),
        ("¿Qué le gusta?", "que-le-gusta"),
        ("ما هو أملك؟", "prompt"),
        ("Known", "known-2"),
        ("a" * 90, "a" * 40),
    ],
)
def test_ids_are_made_of_texts(text: str, name: str) -> None:
    assert made_id(text, "prompt", {"known"}) == name


@pytest.mark.parametrize(
    ("header", "typed", "key", "value"),
    [
        ("minutes", 10, "minutes", 10),
        ("minutes", "15 min", "minutes", 15),
        ("grades", 3, "grades", ("3",)),
        ("routine", "Letters, forms and plans", "routine", "paperwork"),
        ("routine", " Family Talk\u00a0", "routine", "family-talk"),
        ("topics", "Reading; Work and money", "topics", ("reading", "work-and-money")),
        ("id", "Beans-first", "id", "beans-first"),
        ("steps", "Go.\r\n\r\n  Stop.  \u2028Wait.", "steps", ("Go.", "Stop.", "Wait.")),
        ("steps", "Go:\n    - far\n    - fast\nStop.", "steps", ("Go:\n- far\n- fast", "Stop.")),
        ("easier", "It’s  “easy”\u00a0now_x000D_\nreally", "easier", 'It\'s "easy" now\nreally'),
        ("easier", "„So“ geht’s", "easier", "„So“ geht’s"),
        ("easier", "'- a", "easier", "- a"),
    ],
)
def test_cells_as_people_fill_them(header: str, typed: Any, key: str, value: Any) -> None:
    made = taken({**ACTIVITY, header: typed})

    assert made.findings == []
    assert getattr(made.activities[0], key) == value


FAULTY: list[tuple[dict[str, Any], str, str, str, str]] = [
    (
        PROMPT | {"kind": "promt"},
        "unknown-word",
        "kind",
        "'promt' is not a word that 'kind' knows",
        "did you mean 'prompt'?",
    ),
    (PROMPT | {"kind": ""}, "missing-key", "kind", "does not say of which kind", "prompt, activity"),
    (PROMPT | {"purpose": "hops"}, "unknown-word", "purpose", "'hops' is not a word that 'purpose'", "'hopes'"),
    (PROMPT | {"bands": "high, hihg"}, "unknown-word", "bands", "'hihg' is not a word", "'high'"),
    (PROMPT | {"purpose": None}, "missing-key", "purpose", "a prompt needs 'purpose'", "What the question is for"),
    (PROMPT | {"question or title": " "}, "missing-key", TEXT.header, "needs 'question or title'", "The question"),
    (PROMPT | {"steps": "Go."}, "unknown-key", "steps", "'steps' is a column for activities", "empty the cell"),
    (PROMPT | {"id": "what is"}, "bad-text", "id", "'what is' does not fit 'id'", "small letters"),
    (PROMPT | {"we share": "Hi {techer}"}, "unknown-slot", "we share", "'{techer}' is not a slot", "'teacher'"),
    (PROMPT | {"follow ups": "a" * 5001}, "bad-text", "follow ups", "'follow ups' has 5001 characters", "shorter"),
    (PROMPT | {"listen for": "#NAME?"}, "formula-cell", "listen for", "took this for a formula", "as text"),
    (PROMPT | {"avoid": "=A1"}, "formula-cell", "avoid", "took this for a formula", "apostrophe"),
    (PROMPT | {"id": "hopes-this-year"}, "duplicate-id", "id", "docs/prompts/hopes.yml:3", "empty this cell"),
    (ACTIVITY | {"grades": datetime(2026, 3, 5)}, "date-cell", "grades", "made a date", "format the column as text"),
    (ACTIVITY | {"grades": "5-Mar"}, "date-cell", "grades", "made a date", "such as 3-5"),
    (ACTIVITY | {"grades": "3/5/2026"}, "date-cell", "grades", "made a date", "such as 3-5"),
    (ACTIVITY | {"grades": "3, old"}, "unknown-word", "grades", "'old' is not a word that 'grades' knows", "PK, K, 1"),
    (ACTIVITY | {"minutes": 200}, "bad-number", "minutes", "it must be at most 120", ""),
    (ACTIVITY | {"minutes": "ten"}, "wrong-kind", "minutes", "a whole number is expected", "such as 30"),
    (ACTIVITY | {"skills": "1.OA.A.1, 1.OA.Z.9"}, "unknown-skill", "skills", "'1.OA.Z.9'", "1.OA."),
    (ACTIVITY | {"message tip": "Go."}, "missing-key", "message fact", "an activity needs 'message fact'", "one line"),
]


@pytest.mark.parametrize(("entry", "code", "header", "message", "hint"), FAULTY)
def test_a_fault_is_told_at_its_cell(entry: dict[str, Any], code: str, header: str, message: str, hint: str) -> None:
    finding = taken(entry, starter()).findings[0]
    column = HEADERS.index(header)

    assert (finding.code, finding.level) == (code, "error")
    assert (finding.location.path, finding.location.line, finding.location.column) == ("bank.xlsx", 2, column + 1)
    assert finding.message.startswith(f"{column_letters(column)}2: ")
    assert message in finding.message
    assert hint in finding.hint
    assert finding.excerpt.strip() in str(entry.get(header) or "")


def test_every_fault_of_every_cell_in_one_run() -> None:
    """A faulty cell hides no other one, be it in its row, in another sheet, or about a name that leads nowhere."""
    first = sheet_of(PROMPT | {"purpose": "x", "listener": "y", "avoid": "{z}"}, ACTIVITY | {"grades": "5-Mar"})
    second = sheet_of(ACTIVITY | {"minutes": "", "skills": "none", "id": "same"}, ACTIVITY | {"id": "same"})

    found = read_import("bank.xlsx", xlsx(first, [["Notes"]], second), empty()).findings

    assert sorted((finding.message.partition(":")[0], finding.code) for finding in found) == [
        ("Sheet1!E2", "unknown-word"),
        ("Sheet1!F2", "unknown-word"),
        ("Sheet1!K2", "unknown-slot"),
        ("Sheet1!M3", "date-cell"),
        ("Sheet3!B3", "duplicate-id"),
        ("Sheet3!C2", "nearly-the-same"),
        ("Sheet3!C3", "nearly-the-same"),
        ("Sheet3!O2", "missing-key"),
        ("Sheet3!U2", "unknown-skill"),
        ("the sheet 'Sheet2' was left out", "left-out"),
    ]
    assert "the other one is in Sheet3!B2" in next(one.message for one in found if one.code == "duplicate-id")


def test_headers_are_read_kindly() -> None:
    """A title above, empty rows, other orders, cases and names."""
    rows = [
        ["Our questions", ""],
        [],
        ["Question", "KIND", "We_Share", "Listener ", "purpose", "bands"],
        ["", "", "", "", "", ""],
        ["What is new?", "Prompts", "A lot.", "Ask everyone", "hopes", "early"],
    ]

    made = read_import("bank.xlsx", xlsx(rows), empty())

    assert made.findings == []
    assert [(prompt.text, prompt.we_share, prompt.listener) for prompt in made.prompts] == [
        ("What is new?", "A lot.", "both")
    ]


@pytest.mark.parametrize(
    ("header", "row", "code", "cell", "hint"),
    [
        (["kind", "question", "purpos"], ["prompt", "Hi?", ""], "unknown-column", "C1", "did you mean 'purpose'?"),
        (["kind", "question", ""], ["prompt", "Hi?", "lost"], "unknown-column", "C2", "name it"),
        (["kind", "question", "title"], ["prompt", "Hi?", ""], "unknown-column", "C1", "delete one"),
        (["question", "purpose"], ["Hi?", "hopes"], "missing-column", "A1", "add it to row 1"),
        (["kind", "purpose"], ["prompt", "hopes"], "missing-column", "A1", "add it to row 1"),
    ],
)
def test_faults_of_columns(header: list[str], row: list[str], code: str, cell: str, hint: str) -> None:
    finding = next(one for one in read_import("a.csv", csv_of(header, row), empty()).findings if one.code == code)

    assert finding.message.startswith(f"{cell}: ")
    assert hint in finding.hint


@pytest.mark.parametrize(
    ("path", "content", "codes"),
    [
        ("a.csv", csv_of(*sheet_of(PROMPT), delimiter=";"), []),
        ("a.csv", csv_of(*sheet_of(PROMPT), delimiter="\t").decode().encode("utf-16"), []),
        ("a.csv", csv_of(*sheet_of(PROMPT | {"avoid": "café"})).decode().encode("windows-1252"), ["not-utf8"]),
        ("a.csv", b"\x81\x8d\xff", ["garbled-letters"]),
        ("a.csv", b"", ["no-header"]),
        ("a.csv", csv_of(HEADERS), ["empty-file"]),
        ("a.csv", b"Dear all,\nhello\n", ["no-header"]),
        ("a.csv", b'kind,question\n"' + b"a" * 200_000, ["broken-quotes"]),
        ("a.xlsx", xlsx([["Dear all"]]), ["no-header"]),
        ("a.xlsx", b"PK no zip", ["not-a-spreadsheet"]),
        ("a.xls", b"", ["not-a-spreadsheet"]),
    ],
)
def test_files_of_all_sorts(path: str, content: bytes, codes: list[str]) -> None:
    made = read_import(path, content, empty())

    assert [finding.code for finding in made.findings] == codes
    if codes in ([], ["not-utf8"]) and made.prompts:
        assert made.prompts[0].text == "What is new?"
        assert made.prompts[0].avoid in ("", "café")
        assert all(finding.level == "note" for finding in made.findings)


@given(st.integers(0, 8000), st.binary(min_size=1, max_size=4))
def test_a_damaged_file_is_no_crash(place: int, damage: bytes) -> None:
    content = whole()

    read_import(
        "a.xlsx", content[: place % len(content)] + damage + content[place % len(content) + len(damage) :], empty()
    )


@cache
def whole() -> bytes:
    return xlsx(sheet_of(PROMPT, ACTIVITY))


TEXTS = (
    st.one_of(
        st.text(min_size=1),
        st.lists(
            st.sampled_from(
                ["a:", "# b", "- ", '"', "'", "it's", "\\", "\n", "  ", "é", "🙂", "ما", "[x]", "{y}", "null", "7"]
            ),
            min_size=1,
        ).map(" ".join),
        st.lists(st.text(alphabet="abcdefg", min_size=1, max_size=12), min_size=20, max_size=40).map(" ".join),
    )
    .map(tidy)
    .filter(str.strip)
)


@given(TEXTS, st.lists(TEXTS, max_size=3), TEXTS)
@example("- a", ["? b", "c: d", "& e"], "'x")
@example("1e5", ["yes", "~"], "a\n b\n\nc")
def test_what_is_written_is_read_the_same(text: str, items: list[str], code: str) -> None:
    """Whatever the cells hold, the YAML gives the same entries."""
    prompt = Prompt(text=text, follow_ups=tuple(items), **FIELDS["prompt"])
    activity = Activity(title=text, steps=(text, *items), skills=(code[:199] or "x",), **FIELDS["activity"])

    for entries, folder in (([prompt, prompt], "prompts"), ([activity], "activities")):
        written = yaml_text(entries, folder)
        content = read_file(f"docs/{folder}/a.yml", written.encode(), folder)
        assert content.findings == []
        assert dumped(content.entries) == dumped(entries)  # type: ignore[arg-type]


FIELDS: dict[str, dict[str, Any]] = {
    "prompt": {"id": "1e5", "purpose": "hopes", "listener": "both", "bands": ("early",)},
    "activity": {"id": "null", "grades": ("K", "3"), "routine": "play", "minutes": 5, "ask": ("Why?",)},
}


@pytest.mark.parametrize("text", ["a\x85b", "a\u2028b", "two  blanks " * 20, "a\n\n  b\n", "tab\there"])
def test_odd_texts_of_others_are_written_too(text: str) -> None:
    """An import has none of these, and a toolkit may."""
    prompt = Prompt(text=text, **FIELDS["prompt"])

    content = read_file("docs/prompts/a.yml", yaml_text([prompt], "prompts").encode(), "prompts")

    assert [entry.model_dump() for entry in content.entries] == [prompt.model_dump()]


WRITTEN = """\
# yaml-language-server: $schema=../../schemas/activities.json

- id: beans
  title: Beans
  grades: [1, 2]
  routine: cooking
  minutes: 10
  steps:
    - Take beans.
    - 'Say: one, two.'
    - >-
      A step that goes on and on, as steps do when they are written by people who like to explain, and
      then goes on some more.
  ask:
    - How many?
  harder: "Don't stop: count on."
  skills: [1.OA.A.1]
  message:
    fact: |-
      One.
      Two.
    tip: '"Go" is a tip.'
    growth: More.

- id: rice
  title: Rice
  grades: [1, 2]
  routine: cooking
  minutes: 10
  steps:
    - Take beans.
    - Count them.
  ask:
    - How many?
"""


def test_yaml_as_a_person_writes_it() -> None:
    long = "A step that goes on and on, as steps do when they are written by people who like to explain, and then goes "
    long += "on some more."
    full = ACTIVITY | {
        "steps": f"Take beans.\nSay: one, two.\n{long}",
        "harder": "Don't stop: count on.",
        "skills": "1.OA.A.1",
        "message fact": "One.\nTwo.",
        "message tip": '"Go" is a tip.',
        "message growth": "More.",
    }
    made = read_import("a.xlsx", xlsx(sheet_of(full, ACTIVITY | {"question or title": "Rice"})), empty())

    files, _ = files_of(made, Path("My Beans (2).xlsx"), Folders(Path()))

    assert {name: content.decode() for name, content in files.items()} == {"activities/my-beans-2.yml": WRITTEN}
    assert yaml.safe_load(WRITTEN)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_import_writes_and_check_agrees(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    folder = toolkit_files({})
    file = tmp_path / "New ideas.xlsx"
    file.write_bytes(xlsx(sheet_of(PROMPT, ACTIVITY)))

    result = run("import", file, folder)

    assert (result.exit_code, result.output) == (
        0,
        f"1 row went into {folder / 'docs/prompts/new-ideas.yml'}.\n"
        f"1 row went into {folder / 'docs/activities/new-ideas.yml'}.\n"
        f"Next: toolkit-builder check {folder}\n",
    )
    assert "2 guides, 3 prompts, 2 activities" in run("check", folder).output


def test_faults_leave_the_toolkit_as_it_was(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    folder = toolkit_files({"docs/prompts/bank.yml": "[]\n"})
    before = sorted(folder.rglob("*"))
    file = tmp_path / "bank.csv"
    file.write_bytes(csv_of(*sheet_of(PROMPT, ACTIVITY | {"minutes": "x"})))

    result = run("import", file, folder)

    assert result.exit_code == 1
    assert "bank.csv:3:15: error[wrong-kind] O3: a whole number is expected for 'minutes'" in result.output
    assert "docs/prompts/bank.yml:1:1: error[file-exists]" in result.output
    assert result.output.endswith("Nothing was imported: 2 errors.\n")
    assert sorted(folder.rglob("*")) == before
    assert (folder / "docs/prompts/bank.yml").read_text(encoding="utf-8") == "[]\n"


def test_a_toolkit_with_hidden_ids_takes_nothing(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    """Where a bank cannot be read, nobody knows which ids are taken. Faults elsewhere do not matter."""
    file = tmp_path / "bank.csv"
    file.write_bytes(csv_of(*sheet_of(PROMPT)))

    hidden = run("import", file, toolkit_files({"docs/prompts/all.yml": "- id: [\n"}))
    school = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8") + "framework: nowhere\n"
    other = run("import", file, toolkit_files({"docs/prompts/all.yml": None, "docs/school.yml": school}))

    assert (hidden.exit_code, other.exit_code) == (1, 0)
    assert "Mend the toolkit first: 1 error. Nothing was imported." in hidden.output


def test_nothing_new_writes_nothing(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    folder = toolkit_files({})
    toolkit, _ = load_toolkit(Folders(folder))
    file = tmp_path / "bank.csv"
    file.write_bytes(library_csv(toolkit))

    result = run("import", file, folder)

    assert (result.exit_code, result.output) == (
        0,
        "In the toolkit already, and unchanged: 3 rows.\nThere is nothing new.\n",
    )


def test_a_computed_formula_is_its_value() -> None:
    """A formula that Excel has computed counts as what it shows."""
    book = load_workbook(io.BytesIO(xlsx(sheet_of(ACTIVITY))))
    assert book.active is not None
    made = read_import("a.xlsx", with_value(book, "O2", "=5+5", "10"), empty())

    assert (made.findings, made.activities[0].minutes) == ([], 10)


def with_value(book: Workbook, cell: str, formula: str, value: str) -> bytes:
    """The workbook with a formula and its value, as Excel writes both; openpyxl writes the formula only."""
    book.worksheets[0][cell] = formula
    saved = io.BytesIO()
    book.save(saved)
    made = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, re.sub(rb"(</f>)<v ?/>|(</f>)<v></v>", rb"</f><v>%b</v>" % value.encode(), old.read(name))
            )
    return made.getvalue()
