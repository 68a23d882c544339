"""What a finding's hint says exactly, so that one click does it."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.rules.english import odd_phrases
from toolkit_builder.text_messages import in_plain_letters
from toolkit_builder.yaml_source.letters import without_odd

_WORD = re.compile(
    r"^did you mean '([^']+)'"
    r"|^it was renamed: write '([^']+)'"
    r'|^write "(#[0-9a-f]{6})" to have'
    r"|^use small letters, digits and single hyphens: (\S+)$"
)
"""Hints that say the one word to type."""
_NUMBER = re.compile(r"^write the number alone: (?:\w+: |- )(\d+)$")
_QUOTED = re.compile(r"'([^']*)'")
_WHOLE = ("low-contrast", "bad-text", "bad-id")
"""Findings about all that stands in a field, whatever their messages quote."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends a finding: a value to set, or that the item goes. `shown` is the word that is put in, if it is one."""

    action: Literal["set", "remove"]
    value: Any = None
    shown: str = ""


def fix_of(finding: Diagnostic, here: Any) -> Fix | None:
    """What mends a finding about the value `here`; None where its hint leaves anything open."""
    if finding.code == "repeated-language":
        return Fix("remove")
    if finding.hint == "put it in quotes" and type(here) in (int, float):
        return Fix("set", str(here), str(here))
    if not isinstance(here, str):
        return None
    if finding.code == "long-message":
        plain = in_plain_letters(here)
        return Fix("set", plain) if plain != here and not finding.hint.startswith("say") else None
    if finding.code == "odd-english":
        return _in_american(finding, here)
    if number := _NUMBER.match(finding.hint):
        return Fix("set", int(number[1]), number[1])
    typed = " ".join(without_odd(here).split())
    if typed != here and re.fullmatch(rf"write (\w+: )?{re.escape(typed)}", finding.hint):
        return Fix("set", typed, typed)
    word = _WORD.match(finding.hint)
    return _with_word(finding, here, next(filter(None, word.groups()))) if word else None


def _with_word(finding: Diagnostic, here: str, word: str) -> Fix | None:
    wrong = _QUOTED.search(finding.message)
    if finding.code == "unknown-slot":
        is_there = finding.message.startswith("'") and wrong and wrong[1] in here
        return Fix("set", here.replace(wrong[1], f"{{{word}}}"), word) if wrong and is_there else None
    is_all = finding.code in _WHOLE or (wrong and wrong[1] == here.strip())
    return Fix("set", word, word) if is_all else None


def _in_american(finding: Diagnostic, here: str) -> Fix | None:
    """The text with a phrase that has one way to say it, which stands there once."""
    wrong = _QUOTED.search(finding.message)
    better = _only_words().get(wrong[1]) if wrong else None
    if not wrong or not better:
        return None
    found = [*re.finditer(rf"(?<![\w-]){re.escape(wrong[1])}(?!\w)", here, re.IGNORECASE)]
    if len(found) != 1:
        return None
    start, end = found[0].span()
    said = better[:1].upper() + better[1:] if here[start].isupper() else better
    return Fix("set", here[:start] + said + here[end:], said)


@cache
def _only_words() -> dict[str, str]:
    """What to say in place of each phrase that has a remedy of its own: one that several share has several forms."""
    shared = Counter(one.better for one in odd_phrases())
    return {one.phrase: one.better for one in odd_phrases() if shared[one.better] == 1 and "," not in one.better}
