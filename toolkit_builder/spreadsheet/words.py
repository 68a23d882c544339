"""What people type into cells for the words of closed lists, and short ids made of texts."""

import re
import unicodedata
from collections.abc import Mapping, Set
from itertools import chain, count
from typing import Any

from toolkit_builder.model.vocabulary import BANDS, GRADE_WORDS, GRADES, LISTENERS, Grade, Label, Vocabulary

from .columns import KINDS, Kind

KIND_WORDS: dict[str, Kind] = {word: kind for kind in KINDS for word in (kind, f"{kind}s")}
KIND_WORDS |= {"question": "prompt", "questions": "prompt", "activities": "activity"}

Titles = Mapping[str, Mapping[str, str]]
"""By key, the words of its list by what readers see for them, in small letters."""

_GRADE_OF: dict[str, Grade] = {word: grade for grade, words in GRADE_WORDS.items() for word in words}
_GRADE_OF |= {grade.casefold(): grade for grade in GRADES}
_BETWEEN_GRADES = re.compile(r"\s*(?:[-–—]|\bto\b|\bthrough\b)\s*")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|\d{{1,2}}[-. /]+[^\W\d_]{{3,4}}\.?(?:[- ]\d+)?|{_MONTH}[- ]\d{{1,2}}",
    re.IGNORECASE,
)
_ID_LENGTH = 40


def words_in(text: str) -> list[str]:
    """The short words of a cell, between commas, semicolons or line breaks."""
    return [word.strip() for word in re.split(r"[,;\n]", text) if word.strip()]


def _lists_of(vocabulary: Vocabulary) -> dict[str, Mapping[Any, Label]]:
    return {
        "purpose": vocabulary.purposes,
        "listener": LISTENERS,
        "bands": BANDS,
        "routine": vocabulary.routines,
        "topics": vocabulary.topics,
    }


def titles_of(vocabulary: Vocabulary) -> Titles:
    """What readers see for the words of lists, which is taken for the words."""
    lists = _lists_of(vocabulary)
    return {key: {label.title.casefold(): word for word, label in words.items()} for key, words in lists.items()}


def normal_word(word: str, key: str, titles: Titles) -> str:
    """A word of the list that belongs to `key`, from what was typed; others as they are."""
    if key not in titles:
        return word
    folded = word.casefold()
    return titles[key].get(folded) or re.sub(r"[\s_]+", "-", folded)


def choices_for(key: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What one can choose for a key, as readers see it; nothing for a key without a list."""
    if key == "grades":
        return tuple(GRADES)
    return tuple(label.title for label in _lists_of(vocabulary).get(key, {}).values())


def choice_of(word: str, key: str, vocabulary: Vocabulary) -> str:
    """What readers see for a word of the list that belongs to `key`."""
    lists = _lists_of(vocabulary)
    return lists[key][word].title if key in lists else word


def _grade(text: str) -> Grade | None:
    word = " ".join(text.casefold().replace("-", " ").split()).removesuffix(".0")
    return _GRADE_OF.get(word) or _GRADE_OF.get(re.sub(r"^(grades?|gr\.?) ?", "", word))


def _span(text: str) -> list[str]:
    """The grades of a span such as `K-2`, `3 to 5`, `Pre-K to 2`; none if it is no span."""
    for between in _BETWEEN_GRADES.finditer(text):
        first, last = _grade(text[: between.start()]), _grade(text[between.end() :])
        if first and last:
            grades = list(GRADES)
            return list(grades[grades.index(first) : grades.index(last) + 1])
    return []


def grades_in(text: str) -> list[str]:
    """The grades of a cell: single ones and spans, in figures or words. What is neither stays as it is."""
    grades: list[str] = []
    for part in re.split(r"[,;/\n&+]|(?i:\band\b)", text):
        word = part.strip()
        if not word:
            continue
        grade = _grade(word)
        grades += [grade] if grade else _span(word.casefold()) or [word]
    return list(dict.fromkeys(grades))


def is_date_of_grades(text: str) -> bool:
    """Whether a cell of grades holds what a spreadsheet program writes into a CSV file for a date."""
    return bool(_DATE.fullmatch(text.strip())) and any(grade not in GRADES for grade in grades_in(text))


def slug(text: str, length: int) -> str:
    """The first words of a text as small letters, digits and hyphens; empty for a text without Latin letters."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("'", "")).encode("ascii", "ignore").decode()
    made = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        longer = f"{made}-{word}" if made else word[:length]
        if len(longer) > length:
            break
        made = longer
    return made


def made_id(text: str, fallback: str, taken: Set[str]) -> str:
    """A short id from the first words of a text, other than those `taken`."""
    base = slug(text, _ID_LENGTH) or fallback
    more = (f"{base}-{number}" for number in count(2))
    return next(found for found in chain([base], more) if found not in taken)
