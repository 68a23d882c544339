"""The editor's pages, by forms and links alone, as somebody without scripts uses them."""

import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from toolkit_builder.editor.app import make_app
from toolkit_builder.editor.filling import Filling
from toolkit_builder.editor.forms import KEYS, form_of
from toolkit_builder.editor.kinds import KINDS
from toolkit_builder.editor.workspace import Workspace
from toolkit_builder.interface import interface

from . import sounds
from .cases import TESTS
from .conftest import ToolkitFiles
from .editing import ORIGIN, Person, address_of, pressed
from .test_own import write_oak

GUIDE = "/guides/k-first"


def said(answer: TestResponse) -> dict[str, Any]:
    """What our script was told."""
    told: dict[str, Any] = json.loads(answer.text)
    return told


def filling_of(person: Person) -> Filling:
    workspace = person.workspace
    values = workspace.values("guides", "k-first")
    assert values is not None
    state = workspace.state("guides", "k-first")
    return Filling(("guides", "k-first"), values, state, workspace.toolkit, interface("en"))


@pytest.fixture
def person(toolkit_files: ToolkitFiles) -> Person:
    return Person(toolkit_files({}))


def test_the_first_page_leads_to_all_that_there_is(person: Person) -> None:
    page = person.read("/")
    for kind in person.workspace.kinds():
        assert f'href="/{kind}/"' in page
    assert "Test School" in page


def test_the_first_page_promises_nothing_before_the_rules_have_spoken(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.workspace.wait_for_rules()
    assert "Ready to be published." in person.read("/")
    assert said(person.ask("/", is_script=True)) == {"isJudged": True}
    monkeypatch.setattr(Workspace, "findings_revision", 0)
    page = person.read("/")
    assert "Ready to be published." not in page
    assert "still being looked through" in page
    assert said(person.ask("/", is_script=True)) == {"isJudged": False}


def test_a_page_of_an_editor_that_was_started_again_says_what_to_do(person: Person) -> None:
    """It is styled, and holds nothing of the toolkit; a script is told in words."""
    again = make_app(person.workspace, "another secret").test_client()
    accepted = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "Origin": ORIGIN}
    for answer in (
        again.get(GUIDE, base_url=ORIGIN, headers=accepted),
        again.post(GUIDE, base_url=ORIGIN, headers=accepted),
    ):
        assert answer.status_code == 403
        assert "Double-click the file again" in answer.text
        assert "<style>" in answer.text
        assert "Kindergarten" not in answer.text
        assert "Test School" not in answer.text
        assert "script" not in answer.headers["Content-Security-Policy"]
    told = again.post(GUIDE, base_url=ORIGIN, headers={"Accept": "application/json", "Origin": ORIGIN})
    assert told.status_code == 403
    assert "<" not in told.text


def test_changes_are_called_as_their_forms_call_them(person: Person) -> None:
    person.change(GUIDE, {"f.family_page.how_long": "We stay an hour."})
    assert '"Undo: Kindergarten, first visit: The family' in person.read("/")
    assert "first visit: The family&#39;s page" in person.read("/")


def test_the_first_change_of_a_librarys_entry_makes_it_ones_own(tmp_path: Path) -> None:
    person = Person(write_oak(tmp_path))
    assert "your first change makes it your own" in person.read(GUIDE)
    told = said(person.send(GUIDE, [("f.title", "Our first visit")], is_script=True))
    assert "your first change" not in told["head"]["tags"]
    assert "Your own version" in told["head"]["tags"]
    assert "Back to the library" in told["head"]["acts"]


@pytest.mark.parametrize("kind", [kind for kind in KEYS if kind != "school"])
def test_a_list_finds_its_entries_by_words(person: Person, kind: str) -> None:
    for item in person.workspace.items(kind):
        assert f'href="{address_of(kind, item.id)}"' in person.read(f"/{kind}/")
    assert "Nothing here has these words" in person.read(f"/{kind}/?q=kwixotic")
    assert person.ask(f"/{kind}/nothing-of-this-name").status_code == 404


@pytest.mark.parametrize("kind", KEYS)
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(person: Person, kind: str) -> None:
    before = {file: file.read_bytes() for file in sorted(person.folder.rglob("*.yml"))}
    for item in person.workspace.items(kind):
        answer = person.change(address_of(kind, item.id), {})
        assert answer.status_code == 303, answer.text
    assert {file: file.read_bytes() for file in sorted(person.folder.rglob("*.yml"))} == before


