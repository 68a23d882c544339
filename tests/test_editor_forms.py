"""Forms come from the model alone; what a form sends becomes only the changes that a person made."""

import ast
import errno
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from toolkit_builder.editor import items
from toolkit_builder.editor.forms import KEYS, Field, Keys, fields_in, form_of, form_texts, sections_of
from toolkit_builder.editor.items import Edit, EditError, of_disk, refusal_texts
from toolkit_builder.editor.posting import done, edits_of, keys_of, name_of, skeleton
from toolkit_builder.interface import interface
from toolkit_builder.loading.files import BANKS
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.school import School
from toolkit_builder.model.vocabulary import GRADES, VISITS
from toolkit_builder.resources import has_icon, templates_dir

RECORDS: dict[str, type[BaseModel]] = {"school": School, **{bank.folder: bank.entry for bank in BANKS}}
GUIDE: Mapping[str, Any] = {
    "title": "Grade 3, first visit",
    "grades": [3],
    "visit": "first",
    "cover": {"purpose": "Meet.", "minutes": 35},
    "agenda": [{"minutes": 5, "do": "Say hello", "kind": "arrive"}, {"minutes": 30, "do": "Ask", "kind": "hopes"}],
    "prompts": ["hopes", {"id": "own", "text": "What?"}],
}


def at(kind: str, *keys: str | int) -> Field:
    field = form_of(kind).at(keys)
    assert field is not None
    return field


def sent(**values: str | list[str]) -> dict[str, list[str]]:
    """A form's fields by their names, as `title` or `cover__purpose`."""
    names = {name: name_of(tuple(int(key) if key.isdigit() else key for key in name.split("__"))) for name in values}
    return {names[name]: [said] if isinstance(said, str) else said for name, said in values.items()}


# --- From the model ---


@pytest.mark.parametrize("kind", KEYS)
def test_every_key_of_the_model_has_a_field(kind: str) -> None:
    """A new key needs no new form; only an entry's name and what an upgrade remembers are no matter of a form."""
    names = {field.name for field in form_of(kind).fields}
    assert names == {*RECORDS[kind].model_fields} - {"id", "based_on"}
    shown = [field.name for section in sections_of(form_of(kind)) for field in section.fields]
    assert sorted(shown) == sorted(names)


@pytest.mark.parametrize("kind", KEYS)
def test_what_people_read_is_no_programmers_word(kind: str) -> None:
    for field in fields_in(form_of(kind)):
        for text in (field.label, field.help, *(choice.title for choice in field.choices)):
            assert not any(mark in text for mark in ("_", "`", "null", "docs/", ".yml", "YAML", " id ", "Ids ")), text
        assert field.label
        assert all(not choice.icon or has_icon(choice.icon) for choice in field.choices)


@pytest.mark.parametrize(
    ("kind", "keys", "expected"),
    [
        ("guides", ("title",), "line"),
        ("guides", ("summary",), "text"),
        ("guides", ("grades",), "choices"),
        ("guides", ("visit",), "choice"),
        ("guides", ("announced",), "yes-no"),
        ("guides", ("checked_on",), "date"),
        ("guides", ("next_visit",), "reference"),
        ("guides", ("prompts",), "references"),
        ("guides", ("prompts", 0, "text"), "text"),
        ("guides", ("skills",), "skills"),
        ("guides", ("cover",), "record"),
        ("guides", ("agenda",), "list"),
        ("guides", ("agenda", 3, "minutes"), "number"),
        ("guides", ("goal", "who", 0, "does"), "text"),
        ("school", ("logo", "file"), "picture"),
        ("school", ("colors", "primary"), "color"),
        ("school", ("languages", 0), "language"),
        ("school", ("grades",), "choices"),
        ("school", ("wording",), "pairs"),
        ("school", ("wording", "guide/x/title"), "line"),
        ("activities", ("audio", "es"), "recording"),
        ("guides", ("family_page", "audio"), "pairs"),
        ("school", ("policies", 0, "url"), "address"),
        ("kit", ("icon",), "icon"),
        ("skills", ("skills", 0, "next"), "skill"),
        ("inserts", ("facts",), "references"),
    ],
)
def test_a_field_knows_its_kind(kind: str, keys: Keys, expected: str) -> None:
    assert at(kind, *keys).kind == expected


