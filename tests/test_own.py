"""Taking what lies below into a school's own layer, and what the tools remember of it."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from toolkit_builder.cli import main
from toolkit_builder.folders import Folders, Layer
from toolkit_builder.loading import load_toolkit
from toolkit_builder.upgrading.bases import BASES, Base, Bases, Remembered, format_bases, read_bases, remember_bases
from toolkit_builder.yaml_source import read_yaml

from .cases import TESTS

SETTINGS = "site_name: x\ntheme: {name: material}\nplugins:\n  - toolkit-builder:\n      layers: [../district]\n"
SCHOOL = """\
# Ours
name: Oak School
short_name: Oak
logo: {file: assets/logo.svg, alt: An oak}
colors: {primary: "#1f5f4f", accent: "#9a3412"}
contacts: [{who: The office, phone: 555-7010}]
languages: [en]
interpreting: {contact: Call the office., languages: [es]} # since 2024
compensation_note: Visits are paid by the hour.
training_note: Everyone is trained for three hours.
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def write_oak(tmp_path: Path) -> Path:
    """A school's own layer over a district's, which is the base toolkit; returns its folder."""
    shutil.copytree(TESTS / "base", tmp_path / "district")
    folder = tmp_path / "oak"
    (folder / "docs/assets").mkdir(parents=True)
    shutil.copy(TESTS / "base/docs/assets/logo.svg", folder / "docs/assets")
    (folder / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    (folder / "docs/school.yml").write_text(SCHOOL, "utf-8")
    return folder


@pytest.fixture
def oak(tmp_path: Path) -> Path:
    return write_oak(tmp_path)


def folders_of(oak: Path) -> Folders:
    return Folders(oak, below=(Layer.of(oak.parent / "district", "../district"),))


def values(file: Path) -> Any:
    """What a file of YAML holds."""
    return read_yaml(file.name, file.read_bytes())[0][0].value


def remembered(oak: Path) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = values(oak / BASES)
    return found


def test_a_guide_is_taken_with_its_remarks(oak: Path) -> None:
    """The school gets the text of the file, not a dump of its values, and a line that says what it was made from."""
    file = oak.parent / "district/docs/guides/k-first.yml"
    file.write_text(f"# For all\n{file.read_text('utf-8')}", "utf-8")

    result = run("own", "k-first", oak)

    assert result.exit_code == 0, result.output
    text = (oak / "docs/guides/k-first.yml").read_text("utf-8")
    assert "docs/guides/k-first.yml" in result.output
    assert text.replace("based_on: district\n", "") == file.read_text("utf-8")
    toolkit, findings = load_toolkit(folders_of(oak))
    assert not [one for one in findings if one.level == "error"]
    assert toolkit.guides_by_id["k-first"].based_on == "district"
    assert remembered(oak)["entries"]["guides/k-first"] == {"from": "district", "text": file.read_text("utf-8")}


def test_entries_of_a_list_go_into_the_own_file_of_that_name(oak: Path) -> None:
    """One after the other, each with the remark above it; the line for editors only where it leads somewhere."""
    file = oak.parent / "district/docs/prompts/all.yml"
    text = file.read_text("utf-8").replace("- id: expectations", "# Ask it late\n- id: expectations")
    file.write_text(f"# yaml-language-server: $schema=../../schemas/prompts.json\n\n{text}", "utf-8")

    assert run("own", "prompts/expectations", oak).exit_code == 0
    (oak / "schemas").mkdir()
    (oak / "schemas/prompts.json").write_text("{}", "utf-8")
    assert run("own", "hopes", oak).exit_code == 0

    own = (oak / "docs/prompts/all.yml").read_text("utf-8")
    assert own.startswith("# Ask it late\n- id: expectations\n  based_on: district\n  text:")
    assert "\n\n- id: hopes\n  based_on: district\n" in own
    assert [one["id"] for one in values(oak / "docs/prompts/all.yml")] == ["expectations", "hopes"]
    (oak / "docs/prompts/all.yml").unlink()
    assert run("own", "hopes", oak).exit_code == 0
    assert (
        (oak / "docs/prompts/all.yml").read_text("utf-8").startswith("# yaml-language-server: $schema=../../schemas/")
    )


def test_a_text_goes_under_wording(oak: Path) -> None:
    """A long one is folded; all else in the school's file stays byte for byte."""
    for place in ("guide/k-first/invite/note", "guide/k-first/title"):
        assert run("own", place, oak).exit_code == 0

    school = (oak / "docs/school.yml").read_text("utf-8")
    below = values(oak.parent / "district/docs/guides/k-first.yml")
    assert school.startswith(SCHOOL)
    assert values(oak / "docs/school.yml")["wording"] == {
        "guide/k-first/invite/note": below["invite"]["note"],
        "guide/k-first/title": below["title"],
    }
    assert remembered(oak)["wording"]["guide/k-first/title"] == {"from": "district", "text": below["title"]}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("k-frist", "Nothing below is called 'k-frist'. did you mean 'k-first'"),
        ("guides/k-frist", "did you mean 'guides/k-first'"),
        ("guide/k-first/invite/nite", "did you mean 'guide/k-first/invite/note'?"),
        ("guide/k-frist/invite/note", "did you mean 'guides/k-first'"),
        ("same", "'same' is the name of several: say activities/same or prompts/same."),
        ("guide/k-first/invite/decline", "The library locks this text ('guide/*/invite/decline')"),
        ("k-second", "guides/k-second is your own already: docs/guides/second.yml:1."),
    ],
)
def test_what_cannot_be_taken_is_said(oak: Path, name: str, said: str) -> None:
    """Nothing is written then."""
    district = oak.parent / "district/docs"
    with (district / "school.yml").open("a", encoding="utf-8") as school:
        school.write('locked: ["guide/*/invite/decline"]\n')
    for kind in ("prompts", "activities"):
        file = district / kind / "all.yml"
        first = values(file)[0]
        (district / kind / "more.yml").write_text(yaml.safe_dump([first | {"id": "same"}]), "utf-8")
    (oak / "docs/guides").mkdir()
    text = (district / "guides/k-second.yml").read_text("utf-8")
    (oak / "docs/guides/second.yml").write_text(f"id: k-second\n{text}", "utf-8")
    before = {file: file.read_bytes() for file in oak.rglob("*") if file.is_file()}

    result = run("own", name, oak)

    assert result.exit_code == 1
    assert said in result.output
    assert {file: file.read_bytes() for file in oak.rglob("*") if file.is_file()} == before


