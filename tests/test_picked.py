"""What somebody picks to print: one accessible piece, in the order given, as cards, as a plan, or for the family."""

from functools import cache
from pathlib import Path
from typing import get_args

import pymupdf
import pytest
from outloud import check

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import Like, Paper, PrintedSheet, Sheet
from toolkit_builder.sheets import Pick, Print, render_sheets, why_none
from toolkit_builder.translating import localize

from .conftest import ROOT, ToolkitFiles
from .test_cli import run
from .test_print import ADDRESS, PAPERS, compiled, letters, strings, texts_by_two_readers
from .test_print_languages import _arabic, _is_in, _words

PROMPTS = ("hopes-this-year", "strengths-kept-going", "hopes-not-happen")
ACTIVITIES = ("half-the-recipe", "loads-of-laundry", "rice-for-guests", "sock-instructions")
LIKES: tuple[Like, ...] = get_args(Like)
EVERY = [(like, language, paper) for like in LIKES for language in ("en", "es", "ar") for paper in PAPERS]


@cache
def toolkit_in(language: str) -> tuple[Toolkit, Toolkit]:
    """The default toolkit in a language, and as it was written."""
    source, _ = load_toolkit(Folders(ROOT), languages=[language])
    return (source if language == "en" else localize(source, source.catalogues[0])), source


def picked(
    like: Like,
    language: str = "en",
    paper: Paper = "letter",
    prompts: tuple[str, ...] = PROMPTS,
    activities: tuple[str, ...] = ACTIVITIES,
) -> Sheet:
    toolkit, source = toolkit_in(language)
    logo = (ROOT / "docs" / source.school.logo.file).read_bytes()
    pick = Pick(prompts, activities, like)
    (sheet,) = render_sheets(toolkit, Print(paper=paper, site_url=ADDRESS, logo=logo, pick=pick), source)
    return sheet


@cache
def printed(like: Like, language: str, paper: Paper) -> PrintedSheet:
    made = compiled(picked(like, language, paper))
    assert isinstance(made, PrintedSheet), made
    return made


def shown(like: Like, language: str) -> list[str]:
    """The texts that a piece must hold, in its order. A long note may take the place of what to listen for."""
    on_cards, on_plan = picked("cards", language).values["guide"]["prompts"], ("text", "we_share", "follow_ups")
    asked, tried = on_cards[: len(PROMPTS)], on_cards[len(PROMPTS) :]
    of_prompts = {"cards": ("text",), "plan": (*on_plan, "sensitivity"), "handouts": ("text",)}[like]
    of_activities = {"cards": ("text",)}.get(like, ("title", "materials", "steps", "ask"))
    backs = [
        *((one, (*on_plan[1:], "avoid", "sensitivity")) for one in asked),
        *((one, ("steps", "ask")) for one in tried),
    ]
    parts = [*((one, of_prompts) for one in asked), *((one, of_activities) for one in tried)]
    values = [one[key] for one, keys in [*parts, *(backs if like == "cards" else [])] for key in keys]
    found = [[value] if isinstance(value, str) else list(strings(value)) for value in values]
    second = picked(like, language).values.get("second")
    return [text for texts in found for text in texts] + (list(strings(second["asked"])) if second else [])


@pytest.mark.parametrize(("like", "language", "paper"), EVERY)
def test_what_is_picked_is_accessible(like: Like, language: str, paper: Paper, tmp_path: Path) -> None:
    """An independent checker of PDF/UA-1 and WCAG finds no error. TBL-014 takes cut lines for a table."""
    file = tmp_path / "picked.pdf"
    file.write_bytes(printed(like, language, paper).pdf)

    result = check(str(file), skip=["TBL-014"])

    assert result.error is None
    assert [found for found in result.findings if found.severity == "error"] == []


@pytest.mark.parametrize(("like", "language", "paper"), EVERY)
def test_what_is_picked_is_printed_letter_for_letter(like: Like, language: str, paper: Paper) -> None:
    """By two readers. From right to left they differ in order, so words are looked for one by one."""
    for read in texts_by_two_readers(printed(like, language, paper).pdf):
        if language == "ar":
            found, words = letters(_arabic(read)), [word for text in shown(like, language) for word in _words(text)]
            assert [word for word in words if not _is_in(word, found)] == []
        else:
            found = letters(read)
            assert [text for text in shown(like, language) if letters(text) not in found] == []


@pytest.mark.parametrize("like", LIKES)
def test_all_stands_in_the_order_given(like: Like) -> None:
    prompts, activities = PROMPTS[::-1], ACTIVITIES[::-1]
    made = compiled(picked(like, prompts=prompts, activities=activities))
    assert isinstance(made, PrintedSheet), made
    toolkit, _ = toolkit_in("en")
    texts = [toolkit.prompts_by_id[name].text for name in prompts]
    texts += [toolkit.activities_by_id[name].title for name in activities]

    read, _ = texts_by_two_readers(made.pdf)
    places = [letters(read).index(letters(text)) for text in texts]
    assert places == sorted(places)


def test_a_plan_adds_up_the_minutes_and_has_what_holds_at_every_visit() -> None:
    """Prompts have none."""
    activities = [toolkit_in("en")[0].activities_by_id[name] for name in ACTIVITIES]
    read, _ = texts_by_two_readers(printed("plan", "en", "letter").pdf)

    assert f"Practice at home: {sum(one.minutes for one in activities)} minutes." in read
    assert "Two visitors, always" in read
    alone = compiled(picked("plan", activities=()))
    assert isinstance(alone, PrintedSheet)
    assert "minutes." not in texts_by_two_readers(alone.pdf)[0]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_plan_is_one_page_where_that_can_be_read(paper: Paper) -> None:
    """In smaller type, no smaller than 9 point; else it takes more."""
    short = compiled(picked("plan", paper=paper, prompts=PROMPTS[:2], activities=ACTIVITIES[:2]))
    assert isinstance(short, PrintedSheet), short
    assert (short.pages, printed("plan", "en", paper).pages) == (1, 2)


