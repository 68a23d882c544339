"""Texts go out to translators as a workbook or XLIFF, and come back: nothing newer overwritten, nothing lost."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from toolkit_builder.cli import main
from toolkit_builder.exchange.returned import plain
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.texts import placed_texts
from toolkit_builder.po import PoEntry, read_po

from .conftest import ToolkitFiles
from .test_translating import SCHOOL, changed

CALL, WHAT, WHY = "guide/k-first/invite/call", "guide/k-first/family_page/what", "guide/k-first/family_page/why"
TIP = "activity/count-spoons/message/tip"
DATA = Path(__file__).parent / "translators"
HEADER = 5
Edit = Callable[[Worksheet], None]


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["translate", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture
def folder(toolkit_files: ToolkitFiles) -> Path:
    """The base toolkit of a school with Somali, of which nothing is translated yet."""
    return toolkit_files({"docs/school.yml": SCHOOL.replace("es]", "so]")})


def handed(folder: Path, *options: str, name: str = "so.xlsx") -> Path:
    """The file that goes out."""
    file = folder.parent / name
    file.unlink(missing_ok=True)
    code, output = run("out", folder, "--language", "so", "--out", file, *options)
    assert code == 0, output
    return file


def column(sheet: Worksheet, head: str) -> int:
    return next(at for at, cell in enumerate(sheet[HEADER], start=1) if str(cell.value or "").startswith(head))


def row_of(sheet: Worksheet, place: str) -> int:
    number = column(sheet, "Place")
    return next(row for row in range(HEADER + 1, sheet.max_row + 1) if sheet.cell(row, number).value == place)


def put(place: str, text: object, **others: object) -> Edit:
    """Fills a row as a translator does: its translation, and other columns by their headers."""

    def edit(sheet: Worksheet) -> None:
        row = row_of(sheet, place)
        for head, value in {"Translation": text, **{key.replace("_", " "): one for key, one in others.items()}}.items():
            sheet.cell(row, column(sheet, head)).value = value  # type: ignore[assignment]

    return edit


def edited(file: Path, *edits: Edit) -> Path:
    book = load_workbook(file)
    for edit in edits:
        edit(book.worksheets[0])
    book.save(file)
    return file


def entry(folder: Path, place: str) -> PoEntry:
    po = read_po((folder / "locales/so.po").read_bytes())
    assert not po.faults
    return next(one for one in po.entries if one.place == place)


def test_a_workbook_has_all_that_helps_a_translator(folder: Path) -> None:
    """Families first; slots to keep, room, kind of place with its picture, page and status beside each text."""
    changed(folder, "prompts/all.yml", "text:", "note: Said slowly.\n  text:")
    config = folder / "mkdocs.yml"
    config.write_text(f"site_url: https://visits.example.org/\n{config.read_text(encoding='utf-8')}", encoding="utf-8")
    file = handed(folder)
    book = load_workbook(file)
    sheet, pictures = book.worksheets

    def cells(place: str) -> dict[str, str]:
        row = row_of(sheet, place)
        heads = [str(cell.value).partition(":")[0] for cell in sheet[HEADER]]
        return dict(zip(heads, (str(cell.value or "") for cell in sheet[row]), strict=True))

    call = cells(CALL)
    assert (call["Keep"], call["Status"], call["Where"]) == ("{teacher}  {decline}", "to do", "Said aloud")
    assert "153 letters" in cells("guide/k-first/invite/text")["Room"]
    assert (cells("prompt/hopes/text")["Room"], cells("prompt/hopes/text")["About"]) == (
        "One breath: 25 words",
        "Said slowly.",
    )
    page = sheet.cell(row_of(sheet, WHAT), column(sheet, "Page")).hyperlink
    assert page is not None
    assert page.target == "https://visits.example.org/so/guides/k-first/family/"
    readers = [str(sheet.cell(row, column(sheet, "Read by")).value) for row in range(HEADER + 1, sheet.max_row + 1)]
    assert readers == sorted(readers, key=["families", "students", "staff"].index)
    assert len(readers) == len(placed_texts(load_toolkit(Folders(folder))[0]))
    where = sheet.cell(row_of(sheet, WHAT), column(sheet, "Where")).hyperlink
    assert where is not None
    assert pictures[str(where.location).removeprefix("'Pictures'!")].value == "Family page"
    assert len(pictures._images) == 10  # type: ignore[attr-defined]
    # One picture for each kind, once: the file stays small enough for any mailbox.
    assert sum(one.file_size for one in ZipFile(file).infolist() if one.filename.endswith(".png")) < 30_000


def test_a_translator_works_on_the_language_in_which_the_site_opens(folder: Path) -> None:
    """Its pages stand at the root; what the YAML is written in is nothing to translate."""
    school = folder / "docs/school.yml"
    school.write_text(f"{school.read_text('utf-8').replace('[en, so]', '[so, en]')}written_in: en\n", "utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(f"site_url: https://visits.example.org/\n{config.read_text('utf-8')}", "utf-8")
    sheet = load_workbook(handed(folder)).worksheets[0]
    page = sheet.cell(row_of(sheet, WHAT), column(sheet, "Page")).hyperlink
    assert page is not None
    assert page.target == "https://visits.example.org/guides/k-first/family/"
    assert run("out", folder, "--language", "en")[0] == 2


def test_nothing_typed_outside_of_the_white_columns_is_taken_by_mistake(folder: Path) -> None:
    """Slots and texts are protected where they stand, and sorting stays possible: the sheet itself is not locked."""
    sheet = load_workbook(handed(folder)).worksheets[0]
    rules = {str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation}
    for head, kind in (("Text", "custom"), ("Keep", "custom"), ("Status", "list"), ("Translation", None)):
        assert rules["ABCDEFGHIJKLMN"[column(sheet, head) - 1]].type == kind
    assert not sheet.protection.sheet
    assert sheet.auto_filter.ref.startswith(f"A{HEADER}:")


def test_what_was_filled_goes_into_the_catalogue(folder: Path) -> None:
    """A filled cell is a translation, whatever the list beside it says; a sign-off has a name."""
    file = edited(
        handed(folder, "--families"),
        put(CALL, "Salaan, waxaan ahay {teacher}. {decline}", Your_note="Ask Amina.\nTwice."),
        put(WHAT, "Waxaan u imaanaynaa.", Status="to check"),
        put(WHY, "Adigaa yaqaan.", Status="checked", Checked_by="Amina Yusuf"),
    )
    code, output = run("in", file, folder)
    assert (code, output.splitlines()[-1]) == (
        0,
        f"3 texts went into locales/so.po, 1 of them to check; {len_families(folder) - 3} texts as they were.",
    )
    assert entry(folder, CALL).comments == ("# Ask Amina.", "# Twice.")
    assert (entry(folder, WHAT).is_fuzzy, entry(folder, WHY).is_fuzzy) == (True, False)

    sheet = load_workbook(handed(folder)).worksheets[0]
    row = row_of(sheet, WHY)
    assert [sheet.cell(row, column(sheet, head)).value for head in ("Status", "Checked by")] == [
        "checked",
        "Amina Yusuf",
    ]
    assert sheet.cell(row_of(sheet, CALL), column(sheet, "Your note")).value == "Ask Amina.\nTwice."

    # Another translation is not the one that she stands for, whoever put it there.
    catalogue = folder / "locales/so.po"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("Adigaa yaqaan.", "Adiga."), encoding="utf-8")
    sheet = load_workbook(handed(folder)).worksheets[0]
    assert sheet.cell(row_of(sheet, WHY), column(sheet, "Status")).value == "done"


def len_families(folder: Path) -> int:
    return sum(one.reader == "family" for one in placed_texts(load_toolkit(Folders(folder))[0]))


def test_a_file_can_be_taken_twice(folder: Path) -> None:
    """The second time it says what the catalogue says; but who chooses 'to do' for a translation wants another."""
    file = edited(handed(folder), put(WHAT, "Hore."), put(WHY, "Adiga.", Status="to check"))
    run("in", file, folder)
    before = (folder / "locales/so.po").read_bytes()
    code, output = run("in", file, folder)
    assert (code, output.count("not taken"), (folder / "locales/so.po").read_bytes()) == (0, 0, before), output

    run("in", edited(handed(folder), put(WHAT, "Hore.", Status="to do")), folder)
    assert entry(folder, WHAT).is_fuzzy


def test_only_what_is_open(folder: Path) -> None:
    """`--changed` leaves out what is done, and says what a text was."""
    run("in", edited(handed(folder), put(WHAT, "Waxaan u imaanaynaa."), put(WHY, "Adigaa yaqaan.")), folder)
    changed(folder, "guides/k-first.yml", "We come to talk with you.", "We come to talk with all of you.")

    sheet = load_workbook(handed(folder, "--changed")).worksheets[0]
    row = row_of(sheet, WHAT)
    assert sheet.cell(row, column(sheet, "Status")).value == "to check"
    assert sheet.cell(row, column(sheet, "About")).value == "The text was: We come to talk with you."
    with pytest.raises(StopIteration):
        row_of(sheet, WHY)


def copied(sheet: Worksheet, kept: Callable[[str], bool] = lambda _: True) -> Worksheet:
    """All rows in a new book, as who copies them into another sheet: without lists, colors and links."""
    new = Workbook().worksheets[0]
    columns = [at for at, cell in enumerate(sheet[HEADER], start=1) if kept(str(cell.value))]
    for row in range(HEADER, sheet.max_row + 1):
        new.append([sheet.cell(row, number).value for number in columns])
    return new


def sorted_upside_down(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER + 1)]
    for number, values in enumerate(reversed(rows), start=HEADER + 1):
        for at, value in enumerate(values, start=1):
            sheet.cell(number, at).value = value


def hidden_rows(sheet: Worksheet) -> None:
    for row in range(HEADER + 1, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = True


def rows_deleted(sheet: Worksheet) -> None:
    for row in range(sheet.max_row, HEADER, -1):
        if sheet.cell(row, column(sheet, "Place")).value not in (CALL, WHAT, WHY):
            sheet.delete_rows(row)


def columns_added(sheet: Worksheet) -> None:
    sheet.insert_cols(2)
    sheet.cell(HEADER, 2).value = "Question"
    sheet.cell(row_of(sheet, WHAT), 2).value = "Who is we?"


def blanks_of_programs(sheet: Worksheet) -> None:
    """What programs put into cells that nobody touched."""
    for row in range(HEADER + 1, sheet.max_row + 1):
        cell = sheet.cell(row, column(sheet, "Text"))
        cell.value = f"{cell.value}".replace(" ", "\u00a0", 1).replace("'", "’") + " "


EDITS: dict[str, Edit] = {
    "saved": lambda _: None,
    "sorted": sorted_upside_down,
    "filtered": hidden_rows,
    "rows deleted": rows_deleted,
    "columns added": columns_added,
    "blanks": blanks_of_programs,
    "the place emptied": put(WHAT, "Waxaan u imaanaynaa.", Place=""),
    "the version emptied": put(WHAT, "Waxaan u imaanaynaa.", Version=""),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_workbook_comes_back_right_whatever_was_done_with_its_rows(folder: Path, edit: Edit) -> None:
    file = edited(handed(folder), put(WHAT, "Waxaan u imaanaynaa."), edit)
    code, output = run("in", file, folder)

    assert (code, entry(folder, WHAT).text) == (0, "Waxaan u imaanaynaa."), output
    # Without its place, a row is for all texts with its words: both guides say these.
    assert ("2 texts went into" if edit is EDITS["the place emptied"] else "1 text went into") in output
    note = ("# Question: Who is we?",) if edit is columns_added else ()
    assert entry(folder, WHAT).comments == note


@pytest.mark.parametrize("lost", ["Version", "Place", "Status", "Text"])
def test_a_column_may_be_lost_on_the_way(folder: Path, lost: str) -> None:
    """Copied into a new sheet without its hidden column, or another one: what is left says enough."""
    file = edited(handed(folder), put(WHAT, "Waxaan u imaanaynaa."))
    new = copied(load_workbook(file).worksheets[0], lambda head: head != lost)
    new.parent.save(file)  # type: ignore[union-attr]

    code, output = run("in", file, folder)
    assert (code, entry(folder, WHAT).text) == (0, "Waxaan u imaanaynaa."), output


TYPED = {
    "curly quotes": ("“Haa” ama ‘maya’", "\"Haa\" ama 'maya'"),
    "odd blanks": (" Waxaan\u00a0u  imaanaynaa.\u202f", "Waxaan u imaanaynaa."),
    "an apostrophe before a number": ("'3 saacadood", "3 saacadood"),
    "an apostrophe of the language": ("'ilmo badan", "'ilmo badan"),
    "letters in two pieces": ("Cafe\u0301", "Café"),
    "line ends of Windows": ("Haa\r\nmaya", "Haa\nmaya"),
    "blanks without width": ("ភាសា\u200bខ្មែរ", "ភាសា\u200bខ្មែរ"),
    "a number": (911, "911"),
    "quotes of France": ("«\u00a0Oui\u00a0»", "« Oui »"),
    "what looks like a formula": ("=Haa", "=Haa"),
}


@pytest.mark.parametrize(("typed", "taken"), TYPED.values(), ids=TYPED)
def test_what_programs_do_to_letters_is_undone(folder: Path, typed: object, taken: str) -> None:
    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, WHAT), column(sheet, "Translation"))
        cell.value = typed  # type: ignore[assignment]
        if isinstance(typed, str):
            cell.data_type = "s"

    code, output = run("in", edited(handed(folder), edit), folder)
    assert (code, entry(folder, WHAT).text) == (0, taken), output
    # It goes out and comes back once more, as it is.
    before = (folder / "locales/so.po").read_bytes()
    code, output = run("in", edited(handed(folder)), folder)
    assert (code, (folder / "locales/so.po").read_bytes()) == (0, before), output


def test_curly_quotes_stay_where_they_are_the_language_s_own() -> None:
    assert plain("说“好”。", "Say yes.", "zh-Hans") == "说“好”。"
    assert plain("Diga “sí”.", "Say yes.", "es") == 'Diga "sí".'


FAULTS: dict[str, tuple[Edit, str, str]] = {
    "a slot is lost": (put(CALL, "Salaan. {decline}"), "Translation", "the slots differ: {decline} {teacher}"),
    "a date": (put(CALL, datetime(2026, 5, 3)), "Translation", "a date of what was typed"),
    "a formula": (put(CALL, "=A1+1"), "Translation", "for a formula"),
    "letters lost": (put(CALL, "Salaan\ufffd {teacher} {decline}"), "Translation", "letters were lost"),
    "no status": (put(CALL, "{teacher} {decline}", Status="soon"), "Status", "'soon' says not where"),
    "done without a word": (put(CALL, None, Status="done"), "Status", "there is no translation"),
    "the text itself": (
        put(WHAT, "We come to talk with you."),
        "Translation",
        "this is the text itself",
    ),
    "no such text": (put(CALL, "Salaan", Place="guide/k-first/invite/cal", Text="Hi"), "Place", "has no text"),
}


@pytest.mark.parametrize(("edit", "head", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_by_its_cell_and_all_else_is_taken(folder: Path, edit: Edit, head: str, said: str) -> None:
    file = edited(handed(folder), put(WHY, "Adigaa yaqaan."))
    sheet = load_workbook(file).worksheets[0]
    place = WHAT if "itself" in said else CALL
    cell = f"{'ABCDEFGHIJKLMN'[column(sheet, head) - 1]}{row_of(sheet, place)}"
    code, output = run("in", edited(file, edit), folder)

    assert code == 1
    assert f"{cell}: " in output
    assert said in output
    assert "1 text not taken" in output
    assert entry(folder, WHY).text == "Adigaa yaqaan."
    assert [entry(folder, one).text for one in (CALL, WHAT)] == ["", ""]


def test_what_changed_since_is_never_overwritten(folder: Path) -> None:
    """Both translations are told, and the catalogue's stays; so it is where the text itself was worded anew."""
    assert run("in", edited(handed(folder), put(CALL, "{teacher}: {decline}"), put(WHAT, "Hore.")), folder)[0] == 0
    file = edited(
        handed(folder),
        put(CALL, "Salaan {teacher}. {decline}"),
        put(WHAT, "Kayga."),
        put(WHY, "Adiga."),
        put("school/contacts/1/who", "Xafiiska"),
    )
    catalogue = folder / "locales/so.po"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace('"Hore."', '"Cusub."'), encoding="utf-8")
    changed(folder, "guides/k-first.yml", "You know your child best.", "Nobody knows your child as you do.")
    code, output = run("in", file, folder)

    assert code == 1
    assert re.search(
        r"translation-conflict\] Texts!C\d+: .*there stands 'Cusub\.' \(done\), and here 'Kayga\.'", output
    )
    assert "it is now 'Nobody knows your child as you do.', and came back as 'You know your child best.'" in output
    assert "2 texts went into" in output
    assert "2 texts not taken" in output
    assert entry(folder, WHAT).text == "Cusub."
    assert entry(folder, CALL).text == "Salaan {teacher}. {decline}"

    # Once more, it says the same, and changes no byte.
    before = catalogue.read_bytes()
    assert (run("in", file, folder)[0], catalogue.read_bytes()) == (1, before)


