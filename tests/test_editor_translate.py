"""Translating in the editor: texts with their translations, saved into the school's own catalogue and nowhere else."""

import json
from pathlib import Path
from typing import Any

import pytest

from toolkit_builder.editor.differing import changed_words
from toolkit_builder.editor.views_translate import anchor_of
from toolkit_builder.po import read_po

from .cases import TESTS
from .conftest import ToolkitFiles
from .editing import Person

SCHOOL = (TESTS / "base/docs/school.yml").read_text("utf-8").replace("languages: [en]", "languages: [en, es]", 1)
HEAD = '# Ours.\nmsgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GUIDE = "guide/k-first/title"
PATH = "/translate/es/"
CATALOGUE = "locales/es.po"


@pytest.fixture
def person(toolkit_files: ToolkitFiles) -> Person:
    return Person(toolkit_files({"docs/school.yml": SCHOOL}))


def translated(person: Person, place: str, text: str, state: str = "done", **seen: str) -> Any:
    """What the editor answers to a translation; `seen` is what the form held, if not what is there now."""
    person.workspace.poll()
    row = next(one for one in person.workspace.texts_in("es") if one.place == place)
    sent = {"place": place, "source": row.text, "was": row.translation, "text": text, "state": state} | seen
    answer = person.send(PATH, [*sent.items()], is_script=True)
    return answer.status_code, json.loads(answer.text)


def test_the_first_translation_makes_the_file_as_an_update_would(person: Person) -> None:
    assert not (person.folder / CATALOGUE).exists()
    status, told = translated(person, GUIDE, "Kínder, primera visita")
    assert (status, told["state"], told["was"]) == (200, "done", "Kínder, primera visita")
    po = read_po((person.folder / CATALOGUE).read_bytes())
    assert {one.place: one.text for one in po.entries}[GUIDE] == "Kínder, primera visita"
    assert len(po.entries) == len(person.workspace.texts_in("es"))
    assert "Kínder, primera visita" in person.read("/page/es/guides/k-first/")


def test_only_the_entry_changes_and_it_can_be_taken_back(person: Person) -> None:
    (person.folder / "locales").mkdir()
    title = next(one.text for one in person.workspace.texts_in("es") if one.place == GUIDE)
    before = (
        f'{HEAD}# A translator\'s word.\n#: docs/guides/k-first.yml\n#, fuzzy, no-wrap\n#| msgid "Before"\n'
        f'msgctxt "{GUIDE}"\nmsgid "{title}"\nmsgstr "Antes"\n\n#~ msgctxt "gone"\n#~ msgid "Gone"\n#~ msgstr "Ido"\n'
    )
    file = person.folder / CATALOGUE
    file.write_bytes(before.replace("\n", "\r\n").encode())
    assert translated(person, GUIDE, "Después")[0] == 200
    expected = before.replace("#, fuzzy, no-wrap", "#, no-wrap").replace('#| msgid "Before"\n', "")
    assert file.read_bytes() == expected.replace('"Antes"', '"Después"').replace("\n", "\r\n").encode()
    change = person.workspace.history.changes()[0]
    assert (change.kind, change.entry, change.title) == ("translations", "es", f"español: {title}")
    person.send("/undo", [("back", PATH)])
    assert file.read_bytes() == before.replace("\n", "\r\n").encode()


def test_a_text_that_is_not_in_the_file_yet_comes_behind_those_above_it(person: Person) -> None:
    places = [one.place for one in person.workspace.texts_in("es") if one.place.startswith("guide/k-first/")]
    translated(person, places[2], "Tercero")
    file = person.folder / CATALOGUE
    po = read_po(file.read_bytes())
    first, third = (next(one for one in po.entries if one.place == place) for place in (places[0], places[2]))
    file.write_text(
        f'{HEAD}msgctxt "{first.place}"\nmsgid "{first.source}"\nmsgstr "Uno"\n\n'
        f'msgctxt "{third.place}"\nmsgid "{third.source}"\nmsgstr "Tres"\n',
        "utf-8",
    )
    translated(person, places[1], "Dos")
    assert [one.text for one in read_po(file.read_bytes()).entries] == ["Uno", "Dos", "Tres"]


