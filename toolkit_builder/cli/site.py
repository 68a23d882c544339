"""Checking, building, printing and showing a toolkit."""

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from toolkit_builder.checking import check as check_folder
from toolkit_builder.checking import check_schools, with_excerpts
from toolkit_builder.diagnostics import (
    LEVELS,
    Format,
    ToolkitError,
    format_count,
    format_findings,
    has_errors,
    sort_findings,
)
from toolkit_builder.loading import Reader
from toolkit_builder.mkdocs_plugin import build_site, serve_site, zip_of
from toolkit_builder.model.languages import language_name
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import site_address
from toolkit_builder.outputs import Paper, Sheet, SheetKind, write_files
from toolkit_builder.printing import make_prints, print_palette
from toolkit_builder.rules import OF_PAPER, lacks_letters
from toolkit_builder.sheets import KINDS, SHARED_KINDS, Print, why_none
from toolkit_builder.translating import in_language
from toolkit_builder.upgrading.bases import remember_bases

from .main import main
from .palette import show_palette
from .schools import make_schools
from .shared import FOLDER, NO_CACHE, fail, messages, options_of, progress, refuse_unknown, say_private


@main.command()
@FOLDER
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option(
    "--palette",
    metavar="FILE.pdf",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also show the school's colors, and write them to this PDF.",
)
@click.option("--school", metavar="ID", default="", help="Of many schools in schools/, only this one.")
@NO_CACHE
def check(folder: Path, form: Format, strict: bool, palette: Path | None, school: str, no_cache: bool) -> None:  # noqa: PLR0917
    """Look at every file of the toolkit, and of each school that shares it, and say what to mend."""
    folders, options = options_of(folder, school, keeps=not no_cache)
    with progress("Checking"):
        read = Reader(options.cache)
        toolkit, findings = (check_folder if school else check_schools)(folders, options.levels, read)
        findings = [*findings, *options.cache.findings()]
    if findings or form == "json":
        # On a terminal, what must be mended stands last, where one reads first.
        told = sorted(findings, key=lambda one: -LEVELS.index(one.level)) if form == "text" else findings
        click.echo(format_findings(told, form))
    if palette:
        # Without a sound school.yml there are no colors of its own to show.
        has_school = bool(toolkit.school.path_of())
        if has_school:
            write_files(palette.parent, {palette.name: print_palette(toolkit, options)})
        if form == "text":
            show_palette(toolkit.school) if has_school else click.echo("No palette: mend school.yml first.", err=True)
    if form == "text":
        guides, prompts, activities = len(toolkit.guides), len(toolkit.prompts), len(toolkit.activities)
        held = f"{guides} guides, {prompts} prompts, {activities} activities"
        click.echo(f"{held}: {format_count(findings)}.", err=bool(findings))
    if not has_errors(findings):
        remember_bases(folders)
    is_strict_failure = strict and any(finding.level == "warning" for finding in findings)
    sys.exit(1 if has_errors(findings) or is_strict_failure else 0)


@main.command()
@FOLDER
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Where the site goes (site/).")
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option("--no-pdf", is_flag=True, help="Leave out the printed pieces.")
@click.option("--language", "languages", metavar="XX", multiple=True, help="Beside the first, only this language.")
@click.option("--offline-zip", is_flag=True, help="Also make a zip that opens from a disk or stick, without a network.")
@click.option("--school", "schools", metavar="ID", multiple=True, help="Of many schools in schools/, only this one.")
@click.option("--all-schools", is_flag=True, help="The site of each school in schools/, and a page that leads to them.")
@click.option("--scheduler", metavar="ADDRESS", help="Build the schools on the workers of this Dask scheduler.")
@NO_CACHE
def build(  # noqa: PLR0917, click hands over an argument an option
    folder: Path,
    site_dir: Path | None,
    strict: bool,
    no_pdf: bool,
    languages: tuple[str, ...],
    offline_zip: bool,
    schools: tuple[str, ...],
    all_schools: bool,
    scheduler: str | None,
    no_cache: bool,
) -> None:
    """Make the site. If anything goes wrong, the old site stays as it was."""
    private: list[Path] = []
    if schools or all_schools:
        if languages or offline_zip:
            raise click.UsageError("--language and --offline-zip are for a toolkit of one school.")
        made = make_schools(
            folder,
            schools,
            site_dir=site_dir,
            is_strict=strict,
            prints=not no_pdf,
            keeps=not no_cache,
            scheduler=scheduler,
            tell_private=private.append,
        )
        remember_bases(options_of(folder)[0])
        click.echo(f"The sites are in {made}.")
        say_private(private)
        return
    if scheduler:
        raise click.UsageError("--scheduler is for many schools: add --all-schools, or --school ID.")
    try:
        with progress("Building") as tell, messages():
            made = build_site(
                folder,
                site_dir=site_dir,
                is_strict=strict,
                prints=not no_pdf,
                keeps=not no_cache,
                has_zip=offline_zip,
                languages=languages or None,
                tell=tell,
                tell_private=private.append,
            )
    except ToolkitError as error:
        fail(error)
    remember_bases(options_of(folder)[0])
    click.echo(f"The site is in {made}.")
    if offline_zip:
        click.echo(f"The copy for a disk or stick is {zip_of(made)}. Unpack it, and open START.html.")
    say_private(private)


