"""The command line. Exit codes: 0 fine, 1 something to mend, 2 wrong use."""

import logging
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click
import yaml
from mkdocs.exceptions import PluginError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from .build import check as check_folder
from .build import make_prints
from .diagnostics import Format, did_you_mean, format_count, format_findings, has_errors
from .loading import load_toolkit
from .loading.catalogues import catalogue_path, updated_catalogue
from .mkdocs_plugin import build_site, load_options, serve_site, zip_of
from .model.texts import placed_texts
from .model.toolkit import Toolkit
from .model.vocabulary import language_name
from .outputs import Paper, SheetKind, make_staging, swap_in, write_files
from .reference import FAULTS, schemas
from .resources import starter_dir
from .rules import RULES
from .sheets import KINDS
from .translating import progress_of

_FOLDER = click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)


class _PlainHandler(logging.Handler):
    """Findings as they are, other warnings with their level; on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not record.name.endswith("toolkit_builder"):
            message = f"{record.levelname.lower()}: {message}"
        click.echo(message, err=True)


@contextmanager
def _messages() -> Iterator[None]:
    """MkDocs' messages, without those that tell of each step."""
    logger = logging.getLogger("mkdocs")
    handler = _PlainHandler(logging.WARNING)
    # A live preview is a quick rebuild by design; MkDocs warns of it each time.
    handler.addFilter(lambda record: "'dirty' build" not in record.getMessage())
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A sign of life on a terminal, with a bar once `tell` is called; nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _done, _all: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=None)

        def tell(done: int, every: int) -> None:
            progress.update(task, description="Printing", total=every, completed=done)

        yield tell


def _fail(error: PluginError) -> NoReturn:
    click.echo(str(error), err=True)
    sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="toolkit-builder")
def main() -> None:
    """Family engagement toolkits: YAML visit guides become a school's own site."""


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--school", "name", metavar="NAME", help="The school's name.")
def new(folder: Path, name: str | None) -> None:
    """Make a new school's toolkit in DIR from the starter."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} is not empty; choose a new folder.")
    name = " ".join((name or "").split()) or "Our School"
    starter = starter_dir()
    staging = make_staging(folder)
    for part in ("docs", "locales", "schemas"):
        shutil.copytree(starter / part, staging / part)
    settings = (starter / "mkdocs.yml").read_text(encoding="utf-8")
    # The starter's address is nobody's: a code that leads there must not be printed.
    settings = re.sub(r"^site_url: .*$", "# site_url: https://visits.our-school.org/", settings, flags=re.MULTILINE)
    (staging / "mkdocs.yml").write_text(settings, encoding="utf-8")
    school_file = staging / "docs" / "school.yml"
    school_file.write_text(_school_text(school_file.read_text(encoding="utf-8"), name), encoding="utf-8")
    (staging / ".gitignore").write_text("site/\nsite-offline.zip\nprint/\n.cache/\n", encoding="utf-8")
    swap_in(staging, folder)
    click.echo(f"{name} has a toolkit in {folder}.")
    click.echo(f"  1. Open {folder / 'docs' / 'school.yml'} and change colors, contacts, languages and logo.")
    click.echo(f"  2. toolkit-builder serve {folder}    shows the site while you write.")
    click.echo(f"  3. toolkit-builder build {folder}    makes the site in {folder / 'site'}.")


def _school_text(text: str, name: str) -> str:
    """The starter's school.yml with another name, and its own notes as drafts. Comments stay."""
    quoted = yaml.safe_dump(name, allow_unicode=True, width=10_000).splitlines()[0]
    lines: list[str] = []
    is_inside_note = False
    for line in text.splitlines():
        if is_inside_note and line.startswith("  "):
            continue
        key = line.partition(":")[0]
        is_inside_note = key in ("compensation_note", "training_note")
        if key in ("name", "short_name"):
            lines.append(f"{key}: {quoted}")
        elif key == "languages":
            lines.append("# locales/ also has ar, vi, ht, and zh-Hans (which prints with the extra [cjk] only).")
            lines.append("languages: [en, es]")
        elif is_inside_note:
            what = "how visitors are paid" if key == "compensation_note" else "how visitors are trained"
            lines.append(f'{key}: "To do: say {what}."')
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


@main.command()
@_FOLDER
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(folder: Path, form: Format, strict: bool) -> None:
    """Look at every file of the toolkit and say what to mend."""
    try:
        docs_dir, options = load_options(folder)
    except PluginError as error:
        _fail(error)
    with _progress("Checking"):
        toolkit, findings = check_folder(docs_dir, options.levels)
    if findings or form == "json":
        click.echo(format_findings(findings, form))
    if form == "text":
        guides, prompts, activities = len(toolkit.guides), len(toolkit.prompts), len(toolkit.activities)
        held = f"{guides} guides, {prompts} prompts, {activities} activities"
        click.echo(f"{held}: {format_count(findings)}.", err=bool(findings))
    is_strict_failure = strict and any(finding.level == "warning" for finding in findings)
    sys.exit(1 if has_errors(findings) or is_strict_failure else 0)


@main.command()
@_FOLDER
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Where the site goes (site/).")
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option("--no-pdf", is_flag=True, help="Leave out the printed pieces.")
@click.option("--language", "languages", metavar="XX", multiple=True, help="Beside the first, only this language.")
@click.option("--offline-zip", is_flag=True, help="Also make a zip that opens from a disk or stick, without a network.")
def build(  # noqa: PLR0917, click hands over an argument an option
    folder: Path, site_dir: Path | None, strict: bool, no_pdf: bool, languages: tuple[str, ...], offline_zip: bool
) -> None:
    """Make the site. If anything goes wrong, the old site stays as it was."""
    try:
        with _progress("Building") as tell, _messages():
            made = build_site(
                folder,
                site_dir=site_dir,
                is_strict=strict,
                prints=not no_pdf,
                has_zip=offline_zip,
                languages=languages or None,
                tell=tell,
            )
    except PluginError as error:
        _fail(error)
    click.echo(f"The site is in {made}.")
    if offline_zip:
        click.echo(f"The copy for a disk or stick is {zip_of(made)}. Unpack it, and open START.html.")


