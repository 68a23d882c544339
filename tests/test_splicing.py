"""Changes in the midst of YAML that a person wrote: what was asked changes, and nothing else."""

import random
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit_builder.model.base import Mark
from toolkit_builder.upgrading.pieces import KINDS, pieces_in, read_source
from toolkit_builder.yaml_source import read_yaml
from toolkit_builder.yaml_source.splicing import UnclearError, with_item, with_moved, with_value, without

from .cases import TESTS

FILES = sorted(file for folder in ("docs", "tests/base") for file in (TESTS.parent / folder).rglob("*.y*ml"))
CASES: list[dict[str, Any]] = read_yaml("", (TESTS / "splicing.yml").read_bytes())[0][0].value
LONG = (
    "A longer text: it goes on, so that one line of the file does not hold it, and a second one is there for the rest "
    "of it - with a dash, and a # sign."
)
NEW = ["New", "New: one", "no", "7", 7, True, "- dash", "{child}, so?", 'It\'s "that"', "One\n\n  two\n", LONG, ""]
Keys = tuple[str | int, ...]


# --- Styles, as cases ---


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("case", CASES, ids=[case["it"] for case in CASES])
def test_a_change_is_written_as_a_person_would(case: dict[str, Any], line_end: str) -> None:
    """Each case of splicing.yml, also with the line ends of Windows; None is what cannot be changed in place."""
    before, after = (text and text.replace("\n", line_end) for text in (case["before"], case["after"]))
    if after is None:
        with pytest.raises(UnclearError):
            made_of(case, before)
    else:
        assert made_of(case, before) == after


def made_of(case: dict[str, Any], text: str) -> str:
    if "set" in case:
        keys, value = case["set"]
        return with_value(text, keys, value, case.get("order", ()))
    if "add" in case:
        keys, value = case["add"]
        return with_item(text, keys, case["at"], value)
    return with_moved(text, *case["move"]) if "move" in case else without(text, case["remove"])


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a: 1\n", ("a", "b")),
        ("a: [1]\n", ("a", 1)),
        ("a: [1]\n", ("a", "b")),
        ("a: {b: 1}\n", ("a", 0)),
        ("a: 1\n", ("b", 0)),
    ],
)
def test_a_place_that_is_nowhere(text: str, keys: Keys) -> None:
    with pytest.raises(LookupError):
        without(text, keys)
    with pytest.raises(LookupError):
        with_item(text, keys, 0, 2) if keys == ("b", 0) else with_value(text, keys, 2)


@pytest.mark.parametrize("text", ["", "- a: 1\n- b: 2\n", "a: 1\n---\nb: 2\n", "[{a: 1}]\n", "a: [\n", "a: 1\rb: 2\r"])
def test_a_text_that_is_no_entry(text: str) -> None:
    with pytest.raises(UnclearError):
        with_value(text, ("a",), 2)


# --- Every value of real files ---


def entries_of(file: Path) -> list[str]:
    """The texts of the entries in a file, as the editor has them."""
    text = read_source(file).text
    kind = file.stem if file.stem in KINDS else file.parent.name
    return [piece.text for piece in pieces_in(text, file, "", kind)] if kind in KINDS else [text]


def value_of(text: str) -> Any:
    (document,), findings = read_yaml("", f"{text}\n".encode())
    assert not [found for found in findings if found.level == "error"]
    return document.value[0] if isinstance(document.value, list) else document.value


