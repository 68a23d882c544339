"""Text of a YAML file -> plain values, with line and column of every key and value.

PyYAML's C parser delivers events; one pass over them builds values and marks. No object is ever made from a tag,
so a file cannot run code. Scalars follow YAML 1.2's core schema: `no` and `on` are texts, only `true` and `false`
are booleans, dates stay texts.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from .diagnostics import Diagnostic, Location, did_you_mean
from .model.base import Mark

MOST_BYTES = 20_000_000
MOST_DEPTH = 50
MOST_ALIASED = 100_000
"""How many values aliases may stand for in one file. The known attack expands to 10**9; real files to a few dozen."""

FAULTS: dict[str, str] = {
    "yaml-syntax": "The file is not valid YAML at this place, so nothing of it could be read. Usually a quote, a colon "
    "or the indentation is off; the line above the marked one is often the culprit.",
    "duplicate-key": "The same key stands twice in one block. YAML would silently drop one of the two.",
    "bad-key": "A key must be a plain word followed by a colon.",
    "bad-character": "The file holds a character that cannot be shown, such as a control character.",
    "not-utf8": "Files are read as UTF-8, the encoding that every editor offers as default today.",
    "unknown-tag": "Words that start with `!` are YAML tags. This toolkit needs none, and runs none.",
    "unknown-alias": "`*name` repeats the value that was marked with `&name` further up; no such mark was found.",
    "alias-loop": "`*name` stands inside the very value that `&name` marks, so it would never end.",
    "too-many-aliases": "Aliases inside aliases grow beyond all measure; a file that does so is refused.",
    "too-deep": "Values stand inside values more than 50 levels deep; no file of a toolkit needs that.",
    "file-too-big": "A file of more than 20 MB is not text that someone wrote.",
    "unreadable-file": "The file could not be opened.",
}

_NULL = re.compile(r"(?:~|null|Null|NULL)?\Z")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,300}\Z")
_BASED_INT = re.compile(r"0o[0-7]{1,300}\Z|0x[0-9a-fA-F]{1,300}\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,300}|[0-9]{1,300}(?:\.[0-9]{0,300})?)(?:[eE][-+]?[0-9]{1,9})?\Z")
_SPECIAL_FLOAT = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_MAY_BE_SPECIAL = frozenset("0123456789+-.~ntfNTF")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "map", "seq")}
_STR_TAGS = {"!", "tag:yaml.org,2002:str"}

# libyaml's words, and ours for people who never heard of YAML.
_SYNTAX_WORDS = (
    ("mapping values are not allowed", "a colon stands where none fits", "put the whole text in quotes"),
    (
        "could not find expected ':'",
        "this line is neither 'key: value' nor the rest of the text above",
        "add the colon, or indent the line further than the key above",
    ),
    (
        "cannot start any token",
        "a text cannot start with this character",
        "put the text in quotes; use spaces, not tabs, to indent",
    ),
    (
        "did not find expected",
        "this line does not fit to the lines above it",
        "compare its indentation with its neighbors', and look for an open quote or bracket above",
    ),
    (
        "unexpected end of stream",
        "a quote or bracket is opened and never closed",
        "close it, or double a quote inside a quoted text",
    ),
    (
        "unknown escape character",
        "a backslash in double quotes starts a special character, and this one is not known",
        "use single quotes, or write the backslash twice",
    ),
    ("undefined tag handle", "a text cannot start with an exclamation mark", "put the text in quotes"),
    (
        "maximum nesting depth",
        "values stand inside values far too deep here",
        "look for brackets that are never closed",
    ),
    ("block sequence entries are not allowed", "a list item '- ' cannot stand here", "start it on a line of its own"),
)


@dataclass(slots=True)
class Document:
    """One document of a file: plain values (dict, list, str, int, float, bool, None), and where they stand."""

    value: Any
    mark: Mark


@dataclass(slots=True)
class _Frame:
    """An open mapping or sequence."""

    value: dict[str, Any] | list[Any]
    mark: Mark
    anchor: str | None
    is_key: bool
    key: str | None = None
    key_mark: Mark | None = None
    nodes: int = 1


@dataclass(slots=True)
class _StopReading(Exception):  # noqa: N818, it is no error of ours
    """Reading cannot go on; the finding says why."""

    finding: Diagnostic


@dataclass(slots=True)
class _Reading:
    """The state of one pass over one file."""

    path: str
    findings: list[Diagnostic] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    anchors: dict[str, tuple[Any, Mark, int]] = field(default_factory=dict)
    aliased: int = 0

    def fault(self, code: str, message: str, mark: Any, hint: str = "") -> Diagnostic:
        finding = Diagnostic(code, message, Location(self.path, mark.line + 1, mark.column + 1), hint)
        self.findings.append(finding)
        return finding

    def stop(self, code: str, message: str, mark: Any, hint: str = "") -> None:
        raise _StopReading(self.fault(code, message, mark, hint))

    def add(self, value: Any, mark: Mark, nodes: int, *, is_plain_key: bool) -> None:
        """Puts a finished value where it belongs: into its document, list or mapping."""
        if not self.stack:
            self.documents.append(Document(value, mark))
            return
        frame = self.stack[-1]
        frame.nodes += nodes
        if isinstance(frame.value, list):
            frame.value.append(value)
            assert isinstance(frame.mark.children, list)
            frame.mark.children.append(mark)
        elif frame.key_mark is None:
            # The waiting key; a list or mapping as key cannot name a field.
            frame.key_mark = mark
            frame.key = value if is_plain_key else None
            if frame.key is None:
                self.fault("bad-key", "a key must be a plain word", mark, "write 'key: value'")
        else:
            key, key_mark = frame.key, frame.key_mark
            frame.key = frame.key_mark = None
            if key is None:
                return
            assert isinstance(frame.mark.children, dict)
            if key in frame.value:
                first = frame.mark.children[key]
                self.fault(
                    "duplicate-key",
                    f"'{key}' stands twice in this block; the first is in line {first.key_line + 1}",
                    key_mark,
                    "keep one of them, or put both values under one key",
                )
                return
            frame.value[key] = value
            mark.key_line, mark.key_column = key_mark.line, key_mark.column
            frame.mark.children[key] = mark

    def scalar(self, event: Any, *, is_key: bool) -> Any:
        text: str = event.value
        if not text.isprintable() and (found := _CONTROL.search(text)):
            self.fault(
                "bad-character",
                f"this text holds the control character U+{ord(found[0]):04X}",
                event.start_mark,
                "delete it and type the text anew around it",
            )
            text = _CONTROL.sub(" ", text)
        if is_key or event.tag in _STR_TAGS:
            return text
        if event.tag and event.tag not in _PLAIN_TAGS:
            self.unknown_tag(event.tag, event.start_mark)
            return None
        # Quoted texts are texts.
        if not event.implicit[0] and not event.tag:
            return text
        return _resolve_plain(text)

    def unknown_tag(self, tag: str, mark: Any) -> None:
        self.fault("unknown-tag", f"'{tag[:60]}' is a tag, and no tag is known here", mark, "put the text in quotes")

    def alias(self, event: Any) -> None:
        name = event.anchor
        if any(frame.anchor == name for frame in self.stack):
            self.stop("alias-loop", f"'*{name}' stands inside the value that '&{name}' marks", event.start_mark)
        if name not in self.anchors:
            self.fault(
                "unknown-alias",
                f"'*{name}' repeats a value marked '&{name}', but there is none above",
                event.start_mark,
                did_you_mean(str(name), self.anchors) or "put a text that starts with '*' in quotes",
            )
            self.add(None, _mark(event), 1, is_plain_key=True)
            return
        value, mark, nodes = self.anchors[name]
        self.aliased += nodes
        if self.aliased > MOST_ALIASED:
            self.stop(
                "too-many-aliases",
                f"aliases stand for more than {MOST_ALIASED:,} values in this file",
                event.start_mark,
                "write the values out, or keep them in a shared bank and use their ids",
            )
        here = _mark(event)
        here.children = mark.children
        self.add(value, here, nodes, is_plain_key=isinstance(value, str))

    def open(self, event: Any, value: dict[str, Any] | list[Any]) -> None:
        if len(self.stack) >= MOST_DEPTH:
            self.stop("too-deep", f"values stand more than {MOST_DEPTH} levels deep here", event.start_mark)
        if event.tag and event.tag not in _PLAIN_TAGS and event.tag != "!":
            self.unknown_tag(event.tag, event.start_mark)
        mark = _mark(event)
        mark.children = {} if isinstance(value, dict) else []
        self.stack.append(_Frame(value, mark, event.anchor, is_key=False))

    def close(self) -> None:
        frame = self.stack.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = (frame.value, frame.mark, frame.nodes)
        self.add(frame.value, frame.mark, frame.nodes, is_plain_key=False)

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            frame = self.stack[-1] if self.stack else None
            is_key = frame is not None and frame.key_mark is None and type(frame.value) is dict
            value = self.scalar(event, is_key=is_key)
            mark = _mark(event)
            if event.anchor:
                self.anchors[event.anchor] = (value, mark, 1)
            self.add(value, mark, 1, is_plain_key=True)
        elif kind is yaml.MappingStartEvent:
            self.open(event, {})
        elif kind is yaml.SequenceStartEvent:
            self.open(event, [])
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.close()
        elif kind is yaml.AliasEvent:
            self.alias(event)
        elif kind is yaml.DocumentStartEvent:
            self.anchors.clear()


def _mark(event: Any) -> Mark:
    start = event.start_mark
    line, column = start.line, start.column
    return Mark(line, column, line, column)


def _resolve_plain(text: str) -> Any:
    """A plain scalar's value in YAML 1.2's core schema (yaml.org/spec/1.2.2, section 10.3.2)."""
    if not text:
        return None
    if text[0] not in _MAY_BE_SPECIAL:
        return text
    if text in _BOOL:
        return _BOOL[text]
    if _NULL.match(text):
        return None
    if _INT.match(text):
        return int(text)
    if _BASED_INT.match(text):
        return int(text, 0)
    if _FLOAT.match(text):
        return float(text)
    if _SPECIAL_FLOAT.match(text):
        return float(text.replace(".", "", 1))
    return text


def decode(path: str, content: bytes) -> tuple[str, list[Diagnostic]]:
    """UTF-8 `content`, with or without a byte order mark, as text; a finding for other encodings."""
    if len(content) > MOST_BYTES:
        finding = Diagnostic(
            "file-too-big", f"this file has {len(content) // 1_000_000} MB; 20 MB at most are read", Location(path)
        )
        return "", [finding]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", errors="replace")) + 1
        finding = Diagnostic(
            "not-utf8",
            "from here on the file is not UTF-8 text",
            Location(path, line, column),
            "save it again with the encoding UTF-8",
        )
        return "", [finding]


def _syntax_fault(path: str, error: yaml.YAMLError) -> Diagnostic:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None)
    context_mark = getattr(error, "context_mark", None)
    place = Location(path, mark.line + 1, mark.column + 1) if mark else Location(path)
    for theirs, ours, hint in _SYNTAX_WORDS:
        if theirs in problem:
            if "never closed" in ours and context_mark:
                place = Location(path, context_mark.line + 1, context_mark.column + 1)
            return Diagnostic("yaml-syntax", ours, place, hint)
    return Diagnostic("yaml-syntax", f"this is not valid YAML ({problem})", place)


def _unprintable(path: str, text: str) -> Diagnostic | None:
    """The first character that YAML does not allow raw in a file (yaml.org/spec/1.2.2, section 5.1)."""
    found = _CONTROL.search(text.replace("\r", "\n"))
    if not found:
        return None
    before = text[: found.start()].replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    return Diagnostic(
        "bad-character",
        f"the control character U+{ord(found[0]):04X} stands here",
        Location(path, line, column),
        "delete it",
    )


def read_yaml(path: str, content: bytes) -> tuple[list[Document], list[Diagnostic]]:
    """The documents of one file, and its faults. Never raises for anything that `content` holds.

    `path` is toolkit-relative and only used in findings. After a fault of syntax nothing of the file is returned;
    after others, what could be understood is.
    """
    text, findings = decode(path, content)
    if findings:
        return [], findings
    if not text.isprintable() and (unprintable := _unprintable(path, text)):
        return [], [unprintable]
    reading = _Reading(path)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            reading.take(event)
    except yaml.YAMLError as error:
        return [], [*reading.findings, _syntax_fault(path, error)]
    except _StopReading:
        return [], reading.findings
    return reading.documents, reading.findings
