"""Printed pieces: whole, accessible, letter for letter what the author wrote, and the same bytes each time."""

import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf
import pypdfium2
import pytest
from outloud import check

from toolkit_builder.build import build
from toolkit_builder.cache import Cache
from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.options import Options
from toolkit_builder.outputs import Paper, PrintedSheet, Sheet, SheetKind
from toolkit_builder.pdf import fingerprint
from toolkit_builder.sheets import KINDS, SHARED_KINDS, Print, render_sheets

from .conftest import ROOT, ToolkitFiles
from .printed import print_sheets

PAPERS: tuple[Paper, ...] = ("letter", "a4")
# Points, as PDF measures paper.
SIZES = {"letter": (612, 792), "a4": (595, 842)}
SCREEN = (720, 405)
"""A slide, 16:9."""
ADDRESS = "https://visits.maplestreet.example/"
OWN = {"school": "Maple Street", "phone": "555-0100"}
"""What the default toolkit's templates fill in by themselves."""
EVERY = [(kind, paper) for kind in KINDS for paper in PAPERS]


@cache
def sheets_of(paper: Paper) -> dict[SheetKind, Sheet]:
    """One sheet of each kind from the default toolkit; a second visit has them all."""
    toolkit, _ = load_toolkit(Folders(ROOT))
    guide = toolkit.guides_by_id["grade-3-second"].model_copy(update={"inserts": ("name-and-pronouns",)})
    toolkit = replace(toolkit, guides=tuple(guide if one.id == guide.id else one for one in toolkit.guides))
    logo = (ROOT / "docs" / toolkit.school.logo.file).read_bytes()
    of_one = render_sheets(toolkit, Print(paper=paper, site_url=ADDRESS, logo=logo, guides=["grade-3-second"]))
    shared = render_sheets(toolkit, Print(paper=paper, site_url=ADDRESS, logo=logo, kinds=SHARED_KINDS))
    return {sheet.kind: sheet for sheet in [*of_one, *shared]}


def compiled(sheet: Sheet) -> PrintedSheet | list[Diagnostic]:
    """The sheet, set, or what stands in its way."""
    printed, findings, odd = print_sheets([sheet])
    assert odd == ""
    return findings or printed[0]


@cache
def printed(kind: SheetKind, paper: Paper) -> PrintedSheet:
    made = compiled(sheets_of(paper)[kind])
    assert isinstance(made, PrintedSheet), made
    return made


def texts_by_two_readers(pdf: bytes, foot: float = 0) -> list[str]:
    """What two independent readers take out of a PDF.

    Not the last `foot` points of a page, nor a binder's tab at its edge and the number above the text.
    """
    edge = foot / 2
    head = min(foot, 40)
    with pymupdf.open(stream=pdf) as document:
        by_mupdf = "\n".join(
            page.get_text(clip=(edge, head, page.rect.width - edge, page.rect.height - foot)) for page in document
        )
    document = pypdfium2.PdfDocument(pdf)
    by_pdfium = "\n".join(
        page.get_textpage().get_text_bounded(edge, foot, page.get_width() - edge, page.get_height() - head)
        for page in document
    )
    document.close()
    return [by_mupdf, by_pdfium]


def letters(text: str) -> str:
    """A text without what line breaks change: blanks, and hyphens at the end of a line."""
    return re.sub("[\\s\u200b\u00ad\u0002\ufffe-]+", "", text)


