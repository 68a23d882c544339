"""What the editor does with the whole toolkit: publishing, rows of a spreadsheet, and what is new in the library."""

import io
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from toolkit_builder.editor.importing import Pile
from toolkit_builder.editor.items import EditError
from toolkit_builder.editor.jobs import Jobs, Progress
from toolkit_builder.editor.looking import Look
from toolkit_builder.editor.places import read_places
from toolkit_builder.editor.telling import heard
from toolkit_builder.publishing import Publication

from .conftest import ToolkitFiles
from .editing import ORIGIN, Person
from .test_own import run, values, write_oak
from .test_upgrade import GUIDE, below, change

HEADER = "kind,question or title,purpose,listener,bands\n"
GOOD = f"{HEADER}prompt,What is new at home?,hopes,both,high\n"
BAD = f"{HEADER}prompt,What is new at home?,hops,both,high\n"


@pytest.fixture
def person(toolkit_files: ToolkitFiles) -> Person:
    return Person(toolkit_files({}))


# --- A command in a process of its own ---


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.stop()


def test_a_command_runs_beside_the_editor_until_it_has_ended(jobs: Jobs) -> None:
    assert jobs.progress.standing == "none"
    jobs.start("rule", ["rule", "duplicate-id"])
    done = jobs.wait(60)
    assert (done.about, done.standing) == ("rule", "done")
    assert "duplicate-id" in "\n".join(done.lines)


def test_a_command_that_fails_says_why(jobs: Jobs, tmp_path: Path) -> None:
    jobs.start("build", ["build", str(tmp_path)])
    done = jobs.wait(60)
    assert done.standing == "failed"
    assert "There is no mkdocs.yml" in "\n".join(done.lines)


def test_a_command_can_be_stopped_and_only_one_runs(jobs: Jobs, person: Person) -> None:
    jobs.start("serve", ["edit", str(person.folder), "--no-browser"])
    with pytest.raises(EditError, match="being made right now"):
        jobs.start("build", ["build", str(person.folder)])
    jobs.stop()
    assert jobs.wait(60).standing == "stopped"
    jobs.start("rule", ["rule", "duplicate-id"])
    assert jobs.wait(60).standing == "done"


def test_only_marked_lines_tell_something() -> None:
    assert heard('\x1e{"done": 3, "every": 40}') == {"done": 3, "every": 40}
    assert heard('{"done": 3}') is None
    assert heard("\x1e{half") is None
    assert heard("\x1e[1]") is None


# --- Publishing ---


