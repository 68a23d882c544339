"""The walk from a folder of YAML to pages and files. `mkdocs_plugin` and `cli` are two doors to it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count
from operator import is_not
from pathlib import Path
from typing import Any

from markupsafe import Markup

from .brand import brand_css
from .diagnostics import Diagnostic, add_excerpts, excerpt_around, format_count, has_errors, sort_findings
from .folders import Folders
from .interface import interface
from .loading import Reader, find_editions, load_toolkit, picture_folders
from .model.guide import Guide
from .model.profile import RuleLevel
from .model.school import Edition
from .model.toolkit import Toolkit
from .offline import manifest_file
from .outputs import OutputFile, Page, Paper, PrintedSheet, SheetKind, files_in, prune_cache
from .pages import (
    Site,
    entry_values,
    library_files,
    moved_pages,
    pages_by_grade,
    redirects_file,
    render_guide,
    render_indexes,
    rendering_guides,
    shard_scripts,
)
from .pdf import compile_pdf, print_sheets, render_pictures
from .pictures import find_picture
from .resources import templates_dir
from .rules import check_toolkit, lacks_letters, letter_name, written_letters
from .sheets import SITE_KINDS, Print, icon_pictures, palette_sheet, render_sheets, social_pictures
from .spreadsheet import LIBRARY, library_csv
from .templating import environment
from .translating import localise

CACHE = ".cache/print"
"""Where finished PDFs are kept, in the toolkit's folder."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a school can choose in mkdocs.yml.

    `levels` maps rule codes to levels; `own_templates` are the layers' folders of templates, the highest first;
    `site_url` is where the site will stand, with a slash at its end, empty if unknown; `language` is that of the site,
    one of the school's, its first if empty; `loaded` is the toolkit of one school of many with its findings, where it
    was loaded before and other schools are built meanwhile; `prints` says whether PDFs are made; `tell` is called with
    how many of them are done, and how many there are.
    """

    levels: Mapping[str, RuleLevel] = field(default_factory=dict)
    own_templates: tuple[Path, ...] = ()
    site_url: str = ""
    language: str = ""
    loaded: tuple[Toolkit, list[Diagnostic]] | None = None
    prints: bool = True
    tell: Callable[[int, int], None] = lambda _done, _all: None


@dataclass(frozen=True, slots=True)
class Build:
    """What a build found and made. With errors among the findings, all else is empty.

    `assets` are style sheets, scripts and their values, by their names in one folder, which the site names. `groups`
    are addresses that are kept together for a place without a signal: each grade's pages, and its printed pieces.
    `staff_pdf` is the staff's page of a school that keeps it out of its site, for which it must not get there.
    """

    toolkit: Toolkit
    findings: list[Diagnostic]
    pages: list[Page] = field(default_factory=list)
    files: list[OutputFile] = field(default_factory=list)
    assets: list[OutputFile] = field(default_factory=list)
    groups: dict[str, set[str]] = field(default_factory=dict)
    staff_pdf: bytes = b""


def with_excerpts(findings: list[Diagnostic], folders: Folders) -> list[Diagnostic]:
    """The findings, each with its line of the author's file."""
    sources = {}
    for path in {finding.location.path for finding in findings}:
        file = folders.file_of(path)
        if file.is_file():
            sources[path] = file.read_bytes().decode("utf-8", errors="replace")
    return add_excerpts(findings, sources)


def _judged(
    toolkit: Toolkit, findings: list[Diagnostic], levels: Mapping[str, RuleLevel], folders: Folders
) -> list[Diagnostic]:
    """The findings of loading and those of the rules, sorted, each with its line."""
    return with_excerpts(sort_findings([*findings, *check_toolkit(toolkit, levels)]), folders)


def site_address(toolkit: Toolkit, site_url: str) -> str:
    """Where the toolkit's site will stand, with a slash at its end: at `site_url`, or empty if nobody says.

    One school of many says it itself, or stands in a folder below.
    """
    school = toolkit.school
    if isinstance(school, Edition) and school.site_url:
        return f"{school.site_url.rstrip('/')}/"
    return f"{site_url}{toolkit.edition}/" if site_url and toolkit.edition else site_url


