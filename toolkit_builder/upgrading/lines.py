"""Single keys in a person's file, set and taken out as that person would do it: all else stays byte for byte."""

from collections.abc import Iterable

from toolkit_builder.yaml_source.trees import Edit, Tree, edited, read_tree, read_value, rendered, rendered_flow

from .pieces import KINDS

_WIDTH = 116


def in_place(tree: Tree, text: str) -> Edit:
    """Another text in the place of one that stands after a key or a dash."""
    at, start = tree.key_start if tree.key_start >= 0 else tree.start, tree.line_start()
    return Edit(tree.start, tree.end, _form(text, rendered_flow(text), at - start, tree.start - start))


def _line(key: str, text: str, indent: int) -> str:
    """A key with its text, in several lines where the text is long, without a line break at the end."""
    head = f"{' ' * indent}{key}: "
    return head + _form(text, rendered(text), indent, len(head))


def _form(text: str, form: str, indent: int, before: int) -> str:
    """A text as YAML, after `before` characters of a line whose key stands at `indent`: in its `form` of one line, or
    in several."""
    if "\n" not in text and before + len(form) < _WIDTH:
        return form
    first, *lines = rendered({"k": text}).split("\n")
    return "\n".join([first.removeprefix("k: "), *(" " * indent + line if line.strip() else "" for line in lines)])


def with_based_on(text: str, version: str) -> str:
    """An entry's text with the line that says what it was made from, or another version in that line."""
    tree = read_tree(text)
    if tree is None or not isinstance(tree.inner, dict) or not tree.inner:
        return text
    line = rendered_flow(version)
    if held := tree.inner.get("based_on"):
        return edited(text, [Edit(held.start, held.end, line)])
    first = next(iter(tree.inner.values()))
    is_item = text[first.line_start() : first.key_start].strip() != ""
    if is_item or next(iter(tree.inner)) in KINDS.values():
        # Beside the dash stands the name.
        return edited(text, [Edit(first.line_end(), first.line_end(), f"\n{' ' * tree.column}based_on: {line}")])
    return edited(text, [Edit(first.line_start(), first.line_start(), f"based_on: {line}\n")])


def without_based_on(text: str) -> str:
    """An entry's text without the line that says what it was made from."""
    tree = read_tree(text)
    held = tree.inner.get("based_on") if tree and isinstance(tree.inner, dict) else None
    if held is None or text[held.line_start() : held.key_start].strip():
        return text
    return _without(text, held)


def wording_of(text: str) -> dict[str, str]:
    """The `wording:` in the text of a school's file, by place; none where it cannot be read."""
    value = read_value(text)
    wording = value.get("wording") if isinstance(value, dict) else None
    return {place: str(said) for place, said in wording.items()} if isinstance(wording, dict) else {}


def with_wording(text: str, place: str, said: str) -> str:
    """The text of a school's file with a line more under `wording:`."""
    held = _key(text, "wording")
    if held is None or not isinstance(held.value, dict) or not held.value:
        return with_key(text, "wording", "\n" + _line(place, said, 2))
    last = list(held.inner.values())[-1] if isinstance(held.inner, dict) else held
    if held.is_flow:
        return edited(text, [Edit(last.end, last.end, f", {place}: {rendered_flow(said)}")])
    at = last.line_end()
    return edited(text, [Edit(at, at, "\n" + _line(place, said, held.column))])


def without_wording(text: str, place: str) -> str:
    """The text of a school's file without the line of a place; without `wording:`, where that was the last one."""
    held = _key(text, "wording")
    line = held.inner.get(place) if held and isinstance(held.inner, dict) else None
    if held is None or line is None:
        return text
    if len(held.inner) == 1:
        return _without(text, held)
    if held.is_flow:
        rest = {one: said for one, said in held.value.items() if one != place}
        return edited(text, [Edit(held.start, held.end, rendered_flow(rest))])
    return _without(text, line)


def with_hidden(text: str, names: Iterable[str]) -> str:
    """The text of a school's file with `names` added to its `hide:`."""
    held = _key(text, "hide")
    known = held.value if held and isinstance(held.value, list) else []
    names = [name for name in names if name not in known]
    if not names:
        return text
    if held is None or not isinstance(held.value, list) or not held.value:
        return with_key(text, "hide", "".join(f"\n  - {rendered_flow(name)}" for name in names))
    last = held.inner[-1] if isinstance(held.inner, list) else held
    if held.is_flow:
        return edited(text, [Edit(last.end, last.end, "".join(f", {rendered_flow(name)}" for name in names))])
    column = " " * held.column
    at = last.line_end()
    return edited(text, [Edit(at, at, "".join(f"\n{column}- {rendered_flow(name)}" for name in names))])


def with_key(text: str, key: str, value: str) -> str:
    """A file with a key at its end, or with another value for one that it has; `value` is YAML, as after a colon."""
    held = _key(text, key)
    if held is not None:
        colon = text.index(":", held.key_end) + 1
        return edited(text, [Edit(colon, max(colon, held.end), value if value.startswith("\n") else f" {value}")])
    before = text.rstrip("\n")
    return f"{before}\n\n{key}:{value if value.startswith(chr(10)) else f' {value}'}\n"


def _key(text: str, key: str) -> Tree | None:
    tree = read_tree(text)
    return tree.inner.get(key) if tree and isinstance(tree.inner, dict) else None


def _without(text: str, held: Tree) -> str:
    return edited(text, [Edit(held.line_start(), min(held.line_end() + 1, len(text)), "")])
