"""What commands share: messages, progress, and how a fault ends the program."""

import logging
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from toolkit_builder.cache import Cache
from toolkit_builder.diagnostics import ToolkitError, did_you_mean
from toolkit_builder.editor.telling import is_asked
from toolkit_builder.editor.telling import tell as tell_editor
from toolkit_builder.folders import Folders
from toolkit_builder.loading import find_editions
from toolkit_builder.model.languages import nearest_language
from toolkit_builder.options import Options
from toolkit_builder.settings import load_options

from .later import later


class _PlainHandler(logging.Handler):
    """Findings as they are, other warnings with their level; on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not record.name.endswith("toolkit_builder"):
            message = f"{record.levelname.lower()}: {message}"
        click.echo(message, err=True)


@contextmanager
def messages() -> Iterator[None]:
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
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A sign of life on a terminal, with a bar once `tell` is called; in a pipe, only an editor is told."""
    if not sys.stderr.isatty() or is_asked():
        yield lambda done, every: tell_editor(done=done, every=every)
        return
    with later("bar").progress_bar(what) as tell:
        yield tell


def options_of(folder: Path, edition: str = "", *, keeps: bool = True) -> tuple[Folders, Options]:
    """Where the toolkit in `folder` lies, or that of one school, and its options, with no cache unless it `keeps` one.

    The program ends where `mkdocs.yml` is wrong.
    """
    try:
        folders, options = load_options(folder, edition)
    except ToolkitError as error:
        fail(error)
    return folders, options if keeps else replace(options, cache=Cache())


def school_folders(folder: Path, school: str) -> Folders:
    """Where the toolkit in `folder` lies, or that of one school of many; the program ends where there is none."""
    folders, _ = options_of(folder, school)
    if school:
        refuse_unknown([school], find_editions(folders.root)[0], "school")
    return folders


def fail(error: ToolkitError) -> NoReturn:
    click.echo(str(error), err=True)
    sys.exit(1)


def say_private(files: Sequence[Path]) -> None:
    """Says where the pages for staff and the kits are that are no part of a site; nothing if there are none."""
    pages = [file for file in files if file.suffix == ".pdf"]
    kits = [folder for folder in files if folder not in pages]
    tell_editor(private=[str(file) for file in files])
    if len(pages) == 1:
        click.echo(f"The page for staff is not published; it is {pages[0]}.")
    elif pages:
        click.echo(f"The pages for staff of {len(pages)} schools are not published; the first is {pages[0]}.")
    if kits:
        click.echo(f"The coordinator's kit lies beside {'it' if len(pages) == 1 else 'them'}: {kits[0]}.")


def refuse_unknown(words: Iterable[str], known: Collection[str], what: str) -> None:
    """The program ends where one of `words` is not `known`; all such words are told."""
    if told := list(tell_unknown(words, known, what)):
        raise click.UsageError("\n".join(told))


def tell_unknown(words: Iterable[str], known: Collection[str], what: str) -> Iterator[str]:
    """A sentence for each of `words` that is not `known`, with what may have been meant."""
    for word in words:
        if word not in known:
            # Languages are asked for by their names, too.
            meant = nearest_language(word) if what == "language" else ""
            hint = f"did you mean '{meant}'?" if meant in known else did_you_mean(word, list(known))
            yield f"There is no {what} '{word}'. {hint}".rstrip()
