"""The site of each language beside the first, several at a time."""

import gc
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError

from toolkit_builder.diagnostics import Diagnostic, ToolkitError
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.workers import can_fork, processes

from .settings import hand_over, log, overrides_of, read_config


def run_mkdocs(config: MkDocsConfig, *, is_last: bool = True) -> None:
    """Runs MkDocs. Raises ToolkitError where it gives up. `is_last` is False where the process will build much more."""
    config.plugins.on_startup(command="build", dirty=False)
    # The values of a build are trees without cycles that all live to its end. A collector that walks them again and
    # again, and once more when the program ends, finds nothing; it took a third of the time at 1,000 guides.
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        mkdocs_build(config)
    except Abort as error:
        raise ToolkitError("Nothing was written; the old site, if there is one, stands.") from error
    finally:
        config.plugins.on_shutdown()
        if is_last:
            gc.freeze()
        if was_collecting:
            gc.enable()


class Plugin(Protocol):
    """What the site of a language takes from the build that it is a part of."""

    prints: bool
    keeps: bool
    edition: str
    loaded: tuple[Toolkit, list[Diagnostic]] | None


@dataclass(frozen=True, slots=True)
class _Part:
    """The site of one language, as plain values; its settings are those of the whole, read again."""

    settings: str
    overrides: Mapping[str, Any]
    language: str
    languages: Sequence[str]
    site_dir: str
    prints: bool
    keeps: bool
    is_strict: bool
    edition: str


def build_languages(
    config: MkDocsConfig, site: Path, languages: Sequence[str], plugin: Plugin, source: Toolkit
) -> None:
    """Builds the sites of `languages` into folders of `site`. Raises PluginError where one fails.

    Several at a time; one after the other for a school of many, of which others are built at the same time. `source`
    is the toolkit as it is written.
    """
    if not languages:
        return
    settings = Path(config.config_file_path).absolute()
    if not settings.is_file():
        raise PluginError("Each language reads the settings again: hand them over as a file, with -f FILE.")
    parts = [
        _Part(
            settings=str(settings),
            overrides=overrides_of(config),
            language=language,
            languages=languages,
            site_dir=str(site / language),
            prints=plugin.prints,
            keeps=plugin.keeps,
            is_strict=bool(config.strict),
            edition=plugin.edition,
        )
        for language in languages
    ]
    if plugin.loaded:
        results = [_build_part(part, plugin.loaded) for part in parts]
    else:
        loaded: tuple[Toolkit, list[Diagnostic]] | None = (source, []) if can_fork() else None
        with processes(len(parts), _start_worker, (loaded,)) as executor:
            results = list(executor.map(_build_share, parts))
    for part, (said, _) in zip(parts, results, strict=True):
        for words in said:
            log.warning("%s: %s", part.language, words)
    faults = [f"{part.language}: {fault}" for part, (_, fault) in zip(parts, results, strict=True) if fault]
    if faults:
        raise PluginError("\n".join(faults))


class _Listener(logging.Handler):
    """Keeps what MkDocs warns of in another process."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def listening() -> Iterator[list[str]]:
    """What MkDocs warns of meanwhile."""
    listener = _Listener()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(listener)
    try:
        yield listener.said
    finally:
        logger.removeHandler(listener)


_in_worker: dict[str, tuple[Toolkit, list[Diagnostic]] | None] = {}


def _start_worker(loaded: tuple[Toolkit, list[Diagnostic]] | None) -> None:
    """A copy of a process knows the toolkit; another one loads it for each language."""
    _in_worker["loaded"] = loaded
    # What the copy shares with the first process stays shared as long as nobody writes to it, a collector either.
    gc.freeze()


def _build_share(part: _Part) -> tuple[list[str], str]:
    result = _build_part(part, _in_worker["loaded"])
    # MkDocs's pages, files and settings know one another: only a collector finds those of a language that is done.
    gc.collect()
    return result


def _build_part(part: _Part, loaded: tuple[Toolkit, list[Diagnostic]] | None = None) -> tuple[list[str], str]:
    """Builds one language's site; what was warned of, and the fault's words if it failed."""
    with listening() as said:
        try:
            overrides = {**part.overrides, "site_dir": part.site_dir, "strict": part.is_strict}
            config = read_config(Path(part.settings), **overrides)
            hand_over(
                config,
                prints=part.prints,
                keeps=part.keeps,
                part=part.language,
                languages=part.languages,
                edition=part.edition,
                loaded=loaded,
            )
            run_mkdocs(config, is_last=loaded is None)
        except ToolkitError as error:
            return said, str(error)
    return said, ""
