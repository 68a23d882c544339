"""Text of YAML -> values with places; whatever a file holds, it never raises."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from toolkit_builder.model.base import Mark
from toolkit_builder.yaml_source import FAULTS, MOST_ALIASED, read_yaml
from toolkit_builder.yaml_source.reading import PlainReader

from .cases import TESTS

READERS = {"c": yaml.CSafeLoader, "python": PlainReader}
PASTED = yaml.safe_load((TESTS / "pasted.yml").read_text(encoding="utf-8"))


def read_one(text: str | bytes, reader: str = "c") -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    documents, findings = read_yaml("f.yml", content, READERS[reader])
    assert findings == []
    (document,) = documents
    return document.value


def faults(text: str | bytes) -> list[tuple[str, int, int]]:
    _, findings = read_yaml("f.yml", text if isinstance(text, bytes) else text.encode())
    return [(found.code, found.location.line, found.location.column) for found in findings]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("off", "off"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("12", 12),
        ("-3", -3),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".inf", float("inf")),
        ("2026-11-24", "2026-11-24"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("=", "="),
        ("<<", "<<"),
        ("9" * 5000, "9" * 5000),
    ],
)
@pytest.mark.parametrize("reader", READERS)
def test_scalars_follow_yaml_1_2(text: str, value: Any, reader: str) -> None:
    """`no` is Norwegian, `on` a word, a date a text: only YAML 1.2's core schema makes other values."""
    assert read_one(f"key: {text}\n", reader) == {"key": value}


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: [x, y]\n",
        "\ufeffa: 1\nb: [x, y]\n",
        "a: 1\r\nb: [x, y]\r\n",
        "a: 1\rb: [x, y]\r",
        "a:\t1\nb:\t[x,\ty]\n",
        "---\na: 1\nb: [x, y]\n...\n",
        "{a: 1, b: [x, y]}",
        "# comment\n\na: 1 # one\nb:\n- x\n- y",
        "---\na: 1\nb: [x, y]\n---\n",
        "---\n# nothing\n---\n\n---\na: 1\nb: [x, y]\n---\n---\n",
    ],
    ids=[
        *("plain", "bom", "crlf", "cr", "tabs-inside", "document-marks", "flow", "comments"),
        *("front-matter", "documents-of-nothing"),
    ],
)
@pytest.mark.parametrize("reader", READERS)
def test_the_same_values_however_written(text: str, reader: str) -> None:
    assert read_one(text, reader) == {"a": 1, "b": ["x", "y"]}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{ask: What surprised us?, about: x}", {"ask": "What surprised us?", "about": "x"}),
        ("[Why? Tell me, So?]", ["Why? Tell me", "So?"]),
        ("a: one\ttwo", {"a": "one\ttwo"}),
        ("{a:\tb,\tc: d}", {"a": "b", "c": "d"}),
        ("a: one\u2028two\x85three", {"a": "one two three"}),
    ],
)
def test_reading_does_not_depend_on_the_parser(text: str, value: Any, reader: str) -> None:
    """PyYAML comes without its C part on some machines; its own parser alone would refuse most of these."""
    assert read_one(text, reader) == value


def test_the_default_library_is_the_same_for_every_parser() -> None:
    """Ours, and the one that a script takes which reads the library with PyYAML's `safe_load`."""
    for file in sorted((TESTS.parent / "docs").rglob("*.yml")):
        content = file.read_bytes()
        assert read_yaml("f.yml", content) == read_yaml("f.yml", content, PlainReader), file
        assert list(yaml.parse(content, Loader=yaml.SafeLoader))


def lines_of(case: dict[str, Any], reader: str) -> Iterator[str]:
    _, findings = read_yaml("f.yml", case["text"].encode(), READERS[reader])
    for found in findings:
        place = found.location
        yield f"{place.line}:{place.column} {found.level}[{found.code}] {found.message}"
        yield f"hint: {found.hint}"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", PASTED, ids=lambda case: repr(case["text"]))
def test_what_is_pasted_is_named_where_it_stands(case: dict[str, Any], reader: str) -> None:
    """The character or the line that is in the way, not the next one, and what to type: the same for each parser."""
    assert list(lines_of(case, reader)) == case.get("says", [])


def test_our_own_yaml_has_nothing_of_that() -> None:
    for folder in ("docs", "tests/base/docs"):
        for file in sorted((TESTS.parent / folder).rglob("*.yml")):
            assert read_yaml(file.name, file.read_bytes())[1] == []


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff"])
def test_an_empty_file_has_no_documents(text: str) -> None:
    assert read_yaml("f.yml", text.encode()) == ([], [])


def test_several_documents() -> None:
    documents, findings = read_yaml("f.yml", b"a: 1\n---\nb: 2\n")

    assert findings == []
    assert [(document.value, document.mark.line) for document in documents] == [({"a": 1}, 0), ({"b": 2}, 2)]


