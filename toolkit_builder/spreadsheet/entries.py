"""Sheets of cells -> prompts and activities, and every fault of every cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from toolkit_builder.diagnostics import Diagnostic, did_you_mean
from toolkit_builder.loading.files import read_value
from toolkit_builder.loading.messages import explain
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.base import Mark, Origin

from .cells import KNOWN_HEADERS, Fault, Sheet, normal_header
from .columns import COLUMNS, CONTINUED, KIND, KINDS, TEXT, Column, Kind, joined
from .words import KIND_WORDS, Titles, grades_in, is_date_of_grades, normal_word, words_in

# Stands in for what is faulty in a row, so that the rest of it is still looked at in the same run.
_STAND_INS: dict[Kind, dict[str, Any]] = {
    "prompt": {"id": "x", "text": "-", "purpose": "hopes", "listener": "both", "bands": ["early"]},
    "activity": {
        "id": "x",
        "title": "-",
        "grades": ["K"],
        "routine": "play",
        "minutes": 1,
        "steps": ["-"],
        "ask": ["-"],
    },
}


@dataclass(slots=True)
class Row:
    """A row that says of which kind it is: its values by key, and the cells that they come from.

    `faulty` are keys whose cells have been found wrong. `is_named` is false where the id was made for it, or found.
    `there` is the entry of the toolkit that it is about.
    """

    sheet: Sheet
    number: int
    kind: Kind
    values: dict[str, Any] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    places: dict[str, Mark] = field(default_factory=dict)
    is_named: bool = True
    there: Prompt | Activity | None = None

    @property
    def id_column(self) -> int:
        """Where the id stands, or would."""
        return self.places["id"].column if "id" in self.places else 0

    @property
    def place(self) -> str:
        """Which row it is, as people count."""
        return (f"{self.sheet.title}, " if self.sheet.title else "") + f"row {self.number + 1}"

    @property
    def text(self) -> str:
        """The question or title."""
        return str(self.values.get("text") or self.values.get("title") or "")

    @property
    def text_column(self) -> int:
        """Where the question or title stands, or would."""
        found = self.places.get("text") or self.places.get("title")
        return found.column if found else 0

    def said(self, column: Column) -> str:
        """What a column says in this row, in the form of `columns.cell_text`; empty where it says nothing."""
        value: Any = self.values
        for key in column.keys.get(self.kind, ()):
            value = value.get(key, "") if isinstance(value, dict) else ""
        if isinstance(value, list):
            return joined(value, column)
        return "" if isinstance(value, dict) else str(value)

    def has(self, column: Column) -> bool:
        """Whether the sheet has this column."""
        places: Any = self.places
        for key in column.keys.get(self.kind, ()):
            mark = places.get(key)
            if mark is None:
                return False
            places = mark.children or {}
        return True

    def finding(self, code: str, message: str, column: int, hint: str = "") -> Diagnostic:
        return self.sheet.finding(code, message, self.number, column, hint)


def _columns(sheet: Sheet, header: int) -> tuple[dict[int, Column], list[Diagnostic]]:
    """The columns by their position, and what is wrong with the header row."""
    columns: dict[int, Column] = {}
    findings = []
    names = [column.header for column in COLUMNS]
    # By column, the first row below the header in which something stands.
    filled: dict[int, int] = {}
    for number in sorted(sheet.cells):
        if number >= header and number not in sheet.hidden_rows - {header}:
            for position in sheet.cells[number]:
                filled.setdefault(position, number)
    for position in sorted(filled):
        name = sheet.cell(header, position).text.strip()
        column = KNOWN_HEADERS.get(normal_header(name))
        if column and column in columns.values():
            message = f"'{name}' names the column '{column.header}' a second time"
            findings.append(sheet.finding("unknown-column", message, header, position, "delete one of the two"))
        elif column:
            columns[position] = column
        elif name:
            hint = did_you_mean(name, names) or f"the columns are: {', '.join(names)}"
            findings.append(sheet.finding("unknown-column", f"no column is called '{name}'", header, position, hint))
        else:
            message = "this column has no name, and something stands in it"
            findings.append(
                sheet.finding("unknown-column", message, filled[position], position, "name it, or empty it")
            )
    for column in (KIND, TEXT):
        if column not in columns.values():
            message = f"the column '{column.header}' is missing"
            findings.append(sheet.finding("missing-column", message, header, 0, f"add it to row {header + 1}"))
    return columns, findings


def _lines(text: str) -> list[str]:
    """The items of a cell of lines. A line that is set in goes on with the item above it."""
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith(CONTINUED) and items:
            items[-1] += f"\n{line.removeprefix(CONTINUED)}"
        else:
            items.append(line)
    return [item.strip() for item in items if item.strip()]


def _whole(text: str) -> str:
    """A text of one or more lines, without blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _value(text: str, key: str, form: str, titles: Titles) -> Any:
    """What a cell holds, in the form that the model takes."""
    if key == "grades":
        return grades_in(text)
    if form == "words":
        return [normal_word(word, key, titles) for word in words_in(text)]
    if form == "lines":
        return _lines(text)
    if key == "minutes":
        return re.sub(r"(?i)\s*(min\.?|mins|minutes?)$", "", text.strip())
    return normal_word(text.strip(), key, titles) if key in ("purpose", "listener", "routine") else _whole(text)


