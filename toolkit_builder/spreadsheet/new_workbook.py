"""A workbook (.xlsx) for people to fill: a sheet for questions and one for activities, with lists to choose from."""

import io
from collections.abc import Mapping, Sequence
from textwrap import shorten

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from toolkit_builder.model.banks import Activity, Prompt, TextMessage
from toolkit_builder.model.described import fields_of
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import Vocabulary

from .columns import COLUMNS, KIND, KINDS, TEXT, Column, Kind, cell_text, harmless
from .words import choice_of, choices_for

_ROWS = 100
"""How many rows of each kind can be filled. The import passes over those that stay empty."""
_TITLES: dict[Kind, str] = {"prompt": "Questions", "activity": "Activities"}
_WORDS: dict[Kind, str] = {"prompt": "question", "activity": "activity"}
"""What the column `kind` says, in a word that a teacher would use."""
_HEADS: dict[Kind, str] = {"prompt": "question", "activity": "title"}
_ABOVE = (
    "One {kind} a row. Dark headings are needed, light ones not. Where an arrow shows, choose from the list.",
    "Several words in a cell: with commas. Several sentences: one a line (Alt+Enter; on a Mac, Control+Option+Return).",
    "No names of children or families, please. When you are done, save the file as it is, and send it back.",
)
_HINTS = len(_ABOVE) + 2
"""The row, counted from 1, that says of each column how it is filled. The header follows."""
_HEADER = _HINTS + 1
_INK, _PAPER, _GRAY = "1F3A4A", "E3EBEE", "6B6B6B"
_EDGE = Side(style="thin", color="C9D3D8")
_LINE = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_AS_TYPED = "@"
"""The format of text: with it, 3-5 stays what it is, and no text is a formula."""


def _is_needed(column: Column, kind: Kind) -> bool:
    return column is KIND or KINDS[kind].model_fields[column.keys[kind][0]].is_required()


def _columns(kind: Kind, *, with_ids: bool) -> list[Column]:
    """The columns of a sheet: the kind, what is needed, and then the rest."""
    own = [column for column in COLUMNS if kind in column.keys and (with_ids or column.header != "id")]
    return [KIND, *sorted(own, key=lambda column: not _is_needed(column, kind))]