def test_one_school_of_many_takes_into_its_own_folder(oak: Path) -> None:
    """Its layer lies on the shared one, whose words it takes along."""
    (oak / "schools").mkdir()
    (oak / "schools/pine.yml").write_text("name: Pine\n", "utf-8")
    with (oak / "docs/school.yml").open("a", encoding="utf-8") as school:
        school.write("wording:\n  guide/k-first/title: Kinder, first\n")

    assert run("own", "k-first", oak, "--school", "pine").exit_code == 0
    assert run("own", "k-first", oak, "--school", "spruce").exit_code == 2

    own = values(oak / "schools/pine/guides/k-first.yml")
    assert own["title"] == "Kinder, first"
    assert "guides/k-first" in values(oak / BASES)["schools"]["pine"]["entries"]


def test_a_toolkit_that_stands_alone_has_nothing_to_take(tmp_path: Path) -> None:
    """It says so, and remembers nothing."""
    folder = tmp_path / "alone"
    shutil.copytree(TESTS / "base", folder)

    assert "Nothing lies below" in run("own", "k-first", folder).output
    remember_bases(Folders(folder))
    assert not (folder / BASES).exists()


def test_what_a_person_words_is_remembered(oak: Path) -> None:
    """Wording and entries typed by hand have the text below as their base from the first command on; once."""
    with (oak / "docs/school.yml").open("a", encoding="utf-8") as school:
        school.write("wording:\n  guide/k-first/title: Kinder\n")
    (oak / "docs/prompts").mkdir()
    (oak / "docs/prompts/ours.yml").write_text("- {id: hopes, text: What do you hope for?}\n", "utf-8")

    remember_bases(folders_of(oak))

    found = remembered(oak)
    assert list(found["entries"]) == ["prompts/hopes"]
    assert found["wording"]["guide/k-first/title"]["text"] == "Kindergarten, first visit"
    # The base stays what it was, whatever happens below.
    before = (oak / BASES).read_bytes()
    guide = oak.parent / "district/docs/guides/k-first.yml"
    guide.write_text(guide.read_text("utf-8").replace("Kindergarten, first visit", "First visit"), "utf-8")
    remember_bases(folders_of(oak))
    assert (oak / BASES).read_bytes() == before


