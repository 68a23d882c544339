"""The MkDocs door: our pages inside Material's frame. Everything that knows MkDocs is in this module.

Two shortcuts keep a site of 1,000 guides quick. Pages come ready made, so Python-Markdown never sees them. And the
frame around pages outside the navigation is the same but for a few words: it is rendered once per depth and filled.
"""

import gc
import hashlib
import logging
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from html import escape
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import CountHandler
from mkdocs.utils.meta import get_data

from .build import Build, Options, Rebuilder, build
from .diagnostics import LEVELS, Diagnostic, did_you_mean, format_count, format_text, has_errors
from .interface import Interface, base_of, interface
from .model.school import School
from .model.toolkit import Toolkit
from .model.vocabulary import language_name
from .offline import worker_files, write_zip
from .outputs import OutputFile, Page, SearchEntry, make_staging, swap_in, write_files
from .pages import search_script
from .resources import templates_dir
from .rules import RULES

log = logging.getLogger("mkdocs.plugins.toolkit_builder")

_LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "note": logging.INFO}
_FEATURES = (
    "navigation.tabs",
    "navigation.indexes",
    "navigation.prune",
    "toc.follow",
)
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
"""Files of Material's own search, for which the toolkit has another."""


class ToolkitConfig(Config):
    """The plugin's options in mkdocs.yml."""

    rules: Type[dict[str, str]] = Type(dict, default={})


def _src_uri(uri: str) -> str:
    """The Markdown file that MkDocs would make a page at `uri` from."""
    if uri == "":
        return "index.md"
    parent, _, name = uri.rstrip("/").rpartition("/")
    # A folder's own page, so that links and navigation see it as the index of what lies below.
    if not parent and name in ("grades", "routines", "topics", "prompts"):
        return f"{name}/index.md"
    return f"{parent}/{name}.md" if parent else f"{name}.md"


def _choose_language(files: Files, config: MkDocsConfig, language: str, languages: Sequence[str]) -> None:
    """Of a hand-written page and its translations (`staff.md`, `staff.es.md`), leaves the one in this language."""
    for file in list(files.documentation_pages()):
        stem, dot, code = file.src_uri.removesuffix(".md").rpartition(".")
        if not dot or code not in languages:
            continue
        files.remove(file)
        original = files.get_file_from_path(f"{stem}.md")
        if code == language and original and file.abs_src_path:
            files.remove(original)
            files.append(File.generated(config, original.src_uri, abs_src_path=file.abs_src_path))


def _table_of_contents(page: Page) -> TableOfContents:
    links: list[AnchorLink] = []
    for heading in page.headings:
        link = AnchorLink(escape(heading.title), heading.id, heading.level)
        if heading.level > 2 and links:
            links[-1].children.append(link)
        else:
            links.append(link)
    return TableOfContents(links)


class ToolkitFile(File):
    """A generated page's file. It counts as modified when its page differs from what is on disk."""

    is_changed = True

    def is_modified(self) -> bool:
        return self.is_changed


class ToolkitPage(MkDocsPage):
    """One of our pages in MkDocs' clothes: nothing to read, nothing to parse."""

    def __init__(self, made: Page, title: str, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(title), file, config)
        self.made = made
        self.meta = {
            "title": escape(made.title),
            "description": escape(made.description),
            "hide": ["navigation", "toc"] if made.is_wide else ["navigation"],
        }
        if file.inclusion.is_not_in_nav():
            self.meta["template"] = "toolkit-frame.html"

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002, MkDocs' signature
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002, MkDocs' signature
        # A frame takes the body from `made`; other plugins would search each body for marks that ours never hold.
        self.content = "" if "template" in self.meta else self.made.body
        self.toc = _table_of_contents(self.made)
        self.present_anchor_ids = {heading.id for heading in self.made.headings}


class _FrameEntry:
    """The one entry of a frame's table of contents: a mark, for all the entries that a page will have."""

    level = 2
    title = ""
    children: tuple[()] = ()

    def __init__(self, skip: str, html: str) -> None:
        self.url = f"#{skip}"
        self.html = html


class _FramePlace:
    """A page's address as a mark."""

    def __init__(self, uri: str) -> None:
        self.uri = uri


class _FramePage:
    """A page whose values are marks; whatever else a template asks, the real page answers."""

    def __init__(self, page: ToolkitPage, marks: dict[str, str]) -> None:
        self._page = page
        self.title = marks["title"]
        self.meta = {**page.meta, "title": marks["title"], "description": marks["description"]}
        self.made = _FramePlace(marks["uri"])
        self.canonical_url = page.canonical_url and marks["canonical"]
        self.edit_url = page.edit_url and marks["edit"]
        self.toc = [_FrameEntry(marks["skip"], marks["toc"])] if page.made.headings else []
        # Material adds a heading of its own to a page that has none.
        self.content = marks["content"] + "<h1"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)


