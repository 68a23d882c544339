"""The plugin: loads the toolkit, hands its pages to MkDocs, and puts the finished site in place whole."""

import hashlib
import logging
import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from jinja2 import Environment, Template, pass_context
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from toolkit_builder.build import Build, build
from toolkit_builder.cache import Cache
from toolkit_builder.diagnostics import Diagnostic, did_you_mean, format_count, has_errors
from toolkit_builder.folders import SCHOOLS, Folders
from toolkit_builder.interface import interface
from toolkit_builder.loading import heard_files, published_files
from toolkit_builder.loading.catalogues import LOCALES
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.offline import worker_files
from toolkit_builder.outputs import OutputFile, Page, write_files
from toolkit_builder.pages import language_entries, search_script
from toolkit_builder.preview import Rebuilder
from toolkit_builder.safety import REFERRER, headers_file, inline_scripts, page_policy
from toolkit_builder.sitemap import robots_file, sitemap
from toolkit_builder.staging import Staging

from .frame import AROUND, Frame, ToolkitFile, ToolkitPage
from .languages import build_languages
from .preview import Answers, answering, preview_assets
from .private import write_private
from .settings import ToolkitConfig, folders_of, inherited_files, log, log_findings, options_of
from .theme import (
    as_found,
    choose_language,
    hide_pages,
    navigation_of,
    paths_of,
    set_school,
    set_shared,
    set_theme,
    src_uri,
    take_files,
)

_INLINE = ("first", "base", "palette", "content")
"""The scripts that stand in each page, our first one and Material's, by the templates that hold them."""
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/", "sitemap.xml")
"""Files of Material's own search and of MkDocs, for which the toolkit has others."""


_ENVIRONMENTS: dict[tuple[str, ...], Environment] = {}
"""Material's templates, compiled, by the folders in which they were found."""


