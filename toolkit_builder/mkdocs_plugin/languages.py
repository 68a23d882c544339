"""The site of each language beside the first, several at a time."""

import gc
import logging
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError

from .settings import log, read_settings


def run_mkdocs(config: MkDocsConfig) -> None:
    """Runs MkDocs. Raises PluginError where it gives up."""
    config.plugins.on_startup(command="build", dirty=False)
    # The values of a build are trees without cycles that all live to its end. A collector that walks them again and
    # again, and once more when the program ends, finds nothing; it took a third of the time at 1,000 guides.
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        mkdocs_build(config)
    except Abort as error:
        raise PluginError("Nothing was written; the old site, if there is one, stands.") from error
    finally:
        config.plugins.on_shutdown()
        gc.freeze()
        if was_collecting:
            gc.enable()


def build_languages(config: MkDocsConfig, site: Path, languages: Sequence[str], prints: bool) -> None:
    """Builds the sites of `languages` into folders of `site`, several at a time. Raises PluginError where one fails."""
    if not languages:
        return
    source = str(config.config_file_path)
    # A fresh interpreter each: a fork would share the locks and the log of this one's threads.
    with ProcessPoolExecutor(min(len(languages), os.cpu_count() or 1), get_context("spawn")) as executor:
        tasks = {
            language: executor.submit(
                _build_language, source, language, str(site / language), prints, bool(config.strict), config.site_url
            )
            for language in languages
        }
        results = {language: task.result() for language, task in tasks.items()}
    for language, (said, _) in results.items():
        for words in said:
            log.warning("%s: %s", language, words)
    faults = [f"{language}: {fault}" for language, (_, fault) in results.items() if fault]
    if faults:
        raise PluginError("\n".join(faults))


class _Listener(logging.Handler):
    """Keeps what MkDocs warns of in another process."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _build_language(  # noqa: PLR0917, one argument a value that goes to another process
    source: str, language: str, site_dir: str, prints: bool, is_strict: bool, site_url: str | None
) -> tuple[list[str], str]:
    """Builds one language's site; what was warned of, and the fault's words if it failed."""
    overrides: dict[str, Any] = {"site_dir": site_dir, "strict": is_strict}
    if site_url:
        overrides["site_url"] = f"{site_url}{language}/"
    listener = _Listener()
    logging.getLogger("mkdocs").addHandler(listener)
    try:
        config = read_settings(Path(source).parent, **overrides)
        plugin: Any = config.plugins["toolkit-builder"]
        plugin.part, plugin.prints = language, prints
        run_mkdocs(config)
    except PluginError as error:
        return listener.said, str(error)
    finally:
        logging.getLogger("mkdocs").removeHandler(listener)
    return listener.said, ""
