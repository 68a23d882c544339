"""The plugin: loads the toolkit, hands its pages to MkDocs, and puts the finished site in place whole."""

import hashlib
import logging
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Literal
from urllib.parse import quote, urlsplit

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import CountHandler

from toolkit_builder.build import Build, Rebuilder, build
from toolkit_builder.diagnostics import Diagnostic, did_you_mean, format_count, has_errors
from toolkit_builder.interface import interface
from toolkit_builder.loading.catalogues import LOCALES
from toolkit_builder.loading.editions import SCHOOLS
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.offline import worker_files
from toolkit_builder.outputs import OutputFile, Page, make_staging, swap_in, write_files
from toolkit_builder.pages import search_script
from toolkit_builder.safety import REFERRER, headers_file, inline_scripts, page_policy
from toolkit_builder.sitemap import robots_file, sitemap

from .frame import Frame, ToolkitFile, ToolkitPage
from .languages import build_languages
from .settings import log_findings, options_of
from .theme import as_found, choose_language, navigation_of, paths_of, set_school, set_shared, set_theme, src_uri

_INLINE = ("base", "palette", "content")
"""Material's scripts that stand in each page, by the templates that hold them."""
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/", "sitemap.xml")
"""Files of Material's own search and of MkDocs, for which the toolkit has others."""


_ENVIRONMENTS: dict[tuple[str, ...], Environment] = {}
"""Material's templates, compiled, by the folders in which they were found."""


class ToolkitConfig(Config):
    """The plugin's options in mkdocs.yml."""

    rules: Type[dict[str, str]] = Type(dict, default={})


