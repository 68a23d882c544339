"""The tally without names: a workbook (.xlsx) in which a coordinator counts visits, and which adds them up.

One sheet is filled, one adds up, and one is to be shown to others: there, small groups are hidden, and so is the next
smallest where the total would give a small one away. All sums are formulas.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring, tostring

from toolkit_builder.interface import words_for
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES
from toolkit_builder.outputs import pack

from .columns import harmless

ROWS = 1000
"""How many families one workbook counts."""
SMALLEST = 10
"""Groups of fewer are hidden, until the coordinator writes the district's own number."""
_OWN_LANGUAGES = 5
"""Empty lines for languages that the school has not named."""
_FIRST = 6
"""The row of the first visit."""
_INK, _PAPER, _FILL = "1F3A4A", "E3EBEE", "FFF8E1"
_EDGE = Side(style="thin", color="C9D3D8")
_LINE = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_DAY = datetime(2026, 1, 1)
"""The day of every workbook: same words, same bytes."""


@dataclass(frozen=True, slots=True)
class _Group:
    """A table of sums: what it is by, the column of the visits, the rows' names, and how many are left empty."""

    title: str
    column: str
    names: Sequence[str]
    blank: int = 0


@dataclass(frozen=True, slots=True)
class _Table:
    """Where a group's rows stand, from the first to the last."""

    group: _Group
    first: int
    last: int

    def cells(self, column: str) -> str:
        return f"${column}${self.first}:${column}${self.last}"


@dataclass(frozen=True, slots=True)
class _Hiding:
    """How a column of sums is hidden where its groups are small, in columns that only the program reads.

    `small` holds 1 for a number that must not be shown, and above it the sum of all these; `other` holds those that
    may be shown, and above them the smallest. Where the sum is small itself, the total would give it away: that
    smallest one is hidden, too. `hide` is what the sheet to share goes by; `before` is that of the group's size.
    """

    counted: str
    hide: str
    small: str
    other: str
    before: str = ""

    def formulas(self, number: int, head: int) -> Iterator[tuple[str, str]]:
        """Column and formula for the three cells of the row `number`, below the header in the row `head`."""
        one, least = f"{self.counted}{number}", "$B$4"
        is_small = f"AND(N({one})>0,N({one})<{least})"
        if self.before:
            is_small = f'OR({self.before}{number}="hide",{is_small})'
        yield self.small, f"=IF({is_small},1,0)"
        yield self.other, f'=IF(AND({self.small}{number}=0,N({one})>0),{one},"")'
        total, next_one = f"${self.small}${head}", f"${self.other}${head}"
        gives_away = f"AND({total}>0,{total}<{least},N({one})>0,N({one})={next_one})"
        yield self.hide, f'=IF(OR({self.small}{number}=1,{gives_away}),"hide","")'


_HIDING = (_Hiding("B", "G", "J", "K"), _Hiding("C", "H", "L", "M", "G"), _Hiding("D", "I", "N", "O", "G"))


_SHARED = {"B": "G", "C": "H", "D": "I", "E": "GH", "F": "HI"}
"""Columns of the sheet to share, and those that say of each whether it is hidden: a share gives its parts away."""


def _language_names(toolkit: Toolkit, school: School) -> list[str]:
    words = words_for(toolkit)
    named = dict.fromkeys((*school.languages, *school.interpreting.languages))
    return [words.name_of(language) for language in named]


def _head(sheet: Worksheet, row: int, words: Sequence[str]) -> None:
    for column, word in enumerate(words, start=1):
        cell = sheet.cell(row, column, word)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_INK)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.border = _LINE


def _title(sheet: Worksheet, title: str, lines: Sequence[str]) -> None:
    sheet["A1"] = title
    sheet["A1"].font = Font(bold=True, size=14, color=_INK)
    for row, line in enumerate(lines, start=2):
        sheet.cell(row, 1, line)


