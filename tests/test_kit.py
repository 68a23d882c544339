"""The coordinator's kit: its pages, its printed pieces, its workbook, and where it goes if it is not for everyone."""

import io
import re
import shutil
import zipfile
from functools import cache
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pymupdf
import pytest
from outloud import check as check_pdf

from toolkit_builder.build import build
from toolkit_builder.checking import check
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.texts import placed_texts
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.outputs import Page, Paper, PrintedSheet, Sheet
from toolkit_builder.pages import Site, render_indexes
from toolkit_builder.sheets import Print, render_sheets
from toolkit_builder.spreadsheet import TALLY
from toolkit_builder.spreadsheet.tally import tally_workbook

from .cases import base_toolkit
from .conftest import ROOT, ToolkitFiles
from .printed import print_sheets
from .test_own import folders_of, run, write_oak

KIT = """\
- id: plan
  title: Plan the first month
  about: What to do, and when.
  sections:
    - title: Begin
      steps: [{when: Week 1, do: Ask the principal., who: Coordinator}]
      protocol: [leave]
      facts: [visits-and-attendance]
      ticks: [Everybody is trained.]
- id: count
  title: Count
  about: A page to write on.
  layout: page
  tally: true
  sections: [{columns: [Date, Grade], rows: 5}]
- id: talk
  title: Talk
  about: Slides.
  layout: slides
  slides:
    - {title: Welcome, minutes: 5, points: [You choose.], notes: Say hello.}
    - {title: Play, minutes: 7, roles: [{who: Parent, do: Say no.}], protocol: [leave]}
- id: ask-families
  title: Survey
  about: For families.
  layout: page
  reader: families
  heading: How was it?
  sections: [{questions: [{ask: Was it good?, answers: ["Yes", "No"]}, {ask: Why?, lines: 2}]}]
"""
KEYS: tuple[Literal["protocol", "facts"], ...] = ("protocol", "facts")
STAFF_ONLY = ("plan", "count", "talk")
PAPERS: tuple[Paper, ...] = ("letter", "a4")


@pytest.fixture(scope="module")
def default() -> Toolkit:
    return load_toolkit(Folders(ROOT), languages=[])[0]


@pytest.fixture
def folder(toolkit_files: ToolkitFiles) -> Path:
    return toolkit_files({"docs/kit/all.yml": KIT})


def _pages(toolkit: Toolkit) -> dict[str, Page]:
    return {page.uri: page for page in render_indexes(Site(toolkit))}


def _sheets(toolkit: Toolkit, paper: Paper = "letter") -> list[Sheet]:
    return render_sheets(toolkit, Print(paper=paper, kinds=["kit", "slides"]))


@cache
def _printed(paper: Paper) -> list[PrintedSheet]:
    """All of the default kit."""
    made, findings, odd = print_sheets(_sheets(load_toolkit(Folders(ROOT), languages=[])[0], paper))
    assert (findings, odd) == ([], "")
    return made


def test_each_piece_has_a_page_and_a_printed_piece(folder: Path) -> None:
    toolkit, findings = load_toolkit(Folders(folder))
    assert findings == []

    pages = _pages(toolkit)

    assert [uri for uri in pages if uri.startswith("kit/")] == [
        *("kit/", "kit/plan/", "kit/count/", "kit/talk/", "kit/ask-families/"),
    ]
    assert 'href="../kit/"' in pages["staff/"].body
    assert 'href="tally.xlsx"' in pages["kit/"].body
    assert "../../safety/#leave" in pages["kit/plan/"].body
    assert "checked" in pages["kit/plan/"].body
    assert "12 minutes" in pages["kit/talk/"].body
    assert "Say hello." in pages["kit/talk/"].search[0].text
    assert [sheet.uri for sheet in _sheets(toolkit)] == [
        *("print/kit/plan-letter.pdf", "print/kit/count-letter.pdf", "print/kit/talk-letter.pdf"),
        *("print/kit/talk-slides-letter.pdf", "print/kit/ask-families-letter.pdf"),
    ]


def test_a_toolkit_without_a_kit_has_no_pages_of_it() -> None:
    pages = _pages(base_toolkit())

    assert [uri for uri in pages if "kit" in uri] == []
    assert "kit/" not in pages["staff/"].body


FAULTS = [
    ("protocol: [leave]", "protocol: [leaf]", "unknown-step", "did you mean 'leave'"),
    ("facts: [visits-and-attendance]", "facts: [visits-and-atendance]", "unknown-fact", "did you mean"),
    ("about: Slides.", "about: Slides.\n  icon: material/rokcet", "unknown-icon", ""),
    ("do: Ask the principal.", "do: 'Ask {nothing}.'", "unknown-slot", "known slots"),
    ("layout: slides", "layout: slide", "unknown-word", "did you mean 'slides'"),
    ("do: Ask the principal.", "do: We promise that it stays between us.", "promises-secrecy", ""),
]


