"""One change to a tree of YAML as edits of its text: a value replaced, a key or an item added, taken out or moved."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .trees import Edit, Tree
from .units import UnclearError, Unit, column_of, units_of
from .writing import WIDTH, Form, Manner, after, in_line, is_plain, item_lines, key_form, key_lines

_HEADER = re.compile(r"[|>][-+0-9]*([ \t]+#[^\n]*)?")
_REMARK = re.compile(r"[ \t]+#[^\n]*")
_REST = re.compile(r"([ \t]+#[^\n]*)?[ \t]*(?=\n)")
"""What may follow a value on its line: a remark, and blanks that nobody sees."""
_BLANKS = re.compile(r"(?:[ \t]*\n)*")


def manner_of(tree: Tree) -> Manner:
    """How the author of a tree writes, as far as it shows."""
    quotes = {"'": 0, '"': 0}
    steps: dict[type, int] = {}
    open_ones = [tree]
    while open_ones:
        one = open_ones.pop()
        if one.style in quotes:
            quotes[one.style] += 1
        inside = one.inside()
        if inside and not one.is_flow and one.key_start >= 0:
            steps[type(one.inner)] = one.column - column_of(one.text, one.lead)
        open_ones += reversed(inside)
    keys_in, dashes_in = steps.get(dict, 2), steps.get(list, 2)
    return Manner("'" if quotes["'"] > quotes['"'] else '"', max(keys_in, 1), max(dashes_in, 0))


# --- A value ---


def replaced(tree: Tree, value: Any, manner: Manner, *, is_inside: bool) -> list[Edit]:
    """`value` in the place of that of `tree`, which `is_inside` brackets or not. A remark on its line stays."""
    manner, is_quoted = _quotes_of(tree, manner, is_inside=is_inside)
    text = tree.text
    if is_inside:
        form = in_line(value, manner, is_quoted=is_quoted)
        is_nothing = tree.start == tree.end
        has_blank = not is_nothing or text[tree.start - 1].isspace()
        lead = ": " if is_nothing and tree.start == tree.key_end else "" if has_blank else " "
        return [Edit(tree.start, tree.end, lead + form)]
    if tree.lead == tree.start:
        # All of a file.
        return [Edit(tree.start, tree.end, in_line(value, manner))]
    begin = tree.dash + 1 if tree.dash >= 0 else text.index(":", tree.key_end) + 1
    if tree.key_start >= 0 and text[tree.key_end : begin - 1].strip():
        raise UnclearError("its key is written in an unusual way")
    between = text[begin : tree.start]
    is_apart = "\n" in between
    before = column_of(text, begin) + 1 if is_apart or not between else column_of(text, tree.start)
    at = column_of(text, tree.lead)
    form_ = after(value, at, before, manner, is_item=tree.dash >= 0, is_quoted=is_quoted)
    head_remark = found[0] if (found := _REMARK.match(between)) else ""
    if tree.inside() and not tree.is_flow:
        return [_written(begin, units_of(tree)[-1].end, "" if is_apart else between, form_, head_remark)]
    end = tree.start + len(text[tree.start : tree.end].rstrip())
    if is_apart and not form_.lines:
        return [Edit(tree.start, end, form_.head)]
    if tree.style in ("|", ">"):
        header = _HEADER.match(text, tree.start)
        remark = header[1] or "" if header else ""
    else:
        found = _REST.match(text, end)
        remark, end = (found[1] or "", found.end()) if found else ("", end)
    if is_apart and between.strip() and (remark or between.replace(head_remark, "", 1).strip()):
        raise UnclearError("remarks stand between it and its key")
    return [_written(begin, end, "" if is_apart else between, form_, remark or head_remark)]


def _written(begin: int, end: int, gap: str, form: Form, remark: str) -> Edit:
    head = (gap or " ") + form.head if form.head else ""
    return Edit(begin, end, "\n".join([head + remark, *form.lines]))


def _quotes_of(tree: Tree, manner: Manner, *, is_inside: bool) -> tuple[Manner, bool]:
    """The manner with the quotes that stand around a text, and whether they stand there though they need not."""
    if not isinstance(tree.value, str) or tree.style not in ("'", '"'):
        return manner, False
    is_habit = is_plain(tree.value, is_inside=is_inside) or bool(_REMARK.match(tree.text, tree.end))
    return replace(manner, quote=tree.style), is_habit


# --- Something new ---


def key_added(tree: Tree, key: str, value: Any, order: Sequence[str], manner: Manner) -> list[Edit]:
    """A new key in a mapping that has some: after the last of those that come before it in `order`."""
    names = list(tree.inner)
    position = len(names)
    if key in order:
        earlier = [name for name in order[: order.index(key)] if name in names]
        position = names.index(earlier[-1]) + 1 if earlier else 0
    if tree.is_flow:
        return _added_inside(tree, position, f"{key_form(key, manner)}: {in_line(value, manner)}")
    lines = key_lines(key, value, tree.column, manner)
    units = units_of(tree)
    beside = units[max(position - 1, 0)].tree
    is_big = (bool(value) and isinstance(value, (dict, list)) and len(lines) > 1) or _is_block(beside)
    return _added(tree, units, position, lines, is_apart=is_big and any(map(_is_apart, units, units[1:])))


def item_added(tree: Tree, position: int, value: Any, manner: Manner) -> list[Edit]:
    """A new item in a list that has some, in the way in which the one beside it is written."""
    beside = tree.inside()[max(position - 1, 0)]
    manner, is_quoted = _quotes_of(beside, manner, is_inside=tree.is_flow)
    if tree.is_flow:
        return _added_inside(tree, position, in_line(value, manner, is_quoted=is_quoted))
    lines = item_lines(value, tree.column, manner, is_quoted=is_quoted)
    if beside.is_flow and type(beside.value) is type(value) and beside.value:
        line = f"{' ' * tree.column}- {in_line(value, manner)}"
        lines = [line] if len(line) <= WIDTH else lines
    units = units_of(tree)
    near = min(max(position - 1, 0), len(units) - 2)
    return _added(tree, units, position, lines, is_apart=near >= 0 and _is_apart(units[near], units[near + 1]))


def _is_block(tree: Tree) -> bool:
    return bool(tree.inside()) and not tree.is_flow


def _is_apart(one: Unit, other: Unit) -> bool:
    """Whether a blank line stands between two neighbors."""
    return "\n\n" in re.sub(r"[ \t]+", "", one.tree.text[one.end : other.start])


def _added(tree: Tree, units: list[Unit], position: int, lines: list[str], *, is_apart: bool) -> list[Edit]:
    blank = "\n" if is_apart else ""
    new = "\n".join(lines)
    if position:
        at = units[position - 1].end
        return [Edit(at, at, f"\n{blank}{new}")]
    first = units[0]
    if first.is_beside:
        return [Edit(first.start, first.start, f"{new.lstrip(' ')}\n{' ' * tree.column}")]
    return [Edit(first.start, first.start, f"{new}\n{blank}")]


def _added_inside(tree: Tree, position: int, form: str) -> list[Edit]:
    inside = _inside(tree)
    one = inside[max(position - 1, 0)]
    start = one.line_start()
    has_own_line = start > tree.start and not tree.text[start : one.lead].strip()
    if not position:
        gap = f",\n{' ' * (one.lead - start)}" if has_own_line else ", "
        return [Edit(one.lead, one.lead, f"{form}{gap}")]
    gap = f",\n{' ' * (one.lead - start)}" if has_own_line else ", "
    return [Edit(one.end, one.end, f"{gap}{form}")]


def _inside(tree: Tree) -> list[Tree]:
    """What stands in brackets. Raises UnclearError where there are remarks, too."""
    inside = tree.inside()
    ends = [tree.start + 1, *(one.end for one in inside)]
    starts = [*(one.lead for one in inside), tree.end]
    if any("#" in tree.text[end:start] for end, start in zip(ends, starts, strict=True)):
        raise UnclearError("remarks stand inside the brackets")
    return inside


# --- Something gone, or elsewhere ---


def removed(tree: Tree, position: int, manner: Manner, *, is_inside: bool) -> list[Edit]:
    """The key or the item at `position` in `tree` goes, with its own remarks."""
    if tree.is_flow:
        inside = _inside(tree)
        one = inside[position]
        if len(inside) == 1:
            return [Edit(tree.start + 1, tree.end - 1, "")]
        if position:
            return [Edit(inside[position - 1].end, one.end, "")]
        return [Edit(one.lead, inside[1].lead, "")]
    units = units_of(tree)
    if len(units) == 1:
        return replaced(tree, type(tree.value)(), manner, is_inside=is_inside)
    text, unit = tree.text, units[position]
    if unit.is_beside:
        # The next one takes its place on the line of the dash; remarks on that one go above this line.
        other = units[1].tree
        line = unit.tree.line_start()
        above = [one.strip() for one in text[unit.end : other.line_start()].split("\n") if one.strip()]
        indent = " " * column_of(text, line + len(text[line:]) - len(text[line:].lstrip(" ")))
        remarks = "".join(f"{indent}{one}\n" for one in above)
        return [Edit(line, line, remarks), Edit(unit.start, other.lead, "")]
    if position == len(units) - 1:
        before = units[position - 1].end
        return [Edit(before + len(text[before : unit.start].rstrip()), unit.end, "")]
    end = unit.end + 1
    if not position or _is_apart(units[position - 1], unit):
        gap = _BLANKS.match(text, end)
        end = gap.end() if gap else end
    return [Edit(unit.start, end, "")]


def moved(tree: Tree, position: int, to: int) -> list[Edit]:
    """The item at `position` of a list stands at `to`, with its remarks; the blank lines between items stay."""
    order = list(range(len(tree.inside())))
    order.insert(to, order.pop(position))
    if tree.is_flow:
        inside = _inside(tree)
        spans = [(one.lead, one.end) for one in inside]
        return [
            Edit(*span, tree.text[slice(*spans[at])])
            for span, at in zip(spans, order, strict=True)
            if span != spans[at]
        ]
    units = units_of(tree)
    return [_put(unit, units[at]) for unit, at in zip(units, order, strict=True) if unit is not units[at]]


def _put(place: Unit, unit: Unit) -> Edit:
    """An item in the place of another one of its list."""
    text, column = place.tree.text, column_of(place.tree.text, place.tree.lead)
    body = text[unit.tree.lead : unit.end]
    if not place.is_beside:
        return Edit(place.start, place.end, f"{unit.remarks}{' ' * column}{body}")
    if not unit.remarks:
        return Edit(place.start, place.end, body)
    # Its remarks need a line of their own.
    start = len(text[: place.start].rstrip(" "))
    return Edit(start, place.end, f"\n{unit.remarks}{' ' * column}{body}")