def places_in(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Every value inside another one, and what leads to it."""
    yield keys, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield from places_in(inner, (*keys, key))


def is_same(one: Any, other: Any) -> bool:
    return repr(in_order(one)) == repr(in_order(other))


def in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, in_order(inner)) for key, inner in value.items())
    return [in_order(inner) for inner in value] if isinstance(value, list) else value


def held(value: Any, keys: Keys) -> Any:
    for key in keys:
        value = value[key]
    return value


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(TESTS.parent).as_posix())
def test_one_value_of_a_real_file_changes_alone(file: Path) -> None:
    """A sample of the scalars of every file, each with another value: no other value and no other line changes."""
    chance = random.Random(file.name)
    texts = entries_of(file)
    assert texts
    for text in chance.sample(texts, min(2, len(texts))):
        value = value_of(text)
        scalars = [keys for keys, inner in places_in(value) if not isinstance(inner, (dict, list))]
        for keys in chance.sample(scalars, min(2, len(scalars))):
            assert_changes_alone(text, value, keys, chance.choice(NEW))


def assert_changes_alone(text: str, value: Any, keys: Keys, new: Any) -> None:
    after = with_value(text, keys, new)

    wanted = deepcopy(value)
    held(wanted, keys[:-1])[keys[-1]] = new
    assert is_same(value_of(after), wanted), (keys, new)
    assert_other_lines_stay(text, after, lines_of(text, keys))


def assert_other_lines_stay(before: str, after: str, span: range) -> None:
    """All lines but those in `span` stand in both texts, in their order."""
    old, new = before.split("\n"), after.split("\n")
    assert new[: span.start] == old[: span.start]
    below = old[span.stop :]
    assert new[max(span.start, len(new) - len(below)) :] == below


def lines_of(text: str, keys: Keys) -> range:
    """The lines on which a value stands, with its key: by what reading says of where things are."""
    (document,), _ = read_yaml("", f"{text}\n".encode())
    root = document.mark.children[0] if isinstance(document.mark.children, list) else document.mark
    marks = dict(marks_in(root))
    first = marks[keys].key_line
    # What follows the last of the values inside it.
    others = [mark.key_line for place, mark in marks.items() if place[: len(keys)] != keys and mark.key_line > first]
    lines = text.split("\n")
    end = min(others, default=len(lines))
    while end > first + 1 and (not lines[end - 1].strip() or lines[end - 1].strip().startswith("#")):
        end -= 1
    return range(first, end)


def marks_in(mark: Mark, keys: Keys = ()) -> Iterator[tuple[Keys, Mark]]:
    yield keys, mark
    children = mark.children.items() if isinstance(mark.children, dict) else enumerate(mark.children or ())
    for key, child in children:
        yield from marks_in(child, (*keys, key))


# --- Any series of changes ---


VALUES = st.sampled_from([*NEW, [], ["x", "y"], ["Two words", LONG], {"do": "So", "say": LONG}, [{"a": ["x y"]}, 3]])


@settings(max_examples=60, derandomize=True)
@given(st.data())
def test_any_series_of_changes_gives_what_it_would_give_of_plain_values(data: st.DataObject) -> None:
    """The text read again is the plain value after the same changes, and lines of no concern stay as they are."""
    text = data.draw(st.sampled_from(entries_of(data.draw(st.sampled_from(FILES)))))
    value = value_of(text)
    for _ in range(data.draw(st.integers(1, 4))):
        made, wanted, span = changed(data, text, value)

        assert is_same(value_of(made), wanted)
        assert_other_lines_stay(text, made, span)
        text, value = made, wanted


def changed(data: st.DataObject, text: str, value: Any) -> tuple[str, Any, range]:
    """A text after a change, the value that it should hold then, and the lines that were of concern."""
    places = [(keys, inner) for keys, inner in places_in(value) if keys]
    wanted = deepcopy(value)
    lists = [keys for keys, inner in places if isinstance(inner, list)]
    ways = [*(["set", "remove"] if places else []), *(["add", "move"] if lists else [])]
    what = data.draw(st.sampled_from(["key", *ways]))
    if what in ("add", "move"):
        keys = data.draw(st.sampled_from(lists))
        items = held(wanted, keys)
        if what == "move" and items:
            start, end = (data.draw(st.integers(0, len(items) - 1)) for _ in range(2))
            items.insert(end, items.pop(start))
            made = with_moved(text, keys, start, end)
            assert not is_block(text, keys) or Counter(made.split("\n")) == Counter(text.split("\n"))
            return made, wanted, lines_of(text, keys)
        position, new = data.draw(st.integers(0, len(items))), data.draw(VALUES)
        items.insert(position, new)
        made = with_item(text, keys, position, new)
        if is_block(text, keys):
            assert not Counter(text.split("\n")) - Counter(made.split("\n"))
        return made, wanted, lines_of(text, keys)
    if what == "key":
        mappings = [(), *(keys for keys, inner in places if isinstance(inner, dict))]
        keys = data.draw(st.sampled_from(mappings))
        name = data.draw(st.sampled_from(["title", "note", "mine"]))
        order = data.draw(st.permutations([*held(value, keys), name]))
        keys = (*keys, name)
        is_new = name not in held(value, keys[:-1])
        new = data.draw(VALUES)
        held(wanted, keys[:-1])[name] = new
        made = with_value(text, keys, new, order)
        if is_new and is_block(text, keys[:-1]):
            lost = Counter(text.split("\n")) - Counter(made.split("\n"))
            # The key beside a dash goes to the next line.
            assert sum(lost.values()) <= 1
        return made, wanted, lines_of(text, keys[:-1] if is_new else keys)
    keys, _ = data.draw(st.sampled_from(places))
    if what == "set":
        new = data.draw(VALUES)
        held(wanted, keys[:-1])[keys[-1]] = new
        return with_value(text, keys, new), wanted, lines_of(text, keys)
    del held(wanted, keys[:-1])[keys[-1]]
    made = without(text, keys)
    if is_block(text, keys[:-1]):
        assert sum((Counter(made.split("\n")) - Counter(text.split("\n"))).values()) <= 1
    return made, wanted, with_remarks(text, lines_of(text, keys[:-1]))


def is_block(text: str, keys: Keys) -> bool:
    """Whether the values inside what stands at `keys` stand on lines of their own, as far as there are any."""
    inside = held(value_of(text), keys)
    names = list(inside) if isinstance(inside, dict) else range(len(inside))
    lines = [lines_of(text, (*keys, name)) for name in names]
    own = lines_of(text, keys)
    return bool(lines) and (len(own) > 1) and len({span.start for span in lines}) == len(lines)


def with_remarks(text: str, span: range) -> range:
    """Lines with the remarks and blank lines around them."""
    lines = text.split("\n")
    start, end = span.start, span.stop
    while start and (not lines[start - 1].strip() or lines[start - 1].strip().startswith("#")):
        start -= 1
    while end < len(lines) and not lines[end].strip():
        end += 1
    return range(start, end)
