"""A toolkit on layers: what lies higher takes the place of what lies below, and says what it leaves out."""

import shutil
from pathlib import Path

import pytest

from toolkit_builder.build import build
from toolkit_builder.checking import check as check_folder
from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.folders import Folders, Layer
from toolkit_builder.loading import load_toolkit, published_files
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options

from .cases import TESTS
from .conftest import ROOT, ToolkitFiles

SCHOOL = """\
name: River School
logo: {file: assets/river.svg, alt: A river}
colors: {primary: "#223377", accent: "#8a1c1c"}
contacts: [{who: The desk, phone: 555-0101}]
languages: [en]
interpreting: {contact: Ask the desk., languages: [es]}
compensation_note: Paid by the hour.
training_note: Three hours.
"""
LOGO = (ROOT / "docs/assets/logo.svg").read_text(encoding="utf-8")
SETTINGS = (TESTS / "base/mkdocs.yml").read_text(encoding="utf-8")
GUIDE = (TESTS / "base/docs/guides/k-second.yml").read_text(encoding="utf-8")


def layered(folder: Path, files: dict[str, str], *below: str) -> Folders:
    """A school's own folder of few files, beside the folders that it lies on."""
    school = folder / "school"
    for name, text in {"docs/school.yml": SCHOOL, "docs/assets/river.svg": LOGO, **files}.items():
        file = school / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    layers = tuple(Layer.of(ROOT if name == "library" else folder / name[3:], name) for name in below)
    return Folders(school, below=layers)


@pytest.fixture
def district(tmp_path: Path) -> Path:
    """A folder of shared content: the base toolkit."""
    shutil.copytree(TESTS / "base", tmp_path / "district")
    return tmp_path


def load(folder: Path, files: dict[str, str]) -> tuple[Toolkit, list[Diagnostic]]:
    return load_toolkit(layered(folder, files, "../district"))


def told(findings: list[Diagnostic]) -> list[str]:
    return [f"{one.location.path}:{one.location.line} {one.level} {one.code}" for one in findings]


def test_three_files_hold_a_whole_toolkit(district: Path) -> None:
    base, _ = load_toolkit(Folders(district / "district"))

    toolkit, findings = load(district, {})

    assert findings == []
    assert [guide.id for guide in toolkit.guides] == [guide.id for guide in base.guides]
    assert toolkit.school.name == toolkit.school.short_name == "River School"
    assert toolkit.guides[0].at().path == "../district/docs/guides/k-first.yml"


def test_of_the_packages_own_school_only_policies_are_taken_over(tmp_path: Path) -> None:
    """All else there is an example's: its telephone, its footer and its pay are nobody else's."""
    example, _ = load_toolkit(Folders(ROOT), languages=[])

    toolkit, findings = load_toolkit(layered(tmp_path, {}, "library"))

    assert findings == []
    assert toolkit.school.policies == example.school.policies
    own = toolkit.school
    assert not (own.footer or own.addresses or own.experience or own.license)
    assert len(toolkit.guides) == len(example.guides)


def test_an_own_entry_takes_the_place_of_the_one_below(district: Path) -> None:
    prompt = "- {id: hopes, text: What do you dream of?, purpose: hopes, listener: family, bands: [elementary]}\n"

    toolkit, findings = load(district, {
        "docs/guides/k-second.yml": GUIDE.replace("title: ", "title: Ours, ", 1),
        "docs/prompts/ours.yml": prompt,
    })  # fmt: skip

    assert findings == []
    assert [guide.id for guide in toolkit.guides] == ["k-first", "k-second"]
    assert toolkit.guides_by_id["k-second"].title.startswith("Ours, ")
    assert toolkit.guides_by_id["k-second"].at().path == "docs/guides/k-second.yml"
    assert toolkit.prompts_by_id["hopes"].text == "What do you dream of?"
    base, _ = load_toolkit(Folders(district / "district"))
    assert [prompt.id for prompt in toolkit.prompts] == [prompt.id for prompt in base.prompts]


def test_new_entries_stand_where_they_would_stand_in_one_folder(district: Path) -> None:
    toolkit, _ = load(district, {"docs/guides/k-garden.yml": GUIDE})

    assert [guide.id for guide in toolkit.guides] == ["k-first", "k-garden", "k-second"]


def test_what_is_hidden_is_named_nowhere(district: Path) -> None:
    toolkit, findings = load(district, {
        "docs/school.yml": f"{SCHOOL}hide: [prompts/EXPECT*, guides/k-second, glossary/*]\n",
    })  # fmt: skip

    assert findings == []
    (guide,) = toolkit.guides
    assert "expectations" not in toolkit.prompts_by_id
    assert "expectations" not in guide.prompts
    assert all("expectations" not in step.prompts for step in guide.agenda)
    assert guide.next_visit is None
    assert toolkit.glossary == ()