def strings(value: Any) -> Iterator[str]:
    """Each text of a sheet's values as one string; a text's pieces are put together."""
    if isinstance(value, list) and value and all(isinstance(node, dict) and "k" in node for node in value):
        yield "".join(node_string(node) for node in value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            # They are on a sheet of their own.
            if key != "messages":
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def node_string(node: dict[str, Any]) -> str:
    if "c" in node:
        return "".join(node_string(inner) for inner in node["c"])
    if node["k"] in OWN:
        return OWN[node["k"]]
    # A slot stands apart from the letters around it.
    return f" {node['v']} " if node["k"] == "slot" else node["v"]


def _titles(protocol: Any) -> list[Any]:
    """What the page on safety must hold of its steps; more only where there is room."""
    return [step["title"] for part in protocol for step in part["steps"]]


def shown(sheet: Sheet) -> list[str]:
    """The texts that a sheet must hold, by its kind."""
    guide = sheet.values.get("guide", {})
    on_cards = [
        [prompt[key] for key in ("text", "we_share", "follow_ups", "listen_for", "avoid")]
        for prompt in guide.get("prompts", [])
    ]
    parts: dict[SheetKind, Any] = {
        "cards": on_cards,
        "small-cards": on_cards,
        "plan": [guide.get(key) for key in ("agenda", "before", "materials", "listening", "do_not", "reflection")],
        "expect": guide.get("family"),
        "handout": [[one["steps"], one["ask"]] for one in sheet.values.get("chosen", [])],
        "progress": [sheet.values.get("skills"), (guide.get("goal") or {}).get("example")],
        "reflection": guide.get("reflection"),
        "interpreter": [
            guide.get("limit"),
            [step["say"] for step in guide.get("agenda", [])],
            [one["text"] for one in guide.get("prompts", [])],
        ],
        "messages": [],
        "guide": guide,
        "poster": [],
        "staff": [sheet.values.get(key) for key in ("practices", "notes", "policies", "interpreting", "profiles")],
        "safety": [sheet.values.get("ladder"), _titles(sheet.values.get("protocol", ()))],
        "insert": sheet.values.get("inserts"),
        "inserts": sheet.values.get("inserts"),
        "thanks": [],
        "door": [],
        "summer": [one["tip"] for one in sheet.values.get("weeks", [])],
        "kit": sheet.values.get("piece", {}).get("sections"),
        "slides": [
            [slide[key] for key in ("points", "say", "roles")]
            for slide in sheet.values.get("piece", {}).get("slides", ())
        ],
        "binder": [
            [one.values["guide"] for one in sheet.bound if isinstance(one, Sheet)],
            sheet.values.get("glossary"),
            sheet.values.get("facts"),
        ],
    }
    found = list(strings(parts[sheet.kind]))
    if sheet.kind == "messages":
        found = [
            text
            for activity in guide["activities"]
            for message in activity["messages"]
            for text in strings(message["text"])
        ]
    if sheet.kind == "staff":
        found += [one[key] for name in ("practices", "profiles") for one in sheet.values[name] for key in one]
    if sheet.kind == "summer":
        found += [one["title"] for one in sheet.values["weeks"]]
    if sheet.kind == "poster":
        found = [text for practice in sheet.values["practices"] for text in practice.values()]
    return found


@pytest.mark.parametrize(("kind", "paper"), EVERY)
def test_every_sheet_is_accessible(kind: SheetKind, paper: Paper, tmp_path: Path) -> None:
    """An independent checker of PDF/UA-1 and WCAG finds no error. TBL-014 takes cut lines for a table."""
    file = tmp_path / "sheet.pdf"
    file.write_bytes(printed(kind, paper).pdf)

    result = check(str(file), skip=["TBL-014"])

    assert result.error is None
    assert [found for found in result.findings if found.severity == "error"] == []


@pytest.mark.parametrize(("kind", "paper"), EVERY)
def test_what_is_printed_is_what_was_written(kind: SheetKind, paper: Paper) -> None:
    """Two readers take every text of the sheet out of it, letter for letter; checkers do not see garbled text."""
    made = printed(kind, paper)
    # A text that goes on on the next page has the foot of the first in between.
    for read in texts_by_two_readers(made.pdf, foot=50 if kind in ("guide", "binder", "staff") else 0):
        found = letters(read)
        assert [text for text in shown(sheets_of(paper)[kind]) if letters(text) not in found] == []


@pytest.mark.parametrize("kind", ["plan", "guide"])
def test_each_part_says_whose_turn_it_is(kind: SheetKind) -> None:
    agenda = sheets_of("letter")[kind].values["guide"]["agenda"]
    pattern = r"\d+ min\s+(Talk leader|Partner|Both\s+visitors)\b"

    for text in texts_by_two_readers(printed(kind, "letter").pdf):
        assert [" ".join(turn.split()) for turn in re.findall(pattern, text)] == [part["turn"] for part in agenda]
    assert {part["turn"] for part in agenda} == {"Talk leader", "Both visitors"}


@pytest.mark.parametrize(("kind", "paper"), EVERY)
def test_a_sheet_has_its_paper_its_pages_and_a_picture(kind: SheetKind, paper: Paper) -> None:
    made = printed(kind, paper)
    with pymupdf.open(stream=made.pdf) as document:
        assert made.pages == len(document)
        assert {(round(page.rect.width), round(page.rect.height)) for page in document} == {
            SCREEN if kind == "slides" else SIZES[paper]
        }
        fonts = {font[3] for page in document for font in page.get_fonts()}
        links = {link.get("uri") for page in document for link in page.get_links()} - {None}
    assert all("NotoSans" in font or "Amiri" in font for font in fonts), fonts
    assert all(link.startswith(("https://", "http://", "mailto:", "tel:")) for link in links), links
    if kind not in ("cards", "small-cards", "reflection", "thanks", "door", "kit", "slides"):
        assert sheets_of(paper)[kind].values["address"] in links
    assert made.picture.startswith(b"\x89PNG")


ON_ONE_SHEET: list[SheetKind] = ["plan", "expect", "handout", "reflection", "poster", "safety", "thanks", "door"]
ON_ONE_SHEET += ["progress", "summer", "insert"]


@pytest.mark.parametrize("kind", ON_ONE_SHEET)
def test_one_sheet_of_paper_is_enough(kind: SheetKind) -> None:
    for paper in PAPERS:
        assert printed(kind, paper).pages == (2 if kind == "plan" else 1)


# --- What is printed of grades, and what is filled in by hand ---


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", ["progress", "summer"])
def test_each_fits_its_one_page(kind: SheetKind, paper: Paper) -> None:
    """The pages of all guides and grades of the default toolkit, with as much text as they have."""
    toolkit, _ = load_toolkit(Folders(ROOT))
    sheets = render_sheets(toolkit, Print(paper=paper, site_url=ADDRESS, kinds=[kind]))

    made, findings, odd = print_sheets(sheets)
    assert (findings, odd) == ([], "")
    assert [(one.uri, one.pages) for one in made] == [(sheet.uri, 1) for sheet in sheets]


def test_a_summer_page_has_ten_weeks_of_many_routines() -> None:
    """Of each grade's activities those that need nothing come first."""
    toolkit, _ = load_toolkit(Folders(ROOT))
    sheets = {sheet.grade: sheet for sheet in render_sheets(toolkit, Print(paper="letter", kinds=["summer"]))}

    assert list(sheets) == list(toolkit.grades)
    assert sheets["3"].uri == "print/grade-3/summer-letter.pdf"
    for grade, sheet in sheets.items():
        own = {one.title.replace("'", "\u2019"): one for one in toolkit.activities if grade in one.grades}
        weeks = [own[week["title"]] for week in sheet.values["weeks"]]
        assert len(weeks) == 10
        assert len({one.routine for one in weeks}) == min(10, len({one.routine for one in own.values()}))
        first = next((one for one in own.values() if not one.materials), None)
        assert first is None or weeks[0] == first


def test_a_small_toolkit_has_both(toolkit_files: ToolkitFiles) -> None:
    """A grade with one activity, and a second visit without skills or goal."""
    toolkit, _ = load_toolkit(Folders(toolkit_files({})))
    sheets = render_sheets(toolkit, Print(paper="letter", kinds=["progress", "summer"]))

    assert {sheet.uri for sheet in sheets} >= {"print/kindergarten/summer-letter.pdf"}
    assert [sheet.guide for sheet in sheets if sheet.kind == "progress"] == ["k-second"]
    for sheet in sheets:
        made = compiled(sheet)
        assert isinstance(made, PrintedSheet)
        assert (made.pages, made.grade) == (1, sheet.grade)
        for read in texts_by_two_readers(made.pdf):
            assert [text for text in shown(sheet) if letters(text) not in letters(read)] == []


def test_a_talk_about_progress_has_the_schools_words_beside_the_familys(tmp_path: Path) -> None:
    """The family's page is in its language; what the school reads, and cuts off, is in the school's."""
    sheet = sheets_of("letter")["progress"]
    words = {**sheet.values["words"], "Not yet": "Todav\u00eda no", "The family": "La familia"}
    second = {"language": "en", "region": None, "dir": "ltr", "words": sheet.values["words"]}

    made = compiled(replace(sheet, values={**sheet.values, "words": words, "second": second}))
    assert isinstance(made, PrintedSheet), made
    assert made.pages == 1
    for read in texts_by_two_readers(made.pdf):
        found = " ".join(read.split())
        assert "Todav\u00eda no Not yet" in found
        assert "La familia The family" in found
        assert found.count("Show one strength") == 1
    file = tmp_path / "two.pdf"
    file.write_bytes(made.pdf)
    assert check(str(file), skip=["TBL-014"]).errors == 0


@pytest.mark.parametrize("key", ["goal", "skills"])
def test_help_that_leaves_no_room_to_write_is_named_with_its_place(key: str) -> None:
    sheet = sheets_of("letter")["progress"]
    long = [{"k": "text", "v": "A little more every week, and then again. " * 60}]
    guide = sheet.values["guide"]
    goal = {**guide["goal"], "example": long} if key == "goal" else None
    skills = [long] if key == "skills" else []

    findings = compiled(replace(sheet, values={**sheet.values, "guide": {**guide, "goal": goal}, "skills": skills}))
    assert isinstance(findings, list)
    assert [(one.code, one.location) for one in findings] == [("too-long-to-print", sheet.places[key])]


def test_backs_line_up_with_fronts() -> None:
    """Turned over on the long edge, each back lies behind its own front: its column is mirrored."""
    kinds: tuple[SheetKind, ...] = ("cards", "small-cards")
    for kind in kinds:
        made = printed(kind, "letter")
        with pymupdf.open(stream=made.pdf) as document:
            width = document[0].rect.width
            prompts = sheets_of("letter")[kind].values["guide"]["prompts"]
            front, back = document[0], document[1]
            for prompt in prompts[:8]:
                (fore, *_), (rear, *_) = (
                    page.search_for(" ".join(node_string(node) for node in nodes).split("?")[0][:18])
                    for page, nodes in ((front, prompt["text"]), (back, prompt["we_share"]))
                )
                assert (fore.x0 < width / 2) == (rear.x0 > width / 2), prompt["id"]
                assert abs(fore.y0 - rear.y0) < 180


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """In another process, at another place, in another time zone and language."""
    sheet = sheets_of("letter")["expect"]
    script = (
        "import sys; from tests.test_print import printed\nsys.stdout.buffer.write(printed('expect', 'letter').pdf)"
    )
    environment = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    other = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=True
    )

    assert other.stdout == printed("expect", "letter").pdf
    assert fingerprint(sheet) == fingerprint(replace(sheet))


