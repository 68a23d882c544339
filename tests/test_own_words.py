"""Kinds of visit, purposes, routines and topics of a school's own: as good as ours, wherever words are shown."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image, ImageChops

from toolkit_builder.build import build
from toolkit_builder.checking import check
from toolkit_builder.cli import main
from toolkit_builder.folders import Folders
from toolkit_builder.interface import interface
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import PURPOSE_VISITS, PURPOSES, VISITS, WORD_LISTS
from toolkit_builder.options import Options
from toolkit_builder.pages import Site
from toolkit_builder.pages.search_words import stemmer
from toolkit_builder.preview import Rebuilder
from toolkit_builder.reference import schemas
from toolkit_builder.resources import has_icon, nearest_icon, read_icon
from toolkit_builder.sheets import Print, render_sheets
from toolkit_builder.spreadsheet.imports import read_import

from .cases import BASE
from .conftest import ToolkitFiles
from .found import rows_of, words_of
from .printed import print_sheets

SCHOOL = (BASE / "school.yml").read_text("utf-8").replace("languages: [en]", "languages: [en, es]")
SECOND = (BASE / "guides/k-second.yml").read_text("utf-8")
OWN_WORDS = """
visits:
  - {id: science-fair, title: Science fair, icon: material/flask-outline}
  - {id: garden-day, title: Garden day}
purposes:
  - {id: curiosity, title: Curious together, icon: material/telescope}
routines:
  - {id: animals, title: Tending animals, icon: material/cow}
topics:
  - {id: science, title: Science at home, icon: fontawesome/solid/flask}
"""
FILES = {
    "docs/school.yml": SCHOOL + OWN_WORDS,
    "docs/prompts/own.yml": "- {id: puzzles, text: What puzzles you?, purpose: curiosity, listener: both, "
    "bands: [elementary], topics: [science]}\n"
    "- {id: unused, text: What do you wonder about?, purpose: curiosity, listener: both, bands: [early, elementary]}\n",
    "docs/activities/own.yml": "- {id: hens, title: Feed the hens, grades: [K], routine: animals, minutes: 10, "
    "steps: [Count the hens.], ask: [Which hen ate most?], topics: [science]}\n",
    "docs/guides/fair.yml": SECOND.replace("title: Kindergarten, second visit", "title: Our evening of science")
    .replace("visit: second", "visit: science-fair\ntopics: [science]")
    .replace("prompts: [hopes, expectations]", "prompts: [puzzles, hopes, expectations]")
    .replace("activities: [count-spoons]", "activities: [hens, count-spoons]")
    .replace("places: [home, library, park]", "places: [school]"),
    "locales/es.po": "".join(
        f'msgctxt "school/{place}/title"\nmsgid "{title}"\nmsgstr "{translation}"\n\n'
        for place, title, translation in (
            ("visits/science-fair", "Science fair", "Feria de ciencias"),
            ("purposes/curiosity", "Curious together", "Curiosidad compartida"),
            ("routines/animals", "Tending animals", "Cuidar animales"),
            ("topics/science", "Science at home", "Ciencia en casa"),
        )
    ),
}


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a school with words of its own, in English and Spanish."""
    folder = tmp_path_factory.mktemp("own")
    base = {path.relative_to(BASE.parent).as_posix(): path.read_bytes() for path in BASE.rglob("*") if path.is_file()}
    base["mkdocs.yml"] = (BASE.parent / "mkdocs.yml").read_bytes()
    for path, content in {**base, **{path: text.encode() for path, text in FILES.items()}}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return build_site(folder, site_dir=None, is_strict=False, prints=False)


def _taken(site: Path, name: str) -> Any:
    """The value that a script of the site hands over; its folder is named after all that it holds."""
    (script,) = (site / "assets/toolkit").glob(f"*/{name}.js")
    return json.loads(script.read_text("utf-8").partition(",")[2].rpartition(")")[0])


def loaded(folder: Path) -> Toolkit:
    toolkit, findings = load_toolkit(Folders(folder))
    assert findings == []
    return toolkit


