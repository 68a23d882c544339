"""Pages that a school writes by hand: what in them a reader's browser will not show."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.yaml_source import decode

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_FRAMES = ("iframe", "frame", "embed", "object", "applet")
_SHOWN = ("img", "video", "audio", "source", "track", "input")
_LINK_HINT = "write a link instead, such as [Watch the film](https://...)"
_FILE_HINT = "put the file into docs/assets/, and name it there"


class _Refused(HTMLParser):
    """What a page's policy refuses in a piece of HTML: the line in it, counted from 0, what it is, and a hint."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[int, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        source = values.get("src") or values.get("poster") or values.get("href", "")
        is_elsewhere = bool(_ELSEWHERE.match(source.strip()))
        what, hint = "", _FILE_HINT
        if tag in _FRAMES:
            what, hint = "a page inside the page", _LINK_HINT
        elif tag == "script" and (is_elsewhere or "src" not in values):
            what, hint = "a script", "take it out; pages run no scripts but the toolkit's own"
        elif tag in _SHOWN and is_elsewhere:
            what = f"a file from {source.split('//', 1)[1].partition('/')[0]}"
        elif tag == "style" or (tag == "link" and is_elsewhere and "stylesheet" in values.get("rel", "")):
            what, hint = "a style", "put it into templates/assets/toolkit.css of this toolkit"
        elif "style" in values:
            what, hint = "a 'style' in a tag", "take it out, or give the tag a class"
        elif tag == "form" and "action" in values:
            what, hint = "a form that sends something", "link to the form at its own address"
        elif handler := next((name for name in values if name.startswith("on")), ""):
            what, hint = f"a script ('{handler}')", "take it out; pages run no scripts but the toolkit's own"
        if what:
            self.found.append((self.getpos()[0] - 1, what, hint))

    handle_startendtag = handle_starttag


def check_hand_written(found: Mapping[str, Path], folder: str) -> Iterator[Diagnostic]:
    """A finding at each place of a hand-written page that readers will not see, as pages let in nothing from elsewhere.

    `found` are all files of the folder that findings call `folder`, by their names in it. A page that is not UTF-8 text
    is a finding, too.
    """
    for name, file in found.items():
        if file.suffix.lower() not in (".md", ".markdown"):
            continue
        path = f"{folder}/{name}"
        text, faults = decode(path, file.read_bytes())
        yield from faults
        for line, what, hint in _refused(text):
            message = f"readers will not see this: {what} is refused, so that nobody can follow them here"
            yield Diagnostic("blocked-content", message, Location(path, line), hint, level="warning")


def _refused(markdown: str) -> Iterator[tuple[int, str, str]]:
    for token in _MARKDOWN.parse(markdown):
        start = token.map[0] + 1 if token.map else 1
        pieces = [(start, token.content)] if token.type == "html_block" else []
        line = start
        for child in token.children or ():
            line += child.type in ("softbreak", "hardbreak")
            if child.type == "html_inline":
                pieces.append((line, child.content))
            elif child.type == "image" and _ELSEWHERE.match(str(child.attrs.get("src", ""))):
                host = str(child.attrs["src"]).split("//", 1)[1].partition("/")[0]
                yield line, f"a picture from {host}", _FILE_HINT
        for first, html in pieces:
            for offset, what, hint in _Refused(html).found:
                yield first + offset, what, hint
