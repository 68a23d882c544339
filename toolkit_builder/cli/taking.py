"""What `own ID` does: an entry of a layer below, or one text, taken into a school's own layer."""

import sys
from pathlib import Path

import click

from toolkit_builder.upgrading.owning import OwnError, own

from .shared import school_folders


def take_entry(name: str, folder: Path, school: str) -> None:
    """Takes what is called `name` into the toolkit in `folder`, or one `school` of many; the program ends otherwise."""
    try:
        owned = own(school_folders(folder, school), name)
    except OwnError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(f"{owned.name} of {owned.version} is your own now: change it in {owned.path}, line {owned.line}.")
    click.echo("`toolkit-builder upgrade` tells when the library's changes.")
