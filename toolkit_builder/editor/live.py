"""The real page beside a form: only the one that somebody looks at is rendered, with what was made for it before."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import RLock

from jinja2 import UndefinedError

from toolkit_builder.brand import brand_css
from toolkit_builder.interface import interface
from toolkit_builder.loading import picture_folders, published_files
from toolkit_builder.model.languages import direction_of
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import Page
from toolkit_builder.pages import Site, render_page
from toolkit_builder.pages.addresses import entry_uri
from toolkit_builder.pictures import find_picture, picture_size
from toolkit_builder.resources import templates_dir
from toolkit_builder.templating import environment, relative_url

from .marking import with_places
from .reading import Reading
from .shown import Shown

ASSETS = "assets/toolkit/live/"
THEME = "assets/theme/"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""What pages show. Nothing else is given out, scripts least of all."""
_BROKEN = (LookupError, AttributeError, ValueError, UndefinedError)
"""What a page with faults may end in: it leads to entries that are not there."""
LOGO_HEIGHT = 32
"""Pixels, as in the site's own header."""


class LivePages:
    """Pages of the newest state, in every language."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._shown = Shown()
        self._sites: dict[str, tuple[int, Site, Site]] = {}
        self._sound: dict[str, tuple[Site, Site]] = {}
        """Those of the last state without errors: where faults meet, nothing else can be shown."""
        self._templates: object = None

    def page(self, reading: Reading, language: str, uri: str) -> str | None:
        """The HTML of a page, its elements telling which texts they show; None where there is no such page."""
        with self._lock:
            self._renew(reading)
            site, marked = self._sites_of(reading, language)
            try:
                page, other = render_page(site, uri), render_page(marked, uri)
            except _BROKEN:
                if language not in self._sound:
                    return None
                site, marked = self._sound[language]
                page, other = render_page(site, uri), render_page(marked, uri)
            if page is None:
                return None
            if reading.is_sound:
                self._sound[language] = (site, marked)
            body = with_places(page.body, other.body, self._shown.marks.places) if other else page.body
            return _framed(site, reading, page, body)

    def toolkits(self, reading: Reading, language: str) -> tuple[Toolkit, Toolkit]:
        """The toolkit in a language, and as it is written; entries with faults as they were without them."""
        with self._lock:
            shown, source = (self._shown.toolkits(reading, one)[0] for one in (language, reading.toolkit.language))
            return shown, source

    def _renew(self, reading: Reading) -> None:
        """Forgets templates when those of the toolkit changed."""
        folders = reading.options.own_templates
        state = [(path, path.stat().st_mtime_ns) for folder in folders for path in sorted(folder.rglob("*.*"))]
        if self._templates is not None and state != self._templates:
            interface.cache_clear()
            environment.cache_clear()
            self._sites.clear()
        self._templates = state

    def _sites_of(self, reading: Reading, language: str) -> tuple[Site, Site]:
        known = self._sites.get(language)
        if known is None or known[0] != reading.revision:
            toolkits = self._shown.toolkits(reading, language)
            options = reading.options
            site, marked = (Site(one, options.own_templates, site_url=options.site_url) for one in toolkits)
            if known:
                site.take_cards(known[1])
                marked.take_cards(known[2])
            known = self._sites[language] = (reading.revision, site, marked)
        return known[1:]

    def file(self, reading: Reading, uri: str) -> tuple[bytes, str] | None:
        """A style sheet, picture or font that pages show, and its media type; None where there is none."""
        if uri == f"{ASSETS}brand.css":
            with self._lock:
                colors = self._shown.sound(reading).school.colors
            return brand_css(colors.primary, colors.accent).encode(), _TYPES[".css"]
        kind = _TYPES.get(Path(uri).suffix.lower())
        content = _content(reading, uri) if kind else None
        return (content, kind) if kind and content is not None else None

    def uri_of(self, reading: Reading, kind: str, id: str) -> str:  # noqa: A002
        """The address of a page that shows an entry, with an anchor where it stands among others."""
        return entry_uri(reading.toolkit, kind, id)


def _framed(site: Site, reading: Reading, page: Page, body: str) -> str:
    """A page in the theme's clothes, without its navigation and its scripts."""
    school = site.toolkit.school
    logo = find_picture(picture_folders(reading.folders), school.logo.file)
    width, height = picture_size(logo.read_bytes()) if logo else (1, 1)
    return site.env.get_template("live.html").render(
        page=page,
        body=body,
        school=school,
        language=site.toolkit.language,
        direction=direction_of(site.toolkit.language),
        logo_width=round(LOGO_HEIGHT * width / height),
        logo_height=LOGO_HEIGHT,
        link=lambda uri: relative_url(uri, page.uri),
        styles=[*(f"{THEME}{name}.css" for name in ("main", "palette")), *_styles()],
    )


def _styles() -> list[str]:
    return [f"{ASSETS}{name}.css" for name in ("brand", "toolkit", "tools")]


@cache
def _theme_file(name: str) -> bytes | None:
    """A style sheet of the theme's package, which is used here without its program."""
    found = find_spec("material")
    folder = Path(found.origin).parent / "templates/assets/stylesheets" if found and found.origin else None
    file = next(folder.glob(f"{name}.*.min.css"), None) if folder else None
    return file.read_bytes() if file else None


def _content(reading: Reading, uri: str) -> bytes | None:
    if uri.startswith(THEME):
        name = uri.removeprefix(THEME).removesuffix(".css")
        return _theme_file(name) if name in ("main", "palette") else None
    if uri.startswith(ASSETS):
        name = uri.removeprefix(ASSETS)
        folders = [*reading.options.own_templates, templates_dir()]
        # A name alone leads nowhere else.
        file = next((folder / "assets" / name for folder in folders if (folder / "assets" / name).is_file()), None)
        return file.read_bytes() if file and "/" not in name and "\\" not in name else None
    file = published_files(reading.folders).get(uri)
    return file.read_bytes() if file else None