class Frame:
    """Material's page around ours, rendered once with marks where pages differ, then filled for each page.

    It is used for pages outside the navigation only: there, nothing else differs between pages of the same depth.
    """

    # Private-use characters: no template holds them.
    _MARKS: ClassVar = {
        name: f"\ue000{name}\ue001"
        for name in ("title", "description", "canonical", "edit", "skip", "toc", "content", "uri")
    }

    def __init__(self, context: Context, page: ToolkitPage) -> None:
        stand_in = _FramePage(page, self._MARKS)
        html = context.environment.get_template("main.html").render({**context.get_all(), "page": stand_in})
        html = html.replace(self._MARKS["content"] + "<h1", self._MARKS["content"])
        self.parts: list[tuple[str, bool]] = []
        for piece in html.split("\ue000"):
            name, mark, rest = piece.partition("\ue001")
            self.parts += [(name, True), (rest, False)] if mark else [(piece, False)]

    def fill(self, page: ToolkitPage) -> str:
        """The whole HTML page."""
        headings = page.made.headings
        values = {
            "title": page.meta["title"],
            "description": page.meta["description"],
            "canonical": page.canonical_url or "",
            "edit": page.edit_url or "",
            "skip": headings[0].id if headings else "",
            "toc": "".join(map(_toc_entry_html, page.toc)),
            "content": page.made.body,
            "uri": page.made.uri,
        }
        return "".join(values[part] if is_mark else part for part, is_mark in self.parts)


def _toc_entry_html(link: AnchorLink) -> str:
    """An entry of the table of contents, as `partials/toc-item.html` has it."""
    nested = ""
    if link.children:
        inner = "".join(map(_toc_entry_html, link.children))
        nested = f'<nav class="md-nav" aria-label="{link.title}"><ul class="md-nav__list">{inner}</ul></nav>'
    return (
        f'<li class="md-nav__item"><a href="{link.url}" class="md-nav__link"><span class="md-ellipsis">{link.title}'
        f"</span></a>{nested}</li>"
    )