def test_a_text_is_changed_in_its_file_and_nothing_else(person: Person) -> None:
    before = person.text("docs/guides/k-first.yml")
    answer = person.change(GUIDE, {"f.title": "Kindergarten, hello"})
    assert answer.status_code == 303
    assert answer.location == f"{GUIDE}?saved=1#f-title"
    after = person.text("docs/guides/k-first.yml")
    old, new = ({*text.splitlines()} for text in (before, after))
    assert new - old == {"title: Kindergarten, hello"}
    assert len(old - new) == 1
    assert "Kindergarten, hello" in person.read(GUIDE)


def test_items_are_added_moved_and_taken_out_by_buttons(person: Person) -> None:
    def steps() -> list[str]:
        return [one["do"] for one in (person.workspace.values("guides", "k-first") or {})["agenda"]]

    first = steps()
    person.change(GUIDE, {}, pressed("move", ["agenda", 0], 1))
    assert steps() == [first[1], first[0], *first[2:]]
    # What was typed meanwhile is saved with the button.
    person.change(GUIDE, {"f.agenda.0.do": "Look around"}, pressed("remove", ["agenda", 1]))
    assert steps() == ["Look around", *first[2:]]
    answer = person.change(GUIDE, {}, pressed("add", ["agenda"]))
    assert steps() == ["Look around", *first[2:], ""]
    assert answer.location.endswith(f"#f-agenda-{len(first) - 1}")
    assert "Still empty" in person.read(GUIDE)


def test_a_group_is_added_and_taken_out_again(person: Person) -> None:
    person.change(GUIDE, {}, pressed("add", ["goal"]))
    person.change(GUIDE, {"f.goal.how": "Ask which one matters."})
    values = person.workspace.values("guides", "k-first") or {}
    assert values["goal"]["how"] == "Ask which one matters."
    person.change(GUIDE, {}, pressed("remove", ["goal"]))
    assert "goal" not in (person.workspace.values("guides", "k-first") or {})


def test_undo_and_redo_go_back_to_the_form(person: Person) -> None:
    before = person.text("docs/guides/k-first.yml")
    person.change(GUIDE, {"f.title": "Another title"})
    changed = person.text("docs/guides/k-first.yml")
    assert person.send("/undo", [("back", GUIDE)]).location.startswith(f"{GUIDE}?undone=")
    assert person.text("docs/guides/k-first.yml") == before
    person.send("/redo", [("back", GUIDE)])
    assert person.text("docs/guides/k-first.yml") == changed


def test_history_tells_each_text_before_and_after_and_brings_it_back(person: Person) -> None:
    before = person.text("docs/guides/k-first.yml")
    title = str((person.workspace.values("guides", "k-first") or {})["title"])
    person.change(GUIDE, {"f.title": "Another title"})
    page = person.read(f"{GUIDE}/history")
    assert f"<del>{title}</del>" in page
    assert "<ins>Another title</ins>" in page
    change = re.search(r'name="change" value="([^"]+)"', page)
    assert change
    person.send(f"{GUIDE}/history", [("change", change[1])])
    assert person.text("docs/guides/k-first.yml") == before


def test_history_tells_what_forms_show_and_no_ids(person: Person) -> None:
    """Choices, switches and what is chosen from other entries have titles."""
    sent = [("f.prompts", ""), ("f.announced", ""), ("f.places", "home"), ("f.places", "cafe"), ("f.next_visit", "")]
    assert person.send(GUIDE, [*sent, ("do", pressed("remove", ["prompts", 1]))]).status_code == 303
    page = person.read(f"{GUIDE}/history")
    for words in ("Café", "What would you like from me as a teacher?", "<ins>No</ins>", "Kindergarten, second visit"):
        assert words in page, words
    for word in (">expectations<", ">cafe<", ">False<", ">k-second<"):
        assert word not in page, word


def test_a_prompt_is_begun_by_a_few_fields(person: Person) -> None:
    reader = person.form("/new/prompts", "")
    assert "f.text" in dict(reader.sent)
    sent = [("f.text", "What makes you laugh?"), ("f.purpose", "strengths"), ("f.listener", "both")]
    answer = person.send("/new/prompts", [*sent, ("f.bands", ""), ("f.bands", "early")])
    assert answer.location.startswith("/prompts/what-makes-you-laugh")
    values = person.workspace.values("prompts", "what-makes-you-laugh") or {}
    assert (values["text"], values["bands"]) == ("What makes you laugh?", ["early"])
    assert person.send("/new/prompts", [("f.text", "")]).status_code == 422


