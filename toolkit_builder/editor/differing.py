"""What changed in a text, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
Part = tuple[Literal["same", "gone", "new"], str]


def changed_words(before: str, after: str) -> list[Part]:
    """Both texts in one: what is in both, what went, and what is new, in the order in which one reads it."""
    return [part for part in _parts(_WORDS.findall(before), _WORDS.findall(after)) if part[1]]


def _parts(was: list[str], now: list[str]) -> Iterator[Part]:
    for kind, start, end, first, last in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", "".join(now[first:last])
        else:
            yield "gone", "".join(was[start:end])
            yield "new", "".join(now[first:last])
