"""Entries as rows of lists, and the search over all of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit_builder.interface import Interface, words_for
from toolkit_builder.loading.changes import hides
from toolkit_builder.loading.files import SCHOOL
from toolkit_builder.model.banks import Activity, Fact, Framework, GlossaryTerm, Prompt, Synonym
from toolkit_builder.model.base import Entry
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.pages.entries import ages, grades_of
from toolkit_builder.prose import plain_text
from toolkit_builder.upgrading.pieces import KINDS
from toolkit_builder.where import folded

from .holdings import Held, Holdings
from .items import Item

_TITLES = ("title", "text", "term", "name", "statement", "do", "find", "id")
"""The keys that may say what an entry is called, the best first."""


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry ready to be sought: its title and all its words, folded."""

    entry: Entry
    title: str
    about: str
    icon: str
    sought: str
    words: str


@dataclass(slots=True)
class Rows:
    """The rows of a toolkit's entries. What an entry says is folded once; that takes a while for all of them."""

    _known: dict[str, _Row] = field(default_factory=dict)

    def of(
        self, kind: str, holdings: Holdings, toolkit: Toolkit, counts: Mapping[str, int], *, asks: str, most: int
    ) -> list[Item]:
        """The entries of a kind, of all kinds if it is empty, that hold all words of `asks`, the best first.

        `counts` are how many findings there are, by the entries' names.
        """
        words = words_for(toolkit)
        sought = folded(asks).split()
        kinds = [kind] if kind else [one for one in KINDS if one != "search"]
        found: list[tuple[int, int, Item]] = []
        for one in kinds:
            shown = shown_entries(toolkit, one)
            for name in _in_order(one, holdings, toolkit):
                held = holdings.by_name[name][-1]
                entry = shown.get(name)
                is_hidden = entry is None and held.entry is not None and _is_hidden(held, toolkit)
                if entry is None and held.entry is not None and not is_hidden:
                    # It is for other grades than the school's.
                    continue
                row = self._row(name, entry or held.entry, held, holdings, words)
                rank = _rank(sought, row)
                if rank is not None:
                    item = _item(
                        held, row, is_own=holdings.is_own(held), findings=counts.get(name, 0), is_hidden=is_hidden
                    )
                    found.append((rank, len(found), item))
        if sought:
            found.sort(key=lambda one: one[:2])
        return [item for _, _, item in found[:most]]

    def title_of(self, held: Held, holdings: Holdings, toolkit: Toolkit) -> str:
        """What an entry is called."""
        entry = shown_entries(toolkit, held.kind).get(held.name) or held.entry
        return self._row(held.name, entry, held, holdings, words_for(toolkit)).title

    def prepared(self, holdings: Holdings, toolkit: Toolkit) -> Iterator[str]:
        """Folds what was not sought yet, one entry after the other, so that the first search need not wait for it."""
        words = words_for(toolkit)
        for kind in KINDS:
            for name, entry in shown_entries(toolkit, kind).items():
                self._row(name, entry, holdings.by_name[name][-1], holdings, words)
                yield name

    def _row(self, name: str, entry: Entry | None, held: Held, holdings: Holdings, words: Interface) -> _Row:
        known = self._known.get(name)
        if entry is None:
            piece = holdings.piece(held)
            return _row_of_values(held, piece.value if piece else {})
        if known is None or known.entry is not entry:
            known = self._known[name] = _row_of(entry, held, words)
        return known


def shown_entries(toolkit: Toolkit, kind: str) -> dict[str, Entry]:
    """The sound entries of a kind that the toolkit shows, by their names."""
    banks: Mapping[str, Iterable[Entry]] = {
        "guides": toolkit.guides,
        "prompts": toolkit.prompts,
        "activities": toolkit.activities,
        "skills": toolkit.frameworks,
        "kit": toolkit.kit,
        "glossary": toolkit.glossary,
        "facts": toolkit.facts,
        "search": toolkit.synonyms,
        "protocol": toolkit.protocol,
        "inserts": toolkit.inserts,
    }
    return {f"{kind}/{getattr(entry, KINDS[kind])}".casefold(): entry for entry in banks[kind]}


