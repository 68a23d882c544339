"""Files of every program that writes tables: read, or refused with a way to one that is. Nothing is lost unsaid."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from toolkit_builder.spreadsheet import workbook
from toolkit_builder.spreadsheet.cells import is_garbled, spans
from toolkit_builder.spreadsheet.imports import Import, read_import

from .conftest import ToolkitFiles
from .test_spreadsheet import empty, run

HEAD = ["kind", "question or title", "purpose", "listener", "bands", "avoid"]
ROW = ["prompt", "What makes your kitchen yours?", "culture", "family", "elementary"]
OTHER = ["prompt", "What is new?", "hopes", "both", "high"]


def book(change: Callable[[Worksheet], object] = lambda _: None) -> bytes:
    """A workbook with one prompt, changed."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(HEAD)
    sheet.append(ROW)
    change(sheet)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def patched(
    content: bytes,
    change: Callable[[str, bytes], bytes] = lambda _, part: part,
    name: Callable[[str], str] = lambda name: name,
) -> bytes:
    """The workbook with its parts, or their names, changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(name(one), change(one, old.read(one)))
    return made.getvalue()


def with_part(ending: str, pattern: bytes, text: bytes, content: bytes | None = None) -> bytes:
    """The workbook with a pattern replaced in the part whose name has this ending."""

    def change(name: str, part: bytes) -> bytes:
        if not name.endswith(ending):
            return part
        assert re.search(pattern, part), (name, part)
        return re.sub(pattern, lambda _: text, part, flags=re.DOTALL)

    return patched(content or book(), change)


def behind_rows(xml: bytes) -> bytes:
    return with_part("sheet1.xml", b"</sheetData>", b"</sheetData>" + xml)


def strict(_: str, part: bytes) -> bytes:
    return part.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    ).replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def prefixed(name: str, part: bytes) -> bytes:
    if not name.endswith(("sheet1.xml", "workbook.xml")):
        return part
    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=")


def wide(sheet: Worksheet) -> None:
    """Formatted to the last row and column."""
    sheet["XFD2"] = " "
    sheet["A1048576"] = " "


def filled(sheet: Worksheet) -> None:
    for row in range(3, 3000):
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor="FFFF00")


def merged(sheet: Worksheet) -> None:
    sheet.insert_rows(1)
    sheet["A1"] = "Our questions"
    sheet.merge_cells("A1:F1")


def hidden_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["C"].hidden = True


def inline(cell: bytes) -> bytes:
    """The workbook with the question's cell as another program would write it."""
    return with_part("sheet1.xml", rb'<c r="B2"[^>]*>.*?</c>', cell)


READ = {
    "as-it-is": book(),
    "strict": patched(book(), strict),
    "backslashes": patched(book(), name=lambda name: name.replace("/", "\\")),
    "one-backslash": patched(book(), name=lambda name: name.replace("/", "\\") if "sheet1" in name else name),
    "other-capitals": patched(book(), name=lambda name: name.replace("sheet1", "Sheet1").upper()),
    "prefixes": patched(book(), prefixed),
    "wrong-size": with_part("sheet1.xml", rb'<dimension ref="[^"]*"', b'<dimension ref="A1"'),
    "senseless-size": with_part("sheet1.xml", rb'<dimension ref="[^"]*"', b'<dimension ref="XFD9:A"'),
    "odd-choices": behind_rows(b'<dataValidations><dataValidation type="odd" sqref="?" x="1"/></dataValidations>'),
    "odd-condition": behind_rows(b'<conditionalFormatting sqref="?"><cfRule type="odd"/></conditionalFormatting>'),
    "odd-filter": behind_rows(
        b'<autoFilter ref="A1:E2"><filterColumn colId="0"><customFilters>'
        b'<customFilter operator="odd" val="a b"/></customFilters></filterColumn></autoFilter>'
    ),
    "a-drawing-that-is-gone": behind_rows(b'<drawing r:id="rId99" xmlns:r="urn:r"/>'),
    "odd-fill": with_part("styles.xml", b"<fills.*?</fills>", b'<fills><fill><patternFill odd="x"/></fill></fills>'),
    "odd-day": with_part("core.xml", rb">[^<]*Z</dcterms:created>", b">yesterday</dcterms:created>"),
    "odd-names": with_part(
        "workbook.xml",
        b"</sheets>",
        b"</sheets><definedNames><definedName name=\"_xlnm.Print_Titles\">?</definedName></definedNames>",
    ),
    "no-type": with_part("[Content_Types].xml", rb"application/vnd[^\"]*sheet.main[^\"]*", b"application/octet-stream"),
    "no-places": with_part("sheet1.xml", rb' r="[A-Z]*[0-9]+"', b""),
    "to-the-last-cell": book(wide),
    "3,000-yellow-rows": book(filled),
    "merged-title": book(merged),
    "hidden-column": book(hidden_column),
    "inline": inline(b'<c r="B2" t="inlineStr"><is><t>What makes your kitchen yours?</t></is></c>'),
    "rich": inline(
        b'<c r="B2" t="inlineStr"><is><r><rPr><b/></rPr><t>What makes </t></r><r><t xml:space="preserve">your kitchen '
        b'</t></r><r><t>yours?</t></r><rPh sb="0" eb="1"><t>said</t></rPh></is></c>'
    ),
    "computed": inline(b'<c r="B2" t="str"><f>"What"&amp;A9</f><v>What makes your kitchen yours?</v></c>'),
    "escaped": inline(b'<c r="B2" t="str"><v>What_x0020_makes your kitchen yours?_x000D_</v></c>'),
    "no-break-spaces": inline("<c r='B2' t='str'><v>\u200bWhat\u00a0makes  your kitchen yours?\ufeff</v></c>".encode()),
}  # fmt: skip


