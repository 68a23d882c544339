"""Text of YAML -> values with places; whatever a file holds, it never raises."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit_builder.model.base import Mark
from toolkit_builder.yaml_source import FAULTS, MOST_ALIASED, read_yaml


def read_one(text: str | bytes) -> Any:
    documents, findings = read_yaml("f.yml", text if isinstance(text, bytes) else text.encode())
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
def test_scalars_follow_yaml_1_2(text: str, value: Any) -> None:
    """`no` is Norwegian, `on` a word, a date a text: only YAML 1.2's core schema makes other values."""
    assert read_one(f"key: {text}\n") == {"key": value}


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
    ],
    ids=["plain", "bom", "crlf", "cr", "tabs-inside", "document-marks", "flow", "comments"],
)
def test_the_same_values_however_written(text: str) -> None:
    assert read_one(text) == {"a": 1, "b": ["x", "y"]}


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


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise(content: bytes) -> None:
    """Any bytes give documents or findings with a known code, never an exception."""
    _, findings = read_yaml("f.yml", content)

    assert all(found.code in FAULTS and found.location.line >= 1 for found in findings)


@given(st.text(alphabet="ab:-[]{}&*!#|>'\"%@` \n\t,?<~0.", max_size=60))
def test_no_punctuation_raises(text: str) -> None:
    """Texts made of YAML's own signs find the corners of a parser sooner than random ones."""
    _, findings = read_yaml("f.yml", text.encode())

    assert all(found.code in FAULTS for found in findings)
