"""How a command starts: it loads what it needs, and nothing that only others do. Names are read, no times."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import click
import pytest

from toolkit_builder.cli import main
from toolkit_builder.cli.commands import PIECES, Command
from toolkit_builder.sheets import KINDS

TESTS = Path(__file__).parent
HEAVY = ("mkdocs", "material", "typst", "coloraide", "openpyxl", "rich", "jinja2")
"""Packages that a build needs, each of which takes longer to load than a small toolkit to check."""
VALUES = ("pydantic", "babel", "yaml", "markdown_it")
"""Packages that reading a toolkit needs."""


def loaded(*words: str | Path) -> set[str]:
    """The modules that the program loads when it is called with `words`, as Python itself tells."""
    command = [sys.executable, "-X", "importtime", "-m", "toolkit_builder", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = done.stderr.splitlines()
    return {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    """The words that call each command, those of groups too."""
    for name, command in group.commands.items():
        yield (*above, name)
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)


@pytest.mark.parametrize("words", [(), *commands(main)], ids=" ".join)
def test_help_loads_click_and_words(words: tuple[str, ...]) -> None:
    modules = loaded(*words, "--help")

    assert packages(modules).isdisjoint((*HEAVY, *VALUES))
    ours = {name for name in modules if name.startswith("toolkit_builder.")}
    assert ours <= {
        "toolkit_builder.__main__",
        "toolkit_builder.cli",
        "toolkit_builder.cli.main",
        "toolkit_builder.cli.commands",
        "toolkit_builder.cli.later",
        "toolkit_builder.diagnostics",
        "toolkit_builder.outputs",
        "toolkit_builder.staging",
    }


# Words after the command; DIR is a small toolkit, NEW a name that nothing has.
RUNS: dict[str, tuple[str, ...]] = {
    "check": ("check", "DIR"),
    "check, once more": ("check", "DIR", "--strict", "--format", "json"),
    "rule": ("rule", "few-places"),
    "new": ("new", "NEW"),
    "new-guide": ("new-guide", "A walk", "DIR", "--grade", "K"),
    "own": ("own", "--where", "Kindergarten, first visit", "DIR"),
    "import": ("import", "FILE", "DIR"),
    "schema": ("schema", "--out", "NEW"),
    "translate update": ("translate", "update", "DIR"),
    "translate status": ("translate", "status", "DIR"),
}


@pytest.mark.parametrize("words", RUNS.values(), ids=RUNS)
def test_commands_that_build_nothing_load_nothing_that_builds(words: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "toolkit"
    shutil.copytree(TESTS / "base", folder)
    file = tmp_path / "rows.csv"
    file.write_text(
        "kind,question or title,purpose,listener,bands\nprompt,What is new?,hopes,both,high\n", encoding="utf-8"
    )
    places = {"DIR": folder, "NEW": tmp_path / "new", "FILE": file}

    modules = loaded(*(places.get(word, word) for word in words))

    # Jinja2 gathers the site's own words for those who translate and seek them.
    mayhave = {"jinja2"} if words[0] in ("own", "translate") else set()
    assert packages(modules) & set(HEAVY) <= mayhave


def test_only_a_workbook_needs_what_writes_one(tmp_path: Path) -> None:
    modules = packages(loaded("sheet", "--blank", tmp_path / "rows.xlsx", tmp_path))

    assert "openpyxl" in modules
    assert modules.isdisjoint({"mkdocs", "typst", "coloraide", "rich", "jinja2"})


def test_each_command_hands_over_what_its_work_takes() -> None:
    """Declared apart from what does it, so that nothing but this holds the two together."""
    for words in commands(main):
        command: click.Command = main
        for word in words:
            assert isinstance(command, click.Group)
            command = command.commands[word]
        if not isinstance(command, click.Group):
            assert isinstance(command, Command)
            taken = signature(command.function()).parameters

            assert set(taken) == {param.name for param in command.params}, words
            assert all(one.kind is one.KEYWORD_ONLY for one in taken.values()), words


def test_all_pieces_can_be_asked_for() -> None:
    assert tuple(PIECES) == tuple(KINDS)