class ToolkitPlugin(BasePlugin[ToolkitConfig]):
    """Loads the toolkit, hands its pages to MkDocs, and puts the finished site in place whole."""

    preview: ClassVar = ""
    """The language of a live preview; empty for the school's first."""

    def __init__(self) -> None:
        super().__init__()
        self.prints = True
        self.tell: Callable[[int, int], None] = lambda _done, _all: None
        self.languages: Collection[str] | None = None
        self.part = self.preview
        self._forget()

    def _forget(self) -> None:
        self.rebuilder = Rebuilder()
        self.result: Build | None = None
        self.command: Literal["build", "gh-deploy", "serve"] = "build"
        self.is_dirty = False
        self.target: Path | None = None
        self.frames: dict[tuple[Any, ...], Frame] = {}
        self.env: Environment | None = None
        self.written: dict[str, Page] = {}
        self.outline: object = None
        self.others: list[str] = []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        # MkDocs gives the same plugin to each build of a process; nothing of another toolkit may stay in it.
        self._forget()
        self.command = command
        self.is_dirty = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        options = _options(config)
        options = replace(options, language=self.part, prints=self.prints, tell=self.tell)
        # A live preview follows changes within a second; PDFs would slow it, and `Rebuilder` makes none.
        make = self.rebuilder.build if self.command == "serve" else build
        result = make(Path(config.docs_dir), options)
        if not self.part or has_errors(result.findings):
            log_findings(result.findings)
        if has_errors(result.findings):
            if self.command != "serve":
                raise PluginError(f"There is something to mend: {format_count(result.findings)}.")
            result = self.rebuilder.with_findings(result)
        self.result = result
        _set_school(config, result.toolkit.school)
        _set_theme(config, options, interface(result.toolkit.language))
        self.others = self._other_languages(result.toolkit.school)
        config.extra["toolkit_languages"] = self._language_links(config, result.toolkit)
        if self.command != "serve" and not self.part:
            self.target = Path(config.site_dir)
            config.site_dir = str(make_staging(self.target))
        return config

    def _other_languages(self, school: School) -> list[str]:
        """The languages beside the first that this build makes, or of whose builds this one is a part."""
        if self.command == "serve":
            return []
        return [one for one in school.languages[1:] if self.languages is None or one in self.languages]

    def _language_links(self, config: MkDocsConfig, toolkit: Toolkit) -> list[dict[str, str]]:
        """For the switch of languages: code, own name, and folder of each site as seen from this one's root."""
        if not self.others:
            return []
        start = "../" if self.part else ""
        first = toolkit.school.languages[0]
        root = config.site_url.removesuffix(f"{self.part}/") if config.site_url and self.part else config.site_url
        return [
            {
                "code": code,
                "name": language_name(code),
                "folder": start + ("" if code == first else f"{code}/"),
                # The error page may be shown at any address, so its links count from the host.
                "path": urlsplit(root or "/").path + ("" if code == first else f"{code}/"),
                "address": f"{root}{'' if code == first else f'{code}/'}" if root else "",
            }
            for code in (first, *self.others)
        ]

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        result = self._built()
        words = interface(result.toolkit.language)
        _choose_language(files, config, words.language, result.toolkit.school.languages)
        for file in list(files):
            if file.src_uri.endswith((".yml", ".yaml")) or file.src_uri.startswith(_UNUSED):
                files.remove(file)
            elif file.is_documentation_page():
                # A quick rebuild forgets what search knew of unchanged pages. They are few, so they are made anew.
                file.is_modified = lambda: True  # type: ignore[method-assign]
        hand_written = [file.src_uri for file in files.documentation_pages()]
        pages = [page for page in result.pages if _src_uri(page.uri) not in hand_written]
        navigation = _navigation(pages, hand_written, words) if config.nav is None else config.nav
        config.nav = navigation
        shown = set(_paths(navigation))
        # What every page's frame shows: when it changes, every page has changed.
        outline = (
            navigation,
            [(page.uri, page.title) for page in pages],
            config.site_name,
            config.copyright,
            words.language,
        )
        if outline != self.outline:
            self.frames.clear()
            self.written.clear()
        self.outline = outline
        for page in pages:
            src_uri = _src_uri(page.uri)
            inclusion = InclusionLevel.INCLUDED if src_uri in shown else InclusionLevel.NOT_IN_NAV
            file = ToolkitFile(src_uri, None, config.site_dir, config.use_directory_urls, inclusion=inclusion)
            file.generated_by = "toolkit-builder"
            file.content_string = ""
            file.edit_uri = page.source.partition("/")[2] or None
            file.is_changed = self.written.get(page.uri) != page
            files.append(file)
            ToolkitPage(page, words.t("Home") if page.uri == "" else page.title, file, config)
        self.written = {page.uri: page for page in pages}
        others = [_as_found(file) for file in files.documentation_pages() if not isinstance(file, ToolkitFile)]
        search = search_script(result.toolkit.synonyms, [*pages, *others], words)
        assets = [*result.assets, search]
        # A page leads to the scripts and values that it was made with, never to those of another build. A preview keeps
        # one name, so that a change of a text does not change every page.
        version = "live" if self.command == "serve" else _version(assets)
        folder = f"assets/toolkit/{version}/"
        config.extra_css += [f"{folder}{name}" for name in ("brand.css", "toolkit.css", "tools.css")]
        config.extra_javascript += [f"{folder}{name}" for name in ("toolkit.js", "page.js", "keep.js")]
        for output in [*result.files, *(OutputFile(folder + asset.uri, asset.content) for asset in assets)]:
            files.append(File.generated(config, output.uri, content=output.content))
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG002
        # Templates that were compiled for the last build of a preview serve this one too.
        if self.env is not None:
            env = self.env
        elif self.command == "serve":
            env.auto_reload = True
            self.env = env
        env.globals["toolkit_frame"] = self._framed
        words = interface(self._built().toolkit.language)
        env.globals.update(t=words.t, tn=words.tn)
        return env

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG002
        own_templates = _options(config).own_templates
        if own_templates:
            server.watch(str(own_templates))
        return server

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self.part and self.command != "serve":
            self._write_worker(Path(config.site_dir), config)
        if self.target is None:
            return
        staging, target = Path(config.site_dir), self.target
        config.site_dir, self.target = str(target), None
        # In strict mode MkDocs fails only after this event, and a site with warnings must not take the old one's place.
        if config.strict and any(handler.get_counts() for handler in _count_handlers()):
            shutil.rmtree(staging)
            return
        self._write_worker(staging, config)
        try:
            _build_languages(config, staging, self.others, self.prints)
        except PluginError:
            shutil.rmtree(staging)
            raise
        swap_in(staging, target)

    def _write_worker(self, site: Path, config: MkDocsConfig) -> None:
        made = worker_files(site, self._built().groups, config.theme["logo"])
        write_files(site, {one.uri: one.content for one in made})

    def _built(self) -> Build:
        if self.result is None:
            raise RuntimeError("MkDocs asked for files before it had a configuration")
        return self.result

    def _framed(self, context: Context, page: ToolkitPage) -> str:
        key = (context["base_url"], bool(page.edit_url), page.made.is_wide, bool(page.made.headings))
        if key not in self.frames:
            self.frames[key] = Frame(context, page)
        return self.frames[key].fill(page)

    _framed = pass_context(_framed)


