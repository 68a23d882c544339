"""Entries -> the bytes of a PO file."""

import re
from collections.abc import Iterable, Iterator

from babel.messages.pofile import normalize
from babel.util import TextWrapper

from .entries import CHARSET, Po, PoEntry

_WIDTH = 120


def format_po(po: Po, about: Iterable[tuple[str, str]]) -> bytes:
    """The file in UTF-8. `about` has a note for translators and the path of the source file for each of its entries."""
    blocks = [_header_of(po)]
    blocks += ("".join(_entry(entry, *one)) for entry, one in zip(po.entries, about, strict=True))
    blocks += ("".join(_entry(entry, mark="#~")) for entry in po.obsolete)
    blocks += ("".join(f"{line}\n" for line in block) for block in (*po.kept, po.last_comments) if block)
    text = "".join(f"{block}\n" for block in blocks)
    return text.replace("\n", po.newline).encode("utf-8", "surrogateescape")


def format_entry(entry: PoEntry, note: str = "", path: str = "") -> str:
    """The lines of one entry, as they stand in a file, with what `format_po` takes of each."""
    return "".join(_entry(entry, note, path))


def _header_of(po: Po) -> str:
    flags = f"#, {', '.join(po.header_flags)}\n" if po.header_flags else ""
    head = "".join(f"{line}\n" for _, line in po.head)
    # All else in it is the translators'.
    said = re.search(r"(?im)^Content-Type:.*$", po.header)
    found = CHARSET.search(po.header)
    header = po.header
    if found and found[1].casefold() not in ("utf-8", "utf8"):
        header = header[: found.start(1)] + "UTF-8" + header[found.end(1) :]
    elif not found:
        header = header.replace(said[0], "", 1).lstrip("\n") if said else header
        header = f"{header}\n" if header and not header.endswith("\n") else header
        header += "Content-Type: text/plain; charset=UTF-8\n"
    return f"{head}{flags}{quoted('msgid', '')}{quoted('msgstr', header)}"


def quoted(keyword: str, text: str, mark: str = "") -> str:
    """The lines of a keyword and its text, such as `msgstr`, each behind a `mark` where one is given."""
    prefix = f"{mark} " if mark else ""
    return f"{prefix}{keyword} {normalize(text, prefix=prefix, width=_WIDTH)}\n"


def _entry(entry: PoEntry, note: str = "", path: str = "", mark: str = "") -> Iterator[str]:
    yield from (f"{line}\n" for line in entry.comments)
    if note:
        yield from (f"#. {line.strip()}\n" for line in TextWrapper(_WIDTH, break_long_words=False).wrap(note))
    if path:
        # As gettext does it, so that a name with a blank stays one.
        yield f"#: \u2068{path}\u2069\n" if " " in path or "\t" in path else f"#: {path}\n"
    if entry.flags:
        yield f"#, {', '.join(entry.flags)}\n"
    yield from (quoted(keyword, text, f"{mark or '#'}|") for keyword, text in entry.previous)
    if entry.place:
        yield quoted("msgctxt", entry.place, mark)
    yield quoted("msgid", entry.source, mark)
    yield quoted("msgstr", entry.text, mark)
