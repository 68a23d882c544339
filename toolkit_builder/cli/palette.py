"""The school's palettes: a PDF, and a table in the terminal."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from toolkit_builder.brand import ROLES, palettes
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.outputs import write_files
from toolkit_builder.printing import print_palette
from toolkit_builder.sheets import lowest_contrasts


def write_palette(toolkit: Toolkit, options: Options, file: Path, *, is_shown: bool) -> None:
    """Writes the school's colors to `file`, a PDF, and shows them, too, where that is asked for."""
    if not toolkit.school.path_of():
        # Without a sound school.yml there are no colors of its own.
        if is_shown:
            click.echo("No palette: mend school.yml first.", err=True)
        return
    write_files(file.parent, {file.name: print_palette(toolkit, options)})
    if is_shown:
        _show_palette(toolkit.school)


def _show_palette(school: School) -> None:
    """Prints every color by scheme: a patch of it on a terminal, its code, and its lowest measured contrast."""
    made = palettes(school.colors.primary, school.colors.accent)
    table = Table(box=None, pad_edge=False)
    for name in ("color", *made, "needs"):
        table.add_column(name, no_wrap=True)
    table.add_column("what it is for")
    for role, use in ROLES.items():
        lowest = lowest_contrasts(school, role)
        cells = []
        for scheme, palette in made.items():
            color = getattr(palette, role)
            cells.append(Text.assemble(("  ", f"on {color}"), f" {color} {lowest.get(scheme, '')}"))
        table.add_row(role.replace("_", " "), *cells, lowest.get("needed", ""), use)
    # Nothing is folded in a pipe.
    Console(highlight=False, width=None if sys.stdout.isatty() else 200).print(table)
