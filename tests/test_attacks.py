"""Texts are only texts: what attacks stand where, what is refused, and that any text at all stays one.

Every attack of `attacks.yml` stands in every field of some entry. Rules are off: safety must not hang on one.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from toolkit_builder.folders import Folders
from toolkit_builder.interface import interface
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.files import read_file
from toolkit_builder.model.banks import Fact, Framework, GlossaryTerm
from toolkit_builder.model.base import Entry, Record, _plan
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.pages import Site, render_guide, render_indexes
from toolkit_builder.prose import SourceText, is_address
from toolkit_builder.sheets.texts import Texts
from toolkit_builder.templating import PageContext, Terms

from .attacks import (
    ALL,
    ATTACKS,
    CONTROLS,
    PLAIN,
    SLOTS,
)
from .cases import base_toolkit
from .conftest import ToolkitFiles


def fields_of(kind: type[Record]) -> set[tuple[str, ...]]:
    """The paths of all texts that people read in a record, as its model has them."""
    found: set[tuple[str, ...]] = set()
    for name, prose, _ in _plan(kind):
        inner = (
            [()] if prose else [path for one in _records(kind.model_fields[name].annotation) for path in fields_of(one)]
        )
        found |= {(name, *path) for path in inner}
    return found


def _records(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _records(inner)


def test_there_are_many_different_attacks() -> None:
    assert len(ALL) >= 120
    assert len({attack.typed for attack in ALL}) == len(ALL)


def test_every_attack_stands_in_every_text(attacked_toolkit: Toolkit) -> None:
    """Of every kind of entry, every attack has a copy, and every text of that copy is the attack."""
    held = attacked_toolkit
    seen: dict[type[Entry], set[str]] = {}
    copies = (held.guides, held.prompts, held.activities, held.frameworks, held.glossary, held.facts)
    for entry in (held.school, *(entry for entries in copies for entry in entries[1:])):
        assert {tuple(key for key in found.keys if isinstance(key, str)) for found in entry.texts} == fields_of(
            type(entry)
        )
        (text,) = {found.text for found in entry.texts}
        seen.setdefault(type(entry), set()).add(text)
    assert len(seen) == 7
    for kind, texts in seen.items():
        if kind is not School:
            expected = ATTACKS if kind in (Framework, GlossaryTerm, Fact) else PLAIN
            assert {attack.typed.strip() for attack in expected} <= texts, kind


def test_what_looks_like_a_slot_is_refused(toolkit_files: ToolkitFiles) -> None:
    """Words in braces are for readers to fill; where texts are said aloud, any others are a fault, with its place."""
    folder = toolkit_files({})
    file = folder / "docs" / "prompts" / "all.yml"
    sound = yaml.safe_load(file.read_text(encoding="utf-8"))
    more = [{**sound[0], "id": f"slot-{attack.number}", "text": attack.typed} for attack in SLOTS]
    file.write_text(yaml.safe_dump([*sound, *more], width=10_000), encoding="utf-8")

    _, findings = load_toolkit(Folders(folder))
    assert len(SLOTS) >= 5
    assert {finding.code for finding in findings} == {"unknown-slot"}
    assert len({finding.location.line for finding in findings}) == len(SLOTS)


def test_control_characters_are_refused() -> None:
    for attack in CONTROLS:
        escaped = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in attack.typed)
        made = read_file("docs/facts.yml", f'- statement: "{escaped}"'.encode(), "facts")
        assert "bad-character" in {finding.code for finding in made.findings}, attack.typed


def _kinds(kind: type[Record] = Record) -> Iterator[type[Record]]:
    for inner in kind.__subclasses__():
        if inner.__module__.startswith("toolkit_builder.model") and inner.__name__ != "Profile":
            yield inner
        yield from _kinds(inner)


def leaves(annotation: Any, metadata: tuple[Any, ...]) -> Iterator[Any]:
    """The kinds of single values that a field may hold."""
    if hasattr(annotation, "__metadata__"):
        yield from leaves(annotation.__origin__, annotation.__metadata__)
    elif isinstance(annotation, type) and get_origin(annotation) is None:
        if not issubclass(annotation, (Record, NoneType)):
            yield Annotated[annotation, *metadata] if metadata else annotation
    elif get_origin(annotation) is Literal:
        yield annotation
    else:
        for inner in get_args(annotation):
            yield from leaves(inner, metadata)


def test_fields_for_names_and_choices_hold_no_text() -> None:
    """Ids, colors, languages, words of closed lists, numbers, dates: whatever does not take a sentence takes no attack.

    A word of small letters alone, such as `constructor`, may name a thing.
    """
    kinds = {
        str(leaf): TypeAdapter(leaf)
        for kind in _kinds()
        for field in kind.model_fields.values()
        for leaf in leaves(field.annotation, tuple(field.metadata))
    }

    def takes(adapter: TypeAdapter[Any], text: str) -> bool:
        try:
            adapter.validate_python(text, strict=False)
        except ValidationError:
            return False
        return True

    narrow = [adapter for adapter in kinds.values() if not takes(adapter, "A sentence.")]
    assert len(narrow) >= 20
    for attack in ALL:
        if not re.fullmatch("[a-z0-9-]+", attack.typed):
            assert not any(takes(adapter, attack.typed) for adapter in narrow), attack.typed


@pytest.mark.parametrize(
    ("email", "is_link"), [("office@x.example", True), ("x@evil.example?bcc=y@evil.example", False)]
)
def test_a_mail_link_says_only_to_whom(email: str, is_link: bool) -> None:
    toolkit = base_toolkit()
    contact = toolkit.school.contacts[0].model_copy(update={"email": email})
    site = Site(replace(toolkit, school=toolkit.school.model_copy(update={"contacts": (contact,)})))
    for page in (*render_guide(site, toolkit.guides[0])[1:], *render_indexes(site)):
        assert ("mailto:" in page.body) == (is_link and email in page.body)


# --- Any text at all ---

PIECES = st.sampled_from(
    [
        *"<>\"'&/=`{}[]()*_\\!:;#-. \n",
        "script",
        "img src=x",
        "onerror=",
        "javascript:",
        "](",
        "{decline}",
        "{phone}",
        "http://",
        "word",
    ]
)
ALLOWED = {"p": [], "strong": [], "em": [], "br": [], "ul": [], "ol": [], "li": [], "a": ["href"], "span": ["class"]}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        is_button = tag == "button" and names == ["type", "class", "popovertarget"]
        if not is_button and (tag not in ALLOWED or names != ALLOWED[tag]):
            self.faults.append(self.get_starttag_text() or tag)
        for name, value in attrs:
            if name == "href" and not re.match(r"(https?|mailto|tel):|[^:]*$|[^:]*[/?#]", value or ""):
                self.faults.append(f"{name}={value}")

    def handle_comment(self, data: str) -> None:
        self.faults.append(data)

    def handle_decl(self, decl: str) -> None:
        self.faults.append(decl)

    def handle_pi(self, data: str) -> None:
        self.faults.append(data)

    def unknown_decl(self, data: str) -> None:
        self.faults.append(data)


@given(st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=12).map("".join))
def test_any_text_makes_only_the_elements_of_the_small_markdown(text: str, decline: str) -> None:
    """With slots filled by any text, and words explained whatever they are."""
    term = GlossaryTerm(term=decline.strip() or "word", also=("script", "lt"), plain=text.strip() or "plain")
    page = PageContext("", Terms([term]), interface("en"), {"decline": decline, "phone": decline, "school": text})
    reader = _Reader()
    for html in (page.prose(text), page.inline(text), page.quiet(text), page.inline(SourceText.of(text, "en"))):
        reader.feed(re.sub('^<(span|div) lang="en" dir="auto">', "", html))
    reader.close()
    assert reader.faults == []
    assert isinstance(page.spoken(text), str)


def _nodes(values: Any) -> Iterator[dict[str, Any]]:
    for value in values:
        yield value
        yield from _nodes(value.get("c", []))


@given(st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=12).map("".join))
def test_any_text_makes_only_the_nodes_that_typst_knows(text: str, decline: str) -> None:
    texts = Texts(interface("en", is_printed=True), {"decline": decline, "phone": decline, "school": text})
    for node in _nodes([*texts.blocks(text), *texts.inline(text)]):
        assert set(node) <= {"k", "v", "c", "h"}
        assert node["k"] in {"text", "school", "phone", "slot", "strong", "em", "br", "link", "p", "ul", "ol", "li"}
        assert node["k"] != "link" or is_address(node["h"])
    assert isinstance(texts.plain(text), str)
