"""The binder: guides' PDFs in one, with all that leads to their pages."""

from itertools import chain, pairwise

import pymupdf
import pytest

from toolkit_builder.binding import bind, count_pages

from .test_print import letters, printed, sheets_of


@pytest.fixture(scope="module")
def binder() -> pymupdf.Document:
    return pymupdf.open(stream=printed("binder", "letter").pdf)


def test_bookmarks_and_contents_lead_to_each_guide(binder: pymupdf.Document) -> None:
    bookmarks = binder.get_toc()
    titles = [guide["title"] for part in sheets_of("letter")["binder"].values["parts"] for guide in part["guides"]]
    pages = {title: page for level, title, page in bookmarks if level == 2 and title in titles}
    assert list(pages) == titles
    for title, page in pages.items():
        assert " ".join(binder[page - 1].get_text().split()).startswith(title)
    contents = chain(binder[1].get_links(), binder[2].get_links())
    in_contents = [link["page"] + 1 for link in contents if link["kind"] == pymupdf.LINK_GOTO]
    assert set(pages.values()) <= set(in_contents)
    # Those of a guide itself hang under its own, and lead to its pages.
    under = [(title, page) for level, title, page in bookmarks if level == 3]
    assert len(under) >= 8 * len(titles)
    assert all(title.split()[0] in binder[page - 1].get_text() for title, page in under)


def test_a_guides_own_contents_lead_to_its_pages_in_the_binder(binder: pymupdf.Document) -> None:
    first = [page for level, _, page in binder.get_toc() if level == 2][1]
    leading = [link["page"] + 1 for link in binder[first - 1].get_links() if link["kind"] == pymupdf.LINK_GOTO]
    assert min(leading) == first
    assert max(leading) < [page for level, _, page in binder.get_toc() if level == 2][2]


def test_each_page_has_its_number_and_the_tab_of_its_grade(binder: pymupdf.Document) -> None:
    parts = [(title, page) for level, title, page in binder.get_toc() if level == 1]
    for (tab, first), (_, following) in pairwise(parts):
        for number in (first, following - 1):
            page = binder[number - 1]
            side = page.rect.width - 54 if number % 2 else 0
            edge = page.get_text(clip=(side, 0, side + 54, page.rect.height))
            assert letters(tab) in letters(edge)
            assert str(number) in edge.split()


def test_guides_that_do_not_fit_are_a_fault_of_ours() -> None:
    guide = printed("guide", "letter").pdf
    assert count_pages(guide) > 1
    with pytest.raises(ValueError, match="argument 2"):
        bind(guide, [guide])
