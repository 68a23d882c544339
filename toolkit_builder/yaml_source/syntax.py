"""What PyYAML cannot read, in an author's words and at the place that she has to change.

A parser stops where it cannot go on, often a line below the fault. So the lines around are looked at first for what
people type and paste; only what is left is told in the parser's sense.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from toolkit_builder.diagnostics import Diagnostic, Location

from .letters import CHECKS, COLONS, DASHES, GLYPHS, ODD_BLANKS, QUOTES, find_invisible, in_quotes, named

_BLANKS = f"[ \t{re.escape(ODD_BLANKS)}]"
_ITEM = re.compile(f"([-*{re.escape(GLYPHS + DASHES + CHECKS)}])({_BLANKS}|$)")
_KEY = re.compile(f"(?P<key>[A-Za-z]+(?:_[a-z]+)*)(?P<gap>{_BLANKS}*)(?P<colon>[:{COLONS}])(?P<after>[^ ]?)")
_ADDRESS = re.compile(r"(?:https?|mailto|tel|sms):")
_LINE = re.compile(r"(?P<start> *(?:- +)*(?:[\w/-]+: +)?)(?P<value>\S.*?)[ \t]*$")
_NO_COLON = re.compile(r"(?P<start> *(?:- +)*)(?P<key>[a-z]+(?:_[a-z]+)*)(?: +(?P<rest>[^ #].*))?$")
_OWN_KEY = re.compile(r" *(?:- +)*[a-z]+(?:_[a-z]+)*$")
_REMARK = re.compile(r"\S[ \t]+(#.*)")
_BLOCK = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])(?:\s+#.*)?$")
_ALIAS = re.compile(r"[*&][\w-]+(?:\s|$)")
_CLOSING = {"{": "}", "[": "]", '"': '"', "'": "'"}

# The parsers' words, and ours for people who never heard of YAML. The last ones fit to most.
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
        "put the text in quotes",
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
    ("decimal number", "a backslash in double quotes starts a special character", "use single quotes"),
    ("undefined tag handle", "a text cannot start with an exclamation mark", "put the text in quotes"),
    (
        "maximum nesting depth",
        "values stand inside values far too deep here",
        "look for brackets that are never closed",
    ),
    (
        "sequence entries are not allowed",
        "a list item '- ' cannot stand here",
        "start it on a line of its own, or put the text in quotes",
    ),
    (
        "expected",
        "this line does not fit to the lines above it",
        "compare its indentation with its neighbors', and look for an open quote or bracket above",
    ),
)

Told = tuple[int, str, str]
"""Column from 0, message, hint."""


def explain_syntax(path: str, lines: list[str], error: yaml.YAMLError) -> Diagnostic:
    """The finding for a file that PyYAML refuses; `lines` are those of the file."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Diagnostic("yaml-syntax", f"this is not valid YAML ({problem})", Location(path))
    number, (column, message, hint) = _explain(lines, problem, mark, error)
    if number >= len(lines):
        number, column = len(lines) - 1, len(lines[-1])
        message, hint = "the file ends in the middle of a list or a group", "close the bracket that is open"
    return Diagnostic("yaml-syntax", message, Location(path, number + 1, column + 1), hint)


def _explain(lines: list[str], problem: str, mark: Any, error: yaml.YAMLError) -> tuple[int, Told]:
    """The line to change, from 0, and what to say about it."""
    known = next((words for theirs, *words in _SYNTAX_WORDS if theirs in problem), None)
    message, hint = known or (f"this is not valid YAML ({problem})", "")
    context = getattr(error, "context_mark", None) or mark
    inside = str(getattr(error, "context", ""))
    line, above = _line(lines, mark.line), _before(lines, mark.line)
    body = _body(lines, mark.line)
    if body is not None:
        return body, (
            0,
            "below the closing '---' stands text that belongs to no key",
            "move it under a key, or delete it",
        )
    if "unexpected end of stream" in problem or "simple key" in inside:
        told = None if "end of stream" in problem else _simple_key(_line(lines, context.line))
        return context.line, told or (context.column, message, hint)
    if told := next(_pasted(line), None) or next(_text(line), None):
        return mark.line, told
    if "mapping values" in problem:
        return _colon(lines, mark, above) or (mark.line, (mark.column, message, _quoting(line) or hint))
    if "flow" in inside:
        return _bracket(lines, mark, context) or (mark.line, (mark.column, message, hint))
    if "parsing a block" in inside and len(line) - len(line.lstrip(" ")) == mark.column:
        return _indentation(lines, mark, context, above) or (mark.line, (mark.column, message, hint))
    if "cannot start any token" in problem:
        message, hint = (
            f"a text cannot begin with {named(line[mark.column : mark.column + 1])}",
            "put the text in quotes",
        )
    return mark.line, (mark.column, message, hint)


