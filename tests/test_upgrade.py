"""Bringing a school's own entries, wording and translations up to date with a newer library below."""

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from toolkit_builder.folders import Folders, Layer
from toolkit_builder.loading import load_toolkit
from toolkit_builder.po import read_po
from toolkit_builder.upgrading.bases import BASES
from toolkit_builder.upgrading.planning import Plan, plan_upgrade, write_upgrade

from .cases import TESTS
from .failing_disk import disk_full_from
from .test_own import SCHOOL, run, values, write_oak

GUIDE = "docs/guides/k-first.yml"
PROMPTS = "docs/prompts/all.yml"


@pytest.fixture
def oak(tmp_path: Path) -> Path:
    """A school that took a guide and a prompt from its district, and worded a text; nothing is changed yet."""
    folder = write_oak(tmp_path)
    for name in ("k-first", "hopes", "guide/k-second/title"):
        assert run("own", name, folder).exit_code == 0
    return folder


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Changes a text that stands once in a file."""
    text = (folder / path).read_text("utf-8")
    assert text.count(old) == 1, old
    (folder / path).write_text(text.replace(old, new), "utf-8")


def below(oak: Path, path: str, old: str, new: str) -> None:
    change(oak.parent / "district", path, old, new)


def plan_of(oak: Path) -> Plan:
    plan = plan_upgrade(Folders(oak, below=(Layer.of(oak.parent / "district", "../district"),)))
    assert isinstance(plan, Plan)
    return plan


def state(folder: Path) -> dict[str, bytes]:
    """All files but the copies of what was."""
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    return {path: file.read_bytes() for path, file in files.items() if not path.startswith(".history")}


def test_nothing_new_changes_nothing(oak: Path) -> None:
    """Whatever the school changed meanwhile: an upgrade without news writes nothing."""
    change(oak, GUIDE, "Kindergarten, first visit", "Our first visit # ours")
    before = state(oak)

    result = run("upgrade", oak)

    assert result.exit_code == 0
    assert result.output == "Nothing of yours is behind district.\n"
    assert state(oak) == before
    assert not (oak / ".history").exists()


def test_what_does_not_meet_is_taken_and_the_rest_stays(oak: Path) -> None:
    """The library's new texts and the school's own stand together; remarks stay; copies of what was are kept."""
    change(oak, GUIDE, "title: Kindergarten, first visit", "# As we say\ntitle: Our first visit # ours")
    change(oak, "docs/school.yml", "guide/k-second/title:", "# Short\n  guide/k-second/title:")
    before = state(oak)
    below(oak, GUIDE, "outcome: One goal that all like.", "outcome: One goal that everybody likes.")
    below(oak, PROMPTS, "this year brings", "this year will bring")

    shown = run("upgrade", oak, "--plan")
    assert state(oak) == before
    result = run("upgrade", oak)

    assert result.exit_code == shown.exit_code == 0
    for output in (shown.output, result.output):
        assert "One goal that everybody likes." in output
        assert "taken, as you had left it alone" in output
    text = before[GUIDE].decode().replace("One goal that all like.", "One goal that everybody likes.")
    assert (oak / GUIDE).read_text("utf-8") == text
    assert values(oak / PROMPTS)[0]["text"] == "What do you hope this year will bring for your child?"
    assert "prompts/hopes says what the library says" in result.output
    (kept,) = (oak / ".history").iterdir()
    assert {path: before[path] for path in (GUIDE, PROMPTS, BASES)} == state(kept)
    assert run("upgrade", oak).output == "Nothing of yours is behind district.\n"


def test_what_meets_stays_until_somebody_decides(oak: Path) -> None:
    """In a pipe nobody can be asked: the school's texts stay, the exit code says that something is open."""
    change(oak, GUIDE, "title: Kindergarten, first visit", "title: Our first visit")
    change(oak, "docs/school.yml", "guide/k-second/title: Kindergarten, second visit", "guide/k-second/title: Again")
    below(oak, GUIDE, "title: Kindergarten, first visit", "title: Kindergarten, visit one")
    below(oak, GUIDE, "audience: Teachers", "audience: All teachers")
    below(oak, "docs/guides/k-second.yml", "title: Kindergarten, second visit", "title: Kindergarten, visit two")

    for _ in range(2):
        result = run("upgrade", oak)
        assert result.exit_code == 1
        assert "2 texts that you and the library both changed, left as you have it, to decide on" in result.output
        assert "Kindergarten, visit one" in result.output
    guide = values(oak / GUIDE)
    assert (guide["title"], guide["cover"]["audience"]) == ("Our first visit", "All teachers")

    plan = plan_of(oak)
    plan.ask(lambda renewal, _: "theirs" if renewal.piece else "mine")
    write_upgrade(plan.folders, plan.files(), datetime(2026, 12, 1, 8, 0))

    assert values(oak / GUIDE)["title"] == "Kindergarten, visit one"
    assert values(oak / "docs/school.yml")["wording"] == {"guide/k-second/title": "Again"}
    assert run("upgrade", oak).exit_code == 0
    assert GUIDE in state(oak / ".history/2026-12-01T08-00-00")


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")
def test_a_terminal_is_asked(oak: Path) -> None:
    """Once for each text; an empty answer keeps the school's."""
    change(oak, GUIDE, "title: Kindergarten, first visit", "title: Our first visit")
    change(oak, GUIDE, "audience: Teachers", "audience: Us")
    below(oak, GUIDE, "title: Kindergarten, first visit", "title: Kindergarten, visit one")
    below(oak, GUIDE, "audience: Teachers", "audience: All teachers")
    keyboard, terminal = os.openpty()
    os.write(keyboard, b"theirs\n\n")

    command = [sys.executable, "-m", "toolkit_builder", "upgrade", str(oak)]
    result = subprocess.run(command, stdin=terminal, capture_output=True, text=True, check=False)

    os.close(terminal)
    os.close(keyboard)
    assert result.returncode == 0, result.stderr
    guide = values(oak / GUIDE)
    assert (guide["title"], guide["cover"]["audience"]) == ("Kindergarten, visit one", "Us")


