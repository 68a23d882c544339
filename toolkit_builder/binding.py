"""PDFs of guides put into a binder's, with their tags, links and bookmarks. Only it and clusters know pikepdf.

To set all guides once more for the binder took as long as half of the guides themselves, and most of the memory.
What is read here is what Typst writes: one structure tree a file, under one element `Document`, and a chain of
bookmarks for each level.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Page, Pdf

_Places = Mapping[tuple[int, int], Any]
"""The page that takes the place of another, by that one's number in the file."""


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def bind(binder: bytes, guides: Sequence[bytes]) -> bytes:
    """The PDF `binder` with the pages of the PDFs `guides` in place of its empty ones, in their order.

    An empty page has no tags; what stands on it goes on top of the guide's. The first of each guide has a bookmark and
    a heading of level 2 without text: there the guide's tags and bookmarks come in, and there the contents lead. Same
    input, same bytes. Raises ValueError where pages or headings are not as many as the guides'.
    """
    with ExitStack() as opened:
        made = opened.enter_context(pikepdf.open(io.BytesIO(binder)))
        sources = [opened.enter_context(pikepdf.open(io.BytesIO(guide))) for guide in guides]
        own = list(made.pages)
        for source in sources:
            made.pages.extend(source.pages)
        # The pages came first, so what leads to one of a guide's leads to its copy now.
        trees = [made.copy_foreign(source.Root.StructTreeRoot) for source in sources]
        marks = [made.copy_foreign(source.Root.Outlines) for source in sources]
        filled = list(made.pages)[len(own) :]
        del made.pages[len(own) :]
        empty = [number for number, page in enumerate(own) if "/StructParents" not in page]
        places: dict[tuple[int, int], Any] = {}
        for number, page in zip(empty, filled, strict=True):
            form = made.make_indirect(own[number].as_form_xobject())
            name = page.add_resource(form, Name.XObject, Name(f"/Tab{number}"))
            page.contents_add(f"q {name} Do Q".encode())
            made.pages[number] = page
            places[own[number].obj.objgen] = page.obj
        rest = iter(filled)
        _bind_tags(
            made, [(tree, list(islice(rest, len(source.pages)))) for tree, source in zip(trees, sources, strict=True)]
        )
        for page in own:
            for link in page.get("/Annots", ()):
                _lead_on(link, places)
        _bind_bookmarks(made, marks, places)
        out = io.BytesIO()
        made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _bind_tags(made: Pdf, guides: Sequence[tuple[Any, Sequence[Page]]]) -> None:
    """Puts each guide's tags in place of an empty heading, and what tells the tags of a page into one list."""
    root = made.Root.StructTreeRoot
    document = root.K[0]
    trees = iter([tree for tree, _ in guides])
    kids: list[Any] = []
    for kid in document.K:
        if len(kid.get("/K", ())) > 0:
            kids.append(kid)
        elif kid.S == Name.H2:
            part = next(trees).K[0]
            part.S = Name.Part
            part.P = document
            kids.append(part)
    if next(trees, None) is not None:
        raise ValueError("there are fewer empty headings than guides")
    document.K = Array(kids)
    parents = dict(NumberTree(root.ParentTree).items())
    roles = dict(root.get("/RoleMap", {}))
    start = int(root.ParentTreeNextKey)
    for tree, pages in guides:
        parents |= {start + number: tags for number, tags in NumberTree(tree.ParentTree).items()}
        roles |= dict(tree.get("/RoleMap", {}))
        for page in pages:
            if "/StructParents" in page:
                page.StructParents = start + int(page.StructParents)
            for link in page.get("/Annots", ()):
                link.StructParent = start + int(link.StructParent)
        start += int(tree.ParentTreeNextKey)
    root.ParentTreeNextKey = start
    root.RoleMap = Dictionary(roles)
    root.ParentTree = Dictionary(Nums=Array([one for number in sorted(parents) for one in (number, parents[number])]))


def _lead_on(leading: Any, places: _Places) -> None:
    """Lets a link or a bookmark that leads to an empty page lead to what took its place."""
    if "/Dest" in leading and leading.Dest[0].objgen in places:
        leading.Dest[0] = places[leading.Dest[0].objgen]


def _bind_bookmarks(made: Pdf, marks: Sequence[Any], places: _Places) -> None:
    """Hangs the bookmarks within each guide under the guide's own."""
    rest = iter(marks)
    filled = {page.objgen for page in places.values()}
    for part in list(_chain(made.Root.Outlines)):
        _lead_on(part, places)
        for mark in list(_chain(part)):
            _lead_on(mark, places)
            if mark.Dest[0].objgen in filled:
                _adopt(mark, next(rest).First)


def _adopt(mark: Any, other: Any) -> None:
    """Gives `mark` the bookmarks that hang under `other`, closed."""
    under = list(_chain(other))
    if under:
        mark.First, mark.Last, mark.Count = other.First, other.Last, -len(under)
        for one in under:
            one.Parent = mark


def _chain(mark: Any) -> Iterator[Any]:
    """The bookmarks right under `mark`."""
    one = mark.get("/First")
    while one is not None:
        yield one
        one = one.get("/Next")
