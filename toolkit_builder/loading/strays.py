"""What lies in a toolkit's folders and is none of its sources: copies, and files of systems and of offices."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from toolkit_builder.diagnostics import Diagnostic, Location

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID = re.compile(rb"^\s*(?:-\s+)?(?:id|term|find|code):\s*[\"']?([^\s\"'#]+)", re.MULTILINE)
_OFFICE = {
    *(".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".csv", ".tsv"),
    *(".docx", ".doc", ".docm", ".odt", ".rtf", ".pages", ".pptx", ".ppt", ".odp", ".key"),
    *(".accdb", ".mdb", ".sqlite", ".db", ".msg", ".eml", ".pst", ".mbox", ".vcf", ".ics", ".zip", ".7z", ".rar"),
}
"""Endings of files in which people keep names, letters and numbers."""
_SYSTEM = re.compile(
    r"~\$.*|Thumbs\.db|ehthumbs\.db|desktop\.ini|Icon\r|.*~|#.*#"
    r"|.*\.(?:bak|orig|rej|old|backup|tmp|temp|swp|swo|part|crdownload|lnk)",
    re.IGNORECASE,
)
"""Files that systems, editors and office programs leave beside those that people made. Names with a dot in front are
never published."""


def copied_from(file: Path, siblings: Collection[Path]) -> Path | None:
    """The one of the `siblings` of which `file` is a copy, as sync programs and file managers make them; else None.

    They put something before or behind the name that no author of ours would: `grade-3-first (1)`, `grade-3-first 2`,
    `grade-3-first-DESKTOP-AB12`, `Copy of grade-3-first`, and so on in every language. A file with such a name may
    still be one of its own: then it shares no id with the other.
    """
    stem = unicodedata.normalize("NFC", file.stem).casefold()
    if _SLUG.fullmatch(file.stem):
        return None
    for other in sorted(siblings, key=lambda one: -len(one.stem)):
        is_longer = stem.startswith(other.stem) or stem.endswith(f" {other.stem}")
        if other != file and _SLUG.fullmatch(other.stem) and is_longer and _shares_ids(file, other):
            return other
    return None


def _shares_ids(file: Path, other: Path) -> bool:
    ids, others = ({*_ID.findall(one.read_bytes())} if one.is_file() else set() for one in (file, other))
    return not ids or not others or not ids.isdisjoint(others)


def copy_finding(path: str, original: str) -> Diagnostic:
    """The finding for the file at `path`, which is a copy of the one at `original`."""
    message = f"this looks like a copy of {original.rpartition('/')[2]}, so nothing of it is used"
    hint = "compare the two, keep the better one under the plain name, and delete the other"
    return Diagnostic("copied-file", message, Location(path), hint, level="warning")


def is_system_file(name: str) -> bool:
    """True for names of files that a system or a program made for itself; `name` is without folders."""
    return _SYSTEM.fullmatch(name) is not None


def kept_back(files: Mapping[str, Path], path: str) -> Mapping[str, Diagnostic | None]:
    """Those of the `files` of a folder that are not published, by their names in it, with a finding where one is due.
    `path` is that of the folder as findings name it.

    What a hand-written page leads to is meant for readers. Other files of office programs may hold what nobody should
    read, such as a list of families, and who guesses their address could read them.
    """
    found: dict[str, Diagnostic | None] = {}
    offered: str | None = None
    for name, file in files.items():
        if is_system_file(file.name):
            found[name] = None
        elif file.suffix.lower() in _OFFICE:
            if offered is None:
                offered = hand_written_text(files.values())
            plain = unicodedata.normalize("NFC", file.name)
            if plain not in offered and quote(plain) not in offered:
                message = "this file is not published: no page leads to it, and it may hold names"
                hint = "keep it outside of docs/, or link to it from a hand-written page if everyone may read it"
                place = Location(f"{path}/{name}")
                found[name] = Diagnostic("office-file", message, place, hint, level="warning")
    return found


def hand_written_text(files: Iterable[Path]) -> str:
    """All that stands in the hand-written pages among `files`."""
    pages = (file for file in files if file.suffix.lower() in (".md", ".markdown"))
    return "\n".join(unicodedata.normalize("NFC", one.read_text(encoding="utf-8", errors="replace")) for one in pages)
