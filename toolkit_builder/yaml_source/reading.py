"""Text of a YAML file -> plain values, with line and column of every key and value.

PyYAML's parser delivers events; one pass over them builds values and marks. No object is ever made from a tag,
so a file cannot run code. Scalars follow YAML 1.2's core schema: `no` and `on` are texts, only `true` and `false`
are booleans, dates stay texts.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from toolkit_builder.diagnostics import Diagnostic, Level, Location, did_you_mean
from toolkit_builder.model.base import Mark

from .letters import LINE_BREAKS, ODD_BLANKS, QUOTES
from .syntax import explain_syntax
from .texts import Source, check_key, check_text, may_hold_more

MOST_BYTES = 20_000_000
MOST_DEPTH = 50
MOST_ALIASED = 100_000
"""How many values aliases may stand for in one file. The known attack expands to 10**9; real files to a few dozen."""

_NULL = re.compile(r"(?:~|null|Null|NULL)?\Z")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,300}\Z")
_BASED_INT = re.compile(r"0o[0-7]{1,300}\Z|0x[0-9a-fA-F]{1,300}\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,300}|[0-9]{1,300}(?:\.[0-9]{0,300})?)(?:[eE][-+]?[0-9]{1,9})?\Z")
_SPECIAL_FLOAT = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_MAY_BE_SPECIAL = frozenset("0123456789+-.~ntfNTF")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
LINE_BREAK = re.compile(f"[{LINE_BREAKS}]")
_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "map", "seq")}
_STR_TAG = "tag:yaml.org,2002:str"


class PlainReader(yaml.SafeLoader):
    """PyYAML's own parser, for where it has no C part, made to agree with that one.

    Without this, a question mark inside braces, or a tab between words, would end a text.
    """

    _is_in_text = _is_between = False

    def peek(self, index: int = 0) -> Any:
        char = super().peek(index)
        if char == "?" and self._is_in_text:
            return "x"
        # The places at which libyaml's `yaml_parser_scan_to_next_token` skips a tab.
        is_blank = self._is_in_text or (self._is_between and (self.flow_level or not self.allow_simple_key))
        return " " if char == "\t" and is_blank else char

    def scan_plain(self) -> Any:
        self._is_in_text = True
        try:
            return super().scan_plain()
        finally:
            self._is_in_text = False

    def scan_to_next_token(self) -> None:
        self._is_between = True
        super().scan_to_next_token()
        self._is_between = False


LOADER: Any = getattr(yaml, "CSafeLoader", PlainReader)
"""The parser: PyYAML's C part, ten times as fast; what has none gets the same values from the other."""


@dataclass(slots=True)
class Document:
    """One document of a file: plain values (dict, list, str, int, float, bool, None), and where they stand."""

    value: Any
    mark: Mark
    is_doubtful: bool = False
    """True where a remark follows a plain value, or a value stands in curly quotes: its author may mean another one."""


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
    source: Source
    findings: list[Diagnostic] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    anchors: dict[str, tuple[Any, Mark, int]] = field(default_factory=dict)
    unused: dict[str, Any] = field(default_factory=dict)
    aliased: int = 0
    has_remarks: bool = False
    is_doubtful: bool = False
    is_refused: bool = False
    """True where a key holds what hides the file's structure: its values would only bring up faults that are none."""

    def fault(self, code: str, message: str, mark: Any, hint: str = "", level: Level = "error") -> Diagnostic:
        finding = Diagnostic(code, message, Location(self.path, mark.line + 1, mark.column + 1), hint, level)
        self.findings.append(finding)
        return finding

    def warn(self, code: str, message: str, line: int, column: int, hint: str) -> None:
        self.fault(code, message, Mark(line, column, line, column), hint, "warning")

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
        if is_key:
            return text if text.isascii() else self.key(text, event)
        if event.tag == _STR_TAG:
            return text
        if event.tag and event.tag not in _PLAIN_TAGS:
            self.unknown_tag(event.tag, event.start_mark)
            return None
        # Quoted texts are texts.
        if not event.implicit[0] and not event.tag:
            return text
        return _resolve_plain(text)

    def key(self, text: str, event: Any) -> str:
        """A key that is not plain, without what word processors put around it."""
        if not (told := check_key(text)):
            return text
        code, position, message, hint = told
        start = event.start_mark
        self.is_refused |= position == 0
        # In a key of several lines only its start is known.
        column = start.column + (position if start.line == event.end_mark.line else 0)
        self.fault(code, message, Mark(start.line, column, start.line, column), hint)
        return text.strip(ODD_BLANKS)

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
        self.unused.pop(name, None)
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
            if not is_key:
                if self.has_remarks and not event.style:
                    mark.remark = self.source.remark_after(event)
                    self.is_doubtful |= mark.remark is not None
                if type(value) is str and may_hold_more(value):
                    self.is_doubtful |= not value.isascii() and value[0] in QUOTES
                    for told in check_text(event, self.source):
                        self.warn(*told)
            if event.anchor:
                self.anchors[event.anchor] = (value, mark, 1)
                self.unused[event.anchor] = event.start_mark
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
        elif kind is yaml.DocumentEndEvent:
            self.end_document()

    def end_document(self) -> None:
        for name, mark in self.unused.items():
            message = f"'&{name}' marks a text that nothing repeats, so this word is lost"
            self.fault("unused-mark", message, mark, "put a text that starts with '&' in quotes", "warning")
        self.unused.clear()
        self.documents[-1].is_doubtful, self.is_doubtful = self.is_doubtful, False


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


def read_yaml(path: str, content: bytes, loader: Any = LOADER) -> tuple[list[Document], list[Diagnostic]]:
    """The documents of one file, and its faults. Never raises for anything that `content` holds.

    `path` is toolkit-relative and only used in findings. After a fault of syntax nothing of the file is returned;
    after others, what could be understood is. Documents of nothing, such as the one that a closing `---` begins, are
    left out if there are others. `loader` is PyYAML's parser: values do not depend on which one is there.
    """
    text, findings = decode(path, content)
    if findings:
        return [], findings
    if not text.isprintable() and (unprintable := _unprintable(path, text)):
        return [], [unprintable]
    source = Source(text)
    reading = _Reading(path, source, has_remarks=source.has_remarks)
    try:
        for event in yaml.parse(text if text.isascii() else LINE_BREAK.sub(" ", text), Loader=loader):
            reading.take(event)
    except yaml.YAMLError as error:
        fault = explain_syntax(path, source.lines, error)
        others = [found for found in reading.findings if found.location.line != fault.location.line]
        return [], [*others, fault]
    except _StopReading:
        return [], reading.findings
    if reading.is_refused:
        return [], reading.findings
    documents = [document for document in reading.documents if document.value is not None]
    return documents or reading.documents[:1], reading.findings
