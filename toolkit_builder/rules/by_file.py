"""What is found in one entry at a time, kept by the hash of all that was read for it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from toolkit_builder.cache import NOTHING_KEPT, Cache, key_of
from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.loading.files import by_file
from toolkit_builder.model.base import Entry
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.insert import Insert
from toolkit_builder.model.kit import KitPiece
from toolkit_builder.model.profile import RuleLevel
from toolkit_builder.model.texts import entries_of
from toolkit_builder.model.toolkit import Toolkit

from .rule import RULES, at_level

Levels = Mapping[str, RuleLevel]
_FOR_ALL = ("names", "school", "glossary", "protocol")
"""Folders of what an entry rule may look at beside the entry, and of what loading makes of an entry."""
_LEADING = (Guide, Insert, KitPiece)
"""Entries that name others: loading changes them where the others have new names, or are not shown."""


def findings_by_file(
    toolkit: Toolkit, levels: Levels, between: Callable[[], None], cache: Cache
) -> Iterator[Diagnostic]:
    """The findings of entry rules and of guide rules. `between` is called before each file that is looked into.

    What such a rule found is kept by the hash of all that it can see; nothing else is there when it is asked.
    """
    alone = replace(
        toolkit, guides=(), prompts=(), activities=(), frameworks=(), facts=(), synonyms=(), inserts=(), kit=(),
        catalogues=(), read={},
    )  # fmt: skip
    guides = [(one.id, one.visit, one.grades) for one in toolkit.guides]
    others = tuple(_known_of(id=name, visit=visit, grades=grades) for name, visit, grades in guides)
    together = replace(toolkit, guides=others, catalogues=(), read={})

    def look(entries: Iterable[Entry]) -> Iterator[Diagnostic]:
        between()
        for entry in entries:
            yield from _of_entry(alone, entry, levels)
            if isinstance(entry, Guide):
                yield from _of_guide(together, entry, levels)

    chosen = (toolkit.lower, toolkit.edition, toolkit.source_language, sorted(levels.items()))
    seen = (chosen, _read(toolkit, _FOR_ALL))
    seen_by_leading = (chosen, _read(toolkit, {*toolkit.read} - {"guides"}), guides)
    # Where nobody knows what was read, nothing is kept.
    cache = cache if toolkit.read else NOTHING_KEPT
    entries = [*entries_of(toolkit)]
    for is_leading, context in ((False, seen), (True, seen_by_leading)):
        files = by_file((one for one in entries if isinstance(one, _LEADING) is is_leading), toolkit.read)
        yield from _kept(key_of("findings", repr(context)), files, look, cache)


def _known_of(**known: Any) -> Guide:
    """A guide of which nothing more is known."""
    return Guide.model_construct(**known)


def _read(toolkit: Toolkit, folders: Collection[str]) -> list[tuple[str, str, str]]:
    """What was read in some folders."""
    found = ((folder, toolkit.read.get(folder, {})) for folder in folders)
    return sorted((folder, path, key) for folder, files in found for path, key in files.items())


def _kept(
    table: str,
    files: Mapping[str, list[Entry]],
    look: Callable[[list[Entry]], Iterator[Diagnostic]],
    cache: Cache,
) -> Iterator[Diagnostic]:
    """The findings about each of the `files`, by their keys; those of all are one value of the cache, the `table`."""
    known = cache.known(table) or {}
    found = {key: known[key] if key in known else tuple(look(entries)) for key, entries in files.items()}
    if found.keys() != known.keys():
        cache.keep(table, found)
    return chain.from_iterable(found.values())


def _of_entry(toolkit: Toolkit, entry: Entry, levels: Levels) -> Iterator[Diagnostic]:
    for rule in RULES.values():
        if rule.check_entry:
            yield from at_level(rule.check_entry(toolkit, entry), levels.get(rule.code, rule.level))


def _of_guide(toolkit: Toolkit, guide: Guide, levels: Levels) -> Iterator[Diagnostic]:
    profile = toolkit.profiles_by_id.get(guide.profile)
    if profile is None:
        return  # Loading has said so.
    has_prompts = len(toolkit.prompts_of(guide)) == len(guide.prompts)
    for rule in RULES.values():
        if rule.check_guide and (has_prompts or not rule.needs_prompts):
            level = levels.get(rule.code, profile.levels.get(rule.code, rule.level))
            yield from at_level(rule.check_guide(toolkit, guide), level)
