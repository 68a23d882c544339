"""Printing a toolkit's pieces."""

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from toolkit_builder.checking import check, with_excerpts
from toolkit_builder.diagnostics import format_count, format_findings, has_errors, sort_findings
from toolkit_builder.model.languages import language_name
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import site_address
from toolkit_builder.outputs import Paper, PrintedSheet, SheetKind, write_files
from toolkit_builder.printing import make_prints
from toolkit_builder.rules import OF_PAPER, lacks_letters
from toolkit_builder.sheets import KINDS, SHARED_KINDS, Print, why_none
from toolkit_builder.translating import in_language

from .shared import options_of, progress, refuse_unknown


def print_pieces(
    *,
    folder: Path,
    guides: tuple[str, ...],
    kinds: tuple[SheetKind, ...],
    languages: tuple[str, ...],
    paper: Paper | None,
    out: Path | None,
    school: str,
    no_cache: bool,
) -> None:
    """Makes PDFs, and says of what there is none, and why; the program ends where there is something to mend."""
    if guides and (shared := [kind for kind in kinds if kind in SHARED_KINDS]):
        raise click.UsageError(f"'{shared[0]}' is for the whole toolkit, not for a guide: leave out --guide.")
    folders, options = options_of(folder, school, keeps=not no_cache)
    files: dict[str, bytes] = {}
    pages = 0
    missing: list[str] = []
    with progress("Printing") as tell:
        toolkit, findings = check(folders, options.levels)
        options = replace(options, site_url=site_address(toolkit, options.site_url))
        if not has_errors(findings):
            refuse_unknown(guides, toolkit.guides_by_id, "guide")
            refuse_unknown(languages, toolkit.school.languages, "language")
            for language in languages or toolkit.school.languages:
                prefix = "" if language == toolkit.school.languages[0] else f"{language}/"
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
                files |= {prefix + one.uri.removeprefix("print/"): one.pdf for one in made}
                pages += sum(one.pages for one in made)
                missing += _missing(toolkit, language, made, kinds, guides)
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
    toolkit: Toolkit, language: str, made: Collection[PrintedSheet], kinds: Sequence[SheetKind], guides: Sequence[str]
) -> Iterator[str]:
    """A sentence for each kind that was asked for and of which there is nothing in a language, and why."""
    name = language_name(language, "en")
    for wanted in [[kind] for kind in kinds] or [list(KINDS)]:
        if any(one.kind in wanted for one in made):
            continue
        asked = Print(toolkit.school.paper, kinds=wanted, guides=guides or None)
        if lacks_letters(toolkit, language):
            why = "the fonts have no letters for it"
        else:
            why = why_none(in_language(toolkit, language), asked, toolkit) or "the findings above say why"
        yield f"Nothing{f' of {wanted[0]!r}' if kinds else ''} in {name}: {why}."
