"""Prompts and activities as YAML that a person would have written."""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.base import Record
from toolkit_builder.yaml_source import read_yaml

from .columns import COLUMNS

_WIDTH = 104
_LONGEST = 110
"""A line that is a little too long reads better than two, of which one holds a word."""
_WORDS = {keys[-1] for column in COLUMNS if column.form == "words" for keys in column.keys.values()}
"""Keys whose lists are of short words, and stand in one line."""


def _is_read_as(form: str, text: str) -> bool:
    """Whether YAML reads `form` as `text`, both after a key and as an item. `form` is indented by four, if it wraps."""
    documents, findings = read_yaml("", f"- k: {form}\n- {form}\n".encode())
    return not findings and [document.value for document in documents] == [[{"k": text}, text]]


def _single(text: str) -> Iterator[str]:
    """Ways to write a text in one line, the most natural first."""
    yield text
    if "'" in text and '"' not in text and "\\" not in text:
        yield f'"{text}"'
    yield "'" + text.replace("'", "''") + "'"


def _escaped(text: str) -> str:
    # JSON's escapes are YAML's, too; what JSON leaves raw and YAML does not allow is escaped by its number.
    return "".join(
        char if char.isprintable() else f"\\U{ord(char):08X}" for char in json.dumps(text, ensure_ascii=False)
    )


def _text_after(start: str, text: str) -> str:
    """`start`, such as `  text: `, and the text after it: plain where YAML allows it, folded where it is long."""
    indent = " " * (len(start) - len(start.lstrip()) + 2)
    if "\n" in text:
        # A line of blanks alone stays as it is.
        lines = [f"{indent}{line}" if line else "" for line in text.split("\n")]
        forms = ["\n".join(["|-", *lines])]
    else:
        forms = list(_single(text))
    chosen = next((form for form in forms if _is_read_as(form, text)), None) or _escaped(text)
    if len(start + chosen) <= _LONGEST or "\n" in chosen:
        return start + chosen
    lines = textwrap.wrap(text, _WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    folded = "\n".join([">-", *(indent + line for line in lines)])
    return start + (folded if _is_read_as(folded, text) else chosen)


def text_under(key: str, text: str, indent: str) -> str:
    """The lines of `key` and its `text` in a mapping that is indented by `indent`, without a line break at the end."""
    start = next((f"{form}: " for form in _single(key) if _is_key(form, key)), f"{_escaped(key)}: ")
    return _text_after(indent + start, text)


def _is_key(form: str, key: str) -> bool:
    documents, findings = read_yaml("", f"{form}: v\n".encode())
    return not findings and [document.value for document in documents] == [{key: "v"}]


def _word_of(word: str, key: str) -> str:
    """A text inside brackets. A grade may look like a number: reading knows."""
    if key == "grades":
        return word
    for form in _single(word):
        documents, findings = read_yaml("", f"[{form}]".encode())
        if not findings and [document.value for document in documents] == [[word]]:
            return form
    return _escaped(word)


_Value = str | int | tuple[str, ...] | Record | None
"""What stands under a key of a prompt or an activity."""


def _lines_of(key: str, value: _Value | Mapping[str, str], indent: str) -> Iterator[str]:
    """The lines of a key and its value; none for a value of nothing."""
    start = f"{indent}{key}: "
    if value is None or value in ("", (), {}):
        return
    if isinstance(value, Record):
        yield f"{indent}{key}:"
        yield from _lines(value, indent + "  ")
    elif isinstance(value, Mapping):
        yield f"{indent}{key}:"
        yield from (text_under(name, text, indent + "  ") for name, text in value.items())
    elif isinstance(value, tuple):
        flow = f"{start}[{', '.join(_word_of(word, key) for word in value)}]" if key in _WORDS else ""
        if 0 < len(flow) <= _LONGEST:
            yield flow
        else:
            yield f"{indent}{key}:"
            yield from (_text_after(f"{indent}  - ", item) for item in value)
    else:
        yield start + str(value) if isinstance(value, int) else _text_after(start, value)


def _lines(record: Record, indent: str) -> Iterator[str]:
    for key in type(record).model_fields:
        yield from _lines_of(key, getattr(record, key), indent)


def yaml_blocks(entries: Sequence[Prompt | Activity]) -> Iterator[str]:
    """Each entry as an item of a list."""
    return ("- " + "\n".join(_lines(entry, "  "))[2:] + "\n" for entry in entries)


def yaml_text(entries: Sequence[Prompt | Activity], schema: str) -> str:
    """The text of a file that holds `entries`; an editor finds its keys in `schemas/{schema}.json`."""
    return "\n".join([f"# yaml-language-server: $schema=../../schemas/{schema}.json\n", *yaml_blocks(entries)])
