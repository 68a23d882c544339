"""Texts out to translators without our tools, and back."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click

from toolkit_builder.diagnostics import Diagnostic, Location, format_findings, has_errors
from toolkit_builder.exchange.kinds import KINDS, Kind, pictures
from toolkit_builder.exchange.returned import ReturnedFile, read_workbook_back
from toolkit_builder.exchange.taking import Taken, take
from toolkit_builder.exchange.texts import Handed, OpenCatalogue, texts_to_hand
from toolkit_builder.exchange.workbook import translators_workbook
from toolkit_builder.exchange.xliff import read_xliff_back, translators_xliff
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import site_address
from toolkit_builder.outputs import write_files
from toolkit_builder.pdf import render_pictures

from .later import uncollected
from .shared import refuse_unknown, school_folders
from .translate import sound

Form = Literal["xlsx", "xlf"]
_MOST_ALIKE = 100
"""Findings of one kind that are told one by one."""
_ENDINGS: dict[str, Form] = {".xlsx": "xlsx", ".xlf": "xlf", ".xliff": "xlf"}


@uncollected()
def hand_out(
    *, folder: Path, language: str, families: bool, changed: bool, out: Path | None, form: Form | None, school: str
) -> None:
    """Writes the texts of a language for a translator, and says how they come back."""
    out, form = _target(out, form, language)
    school_folders(folder, school)
    folders, options, toolkit = sound(folder, school)
    refuse_unknown([language], [*toolkit.promised], "language")
    opened = OpenCatalogue(folders, toolkit, language)
    address = site_address(toolkit, options.site_url)
    texts = texts_to_hand(opened, address, only_families=families, only_open=changed)
    if not texts:
        click.echo(f"Nothing is to be translated into {toolkit.school.language_name(language)}.")
        return
    if form == "xlsx":
        content = _workbook(texts, toolkit, language)
    else:
        content = translators_xliff(texts, toolkit.language, language, opened.path)
    write_files(out.parent, {out.name: content})
    done = sum(text.status in ("done", "checked") for text in texts)
    count = "1 text" if len(texts) == 1 else f"{len(texts)} texts"
    click.echo(f"{out} has {count}, {done} of them done, those for families first.")
    where = f" {folder}" if str(folder) != "." else ""
    click.echo(
        f"When it comes back: toolkit-builder translate in {out}{where}{f' --school {school}' if school else ''}"
    )


def _target(out: Path | None, form: Form | None, language: str) -> tuple[Path, Form]:
    """Where the file goes, and in which form; the program ends where that cannot be."""
    said = _ENDINGS.get(out.suffix.lower()) if out else None
    if out and not said:
        raise click.UsageError(f"The file is a workbook or XLIFF: call it {out.stem}.xlsx or {out.stem}.xlf.")
    if said and form and said != form:
        raise click.UsageError(f"{out} is not called as a file of the format {form}.")
    form = said or form or "xlsx"
    out = out or Path(f"translate-{language}.{form}")
    if out.exists():
        raise click.UsageError(f"{out} is there already, and somebody may have filled it; choose another name.")
    return out, form


def _workbook(texts: Sequence[Handed], toolkit: Toolkit, language: str) -> bytes:
    made = render_pictures(pictures(), is_alone=False)
    drawn: dict[Kind, bytes] = {kind: file.content for kind, file in zip(KINDS, made, strict=True)}
    name = toolkit.school.language_name(language)
    title = f"{toolkit.school.name}, {datetime.now(UTC):%Y-%m-%d}: texts to translate into {name}"
    return translators_workbook(texts, title, (toolkit.language, language), name, drawn)


@uncollected()
def take_in(*, file: Path, folder: Path, school: str) -> None:
    """Takes what a translator sent back into the catalogue; the program ends where something could not be taken."""
    school_folders(folder, school)
    folders, _, toolkit = sound(folder, school)
    returned = _read(file)
    findings = [*returned.findings]
    language = _language_of(returned.language, toolkit)
    if not has_errors(findings) and not language:
        findings.append(_other_language(file, returned.language, toolkit))
    _end_at(findings)
    opened = OpenCatalogue(folders, toolkit, language)
    # What of the catalogue cannot be read would look as if nobody had translated it.
    _end_at(opened.faults)
    taken = take(returned.texts, opened)
    findings += taken.findings
    if findings:
        click.echo(format_findings(_first(findings), "text"), err=True)
    if taken.content is not None:
        write_files(folders.root, {opened.path: taken.content})
    _tell(taken, opened.path)
    if taken.left or has_errors(findings):
        sys.exit(1)


def _end_at(findings: Sequence[Diagnostic]) -> None:
    """Ends the program at errors, before anything was taken."""
    if has_errors(findings):
        click.echo(format_findings(findings, "text"), err=True)
        click.echo("Nothing was taken.", err=True)
        sys.exit(1)


def _read(file: Path) -> ReturnedFile:
    content = file.read_bytes()
    if file.suffix.lower() in (".xlf", ".xliff"):
        return read_xliff_back(file.name, content)
    if file.suffix.lower() in (".po", ".pot"):
        raise click.UsageError(
            f"{file.name} is a catalogue: put it in the place of the one in locales/, and run `toolkit-builder"
            " translate update`, which keeps all that stands in it."
        )
    return read_workbook_back(file.name, content)


def _language_of(said: str, toolkit: Toolkit) -> str:
    """Which of the school's languages is meant; tools give one a region of their own. Empty for none."""
    known = [*toolkit.promised]
    said = said.replace("_", "-").casefold()
    same = [one for one in known if one.casefold() == said]
    kin = [one for one in known if said and one.partition("-")[0].casefold() == said.partition("-")[0]]
    return same[0] if same else kin[0] if len(kin) == 1 else ""


def _other_language(file: Path, language: str, toolkit: Toolkit) -> Diagnostic:
    school = ", ".join([*toolkit.promised]) or "none but its own"
    if not language:
        message = "nothing in this file says for which language it is"
        hint = "take the one that `toolkit-builder translate out` wrote, with its columns"
    else:
        message = f"this file is for '{language}'; the school's other languages are: {school}"
        hint = f"add '{language}' to `languages:` in school.yml, or look whether it is the file that you mean"
    return Diagnostic("other-language", message, Location(file.name), hint)


def _first(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings, of many alike the first ones; the last of these says how many there are."""
    count = Counter(finding.code for finding in findings)
    told: Counter[str] = Counter()
    shown = []
    for finding in findings:
        told[finding.code] += 1
        more = count[finding.code] - _MOST_ALIKE
        if told[finding.code] == _MOST_ALIKE and more > 0:
            shown.append(replace(finding, message=f"{finding.message} (and {more} more like it)"))
        elif told[finding.code] <= _MOST_ALIKE:
            shown.append(finding)
    return shown


def _tell(taken: Taken, path: str) -> None:
    def texts(count: int) -> str:
        return "1 text" if count == 1 else f"{count} texts"

    said = [
        f"{texts(taken.taken) if taken.taken else 'No text'} went into {path}"
        + (f", {taken.to_check} of them to check" if taken.to_check else "")
        + (f", and notes beside {texts(taken.noted)}" if taken.noted else ""),
        f"{texts(taken.known)} as {'it was' if taken.known == 1 else 'they were'}",
        f"{texts(taken.left)} not taken, told above" if taken.left else "",
    ]
    click.echo(f"{'; '.join(filter(None, said))}.")
