"""Names that point from one entry to another: every one must lead somewhere."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property, partial

from toolkit_builder.cache import NOTHING_KEPT, Cache, key_of
from toolkit_builder.diagnostics import Diagnostic, Location, did_you_mean
from toolkit_builder.model.banks import Activity, Fact, Framework, Prompt
from toolkit_builder.model.base import Entry
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.insert import Insert
from toolkit_builder.model.kit import KitPiece
from toolkit_builder.model.protocol import ProtocolStep
from toolkit_builder.model.school import School
from toolkit_builder.model.texts import entries_of, texts_by_place
from toolkit_builder.model.toolkit import Toolkit, is_spoken, normal_code
from toolkit_builder.model.vocabulary import SLOTS

from .files import by_file
from .own_words import Use, check_icon, check_own_words, check_words, uses_in

_Place = Callable[[], Location]
"""Tells where something stands, if anybody asks: most is right, and to find a place takes a while."""
_SLOT = re.compile(r"\{([^{}\n]{0,40})\}")


class _Places(Mapping[str, Location]):
    """Where entries have their names, found when somebody asks."""

    def __init__(self, entries: Mapping[str, Entry], key: str) -> None:
        self._entries = entries
        self._key = key

    def __getitem__(self, name: str) -> Location:
        return self._entries[name].at(self._key)

    def __contains__(self, name: object) -> bool:
        # Without looking for its place.
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


@dataclass(frozen=True)
class Names:
    """Every id and code that entries may point to, with its place.

    `faulty` are ids of entries that have faults of their own: they exist, so pointing to them is no second fault.
    `unread` are kinds of which a file could not be read: a name missing there may well exist. `words` are those of
    entries with faults.
    """

    prompts: Mapping[str, Location]
    activities: Mapping[str, Location]
    facts: Mapping[str, Location]
    inserts: Mapping[str, Location]
    steps: Mapping[str, Location]
    guides: Mapping[str, Location]
    renamed_guides: Mapping[str, str]
    skills: Mapping[str, Location]
    frameworks: Mapping[str, Location]
    profiles: tuple[str, ...]
    faulty: Set[str]
    unread: Set[str]
    words: Iterable[Use] = ()

    @cached_property
    def normal_skills(self) -> frozenset[str]:
        return frozenset(normal_code(code) for code in self.skills)


def names_of(toolkit: Toolkit, faulty: Set[str], unread: Set[str], words: Iterable[Use] = ()) -> Names:
    return Names(
        prompts=_Places({prompt.id: prompt for prompt in toolkit.prompts}, "id"),
        activities=_Places({activity.id: activity for activity in toolkit.activities}, "id"),
        facts=_Places({fact.id: fact for fact in toolkit.facts}, "id"),
        inserts=_Places({insert.id: insert for insert in toolkit.inserts}, "id"),
        steps=_Places({step.id: step for step in toolkit.protocol}, "id"),
        guides=_Places({guide.id: guide for guide in toolkit.guides}, "title"),
        renamed_guides=toolkit.renamed_guides,
        skills=_Places({skill.code: skill for one in toolkit.frameworks for skill in one.skills}, "code"),
        frameworks=_Places({framework.id: framework for framework in toolkit.frameworks}, "id"),
        profiles=tuple(profile.id for profile in toolkit.profiles),
        faulty=faulty,
        unread=unread,
        words=words,
    )


_FOLDER_OF = {
    "prompt": "prompts",
    "activity": "activities",
    "skill": "skills",
    "framework": "skills",
    "fact": "facts",
    "step": "protocol",
    "guide": "guides",
    "insert": "inserts",
}


def _unknown(
    kind: str, name: str, place: _Place, known: Mapping[str, Location] | Iterable[str], names: Names
) -> Iterator[Diagnostic]:
    if name in known or name in names.faulty or _FOLDER_OF.get(kind) in names.unread:
        return
    message = f"no {kind} is called '{name}'"
    new = names.renamed_guides.get(name) if kind == "guide" else None
    hint = f"it was renamed: write '{new}' ({names.guides[new]})" if new else did_you_mean(name, known)
    yield Diagnostic(f"unknown-{kind}", message, place(), hint)


def check_old_ids(
    entries: Sequence[Guide] | Sequence[Prompt] | Sequence[Activity] | Sequence[Insert], toolkit: Toolkit
) -> Iterator[Diagnostic]:
    """Findings for each name of before that could lead to two places: that of an entry, or listed twice.

    `entries` are all of one kind. A layer may keep an entry of its own that was taken out of those below it.
    """
    present = {entry.id: entry for entry in entries}
    listed: dict[str, Location] = {}
    for entry in entries:
        kind = type(entry).__name__.casefold()
        for position, old in enumerate(entry.old_ids):
            place = entry.at("old_ids", position)
            there = present[old].at("title" if isinstance(entry, Guide) else "id") if old in present else None
            if there and toolkit.is_own(there) == toolkit.is_own(place):
                article = "an" if kind in ("activity", "insert") else "a"
                message = f"'{old}' is the id of {article} {kind} that is here ({there})"
                yield Diagnostic("duplicate-id", message, place, f"delete it here, or rename that {kind}")
            elif old in listed:
                message = f"'{old}' is listed twice; the other one is in {listed[old]}"
                yield Diagnostic("duplicate-id", message, place, f"leave it with the {kind} that its links should open")
            listed.setdefault(old, place)


def check_references(toolkit: Toolkit, names: Names, cache: Cache = NOTHING_KEPT) -> Iterator[Diagnostic]:
    """Findings for every id, code, profile, word and slot that leads nowhere.

    A file in which all leads somewhere is not looked into again until it changes, or the names do.
    """
    known = (toolkit.read.get("names"), toolkit.read.get("school"), toolkit.read.get("skills"))
    key = key_of("sound references", repr((known, sorted(names.faulty), sorted(names.unread))))
    before: Set[str] = cache.known(key) or frozenset()
    sound = set()
    for name, entries in by_file(entries_of(toolkit), toolkit.read).items():
        found = [] if name in before else [one for entry in entries for one in _check_entry(entry, toolkit, names)]
        yield from found
        if not found:
            sound.add(name)
    if sound != before:
        cache.keep(key, frozenset(sound))
    framework_id = toolkit.school.framework
    yield from _unknown("framework", framework_id, partial(toolkit.school.at, "framework"), names.frameworks, names)
    yield from check_own_words(toolkit.school)
    yield from check_words(names.words, toolkit, names.faulty, names.unread)
    # A school that hides a guide does not unlock what a layer below says.
    locked = toolkit.school.locked
    places = texts_by_place(entries_of(toolkit)) if locked else {}
    for position, pattern in enumerate(locked):
        if not any(fnmatchcase(place, pattern) for place in places):
            hint = "`msgctxt` in locales/*.po names the place of every text; * stands for anything"
            at = toolkit.school.at("locked", position)
            yield Diagnostic("unknown-place", f"'{pattern}' locks nothing: no text has such a place", at, hint)


def _check_entry(entry: Entry, toolkit: Toolkit, names: Names) -> Iterator[Diagnostic]:
    """Findings for what leads nowhere from one entry."""
    if isinstance(entry, Guide):
        yield from _check_guide(entry, names)
    elif isinstance(entry, Insert):
        yield from _check_insert(entry, names)
    elif isinstance(entry, KitPiece):
        yield from _check_piece(entry, names)
    for holder, keys, code in _codes(entry):
        is_known = normal_code(code) in names.normal_skills or code in names.faulty
        if not is_known and "skills" not in names.unread:
            hint = did_you_mean(code, names.skills)
            yield Diagnostic("unknown-skill", f"no skill has the code '{code}'", holder.at(*keys), hint)
    if isinstance(entry, (Guide, Prompt, Activity, Fact, ProtocolStep)):
        uses = uses_in(type(entry), entry, entry.origin)
        yield from check_words(uses, toolkit, names.faulty, names.unread)
    if isinstance(entry, School) or is_spoken(entry):
        yield from check_slots(entry)


def _codes(entry: Entry) -> Iterator[tuple[Entry, tuple[str | int, ...], str]]:
    """The codes of skills that an entry names, each with who holds it and its keys there."""
    if isinstance(entry, (Guide, Activity)):
        yield from ((entry, ("skills", position), code) for position, code in enumerate(entry.skills))
    for number, use in enumerate(entry.activities) if isinstance(entry, Guide) else ():
        for position, code in enumerate(use.skills) if isinstance(use, Activity) else ():
            yield entry, ("activities", number, "skills", position), code
    for skill in entry.skills if isinstance(entry, Framework) else ():
        linked = {"before": skill.before, "next": skill.next, "replaces": skill.replaces}
        yield from ((skill, (key,), code) for key, code in linked.items() if code)


def _check_piece(piece: KitPiece, names: Names) -> Iterator[Diagnostic]:
    yield from check_icon(piece.icon, partial(piece.at, "icon"))
    for keys, name in piece.references("facts"):
        yield from _unknown("fact", name, partial(piece.at, *keys), names.facts, names)
    for keys, name in piece.references("protocol"):
        yield from _unknown("step", name, partial(piece.at, *keys), names.steps, names)


def _check_insert(insert: Insert, names: Names) -> Iterator[Diagnostic]:
    yield from _check_uses(insert, "prompt", "prompts", names.prompts, names)
    yield from _check_uses(insert, "fact", "facts", names.facts, names)


def _check_uses(
    entry: Guide | Insert, kind: str, field: str, known: Mapping[str, Location], names: Names
) -> Iterator[Diagnostic]:
    """Findings for names in a list that lead nowhere, or stand there twice."""
    first: dict[str, int] = {}
    uses: tuple[str, ...] = getattr(entry, field)
    for position, name in enumerate(uses):
        yield from _unknown(kind, name, partial(entry.at, field, position), known, names)
        if name in first:
            message = f"'{name}' is used twice; first in line {entry.at(field, first[name]).line}"
            yield Diagnostic("duplicate-id", message, entry.at(field, position), "delete one of the two lines")
        first.setdefault(name, position)


def _check_guide(guide: Guide, names: Names) -> Iterator[Diagnostic]:
    faulty = names.faulty
    yield from _unknown("profile", guide.profile, partial(guide.at, "profile"), names.profiles, names)
    used: dict[str, tuple[str, int]] = {}
    for field, bank in (("prompts", names.prompts), ("activities", names.activities)):
        uses: tuple[str | Prompt | Activity, ...] = getattr(guide, field)
        for position, use in enumerate(uses):
            keys = (field, position)
            name = use if isinstance(use, str) else use.id
            if isinstance(use, str):
                yield from _unknown(
                    "prompt" if field == "prompts" else "activity", use, partial(guide.at, *keys), bank, names
                )
            elif name in bank:
                message = f"this guide's own '{name}' has the id of one in the bank ({bank[name]})"
                yield Diagnostic("duplicate-id", message, guide.at(*keys), "give it another id")
            if name in used:
                message = f"'{name}' is used twice in this guide; first in line {guide.at(*used[name]).line}"
                yield Diagnostic("duplicate-id", message, guide.at(*keys), "delete one of the two lines")
            used.setdefault(name, keys)
    # A misspelled id in the guide's list was told above; the agenda may well have it right.
    is_unsure = any(isinstance(use, str) and use not in names.prompts for use in guide.prompts)
    for step_number, step in enumerate(guide.agenda):
        for position, name in enumerate(step.prompts):
            if name in used or name in faulty or (is_unsure and name in names.prompts):
                continue
            in_guide = {known: guide.at(*keys) for known, keys in used.items()}
            hint = did_you_mean(name, {**in_guide, **(names.prompts if is_unsure else {})})
            message = f"the agenda asks '{name}', but it is not among this guide's prompts"
            place = guide.at("agenda", step_number, "prompts", position)
            yield Diagnostic("unknown-prompt", message, place, hint or "add it to this guide's 'prompts:' too")
    for position, name in enumerate(guide.facts):
        yield from _unknown("fact", name, partial(guide.at, "facts", position), names.facts, names)
    yield from _check_uses(guide, "insert", "inserts", names.inserts, names)
    for number, transition in enumerate(guide.transitions):
        for position, name in enumerate(transition.facts):
            place_of_fact = partial(guide.at, "transitions", number, "facts", position)
            yield from _unknown("fact", name, place_of_fact, names.facts, names)
    if guide.next_visit:
        yield from _unknown("guide", guide.next_visit, partial(guide.at, "next_visit"), names.guides, names)


def check_slots(entry: Entry) -> Iterator[Diagnostic]:
    """Words in braces that nobody would know how to fill."""
    for found in entry.texts:
        if "{" not in found.text:
            continue
        for slot in _SLOT.findall(found.text):
            if slot not in SLOTS:
                hint = did_you_mean(slot, SLOTS) or f"known slots: {', '.join(SLOTS)}"
                yield Diagnostic("unknown-slot", f"'{{{slot}}}' is not a slot", entry.at(*found.keys), hint)
