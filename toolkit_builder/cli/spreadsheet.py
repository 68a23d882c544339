"""Prompts and activities from a spreadsheet."""

import sys
from pathlib import Path

import click

from toolkit_builder.diagnostics import format_count, format_findings, has_errors
from toolkit_builder.loading import load_toolkit
from toolkit_builder.outputs import write_files
from toolkit_builder.spreadsheet.imports import files_of, read_import

from .main import main
from .shared import FOLDER, options_of

_BANKS = ("prompts", "activities", "skills")


@main.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@FOLDER
def import_(file: Path, folder: Path) -> None:
    """Take prompts and activities from FILE (.xlsx or .csv) and write them as YAML. Nothing there is changed.

    The columns are those of prompts-and-activities.csv, which every built site holds.
    """
    folders, _ = options_of(folder)
    toolkit, findings = load_toolkit(folders, languages=[])
    # A file that cannot be read may hold an id or a code that the spreadsheet uses.
    banks = tuple(f"{folders.path_of(folders.docs / bank)}/" for bank in _BANKS)
    hiding = [one for one in findings if one.level == "error" and one.location.path.startswith(banks)]
    if hiding:
        click.echo(format_findings(hiding, "text"), err=True)
        click.echo(f"Mend the toolkit first: {format_count(hiding)}. Nothing was imported.", err=True)
        sys.exit(1)
    made = read_import(file.name, file.read_bytes(), toolkit)
    files, in_the_way = files_of(made, file, folders)
    findings = [*made.findings, *in_the_way]
    if findings:
        click.echo(format_findings(findings, "text"), err=True)
    if has_errors(findings):
        click.echo(f"Nothing was imported: {format_count(findings)}.", err=True)
        sys.exit(1)
    write_files(folders.docs, files)
    if made.known:
        click.echo(f"In the toolkit already, and unchanged: {_rows(made.known)}.")
    for name in files:
        entries = made.prompts if name.startswith("prompts/") else made.activities
        click.echo(f"{_rows(len(entries))} went into {folders.docs / name}.")
    if files:
        click.echo(f"Next: toolkit-builder check {folder}")
    else:
        click.echo("There is nothing new.")


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"
