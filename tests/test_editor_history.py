"""What the editor remembers: every change, over sessions, whatever ends the program."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit_builder.editor.history import FOLDER, History
from toolkit_builder.editor.kept_in_git import REF
from toolkit_builder.outputs import write_together

from .failing_disk import disk_full_from
from .publishing import git


def change(root: Path, name: str, text: str | None, title: str = "", keys: str = "") -> str:
    """Writes a file as the editor does."""
    history, file = History(root), root / name
    before = file.read_bytes() if file.is_file() else None
    after = None if text is None else text.encode()
    made = history.record(title or f"{name} {text}", {name: (before, after)}, kind="facts", entry=name, keys=keys)
    write_together(root, {name: after})
    return made


@pytest.fixture(params=["in a folder", "in a repository"])
def root(request: pytest.FixtureRequest, host: Path) -> Path:
    """The folder of a toolkit, also in a git repository whose author git does not know."""
    folder = host.parent / "a place"
    folder.mkdir()
    if request.param == "in a repository":
        git(folder, "init", "--quiet")
    return folder


def titles(root: Path) -> list[tuple[str, bool]]:
    return [(one.title, one.is_undone) for one in History(root).changes()]


@given(st.one_of(st.none(), st.binary(max_size=80)), st.one_of(st.none(), st.binary(max_size=80)))
def test_whatever_a_file_held_is_known(before: bytes | None, after: bytes | None) -> None:
    """Text or not, there or not."""
    with TemporaryDirectory() as folder:
        made = History(Path(folder)).record("x", {"a/b.yml": (before, after)})

        assert History(Path(folder)).files(made) == {"a/b.yml": (before, after)}


def test_changes_are_told_newest_first(root: Path) -> None:
    change(root, "a", "1")
    change(root, "b", "1")
    change(root, "a", "2")

    assert titles(root) == [("a 2", False), ("b 1", False), ("a 1", False)]
    assert [one.title for one in History(root).changes("facts", "a")] == ["a 2", "a 1"]
    assert [one.title for one in History(root).changes(limit=1)] == ["a 2"]
    assert History(root).changes("prompts") == []


def test_what_was_taken_back_can_be_made_again_until_something_else_changes(root: Path) -> None:
    """In another session, too: only files say what holds."""
    first, second = change(root, "a", "1"), change(root, "b", "1")
    assert [one.id for one in History(root).to_undo()] == [second]

    History(root).record("back", {}, undoes=[second])
    assert [one.id for one in History(root).to_undo()] == [first]
    assert [one.id for one in History(root).to_redo()] == [second]
    assert titles(root) == [("b 1", True), ("a 1", False)]

    History(root).record("back", {}, undoes=[first])
    History(root).record("again", {}, redoes=[first])
    assert [one.id for one in History(root).to_redo()] == [second]

    change(root, "c", "1")
    assert History(root).to_redo() == []
    assert titles(root) == [("c 1", False), ("b 1", True), ("a 1", False)]


def test_typing_on_is_one_step(root: Path) -> None:
    """Saves of one value within half a minute are taken back together; those of another are not."""
    change(root, "a", "1", keys="text")
    whole = [change(root, "a", text, keys="note") for text in ("2", "23", "234")]
    history = History(root)

    assert [one.id for one in history.to_undo()] == whole

    history.record("back", {}, undoes=whole)
    assert [one.id for one in history.to_redo()] == whole
    assert [one.keys for one in history.to_undo()] == ["text"]


def test_a_change_that_was_not_made_can_still_be_made(root: Path) -> None:
    """The program ended between writing it down and doing it."""
    change(root, "a", "1")
    made = History(root).record("never", {"a": (b"1", b"2"), "b": (None, b"2")})
    (root / ".a.new-x1y2").write_text("half")

    History(root).settle()

    assert titles(root) == [("never", True), ("a 1", False)]
    assert [one.id for one in History(root).to_redo()] == [made]
    assert (root / "a").read_text() == "1"
    assert not (root / ".a.new-x1y2").exists()


def test_a_change_that_was_half_made_is_finished(root: Path) -> None:
    """The program ended between two files that belong together."""
    change(root, "a", "1")
    change(root, "old", "1")
    History(root).record("both", {"a": (b"1", b"2"), "b": (None, b"2"), "old": (b"1", None)})
    (root / "b").write_text("2")

    History(root).settle()

    assert ((root / "a").read_text(), (root / "b").read_text()) == ("2", "2")
    assert not (root / "old").exists()
    assert titles(root)[0] == ("both", False)


def test_what_somebody_changed_since_is_left_alone(root: Path) -> None:
    change(root, "a", "1")
    (root / "a").write_text("by hand")

    History(root).settle()

    assert (root / "a").read_text() == "by hand"
    assert titles(root) == [("a 1", False)]


def test_a_damaged_file_does_not_hide_the_others(tmp_path: Path) -> None:
    change(tmp_path, "a", "1")
    damaged = change(tmp_path, "a", "2")
    change(tmp_path, "a", "3")
    file = tmp_path / FOLDER / f"{damaged}.json.gz"
    file.write_bytes(file.read_bytes()[:20])

    assert titles(tmp_path) == [("a 3", False), ("a 1", False)]
    assert History(tmp_path).files(damaged) == {}
    assert History(tmp_path).files("../../a") == {}


@pytest.fixture
def repository(host: Path) -> Path:
    """A repository with a commit, something in its index, and a file that git does not know."""
    folder = host.parent / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    for name in ("a", "staged", "unknown"):
        (folder / name).write_text("0")
        if name != "unknown":
            git(folder, "add", name)
        if name == "a":
            git(folder, "commit", "--quiet", "--message=First")
    return folder


def seen(folder: Path) -> list[str]:
    """What the author sees of a repository."""
    return [git(folder, *words.split()) for words in ("status --porcelain", "log --oneline", "stash list", "branch -a")]


def test_a_repository_keeps_changes_apart_from_what_is_the_authors(repository: Path) -> None:
    """Who cleans up and packs keeps them; they can be looked at with git alone."""
    before = seen(repository)
    change(repository, "b ü.yml", "1", "A title\nof two lines")
    (repository / "b ü.yml").unlink()
    change(repository, "a", "1")
    (repository / "a").write_text("0")
    assert seen(repository) == before

    git(repository, "clean", "-fdxq")
    git(repository, "gc", "--quiet", "--prune=now")
    assert titles(repository) == [("a 1", False), ("A title\nof two lines", False)]
    newest, first = History(repository).changes()
    assert History(repository).files(newest.id) == {"a": (b"0", b"1")}
    assert History(repository).files(first.id) == {"b ü.yml": (None, b"1")}
    assert git(repository, "log", "--format=%an %s", REF) == "toolkit-builder a 1\ntoolkit-builder A title of two lines"
    assert git(repository, "ls-tree", "-r", "--name-only", REF).split() == ["after/a", "before/a"]
    assert "-0" in git(repository, "diff", f"{REF}:before", f"{REF}:after")
    assert git(repository, "fsck", "--strict") == ""


def test_what_git_does_not_keep_the_folder_keeps(repository: Path) -> None:
    """A lock that a power cut left, a file outside of the repository, and what was kept before there was one."""
    for number, name in enumerate(("a", "../outside", "a")):
        lock = repository / ".git" / f"{REF}.lock"
        if number == 2:
            lock.parent.mkdir(parents=True)
            lock.write_text("")
        if number:
            History(repository).record(f"{name} {number}", {name: (b"0", b"1")})
        else:
            (repository / ".git").rename(repository.parent / "git")
            History(repository).record(f"{name} {number}", {name: (b"0", b"1")})
            (repository.parent / "git").rename(repository / ".git")
        lock.unlink(missing_ok=True)
    History(repository).record("a 3", {"a": (b"0", b"1")})

    assert titles(repository) == [("a 3", False), ("a 2", False), ("../outside 1", False), ("a 0", False)]
    assert len([*(repository / FOLDER).glob("*.gz")]) == 3
    assert git(repository, "status", "--porcelain") == "A  staged\n?? unknown"


def test_each_toolkit_and_each_work_tree_has_a_history_of_its_own(repository: Path, tmp_path: Path) -> None:
    """A folder that git ignores has its own, too, as has one that git does not let us into."""
    git(repository, "worktree", "add", "--quiet", str(tmp_path / "tree"))
    (repository / ".gitignore").write_text("ignored\n")
    places = [repository, repository / "inner", repository / "ignored", tmp_path / "tree"]
    for place in places:
        place.mkdir(exist_ok=True)
        change(place, "a", place.name)

    assert [titles(place) for place in places] == [[(f"a {place.name}", False)] for place in places]
    assert [bool([*(place / FOLDER).glob("*.gz")]) for place in places] == [False, False, True, False]


def test_a_files_own_commits_are_versions_of_it(repository: Path) -> None:
    for text in ("1", "2"):
        (repository / "a").write_text(text)
        git(repository, "commit", "--quiet", "--all", f"--message=Now: {text}")

    changes = History(repository).committed("a")

    assert [one.title for one in changes] == ["Now: 2", "Now: 1", "First"]
    assert [History(repository).files(one.id)["a"] for one in changes] == [(b"1", b"2"), (b"0", b"1"), (None, b"0")]
    assert History(repository).committed("nowhere") == []
    for wrong in ("HEAD:a", f"{'0' * 40}:a", f"{changes[0].id}\nHEAD:a"):
        assert {*History(repository).files(wrong).values()} <= {(None, None)}
    assert titles(repository) == []


def test_it_is_no_part_of_a_repository(root: Path) -> None:
    change(root, "a", "1")

    assert (root / FOLDER / ".gitignore").read_text() == "*\n"


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