def _build_languages(config: MkDocsConfig, site: Path, languages: Sequence[str], prints: bool) -> None:
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
        config = _load(Path(source).parent, **overrides)
        plugin: Any = config.plugins["toolkit-builder"]
        plugin.part, plugin.prints = language, prints
        _build(config)
    except PluginError as error:
        return listener.said, str(error)
    finally:
        logging.getLogger("mkdocs").removeHandler(listener)
    return listener.said, ""


def _count_handlers() -> Iterator[CountHandler]:
    for handler in logging.getLogger("mkdocs").handlers:
        if isinstance(handler, CountHandler):
            yield handler


def log_findings(findings: list[Diagnostic]) -> None:
    """Logs each finding at its level, so that MkDocs counts warnings in strict mode."""
    for finding in findings:
        log.log(_LOG_LEVELS[finding.level], "%s", format_text([finding]))


def _options(config: MkDocsConfig) -> Options:
    """The plugin's options, checked; raises PluginError for a rule or level that does not exist."""
    levels: dict[str, Any] = config.plugins["toolkit-builder"].config.rules
    for code, level in levels.items():
        if code not in RULES:
            raise PluginError(f"mkdocs.yml: no rule is called '{code}'. {did_you_mean(code, RULES)}")
        if level not in (*LEVELS, "off"):
            raise PluginError(f"mkdocs.yml: the level of '{code}' is error, warning, note or off, not '{level}'.")
    own = Path(config.docs_dir).parent / "templates"
    own_templates = own if own.is_dir() and own.resolve() != templates_dir().resolve() else None
    return Options(levels, own_templates, config.site_url or "")


def _material_language(language: str) -> str:
    """The language as Material names it."""
    return language if language in ("zh-Hant", "pt-BR") else base_of(language)


def _set_school(config: MkDocsConfig, school: School) -> None:
    config.site_name = school.name
    config.copyright = escape(" ".join(part for part in (school.footer,) if part))
    config.extra["generator"] = False
    config.extra["school"] = school
    config.theme["logo"] = school.logo.file
    config.theme["favicon"] = school.logo.file


def _set_theme(config: MkDocsConfig, options: Options, words: Interface) -> None:
    if "material/search" in config.plugins:
        raise PluginError("mkdocs.yml: take 'search' out of the plugins; the toolkit has a search of its own.")
    if config.theme.name != "material":
        raise PluginError("mkdocs.yml: the theme must be 'material'.")
    folders = [folder for folder in (options.own_templates, templates_dir()) if folder]
    overrides = [str(folder / "material") for folder in folders if (folder / "material").is_dir()]
    own_dirs = [folder for folder in config.theme.dirs if folder not in overrides]
    # A custom_dir of mkdocs.yml stays first; Material's own folders come last.
    first = [folder for folder in own_dirs[:1] if "material" not in Path(folder).parts]
    config.theme.dirs[:] = [*first, *overrides, *(folder for folder in own_dirs if folder not in first)]
    config.theme["font"] = False
    config.theme["language"] = _material_language(words.language)
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


def _navigation(pages: list[Page], hand_written: list[str], words: Interface) -> list[Any]:
    """The site's navigation; guides are reached through grades, so that it stays the same size for any library."""
    uris = {page.uri for page in pages}
    titles = {page.uri: page.title for page in pages}

    def below(folder: str) -> list[Any]:
        return [{titles[uri]: _src_uri(uri)} for uri in titles if uri.startswith(folder) and uri != folder]

    t = words.t
    parts: list[Any] = [{t("Home"): "index.md"}]
    if "find/" in uris:
        parts.append({t("Find"): "find.md"})
    for title, folder in ((t("Grades"), "grades/"), (t("Routines"), "routines/"), (t("Questions"), "prompts/")):
        if folder in uris:
            parts.append({title: [_src_uri(folder), *below(folder)]})
    for title, uri in ((t("Visits"), "visits/"), (t("Families"), "families/")):
        if uri in uris:
            parts.append({title: _src_uri(uri)})
    if "topics/" in uris:
        parts.append({t("Topics"): [_src_uri("topics/"), *below("topics/")]})
    reference = ("staff/", "skills/", "glossary/", "facts/", "coverage/", "share/")
    about = ("offline/", "about/", "accessibility/")
    parts.append({t("For staff"): [{titles[uri]: _src_uri(uri)} for uri in (*reference, *about) if uri in uris]})
    others = [src_uri for src_uri in hand_written if src_uri != "index.md"]
    if others:
        parts.append({t("More"): others})
    return parts