def test_it_is_told_what_was_undone_and_where(person: Person) -> None:
    person.change("/guides/k-second", {"f.title": "Kindergarten, hello again"})
    back = [("back", GUIDE)]
    page = person.read(person.send("/undo", back).location)
    said = re.search(r"data-again-done>.*?</p>", page, re.DOTALL)
    assert said
    assert "Undone: Kindergarten, second visit: Title" in said[0]
    assert 'href="/guides/k-second"' in said[0]
    assert "Made again: Kindergarten, second visit: Title" in person.read(person.send("/redo", back).location)
    # Here it is to be seen.
    there = person.read(person.send("/undo", [("back", "/guides/k-second")]).location)
    assert "Undone: " in there
    assert "Open it" not in there.partition("data-again-done>")[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("/prompts/hopes", ["Kindergarten, first visit", "Kindergarten, second visit", "A child with two homes"]),
        ("/activities/count-spoons", ["Kindergarten, second visit"]),
        ("/facts/visits-and-attendance", ["A child with two homes"]),
        ("/guides/k-second", ["Kindergarten, first visit"]),
        ("/glossary/IEP", []),
    ],
)
def test_what_is_used_is_taken_out_where_it_is_used(person: Person, path: str, titles: list[str]) -> None:
    page = person.read(f"{path}/remove")
    assert sorted(re.findall(r"<li><a [^>]*>([^<]*)</a>: ", page)) == sorted(titles)
    answer = person.send(f"{path}/remove", person.form(f"{path}/remove", "").sent)
    assert answer.status_code == 303
    unknown = [one for one in person.workspace.findings if one.code.startswith("unknown")]
    assert not unknown


def test_whoever_has_the_library_goes_back_to_its_version(tmp_path: Path) -> None:
    oak = Person(write_oak(tmp_path))
    oak.change("/prompts/hopes", {"f.text": "Ours?"})
    page = oak.read("/prompts/hopes/remove")
    assert re.search("<h1>Back to the library.{1,5}s</h1>", page)
    assert re.search("Use the library.{1,5}s version", page)
    assert "It is used in" not in page


@pytest.mark.parametrize("kind", [kind for kind in KEYS if KINDS[kind].new])
def test_whoever_begins_without_words_stays_at_the_form(person: Person, kind: str) -> None:
    sent = [("grades", "3")] if kind == "guides" else [("f.purpose", "culture")] if kind == "prompts" else []
    answer = person.send(f"/new/{kind}", sent)
    assert answer.status_code == 422
    assert 'class="fault is-error" id="why"' in answer.text
    assert f"<h1>{KINDS[kind].new}</h1>" in answer.text
    # What was chosen is still chosen.
    chosen = re.findall(r'value="(3|culture)"[^>]* (?:checked|selected)', answer.text)
    assert len(chosen) == len(sent)


@pytest.mark.parametrize("name", ["title", "grades", "visit"])
def test_what_was_emptied_is_still_empty_at_its_field(person: Person, name: str) -> None:
    person.send(GUIDE, [(f"f.{name}", "")])
    page = person.read(GUIDE)
    at = page.partition(f'id="f-{name}-faults"')[2].partition("</div>")[0]
    assert "Still empty." in at
    assert "<h1 data-heading>k" in page.lower()
    # The note beside the page leads there.
    assert f'href="#f-{name}" data-first-fault' in page


def test_a_hidden_guide_has_no_page_and_that_is_said(person: Person) -> None:
    person.send(f"{GUIDE}/hide", [])
    page = person.ask("/page/en/guides/k-first/")
    assert page.status_code == 404
    assert "This is hidden" in page.text
    assert "stylesheet" in page.text


def test_a_schools_colors_are_for_its_pages_and_not_for_the_editor(person: Person) -> None:
    before = person.read("/static/colors.css")
    person.send("/school/school", [("f.colors.primary", "#f2c14e")])
    assert person.read("/static/colors.css") == before
    assert "f2c14e" in str(person.workspace.values("school", "school"))


