"""A full copy of the library becomes a layer over it, and its pages stay what they were."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit_builder.cli import main
from toolkit_builder.cli.launchers import LINUX, MAC, WINDOWS
from toolkit_builder.folders import LIBRARY, Layer
from toolkit_builder.loading.catalogues import read_catalogue
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.resources import starter_dir
from toolkit_builder.upgrading.lines import with_hidden, with_key, with_wording, without_wording
from toolkit_builder.upgrading.pieces import pieces_of
from toolkit_builder.upgrading.settings import with_layers

from .failing_disk import disk_full_from
from .test_own import values

_VERSIONS = re.compile(rb'toolkit/[0-9a-f]{8}/|"version": "[0-9a-f]{16}"|VERSION = "[0-9a-f]{16}"')
"""Digests of other files: assets, and all of the site."""
PROMPT = """\
- id: our-{0}
  text: What is {0} in your home?
  purpose: communication
  listener: family
  bands: [early]
  we_share: In mine it is a cup of tea.

"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A full copy of the package's library."""
    folder = tmp_path / "copy"
    assert run("new", folder, "--school", "Oak School", "--copy").exit_code == 0
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), "utf-8")


def changed(copy: Path) -> None:
    """Changes a copy in all the ways in which schools change one."""
    guides, prompts = copy / "docs/guides", copy / "docs/prompts/communication.yml"
    change(guides / "grade-3-first.yml", "title: Grade 3, first visit", "title: Third grade, first visit")
    change(guides / "grade-4-first.yml", "title:", "# Ours, since last fall\ntitle:")
    (guides / "grade-12-to-after.yml").unlink()
    text = (guides / "grade-5-first.yml").read_text("utf-8")
    (guides / "our-own.yml").write_text(text.replace("title: ", "title: Our own, ", 1), "utf-8")
    change(prompts, "- id: contact-what-reaches-you", f"{PROMPT.format('first')}- id: contact-what-reaches-you")
    change(prompts, "- id: contact-good-news", f"{PROMPT.format('new')}- id: contact-good-news")
    prompts.write_text(f"{prompts.read_text('utf-8').rstrip()}\n\n{PROMPT.format('last')}", "utf-8")
    change(copy / "docs/school.yml", "policies:", "partners:\n  - {name: P, logo: {file: assets/logo.svg, alt: P}}\n_:")
    text = (copy / "docs/school.yml").read_text("utf-8")
    (copy / "docs/school.yml").write_text(re.sub(r"(?m)^_:\n(?: .*\n)+", "", text), "utf-8")
    spanish = copy / "locales/es.po"
    text = spanish.read_text("utf-8")
    place = re.compile(r'(msgctxt "guide/grade-5-first/title"\nmsgid .*\n)msgstr .*')
    spanish.write_text(place.sub(r'\1msgstr "Nuestra visita"', text), "utf-8")


def pages(site: Path) -> dict[str, bytes]:
    """The files of a site by their names, without the versions in both."""
    return {
        re.sub(r"toolkit/[0-9a-f]{8}/", "", file.relative_to(site).as_posix()): _VERSIONS.sub(b"", file.read_bytes())
        for file in site.rglob("*")
        if file.is_file()
    }


def built(copy: Path, name: str) -> dict[str, bytes]:
    return pages(build_site(copy, site_dir=copy.parent / name, is_strict=False, prints=False))


def test_the_starter_becomes_a_few_files_and_the_same_pages(copy: Path) -> None:
    """All that equals the library goes; copies of it are kept."""
    files = sorted(file.relative_to(copy).as_posix() for file in copy.rglob("*") if file.is_file())
    before = built(copy, "before")

    result = run("upgrade", copy, "--from-copy")

    assert result.exit_code == 0, result.output
    left = {file.relative_to(copy).as_posix() for file in copy.rglob("*") if file.is_file()}
    left = {path for path in left if not path.startswith((".history/", ".cache/"))}
    own = {".base.yml", ".gitignore", "mkdocs.yml", "docs/school.yml", "docs/assets/logo.svg"}
    assert left == own | {WINDOWS, MAC, LINUX}
    (kept,) = (copy / ".history").iterdir()
    assert all((kept / path).is_file() or path in left for path in files)
    assert built(copy, "after") == before


def test_a_changed_copy_keeps_its_own_and_the_same_pages(copy: Path) -> None:
    """Changed texts, remarks and translations, new entries at any place, and what was deleted."""
    changed(copy)
    before = built(copy, "before")

    result = run("upgrade", copy, "--from-copy")

    assert result.exit_code == 0, result.output
    after = built(copy, "after")
    assert {name for name in before if before[name] != after.get(name)} == set()
    assert before.keys() == after.keys()
    own = set(pieces_of(Layer(copy, copy / "docs", copy / "docs/school")))
    assert own == {
        *("guides/grade-3-first", "guides/grade-4-first", "guides/our-own"),
        *("prompts/our-first", "prompts/our-new", "prompts/our-last"),
        # What stands before a new one, to show its place.
        *("prompts/contact-hard-news", last_of(starter_dir() / "docs/prompts/communication.yml")),
    }
    school = values(copy / "docs/school.yml")
    assert (school["hide"], school["policies"]) == (["guides/grade-12-to-after"], [])
    assert "# Ours, since last fall" in (copy / "docs/guides/grade-4-first.yml").read_text("utf-8")
    catalogue, _ = read_catalogue(copy, "es")
    assert {place: one.text for place, one in catalogue.translations.items()} == {
        "guide/grade-5-first/title": "Nuestra visita"
    }
    assert values(copy / "docs/guides/grade-3-first.yml")["based_on"].startswith("library ")
    assert "based_on" not in values(copy / "docs/guides/our-own.yml")
    assert run("upgrade", copy).output.startswith("Nothing of yours is behind library ")


