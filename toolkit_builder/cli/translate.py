"""Bringing translations up to date."""

import sys
from pathlib import Path

import click
from mkdocs.exceptions import PluginError

from toolkit_builder.diagnostics import format_findings
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.catalogues import catalogue_path, updated_catalogue
from toolkit_builder.mkdocs_plugin import load_options
from toolkit_builder.model.texts import placed_texts
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import language_name
from toolkit_builder.outputs import write_files
from toolkit_builder.translating import progress_of

from .main import main
from .shared import FOLDER, fail


@main.group()
def translate() -> None:
    """Bring translations up to date, and see how far they are."""


@translate.command()
@FOLDER
def update(folder: Path) -> None:
    """Write locales/XX.po for each language of the school: every text, with the translations that there are."""
    docs_dir, toolkit = _sound(folder)
    for language in toolkit.school.languages[1:]:
        texts, renamed = placed_texts(toolkit), toolkit.renamed_guides
        content, faults = updated_catalogue(docs_dir.parent, language, texts, renamed)
        if faults:
            click.echo(format_findings(faults, "text"), err=True)
            click.echo(f"{catalogue_path(language)} was left as it is.", err=True)
            sys.exit(1)
        write_files(docs_dir.parent, {catalogue_path(language): content})
    toolkit, _ = load_toolkit(docs_dir)
    _tell_status(toolkit, by_file=False)


@translate.command()
@FOLDER
def status(folder: Path) -> None:
    """Show for each language and each file how many texts are done, to be checked, and missing."""
    _, toolkit = _sound(folder)
    _tell_status(toolkit, by_file=True)


def _sound(folder: Path) -> tuple[Path, Toolkit]:
    """The docs folder and the toolkit of `folder`; the program ends where it has faults."""
    try:
        docs_dir, _ = load_options(folder)
    except PluginError as error:
        fail(error)
    toolkit, findings = load_toolkit(docs_dir)
    faults = [one for one in findings if one.level == "error" and one.code != "broken-catalogue"]
    if faults:
        click.echo(format_findings(faults, "text"), err=True)
        sys.exit(1)
    return docs_dir, toolkit


def _tell_status(toolkit: Toolkit, *, by_file: bool) -> None:
    texts = tuple(placed_texts(toolkit))
    if not toolkit.catalogues:
        click.echo("The school has one language. Name more under `languages:` in school.yml.")
    for catalogue in toolkit.catalogues:
        progress = progress_of(texts, catalogue)
        parts = list(progress.values())
        done, to_check, missing = (sum(getattr(one, name) for one in parts) for name in ("done", "to_check", "missing"))
        note = "" if catalogue.is_reviewed else ", not reviewed by a native speaker"
        title = f"{language_name(catalogue.language)} ({catalogue.language})"
        click.echo(f"{title}: {done} done, {to_check} to check, {missing} missing{note}")
        for path, one in progress.items() if by_file else ():
            click.echo(f"  {path:46} {one.done:5} done {one.to_check:5} to check {one.missing:5} missing")