# Where an own word is shown: the page, and its title in English and in Spanish.
SHOWN = [
    ("visits/", "Science fair", "Feria de ciencias"),
    ("guides/fair/", "Science fair", "Feria de ciencias"),
    ("find/", "Science fair", "Feria de ciencias"),
    ("find/", "Curious together", "Curiosidad compartida"),
    ("find/", "Tending animals", "Cuidar animales"),
    ("find/", "Garden day", "Garden day"),
    ("prompts/", "Curious together", "Curiosidad compartida"),
    ("prompts/curiosity/", "Curious together", "Curiosidad compartida"),
    ("routines/", "Tending animals", "Cuidar animales"),
    ("routines/animals/", "Tending animals", "Cuidar animales"),
    ("grades/kindergarten/", "Tending animals", "Cuidar animales"),
    ("topics/", "Science at home", "Ciencia en casa"),
    ("topics/science/", "Science at home", "Ciencia en casa"),
    ("coverage/", "Tending animals", "Cuidar animales"),
    ("coverage/", "Science fair", "Feria de ciencias"),
]


@pytest.mark.parametrize(("uri", "english", "spanish"), SHOWN)
def test_an_own_word_is_shown_where_ours_are(own_site: Path, uri: str, english: str, spanish: str) -> None:
    assert english in (own_site / uri / "index.html").read_text("utf-8")
    page = (own_site / "es" / uri / "index.html").read_text("utf-8")
    assert spanish in page
    # What nobody has translated is told apart, as with every text of the school.
    assert english == spanish or f">{english}<" not in page


@pytest.mark.parametrize(
    ("uri", "icon"),
    [
        ("visits/", "material/flask-outline"),
        ("prompts/", "material/telescope"),
        ("routines/", "material/cow"),
        ("topics/", "fontawesome/solid/flask"),
    ],
)
def test_its_icon_is_drawn(own_site: Path, uri: str, icon: str) -> None:
    found = re.search(r"<path[^>]* d=\"([^\"]+)\"", read_icon(icon))
    assert found
    assert found[1] in (own_site / uri / "index.html").read_text("utf-8")


def test_icons_of_one_name_from_two_sets_are_two(toolkit_files: ToolkitFiles) -> None:
    """A page holds each icon once, under a name: `flask` is one in each of two sets."""
    words = "visits:\n  - {id: fair, title: Fair, icon: material/flask}\ntopics:\n  - {id: lab, title: Lab, icon: X}\n"
    school = SCHOOL + words.replace("X", "fontawesome/solid/flask")
    guide = SECOND.replace("visit: second", "visit: fair\ntopics: [lab]")
    toolkit = loaded(toolkit_files({"docs/school.yml": school, "docs/guides/fair.yml": guide}))

    names = set()
    for label in (toolkit.vocabulary.visits["fair"], toolkit.vocabulary.topics["lab"]):
        found = re.search(r"#(tb-[\w-]+)", Site(toolkit).context("").icon(label.icon))
        assert found
        names.add(found[1])
    assert len(names) == 2


def test_the_finder_and_search_know_it(own_site: Path) -> None:
    values = {one["key"]: one for one in _taken(own_site, "grade-k")}
    search = _taken(own_site / "es", "search-entries")

    assert values["g.fair"]["visits"] == ["science-fair"]
    # A question of which nothing but its use is known suits the visits that use it, and every one without any use.
    assert values["p.puzzles"]["visits"] == ["science-fair"]
    assert values["p.unused"]["visits"] == [*VISITS, "science-fair", "garden-day"]
    assert values["p.hopes"]["visits"] == ["first", "second", "remote", "science-fair"]
    assert values["a.hens"]["routine"] == "animals"
    assert "Cuidar animales" in {row[3] for row in rows_of(search)}
    assert ("guide", "fair") in {row[:2] for row in rows_of(search)}
    cut = stemmer(interface("es").search.endings)
    assert {cut("feria"), cut("ciencias")} <= words_of(search)


def test_own_words_come_after_ours_in_the_order_of_the_file(toolkit_files: ToolkitFiles) -> None:
    early = FILES | {"docs/guides/a-garden.yml": FILES["docs/guides/fair.yml"].replace("science-fair", "garden-day")}
    toolkit = loaded(toolkit_files(early))

    assert list(toolkit.vocabulary.visits) == [*VISITS, "science-fair", "garden-day"]
    assert [guide.id for guide in toolkit.listed_guides] == ["k-first", "k-second", "fair", "a-garden"]


