"""Characters that pasting brings along and that YAML takes otherwise than people do: what to call each of them."""

import re
import unicodedata

_INVISIBLE = {
    "\t": "a tab",
    "\x85": "an invisible line break",
    "\xa0": "a no-break space",
    "\xad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u2028": "an invisible line break",
    "\u2029": "an invisible paragraph break",
    "\u202f": "a narrow no-break space",
    "\u2060": "a word joiner",
    "\u3000": "an ideographic space",
    "\ufeff": "an invisible byte order mark",
}
_INVISIBLE |= dict.fromkeys(
    "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u205f", "a thin space"
)
_INVISIBLE |= dict.fromkeys(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "a direction mark"
)
_INVISIBLE |= dict.fromkeys("\u180e\u2061\u2062\u2063\u2064", "an invisible character")
ODD_BLANKS = "".join(char for char in _INVISIBLE if char != "\t")
"""Characters that cannot be seen, or look like a space and are none for YAML; without the tab."""
LINE_BREAKS = "\x85\u2028\u2029"
"""Line breaks for some programs; YAML 1.2 and editors count no line there (yaml.org/spec/1.2.2, section 5.4)."""
GLYPHS = "\xb7\u2022\u2023\u2043\u2219\u25a0\u25a1\u25aa\u25ab\u25b6\u25ba\u25c6\u25c7\u25cb\u25cf\u25e6"
GLYPHS += "\u27a2" + "".join(map(chr, range(0xF020, 0xF100)))
"""Bullets as word processors type them; Word's are letters of its fonts Symbol and Wingdings (U+F020 to U+F0FF)."""
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
"""Dashes, which also begin a sentence of somebody who speaks."""
CHECKS = "\u2610\u2611\u2192\u2713\u2714\u2794"
"""Boxes, ticks and arrows: bullets of a list, or a sign that an author chose."""
COLONS = "\uff1a\ufe55\u2236\ua789"
"""Characters that look like a colon."""
QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\xab\xbb\u2039\u203a\uff02\uff07"
"""Quotes that are not the straight ones of YAML."""

_KINDS = [(GLYPHS, "a typed bullet"), (DASHES, "a dash"), (COLONS, "a wide colon"), (QUOTES, "a curly quote")]
_FAMILIAR = {"\u2013": "a long dash", "\u2014": "a long dash", "\u2212": "a minus sign", "\u2011": "a no-break hyphen"}
_ANY = re.compile(f"[{re.escape(ODD_BLANKS + GLYPHS + DASHES + COLONS + QUOTES)}]|[\uff00-\uff5e]")
_BLANK = re.compile(f"[{re.escape(ODD_BLANKS)}]")


def named(char: str) -> str:
    """A character in words, and its sign where it has one: 'a no-break space (U+00A0)', 'a typed bullet • (U+2022)'."""
    if char.isascii() and char.isprintable():
        return f"'{char}'"
    code = f"(U+{ord(char):04X})"
    if char in _INVISIBLE:
        return f"{_INVISIBLE[char]} {code}"
    kind = _FAMILIAR.get(char) or next((name for chars, name in _KINDS if char in chars), "")
    # Letters of Word's own fonts have no shape elsewhere.
    sign = char if unicodedata.category(char) not in ("Co", "Cn", "Cc", "Cf") else ""
    return " ".join(part for part in (kind or "the character", sign, code) if part)


def find_odd(text: str) -> re.Match[str] | None:
    """The first character in `text` that word processors make and YAML does not know as what it looks like."""
    return None if text.isascii() else _ANY.search(text)


def find_invisible(text: str) -> re.Match[str] | None:
    """The first character in `text` that cannot be seen, or looks like a space and is none for YAML."""
    return None if text.isascii() else _BLANK.search(text)


def in_quotes(text: str) -> str:
    """A text as it stands in YAML's quotes, in one line."""
    text = " ".join(text.split())
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def without_odd(text: str) -> str:
    """`text` as it would be typed on a plain keyboard: no curly quotes, no invisible characters, plain dashes."""
    typed = []
    for char in text:
        if char in _INVISIBLE:
            typed.append(" " if unicodedata.category(char) in ("Zs", "Cc") else "")
        elif char not in QUOTES:
            typed.append("-" if char in DASHES else ":" if char in COLONS else unicodedata.normalize("NFKC", char))
    return "".join(typed).strip()
