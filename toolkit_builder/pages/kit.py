"""The coordinator's kit on pages: a list of its pieces, and a page for each."""

from collections.abc import Iterator

from toolkit_builder.model.kit import KitPiece
from toolkit_builder.outputs import Page, PrintedSheet, SearchEntry
from toolkit_builder.prose import plain_text
from toolkit_builder.spreadsheet import TALLY

from .prints import printed_entries
from .site import Site, Tile

KIT = "kit/"
"""The address of the list; a piece's page stands below it."""


def piece_uri(piece: KitPiece) -> str:
    return f"{KIT}{piece.id}/"


def _printed(site: Site, piece: KitPiece) -> list[PrintedSheet]:
    return [made for made in site.printed_by_guide.get("", []) if made.piece == piece.id]


def _entries(site: Site, piece: KitPiece) -> list[SearchEntry]:
    """What search finds of a piece: all of it, each part with a heading, its slides, and what is printed of it."""
    labels = site.t("coordinator's kit lead plan")
    words = plain_text(" ".join(found.text for found in piece.texts))
    parts = [
        *((f"part-{at}", one.title, f"{one.text} {one.family}") for at, one in enumerate(piece.sections, 1)),
        *((f"slide-{at}", one.title, f"{one.say} {one.notes}") for at, one in enumerate(piece.slides, 1)),
    ]
    return [
        SearchEntry("", piece.title, words, "kit", piece.id, labels=labels),
        *(
            SearchEntry(anchor, title, plain_text(text), "kit", piece.id, labels=piece.title)
            for anchor, title, text in parts
            if title
        ),
        *printed_entries(site, _printed(site, piece)),
    ]


def kit_pages(site: Site) -> Iterator[Page]:
    """The list of pieces, and the page of each that the school shows."""
    title = site.t("Coordinator's kit")
    pieces = [piece for piece in site.toolkit.kit if site.shows(piece_uri(piece))]
    above = ((site.t("For staff"), "staff/"),)
    has_tally = any(piece.tally for piece in pieces)
    yield site.page(
        KIT,
        "kit.html",
        title,
        site.t("How to start home visits and keep them going: plans, training, forms, letters, surveys."),
        trail=above,
        search=[
            SearchEntry(
                "", title, site.t("start coordinator plan training slides pay claim tally survey letter board"), "kit"
            )
        ],
        tiles=[Tile(piece.title, piece_uri(piece), piece.icon, piece.about) for piece in pieces],
        tally=TALLY if has_tally else "",
        is_wide=True,
        printed=[made for piece in pieces for made in _printed(site, piece)],
    )
    for piece in pieces:
        yield site.page(
            piece_uri(piece),
            "kit-piece.html",
            piece.title,
            piece.about,
            trail=(*above, (title, KIT)),
            source=piece.path_of(),
            search=_entries(site, piece),
            piece=piece,
            facts=site.toolkit.facts_by_id,
            steps=site.toolkit.steps_by_id,
            tally=TALLY if piece.tally else "",
            minutes=sum(slide.minutes for slide in piece.slides),
            printed=_printed(site, piece),
        )
