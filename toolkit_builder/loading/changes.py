"""What a layer makes of those below it: texts worded anew, entries hidden, and what may not be changed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import chain
from typing import NamedTuple

from toolkit_builder.diagnostics import Diagnostic, did_you_mean
from toolkit_builder.model.base import Entry, FoundText, Mark, map_texts
from toolkit_builder.model.catalogue import moved_place
from toolkit_builder.model.school import School
from toolkit_builder.model.texts import texts_by_place
from toolkit_builder.model.toolkit import names_of_before

from .files import BANKS, name_of, names_before, with_origins
from .references import check_slots

Entries = dict[str, Entry]
"""Entries by folder and id, as `files.name_of` gives them."""
PAGES = "pages"
_HIDDEN = (*(bank.folder for bank in BANKS if bank.folder not in ("skills", "search")), PAGES)
_WHERE = "`toolkit-builder own --where TEXT` finds the place of a text that you see on a page"


@dataclass(frozen=True, slots=True)
class Lock:
    """A pattern of places that no layer above may change, and what findings call the layer that says so."""

    pattern: str
    by: str


Locked = tuple[str, Lock, Entry]
"""A locked text, its lock, and the entry that holds it."""


def lock_of(place: str, locks: Iterable[Lock]) -> Lock | None:
    """The lock that holds the text at `place`."""
    return next((lock for lock in locks if fnmatchcase(place, lock.pattern)), None)


def locked_texts(entries: Iterable[Entry], locks: Collection[Lock]) -> dict[str, Locked]:
    """The texts among `entries` that are locked, by their places."""
    texts = texts_by_place(entries) if locks else {}
    return {
        place: (found.text, lock, entry) for place, (entry, found) in texts.items() if (lock := lock_of(place, locks))
    }


def check_locked(before: Mapping[str, Locked], after: Mapping[str, Entry]) -> Iterator[Diagnostic]:
    """A finding for each text locked `before` a layer was laid that is another one in the same entry afterwards."""
    texts = texts_by_place(after.values()) if before else {}
    for place, (text, lock, entry) in before.items():
        own = after.get(name_of(entry))
        if own is None or own is entry or (place in texts and texts[place][1].text == text):
            continue
        at = own.at(*texts[place][1].keys) if place in texts else own.at(*_keys_of(place))
        message = f"{lock.by} locks '{place}' ('{lock.pattern}'), and it is worded otherwise here"
        hint = f"take the line out, or take over the words of {entry.at(*_keys_of(place))}"
        yield Diagnostic("locked-text", message, at, hint)


def _keys_of(place: str) -> list[str | int]:
    """The keys on the way to a text of a school, which has no id; a nearest guess for another."""
    return [int(key) - 1 if key.isdigit() else key for key in place.split("/")[1:]]


class _Words(NamedTuple):
    """What a layer says instead of a text, and the place by which it names it."""

    said: str
    text: str


def worded(entries: Entries, school: School) -> tuple[Entries, list[Diagnostic]]:
    """The entries in the wording of a layer, whose `school` says it, and what in that wording is to mend."""
    if not school.wording:
        return entries, []
    findings = []
    known = texts_by_place(entries.values())
    renamed = names_of_before(entries.values())
    wording: dict[str, _Words] = {}
    for said, text in school.wording.items():
        at = school.at("wording", said)
        place = moved_place(said, renamed)
        if place.startswith("school/"):
            message, hint = "this text has a key of its own in this file", f"write '{place.split('/')[1]}:' instead"
            findings.append(Diagnostic("unknown-place", message, at, hint, "warning"))
        elif place not in known:
            hint = _nearest_place(place, known) or _WHERE
            findings.append(Diagnostic("unknown-place", f"no text has the place '{said}'", at, hint, "warning"))
        elif not text.strip():
            findings.append(Diagnostic("bad-text", f"'{said}' is empty", at, "fill it in, or delete the line"))
        elif place == said or place not in school.wording:
            # What names the entry of today goes before what names one that it took the place of.
            wording[place] = _Words(said, text.strip())
    changed = {name_of(known[place][0]): known[place][0] for place in wording}
    made = {name: _reworded(entry, wording, known, school) for name, entry in changed.items()}
    own = school.path_of()
    findings += (one for one in chain(*map(check_slots, made.values())) if one.location.path == own)
    return {**entries, **made}, findings


def _nearest_place(wrong: str, known: Mapping[str, tuple[Entry, FoundText]]) -> str:
    """The place that was probably meant, as a hint, with the line of its text; of the same entry, if it has one."""
    entry = "/".join(wrong.split("/")[:2]) + "/"
    near = {place: found for place, found in known.items() if place.startswith(entry)} or known
    return did_you_mean(wrong, {place: holder.at(*found.keys) for place, (holder, found) in near.items()})


def _reworded(
    entry: Entry, wording: Mapping[str, _Words], known: Mapping[str, tuple[Entry, FoundText]], school: School
) -> Entry:
    """A copy of `entry` with the school's words, each of which knows its line in the school's file."""
    own = {found.keys: place for place, (holder, found) in known.items() if holder is entry and place in wording}
    made = map_texts(entry, lambda found: wording[own[found.keys]].text if found.keys in own else found.text)
    mark, own_mark = entry.origin.mark, school.origin.mark.child("wording")
    for keys, place in own.items():
        said = wording[place].said
        inner = own_mark.child(said) if own_mark else None
        assert inner is not None, "words without a mark"
        mark = _with_mark(mark, keys, replace(inner, path=school.at("wording", said).path))
    return with_origins(made, entry.origin.with_mark(mark))


def _with_mark(mark: Mark, keys: tuple[str | int, ...], inner: Mark) -> Mark:
    """A copy of `mark` in which `inner` stands under `keys`."""
    if not keys:
        return inner
    key = keys[0]
    below = _with_mark(mark.child(key) or Mark(mark.line, mark.column, mark.line, mark.column), keys[1:], inner)
    if isinstance(mark.children, list):
        return replace(mark, children=[below if position == key else one for position, one in enumerate(mark.children)])
    return replace(mark, children={**(mark.children or {}), str(key): below})


def hides(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether an entry, by folder and id, is one of those that `patterns` hide."""
    folded = [pattern.casefold() for pattern in patterns]
    return lambda name: any(fnmatchcase(name, pattern) for pattern in folded)


