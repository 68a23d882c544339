"""Taking what lies below into a school's own layer."""

import sys
from pathlib import Path

import click

from toolkit_builder.upgrading.owning import OwnError, own

from .main import main
from .shared import FOLDER, school_folders


@main.command("own")
@click.argument("name", metavar="ID")
@FOLDER
@click.option("--school", metavar="ID", default="", help="Into the layer of this one of many schools in schools/.")
def own_entry(name: str, folder: Path, school: str) -> None:
    """Take an entry of the library into your own files, to change it there.

    ID is a guide, prompt, activity, fact or word, such as grade-3-first or prompts/hopes-keep; or the place of one
    text, such as guide/grade-3-first/invite/note, which goes under `wording:` in school.yml.
    """
    try:
        owned = own(school_folders(folder, school), name)
    except OwnError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(f"{owned.name} of {owned.version} is your own now: change it in {owned.path}, line {owned.line}.")
    click.echo("`toolkit-builder upgrade` tells when the library's changes.")