def test_a_second_printing_takes_what_is_there(tmp_path: Path) -> None:
    sheets = [sheets_of("letter")[kind] for kind in ("expect", "poster")]
    cache = Cache(tmp_path)
    first, *_ = print_sheets(sheets, cache=cache)
    # Were it made anew, the mark in what was kept would be gone.
    cache.write(f"{fingerprint(sheets[0])}.png", first[0].picture[:-1] + b"!")

    again, *_ = print_sheets(sheets, cache=cache)
    assert again[0].picture == first[0].picture[:-1] + b"!"
    assert again[1] == first[1]

    changed = replace(sheets[0], values={**sheets[0].values, "title": "Another title"})
    (anew,), *_ = print_sheets([changed], cache=cache)
    assert anew.picture == first[0].picture
    assert anew.pdf != first[0].pdf


# --- What authors may type ---

HOSTILE = [
    '#panic("x")',
    '#read("/etc/passwd")',
    '#eval("1+1")',
    '#import "lib.typ": *',
    "$ sum_(i=0)^n $",
    "@label <label>",
    "/* comment */ // rest",
    "= Heading",
    "\\u41 \\# \\\\",
    "`raw` ~ -- --- ...",
    '"quoted" and <b>bold</b> & [text](#here)',
    "a_b_c and 2 * 3 * 4",
    '["k", "link"], \'single\'',
    "]#text(fill: red)[",
    "caf\u00e9, na\u00efve, \u0141\u00f3d\u017a, \u010ce\u0161tina",
    "\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac",
    "\u0420\u0443\u0441\u0441\u043a\u0438\u0439",
    "Ti\u1ebfng Vi\u1ec7t: Qu\u00ed v\u1ecb mu\u1ed1n g\u00ec?",
    "1\u20442, 3 \u00d7 4 \u2212 5 \u00f7 6, 20 \u00b0C, \u20ac5, \u00a9",
    "\u201cGood\u201d \u2013 and\u2026",
    "zero\u200bwidth\u200djoined\u2060words",
    "e\u0301 and o\u0308 in two pieces",
]


