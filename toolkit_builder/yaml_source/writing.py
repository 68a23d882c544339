"""Values as YAML that a person would have written: plain where that may be, in quotes or folded where it must."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .reading import read_yaml

WIDTH = 120
"""How long a line may be before a text is folded, as in the library's files."""
_WORD = re.compile(r"\S{1,40}")
"""An item that a list in brackets may begin with, such as an id."""
_SPACE = re.compile(r"(?<! ) (?! )")


@dataclass(frozen=True, slots=True)
class Manner:
    """How the author of a file writes: which quotes, how far in keys stand below a key, and dashes below a key."""

    quote: str = '"'
    keys_in: int = 2
    dashes_in: int = 2


PLAIN = Manner()
"""The manner of the library's files."""


@dataclass(frozen=True, slots=True)
class Form:
    """A value as YAML: what stands on the line of its key or its dash, and the lines below."""

    head: str
    lines: tuple[str, ...] = ()


def rendered(value: Any, indent: int = 0) -> str:
    """A value as YAML, all lines `indent` columns from the left, without a line break at the end."""
    if isinstance(value, (dict, list)) and value:
        return "\n".join(below(value, indent, PLAIN))
    form = after(value, indent - 2, indent, PLAIN)
    return "\n".join([" " * indent + form.head, *form.lines])


def in_line(value: Any, manner: Manner = PLAIN, *, is_quoted: bool = False) -> str:
    """A value in one line, as it stands inside brackets or braces."""
    if isinstance(value, list):
        return f"[{', '.join(in_line(one, manner, is_quoted=is_quoted) for one in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key_form(key, manner)}: {in_line(one, manner)}' for key, one in value.items())}}}"
    return _one_line(value, manner, is_quoted=is_quoted, is_inside=True)


def after(value: Any, at: int, before: int, manner: Manner, *, is_item: bool = False, is_quoted: bool = False) -> Form:
    """A value as it stands behind a key, or a dash if it `is_item`, of column `at`; it begins in column `before`."""
    if isinstance(value, str):
        return _text_after(value, at, before, manner, is_quoted=is_quoted)
    if not isinstance(value, (dict, list)) or not value:
        return Form(in_line(value, manner))
    if isinstance(value, list) and all(isinstance(one, int) or _is_word(one) for one in value):
        form = in_line(value, manner)
        if before + len(form) <= WIDTH:
            return Form(form)
    if is_item:
        lines = below(value, before, manner)
        return Form(lines[0][before:], tuple(lines[1:]))
    return Form("", tuple(below(value, at + (manner.keys_in if isinstance(value, dict) else manner.dashes_in), manner)))


def below(value: dict[str, Any] | list[Any], column: int, manner: Manner) -> list[str]:
    """The lines of the keys or the items of a value, which stand in `column`."""
    made: list[str] = []
    if isinstance(value, list):
        for one in value:
            made += item_lines(one, column, manner)
        return made
    for key, one in value.items():
        made += key_lines(key, one, column, manner)
    return made


def item_lines(value: Any, column: int, manner: Manner, *, is_quoted: bool = False) -> list[str]:
    """The lines of an item whose dash stands in `column`."""
    form = after(value, column, column + 2, manner, is_item=True, is_quoted=is_quoted)
    return [f"{' ' * column}- {form.head}", *form.lines]


def key_lines(key: str, value: Any, column: int, manner: Manner) -> list[str]:
    """The lines of a key that stands in `column`, with its value."""
    start = f"{' ' * column}{key_form(key, manner)}:"
    form = after(value, column, len(start) + 1, manner)
    return [f"{start} {form.head}".rstrip(" ") if not form.head else f"{start} {form.head}", *form.lines]


def key_form(key: str, manner: Manner) -> str:
    """A key as YAML, in quotes if it must be."""
    for form in _forms(key, manner, is_quoted=False):
        if _values(f"{form}: v\n") == [{key: "v"}] and _values(f"{{{form}: v}}") == [{key: "v"}]:
            return form
    return _escaped(key)