def test_a_field_tells_its_bounds_its_reader_and_its_slots() -> None:
    minutes = at("guides", "agenda", 0, "minutes")
    assert (minutes.least, minutes.most, minutes.is_required) == (1, 240, True)
    assert at("school", "addresses", 0, "lines").most == 5
    assert at("guides", "invite", "call").reader == "family"
    assert "decline" in at("guides", "invite", "call").slots
    assert not at("guides", "cover", "purpose").slots
    assert [choice.value for choice in at("guides", "grades").choices] == list(GRADES)
    assert [choice.value for choice in at("guides", "visit").choices] == list(VISITS)
    # A part of a visit asks what its guide asks, not what stands in the bank.
    assert at("guides", "agenda", 0, "prompts").of == "own-prompts"


def test_fields_that_are_not_there_are_none() -> None:
    form = form_of("guides")
    for keys in (("nothing",), ("title", "more"), ("title", 0), ("agenda", "do"), ("agenda", 0, 0), ("cover", 1)):
        assert form.at(keys) is None


def test_every_text_is_told_to_who_translates() -> None:
    texts = form_texts()
    assert len(texts) == len({*texts})
    assert {"Words to say", "The visit, part by part", "Student voice"} <= {*texts}


# --- From a form to changes ---


def test_a_form_as_it_was_shown_changes_nothing() -> None:
    posted = sent(
        title="Grade 3, first visit",
        cover__purpose="Meet.\r\n",
        cover__minutes="35",
        agenda__0__do="Say hello",
        grades=["3"],
        goal__how="",
    )
    assert edits_of(form_of("guides"), GUIDE, posted) == []


def test_only_what_differs_is_changed() -> None:
    posted = sent(title="Grade 3, hello", cover__minutes="40", agenda__1__say="Hello.", agenda__0__do="Say hello")
    assert edits_of(form_of("guides"), GUIDE, posted) == [
        Edit(("title",), "set", "Grade 3, hello"),
        Edit(("cover", "minutes"), "set", 40),
        Edit(("agenda", 1, "say"), "set", "Hello."),
    ]


def test_what_is_emptied_goes_and_what_must_be_there_stays_empty() -> None:
    values = {**GUIDE, "license": "https://example.org", "summary": "Short."}
    posted = sent(license="", summary=" ", cover__minutes="")
    assert edits_of(form_of("guides"), values, posted) == [
        Edit(("license",), "remove"),
        Edit(("summary",), "set", ""),
        Edit(("cover", "minutes"), "remove"),
    ]


def test_boxes_without_a_tick_are_told_apart_from_boxes_that_were_not_shown() -> None:
    values = {**GUIDE, "topics": ["reading"], "announced": True}
    form = form_of("guides")
    assert edits_of(form, values, sent(title="Grade 3, first visit")) == []
    assert edits_of(form, values, {"f.topics": [""], "f.announced": [""], "f.grades": [""]}) == [
        Edit(("topics",), "remove"),
        Edit(("announced",), "set", False),
        Edit(("grades",), "remove"),
    ]


def test_grades_are_written_as_people_write_them_and_spans_are_understood() -> None:
    ticked = sent(grades=["4", "K", "3"])
    assert edits_of(form_of("guides"), GUIDE, ticked) == [Edit(("grades",), "set", ["K", 3, 4])]
    school = {"grades": ["PK", "K-2"]}
    assert edits_of(form_of("school"), school, sent(grades=["PK", "K", "1", "2"])) == []
    changed = edits_of(form_of("school"), school, sent(grades=["PK", "K", "1"]))
    assert changed == [Edit(("grades",), "set", ["PK", "K", 1])]


def test_a_number_that_is_none_is_kept_as_it_was_typed() -> None:
    posted = sent(cover__minutes="half an hour")
    assert edits_of(form_of("guides"), GUIDE, posted) == [Edit(("cover", "minutes"), "set", "half an hour")]


def test_pairs_are_sent_row_by_row() -> None:
    name = "f.wording"
    posted = {f"pair-key:{name}": ["guide/a/title", "", " "], f"pair-value:{name}": ["Hello", "lost", ""]}
    expected = [Edit(("wording",), "set", {"guide/a/title": "Hello"})]
    assert edits_of(form_of("school"), {}, posted) == expected
    assert edits_of(form_of("school"), {"wording": {"guide/a/title": "Hello"}}, posted) == []


@pytest.mark.parametrize("name", ["f.nothing", "f.title.0", "f.title.x", "f.agenda.x", "f.agenda.-1", "f..title"])
def test_a_field_that_no_form_has_is_refused(name: str) -> None:
    with pytest.raises(EditError):
        edits_of(form_of("guides"), GUIDE, {name: ["x"]})