def last_of(file: Path) -> str:
    return f"prompts/{values(file)[-1]['id']}"


def test_a_plan_changes_nothing(copy: Path) -> None:
    """It says what would go, and what would stay."""
    changed(copy)
    before = {file: file.read_bytes() for file in copy.rglob("*") if file.is_file()}

    result = run("upgrade", copy, "--from-copy", "--plan")

    assert result.exit_code == 0
    assert "guides/grade-3-first" in result.output
    assert "guides/grade-12-to-after" in result.output
    assert {file: file.read_bytes() for file in copy.rglob("*") if file.is_file()} == before


def test_a_full_disk_loses_no_page(copy: Path) -> None:
    """The layer below is there before anything goes, and a second try ends what the first began."""
    changed(copy)
    change(copy / "docs/prompts/communication.yml", PROMPT.format("first"), "")
    spare = copy.with_name("spare")
    shutil.copytree(copy, spare)
    with disk_full_from(10**9, copy) as disk:
        assert run("upgrade", copy, "--from-copy").exit_code == 0
    after = docs_of(copy)
    shutil.rmtree(copy)
    shutil.copytree(spare, copy)

    # Of the last changes, each brings a file to its place.
    with disk_full_from(disk.changes - 3, copy):
        assert run("upgrade", copy, "--from-copy").exit_code == 1

    assert docs_of(copy) != after
    assert run("check", copy).exit_code == 0
    assert run("upgrade", copy, "--from-copy").exit_code == 0
    assert docs_of(copy) == after


def docs_of(copy: Path) -> dict[str, bytes]:
    files = ((file.relative_to(copy).as_posix(), file) for file in (copy / "docs").rglob("*") if file.is_file())
    return {name: file.read_bytes() for name, file in files}


def test_what_has_faults_is_mended_first(copy: Path) -> None:
    """Nobody knows what of the school's stands in a file that cannot be read."""
    (copy / "docs/prompts/communication.yml").write_text("- id: [\n", "utf-8")

    result = run("upgrade", copy, "--from-copy")

    assert result.exit_code == 1
    assert "Mend the toolkit first" in result.output


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("plugins: [toolkit-builder]\n", "plugins: [{toolkit-builder: {layers: [library]}}]\n"),
        ("plugins:\n  - toolkit-builder\n", "plugins:\n  - toolkit-builder:\n      layers: [library]\n"),
        ("plugins:\n- toolkit-builder: # ours\n", "plugins:\n- toolkit-builder:\n    layers: [library] # ours\n"),
        (
            "plugins:\n  - search\n  - toolkit-builder:\n      # Loud\n      rules: {}\n",
            "plugins:\n  - search\n  - toolkit-builder:\n      layers: [library]\n      # Loud\n      rules: {}\n",
        ),
        (
            "plugins:\n  - toolkit-builder: {rules: {}}\nx: !ENV A\n",
            "plugins:\n  - toolkit-builder: {layers: [library], rules: {}}\nx: !ENV A\n",
        ),
        ("plugins:\n  toolkit-builder: {}\n", "plugins:\n  toolkit-builder:\n    layers: [library]\n"),
        ("site_name: x\n", None),
    ],
)
def test_layers_are_named_in_settings_of_any_form(before: str, after: str | None) -> None:
    """All else in the settings stays as it is; None where a person must write the line."""
    assert with_layers(before, f"[{LIBRARY}]") == after


@pytest.mark.parametrize(
    ("made", "after"),
    [
        (with_wording("a: 1\n", "p/q", "Words"), "a: 1\n\nwording:\n  p/q: Words\n"),
        (with_wording("wording: {}\na: 1\n", "p", "W: {x}"), 'wording:\n  p: "W: {x}"\na: 1\n'),
        (with_wording("wording:\n    x: X # r\na: 1\n", "p", "W"), "wording:\n    x: X # r\n    p: W\na: 1\n"),
        (with_wording("wording: {x: X}\n", "p", "W"), "wording: {x: X, p: W}\n"),
        (with_wording("", "p", "One\n\n  two"), "\n\nwording:\n  p: |-\n    One\n\n      two\n"),
        (without_wording("wording:\n  x: X\n  p: P # r\na: 1\n", "p"), "wording:\n  x: X\na: 1\n"),
        (without_wording("wording:\n  p: >-\n    P\n    Q\na: 1\n", "p"), "a: 1\n"),
        (without_wording("wording: {p: P, x: X}\na: 1\n", "p"), "wording: {x: X}\na: 1\n"),
        (with_hidden("a: 1\n", ["guides/x"]), "a: 1\n\nhide:\n  - guides/x\n"),
        (with_hidden("hide: [guides/x]\n", ["guides/x", "facts/y"]), "hide: [guides/x, facts/y]\n"),
        (with_hidden("hide:\n- guides/x # r\na: 1\n", ["facts/y"]), "hide:\n- guides/x # r\n- facts/y\na: 1\n"),
        (with_key("a: 1\n# end\n", "policies", []), "a: 1\n# end\n\npolicies: []\n"),
    ],
)
def test_a_key_is_set_as_a_person_would(made: str, after: str) -> None:
    """All else stays byte for byte."""
    assert made == after