def test_for_a_family_its_questions_stand_beside_the_schools() -> None:
    """As on the interpreter's sheet; what to do at home is in the family's language, as on the sheet for the fridge."""
    toolkit, source = toolkit_in("es")
    read, _ = texts_by_two_readers(printed("handouts", "es", "letter").pdf)

    for name in PROMPTS:
        own, other = (letters(one.prompts_by_id[name].text) for one in (toolkit, source))
        assert own + other in letters(read)
    assert source.activities_by_id[ACTIVITIES[0]].title not in read
    assert "second" not in picked("handouts").values


@pytest.mark.parametrize(("prompts", "activities", "sides"), [(3, 0, 1), (13, 0, 2), (0, 3, 1), (0, 4, 2), (1, 1, 2)])
def test_handouts_take_as_few_sides_as_can_be_read(prompts: int, activities: int, sides: int) -> None:
    toolkit, _ = toolkit_in("en")
    sheet = picked(
        "handouts",
        prompts=tuple(one.id for one in toolkit.prompts[:prompts]),
        activities=tuple(one.id for one in toolkit.activities[:activities]),
    )
    made = compiled(sheet)
    assert isinstance(made, PrintedSheet), made
    assert made.pages == sides


def test_a_long_note_takes_the_place_of_what_to_listen_for() -> None:
    """No guide is there in which it could be read, and it may say when to call for help."""
    texts = picked("cards", "es", "a4").values["guide"]["prompts"][1]
    note, noticed = (letters("".join(strings(texts[key]))) for key in ("sensitivity", "listen_for"))
    for paper in PAPERS:
        assert note in letters(texts_by_two_readers(printed("cards", "es", paper).pdf)[0])
    assert noticed not in letters(texts_by_two_readers(printed("cards", "es", "a4").pdf)[0])
    with pymupdf.open(stream=printed("cards", "es", "a4").pdf) as document:
        assert len(document) == 2


def test_without_guides_there_is_nothing_to_print() -> None:
    """A sheet says when its guide was checked."""
    toolkit, findings = load_toolkit(Folders(ROOT / "tests" / "base"))
    bare = toolkit.__class__(toolkit.school, prompts=toolkit.prompts)
    wanted = Print(paper="letter", pick=Pick(("hopes",), ()))

    assert findings == []
    assert render_sheets(bare, wanted) == []
    assert why_none(bare, wanted, bare) == "there are no guides yet"


# --- The command ---


@pytest.mark.parametrize("like", [*LIKES, ""])
def test_the_command_prints_one_pdf_that_says_what_it_is(
    toolkit_files: ToolkitFiles, tmp_path: Path, like: str
) -> None:
    """Ids may be given again, with commas or blanks between them, twice, and by their names of before."""
    folder, out = toolkit_files({}), tmp_path / "out"
    bank = folder / "docs/prompts/all.yml"
    bank.write_text(bank.read_text("utf-8").replace("- id: hopes\n", "- id: hopes\n  old_ids: [dreams]\n"), "utf-8")
    asked = ("--prompts", "expectations, dreams", "--prompts", "hopes", "--activities", "count-spoons")

    result = run("print", folder, *asked, *(("--like", like) if like else ()), "--out", out, "--paper", "a4")

    file = out / f"picked-{like or 'cards'}-a4.pdf"
    assert (result.exit_code, result.output) == (0, f"The PDF is {file}.\n")
    assert [*out.rglob("*.pdf")] == [file]
    read = " ".join(texts_by_two_readers(file.read_bytes())[0].split())
    assert read.count("What do you hope this year") == 1
    assert -1 < read.find("What would you like") < read.find("What do you hope") < read.find("Count the spoons")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--like", "plan"), "Nothing is picked: name prompts with --prompts, activities with --activities, or both."),
        (("--prompts", " , "), "Nothing is picked"),
        (("--prompts", "hopes", "--guide", "k-first"), "printed by itself: leave out --guide and --sheet."),
        (("--prompts", "hopes", "--sheet", "cards"), "printed by itself: leave out --guide and --sheet."),
        (("--prompts", "hopes", "--like", "poster"), "'poster' is not one of 'cards', 'plan', 'handouts'"),
        (
            ("--prompts", "hope,hopes,zebra", "--activities", "count-spoon"),
            "There is no prompt 'hope'. did you mean 'hopes'?\nThere is no prompt 'zebra'.\n"
            "There is no activity 'count-spoon'. did you mean 'count-spoons'?\n",
        ),
        (("--guide", "k-frst", "--guide", "k-secnd"), "'k-first'?\nThere is no guide 'k-secnd'. did you mean"),
    ],
)
def test_wrong_use_is_told_and_prints_nothing(toolkit_files: ToolkitFiles, words: tuple[str, ...], says: str) -> None:
    folder = toolkit_files({})

    result = run("print", folder, *words)

    assert result.exit_code == 2
    assert says in result.output
    assert not (folder / "print").exists()


def test_each_language_has_its_own_and_why_there_is_none_is_told(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    school = folder / "docs/school.yml"
    school.write_text(school.read_text("utf-8").replace("[en]", "[en, es, chr]"), "utf-8")

    result = run("print", folder, "--prompts", "hopes")

    assert result.exit_code == 0
    assert "Nothing in Spanish: less than half of it is translated into Spanish." in result.output
    assert "Nothing in Cherokee: the fonts have no letters for it." in result.output
    assert [path.name for path in (folder / "print").rglob("*.pdf")] == ["picked-cards-letter.pdf"]
