"""What an import would do, shown in a terminal: rows that are added, changed cell by cell, and left."""

import difflib
import shutil
import textwrap
from collections.abc import Iterator, Sequence

import click

from toolkit_builder.folders import Folders
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.spreadsheet.imports import Change, Import
from toolkit_builder.spreadsheet.updates import file_of, is_of_layer_below

_WIDEST = 100


def rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"


def show_update(made: Import, folders: Folders) -> None:
    """Shows what an update adds, changes, with the old and the new text of each cell, and leaves."""
    new: Sequence[Prompt | Activity] = (*made.prompts, *made.activities)
    if new:
        click.echo(f"New: {rows(len(new))}")
        for entry in new:
            click.echo(f"  {click.style('+', fg='green')} {entry.id}")
            click.echo(_wrapped(entry.texts[0].text, "      "))
        click.echo()
    if made.changes:
        click.echo(f"Changed: {rows(len(made.changes))}")
        for change in made.changes:
            click.echo("\n".join(_change_lines(change, folders)))
        click.echo()
    if made.known:
        click.echo(f"In the toolkit already, and unchanged: {rows(made.known)}.")


def _change_lines(change: Change, folders: Folders) -> Iterator[str]:
    entry = change.before
    how = ", found by its text" if change.is_by_text else ""
    yield f"  {click.style('~', fg='yellow')} {click.style(entry.id, bold=True)} ({entry.at()}; {change.place}{how})"
    if is_of_layer_below(change, folders):
        yield f"      becomes the school's own, in {folders.path_of(folders.docs / file_of(change, folders))}"
    for header, (old, new) in change.cells.items():
        yield f"      {header}"
        yield from _difference(old, new)


def _difference(old: str, new: str) -> Iterator[str]:
    """The lines of a cell that differ, as they were and as they will be."""
    before, after = old.split("\n") if old else [], new.split("\n") if new else []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (click.style(_wrapped(line, "        - "), fg="red") for line in before[a:b])
            yield from (click.style(_wrapped(line, "        + "), fg="green") for line in after[c:d])


def _wrapped(text: str, start: str) -> str:
    """A text in lines that fit the terminal, all set in as far as the first."""
    width = min(_WIDEST, shutil.get_terminal_size().columns)
    # A control character would move the terminal's cursor.
    shown = "".join(char if char.isprintable() else " " for char in text)
    return textwrap.fill(shown, max(40, width), initial_indent=start, subsequent_indent=" " * len(start))