def counts_of(holdings: Holdings, findings: Iterable[Any]) -> Counter[str]:
    """How many findings there are about each entry, by its name."""
    return Counter(name for one in findings if one.level != "note" and (name := holdings.name_at(one.location)))


def _in_order(kind: str, holdings: Holdings, toolkit: Toolkit) -> list[str]:
    names = holdings.names(kind)
    if kind != "guides":
        return names
    listed = {f"guides/{guide.id}": number for number, guide in enumerate(toolkit.listed_guides)}
    return sorted(names, key=lambda name: listed.get(name, len(listed)))


def _is_hidden(held: Held, toolkit: Toolkit) -> bool:
    return hides(toolkit.school.hide)(held.name)


def _item(held: Held, row: _Row, *, is_own: bool, findings: int, is_hidden: bool) -> Item:
    return Item(held.kind, held.id, row.title, row.about, is_own, findings, is_hidden, row.icon)


def _rank(sought: list[str], row: _Row) -> int | None:
    """How far from the best a row is that holds all words; None for one that does not."""
    if not all(word in row.words for word in sought):
        return None
    if not sought:
        return 0
    whole = " ".join(sought)
    if row.sought.startswith(whole):
        return 0
    if all(f" {word}" in f" {row.sought}" for word in sought):
        return 1
    return 2 if all(word in row.sought for word in sought) else 3


def _row_of(entry: Entry, held: Held, words: Interface) -> _Row:
    said = (getattr(entry, key, "") for key in _TITLES)
    title = plain_text(next((one for one in said if one), held.id))
    about, icon = _about(entry, words)
    texts = " ".join(found.text for found in entry.texts)
    sought = folded(title)
    return _Row(entry, title, about, icon, sought, f"{sought} {folded(f'{held.id} {about}')} {folded(texts)}")


def _row_of_values(held: Held, value: Any) -> _Row:
    said = [value.get(key) for key in _TITLES] if isinstance(value, dict) else []
    title = next((one for one in said if isinstance(one, str) and one.strip()), held.id)
    texts = folded(f"{title} {held.id}")
    return _Row(Entry(), plain_text(title), "", "", folded(title), texts)


def _about(entry: Entry, words: Interface) -> tuple[str, str]:
    """A few words about an entry, and its icon."""
    if isinstance(entry, Guide):
        visit = words.visits.get(entry.visit)
        return f"{ages(grades_of(entry), words)}, {visit.title if visit else entry.visit}", visit.icon if visit else ""
    if isinstance(entry, Prompt):
        purpose = words.purposes.get(entry.purpose)
        return f"{purpose.title if purpose else entry.purpose}, {ages(grades_of(entry), words)}", (
            purpose.icon if purpose else ""
        )
    if isinstance(entry, Activity):
        routine = words.routines.get(entry.routine)
        return f"{routine.title if routine else entry.routine}, {ages(grades_of(entry), words)}", (
            routine.icon if routine else ""
        )
    if isinstance(entry, GlossaryTerm):
        return plain_text(entry.plain), ""
    if isinstance(entry, Fact):
        return plain_text(entry.source.title), ""
    if isinstance(entry, Framework):
        return plain_text(entry.about), ""
    if isinstance(entry, Synonym):
        return ", ".join(entry.typed), ""
    said = (getattr(entry, key, "") for key in ("when", "about", "staff", "family"))
    return next((plain_text(one) for one in said if isinstance(one, str) and one), ""), str(getattr(entry, "icon", ""))


def school_item(toolkit: Toolkit, findings: int, *, is_own: bool) -> Item:
    """The row of the school itself."""
    return Item(SCHOOL, SCHOOL, toolkit.school.name, toolkit.school.short_name, is_own, findings)
