"""What the editor remembers: every change, over sessions, whatever ends the program."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit_builder.editor.history import FOLDER, History
from toolkit_builder.outputs import write_together

from .failing_disk import disk_full_from


def change(root: Path, name: str, text: str | None, title: str = "", keys: str = "") -> str:
    """Writes a file as the editor does."""
    history, file = History(root), root / name
    before = file.read_bytes() if file.is_file() else None
    after = None if text is None else text.encode()
    made = history.record(title or f"{name} {text}", {name: (before, after)}, kind="facts", entry=name, keys=keys)
    write_together(root, {name: after})
    return made


def titles(root: Path) -> list[tuple[str, bool]]:
    return [(one.title, one.is_undone) for one in History(root).changes()]


@given(st.one_of(st.none(), st.binary(max_size=80)), st.one_of(st.none(), st.binary(max_size=80)))
def test_whatever_a_file_held_is_known(before: bytes | None, after: bytes | None) -> None:
    """Text or not, there or not."""
    with TemporaryDirectory() as folder:
        made = History(Path(folder)).record("x", {"a/b.yml": (before, after)})

        assert History(Path(folder)).files(made) == {"a/b.yml": (before, after)}


def test_changes_are_told_newest_first(tmp_path: Path) -> None:
    change(tmp_path, "a", "1")
    change(tmp_path, "b", "1")
    change(tmp_path, "a", "2")

    assert titles(tmp_path) == [("a 2", False), ("b 1", False), ("a 1", False)]
    assert [one.title for one in History(tmp_path).changes("facts", "a")] == ["a 2", "a 1"]
    assert [one.title for one in History(tmp_path).changes(limit=1)] == ["a 2"]
    assert History(tmp_path).changes("prompts") == []


def test_what_was_taken_back_can_be_made_again_until_something_else_changes(tmp_path: Path) -> None:
    """In another session, too: only files say what holds."""
    first, second = change(tmp_path, "a", "1"), change(tmp_path, "b", "1")
    assert [one.id for one in History(tmp_path).to_undo()] == [second]

    History(tmp_path).record("back", {}, undoes=[second])
    assert [one.id for one in History(tmp_path).to_undo()] == [first]
    assert [one.id for one in History(tmp_path).to_redo()] == [second]
    assert titles(tmp_path) == [("b 1", True), ("a 1", False)]

    History(tmp_path).record("back", {}, undoes=[first])
    History(tmp_path).record("again", {}, redoes=[first])
    assert [one.id for one in History(tmp_path).to_redo()] == [second]

    change(tmp_path, "c", "1")
    assert History(tmp_path).to_redo() == []
    assert titles(tmp_path) == [("c 1", False), ("b 1", True), ("a 1", False)]


def test_typing_on_is_one_step(tmp_path: Path) -> None:
    """Saves of one value within half a minute are taken back together; those of another are not."""
    change(tmp_path, "a", "1", keys="text")
    whole = [change(tmp_path, "a", text, keys="note") for text in ("2", "23", "234")]
    history = History(tmp_path)

    assert [one.id for one in history.to_undo()] == whole

    history.record("back", {}, undoes=whole)
    assert [one.id for one in history.to_redo()] == whole
    assert [one.keys for one in history.to_undo()] == ["text"]


def test_a_change_that_was_not_made_is_forgotten(tmp_path: Path) -> None:
    """The program ended between writing it down and doing it."""
    change(tmp_path, "a", "1")
    History(tmp_path).record("never", {"a": (b"1", b"2"), "b": (None, b"2")})
    (tmp_path / ".a.new-x1y2").write_text("half")

    History(tmp_path).settle()

    assert titles(tmp_path) == [("a 1", False)]
    assert (tmp_path / "a").read_text() == "1"
    assert not (tmp_path / ".a.new-x1y2").exists()


def test_a_change_that_was_half_made_is_finished(tmp_path: Path) -> None:
    """The program ended between two files that belong together."""
    change(tmp_path, "a", "1")
    change(tmp_path, "old", "1")
    History(tmp_path).record("both", {"a": (b"1", b"2"), "b": (None, b"2"), "old": (b"1", None)})
    (tmp_path / "b").write_text("2")

    History(tmp_path).settle()

    assert ((tmp_path / "a").read_text(), (tmp_path / "b").read_text()) == ("2", "2")
    assert not (tmp_path / "old").exists()
    assert titles(tmp_path)[0] == ("both", False)


def test_what_somebody_changed_since_is_left_alone(tmp_path: Path) -> None:
    change(tmp_path, "a", "1")
    (tmp_path / "a").write_text("by hand")

    History(tmp_path).settle()

    assert (tmp_path / "a").read_text() == "by hand"
    assert titles(tmp_path) == [("a 1", False)]


def test_a_damaged_file_does_not_hide_the_others(tmp_path: Path) -> None:
    change(tmp_path, "a", "1")
    damaged = change(tmp_path, "a", "2")
    change(tmp_path, "a", "3")
    file = tmp_path / FOLDER / f"{damaged}.json.gz"
    file.write_bytes(file.read_bytes()[:20])

    assert titles(tmp_path) == [("a 3", False), ("a 1", False)]
    assert History(tmp_path).files(damaged) == {}
    assert History(tmp_path).files("../../a") == {}


def test_it_is_no_part_of_a_repository(tmp_path: Path) -> None:
    change(tmp_path, "a", "1")

    assert (tmp_path / FOLDER / ".gitignore").read_text() == "*\n"


def test_a_full_disk_leaves_whole_changes(tmp_path: Path) -> None:
    change(tmp_path, "a", "1")
    for number in range(1, 4):
        with pytest.raises(OSError, match="No space left"), disk_full_from(1, tmp_path):
            change(tmp_path, "a", f"x{number}")

    assert titles(tmp_path) == [("a 1", False)]
    assert [file.name for file in tmp_path.rglob("*.new-*")] == []


def test_files_that_go_together_go_together(tmp_path: Path) -> None:
    """One is new, one is another, one goes; or none of this happens, whatever the disk refuses first."""
    (tmp_path / "a").write_text("1")
    (tmp_path / "old").write_text("1")
    files = {"a": b"2", "new": b"2", "old": None}
    for number in range(1, 9):
        with pytest.raises(OSError, match="No space left"), disk_full_from(number, tmp_path):
            write_together(tmp_path, files)

        assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a": "1", "old": "1"}, number

    write_together(tmp_path, files)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a": "2", "new": "2"}
