"""Texts to translate -> a workbook (.xlsx): a row for each, what is to be filled in white, all else to be read."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from toolkit_builder.model.base import Reader
from toolkit_builder.model.languages import direction_of

from .columns import COLUMNS, TRANSLATION, Column, Part
from .kinds import HEIGHT, KINDS, Kind
from .texts import SLOT, STATUSES, Handed

_PICTURES = "Pictures"
_READ_BY: dict[Reader, str] = {"family": "families", "student": "students", "staff": "staff"}
_ABOVE = (
    "Fill the white columns: the translation, and where it stands. Rows may be sorted, filtered and left out.",
    "Words in braces, such as {teacher}, are filled by others: copy them letter by letter. Straight quotes will do.",
    "When you are done, save the file as a workbook (.xlsx), and send it back. No names of children or families.",
)
_HEADER = len(_ABOVE) + 2
"""The row of the header, counted from 1; the title stands in the first."""
_INK, _PAPER, _GRAY, _CHIP = "1F3A4A", "EEF2F4", "5C6970", "0B6E4F"
_EDGE = Side(style="thin", color="C9D3D8")
_LINE = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_AS_TYPED = "@"
"""The format of text: with it, 3-5 stays what it is."""
_RTL = 2
"""The reading order of a cell that goes from right to left. Source: ECMA-376, part 1, 18.8.1."""


def _values(text: Handed) -> Mapping[Part, str | int]:
    """What the columns say of a text, by their parts."""
    about = [text.placed.note, f"The text was: {text.was}" if text.was else ""]
    return {
        "number": text.number,
        "text": text.placed.text,
        "translation": text.translation,
        "status": text.status,
        "signer": text.checked_by,
        "remarks": "\n".join(text.remarks),
        "keep": "  ".join(text.keep),
        "room": text.room,
        "about": "\n".join(filter(None, about)),
        "kind": KINDS[text.kind][0],
        "reader": _READ_BY[text.placed.reader],
        "page": text.uri.partition("://")[2] or text.uri,
        "place": text.placed.place,
        "version": text.version,
    }


def _with_chips(text: str) -> str | CellRichText:
    """A text with what must be kept in bold and another color."""
    words = SLOT.split(text)
    slots = SLOT.findall(text)
    if not slots:
        return text
    chip = InlineFont(b=True, color=Color(f"FF{_CHIP}"))
    made = CellRichText()
    for word, slot in zip(words, [*slots, ""], strict=True):
        if word:
            made.append(word)
        if slot:
            made.append(TextBlock(chip, slot))
    return made


def _write(cell: Cell | MergedCell, value: str | int | CellRichText) -> None:
    value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell.value = value
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        # A text, whatever it begins with; and it stays one when somebody edits it.
        cell.data_type = "s"
        cell.quotePrefix = True


def _fill_row(
    sheet: Worksheet, row: int, text: Handed, places: Mapping[Kind, int], directions: tuple[str, str]
) -> None:
    """The row of a text. `directions` are those of the source and of the translation."""
    values = _values(text)
    for number, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(row, number)
        value = _with_chips(text.placed.text) if column.part == "text" else values[column.part]
        if value != "":
            _write(cell, value)
        direction = directions[column is TRANSLATION] if column.part in ("text", "translation") else "ltr"
        cell.alignment = _ALIGNED[direction]
        cell.border = _LINE
        if column.part != "number":
            cell.number_format = _AS_TYPED
        if not column.is_theirs:
            cell.fill = _GROUND
        if column.part == "keep":
            cell.font = _CHIP_FONT
        elif column.part == "kind":
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{_PICTURES}'!A{places[text.kind]}")
            cell.font = _LINK_FONT
        elif column.part == "page" and "://" in text.uri:
            cell.hyperlink = text.uri
            cell.font = _LINK_FONT
        elif not column.is_theirs and column.part != "text":
            cell.font = _QUIET_FONT


_ALIGNED = {
    "ltr": Alignment(wrap_text=True, vertical="top"),
    "rtl": Alignment(wrap_text=True, vertical="top", horizontal="right", readingOrder=_RTL),
}
_GROUND = PatternFill("solid", fgColor=_PAPER)
_CHIP_FONT = Font(bold=True, color=_CHIP)
_LINK_FONT = Font(color="0563C1", underline="single")
_QUIET_FONT = Font(color=_GRAY, size=10)


def _rule(column: Column) -> DataValidation:
    """What a column takes, and what is said where a cell of it is chosen."""
    if column.part == "status":
        rule = DataValidation(type="list", formula1=f'"{",".join(STATUSES)}"')
        rule.error = f"Please choose from the list: {', '.join(STATUSES)}."
    elif column.is_theirs:
        rule = DataValidation()
    else:
        # Nothing that is typed there would be taken, and sorting stays possible, as it is not in a protected sheet.
        rule = DataValidation(type="custom", formula1="FALSE")
        rule.error = "Nothing is taken from this column. Please write in the white ones."
    rule.showErrorMessage = bool(rule.type)
    rule.errorTitle = column.header
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = column.header, column.about
    rule.allow_blank = True
    return rule


def _fill_head(sheet: Worksheet, title: str, language: str, name: str) -> None:
    sheet["A1"] = title
    sheet["A1"].font = Font(bold=True, size=14, color=_INK)
    for number, line in enumerate(_ABOVE, start=2):
        sheet.cell(number, 1, line)
    for number, column in enumerate(COLUMNS, start=1):
        head = sheet.cell(_HEADER, number, column.header)
        if column is TRANSLATION:
            head.value = f"{column.header}: {name} ({language})"
        head.font = Font(bold=True, color="FFFFFF" if column.is_theirs else _INK)
        head.fill = PatternFill("solid", fgColor=_INK if column.is_theirs else "D5DEE3")
        head.border = _LINE
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.column_dimensions[get_column_letter(len(COLUMNS))].hidden = True
    sheet.row_dimensions[_HEADER].height = 20


def _fill_pictures(sheet: Worksheet, drawn: Mapping[Kind, bytes]) -> dict[Kind, int]:
    """Each kind of place with its picture; returns in which row it stands."""
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 36
    sheet.column_dimensions["C"].width = 60
    rows: dict[Kind, int] = {}
    for row, (kind, (name, about)) in enumerate(KINDS.items(), start=1):
        rows[kind] = row
        sheet.cell(row, 1, name).font = Font(bold=True, color=_INK)
        sheet.cell(row, 3, f"{about} Yellow is where the text stands.")
        for number in (1, 3):
            sheet.cell(row, number).alignment = Alignment(wrap_text=True, vertical="center")
        # Points are three quarters of pixels.
        sheet.row_dimensions[row].height = HEIGHT * 0.75 + 8
        picture = Image(io.BytesIO(drawn[kind]))
        sheet.add_image(picture, f"B{row}")
    return rows


def translators_workbook(
    texts: Sequence[Handed], title: str, languages: tuple[str, str], name: str, drawn: Mapping[Kind, bytes]
) -> bytes:
    """The workbook of `texts`; `languages` are that of the source and that of the translation, which is called `name`.

    `title` stands above all. `drawn` are the kinds' pictures, as PNG.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Texts"
    places = _fill_pictures(book.create_sheet(_PICTURES), drawn)
    _fill_head(sheet, title, languages[1], name)
    directions = (direction_of(languages[0]), direction_of(languages[1]))
    for row, text in enumerate(texts, start=_HEADER + 1):
        _fill_row(sheet, row, text, places, directions)
    last = max(_HEADER + 1, _HEADER + len(texts))
    for number, column in enumerate(COLUMNS, start=1):
        rule = _rule(column)
        letter = get_column_letter(number)
        rule.add(f"{letter}{_HEADER + 1}:{letter}{last}")
        sheet.add_data_validation(rule)
    sheet.auto_filter.ref = f"A{_HEADER}:{get_column_letter(len(COLUMNS))}{last}"
    # The header and the text stay in sight, wherever one writes.
    sheet.freeze_panes = f"C{_HEADER + 1}"
    sheet.print_title_rows = f"{_HEADER}:{_HEADER}"
    sheet.page_setup.orientation = "landscape"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