def test_of_two_forms_without_scripts_neither_writes_over_the_other(person: Person) -> None:
    one, other = (person.form(GUIDE).sent for _ in range(2))
    person.send(GUIDE, [(name, "First" if name == "f.title" else text) for name, text in one])
    answer = person.send(GUIDE, [(name, "Other" if name == "f.summary" else text) for name, text in other])
    assert answer.status_code == 409
    assert "title: First\n" in person.text("docs/guides/k-first.yml")
    stale = person.send(GUIDE, [*other, ("do", pressed("remove", ["agenda", 0]))])
    assert stale.status_code == 409


def test_a_question_of_a_guides_own_is_called_by_its_words(person: Person) -> None:
    guide = person.workspace.values
    person.change(GUIDE, {}, pressed("add", ["prompts"]))

    def typed(text: str, *more: tuple[str, str]) -> str:
        person.send(GUIDE, [("f.prompts.2.text", text), *more])
        return str((guide("guides", "k-first") or {})["prompts"][2]["id"])

    # While somebody types, it grows with the words; what another one is called is taken.
    assert typed("What do you") == "what-do-you"
    assert typed("What do you hope this year brings for your child?") == "what-do-you-hope-this-year-brings-for"
    assert typed("What does nobody ask?") == "what-do-you-hope-this-year-brings-for"
    assert typed("Hopes", ("f.prompts.2.id", "")) == "hopes-2"
    # Whoever gives it a name, keeps it.
    assert typed("Hopes?", ("f.prompts.2.id", "ours")) == "ours"
    assert typed("Hopes? And more") == "ours"


def test_what_is_called_by_an_id_is_not_asked_for_it_first() -> None:
    own = form_of("guides").at(("prompts", 0))
    word = form_of("school").at(("topics", 0))
    assert own
    assert word
    assert ([one.name for one in own.rare], [one.name for one in word.rare]) == (
        ["id", "old_ids", "audio", "note"],
        ["id", "icon"],
    )


def test_a_word_that_is_used_keeps_its_id(person: Person) -> None:
    school = person.text("docs/school.yml")
    (person.folder / "docs/school.yml").write_text(school + "topics: [{id: garden, title: Garden}]\n", "utf-8")
    person.send("/school/school", [("f.topics.0.title", "Gardens")])
    assert (person.workspace.values("school", "school") or {})["topics"][0]["id"] == "gardens"
    person.send("/prompts/hopes", [("f.topics", "gardens")])
    person.send("/school/school", [("f.topics.0.title", "Gardens and fields")])
    assert (person.workspace.values("school", "school") or {})["topics"][0]["id"] == "gardens"


def test_a_guide_is_begun_from_the_short_one_or_like_another(person: Person) -> None:
    sent = [("title", "Grade 1, first visit"), ("grades", "1"), ("visit", "first")]
    assert person.send("/new/guides", [*sent, ("like", "")]).location.startswith("/guides/grade-1-first-visit")
    sent[0] = ("title", "Grade 1, again")
    person.send("/new/guides", [*sent, ("like", "k-first")])
    assert (person.workspace.values("guides", "grade-1-again") or {})["title"] == "Grade 1, again"


def test_an_entry_is_copied_renamed_hidden_and_shown(person: Person) -> None:
    assert "Make a copy" in person.read("/prompts/hopes/duplicate")
    assert person.send("/prompts/hopes/duplicate", [("name", "more-hopes")]).location == "/prompts/more-hopes?saved=1"
    assert person.send("/prompts/more-hopes/rename", [("name", "big-hopes")]).location == "/prompts/big-hopes?saved=1"
    assert person.workspace.values("prompts", "more-hopes") is None
    person.send("/prompts/big-hopes/hide", [])
    assert "Show it again" in person.read("/prompts/big-hopes")
    person.send("/prompts/big-hopes/show", [])
    assert "Show it again" not in person.read("/prompts/big-hopes")
    assert person.send("/prompts/big-hopes/remove", []).location == "/prompts/"
    assert person.send("/prompts/hopes/rename", [("name", " ")]).status_code == 422