@pytest.mark.parametrize("content", READ.values(), ids=READ)
def test_a_workbook_is_read_whoever_wrote_it(content: bytes) -> None:
    made = read_import("a.xlsx", content, empty())

    assert made.findings == []
    assert [(one.text, one.purpose, one.listener, one.bands) for one in made.prompts] == [
        ("What makes your kitchen yours?", "culture", "family", ("elementary",))
    ]


@pytest.mark.parametrize("name", ["a.xlsm", "a.xltx", "a.xls", "a.csv", "a.XLSX", "a"])
def test_what_stands_in_a_file_counts_not_its_name(name: str) -> None:
    assert len(read_import(name, book(), empty()).prompts) == 1


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, part in parts.items():
            new.writestr(name.replace("__", "/").replace("_", "."), part)
    return made.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
REFUSED = [
    ("a.xls", OLE + "Workbook".encode("utf-16-le"), "old kind (.xls)", "Excel Workbook (.xlsx)"),
    ("a.xlsx", OLE + "Workbook".encode("utf-16-le"), "old kind (.xls)", "Excel Workbook (.xlsx)"),
    ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password", "empty the password"),
    ("a.xlsb", packed(xl__workbook_bin=b""), "binary workbook", "Excel Workbook (.xlsx)"),
    ("a.xlsx", packed(xl__workbook_bin=b""), "binary workbook", "Excel Workbook (.xlsx)"),
    (
        "a.ods",
        packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b""),
        "OpenDocument",
        "Save As",
    ),
    ("a.numbers", packed(Index__Document_iwa=b""), "Numbers spreadsheet", "Export To"),
    ("a.xlsx", packed(Index_zip=b""), "Numbers spreadsheet", "Export To"),
    ("a.gsheet", b'{"url": "https://docs.google.com/x"}', "a link to Google Sheets", "Download"),
    ("a.docx", packed(word__document_xml=b""), "a text document", "copy its table"),
    ("a.xls", b"\xef\xbb\xbf\r\n<html xmlns:o='urn:x'><table>", "web page", "Excel Workbook (.xlsx)"),
    ("a.xlsx", b"<table><tr><td>kind</td></tr></table>", "web page", "Excel Workbook (.xlsx)"),
    ("a.csv", b"<!DOCTYPE html><p>Sign in</p>", "web page", "Excel Workbook (.xlsx)"),
    ("a.xls", b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", "web page", "Excel Workbook (.xlsx)"),
    ("a.xml", b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>", "of 2003", "Excel Workbook (.xlsx)"),
    ("a.slk", b"ID;PWXL;N;E\r\n", "SYLK", "Excel Workbook (.xlsx)"),
    ("a.pdf", b"%PDF-1.7", "a PDF", "copy its table"),
    ("~$a.xlsx", b"\x06school", "a book is open", "close Excel"),
    ("a.xlsx", b"", "empty", "synchronized folder"),
    ("a.xlsx", bytes(3000), "empty", "synchronized folder"),
    ("a.xlsx", b"\x89PNG\r\n\x1a\n\0", "damaged", "save it again"),
    ("a.xlsx", book()[:-400], "damaged", "save it again"),
    ("a.xlsx", packed(a_txt=b""), "damaged", "save it again"),
    ("a.xlsx", with_part("workbook.xml", rb"<sheets>.*</sheets>", b"<sheets/>"), "damaged", "save it again"),
    ("a.xlsx", with_part("workbook.xml", rb"rId1", b"rId77"), "damaged", "save it again"),
    ("a.xlsx", patched(book(), name=lambda name: name.replace("sheet1", "gone")), "damaged", "save it again"),
    ("a.xlsx", inline(b'<c r="B2" t="s"><v>777</v></c>'), "damaged", "save it again"),
    ("a.xlsx", inline(b'<c r="B2" t="s"><v>'), "damaged", "save it again"),
    ("a.xlsx", with_part("styles.xml", b"<cellXfs", b"<cellXfs <"), "damaged", "save it again"),
    (
        "a.xlsx",
        with_part("sheet1.xml", b"^", b"<!DOCTYPE x [<!ENTITY a 'b'>]>"),
        "damaged",
        "save it again",
    ),
]


@pytest.mark.parametrize(("name", "content", "what", "way"), REFUSED)
def test_any_other_file_is_refused_with_a_way_to_one_that_is_read(
    name: str, content: bytes, what: str, way: str
) -> None:
    made = read_import(name, content, empty())

    assert [(one.code, one.level) for one in made.findings] == [("not-a-spreadsheet", "error")]
    assert what in made.findings[0].message
    assert way in made.findings[0].hint


LOST = [
    (b'<c r="B2"><f>A1&amp;"x"</f></c>', "formula-cell", '=A1&"x"'),
    (b'<c r="B2"><f t="shared" si="0"/><v></v></c>', "formula-cell", "="),
    (b'<c r="B2" t="e"><f>nope()</f><v>#NAME?</v></c>', "formula-cell", "#NAME?"),
    (b'<c r="B2" t="e"><v>#REF!</v></c>', "formula-cell", "#REF!"),
    (b'<c r="B2" t="d"><v>2026-03-05T00:00:00</v></c>', "date-cell", "2026-03-05"),
    ("<c r='B2' t='str'><v>Â¿QuÃ© hay?</v></c>".encode(), "garbled-letters", "Â¿QuÃ© hay?"),
    ("<c r='B2' t='str'><v>What\ufffds new?</v></c>".encode(), "garbled-letters", "What\ufffds new?"),
]


@pytest.mark.parametrize(("cell", "code", "shown"), LOST)
def test_a_cell_whose_text_is_lost_is_a_fault(cell: bytes, code: str, shown: str) -> None:
    (finding,) = read_import("a.xlsx", inline(cell), empty()).findings

    assert (finding.code, finding.level, finding.excerpt.strip()) == (code, "error", shown)
    assert finding.message.startswith("B2: ")


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (3.0, "General", "3"),
        (3.5, "0.00", "3.5"),
        (True, "General", "TRUE"),
        (7, '"day" 0', "7"),
        (7, "[Red]0", "7"),
        (datetime(2026, 3, 5), "yyyy-mm-dd", ""),
        (datetime(2026, 3, 5), "[$-409]d\\-mmm;@", ""),
        (0.5, "[h]:mm", ""),
        (46086, 'yyyy"年"m"月"', ""),
    ],
)
def test_numbers_stay_and_dates_are_told(value: object, form: str, text: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["F2"] = value  # type: ignore[assignment]
        sheet["F2"].number_format = form

    made = read_import("a.xlsx", book(change), empty())

    if text:
        assert (made.findings, made.prompts[0].avoid) == ([], text)
    else:
        assert [(one.code, one.location.column) for one in made.findings] == [("date-cell", 6)]


# --- What is hidden ---


def hiding(sheet: Worksheet) -> None:
    sheet.title = "Now"
    sheet.append(OTHER)
    sheet.row_dimensions[3].hidden = True
    sheet.append(["prompt", "Wrong in every cell"])
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[9].hidden = True
    sheet.auto_filter.ref = "A1:E4"
    assert sheet.parent is not None
    for title, state in (("Old ideas", "hidden"), ("Older", "veryHidden"), ("Notes", "visible"), ("Lists", "hidden")):
        other = sheet.parent.create_sheet(title)
        other.sheet_state = state
        for row in [["hopes"], ["culture"]] if title in ("Notes", "Lists") else [HEAD, OTHER]:
            other.append(row)


def test_what_is_hidden_is_left_out_and_counted(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    file = tmp_path / "ideas.xlsx"
    file.write_bytes(book(hiding))

    result = run("import", file, toolkit_files({}))

    assert result.exit_code == 0
    notes = [line for line in result.output.splitlines() if "note[left-out]" in line]
    assert notes == [
        "ideas.xlsx:1:1: note[left-out] the sheet 'Old ideas' is hidden, and was left out with its 1 row",
        "ideas.xlsx:1:1: note[left-out] the sheet 'Older' is hidden, and was left out with its 1 row",
        "ideas.xlsx:1:1: note[left-out] the sheet 'Notes' was left out: no row of it names the columns",
        "ideas.xlsx:3:1: note[left-out] in the sheet 'Now', 2 rows are hidden or filtered out, and were left out: 3-4",
    ]
    assert "1 row went into" in result.output


@pytest.mark.parametrize("is_sheet", [True, False])
def test_a_book_that_hides_everything_is_no_success(is_sheet: bool) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = not is_sheet
        if is_sheet:
            assert sheet.parent is not None
            sheet.parent.create_sheet("Notes")
            sheet.sheet_state = "hidden"

    findings = read_import("a.xlsx", book(change), empty()).findings

    assert [one.code for one in findings if one.level == "error"] == ["no-header" if is_sheet else "empty-file"]
    assert "unhide" in next(one.hint for one in findings if one.level == "error")


def test_rows_are_named_as_people_name_them() -> None:
    assert spans([2, 4, 5, 6]) == "3, 5-7"
    assert spans(range(0, 40, 2)) == "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, ..."


# --- How large ---


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_XML", 100_000)
    monkeypatch.setattr(workbook, "MOST_ELEMENTS", 1000)
    monkeypatch.setattr(workbook, "MOST_CELLS", 100)
    large = with_part("sheet1.xml", b"</sheetData>", b"</sheetData>" + b" " * 100_000)
    deep = with_part("sheet1.xml", b"</sheetData>", b"<row/>" * 1000 + b"</sheetData>")
    many = with_part("sheet1.xml", b"</sheetData>", b"<row><c><v>1</v></c></row>" * 100 + b"</sheetData>")

    for content in (large, deep, many):
        assert [one.code for one in read_import("a.xlsx", content, empty()).findings] == ["file-too-big"]


def test_a_cell_in_the_last_column_of_many_rows_costs_what_it_holds() -> None:
    """Rows are not filled up: 1,000 of them would have 16 million empty cells."""

    def change(sheet: Worksheet) -> None:
        for row in range(2, 1002):
            sheet.cell(row, 16_384).value = "x"

    (sheet,) = workbook.read_workbook("a.xlsx", book(change))

    assert sum(map(len, sheet.cells.values())) == len(HEAD) + len(ROW) + 1000


# --- CSV ---

ACCENTS = "¿Qué hará su niño después? It’s “fun”, no?"


def table(text: str, *, ends: str = "\n", separator: str = ",") -> str:
    """A CSV file of one prompt with this question."""
    quoted = '"' + text.replace('"', '""') + '"'
    rows = [HEAD[:5], ["prompt", quoted, "hopes", "both", "high"]]
    return "".join(separator.join(row) + ends for row in rows)


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (table(ACCENTS).encode(), ""),
        (table(ACCENTS).encode("utf-8-sig"), ""),
        (table(ACCENTS).encode("utf-16"), ""),
        (table(ACCENTS).encode("utf-16-le"), ""),
        (table(ACCENTS).encode("utf-16-be"), ""),
        (table(ACCENTS).encode("windows-1252"), "'¿Qué'"),
        (table(unicodedata.normalize("NFD", ACCENTS)).encode(), ""),
        (table(ACCENTS, ends="\r").encode(), ""),
        (table(ACCENTS, ends="\r\n").encode(), ""),
        (table(ACCENTS, separator=";").encode(), ""),
        (table(ACCENTS, separator="\t").encode(), ""),
        (table(ACCENTS, separator="|").encode(), ""),
        (table(ACCENTS, separator=", ").encode(), ""),
        (("sep=;\r\n" + table(ACCENTS, separator=";")).encode("utf-8-sig"), ""),
        (table(ACCENTS + "\0").encode(), ""),
    ],
)
def test_a_csv_file_is_read_in_its_encoding(content: bytes, note: str) -> None:
    for name in ("a.csv", "a.xlsx"):
        made = read_import(name, content, empty())

        assert [one.text for one in made.prompts] == ['¿Qué hará su niño después? It\'s "fun", no?']
        assert [one.code for one in made.findings] == (["not-utf8"] if note else [])
        assert all(note in one.message and one.level == "note" for one in made.findings)