@pytest.mark.parametrize(
    ("lines", "line", "code", "hint"),
    [
        ("hide: [guides/k-frist]", 9, "nothing-to-hide", "guides/k-first"),
        ("hide: [k-first]", 9, "nothing-to-hide", "'guides/k-first'"),
        ("hide: [gides/k-first]", 9, "nothing-to-hide", "'guides'"),
        ("hide: [facts/*-none-*]", 9, "nothing-to-hide", ""),
        ("wording: {guide/k-first/sumary: Hi}", 9, "unknown-place", "guide/k-first/summary"),
        ("wording: {guide/k-frist/summary: Hi}", 9, "unknown-place", "guide/k-first/summary"),
        ("wording: {school/name: Hi}", 9, "unknown-place", "'name:'"),
        ("grades: [12]", 9, "nothing-to-show", "more grades"),
    ],
)
def test_what_is_not_there_any_more_is_a_warning(district: Path, lines: str, line: int, code: str, hint: str) -> None:
    """A library below may rename or drop an entry at any time; the school's site is still made."""
    _, findings = load(district, {"docs/school.yml": f"{SCHOOL}{lines}\n"})

    assert told(findings) == [f"docs/school.yml:{line} warning {code}"]
    assert hint in findings[0].hint


@pytest.mark.parametrize(
    ("grades", "kept"),
    [
        (["K-5"], {"K", "1", "2", "3", "4", "5"}),
        (["PreK", "k"], {"PK", "K"}),
        ([6, "8 – 7"], {"6", "7", "8"}),
        (["pre-k-2"], {"PK", "K", "1", "2"}),
        (["12", "10"], {"10", "12"}),
    ],
)
def test_a_school_shows_its_grades_only(tmp_path: Path, grades: list[object], kept: set[str]) -> None:
    school = f"{SCHOOL}grades: {grades}\n".replace("en]", "en, es]")

    toolkit, findings = load_toolkit(layered(tmp_path, {"docs/school.yml": school}, "library"))

    assert not [one for one in findings if one.level != "note"]
    shown = {grade for guide in toolkit.guides for grade in guide.grades}
    shown |= {grade for activity in toolkit.activities for grade in activity.grades}
    shown |= {grade for one in toolkit.frameworks for skill in one.skills for grade in skill.grades}
    assert shown == kept == set(toolkit.grades)
    assert any(guide.id == "first-visit-with-interpreter" for guide in toolkit.guides)
    for guide in toolkit.guides:
        assert len(toolkit.prompts_of(guide)) == len(guide.prompts)
        assert len(toolkit.activities_of(guide)) == len(guide.activities)


@pytest.mark.parametrize("word", ["3rd", "K-", "13", "5-K-2", "all"])
def test_a_grade_that_is_none_is_told(tmp_path: Path, word: str) -> None:
    _, findings = load_toolkit(layered(tmp_path, {"docs/school.yml": f"{SCHOOL}grades: [K, {word}]\n"}, "library"))

    assert told(findings) == ["docs/school.yml:9 error unknown-word"]


def test_each_use_left_still_knows_its_line(tmp_path: Path) -> None:
    """When a guide loses a question, findings about the next one must not move to its line."""
    folders = layered(tmp_path, {}, "library")
    before, _ = load_toolkit(folders)
    guide = next(one for one in before.guides if len(one.prompts) > 2 and isinstance(one.prompts[0], str))
    hidden = layered(tmp_path, {"docs/school.yml": f"{SCHOOL}hide: [prompts/{guide.prompts[0]}]\n"}, "library")

    after, _ = load_toolkit(hidden)

    left = after.guides_by_id[guide.id]
    assert left.prompts == guide.prompts[1:]
    assert left.at("prompts", 0) == guide.at("prompts", 1)


SAME = "".join(line for line in SCHOOL.splitlines(keepends=True) if not line.startswith("interpreting"))
"""A school's file that leaves to the district how to ask for an interpreter."""
LESS_EASY = GUIDE.replace("decline: ", "decline: Do come. ", 1)
LOCK = "locked: [guide/*/invite/decline, school/interpreting/*]\n"


