"""What is new in the library below, change by change, and what a person decided about each."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit_builder.interface import Interface
from toolkit_builder.upgrading.likeness import GONE
from toolkit_builder.upgrading.merging import Change
from toolkit_builder.upgrading.planning import Plan, Renewal
from toolkit_builder.upgrading.telling import shown, words

from .comparing import called
from .forms import KEYS, Field, Keys, form_of
from .posting import leaves

Part = tuple[str, str]
"""A part of a text: `same`, `out` or `in`, and its words."""
ANSWERS = ("theirs", "mine")
_NUMBER = re.compile(r"\+?(\d+)")


@dataclass(frozen=True, slots=True)
class Choice:
    """A change of the library's, to take or to leave. `name` is that of its buttons.

    `was` is the library's text of before, with what went out of it; `now` the one of now, with what came; `yours` is
    empty where the school left the text alone. `is_open` for one that nobody can decide on but a person.
    """

    name: str
    label: str
    was: list[Part]
    now: list[Part]
    yours: str
    is_open: bool
    is_fixed: bool = False
    """True where there is nothing to choose: the school's words are the library's now."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """An entry, or a wording, under which the library changed. `kind` and `id` lead to it."""

    title: str
    about: str
    kind: str
    id: str
    choices: list[Choice]


def renewed(plan: Plan, interface: Interface) -> Iterator[Renewed]:
    """All that a plan brings, for a page."""
    for number, renewal in enumerate(plan.renewals):
        choices = [_choice(_name(number, change), renewal, change, interface) for change in renewal.merged.changes]
        piece = renewal.piece
        if piece is not None:
            yield Renewed(_title(piece.value) or piece.id, piece.id, piece.kind, piece.id, choices)
        else:
            yield Renewed(interface.t("Your own words"), renewal.name, "", "", choices)


def _name(number: int, change: Change) -> str:
    return ".".join(("answer", str(number), *change.keys))


def _title(value: Any) -> str:
    named = value if isinstance(value, dict) else {}
    return next((str(named[key]) for key in ("title", "term", "text", "statement", "name") if named.get(key)), "")


def _choice(name: str, renewal: Renewal, change: Change, interface: Interface) -> Choice:
    form, keys = _form_of(renewal), _keys_of(change)
    was, now, yours = (_plain(one, form, keys, interface) for one in (change.base, change.theirs, change.yours))
    # Of what came or went as a whole, each word did.
    parts = words(was, now) if was and now else [("same", was or now)]
    return Choice(
        name,
        called(form, keys, interface) if form else "",
        [one for one in parts if one[0] != "in"] if was else [],
        [one for one in parts if one[0] != "out"] if now else [],
        yours if change.meets else "",
        change.meets,
        renewal.piece is None and not change.meets,
    )


def _form_of(renewal: Renewal) -> Field | None:
    """The form of the entry; None for a wording, which is one text."""
    return form_of(renewal.piece.kind) if renewal.piece and renewal.piece.kind in KEYS else None


def _keys_of(change: Change) -> Keys:
    """The keys of a change as forms know them."""
    numbers = ((key, _NUMBER.fullmatch(key)) for key in change.keys)
    return tuple(int(number[1]) - 1 if number else key for key, number in numbers)


def _plain(value: Any, form: Field | None, keys: Keys, interface: Interface) -> str:
    """A value as people read it: of more than one text, each in a line, after what a form calls it."""
    if value is None or value is GONE:
        return ""
    if form is None or not isinstance(value, (dict, list)):
        return shown(value)
    start = called(form, keys, interface) if keys else ""
    lines = []
    for inner, said in leaves(value):
        label = called(form, (*keys, *inner), interface).removeprefix(start).lstrip(": ")
        lines.append(f"{label}: {said}")
    return "\n".join(lines)


def decide(plan: Plan, posted: Mapping[str, str]) -> None:
    """Gives a plan the answers of a sent form. What nobody answered stays as the plan has it."""
    for number, renewal in enumerate(plan.renewals):
        # What is decided may show other changes: those that were asked about are the ones before.
        for change in renewal.merged.changes:
            said = posted.get(_name(number, change))
            if said == "theirs":
                renewal.answers[change.keys] = "theirs"
            elif said == "mine":
                renewal.answers[change.keys] = "mine"
    for renewal in plan.renewals:
        renewal.decide()


def digest_of(plan: Plan) -> str:
    """A few letters that are others as soon as the plan is another."""
    made = hashlib.sha256(repr((plan.now, plan.gone, plan.news)).encode())
    for renewal in plan.renewals:
        yours = renewal.piece.text if renewal.piece else renewal.yours
        made.update(repr((renewal.name, renewal.base, renewal.theirs, yours)).encode())
    return made.hexdigest()[:20]
