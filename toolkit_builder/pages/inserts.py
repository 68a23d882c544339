"""Inserts on pages: their own page for staff, and the folded list on a guide's page."""

from types import SimpleNamespace

from toolkit_builder.model.guide import Guide
from toolkit_builder.model.insert import Insert, missing_helpers
from toolkit_builder.outputs import Page, PrintedSheet, SearchEntry
from toolkit_builder.prose import plain_text

from .entries import ages
from .prints import printed_entries
from .site import Site

INSERTS = "inserts/"
"""The address of the page of all inserts."""


def guide_inserts(site: Site, guide: Guide) -> SimpleNamespace:
    """What a guide's page lists: the inserts that it names, and the others that suit its grades."""
    named = site.toolkit.named_inserts_of(guide)
    return SimpleNamespace(named=named, others=site.toolkit.inserts_of(guide)[len(named) :])


def insert_entry(site: Site, insert: Insert) -> SearchEntry:
    """An insert as a search result."""
    words = (insert.when, *insert.before, *insert.do_not, *insert.say, insert.family, *(one.who for one in insert.help))
    title, text = plain_text(insert.title), plain_text(" ".join(words))
    return SearchEntry(insert.id, title, text, "insert", insert.id, insert.grades, site.t("family situation"))


def inserts_printed(site: Site) -> list[PrintedSheet]:
    """The printed pieces that stand on the page of all inserts."""
    return [made for made in site.printed_by_guide.get("", []) if made.kind == "inserts"]


def inserts_page(site: Site) -> Page:
    """All inserts, each with all that it holds, and who is missing in school.yml."""
    toolkit = site.toolkit
    title = site.t("Every kind of family")
    return site.page(
        INSERTS,
        "inserts.html",
        title,
        site.t("What to ask, say and leave out when a family is new, between homes or apart, and who can help."),
        trail=((site.t("For staff"), "staff/"),),
        source=toolkit.inserts[0].path_of(),
        search=[
            SearchEntry("", title, site.t("families in other situations inserts who can help"), "insert"),
            *(insert_entry(site, insert) for insert in toolkit.inserts),
            *printed_entries(site, inserts_printed(site)),
        ],
        shown=[(insert, ages(insert.grades, site.words) if insert.grades else "") for insert in toolkit.inserts],
        missing=missing_helpers(toolkit.school, toolkit.inserts).items(),
        printed=inserts_printed(site),
    )
