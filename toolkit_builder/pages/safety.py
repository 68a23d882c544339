"""The protocol on pages: its own page with reasons and sources, and what a guide's page shows of it."""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from toolkit_builder.model.guide import Guide
from toolkit_builder.model.protocol import Number, ProtocolStep, all_numbers, missing_roles, numbers_of
from toolkit_builder.model.school import School
from toolkit_builder.outputs import Page, PrintedSheet, SearchEntry
from toolkit_builder.prose import plain_text

from .prints import printed_entries
from .site import Site, labeled

SAFETY = "safety/"
"""The address of the protocol's page."""
SAFETY_SHEETS = ("safety", "thanks", "door")
"""Kinds of printed pieces that stand on it."""


def _shown(site: Site, step: ProtocolStep, places: Iterable[str]) -> SimpleNamespace:
    """A step for templates: `numbers` are whom to call, `limits` the words for what it is limited to."""
    words = site.words
    limits = [words.visits[visit].title for visit in step.visits]
    limits += [words.bands[band].title for band in step.bands]
    limits += [words.places[place].title for place in words.places if place in places]
    return SimpleNamespace(step=step, numbers=numbers_of(site.toolkit.school, step), limits=limits)


def _parts(site: Site, steps: Iterable[ProtocolStep], guide: Guide | None = None) -> list[SimpleNamespace]:
    """The parts of the protocol that have steps, each with its label."""
    shown = [(step, _shown(site, step, step.places_of(guide) if guide else step.places)) for step in steps]
    parts = [
        labeled(part, label, steps=[one for step, one in shown if step.part == part])
        for part, label in site.words.parts.items()
    ]
    return [part for part in parts if part.steps]


def _calls(school: School, steps: Iterable[ProtocolStep], holders: Iterable[Number]) -> list[tuple[str, str]]:
    """Whom visitors may have to call, each number once: who knows where they are, then those of the protocol's steps,
    then the school's others."""
    first, others = ([(one.who, one.phone) for one in people] for people in (holders, school.contacts))
    by_phone: dict[str, str] = {}
    for who, phone in (*first, *all_numbers(school, steps), *others):
        by_phone.setdefault(phone, who)
    return [(who, phone) for phone, who in by_phone.items() if phone]


def guide_protocol(site: Site, guide: Guide) -> SimpleNamespace:
    """What a guide's page shows: what to have in mind at the door, whom to call, and the rest by parts."""
    school = site.toolkit.school
    steps = site.toolkit.protocol_of(guide)
    parts = {part.id: part for part in _parts(site, steps, guide)}
    holder = next((step for step in steps if "whereabouts" in step.fills), None)
    holders = numbers_of(school, holder) if holder else ()
    return SimpleNamespace(
        before=parts.pop("before", None),
        after=parts.pop("after", None),
        parts=list(parts.values()),
        carried=[step for step in steps if step.carry],
        holders=holders,
        calls=_calls(school, steps, holders),
    )


def missing_people(site: Site) -> list[tuple[str, str]]:
    """What the school has not filled in, each as the key to write and what it stands for."""
    roles = missing_roles(site.toolkit.school, site.toolkit.protocol)
    words = site.words.contact_roles
    return [("hotlines:" if role == "hotline" else f"role: {role}", words[role].title) for role in roles]


def step_entry(site: Site, step: ProtocolStep) -> SearchEntry:
    """A step as a search result."""
    text = plain_text(" ".join((step.do, step.why, step.say)))
    labels = " ".join((site.words.parts[step.part].title, site.t("safety rule protocol")))
    return SearchEntry(step.id, plain_text(step.title), text, "safety", step.id, labels=labels)


def _part_entries(site: Site, values: Mapping[str, Any]) -> list[SearchEntry]:
    """The sections of the protocol's page as search results."""
    entries = [
        SearchEntry(part.id, part.title, " ".join(step.step.title for step in part.steps), "safety")
        for part in values["parts"]
    ]
    if values["numbers"]:
        who = plain_text(" ".join(who for who, _ in values["numbers"]))
        labels = site.t("emergency phone numbers hotline whom to call")
        entries.append(SearchEntry("numbers", site.t("Numbers"), who, "safety", labels=labels))
    if values["ladder"]:
        told = plain_text(" ".join(one.step.do for one in values["ladder"]))
        labels = site.t("late not back missing check in")
        entries.append(SearchEntry("ladder", site.t("If no word comes"), told, "safety", labels=labels))
    return entries


def _printed(site: Site) -> list[PrintedSheet]:
    """The printed pieces of the protocol."""
    return [made for made in site.printed_by_guide.get("", []) if made.kind in SAFETY_SHEETS]


def other_printed(site: Site) -> list[PrintedSheet]:
    """The printed pieces of the whole toolkit that stand on no page of their own kind, nor on those of the kit."""
    has_page = site.toolkit.protocol and site.shows(SAFETY)
    elsewhere = (*(SAFETY_SHEETS if has_page else ()), *(("inserts",) if site.shows("inserts/") else ()))
    return [
        made
        for made in site.printed_by_guide.get("", [])
        if made.kind not in elsewhere and not (made.piece and site.shows(f"kit/{made.piece}/"))
    ]


def safety_page(site: Site) -> Page:
    """All steps with reasons and sources, the numbers, and the ladder of calls."""
    protocol = site.toolkit.protocol
    values: dict[str, Any] = {
        "parts": _parts(site, (step for step in protocol if not step.minutes_late)),
        "ladder": [
            _shown(site, step, ())
            for step in sorted(protocol, key=lambda step: step.minutes_late or 0)
            if step.minutes_late
        ],
        "numbers": all_numbers(site.toolkit.school, protocol),
        "printed": _printed(site),
    }
    title = site.t("Safety and boundaries")
    return site.page(
        SAFETY,
        "safety.html",
        title,
        site.t("What holds at every visit: what to do, why, and whom to call."),
        trail=((site.t("For staff"), "staff/"),),
        source=protocol[0].path_of(),
        search=[
            SearchEntry("", title, site.t("protocol rules danger emergency report call numbers boundaries"), "safety"),
            *_part_entries(site, values),
            *(step_entry(site, step) for step in protocol),
            *printed_entries(site, values["printed"]),
        ],
        jumps=[
            *([(site.t("Numbers"), "numbers")] if values["numbers"] else []),
            *([(site.t("If no word comes"), "ladder")] if values["ladder"] else []),
            *((part.title, part.id) for part in values["parts"]),
        ],
        **values,
    )