def test_a_bad_byte_is_told_at_its_row() -> None:
    """The rest of the file stays UTF-8."""
    content = (table("¿Qué? ñandú") + "prompt,What\0s new?,hopes,both,high\n").encode().replace(b"\0", b"\x92")

    made = read_import("b.csv", content, empty())

    assert made.prompts[0].text == "¿Qué? ñandú"
    assert [(one.code, one.location.line, one.location.column) for one in made.findings] == [("garbled-letters", 3, 2)]
    assert "type them again" in made.findings[0].hint


OTHERS = [
    ("Що нового?", "windows-1251"),
    ("Как дела?", "koi8-r"),
    ("¿Qué?", "mac_roman"),
    ("El niño", "mac_roman"),
    ("It’s “fun”", "mac_roman"),
    ("Jak się ma mały żółw?", "cp1250"),
    ("Bugün ne öğrendiniz, kızım?", "cp1254"),
    ("Τι νέα;", "cp1253"),
    ("ما الجديد؟", "cp1256"),
    ("מה חדש?", "cp1255"),
    ("¿Qué hace el niño?", "cp437"),
    ("¿Qué hace el niño?", "cp850"),
    ("最近怎么样", "gb18030"),
    ("最近どうですか", "shift_jis"),
    ("요즘 어때요", "cp949"),
]


