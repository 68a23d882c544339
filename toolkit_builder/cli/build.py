"""Building sites."""

from pathlib import Path

import click

from toolkit_builder.diagnostics import ToolkitError
from toolkit_builder.editor.telling import tell
from toolkit_builder.mkdocs_plugin import build_site, zip_of
from toolkit_builder.upgrading.bases import remember_bases

from .schools import make_schools
from .shared import fail, messages, options_of, progress, say_private


def build(
    *,
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
    """Makes the site, or those of many schools; the program ends where there is something to mend."""
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
        tell(site=str(made / schools[0]) if len(schools) == 1 else str(made))
        click.echo(f"The sites are in {made}.")
        say_private(private)
        return
    if scheduler:
        raise click.UsageError("--scheduler is for many schools: add --all-schools, or --school ID.")
    try:
        with progress("Building") as tell_done, messages():
            made = build_site(
                folder,
                site_dir=site_dir,
                is_strict=strict,
                prints=not no_pdf,
                keeps=not no_cache,
                has_zip=offline_zip,
                languages=languages or None,
                tell=tell_done,
                tell_first=_say_first,
                tell_private=private.append,
            )
    except ToolkitError as error:
        fail(error)
    remember_bases(options_of(folder)[0])
    tell(site=str(made))
    click.echo(f"The site is in {made}.")
    if offline_zip:
        click.echo(f"The copy for a disk or stick is {zip_of(made)}. Unpack it, and open START.html.")
    say_private(private)


def _say_first(site: Path) -> None:
    tell(first=str(site))
    click.echo(f"The first pages can be looked at: {site / 'index.html'}. Printed pieces and other languages follow.")
