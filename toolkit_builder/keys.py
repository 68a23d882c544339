"""What goes into pages and printed pieces, as keys of a cache: whatever does not change them is not in their key.

A key is made of a toolkit in the language of its source and of the translations, never of the toolkit in another
language: there, a text that is not translated may have the same letters as one that is, and looks another way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from .cache import key_of
from .model.base import Entry
from .model.guide import Guide
from .model.toolkit import Toolkit
from .outputs import PrintedSheet, files_in


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of what a toolkit's guides share, of each guide by its id, and of what lists show of all guides."""

    shared: str
    guides: Mapping[str, str]
    lists: str

    def with_pieces(self, printed: Iterable[PrintedSheet]) -> "Keys":
        """The same for pages, which tell of printed pieces."""
        said: dict[str, list[str]] = {}
        for one in printed:
            told = (one.uri, one.name, one.about, one.pages, one.size)
            said.setdefault(one.guide, []).append(repr(told))
        guides = {name: key_of(key, *said.get(name, ())) for name, key in self.guides.items()}
        return replace(self, guides=guides, lists=key_of(self.lists, *said.get("", ())))


def shown_in_lists(guide: Guide) -> tuple[object, ...]:
    """What pages that are not the guide's own show of it."""
    return (guide.id, guide.title, guide.summary, guide.grades, guide.visit, guide.topics, guide.cover.minutes)


def keys_of(source: Toolkit, language: str, own_templates: tuple[Path, ...], site_url: str) -> Keys:
    """The keys of a toolkit, given in the language of its source, in one `language`."""
    catalogues = [one for one in source.catalogues if one.language == language]
    words, own = _words_of(source)
    shared = key_of(
        language,
        source.source_language,
        source.edition,
        site_url,
        *(f"{name} {key_of(file.read_bytes())}" for folder in own_templates for name, file in files_in(folder)),
        *(one.key for one in catalogues),
        words,
    )
    guides = {
        # Its page leads on to the next visit.
        guide.id: key_of(shared, own[guide.id], own.get(guide.next_visit or "", ""))
        for guide in source.guides
    }
    lists = key_of(shared, repr([shown_in_lists(guide) for guide in source.guides]))
    return Keys(shared, guides, lists)


@lru_cache(maxsize=1)
def _words_of(source: Toolkit) -> tuple[str, Mapping[str, str]]:
    """The hash of what guides share, and of each guide by its id: the same for all languages."""

    def of(entries: Iterable[Entry]) -> list[str]:
        return [key_of(entry.path_of(), entry.model_dump_json()) for entry in entries]

    # By an entry's old names, translations find it.
    words = key_of(*of([source.school, *source.shared]), repr(sorted(source.renamed.items())))
    return words, dict(zip((guide.id for guide in source.guides), of(source.guides), strict=True))
