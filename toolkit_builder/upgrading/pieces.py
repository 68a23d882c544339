"""The entries of a folder as they stand in its files: text and remarks, not values alone."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import yaml

from toolkit_builder.folders import Layer
from toolkit_builder.loading.files import BANKS, YAML_ENDINGS, Job, find_files
from toolkit_builder.loading.layers import content_of
from toolkit_builder.yaml_source.reading import LOADER
from toolkit_builder.yaml_source.trees import Tree, read_trees

KINDS = {bank.folder: bank.key for bank in BANKS}
"""The kinds of entries, by the folder or the file that holds them, with the key that names an entry."""
_EDITORS = re.compile(r"# yaml-language-server:[^\n]*\n\n*")
"""A line for editors at the start of a file, which is none of the entry's."""
PLACES = {
    "guides": "guide",
    "prompts": "prompt",
    "activities": "activity",
    "skills": "framework",
    "glossary": "term",
    "facts": "fact",
    "protocol": "protocol",
    "inserts": "insert",
    "kit": "kit",
}
"""What the places of a kind's texts begin with."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text, with plain line breaks, and how it is to be written."""

    text: str
    newline: str = "\n"
    has_mark: bool = False

    def encoded(self, text: str) -> bytes:
        """The bytes of a file that holds `text`, in the manner of this one."""
        raw = text.replace("\n", self.newline).encode()
        return codecs.BOM_UTF8 + raw if self.has_mark else raw


def read_source(file: Path) -> Source:
    """The text of `file`, empty if there is none. Raises OSError, and UnicodeDecodeError for what is not UTF-8."""
    raw = file.read_bytes() if file.is_file() else b""
    text = raw.removeprefix(codecs.BOM_UTF8).decode()
    newline = "\r\n" if "\r\n" in text else "\n"
    return Source(text.replace("\r\n", "\n"), newline, raw.startswith(codecs.BOM_UTF8))


def with_lines_kept(before: str, after: str) -> str:
    """`after`, whose lines end plainly; those that stand in `before`, too, end as there, and new ones as most do."""
    if "\r\n" not in before:
        return after
    old, new = before.split("\n"), after.split("\n")

    def is_same(pair: tuple[str, str]) -> bool:
        return pair[0].removesuffix("\r") == pair[1]

    # The last line of all has no end, and is none that others could be like.
    start = len([*takewhile(is_same, zip(old[:-1], new[:-1], strict=False))])
    end = len([*takewhile(is_same, zip(reversed(old[start:]), reversed(new[start:]), strict=False))])
    newline = "\r" if sum(line.endswith("\r") for line in old) * 2 >= len(old) - 1 else ""
    last = len(new) - 1
    middle = [new[at] + (newline if at < last else "") for at in range(start, len(new) - end)]
    return "\n".join([*old[:start], *middle, *old[len(old) - end :]])


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry: its text in `file` from `start` to `end`, with the remark right above it, and its value.

    `path` is the file as seen from the folder of the content.
    """

    kind: str
    id: str
    file: Path
    path: str
    start: int
    end: int
    text: str
    value: Any

    @property
    def name(self) -> str:
        """How layers name it: `guides/grade-3-first`; capitals do not count."""
        return f"{self.kind}/{self.id}".casefold()


def jobs_of(layer: Layer) -> list[Job]:
    """The files of a layer that hold entries: file, path as seen from the folder of the content, and kind."""
    jobs, _ = find_files(content_of(layer), layer.docs, "")
    return [(file, path.removeprefix("/"), kind) for file, path, kind in jobs if kind in KINDS]


def school_file(layer: Layer) -> Path:
    """The file of a layer's school; the name that it would have, where there is none."""
    files = [layer.school.with_name(layer.school.name + ending) for ending in YAML_ENDINGS]
    return next((file for file in files if file.is_file()), files[0])


def pieces_of(layer: Layer) -> dict[str, Piece]:
    """Every entry of a layer that can be read, by its name, in the order of the files."""
    made: dict[str, Piece] = {}
    for file, path, kind in jobs_of(layer):
        try:
            text = read_source(file).text
        except (OSError, UnicodeDecodeError):
            continue
        for piece in pieces_in(text, file, path, kind):
            made.setdefault(piece.name, piece)
    return made


def pieces_in(text: str, file: Path, path: str, kind: str) -> Iterator[Piece]:
    """The entries in the `text` of one file; none of a text that cannot be read."""
    trees = read_trees(text)
    for tree, (start, end) in zip(trees, _bounds(text) if trees else (), strict=False):
        if isinstance(tree.value, list):
            for one in () if tree.is_flow else tree.inside():
                yield from _piece(kind, file, path, one, (_start(one), one.line_end()))
        elif isinstance(tree.value, dict):
            head = _EDITORS.match(text, start, end)
            span = head.end() if head else start, end
            yield from _piece(kind, file, path, tree, span)


def _piece(kind: str, file: Path, path: str, tree: Tree, span: tuple[int, int]) -> Iterator[Piece]:
    key, value = KINDS[kind], tree.value
    named = value.get(key, file.stem if kind == "guides" else None) if isinstance(value, dict) else None
    if isinstance(named, str):
        yield Piece(kind, named, file, path, *span, tree.text[slice(*span)], value)


def _start(tree: Tree) -> int:
    """Where the remark begins that stands right above an item of a list; a line for editors is none of it."""
    at = tree.line_start()
    while at > 0:
        before = tree.text.rfind("\n", 0, at - 1) + 1
        line = tree.text[before:at].strip()
        if not line.startswith("#") or "yaml-language-server" in line:
            break
        at = before
    return at


def _bounds(text: str) -> list[tuple[int, int]]:
    """From where to where each document of a text goes, without the lines `---` between them."""
    starts, ends = [0], []
    events = (event for event in yaml.parse(text, Loader=LOADER) if isinstance(event, yaml.DocumentStartEvent))
    for event in islice(events, 1, None):
        assert event.start_mark is not None, "an event of a text"
        ends.append(event.start_mark.index)
        starts.append(text.find("\n", ends[-1]) + 1 or len(text))
    return list(zip(starts, [*ends, len(text)], strict=True))
