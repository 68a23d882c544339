"""A site that is what a build would make again: then nothing is built."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from toolkit_builder.cache import Cache, key_of, program
from toolkit_builder.folders import SCHOOLS, Folders
from toolkit_builder.fonts import font_packages, package_name
from toolkit_builder.loading.catalogues import LOCALES
from toolkit_builder.options import Options
from toolkit_builder.outputs import files_in

from .settings import environment_of, overrides_of

_EXTENSIONS = {
    *("abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "smarty"),
    *("tables", "toc"),
}
"""Extensions of Markdown that read nothing but the page."""

Listing = dict[str, tuple[int, int]]
"""The files of a site by their names, each with its size in bytes and its time."""


def site_key(
    config: MkDocsConfig,
    settings: Collection[Path],
    folders: Folders,
    options: Options,
    languages: Collection[str] | None,
    *,
    prints: bool,
) -> str:
    """The key of a site, made of all that goes into it; empty where nobody can tell, as other programs take part.

    `settings` are the files of its settings.
    """
    plugins = {*config.plugins} - {"toolkit-builder"}
    if plugins or config.hooks or {*config.markdown_extensions} - _EXTENSIONS:
        return ""
    packages = ("mkdocs", "typst", "pypdfium2", *map(package_name, font_packages()))
    # What is said of facts that were not checked for long depends on the day.
    today = datetime.now(tz=UTC).date()
    said = [config.site_dir, str(languages), str(prints), str(today), repr(sorted(overrides_of(config).items()))]
    said += [repr(sorted(environment_of(settings).items())), *(f"{name} {version(name)}" for name in packages)]
    return key_of(program(), *said, *map(_content, settings), *_contents(config, folders, options))


def _contents(config: MkDocsConfig, folders: Folders, options: Options) -> Iterator[str]:
    """What the files of all layers hold, and where each lies."""
    places = [place for layer in folders.layers for place in (layer.docs, layer.root / LOCALES)]
    places += [folders.root / SCHOOLS, *options.own_templates]
    places += [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
    for place in places:
        for name, file in files_in(place) if place.is_dir() else ():
            yield f"{place / name} {_content(file)}"


def _content(file: Path) -> str:
    return key_of(file.read_bytes())


def _listing(site: Path) -> Listing:
    found: Listing = {}
    # Another build may put its own site there just now; then this list is that of none.
    with suppress(FileNotFoundError):
        for name, file in files_in(site):
            stat = file.stat()
            found[name] = (stat.st_size, stat.st_mtime_ns)
    return found


def said_before(site: Path, key: str, cache: Cache) -> list[str] | None:
    """What the build that made the site under `key` warned of; None where it must be built, or was touched since."""
    known = cache.known(f"site-{key}") if key else None
    if known is None:
        return None
    listing, said = known
    is_there = site.is_dir() and listing == _listing(site)
    found: list[str] | None = said if is_there else None
    return found


def keep_site(site: Path, key: str, cache: Cache, said: list[str]) -> None:
    """Keeps what the site under `key` looks like, now that it was built, and what was warned of meanwhile."""
    if key:
        cache.keep(f"site-{key}", (_listing(site), said))
