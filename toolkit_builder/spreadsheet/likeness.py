"""How alike two texts are, whatever their case, accents and punctuation.

Measured with the default toolkit's 321 questions: two different ones are at most 0.75 alike, and a question with two
words corrected is 0.85 or more. difflib alone takes 12 seconds to compare all of them with each other; after a look at
which three letters stand together, which also finds words that changed places, half a second. rapidfuzz would be
faster still, and one compiled dependency more for each school.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import SequenceMatcher

ALIKE = 0.8
"""From here on, two texts may be the same one, corrected: somebody is told, and says."""
_PROMISING = 0.4
"""Below, letters that stand together are too few for the texts to be alike."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A text as texts are compared."""

    text: str
    threes: frozenset[str] = field(repr=False)


def plain(text: str) -> str:
    """A text's words in small letters, without accents and punctuation; of other signs alone, as it is."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", bare)) or " ".join(text.casefold().split())


def shape_of(text: str) -> Shape:
    """Raises nothing; a text without any letter has a shape, too."""
    words = plain(text)
    ends = f" {words} "
    return Shape(words, frozenset(ends[place : place + 3] for place in range(max(1, len(ends) - 2))))


def shared(one: Shape, other: Shape) -> float:
    """Which part of their letters, three by three, two texts share: from 0 to 1. For long texts, too."""
    return 2 * len(one.threes & other.threes) / (len(one.threes) + len(other.threes))


def likeness(one: Shape, other: Shape) -> float:
    """How alike two short texts are: from 0, or not worth a closer look, to 1, the same words in their order."""
    if one.text == other.text:
        return 1.0
    letters = shared(one, other)
    if letters < _PROMISING:
        return 0.0
    # The same letters in another order are not the same text.
    return min(0.99, max(letters, SequenceMatcher(None, one.text, other.text, autojunk=False).ratio()))