def _line(lines: list[str], number: int) -> str:
    return lines[number] if 0 <= number < len(lines) else ""


def _before(lines: list[str], number: int) -> int:
    """The line above that holds more than blanks and remarks; the same one if there is none."""
    for above in range(min(number, len(lines)) - 1, -1, -1):
        if lines[above].strip() and not lines[above].lstrip().startswith("#"):
            return above
    return number


def _body(lines: list[str], number: int) -> int | None:
    """Where text starts that stands below keys between two `---`, as a page's text does."""
    marks = [at for at, line in enumerate(lines[: number + 1]) if line.rstrip() == "---"]
    if len(marks) < 2 or "".join(lines[: marks[0]]).strip():
        return None
    start = next((at for at in range(marks[1] + 1, len(lines)) if lines[at].strip()), None)
    is_text = start is not None and not re.match(r"-|#?\s*[a-z_]+:", lines[start])
    return start if is_text else None


def _pasted(line: str) -> Iterator[Told]:
    """What hides the structure of a line: blanks that are none, bullets, other colons, none after one."""
    start = len(line) - len(line.lstrip(f" \t{ODD_BLANKS}"))
    if not (found := find_invisible(line[:start])) and "\t" in line[:start]:
        found = re.search("\t", line)
    if found:
        yield (
            found.start(),
            f"{named(found[0])} stands in the indentation of this line",
            "delete it; indent with spaces",
        )
    while item := _ITEM.match(line, start):
        mark, gap = item[1], item[2]
        if mark != "-":
            yield start, f"{named(mark)} begins no item of a list", "write '- ' in its place"
            return
        if gap not in ("", " "):
            yield start + 1, f"{named(gap)} follows the hyphen of this item", "type a space in its place"
            return
        start = item.end()
    if re.match(r"-[^\W\d]", line[start:]):
        yield start + 1, "a space is missing after the hyphen", f"write '- {line[start + 1 :].strip()[:60]}'"
    key = _KEY.match(line, start)
    if not key:
        return
    name, colon = key["key"], key.start("colon")
    value = line[colon + 1 :].strip(f" \t{ODD_BLANKS}")
    hint = f"write '{name}: {value}'" if len(value) < 60 else f"write '{name}: ', with a plain space after the colon"
    if key["gap"].strip(" \t"):
        yield key.start("gap"), f"{named(key['gap'].strip(' ')[0])} stands before the colon", hint
    elif key["colon"] != ":":
        yield colon, f"{named(key['colon'])} stands after '{name}', where a plain colon belongs", hint
    elif find_invisible(key["after"]):
        yield colon + 1, f"{named(key['after'])} follows the colon, where a plain space belongs", hint
    elif key["after"].strip() and not _ADDRESS.match(line, start):
        yield colon + 1, f"a space is missing after '{name}:'", hint


def _text(line: str) -> Iterator[Told]:
    """A text that begins with a character which has a sense in YAML, and goes on as a text."""
    found = _LINE.match(line)
    if not found:
        return
    value, start = found["value"], found.start("value")
    first = value[0]
    hint = _quoting(line) or "put the whole text in quotes"
    if first in _CLOSING:
        end = _closing(value)
        if end and value[end:].strip() and not re.match(r"\s+#|\s*:(\s|$)", value[end:]):
            if first in "{[":
                yield start, f"a text that begins with {named(first)} needs quotes around it", hint
            else:
                inner = "double a ' inside single quotes; put a text that holds \" in single quotes"
                yield start + end, "the text goes on after its closing quote", inner
    elif first in QUOTES:
        yield start, f"{named(first)} is no quote for YAML: only straight ones are", _quoting(line)
    elif (
        (first in "*&" and not (_ALIAS.fullmatch(value)))
        or (first in "|>" and not _BLOCK.match(value))
        or first in "@`%!]},"
        or re.match(r"\?\s", value)
    ):
        yield start, f"a text that begins with {named(first)} needs quotes around it", hint