def check(
    folders: Folders, levels: Mapping[str, RuleLevel], read: Reader | None = None
) -> tuple[Toolkit, list[Diagnostic]]:
    """The toolkit in `folders`, and every finding about it, sorted, each with its line."""
    toolkit, findings = load_toolkit(folders, read)
    return toolkit, _judged(toolkit, findings, levels, folders)


def check_schools(folders: Folders, levels: Mapping[str, RuleLevel]) -> tuple[Toolkit, list[Diagnostic]]:
    """The toolkit in `folders`, and every finding about it and about each school that shares it.

    Schools are looked into where the toolkit itself has no errors.
    """
    read = Reader()
    toolkit, findings = check(folders, levels, read)
    editions, faults = find_editions(folders.root)
    has_faults = has_errors(findings)
    findings += with_excerpts(faults, folders)
    for edition in editions if not has_faults else ():
        findings += check(replace(folders, edition=edition), levels, read)[1]
    return toolkit, sort_findings(findings)


def _assets(site: Site, values: Mapping[str, Mapping[str, Any]]) -> list[OutputFile]:
    """Style sheets and scripts: those of the package, of the same name, the highest layer's; scripts' values."""
    colors = site.toolkit.school.colors
    folders = [folder / "assets" for folder in (templates_dir(), *reversed(site.own_templates))]
    found = {name: file for folder in folders for name, file in files_in(folder)}
    files = [OutputFile(name, file.read_bytes()) for name, file in found.items()]
    return [
        *files,
        OutputFile("brand.css", brand_css(colors.primary, colors.accent).encode()),
        *(shard_scripts(site, values) if site.toolkit.guides or site.toolkit.grades else []),
    ]


class Rebuilder:
    """Builds again and again, as a live preview does, and makes anew only what changed.

    A file is read again when its bytes changed. A guide's pages are made again when the guide changed, or anything
    that guides share; indexes when something changed that they show of a guide. Of files that are no pages, it makes
    only those that lead on from old addresses.
    """

    def __init__(self) -> None:
        self._read = Reader()
        self._shared: list[object] = []
        self._state: object = None
        self._guides: dict[str, tuple[Guide, Guide | None, list[Page]]] = {}
        self._indexes: tuple[object, list[Page]] = (None, [])
        self._last_good: Build | None = None
        self.source: Toolkit | None = None
        """The toolkit of the last build without errors, in the language in which it was written."""

    def build(self, folders: Folders, options: Options) -> Build:
        """The same as `build()` gives, sooner."""
        source, findings = check(folders, options.levels, self._read)
        if has_errors(findings):
            return Build(source, findings)
        self.source = source
        toolkit = in_language(source, options.language)
        shared: list[object] = [toolkit.school, *toolkit.prompts, *toolkit.activities, *toolkit.frameworks]
        shared += [*toolkit.glossary, *toolkit.facts, *toolkit.synonyms]
        # The entries of an unchanged file are the same objects, so identity is enough, and quick.
        templates = [path for folder in options.own_templates for path in sorted(folder.rglob("*.*"))]
        state = (options, [(path, path.stat().st_mtime_ns) for path in templates])
        is_other = len(shared) != len(self._shared) or any(map(is_not, shared, self._shared))
        if state != self._state:
            # A school's own words may have changed.
            interface.cache_clear()
            environment.cache_clear()
        if is_other or state != self._state:
            self._guides.clear()
            self._indexes = (None, [])
        self._shared, self._state = shared, state
        site = Site(toolkit, options.own_templates, site_url=options.site_url)
        pages = [*self._index_pages(site), *self._guide_pages(site)]
        assets = _assets(site, entry_values(site))
        files = [*moved_pages(site), OutputFile(LIBRARY, library_csv(toolkit))]
        files += brand_files(toolkit, folders, replace(options, prints=False))
        self._last_good = Build(toolkit, findings, pages, files, assets)
        return self._last_good

    def _index_pages(self, site: Site) -> list[Page]:
        shown = [
            (guide.id, guide.title, guide.summary, guide.grades, guide.visit, guide.topics, guide.cover.minutes)
            for guide in site.toolkit.guides
        ]
        if self._indexes[0] != shown:
            self._indexes = (shown, render_indexes(site))
        return self._indexes[1]

    def _guide_pages(self, site: Site) -> Iterator[Page]:
        toolkit = site.toolkit
        for guide in toolkit.guides:
            following = toolkit.guides_by_id.get(guide.next_visit or "")
            known = self._guides.get(guide.id)
            if known is None or known[0] is not guide or known[1] is not following:
                known = self._guides[guide.id] = (guide, following, list(render_guide(site, guide)))
            yield from known[2]

    def with_findings(self, failed: Build) -> Build:
        """The last good build's pages, or a lone home page where there is none, each with what is to mend on top."""
        notice = _notice(failed.findings)
        if self._last_good is None:
            title = failed.toolkit.school.name
            page = Page("", title, "", f'<div class="tb-page">{notice}</div>', is_wide=True)
            # What has faults may name what is not there.
            site = Site(Toolkit(failed.toolkit.school))
            return Build(failed.toolkit, failed.findings, [page], assets=_assets(site, entry_values(site)))
        pages = [replace(page, body=notice + page.body) for page in self._last_good.pages]
        return replace(self._last_good, findings=failed.findings, pages=pages)