def test_an_emptied_cell_takes_nothing_away(folder: Path) -> None:
    run("in", edited(handed(folder), put(WHAT, "Hore.")), folder)
    code, output = run("in", edited(handed(folder), put(WHAT, None)), folder)

    assert (code, entry(folder, WHAT).text) == (0, "Hore.")
    assert "this cell is empty; the catalogue keeps its translation 'Hore.'" in output


def test_two_rows_for_one_text(folder: Path) -> None:
    """As when somebody copied a row: nobody can tell which is meant, unless they say the same."""

    def twice(sheet: Worksheet) -> None:
        values = [cell.value for cell in sheet[row_of(sheet, WHAT)]]
        values[column(sheet, "Translation") - 1] = "Kale."
        sheet.append(values)

    code, output = run("in", edited(handed(folder), put(WHAT, "Hore."), twice), folder)
    assert (code, "none of them was taken" in output) == (1, True)
    assert not (folder / "locales/so.po").exists()


def test_who_signed_for_another_translation_did_not_sign_for_this(folder: Path) -> None:
    run("in", edited(handed(folder), put(WHAT, "Hore.", Status="checked", Checked_by="Amina")), folder)
    code, output = run("in", edited(handed(folder), put(WHAT, "Cusub.")), folder)

    assert (code, entry(folder, WHAT).comments) == (0, ())
    assert "Amina stood for another translation" in output


