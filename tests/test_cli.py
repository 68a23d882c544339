"""The command line: what it prints, and its exit codes (0 fine, 1 something to mend, 2 wrong use)."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit_builder.cli import main
from toolkit_builder.rules import RULES

from .conftest import ToolkitFiles


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_check_of_a_sound_toolkit(toolkit_files: ToolkitFiles) -> None:
    result = run("check", toolkit_files({}), "--strict")

    assert (result.exit_code, result.output) == (0, "2 guides, 2 prompts, 1 activities: nothing to mend.\n")


@pytest.mark.parametrize(
    ("old", "new", "words", "code"),
    [
        ("kind: confirm", "kind: confrim", (), 1),
        ("[home, library, park]", "[home]", (), 0),
        ("[home, library, park]", "[home]", ("--strict",), 1),
    ],
    ids=["error", "warning", "strict"],
)
def test_exit_codes_of_check(
    toolkit_files: ToolkitFiles, old: str, new: str, words: tuple[str, ...], code: int
) -> None:
    folder = toolkit_files({})
    guide = folder / "docs/guides/k-second.yml"
    guide.write_text(guide.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    assert run("check", folder, *words).exit_code == code


def broken(toolkit_files: ToolkitFiles) -> Path:
    return toolkit_files({"docs/glossary.yml": "- term: 50%, a: b\n  plain: x\n- termm: IEP\n  plain: A plan.\n"})


def test_check_as_json(toolkit_files: ToolkitFiles) -> None:
    result = run("check", broken(toolkit_files), "--format", "json")

    (row,) = json.loads(result.output)
    assert result.exit_code == 1
    assert (row["code"], row["level"], row["path"], row["line"]) == ("yaml-syntax", "error", "docs/glossary.yml", 1)
    assert row["excerpt"] == "- term: 50%, a: b"


def test_check_as_github_annotations(toolkit_files: ToolkitFiles) -> None:
    """Percent signs, line breaks and commas are escaped as GitHub reads them."""
    folder = toolkit_files({"docs/a,b%.yml": "x: 1\n"})

    result = run("check", folder, "--format", "github")

    assert result.output.startswith("::error file=docs/a%2Cb%25.yml,line=1,col=1,title=unknown-file::nobody reads")


def test_wrong_use_is_2(tmp_path: Path) -> None:
    assert run("check", tmp_path / "nowhere").exit_code == 2
    assert run("rule", "no-such-rule").exit_code == 2
    assert run("nonsense").exit_code == 2


def test_a_folder_that_is_no_toolkit_is_told(tmp_path: Path) -> None:
    result = run("build", tmp_path)

    assert result.exit_code == 1
    assert "There is no mkdocs.yml" in result.output


def test_rule_lists_and_explains() -> None:
    listed = run("rule").output

    assert all(code in listed for code in RULES)
    assert "duplicate-key" in listed
    assert "The family chooses among the home" in run("rule", "few-places").output
    assert "YAML would silently drop" in run("rule", "duplicate-key").output


def test_new_refuses_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("mine", encoding="utf-8")

    result = run("new", tmp_path)

    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_a_pipe_gets_no_progress(toolkit_files: ToolkitFiles) -> None:
    command = [sys.executable, "-m", "toolkit_builder", "build", str(toolkit_files({}))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stderr.replace("\n", "").count("\x1b") == 0
    first, last = done.stdout.splitlines()
    assert first.startswith("The first pages can be looked at: ")
    assert last.startswith("The site is in ")


def test_schema_writes_a_file_per_kind(tmp_path: Path) -> None:
    assert run("schema", "--out", tmp_path / "out").exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "school.json",
        "edition.json",
        "guide.json",
        "prompts.json",
        "activities.json",
        "skills.json",
        "toolkit.json",
        "glossary.json",
        "facts.json",
        "protocol.json",
        "inserts.json",
        "search.json",
        "kit.json",
    }


def test_print_makes_the_pieces_that_were_asked_for(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    folder, out = toolkit_files({}), tmp_path / "out"

    asked = ("--guide", "k-second", "--sheet", "expect", "--sheet", "cards", "--paper", "a4", "--out", str(out))
    result = run("print", folder, *asked)

    assert result.exit_code == 0, result.output
    made = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert made == ["k-second/cards-a4.pdf", "k-second/expect-a4.pdf"]
    assert (out / made[0]).read_bytes().startswith(b"%PDF-")
    # Others may read it, such as a web server, as far as the user's own setting lets them.
    plain = tmp_path / "plain"
    plain.touch()
    assert (out / made[0]).stat().st_mode == plain.stat().st_mode
    assert result.output.startswith("2 PDFs with ")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--guide", "k-secnd"), 2, "did you mean 'k-second'?"),
        (("--language", "xx"), 2, "no language 'xx'"),
        (("--sheet", "banner"), 2, "banner"),
    ],
    ids=["guide", "language", "sheet"],
)
def test_print_refuses_what_is_not_there(
    toolkit_files: ToolkitFiles, words: tuple[str, ...], code: int, says: str
) -> None:
    folder = toolkit_files({})

    result = run("print", folder, *words)

    assert result.exit_code == code
    assert says in result.output
    assert not (folder / "print").exists()


def test_print_says_what_it_leaves_out(toolkit_files: ToolkitFiles) -> None:
    """Once, with all else made."""
    folder = toolkit_files({})
    prompts = folder / "docs/prompts/all.yml"
    prompts.write_text(prompts.read_text(encoding="utf-8").replace("text: ", "text: \U0001f600 ", 1), encoding="utf-8")

    result = run("print", folder)

    assert result.exit_code == 0
    assert result.output.count("unprintable-character") == 1
    assert "docs/prompts/all.yml:2:9: warning[unprintable-character] '\U0001f600' (grinning face" in result.output
    made = {path.name for path in (folder / "print/k-first").iterdir()}
    assert made == {"expect-letter.pdf", "reflection-letter.pdf"}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--sheet", "poster", "--guide", "k-first"), 2, "'poster' is for the whole toolkit"),
        (("--sheet", "cards", "--sheet", "binder", "--guide", "k-first"), 2, "'binder' is for the whole toolkit"),
        (
            ("--sheet", "handout", "--guide", "k-first"),
            1,
            "Nothing of 'handout' in English: the guide has no activities.",
        ),
        (("--sheet", "progress", "--guide", "k-first"), 1, "the guide has no skills and no goal."),
        (("--sheet", "kit"), 1, "the toolkit has no coordinator's kit"),
        (("--sheet", "messages"), 1, "the guides have no activities with text messages"),
        (("--language", "es", "--guide", "k-first"), 1, "Nothing in Spanish: less than half of it is translated"),
        (("--language", "Spanish"), 2, "did you mean 'es'?"),
        (("--language", "chr"), 1, "Nothing in Cherokee: the fonts have no letters for it."),
        (
            ("--sheet", "cards", "--sheet", "handout", "--guide", "k-first", "--language", "en"),
            0,
            "'handout' in English",
        ),
    ],
)
def test_print_says_why_there_is_nothing(
    toolkit_files: ToolkitFiles, words: tuple[str, ...], code: int, says: str
) -> None:
    folder = toolkit_files({})
    school = folder / "docs/school.yml"
    school.write_text(school.read_text(encoding="utf-8").replace("[en]", "[en, es, chr]"), encoding="utf-8")

    result = run("print", folder, *words)

    assert result.exit_code == code
    assert says in result.output
    assert (folder / "print").exists() == (code == 0)


def test_build_puts_the_pieces_in_the_site_or_leaves_them_out(toolkit_files: ToolkitFiles) -> None:
    """Each guide's page leads to its pieces, with a picture, pages, paper and size; or says nothing of them."""
    folder = toolkit_files({})
    made = run("build", folder)
    assert made.exit_code == 0
    # Nobody waits for printed pieces with nothing to look at; where a site stands, it stays until the new one is whole.
    assert made.output.startswith(f"The first pages can be looked at: {folder / 'site/index.html'}.")
    page = (folder / "site/guides/k-first/index.html").read_text(encoding="utf-8")
    pdf = folder / "site/print/k-first/plan-letter.pdf"
    assert f"PDF, 2 pages, Letter, {round(pdf.stat().st_size / 1000)} KB" in page
    assert (folder / "site/print/k-first/plan-letter.png").is_file()
    assert "../../print/k-first/plan-letter.png" in page

    again = run("build", folder, "--no-pdf")
    assert (again.exit_code, again.output) == (0, f"The site is in {folder / 'site'}.\n")
    assert not (folder / "site/print").exists()
    assert "/print/" not in (folder / "site/guides/k-first/index.html").read_text(encoding="utf-8")


def test_check_tells_last_what_must_be_mended(toolkit_files: ToolkitFiles) -> None:
    """Many notes must not push one error out of sight: people read the end."""
    folder = toolkit_files({"docs/guides/zoo.yml": "title: Zoo\n"})
    school = folder / "docs/school.yml"
    school.write_text(school.read_text(encoding="utf-8").replace("compensation_note:", "# "), encoding="utf-8")

    lines = [line for line in run("check", folder).output.splitlines() if re.search(r": (error|warning|note)\[", line)]
    levels = [re.search(r": (error|warning|note)\[", line)[1] for line in lines]  # type: ignore[index]

    assert {"error", "warning"} <= set(levels)
    assert levels == sorted(levels, key=["note", "warning", "error"].index)
    found = json.loads(run("check", folder, "--format", "json").output)
    assert [(one["path"], one["line"]) for one in found] == sorted((one["path"], one["line"]) for one in found)


def test_commands_that_new_suggests_can_be_pasted(tmp_path: Path) -> None:
    said = run("new", tmp_path / "our toolkit").output

    assert f"toolkit-builder serve '{tmp_path}/our toolkit'    shows" in said
