"""What an upgrade takes of the library's changes to an entry that a school changed, too."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from toolkit_builder.upgrading.likeness import same
from toolkit_builder.upgrading.merging import merge
from toolkit_builder.yaml_source.trees import read_value
from toolkit_builder.yaml_source.writing import rendered

CASES = yaml.safe_load((Path(__file__).parent / "merging.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["it"] for case in CASES])
def test_a_merge(case: dict[str, Any]) -> None:
    """Each case of merging.yml, answered with the school's texts and with the library's."""
    made = merge(case["base"], case["theirs"], case["yours"])

    assert made.text == case["merged"]
    assert ["/".join(change.keys) for change in made.open] == case.get("open", [])
    assert same(read_value(made.text), made.value)
    if "as_theirs" in case:
        answered = merge(case["base"], case["theirs"], case["yours"], {one.keys: "theirs" for one in made.open})
        assert answered.text == case["as_theirs"]


def test_without_a_base_every_difference_is_a_question() -> None:
    """Nobody knows who changed what, so that nothing of the school's goes, and nothing it took away comes back."""
    theirs, yours = "id: a\ntext: T\navoid: A\nm: {x: 1, y: 2}\n", "id: a # mine\ntext: Y\nm: {x: 1, y: 3}\n"

    made = merge(None, theirs, yours)

    assert made.text == yours
    assert [one.keys for one in made.open] == [("text",), ("m", "y"), ("avoid",)]
    answered = merge(None, theirs, yours, {("text",): "theirs", ("avoid",): "theirs"})
    assert answered.text == "id: a # mine\ntext: T\navoid: A\nm: {x: 1, y: 3}\n"


# --- What holds for any three texts ---

WORDS = st.text(st.sampled_from("ab é:#-'\"{}[],&*!|>%@`?\\"), min_size=1, max_size=12).map(str.strip).filter(bool)
LONG = st.lists(st.sampled_from(["home", "visit:", "#4", "a", "family's", "- so"]), min_size=30, max_size=40).map(
    " ".join
)
SCALARS = WORDS | LONG | st.integers(0, 5) | st.booleans() | st.just("one\n\ntwo: 3")
KEYS = st.sampled_from(["text", "note", "call", "skills", "faq"])
ITEMS = st.fixed_dictionaries({"id": st.sampled_from("abcde"), "say": WORDS}, optional={"more": SCALARS})
LISTS = st.lists(WORDS, max_size=4) | st.lists(ITEMS, max_size=4, unique_by=lambda item: item["id"])
ENTRIES = st.dictionaries(KEYS, SCALARS | LISTS | st.dictionaries(KEYS, SCALARS | LISTS, max_size=3), max_size=4).map(
    lambda entry: {"id": "x", **entry}
)


@st.composite
def changed(draw: st.DrawFn, entry: Any) -> Any:
    """An entry with some of its values changed, taken away or added, as a person would."""
    if isinstance(entry, dict):
        made = {key: draw(changed(value)) for key, value in entry.items() if draw(st.integers(0, 9)) or key == "id"}
        extra = draw(st.none() | st.tuples(KEYS, SCALARS))
        return made | dict([extra] if extra and extra[0] not in made and draw(st.booleans()) else [])
    if isinstance(entry, list):
        items = [draw(changed(value)) for value in entry if draw(st.integers(0, 5))]
        return [*items, *draw(st.lists(WORDS, max_size=1))] if all(isinstance(one, str) for one in items) else items
    return draw(SCALARS) if isinstance(entry, str) and not draw(st.integers(0, 3)) else entry


@st.composite
def three(draw: st.DrawFn) -> tuple[str, str, str]:
    """A base and two changed ones, each as text in one of several layouts, the last with remarks."""
    base = draw(ENTRIES)
    texts = [_laid_out(draw, one) for one in (base, draw(changed(base)), draw(changed(base)))]
    remarked = [f"{line} # r{number}" if line.rstrip().endswith(":") else line for number, line in
                enumerate(texts[2].split("\n"))]  # fmt: skip
    return texts[0], texts[1], "# Mine\n" + "\n".join(remarked)


def _laid_out(draw: st.DrawFn, value: Any) -> str:
    if draw(st.booleans()):
        return rendered(value) + "\n"
    width = draw(st.sampled_from([40, 1000]))
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=width)


@given(three())
def test_what_only_one_side_changed_is_in_the_result(texts: tuple[str, str, str]) -> None:
    """Any merge can be read, is the value that was meant, and holds each side's changes that do not meet."""
    base, theirs, yours = texts

    made = merge(base, theirs, yours)

    assert same(read_value(made.text), made.value)
    assert merge(base, base, yours).text == yours
    assert merge(base, theirs, base).text == (theirs if not same(read_value(base), read_value(theirs)) else base)
    was, their, your = (read_value(text) for text in texts)
    for key in {*was, *their, *your}:
        old, new, own = was.get(key), their.get(key), your.get(key)
        if same(new, old):
            assert same(made.value.get(key), own)
        elif same(own, old):
            assert same(made.value.get(key), new)
    answered = merge(base, theirs, yours, {one.keys: "theirs" for one in made.open})
    assert same(read_value(answered.text), answered.value)
    # What was taken is not taken again, where something else was left open and the base is still the old one.
    assert merge(base, theirs, made.text).text == made.text
