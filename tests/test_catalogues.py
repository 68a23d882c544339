"""Files of translators and their tools: what is read, what is told, and what bringing them up to date keeps."""

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po as read_strictly
from hypothesis import given
from hypothesis import strategies as st

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.loading.catalogues import check_locales, find_catalogue, read_catalogue, updated_catalogue
from toolkit_builder.model.texts import PlacedText
from toolkit_builder.po import format_po, read_po
from toolkit_builder.po import reading as po_module

from .cases import TESTS

CASES: list[dict[str, Any]] = yaml.safe_load((TESTS / "catalogues.yml").read_text(encoding="utf-8"))
TEXTS = (
    PlacedText("a", "Good morning", "docs/x.yml"),
    PlacedText("b", "See you at {time}", "docs/x.yml", "Said at the door."),
)
BOTH = {"a": "Buenos días", "b": "Hasta las {time}"}
HEAD = """\
# Reviewed: no
msgid ""
msgstr ""
"{header}\\n"
"MIME-Version: 1.0\\n"
"X-Ours: yes\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
SOUND = CASES[0]["file"]


def _bytes_of(case: dict[str, Any]) -> bytes:
    entries = case.get("file", SOUND)
    if "between" in case:
        entries = entries.replace("\n\n", f"\n{case['between']}")
    head = HEAD.replace("{header}", case.get("header", "Content-Type: text/plain; charset=UTF-8"))
    text = (head if case.get("head", True) else "") + case.get("before", "") + entries + case.get("end", "")
    raw: bytes = text.replace("\n", case.get("newline", "\n")).encode(case.get("as", "utf-8"))
    for letter, byte in case.get("bytes", {}).items():
        raw = raw.replace(letter.encode(), byte.encode().decode("unicode_escape").encode("latin-1"))
    return raw


def _written(folder: Path) -> bytes | None:
    """The file of the Spanish after an update, or None where that leaves it alone."""
    content, findings = updated_catalogue(folder, "locales/es.po", "es", TEXTS, {})
    if content is not None:
        (folder / "locales/es.po").write_bytes(content)
        assert all(finding.level != "error" for finding in findings)
    return content


def _folder(tmp_path: Path, raw: bytes) -> Path:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/es.po").write_bytes(raw)
    return tmp_path


def _shown(folder: Path) -> tuple[dict[str, str], list[Diagnostic]]:
    catalogue, findings = read_catalogue(folder, "es")
    shown = {}
    for placed in TEXTS:
        known = catalogue.of(placed.place, placed.text)
        if known and known.source == placed.text:
            shown[placed.place] = "fuzzy" if known.is_to_check else known.text
    return shown, findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_file_is_read_told_and_kept(tmp_path: Path, case: dict[str, Any]) -> None:
    raw = _bytes_of(case)
    folder = _folder(tmp_path, raw)
    read = case.get("read", BOTH)
    shown, findings = _shown(folder)

    assert shown == read
    expected = [one.split(" ", 2) for one in case.get("found", ())]
    assert [(str(one.location.line), one.level) for one in findings] == [(line, level) for line, level, _ in expected]
    assert {one.location.path for one in findings} <= {"locales/es.po"}
    for finding, (_, _, message) in zip(findings, expected, strict=True):
        assert message in finding.message
        assert finding.hint

    written = _written(folder)
    assert (written is None) == case.get("refused", False)
    if written is None:
        assert (folder / "locales/es.po").read_bytes() == raw
        return
    text = written.decode()
    assert set(re.findall(r"\r\n|\r|\n", text)) == {case.get("newline", "\n").replace("\r\r", "\r")}
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for part in case.get("kept", ()):
        assert part in text
    assert '"X-Ours: yes\\n"' in text or not case.get("head", True)
    # What is shown stays, and stays as sure as it was.
    assert _shown(folder)[0] == read
    assert _written(folder) == written


def test_what_is_written_is_read_by_others() -> None:
    """Babel, which reads strictly, finds each text with its translation, and the comments."""
    po = read_po(_bytes_of({"file": "# ask Ana\n#, fuzzy, no-wrap\n" + SOUND}))
    found = list(
        read_strictly(io.BytesIO(format_po(po, [("A note.", "docs/my x.yml"), ("", "docs/x.yml")])), abort_invalid=True)
    )

    assert [(one.context, one.id, one.string) for one in found[1:]] == [
        (placed.place, placed.text, BOTH[placed.place]) for placed in TEXTS
    ]
    assert (found[1].user_comments, found[1].auto_comments, found[1].flags) == (
        ["ask Ana"],
        ["A note."],
        {"fuzzy", "no-wrap"},
    )
    assert [path for path, _ in found[1].locations] == ["docs/my x.yml"]


LINES = st.sampled_from([
    "", "hello", "# x", "#, fuzzy", '#| msgid "o"', '#~ msgid "a"', '#~ msgstr "b"', '#~| msgid "c"', 'msgctxt "a"',
    'msgid "Good morning"', 'msgid ""', 'msgstr "x"', 'msgstr ""', '"more\\n"', "<<<<<<< HEAD", '"open', "#~",
    'msgid_plural "y"', 'msgstr[0] "x"', 'domain "d"', '"Content-Type: text/plain; charset=cp1252\\n"',
])  # fmt: skip


@given(raw=st.binary(max_size=200) | st.lists(LINES, max_size=14).map(lambda lines: "\n".join(lines).encode()))
def test_no_file_raises_or_loses_a_translation(raw: bytes) -> None:
    """Any bytes, and lines in any order: read, and all translations are still in what may be written."""
    po = read_po(raw)
    if not all(fault.is_kept for fault in po.faults):
        return
    again = read_po(format_po(po, [("", "")] * len(po.entries)))

    assert again.faults == []
    for kind in ("entries", "obsolete"):
        assert [replace(one, line=1) for one in getattr(again, kind)] == [
            replace(one, line=1) for one in getattr(po, kind)
        ]
    assert sorted(again.kept) == sorted(po.kept)


# --- Names of files ---

NAMES = [
    # files in locales/, the file that is read for zh-Hans, and what is told of the others
    (["zh-Hans.po"], "zh-Hans.po", {}),
    (["zh_Hans.po"], "zh_Hans.po", {}),
    (["ZH-HANS.PO"], "ZH-HANS.PO", {}),
    (["zh_hans.po", "zh-Hans.po"], "zh-Hans.po", {"zh_hans.po": "in the place of locales/zh-Hans.po"}),
    (["zh-Hans.po", "zh-Hans (1).po"], "zh-Hans.po", {"zh-Hans (1).po": "in the place of locales/zh-Hans.po"}),
    (["zh-Hans (1).po"], "zh-Hans.po", {"zh-Hans (1).po": "did you mean locales/zh-Hans.po?"}),
    (["zh_CN.po"], "zh-Hans.po", {"zh_CN.po": "did you mean locales/zh-Hans.po?"}),
    (["zh.po"], "zh-Hans.po", {"zh.po": "did you mean locales/zh-Hans.po?"}),
    (["zh-Hans.po.txt"], "zh-Hans.po", {"zh-Hans.po.txt": "did you mean locales/zh-Hans.po?"}),
    (["zh-Hans.pot"], "zh-Hans.po", {"zh-Hans.pot": "did you mean locales/zh-Hans.po?"}),
    (["zh_Hans/LC_MESSAGES/toolkit.po"], "zh-Hans.po",
     {"zh_Hans/LC_MESSAGES/toolkit.po": "did you mean locales/zh-Hans.po?"}),
    (["zh-Hans.po", "Chinese.po"], "zh-Hans.po", {"Chinese.po": "named after its language's code"}),
    # Others may wait for the day when the school has their language; templates and compiled files are always there.
    (["zh-Hans.po", "ar.po", "ht.po", "en.po", "pt_BR.po", "zh-Hant.po", "toolkit.pot", "zh-Hans.mo", ".zh.po.swp"],
     "zh-Hans.po", {}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "read", "told"), NAMES, ids=lambda value: str(value)[:30])
def test_files_are_found_as_tools_name_them(tmp_path: Path, files: list[str], read: str, told: dict[str, str]) -> None:
    for name in files:
        (tmp_path / "locales" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "locales" / name).write_bytes(b"")

    assert find_catalogue(tmp_path, "zh-Hans") == f"locales/{read}"
    findings = list(check_locales(tmp_path, ["zh-Hans"]))
    assert {one.location.path.removeprefix("locales/") for one in findings} == set(told)
    for finding in findings:
        assert (finding.code, finding.level) == ("unknown-file", "warning")
        assert told[finding.location.path.removeprefix("locales/")] in finding.hint


# --- The line that claims a review ---

REVIEWS = [
    # the line, whether it counts as reviewed, whether that is clear
    ("# Reviewed: yes", True, True),
    ("#  reviewed :  Yes.", True, True),
    ("#Reviewed: YES", True, True),
    ("# Reviewed: `yes`", True, True),
    ("# Reviewed: “yes”.", True, True),
    ("# **Reviewed:** yes", True, True),
    ("# Reviewed：yes", True, True),
    ("# Reviewed: yes: take `yes` when a native speaker has read all of it; until then each page says so.", True, True),
    ("# Reviewed: no", False, True),
    ("# Reviewed: No", False, True),
    ("# reviewed: not yet", False, True),
    ("# Reviewed: no: take `yes` when a native speaker has read all of it; until then each page says so.", False, True),
    ("# Reviewed:", False, False),
    ("# Reviewed: sí", False, False),
    ("# Reviewed: yes, but not the guides", False, False),
    ("# Reviewed: yesterday", False, False),
    ("# Reviewed by Ana", False, False),
    ("# Not Reviewed: yes", False, False),
    ("# Spanish", False, False),
    ("# Reviewed: yes\n# Reviewed: no", False, True),
]


@pytest.mark.parametrize(("line", "is_reviewed", "is_clear"), REVIEWS, ids=lambda value: str(value)[:40])
def test_only_a_plain_yes_is_a_review(tmp_path: Path, line: str, is_reviewed: bool, is_clear: bool) -> None:
    raw = _bytes_of({"name": "x"}).replace(b"# Reviewed: no", f"# Spanish\n{line}".encode())
    catalogue, _ = read_catalogue(_folder(tmp_path, raw), "es")
    (review,) = catalogue.reviews

    assert (catalogue.is_reviewed, review.is_clear) == (is_reviewed, is_clear)
    assert review.location.line == (1 if review.said is None else 3 if "no" in line and "\n" in line else 2)
    _written(tmp_path)
    assert read_catalogue(tmp_path, "es")[0].is_reviewed == is_reviewed


@pytest.mark.parametrize("file", sorted((TESTS.parent / "locales").glob("*.po")), ids=lambda file: file.stem)
def test_entries_in_our_own_form_are_read_as_all_others(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by itself, with one that is odd in between, and one that begins before a blank line."""
    raw = file.read_bytes()
    blocks = raw.decode().split("\n\n")
    blocks[5:5] = ['msgctxt "x"\nmsgid "a', '# own\nmsgid "b"', 'msgstr "c"', '#~ msgid "d"\n#~ msgstr "e"', "\n"]
    for text in (raw, "\n\n".join(blocks).encode()):
        quickly = read_po(text)
        with monkeypatch.context() as patch:
            patch.setattr(po_module, "_PLAIN", re.compile("never"))
            assert read_po(text) == quickly
        assert len(quickly.entries) > 1000