def test_wording_that_the_library_takes_over_is_no_longer_needed(oak: Path) -> None:
    """Its line goes, and `wording:` with the last one; a text that the library wins by a decision does the same."""
    change(oak, "docs/school.yml", "guide/k-second/title: Kindergarten, second visit", "guide/k-second/title: Again")
    below(oak, "docs/guides/k-second.yml", "title: Kindergarten, second visit", "title: Again")

    result = run("upgrade", oak)

    assert result.exit_code == 0
    assert (oak / "docs/school.yml").read_text("utf-8").rstrip("\n") == SCHOOL.rstrip("\n")
    assert "wording" not in values(oak / BASES)


def test_translations_follow_their_texts(oak: Path) -> None:
    """A text that the library changed shows the library's translation; without one, the school's is to be checked."""
    for folder in (oak, oak.parent / "district"):
        change(folder, "docs/school.yml", "languages: [en]", "languages: [en, es]")
    own = oak / "locales/es.po"
    own.parent.mkdir()
    texts = values(oak / GUIDE)["cover"]
    entries = {key: texts[key] for key in ("outcome", "audience", "purpose")}
    own.write_text(
        "".join(_entry(f"guide/k-first/cover/{key}", text, f"Nuestro {key}") for key, text in entries.items())
    )
    below(oak, GUIDE, "outcome: One goal that all like.", "outcome: One goal that everybody likes.")
    below(oak, GUIDE, "audience: Teachers", "audience: All teachers")
    theirs = oak.parent / "district/locales/es.po"
    theirs.parent.mkdir()
    theirs.write_text(_entry("guide/k-first/cover/outcome", "One goal that everybody likes.", "Una meta"))

    assert run("upgrade", oak).exit_code == 0

    po = read_po(own.read_bytes())
    assert {(one.place, one.source, one.text, one.is_fuzzy) for one in po.entries} == {
        ("guide/k-first/cover/audience", "All teachers", "Nuestro audience", True),
        ("guide/k-first/cover/purpose", texts["purpose"], "Nuestro purpose", False),
    }
    assert [one.text for one in po.obsolete] == ["Nuestro outcome"]
    toolkit, _ = load_toolkit(plan_of(oak).folders)
    found = toolkit.catalogues[0].of("guide/k-first/cover/outcome", "One goal that everybody likes.")
    assert found is not None and found.text == "Una meta"


def _entry(place: str, source: str, text: str) -> str:
    return f'#. For all\n#: {GUIDE}\nmsgctxt "{place}"\nmsgid "{source}"\nmsgstr "{text}"\n\n'


