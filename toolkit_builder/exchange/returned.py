"""What comes back from a translator: a text's translation, and where in the file it stands."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from toolkit_builder.diagnostics import Diagnostic, Level, Location
from toolkit_builder.spreadsheet.cells import Cell, Fault, Sheet, is_garbled, normal_header
from toolkit_builder.spreadsheet.files import read_book, refuse_big

from .columns import COLUMNS, TRANSLATION, Part

_LANGUAGE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")
_LEAST_HEADERS = 3
"""Headers of ours by which a sheet is one of ours."""
_HEADERS = {normal_header(column.header): column.part for column in COLUMNS}
_LINE_ENDS = re.compile(r"_x000D_\n?|\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_ODD_BLANKS = re.compile(r"[\t\u00a0\u2000-\u200a\u202f\u3000]")
_ERROR_VALUE = re.compile(r"#[A-Z][A-Z0-9/]*[!?]|#N/?A|#DIV/0!")

Tell = Callable[[Part, str, str, str, Level], Diagnostic]
"""Makes a finding at a part of what came back: of its code, message, hint and level."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A text as it came back. What the file does not say is empty; `fault` is what a program did to the translation.

    `name` is how its place in the file is called, such as row 7.
    """

    place: str
    source: str
    text: str
    status: str
    signer: str
    remarks: tuple[str, ...]
    version: str
    name: str
    tell: Tell
    fault: Fault = ""


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """All that came back in a file; `language` is empty where it does not say."""

    texts: tuple[Returned, ...]
    language: str
    findings: tuple[Diagnostic, ...] = ()


def as_written(text: str) -> Cell:
    """A cell with its text as somebody wrote it. Blanks without width stay: Khmer and Thai break lines at them."""
    made = unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))
    if _ERROR_VALUE.fullmatch(made.strip()):
        return Cell(made, "formula-cell")
    return Cell(made, "garbled-letters" if is_garbled(text) else "")


def plain(text: str, source: str, language: str) -> str:
    """A translation that somebody changed, without what her program put in: odd blanks, curly quotes, an apostrophe."""
    text = _ODD_BLANKS.sub(" ", text)
    lines = [re.sub(r"(?<=\S) {2,}(?=\S)", " ", line).rstrip() for line in text.split("\n")]
    text = "\n".join(lines).strip()
    if language.partition("-")[0] not in _CURLY and not re.search("[„‚«»‹›]", text):
        text = text.translate(_STRAIGHT)
    # Put before a number, a minus or an equals sign, it says to a spreadsheet that a text follows.
    if re.match(r"'[\d=+\-@]", text) and not source.startswith("'") and text.count("'") == 1:
        text = text[1:]
    return text


_CURLY = ("zh", "yue", "ja")
"""Languages whose own quotes are the curly ones."""
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def read_workbook_back(path: str, content: bytes) -> ReturnedFile:
    """What a workbook brings back, hidden and filtered rows too; with findings for what cannot be read."""
    if too_big := refuse_big(path, content):
        return ReturnedFile((), "", (too_big,))
    sheets, findings = read_book(path, content, as_written)
    texts: list[Returned] = []
    languages: list[str] = []
    titled = 0
    for sheet in sheets:
        header = _header(sheet)
        if header is None:
            continue
        titled += 1
        row, columns, extra = header
        if "translation" not in columns:
            wanted = [column.header for column in COLUMNS if column.is_theirs]
            hint = f"the columns are called: {', '.join(wanted)}"
            findings.append(sheet.finding("missing-column", "no column is called 'Translation'", row, 0, hint))
            continue
        if found := _LANGUAGE.search(sheet.cell(row, columns["translation"]).text):
            languages.append(found[1])
        texts += _rows(sheet, row, columns, extra)
    if sheets and not titled:
        hint = "take the workbook that `toolkit-builder translate out` wrote, with its row of headers"
        findings.append(Diagnostic("no-header", "no row of this file names the columns", Location(path), hint))
    spoken = [one.version.partition(".")[0] for one in texts if one.version] or languages
    return ReturnedFile(tuple(texts), max(spoken, key=spoken.count) if spoken else "", tuple(findings))


def _header(sheet: Sheet) -> tuple[int, Mapping[Part, int], Mapping[int, str]] | None:
    """The row of the headers, where each of our columns stands, and the headers of others."""
    for row in sorted(sheet.cells):
        columns: dict[Part, int] = {}
        extra: dict[int, str] = {}
        for column, cell in sorted(sheet.cells[row].items()):
            head = cell.text.strip()
            is_theirs = normal_header(head).startswith(normal_header(TRANSLATION.header))
            part = "translation" if is_theirs else _HEADERS.get(normal_header(head))
            if part and part not in columns:
                columns[part] = column
            else:
                extra[column] = head
        if len(columns) >= _LEAST_HEADERS:
            return row, columns, extra
    return None


def _rows(sheet: Sheet, header: int, columns: Mapping[Part, int], extra: Mapping[int, str]) -> Iterator[Returned]:
    for row in sorted(sheet.cells):
        if row <= header:
            continue
        cells = {part: sheet.cell(row, column) for part, column in columns.items()}

        def text(part: Part, cells: Mapping[Part, Cell] = cells) -> str:
            return cells[part].text.strip() if part in cells else ""

        if not (text("place") or text("version") or text("translation")):
            continue

        def tell(  # noqa: PLR0917
            part: Part, code: str, message: str, hint: str, level: Level, row: int = row
        ) -> Diagnostic:
            made = sheet.finding(code, message, row, columns.get(part, columns["translation"]), hint)
            return Diagnostic(code, made.message, made.location, hint, level, made.excerpt)

        # What somebody put beside it is hers, and goes with the translation as a note.
        beside = [
            f"{head}: {line}"
            for column, head in extra.items()
            for line in sheet.cell(row, column).text.strip().splitlines()
            if head
        ]
        remarks = tuple(filter(None, map(str.strip, [*text("remarks").splitlines(), *beside])))
        version = text("version")
        yield Returned(
            text("place"),
            text("text"),
            text("translation"),
            text("status"),
            text("signer"),
            remarks,
            version,
            sheet.name_of(row, columns["translation"]),
            tell,
            cells["translation"].fault,
        )
