"""A live preview: builds again and again, makes anew only what changed, and shows faults on the page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import is_not

from markupsafe import Markup

from .build import Build, assets_of, tally_files
from .checking import check
from .diagnostics import Diagnostic, excerpt_around, format_count, has_errors
from .folders import Folders
from .interface import interface
from .keys import shown_in_lists
from .loading import Reader
from .model.base import Entry
from .model.guide import Guide
from .model.toolkit import Toolkit
from .options import Options
from .outputs import OutputFile, Page
from .pages import Site, entry_values, moved_pages, render_guide, render_indexes
from .printing import brand_files
from .spreadsheet import LIBRARY, library_csv
from .templating import environment
from .translating import in_language


class Rebuilder:
    """Builds again and again, as a live preview does, and makes anew only what changed.

    A file is read again when its bytes changed. A guide's pages are made again when the guide changed, or anything
    that guides share; indexes when something changed that they show of a guide. Of files that are no pages, it makes
    only those that lead on from old addresses.
    """

    def __init__(self) -> None:
        self._read = Reader()
        self._shared: tuple[Entry, ...] = ()
        self._state: object = None
        self._guides: dict[str, tuple[Guide, Guide | None, list[Page]]] = {}
        self._indexes: tuple[object, list[Page]] = (None, [])
        self._last_good: Build | None = None

    def build(self, folders: Folders, options: Options) -> Build:
        """The same as `build()` gives, sooner."""
        source, findings = check(folders, options.levels, self._read)
        if has_errors(findings):
            return Build(source, findings)
        toolkit = in_language(source, options.language)
        shared = toolkit.shared
        # The entries of an unchanged file are the same objects, so identity is enough, and quick.
        templates = [path for folder in options.own_templates for path in sorted(folder.rglob("*.*"))]
        # A school is put together from its layers each time.
        state = (options, source.school, [(path, path.stat().st_mtime_ns) for path in templates])
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
        assets = assets_of(site, entry_values(site))
        files = [*moved_pages(site), OutputFile(LIBRARY, library_csv(toolkit))]
        files += tally_files(site, options)
        files += brand_files(toolkit, folders, replace(options, prints=False))
        self._last_good = Build(toolkit, findings, pages, files, assets, source=source)
        return self._last_good

    def _index_pages(self, site: Site) -> list[Page]:
        shown = [shown_in_lists(guide) for guide in site.toolkit.guides]
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
            return Build(failed.toolkit, failed.findings, [page], assets=assets_of(site, entry_values(site)))
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
