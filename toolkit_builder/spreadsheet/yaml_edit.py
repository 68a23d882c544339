"""A file of prompts or activities with other values in it, and all else as its author wrote it.

A value is written over where it stands. ruamel.yaml, which keeps comments, gave back 5 of 42 files as they were: it
sets in all lists of a file by the same width, and people set in lists of entries and lists of texts differently.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.base import Record
from toolkit_builder.yaml_source.reading import LINE_BREAK, LOADER

from .yaml_text import Value, lines_of, text_after, word_of, yaml_blocks

_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)?")
_REMARK = re.compile(r"[ \t]+#[^\r\n]*")

_Pair = tuple[Any, Any]
"""The nodes of a key and of its value."""
_Edit = tuple[int, int, str]
"""From where to where in a text another one goes."""


class _UnclearError(Exception):
    """A place is written in a way that nobody expected."""


def _roots(text: str) -> list[Any]:
    """What each document of a file holds. Raises yaml.YAMLError."""
    return [root for root in yaml.compose_all(LINE_BREAK.sub(" ", text), Loader=LOADER) if root is not None]


def _end(text: str, node: Any) -> int:
    """Where a value ends, without the blank lines and remarks behind it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    start: int = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def _line_end(text: str, place: int) -> int:
    """Where the line of a place ends, before its break."""
    found = text.find("\n", place)
    if found < 0:
        return len(text)
    return found - 1 if text[found - 1] == "\r" else found


def _without_line(text: str, start: int, end: int, lead: str) -> _Edit | None:
    """Takes away the lines from `start` to `end`, where nothing but `lead` stands before them."""
    begin = text.rfind("\n", 0, start) + 1
    if not re.fullmatch(lead, text[begin:start]):
        return None
    after = text.find("\n", end)
    return begin, len(text) if after < 0 else after + 1, ""


def _over(text: str, start: int, end: int, new: str) -> _Edit:
    """Writes `new` over a value. A remark on its line stays there, behind the first line of what is new."""
    header = _BLOCK_HEADER.match(text, start)
    remark = (header[1] or "") if header else ""
    if not header and (found := _REMARK.match(text, end)):
        remark, end = found[0], found.end()
    first, line_break, rest = new.partition("\n")
    return start, end, first + remark + line_break + rest


def _in_flow(value: Value, key: str) -> str:
    """A value as it stands inside brackets or braces."""
    if isinstance(value, tuple):
        return f"[{', '.join(word_of(item, key) for item in value)}]"
    if isinstance(value, Record):
        parts = ((name, getattr(value, name)) for name in type(value).model_fields)
        return f"{{{', '.join(f'{name}: {_in_flow(part, name)}' for name, part in parts if part)}}}"
    return word_of(value, key) if isinstance(value, str) else str(value)


def _item(text: str, key: str, column: int) -> str:
    """A text as an item of a list whose hyphens stand in `column`, without its hyphen."""
    if key == "grades":
        return word_of(text, key)
    return text_after(" " * column + "- ", text)[column + 2 :]


def _value_edit(text: str, pair: _Pair, key: str, value: Value) -> _Edit:
    """Writes another value over the one behind a key."""
    name, node = pair
    indent = " " * name.start_mark.column
    new = "\n".join(lines_of(key, value, indent)).removeprefix(f"{indent}{key}:")
    start: int = name.end_mark.index
    between = text[start : node.start_mark.index]
    start += between.index(":") + 1
    if "#" in between:
        # A remark that stands between a key and its value stays behind the key.
        remark = _REMARK.search(between)
        end = _end(text, node)
        return start, end, (remark[0] if remark else "") + (new if new.startswith("\n") else f"\n{indent}  {new[1:]}")
    begin, end, written = _over(text, node.start_mark.index, _end(text, node), new)
    assert begin >= start
    return start, end, written


def _list_edits(text: str, pair: _Pair, key: str, old: Sequence[str], new: Sequence[str]) -> Iterator[_Edit]:
    """Writes other items over some of a list. Items that stay are left alone, with the remarks between them."""
    items = pair[1].value
    same = next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    left = min(len(old), len(new)) - same
    backward = zip(reversed(old), reversed(new), strict=False)
    tail = min(left, next((place for place, (a, b) in enumerate(backward) if a != b), left))
    gone, come = items[same : len(old) - tail], new[same : len(new) - tail]
    if pair[1].flow_style:
        if len(gone) == len(come):
            for item, word in zip(gone, come, strict=True):
                yield item.start_mark.index, _end(text, item), word_of(word, key)
        else:
            yield _value_edit(text, pair, key, tuple(new))
        return
    column = pair[1].start_mark.column
    for item, word in zip(gone, come, strict=False):
        yield _over(text, item.start_mark.index, _end(text, item), _item(word, key, column))
    for item in gone[len(come) :]:
        taken = _without_line(text, item.start_mark.index, _end(text, item), r"[ \t]*-[ \t]+")
        if taken is None:
            raise _UnclearError
        yield taken
    more = [f"- {_item(word, key, column)}" for word in come[len(gone) :]]
    pad = " " * column
    if more and same + len(gone):
        place = _line_end(text, _end(text, items[same + len(gone) - 1]))
        yield place, place, "".join(f"\n{pad}{item}" for item in more)
    elif more:
        place = pair[1].start_mark.index
        yield place, place, "".join(f"{item}\n{pad}" for item in more)