@pytest.mark.parametrize(("text", "encoding"), OTHERS)
def test_an_encoding_that_nothing_tells_is_not_guessed(text: str, encoding: str) -> None:
    (finding,) = read_import("k.csv", table(text).encode(encoding), empty()).findings

    assert (finding.code, finding.level, finding.location.line) == ("garbled-letters", "error", 2)
    assert "CSV UTF-8" in finding.hint


@pytest.mark.parametrize(
    "text",
    [
        "L’école à Noël, où ça va: «Être» déjà vu?",
        "Größe, Übung, Äpfel — „so“ heißt es",
        "NIÑOS Y NIÑAS: ¿CUÁL ES?",
        "Coração, mães e avós; às 2½ horas, 1ª vez",
        "Perché è così? Città",
        "Smörgåsbord, fjäll; blåbær og frøken",
        "½ cup, 20 °C, 5 m², 50 ¢, £5, 3 × 4 – 5…",
        "Play—and sing • Don’t “stop”™",
    ],
)
def test_windows_1252_is_what_english_and_western_europe_write(text: str) -> None:
    made = read_import("w.csv", table(text).encode("windows-1252"), empty())

    assert [(one.code, one.level) for one in made.findings] == [("not-utf8", "note")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("¿Qué?", "windows-1252"),
        ("It’s", "windows-1252"),
        ("Що", "latin-1"),
        ("ما", "latin-1"),
        ("最近", "latin-1"),
        ("😀", "windows-1252"),
        ("¿Qué?", "mac_roman"),
        ("It’s", "mac_roman"),
    ],
)
def test_letters_that_became_others_are_seen(text: str, wrong: str) -> None:
    assert is_garbled(text.encode().decode(wrong))
    assert not is_garbled(text)