@main.command("print")
@_FOLDER
@click.option("--guide", "guides", metavar="ID", multiple=True, help="Only this guide's pieces; may be given again.")
@click.option("--sheet", "kinds", type=click.Choice(list(KINDS)), multiple=True, help="Only this kind of piece.")
@click.option("--language", "languages", metavar="XX", multiple=True, help="Only in this language.")
@click.option("--paper", type=click.Choice(["letter", "a4"]), help="The paper; school.yml says which otherwise.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where the PDFs go (print/).")
def print_(  # noqa: PLR0917, click hands over an argument an option
    folder: Path,
    guides: tuple[str, ...],
    kinds: tuple[SheetKind, ...],
    languages: tuple[str, ...],
    paper: Paper | None,
    out: Path | None,
) -> None:
    """Make cards, handouts, posters and binders as accessible PDFs."""
    try:
        docs_dir, options = load_options(folder)
    except PluginError as error:
        _fail(error)
    files: dict[str, bytes] = {}
    pages = 0
    with _progress("Printing") as tell:
        toolkit, findings = check_folder(docs_dir, options.levels)
        if not has_errors(findings):
            _refuse_unknown(guides, toolkit.guides_by_id, "guide")
            _refuse_unknown(languages, toolkit.school.languages, "language")
            for language in languages or toolkit.school.languages:
                prefix = "" if language == toolkit.language else f"{language}/"
                made, faults = make_prints(
                    toolkit,
                    docs_dir,
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
                findings = [*findings, *faults]
                files |= {prefix + one.sheet.uri.removeprefix("print/"): one.pdf for one in made}
                pages += sum(one.pages for one in made)
    if has_errors(findings):
        click.echo(format_findings([one for one in findings if one.level == "error"], "text"), err=True)
        click.echo(f"Nothing was printed: {format_count(findings)}.", err=True)
        sys.exit(1)
    target = out or folder / "print"
    write_files(target, files)
    click.echo(f"{len(files)} PDFs with {pages} pages are in {target}.")


def _refuse_unknown(words: Iterable[str], known: Iterable[str], what: str) -> None:
    for word in words:
        if word not in known:
            raise click.UsageError(f"There is no {what} '{word}'. {did_you_mean(word, list(known))}".rstrip())


@main.command()
@_FOLDER
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--language", metavar="XX", default="", help="Show it in this language.")
def serve(folder: Path, port: int, language: str) -> None:
    """Show the site on this computer while you write; it follows every change."""
    try:
        with _messages():
            serve_site(
                folder, port, language, lambda address: click.echo(f"Open {address} in a browser. Ctrl+C ends it.")
            )
    except PluginError as error:
        _fail(error)


@main.group()
def translate() -> None:
    """Bring translations up to date, and see how far they are."""


@translate.command()
@_FOLDER
def update(folder: Path) -> None:
    """Write locales/XX.po for each language of the school: every text, with the translations that there are."""
    docs_dir, toolkit = _sound(folder)
    for language in toolkit.school.languages[1:]:
        content, faults = updated_catalogue(docs_dir.parent, language, placed_texts(toolkit))
        if faults:
            click.echo(format_findings(faults, "text"), err=True)
            click.echo(f"{catalogue_path(language)} was left as it is.", err=True)
            sys.exit(1)
        write_files(docs_dir.parent, {catalogue_path(language): content})
    toolkit, _ = load_toolkit(docs_dir)
    _tell_status(toolkit, by_file=False)


@translate.command()
@_FOLDER
def status(folder: Path) -> None:
    """Show for each language and each file how many texts are done, to be checked, and missing."""
    _, toolkit = _sound(folder)
    _tell_status(toolkit, by_file=True)


def _sound(folder: Path) -> tuple[Path, Toolkit]:
    """The docs folder and the toolkit of `folder`; the program ends where it has faults."""
    try:
        docs_dir, _ = load_options(folder)
    except PluginError as error:
        _fail(error)
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


@main.command()
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """Say what a rule wants, and why; without CODE, list them all."""
    if code is None:
        for known in sorted(RULES.values(), key=lambda known: (not known.practice, known.practice, known.code)):
            click.echo(f"{known.code:26} {known.level:8} {known.practice:5} {known.doc.splitlines()[0]}")
        for fault, text in FAULTS.items():
            click.echo(f"{fault:26} {'error':8} {'':5} {text.partition('. ')[0].rstrip('.')}.")
    elif code in RULES:
        found = RULES[code]
        practice = f", practice {found.practice}" if found.practice else ""
        click.echo(f"{found.code} ({found.level}{practice})\n\n{found.doc}")
    elif code in FAULTS:
        click.echo(f"{code} (error)\n\n{FAULTS[code]}")
    else:
        raise click.UsageError(f"No rule is called '{code}'. `toolkit-builder rule` lists them all.")


@main.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("schemas"), show_default=True)
def schema(out: Path) -> None:
    """Write JSON Schemas, with which editors complete keys and show what they mean."""
    out.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (out / name).write_text(text, encoding="utf-8")
    click.echo(f"The schemas are in {out}.")