def _for_paper(sheet: Worksheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _quoted(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def _visits(column: str) -> str:
    return f"Visits!${column}${_FIRST}:${column}${_FIRST + ROWS - 1}"


def _counts(row: int, column: str, yes: str) -> Iterator[str]:
    """Formulas for offered, accepted and held of the group that stands in column A of `row`."""
    same = f"{_visits(column)},$A{row}"
    for more in ("", f",{_visits('E')},{_quoted(yes)}", f",{_visits('F')},{_quoted(yes)}"):
        yield f'=IF($A{row}="","",COUNTIFS({same}{more}))'


def _fill_sums(sheet: Worksheet, groups: Sequence[_Group], heads: Sequence[str], total: str, yes: str) -> list[_Table]:
    """Writes the tables of sums; returns where each stands."""
    tables, row = [], 8
    for group in groups:
        _head(sheet, row, (group.title, *heads))
        table = _Table(group, row + 1, row + len(group.names) + group.blank)
        for what in _HIDING:
            sheet[f"{what.small}{row}"] = f"=SUMIF({table.cells(what.small)},1,{table.cells(what.counted)})"
            sheet[f"{what.other}{row}"] = f"=MIN({table.cells(what.other)})"
        for number in range(table.first, table.last + 1):
            position = number - table.first
            name = sheet.cell(number, 1, harmless(group.names[position]) if position < len(group.names) else None)
            if position >= len(group.names):
                name.fill, name.protection = PatternFill("solid", fgColor=_FILL), Protection(locked=False)
            for place, formula in enumerate(_counts(number, group.column, yes), start=2):
                sheet.cell(number, place, formula)
            sheet.cell(number, 5, f'=IF(N(B{number})=0,"",C{number}/B{number})').number_format = "0%"
            sheet.cell(number, 6, f'=IF(N(C{number})=0,"",D{number}/C{number})').number_format = "0%"
            for what in _HIDING:
                for letter, formula in what.formulas(number, row):
                    sheet[f"{letter}{number}"] = formula
            for place in range(1, 8):
                sheet.cell(number, place).border = _LINE
        end = table.last + 1
        sheet.cell(end, 1, total).font = Font(bold=True)
        for column in "BCD":
            cell = sheet[f"{column}{end}"]
            cell.value, cell.font = f"=SUM({table.cells(column)})", Font(bold=True)
        tables.append(table)
        row = end + 2
    for letter in "HIJKLMNO":
        sheet.column_dimensions[letter].hidden = True
    return tables


def _fill_shared(sheet: Worksheet, tables: Sequence[_Table], heads: Sequence[str], total: str, hidden: str) -> None:
    row = 5
    for table in tables:
        _head(sheet, row, (table.group.title, *heads))
        for number in range(table.first, table.last + 1):
            row += 1
            sheet.cell(row, 1, f'=IF(Sums!A{number}="","",Sums!A{number})').border = _LINE
            for column, hides in _SHARED.items():
                cell = sheet[f"{column}{row}"]
                small = ",".join(f'Sums!${hide}{number}="hide"' for hide in hides)
                shown = f"IF(OR({small}),{_quoted(hidden)},Sums!{column}{number})"
                cell.value = f'=IF(Sums!$A{number}="","",{shown})'
                cell.border = _LINE
                if column in "EF":
                    cell.number_format = "0%"
        row += 1
        sheet.cell(row, 1, total).font = Font(bold=True)
        for column in "BCD":
            whole = f"Sums!{column}{table.last + 1}"
            sheet[f"{column}{row}"] = f"=IF(AND({whole}>0,{whole}<Sums!$B$4),{_quoted(hidden)},{whole})"
            sheet[f"{column}{row}"].font = Font(bold=True)
        row += 2


def _list(sheet: Worksheet, column: str, source: str) -> None:
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    rule.showErrorMessage = True
    rule.add(f"{column}{_FIRST}:{column}{_FIRST + ROWS - 1}")
    sheet.add_data_validation(rule)


def tally_workbook(toolkit: Toolkit) -> bytes:
    """The workbook for a school: with its grades and languages, and without any visit."""
    words, school = words_for(toolkit), toolkit.school
    t = words.t
    book = Workbook()
    book.remove(book.worksheets[0])
    # Formulas name the sheets, so these have the same names in every language.
    visits, sums, share = (book.create_sheet(name) for name in ("Visits", "Sums", "Share"))

    grades = toolkit.grades or tuple(GRADES)
    groups = (
        _Group(t("By grade"), "B", [words.grades[grade].title for grade in grades]),
        _Group(t("By language"), "C", _language_names(toolkit, school), _OWN_LANGUAGES),
        _Group(t("By place"), "D", [label.title for label in words.places.values()]),
    )
    counted = (t("Offered"), t("Accepted"), t("Held"), t("Accepted of offered"), t("Held of accepted"))
    tables = _fill_sums(sums, groups, (*counted, t("Small group?")), t("Total"), t("Yes"))
    _title(
        sums,
        t("Sums"),
        (
            t("The program adds up. Change only the yellow cells: the smallest group to show, and more languages."),
            t("Ask your district which group is the smallest that it shows. We start with {n}.", n=SMALLEST),
        ),
    )
    sums["A4"], sums["B4"] = t("Smallest group to show"), SMALLEST
    sums["B4"].fill, sums["B4"].protection = PatternFill("solid", fgColor=_FILL), Protection(locked=False)
    sums["A5"], sums["B5"] = t("Hours of visits held"), f"=ROUND(SUM({_visits('H')})/60,1)"
    sums["A6"] = t("Rows that are not counted: grade, language or place is not in the list")
    totals = ",".join(f"$B${table.last + 1}" for table in tables)
    begun = ",".join(f"COUNTA({_visits(column)})" for column in "ABCD")
    sums["B6"] = f"=MAX({begun})-MIN({totals})"
    _for_paper(sums, (44, 12, 12, 12, 14, 14, 10))

    _title(
        share,
        t("To share"),
        (
            t("This sheet may be shown to others. Never send the whole workbook: save this sheet as a PDF."),
            t("Small numbers are hidden. So is the next one, where the total would give a small one away."),
        ),
    )
    share["A3"].font = Font(bold=True, color="9A3412")
    _fill_shared(share, tables, counted, t("Total"), t("hidden"))
    _for_paper(share, (44, 12, 12, 12, 14, 14))

    _title(
        visits,
        t("Tally without names"),
        (
            t("One row for every family that was asked. No names, no addresses, no remarks, here or in comments."),
            t("Choose from the lists. A language that is not there: add it to the yellow cells of the sheet Sums."),
        ),
    )
    _head(
        visits,
        _FIRST - 1,
        (t("Month"), t("Grade"), t("Language"), t("Place"), t("Accepted"), t("Held"), t("Moved by"), t("Minutes")),
    )
    for column, table in zip("BCD", tables, strict=True):
        _list(visits, column, f"Sums!{table.cells('A')}")
    answers = (
        # With grade and language beside it, a day could show a family.
        ("A", words.months()),
        ("E", (t("Yes"), t("No"), t("No answer"))),
        ("F", (t("Yes"), t("No"))),
        ("G", (t("Family"), t("School"), t("Weather"), t("Illness"))),
    )
    for column, choices in answers:
        _list(visits, column, f'"{",".join(choices)}"')
    minutes = DataValidation(type="whole", operator="between", formula1="1", formula2="600", allow_blank=True)
    minutes.add(f"H{_FIRST}:H{_FIRST + ROWS - 1}")
    visits.add_data_validation(minutes)
    visits.freeze_panes = f"B{_FIRST}"
    visits.print_title_rows = f"{_FIRST - 1}:{_FIRST - 1}"
    _for_paper(visits, (13, 14, 24, 20, 12, 10, 14, 10))

    for sheet in (sums, share):
        sheet.protection.sheet = True
    return _as_written(book, t("Tally without names"))


def _as_written(book: Workbook, title: str) -> bytes:
    """The workbook's bytes, which know nothing of the day on which they were made."""
    book.properties.title, book.properties.creator, book.properties.created = title, "", _DAY
    made, same = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    # Saving dates it; nothing else in it knows the day.
    core = "docProps/core.xml"
    tree: Any = fromstring(files[core])
    properties: Any = DocumentProperties.from_tree(tree)
    properties.modified = _DAY
    files[core] = tostring(properties.to_tree())
    pack(same, files.items())
    return same.getvalue()
