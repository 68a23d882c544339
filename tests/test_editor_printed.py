"""Printed pieces beside the form: as the toolkit is now, as pictures, and what stands in their way."""

import json
from typing import Any

import pytest

from toolkit_builder.editor.printed import Printer

from .conftest import ToolkitFiles
from .editing import Person

GUIDE = "/printed/en/guides/k-first"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def person(toolkit_files: ToolkitFiles) -> Person:
    return Person(toolkit_files({}))


def told(person: Person, path: str) -> dict[str, Any]:
    answer = person.ask(path, is_script=True)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = json.loads(answer.text)
    return said


def pictures(person: Person, html: str) -> list[bytes]:
    addresses = [part.partition('"')[0] for part in html.split('src="')[1:]]
    return [person.ask(address).data for address in addresses]


def test_a_piece_is_shown_as_it_is_now_and_made_only_when_it_changed(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = Printer.printed

    def counting(self: Printer, sheet: Any, own_templates: Any) -> Any:
        made.append(sheet.kind)
        return real(self, sheet, own_templates)

    monkeypatch.setattr(Printer, "printed", counting)
    first = told(person, f"{GUIDE}?piece=print/k-first/expect-letter.pdf")
    assert {"Question cards", "Visit plan", "What to expect"} <= {one["name"] for one in first["pieces"]}
    assert first["piece"] == "print/k-first/expect-letter.pdf"
    (before,) = pictures(person, first["html"])
    assert before.startswith(PNG)
    again = f"{GUIDE}?piece=print/k-first/expect-letter.pdf&only={first['key']}"
    assert told(person, again) == {"same": True}
    assert made == ["expect"]
    person.change("/school/school", {"f.name": "Elm Street School"})
    now = told(person, again)
    assert now["key"] != first["key"]
    assert pictures(person, now["html"]) != [before]


def test_what_is_too_long_is_told_with_the_way_to_its_field(person: Person) -> None:
    words = "Tell us about a day that went well, and about one that did not, and what came after. " * 30
    person.change("/prompts/hopes", {"f.text": words})
    html = told(person, f"{GUIDE}?piece=print/k-first/cards-letter.pdf")["html"]
    assert "does not fit" in html
    assert 'href="/prompts/hopes#f-text"' in html
    assert "<img" not in html


def test_a_question_stands_on_the_cards_of_its_guides(person: Person) -> None:
    assert "Question cards" in told(person, "/printed/en/prompts/hopes")["pieces"][0]["name"]
    lonely = "- {id: snow, text: What do you do when it snows?, purpose: routines, listener: both, bands: [early]}\n"
    file = person.folder / "docs/prompts/all.yml"
    file.write_text(file.read_text("utf-8") + lonely, "utf-8")
    assert "No guide has it yet" in told(person, "/printed/en/prompts/snow")["html"]


def test_of_the_school_there_are_pieces_for_all(person: Person) -> None:
    names = {one["name"] for one in told(person, "/printed/en/school/school")["pieces"]}
    assert {"For staff", "Safety and boundaries", "Door card"} <= names


def test_without_scripts_it_is_a_page_of_its_own(person: Person) -> None:
    page = person.read(f"{GUIDE}?piece=print/k-first/plan-letter.pdf")
    assert '<option value="print/k-first/plan-letter.pdf" selected>' in page
    assert len(pictures(person, page.partition('class="prints"')[2])) == 2


def test_what_is_not_there_is_not_found(person: Person) -> None:
    for path in ("/printed/tlh/guides/k-first", "/printed/en/guides/none", "/printed/en/facts/none"):
        assert person.ask(path).status_code == 404
    assert person.ask("/printed-page/none/0.png").status_code == 404


def test_a_piece_is_taken_along_as_a_pdf(person: Person) -> None:
    html = told(person, f"{GUIDE}?piece=print/k-first/expect-letter.pdf")["html"]
    answer = person.ask(html.partition('href="')[2].partition('"')[0])
    assert answer.data.startswith(b"%PDF-")
    assert "k-first-expect-letter-en.pdf" in answer.headers["Content-Disposition"]
    assert person.ask("/printed-piece/none/x.pdf").status_code == 404
