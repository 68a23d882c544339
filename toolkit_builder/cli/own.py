"""Making what a library holds a school's own."""

from pathlib import Path

import click

from .main import main
from .shared import FOLDER
from .taking import take_entry


@main.command()
@click.argument("entry", metavar="ID")
@FOLDER
@click.option("--school", metavar="ID", default="", help="Of many schools in schools/, for this one.")
def own(entry: str, folder: Path, school: str) -> None:
    """Take an entry of the library into your own files, to change it there.

    ID is a guide, prompt, activity, fact or word, such as grade-3-first or prompts/hopes-keep; or the place of one
    text, such as guide/grade-3-first/invite/note, which goes under `wording:` in school.yml.
    """
    take_entry(entry, folder, school)
