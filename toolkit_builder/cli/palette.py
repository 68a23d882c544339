"""The school's palettes as a table in the terminal."""

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from toolkit_builder.brand import ROLES, palettes
from toolkit_builder.model.school import School
from toolkit_builder.sheets import lowest_contrasts


def show_palette(school: School) -> None:
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