def test_a_doubtful_text_is_right_again_once_somebody_says_so(folder: Path) -> None:
    run("in", edited(handed(folder), put(WHAT, "Hore.", Status="to check")), folder)
    assert entry(folder, WHAT).is_fuzzy
    code, _ = run("in", edited(handed(folder), put(WHAT, "Hore.", Status="Checked by Amina")), folder)

    assert (code, entry(folder, WHAT).is_fuzzy) == (0, False)
    assert entry(folder, WHAT).comments[0].startswith("# Checked by: Amina [")


def test_a_column_that_was_sorted_alone_is_noticed(folder: Path) -> None:
    """Each translation is sound, and stands beside another text: nothing is taken."""
    places = [f"guide/k-first/family_page/{key}" for key in ("what", "why", "who", "how_long", "where", "home")]
    run("in", edited(handed(folder), *(put(place, f"Eray {place[-4:]}") for place in places)), folder)
    before = (folder / "locales/so.po").read_bytes()
    turned = [*places[1:], places[0]]
    file = edited(
        handed(folder),
        *(put(place, f"Eray {other[-4:]}") for place, other in zip(places, turned, strict=True)),
    )
    code, output = run("in", file, folder)
    assert (code, (folder / "locales/so.po").read_bytes()) == (1, before)
    assert "misplaced-column" in output

    # Two that changed places may be meant.
    file = edited(handed(folder), put(places[0], "Eray /why"), put(places[1], "Eray what"))
    assert run("in", file, folder)[0] == 0


