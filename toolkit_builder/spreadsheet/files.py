"""A spreadsheet file of any kind -> its sheets that can be imported; and for each other kind, the way to one."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.yaml_source import MOST_BYTES

from .cells import Sheet, cell_of, spans
from .columns import COLUMNS
from .separated import read_separated
from .workbook import DAMAGES, CellOf, TooLargeError, read_workbook

_EXCEL = "open it in Excel or LibreOffice, and save it as: Excel Workbook (.xlsx)"
# What a file is -> what it is called, and how to make a workbook of it.
_KINDS = {
    "empty": ("empty", "if it lies in a synchronized folder, open it there once, so that all of it comes"),
    "lock": ("Excel's mark that a book is open, not the book", "close Excel, and take the file without '~$'"),
    "xls": ("a workbook of the old kind (.xls)", _EXCEL),
    "xlsb": ("a binary workbook (.xlsb)", _EXCEL),
    "locked": (
        "protected by a password",
        "in Excel choose File, Info, Protect Workbook, Encrypt with Password, empty the password, and save",
    ),
    "ods": (
        "an OpenDocument spreadsheet",
        "in LibreOffice choose File, Save As, and the type 'Excel 2007-365 (.xlsx)'",
    ),
    "numbers": ("a Numbers spreadsheet", "in Numbers choose File, Export To, Excel"),
    "gsheet": (
        "only a link to Google Sheets",
        "in Google Sheets choose File, Download, Microsoft Excel (.xlsx)",
    ),
    "html": ("a web page, whatever its name says", _EXCEL),
    "xml": ("a spreadsheet of 2003 (XML)", _EXCEL),
    "sylk": ("a SYLK spreadsheet", _EXCEL),
    "word": ("a text document", "copy its table into a spreadsheet program, and save that as .xlsx"),
    "pdf": ("a PDF", "copy its table into a spreadsheet program, and save that as .xlsx"),
    "text": ("a text file", _EXCEL),
    "damaged": ("damaged, or no spreadsheet", "open it in a spreadsheet program, and save it again as .xlsx"),
}
_STARTS = (
    (b"%pdf", "pdf"),
    (b"{\\rtf", "word"),
    (b"mime-version:", "html"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"<table", "html"),
    (b"<meta", "html"),
    (b"<?xml", "xml"),
    (b"id;p", "sylk"),
)
_ENDINGS = {".xls": "xls", ".xlsb": "xlsb", ".ods": "ods", ".numbers": "numbers", ".gsheet": "gsheet"}


def _kind(path: str, content: bytes) -> str:
    """What a file is, by what stands in it: names lie. `xlsx`, `text`, or one of _KINDS."""
    ending = PurePath(path).suffix.lower()
    if PurePath(path).name.startswith("~$"):
        return "lock"
    if not content.strip(b"\0\r\n\t "):
        return "text" if ending in (".csv", ".tsv", ".txt") and not content.strip() else "empty"
    if content.startswith(b"PK"):
        return _packed_kind(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "locked" if "EncryptedPackage".encode("utf-16-le") in content else "xls"
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    for sign, kind in _STARTS:
        if start.startswith(sign):
            return "html" if b"<html" in start else kind
    if ending == ".gsheet":
        return "gsheet"
    # Pictures, sound, programs: what no text has.
    is_text = not content.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8", b"\x7fELF", b"MZ", b"\x1f\x8b", b"Rar!"))
    is_text &= b"\0" not in content[:1000] or b"\0" in content[:1000:2] or b"\0" in content[1:1000:2]
    return "text" if is_text and ending not in _ENDINGS else _ENDINGS.get(ending, "damaged")


def _packed_kind(content: bytes) -> str:
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            names = {name.replace("\\", "/").lstrip("/").casefold() for name in packed.namelist()}
            if "mimetype" in names:
                sort = packed.read("mimetype")[:100]
                return "ods" if b"spreadsheet" in sort else "word"
    except (BadZipFile, ValueError, LookupError, RuntimeError, OSError):
        return "damaged"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return "numbers"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return "word"
    return "xlsx" if any(name.endswith(".xml") for name in names) else "damaged"


def _refusal(path: str, kind: str) -> Diagnostic:
    what, hint = _KINDS[kind]
    return Diagnostic("not-a-spreadsheet", f"this file is {what}", Location(path), hint)


def _read(path: str, content: bytes) -> tuple[list[Sheet], list[Diagnostic]]:
    return read_separated(path, content) if _kind(path, content) == "text" else read_book(path, content)


def read_book(path: str, content: bytes, made: CellOf = cell_of) -> tuple[list[Sheet], list[Diagnostic]]:
    """All sheets of a workbook, or why there are none. `path` is its name; `made` makes a cell of a text in it."""
    kind = _kind(path, content)
    if kind != "xlsx":
        return [], [_refusal(path, kind)]
    try:
        return read_workbook(path, content, made), []
    except TooLargeError:
        message = "this file unpacks to more than is read: two million filled cells, or 200 MB"
        hint = "copy the rows that you want into a new workbook"
        return [], [Diagnostic("file-too-big", message, Location(path), hint)]
    except DAMAGES:
        return [], [_refusal(path, "damaged")]


def refuse_big(path: str, content: bytes) -> Diagnostic | None:
    """A finding for a file that is larger than what is read."""
    if len(content) <= MOST_BYTES:
        return None
    message = f"this file has {len(content) // 1_000_000} MB; 20 MB at most are read"
    hint = "delete pictures and sheets that you do not need"
    return Diagnostic("file-too-big", message, Location(path), hint)


def read_sheets(path: str, content: bytes) -> tuple[list[Sheet], list[Diagnostic]]:
    """The sheets of a file that are to be imported, and what stands in the way. `path` is its name.

    What is left out, though something stands in it, is told in a note.
    """
    if too_big := refuse_big(path, content):
        return [], [too_big]
    sheets, findings = _read(path, content)
    with_header = [sheet for sheet in sheets if sheet.header is not None]
    found = [sheet for sheet in with_header if not sheet.is_hidden]
    if sheets and not found:
        message = "no row of this file names the columns"
        if with_header:
            message = "every sheet that names the columns is hidden"
        hint = f"the columns are: {', '.join(column.header for column in COLUMNS)}"
        findings.append(Diagnostic("no-header", message, Location(path), "unhide it" if with_header else hint))
    elif sheets:
        findings += _left_out(path, sheets)
    if len(sheets) == 1 or len(found) == 1:
        found = [replace(sheet, title="") for sheet in found]
    return found, findings


def _left_out(path: str, sheets: list[Sheet]) -> Iterator[Diagnostic]:
    """A note for each sheet with something in it, and for the rows of a sheet, that are not imported."""

    def note(message: str, hint: str, row: int = 0) -> Diagnostic:
        return Diagnostic("left-out", message, Location(path, row + 1), hint, level="note")

    for sheet in sheets:
        name = f"the sheet '{sheet.title}'"
        header = sheet.header
        if header is None:
            if sheet.cells and not sheet.is_hidden:
                yield note(f"{name} was left out: no row of it names the columns", "if it holds rows, add that row")
        elif sheet.is_hidden:
            rows = sum(row > header for row in sheet.cells)
            message = f"{name} is hidden, and was left out with its {rows} row{'' if rows == 1 else 's'}"
            yield note(message, "to import it, unhide it")
        elif hidden := [row for row in sheet.hidden_rows if row > header]:
            count = "1 row is" if len(hidden) == 1 else f"{len(hidden)} rows are"
            where = f"in {name}, " if len(sheets) > 1 else ""
            verb = "was" if len(hidden) == 1 else "were"
            message = f"{where}{count} hidden or filtered out, and {verb} left out: {spans(hidden)}"
            yield note(message, "to import them, take the filter away and unhide them", min(hidden))