def _mangled(row: Row, column: int, fault: Fault) -> Diagnostic:
    if fault == "garbled-letters":
        message = "letters were lost here, or became others, on the way into this file"
        hint = "type them again; if there are many, save the file as .xlsx or 'CSV UTF-8' where it still looks right"
        return row.finding(fault, message, column, hint)
    if fault == "formula-cell":
        message = "the spreadsheet program took this for a formula"
        hint = "format the cell as text, then type it again; or type an apostrophe first"
        return row.finding(fault, message, column, hint)
    message = "the spreadsheet program made a date of what was typed here"
    return row.finding(fault, message, column, "format the column as text, then type it again, such as 3-5")


def _fill(row: Row, columns: Mapping[int, Column], titles: Titles) -> Iterator[Diagnostic]:
    """Gives a row its values; yields what is wrong with cells before the model looks at them."""
    for position, column in columns.items():
        cell = row.sheet.cell(row.number, position)
        keys = column.keys.get(row.kind)
        if keys is None:
            if column is not KIND and cell.text.strip():
                other = "prompts" if row.kind == "activity" else "activities"
                message = f"'{column.header}' is a column for {other}, and this row is of kind '{row.kind}'"
                yield row.finding("unknown-key", message, position, "empty the cell, or change the kind")
            continue
        place = Mark(row.number, position, row.number, position)
        places, values = row.places, row.values
        for outer in keys[:-1]:
            inner = places.setdefault(outer, Mark(row.number, position, row.number, position, {}))
            places = cast(dict[str, Mark], inner.children)
            if cell.text.strip():
                values = values.setdefault(outer, {})
        key = keys[-1]
        places[key] = place
        fault: Fault = cell.fault or ("date-cell" if key == "grades" and is_date_of_grades(cell.text) else "")
        if fault:
            row.faulty.add(keys[0])
            yield _mangled(row, position, fault)
        elif cell.text.strip():
            value = _value(cell.text, key, column.form, titles)
            if value not in ("", []):
                values[key] = value


def inherit(row: Row, entry: Prompt | Activity) -> None:
    """Gives a row what it leaves out of the entry that it is about.

    Whoever named the entry and emptied a cell wants it empty; a row that was found by its text may have been written
    without a look at the entry, so that its empty cells say nothing.
    """
    for column in COLUMNS:
        keys = column.keys.get(row.kind)
        if not keys or keys[0] in row.faulty or row.said(column) or (row.has(column) and row.is_named):
            continue
        value: Any = entry
        for key in keys:
            value = getattr(value, key, None)
        if value not in (None, "", ()):
            values = row.values
            for outer in keys[:-1]:
                values = values.setdefault(outer, {})
            values[keys[-1]] = list(value) if isinstance(value, tuple) else value