def test_files_that_are_refused(folder: Path) -> None:
    """Nothing is taken of a file that is for another language, or of no kind that is read."""
    file = handed(folder)
    for name, content, said in (
        ("x.xlsx", b"PK nothing", "damaged"),
        ("x.csv", b"Text,Translation\n", "a text file"),
        ("x.xlf", b"<xliff", "cannot be read"),
        ("x.xlf", b"<html/>", "no XLIFF"),
        ("x.xlf", b'<!DOCTYPE x [<!ENTITY a "b">]><xliff/>', "cannot be read"),
    ):
        other = folder.parent / name
        other.write_bytes(content)
        code, output = run("in", other, folder)
        assert (code, said in output, "Nothing was taken." in output) == (1, True, True), output
    school = folder / "docs/school.yml"
    school.write_text(school.read_text(encoding="utf-8").replace("so]", "es]"), encoding="utf-8")
    code, output = run("in", file, folder)
    assert (code, "this file is for 'so'; the school's other languages are: es" in output) == (1, True)
    assert run("in", DATA / "poedit.po", folder)[0] == 2
    assert run("out", folder, "--language", "so")[0] == 2
    assert run("out", folder, "--language", "es", "--out", file)[0] == 2


def test_a_catalogue_that_cannot_be_read_is_left_alone(folder: Path) -> None:
    """Half of a merge, or a torn entry: what stands there would look as if nobody had translated it."""
    file = edited(handed(folder), put(WHAT, "Hore."))
    torn = b'# Reviewed: no\n\nmsgctxt "a"\nmsgid "b\nmsgstr "c"\n'
    catalogue = folder / "locales/so.po"
    catalogue.parent.mkdir()
    catalogue.write_bytes(torn)
    code, output = run("in", file, folder)

    assert (code, catalogue.read_bytes()) == (1, torn)
    assert "locales/so.po:4" in output
    assert "Nothing was taken." in output