def hiding_by_names_of_today(entries: Entries, school: School) -> School:
    """The `school` of a layer, whose `hide:` names no entry by a name that it had before."""
    if not school.hide:
        return school
    before = {old: name for name, entry in entries.items() for old in names_before(entry)}
    today = tuple(
        pattern if pattern.casefold() in entries else before.get(pattern.casefold(), pattern) for pattern in school.hide
    )
    return school.model_copy(update={"hide": today})


def check_hidden(entries: Entries, faulty: Iterable[str], school: School) -> Iterator[Diagnostic]:
    """A warning for each pattern of a layer that hides nothing. `faulty` are names of entries that have faults."""
    if not school.hide:
        return
    names = [*entries, *faulty]
    known = {name: entry.at() for name, entry in entries.items()}
    for position, pattern in enumerate(school.hide):
        folder, slash, inner = pattern.partition("/")
        place = school.at("hide", position)
        if folder not in _HIDDEN or not slash or (not inner and folder != PAGES):
            hint = did_you_mean(folder, _HIDDEN) if slash else did_you_mean(f"guides/{pattern}", known)
            message = f"'{pattern}' does not say what kind of thing is to be hidden"
            hint = hint or f"start it with {', '.join(f'{one}/' for one in _HIDDEN)}"
            yield Diagnostic("nothing-to-hide", message, place, hint, "warning")
        elif folder != PAGES and not any(map(hides([pattern]), names)):
            same = {name: at for name, at in known.items() if name.startswith(f"{folder}/")}
            message = f"there is nothing by the name '{pattern}' to hide"
            yield Diagnostic("nothing-to-hide", message, place, did_you_mean(pattern, same), "warning")


def without_hidden(entries: Entries, school: School) -> Entries:
    """The entries that a layer leaves in place."""
    is_hidden = hides(school.hide)
    return {name: entry for name, entry in entries.items() if not is_hidden(name)} if school.hide else entries