def with_question(toolkit_files: ToolkitFiles, text: str) -> tuple[Path, list[Sheet]]:
    """The base toolkit with `text` as the first question of a guide, and that guide's card sheet and whole guide."""
    folder = toolkit_files({})
    file = folder / "docs" / "prompts" / "all.yml"
    lines = file.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("  text:"))
    quoted = text.replace("'", "''")
    lines[at] = f"  text: '{quoted}'"
    file.write_text("\n".join(lines), encoding="utf-8")
    toolkit, findings = load_toolkit(Folders(folder))
    # A character that nobody sees is told, and kept all the same.
    assert {one.code for one in findings} <= {"invisible-character"}
    first = toolkit.prompts[0].id
    guide = next(one.id for one in toolkit.guides if first in one.prompts)
    wanted = Print(paper="letter", kinds=["cards", "guide"], guides=[guide])
    return folder, render_sheets(toolkit, wanted)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_letter_for_letter(toolkit_files: ToolkitFiles, text: str) -> None:
    """Nothing an author types is run, and nothing of it is lost."""
    _, sheets = with_question(toolkit_files, f"Start {text} end?")
    for sheet in sheets:
        expected = next(node for node in strings(sheet.values["guide"]["prompts"][0]["text"]))
        made = compiled(sheet)
        assert isinstance(made, PrintedSheet), made
        for read in texts_by_two_readers(made.pdf):
            assert letters(expected) in letters(read)
    plain = re.sub(r"\W", "", text)
    assert plain in re.sub(r"\W", "", expected) or "](" in text


