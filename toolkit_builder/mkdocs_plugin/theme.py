"""What the site looks like and how its pages are arranged: Material's settings and the navigation."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils.meta import get_data

from toolkit_builder.brand import palettes
from toolkit_builder.folders import Folders
from toolkit_builder.interface import Interface
from toolkit_builder.loading import address_of, picture_folders
from toolkit_builder.model.languages import base_of, preferred_code, script_of, wider_codes
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.outputs import OutputFile, Page, SearchEntry
from toolkit_builder.pictures import find_picture, picture_size
from toolkit_builder.resources import templates_dir
from toolkit_builder.sheets import ICONS, SCHOOL_PICTURE, SOCIAL_SIZE

_FEATURES = (
    "navigation.tabs",
    "navigation.indexes",
    "navigation.prune",
    "toc.follow",
)


LOGO_HEIGHT = 32
"""Pixels of the logo in the header; the CSS sets the same."""


def src_uri(uri: str) -> str:
    """The Markdown file that MkDocs would make a page at `uri` from."""
    if uri == "":
        return "index.md"
    parent, _, name = uri.rstrip("/").rpartition("/")
    # A folder's own page, so that links and navigation see it as the index of what lies below.
    if not parent and name in ("grades", "routines", "topics", "prompts"):
        return f"{name}/index.md"
    return f"{parent}/{name}.md" if parent else f"{name}.md"


def take_files(
    files: Files, config: MkDocsConfig, published: Mapping[str, Path], docs: Path, ours: Collection[str]
) -> None:
    """Of the files in `docs`, leaves those that are `published`; adds those of other layers; spells names in one way.

    A Mac may write `página.md` with loose accents (Unicode's NFD); links to it are typed with whole letters. There and
    on Windows, `About.md` and the `about.md` of `ours` are one file.
    """
    spellings = {name.casefold(): name for name in ours}
    for file in list(files):
        spelled = unicodedata.normalize("NFC", file.src_uri)
        spelled = spellings.get(spelled.casefold(), spelled)
        if file.src_dir == config.docs_dir and published.get(file.src_uri) != docs / file.src_uri:
            files.remove(file)
        elif spelled != file.src_uri and file.abs_src_path:
            files.remove(file)
            files.append(File.generated(config, spelled, abs_src_path=file.abs_src_path))
    for name, path in published.items():
        if not path.is_relative_to(docs):
            files.append(File.generated(config, unicodedata.normalize("NFC", name), abs_src_path=str(path)))


def choose_language(files: Files, config: MkDocsConfig, language: str, toolkit: Toolkit) -> None:
    """Of a hand-written page and its translations (`staff.md`, `staff.es.md`), leaves the one in this language.

    `staff.es.md` serves `es-419`, too.
    """
    codes = toolkit.language_codes
    chosen = [language, *wider_codes(language)]
    found: dict[str, dict[str, File]] = {}
    for file in list(files.documentation_pages()):
        stem, dot, code = file.src_uri.removesuffix(".md").rpartition(".")
        if dot and code in codes:
            files.remove(file)
            found.setdefault(stem, {})[code] = file
    for stem, by_code in found.items():
        own = next((by_code[code] for code in chosen if code in by_code), None)
        if own and own.abs_src_path:
            if original := files.get_file_from_path(f"{stem}.md"):
                files.remove(original)
            files.append(File.generated(config, f"{stem}.md", abs_src_path=own.abs_src_path))


def hide_pages(files: Files, config: MkDocsConfig, school: School) -> None:
    """Takes out the hand-written pages that the school keeps out of its site, and all such pages from `nav:`."""

    def is_shown(item: Any) -> bool:
        return not (isinstance(item, str) and item.endswith(".md") and school.hides_page(address_of(item)))

    def shown(items: Any) -> Any:
        if isinstance(items, dict):
            kept = {title: shown(inner) for title, inner in items.items() if is_shown(inner)}
            return {title: inner for title, inner in kept.items() if inner != []}
        return [inner for inner in map(shown, filter(is_shown, items)) if inner] if isinstance(items, list) else items

    if not school.hidden_pages:
        return
    for file in list(files.documentation_pages()):
        if not is_shown(file.src_uri):
            files.remove(file)
    config.nav = shown(config.nav)


_THEME_CODES = {"bs": "sh", "ckb": "ku-IQ", "fil": "tl", "no": "nb", "sr-Latn": "sh", "zh-Hans": "zh"}
"""What Material calls a language that CLDR calls otherwise, or one whose readers read it."""


def theme_language(language: str, folders: Iterable[str]) -> str:
    """The language as a file of Material's words, or of ours for it, is named; English where there is none.

    Words in another script than the page's are none.
    """
    preferred = base_of(preferred_code(language))
    written = f"{base_of(language)}-{script_of(language)}"
    forms = [language, written, base_of(language), preferred]
    same = [form for form in forms if script_of(form) == script_of(language)]
    named = [_THEME_CODES[form] for form in (written, *same) if form in _THEME_CODES]
    files = {form: Path("partials", "languages", f"{form}.html") for form in (*same[:2], *named, *same)}
    places = [*map(Path, folders)]
    return next((form for form, file in files.items() if any((place / file).is_file() for place in places)), "en")


def set_school(config: MkDocsConfig, toolkit: Toolkit, folders: Folders) -> None:
    school = toolkit.school
    # Material writes both into its pages as they are.
    config.site_name = Markup.escape(school.name)
    config.copyright = escape(" ".join(part for part in (school.footer,) if part))
    config.extra["generator"] = False
    config.extra["school"] = school
    config.theme["logo"] = quote(school.logo.file)
    # An SVG is sharp at any size; of a PNG, a small one is made.
    config.theme["favicon"] = quote(school.logo.file) if school.logo.file.endswith(".svg") else f"{ICONS}icon-192.png"
    logo = find_picture(picture_folders(folders), school.logo.file)
    width, height = picture_size(logo.read_bytes()) if logo else (1, 1)
    config.extra["logo_width"] = round(LOGO_HEIGHT * width / height)
    made = palettes(school.colors.primary, school.colors.accent)
    config.extra["theme_colors"] = {"light": made["light"].header, "dark": made["dark"].header}


def set_shared(config: MkDocsConfig, files: Collection[OutputFile], words: Interface) -> None:
    """What every page tells those who share a link to it: its language, and the school's picture if one was made."""
    has_pictures = any(file.uri == SCHOOL_PICTURE for file in files)
    width, height = SOCIAL_SIZE
    picture = {"uri": SCHOOL_PICTURE, "width": width, "height": height} if has_pictures else None
    config.extra["shared"] = {"locale": words.territory, "picture": picture}


def set_theme(config: MkDocsConfig, options: Options, words: Interface) -> None:
    folders = [folder / "material" for folder in (*options.own_templates, templates_dir())]
    overrides = [str(folder) for folder in folders if folder.is_dir()]
    # A custom_dir of mkdocs.yml stays first; Material's own folders come last.
    first = [config.theme.custom_dir] if config.theme.custom_dir else []
    others = [folder for folder in config.theme.dirs if folder not in (*first, *overrides)]
    config.theme.dirs[:] = [*first, *overrides, *others]
    config.theme["font"] = False
    config.theme["language"] = theme_language(words.language, config.theme.dirs)
    config.extra["toolkit_language"] = {"language": words.language, "direction": words.direction}
    config.theme["palette"] = [
        {
            "media": media,
            "scheme": scheme,
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": icon, "name": name},
        }
        for media, scheme, icon, name in (
            ("(prefers-color-scheme: light)", "default", "material/weather-night", words.t("Switch to dark colors")),
            ("(prefers-color-scheme: dark)", "slate", "material/weather-sunny", words.t("Switch to light colors")),
        )
    ]
    features = config.theme["features"]
    features += [feature for feature in _FEATURES if feature not in features]
    if config.repo_url and "content.action.edit" not in features:
        features.append("content.action.edit")
    # Material's header calls it for the switch of languages; ours holds search and my pack, too.
    config.extra["alternate"] = True
    # Ours is made with the site, with all languages and without the day of the build.
    config.theme.static_templates.discard("sitemap.xml")
    # A column's side as an attribute: the pages' policy refuses styles that stand in a page.
    config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)