# --- Files of Poedit, Weblate and Crowdin ---


@pytest.mark.parametrize("tool", ["poedit", "weblate", "crowdin"])
@pytest.mark.parametrize("form", ["xlsx", "xlf"])
def test_a_catalogue_of_another_tool_is_changed_in_its_own_entries_only(
    toolkit_files: ToolkitFiles, tool: str, form: str
) -> None:
    """Heads, wrapped lines, plural forms, obsolete entries, flags and earlier texts: every other byte stays."""
    raw = (DATA / f"{tool}.po").read_text(encoding="utf-8")
    folder = toolkit_files({"docs/school.yml": SCHOOL, "locales/es.po": raw})
    file = folder.parent / f"es.{form}"
    assert run("out", folder, "--language", "es", "--out", file)[0] == 0
    assert run("in", file, folder)[0] == 0
    assert (folder / "locales/es.po").read_text(encoding="utf-8") == raw

    if form == "xlsx":
        edited(file, put(WHY, "Nadie lo conoce mejor."), put(WHAT, "Venimos a hablar con ustedes.", Status="done"))
    else:
        text = file.read_text(encoding="utf-8")
        assert text.count('subState="toolkit-builder:to-check"') == 1
        text = text.replace('state="initial" subState="toolkit-builder:to-check"', 'state="translated"')
        source = '<source xml:space="preserve">You know your child best.</source>'
        head, _, rest = text.partition(f'name="{WHY}"')
        rest = rest.replace(source, f"{source}<target>Nadie lo conoce mejor.</target>", 1)
        file.write_text(f'{head}name="{WHY}"{rest}', encoding="utf-8")
    code, output = run("in", file, folder)
    assert (code, "2 texts went into locales/es.po" in output) == (0, True), output

    wanted = raw.replace('msgid "You know your child best."\nmsgstr ""', WANTED)
    start = wanted.index("#, fuzzy\n")
    end = wanted.index('msgctxt "guide/k-first/family_page/what"\nmsgid')
    wanted = wanted[:start] + wanted[end:]
    assert (folder / "locales/es.po").read_text(encoding="utf-8") == wanted


