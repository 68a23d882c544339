"""Whether a translation can be shown in the place of its source, as far as a program can tell."""

import re
from collections import Counter
from html.entities import html5

from .prose import links_of, plain_text

# What machines and tools for translators do to a text. Each is a fault only where the source does not have it as often.
_SUSPECT = re.compile(r"[{}｛｝﹛﹜<>＜＞&%*\[\ufffd]|#-#|__\w")
_BEFORE_SLOT = r"(?:(?<!\d)(?<!\d\s)[%$#]\s?)?"
_SLOT = re.compile(rf"{_BEFORE_SLOT}\{{+[^{{}}\n]*\}}+|{_BEFORE_SLOT}[｛﹛][^{{}}｛｝﹛﹜\n]*[｝﹜]|[{{}}｛｝﹛﹜]")
_TAG = re.compile(r"[<＜]\s?[/／]?\s?[a-zA-Z][^<>＜＞\n]*[>＞]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TORN_ENTITY = re.compile(r"& ?(?:# ?\d{1,7}|amp|lt|gt|quot|apos|nbsp) ?;", re.IGNORECASE)
_PRINTF = re.compile(r"(?<![\d%])(?<!\d\s)%\s?(?:\d\$)?[sd@]\b|%\(\w+\)s|__\w+__")
_SPOILT = (
    (_TAG, "HTML tags"),
    (_ENTITY, "HTML's way to write letters"),
    (_TORN_ENTITY, "HTML"),
    (_PRINTF, "a program's marks"),
)
_SPOILING = re.compile(r"[<＜&%]|__")
_CONFLICT = "#-#-#-#-#"

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 4
_LEAST_SMALL = 3
_LEAST_LETTERS = 12
"""How long a text is that no two languages share: words, those among them that are no names, letters without cases."""


def fault_of(text: str, translation: str) -> str:
    """What a translation lost or added that must be as in its source: slots, links, marks. Empty if it is sound."""
    if not _SUSPECT.search(f"{text}\n{translation}"):
        return ""
    slots, found = sorted(_SLOT.findall(text)), sorted(_SLOT.findall(translation))
    if slots != found:
        told = " ".join(slots) or "the source has none"
        extra = " ".join((Counter(found) - Counter(slots)).elements())
        return f"the slots differ: {told}" + (f", and the translation has {extra}" if extra else "")
    if sorted(links_of(text)) != sorted(links_of(translation)):
        return "the links differ"
    for pattern, what in _SPOILT if _SPOILING.search(translation) else ():
        added = Counter(pattern.findall(translation)) - Counter(pattern.findall(text))
        if pattern is _ENTITY:
            added = Counter({one: count for one, count in added.items() if one[1] == "#" or one[1:] in html5})
        if added:
            return f"readers would see {what}: {' '.join(added)}"
    if "*" in translation and plain_text(translation).count("*") > plain_text(text).count("*"):
        return "readers would see asterisks, because marks for bold or italic are torn"
    if "\ufffd" in translation and "\ufffd" not in text:
        return "a letter was lost on the way: \ufffd"
    if _CONFLICT in translation:
        return "it holds two versions, which a tool put together"
    return ""


def is_copied(text: str, translation: str) -> bool:
    """True for a text that a tool put in the place of its translation: a long one, in which more than names stand."""
    # Most differ in their first letters; the rest takes a while.
    if text[:2] != translation.lstrip()[:2] or text.split() != translation.split():
        return False
    words = _WORD.findall(re.sub(r"\{[^{}]*\}|\S+(?:://|@)\S+", "", plain_text(text)))
    small = sum(word.islower() for word in words)
    # Scripts without small letters have no spaces between words, either.
    others = sum(len(word) for word in words if not word.islower() and not word.isupper() and word.lower() == word)
    return (len(words) >= _LEAST_WORDS and small >= _LEAST_SMALL) or others >= _LEAST_LETTERS
