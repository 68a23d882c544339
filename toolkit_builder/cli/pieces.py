"""Printing a toolkit's pieces."""

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from toolkit_builder.checking import check, with_excerpts
from toolkit_builder.diagnostics import format_count, format_findings, has_errors, sort_findings
from toolkit_builder.model.languages import language_name
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import site_address
from toolkit_builder.outputs import Like, Paper, PrintedSheet, SheetKind, write_files
from toolkit_builder.printing import make_prints, print_pick
from toolkit_builder.rules import OF_PAPER, lacks_letters
from toolkit_builder.sheets import KINDS, SHARED_KINDS, Pick, Print, why_none
from toolkit_builder.translating import in_language

from .shared import options_of, progress, refuse_unknown, tell_unknown


def print_pieces(
    *,
    folder: Path,
    guides: tuple[str, ...],
    kinds: tuple[SheetKind, ...],
    prompts: tuple[str, ...],
    activities: tuple[str, ...],
    like: Like | None,
    languages: tuple[str, ...],
    paper: Paper | None,
    out: Path | None,
    school: str,
    no_cache: bool,
) -> None:
    """Makes PDFs, and says of what there is none, and why; the program ends where there is something to mend."""
    if guides and (shared := [kind for kind in kinds if kind in SHARED_KINDS]):
        raise click.UsageError(f"'{shared[0]}' is for the whole toolkit, not for a guide: leave out --guide.")
    names = _split(prompts), _split(activities)
    is_pick = bool(prompts or activities or like)
    if is_pick and not any(names):
        raise click.UsageError("Nothing is picked: name prompts with --prompts, activities with --activities, or both.")
    if is_pick and (guides or kinds):
        raise click.UsageError("What you pick is printed by itself: leave out --guide and --sheet.")
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
            pick = _pick(toolkit, *names, like or "cards") if is_pick else None
            asked = Print(toolkit.school.paper, guides=guides or None, pick=pick)
            for language in languages or toolkit.school.languages:
                prefix = "" if language == toolkit.school.languages[0] else f"{language}/"
                so = replace(
                    options, tell=tell, language=language, site_url=options.site_url and options.site_url + prefix
                )
                if pick:
                    made, faults = print_pick(toolkit, folders, so, pick, paper=paper)
                else:
                    made, faults = make_prints(
                        toolkit, folders, so, paper=paper, kinds=kinds or tuple(KINDS), guides=guides or None
                    )
                findings = [*findings, *with_excerpts(faults, folders)]
                files |= {prefix + one.uri.removeprefix("print/"): one.pdf for one in made}
                pages += sum(one.pages for one in made)
                missing += _missing(toolkit, language, made, kinds, asked)
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
    if len(files) == 1:
        click.echo(f"The PDF is {target / next(iter(files))}.")
    else:
        click.echo(f"{len(files)} PDFs with {pages} pages are in {target}.")


def _split(asked: Iterable[str]) -> list[str]:
    """Ids, given one by one or with commas between them."""
    return [name for words in asked for name in words.replace(",", " ").split()]


def _pick(toolkit: Toolkit, prompts: Sequence[str], activities: Sequence[str], like: Like) -> Pick:
    """What is picked, each once, by its name of today; the program ends where something is not there, and tells all."""
    old_prompts, old_activities = toolkit.renamed_of("prompt"), toolkit.renamed_of("activity")
    asked = [*dict.fromkeys(old_prompts.get(name, name) for name in prompts)]
    tried = [*dict.fromkeys(old_activities.get(name, name) for name in activities)]
    unknown = [
        *tell_unknown(asked, toolkit.prompts_by_id, "prompt"),
        *tell_unknown(tried, toolkit.activities_by_id, "activity"),
    ]
    if unknown:
        raise click.UsageError("\n".join(unknown))
    return Pick(tuple(asked), tuple(tried), like)


def _missing(
    toolkit: Toolkit, language: str, made: Collection[PrintedSheet], kinds: Sequence[SheetKind], asked: Print
) -> Iterator[str]:
    """A sentence for each kind that was asked for and of which there is nothing in a language, and why."""
    name = language_name(language, "en")
    for wanted in [[kind] for kind in kinds] or [list(KINDS)]:
        if any(one.kind in wanted for one in made):
            continue
        if lacks_letters(toolkit, language):
            why = "the fonts have no letters for it"
        else:
            why = (
                why_none(in_language(toolkit, language), replace(asked, kinds=wanted), toolkit)
                or "the findings above say why"
            )
        yield f"Nothing{f' of {wanted[0]!r}' if kinds else ''} in {name}: {why}."
