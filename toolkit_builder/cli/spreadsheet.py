"""Prompts and activities from a spreadsheet."""

import sys
from pathlib import Path

import click

from toolkit_builder.diagnostics import format_count, format_findings, has_errors
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import write_files, write_together
from toolkit_builder.spreadsheet.imports import Import, files_of, read_import
from toolkit_builder.spreadsheet.updates import updated_files

from .rows import rows, show_update
from .shared import options_of

_BANKS = ("prompts", "activities", "skills")


def import_rows(*, file: Path, folder: Path, update: bool, yes: bool) -> None:
    """Writes the rows of `file` as YAML, and says what became of them; the program ends where they have faults."""
    if yes and not update:
        raise click.UsageError("--yes goes with --update: without it, nothing that is there is changed.")
    folders, _ = options_of(folder)
    toolkit = readable(folders)
    made = read_import(file.name, file.read_bytes(), toolkit, is_update=update)
    files, in_the_way = (updated_files if update else files_of)(made, file, folders)
    findings = [*made.findings, *in_the_way]
    if findings:
        click.echo(format_findings(findings, "text"), err=True)
    if has_errors(findings):
        click.echo(f"Nothing was imported: {format_count(findings)}.", err=True)
        sys.exit(1)
    if update:
        if findings:
            click.echo(err=True)
        _update(made, files, folders, is_sure=yes)
    else:
        write_files(folders.docs, files)
        if made.known:
            click.echo(f"In the toolkit already, and unchanged: {rows(made.known)}.")
        for name in files:
            entries = made.prompts if name.startswith("prompts/") else made.activities
            click.echo(f"{rows(len(entries))} went into {folders.docs / name}.")
    if files:
        click.echo(f"Next: toolkit-builder check {folder}")
        if made.changes and toolkit.promised:
            click.echo(f"Then: toolkit-builder translate update {folder}    shows which translations no longer fit.")
    else:
        click.echo("There is nothing new.")


def readable(folders: Folders) -> Toolkit:
    """The toolkit; the program ends where a file that cannot be read may hold an id or a code of the spreadsheet."""
    toolkit, findings = load_toolkit(folders, languages=[])
    banks = tuple(f"{folders.path_of(folders.docs / bank)}/" for bank in _BANKS)
    hiding = [one for one in findings if one.level == "error" and one.location.path.startswith(banks)]
    if hiding:
        click.echo(format_findings(hiding, "text"), err=True)
        click.echo(f"Mend the toolkit first: {format_count(hiding)}. Nothing was imported.", err=True)
        sys.exit(1)
    return toolkit


def _update(made: Import, files: dict[str, bytes], folders: Folders, *, is_sure: bool) -> None:
    """Shows what would be added, changed and left, and does it once somebody agreed; else the program ends."""
    show_update(made, folders)
    if not files:
        return
    if not is_sure:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            click.echo("Nothing was written. Add --yes to do it.")
            sys.exit(1)
        if not click.confirm("Do it?"):
            click.echo("Nothing was written.")
            sys.exit(1)
    write_together(folders.docs, files)
    for name in files:
        click.echo(f"{folders.docs / name} was written.")
