"""A toolkit without what its school does not show: other grades, and what leads to nothing any more."""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, TypeVar

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.banks import Activity, Framework
from toolkit_builder.model.base import Entry, Mark, Record
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.kit import KitPiece
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES, Grade, band_of

_Some = TypeVar("_Some", bound=Entry)
_Part = TypeVar("_Part", bound=Record)
_SPAN = re.compile(r"(pre-?k|pk|k|[1-9]|1[0-2])(?:\s*[-–]\s*(k|[1-9]|1[0-2]))?")


def grades_of(school: School) -> tuple[frozenset[Grade], list[Diagnostic]]:
    """The grades that the school says it has, none where it says nothing; and what in its words is to mend."""
    shown: set[Grade] = set()
    findings = []
    order = list(GRADES)
    for position, word in enumerate(school.grades):
        found = _SPAN.fullmatch(word.strip().casefold())
        if not found:
            message, hint = f"'{word}' is no grade", "write PK, K, 1 to 12, or a span such as K-5"
            findings.append(Diagnostic("unknown-word", message, school.at("grades", position), hint))
            continue
        first, last = sorted(order.index(_grade(one)) for one in (found[1], found[2] or found[1]))
        shown.update(order[first : last + 1])
    return frozenset(shown), findings


def _grade(word: str) -> Grade:
    is_early = word.startswith("p")
    return next(grade for grade in GRADES if grade.casefold() == ("pk" if is_early else word))


def for_grades(toolkit: Toolkit, shown: Collection[Grade]) -> Toolkit:
    """What of the toolkit is for the grades `shown`; what is for others, too, is cut to them."""
    bands = {band_of(grade) for grade in shown}
    guides = (_guide_for(guide, shown) for guide in toolkit.guides)
    return replace(
        toolkit,
        guides=tuple(guide for guide in guides if guide.grades),
        prompts=tuple(prompt for prompt in toolkit.prompts if bands & {*prompt.bands}),
        activities=tuple(filter(None, (_cut(activity, shown) for activity in toolkit.activities))),
        frameworks=tuple(_framework_for(framework, shown) for framework in toolkit.frameworks),
        protocol=tuple(step for step in toolkit.protocol if not step.bands or bands & {*step.bands}),
        inserts=tuple(filter(None, (_cut(insert, shown) for insert in toolkit.inserts))),
    )


def _cut(entry: _Some, shown: Collection[Grade]) -> _Some | None:
    """An entry with those of its grades that are `shown`; None if there are none."""
    grades: tuple[Grade, ...] = getattr(entry, "grades")  # noqa: B009, only some entries have grades
    kept = tuple(grade for grade in grades if grade in shown)
    return entry if kept == grades else _with(entry, grades=kept) if kept else None


def _with(entry: _Some, **values: Any) -> _Some:
    made = entry.model_copy(update=values)
    # The copy took along what was found in the original.
    made.__dict__.pop("texts", None)
    return made


def _guide_for(guide: Guide, shown: Collection[Grade]) -> Guide:
    kept = tuple(grade for grade in guide.grades if grade in shown)
    if kept == guide.grades:
        return guide
    cut = {at: _cut(use, shown) if isinstance(use, Activity) else use for at, use in enumerate(guide.activities)}
    own = {at: use for at, use in cut.items() if use is not None}
    made = _kept(guide, "activities", list(own))
    return _with(made, grades=kept, activities=tuple(own.values()))


def _framework_for(framework: Framework, shown: Collection[Grade]) -> Framework:
    skills = {position: cut for position, skill in enumerate(framework.skills) if (cut := _cut(skill, shown))}
    if tuple(skills.values()) == framework.skills:
        return framework
    return _with(_kept(framework, "skills", list(skills)), skills=tuple(skills.values()))


def _kept(entry: _Some, key: str, positions: Sequence[int]) -> _Some:
    """The entry with those items of a list that stand at `positions`, each of which still knows its line."""
    items = getattr(entry, key)
    if len(positions) == len(items):
        return entry
    made = _with(entry, **{key: tuple(items[position] for position in positions)})
    mark = made.origin.mark
    inner = mark.child(key)
    if inner and isinstance(inner.children, list) and isinstance(mark.children, dict):
        marks = [inner.children[position] for position in positions]
        mark = replace(mark, children={**mark.children, key: replace(inner, children=list[Mark](marks))})
        made.with_origin(made.origin.with_mark(mark))
    return made


