"""What a school can choose in mkdocs.yml, as values."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .cache import Cache
from .diagnostics import Diagnostic
from .model.profile import RuleLevel
from .model.school import Edition
from .model.toolkit import Toolkit


@dataclass(frozen=True, slots=True)
class Options:
    """What a school can choose in mkdocs.yml.

    `levels` maps rule codes to levels; `own_templates` are the layers' folders of templates, the highest first;
    `site_url` is where the site will stand, with a slash at its end, empty if unknown; `language` is that of the site,
    one of the school's, its first if empty; `loaded` is the toolkit of one school of many with its findings, where it
    was loaded before and other schools are built meanwhile; `cache` holds what was made before; `prints` says whether
    PDFs are made; `others` are languages that are built after this one, whose PDFs are made along with it, None for all
    others of the school's; `tell` is called with how many PDFs are done, and how many there are.
    """

    levels: Mapping[str, RuleLevel] = field(default_factory=dict)
    own_templates: tuple[Path, ...] = ()
    site_url: str = ""
    language: str = ""
    loaded: tuple[Toolkit, list[Diagnostic]] | None = None
    cache: Cache = field(default_factory=Cache)
    prints: bool = True
    others: Collection[str] | None = ()
    tell: Callable[[int, int], None] = lambda _done, _all: None


def site_address(toolkit: Toolkit, site_url: str) -> str:
    """Where the toolkit's site will stand, with a slash at its end: at `site_url`, or empty if nobody says.

    One school of many says it itself, or stands in a folder below.
    """
    school = toolkit.school
    if isinstance(school, Edition) and school.site_url:
        return f"{school.site_url.rstrip('/')}/"
    return f"{site_url}{toolkit.edition}/" if site_url and toolkit.edition else site_url