def _closing(value: str) -> int:
    """The position after the bracket or quote that closes the first character; 0 if there is none."""
    first, depth, position = value[0], 0, 0
    for position, char in enumerate(value):
        depth += char == first and (position == 0 or first in "{[")
        if position and char == _CLOSING[first]:
            # '' is a quote inside single quotes, \" one inside double ones.
            escaped = value[position - 1] == "\\" if first == '"' else value[position : position + 2] == "''"
            if first in "\"'" and escaped:
                continue
            depth -= 1
            if not depth:
                return position + 1
    return 0


def _quoting(line: str) -> str:
    """The line with its whole text in quotes, as a hint; empty for one that is too long to show."""
    found = _LINE.match(line)
    if not found or not found["start"].strip() or len(line) > 100:
        return ""
    value = found["value"]
    if value[0] in QUOTES and value[-1] in QUOTES:
        value = value[1:-1]
    return f"put the whole text in quotes: {found['start'].strip()} {in_quotes(value)}"


def _simple_key(line: str) -> Told | None:
    """A line that should be `key: value` and has no colon that YAML knows."""
    if told := next(_pasted(line), None):
        return told
    if not (found := _NO_COLON.match(line)):
        return None
    rest = found["rest"] or ""
    wanted = f"'{found['key']}:{' ' + rest if rest and len(rest) < 60 else ''}'"
    hint = f"write {wanted}; or indent the line further, if it belongs to the text above"
    return found.end("key"), f"the colon is missing after '{found['key']}'", hint


def _colon(lines: list[str], mark: Any, above: int) -> tuple[int, Told] | None:
    """A colon where the parser expects none: a key's own, after a line that is at fault, or one in a text."""
    line, before = _line(lines, mark.line), _line(lines, above)
    if above == mark.line or not _OWN_KEY.match(line[: mark.column]):
        return None
    if told := next(_pasted(before), None):
        return above, told
    indent = len(line) - len(line.lstrip(" "))
    found = _NO_COLON.match(before)
    if found and len(found["start"]) == indent:
        told = _simple_key(before)
        return (above, told) if told else None
    message = "this line is indented further than the line above, so it would belong to the text there"
    start = re.match(r" *(?:- +)*", before)
    assert start
    return mark.line, (indent, message, f"begin it in column {start.end() + 1}, as line {above + 1}")


def _bracket(lines: list[str], mark: Any, context: Any) -> tuple[int, Told] | None:
    """Inside { } or [ ]: a remark that cuts them, one that is not closed, or a text after its quotes."""
    for number in range(context.line, mark.line + 1):
        found = _REMARK.search(_line(lines, number), context.column if number == context.line else 0)
        if found and (number < mark.line or found.start(1) < mark.column):
            message = "a # after a space begins a remark, so the bracket is never closed"
            return number, (found.start(1), message, "put the text that holds the # in quotes")
    if mark.line > context.line:
        opened = _line(lines, context.line)[context.column : context.column + 1]
        message = f"{named(opened)} is opened here and not closed"
        return context.line, (context.column, message, f"close it with {named(_CLOSING.get(opened, ']'))}")
    before = _line(lines, mark.line)[: mark.column].rstrip()
    if before.endswith(('"', "'")):
        hint = "put all of it between the quotes, in single ones if it holds double ones"
        return mark.line, (mark.column, "the text goes on after its closing quote", hint)
    return None


def _indentation(lines: list[str], mark: Any, context: Any, above: int) -> tuple[int, Told] | None:
    """A line that begins where no line above it does, or that is an item among keys."""
    line, before = _line(lines, mark.line), _line(lines, above)
    cut = _REMARK.search(before)
    if cut and mark.column > context.column and not re.search(r"[:\]}\"'#-]\s*$", before[: cut.start(1)]):
        message = "a # after a space begins a remark, so the text ends here and the next line belongs to nothing"
        return above, (cut.start(1), message, "put the whole text in quotes")
    if mark.column != context.column:
        columns = {len(before) - len(before.lstrip(" ")): above, context.column: context.line}
        ways = " or ".join(f"{column + 1}, as line {number + 1} does" for column, number in columns.items())
        message = f"this line begins in column {mark.column + 1}, and none that it could belong to does"
        return mark.line, (mark.column, message, f"begin it in column {ways}")
    if line.lstrip().startswith("- "):
        return mark.line, (
            mark.column,
            "an item of a list stands among keys",
            "indent it below the key that it belongs to",
        )
    if before.lstrip().startswith("- ") or _line(lines, context.line).lstrip().startswith("- "):
        message = "this line stands among the items of a list, and begins with no '- '"
        return mark.line, (mark.column, message, "begin it with '- ', or indent it to make it part of the item above")
    return None