def _paths(navigation: Any) -> Iterator[str]:
    if isinstance(navigation, str):
        yield navigation
    elif isinstance(navigation, dict):
        for value in navigation.values():
            yield from _paths(value)
    else:
        for item in navigation:
            yield from _paths(item)


_MARKUP = re.compile(r"<[^>]*>|[#*_`|>\[\]()]+|https?://\S+")
_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)


def _as_found(file: File) -> Page:
    """What search knows of a hand-written page: its title, and its words without marks."""
    text, meta = get_data(file.content_string)
    heading = _HEADING.search(text)
    title = str(meta.get("title") or (heading[1].strip() if heading else Path(file.src_uri).stem))
    entry = SearchEntry("", title, _MARKUP.sub(" ", text))
    return Page(file.url if file.url != "./" else "", title, "", "", search=(entry,))


def _version(assets: list[OutputFile]) -> str:
    digest = hashlib.sha256()
    for asset in assets:
        digest.update(f"{asset.uri} {len(asset.content)} ".encode())
        digest.update(asset.content)
    return digest.hexdigest()[:8]


def load_options(folder: Path) -> tuple[Path, Options]:
    """The docs folder and the options of the toolkit in `folder`.

    Raises PluginError, with a message for the author, if `mkdocs.yml` is missing or wrong.
    """
    config = _load(folder)
    return Path(config.docs_dir), _options(config)


def _load(folder: Path, **overrides: Any) -> MkDocsConfig:
    file = folder / "mkdocs.yml"
    if not file.is_file():
        raise PluginError(f"There is no mkdocs.yml in {folder}. `toolkit-builder new DIR` makes a toolkit.")
    try:
        config = load_config(str(file), **overrides)
    except ConfigurationError as error:
        raise PluginError(f"mkdocs.yml: {error}") from error
    except Abort as error:
        raise PluginError("mkdocs.yml has errors; see above.") from error
    if "toolkit-builder" not in config.plugins:
        raise PluginError("mkdocs.yml: 'toolkit-builder' is missing under 'plugins:'.")
    return config


def build_site(
    folder: Path,
    *,
    site_dir: Path | None,
    is_strict: bool,
    prints: bool = True,
    has_zip: bool = False,
    languages: Collection[str] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Path:
    """Builds the toolkit in `folder` and returns the folder of the site.

    `languages` are those to make beside the school's first, all for None. `prints` says whether PDFs are made;
    `has_zip`, whether a copy for a disk or stick goes beside the site's folder; `tell` is called with how many PDFs are
    done, and how many there are.
    Raises PluginError if there is anything to mend first; the old site then stays as it was.
    """
    overrides: dict[str, Any] = {"strict": is_strict}
    if site_dir:
        overrides["site_dir"] = str(site_dir.resolve())
    config = _load(folder, **overrides)
    target = Path(config.site_dir)
    plugin: Any = config.plugins["toolkit-builder"]
    plugin.prints, plugin.tell = prints, tell
    plugin.languages = languages
    _build(config)
    if has_zip:
        write_zip(target, zip_of(target))
    return target


def _build(config: MkDocsConfig) -> None:
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


def zip_of(site: Path) -> Path:
    """Where the copy for a disk or stick goes."""
    return site.with_name(f"{site.name}-offline.zip")


def serve_site(folder: Path, port: int, language: str, tell: Callable[[str], None]) -> None:
    """Serves a live preview of the toolkit in `folder` on this machine until it is interrupted.

    `language` is one of the school's, its first if empty; `tell` is called with the preview's address.
    """
    ToolkitPlugin.preview = language
    # MkDocs serves below the path that the site will have.
    path = urlsplit(_load(folder).site_url or "/").path
    tell(f"http://127.0.0.1:{port}{path}")
    mkdocs_serve(str(folder / "mkdocs.yml"), build_type="dirty", dev_addr=f"127.0.0.1:{port}")
