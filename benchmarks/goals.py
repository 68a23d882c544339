"""The times of the default toolkit that people wait for, beside what we want them to be."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from .machine import ROOT
from .running import Run, run
from .sites import OURS, STOCK, US, Measured, Sites
from .tables import format_megabytes, format_ratio, format_seconds, format_table
from .toolkits import change_guide, copy_toolkit, languages_of

NOT_MEASURED = "not measured"
_FEW = 2
"""Schools of the smaller of two builds: what those of the larger cost beyond it is what further schools cost."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure on the clock, the same of all processors together, and the goal for the first."""

    work: str
    figure: str
    processors: str
    goal: str


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: guides in sites, those up to which peers build too, schools, and repeated short runs.

    `sets_up` says whether a new environment is made, whose packages are downloaded.
    """

    source: Path
    guides: Sequence[int]
    most_for_peers: int
    schools: int
    printing_schools: int
    handouts: int
    repeats: int
    sets_up: bool


def _row(work: str, clocks: Sequence[float], goal: str) -> Row:
    wall, processors = map(format_seconds, clocks)
    return Row(work, wall, processors, goal)


def _ratio(work: str, part: Sequence[float], whole: Sequence[float], goal: str) -> Row:
    wall, processors = map(format_ratio, part, whole) if part else (NOT_MEASURED, "")
    return Row(work, wall, processors, goal)


def _commands(size: Size) -> list[Row]:
    """What an author waits for: the program's start, and a check before and after a change."""
    with TemporaryDirectory() as name:
        starts, firsts, agains = [], [], []
        for number in range(size.repeats):
            toolkit = copy_toolkit(size.source, Path(name, str(number)))
            starts.append(run((*OURS, "--help"), toolkit))
            firsts.append(run((*OURS, "check"), toolkit))
            change_guide(toolkit)
            agains.append(run((*OURS, "check"), toolkit))
    return [
        _row("`toolkit-builder --help`", _middle(starts).clocks, "0.25 s"),
        _row("`check`, first time", _middle(firsts).clocks, "1.0 s"),
        _row("`check` again, one guide changed", _middle(agains).clocks, "0.5 s"),
    ]


def _middle(runs: Sequence[Run]) -> Run:
    """The middle one of several runs of a command."""
    return sorted(runs, key=lambda one: one.seconds)[len(runs) // 2]


def _builds(size: Size) -> tuple[list[Row], Run]:
    """Builds of the toolkit in all its languages; and the cold one with all PDFs."""
    with TemporaryDirectory() as name:
        toolkit = copy_toolkit(size.source, Path(name, "printed"))
        cold, same = (run((*OURS, "build"), toolkit) for _ in range(2))
        change_guide(toolkit)
        changed = run((*OURS, "build"), toolkit)
        pages = run((*OURS, "build", "--no-pdf"), copy_toolkit(size.source, Path(name, "pages")))
        setup = _set_up(Path(name)) if size.sets_up else None
    rows = [
        _row("`build`, cold, with all PDFs", cold.clocks, "90 s"),
        _row("`build`, cold, without PDFs", pages.clocks, "20 s"),
        _row("`build` again with all PDFs, nothing changed", same.clocks, "3 s"),
        _row("`build` again with all PDFs, one guide changed", changed.clocks, "5 s"),
        Row(
            "`build`, cold, with all PDFs: memory of the largest process", format_megabytes(cold.largest), "", "400 MB"
        ),
        Row("the same: memory of all processes together", format_megabytes(cold.memory), "", ""),
        Row("`build`, cold, with all PDFs: the first page is there", format_seconds(cold.first_page), "", ""),
        Row(
            "the same on a new machine, with `make .venv/site` before it",
            format_seconds(cold.first_page + setup.seconds) if setup else NOT_MEASURED,
            "",
            "60 s",
        ),
    ]
    return rows, cold


def _set_up(folder: Path) -> Run:
    """The first part of `make site` on a new machine: all packages are fetched and installed."""
    kept = shutil.ignore_patterns(".*", "site", "dist", "__pycache__", "*.egg-info")
    source = shutil.copytree(ROOT, folder / "new", ignore=kept)
    clean = ["env", "--unset=PYTHONPATH", "--unset=MAKEFLAGS", "PIP_NO_CACHE_DIR=1"]
    return run((*clean, "make", "--silent", f"PYTHON={sys.executable}", ".venv/site"), source)


def _further(source: Path, schools: int, *options: str) -> tuple[list[float], Run]:
    """What each further one of many schools takes on both clocks, and a cold build of one, all in one language."""
    with TemporaryDirectory() as name:

        def built(count: int, *more: str) -> Run:
            folder = copy_toolkit(source, Path(name, str(count)), languages_of(source)[:1], schools=count)
            return run((*OURS, "build", *options, *more), folder)

        one, few, many = built(0), built(_FEW, "--all-schools"), built(schools, "--all-schools")
    further = [(more - less) / (schools - _FEW) for more, less in zip(many.clocks, few.clocks, strict=True)]
    return further, one


def _schools(size: Size, cold: Run) -> list[Row]:
    """What a further school and a further language cost, beside a build of one; `cold` is that of all languages."""
    pages, one_of_pages = _further(size.source, size.schools, "--no-pdf")
    printed, one = _further(size.source, size.printing_schools) if size.printing_schools else ([], cold)
    as_many = [len(languages_of(size.source)) * clock for clock in one.clocks]
    return [
        _ratio("a further school, one language, its pages: to a build of its own", pages, one_of_pages.clocks, "0.08"),
        _ratio("a further school, one language, with all PDFs: the same", printed, one.clocks, "0.25"),
        _ratio("`build`, cold, with all PDFs: to as many builds of one language", cold.clocks, as_many, "1.20"),
    ]


def _sizes(size: Size, sites: Sites) -> list[Row]:
    """How we grow, and how we stand beside stock, from what was measured of sites."""
    rows = []
    ours = {count: one for count in size.guides if isinstance(one := sites[count, US.name], Measured)}
    count = max(count for count in size.guides if count <= size.most_for_peers)
    stock = sites[count, STOCK.name]
    if isinstance(stock, Measured):
        what = f"{count:,} guides, one language, no PDFs, cold, to stock"
        rows.append(_ratio(what, ours[count].first.clocks, stock.first.clocks, "0.12"))
    rows.append(_row(f"{count:,} guides again, one changed", ours[count].again.clocks, "3 s"))
    most = max(size.guides)
    each, each_of_most = ([clock / n for clock in ours[n].first.clocks] for n in (count, most))
    rows.append(_ratio(f"{most:,} guides: time of each, to that of {count:,}", each_of_most, each, "1.10"))
    return rows


def measure_goals(size: Size, sites: Sites) -> list[Row]:
    """A row for each goal; those of many guides come from `sites`."""
    print("The default toolkit", file=sys.stderr)
    commands = _commands(size)
    builds, cold = _builds(size)
    return [*commands, *builds, *_schools(size, cold), *_sizes(size, sites)]


def format_goals(rows: Sequence[Row]) -> str:
    cells = [[row.work, row.figure, row.processors, row.goal] for row in rows]
    return format_table(["", "measured", "all processors", "goal"], cells)