def test_a_changed_text_shows_what_changed_word_by_word_and_done_signs_it_off(person: Person) -> None:
    translated(person, GUIDE, "Kínder, primera visita")
    person.change("/guides/k-first", {"f.title": "Kindergarten, the first visit"})
    page = person.read(f"{PATH}?kind=guides&show=check")
    assert "<ins> the</ins>" in page
    assert "Kínder, primera visita" in page
    status, told = translated(person, GUIDE, "Kínder, primera visita", "check")
    assert (status, told["state"], told["isToCheck"]) == (200, "check", True)
    po = read_po((person.folder / CATALOGUE).read_bytes())
    entry = next(one for one in po.entries if one.place == GUIDE)
    assert (entry.source, entry.is_fuzzy, entry.previous_source) == (
        "Kindergarten, the first visit",
        True,
        "Kindergarten, first visit",
    )
    assert "<ins> the</ins>" in person.read(f"{PATH}?kind=guides&show=check")
    status, told = translated(person, GUIDE, "Kínder, la primera visita")
    assert (told["state"], told["isToCheck"]) == ("done", False)
    assert b"Kindergarten, first visit" not in (person.folder / CATALOGUE).read_bytes()


def test_slots_that_are_lost_are_told_and_the_words_kept(person: Person) -> None:
    row = next(one for one in person.workspace.texts_in("es") if "{teacher}" in one.text)
    status, told = translated(person, row.place, "Hola")
    assert status == 200
    assert told["state"] == "check"
    assert "{teacher}" in told["html"]
    assert not told["isToCheck"]
    page = person.read(f"{PATH}?q=hola")
    assert 'data-slot="{teacher}"' in page


def test_who_was_quicker_is_told(person: Person) -> None:
    translated(person, GUIDE, "Uno")
    status, told = translated(person, GUIDE, "Dos", was="")
    assert (status, told["theirs"], told["mine"]) == (409, "Uno", "Dos")
    status, told = translated(person, GUIDE, "Dos", source="Another text")
    assert status == 409
    assert "the text itself" in told["error"]
    assert translated(person, GUIDE, "Uno", was="")[0] == 200


def test_an_emptied_translation_is_missing_again(person: Person) -> None:
    translated(person, GUIDE, "Uno", "check")
    status, told = translated(person, GUIDE, "")
    assert (status, told["state"], told["was"]) == (200, "missing", "")
    entry = next(one for one in read_po((person.folder / CATALOGUE).read_bytes()).entries if one.place == GUIDE)
    assert (entry.text, entry.is_fuzzy) == ("", False)


def test_a_file_in_another_encoding_is_left_alone(person: Person) -> None:
    file = person.folder / CATALOGUE
    file.parent.mkdir()
    raw = f'{HEAD}msgctxt "{GUIDE}"\nmsgid "x"\nmsgstr "Sí"\n'.replace("UTF-8", "iso-8859-1").encode("latin-1")
    file.write_bytes(raw)
    status, told = translated(person, GUIDE, "Uno")
    assert status == 422
    assert "UTF-8" in told["error"]
    assert file.read_bytes() == raw


def test_what_families_read_comes_first_and_lists_can_be_narrowed(person: Person) -> None:
    readers = [one.reader for one in person.workspace.texts_in("es")]
    assert readers == sorted(readers, key=["family", "student", "staff"].index)
    assert "español" in person.read("/translate/")
    page = person.read(PATH)
    assert page.index("What families read or hear") < page.index("data-pair")
    only = person.read(f"{PATH}?kind=prompts&entry=hopes&show=")
    assert 'data-entry="prompts/hopes"' in only
    assert 'data-entry="guides/k-first"' not in only
    assert "Nothing here has these words" in person.read(f"{PATH}?q=kwixotic")
    assert person.ask("/translate/tlh/").status_code == 404


def test_without_scripts_a_button_saves_and_leads_back(person: Person) -> None:
    path = f"{PATH}?kind=guides&show="
    form = person.form(path, anchor_of(GUIDE))
    sent = [(name, "A mano" if name == "text" else value) for name, value in form.sent]
    answer = person.send(PATH, sent)
    assert answer.status_code == 303
    assert f"#{anchor_of(GUIDE)}" in answer.headers["Location"]
    assert "kind=guides" in answer.headers["Location"]
    assert "A mano" in person.read(path)


def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(person: Person) -> None:
    translated(person, GUIDE, "Uno")
    file: Path = person.folder / CATALOGUE
    before = file.read_bytes()
    for row in person.workspace.texts_in("es")[:12]:
        assert translated(person, row.place, row.translation)[0] == 200
    assert file.read_bytes() == before


def test_words_that_went_and_came_are_told_in_the_order_of_reading() -> None:
    assert changed_words("Bring a coat.", "Bring a warm coat!") == [
        ("same", "Bring a "),
        ("new", "warm "),
        ("same", "coat"),
        ("gone", "."),
        ("new", "!"),
    ]