def read_rows(sheet: Sheet, titles: Titles) -> tuple[list[Row], list[Diagnostic]]:
    """The rows of a sheet that show something, and the faults of its header and of the forms of its cells.

    `titles` are what readers see for the words of lists: people type that, too.
    """
    header = sheet.header
    assert header is not None, "read_sheets gives sheets with a header"
    columns, findings = _columns(sheet, header)
    kinds = next((position for position, column in columns.items() if column is KIND), None)
    if kinds is None:
        return [], findings
    rows = []
    for number in sorted(sheet.cells):
        if number <= header or number in sheet.hidden_rows:
            continue
        word = sheet.cell(number, kinds).text.strip()
        kind = KIND_WORDS.get(word.casefold())
        if kind:
            row = Row(sheet, number, kind)
            faults = list(_fill(row, columns, titles))
            findings += faults
            # The rows of a blank sheet have their kind, and nothing else until somebody fills them.
            if row.values or faults:
                rows.append(row)
        elif word:
            hint = did_you_mean(word, list(KINDS)) or f"one of: {', '.join(KINDS)}"
            message = f"'{word[:40]}' is not a word that 'kind' knows"
            findings.append(sheet.finding("unknown-word", message, number, kinds, hint))
        else:
            message = "this row does not say of which kind it is"
            findings.append(sheet.finding("missing-key", message, number, kinds, f"one of: {', '.join(KINDS)}"))
    return rows, findings


def _header_of(kind: Kind, loc: tuple[int | str, ...]) -> str:
    """The header of the column from which the value at `loc` comes."""
    keys = tuple(part for part in loc if isinstance(part, str))
    return next((column.header for column in COLUMNS if column.keys.get(kind) == keys), " ".join(keys))


def _explained(row: Row, detail: ErrorDetails, origin: Origin) -> Diagnostic:
    """One of pydantic's errors as a finding at its cell, in a spreadsheet's words."""
    model = KINDS[row.kind]
    loc = detail["loc"]
    header = _header_of(row.kind, loc)
    finding = explain(detail, model, origin)
    key = next((part for part in reversed(loc) if isinstance(part, str)), "")
    if detail["type"] == "missing":
        about = finding.hint.removeprefix(f"{key}: ")
        article = "an activity" if row.kind == "activity" else "a prompt"
        has_column = len(loc) > 1 or key in row.places
        message = f"{article} needs '{header}', and this cell is empty"
        if not has_column:
            message = f"{article} needs '{header}', and there is no such column"
        finding = replace(finding, message=message, location=origin.at(*loc), hint=about)
    return row.sheet.named(replace(finding, message=finding.message.replace(f"'{key}'", f"'{header}'")))


def read_entry(row: Row) -> tuple[Prompt | Activity, list[Diagnostic]]:
    """The row's entry and its faults. With faults, others stand in for the values that have them."""
    model = KINDS[row.kind]
    stand_ins = _STAND_INS[row.kind]
    origin = Origin(row.sheet.path, Mark(row.number, 0, row.number, 0, cast(Any, row.places)))

    def sound(faulty: set[str]) -> dict[str, Any]:
        kept = {key: value for key, value in row.values.items() if key not in faulty}
        return {**{key: stand_ins[key] for key in faulty if key in stand_ins}, **kept}

    try:
        return cast(Any, read_value(model, sound(row.faulty), origin)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    findings = [_explained(row, detail, origin) for detail in details]
    faulty = row.faulty | {str(detail["loc"][0]) for detail in details}
    return cast(Any, read_value(model, sound(faulty), origin)), findings