@pytest.mark.parametrize(("right", "wrong", "code", "hint"), FAULTS)
def test_a_fault_is_told_with_its_place(
    toolkit_files: ToolkitFiles, right: str, wrong: str, code: str, hint: str
) -> None:
    text = KIT.replace(right, wrong, 1)
    assert text != KIT
    folder = toolkit_files({"docs/kit/all.yml": text})

    found = [one for one in check(Folders(folder), {})[1] if one.level == "error"]

    assert [one.code for one in found] == [code]
    assert found[0].location.path == "docs/kit/all.yml"
    assert hint in found[0].hint


def test_a_schools_layer_replaces_hides_words_and_adds_a_piece(tmp_path: Path) -> None:
    oak = write_oak(tmp_path)
    (tmp_path / "district/docs/kit").mkdir()
    (tmp_path / "district/docs/kit/all.yml").write_text(KIT, "utf-8")
    school = oak / "docs/school.yml"
    school.write_text(
        f"{school.read_text('utf-8')}hide: [kit/count, facts/visits-and-attendance, protocol/leave]\n"
        "wording: {kit/plan/sections/1/steps/1/do: Ask the head.}\n",
        "utf-8",
    )
    (oak / "docs/kit").mkdir()
    (oak / "docs/kit/own.yml").write_text(
        "- {id: ask-families, title: Ask, about: Ours., sections: [{text: How was it?}]}\n"
        "- {id: union, title: Letter to the union, about: Ours., sections: [{text: Hello.}]}\n",
        "utf-8",
    )

    toolkit, findings = load_toolkit(folders_of(oak))

    assert [one for one in findings if one.level == "error"] == []
    kit = {piece.id: piece for piece in toolkit.kit}
    assert list(kit) == ["plan", "talk", "ask-families", "union"]
    assert kit["plan"].sections[0].steps[0].do == "Ask the head."
    assert kit["ask-families"].title == "Ask"
    # What is hidden elsewhere is gone from the kit, too.
    assert [name for piece in kit.values() for key in KEYS for _, name in piece.references(key)] == []
    assert run("own", "kit/talk", oak).exit_code == 0
    assert "id: talk" in "".join(file.read_text("utf-8") for file in (oak / "docs/kit").glob("*.yml"))


def test_with_a_private_staff_page_the_kit_lies_beside_the_site(folder: Path) -> None:
    school = folder / "docs/school.yml"
    school.write_text(f"{school.read_text('utf-8')}staff: {{publish: false}}\n", "utf-8")

    result = run("build", folder, "--no-pdf")

    assert result.exit_code == 0, result.output
    assert f"beside it: {folder / 'site-kit'}." in result.output
    assert sorted(file.name for file in (folder / "site-kit").iterdir()) == [
        *("count.pdf", "plan.pdf", "talk-slides.pdf", "talk.pdf", "tally.xlsx"),
    ]
    site = folder / "site"
    assert [file for file in site.rglob("*") if "kit" in file.parts or file.name == "tally.xlsx"] == []
    assert [file for file in site.rglob("*.html") if "Plan the first month" in file.read_text("utf-8")] == []


def test_what_is_for_families_is_printed_for_the_site_all_the_same(folder: Path) -> None:
    school = folder / "docs/school.yml"
    school.write_text(f"{school.read_text('utf-8')}staff: {{publish: false}}\n", "utf-8")

    made = build(Folders(folder), Options())

    kit = {file.uri for file in made.files if file.uri.startswith("print/kit/") and file.uri.endswith(".pdf")}
    assert kit == {"print/kit/ask-families-letter.pdf"}
    about = next(page for page in made.pages if page.uri == "about/")
    assert "ask-families-letter.pdf" in about.body
    assert {name.partition(".")[0] for name in made.private} >= {f"kit/{name}" for name in STAFF_ONLY}


@pytest.mark.parametrize("paper", PAPERS)
def test_each_piece_of_the_default_kit_fits_its_paper_and_is_accessible(paper: Paper, tmp_path: Path) -> None:
    """One page where it says so; an independent checker of PDF/UA-1 finds no error."""
    sheets = {sheet.uri: sheet for sheet in _sheets(load_toolkit(Folders(ROOT), languages=[])[0], paper)}
    for made in _printed(paper):
        layout = sheets[made.uri].values["piece"]["layout"]
        with pymupdf.open(stream=made.pdf) as document:
            is_wide = document[0].rect.width > document[0].rect.height
        assert is_wide == (layout == "wide" or made.kind == "slides"), made.uri
        if layout in ("page", "wide", "letter"):
            assert made.pages == 1, made.uri
        file = tmp_path / "piece.pdf"
        file.write_bytes(made.pdf)
        found = check_pdf(str(file), skip=["TBL-014"])
        assert [one for one in found.findings if one.severity == "error"] == [], made.uri


