"""The workbook that a teacher fills: what one can choose in it is what the import knows, and it comes back whole."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from toolkit_builder.model.vocabulary import BANDS, GRADES, LISTENERS, PURPOSES, ROUTINES, TOPICS, Vocabulary
from toolkit_builder.spreadsheet.imports import read_import
from toolkit_builder.spreadsheet.new_workbook import new_workbook

from .conftest import ToolkitFiles
from .test_spreadsheet import dumped, empty, run, starter

HEADER = 6
FILLED: dict[str, dict[str, Any]] = {
    "Questions": {
        "question": "What is new?",
        "purpose": "Learning",
        "listener": "Ask everyone",
        "bands": "Middle school",
    },
    "Activities": {
        "title": "Beans",
        "grades": "3-5",
        "routine": "Letters, forms and plans",
        "minutes": 10,
        "steps": "Take beans.\nCount them.",
        "ask": "How many?",
    },
}


def blank() -> Workbook:
    return load_workbook(io.BytesIO(new_workbook(Vocabulary())))


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): number for number, cell in enumerate(sheet[HEADER], start=1)}


def fill(sheet: Worksheet, row: int, **cells: Any) -> None:
    """Types into a row below the header, counted from 1, as a teacher would."""
    for name, value in (FILLED[sheet.title] | cells).items():
        sheet.cell(HEADER + row, columns(sheet)[name], value)


def choices(book: Workbook, rule: DataValidation) -> list[str]:
    """What a list offers."""
    name, _, cells = str(rule.formula1).partition("!")
    return [str(cell.value) for (cell,) in book[name][cells.replace("$", "") if ":" in cells else cells]]


def lists() -> Iterator[tuple[str, str, list[str]]]:
    """Each column of each sheet in which one can choose, and from what."""
    book = blank()
    for title in FILLED:
        sheet = book[title]
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "list":
                first = str(rule.sqref).partition(":")[0]
                yield title, str(sheet.cell(HEADER, sheet[first].column).value), choices(book, rule)


WORDS: dict[str, Iterable[str]] = {
    "purpose": PURPOSES,
    "listener": LISTENERS,
    "bands": BANDS,
    "topics": TOPICS,
    "grades": GRADES,
    "routine": ROUTINES,
}


@pytest.mark.parametrize(("title", "header", "words"), list(lists()))
def test_every_choice_is_taken(title: str, header: str, words: list[str]) -> None:
    """And all words of a list are there to choose."""
    book = blank()
    for row, word in enumerate(words, start=1):
        fill(book[title], row, **{header: word, next(iter(FILLED[title])): f"{word} {row}"})

    made = read_import("ideas.xlsx", saved(book), empty())

    assert [one for one in made.findings if one.level == "error"] == []
    values = [entry.get(header, title) for entry in dumped([*made.prompts, *made.activities])]
    assert len(values) == len(words)
    taken = [value if isinstance(value, str) else ", ".join(value) for value in values]
    assert taken == list(WORDS.get(header, [title]))


def test_every_closed_list_is_offered() -> None:
    assert {header for _, header, _ in lists()} == {"kind", *WORDS}


def test_a_filled_workbook_comes_back_without_a_finding(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    """Made, filled and imported as people do; rows that stayed empty are passed over."""
    file = tmp_path / "ideas.xlsx"
    folder = toolkit_files({})
    made = run("sheet", "--blank", file)
    book = load_workbook(file)
    fill(book["Questions"], 1, topics="Reading, Talking and listening", **{"follow ups": "Who?\nWhere?"})
    fill(book["Questions"], 5, question="And what is old?", bands="Middle school, High school")
    fill(book["Activities"], 1, **{"message fact": "One.", "message tip": "Two.", "message growth": "Three."})
    book.save(file)

    result = run("import", file, folder, "--update", "--yes")

    assert made.output == f"{file} is ready to be filled. When it comes back: toolkit-builder import {file} --update\n"
    assert result.exit_code == 0
    assert "warning" not in result.output
    assert "note" not in result.output
    assert "New: 3 rows" in result.output
    written = (folder / "docs/activities/ideas.yml").read_text(encoding="utf-8")
    assert "grades: [3, 4, 5]\n  routine: paperwork\n  minutes: 10\n" in written
    assert "topics: [reading, talking]" in (folder / "docs/prompts/ideas.yml").read_text(encoding="utf-8")


def test_a_blank_workbook_holds_nothing() -> None:
    made = read_import("ideas.xlsx", new_workbook(Vocabulary()), empty())

    assert [(one.code, one.message) for one in made.findings] == [
        ("empty-file", "no row below the header holds anything that is shown")
    ]


def test_a_row_of_its_kind_alone_is_no_row_and_one_cell_more_makes_it_one() -> None:
    book = blank()
    fill(book["Activities"], 2)
    book["Questions"].cell(HEADER + 1, columns(book["Questions"])["avoid"], "Haste.")

    found = read_import("ideas.xlsx", saved(book), empty()).findings

    assert {(one.code, one.location.line) for one in found} == {("missing-key", HEADER + 1)}


def test_what_excel_needs() -> None:
    """The header stays in sight; cells are text, so that 3-5 is no date; what Excel calls damaged is not there."""
    book = blank()

    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("Questions", "visible"),
        ("Activities", "visible"),
        ("Words", "hidden"),
    ]
    for title, needed in FILLED.items():
        sheet = book[title]
        assert sheet.freeze_panes == f"C{HEADER + 1}"
        dark = [
            name for name, column in columns(sheet).items() if sheet.cell(HEADER, column).fill.fgColor.rgb == "001F3A4A"
        ]
        assert dark == ["kind", *needed]
        for name, column in columns(sheet).items():
            hint = str(sheet.cell(HEADER - 1, column).value)
            assert hint
            # Nobody has to tell dark from light.
            assert name == "kind" or ("needed" in hint) is (name in needed)
            assert sheet.cell(HEADER + 1, column).number_format == ("0" if name == "minutes" else "@")
            assert sheet.cell(HEADER + 1, column).alignment.wrap_text
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.prompt or "") <= 255
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.errorTitle or "") <= 32
    assert all(len(sheet.title) <= 31 for sheet in book.worksheets)


def test_a_toolkits_own_workbook_changes_nothing_when_it_comes_back() -> None:
    """Nor do texts that begin as a formula does."""
    prompt = starter().prompts[0].model_copy(update={"id": "odd", "text": "=1+1 is what?", "avoid": "- haste\n+ speed"})
    toolkit = replace(starter(), prompts=(*starter().prompts, prompt))
    content = new_workbook(toolkit.vocabulary, toolkit)
    cells = [cell for row in load_workbook(io.BytesIO(content))["Questions"].iter_rows() for cell in row]

    same = read_import("all.xlsx", content, toolkit, is_update=True)
    anew = read_import("all.xlsx", content, empty())

    assert (same.findings, same.changes, same.prompts, same.activities) == ([], (), (), ())
    assert anew.findings == []
    # Names of before are no column: what is new has none.
    for made, there in ((anew.prompts, toolkit.prompts), (anew.activities, toolkit.activities)):
        assert dumped(made) == [{**one, "old_ids": ()} for one in dumped(there)]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize(
    ("name", "there", "message"),
    [("ideas.xlsx", b"filled", "is there already"), ("ideas.xls", None, "call it ideas.xlsx")],
)
def test_a_workbook_takes_no_place_of_another(name: str, there: bytes | None, message: str, tmp_path: Path) -> None:
    file = tmp_path / name
    if there:
        file.write_bytes(there)

    result = run("sheet", "--blank", file)

    assert result.exit_code == 2
    assert message in result.output
    assert (file.read_bytes() if file.exists() else None) == there
