"""Whole sites: built from a folder, or shown as a live preview."""

import errno
import logging
import socket
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config.defaults import MkDocsConfig

from toolkit_builder.cache import Cache
from toolkit_builder.diagnostics import ToolkitError
from toolkit_builder.offline import write_zip
from toolkit_builder.settings import folders_of, options_of, settings_file

from .languages import listening, run_mkdocs
from .settings import hand_over, log, read_config, settings_of
from .unchanged import keep_site, said_before, site_key


def build_site(
    folder: Path,
    *,
    site_dir: Path | None,
    is_strict: bool,
    prints: bool = True,
    keeps: bool = True,
    has_zip: bool = False,
    languages: Collection[str] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
    tell_first: Callable[[Path], None] | None = None,
    tell_private: Callable[[Path], None] = lambda _file: None,
) -> Path:
    """Builds the toolkit in `folder` and returns the folder of the site.

    `languages` are those to make beside the school's first, all for None. `prints` says whether PDFs are made; `keeps`
    is False where no cache is to be used; `has_zip`, whether a copy for a disk or stick goes beside the site's folder.
    `tell` is called with how many PDFs are done, and how many there are; `tell_first`, where no site stands yet and
    printing takes its time, once the first language's pages are there; `tell_private`, with each file or folder for
    staff beside the site, if it is no part of it.
    Raises ToolkitError if there is anything to mend first; the old site then stays as it was.
    """
    overrides: dict[str, Any] = {"strict": is_strict}
    if site_dir:
        overrides["site_dir"] = str(site_dir.resolve())
    config = read_config(settings_file(folder), **overrides)
    target = Path(config.site_dir)
    settings = settings_of(config)
    folders = folders_of(settings)
    options = options_of(settings, folders)
    cache = options.cache if keeps else Cache()
    key = site_key(config, settings.files, folders, options, languages, prints=prints) if keeps else ""
    warned = said_before(target, key, cache)
    if warned is not None:
        for words in warned:
            log.warning("%s", words)
    else:
        if tell_first and prints and not is_strict and not target.exists():
            _build_first_pages(config, keeps=keeps)
            tell_first(target)
            config = read_config(settings_file(folder), **overrides)
        hand_over(config, prints=prints, keeps=keeps, languages=languages, tell=tell)
        with listening() as said:
            run_mkdocs(config)
        plugin: Any = config.plugins["toolkit-builder"]
        for file in plugin.private_files:
            tell_private(file)
        # One that keeps a page beside it is more than a folder.
        if not plugin.private_files:
            keep_site(target, key, cache, said)
    if has_zip:
        write_zip(target, zip_of(target))
    return target


def _build_first_pages(config: MkDocsConfig, *, keeps: bool) -> None:
    """Builds the pages of the first language alone, so that a new site can be looked at within seconds.

    The whole build that follows says what is to be said. Raises ToolkitError if there is anything to mend first.
    """
    hand_over(config, prints=False, keeps=keeps, languages=())
    logging.disable(logging.WARNING)
    try:
        run_mkdocs(config, is_last=False)
    finally:
        logging.disable(logging.NOTSET)


def zip_of(site: Path) -> Path:
    """Where the copy for a disk or stick goes."""
    return site.with_name(f"{site.name}-offline.zip")


def serve_site(folder: Path, port: int, language: str, edition: str, tell: Callable[[str], None]) -> None:
    """Serves a live preview of the toolkit in `folder` on this machine until it is interrupted.

    `language` is one of the school's, its first if empty; `edition` is the id of one school of many, empty for the
    library itself; `tell` is called with the preview's address. Raises ToolkitError where the port cannot be had.
    """
    _refuse_taken(port)
    settings = settings_file(folder)
    config = read_config(settings)
    # MkDocs reads the settings again, and gives the same plugin to them.
    hand_over(config, prints=False, part=language, edition=edition)
    # It serves below the path that the site will have.
    path = urlsplit(config.site_url or "/").path
    tell(f"http://127.0.0.1:{port}{path}")
    mkdocs_serve(str(settings), build_type="dirty", dev_addr=f"127.0.0.1:{port}")


def _refuse_taken(port: int) -> None:
    """Raises ToolkitError where this machine does not give `port` away."""
    with socket.socket() as probe:
        # As the preview's own server does: a port that was let go a moment ago can be had.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            reason = "is in use, perhaps by another preview" if is_taken else "is kept for other programs"
            other = port + 1 if is_taken and port < 65535 else 8000
            raise ToolkitError(f"Port {port} {reason}. Choose another one: --port {other}") from error