def _choices(column: Column, kind: Kind, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What one can choose in a column, as readers of the site see it; nothing where everybody writes what she likes."""
    return (_WORDS[kind],) if column is KIND else choices_for(column.keys[kind][-1], vocabulary)


def _head(column: Column, kind: Kind) -> str:
    return _HEADS[kind] if column is TEXT else column.header


def _width(column: Column, kind: Kind, vocabulary: Vocabulary) -> int:
    if column is TEXT:
        return 48
    if column.form == "lines":
        return 44
    choices = _choices(column, kind, vocabulary)
    if choices:
        return max(12 if column is KIND else 20, min(30, 4 + max(map(len, choices))))
    return {"minutes": 10, "id": 24, "skills": 24}.get(column.header, 36)


def _how(column: Column, kind: Kind, vocabulary: Vocabulary) -> str:
    """How a column is filled, in a few words."""
    if column is KIND:
        return "is there already"
    if column.header == "id":
        return "leave it as it is"
    if len(column.keys[kind]) > 1:
        return "all three texts, or none"
    ways = [
        "needed" if _is_needed(column, kind) else "",
        "choose" if _choices(column, kind, vocabulary) else "a number" if column.header == "minutes" else "",
        {"words": "several with commas", "lines": "one a line", "text": ""}[column.form],
    ]
    return ", ".join(filter(None, ways)) or "if you like"


def _about(column: Column, kind: Kind) -> str:
    """What a column is for, in the model's words."""
    if column is KIND:
        return "Says what the row is."
    key, *inner = column.keys[kind]
    fields = fields_of(TextMessage)[inner[0]] if inner else fields_of(KINDS[kind])[key]
    return fields.description or ""


def _rule(column: Column, kind: Kind, place: str, vocabulary: Vocabulary) -> DataValidation:
    """The list of a column, or what else a cell of it takes; and what it says where the cell is chosen."""
    choices = _choices(column, kind, vocabulary)
    if choices:
        rule = DataValidation(type="list", formula1=place)
    elif column.header == "minutes":
        low, high = (
            next(bound for part in Activity.model_fields["minutes"].metadata if (bound := getattr(part, name, None)))
            for name in ("ge", "le")
        )
        rule = DataValidation(type="whole", operator="between", formula1=str(low), formula2=str(high))
        rule.error = f"Please write a whole number from {low} to {high}."
    else:
        rule = DataValidation()
    # In a cell of several words, each of which is in the list, all of them together are not.
    rule.showErrorMessage = bool(rule.type) and column.form != "words"
    rule.errorTitle, rule.error = _head(column, kind), rule.error or "Please choose from the list."
    rule.showInputMessage = True
    # Excel takes 32 and 255 characters, and calls a file with more damaged.
    rule.promptTitle, rule.prompt = _head(column, kind)[:32], shorten(_about(column, kind), 255, placeholder="...")
    rule.allow_blank = True
    return rule


def _fill_head(sheet: Worksheet, kind: Kind, columns: Sequence[Column], vocabulary: Vocabulary) -> None:
    """The lines above the header, the header, and the widths of the columns."""
    sheet["A1"] = f"{_TITLES[kind]} for home visits"
    sheet["A1"].font = Font(bold=True, size=14, color=_INK)
    for number, line in enumerate(_ABOVE, start=2):
        sheet.cell(number, 1, line.format(kind=_WORDS[kind]))
    for number, column in enumerate(columns, start=1):
        hint = sheet.cell(_HINTS, number, _how(column, kind, vocabulary))
        hint.font = Font(italic=True, size=9, color=_GRAY)
        hint.alignment = Alignment(wrap_text=True, vertical="bottom")
        needed = _is_needed(column, kind)
        head = sheet.cell(_HEADER, number, _head(column, kind))
        head.font = Font(bold=True, color="FFFFFF" if needed else _INK)
        head.fill = PatternFill("solid", fgColor=_INK if needed else _PAPER)
        head.border = _LINE
        sheet.column_dimensions[get_column_letter(number)].width = _width(column, kind, vocabulary)
    sheet.row_dimensions[_HINTS].height = 26
    sheet.row_dimensions[_HEADER].height = 20


def _fill_rows(sheet: Worksheet, kind: Kind, columns: Sequence[Column], toolkit: Toolkit | None) -> int:
    """Rows for the entries of a toolkit, if there is one, and empty ones; returns the number of the last."""
    entries: Sequence[Prompt | Activity] = ()
    if toolkit:
        entries = toolkit.prompts if kind == "prompt" else toolkit.activities
    last = _HEADER + len(entries) + _ROWS
    for number in range(_HEADER + 1, last + 1):
        entry = entries[number - _HEADER - 1] if number - _HEADER <= len(entries) else None
        for place, column in enumerate(columns, start=1):
            cell = sheet.cell(number, place)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = _LINE
            cell.number_format = "0" if column.header == "minutes" else _AS_TYPED
            if column is KIND:
                cell.value, cell.font = _WORDS[kind], Font(color=_GRAY)
            elif toolkit and entry and (text := cell_text(entry, kind, column)):
                shown = _shown(text, column, kind, toolkit.vocabulary)
                cell.value = int(text) if column.header == "minutes" else harmless(shown)
    return last


def _shown(text: str, column: Column, kind: Kind, vocabulary: Vocabulary) -> str:
    """A cell's text, with words of lists as one can choose them."""
    key = column.keys[kind][-1]
    if not _choices(column, kind, vocabulary):
        return text
    words = text.split(", ") if column.form == "words" else [text]
    return ", ".join(choice_of(word, key, vocabulary) for word in words)


def _fill_words(
    sheet: Worksheet, kinds: Mapping[Kind, Sequence[Column]], vocabulary: Vocabulary
) -> dict[tuple[str, ...], str]:
    """Writes each list into a column of its own; returns where, by what is in it."""
    places: dict[tuple[str, ...], str] = {}
    for kind, columns in kinds.items():
        for choices in filter(None, (_choices(column, kind, vocabulary) for column in columns)):
            if choices not in places:
                letter = get_column_letter(len(places) + 1)
                for number, word in enumerate(choices, start=1):
                    sheet[f"{letter}{number}"] = word
                places[choices] = f"{sheet.title}!${letter}$1:${letter}${len(choices)}"
    return places


def new_workbook(vocabulary: Vocabulary, toolkit: Toolkit | None = None) -> bytes:
    """A workbook that the import reads as it is: with a toolkit's questions and activities in it, or a blank one.

    `vocabulary` has the words that one can choose.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    kinds = {kind: _columns(kind, with_ids=toolkit is not None) for kind in KINDS}
    sheets = {kind: book.create_sheet(_TITLES[kind]) for kind in KINDS}
    words = book.create_sheet("Words")
    words.sheet_state = "hidden"
    places = _fill_words(words, kinds, vocabulary)
    for kind, sheet in sheets.items():
        columns = kinds[kind]
        _fill_head(sheet, kind, columns, vocabulary)
        last = _fill_rows(sheet, kind, columns, toolkit)
        for number, column in enumerate(columns, start=1):
            rule = _rule(column, kind, places.get(_choices(column, kind, vocabulary), ""), vocabulary)
            letter = get_column_letter(number)
            rule.add(f"{letter}{_HEADER + 1}:{letter}{last}")
            sheet.add_data_validation(rule)
        # The header and the question stay in sight, wherever one writes.
        sheet.freeze_panes = f"{get_column_letter(columns.index(TEXT) + 2)}{_HEADER + 1}"
        sheet.print_title_rows = f"{_HEADER}:{_HEADER}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