@pytest.mark.parametrize("text", ["«IRMÃ»", "CAFÉ®", "Ångström", "ÄÖÜ", "Às 2", "Ünïcödé", "½ ×", "¿Ñandú?", "Đường Ê"])
def test_letters_that_are_meant_are_left_alone(text: str) -> None:
    assert not is_garbled(text)


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ('prompt,"What is new?,hopes,both,high\n', 2),
        ('prompt,Fine?,hopes,both,high\nprompt,"What is new?,hopes,both,high\nprompt,"So?",hopes,both,high\n', 3),
        ('prompt,"What" is new?,hopes,both,high\n', 2),
    ],
)
def test_a_quotation_mark_swallows_nothing_unsaid(rows: str, row: int) -> None:
    made = read_import("q.csv", ("kind,question,purpose,listener,bands\n" + rows).encode(), empty())

    assert [(one.code, one.location.line) for one in made.findings if one.level == "error"] == [("broken-quotes", row)]


def test_a_quotation_mark_inside_a_word_is_a_letter() -> None:
    content = b'kind,question,purpose,listener,bands\nprompt,Is 5" long?,hopes,both,high\n'

    made: Import = read_import("q.csv", content, empty())

    assert (made.findings, made.prompts[0].text) == ([], 'Is 5" long?')


@pytest.mark.parametrize("name", ["Idées d’été.csv", unicodedata.normalize("NFD", "Idées d’été.csv")])
def test_a_files_name_in_either_form_gives_the_same(name: str, toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(table("What is new?"), encoding="utf-8")

    assert "docs/prompts/idees-dete.yml" in run("import", file, toolkit_files({})).output