@pytest.mark.parametrize(
    ("files", "place", "words"),
    [
        ({"docs/guides/k-second.yml": LESS_EASY}, "docs/guides/k-second.yml", "take over the words"),
        ({"docs/school.yml": f"{SAME}wording: {{guide/k-first/invite/decline: Come.}}\n"}, "docs/school.yml", "take"),
        ({"docs/school.yml": SCHOOL}, "docs/school.yml", "take the line out"),
    ],
)  # fmt: skip
def test_what_a_layer_locks_stays(district: Path, files: dict[str, str], place: str, words: str) -> None:
    file = district / "district/docs/school.yml"
    file.write_text(file.read_text("utf-8") + LOCK, "utf-8")

    _, findings = load(district, {"docs/school.yml": SAME, **files})

    assert {(one.code, one.level, one.location.path) for one in findings} == {("locked-text", "error", place)}
    assert all("../district locks" in one.message and words in one.hint for one in findings)


def test_a_fault_below_says_whose_it_is_and_can_be_lived_with(district: Path) -> None:
    broken = district / "district/docs/guides/k-second.yml"
    broken.write_text("title: Second\n", "utf-8")

    _, findings = load(district, {})
    _, hidden = load(district, {"docs/school.yml": f"{SCHOOL}hide: [guides/k-second]\n"})
    _, replaced = load(district, {"docs/school.yml": SCHOOL, "docs/guides/k-second.yml": GUIDE})

    assert {one.location.path for one in findings} == {"../district/docs/guides/k-second.yml"}
    assert all("this stands in the library ../district" in one.hint for one in findings)
    assert all("'hide: [guides/k-second]' in docs/school.yml" in one.hint for one in findings)
    assert hidden == replaced == []


def test_a_guide_below_that_nobody_can_read_can_be_hidden(district: Path) -> None:
    (district / "district/docs/guides/k-second.yml").write_text("title: [\n", "utf-8")

    _, findings = load(district, {"docs/school.yml": f"{SCHOOL}hide: [guides/k-second]\n"})

    assert findings == []


def test_a_district_lies_between_the_package_and_the_school(district: Path) -> None:
    """Each file names what it changes; the school's word counts most."""
    shared = district / "district/docs/school.yml"
    shared.write_text("name: River District\nhide: ['guides/*']\ncontacts: [{who: The district, phone: 555-0177}]\n")
    for name in ("guides", "skills"):
        shutil.rmtree(district / "district/docs" / name)
    own = SCHOOL.replace("contacts: [{who: The desk, phone: 555-0101}]\n", "")
    folders = layered(district, {"docs/school.yml": own, "docs/guides/k-second.yml": GUIDE}, "library", "../district")

    toolkit, findings = load_toolkit(folders)

    assert [one for one in findings if one.level == "error"] == []
    assert [guide.id for guide in toolkit.guides] == ["k-second"]
    assert toolkit.school.contacts[0].phone == "555-0177"
    assert toolkit.school.at("contacts", 0).path == "../district/docs/school.yml"
    assert toolkit.school.policies


def test_a_school_of_many_lies_on_the_same_layers(district: Path) -> None:
    files = {"schools/lake.yml": "name: Lake School\n", "docs/school.yml": f"{SCHOOL}hide: [guides/k-second]\n"}
    folders = layered(district, files, "../district")

    toolkit, findings = load_toolkit(Folders(folders.root, below=folders.below, edition="lake"))

    assert findings == []
    assert (toolkit.school.name, toolkit.edition) == ("Lake School", "lake")
    assert [guide.id for guide in toolkit.guides] == ["k-first"]


def test_pages_and_pictures_of_all_layers_are_published(district: Path) -> None:
    for name, text in {"bus.md": "# Bus\n", "about.md": "# Theirs\n", "assets/map.svg": LOGO}.items():
        (district / "district/docs" / name).write_text(text, "utf-8")
    settings = SETTINGS.replace("rules: {}", "layers: [../district]")
    folders = layered(district, {"docs/about.md": "# Ours\n", "mkdocs.yml": settings}, "../district")

    site = build_site(folders.root, site_dir=None, is_strict=False, prints=False)

    assert "Bus" in (site / "bus/index.html").read_text("utf-8")
    about = (site / "about/index.html").read_text("utf-8")
    assert "Ours" in about
    assert "Theirs" not in about
    assert (site / "assets/map.svg").is_file()
    assert (site / "assets/river.svg").is_file()
    assert not list(site.rglob("*.yml"))


def test_the_examples_logo_is_nobodys(tmp_path: Path) -> None:
    folders = layered(tmp_path, {}, "library")

    assert set(published_files(folders)) == {"assets/river.svg"} | {
        name for name in published_files(folders) if name.endswith(".yml")
    }