def _new_key_edit(text: str, mapping: Any, anchor: _Pair, key: str, value: Value) -> _Edit:
    """Writes a key that was not there behind another one."""
    end = _end(text, anchor[1])
    if mapping.flow_style:
        return end, end, f", {key}: {_in_flow(value, key)}"
    place = _line_end(text, end)
    indent = " " * mapping.value[0][0].start_mark.column
    return place, place, "".join(f"\n{line}" for line in lines_of(key, value, indent))


def _gone_key_edit(text: str, mapping: Any, pair: _Pair) -> _Edit:
    """Takes a key away with its value."""
    pairs = mapping.value
    place = pairs.index(pair)
    start, end = pair[0].start_mark.index, _end(text, pair[1])
    if mapping.flow_style and place:
        return _end(text, pairs[place - 1][1]), end, ""
    # The key on the line of the hyphen: the next one takes its place.
    taken = None if mapping.flow_style else _without_line(text, start, end, r"[ \t]*")
    if taken is None and place + 1 < len(pairs):
        taken = start, pairs[place + 1][0].start_mark.index, ""
    if taken is None:
        raise _UnclearError
    return taken


def _record_edits(text: str, mapping: Any, before: Record, after: Record) -> Iterator[_Edit]:
    """What to write where, so that the record that stands in `mapping` is `after`."""
    pairs: dict[str, _Pair] = {name.value: (name, node) for name, node in mapping.value}
    anchor: _Pair = mapping.value[0]
    for key in type(after).model_fields:
        old, new = getattr(before, key), getattr(after, key)
        pair = pairs.get(key)
        if pair and new not in (None, "", ()):
            anchor = pair
        if old == new:
            continue
        if pair and pair[1].start_mark.index < pair[0].end_mark.index:
            # `*name` stands here, and the value elsewhere.
            raise _UnclearError
        if pair is None:
            yield _new_key_edit(text, mapping, anchor, key, new)
        elif new in (None, "", ()):
            yield _gone_key_edit(text, mapping, pair)
        elif isinstance(new, Record) and isinstance(old, Record) and isinstance(pair[1], yaml.MappingNode):
            yield from _record_edits(text, pair[1], old, new)
        elif isinstance(new, tuple) and isinstance(pair[1], yaml.SequenceNode) and len(pair[1].value) == len(old) > 0:
            yield from _list_edits(text, pair, key, old, new)
        elif mapping.flow_style:
            yield pair[1].start_mark.index, _end(text, pair[1]), _in_flow(new, key)
        else:
            yield _value_edit(text, pair, key, new)


def _edited(text: str, edits: list[_Edit]) -> str:
    """The text with all edits done. What is new gets the line breaks of the file."""
    line_break = "\r\n" if "\r\n" in text else "\n"
    parts = []
    done = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:1]):
        if start < done:
            raise _UnclearError
        parts += [text[done:start], new.replace("\n", line_break)]
        done = end
    return "".join([*parts, text[done:]])


_Some = Prompt | Activity


def with_changes(text: str, changes: Mapping[str, tuple[_Some, _Some]]) -> str | None:
    """The text of a file in which entries have other values: by id, the entry that stands there and the new one.

    None where the text is written in a way that nobody expected. Read it again before you use it: a value may stand for
    more than one place.
    """
    edits: list[_Edit] = []
    try:
        for root in _roots(text):
            for mapping in root.value if isinstance(root, yaml.SequenceNode) else ():
                pairs = mapping.value if isinstance(mapping, yaml.MappingNode) else []
                name = next((node.value for key, node in pairs if key.value == "id"), "")
                if name in changes:
                    edits += _record_edits(text, mapping, *changes[name])
        return _edited(text, edits)
    except (yaml.YAMLError, _UnclearError):
        return None


def with_entries(text: str, entries: Sequence[_Some]) -> str | None:
    """The text of a file with more entries at its end; None where it is not a list to which one could add."""
    blocks = list(yaml_blocks(entries))
    try:
        roots = _roots(text)
        if not roots:
            return _edited(text, [_at_end(text, blocks)])
        root = roots[-1]
        if not isinstance(root, yaml.SequenceNode):
            return None
        if root.flow_style:
            span = root.start_mark.index, root.end_mark.index
            return None if root.value else _edited(text, [(*span, "\n".join(blocks).removesuffix("\n"))])
        indent = " " * root.start_mark.column
        lines = (
            "".join(indent + line if line.strip() else line for line in block.splitlines(True)) for block in blocks
        )
        return _edited(text, [_at_end(text, list(lines))])
    except (yaml.YAMLError, _UnclearError):
        return None


def _at_end(text: str, blocks: list[str]) -> _Edit:
    """Blocks behind all else, each after a blank line."""
    end = len(text.rstrip())
    return end, len(text), ("\n\n" if end else "") + "\n".join(blocks)
