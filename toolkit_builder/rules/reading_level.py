"""How many years of school a text asks for.

English: the Flesch-Kincaid grade level (Kincaid and others, 1975): 0.39 words per sentence + 11.8 syllables per word
- 15.59. Spanish: Crawford's formula for elementary texts (Crawford, 1984): -0.205 sentences per 100 words + 0.049
syllables per 100 words - 3.407. Syllables are counted by pyphen's hyphenation patterns, which ship with it.
"""

import re
from functools import cache

import pyphen

_DICTIONARIES = {"en": "en_US", "es": "es"}
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?\u2026:;]+(?=[\s\"'\u201d)]|\Z)")
_VOWELS = re.compile(r"[aeiouyáéíóúü]+", re.IGNORECASE)
# A strong vowel with the weak ones around it, or weak ones alone: a-gua, pa-ís, le-er.
_SPANISH_NUCLEUS = re.compile(r"[iuüy]*[aeoáéóíú][iuüy]*|[iuü]+|y\b", re.IGNORECASE)
_SILENT_END = re.compile(r"(?:[^aeiouyl]e|[^aeiou]les?|[^aeioudt]ed|[^aeioucgsxz]es)\Z", re.IGNORECASE)


def measured_languages() -> tuple[str, ...]:
    return tuple(_DICTIONARIES)


@cache
def _hyphenator(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=_DICTIONARIES[language], left=2, right=2)


class _Syllables(dict[str, int]):
    """Word to syllables, counted when first asked for: texts repeat their words, and a look-up is quick."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> int:
        self[word] = count = count_syllables(word, self._language)
        return count


@cache
def _syllables(language: str) -> _Syllables:
    return _Syllables(language)


def count_syllables(word: str, language: str) -> int:
    """Syllables of one word, at least 1.

    Typographers' patterns leave out breaks that look ugly in print (a-go, i-de-a, pa-ís), so vowel groups set a
    lower bound.
    """
    by_patterns = len(_hyphenator(language).positions(word.casefold())) + 1
    if language == "es":
        return max(by_patterns, len(_SPANISH_NUCLEUS.findall(word)))
    groups = len(_VOWELS.findall(word))
    if groups > 1 and _SILENT_END.search(word) and not re.search(r"[^aeiou]les?\Z", word, re.IGNORECASE):
        groups -= 1
    return max(by_patterns, groups, 1)


def reading_grade(text: str, language: str) -> float:
    """The school grade whose readers can follow `text`; 0.0 for a text without words.

    `language` is one of `measured_languages()`.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    syllables = sum(map(_syllables(language).__getitem__, words))
    if language == "es":
        return max(0.0, -0.205 * 100 * sentences / len(words) + 0.049 * 100 * syllables / len(words) - 3.407)
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59)
