"""What the ways of publishing share: what came of it, and which files of a site count."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from toolkit_builder.diagnostics import ToolkitError


class PublishError(ToolkitError):
    """Why nothing was published, in words for the author."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What stands at a place now, and what stood there before.

    `name` is the release, the commit, or the size of the zip; `before` the one before, empty if there was none.
    `is_new` is False if the place had the very same site already. `replaced` tells, a line each, what others committed
    to a branch and readers no longer see.
    """

    where: str
    name: str
    files: int
    before: str = ""
    is_new: bool = True
    replaced: tuple[str, ...] = ()


def is_dated(name: str) -> bool:
    """True for the files that carry the day of the build: a site that differs in nothing else has not changed."""
    return name.rpartition("/")[2] in ("sitemap.xml", "sitemap.xml.gz")


def refuse_inside(site: Path, target: Path) -> None:
    """Raises PublishError if `target` is in the folder of the site itself, or is that folder."""
    if target.resolve().is_relative_to(site.resolve()):
        raise PublishError(f"{target} is inside the site's own folder. Choose a place outside of {site}.")


def sentence(text: str) -> str:
    """The text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


@contextmanager
def disk_faults() -> Iterator[None]:
    """What the disk refuses becomes a PublishError."""
    try:
        yield
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise PublishError(f"{place}{error.strerror or error}. Nothing was published.") from error