def with_names_of_today(toolkit: Toolkit) -> Toolkit:
    """The toolkit whose guides and inserts name prompts, activities and inserts by today's names, each once."""
    kinds = {"prompts": "prompt", "activities": "activity", "inserts": "insert"}
    names = {key: toolkit.renamed_of(kind) for key, kind in kinds.items()}
    if not any(names.values()):
        return toolkit
    asked = {"prompts": names["prompts"]}
    return replace(
        toolkit,
        guides=tuple(_by_names_of_today(guide, names) for guide in toolkit.guides),
        inserts=tuple(_uses_of_today(insert, asked) for insert in toolkit.inserts),
    )


def _uses_of_today(entry: _Some, names: Mapping[str, Mapping[str, str]]) -> _Some:
    """An entry whose lists, by their keys in `names`, say today's names."""
    for key, renamed in names.items():
        uses = getattr(entry, key)
        said = {use for use in uses if isinstance(use, str)}
        if not said & renamed.keys():
            continue
        today = {at: renamed.get(use, use) if isinstance(use, str) else use for at, use in enumerate(uses)}
        # Two that are one today are used once; a name said twice stays, for that is a fault.
        seen = {*(said - renamed.keys())}
        kept = []
        for at, use in enumerate(uses):
            if use in renamed and today[at] in seen:
                continue
            kept.append(at)
            seen |= {today[at]} if isinstance(use, str) else set()
        entry = _kept(_with(entry, **{key: tuple(today.values())}), key, kept)
    return entry


def _by_names_of_today(guide: Guide, names: Mapping[str, Mapping[str, str]]) -> Guide:
    guide = _uses_of_today(guide, names)
    renamed = names["prompts"]
    if any(name in renamed for step in guide.agenda for name in step.prompts):
        steps = (
            step.model_copy(update={"prompts": tuple(dict.fromkeys(renamed.get(name, name) for name in step.prompts))})
            for step in guide.agenda
        )
        guide = _with(guide, agenda=tuple(steps))
    return guide


def without_loose_ends(toolkit: Toolkit, gone: Set[str]) -> Toolkit:
    """The toolkit whose guides, inserts and kit name nothing that is `gone`, by folder and id: it is not shown."""
    if not gone:
        return toolkit
    return replace(
        toolkit,
        guides=tuple(_tied(guide, gone) for guide in toolkit.guides),
        inserts=tuple(_without_uses(insert, ("prompts", "facts"), gone) for insert in toolkit.inserts),
        kit=tuple(_tied_piece(piece, gone) for piece in toolkit.kit),
    )


def _without_uses(entry: _Some, keys: Sequence[str], gone: Set[str]) -> _Some:
    """An entry without those uses in the lists `keys` that are `gone`."""
    for key in keys:
        uses = getattr(entry, key)
        kept = [at for at, use in enumerate(uses) if not isinstance(use, str) or f"{key}/{use}" not in gone]
        entry = _kept(entry, key, kept)
    return entry


def _tied_piece(piece: KitPiece, gone: Set[str]) -> KitPiece:
    changes: dict[str, Any] = {}
    for key in ("protocol", "facts"):
        if any(f"{key}/{name}" in gone for _, name in piece.references(key)):
            for parts in ("sections", "slides"):
                held = changes.get(parts, getattr(piece, parts))
                changes[parts] = tuple(_without(part, key, gone) for part in held)
    return _with(piece, **changes) if changes else piece


def _tied(guide: Guide, gone: Set[str]) -> Guide:
    guide = _without_uses(guide, ("prompts", "activities", "facts", "inserts"), gone)
    changes: dict[str, Any] = {}
    for key, inner in (("agenda", "prompts"), ("transitions", "facts")):
        parts = getattr(guide, key)
        if any(f"{inner}/{name}" in gone for part in parts for name in getattr(part, inner)):
            changes[key] = tuple(_without(part, inner, gone) for part in parts)
    if f"guides/{guide.next_visit}" in gone:
        changes["next_visit"] = None
    return _with(guide, **changes) if changes else guide


def _without(part: _Part, key: str, gone: Set[str]) -> _Part:
    """A part of a guide without those names in `key` that are `gone`."""
    kept = tuple(name for name in getattr(part, key) if f"{key}/{name}" not in gone)
    return part.model_copy(update={key: kept})
