"""`new-guide`: a guide that passes `check` from its first day, with to-dos in it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit_builder.cli import main
from toolkit_builder.cli.shared import options_of
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.vocabulary import VISITS
from toolkit_builder.yaml_source.editing import with_keys
from toolkit_builder.yaml_source.writing import in_yaml

from .conftest import ROOT, ToolkitFiles


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def guide_of(folder: Path, name: str) -> Guide:
    toolkit, _ = load_toolkit(options_of(folder)[0])
    return toolkit.guides_by_id[name]


@pytest.mark.parametrize("bank", ["two questions", "the default's questions"])
def test_a_new_guide_of_any_visit_leaves_nothing_but_to_dos(toolkit_files: ToolkitFiles, bank: str) -> None:
    """Whether the toolkit has questions that fit or none: what is missing is a to-do, and nothing else is found."""
    folder = toolkit_files({})
    if bank != "two questions":
        shutil.copytree(ROOT / "docs/prompts", folder / "docs/prompts", dirs_exist_ok=True)
    written = []
    # The second visit comes before the first, which leads to it.
    for visit in sorted(VISITS, reverse=True):
        for grade in ("PK", "4", "9"):
            result = run("new-guide", f"Trial {visit} {grade}", "--grade", grade, "--visit", visit, folder)
            assert result.exit_code == 0, result.output
            written.append(f"docs/guides/trial-{visit}-{grade.lower()}.yml")

    found = json.loads(run("check", folder, "--format", "json").output)

    assert {row["code"] for row in found} == {"placeholder"}
    assert {row["path"] for row in found} == set(written)
    assert guide_of(folder, "trial-first-4").next_visit == "trial-second-4"


def test_a_guide_like_another_keeps_its_words_and_its_remarks(toolkit_files: ToolkitFiles) -> None:
    """All but what makes it another guide; its file may come from Windows, and say things twice."""
    folder = toolkit_files({})
    base = (folder / "docs/guides/k-second.yml").read_text("utf-8")
    top = "# yaml-language-server: $schema=../../schemas/guide.json\nid: k-second\nold_ids: [k-two]\n"
    text = f"{top}# Remarks stay.\n{base}\n# To the very end.\n".replace("\n", "\r\n")
    (folder / "docs/guides/k-second.yml").write_bytes(text.encode("utf-8-sig"))

    result = run("new-guide", 'Grade 2: a "fair"', "--grade", "K-2", "--like", "k-second", folder)

    assert result.exit_code == 0, result.output
    assert "with 1 to-do in it" in result.output
    made = guide_of(folder, "grade-2-a-fair")
    old = guide_of(folder, "k-second")
    assert (made.title, made.grades, made.visit) == ('Grade 2: a "fair"', ("K", "1", "2"), "second")
    changed = {"id", "old_ids", "title", "summary", "grades", "checked_on", "version"}
    assert made.model_dump(exclude=changed) == old.model_dump(exclude=changed)
    lines = (folder / "docs/guides/grade-2-a-fair.yml").read_text("utf-8").split("\n")
    assert lines[0] == "# Remarks stay."
    assert lines[-2:] == ["# To the very end.", ""]


def test_editors_find_the_keys_of_a_new_guide_where_schemas_are(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"schemas/guide.json": "{}"})

    assert run("new-guide", "Science fair", "--grade", "4", folder).exit_code == 0

    first = (folder / "docs/guides/science-fair.yml").read_text("utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../../schemas/guide.json"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("K second", "--grade", "4"), "There is a guide 'k-second' already, in docs/guides/k-second.yml."),
        (("Old name", "--grade", "4"), "There is a guide 'old-name' already, in docs/guides/k-first.yml."),
        (("Broken", "--grade", "4"), "There is a guide 'broken' already, in docs/guides/broken.yml."),
        (("Science fair", "--grade", "13"), "There is no grade '13'."),
        (("Science fair",), "Missing option '--grade'."),
        (("Science fair", "--grade", "4", "--visit", "secnd"), "did you mean 'second'?"),
        (("Science fair", "--grade", "4", "--like", "k-secnd"), "did you mean 'k-second'?"),
        (("Science fair", "--grade", "4", "--school", "nobody"), "There is no school 'nobody'."),
        (("\u062e\u0637\u0629", "--grade", "4"), "letters from A to Z"),
    ],
)
def test_new_guide_refuses_with_a_sentence(toolkit_files: ToolkitFiles, words: tuple[str, ...], says: str) -> None:
    folder = toolkit_files({"docs/guides/broken.yml": "title: [\n"})
    first = folder / "docs/guides/k-first.yml"
    first.write_text(f"old_ids: [old-name]\n{first.read_text('utf-8')}", "utf-8")
    before = sorted((folder / "docs/guides").iterdir())

    result = run("new-guide", *words, folder)

    assert result.exit_code == 2
    assert says in " ".join(result.output.split())
    assert sorted((folder / "docs/guides").iterdir()) == before


def test_one_of_many_schools_gets_a_guide_of_its_own(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"schools/north.yml": "name: North School\n"})

    result = run("new-guide", "Science fair", "--grade", "4", "--school", "north", folder)

    assert result.exit_code == 0, result.output
    assert (folder / "schools/north/guides/science-fair.yml").is_file()
    assert not (folder / "docs/guides/science-fair.yml").exists()
    found = json.loads(run("check", folder, "--format", "json").output)
    # A first visit that no second one follows is for the school to mend.
    assert {row["code"] for row in found} == {"placeholder", "no-second-visit"}


def test_a_guide_of_ones_own_lies_on_top_of_the_library(tmp_path: Path) -> None:
    """It may begin like one below; a name of one below, hidden ones too, is taken."""
    folder = tmp_path / "ours"
    assert run("new", folder).exit_code == 0
    school = folder / "docs/school.yml"
    school.write_text(school.read_text("utf-8") + "\nhide: [guides/grade-4-first]\n", "utf-8")
    below = (ROOT / "docs/guides/grade-3-second.yml").read_text("utf-8")

    made = run("new-guide", "Our fair", "--grade", "3", "--like", "grade-3-second", folder)
    taken = [run("new-guide", f"Grade {grade} first", "--grade", "4", folder) for grade in (3, 4)]

    assert made.exit_code == 0, made.output
    text = (folder / "docs/guides/our-fair.yml").read_text("utf-8")
    assert text[text.index("\nvisit:") : text.index("\nversion:")] in below
    assert not text.startswith("# yaml-language-server"), "a new toolkit has no schemas"
    for grade, result in zip((3, 4), taken, strict=True):
        assert f"already, in library/docs/guides/grade-{grade}-first.yml" in " ".join(result.output.split())
    assert [file.name for file in (folder / "docs/guides").iterdir()] == ["our-fair.yml"]


def test_a_key_is_changed_with_all_below_it() -> None:
    """Several lines, none, the last one, and one that is not there."""
    text = "# top\na: >-\n  one\n  # no remark\n\n  two\n\n# of b\nb: [1]\nc:\n  - 1\n  # inside\n  - 2\n# end\n"

    assert with_keys(text, {"a": "a: x\nnew: y", "b": "", "c": "c: z", "d": "d: w"}) == (
        "# top\na: x\nnew: y\n\n# of b\nc: z\n# end\n"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Science fair", "Science fair"),
        ("  Two\n words ", "Two words"),
        ("Fair: 4th grade", '"Fair: 4th grade"'),
        ('The "fair": 4', "'The \"fair\": 4'"),
        ("#1 of all", '"#1 of all"'),
        ("true", '"true"'),
        ("2026", '"2026"'),
        ("- a", '"- a"'),
    ],
)
def test_a_title_is_written_so_that_yaml_reads_it_back(text: str, written: str) -> None:
    assert in_yaml(text) == written
