"""What a build makes, as plain values, and the one place that puts it on disk."""

import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents; `id` is its anchor."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A result that search can show: a place on a page, with its words in plain text."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A web page, apart from the theme around it.

    `uri` is relative to the site and ends with `/`; the home page's is empty. `source` is the file from which the
    page is made, relative to docs/, empty where there is no single one.
    """

    uri: str
    title: str
    description: str
    body: str
    headings: tuple[Heading, ...] = ()
    search: tuple[SearchEntry, ...] = ()
    source: str = ""
    is_wide: bool = False
    """True for pages that need no table of contents beside them."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of the site that is not a page. `uri` is relative to the site."""

    uri: str
    content: bytes


_ABANDONED_AFTER = 3600.0
"""Seconds after which a staging folder is nobody's."""


def _mend_interrupted_swap(target: Path) -> None:
    """A swap that was killed between its two moves left the old site aside; it goes back to its place."""
    aside = _aside(target)
    if aside.exists() and not target.exists():
        aside.rename(target)
    elif aside.exists():
        shutil.rmtree(aside)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def make_staging(target: Path) -> Path:
    """An empty folder beside `target`, on the same disk, so that it can be moved there in one step."""
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    _mend_interrupted_swap(target)
    for abandoned in target.parent.glob(f".{target.name}.new-*"):
        # A build that was killed leaves its folder; a younger one may belong to a build that still runs.
        if time.time() - abandoned.stat().st_mtime > _ABANDONED_AFTER:
            shutil.rmtree(abandoned)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    # mkdtemp makes it private; a web server must be able to read it.
    staging.chmod(0o777 & ~_umask())
    return staging


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def swap_in(staging: Path, target: Path) -> None:
    """Puts `staging` in `target`'s place. Before, in between and after, one whole site stands there or aside."""
    target = target.resolve()
    aside = _aside(target)
    if target.exists():
        target.rename(aside)
    staging.rename(target)
    if aside.exists():
        shutil.rmtree(aside)