def test_a_translation_below_serves_and_an_own_one_comes_first(tmp_path: Path) -> None:
    school = SCHOOL.replace("[en]", "[en, es]")
    place, source = "guide/grade-3-first/title", "Grade 3, first visit"
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    own = f'{head}msgctxt "{place}"\nmsgid "{source}"\nmsgstr "¡Hola!"\n'
    below, _ = load_toolkit(Folders(ROOT), languages=["es"])

    toolkit, _ = load_toolkit(layered(tmp_path, {"docs/school.yml": school, "locales/es.po": own}, "library"))

    (catalogue,) = toolkit.catalogues
    assert below.guides_by_id["grade-3-first"].title == source
    assert catalogue.translations[place].text == "¡Hola!"
    assert catalogue.at(place).path == "locales/es.po"
    other = "guide/grade-3-second/title"
    assert catalogue.translations[other].text == below.catalogues[0].translations[other].text
    assert catalogue.at(other).path == "library/locales/es.po"


def test_only_own_texts_are_to_be_translated(tmp_path: Path) -> None:
    """What the library leaves open is for those who keep it; a language that it does not have is the school's."""
    school = SCHOOL.replace("[en]", "[en, ar, so]") + "wording: {guide/grade-3-first/summary: By the river.}\n"
    folders = layered(tmp_path, {"docs/school.yml": school}, "library")

    _, findings = check_folder(folders, {})

    notes = [one for one in findings if one.code in ("partial-translation", "missing-translation")]
    assert {one.location.path for one in notes} == {"docs/school.yml"}
    assert any("(ar)" in one.message and "4 of 6 texts" in one.message for one in notes), notes


def test_what_is_built_of_layers_is_what_one_folder_gives(toolkit_files: ToolkitFiles, district: Path) -> None:
    whole = toolkit_files({"docs/school.yml": SCHOOL, "docs/assets/river.svg": LOGO})
    folders = layered(district, {}, "../district")

    one, many = (build(where, Options(prints=False)) for where in (Folders(whole), folders))

    assert [page.body for page in many.pages] == [page.body for page in one.pages]
    assert [page.uri for page in many.pages] == [page.uri for page in one.pages]


def test_words_of_a_school_are_added_to_those_of_the_layer_below(district: Path) -> None:
    """A district's guides use its words; one of the same id takes the place of that below, wherever it stands."""
    below = (district / "district/docs/school.yml").read_text("utf-8") + (
        "visits:\n  - {id: science-fair, title: Science fair}\n  - {id: garden, title: Garden day}\n"
    )
    (district / "district/docs/school.yml").write_text(below, "utf-8")
    (district / "district/docs/guides/fair.yml").write_text(GUIDE.replace("visit: second", "visit: science-fair"))
    own = SCHOOL + "visits:\n  - {id: music, title: Evening of music}\n  - {id: garden, title: Our garden, icon: cow}\n"

    toolkit, findings = load(district, {"docs/school.yml": own})

    assert [(word, label.title) for word, label in toolkit.vocabulary.visits.items() if label.is_own] == [
        ("science-fair", "Science fair"),
        ("music", "Evening of music"),
        ("garden", "Our garden"),
    ]
    assert told(findings) == ["docs/school.yml:11 error unknown-icon"]
    faulty = below.replace("title: Science fair", "title: Science fair, icon: cow")
    (district / "district/docs/school.yml").write_text(faulty, "utf-8")
    _, findings = load(district, {"docs/school.yml": own.replace(", icon: cow", "")})
    assert told(findings) == ["../district/docs/school.yml:11 error unknown-icon"]


@pytest.mark.parametrize(
    ("own", "lines"),
    [
        ("", ["visits:", "  - id: night", "    title: Night"]),
        ("visits:\n- {id: music, title: Music}\n", ["- id: night", "  title: Night"]),
    ],
)
def test_how_to_add_a_word_is_told_for_the_schools_own_file(district: Path, own: str, lines: list[str]) -> None:
    school = (district / "district/docs/school.yml").read_text("utf-8")
    words = "visits:\n      - {id: science-fair, title: Science fair}\n"
    (district / "district/docs/school.yml").write_text(school + words, "utf-8")

    _, (finding,) = load(district, {
        "docs/school.yml": SCHOOL + own, "docs/guides/ours.yml": GUIDE.replace("visit: second", "visit: night"),
    })  # fmt: skip

    head, *to_paste = finding.hint.split("\n")
    assert "docs/school.yml" in head
    assert "../" not in head
    assert to_paste == lines
