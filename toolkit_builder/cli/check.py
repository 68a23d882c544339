"""Checking a toolkit."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from toolkit_builder.checking import check as check_folder
from toolkit_builder.checking import check_schools
from toolkit_builder.diagnostics import LEVELS, Format, format_count, format_findings, has_errors
from toolkit_builder.loading import Reader
from toolkit_builder.upgrading.bases import remember_bases

from .later import later, uncollected
from .shared import options_of, progress


@uncollected()
def check(*, folder: Path, form: Format, strict: bool, palette: Path | None, school: str, no_cache: bool) -> NoReturn:
    """Tells every finding about the toolkit, and ends the program."""
    folders, options = options_of(folder, school, keeps=not no_cache)
    with progress("Checking"):
        read = Reader(options.cache)
        toolkit, findings = (check_folder if school else check_schools)(folders, options.levels, read)

    if findings or form == "json":
        # On a terminal, what must be mended stands last, where one reads first.
        told = sorted(findings, key=lambda one: -LEVELS.index(one.level)) if form == "text" else findings
        click.echo(format_findings(told, form))
    if palette:
        # Drawing colors needs all that printing does.
        later("palette").write_palette(toolkit, options, palette, is_shown=form == "text")
    if form == "text":
        guides, prompts, activities = len(toolkit.guides), len(toolkit.prompts), len(toolkit.activities)
        held = f"{guides} guides, {prompts} prompts, {activities} activities"
        click.echo(f"{held}: {format_count(findings)}.", err=bool(findings))
    if not has_errors(findings):
        remember_bases(folders)
    is_strict_failure = strict and any(finding.level == "warning" for finding in findings)
    sys.exit(1 if has_errors(findings) or is_strict_failure else 0)
