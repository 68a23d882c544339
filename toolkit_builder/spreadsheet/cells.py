"""A spreadsheet's bytes -> sheets of cells, each a text as a person would have typed it."""

import codecs
import csv
import io
import re
import struct
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import PurePath
from zipfile import BadZipFile

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.yaml_source import MOST_BYTES

from .columns import COLUMNS, unharmed

_LINE_ENDS = re.compile(r"_x000D_\n?|\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff]")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]")
# A language that opens quotes with one of these closes them with one that looks like an English opening.
_OTHER_QUOTES = re.compile("[„‚«»‹›]")
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_ERROR_VALUE = re.compile(r"#[^\W\d_][\w/]*[!?]|#N/?[AV]|#DIV/0!")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `fault` is the code of what the spreadsheet program did to it, if it did."""

    text: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the file `path`. `title` is shown before a cell's name where several sheets are read."""

    path: str
    rows: Sequence[Sequence[Cell]]
    title: str = ""

    def cell(self, row: int, column: int) -> Cell:
        """Row and column are counted from 0; outside of what is filled, cells are empty."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else Cell()

    def finding(self, code: str, message: str, row: int, column: int, hint: str = "") -> Diagnostic:
        """A finding at a cell, which is named before the message, and shown."""
        return self.named(Diagnostic(code, message, Location(self.path, row + 1, column + 1), hint))

    def named(self, finding: Diagnostic) -> Diagnostic:
        """A finding of others about a cell, with the cell's name, and its text under the caret's column."""
        row, column = finding.location.line - 1, finding.location.column - 1
        text = " " * column + self.cell(row, column).text
        return replace(finding, message=f"{self.name_of(row, column)}: {finding.message}", excerpt=text)

    def name_of(self, row: int, column: int) -> str:
        """A cell's name, as the spreadsheet program shows it: C5."""
        return (f"{self.title}!" if self.title else "") + f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """A column's name: A, B, ... Z, AA."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def tidy(text: str) -> str:
    """A cell's text without what programs put in unseen: odd blanks and line ends, curly quotes.

    Line breaks stay, and blanks at the start of a line, which may mean something.
    """
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    text = _BLANKS.sub(" ", text)
    text = re.sub(r"(?<=[^ \n]) {2,}(?=[^ \n])", " ", text)
    return text if _OTHER_QUOTES.search(text) else text.translate(_STRAIGHT)


def _cell(value: object) -> Cell:
    """A cell from the value that a file holds."""
    if value is None:
        return Cell()
    if isinstance(value, (date, time, timedelta)):
        return Cell(str(value).removesuffix(" 00:00:00"), "date-cell")
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)))
    text = tidy(unharmed(str(value)))
    return Cell(text, "formula-cell" if _ERROR_VALUE.fullmatch(text.strip()) else "")


def normal_header(header: str) -> str:
    """A header as headers are compared: small letters and digits only."""
    return re.sub(r"[\W_]+", "", header.casefold())


KNOWN_HEADERS = {normal_header(header): column for column in COLUMNS for header in (column.header, *column.also)}


def header_row(rows: Sequence[Sequence[Cell]]) -> int | None:
    """The first row that names two columns at least."""
    for number, cells in enumerate(rows):
        if sum(normal_header(cell.text) in KNOWN_HEADERS for cell in cells) >= 2:
            return number
    return None


def read_sheets(path: str, content: bytes) -> tuple[list[Sheet], list[Diagnostic]]:
    """The sheets of a file that hold a header row. `path` is its name, whose ending says what it is."""
    if len(content) > MOST_BYTES:
        message = f"this file has {len(content) // 1_000_000} MB; 20 MB at most are read"
        return [], [Diagnostic("file-too-big", message, Location(path))]
    ending = PurePath(path).suffix.lower()
    if ending not in _READERS:
        hint = "open it in the program that made it, and save it as .xlsx or .csv"
        return [], [
            Diagnostic("not-a-spreadsheet", f"a file that ends in '{ending}' is not read", Location(path), hint)
        ]
    sheets, findings = _READERS[ending](path, content)
    found = [sheet for sheet in sheets if header_row(sheet.rows) is not None]
    if sheets and not found:
        hint = f"the columns are: {', '.join(column.header for column in COLUMNS)}"
        findings.append(Diagnostic("no-header", "no row of this file names the columns", Location(path), hint))
    return (found if len(found) > 1 else [replace(sheet, title="") for sheet in found]), findings


def _damaged(path: str) -> list[Diagnostic]:
    hint = "open it in a spreadsheet program, and save it again as .xlsx"
    return [Diagnostic("not-a-spreadsheet", "this file is damaged, or no spreadsheet", Location(path), hint)]


# openpyxl lets through what it stumbles over; SyntaxError is that of XML.
_DAMAGES = (
    *(BadZipFile, zlib.error, struct.error, SyntaxError, LookupError, ValueError, TypeError, AttributeError),
    *(ArithmeticError, RuntimeError, EOFError, OSError),
)


def _read_xlsx(path: str, content: bytes) -> tuple[list[Sheet], list[Diagnostic]]:
    # A third of a second, which only who imports should wait for.
    from openpyxl import load_workbook  # noqa: PLC0415

    sheets = []
    try:
        with warnings.catch_warnings(action="ignore"):
            shown = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            # Read a second time, a formula is told from a cell that is empty.
            typed = load_workbook(io.BytesIO(content), read_only=True)
            for sheet, sources in zip(shown.worksheets, typed.worksheets, strict=True):
                # Some programs write a wrong size, at which reading would stop.
                sheet.reset_dimensions()
                sources.reset_dimensions()
                rows = [
                    [
                        Cell(str(source), "formula-cell") if value is None and source is not None else _cell(value)
                        for value, source in zip(values, originals, strict=True)
                    ]
                    for values, originals in zip(
                        sheet.iter_rows(values_only=True), sources.iter_rows(values_only=True), strict=True
                    )
                ]
                sheets.append(Sheet(path, rows, sheet.title))
    except _DAMAGES:
        return [], _damaged(path)
    return sheets, []


def _decode(path: str, content: bytes) -> tuple[str, list[Diagnostic]]:
    """A CSV file's text, and a note where its encoding had to be guessed; an error where it could not."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16"), []
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    hint = "save it as 'CSV UTF-8' or .xlsx"
    try:
        text = content.decode("windows-1252")
    except UnicodeDecodeError:
        return "", [Diagnostic("not-utf8", "this file is not UTF-8 text", Location(path), hint)]
    message = "this file is not UTF-8 text; it was read as Windows-1252"
    return text, [Diagnostic("not-utf8", message, Location(path), f"if accents look wrong, {hint}", level="note")]


def _read_csv(path: str, content: bytes) -> tuple[list[Sheet], list[Diagnostic]]:
    text, findings = _decode(path, content)
    if any(finding.level == "error" for finding in findings):
        return [], findings
    sheets = []
    # Where the comma is for decimals, Excel separates by semicolons; its "Unicode text" has tabs.
    for delimiter in ",;\t":
        try:
            rows = [
                [_cell(value) for value in row]
                for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            ]
        except csv.Error:
            continue
        sheets.append(Sheet(path, rows))
        if header_row(rows) is not None:
            return [sheets[-1]], findings
    return sheets[:1], findings if sheets else _damaged(path)


_READERS = {".xlsx": _read_xlsx, ".xlsm": _read_xlsx, ".csv": _read_csv, ".tsv": _read_csv, ".txt": _read_csv}
