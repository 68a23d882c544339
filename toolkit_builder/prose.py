"""The small Markdown of YAML texts: bold, italic, links, lists. Parsed once into nodes, from which pages are made.

HTML is off: whatever an author types arrives as the letters that were typed. Links that could run something are
left as text and reported by `unsafe_links`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token


class SourceText(str):
    """A text that nobody has translated yet: readers of another language see it as it is, marked as `language`."""

    __slots__ = ("language",)
    language: str

    @classmethod
    def of(cls, text: str, language: str) -> "SourceText":
        """`text`, marked. `language` is BCP 47."""
        made = cls(text)
        made.language = language
        return made


SAFE_SCHEMES = ("https", "http", "mailto", "tel")
_LONGEST_LINK = 2000
"""Letters. Servers refuse much longer addresses, and a PDF cannot hold them."""
_MAIL = re.compile(r"[\w.!$'*+~-]+@[\w-]+(\.[\w-]+)*", re.ASCII)

Kind = Literal["text", "strong", "em", "link", "br", "p", "ul", "ol", "li"]


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of text with its form. `text` is set for kind "text", `href` for kind "link"."""

    kind: Kind
    text: str = ""
    href: str = ""
    children: tuple["Node", ...] = ()


def is_safe_link(href: str) -> bool:
    """True for web, mail and telephone addresses, and for places inside the site; false for all else."""
    # Browsers skip control characters and blanks inside a scheme, so none may be there.
    if not href or len(href) > _LONGEST_LINK or re.search(r"[\x00-\x20\x7f-\x9f\\]", href):
        return False
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in SAFE_SCHEMES
    # '//host/path' leaves the site without saying how; to a browser, more slashes are two.
    return not href.startswith("//")


def is_address(href: str) -> bool:
    """True for a whole address outside the site, as stands in a field of its own: web, mail or telephone."""
    return is_safe_link(href) and bool(urlsplit(href).scheme)


def is_mail(address: str) -> bool:
    """True for a plain e-mail address, which says nothing more than to whom."""
    return bool(_MAIL.fullmatch(address))


# The rules that stand for what authors may use; all else stays as typed.
_MARKDOWN = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "emphasis", "link", "newline", "escape", "balance_pairs", "fragments_join"]
)
# All links become nodes here; those that are not safe become text below, where the author can be told.
_MARKDOWN.validateLink = bool  # type: ignore[method-assign, assignment]

_PLAIN = re.compile(r"[^\\*_\[\]\n]*\Z")
_MAY_START_LIST = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])(?:\s|\Z)")
_INLINE_KINDS: dict[str, Kind] = {"strong_open": "strong", "em_open": "em", "link_open": "link"}
_BLOCK_KINDS: dict[str, Kind] = {
    "paragraph_open": "p",
    "bullet_list_open": "ul",
    "ordered_list_open": "ol",
    "list_item_open": "li",
}


def is_plain(text: str) -> bool:
    """True for a text without any mark: one paragraph of its own letters."""
    return bool(_PLAIN.match(text)) and not _MAY_START_LIST.match(text)


@lru_cache(maxsize=50_000)
def parse_prose(text: str) -> tuple[Node, ...]:
    """The blocks of `text`: paragraphs and lists."""
    if is_plain(text):
        return (Node("p", children=(Node("text", text.strip()),)),)
    return _nodes(iter(_MARKDOWN.parse(text)))


def _nodes(tokens: Iterator[Token]) -> tuple[Node, ...]:
    """The nodes up to the end of the block or mark that `tokens` stand in."""
    nodes: list[Node] = []
    for token in tokens:
        if token.nesting == -1:
            break
        if token.type == "inline":
            nodes.extend(_nodes(iter(token.children or ())))
        elif token.type in ("softbreak", "hardbreak"):
            nodes.append(Node("br"))
        elif token.type == "text":
            if token.content:
                nodes.append(Node("text", token.content))
        elif token.type in _BLOCK_KINDS:
            nodes.append(Node(_BLOCK_KINDS[token.type], children=_nodes(tokens)))
        elif token.type in _INLINE_KINDS:
            href = str(token.attrs.get("href", ""))
            nodes.append(Node(_INLINE_KINDS[token.type], href=href, children=_nodes(tokens)))
        else:
            raise AssertionError(f"markdown-it made a token that is not enabled: {token.type}")
    return tuple(nodes)


def _walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.children)


def links_of(text: str) -> list[str]:
    """The addresses of all links in `text`."""
    if "](" not in text:
        return []
    return [node.href for node in _walk(parse_prose(text)) if node.kind == "link"]


def unsafe_links(text: str) -> list[str]:
    """The addresses of links in `text` that are left out of every page."""
    return [href for href in links_of(text) if not is_safe_link(href)]


def plain_text(text: str) -> str:
    """`text` without its marks, in one line; for search, titles and measures."""
    if _PLAIN.match(text):
        return text.strip()
    parts: list[str] = []
    for node in _walk(parse_prose(text)):
        if node.kind == "text":
            parts.append(node.text)
        elif node.kind in ("br", "p", "li"):
            parts.append(" ")
    return " ".join("".join(parts).split())