def test_texts_that_a_catalogue_does_not_have_yet_get_their_places_in_it(toolkit_files: ToolkitFiles) -> None:
    """Behind the text above them, in order; an update then finds all of them, and puts the file in order."""
    raw = (DATA / "weblate.po").read_text(encoding="utf-8")
    folder = toolkit_files({"docs/school.yml": SCHOOL, "locales/es.po": raw})
    file = folder.parent / "es.xlsx"
    run("out", folder, "--language", "es", "--out", file)
    places = ["guide/k-first/family_page/who", "guide/k-first/family_page/how_long", "guide/k-first/invite/decline"]
    code, output = run("in", edited(file, *(put(place, f"¿{place}?") for place in places)), folder)
    assert (code, "3 texts went into" in output) == (0, True), output

    text = (folder / "locales/es.po").read_text(encoding="utf-8")
    order = [entry.place for entry in read_po(text.encode()).entries]
    assert order[1:] == [CALL, places[2], WHAT, WHY, *places[:2]]
    assert run("update", folder)[0] == 0
    updated = {one.place: one.text for one in read_po((folder / "locales/es.po").read_bytes()).entries}
    assert [updated[place] for place in places] == [f"¿{place}?" for place in places]


WANTED = 'msgid "You know your child best."\nmsgstr "Nadie lo conoce mejor."'