def test_the_start_the_list_and_the_form_count_alike(person: Person) -> None:
    """What is still empty counts, notes do not; the first page adds up what the list counts."""
    for changes in ({"f.cover.minutes": "900"}, {"f.cover.purpose": ""}, {"f.title": ""}):
        person.change(GUIDE, changes)
    person.workspace.wait_for_rules()
    (item,) = (one for one in person.workspace.items("guides") if one.id == "k-first")
    form = filling_of(person)
    assert sum(form.count(section.fields) for section in form.sections) == item.findings >= 3
    others = sum(one.findings for one in person.workspace.items("guides") if one.id != "k-first")
    assert f">{item.findings + others} to mend<" in person.read("/")


def test_a_contacts_row_is_called_and_counted_anew_when_it_is_mended(person: Person) -> None:
    person.change("/school/school", {}, pressed("add", ["contacts"]))
    wrong = [("f.contacts.1.who", "The front desk"), ("f.contacts.1.phone", "call Maria")]
    person.send("/school/school", wrong, is_script=True)
    person.workspace.wait_for_rules()
    told = said(person.ask("/school/school/state", is_script=True))
    assert told["titles"]["f-contacts-1"] == "The front desk"
    assert told["below"] == {"f-contacts-1": 1}
    person.send("/school/school", [("f.contacts.1.phone", "555-7011")], is_script=True)
    person.workspace.wait_for_rules()
    assert said(person.ask("/school/school/state", is_script=True))["below"] == {}


def test_whoever_chooses_a_language_keeps_it(person: Person) -> None:
    """The page on which it was chosen is shown again; a visit is at home, and the first page is the start."""
    assert 'lang="es"><' in person.read(GUIDE)
    answer = person.send("/language", [("language", "es"), ("back", f"{GUIDE}?saved=1")])
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{GUIDE}?saved=1")
    page = person.read(GUIDE)
    assert '<html lang="es"' in page
    assert "<span>English</span>" in page
    places = page[page.index('id="f-places"') :]
    assert "Casa</span>" in places
    assert "Inicio</span>" not in places
    person.send("/language", [("language", "en"), ("back", "/")])
    assert '<html lang="en"' in person.read("/")


@pytest.mark.parametrize("back", ["//elsewhere.org/", "https://elsewhere.org/", r"/\\elsewhere.org", ""])
def test_a_chosen_language_leads_to_no_other_site(person: Person, back: str) -> None:
    answer = person.send("/language", [("language", "es"), ("back", back)])
    assert answer.headers["Location"] == "/"
    assert person.send("/language", [("language", "xx")]).status_code == 404


def test_languages_are_offered_by_name_with_what_is_there(tmp_path: Path) -> None:
    """What the library has is ready and comes first; of others there is nothing yet."""
    person = Person(write_oak(tmp_path))
    page = person.read("/school/school")
    offered = re.search(r'<datalist id="languages">(.*?)</datalist>', page, re.DOTALL)
    assert offered
    options = re.findall(r'value="([^"]+)">([^<]+)<', offered[1])
    assert dict(options)["en"] == "English: ready"
    assert dict(options)["so"] == "Somali: nothing yet"
    told = [label.rpartition(": ")[2] for _, label in options]
    assert told == sorted(told, reverse=True)
    assert "data-named>English: ready<" in page


def test_our_script_gets_what_changed(person: Person) -> None:
    answer = person.send(GUIDE, [("f.cover.minutes", "900")], is_script=True)
    assert answer.status_code == 200
    told = said(answer)
    assert told["part"] == ""
    assert "f-cover-minutes" in told["faults"]
    assert told["bad"] == ["cover"]
    moved = said(person.send(GUIDE, [("do", pressed("move", ["agenda", 0], 1))], is_script=True))
    assert moved["part"] == "agenda"
    assert 'id="part-agenda"' in moved["html"]
    picked = said(person.send(GUIDE, [("pick:f.facts", "no-such-fact")], is_script=True))
    assert picked["part"] == "facts"
    assert said(person.ask(f"{GUIDE}/state", is_script=True))["digest"] == picked["digest"]


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        (GUIDE, [("f.nothing", "x")]),
        (GUIDE, [("f.id", "x")]),
        (GUIDE, [("do", pressed("set", ["based_on"], "x"))]),
        (GUIDE, [("do", "steal")]),
        ("/guides/k-first/history", [("change", "../../x")]),
    ],
)
def test_what_no_form_sends_is_refused_in_plain_words(person: Person, path: str, sent: list[tuple[str, str]]) -> None:
    before = person.text("docs/guides/k-first.yml")
    answer = person.send(path, sent, is_script=True)
    assert answer.status_code == 422
    assert said(answer)["error"].endswith(".")
    assert person.send(path, sent).status_code == 422
    assert person.text("docs/guides/k-first.yml") == before


