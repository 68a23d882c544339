"""Whether a text changed in a typo only, so that its translation still says the same.

Both ways of being wrong cost something, and not the same: a change of meaning that passes for a typo leaves families
with an old promise, a typo that does not costs somebody a look. So only slips of a hand count, and every doubt says no.
"""

import re
from itertools import zip_longest

MOST_WORDS = 2
"""Words that may differ; with more, somebody worded the text anew."""
_LEAST_LETTERS = 4
"""Shorter words are one letter from others at every turn: he and she, on and in, now and not."""
_LEAST_TO_REPLACE = 6
"""Letters of a word in which one letter may be another: house is one from horse."""
_SLOT = re.compile(r"\{[^{}]*\}")
_ADDRESS = re.compile(r"\]\([^)]*\)|\S+(?:://|@)\S+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER = re.compile(r"[-−+]?\d[\d.,:/]*(?:[^\W_]|-\d)*")
_APOSTROPHES = re.compile("['’]")
# What stands between words and can be set otherwise without another sense: blanks, quotes, commas, hyphens, full stops.
_LIGHT = re.compile(r"[\s\"'‘’“”«»„,.:;…–—()\u00a0\u00ad\u200b-\u200f\u2060\ufeff-]+")
_DENYING = """
    no not non never none nobody nothing nor neither without cannot unless except
    ni nunca jamás nadie nada ningún ninguno ninguna sin sino salvo
"""
_COUNTING = """
    only hardly must may might can could should would will shall all any some every each most
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
    first second third fourth fifth sixth seventh eighth ninth tenth once twice half
    monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december
    solo sólo debe deben puede pueden todo todos toda todas
    uno dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cien mil
    primero primera segundo segunda tercero tercera lunes martes miércoles jueves viernes sábado domingo
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
"""
_NO = frozenset(_DENYING.split())
_MEANT = _NO.union(_COUNTING.split())
"""Words on which the sense hangs, in the languages in which most libraries are written: none of them comes, goes or
changes."""


def is_typo(before: str, after: str) -> bool:
    """True where the text `before` became the one `after` by mending a slip, or making one.

    That is: the same slots, addresses, numbers, marks for bold and lists, question and exclamation marks, and the same
    words in the same order, of which two at most differ, each by one slip: two neighboring letters that changed places,
    one left out or one too many inside of it, or one that is another, in a word of six letters at least, neither its
    first nor its last. A word may have become two, two one, or one that stood twice stands once. Capitals, accents'
    encoding, apostrophes, commas, full stops and blanks do not count, but for words all in capitals. A word that says
    no, how many, which day or may and must never differs.
    """
    if before == after or _fixed(before) != _fixed(after):
        return False
    old, new = (_WORD.findall(_bare(text)) for text in (before, after))
    return _count_slips(old, new) <= MOST_WORDS


def _fixed(text: str) -> tuple[list[str], list[str], list[str], str]:
    """What has to be the same: slots, addresses, numbers, and signs that are neither letters nor light."""
    bare = _bare(text)
    numbers = [number.rstrip(".,:") for number in _NUMBER.findall(bare)]
    return _SLOT.findall(text), _ADDRESS.findall(text), numbers, _LIGHT.sub("", _WORD.sub("", bare))


def _bare(text: str) -> str:
    return _ADDRESS.sub("] ", _SLOT.sub(" ", text))


def _count_slips(old: list[str], new: list[str]) -> int:
    """How many words differ by a slip; more than may where one differs by more."""
    slips = at = to = 0
    while at < len(old) or to < len(new):
        one, other = (words[place] if place < len(words) else "" for words, place in ((old, at), (new, to)))
        if _is_same(one, other):
            at, to = at + 1, to + 1
            continue
        slips += 1
        if slips > MOST_WORDS:
            break
        if _is_joined(old[at : at + 2], other):
            at, to = at + 2, to + 1
        elif _is_joined(new[to : to + 2], one):
            at, to = at + 1, to + 2
        elif _is_twice(old, at):
            at += 1
        elif _is_twice(new, to):
            to += 1
        elif _is_slip(one, other):
            at, to = at + 1, to + 1
        else:
            return MOST_WORDS + 1
    return slips


def _letters(word: str) -> str:
    return _APOSTROPHES.sub("", word.casefold())


def _is_same(one: str, other: str) -> bool:
    if one == other:
        return bool(one)
    shouts = len(one) > 1 and (one.isupper() != other.isupper())
    # May is a month, and may is not.
    return bool(one) and _letters(one) == _letters(other) and not shouts and one.casefold() not in _MEANT - {"cannot"}


def _is_joined(words: list[str], whole: str) -> bool:
    """True for two words that are one when they are written together, such as `every day`."""
    if len(words) != 2 or _letters("".join(words)) != _letters(whole):
        return False
    is_plain = all(word.isalpha() and word.casefold() not in _NO for word in words)
    return whole.casefold() == "cannot" or (is_plain and len(whole) > _LEAST_LETTERS)


def _is_twice(words: list[str], at: int) -> bool:
    return 0 < at < len(words) and words[at].isalpha() and words[at].casefold() == words[at - 1].casefold()


def _is_slip(one: str, other: str) -> bool:
    """True for words that differ by one slip, in an alphabet with capitals: in others one stroke is another word."""
    one, other = _letters(one), _letters(other)
    words = (one, other)
    if not all(word.isalpha() and word.upper() != word and word not in _MEANT for word in words):
        return False
    if min(map(len, words)) < _LEAST_LETTERS or one[0] != other[0]:
        return False
    if len(one) == len(other):
        places = [at for at, (a, b) in enumerate(zip_longest(one, other)) if a != b]
        if len(places) == 1:
            return len(one) >= _LEAST_TO_REPLACE and places[0] < len(one) - 1
        first, *_, last = places
        return len(places) == 2 and last == first + 1 and one[first:][:2] == other[first:][:2][::-1]
    short, long = sorted(words, key=len)
    # At the end it would be another form of the word: parents are more than one.
    return (
        len(long) == len(short) + 1
        and any(long[:at] + long[at + 1 :] == short for at in range(1, len(long) - 1))
        and long[-1] == short[-1]
    )
