"""The benchmark works: what measures speed is run on a tiny toolkit, and no time is asserted."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.markdown import write_markdown
from benchmarks.toolkits import write_guides
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit

from .cases import TESTS
from .keeping import kept

ROOT = TESTS.parent
GOALS = [
    "`toolkit-builder --help`",
    "`check`, first time",
    "`check` again, one guide changed",
    "`build`, cold, with all PDFs",
    "`build`, cold, without PDFs",
    "`build` again with all PDFs, nothing changed",
    "`build` again with all PDFs, one guide changed",
    "`build`, cold, with all PDFs: memory of the largest process",
    "the same: memory of all processes together",
    "`build`, cold, with all PDFs: the first page is there",
    "the same on a new machine, with `make .venv/site` before it",
    "a further school, one language, its pages: to a build of its own",
    "a further school, one language, with all PDFs: the same",
    "`build`, cold, with all PDFs: to as many builds of one language",
    "2 guides, one language, no PDFs, cold, to stock",
    "2 guides again, one changed",
    "2 guides: time of each, to that of 2",
]
SITES = ["pages", "cold", "cold, all processors", "again, one guide changed", "most memory, cold"]
TAKE_LONGER = {
    "the same on a new machine, with `make .venv/site` before it",
    "a further school, one language, with all PDFs: the same",
}
"""What takes longer than a test may."""


@pytest.fixture(scope="module")
def page() -> str:
    """What a tiny run printed: kept while nothing changes, since it builds ten sites."""

    def make(folder: Path) -> None:
        command = [sys.executable, "-m", "benchmarks", "--smoke"]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        (folder / "page.md").write_text(done.stdout, "utf-8")

    with kept("benchmark", (ROOT / "benchmarks", TESTS / "base"), make) as folder:
        return (folder / "page.md").read_text("utf-8")


def _table(page: str, corner: str, column: str) -> dict[str, dict[str, str]]:
    """The table with such a first and second column: first cell of each row to its other cells by their columns."""
    lines = page.partition(f"| {corner} | {column} |")
    found = (lines[1] + lines[2]).partition("\n\n")[0]
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in found.splitlines())
    return {first: dict(zip(head[1:], cells, strict=True)) for first, *cells in rows}


def _is_figure(cell: str) -> bool:
    return bool(re.fullmatch(r"-?[\d,]+(\.\d+)?( s| ms| MB)?", cell))


def test_every_goal_stands_beside_what_was_measured(page: str) -> None:
    rows = _table(page, "", "measured")

    assert list(rows) == GOALS
    assert [work for work, row in rows.items() if not _is_figure(row["measured"]) and work not in TAKE_LONGER] == []


def test_each_generator_has_a_figure_or_is_not_installed(page: str) -> None:
    """Ours and stock are here wherever tests run; the others where somebody installed them."""
    rows = _table(page, "", "toolkit_builder")

    assert list(rows) == [f"2 guides: {figure}" for figure in SITES]
    for row in rows.values():
        assert list(row) == ["toolkit_builder", "MkDocs with Material", "Zensical", "Hugo", "ours to stock"]
        assert all(_is_figure(cell) or cell == "not installed" for cell in row.values()), row
        assert _is_figure(row["toolkit_builder"]) and _is_figure(row["MkDocs with Material"])
        assert float(row["ours to stock"]) > 0


def test_printing_is_measured_by_kind_and_beside_other_engines(page: str) -> None:
    kinds, engines = _table(page, "sheets", "number"), _table(page, "handouts", "median")

    assert {"cards", "guide", "handout", "all of one or two pages"} <= kinds.keys()
    assert all(_is_figure(row["median"]) for row in kinds.values())
    assert list(engines) == ["Typst", "WeasyPrint", "Chromium"]
    assert engines["Typst"]["to Typst"] == "1.00"
    assert all(_is_figure(row["median"]) or row["median"] == "not installed" for row in engines.values())


def test_what_was_measured_with_is_told_and_where_is_not(page: str) -> None:
    assert re.search(r"toolkit-builder [\d.]+", page)
    assert re.search(r"mkdocs [\d.]+", page)
    assert re.search(r"\d+ cores", page)
    assert str(ROOT) not in page and str(Path.home()) not in page
    assert "Nothing is measured here" in page


def test_peers_get_every_text_of_ours(tmp_path: Path) -> None:
    toolkit, findings = load_toolkit(Folders(write_guides(ROOT, tmp_path / "ours", 14)))
    theirs = write_markdown(tmp_path / "theirs", toolkit)

    assert findings == []
    assert toolkit.school.languages == ("en",)
    for guide in toolkit.guides:
        pages = [" ".join(file.read_text("utf-8").split()) for file in theirs.glob(f"docs/*/{guide.id}*.md")]
        assert len(pages) == 2
        for entry in (guide, *toolkit.prompts_of(guide), *toolkit.activities_of(guide)):
            texts = [" ".join(found.text.replace("{decline}", guide.invite.decline).split()) for found in entry.texts]
            assert [text for text in texts if not any(text in page for page in pages)] == []