def test_news_end_an_upgrade_once(oak: Path) -> None:
    """What is new below, by its name; and what is gone, while the school's own stays."""
    district = oak.parent / "district"
    text = (district / GUIDE).read_text("utf-8")
    (district / "docs/guides/grade-1.yml").write_text(text.replace("Kindergarten, first", "Grade 1, first"), "utf-8")
    (district / GUIDE).unlink()
    (district / "locales").mkdir()
    (district / "locales/vi.po").write_text(_entry("guide/grade-1/title", "Grade 1, first visit", "Lớp 1"), "utf-8")

    result = run("upgrade", oak)

    assert result.exit_code == 0
    for line in (
        "guides/k-first: nothing below has it any more. Yours stays.",
        "New below: 1 guide\n  grade-1: Grade 1, first visit",
        "No more below: 1 guide\n  k-first",
        "New below: 1 language\n  vi",
    ):
        assert line in result.output
    assert run("upgrade", oak).output == "Nothing of yours is behind district.\n"


def test_without_a_base_every_difference_is_asked_about(oak: Path) -> None:
    """Where `.base.yml` is lost and the version is another, nothing of the school's goes by itself."""
    (oak / BASES).unlink()
    change(oak, PROMPTS, "based_on: district", "based_on: library 0.0.1")
    change(oak, PROMPTS, "What do you hope", "What do you all hope")

    result = run("upgrade", oak)

    assert result.exit_code == 1
    assert "made from library 0.0.1, whose text nobody knows any more" in result.output
    assert "What do you all hope" in (oak / PROMPTS).read_text("utf-8")


def test_a_review_says_the_same_in_a_file(oak: Path, tmp_path: Path) -> None:
    """Markdown that can be mailed: what was, what is, and what is to decide."""
    change(oak, GUIDE, "title: Kindergarten, first visit", "title: Our <first> visit")
    below(oak, GUIDE, "title: Kindergarten, first visit", "title: Kindergarten, visit one")

    assert run("upgrade", oak, "--plan", "--out", tmp_path / "review.md").exit_code == 1

    text = (tmp_path / "review.md").read_text("utf-8")
    assert "## guides/k-first\n" in text
    assert "### title\n\nTo decide: you changed it, too.\n" in text
    assert "Was:\n\n> Kindergarten, first visit\n" in text
    assert "Library now:\n\n> Kindergarten, visit one\n" in text
    assert "Yours:\n\n> Our &lt;first> visit\n" in text


def test_a_file_that_cannot_be_read_ends_an_upgrade(oak: Path) -> None:
    """Nobody knows what of the school's stands in it."""
    (oak / PROMPTS).write_text("- id: [\n", "utf-8")
    below(oak, GUIDE, "audience: Teachers", "audience: All teachers")
    before = state(oak)

    result = run("upgrade", oak)

    assert result.exit_code == 1
    assert f"{PROMPTS}:" in result.output
    assert state(oak) == before


def test_a_full_disk_leaves_each_file_whole_and_the_next_upgrade_ends_it(oak: Path, tmp_path: Path) -> None:
    """At whatever change the disk is full: files are old or new, what is remembered comes last, and again does it."""
    change(oak, GUIDE, "title: Kindergarten, first visit", "title: Our first visit")
    below(oak, GUIDE, "audience: Teachers", "audience: All teachers")
    below(oak, PROMPTS, "this year brings", "this year will bring")
    before = state(oak)
    spare = tmp_path / "spare"
    shutil.copytree(oak, spare)
    assert run("upgrade", oak).exit_code == 0
    after = state(oak)
    number = 0
    while True:
        number += 1
        shutil.rmtree(oak)
        shutil.copytree(spare, oak)
        with disk_full_from(number, oak) as disk:
            result = run("upgrade", oak)
        if disk.changes < number:
            break
        assert result.exit_code == 1
        left = state(oak)
        assert all(left[path] in (before[path], after[path]) for path in left)
        assert left[BASES] == before[BASES] or left == after
        assert run("upgrade", oak).exit_code == 0
        assert state(oak) == after
    assert number > 5


def test_a_toolkit_that_stands_alone_cannot_be_upgraded(tmp_path: Path) -> None:
    """It says how a copy becomes a layer."""
    folder = tmp_path / "alone"
    shutil.copytree(TESTS / "base", folder)

    result = run("upgrade", folder)

    assert result.exit_code == 2
    assert "--from-copy" in result.output
