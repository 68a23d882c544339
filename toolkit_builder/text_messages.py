"""Text messages as phones count them: 160 of the letters of their alphabet, or 70 where one letter is another.

Source: 3GPP TS 23.038, 6.2.1 (the GSM 7 bit default alphabet, its extension table, and UCS-2); 23.040, 9.2.3.24.1 (the
head that each part of a longer message needs).
"""

import re
import unicodedata
from collections.abc import Mapping

_SINGLE = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = set("^{}\\[~]|€\f")
"""Letters of the extension table, which count twice."""
ONE, ONE_OF_SEVERAL = 160, 153
OTHER_ONE, OTHER_OF_SEVERAL = 70, 67
MOST_OF_TRANSLATED_TIP = {ONE: ONE, OTHER_ONE: 2 * OTHER_OF_SEVERAL}
"""Letters of a translated tip: one message of the phones' own alphabet, two of others, which have about that room."""
_SLOT = re.compile(r"\{([a-z]+)\}")
_LONGEST = {
    "teacher": "Ms. Rodriguez-Hernandez",
    "partner": "Mr. Rodriguez-Hernandez",
    "child": "Christopher",
    "day": "Wednesday, September 30",
    "time": "10:30 to 11:15 a.m.",
    "place": "the community center",
    "language": "Haitian Creole",
    "saw": "how Christopher helps with the cooking on Sundays",
}
"""What is likely to stand in a slot, at its longest."""
CURLY = {
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("\u201c\u201d", '"'),
    **dict.fromkeys("\u2013\u2014", "-"),
    "\u2026": "...",
    "\xa0": " ",
}
"""Marks that programs put in place of what was typed, with that."""


def filled(text: str, own: Mapping[str, str]) -> str:
    """`text` with its slots filled: by `own`, else by the longest that is likely."""
    # What fills a slot may have slots of its own.
    once = _SLOT.sub(lambda found: own.get(found[1], found[0]), text)
    return _SLOT.sub(lambda found: own.get(found[1]) or _LONGEST.get(found[1], found[0]), once)


def odd_letters(text: str) -> str:
    """Letters of `text` that are not in the alphabet of text messages, each once."""
    return "".join(letter for letter in dict.fromkeys(text) if letter not in _SINGLE and letter not in _DOUBLE)


def message_length(text: str) -> tuple[int, int]:
    """How long `text` is as a text message, and how long one may be: 160 of its alphabet's letters, else 70."""
    if odd_letters(text):
        # Others are sent as UTF-16, two bytes a unit; an emoji is two units or more.
        return len(text.encode("utf-16-be")) // 2, OTHER_ONE
    return sum(2 if letter in _DOUBLE else 1 for letter in text), ONE


def count_parts(text: str) -> int:
    """As how many text messages `text` is sent, and paid."""
    length, most = message_length(text)
    return 1 if length <= most else -(-length // (ONE_OF_SEVERAL if most == ONE else OTHER_OF_SEVERAL))


def in_plain_letters(text: str) -> str:
    """`text` with straight marks, letters in one piece each, and no emoji: what it would be at the lower price."""
    whole = unicodedata.normalize("NFC", text).translate({ord(mark): plain for mark, plain in CURLY.items()})
    odd = odd_letters(whole)
    return "".join(letter for letter in whole if letter not in odd or letter.isalpha())
