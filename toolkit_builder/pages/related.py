"""Words that mean nearly the same as others, from the tables that come with the package."""

from collections.abc import Callable, Container
from functools import cache

from toolkit_builder.resources import templates_dir

from .search_words import words_of

_TABLES = "related"


@cache
def _table(language: str) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """A language's table: each word with others and how near they are, from 1 to 9; empty where there is none."""
    file = templates_dir() / _TABLES / f"{language}.txt"
    if not file.is_file():
        return ()
    rows = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, _, others = line.partition(":")
            rows.append((word, tuple((other[:-1], int(other[-1])) for other in others.split())))
    return tuple(rows)


def related_words(language: str, known: Container[str], stemmed: Callable[[str], str]) -> dict[str, str]:
    """Of each cut word the others, of those that are `known` to the toolkit: "wash7 soap4"."""
    found: dict[str, dict[str, int]] = {}
    for word, others in _table(language.partition("-")[0]):
        cut = "".join(words_of(word))
        of = found.setdefault(stemmed(cut), {})
        for other, nearness in others:
            target = stemmed(other)
            if target in known and target != stemmed(cut):
                of[target] = max(of.get(target, 0), nearness)
    return {word: " ".join(f"{other}{near}" for other, near in of.items()) for word, of in found.items() if of}