def test_words_from_right_to_left_arrive_too(toolkit_files: ToolkitFiles) -> None:
    """Inside a line from left to right. Readers differ in the order of the words; each word must be whole."""
    words = [
        "\u0633\u0644\u0627\u0645",
        "\u0623\u0647\u0644\u0627",
        "\u0645\u062f\u0631\u0633\u0629",
        "\u0637\u0641\u0644\u0643",
    ]
    _, sheets = with_question(toolkit_files, f"How does {' '.join(words)} sound?")

    made = compiled(sheets[0])
    assert isinstance(made, PrintedSheet), made
    for read in texts_by_two_readers(made.pdf):
        whole = unicodedata.normalize("NFKC", read)
        assert [word for word in words if word not in whole] == []


def test_an_interpreters_sheet_has_two_languages_side_by_side(tmp_path: Path) -> None:
    sheet = sheets_of("letter")["interpreter"]
    guide = sheet.values["guide"]
    said = [
        [{"k": "text", "v": f"Frase n\u00famero {number}."}]
        for number, words in enumerate([guide["limit"], *(step["say"] for step in guide["agenda"])])
        if words
    ]
    asked = [[{"k": "text", "v": f"\u00bfPregunta n\u00famero {number}?"}] for number, _ in enumerate(guide["prompts"])]
    second = {"language": "es", "region": None, "dir": "ltr", "name": "espa\u00f1ol", "said": said, "asked": asked}

    made = compiled(replace(sheet, values={**sheet.values, "second": second}))
    assert isinstance(made, PrintedSheet)
    for read in texts_by_two_readers(made.pdf):
        found = letters(read)
        assert [text for text in [*shown(sheet), *strings(said), *strings(asked)] if letters(text) not in found] == []
    file = tmp_path / "two.pdf"
    file.write_bytes(made.pdf)
    assert check(str(file), skip=["TBL-014"]).errors == 0


def test_text_that_fits_no_card_is_named_with_its_place(toolkit_files: ToolkitFiles) -> None:
    """5,000 letters: never a cut word. All such texts are told in one run."""
    folder, sheets = with_question(toolkit_files, "What about this? " * 290)

    findings = compiled(sheets[0])
    assert isinstance(findings, list)
    assert [(one.code, str(one.location)) for one in findings] == [("too-long-to-print", "docs/prompts/all.yml:2")]
    # The whole guide has room for it.
    assert isinstance(compiled(sheets[1]), PrintedSheet)

    result = build(Folders(folder), Options())
    assert "too-long-to-print" in {finding.code for finding in result.findings}
    assert result.files == []


def test_long_questions_get_smaller_type_not_less_text(toolkit_files: ToolkitFiles) -> None:
    text = " ".join(["What would you like your child to remember of this long and winding year"] * 4)
    _, sheets = with_question(toolkit_files, text)

    made = compiled(sheets[0])
    assert isinstance(made, PrintedSheet), made
    assert letters(text) in letters(texts_by_two_readers(made.pdf)[0])


def test_a_pngs_logo_is_printed(toolkit_files: ToolkitFiles) -> None:
    """Logos may be PNG: Typst takes its files as text, so the picture is wrapped."""
    toolkit, _ = load_toolkit(Folders(toolkit_files({})))
    picture = printed("poster", "letter").picture
    (sheet,) = render_sheets(toolkit, Print(paper="letter", logo=picture, kinds=["poster"]))

    made = compiled(sheet)
    assert isinstance(made, PrintedSheet)
    with pymupdf.open(stream=made.pdf) as document:
        assert len(document[0].get_images()) == 1
