"""Words in the form in which search compares them: what `templates/assets/search-words.js` does in a reader's browser.

A query is cut there, the index here, and both must come to the same words: tests/search/words.yml holds both to it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby, pairwise

# Accents, and the vowel points of Arabic and Hebrew, which people leave out; vowels of other scripts are letters.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad]"
)
_ALIKE = str.maketrans(
    dict(zip("đøłħıٱىیکةۀ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "dolhiاييكهه01234567890123456789", strict=True))
    | {"ß": "ss", "æ": "ae", "œ": "oe", "’": "", "'": ""}
)
"""Letters that people write for one another, beside accents."""
# Scripts without blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese and Karen.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\U00020000-\U0003ffff"
)
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_DOTS = re.compile(r"([a-zA-Z0-9_])\.(?=[a-zA-Z0-9_])")
_PLAIN = re.compile(r"[a-z0-9]+")
_HAS_DIGIT = re.compile("[0-9]")
_SHORTEST = 4
"""Shorter words have no ending that could be cut."""


def is_unspaced(word: str) -> bool:
    """True for letters of a script without blanks between words."""
    return bool(_IS_UNSPACED.match(word))


def folded(text: str) -> str:
    """Small letters without accents, and one letter for those that are written for one another."""
    small = text.lower()
    if small.isascii():
        return small.replace("'", "")
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", small)).translate(_ALIKE)


def words_of(text: str) -> list[str]:
    """The words of a text; a code such as 3.OA.C.7 is one word, without its dots.

    Where a script has no blanks between words, each two neighboring letters, with the signs on them, are one.
    """
    said = _DOTS.sub(r"\1", folded(text))
    if said.isascii():
        return _PLAIN.findall(said)
    words: list[str] = []
    for kind, letters in groupby(said, _kind):
        if kind:
            run = "".join(letters)
            words += _pairs(run) if kind == "unspaced" else [run]
    return words


@cache
def _kind(sign: str) -> str:
    """`spaced` or `unspaced` for a letter or a digit, and the signs on them, by its script; empty for all else."""
    if unicodedata.category(sign)[0] not in "LMN":
        return ""
    return "unspaced" if is_unspaced(sign) else "spaced"


def _pairs(run: str) -> list[str]:
    letters: list[str] = []
    for letter in run:
        if letters and unicodedata.category(letter)[0] == "M":
            letters[-1] += letter
        elif unicodedata.category(letter)[0] != "M":
            letters.append(letter)
    return [one + other for one, other in pairwise(letters)] if len(letters) > len("ab") else [run]


def stemmer(endings: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    """What cuts a word's ending, so that one form finds the other; `endings` are as interface.Search has them."""
    cuts = [(re.compile(pattern), re.sub(r"\$(\d)", r"\\\1", instead)) for pattern, instead in endings]
    known: dict[str, str] = {}

    def stemmed(word: str) -> str:
        found = known.get(word)
        if found is None:
            found = word
            if len(word) >= _SHORTEST and not _HAS_DIGIT.search(word):
                for pattern, instead in cuts:
                    found = pattern.sub(instead, found, count=1)
            known[word] = found
        return found

    return stemmed
