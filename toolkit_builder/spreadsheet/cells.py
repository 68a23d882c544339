"""What a sheet is made of: cells, each a text as a person would have typed it, and where they stand."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from toolkit_builder.diagnostics import Diagnostic, Location

from .columns import COLUMNS, unharmed

_LINE_ENDS = re.compile(r"_x000D_\n?|\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff]")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]")
# A language that opens quotes with one of these closes them with one that looks like an English opening.
_OTHER_QUOTES = re.compile("[„‚«»‹›]")
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_ERROR_VALUE = re.compile(r"#[^\W\d_][\w/]*[!?]|#N/?[AV]|#DIV/0!")

Fault = Literal["", "date-cell", "formula-cell", "garbled-letters"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `fault` is the code of what a program did to it, if it did."""

    text: str = ""
    fault: Fault = ""


_EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the file `path`: by row and column, both counted from 0, the cells in which something stands.

    `title` is shown before a cell's name where several sheets are read. A program that filters rows hides the others.
    """

    path: str
    cells: Mapping[int, Mapping[int, Cell]]
    title: str = ""
    is_hidden: bool = False
    hidden_rows: frozenset[int] = field(default=frozenset(), repr=False)

    def cell(self, row: int, column: int) -> Cell:
        return self.cells.get(row, {}).get(column, _EMPTY)

    @property
    def header(self) -> int | None:
        """The first row that names two columns at least."""
        for number in sorted(self.cells):
            if sum(normal_header(cell.text) in KNOWN_HEADERS for cell in self.cells[number].values()) >= 2:
                return number
        return None

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


def spans(numbers: Iterable[int]) -> str:
    """Rows as people name them, counted from 1: 3, 5-7. Of many, the first ones."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number:
            found[-1][1] += 1
        else:
            found.append([number + 1, number + 1])
    named = [str(first) if first == last else f"{first}-{last}" for first, last in found[:10]]
    return ", ".join([*named, "..."] if len(found) > 10 else named)


def tidy(text: str) -> str:
    """A cell's text without what programs put in unseen: odd blanks and line ends, curly quotes, letters in two parts.

    Line breaks stay, and blanks at the start of a line, which may mean something.
    """
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))
    text = _BLANKS.sub(" ", text)
    text = re.sub(r"(?<=[^ \n]) {2,}(?=[^ \n])", " ", text)
    return text if _OTHER_QUOTES.search(text) else text.translate(_STRAIGHT)


def cell_of(text: str) -> Cell:
    """A cell from what stands in a file as text."""
    made = tidy(unharmed(text))
    if _ERROR_VALUE.fullmatch(made.strip()):
        return Cell(made, "formula-cell")
    return Cell(made, "garbled-letters" if is_garbled(text) else "")


# UTF-8 that was read as Windows-1252: two bytes that make a letter of a Latin script, or three that make a quote or a
# dash. One such pair may be meant; two that follow each other are not, whatever script they belong to.
_BYTE = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_READ_WRONGLY = re.compile(
    rf"â€{_BYTE}|[ÂÃ](?!»){_BYTE}|(?:[Â-ß]{_BYTE}){{2}}|(?:[à-ï]{_BYTE}{{2}}){{2}}|ðŸ{_BYTE}{{2}}|ï»¿"
    # The same, read as Mac Roman.
    r"|√[^\x00-\x7f]|‚Ä[^\x00-\x7f]|¬[ø°]"
)


def is_garbled(text: str) -> bool:
    """Whether letters were lost or became others on the way here: the sign for a lost one, or UTF-8 read wrongly."""
    return "\ufffd" in text or (not text.isascii() and bool(_READ_WRONGLY.search(text)))


def normal_header(header: str) -> str:
    """A header as headers are compared: small letters and digits only."""
    return re.sub(r"[\W_]+", "", header.casefold())


KNOWN_HEADERS = {normal_header(header): column for column in COLUMNS for header in (column.header, *column.also)}
