"""Toolkit -> Pages."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain

from toolkit_builder.outputs import Page
from toolkit_builder.workers import can_fork, processes

from . import indexes, inserts, kit, reference, safety, tools
from .guide import guide_uri, render_guide
from .library import library_files
from .moved import moved_pages, redirects_file
from .packs import pack_scripts
from .schools import schools_files
from .scripts import entry_values, pages_by_grade, recordings_by_grade, shard_scripts
from .search import language_entries, search_script
from .site import Site, grade_uri
from .where import where_html

__all__ = [
    "Site",
    "entry_values",
    "grade_uri",
    "guide_uri",
    "language_entries",
    "library_files",
    "moved_pages",
    "pack_scripts",
    "pages_by_grade",
    "recordings_by_grade",
    "redirects_file",
    "render_guide",
    "render_indexes",
    "render_page",
    "rendering_guides",
    "schools_files",
    "search_script",
    "shard_scripts",
    "where_html",
]


_Made = Callable[[], Page | Iterable[Page]]


def _indexes(site: Site) -> Iterator[tuple[str, _Made]]:
    """The addresses of all pages that are no guide's own, the home page aside, each with what makes it.

    One address may stand for itself and all below it, whose pages are made one by one.
    """
    toolkit = site.toolkit
    if toolkit.guides:
        yield "families/", lambda: indexes.families_page(site)
        yield "visits/", lambda: indexes.visits_page(site)
    if toolkit.grades:
        yield "grades/", lambda: indexes.grades_page(site)
    for grade in toolkit.grades:
        yield grade_uri(grade), partial(indexes.grade_page, site, grade)
    if toolkit.activities:
        yield "routines/", lambda: indexes.routine_pages(site)
    if any(entry.topics for bank in indexes.WITH_TOPICS for entry in getattr(toolkit, bank)):
        yield "topics/", lambda: indexes.topic_pages(site)
    if toolkit.prompts:
        yield "prompts/", lambda: indexes.prompt_pages(site)
    if toolkit.shown_frameworks:
        yield "skills/", lambda: indexes.skills_page(site)
    if toolkit.glossary:
        yield "glossary/", lambda: reference.glossary_page(site)
    if toolkit.facts:
        yield "facts/", lambda: reference.facts_page(site)
    if toolkit.grades:
        yield "find/", lambda: tools.finder_page(site)
    if toolkit.protocol:
        yield "safety/", lambda: safety.safety_page(site)
    if toolkit.inserts:
        yield "inserts/", lambda: inserts.inserts_page(site)
    yield "pack/", lambda: tools.pack_page(site)
    yield "offline/", lambda: tools.offline_page(site)
    yield "staff/", lambda: reference.staff_page(site)
    if toolkit.kit:
        yield "kit/", lambda: kit.kit_pages(site)
    yield "coverage/", lambda: reference.coverage_page(site)
    if toolkit.school.experience:
        yield "share/", lambda: reference.share_page(site)
    yield "about/", lambda: reference.about_page(site)
    yield "privacy/", lambda: reference.privacy_page(site)
    yield "accessibility/", lambda: tools.accessibility_page(site)


def render_indexes(site: Site) -> list[Page]:
    """All pages that are no guide's own, without those that the school keeps out of its site."""
    pages = [page for _, make in _indexes(site) for page in _listed(make()) if site.shows(page.uri)]
    return [indexes.home_page(site, {page.uri for page in pages}), *pages]


def render_page(site: Site, uri: str) -> Page | None:
    """One page, and as little beside it as can be; None where the site has none at `uri`."""
    if not uri:
        return indexes.home_page(site, {one for one, _ in _indexes(site) if site.shows(one)})
    if not site.shows(uri):
        return None
    if uri.startswith("guides/"):
        guide = site.toolkit.guides_by_id.get(uri.split("/")[1])
        return next((page for page in render_guide(site, guide) if page.uri == uri), None) if guide else None
    made = (page for one, make in _indexes(site) if uri.startswith(one) for page in _listed(make()))
    return next((page for page in made if page.uri == uri), None)


def _listed(made: Page | Iterable[Page]) -> Iterable[Page]:
    return (made,) if isinstance(made, Page) else made


_LEAST_GUIDES = 60
"""Below this many guides, starting further processes costs more than it saves."""

_in_worker: dict[str, Site] = {}


def _start_worker(site: Site) -> None:
    _in_worker["site"] = site


def _render_share(positions: Sequence[int]) -> list[tuple[Page, Page]]:
    site = _in_worker["site"]
    return [render_guide(site, site.toolkit.guides[position]) for position in positions]


@contextmanager
def rendering_guides(site: Site, positions: Sequence[int]) -> Iterator[Callable[[], list[tuple[Page, Page]]]]:
    """Starts to render the two pages of each guide at `positions`, and gives a function that waits for them.

    Of many guides, other cores take their shares while this one goes on. Pages come in the order of the positions.
    """
    count, workers = len(positions), os.cpu_count() or 1
    # A copy of this process has the toolkit at once; to send it would cost more than the work.
    if count < _LEAST_GUIDES or workers == 1 or not can_fork():
        _start_worker(site)
        yield lambda: _render_share(positions)
        return
    size = -(-count // (workers * 8))
    shares = [positions[start : start + size] for start in range(0, count, size)]
    with processes(workers, _start_worker, (site,)) as executor:
        results = executor.map(_render_share, shares)
        yield lambda: list(chain.from_iterable(results))
