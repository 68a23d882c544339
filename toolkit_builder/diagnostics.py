"""What is wrong in an author's files, where, and what to type instead."""

import errno
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Literal

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
Format = Literal["text", "json", "github"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source file: toolkit-relative path with `/`, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `code` is kebab-case, names the fault and is never renamed."""

    code: str
    message: str
    location: Location
    hint: str = ""
    """What to type instead. Lines after the first are ready to paste into the file."""
    level: Level = "error"
    excerpt: str = ""
    """The source line at `location`, without its line break; empty where there is none to show."""


class ToolkitError(Exception):
    """Why nothing more can be done, in words for whoever asked for it. What findings can tell is told by them."""


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    return any(finding.level == "error" for finding in findings)


def sort_findings(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By path, line and column; the same finding said twice is kept once.

    What stands at one place and has one code keeps its order: parts that are missing come as the model lists them.
    """
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.location, finding.code))


def did_you_mean(wrong: str, known: Mapping[str, object] | Iterable[str]) -> str:
    """The nearest known word as a hint, with its place or a few words about it where `known` has these; else ''."""
    # Authors mistype case as often as letters, so the comparison ignores it.
    by_folded = {word.casefold(): word for word in known}
    nearest = get_close_matches(wrong.casefold(), by_folded, n=1, cutoff=0.6)
    if not nearest:
        return ""
    word = by_folded[nearest[0]]
    about = known[word] if isinstance(known, Mapping) else None
    place = f" ({about})" if isinstance(about, (Location, str)) else ""
    return f"did you mean '{word}'{place}?"


def add_excerpts(findings: Iterable[Diagnostic], sources: Mapping[str, str]) -> list[Diagnostic]:
    """The findings, each with the line of `sources[path]` that it speaks of."""
    lines_of: dict[str, Sequence[str]] = {}
    with_excerpts = []
    for finding in findings:
        path = finding.location.path
        if path not in lines_of:
            # Only real line breaks: str.splitlines would also split at form feeds and U+2028.
            text = sources.get(path, "").removeprefix("\ufeff")
            lines_of[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines = lines_of[path]
        line = finding.location.line
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        with_excerpts.append(
            Diagnostic(finding.code, finding.message, finding.location, finding.hint, finding.level, excerpt)
        )
    return with_excerpts


_WIDEST_EXCERPT = 100


def excerpt_around(finding: Diagnostic, widest: int = _WIDEST_EXCERPT) -> tuple[str, int]:
    """The part of the source line to show, `widest` characters at most, and where in it the fault stands."""
    # A line may be thousands of characters long: show the part around the caret.
    start = max(0, finding.location.column - widest // 2)
    if len(finding.excerpt) <= widest:
        start = 0
    shown = finding.excerpt[start : start + widest]
    # Tabs and control characters would move the caret or the terminal's cursor.
    return "".join(char if char.isprintable() else " " for char in shown), finding.location.column - 1 - start


def _format_excerpt(finding: Diagnostic) -> list[str]:
    if not finding.excerpt.strip():
        return []
    shown, at = excerpt_around(finding)
    number = str(finding.location.line)
    gutter = " " * len(number)
    return [f"  {number} | {shown}", f"  {gutter} | {' ' * at}^"]


def format_text(findings: Iterable[Diagnostic]) -> str:
    """The findings as a person reads them in a terminal, one block each.

    Lines to paste begin at the left edge, so that they can be copied as they have to stand in the file.
    """
    blocks = []
    before = None
    for finding in findings:
        place = finding.location
        lines = [
            f"{place.path}:{place.line}:{place.column}: {finding.level}[{finding.code}] {finding.message}",
            *(_format_excerpt(finding) if place != before else ()),
        ]
        before = place
        if finding.hint:
            gutter = " " * len(str(place.line))
            hint, *to_paste = finding.hint.split("\n")
            lines += [f"  {gutter} = hint: {hint}", *to_paste, *([""] if to_paste else [])]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def format_github(findings: Iterable[Diagnostic]) -> str:
    """Workflow commands that GitHub shows beside the changed lines of a pull request.

    Source of the form: GitHub's documentation, "Workflow commands", setting a message.
    """

    def escape(text: str, *, is_property: bool = False) -> str:
        text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return text.replace(":", "%3A").replace(",", "%2C") if is_property else text

    def after_message(hint: str) -> str:
        if "\n" in hint:
            return f"\n{hint}"
        return f" ({hint})" if hint else ""

    names = {"error": "error", "warning": "warning", "note": "notice"}
    return "\n".join(
        f"::{names[finding.level]} file={escape(finding.location.path, is_property=True)},"
        f"line={finding.location.line},col={finding.location.column},"
        f"title={escape(finding.code, is_property=True)}::" + escape(finding.message + after_message(finding.hint))
        for finding in findings
    )


def format_json(findings: Iterable[Diagnostic]) -> str:
    """A JSON list, one object a finding: code, level, message, hint, path, line, column, excerpt."""
    rows = []
    for finding in findings:
        row = asdict(finding)
        row.update(row.pop("location"))
        rows.append(row)
    return json.dumps(rows, indent=2, ensure_ascii=False)


def format_findings(findings: Sequence[Diagnostic], form: Format) -> str:
    formats = {"text": format_text, "json": format_json, "github": format_github}
    return formats[form](findings)


def format_count(findings: Iterable[Diagnostic]) -> str:
    """For a closing line: '2 errors, 1 warning', or 'nothing to mend'."""
    levels = [finding.level for finding in findings]
    counted = [f"{count} {level}{'' if count == 1 else 's'}" for level in LEVELS if (count := levels.count(level))]
    return ", ".join(counted) or "nothing to mend"


_ANY_PLACE = "Look at what is special about this place"
DISK_HINTS = {
    0: _ANY_PLACE,
    errno.ENOSPC: "The disk is full. Make room on it",
    errno.EDQUOT: "You have used up your share of this disk. Make room on it",
    errno.EFBIG: "This disk takes no file of that size. Choose another place",
    errno.EROFS: "Nothing can be written on this disk. Choose another place",
    errno.EACCES: "You may not read or write this. Choose another place, or ask whoever looks after this computer",
    errno.EPERM: "You may not read or write this. Choose another place, or ask whoever looks after this computer",
    errno.EBUSY: "Another program uses it. Close that program",
    errno.ENOTDIR: "A file is where a folder should be. Move the file, or choose another place",
    errno.EISDIR: "A folder is where a file should be. Move the folder, or choose another place",
    errno.ENAMETOOLONG: "The name is too long for this disk. Choose a shorter one",
    errno.ENOENT: "It is not there. Look whether another program moved it or took it away",
    errno.EMFILE: "Too many files are open on this computer. Close other programs",
    errno.EIO: "The disk cannot be read or written. It may be broken, or a network drive may be gone",
}


def disk_fault(error: OSError) -> str:
    """What the system refused, in sentences: the place, its reason, and what to do."""
    # All that this program writes is written whole, so that the last sentence is true.
    place = next((str(name) for name in (error.filename2, error.filename) if name), "")
    reason = error.strerror or type(error).__name__
    return (
        f"{place + ': ' if place else ''}{reason}.\n{disk_hint(error)}, and try again. No file was left half written."
    )


def disk_hint(error: OSError) -> str:
    """What to do about what the system refused, without a full stop."""
    return DISK_HINTS.get(error.errno or 0, _ANY_PLACE)
