"""What tests keep between runs: it is what would be made now, and nothing else stays."""

from pathlib import Path

import pytest

from . import keeping
from .keeping import kept


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keeping, "_KEPT", tmp_path / "kept")
    file = tmp_path / "source"
    file.write_text("one")
    return file


def test_what_is_kept_is_made_once_and_anew_when_anything_changed(source: Path) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "page").write_text(source.read_text())

    def read() -> str:
        with kept("site", (source,), make) as folder:
            return (folder / "page").read_text()

    assert [read(), read(), len(made)] == ["one", "one", 1]
    source.write_text("two")
    assert [read(), read(), len(made)] == ["two", "two", 2]
    # A test that wrote where it should only read.
    (made[-1] / "page").write_text("spoiled")
    assert [read(), len(made)] == ["two", 3]
    assert list((keeping._KEPT / "site").iterdir()) == [made[-1].parent]


def test_what_could_not_be_made_is_made_again(source: Path) -> None:
    is_full = True

    def make(folder: Path) -> None:
        (folder / "page").write_text("half" if is_full else "whole")
        if is_full:
            raise OSError

    with pytest.raises(OSError), kept("site", (source,), make):
        pass
    is_full = False
    with kept("site", (source,), make) as folder:
        assert (folder / "page").read_text() == "whole"


def test_what_another_run_reads_stays(source: Path) -> None:
    def make(folder: Path) -> None:
        (folder / "page").write_text(source.read_text())

    with kept("site", (source,), make) as old:
        source.write_text("two")
        with kept("site", (source,), make) as new:
            assert [(folder / "page").read_text() for folder in (old, new)] == ["one", "two"]
    with kept("site", (source,), make):
        assert not old.exists()
