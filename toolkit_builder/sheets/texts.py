"""Texts as JSON values for Typst. A text is always a list of nodes, never markup."""

import re
from collections.abc import Mapping
from typing import Any

from toolkit_builder.interface import Interface
from toolkit_builder.model.languages import base_of, direction_of, region_of
from toolkit_builder.prose import Node, SourceText, is_address, parse_prose, plain_text

Values = dict[str, Any]

_SLOT = re.compile(r"\{([a-z]+)\}")


def language_values(language: str) -> Values:
    """A language as Typst knows it: the language alone, its country for the shapes of letters, and its direction."""
    return {"language": base_of(language), "region": region_of(language) or None, "dir": direction_of(language)}


def in_language(language: str, nodes: list[Values]) -> Values:
    """A node that marks `nodes` as texts in a language other than those around them."""
    return {"k": "lang", **language_values(language), "c": nodes}


class Texts:
    """How texts of one language become nodes: with its quotes, and with slots filled or kept as blanks."""

    def __init__(self, words: Interface, slots: Mapping[str, str]) -> None:
        self.words = words
        self.slots = slots

    def blocks(self, text: str) -> list[Values]:
        """A text as paragraphs and lists."""
        nodes = [value for node in parse_prose(text) for value in self._node(node)]
        return [in_language(text.language, nodes)] if isinstance(text, SourceText) else nodes

    def inline(self, text: str) -> list[Values]:
        """A text inside a line: its paragraphs run on."""
        if isinstance(text, SourceText):
            return [in_language(text.language, self.inline(str(text)))]
        nodes = self.blocks(text)
        if len(nodes) == 1 and nodes[0]["k"] == "p":
            inner: list[Values] = nodes[0]["c"]
            return inner
        return nodes

    def plain(self, text: str) -> str:
        """A text without its marks; slots stay as words in brackets."""
        return self.title(plain_text(text))

    def title(self, text: str) -> str:
        """A title: it has no marks, so that what looks like one stays. Slots as above."""
        return self.words.on_paper(
            _SLOT.sub(
                lambda found: self.slots.get(found[1], f"[{self.words.slots.get(found[1], found[1])}]"),
                text,
            )
        )

    def _node(self, node: Node) -> list[Values]:
        if node.kind == "text":
            return self._text(node.text)
        inner = [value for child in node.children for value in self._node(child)]
        if node.kind == "link":
            # On paper there is no page from which a place inside the site could be found.
            return [{"k": "link", "h": node.href, "c": inner}] if is_address(node.href) else inner
        return [{"k": node.kind, "c": inner}]

    def _text(self, text: str, *, is_decline: bool = False) -> list[Values]:
        values: list[Values] = []
        for position, part in enumerate(_SLOT.split(text)):
            if position % 2 == 0:
                if part:
                    values.append({"k": "text", "v": self.words.on_paper(part)})
            elif part == "decline" and "decline" in self.slots:
                # It has slots of its own; a second {decline} inside it would never end.
                values += [] if is_decline else self._text(plain_text(self.slots[part]), is_decline=True)
            elif part in self.slots:
                # The template fills it, so that a sheet's values are the same for all schools that share a library.
                values.append({"k": part})
            else:
                values.append({"k": "slot", "v": self.words.slots.get(part, part)})
        return values
