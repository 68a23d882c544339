"""A workbook for teachers to fill. Only this command loads what writes one, which takes a third of a second."""

import shlex
from pathlib import Path

import click

from toolkit_builder.model.vocabulary import Vocabulary
from toolkit_builder.outputs import write_files
from toolkit_builder.spreadsheet.new_workbook import new_workbook
from toolkit_builder.spreadsheet.tally import tally_workbook

from .shared import options_of
from .spreadsheet import readable


def sheet(*, file: Path, folder: Path, blank: bool, tally: bool) -> None:
    """Writes a new workbook, and says how it comes back."""
    if file.suffix.lower() != ".xlsx":
        raise click.UsageError(f"The file is a workbook: call it {file.with_suffix('.xlsx').name}.")
    if file.exists():
        raise click.UsageError(f"{file} is there already, and somebody may have filled it; choose another name.")
    if tally and blank:
        raise click.UsageError("Choose one: --tally counts visits, --blank is for questions and activities.")
    if tally:
        write_files(file.parent, {file.name: tally_workbook(readable(options_of(folder)[0]))})
        click.echo(f"{file} is ready to count visits. No names, please.")
        return
    # A blank one needs no toolkit; where there is one, it offers the school's own words, too.
    is_alone = blank and not any((folder / name).is_file() for name in ("mkdocs.yml", "mkdocs.yaml"))
    toolkit = None if is_alone else readable(options_of(folder)[0])
    content = new_workbook(toolkit.vocabulary if toolkit else Vocabulary(), None if blank else toolkit)
    write_files(file.parent, {file.name: content})
    back = shlex.join(
        ["toolkit-builder", "import", str(file), *([str(folder)] if str(folder) != "." else []), "--update"]
    )
    click.echo(f"{file} is ready to be filled. When it comes back: {back}")