class ToolkitPlugin(BasePlugin[ToolkitConfig]):
    """Loads the toolkit, hands its pages to MkDocs, and puts the finished site in place whole."""

    preview: ClassVar = ""
    """The language of a live preview; empty for the school's first."""
    preview_edition: ClassVar = ""
    """The school of a live preview, where many share the library; empty for the library itself."""

    def __init__(self) -> None:
        super().__init__()
        self.prints = True
        self.tell: Callable[[int, int], None] = lambda _done, _all: None
        self.languages: Collection[str] | None = None
        self.part = self.preview
        self.edition = self.preview_edition
        self.loaded: tuple[Toolkit, list[Diagnostic]] | None = None
        self._forget()

    def _forget(self) -> None:
        self.rebuilder = Rebuilder()
        self.result: Build | None = None
        self.command: Literal["build", "gh-deploy", "serve"] = "build"
        self.is_dirty = False
        self.target: Path | None = None
        self.own_templates: Path | None = None
        self.frames: dict[tuple[Any, ...], Frame] = {}
        self.written: dict[str, Page] = {}
        self.outline: object = None
        self.others: list[str] = []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        # MkDocs gives the same plugin to each build of a process; nothing of another toolkit may stay in it.
        self._forget()
        self.command = command
        self.is_dirty = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        options = options_of(config)
        options = replace(
            options,
            language=self.part,
            edition=self.edition,
            loaded=self.loaded,
            prints=self.prints,
            tell=self.tell,
        )
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
        set_school(config, result.toolkit)
        self.own_templates = options.own_templates
        words = interface(result.toolkit.language, own_templates=self.own_templates)
        set_theme(config, options, words)
        set_shared(config, result.files, words)
        self.others = self._other_languages(result.toolkit.school)
        config.extra["toolkit_languages"] = self._language_links(config, result.toolkit)
        if self.command != "serve" and not self.part:
            self.target = Path(config.site_dir)
            config.site_dir = str(make_staging(self.target))
        return config

    def _other_languages(self, school: School) -> list[str]:
        """The languages beside the first that this build makes, or of whose builds this one is a part."""
        for asked in (*(self.languages or ()), self.part):
            if asked and asked not in school.languages:
                hint = did_you_mean(asked, school.languages) or f"school.yml names {', '.join(school.languages)}."
                raise PluginError(f"There is no language '{asked}': {hint}")
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
                "name": toolkit.school.language_name(code),
                "folder": start + ("" if code == first else f"{code}/"),
                # The error page may be shown at any address, so its links count from the host.
                "path": urlsplit(root or "/").path + ("" if code == first else f"{code}/"),
                "address": f"{root}{'' if code == first else f'{code}/'}" if root else "",
            }
            for code in (first, *self.others)
        ]

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        result = self._built()
        words = interface(result.toolkit.language, own_templates=self.own_templates)
        choose_language(files, config, words.language, result.toolkit.school.languages)
        for file in list(files):
            if file.src_uri.endswith((".yml", ".yaml")) or file.src_uri.startswith(_UNUSED):
                files.remove(file)
            elif file.is_documentation_page():
                # A quick rebuild forgets what search knew of unchanged pages. They are few, so they are made anew.
                file.is_modified = lambda: True  # type: ignore[method-assign]
        hand_written = [file.src_uri for file in files.documentation_pages()]
        pages = [page for page in result.pages if src_uri(page.uri) not in hand_written]
        navigation = navigation_of(pages, hand_written, words) if config.nav is None else config.nav
        config.nav = navigation
        shown = set(paths_of(navigation))
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
            source = src_uri(page.uri)
            inclusion = InclusionLevel.INCLUDED if source in shown else InclusionLevel.NOT_IN_NAV
            file = ToolkitFile(source, None, config.site_dir, config.use_directory_urls, inclusion=inclusion)
            file.generated_by = "toolkit-builder"
            file.content_string = ""
            file.edit_uri = _edit_uri(page.source, Path(config.docs_dir).name)
            file.is_changed = self.written.get(page.uri) != page
            files.append(file)
            ToolkitPage(page, words.t("Home") if page.uri == "" else page.title, file, config)
        self.written = {page.uri: page for page in pages}
        others = [as_found(file) for file in files.documentation_pages() if not isinstance(file, ToolkitFile)]
        search = search_script(result.toolkit.synonyms, [*pages, *others], words)
        assets = [*result.assets, search]
        # A page leads to the scripts and values that it was made with, never to those of another build. A preview keeps
        # one name, so that a change of a text does not change every page.
        version = "live" if self.command == "serve" else _version(assets)
        folder = f"assets/toolkit/{version}/"
        config.extra_css += [f"{folder}{name}" for name in ("brand.css", "toolkit.css", "tools.css")]
        # The last one starts a page's own scripts, which need the others.
        config.extra_javascript += [f"{folder}{name}" for name in ("toolkit.js", "keep.js", "page.js")]
        for output in [*result.files, *(OutputFile(folder + asset.uri, asset.content) for asset in assets)]:
            known = files.get_file_from_path(output.uri)
            if known:
                # A school's own logo takes the place of the library's with the same name.
                files.remove(known)
            files.append(File.generated(config, output.uri, content=output.content))
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        # Templates that were compiled for another build of this process serve this one too; a changed file is seen.
        env.auto_reload = True
        env = _ENVIRONMENTS.setdefault(tuple(config.theme.dirs), env)
        env.globals["toolkit_frame"] = self._framed
        language = self._built().toolkit.language
        words = interface(language, own_templates=self.own_templates)
        policy = self._policy(env, config)
        env.globals.update(
            t=words.t,
            tn=words.tn,
            interface=partial(interface, own_templates=self.own_templates),
            toolkit_language=language,
            toolkit_policy=policy,
            toolkit_referrer=REFERRER,
        )
        if self.command != "serve":
            for output in self._files_for_hosts(files, config, policy):
                files.append(File.generated(config, output.uri, content=output.content))
        return env

    def _policy(self, env: Environment, config: MkDocsConfig) -> str:
        """What every page of the site tells the browser to refuse."""
        if self.command == "serve":
            return page_policy(None)
        templates = (env.get_template(f"partials/javascripts/{name}.html") for name in _INLINE)
        rendered = "".join(template.render(config=config, features=config.theme["features"]) for template in templates)
        return page_policy(inline_scripts(rendered))

    def _files_for_hosts(self, files: Files, config: MkDocsConfig, policy: str) -> Iterator[OutputFile]:
        """The sitemap of this language's site, and what hosts and search engines read at the root of the first's."""
        languages = config.extra["toolkit_languages"]
        if config.site_url:
            pages = [file.page for file in files.documentation_pages() if file.page]
            uris = [page.url for page in pages if "noindex" not in str(page.meta.get("robots"))]
            addresses = [(one["code"], one["address"]) for one in languages]
            yield OutputFile("sitemap.xml", sitemap(uris, config.site_url, addresses))
        if self.part:
            return
        roots = [one["path"] for one in languages] or [urlsplit(config.site_url or "/").path]
        sites = [one["address"] for one in languages] or [config.site_url or ""]
        yield OutputFile("_headers", headers_file(policy, roots).encode())
        yield OutputFile("robots.txt", robots_file(filter(None, sites)).encode())
        # GitHub Pages leaves names with an underscore out, unless it finds this.
        yield OutputFile(".nojekyll", b"")

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG002
        own_templates = options_of(config).own_templates
        root = Path(config.docs_dir).parent
        for folder in (own_templates, root / SCHOOLS, root / LOCALES):
            if folder and folder.is_dir():
                server.watch(str(folder))
        return server

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self.part and self.command != "serve":
            self._write_worker(Path(config.site_dir))
        if self.target is None:
            return
        staging, target = Path(config.site_dir), self.target
        config.site_dir, self.target = str(target), None
        # In strict mode MkDocs fails only after this event, and a site with warnings must not take the old one's place.
        if config.strict and any(handler.get_counts() for handler in _count_handlers()):
            shutil.rmtree(staging)
            return
        self._write_worker(staging)
        try:
            build_languages(config, staging, self.others, self)
        except PluginError:
            shutil.rmtree(staging)
            raise
        swap_in(staging, target)

    def _write_worker(self, site: Path) -> None:
        made = worker_files(site, self._built().groups, self._built().toolkit.school.logo.file)
        write_files(site, {one.uri: one.content for one in made})

    def _built(self) -> Build:
        if self.result is None:
            raise RuntimeError("MkDocs asked for files before it had a configuration")
        return self.result

    def _framed(self, context: Context, page: ToolkitPage) -> str:
        made = page.made
        key = (context["base_url"], bool(page.edit_url), made.is_wide, made.is_indexed, bool(made.headings))
        if key not in self.frames:
            self.frames[key] = Frame(context, page)
        return self.frames[key].fill(page)

    _framed = pass_context(_framed)


def _count_handlers() -> Iterator[CountHandler]:
    for handler in logging.getLogger("mkdocs").handlers:
        if isinstance(handler, CountHandler):
            yield handler


def _edit_uri(source: str, docs: str) -> str | None:
    """Where a page's source stands, as seen from the docs folder; None for a page without a single source."""
    if not source:
        return None
    return quote(source.removeprefix(f"{docs}/") if source.startswith(f"{docs}/") else f"../{source}")


def _version(assets: list[OutputFile]) -> str:
    digest = hashlib.sha256()
    for asset in assets:
        digest.update(f"{asset.uri} {len(asset.content)} ".encode())
        digest.update(asset.content)
    return digest.hexdigest()[:8]
