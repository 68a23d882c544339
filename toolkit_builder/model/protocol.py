"""The protocol: what holds at every visit, kept once. A guide says only what its own grade and visit change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from .banks import Source
from .base import BasedOn, Entry, FamilyText, Id, Line, Text, Title
from .guide import Guide
from .school import School
from .vocabulary import Band, ContactRole, Part, Place, Turn, Visit, band_of

Fill = Literal[
    "confirm",
    "whereabouts",
    "decline",
    "not-this",
    "interpreter",
    "language",
    "home",
    "limit",
    "thanks",
    "after",
    "privacy",
    "turn",
]
"""Lines of a guide, and of the family's page, that a step stands in for where the guide leaves them out.

    confirm       a task under `before:` that confirms date and time             `do`
    whereabouts   who holds names, address, times and telephone numbers          `do`
    decline       `invite: decline` and `family_page: decline`                   `say` and `family`
    not-this      one more line of `invite: not_this` and `family_page: not_this`  `family`
    interpreter   `team: interpreter`                                            `do`
    language      `family_page: language`                                        `family`
    home          `family_page: home`                                            `family`
    limit         what the school keeps to itself, and when the law makes it get help; no guide words it  `family`
    thanks        `after: follow_up: text` and `within_days`                     `say` and `within_days`
    after         `family_page: after`                                           `family`
    privacy       `after: privacy`                                               `do`
    turn          whose turn a part of `agenda:` is                              `turn`
"""


class ProtocolStep(Entry):
    """One thing that holds at every visit, or at every visit of some kinds, ages and places."""

    id: Id
    """The name by which a school replaces, hides or words this step. It never changes."""
    part: Part
    """When it is: before, door, visit, trouble (something goes wrong), or after."""
    title: Title
    """The step in a few words, such as Two visitors, always."""
    do: Text
    """What to do, starting with a verb."""
    why: Text
    """The reason, in one line."""
    say: FamilyText = ""
    """Words to say aloud, or to send."""
    family: FamilyText = ""
    """What the family's page says of it."""
    when: Text = ""
    """When, in words, such as two days before."""
    carry: bool = False
    """`true` for what visitors must have in mind at the door. It stands on the visit plan and in visit mode."""
    minutes_late: Annotated[int, Field(ge=1, le=120)] | None = None
    """A rung of the ladder of calls: so many minutes after the agreed end without a word from the visitors."""
    call: ContactRole | None = None
    """Whose number from school.yml stands with it: visits, safety, lead or hotline."""
    phone: Line = ""
    """A number that holds in every state, such as 988."""
    phone_name: Title = ""
    """Who answers at that number."""
    fills: tuple[Fill, ...] = ()
    """Lines that it stands in for where a guide leaves them out."""
    within_days: Annotated[int, Field(ge=1, le=60)] | None = None
    """With `fills: [thanks]`: days after the visit, at most."""
    turn: Turn | None = None
    """With `fills: [turn]`: whose turn a part is whose guide does not say: leader, partner or both."""
    visits: tuple[Visit, ...] = ()
    """Kinds of visit that it is for; without it, all."""
    bands: tuple[Band, ...] = ()
    """Ages that it is for: early, elementary, middle, high; without it, all."""
    places: tuple[Place, ...] = ()
    """Places that it is for, such as home, or video and phone; without it, all."""
    source: Source | None = None
    """Where it comes from. Leave it out where it is a recommendation of your own."""
    note: Line = ""
    """A word to translators; readers do not see it."""
    based_on: BasedOn = ""
    """The library's version that this was made from, such as library 0.1.0: `toolkit-builder own` writes it."""

    @property
    def is_for_all(self) -> bool:
        """True if it holds at every visit, of whatever kind and age, at whatever place."""
        return not (self.visits or self.bands or self.places)

    def suits(self, guide: Guide) -> bool:
        """True if it holds at the guide's visit: of its kind, for one of its ages, at one of its places."""
        return (
            (not self.visits or guide.visit in self.visits)
            and (not self.bands or any(band_of(grade) in self.bands for grade in guide.grades))
            and (not self.places or any(place in self.places for place in guide.places))
        )

    def places_of(self, guide: Guide) -> tuple[Place, ...]:
        """Those of the guide's places that it is for; none where it is for all of them."""
        places = tuple(place for place in guide.places if place in self.places)
        return () if len(places) == len(guide.places) else places