def _notice(findings: list[Diagnostic]) -> str:
    """What is to mend, for a live preview. Its lines may wrap, so a mark takes the place of a terminal's caret."""
    errors = [finding for finding in findings if finding.level == "error"]
    return (
        f'<section class="tb-faults" role="alert" lang="en" dir="ltr"><h2>To mend: {format_count(errors)}</h2>'
        f"<p>Below is the last version without errors. This note goes when they are mended.</p>"
        f"<ol>{''.join(map(_fault, errors))}</ol></section>"
    )


def _fault(finding: Diagnostic) -> str:
    place = finding.location
    shown, at = excerpt_around(finding, widest=400)
    found = re.compile(r"[\w-]+|\S").match(shown, at)
    word = found[0] if found else ""
    excerpt = Markup("<pre>{} | {}<mark>{}</mark>{}</pre>").format(
        place.line, shown[:at], word or " ", shown[at + len(word) :]
    )
    return Markup("<li><code>{}:{}</code> <small>{}</small><p><b>{}</b></p>{}{}</li>").format(
        place,
        place.column,
        finding.code,
        finding.message,
        excerpt if shown.strip() else "",
        Markup("<p>Hint: {}</p>").format(finding.hint) if finding.hint else "",
    )


def build(folders: Folders, options: Options) -> Build:
    """Pages and files of the toolkit in `folders`, or the findings that stand in their way."""
    source, findings = options.loaded or load_toolkit(
        folders, languages=[options.language] if options.language else None
    )
    if has_errors(findings):
        return Build(source, _judged(source, findings, options.levels, folders))
    toolkit = in_language(source, options.language)

    def judged(findings: list[Diagnostic]) -> list[Diagnostic]:
        # The rules are for the source; the build of the first language asks them.
        if toolkit is not source:
            return with_excerpts(sort_findings(findings), folders)
        return _judged(source, findings, options.levels, folders)

    # The notes on the staff's page are in the first language only.
    is_private = not source.school.staff.publish and toolkit is source
    kinds = (*(SITE_KINDS if options.prints else ()), *(("staff",) if is_private else ()))
    printed, faults = make_prints(source, folders, options, kinds=kinds) if kinds else ([], [])
    staff_pdf = b"".join(one.pdf for one in printed if one.sheet.kind == "staff")
    printed = [one for one in printed if one.sheet.kind != "staff"]
    if faults:
        return Build(source, judged([*findings, *faults]))
    site = Site(toolkit, options.own_templates, printed, options.site_url)
    # Other cores render while this one checks; should the check find errors, their work is thrown away.
    with rendering_guides(site) as guide_pages:
        findings = judged(findings)
        if has_errors(findings):
            return Build(source, findings)
        files = _files(site, folders, options, printed)
        pages = [*render_indexes(site), *guide_pages()]
    values = entry_values(site)
    return Build(toolkit, findings, pages, files, _assets(site, values), _groups(site, values, printed), staff_pdf)


