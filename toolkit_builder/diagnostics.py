"""What is wrong in an author's files, where, and what to type instead."""

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
    level: Level = "error"
    excerpt: str = ""
    """The source line at `location`, without its line break; empty where there is none to show."""


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    return any(finding.level == "error" for finding in findings)


def sort_findings(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By path, line and column; the same finding said twice is kept once."""
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.location, finding.code, finding.message))


def did_you_mean(wrong: str, known: Mapping[str, Location] | Iterable[str]) -> str:
    """The nearest known word as a hint, with its place where `known` tells it; else an empty text."""
    # Authors mistype case as often as letters, so the comparison ignores it.
    by_folded = {word.casefold(): word for word in known}
    nearest = get_close_matches(wrong.casefold(), by_folded, n=1, cutoff=0.6)
    if not nearest:
        return ""
    word = by_folded[nearest[0]]
    place = f" ({known[word]})" if isinstance(known, Mapping) else ""
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
    """The findings as a person reads them in a terminal, one block each."""
    blocks = []
    for finding in findings:
        place = finding.location
        lines = [
            f"{place.path}:{place.line}:{place.column}: {finding.level}[{finding.code}] {finding.message}",
            *_format_excerpt(finding),
        ]
        if finding.hint:
            gutter = " " * len(str(place.line))
            lines.append(f"  {gutter} = hint: {finding.hint}")
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def format_github(findings: Iterable[Diagnostic]) -> str:
    """Workflow commands that GitHub shows beside the changed lines of a pull request.

    Source of the form: GitHub's documentation, "Workflow commands", setting a message.
    """

    def escape(text: str, *, is_property: bool = False) -> str:
        text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return text.replace(":", "%3A").replace(",", "%2C") if is_property else text

    names = {"error": "error", "warning": "warning", "note": "notice"}
    return "\n".join(
        f"::{names[finding.level]} file={escape(finding.location.path, is_property=True)},"
        f"line={finding.location.line},col={finding.location.column},"
        f"title={escape(finding.code, is_property=True)}::"
        + escape(finding.message + (f" ({finding.hint})" if finding.hint else ""))
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