@pytest.mark.parametrize("name", ["office", "crowdin", "weblate"])
def test_xliff_comes_back_as_tools_write_it(folder: Path, name: str) -> None:
    """Segments are put together, codes are slots again, proposals are passed over, and notes are kept."""
    out = handed(folder, name="so.xlf").read_text(encoding="utf-8")
    text = (DATA / f"{name}.xlf").read_text(encoding="utf-8")
    for place in re.findall(r"@([^@]+)@", text):
        found = re.search(rf'<unit id="([^"]+)" name="{place}"', out)
        assert found
        text = text.replace(f"@{place}@", found[1])
    file = folder.parent / "back.xlf"
    file.write_text(text, encoding="utf-8")
    code, output = run("in", file, folder)

    call = "Salaan, waxaan ahay {teacher}. Waxaan jeclaan lahayn inaan kula kulanno. {decline}"
    assert entry(folder, CALL).text == call
    assert entry(folder, CALL).comments == ("# Ask Amina about the greeting.",)
    assert (entry(folder, WHY).text, entry(folder, WHAT).text) == ("", "")
    # Readers would see the marks.
    assert (code, "readers would see HTML tags" in output) == (1, True)


def test_xliff_holds_its_slots_as_codes(folder: Path) -> None:
    """No tool changes, translates or loses one; and no XML is broken by what stands in a text."""
    changed(folder, "guides/k-first.yml", "We come to talk with you.", "Fish & <chips> with you.")
    text = handed(folder, name="so.xlf").read_text(encoding="utf-8")

    found = re.search(rf'name="{CALL}".*?<source[^>]*>(.*?)</source>', text, re.DOTALL)
    assert found
    assert re.sub(r'<ph id="(\d)"[^>]* equiv="([^"]*)"[^>]*/>', r"[\1 \2]", found[1]) == (
        "Hello, I am [1 {teacher}]. We would like to meet you. [2 {decline}]"
    )
    assert "Fish &amp; &lt;chips&gt; with you." in text

    # One that stands twice has two codes, here and in the translation.
    changed(folder, "guides/k-first.yml", "You know your child best.", "For {child} and {child} and {day}.")
    run("in", edited(handed(folder), put(WHY, "{day}, {child} iyo {child}.")), folder)
    text = handed(folder, name="so.xlf").read_text(encoding="utf-8")
    unit = text.partition(f'name="{WHY}"')[2].partition("</unit>")[0]
    numbers = [
        re.findall(r'<ph id="(\d)"', unit.partition(f"<{kind} ")[2].partition("</")[0]) for kind in ("source", "target")
    ]
    assert numbers == [["1", "2", "3"], ["3", "1", "2"]]
