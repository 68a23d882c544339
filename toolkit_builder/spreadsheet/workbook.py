"""A workbook's bytes (Office Open XML, .xlsx) -> its sheets, hidden ones and hidden rows too.

Read by ourselves, as a stream: openpyxl finds no sheet in the strict form and refuses a book for a filter or a style
that it does not know; calamine tells an empty cell from neither a formula without value nor an error, knows no hidden
rows, and ends the program at a cell in the last row and column. Source of the form: ECMA-376, part 1, chapter 18.
"""

import io
import posixpath
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from .cells import Cell, Sheet, cell_of

MOST_XML = 200_000_000
"""Bytes, unpacked. A sheet that is formatted down to its last row has a half of it."""
MOST_ELEMENTS = 6_000_000
"""What takes the time, and packs to nothing: such a sheet has a million."""
MOST_CELLS = 2_000_000
"""In which something stands."""
_ROWS, _COLUMNS = 1_048_576, 16_384
_TRUE = ("1", "true", "on")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
# Formats that a file names by number only. Source: ECMA-376, part 1, 18.8.30, East Asian ones included.
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}

Attributes = dict[str, str]
CellOf = Callable[[str], Cell]
# What a damaged zip or XML file ends in.
DAMAGES = (
    *(BadZipFile, zlib.error, struct.error, expat.ExpatError),
    *(LookupError, ValueError, RuntimeError, EOFError, OSError),
)


class TooLargeError(Exception):
    """More stands in the file than is read."""


class _Parts:
    """The files in a zip by their names, as they should be: some programs write backslashes or other capitals."""

    def __init__(self, book: ZipFile) -> None:
        self._book = book
        self._names = {name.replace("\\", "/").lstrip("/").casefold(): name for name in book.namelist()}
        self._bytes = self._elements = 0

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def read(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Reads a part's XML, calling back for each element by its name without prefix.

        Whoever writes the strict form gives the same elements another namespace.
        """

        def counted(tag: str, attributes: Attributes) -> None:
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise TooLargeError
            start(tag.rpartition(":")[2], attributes)

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = counted
        if end:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        if text:
            parser.CharacterDataHandler = text
        # No program writes one, and without it nothing can grow.
        parser.StartDoctypeDeclHandler = _refuse
        with self._book.open(self._names[name.casefold()]) as part:
            while chunk := part.read(1 << 16):
                self._bytes += len(chunk)
                if self._bytes > MOST_XML:
                    raise TooLargeError
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part leads to: by id, the kind and the name of each other part."""
        folder, _, file = name.rpartition("/")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship":
                target = posixpath.join("/", folder, attributes.get("Target", "").replace("\\", "/"))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))

        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations in self:
            self.read(relations, start)
        return found


def _refuse(*_: object) -> None:
    raise ValueError("no workbook has a document type")


@dataclass(slots=True)
class _Words:
    """Gathers the texts of the elements that hold them, without the small letters that tell how a word is said."""

    texts: list[str] = field(default_factory=list)
    gathered: list[str] = field(default_factory=list)
    is_open: bool = False
    is_said: bool = False

    def start(self, tag: str, _: Attributes) -> None:
        if tag == "si":
            self.gathered = []
        elif tag == "rPh":
            self.is_said = True
        elif tag == "t":
            self.is_open = not self.is_said

    def end(self, tag: str) -> None:
        if tag == "si":
            self.texts.append("".join(self.gathered))
        elif tag == "rPh":
            self.is_said = False
        elif tag == "t":
            self.is_open = False

    def text(self, words: str) -> None:
        if self.is_open:
            self.gathered.append(words)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@dataclass(slots=True)