def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The words with which commands would be started."""
    found: list[list[str]] = []
    monkeypatch.setattr(Jobs, "start", lambda _self, about, words: found.append([about, *words]))
    return found


def test_what_stands_in_the_way_leads_to_its_field(toolkit_files: ToolkitFiles) -> None:
    assert "must be mended" not in Person(toolkit_files({})).read("/publish/")
    more = "- {id: odd, text: Hi?, listener: both, bands: [high], purpose: nothing}\n"
    person = Person(toolkit_files({"docs/prompts/more.yml": more}))
    page = person.read("/publish/")
    assert "must be mended before the site can be published" in page
    assert 'href="/prompts/odd#f-purpose"' in page


def test_a_site_is_made_and_looked_at(person: Person) -> None:
    jobs: Jobs = person.client.application.extensions["jobs"]
    assert person.ask("/publish/look").status_code == 404
    answer = person.send("/publish/", [("do", "build"), ("no_pdf", "1")])
    assert (answer.status_code, answer.location) == (303, "/publish/#job")
    assert "The site is being made." in person.read("/publish/")
    assert jobs.wait(300).standing == "done", jobs.progress
    assert (person.folder / "site/index.html").is_file()
    page = person.read("/publish/")
    assert "The site is made." in page
    assert "The printed pieces were left out." in page
    address = person.ask("/publish/look").location
    with urllib.request.urlopen(address) as shown:  # noqa: S310, our own address
        assert "Test School" in shown.read().decode()
    person.client.application.extensions["look"].close()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"do": "build"}, ["build", "build", "DIR"]),
        ({"do": "build", "no_pdf": "1"}, ["pages", "build", "DIR", "--no-pdf"]),
        ({"do": "folder", "folder": "/srv/-x"}, ["folder", "publish", "DIR", "--folder=/srv/-x"]),
        ({"do": "folder-back", "folder": "/srv/x"}, ["back-folder", "publish", "DIR", "--folder=/srv/x", "--rollback"]),
        ({"do": "zip", "zip": "/srv/x"}, ["zip", "publish", "DIR", "--zip=/srv/x.zip"]),
        ({"do": "branch", "branch": "-b", "remote": "origin"}, ["branch", "publish", "DIR", "--branch=-b"]),
        (
            {"do": "branch-back", "branch": "b", "remote": "-r", "replace": "1"},
            ["back-branch", "publish", "DIR", "--branch=b", "--replace", "--remote=-r", "--rollback"],
        ),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="places of other systems")
def test_each_way_to_publish_is_that_of_the_program(
    person: Person, monkeypatch: pytest.MonkeyPatch, sent: dict[str, str], words: list[str]
) -> None:
    found = started(monkeypatch)
    assert person.send("/publish/", [*sent.items()]).status_code == 303
    assert found == [[str(person.folder) if word == "DIR" else word for word in words]]
    # It is known the next time.
    places = read_places(person.folder)
    assert places.way == (sent["do"].partition("-")[0] if len(sent) > 1 and "no_pdf" not in sent else "")
    if folder := sent.get("folder"):
        assert f'value="{folder}"' in person.read("/publish/")


def test_what_came_of_it_is_told(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(standing: str, about: str, **said: object) -> str:
        made = Progress(about, "done" if standing == "done" else "running", dict(said), ("One", "Two"))
        monkeypatch.setattr(Jobs, "progress", made)
        page = person.read("/publish/")
        state = json.loads(person.ask("/publish/state", is_script=True).text)
        assert state["standing"] == standing
        assert state["html"].strip() in page
        return page

    publication = asdict(
        Publication(
            "/srv/x", "0002-2026-11-30-78dc6452", 40, "0001-2026-11-29-1b2c3d4e", replaced=("  1a2b3c  Ana  Hello",)
        )
    )
    assert "3 of 40 printed pieces are done." in told("running", "build", done=3, every=40)
    page = told("done", "folder", published={**publication, "is_kept": True})
    assert "Published: 40 files." in page
    assert "What was there before can be brought back: 2026-11-29, no. 1." in page
    assert "Ana  Hello" in page
    assert "Nothing has changed." in told("done", "zip", published={**publication, "is_new": False, "is_kept": False})
    assert "Brought back: /srv/x shows 2026-11-30, no. 2 again." in told("done", "back-folder", restored=publication)
    assert "docs/staff.pdf" in told("done", "build", private=["docs/staff.pdf"])


def test_a_place_must_be_said_whole(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    found = started(monkeypatch)
    assert "Say first where the site goes" in person.send("/publish/", [("do", "folder"), ("folder", " ")]).text
    refused = person.send("/publish/", [("do", "folder"), ("folder", "visits")])
    assert refused.status_code == 422
    assert "Write the whole place" in refused.text.partition('id="to-folder-why"')[2].partition("</div>")[0]
    assert 'name="folder" value="visits"' in refused.text
    assert "srv/www" not in refused.text
    assert person.send("/publish/", [("do", "else")]).status_code == 404
    assert found == []


def test_a_site_is_shown_to_who_knows_its_address_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "deep").mkdir(parents=True)
    (site / "index.html").write_text("Hello", "utf-8")
    (site / "sw.js").write_text("keep()", "utf-8")
    (tmp_path / "secret.txt").write_text("Secret", "utf-8")
    look = Look()
    address = look.at(site)
    origin = re.match("http://[^/]+/", address)
    assert origin

    def status(uri: str, **headers: str) -> int:
        try:
            with urllib.request.urlopen(urllib.request.Request(uri, headers=headers)) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    assert status(address) == 200
    assert status(f"{address}index.html?x=1") == 200
    for uri in (origin[0], f"{origin[0]}index.html", f"{address}deep/", f"{address}../secret.txt", f"{address}sw.js"):
        assert status(uri) == 404, uri
    assert status(f"{address}..%2fsecret.txt") == 404
    assert status(address, Host="evil.example") == 404
    look.close()


# --- Rows of a spreadsheet ---


def drop(person: Person, text: str, name: str = "ours.csv") -> TestResponse:
    token = dict(person.form("/import/").sent)["csrf"]
    sent = {"csrf": token, "rows": (io.BytesIO(text.encode()), name)}
    return person.client.post("/import/", data=sent, base_url=ORIGIN, headers={"Origin": ORIGIN})


def files(folder: Path) -> dict[str, bytes]:
    found = (file for file in (folder / "docs").rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def test_faults_stand_at_their_cells_and_nothing_is_written(person: Person) -> None:
    before = files(person.folder)
    address = drop(person, BAD).location
    page = person.read(address)
    assert re.search(r'<th scope="row">C2</th><td>.*hops', page)
    assert "Nothing was written: 1 thing is to mend." in page
    assert "digest" not in page
    person.send(address, [("digest", "")])
    assert files(person.folder) == before


def test_rows_are_looked_at_written_and_taken_back(person: Person) -> None:
    before = files(person.folder)
    address = drop(person, GOOD).location
    assert "What is new at home?" in person.read(address)
    assert files(person.folder) == before
    answer = person.send(address, person.form(address).sent)
    assert answer.location == "/import/?written=1"
    assert "1 row was written." in person.read(answer.location)
    assert "What is new at home?" in person.text("docs/prompts/ours.yml")
    assert person.workspace.search("prompts", "new at home")
    # Once more, there is nothing to do.
    assert "There is nothing new" in person.read(address)
    person.send("/undo", [])
    assert files(person.folder) == before


def test_a_changed_row_shows_both_texts_and_changes_its_entry(person: Person) -> None:
    entry = (person.workspace.values("prompts", "hopes") or {})["text"]
    address = drop(person, "kind,id,question or title\nprompt,hopes,What do you wish?\n").location
    page = person.read(address)
    assert f"<del>{entry}</del>" in page
    assert "<ins>What do you wish?</ins>" in page
    seen = person.workspace.revision
    person.send(address, person.form(address).sent)
    assert (person.workspace.values("prompts", "hopes") or {})["text"] == "What do you wish?"
    # A form that was opened before does not bring back what stood there.
    conflict = person.send("/prompts/hopes", [("seen", str(seen)), ("f.text", "Mine?")])
    assert conflict.status_code == 409


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("docs/prompts/all.yml", "- id: [\n", "This file of your toolkit has a fault"),
        ("docs/prompts/ours.yml", "{}\n", "This file of your toolkit has a fault"),
        ("docs/prompts/ours.yml", "[{id: b, text: Else?, purpose: hopes, listener: both, bands: [early]}]", "another"),
    ],
)  # fmt: skip
def test_of_files_it_is_told_what_to_do_in_the_editor(person: Person, path: str, text: str, words: str) -> None:
    """Whoever has a spreadsheet and the editor need not know how files are written."""
    (person.folder / path).write_text(text, "utf-8")
    table = person.read(drop(person, GOOD).location).partition("<tbody>")[2].partition("</tbody>")[0]
    assert words in table
    assert not re.search(r"YAML|--\w|'- '|indent|bracket", table), table


def test_nobody_guesses_that_a_row_is_a_question_of_the_toolkit(person: Person) -> None:
    there = (person.workspace.values("prompts", "hopes") or {})["text"]
    ours = there.replace("this year", "this school year")
    sheet = f"kind,question or title,purpose,listener,bands\nprompt,{ours},hopes,both,elementary\n"
    address = drop(person, sheet).location
    page = person.read(address)
    assert "1 new row" in page
    assert "--update" not in page
    choices = person.form(address, "")
    assert ("about:row 2", "") in choices.sent
    chosen = f"{address}?{urlencode({'about:row 2': 'hopes'})}"
    assert f"<del>{there}</del>" in person.read(chosen)
    assert ("about:row 2", "hopes") in person.form(chosen, "").sent
    # What was looked at is written: the question as it was chosen, or else as it came.
    person.send(address, person.form(chosen).sent)
    assert (person.workspace.values("prompts", "hopes") or {})["text"] == ours
    person.send("/undo", [])
    person.send(address, person.form(address).sent)
    assert (person.workspace.values("prompts", "hopes") or {})["text"] == there
    assert ours in person.text("docs/prompts/ours.yml")


def test_what_is_written_is_what_was_looked_at(person: Person) -> None:
    address = drop(person, GOOD).location
    sent = person.form(address).sent
    (person.folder / "docs/prompts/ours.yml").write_text("- id: else\n  text: Else?\n  purpose: hopes\n", "utf-8")
    answer = person.send(address, sent)
    assert "The toolkit was changed meanwhile." in answer.text
    assert "new at home" not in person.text("docs/prompts/ours.yml")


def test_a_file_that_is_no_spreadsheet_is_refused(person: Person) -> None:
    assert "this file is a PDF" in person.read(drop(person, "%PDF-1.7", "a.pdf").location).replace("This", "this")
    assert "Choose a spreadsheet first" in person.send("/import/", []).text
    assert "not here any more" in person.ask("/import/nothing").text


def test_only_the_last_spreadsheets_are_kept() -> None:
    pile = Pile()
    words = [pile.put("..\\..\\rows.csv", str(number).encode()) for number in range(6)]
    assert [pile.get(word) is None for word in words] == [True, True, False, False, False, False]
    kept = pile.get(words[-1])
    assert kept
    assert kept.name == "rows.csv"


# --- What is new in the library ---


@pytest.fixture
def oak(tmp_path: Path) -> Person:
    """A school with a guide of its own, over a district that changed two texts: one of which the school did, too."""
    folder = write_oak(tmp_path)
    assert run("own", "k-first", folder).exit_code == 0
    change(folder, GUIDE, "title: Kindergarten, first visit", "title: Our first visit # ours")
    below(folder, GUIDE, "title: Kindergarten, first visit", "title: Kindergarten, hello")
    below(folder, GUIDE, "outcome: One goal that all like.", "outcome: One goal that everybody likes.")
    return Person(folder)


_PLACES = {"title": "title", "outcome": "cover.outcome"}


def answered(oak: Person, **said: str) -> TestResponse:
    sent = dict(oak.form("/upgrade/").sent)
    return oak.send(
        "/upgrade/", [*(sent | {f"answer.0.{_PLACES[key]}": answer for key, answer in said.items()}).items()]
    )


def test_both_texts_are_shown_and_nothing_is_written(oak: Person) -> None:
    before = files(oak.folder)
    page = oak.read("/upgrade/")
    for text in ("Our first visit", "<ins>hello</ins>", "<ins>everybody</ins>", "You changed it, too"):
        assert text in page
    assert files(oak.folder) == before


def test_what_holds_several_texts_is_shown_in_the_words_of_its_form(oak: Person) -> None:
    below(oak.folder, GUIDE, "{minutes: 20, do: Talk about the year", "{minutes: 15, do: Talk about this year")
    page = oak.read("/upgrade/")
    assert "<ins>15</ins>" in page
    assert "prompts: [hopes]" not in page


@pytest.mark.parametrize("title", ["mine", "theirs", ""])
@pytest.mark.parametrize("outcome", ["mine", "theirs"])
def test_each_change_is_taken_or_left(oak: Person, title: str, outcome: str) -> None:
    before = files(oak.folder)
    assert answered(oak, title=title, outcome=outcome).location == "/upgrade/?done=1"
    held = values(oak.folder / GUIDE)
    assert held["title"] == ("Kindergarten, hello" if title == "theirs" else "Our first visit")
    assert held["cover"]["outcome"] == (
        "One goal that everybody likes." if outcome == "theirs" else "One goal that all like."
    )
    if title == "mine":
        assert "title: Our first visit # ours" in oak.text(GUIDE)
    page = oak.read("/upgrade/")
    # What was decided is not asked again; what was not, is.
    assert ("Nothing of yours is behind" in page) == bool(title)
    oak.send("/undo", [])
    assert files(oak.folder) == before
    assert "Our first visit" in oak.read("/upgrade/")


def test_a_text_that_the_school_left_alone_can_stay_too(tmp_path: Path) -> None:
    folder = write_oak(tmp_path)
    assert run("own", "k-first", folder).exit_code == 0
    below(folder, GUIDE, "outcome: One goal that all like.", "outcome: One goal that everybody likes.")
    oak = Person(folder)
    answered(oak, outcome="mine")
    assert values(folder / GUIDE)["cover"]["outcome"] == "One goal that all like."
    assert "Nothing of yours is behind" in oak.read("/upgrade/")


def test_nothing_is_written_if_the_library_changed_meanwhile(oak: Person) -> None:
    sent = oak.form("/upgrade/").sent
    before = files(oak.folder)
    below(oak.folder, GUIDE, "One goal that everybody likes.", "A goal.")
    answer = oak.send("/upgrade/", sent)
    assert "nothing was written" in answer.text
    assert files(oak.folder) == before


def test_a_toolkit_that_stands_alone_has_nothing_to_follow(person: Person) -> None:
    assert "This toolkit stands alone" in person.read("/upgrade/")