@pytest.mark.parametrize("words", ["check", "build --no-pdf"])
def test_what_is_worded_is_remembered_as_soon_as_a_command_sees_it(oak: Path, words: str) -> None:
    """Where the toolkit has no errors."""
    school = oak / "docs/school.yml"
    school.write_text(f"{SCHOOL}wording:\n  guide/k-first/title: Kinder\npaint: x\n", "utf-8")
    assert run(*words.split(), oak).exit_code == 1
    assert not (oak / BASES).exists()

    school.write_text(f"{SCHOOL}wording:\n  guide/k-first/title: Kinder\n", "utf-8")
    assert run(*words.split(), oak).exit_code == 0

    assert list(remembered(oak)["wording"]) == ["guide/k-first/title"]


def test_what_was_made_from_another_version_has_no_base_of_today(oak: Path) -> None:
    """Whoever lost `.base.yml` is asked about every difference, rather than told that all of them are the school's."""
    (oak / "docs/prompts").mkdir()
    own = "- {id: hopes, based_on: library 0.0.1, text: What do you hope for?}\n"
    (oak / "docs/prompts/ours.yml").write_text(own, "utf-8")

    remember_bases(folders_of(oak))

    assert "entries" not in remembered(oak)


def test_what_follows_a_taken_entry_in_its_file_follows_it_on_pages(oak: Path) -> None:
    """Any other new entry stands behind those of the library's file of the same name."""
    new = "- {id: ours, text: What is new?, purpose: hopes, listener: family, bands: [early]}\n"
    (oak / "docs/prompts").mkdir()
    (oak / "docs/prompts/all.yml").write_text(new, "utf-8")
    assert [prompt.id for prompt in load_toolkit(folders_of(oak))[0].prompts] == ["hopes", "expectations", "ours"]

    (oak / "docs/prompts/all.yml").unlink()
    assert run("own", "hopes", oak).exit_code == 0
    with (oak / "docs/prompts/all.yml").open("a", encoding="utf-8") as file:
        file.write(new)

    assert [prompt.id for prompt in load_toolkit(folders_of(oak))[0].prompts] == ["hopes", "ours", "expectations"]


@given(st.dictionaries(st.text("ab/-", min_size=1), st.text(st.characters(codec="utf-8", exclude_categories=["C"]))))
def test_texts_are_remembered_as_they_are(texts: dict[str, str]) -> None:
    """Whatever stands in them: blanks at their ends, quotes, signs of YAML's."""
    lines = {name: f"{text}\n  - {text}: # {text}\n\n" for name, text in texts.items()}
    bases = Bases({"": Remembered({name: Base("library 1", text) for name, text in lines.items()})})

    with TemporaryDirectory() as folder:
        (Path(folder) / BASES).write_bytes(format_bases(bases))
        found, findings = read_bases(Folders(Path(folder)))

    assert not findings
    assert found.of("").entries == bases.of("").entries


def test_what_cannot_be_understood_is_left_alone(oak: Path) -> None:
    """Two people's `.base.yml` may meet in git: nothing is written over it, and who takes an entry is told."""
    text = "<<<<<<< HEAD\nentries: {}\n=======\n"
    (oak / BASES).write_text(text, "utf-8")

    remember_bases(folders_of(oak))
    result = run("own", "hopes", oak)

    assert result.exit_code == 1
    assert f"Mend {BASES}, or take back its last version." in result.output
    assert (oak / BASES).read_text("utf-8") == text


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nobody is kept from writing here")
def test_where_nothing_may_be_written_nothing_is_remembered(oak: Path) -> None:
    """A toolkit on a read-only disk can be checked and built all the same."""
    oak.chmod(0o555)
    try:
        remember_bases(folders_of(oak))
        assert not (oak / BASES).exists()
    finally:
        oak.chmod(0o755)