def test_pickers_look_by_words_purpose_and_grade(person: Person) -> None:
    found = said(person.ask("/search?kind=prompts&q=hope", is_script=True))["items"]
    assert "hopes" in [one["id"] for one in found]
    none = said(person.ask("/search?kind=prompts&q=hope&purpose=attendance", is_script=True))["items"]
    assert "hopes" not in [one["id"] for one in none]
    skills = said(person.ask("/search?kind=skills&q=", is_script=True))["items"]
    assert skills
    assert {one["about"] for one in skills} == {one["id"] for one in skills}


@pytest.mark.parametrize(
    ("kind", "name", "text", "words"),
    [
        ("guides", "k-first", "Hello", "5 of 160 characters."),
        ("guides", "k-first", "{teacher}", "23 of 160 characters, with long names in the slots."),
        ("guides", "k-first", "{decline}", f"{len('If you would rather not, that is fine.')} of 160 characters, with"),
        ("guides", "k-first", "**Hello**", "5 of 160 characters."),
        ("activities", "count-spoons", "{teacher}" + "x" * 161, "172 characters: 2 text messages."),
        (
            "activities",
            "count-spoons",
            "¡Está bien!",
            "11 of 70 characters. Only 70 fit into one text message because of: á",
        ),
    ],
)
def test_a_message_tells_how_long_it_is(person: Person, kind: str, name: str, text: str, words: str) -> None:
    """As the rule counts: as it is sent, with slots filled, of guides."""
    assert words in person.read(f"/counted?{urlencode({'kind': kind, 'id': name, 'text': text})}")


def test_only_messages_are_counted(person: Person) -> None:
    page = person.read(GUIDE)
    assert re.findall('data-counted="([^"]+)"', page) == ["f-invite-text-counted", "f-after-follow_up-text-counted"]
    assert 'id="f-invite-text-counted">' in page


def test_colors_tell_their_contrast(person: Person) -> None:
    shown = person.read("/contrast?primary=%231f5f4f&accent=%239a3412")
    assert shown.count(" : 1</b>") == 8
    for wrong in ("red", "%231f5f4", '%23"><script>'):
        assert "<figure" not in person.read(f"/contrast?primary={wrong}&accent=%239a3412")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("Our Tree.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>', ""),
        ("../../evil.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script/></svg>', "script"),
        ("words.txt", b"hello", "none of SVG, PNG and JPG"),
    ],
)
def test_a_picture_is_looked_at_before_it_is_kept(person: Person, name: str, content: bytes, words: str) -> None:
    sent = {
        "csrf": dict(person.form("/school/school").sent)["csrf"],
        "upload:f.logo.file": (io.BytesIO(content), name),
    }
    answer = person.client.post("/school/school", data=sent, base_url=ORIGIN, headers={"Origin": ORIGIN})
    kept = sorted(file.name for file in (person.folder / "docs/assets").iterdir())
    if words:
        assert answer.status_code == 422
        assert words in answer.text
        assert kept == ["logo.svg"]
    else:
        assert kept == ["logo.svg", "our-tree.svg"]
        assert "file: assets/our-tree.svg" in person.text("docs/school.yml")
        assert person.ask("/picture/assets/our-tree.svg").data == content


def test_a_picture_is_taken_back_with_the_change_that_brought_it(person: Person) -> None:
    content = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 9"/>'
    csrf = dict(person.form("/school/school").sent)["csrf"]
    sent = {"csrf": csrf, "upload:f.logo.file": (io.BytesIO(content), "new.svg")}
    before = person.text("docs/school.yml")
    assert person.client.post("/school/school", data=sent, base_url=ORIGIN, headers={"Origin": ORIGIN}).location
    after = person.text("docs/school.yml")

    assert person.workspace.undo()
    assert person.text("docs/school.yml") == before
    assert [file.name for file in (person.folder / "docs/assets").iterdir()] == ["logo.svg"]

    assert person.workspace.redo()
    assert person.text("docs/school.yml") == after
    assert person.ask("/picture/assets/new.svg").data == content