def navigation_of(pages: list[Page], hand_written: Collection[str], words: Interface) -> list[Any]:
    """The site's navigation; guides are reached through grades, so that it stays the same size for any library.

    A page of `hand_written`, which are files, stands under its own title where it takes the place of one of `pages`.
    """
    uris = {page.uri for page in pages}
    titles = {page.uri: page.title for page in pages}

    def section(folder: str) -> list[Any]:
        below = [entry(uri) for uri in titles if uri.startswith(folder) and uri != folder]
        return [src_uri(folder), *below] if folder in uris else below

    def entry(uri: str) -> Any:
        source = src_uri(uri)
        return source if source in hand_written else {titles[uri]: source}

    t = words.t
    parts: list[Any] = [{t("Home"): "index.md"}]
    if "find/" in uris:
        parts.append({t("Find"): "find.md"})
    for title, folder in ((t("Grades"), "grades/"), (t("Routines"), "routines/"), (t("Questions"), "prompts/")):
        if inner := section(folder):
            parts.append({title: inner})
    for title, uri in ((t("Visits"), "visits/"), (t("Families"), "families/")):
        if uri in uris:
            parts.append({title: src_uri(uri)})
    if inner := section("topics/"):
        parts.append({t("Topics"): inner})
    reference = ("staff/", "kit/", "safety/", "inserts/", "skills/", "glossary/", "facts/", "coverage/", "share/")
    about = ("offline/", "about/", "privacy/", "accessibility/")
    title = t("For staff") if "staff/" in uris else t("About")
    parts.append({title: [entry(uri) for uri in (*reference, *about) if uri in uris]})
    return parts


def paths_of(navigation: Any) -> Iterator[str]:
    if isinstance(navigation, str):
        yield navigation
    elif isinstance(navigation, dict):
        for value in navigation.values():
            yield from paths_of(value)
    else:
        for item in navigation:
            yield from paths_of(item)


_MARKUP = re.compile(r"<[^>]*>|[#*_`|>\[\]()]+|https?://\S+")
_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)


def as_found(file: File) -> Page:
    """What search knows of a hand-written page: its title, and its words without marks."""
    text, meta = get_data(file.content_string)
    heading = _HEADING.search(text)
    title = str(meta.get("title") or (heading[1].strip() if heading else Path(file.src_uri).stem))
    entry = SearchEntry("", title, _MARKUP.sub(" ", text))
    return Page(file.url if file.url != "./" else "", title, "", "", search=(entry,))
