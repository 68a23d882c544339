"""Bringing translations up to date."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from toolkit_builder.diagnostics import Diagnostic, format_findings
from toolkit_builder.folders import Folders
from toolkit_builder.loading import find_editions, load_toolkit
from toolkit_builder.loading.catalogues import find_catalogue, updated_catalogue
from toolkit_builder.loading.own_texts import texts_to_translate
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.texts import PlacedText
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.outputs import write_files
from toolkit_builder.site_words import TEMPLATES, check_words, words_file
from toolkit_builder.translating import Progress, families_progress, progress_of

from .later import uncollected
from .shared import options_of


@uncollected()
def update(*, folder: Path) -> None:
    """Writes the catalogues of all languages, of each school too; the program ends where one is left as it was."""
    folders, options, toolkit = sound(folder)
    left = _update(folders, toolkit)
    _update_words(folders, options.own_templates, toolkit)
    for edition in find_editions(folders.root)[0]:
        school, _, toolkit = sound(folder, edition)
        left += _update(school, toolkit)
    for path in left:
        click.echo(f"{path} was left as it is.", err=True)
    if left:
        sys.exit(1)
    _tell_all(folder, by_file=False)


def _update(folders: Folders, toolkit: Toolkit) -> list[str]:
    """Writes the catalogues of a toolkit's languages, and tells what is odd in them; the paths of those left alone."""
    left = []
    for language, texts in texts_to_translate(folders, toolkit).items():
        file = folders.own.root / find_catalogue(folders.own.root, language)
        if not texts and not file.is_file():
            continue
        path = folders.path_of(file)
        content, findings = updated_catalogue(folders.root, path, language, texts, toolkit.renamed)
        if findings:
            click.echo(format_findings(findings, "text"), err=True)
        if content is None:
            left.append(path)
        else:
            write_files(folders.root, {path: content})
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


@uncollected()
def status(*, folder: Path) -> None:
    """Shows how far each language and each of its files is."""
    _tell_all(folder, by_file=True)


def _tell_all(folder: Path, *, by_file: bool) -> None:
    folders, _, toolkit = sound(folder)
    _tell_status(folders, toolkit, by_file=by_file)
    for edition in find_editions(folders.root)[0]:
        school, _, toolkit = sound(folder, edition)
        if any(texts_to_translate(school, toolkit).values()):
            click.echo(f"{toolkit.school.name} ({edition}), its own texts:")
            _tell_status(school, toolkit, by_file=by_file)


def _end_at(faults: list[Diagnostic]) -> None:
    if faults:
        click.echo(format_findings(faults, "text"), err=True)
        sys.exit(1)


def sound(folder: Path, edition: str = "") -> tuple[Folders, Options, Toolkit]:
    """Where the toolkit of `folder`, or one school's, lies, its options, and itself; the program ends at faults."""
    folders, options = options_of(folder, edition)
    toolkit, findings = load_toolkit(folders)
    _end_at([one for one in findings if one.level == "error" and one.code != "broken-catalogue"])
    return folders, options, toolkit


def _tell_status(folders: Folders, toolkit: Toolkit, *, by_file: bool) -> None:
    if not toolkit.promised:
        click.echo("The school has one language. Name more under `languages:` in school.yml.")
    texts = texts_to_translate(folders, toolkit)
    for catalogue in (one for one in toolkit.catalogues if one.language in toolkit.promised):
        progress = progress_of(texts[catalogue.language], catalogue)
        note = "" if catalogue.is_reviewed else ", not reviewed by a native speaker"
        title = f"{toolkit.school.language_name(catalogue.language)} ({catalogue.language})"
        done, to_check, missing, copied = (
            sum(getattr(one, name) for one in progress.values()) for name in ("done", "to_check", "missing", "copied")
        )
        same = f", {copied} the same as in the source" if copied else ""
        click.echo(f"{title}: {done} done, {to_check} to check, {missing} missing{same}{note}")
        families = families_progress(texts[catalogue.language], catalogue)
        if families.all:
            click.echo(f"  Families first: {families.percent}% of what families read or hear is done.")
        if by_file:
            _tell_files(texts[catalogue.language], catalogue, progress)


def _tell_files(texts: Sequence[PlacedText], catalogue: Catalogue, progress: Mapping[str, Progress]) -> None:
    """Each file with how far it is; those with texts for families first, as they are translated first."""
    of_families = progress_of((one for one in texts if one.reader == "family"), catalogue)
    for path, one in sorted(progress.items(), key=lambda pair: pair[0] not in of_families):
        same = f" {one.copied:5} the same" if one.copied else ""
        theirs = f" {of_families[path].percent:5}% of families'" if path in of_families else ""
        click.echo(f"  {path:46} {one.done:5} done {one.to_check:5} to check {one.missing:5} missing{same}{theirs}")