def test_a_recording_is_taken_for_its_language(toolkit_files: ToolkitFiles) -> None:
    """Each language of the site has its line; a file that no browser plays is refused, and nothing of it is kept."""
    school = (TESTS / "base/docs/school.yml").read_text("utf-8").replace("languages: [en]", "languages: [en, es]")
    person = Person(Path(toolkit_files({"docs/school.yml": school, "docs/assets/a.mp3": sounds.mp3()})))
    address = "/activities/count-spoons"

    def answer(field: str, name: str, content: bytes) -> TestResponse:
        sent = {"csrf": dict(person.form(address).sent)["csrf"], f"upload:f.{field}": (io.BytesIO(content), name)}
        return person.client.post(address, data=sent, base_url=ORIGIN, headers={"Origin": ORIGIN})

    for name, content, words in (
        ("old.wav", b"RIFF", "neither MP3 nor Opus"),
        ("spoons.mp3", sounds.opus(), "its name says MP3, and it is Opus in Ogg"),
    ):
        refused = answer("audio.es", name, content)
        assert (refused.status_code, words in refused.text.replace("Its", "its")) == (422, True)
    assert not (person.folder / "docs/assets/audio").exists()

    assert answer("audio.es", "Las Cucharas.mp3", sounds.mp3()).status_code == 303
    assert "  audio:\n    es: assets/audio/las-cucharas.mp3\n" in person.text("docs/activities/all.yml")
    page = person.read(address)
    assert re.search("<option selected>assets/audio/las-cucharas.mp3", page)
    person.send(
        address, [*person.form(address).sent, ("pair-key:f.audio", "en"), ("pair-value:f.audio", "assets/a.mp3")]
    )
    assert "    en: assets/a.mp3\n" in person.text("docs/activities/all.yml")
    nothing = [(name, "" if name == "pair-value:f.audio" else value) for name, value in person.form(address).sent]
    person.send(address, nothing)
    assert "audio" not in person.text("docs/activities/all.yml")


@pytest.mark.parametrize(
    "path", ["/picture/../school.yml", "/picture/school.yml", "/static/../app.py", "/static/home.html"]
)
def test_only_pictures_and_our_own_files_are_handed_out(person: Person, path: str) -> None:
    assert person.ask(path).status_code == 404


def test_the_page_stands_beside_the_form(person: Person) -> None:
    assert f'src="/page/en{GUIDE}/"' in person.read(GUIDE)
    page = person.read(f"/page/en{GUIDE}/")
    assert re.search("data-entry=.guides/k-first", page)
    assert person.ask("/page/xx/").status_code == 404


def test_words_of_somebody_else_are_never_markup(toolkit_files: ToolkitFiles) -> None:
    attack = "<script>alert(1)</script>\"'{{7*7}}"
    base = (TESTS / "base/docs/school.yml").read_text("utf-8")
    files = {
        "docs/school.yml": base.replace("name: Test School\n", f"name: '{attack.replace(chr(39), chr(39) * 2)}'\n", 1)
    }
    person = Person(Path(toolkit_files(files)))
    for path in ("/", "/school/school", "/search?q=%3Cscript%3Ealert(1)"):
        page = person.read(path)
        assert "<script>alert" not in page
        assert "{{7*7}}" in page or path.startswith("/search")


def test_what_somebody_else_wrote_meanwhile_is_shown_and_never_overwritten(person: Person) -> None:
    reader = person.form(GUIDE)
    file = person.folder / "docs/guides/k-first.yml"
    title = str((person.workspace.values("guides", "k-first") or {})["title"])
    file.write_text(file.read_text("utf-8").replace(title, "Theirs", 1), "utf-8")
    sent = [(name, "Mine" if name == "f.title" else value) for name, value in reader.sent]
    answer = person.send(GUIDE, sent)
    assert answer.status_code == 409
    for words in ("Mine", "Theirs"):
        assert words in answer.text
    told = person.send(GUIDE, [("f.title", "Mine"), ("seen", dict(reader.sent)["seen"])], is_script=True)
    assert told.status_code == 409
    assert (said(told)["name"], said(told)["mine"], said(told)["theirs"]) == ("f.title", "Mine", "Theirs")
    assert "title: Theirs" in file.read_text("utf-8")
    # Somebody who has seen it may say otherwise.
    now = dict(person.form(GUIDE).sent)["seen"]
    assert person.send(GUIDE, [("f.title", "Mine"), ("seen", now)], is_script=True).status_code == 200
    assert "title: Mine" in file.read_text("utf-8")