def in_yaml(text: str) -> str:
    """A text as it stands behind a key or a dash, in one line: plain if it may be, else in quotes."""
    return _one_line(" ".join(text.split()), PLAIN, is_quoted=False, is_inside=False)


def is_plain(text: str, *, is_inside: bool) -> bool:
    """Whether a text may stand without quotes; `is_inside` brackets, more signs may not."""
    return _is_read_as(text, text, is_inside=is_inside)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and bool(_WORD.fullmatch(value))


def _text_after(text: str, at: int, before: int, manner: Manner, *, is_quoted: bool) -> Form:
    column = at + manner.keys_in
    if "\n" in text and not text.endswith("\n\n") and text.strip():
        form = _block(text, column, manner.keys_in)
        # The place of a block's text is seen from its key.
        alone = _block(text, manner.keys_in, manner.keys_in)
        written = "\n".join([alone.head, *alone.lines, ""])
        return form if _values(f"k: {written}") == [{"k": text}] else Form(_escaped(text))
    word = _one_line(text, manner, is_quoted=is_quoted, is_inside=False)
    if before + len(word) <= WIDTH:
        return Form(word)
    lines = [" " * column + line for line in _folded(text, WIDTH - column)]
    if _is_read_as("\n".join([">-", *(" " * 4 + line.strip() for line in lines)]), text, is_inside=False):
        return Form(">-", tuple(lines))
    return Form(word)


def _block(text: str, column: int, inner: int) -> Form:
    """A text of several lines, each in a line of its own."""
    lines = text.removesuffix("\n").split("\n")
    first = next((line for line in lines if line), "")
    sign = str(inner) if first.startswith((" ", "\t")) else ""
    end = "" if text.endswith("\n") else "-"
    return Form(f"|{sign}{end}", tuple(" " * column + line if line else "" for line in lines))


def _folded(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in _SPACE.split(text):
        # A line that begins with a dash would look like an item.
        if line and len(line) + 1 + len(word) > width and (len(word) > 1 or word.isalnum()):
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _one_line(value: Any, manner: Manner, *, is_quoted: bool, is_inside: bool) -> str:
    if isinstance(value, str):
        forms = list(_forms(value, manner, is_quoted=is_quoted))
        read = (form for form in forms if _is_read_as(form, value, is_inside=is_inside))
        # A text may hold what readers are warned of, however it is written.
        same = (form for form in forms if _is_read_as(form, value, is_inside=is_inside, may_warn=True))
        return next(read, None) or next(same, None) or _escaped(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value).replace("inf", ".inf").replace("nan", ".nan")


def _forms(text: str, manner: Manner, *, is_quoted: bool) -> Iterator[str]:
    """Ways to write a text in one line, the most natural first."""
    if not is_quoted:
        yield text
    double = [f'"{text}"'] if '"' not in text and "\\" not in text else []
    single = ["'" + text.replace("'", "''") + "'"]
    yield from [*single, *double] if manner.quote == "'" and "'" not in text else [*double, *single]


def _is_read_as(form: str, text: str, *, is_inside: bool, may_warn: bool = False) -> bool:
    """Whether YAML reads `form` as `text`, both after a key and as an item."""
    if "\n" in text or "\r" in text:
        return False
    if is_inside:
        return _values(f"[{{k: {form}, l: {form}}}, {form}, {form}]", may_warn) == [
            [{"k": text, "l": text}, text, text]
        ]
    return _values(f"- k: {form}\n- {form}\n", may_warn) == [[{"k": text}, text]]


def _values(text: str, may_warn: bool = False) -> list[Any]:
    documents, findings = read_yaml("", text.encode())
    is_sound = not any(one.level == "error" for one in findings) if may_warn else not findings
    return [document.value for document in documents] if is_sound else []


def _escaped(text: str) -> str:
    # JSON's escapes are YAML's, too; what JSON leaves raw and YAML does not allow is escaped by its number.
    return "".join(
        char if char.isprintable() else f"\\U{ord(char):08X}" for char in json.dumps(text, ensure_ascii=False)
    )
