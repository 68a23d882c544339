"""Toolkit -> Pages."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from toolkit_builder.outputs import Page
from toolkit_builder.workers import can_fork, processes

from . import indexes, inserts, kit, reference, safety, tools
from .guide import guide_uri, render_guide
from .library import library_files
from .moved import moved_pages, redirects_file
from .schools import schools_files
from .scripts import entry_values, pages_by_grade, search_script, shard_scripts
from .site import Site, grade_uri
from .where import where_html

__all__ = [
    "Site",
    "entry_values",
    "grade_uri",
    "guide_uri",
    "library_files",
    "moved_pages",
    "pages_by_grade",
    "redirects_file",
    "render_guide",
    "render_indexes",
    "rendering_guides",
    "schools_files",
    "search_script",
    "shard_scripts",
    "where_html",
]


def render_indexes(site: Site) -> list[Page]:
    """All pages that are no guide's own, without those that the school keeps out of its site."""
    toolkit = site.toolkit
    pages = [
        *([indexes.families_page(site), indexes.visits_page(site)] if toolkit.guides else []),
        *([indexes.grades_page(site)] if toolkit.grades else []),
        *(indexes.grade_page(site, grade) for grade in toolkit.grades),
        *(indexes.routine_pages(site) if toolkit.activities else []),
        *indexes.topic_pages(site),
        *(indexes.prompt_pages(site) if toolkit.prompts else []),
        *([indexes.skills_page(site)] if toolkit.shown_frameworks else []),
        *([reference.glossary_page(site)] if toolkit.glossary else []),
        *([reference.facts_page(site)] if toolkit.facts else []),
        *([tools.finder_page(site)] if toolkit.grades else []),
        *([safety.safety_page(site)] if toolkit.protocol else []),
        *([inserts.inserts_page(site)] if toolkit.inserts else []),
        tools.pack_page(site),
        tools.offline_page(site),
        reference.staff_page(site),
        *(kit.kit_pages(site) if toolkit.kit else []),
        reference.coverage_page(site),
        *([reference.share_page(site)] if toolkit.school.experience else []),
        reference.about_page(site),
        reference.privacy_page(site),
        tools.accessibility_page(site),
    ]
    pages = [page for page in pages if site.shows(page.uri)]
    return [indexes.home_page(site, {page.uri for page in pages}), *pages]


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