def test_other_programs_get_own_words_with_their_titles(own_site: Path) -> None:
    library = json.loads((own_site / "es/toolkit.json").read_text("utf-8"))

    assert library["school"]["visits"][0] == {
        "id": "science-fair",
        "title": "Feria de ciencias",
        "icon": "material/flask-outline",
    }
    jsonschema.validate(library, json.loads((own_site / "es/toolkit.schema.json").read_text("utf-8")))


@pytest.mark.parametrize(("visit", "is_sound"), [("second", True), ("science-fair", True), ("Science fair", False)])
def test_an_editor_offers_our_words_and_takes_others(visit: str, is_sound: bool) -> None:
    schema = json.loads(schemas()["guide.json"])
    offered = next(one["enum"] for one in schema["properties"]["visit"]["anyOf"] if "enum" in one)

    assert offered == list(VISITS)
    validator = jsonschema.Draft202012Validator({"$defs": schema["$defs"], **schema["properties"]["visit"]})
    assert validator.is_valid(visit) == is_sound


@pytest.mark.parametrize(("typed", "word"), [("Tending animals", "animals"), ("animals", "animals"), ("Play", "play")])
def test_a_cell_may_hold_what_readers_see(toolkit_files: ToolkitFiles, typed: str, word: str) -> None:
    toolkit = loaded(toolkit_files(FILES))
    header = "kind,question or title,grades,routine,minutes,steps,ask,topics\n"
    row = f"activity,Feed the goat,K,{typed},5,Go.,What for?,Science at home\n"

    made = read_import("bank.csv", (header + row).encode(), toolkit)

    assert made.findings == []
    assert [(one.routine, one.topics) for one in made.activities] == [(word, ("science",))]


def test_a_cell_with_an_unknown_word_is_told_how_to_add_it(toolkit_files: ToolkitFiles) -> None:
    toolkit = loaded(toolkit_files(FILES))
    rows = "kind,question or title,grades,routine,minutes,steps,ask\nactivity,Row,K,Boating,5,Go.,What for?\n"

    (finding,) = read_import("bank.csv", rows.encode(), toolkit).findings

    assert (finding.code, finding.location.line, finding.location.column) == ("unknown-word", 2, 4)
    assert finding.hint.endswith(
        "or add your own under 'routines:' in docs/school.yml:\n  - id: boating\n    title: Boating"
    )


def _card(folder: Path) -> Image.Image:
    """The first page of the fair's question cards, as a picture."""
    wanted = Print(paper="letter", kinds=["cards"], guides=["fair"])
    printed, findings, _ = print_sheets(render_sheets(loaded(folder), wanted))
    assert findings == []
    picture = pypdfium2.PdfDocument(printed[0].pdf)[0].render(scale=2).to_pil()
    assert isinstance(picture, Image.Image)
    return picture


def test_its_icon_is_printed_on_cards(toolkit_files: ToolkitFiles) -> None:
    """With another icon, the card differs in the one small place where the icon stands."""
    telescope = _card(toolkit_files(FILES))
    other = FILES["docs/school.yml"].replace("material/telescope", "fontawesome/solid/flask")
    flask = _card(toolkit_files({"docs/school.yml": other}))

    changed = ImageChops.difference(telescope.convert("RGB"), flask.convert("RGB")).getbbox()
    assert changed
    width, height = changed[2] - changed[0], changed[3] - changed[1]
    assert 8 < width < 40
    assert 8 < height < 40


