"""How long a site takes: ours, and that of each peer from the same content as Markdown."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit

from .machine import versions
from .markdown import change_markdown, write_markdown
from .running import Failure, Run, run
from .tables import format_megabytes, format_ratio, format_seconds, format_table
from .toolkits import AGAIN, change_guide, write_guides

OURS = (sys.executable, "-m", "toolkit_builder")


@dataclass(frozen=True, slots=True)
class Generator:
    """A program that makes sites, the command for it, and what must be installed, by its name in `versions`."""

    name: str
    command: tuple[str, ...]
    needs: str


US = Generator("toolkit_builder", (*OURS, "build", "--no-pdf"), "toolkit-builder")
STOCK = Generator("MkDocs with Material", (sys.executable, "-m", "mkdocs", "build", "--quiet"), "mkdocs-material")
PEERS = (
    STOCK,
    Generator("Zensical", (sys.executable, "-m", "zensical", "build"), "zensical"),
    Generator("Hugo", ("hugo", "--quiet"), "hugo"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a generator took for a number of guides, and how many pages it made."""

    pages: int
    first: Run
    again: Run


Sites = dict[tuple[int, str], Measured | str]
"""By number of guides and generator's name: what was measured, or why nothing was."""


def _measure(generator: Generator, folder: Path, change: Callable[[Path], str]) -> Measured:
    first = run(generator.command, folder)
    guide = change(folder)
    again = run(generator.command, folder)
    pages = list((folder / "site").rglob("*.html"))
    if not any(AGAIN in page.read_text(encoding="utf-8") for page in pages if page.parent.name == guide):
        raise Failure(f"{generator.name} did not build the changed guide anew.")
    return Measured(len(pages), first, again)


def _measure_peer(peer: Generator, folder: Path) -> Measured | str:
    try:
        return _measure(peer, folder, change_markdown)
    except Failure as failure:
        # The others' figures are none the worse for it.
        print(failure.message, file=sys.stderr)
        return "failed"


def measure_sites(source: Path, counts: Sequence[int], most_for_peers: int) -> Sites:
    """Builds sites of so many guides, made from the toolkit in `source`, with us and with each peer."""
    sites: Sites = {}
    installed = versions()
    for count in counts:
        print(f"{count} guides", file=sys.stderr)
        with TemporaryDirectory() as name:
            ours = write_guides(source, Path(name, "ours"), count)
            toolkit, findings = load_toolkit(Folders(ours))
            if findings:
                raise Failure(f"The benchmark's own toolkit has faults: {findings[0]}")
            sites[count, US.name] = _measure(US, ours, change_guide)
            for peer in PEERS:
                if not installed[peer.needs]:
                    sites[count, peer.name] = "not installed"
                elif count > most_for_peers:
                    sites[count, peer.name] = "not asked"
                else:
                    sites[count, peer.name] = _measure_peer(peer, write_markdown(Path(name, peer.name), toolkit))
    return sites


_FIGURES: dict[str, tuple[Callable[[Measured], float], Callable[[float], str]]] = {
    "pages": (lambda one: one.pages, lambda pages: f"{pages:,.0f}"),
    "cold": (lambda one: one.first.seconds, format_seconds),
    "cold, all processors": (lambda one: one.first.processors, format_seconds),
    "again, one guide changed": (lambda one: one.again.seconds, format_seconds),
    "most memory, cold": (lambda one: one.first.memory, format_megabytes),
}
"""What the table of sites shows: each figure, and how it is written."""


def format_sites(sites: Sites) -> str:
    """The table: a row for each figure, a column for each generator, and our part of what stock takes."""
    names = [US.name, *(peer.name for peer in PEERS)]
    rows = []
    for count in dict.fromkeys(count for count, _ in sites):
        for title, (figure, form) in _FIGURES.items():
            found = [sites[count, name] for name in names]
            cells = [one if isinstance(one, str) else form(figure(one)) for one in found]
            ours, stock = found[:2]
            ratio = "" if isinstance(ours, str) or isinstance(stock, str) else format_ratio(figure(ours), figure(stock))
            rows.append([f"{count:,} guides: {title}", *cells, ratio])
    return format_table(["", *names, "ours to stock"], rows)
