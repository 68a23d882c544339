"""A new guide of the school's own."""

import os
import shlex
from pathlib import Path

import click

from toolkit_builder.drafts import guide_like, new_guide
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.files import YAML_ENDINGS
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES, Grade
from toolkit_builder.outputs import write_files
from toolkit_builder.spreadsheet.words import grades_in, slug
from toolkit_builder.yaml_source.reading import decode

from .shared import refuse_unknown, school_folders

_LONGEST_ID = 80


def begin_guide(
    *, title: str, folder: Path, grades: tuple[str, ...], visit: str | None, like: str | None, school: str
) -> None:
    """Begins a guide of the school's own, and says what is to do next."""
    chosen = _grades(grades)
    folders = school_folders(folder, school)
    toolkit, _ = load_toolkit(folders, languages=[])
    if visit:
        refuse_unknown([visit], toolkit.vocabulary.visits, "visit")
    if like:
        refuse_unknown([like], toolkit.guides_by_id, "guide")
    name = slug(title, _LONGEST_ID)
    if not name:
        hint = "Give it a title in such letters, and change the title in the file."
        raise click.UsageError(f"A guide's web address has letters from A to Z, and '{title}' has none. {hint}")
    if there := _place_of(name, toolkit, folders):
        raise click.UsageError(
            f"There is a guide '{name}' already, in {there}. Choose another title, or change that one."
        )
    if like:
        base = toolkit.guides_by_id[like]
        text, _ = decode("", folders.file_of(base.origin.path).read_bytes())
        made = guide_like(text, title, chosen, visit or "")
    else:
        made = new_guide(toolkit, name, title, chosen, visit or "first")
    file = folders.own.docs / "guides" / f"{name}.yml"
    schema = folders.root / "schemas" / "guide.json"
    if schema.is_file():
        address = os.path.relpath(schema, file.parent).replace(os.sep, "/")
        made = f"# yaml-language-server: $schema={address}\n\n{made}"
    write_files(file.parent, {file.name: made.encode()})
    shown = f" {shlex.quote(str(folder))}" if folder != Path() else ""
    count = sum("To do:" in line and not line.startswith("#") for line in made.split("\n"))
    click.echo(f"The guide is in {file}, with {count} to-do{'' if count == 1 else 's'} in it.")
    click.echo('  1. Open it, and write what starts with "To do:".')
    click.echo(f"  2. toolkit-builder check{shown}    lists what is left.")
    click.echo(f"  3. toolkit-builder serve{shown}    shows it while you write, under /guides/{name}/.")


def _grades(words: tuple[str, ...]) -> tuple[Grade, ...]:
    """Grades in school order, from single ones and spans."""
    asked = [grade for word in words for grade in grades_in(word)]
    refuse_unknown(asked, GRADES, "grade")
    return tuple(grade for grade in GRADES if grade in asked)


def _place_of(name: str, toolkit: Toolkit, folders: Folders) -> str:
    """Where a guide with the id `name` stands, in any layer; empty if it is free."""
    if guide := toolkit.guides_by_id.get(toolkit.renamed_guides.get(name, name)):
        return guide.origin.path
    # One that has faults, or is hidden, is not among the toolkit's.
    files = (layer.docs / "guides" / f"{name}{ending}" for layer in folders.layers for ending in YAML_ENDINGS)
    return next((folders.path_of(file) for file in files if file.exists()), "")
