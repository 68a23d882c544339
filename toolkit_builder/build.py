"""The walk from a folder of YAML to pages and files. `mkdocs_plugin` and `cli` are two doors to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from .brand import brand_css
from .cache import key_of
from .checking import judged_findings, with_excerpts
from .diagnostics import Diagnostic, has_errors, sort_findings
from .folders import Folders
from .keys import Keys, keys_of
from .loading import Reader, load_toolkit
from .model.toolkit import Toolkit
from .options import Options
from .outputs import OutputFile, Page, PrintedSheet, files_in
from .pages import (
    Site,
    entry_values,
    library_files,
    moved_pages,
    pack_scripts,
    pages_by_grade,
    recordings_by_grade,
    redirects_file,
    render_indexes,
    rendering_guides,
    shard_scripts,
)
from .printing import brand_files, make_prints, print_ahead
from .resources import templates_dir
from .sheets import PRIVATE_KINDS, SITE_KINDS
from .spreadsheet import LIBRARY, TALLY, library_csv
from .translating import in_language


@dataclass(frozen=True, slots=True)
class Build:
    """What a build found and made. With errors among the findings, all else is empty.

    `assets` are style sheets, scripts and their values, by their names in one folder, which the site names. `groups`
    are addresses that are kept together for a place without a signal: each grade's pages, and its printed pieces.
    `private` is what a school keeps out of its site, where it must not get: the staff's page and the coordinator's kit,
    as files by their names, such as staff.pdf and kit/year.pdf. `source` is the toolkit as it is written,
    None where nothing could be built.
    """

    toolkit: Toolkit
    findings: list[Diagnostic]
    pages: list[Page] = field(default_factory=list)
    files: list[OutputFile] = field(default_factory=list)
    assets: list[OutputFile] = field(default_factory=list)
    groups: dict[str, set[str]] = field(default_factory=dict)
    private: Mapping[str, bytes] = field(default_factory=dict)
    source: Toolkit | None = None


def assets_of(site: Site, values: Mapping[str, Mapping[str, Any]]) -> list[OutputFile]:
    """Style sheets and scripts: those of the package, of the same name, the highest layer's; scripts' values."""
    colors = site.toolkit.school.colors
    folders = [folder / "assets" for folder in (templates_dir(), *reversed(site.own_templates))]
    found = {name: file for folder in folders for name, file in files_in(folder)}
    files = [OutputFile(name, file.read_bytes()) for name, file in found.items()]
    return [
        *files,
        OutputFile("brand.css", brand_css(colors.primary, colors.accent).encode()),
        *(
            [*shard_scripts(site, values), *pack_scripts(site, values)]
            if site.toolkit.guides or site.toolkit.grades
            else []
        ),
    ]


def build(folders: Folders, options: Options) -> Build:
    """Pages and files of the toolkit in `folders`, or the findings that stand in their way."""
    source, findings = options.loaded or load_toolkit(
        folders, Reader(options.cache), [options.language] if options.language else None
    )
    if has_errors(findings):
        return Build(source, judged_findings(source, findings, options.levels, folders, options.cache))
    is_part = bool(options.language)
    options = replace(options, language=options.language or source.school.languages[0])
    toolkit = in_language(source, options.language)

    def judged(findings: list[Diagnostic]) -> list[Diagnostic]:
        # The rules are for the source; the build of the first language asks them.
        if is_part:
            return with_excerpts(sort_findings(findings), folders)
        return judged_findings(source, findings, options.levels, folders, options.cache)

    # What is for staff is made once, in the language of their notes.
    hides_staff = not source.school.staff.publish
    is_private = hides_staff and not is_part
    kinds = SITE_KINDS if options.prints else ()
    if is_private and toolkit is source:
        kinds = tuple(dict.fromkeys((*kinds, *PRIVATE_KINDS)))
    keys = keys_of(source, options.language, options.own_templates, options.site_url)
    if options.prints:
        print_ahead(source, folders, options)
    printed, faults = make_prints(source, folders, options, kinds=kinds, keys=keys) if kinds else ([], [])
    if is_private and toolkit is not source:
        as_written = replace(options, language=source.language)
        pieces, more = make_prints(source, folders, as_written, kinds=PRIVATE_KINDS)
        private, faults = _private(source, options, pieces), [*faults, *more]
    else:
        private = _private(source, options, printed) if is_private else {}
    printed = [one for one in printed if options.prints and not (hides_staff and one.is_for_staff)]
    if faults:
        return Build(source, judged([*findings, *faults]))
    site = Site(toolkit, options.own_templates, printed, options.site_url)
    keys = keys.with_pieces(printed)
    known = [options.cache.known(f"guide-{keys.guides[guide.id]}") for guide in toolkit.guides]
    missing = [position for position, pages in enumerate(known) if pages is None]
    # Other cores render while this one checks; should the check find errors, their work is thrown away.
    with rendering_guides(site, missing) as guide_pages:
        findings = judged(findings)
        if has_errors(findings):
            return Build(source, findings)
        files = _files(site, folders, options, printed, keys)
        # One file leads on in every language.
        files += () if is_part else redirects_file(site)
        files += tally_files(site, options)
        indexes = options.cache.value(f"lists-{keys.lists}", lambda: render_indexes(site))
        for position, made in zip(missing, guide_pages(), strict=True):
            known[position] = made
            options.cache.keep(f"guide-{keys.guides[toolkit.guides[position].id]}", made)
    pages = [*indexes, *chain.from_iterable(known)]
    values = entry_values(site)
    assets, groups = assets_of(site, values), _groups(site, values, printed)
    return Build(toolkit, findings, pages, files, assets, groups, private, source)


def _files(
    site: Site, folders: Folders, options: Options, printed: Iterable[PrintedSheet], keys: Keys
) -> list[OutputFile]:
    """What of the site is no page: printed pieces, the school's brand, what programs read, and old addresses."""
    pieces = ((OutputFile(one.uri, one.pdf), OutputFile(one.picture_uri, one.picture)) for one in printed)
    files = [*chain.from_iterable(pieces), *brand_files(site.toolkit, folders, options)]
    rows = options.cache.value(f"rows-{keys.shared}", lambda: library_csv(site.toolkit))
    return [*files, *library_files(site), OutputFile(LIBRARY, rows), *moved_pages(site)]


