"""Bringing translations up to date."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from toolkit_builder.build import Options
from toolkit_builder.diagnostics import Diagnostic, format_findings
from toolkit_builder.folders import Folders
from toolkit_builder.loading import find_editions, load_edition, load_toolkit
from toolkit_builder.loading.catalogues import find_catalogue, updated_catalogue
from toolkit_builder.loading.editions import SCHOOLS
from toolkit_builder.model.texts import PlacedText, placed_texts
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import write_files
from toolkit_builder.site_words import TEMPLATES, check_words, words_file
from toolkit_builder.translating import progress_of

from .main import main
from .shared import FOLDER, options_of


@main.group()
def translate() -> None:
    """Bring translations up to date, and see how far they are."""


@translate.command()
@FOLDER
def update(folder: Path) -> None:
    """Write locales/XX.po for each language of the school: every text, with the translations that there are.

    Of a language that the program does not speak, templates/locales/XX.po gets the words of the site itself.

    Where many schools share the library, schools/ID/locales/XX.po gets the texts that are a school's own. A file of
    which something cannot be read is left as it is.
    """
    folders, options, library = _sound(folder)
    left = _update(folders.root, library, placed_texts(library), "")
    _update_words(folders, options.own_templates, library)
    for edition in find_editions(folders.root)[0]:
        toolkit = _school(library, folders, edition)
        left += _update(folders.root, toolkit, _own_texts(toolkit, library), f"{SCHOOLS}/{edition}/")
    for path in left:
        click.echo(f"{path} was left as it is.", err=True)
    if left:
        sys.exit(1)
    _tell_all(folder, by_file=False)


def _update(folder: Path, toolkit: Toolkit, texts: Iterable[PlacedText], below: str) -> list[str]:
    """Writes the catalogues of a toolkit's languages, and tells what is odd in them; the paths of those left alone."""
    texts = tuple(texts)
    left = []
    for language in toolkit.school.languages[1:]:
        path = find_catalogue(folder, language, below)
        if not texts and not (folder / path).is_file():
            continue
        content, findings = updated_catalogue(folder, path, language, texts, toolkit.renamed_guides)
        if findings:
            click.echo(format_findings(findings, "text"), err=True)
        if content is None:
            left.append(path)
        else:
            write_files(folder, {path: content})
    return left


def _update_words(folders: Folders, own_templates: tuple[Path, ...], toolkit: Toolkit) -> None:
    """Writes the catalogues in which a school translates the site's own words."""
    root = folders.root
    _end_at([*check_words(own_templates, {}, folders.path_of)])
    below = tuple(one for one in own_templates if one != root / TEMPLATES)
    for language in toolkit.school.languages:
        if made := words_file(language, root, below):
            name, content = made
            is_new = not (root / name).is_file()
            write_files(root, {name: content})
            if is_new:
                click.echo(f"{name} is new: the site's own words, such as those on buttons, are still English.")


@translate.command()
@FOLDER
def status(folder: Path) -> None:
    """Show for each language and each file how many texts are done, to be checked, missing, and the source's own."""
    _tell_all(folder, by_file=True)


def _tell_all(folder: Path, *, by_file: bool) -> None:
    folders, _, library = _sound(folder)
    _tell_status(library, tuple(placed_texts(library)), by_file=by_file)
    for edition in find_editions(folders.root)[0]:
        toolkit = _school(library, folders, edition)
        if texts := tuple(_own_texts(toolkit, library)):
            click.echo(f"{toolkit.school.name} ({edition}), its own texts:")
            _tell_status(toolkit, texts, by_file=by_file)


def _own_texts(toolkit: Toolkit, library: Toolkit) -> Iterator[PlacedText]:
    """The texts that one school does not share with the library."""
    shared = {(placed.place, placed.text) for placed in placed_texts(library)}
    names = (toolkit.school.name, toolkit.school.short_name)
    return (one for one in placed_texts(toolkit) if (one.place, one.text) not in shared and one.text not in names)


def _school(library: Toolkit, folders: Folders, edition: str) -> Toolkit:
    """One school's toolkit; the program ends where it has faults."""
    toolkit, findings = load_edition(library, folders, edition)
    _end_at([one for one in findings if one.level == "error" and one.code != "broken-catalogue"])
    return toolkit


def _end_at(faults: list[Diagnostic]) -> None:
    if faults:
        click.echo(format_findings(faults, "text"), err=True)
        sys.exit(1)


def _sound(folder: Path) -> tuple[Folders, Options, Toolkit]:
    """Where the toolkit of `folder` lies, its options, and itself; the program ends where it has faults."""
    folders, options = options_of(folder)
    toolkit, findings = load_toolkit(folders)
    _end_at([one for one in findings if one.level == "error" and one.code != "broken-catalogue"])
    return folders, options, toolkit


def _tell_status(toolkit: Toolkit, texts: tuple[PlacedText, ...], *, by_file: bool) -> None:
    if not toolkit.catalogues:
        click.echo("The school has one language. Name more under `languages:` in school.yml.")
    for catalogue in toolkit.catalogues:
        progress = progress_of(texts, catalogue)
        note = "" if catalogue.is_reviewed else ", not reviewed by a native speaker"
        title = f"{toolkit.school.language_name(catalogue.language)} ({catalogue.language})"
        done, to_check, missing, copied = (
            sum(getattr(one, name) for one in progress.values()) for name in ("done", "to_check", "missing", "copied")
        )
        same = f", {copied} the same as in the source" if copied else ""
        click.echo(f"{title}: {done} done, {to_check} to check, {missing} missing{same}{note}")
        for path, one in progress.items() if by_file else ():
            same = f" {one.copied:5} the same" if one.copied else ""
            click.echo(f"  {path:46} {one.done:5} done {one.to_check:5} to check {one.missing:5} missing{same}")
