"""What was made before is taken only where it is whole and ours, and goes when nobody asks for it."""

import os
import pickle
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from toolkit_builder import cache as cache_module
from toolkit_builder.cache import Cache, key_of
from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.prose import SourceText

DAY = 24 * 3600


def test_what_is_kept_comes_back(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cache = Cache(tmp_path / "kept")
    assert cache.read("one") is None
    cache.write("one", b"first")
    cache.write("one", b"")
    assert cache.read("one") == b""

    value = (date(2026, 9, 1), {"a": [1, "é", None]}, Diagnostic("code", "words", Location("a.yml", 3, 4)))
    assert cache.value("two", lambda: value) == value
    assert Cache(tmp_path / "kept").value("two", lambda: None) == value
    text = SourceText.of("Hello", "en")
    kept = cache.value("three", lambda: [text])
    assert [(one, one.language) for one in cache.value("three", lambda: kept[:0])] == [(text, "en")]
    assert not caplog.messages


def test_a_cache_without_a_folder_keeps_nothing() -> None:
    cache = Cache()
    cache.write("one", b"first")
    assert cache.read("one") is None
    assert (cache.value("two", lambda: 1), cache.value("two", lambda: 2)) == (1, 2)
    cache.prune()


@pytest.mark.parametrize(("first", "second"), [
    (("ab", "c"), ("a", "bc")), (("a",), ("a", "")), (("é",), ("e",)), (("\ud800",), ("?",)), (("1", "2"), ("2", "1")),
])  # fmt: skip
def test_other_parts_have_another_key(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    assert key_of(*first) != key_of(*second)
    assert key_of(*first) == key_of(*first)
    assert key_of("a") == key_of(b"a")


class _Opens:
    """What somebody may put into a folder that others will read."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("opened",)


ODD = [
    pickle.dumps(_Opens()), pickle.dumps(Path("a")), pickle.dumps(threading.Thread), pickle.dumps(1)[:-1], b"words",
    b"\x80\x04\x8c\x17toolkit_builder.outputs\x94\x8c\x0fzipfile.ZipFile\x94\x93\x94\x8c\x06opened\x94\x8c\x01w\x94\x86\x94R.",
    b"", pickle.dumps(Cache.of), b"ctoolkit_builder.staging\nStaging\n(Vopened\ntR.",
]  # fmt: skip
"""No values of ours, though whole: other programs' objects, functions, classes that do something when they are made."""


@pytest.mark.parametrize("odd", ODD)
def test_only_values_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, odd: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    cache = Cache(tmp_path / "kept")
    cache.value("one", lambda: "old")
    (file,) = (tmp_path / "kept").iterdir()
    cache.write(file.name, odd)

    assert cache.value("one", lambda: "new") == "new"
    assert not (tmp_path / "opened").exists()
    assert len(caplog.messages) == 1
    assert Cache(tmp_path / "kept").value("one", lambda: "third") == "new"


@pytest.mark.parametrize("change", [
    lambda raw: raw[:-1], lambda raw: raw + b"!", lambda raw: raw[:40] + bytes([raw[40] ^ 1]) + raw[41:],
    lambda _raw: b"", lambda _raw: b"short", lambda raw: raw[32:],
])  # fmt: skip
def test_a_damaged_file_is_told_once_and_made_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, change: object
) -> None:
    cache = Cache(tmp_path)
    cache.write("one", b"what was made with much work")
    file = tmp_path / "one"
    file.write_bytes(change(file.read_bytes()))  # type: ignore[operator]

    assert cache.read("one") is None
    assert cache.read("one") is None
    (said,) = caplog.messages
    assert str(tmp_path) in said
    cache.write("one", b"anew")
    assert cache.read("one") == b"anew"


def test_a_folder_in_the_place_of_a_file_is_damage(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "one").mkdir()
    cache = Cache(tmp_path)
    assert cache.read("one") is None
    assert caplog.messages


def test_what_nobody_asked_for_in_a_month_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for name in ("asked", "old", "new"):
        cache.write(name, b"made")
    for name in ("asked", "old"):
        os.utime(tmp_path / name, (0, time.time() - 31 * DAY))
    assert cache.read("asked")

    cache.prune()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["asked", "new"]


def test_of_too_much_goes_what_was_asked_for_longest_ago(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_MOST", 3000)
    cache = Cache(tmp_path)
    for age, name in enumerate(("a", "b", "c", "d")):
        cache.write(name, bytes(1000))
        os.utime(tmp_path / name, (0, time.time() - age * DAY))
    # Asked for a moment ago.
    assert cache.read("d")

    cache.prune()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "d"]