def test_the_slides_are_one_a_page(default: Toolkit) -> None:
    training = next(piece for piece in default.kit if piece.slides)
    deck = next(one for one in _printed("letter") if one.kind == "slides")

    assert deck.pages == len(training.slides)
    assert 20 <= deck.pages <= 30
    assert sum(slide.minutes for slide in training.slides) <= 180
    assert sum(bool(slide.roles) for slide in training.slides) >= 3
    # Who leads it for the first time reads what to say.
    assert all(slide.notes for slide in training.slides)


def test_the_default_kit_holds_what_a_school_needs_to_start(default: Toolkit) -> None:
    assert {piece.id for piece in default.kit} == {
        *("start-in-90-days", "year", "training", "schedule", "interpreter-request", "pay-claim", "tally"),
        *("survey-families", "survey-visitors", "letter-principal", "letter-board", "results"),
    }
    letters = " ".join(one.text for one in placed_texts(default) if one.place.startswith("kit/letter-"))
    assert letters.count("Check with your federal programs office") == 2
    # What a visit costs is a blank: no number in a letter is ours.
    assert re.findall(r"\$\s?\d|\d+ (?:dollars|percent)", letters) == []


def test_every_text_of_the_kit_has_a_place_of_its_own(default: Toolkit) -> None:
    places = [one.place for one in placed_texts(default) if one.place.startswith("kit/")]

    assert "kit/survey-families/heading" in places
    assert len(places) == len(set(places))


# --- The workbook ---


def _sheet(book: Any, name: str) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in book[name].iter_rows() for cell in row if cell.value is not None}


def test_the_workbook_counts_by_formulas_and_asks_for_no_names(default: Toolkit) -> None:
    book = openpyxl.load_workbook(io.BytesIO(tally_workbook(default)))
    assert book.sheetnames == ["Visits", "Sums", "Share"]

    heads = [cell.value for cell in book["Visits"][5]]
    sums, share = _sheet(book, "Sums"), _sheet(book, "Share")

    assert heads == ["Month", "Grade", "Language", "Place", "Accepted", "Held", "Moved by", "Minutes"]
    months = next(one for one in book["Visits"].data_validations.dataValidation if "A6" in one.sqref)
    assert months.formula1.startswith('"January,February,')
    row = next(int(place[1:]) for place, value in sums.items() if value == "Grade 3")
    visits = "Visits!${0}$6:${0}$1005"
    asked, accepted = (visits.format(column) for column in "BE")
    assert sums[f"B{row}"] == f'=IF($A{row}="","",COUNTIFS({asked},$A{row}))'
    assert sums[f"C{row}"] == f'=IF($A{row}="","",COUNTIFS({asked},$A{row},{accepted},"Yes"))'
    assert {"English", "Spanish", "Haitian Creole", "Home", "Library"} <= set(sums.values())
    # No number on the sheet to share stands there by itself: each may be hidden.
    numbers = {place: value for place, value in share.items() if place[0] in "BCDEF" and str(value).startswith("=")}
    assert len(numbers) > 100
    assert all("hidden" in value for value in numbers.values())
    assert all(isinstance(value, str) for value in share.values())
    assert book["Share"].protection.sheet


def test_the_workbook_has_the_same_bytes_each_time(default: Toolkit, tmp_path: Path) -> None:
    file = tmp_path / "tally.xlsx"

    result = run("sheet", "--tally", file, ROOT)

    assert result.exit_code == 0, result.output
    assert file.read_bytes() == tally_workbook(default)
    assert zipfile.ZipFile(file).testzip() is None
    assert run("sheet", "--tally", file, ROOT).exit_code == 2
    assert run("sheet", "--tally", "--blank", tmp_path / "other.xlsx", ROOT).exit_code == 2


def test_the_site_has_the_workbook_where_a_page_leads_to_it(folder: Path) -> None:
    def uris() -> set[str]:
        return {file.uri for file in build(Folders(folder), Options(prints=False)).files}

    assert TALLY in uris()
    kit = folder / "docs/kit/all.yml"
    kit.write_text(kit.read_text("utf-8").replace("  tally: true\n", ""), "utf-8")
    assert TALLY not in uris()
    shutil.rmtree(folder)