def _workbook(toolkit: Toolkit, options: Options) -> OutputFile:
    def made() -> bytes:
        # What writes a workbook takes a third of a second to load.
        from .spreadsheet.tally import tally_workbook  # noqa: PLC0415

        return tally_workbook(toolkit)

    school = toolkit.school
    key = key_of("tally", toolkit.language, *toolkit.grades, *school.languages, "and", *school.interpreting.languages)
    return OutputFile(TALLY, options.cache.value(key, made))


def tally_files(site: Site, options: Options) -> list[OutputFile]:
    """The workbook that counts visits, where a page of the kit leads to it."""
    is_shown = any(piece.tally and site.shows(f"kit/{piece.id}/") for piece in site.toolkit.kit)
    return [_workbook(site.toolkit, options)] if is_shown else []


def _private(toolkit: Toolkit, options: Options, printed: Iterable[PrintedSheet]) -> dict[str, bytes]:
    """What is for staff of a school that keeps it out of its site, by names such as staff.pdf and kit/year.pdf."""
    pieces = [one for one in printed if one.is_for_staff]
    named = {one.uri.removeprefix("print/").replace(f"-{one.paper}.pdf", ".pdf"): one.pdf for one in pieces}
    book = [_workbook(toolkit, options)] if any(piece.tally for piece in toolkit.kit) else []
    return {**named, **{one.uri: one.content for one in book}}


def _groups(
    site: Site, values: Mapping[str, Mapping[str, Any]], printed: Iterable[PrintedSheet]
) -> dict[str, set[str]]:
    groups = {f"{grade.lower()}-pages": uris for grade, uris in pages_by_grade(site, values).items()}
    for heard_in, uris in recordings_by_grade(site.toolkit).items():
        groups.setdefault(f"{heard_in.lower()}-pages", set()).update(uris)
    for made in printed:
        guide = site.toolkit.guides_by_id.get(made.guide)
        own = (made.grade,) if made.grade else ()
        for grade in guide.grades if guide else own:
            groups.setdefault(f"{grade.lower()}-prints", set()).update((made.uri, made.picture_uri))
    return groups