def _files(site: Site, folders: Folders, options: Options, printed: Iterable[PrintedSheet]) -> list[OutputFile]:
    """What of the site is no page: printed pieces, the school's brand, what programs read, and old addresses."""
    pieces = ((OutputFile(one.sheet.uri, one.pdf), OutputFile(one.picture_uri, one.picture)) for one in printed)
    files = [*chain.from_iterable(pieces), *brand_files(site.toolkit, folders, options)]
    files += [*library_files(site), OutputFile(LIBRARY, library_csv(site.toolkit)), *moved_pages(site)]
    # One file leads on in every language.
    return files if options.language else [*files, *redirects_file(site)]


def _logo(toolkit: Toolkit, folders: Folders) -> bytes:
    """The school's logo; loading has made sure that there is one."""
    file = find_picture(picture_folders(folders), toolkit.school.logo.file)
    return file.read_bytes() if file else b""


def brand_files(toolkit: Toolkit, folders: Folders, options: Options) -> list[OutputFile]:
    """What is made of the school's brand: icons, the app's manifest, and pictures for places where links are shared.

    Such places ask for whole addresses, so without the site's there are no pictures; drawing takes the time of a sheet.
    """
    logo = _logo(toolkit, folders)
    pictures = list(icon_pictures(logo))
    if options.prints and options.site_url and not lacks_letters(toolkit, toolkit.language):
        pictures += social_pictures(toolkit, logo, options.own_templates)
    made = render_pictures(pictures, options.own_templates, folders.root / CACHE)
    return [*made, manifest_file(toolkit, options.own_templates)]


def print_palette(toolkit: Toolkit, options: Options) -> bytes:
    """The PDF that shows the school's colors."""
    return compile_pdf(palette_sheet(toolkit), options.own_templates)


def in_language(toolkit: Toolkit, language: str) -> Toolkit:
    """The toolkit in one of its school's languages; as it is for an empty one, and for that of its source."""
    catalogue = next((one for one in toolkit.catalogues if one.language == language), None)
    return localise(toolkit, catalogue) if catalogue else toolkit


def _groups(
    site: Site, values: Mapping[str, Mapping[str, Any]], printed: Iterable[PrintedSheet]
) -> dict[str, set[str]]:
    groups = {f"{grade.lower()}-pages": uris for grade, uris in pages_by_grade(site, values).items()}
    for made in printed:
        guide = site.toolkit.guides_by_id.get(made.sheet.guide)
        for grade in guide.grades if guide else ():
            groups.setdefault(f"{grade.lower()}-prints", set()).update((made.sheet.uri, made.picture_uri))
    return groups


def make_prints(
    toolkit: Toolkit,
    folders: Folders,
    options: Options,
    *,
    paper: Paper | None = None,
    kinds: Collection[SheetKind] = SITE_KINDS,
    guides: Collection[str] | None = None,
) -> tuple[list[PrintedSheet], list[Diagnostic]]:
    """The toolkit's printed pieces in the language of `options`, and what in the texts stands in the way of all.

    Pieces with letters that no font has are left out; `missing-font` and `unprintable-character` tell of them.
    """
    language = options.language or toolkit.language
    if lacks_letters(toolkit, language):
        return [], []
    wanted = Print(
        paper=paper or toolkit.school.paper,
        site_url=options.site_url,
        logo=_logo(toolkit, folders),
        kinds=kinds,
        guides=guides,
        own_templates=options.own_templates,
    )
    sheets = render_sheets(in_language(toolkit, options.language), wanted, toolkit)
    done = count(1)
    cache = folders.root / CACHE
    threads = 1 if options.loaded else 0
    printed, findings, odd = print_sheets(
        sheets, options.own_templates, cache, lambda: options.tell(next(done), len(sheets)), threads
    )
    prune_cache(cache)
    told = written_letters(toolkit, language) if odd else ()
    findings += (_odd_word(toolkit, language, letter) for letter in odd if letter not in told)
    return printed, findings


def _odd_word(toolkit: Toolkit, language: str, letter: str) -> Diagnostic:
    """The finding for a letter that no font has and that stands in none of the author's texts."""
    message = f"{letter_name(letter)} is in none of the fonts, and stands in the printed pieces' own words"
    hint = f"look for it in templates/locales/{language}.po and templates/sheets/"
    return Diagnostic("unprintable-character", message, toolkit.school.language_places[language], hint)