# --- Buttons ---


def said(*words: Any) -> str:
    return json.dumps(words)


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        (said("add", ["cover", "materials"]), [Edit(("cover", "materials", 0), "add", "")]),
        (said("add", ["goal"]), "goal"),
        (said("move", ["agenda", 0], 1), [Edit(("agenda", 0), "move", to=1)]),
        (said("move", ["agenda", 0], -1), []),
        (said("move", ["agenda", 1], 2), []),
        (said("remove", ["agenda", 1]), [Edit(("agenda", 1), "remove")]),
        (said("remove", ["agenda", 9]), []),
        (said("set", ["title"], "New"), [Edit(("title",), "set", "New")]),
        (said("pick", ["prompts"], "welcome"), [Edit(("prompts", 2), "add", "welcome")]),
        (said("pick", ["prompts"], "hopes"), []),
    ],
)
def test_a_button_says_what_changes(button: str, expected: Any) -> None:
    edits = done(form_of("guides"), GUIDE, button)
    if expected == "goal":
        (edit,) = edits
        assert (edit.keys, edit.action) == (("goal",), "set")
        assert edit.value == {
            "how": "",
            "example": "",
            "who": [{"who": "", "does": ""}],
            "review_in_days": 7,
            "review": "",
        }
    else:
        assert edits == expected


@pytest.mark.parametrize(
    "button",
    ["", "{}", "7", said("steal", ["title"]), said("add", []), said("set", ["id"], "x"), said("set", ["title"])],
)
def test_a_button_that_no_form_has_is_refused(button: str) -> None:
    with pytest.raises(EditError):
        done(form_of("guides"), GUIDE, button)


def lists_in(field: Field, keys: Keys = ()) -> Iterator[tuple[Field, Keys]]:
    for one in field.fields:
        yield from lists_in(one, (*keys, one.name))
    if field.kind == "list" and field.item:
        yield field, keys
        yield from lists_in(field.item, (*keys, 0))


@pytest.mark.parametrize("kind", KEYS)
def test_a_new_item_has_a_place_for_all_that_it_needs(kind: str) -> None:
    for field, _ in lists_in(form_of(kind)):
        assert field.item is not None
        made = skeleton(field.item)
        if field.item.kind == "record":
            assert {one.name for one in field.item.fields if one.is_required} <= {*made}
        else:
            assert made == ""


@given(st.lists(st.one_of(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), st.integers(0, 99)), max_size=5))
def test_names_lead_back_to_their_keys(keys: list[str | int]) -> None:
    assert keys_of(name_of(tuple(keys))) == tuple(keys)


def test_the_guides_form_has_the_sections_of_a_guide() -> None:
    names = [section.name for section in sections_of(form_of("guides"))]
    assert names[0] == "basics"
    assert names[-1] == "more"
    assert [name for name in Guide.model_fields if name in names] == names[1:-1]


# --- What is refused ---


def refusals() -> Iterator[tuple[str, ast.Call]]:
    """Every refusal in the editor's modules, by the line that makes it."""
    for file in sorted(Path(items.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("EditError", "ConflictError"):
                yield f"{file.name}:{node.lineno}", node


def test_every_refusal_is_told_in_spanish_with_all_that_it_names() -> None:
    """Each is one plain text with marks for names; what disks refuse is told by a table of them."""
    spanish = interface("es", own_templates=(templates_dir() / "editor",))
    found = 0
    for place, call in refusals():
        first = call.args[0]
        if isinstance(first, ast.Call) and place.startswith("items.py"):
            continue
        text = first.value if isinstance(first, ast.Constant) else None
        assert isinstance(text, str), place
        said = spanish.t(text)
        assert said != text, place
        named = {keyword.arg for keyword in call.keywords}
        assert set(re.findall(r"{(\w+)}", text)) == named == set(re.findall(r"{(\w+)}", said)), place
        found += 1
    assert found > 40
    for said in refusal_texts():
        assert spanish.t(said) != said


def test_a_disks_refusal_is_told_with_its_place() -> None:
    assert str(of_disk(OSError(errno.ENOSPC, "No space left"))).endswith("No file was left half written.")
    assert str(of_disk(OSError(errno.EACCES, "No", "/a b/c.yml"))).startswith("You may not read or write this.")
    assert str(of_disk(OSError(errno.EACCES, "No", "/a b/c.yml"))).endswith("(/a b/c.yml)")
    assert str(of_disk(OSError(12345, "Odd"))).startswith("Look at what is special")