@main.command("print")
@FOLDER
@click.option("--guide", "guides", metavar="ID", multiple=True, help="Only this guide's pieces; may be given again.")
@click.option("--sheet", "kinds", type=click.Choice(list(KINDS)), multiple=True, help="Only this kind of piece.")
@click.option("--language", "languages", metavar="XX", multiple=True, help="Only in this language.")
@click.option("--paper", type=click.Choice(["letter", "a4"]), help="The paper; school.yml says which otherwise.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where the PDFs go (print/).")
@click.option("--school", metavar="ID", default="", help="For this one of many schools in schools/.")
@NO_CACHE
def print_(  # noqa: PLR0917, click hands over an argument an option
    folder: Path,
    guides: tuple[str, ...],
    kinds: tuple[SheetKind, ...],
    languages: tuple[str, ...],
    paper: Paper | None,
    out: Path | None,
    school: str,
    no_cache: bool,
) -> None:
    """Make cards, handouts, posters and binders as accessible PDFs."""
    if guides and (shared := [kind for kind in kinds if kind in SHARED_KINDS]):
        raise click.UsageError(f"'{shared[0]}' is for the whole toolkit, not for a guide: leave out --guide.")
    folders, options = options_of(folder, school, keeps=not no_cache)
    files: dict[str, bytes] = {}
    pages = 0
    missing: list[str] = []
    with progress("Printing") as tell:
        toolkit, findings = check_folder(folders, options.levels)
        options = replace(options, site_url=site_address(toolkit, options.site_url))
        if not has_errors(findings):
            refuse_unknown(guides, toolkit.guides_by_id, "guide")
            refuse_unknown(languages, toolkit.school.languages, "language")
            for language in languages or toolkit.school.languages:
                prefix = "" if language == toolkit.language else f"{language}/"
                made, faults = make_prints(
                    toolkit,
                    folders,
                    replace(
                        options,
                        tell=tell,
                        language=language,
                        site_url=options.site_url and options.site_url + prefix,
                    ),
                    paper=paper,
                    kinds=kinds or tuple(KINDS),
                    guides=guides or None,
                )
                findings = [*findings, *with_excerpts(faults, folders)]
                files |= {prefix + one.sheet.uri.removeprefix("print/"): one.pdf for one in made}
                pages += sum(one.pages for one in made)
                missing += _missing(toolkit, language, [one.sheet for one in made], kinds, guides)
    shown = [one for one in findings if one.level == "error" or one.code in OF_PAPER]
    if shown:
        click.echo(format_findings(sort_findings(shown), "text"), err=True)
    for words in missing:
        click.echo(words, err=True)
    if has_errors(shown) or not files:
        errors = [one for one in shown if one.level == "error"]
        click.echo(f"Nothing was printed: {format_count(errors)}." if errors else "Nothing was printed.", err=True)
        sys.exit(1)
    target = out or folder / "print" / school
    write_files(target, files)
    options.cache.prune()
    click.echo(f"{len(files)} PDFs with {pages} pages are in {target}.")


def _missing(
    toolkit: Toolkit, language: str, made: Collection[Sheet], kinds: Sequence[SheetKind], guides: Sequence[str]
) -> Iterator[str]:
    """A sentence for each kind that was asked for and of which there is nothing in a language, and why."""
    name = language_name(language, "en")
    for wanted in [[kind] for kind in kinds] or [list(KINDS)]:
        if any(sheet.kind in wanted for sheet in made):
            continue
        asked = Print(toolkit.school.paper, kinds=wanted, guides=guides or None)
        if lacks_letters(toolkit, language):
            why = "the fonts have no letters for it"
        else:
            why = why_none(in_language(toolkit, language), asked, toolkit) or "the fonts lack letters, as said above"
        yield f"Nothing{f' of {wanted[0]!r}' if kinds else ''} in {name}: {why}."


@main.command()
@FOLDER
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--language", metavar="XX", default="", help="Show it in this language.")
@click.option("--school", metavar="ID", default="", help="Show this one of many schools in schools/.")
def serve(folder: Path, port: int, language: str, school: str) -> None:
    """Show the site on this computer while you write; it follows every change."""

    def tell(address: str) -> None:
        remember_bases(options_of(folder)[0])
        click.echo(f"Open {address} in a browser. Ctrl+C ends it.")

    try:
        with messages():
            serve_site(folder, port, language, school, tell)
    except ToolkitError as error:
        fail(error)
