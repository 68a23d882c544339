"""Measures everything and writes benchmarks/RESULTS.md: `make benchmark`."""

import os
from datetime import date
from pathlib import Path

import click

from .goals import Size, format_goals, measure_goals
from .machine import ROOT, commit, machine, versions
from .printing import format_engines, format_kinds, measure_printing
from .sites import format_sites, measure_sites
from .toolkits import languages_of

RESULTS = Path(__file__).parent / "RESULTS.md"
FULL = Size(
    source=ROOT,
    guides=(100, 1000, 4000),
    most_for_peers=1000,
    schools=22,
    printing_schools=8,
    handouts=8,
    repeats=5,
    sets_up=True,
)
SMOKE = Size(
    source=ROOT / "tests/base",
    guides=(2,),
    most_for_peers=2,
    schools=3,
    printing_schools=0,
    handouts=1,
    repeats=1,
    sets_up=False,
)
ABOUT = "`make benchmark` measured all of this in one run. Run it again in place of changing a figure."
ABOUT_SMOKE = (
    "**Nothing is measured here: `python -m benchmarks --smoke` shows on a tiny toolkit that all of it works.**"
)

PAGE = """# How fast it is

{about}

- On {day}, with a load of {load:.1f} before it began
- {machine}
- {versions}

Each figure is one run of a whole command; of a short command it is the middle one of {repeats}. "Processors" is the
time of all of them together, which another program on the machine changes less than the time on the clock. "Cold" means
that nothing was kept from a run before.

## Goals

The toolkit here: {toolkit}.

{goals}

Memory is looked at 20 times a second, and what processes share counts for each. A further school is what more schools
in one build add, divided by their number. How long the tests take is not measured here.

## Sites

The same guides, in one language, without PDFs. They are the default toolkit's in turn, each with every text made its
own, so that no text seen before helps. The others get them as Markdown, all the same files: every text of a guide's
page, every text of its family's page, and what guides share, on a page for each purpose and routine. Our further pages
(grades, topics, the pack and others) have no twin there. MkDocs prunes its navigation, and Zensical reads the same
`mkdocs.yml`. Hugo brings no theme: its layout here has the same navigation and table of contents, no search and no
design. The other three make an index for search, and look like Material.

{sites}

## Print

Every sheet in one language, cold, with Typst on one core:

{kinds}

The same handouts with other engines, from HTML with the same texts, fonts and layout in outline. Chromium was open.

{engines}
"""


def _versions() -> str:
    found = versions()
    if told := commit():
        found["toolkit-builder"] += f" ({told})"
    return ", ".join(f"{name} {version or '(not installed)'}" for name, version in found.items())


def _toolkit(size: Size) -> str:
    guides = len(list((size.source / "docs/guides").glob("*.yml")))
    return f"{guides} guides, in {', '.join(languages_of(size.source))}"


@click.command()
@click.option("--smoke", is_flag=True, help="Measure a tiny toolkit, and print the page in place of writing it.")
@click.option("--all-peers", is_flag=True, help="Build as many guides with each peer as with our program.")
def main(smoke: bool, all_peers: bool) -> None:
    """Measures everything, beside peers and goals in the same run, and writes benchmarks/RESULTS.md."""
    size = SMOKE if smoke else FULL
    load = os.getloadavg()[0]
    sites = measure_sites(size.source, size.guides, max(size.guides) if all_peers else size.most_for_peers)
    goals = measure_goals(size, sites)
    printing = measure_printing(size.source, size.handouts)
    page = PAGE.format(
        about=ABOUT_SMOKE if smoke else ABOUT,
        day=date.today().isoformat(),
        load=load,
        machine=machine(),
        versions=_versions(),
        repeats=size.repeats,
        toolkit=_toolkit(size),
        goals=format_goals(goals),
        sites=format_sites(sites),
        kinds=format_kinds(printing),
        engines=format_engines(printing),
    )
    if smoke:
        click.echo(page)
    else:
        RESULTS.write_text(page, encoding="utf-8")
        click.echo(f"The results are in {RESULTS.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