class ToolkitPlugin(BasePlugin[ToolkitConfig]):
    """Loads the toolkit, hands its pages to MkDocs, and puts the finished site in place whole."""

    def __init__(self) -> None:
        super().__init__()
        self.prints = self.keeps = True
        self.tell: Callable[[int, int], None] = lambda _done, _all: None
        self.languages: Collection[str] | None = None
        self.part = self.edition = ""
        self.loaded: tuple[Toolkit, list[Diagnostic]] | None = None
        self.folders = Folders(Path())
        self._forget()

    def _forget(self) -> None:
        self.rebuilder = Rebuilder()
        self.answers = Answers()
        self.result: Build | None = None
        self.command: Literal["build", "gh-deploy", "serve"] = "build"
        self.is_dirty = False
        self.staging: Staging | None = None
        self.private: Mapping[str, bytes] = {}
        self.private_files: list[Path] = []
        self.own_templates: tuple[Path, ...] = ()
        self.frames: dict[tuple[Any, ...], Frame] = {}
        self.written: dict[str, Page] = {}
        self.outline: object = None
        self.others: list[str] = []
        self.policy = ""
        self.cache = Cache()
        self.has_own_nav = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        # MkDocs gives the same plugin to each build of a process; nothing of another toolkit may stay in it.
        self._forget()
        self.command = command
        self.is_dirty = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self.command not in ("build", "gh-deploy", "serve"):
            # Another program, such as mike, only asks for the settings.
            return config
        if config.site_url and self.command != "serve":
            # Other plugins may have changed it, and forgotten the slash.
            root = f"{config.site_url.rstrip('/')}/"
            config.site_url = f"{root}{self.part}/" if self.part else root
        self.folders = folders_of(config, self.edition)
        options = options_of(config, self.folders)
        options = replace(
            options,
            language=self.part,
            loaded=self.loaded,
            prints=self.prints,
            others=() if self.part else self.languages,
            tell=self.tell,
        )
        if not self.keeps:
            options = replace(options, cache=Cache())
        self.cache = options.cache
        # A live preview follows changes within a second; PDFs would slow it, and `Rebuilder` makes none.
        make = self.rebuilder.build if self.command == "serve" else build
        result = make(self.folders, options)
        if not self.part or has_errors(result.findings):
            log_findings(result.findings)
        if has_errors(result.findings):
            if self.command != "serve":
                raise PluginError(f"There is something to mend: {format_count(result.findings)}.")
            result = self.rebuilder.with_findings(result)
        self.result = result
        set_school(config, result.toolkit, self.folders)
        self.own_templates = options.own_templates
        words = interface(result.toolkit.language, own_templates=self.own_templates)
        set_theme(config, options, words)
        set_shared(config, result.files, words)
        self.others = self._other_languages(result.toolkit.school)
        config.extra["toolkit_languages"] = self._language_links(config, result.toolkit)
        if self.command != "serve" and not self.part:
            self.staging = Staging(Path(config.site_dir))
            config.site_dir = str(self.staging.folder)
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

    @event_priority(25)
    def _add_pages(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Our pages, before other plugins look for them."""
        result = self._built()
        words = interface(result.toolkit.language, own_templates=self.own_templates)
        # Of links that lead round in a circle, MkDocs finds the same files again and again.
        published = heard_files(published_files(self.folders), result.toolkit)
        take_files(files, config, published, self.folders.docs, [src_uri(page.uri) for page in result.pages])
        choose_language(files, config, words.language, result.toolkit)
        for file in list(files):
            if file.src_uri.endswith((".yml", ".yaml")) or file.src_uri.startswith(_UNUSED):
                files.remove(file)
        hide_pages(files, config, result.toolkit.school)
        hand_written = {file.src_uri for file in files.documentation_pages()}
        if "404.md" in hand_written and not self.part:
            log.warning(
                "docs/404.md is only a page of that name: the toolkit's own 404 page answers wrong addresses, in every"
                " language of the site. Give yours another name, or take it out."
            )
        self.has_own_nav = config.nav is not None
        if config.nav is None:
            config.nav = navigation_of(result.pages, hand_written, words)
        shown = set(paths_of(config.nav))
        for page in result.pages:
            source = src_uri(page.uri)
            if source in hand_written:
                continue
            inclusion = InclusionLevel.INCLUDED if source in shown else InclusionLevel.NOT_IN_NAV
            file = ToolkitFile(source, None, config.site_dir, config.use_directory_urls, inclusion=inclusion)
            file.generated_by = "toolkit-builder"
            file.content_string = ""
            file.edit_uri = _edit_uri(page.source, self.folders)
            files.append(file)
            ToolkitPage(page, words.t("Home") if page.uri == "" else page.title, file, config)
        return files

    # Late, after those that make pages, and before those that arrange the navigation.
    @event_priority(-75)
    def _add_what_pages_share(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """The navigation of pages that are not ours, search in all of them, scripts and pictures."""
        result = self._built()
        words = interface(result.toolkit.language)
        ours = {
            file: file.page.made
            for file in files.documentation_pages()
            if isinstance(file, ToolkitFile) and isinstance(file.page, ToolkitPage)
        }
        others = [file for file in files.documentation_pages() if file not in ours]
        for file in others:
            # A quick rebuild forgets what search knew of unchanged pages. They are few, so they are made anew.
            file.is_modified = lambda: True  # type: ignore[method-assign]
        places = {src_uri(page.uri) for page in result.pages}
        more = [file.src_uri for file in others if file.inclusion.is_in_nav() and file.src_uri not in places]
        if more and not self.has_own_nav:
            config.nav = [*(config.nav or ()), {words.t("More"): more}]
        # What every page's frame shows: when it changes, every page has changed.
        titles = [(page.uri, page.title) for page in ours.values()]
        outline = (config.nav, titles, config.site_name, config.copyright, words.language)
        if outline != self.outline:
            self.frames.clear()
            self.written.clear()
        self.outline = outline
        for file, page in ours.items():
            file.is_changed = self.written.get(page.uri) != page
        self.written = {page.uri: page for page in ours.values()}
        has_families = any(page.uri == "families/" for page in ours.values())
        elsewhere = language_entries(config.extra["toolkit_languages"], words, has_families)
        found = [*ours.values(), *map(as_found, others)]
        search = search_script(result.toolkit.synonyms, found, words, elsewhere)
        assets = [*result.assets, search]
        if self.command == "serve":
            assets += preview_assets()
            config.extra_css.append("assets/toolkit/live/where.css")
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
                files.remove(known)
            files.append(File.generated(config, output.uri, content=output.content))
        return files

    on_files = CombinedEvent(_add_pages, _add_what_pages_share)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        # Templates that were compiled for another build of this process serve this one too; a changed file is seen.
        env.auto_reload = True
        known = _ENVIRONMENTS.setdefault(tuple(config.theme.dirs), env)
        # What other plugins have put into this build's goes along.
        for name in ("globals", "filters", "tests"):
            getattr(known, name).update(getattr(env, name))
        env = known
        for file in files.documentation_pages():
            if isinstance(file.page, ToolkitPage):
                # Others know no source of our pages: they would tell the day of the build as that of a change.
                file.page.meta = dict(file.page.own_meta)
            elif file.page:
                meta = file.page.meta
                meta["toolkit_inner"] = meta.get("template", "main.html")
                meta["template"] = AROUND
        env.globals["toolkit_frame"] = self._framed
        language = self._built().toolkit.language
        words = interface(language, own_templates=self.own_templates)
        policy = self.policy = self._policy(env, config)
        env.globals.update(
            t=words.t,
            tn=words.tn,
            interface=partial(interface, own_templates=self.own_templates),
            toolkit_language=language,
            toolkit_policy=policy,
            toolkit_preview=self.command == "serve",
            toolkit_referrer=REFERRER,
        )
        if self.command != "serve":
            for output in self._files_for_hosts(files, config):
                files.append(File.generated(config, output.uri, content=output.content))
        return env

    def on_pre_template(self, template: Template, *, template_name: str, config: MkDocsConfig) -> Template:
        if template_name in config.theme.static_templates and template_name.endswith(".html"):
            return _ENVIRONMENTS[tuple(config.theme.dirs)].get_template(AROUND)
        return template

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        context["toolkit_inner"] = template_name  # type: ignore[typeddict-unknown-key]
        # Its links count from the host. Without an address, a language's own page would not know its folder.
        if template_name == "404.html" and self.part and not config.site_url:
            context["base_url"] = f"/{self.part}/"
        return context

    @event_priority(100)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:  # noqa: ARG002
        if output.strip() and self.policy not in output:
            template = page.meta.get("toolkit_inner", "main.html")
            raise PluginError(
                f"{template}: this template of yours leaves out what makes the site safe. Start it with"
                " '{% extends \"base.html\" %}', and let a base.html of your own keep the block 'site_meta'."
            )
        return output

    def _policy(self, env: Environment, config: MkDocsConfig) -> str:
        """What every page of the site tells the browser to refuse."""
        if self.command == "serve":
            return page_policy(None)
        templates = (env.get_template(f"partials/javascripts/{name}.html") for name in _INLINE)
        rendered = "".join(template.render(config=config, features=config.theme["features"]) for template in templates)
        return page_policy(inline_scripts(rendered))

    def _files_for_hosts(self, files: Files, config: MkDocsConfig) -> Iterator[OutputFile]:
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
        yield OutputFile("_headers", headers_file(roots).encode())
        yield OutputFile("robots.txt", robots_file(filter(None, sites)).encode())
        # GitHub Pages leaves names with an underscore out, unless it finds this.
        yield OutputFile(".nojekyll", b"")

    def on_page_context(self, context: TemplateContext, /, *, page: MkDocsPage, **_: object) -> TemplateContext:
        # Firefox loads ahead what stands as `next`, unasked. Only Material's footer shows it, where a school has one.
        if "navigation.footer" not in context["config"].theme["features"]:
            page.previous_page = page.next_page = None
        return context

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG002
        own_templates = options_of(config, self.folders).own_templates
        folders = self.folders
        below = [layer.root / part for layer in folders.below for part in ("docs", LOCALES)]
        own = (*own_templates, folders.root / SCHOOLS, folders.root / LOCALES)
        for place in (*own, *below, *inherited_files(config)[1:]):
            if place.exists():
                server.watch(str(place))
        if app := server.get_app():
            server.set_app(answering(app, self._where))
        return server

    def _where(self, text: str, uri: str) -> str:
        built = self._built()
        return self.answers.answer(built, self._source(), self.own_templates, text, uri)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self.part and self.command != "serve":
            self._write_worker(Path(config.site_dir))
        if self.staging is None:
            return
        config.site_dir = str(self.staging.target)
        # In strict mode MkDocs fails only after this event, and a site with warnings must not take the old one's place.
        if config.strict and any(handler.get_counts() for handler in _count_handlers()):
            return
        staging, edition, private = self.staging, self.edition, self._built().private
        self._write_worker(staging.folder)
        try:
            build_languages(config, staging.folder, self.others, self, self._source())
        finally:
            # Of one school of many, this same plugin builds all languages, and forgets this one.
            self.staging = staging
        staging.swap_in()
        self.cache.prune()
        self.staging, self.private = None, private
        if not edition:
            self.private_files = write_private(staging.target, private)

    def on_shutdown(self) -> None:
        # However the build ended: what it did not put in place goes.
        if self.staging:
            self.staging.discard()

    def _write_worker(self, site: Path) -> None:
        made = worker_files(site, self._built().groups, self._built().toolkit.school.logo.file)
        write_files(site, {one.uri: one.content for one in made})

    def _built(self) -> Build:
        if self.result is None:
            raise RuntimeError("MkDocs asked for files before it had a configuration")
        return self.result

    def _source(self) -> Toolkit:
        """The toolkit as it is written; where nothing could be built of it, what is known of it."""
        return self._built().source or self._built().toolkit

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


def _edit_uri(source: str, folders: Folders) -> str | None:
    """Where a page's source stands, as seen from docs/; None for one without a single source, or from a layer below."""
    if not source or any(source.startswith(f"{layer.name}/") for layer in folders.below):
        return None
    return quote(posixpath.relpath(source, folders.path_of(folders.docs)))


def _version(assets: list[OutputFile]) -> str:
    digest = hashlib.sha256()
    for asset in assets:
        digest.update(f"{asset.uri} {len(asset.content)} ".encode())
        digest.update(asset.content)
    return digest.hexdigest()[:8]