def test_a_guide_of_an_own_kind_is_begun_with_one_line(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files(FILES)
    words = ["new-guide", "Night of stars", str(folder), "--grade", "K", "--visit"]

    refused = CliRunner().invoke(main, [*words, "sience-fair"])
    assert "did you mean 'science-fair'?" in refused.output
    made = CliRunner().invoke(main, [*words, "science-fair"])
    assert made.exit_code == 0, made.output
    assert loaded(folder).guides_by_id["night-of-stars"].visit == "science-fair"


def test_a_faulty_school_file_blames_nobody_for_its_words(toolkit_files: ToolkitFiles) -> None:
    """Guides may well use what stands in a file with faults: whose words those are, nobody knows yet."""
    faulty = FILES["docs/school.yml"].replace("name: Test School\n", "")
    torn = FILES["docs/school.yml"].replace("{id: science-fair,", "{id: science-fair")

    for school in (faulty, torn):
        _, findings = load_toolkit(Folders(toolkit_files(FILES | {"docs/school.yml": school})))
        assert findings
        assert {finding.location.path for finding in findings} == {"docs/school.yml"}


def test_an_id_with_a_blank_is_told_as_an_id(toolkit_files: ToolkitFiles) -> None:
    school = SCHOOL + "purposes:\n  - id: Curious together\n    title: Curious together\n"
    _, (finding,) = load_toolkit(Folders(toolkit_files({"docs/school.yml": school})))

    assert (finding.code, finding.location.line, finding.location.column) == ("bad-text", 11, 9)
    assert finding.hint.endswith(": curious-together")


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        ("visits:\n  - {id: a, title: A}\n", "visits:\n  - {id: a, title: A}\n", "  "),
        ("visits:\n- id: a\n  title: A\n", "visits:\n- id: a\n  title: A\n", ""),
        ("", "visits:\n", "  "),
    ],
)
def test_what_the_hint_says_makes_an_unknown_kind_known(
    toolkit_files: ToolkitFiles, before: str, after: str, column: str
) -> None:
    """The lines of the hint, pasted below what is there, are all that is missing."""
    files = {"docs/school.yml": SCHOOL + before, "docs/guides/k-second.yml": SECOND.replace("second\n", "Museo día\n")}
    _, findings = load_toolkit(Folders(toolkit_files(files)))
    (unknown,) = [finding for finding in findings if finding.code == "unknown-word"]
    lines = unknown.hint.split("\n")[1:]
    assert lines[-2:] == [f"{column}- id: museo-dia", f"{column}  title: Museo día"]

    pasted = SCHOOL + before + "\n".join(lines) + "\n"
    assert pasted.startswith(SCHOOL + after)
    guide = SECOND.replace("visit: second\n", "visit: museo-dia\n")
    loaded(toolkit_files({"docs/school.yml": pasted, "docs/guides/k-second.yml": guide}))


def test_a_preview_survives_words_that_nobody_knows(toolkit_files: ToolkitFiles) -> None:
    """The very first build of a preview may meet faults; what is sound of such a toolkit names unknown words."""
    school = SCHOOL + OWN_WORDS.replace("curiosity", "wonder").replace("science-fair", "fair")
    folder = toolkit_files(FILES | {"docs/school.yml": school})
    rebuilder = Rebuilder()

    failed = rebuilder.build(Folders(folder), Options(prints=False))
    (page,) = rebuilder.with_findings(failed).pages

    assert "unknown-word" in {finding.code for finding in failed.findings}
    assert "is not a word that &#39;purpose&#39; knows" in page.body
    # The rules look at such a toolkit, too.
    assert check(Folders(folder), {})[1]


def test_a_preview_shows_a_changed_title(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files(FILES)
    rebuilder, options = Rebuilder(), Options(prints=False)
    rebuilder.build(Folders(folder), options)
    toolkit_files({"docs/school.yml": FILES["docs/school.yml"].replace("Science fair", "Night of science")})

    again = rebuilder.build(Folders(folder), options)

    assert again.pages == build(Folders(folder), options).pages
    assert any("Night of science" in page.body for page in again.pages if page.uri == "guides/fair/")


@pytest.mark.parametrize(
    ("typed", "icon"),
    [
        ("flask-outline", "material/flask-outline"),
        (":material-flask-outline:", "material/flask-outline"),
        ("material/flask_outline", "material/flask-outline"),
        ("material/Flask-Outline.svg", "material/flask-outline"),
        (":fontawesome-solid-flask:", "fontawesome/solid/flask"),
        ("fontawesome/solid/flsk", "fontawesome/solid/flask"),
        ("../../etc/passwd", ""),
        ("material/zzzzqqqq", ""),
    ],
)
def test_the_icon_that_was_meant(typed: str, icon: str) -> None:
    assert not has_icon(typed)
    assert nearest_icon(typed) == icon


def test_our_own_lists_are_whole() -> None:
    assert set(PURPOSE_VISITS) == set(PURPOSES)
    assert {visit for visits in PURPOSE_VISITS.values() for visit in visits} <= set(VISITS)
    assert all(has_icon(words.icon) for words in WORD_LISTS.values())
    assert all(has_icon(label.icon) for words in WORD_LISTS.values() for label in words.labels.values())