class _Rows:
    """Reads a sheet's cells. Only those in which something stands are kept."""

    strings: list[Cell]
    dates: set[str]
    epoch: datetime
    made: CellOf
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    count: int = 0
    row: int = -1
    column: int = -1
    is_hidden: bool = False
    kind: str = ""
    style: str = ""
    value: list[str] | None = None
    formula: list[str] | None = None
    inline: _Words = field(default_factory=_Words)
    into: list[str] | None = None

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._place(attributes.get("r", ""))
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.value = self.formula = self.into = None
            self.inline = _Words()
        elif tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
            self.is_hidden = attributes.get("hidden") in _TRUE
        elif tag == "v":
            self.into = self.value = []
        elif tag == "f":
            self.into = self.formula = []
        elif tag in ("t", "rPh"):
            self.inline.start(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "c":
            self._keep(self._cell())
        elif tag in ("v", "f"):
            self.into = None
        elif tag in ("t", "rPh"):
            self.inline.end(tag)

    def text(self, words: str) -> None:
        if self.into is not None:
            self.into.append(words)
        else:
            self.inline.text(words)

    def _place(self, name: str) -> None:
        if not name:
            self.column += 1
            return
        found = _PLACE.fullmatch(name)
        if not found:
            raise ValueError("a cell without a place")
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        self.row, self.column = int(found[2]) - 1, column - 1

    def _keep(self, cell: Cell) -> None:
        if not cell.text.strip():
            return
        if not (0 <= self.row < _ROWS and 0 <= self.column < _COLUMNS):
            raise ValueError("a cell outside of every sheet")
        self.count += 1
        if self.count > MOST_CELLS:
            raise TooLargeError
        self.cells.setdefault(self.row, {})[self.column] = cell
        if self.is_hidden:
            self.hidden.add(self.row)

    def _cell(self) -> Cell:
        text = "".join(self.value or ())
        if self.formula is not None and not text and self.kind != "str":
            return Cell(f"={''.join(self.formula)}", "formula-cell")
        if self.kind == "inlineStr":
            return self.made(_unescaped("".join(self.inline.gathered)))
        if not text:
            return Cell()
        match self.kind:
            case "s":
                return self.strings[int(text)]
            case "str":
                return self.made(_unescaped(text))
            case "e":
                return Cell(text, "formula-cell")
            case "b":
                return Cell("FALSE" if text in ("0", "false") else "TRUE")
            case "d":
                return Cell(text.replace("T00:00:00", ""), "date-cell")
            case _:
                return self._number(float(text))

    def _number(self, number: float) -> Cell:
        if self.style in self.dates:
            try:
                day = str(self.epoch + timedelta(days=number)).removesuffix(" 00:00:00")
            except OverflowError:
                day = str(number)
            return Cell(day.removeprefix("1899-12-30 "), "date-cell")
        return Cell(str(int(number)) if number.is_integer() else str(number))


def _read_dates(parts: _Parts, name: str) -> set[str]:
    """The styles that show a number as a date or a time."""
    codes: dict[str, str] = {}
    styles: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        inside.append(tag)
        if tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and "cellXfs" in inside:
            styles.append(attributes.get("numFmtId", ""))

    def end(_: str) -> None:
        inside.pop()

    parts.read(name, start, end)

    def is_date(number: str) -> bool:
        if number in codes:
            code = _NOT_SHOWN.sub("", codes[number]).casefold()
            return code != "general" and bool(re.search("[dmyhs]", code))
        return number.isdigit() and int(number) in _DATES

    return {str(index) for index, number in enumerate(styles) if is_date(number)}


def _read_book(parts: _Parts, path: str, made: CellOf) -> Iterator[Sheet]:
    kinds = dict(parts.targets("").values())
    name = kinds.get("officeDocument", "")
    if name not in parts:
        name = "xl/workbook.xml"
    named: list[Attributes] = []
    epoch = datetime(1899, 12, 30)

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal epoch
        if tag == "sheet":
            named.append(attributes)
        elif tag == "workbookPr" and attributes.get("date1904") in _TRUE:
            epoch = datetime(1904, 1, 1)

    parts.read(name, start)
    targets = parts.targets(name)
    others = {kind: target for kind, target in targets.values() if target in parts}
    words = _Words()
    if "sharedStrings" in others:
        parts.read(others["sharedStrings"], words.start, words.end, words.text)
    strings = [made(_unescaped(text)) for text in words.texts]
    dates = _read_dates(parts, others["styles"]) if "styles" in others else set()
    for attributes in named:
        link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        kind, target = targets[link]
        if kind != "worksheet":
            continue
        rows = _Rows(strings, dates, epoch, made)
        parts.read(target, rows.start, rows.end, rows.text)
        is_hidden = attributes.get("state", "visible") != "visible"
        yield Sheet(path, rows.cells, attributes.get("name", ""), is_hidden, frozenset(rows.hidden))


def read_workbook(path: str, content: bytes, made: CellOf = cell_of) -> list[Sheet]:
    """The sheets of a workbook, in its order; one at least. `made` makes a cell of what stands in the file as text.

    Raises one of DAMAGES where any of them cannot be read, and TooLargeError for a file that unpacks to too much.
    """
    with ZipFile(io.BytesIO(content)) as book:
        sheets = list(_read_book(_Parts(book), path, made))
    if not sheets:
        raise ValueError("a book without sheets")
    return sheets
