"""Prompts and activities from a spreadsheet."""

import shlex
import sys
from pathlib import Path

import click

from toolkit_builder.diagnostics import format_count, format_findings, has_errors
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import Vocabulary
from toolkit_builder.outputs import write_files, write_together
from toolkit_builder.spreadsheet.imports import Import, files_of, read_import
from toolkit_builder.spreadsheet.updates import updated_files

from .main import main
from .rows import rows, show_update
from .shared import FOLDER, options_of

_BANKS = ("prompts", "activities", "skills")


@main.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@FOLDER
@click.option("--update", is_flag=True, help="Also change entries that are there, after showing what and asking.")
@click.option("--yes", is_flag=True, help="With --update: do it without asking.")
def import_(file: Path, folder: Path, update: bool, yes: bool) -> None:
    """Take prompts and activities from FILE (.xlsx or .csv) and write them as YAML. Nothing there is changed.

    With --update, a row with the id of an entry, or nearly its text, changes that entry. The columns are those of
    prompts-and-activities.csv, which every built site holds.
    """
    if yes and not update:
        raise click.UsageError("--yes goes with --update: without it, nothing that is there is changed.")
    folders, _ = options_of(folder)
    toolkit = _readable(folders)
    made = read_import(file.name, file.read_bytes(), toolkit, is_update=update)
    files, in_the_way = (updated_files if update else files_of)(made, file, folders)
    findings = [*made.findings, *in_the_way]
    if findings:
        click.echo(format_findings(findings, "text"), err=True)
    if has_errors(findings):
        click.echo(f"Nothing was imported: {format_count(findings)}.", err=True)
        sys.exit(1)
    if update:
        if findings:
            click.echo(err=True)
        _update(made, files, folders, is_sure=yes)
    else:
        write_files(folders.docs, files)
        if made.known:
            click.echo(f"In the toolkit already, and unchanged: {rows(made.known)}.")
        for name in files:
            entries = made.prompts if name.startswith("prompts/") else made.activities
            click.echo(f"{rows(len(entries))} went into {folders.docs / name}.")
    if files:
        click.echo(f"Next: toolkit-builder check {folder}")
        if made.changes and len(toolkit.school.languages) > 1:
            click.echo(f"Then: toolkit-builder translate update {folder}    shows which translations no longer fit.")
    else:
        click.echo("There is nothing new.")


@main.command()
@click.argument("file", metavar="FILE.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@FOLDER
@click.option("--blank", is_flag=True, help="Without the toolkit's own: for somebody who has ideas.")
def sheet(file: Path, folder: Path, blank: bool) -> None:
    """Write questions and activities into a new workbook, with lists to choose from. `import` takes it back."""
    if file.suffix.lower() != ".xlsx":
        raise click.UsageError(f"The file is a workbook: call it {file.with_suffix('.xlsx').name}.")
    if file.exists():
        raise click.UsageError(f"{file} is there already, and somebody may have filled it; choose another name.")
    # Only this command needs openpyxl, which takes a third of a second to load.
    from toolkit_builder.spreadsheet.new_workbook import new_workbook  # noqa: PLC0415

    # A blank one needs no toolkit; where there is one, it offers the school's own words, too.
    is_alone = blank and not any((folder / name).is_file() for name in ("mkdocs.yml", "mkdocs.yaml"))
    toolkit = None if is_alone else _readable(options_of(folder)[0])
    content = new_workbook(toolkit.vocabulary if toolkit else Vocabulary(), None if blank else toolkit)
    write_files(file.parent, {file.name: content})
    back = shlex.join(
        ["toolkit-builder", "import", str(file), *([str(folder)] if str(folder) != "." else []), "--update"]
    )
    click.echo(f"{file} is ready to be filled. When it comes back: {back}")


def _readable(folders: Folders) -> Toolkit:
    """The toolkit; the program ends where a file that cannot be read may hold an id or a code of the spreadsheet."""
    toolkit, findings = load_toolkit(folders, languages=[])
    banks = tuple(f"{folders.path_of(folders.docs / bank)}/" for bank in _BANKS)
    hiding = [one for one in findings if one.level == "error" and one.location.path.startswith(banks)]
    if hiding:
        click.echo(format_findings(hiding, "text"), err=True)
        click.echo(f"Mend the toolkit first: {format_count(hiding)}. Nothing was imported.", err=True)
        sys.exit(1)
    return toolkit


def _update(made: Import, files: dict[str, bytes], folders: Folders, *, is_sure: bool) -> None:
    """Shows what would be added, changed and left, and does it once somebody agreed; else the program ends."""
    show_update(made, folders)
    if not files:
        return
    if not is_sure:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            click.echo("Nothing was written. Add --yes to do it.")
            sys.exit(1)
        if not click.confirm("Do it?"):
            click.echo("Nothing was written.")
            sys.exit(1)
    write_together(folders.docs, files)
    for name in files:
        click.echo(f"{folders.docs / name} was written.")
