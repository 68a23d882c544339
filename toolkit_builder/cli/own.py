"""Making a text of a library a school's own: where it stands, and how it is worded anew."""

import sys
from pathlib import Path

import click

from toolkit_builder.diagnostics import Location, format_findings, has_errors
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.languages import language_name
from toolkit_builder.where import ADVICE, Standing, Whereabouts

from .shared import options_of
from .taking import take_entry


def own(*, entry: str | None, folder: str | None, where: str | None, school: str) -> None:
    """Takes `entry` into the school's own files, or tells where a text stands that somebody saw."""
    if where is None and entry is not None:
        take_entry(entry, Path(folder or "."), school)
        return
    if where is None:
        raise click.UsageError("name an entry, or --where TEXT")
    if folder is not None:
        raise click.UsageError("--where TEXT takes no ID, only a folder")
    _tell_where(where, Path(entry or "."), school)


def _tell_where(text: str, folder: Path, edition: str) -> None:
    folders, options = options_of(folder, edition)
    toolkit, findings = load_toolkit(folders)
    if has_errors(findings):
        click.echo(format_findings([one for one in findings if one.level == "error"], "text"), err=True)
        sys.exit(1)
    found = Whereabouts(toolkit, options.own_templates).find(text)
    if not found:
        click.echo("No text holds these words, or words like them.", err=True)
        click.echo("Pages that somebody wrote by hand are the .md files in docs/.", err=True)
        sys.exit(1)
    click.echo("\n".join(map(_described, found)), nl=False)


def _described(one: Standing) -> str:
    """A text and its place, with what to do, in lines of the terminal."""
    head = one.place or "The site's own words"
    lines = [head + ("" if one.likeness >= 1 else " (something like it)")]
    if one.location:
        lines.append(f"  {_spot(one.location)}")
    lines += (f"  {line}" for line in one.text.splitlines())
    if one.shown != one.text:
        at = f", {_spot(one.shown_at)}" if one.shown_at else ""
        lines.append(f"  {language_name(one.language, 'en')}{at}")
        lines += (f"  {line}" for line in one.shown.splitlines())
    if one.others:
        more = "" if len(one.others) <= 3 else f" and {len(one.others) - 3} more"
        lines.append(f"  The same words: {', '.join(one.others[:3])}{more}")
    change = one.change
    lines += ["", f"  {ADVICE[change.how].format(file=change.file, key=change.key)}"]
    # Flush left, so that the lines can be taken as they are.
    return "\n".join([*lines, *(["", change.lines] if change.lines else [""])])


def _spot(place: Location) -> str:
    return f"{place}:{place.column}"
