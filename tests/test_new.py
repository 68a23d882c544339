"""`new`: a toolkit of small files, or a copy of the whole library."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit_builder.cli import main
from toolkit_builder.cli.launchers import LINUX, MAC, WINDOWS

from .conftest import ROOT

FILES = [".gitignore", "README.md", "docs/assets/logo.svg", "docs/school.yml", "mkdocs.yml"]
NAME = 'École "Sud": Nº 3 & Söhne'


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def change(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def test_new_writes_five_small_files_and_three_to_double_click(tmp_path: Path) -> None:
    result = run("new", tmp_path / "ours", "--school", NAME)

    assert result.exit_code == 0, result.output
    files = files_in(tmp_path / "ours")
    assert sorted(files) == sorted([*FILES, LINUX, MAC, WINDOWS])
    assert sum(map(len, files.values())) < 20_000
    assert f"# Home visits at {NAME}\n" in files["README.md"].decode()


@pytest.mark.parametrize(
    ("words", "placeholders", "languages"),
    # A copy has the translations that a layer shows in every language: one of them is enough.
    [((), 3, ()), (("--copy",), 22, ("--language", "es"))],
    ids=["layer", "copy"],
)
def test_a_new_toolkit_has_nothing_to_mend_but_what_is_its_owners(
    tmp_path: Path, words: tuple[str, ...], placeholders: int, languages: tuple[str, ...]
) -> None:
    """A name with a colon and quotes, a build of it, and the to-dos that are left for the school."""
    made = run("new", tmp_path / "ours", "--school", NAME, *words)
    found = json.loads(run("check", tmp_path / "ours", "--format", "json").output)
    built = run("build", tmp_path / "ours", "--no-pdf", *languages)

    assert made.exit_code == 0, made.output
    todo = Counter((row["level"], row["code"]) for row in found)
    assert todo == {
        ("warning", "placeholder"): placeholders,
        ("warning", "no-training-note"): 1,
        ("warning", "no-compensation-note"): 1,
    }
    assert {row["path"] for row in found} == {"docs/school.yml"}
    assert built.exit_code == 0, built.output
    # What is left is told again before it goes out.
    assert built.output.count("warning[placeholder]") == placeholders
    site = tmp_path / "ours/site"
    assert "École &#34;Sud&#34;: Nº 3 &amp; Söhne" in (site / "index.html").read_text("utf-8")
    assert (site / "staff/index.html").read_text("utf-8").count("<b>To do: this note") == 2
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "Maple" not in text, page
        assert page.parent.name in ("staff", "safety", "inserts") or "To do:" not in text, page
    assert (site / "es/guides/grade-3-first/index.html").is_file()


def test_what_a_new_toolkit_asks_for_can_be_filled_in(tmp_path: Path) -> None:
    """Then nothing is left to mend, strictly."""
    run("new", tmp_path / "ours")
    change(
        tmp_path / "ours/docs/school.yml",
        ("555-0100", "(301) 555-2100"),
        ("our-school.example", "riverschool.org"),
        ("A plain house in a ring, until our own logo is here", "A wave"),
        ('"To do: say how visitors are paid."', "An hour is paid for each visit."),
        ('"To do: say how visitors are trained."', "Three hours, before the first visit."),
    )

    result = run("check", tmp_path / "ours", "--strict")

    assert (result.exit_code, result.output.endswith("nothing to mend.\n")) == (0, True), result.output


def test_the_keys_that_a_new_toolkit_leaves_out_are_right_as_they_stand_there(tmp_path: Path) -> None:
    run("new", tmp_path / "ours")
    file = tmp_path / "ours/docs/school.yml"
    before, more = file.read_text("utf-8").split("that you want.\n#\n")
    file.write_text(before + re.sub("^# ", "", more, flags=re.MULTILINE), "utf-8")

    found = json.loads(run("check", tmp_path / "ours", "--format", "json").output)

    # That a translation does not follow another wording is a note.
    todo = {row["code"] for row in found if row["level"] != "note"}
    assert todo == {"placeholder", "no-training-note", "no-compensation-note"}
    assert more.count("\n# ") > 10


def test_a_copy_is_all_of_the_library(tmp_path: Path) -> None:
    run("new", tmp_path / "ours", "--copy", "--with-ci")

    made = set(files_in(tmp_path / "ours"))
    for part in ("docs", "locales", "schemas"):
        assert {f"{part}/{name}" for name in files_in(ROOT / part)} <= made
    assert {".gitlab-ci.yml", ".github/workflows/publish.yml", "mkdocs.yml", ".gitignore"} <= made
    assert "layers:" not in (tmp_path / "ours/mkdocs.yml").read_text("utf-8")
