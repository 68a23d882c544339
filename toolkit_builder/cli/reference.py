"""What the program knows of itself: rules and schemas."""

from pathlib import Path

import click

from toolkit_builder.outputs import write_files
from toolkit_builder.reference import FAULTS, schemas
from toolkit_builder.rules import RULES


def rule(*, code: str | None) -> None:
    """Says what a rule wants, and why, or lists them all."""
    if code is None:
        for known in sorted(RULES.values(), key=lambda known: (not known.practice, known.practice, known.code)):
            click.echo(f"{known.code:26} {known.level:8} {known.practice:5} {known.doc.splitlines()[0]}")
        for fault, text in FAULTS.items():
            click.echo(f"{fault:26} {'error':8} {'':5} {text.partition('. ')[0].rstrip('.')}.")
    elif code in RULES:
        found = RULES[code]
        practice = f", practice {found.practice}" if found.practice else ""
        click.echo(f"{found.code} ({found.level}{practice})\n\n{found.doc}")
    elif code in FAULTS:
        click.echo(f"{code} (error)\n\n{FAULTS[code]}")
    else:
        raise click.UsageError(f"No rule is called '{code}'. `toolkit-builder rule` lists them all.")


def schema(*, out: Path) -> None:
    """Writes JSON Schemas into the folder `out`."""
    write_files(out, {name: text.encode() for name, text in schemas().items()})
    click.echo(f"The schemas are in {out}.")