def test_marks_lead_to_every_key_and_value() -> None:
    """Line and column from 0, for what stands at each path, with and without its key."""
    documents, _ = read_yaml("f.yml", b"title: Hi\nsteps:\n  - do: a\n    say: b\n")
    mark = documents[0].mark

    def at(*keys: str | int) -> tuple[int, int, int, int]:
        found: Mark | None = mark
        for key in keys:
            assert found is not None
            found = found.child(key)
        assert found is not None
        return found.line, found.column, found.key_line, found.key_column

    assert at("title") == (0, 7, 0, 0)
    assert at("steps", 0) == (2, 4, 2, 4)
    assert at("steps", 0, "say") == (3, 9, 3, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", [("duplicate-key", 2, 1)]),
        ("a: {b: 1, b: 2}\n", [("duplicate-key", 1, 11)]),
        ("a: 'open\n", [("yaml-syntax", 1, 4)]),
        ("a: b: c\n", [("yaml-syntax", 1, 5)]),
        ("a:\n  - x\n b: y\n", [("yaml-syntax", 3, 2)]),
        ("a:\n\t- x\n", [("yaml-syntax", 2, 1)]),
        ("a: @x\n", [("yaml-syntax", 1, 4)]),
        ("a: *nothing\n", [("unknown-alias", 1, 4)]),
        ("a: &x [*x]\n", [("alias-loop", 1, 8)]),
        ("a: !!python/object/apply:os.system [ls]\n", [("unknown-tag", 1, 4)]),
        ("a: !include x.yml\n", [("unknown-tag", 1, 4)]),
        ("? [a, b]\n: c\n", [("bad-key", 1, 3)]),
        ('a: "\\0"\n', [("bad-character", 1, 4)]),
        ("a: x\x07y\n", [("bad-character", 1, 5)]),
        (b"a: caf\xe9\n", [("not-utf8", 1, 7)]),
        ("a: 1\n".encode("utf-16"), [("not-utf8", 1, 1)]),
        ("a: " + "[" * 60 + "]" * 60, [("too-deep", 1, 53)]),
        (b"#" * 20_000_001, [("file-too-big", 1, 1)]),
    ],
)
def test_faults_have_code_and_place(text: str | bytes, expected: list[tuple[str, int, int]]) -> None:
    assert faults(text) == expected


def test_aliases_repeat_a_value() -> None:
    assert read_one("a: &x {b: 1}\nc: *x\n") == {"a": {"b": 1}, "c": {"b": 1}}


def test_aliases_cannot_explode() -> None:
    """The "billion laughs" file stops with a clear message, long before it would fill the memory."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)]
    documents, findings = read_yaml("f.yml", "\n".join(lines).encode())

    assert documents == []
    assert [found.code for found in findings] == ["too-many-aliases"]
    assert f"{MOST_ALIASED:,}" in findings[0].message


def test_a_file_of_ten_megabytes_is_read() -> None:
    entry = b"- id: hopes-this-year\n  text: What do you hope this year brings for your child?\n  bands: [early]\n"
    documents, findings = read_yaml("f.yml", entry * (10_000_000 // len(entry)))

    assert findings == []
    assert len(documents[0].value) == 10_000_000 // len(entry)


def test_all_faults_of_a_file_are_told() -> None:
    text = "a: 1\na: 2\nb: *gone\nc: !x y\n"

    assert [code for code, _, _ in faults(text)] == ["duplicate-key", "unknown-alias", "unknown-tag"]


@pytest.mark.parametrize("reader", READERS)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise(reader: str, content: bytes) -> None:
    """Any bytes give documents or findings with a known code, never an exception."""
    _, findings = read_yaml("f.yml", content, READERS[reader])

    assert all(found.code in FAULTS and found.location.line >= 1 for found in findings)


@pytest.mark.parametrize("reader", READERS)
@given(st.text(alphabet="ab:-[]{}&*!#|>'\"%@` \n\t,?<~0.\r\u2028\u00a0\u200b\ufeff•–：“”\uf0b7", max_size=60))
def test_no_punctuation_raises(reader: str, text: str) -> None:
    """Texts made of YAML's own signs, and of what word processors make of them, find the corners of a parser."""
    _, findings = read_yaml("f.yml", text.encode(), READERS[reader])

    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for found in findings:
        assert found.code in FAULTS
        assert found.message
        assert 1 <= found.location.line <= len(lines)


PIECES = st.sampled_from(
    [
        "a:",
        "title:",
        "- ",
        "  ",
        "\n",
        "\n  ",
        " # ",
        "#",
        "word",
        "{teacher}",
        "*b*",
        '"',
        "'",
        "“",
        "”",
        "•",
        "\u00a0",
        ": ",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_a_finding_stands_at_a_character_that_is_there(text: str) -> None:
    """Line by line as an author writes: a finding's place is in the file, or right behind the end of a line."""
    _, findings = read_yaml("f.yml", text.encode())

    lines = text.split("\n")
    for found in findings:
        assert found.location.line <= len(lines)
        assert 1 <= found.location.column <= len(lines[found.location.line - 1]) + 1
