"""Renewing what a school took from below and changed."""

import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console

from toolkit_builder.checking import with_excerpts
from toolkit_builder.diagnostics import Diagnostic, format_findings
from toolkit_builder.folders import LIBRARY, Folders, Layer
from toolkit_builder.outputs import write_files
from toolkit_builder.resources import starter_dir
from toolkit_builder.upgrading.bases import BASES
from toolkit_builder.upgrading.copies import CopyError, layer_copy, write_layered
from toolkit_builder.upgrading.merging import Answer, Change
from toolkit_builder.upgrading.planning import Renewal, plan_upgrade, write_upgrade
from toolkit_builder.upgrading.telling import is_empty, review, show_change, show_plan, title_of

from .shared import school_folders

_WIDE = 120
"""Characters in a line, where there is no terminal that has so many."""


def upgrade(*, folder: Path, only_plans: bool, out: Path | None, school: str, from_copy: bool) -> None:
    """Brings what is the school's own up to date, or shows what that would do, or makes a layer of a copy."""
    folders = school_folders(folder, school)
    if from_copy:
        _layer(folders, only_plans=only_plans)
        return
    if len(folders.layers) < 2:
        message = "This toolkit stands alone: nothing lies below it that could be newer."
        raise click.UsageError(f"{message} One that is a copy of the library becomes a layer by --from-copy.")
    plan = plan_upgrade(folders)
    if isinstance(plan, list):
        _end(with_excerpts(plan, folders))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)
    if not only_plans and sys.stdin.isatty() and plan.unanswered:
        plan.ask(lambda renewal, change: _ask(console, renewal, change))
    if is_empty(plan):
        click.echo(f"Nothing of yours is behind {plan.now}.")
    elif console.is_terminal:
        show_plan(console, plan)
    else:
        with console.capture() as told:
            show_plan(console, plan)
        click.echo("\n".join(line.rstrip() for line in told.get().splitlines()))
    if out:
        write_files(out.parent, {out.name: review(plan).encode()})
        click.echo(f"The same stands in {out}.")
    files = {} if only_plans else plan.files()
    if files:
        kept = write_upgrade(folders, files, datetime.now())
        changed = ", ".join(path for path in files if path != BASES)
        if changed:
            click.echo(f"Written: {changed}. What was there before is in {kept}.")
    if plan.unanswered:
        count = "1 text" if plan.unanswered == 1 else f"{plan.unanswered} texts"
        what = "to decide on" if only_plans else "left as you have it, to decide on: run this on a terminal"
        click.echo(f"{count} that you and the library both changed, {what}.", err=True)
        sys.exit(1)


def _ask(console: Console, renewal: Renewal, change: Change) -> Answer:
    console.print(f"\n[bold underline]{title_of(renewal)}[/]")
    show_change(console, renewal, change)
    answer = click.prompt("Keep mine, or take theirs", type=click.Choice(["mine", "theirs"]), default="mine")
    return "theirs" if answer == "theirs" else "mine"


def _layer(folders: Folders, *, only_plans: bool) -> None:
    """Makes a layer of a full copy of the library, or says what would become of it."""
    if folders.edition or any(not layer.is_library for layer in folders.below):
        raise click.UsageError(
            "--from-copy is for a toolkit of one school that lies on nothing, or on the library alone."
        )
    try:
        made = layer_copy(folders, Layer.of(starter_dir(), LIBRARY))
    except CopyError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    gone = [path for path, raw in made.files.items() if raw is None]
    kept = [path for path, raw in made.files.items() if raw is not None]
    click.echo(f"Equal to the library's, so no longer kept here: {len(gone)} files.")
    click.echo(f"Your own: {len(made.own)} entries{': ' if made.own else ''}{', '.join(made.own)}")
    if made.hidden:
        click.echo(f"You had deleted, so hidden by `hide:` in school.yml: {', '.join(made.hidden)}")
    for note in made.notes:
        click.echo(note)
    if only_plans:
        click.echo(f"Nothing was changed. Without --plan, these would be: {', '.join(kept)}.")
        return
    where = write_layered(folders, made, datetime.now())
    click.echo(f"Written: {', '.join(kept)}. What was there before is in {where}.")


def _end(findings: list[Diagnostic]) -> NoReturn:
    click.echo(format_findings(findings, "text"), err=True)
    sys.exit(1)
