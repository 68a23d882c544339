"""Publishing: the site is made, and then put where people read it."""

from dataclasses import asdict
from pathlib import Path

import click

from toolkit_builder.diagnostics import ToolkitError, has_errors
from toolkit_builder.editor.telling import tell
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.model.school import Edition
from toolkit_builder.publishing import (
    Publication,
    PublishError,
    find_repository,
    publish_branch,
    publish_folder,
    publish_zip,
    roll_back_branch,
    roll_back_folder,
)

from .schools import make_schools
from .shared import fail, messages, options_of, progress, say_private


def publish(
    *,
    folder: Path,
    target: Path | None,
    archive: Path | None,
    branch: str | None,
    remote: str | None,
    replace: bool,
    rollback: bool,
    strict: bool,
    no_pdf: bool,
    school: str | None,
    all_schools: bool,
    scheduler: str | None,
) -> None:
    """Makes the site and puts it in its place, or brings back the last one; the program ends where that fails."""
    if [target, archive, branch].count(None) != 2:
        raise click.UsageError("Say one place: --folder PATH, --zip FILE, or --branch gh-pages.")
    if branch is None and (remote or replace):
        raise click.UsageError("--remote and --replace go with --branch.")
    if archive and rollback:
        raise click.UsageError("A zip has nothing before it. Keep the zips that you hand out; hand out an older one.")
    if archive and archive.suffix.lower() != ".zip":
        raise click.UsageError(f"{archive} does not end in .zip.")
    if school and all_schools:
        raise click.UsageError("Say one: --school ID, or --all-schools.")
    if scheduler and not (school or all_schools):
        raise click.UsageError("--scheduler is for many schools: add --all-schools, or --school ID.")
    private: list[Path] = []
    if school and not rollback:
        _refuse_shared_place(folder, school)
    try:
        repository = _repository(folder, remote) if branch else None
        if rollback:
            _tell_rollback(
                roll_back_folder(target)
                if target
                else roll_back_branch(repository, remote or "origin", branch or "", may_replace=replace)
            )
            return
        if school or all_schools:
            made = make_schools(
                folder,
                [school] if school else [],
                is_strict=strict,
                prints=not no_pdf,
                scheduler=scheduler,
                tell_private=private.append,
            )
            site = made / school if school else made
        else:
            with progress("Building") as tell_done, messages():
                site = build_site(
                    folder,
                    site_dir=None,
                    is_strict=strict,
                    prints=not no_pdf,
                    tell=tell_done,
                    tell_private=private.append,
                )
        tell(site=str(site))
        if target:
            _tell(publish_folder(site, target), is_kept=True)
        elif archive:
            _tell(publish_zip(site, archive), is_kept=False)
        elif branch:
            _tell(publish_branch(site, repository, remote or "origin", branch, may_replace=replace), is_kept=True)
        say_private(private)
    except ToolkitError as error:
        fail(error)


def _refuse_shared_place(folder: Path, school: str) -> None:
    """Ends the program where a school's site would take the place of all schools' sites."""
    folders, _ = options_of(folder, school)
    toolkit, findings = load_toolkit(folders)
    if not has_errors(findings) and isinstance(toolkit.school, Edition) and not toolkit.school.site_url:
        raise click.UsageError(
            f"{toolkit.school.name} has no address of its own, so its site stands beside the others: use --all-schools."
            f" If it has one, write it into schools/{school}.yml, as 'site_url: https://...'."
        )


def _repository(folder: Path, remote: str | None) -> Path | None:
    repository = find_repository(folder)
    if repository is None and remote is None:
        raise PublishError(
            f"{folder.resolve()} is in no git repository, so say where the site goes, such as"
            " --remote https://github.com/our-school/visits.git"
        )
    return repository


def _tell(done: Publication, *, is_kept: bool) -> None:
    """Says what stands where now; `is_kept` is True where what stood there before can come back."""
    tell(published={**asdict(done), "is_kept": is_kept})
    if not done.is_new:
        click.echo(f"Nothing has changed: {done.where} has this very site already ({done.name}).")
        return
    click.echo(f"Published: {done.files} files at {done.where} ({done.name}).")
    if done.before and is_kept:
        click.echo(f"Before, it was {done.before}. The same command with --rollback brings that back.")
    elif done.before:
        click.echo(f"It took the place of the one of {done.before}.")
    _tell_replaced(done)


def _tell_rollback(done: Publication) -> None:
    tell(restored=asdict(done))
    click.echo(f"Taken back: {done.where} shows {done.name} again ({done.files} files). Before, it was {done.before}.")
    _tell_replaced(done)
    click.echo("Say it again to go further back. To publish the newest, leave --rollback out.")


def _tell_replaced(done: Publication) -> None:
    if done.replaced:
        click.echo("Readers no longer see what others committed; it is in the branch's history:")
        click.echo("\n".join(done.replaced))