@dataclass(frozen=True, slots=True)
class Number:
    """Someone to call. `is_missing` where the school has not said who: its first contact stands in."""

    who: str
    phone: str
    is_missing: bool = False


def numbers_of(school: School, step: ProtocolStep) -> tuple[Number, ...]:
    """Whom a step says to call, from school.yml: each with a role, or the hotlines; else the first contact."""
    if step.call is None:
        return ()
    if step.call == "hotline":
        return tuple(Number(one.who, one.phone) for one in school.hotlines)
    named = tuple(Number(one.who, one.phone) for one in school.contacts if one.role == step.call)
    first = school.contacts[0]
    return named or (Number(first.who, first.phone, is_missing=True),)


def all_numbers(school: School, steps: Iterable[ProtocolStep]) -> tuple[tuple[str, str], ...]:
    """Every number once, after whose it is: those that hold everywhere, then the school's people and hotlines."""
    steps = tuple(steps)
    everywhere: dict[str, str] = {}
    for step in steps:
        if step.phone:
            everywhere.setdefault(step.phone, step.phone_name or step.title)
    people = dict.fromkeys(one for step in steps for one in numbers_of(school, step) if not one.is_missing)
    return (*((who, phone) for phone, who in everywhere.items()), *((one.who, one.phone) for one in people))


def missing_roles(school: School, steps: Iterable[ProtocolStep]) -> tuple[ContactRole, ...]:
    """The roles that `steps` call and for which the school names nobody, in the order of the roles."""
    named = {contact.role for contact in school.contacts} | ({"hotline"} if school.hotlines else set())
    called = {step.call for step in steps} - named - {None}
    return tuple(role for role in get_args(ContactRole) if role in called)


def filled_guide(guide: Guide, steps: Iterable[ProtocolStep]) -> Guide:
    """The guide as its readers see it. `steps` are those that hold at its visit.

    A text that it leaves out is that of the first step that fills it. What it lists stands before what steps add.
    Visitors take turns where there are two.
    """
    by_fill: dict[str, list[ProtocolStep]] = {}
    for step in steps:
        for fill in step.fills:
            by_fill.setdefault(fill, []).append(step)

    def text(fill: Fill, key: str) -> str:
        return next((words for step in by_fill.get(fill, ()) if (words := getattr(step, key))), "")

    days = next((step.within_days for step in by_fill.get("thanks", ()) if step.within_days), None)
    usual = next((step.turn for step in by_fill.get("turn", ()) if step.turn), None)
    turns = [(step.turn or usual) if guide.team.size > 1 else None for step in guide.agenda]
    added = tuple(step.family for step in by_fill.get("not-this", ()) if step.family)
    invite, page, after = guide.invite, guide.family_page, guide.after
    follow_up = after.follow_up
    changes: dict[str, Any] = {
        "team": guide.team.model_copy(update={"interpreter": guide.team.interpreter or text("interpreter", "do")}),
        "invite": invite.model_copy(
            update={
                "decline": invite.decline or text("decline", "say"),
                "not_this": tuple(dict.fromkeys((*invite.not_this, *added))),
            }
        ),
        "agenda": tuple(step.model_copy(update={"turn": turn}) for step, turn in zip(guide.agenda, turns, strict=True)),
        "after": after.model_copy(
            update={
                "privacy": after.privacy or text("privacy", "do"),
                "follow_up": follow_up.model_copy(
                    update={
                        "text": follow_up.text or text("thanks", "say"),
                        "within_days": follow_up.within_days or days or USUAL_DAYS,
                    }
                ),
            }
        ),
        "family_page": page.model_copy(
            update={
                **{key: getattr(page, key) or text(key, "family") for key in ("home", "decline", "language", "after")},
                "not_this": tuple(dict.fromkeys((*page.not_this, *added))),
            }
        ),
    }
    made = guide.model_copy(update=changes)
    # The copy took along what was found in the original.
    made.__dict__.pop("texts", None)
    return made


USUAL_DAYS = 2
"""Within so many days the family hears from the school, where neither guide nor protocol says it."""
