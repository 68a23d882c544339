"""What is built with a cache is what is built without one, byte for byte, whatever was changed in between."""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from toolkit_builder.checking import check
from toolkit_builder.diagnostics import has_errors
from toolkit_builder.folders import Folders
from toolkit_builder.interface import interface
from toolkit_builder.keys import Keys, keys_of
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.model.texts import placed_texts
from toolkit_builder.outputs import PrintedSheet, files_in

from .cases import TESTS
from .conftest import ROOT

Edit = Callable[[Path, random.Random], None]
EDITS = 20
PRINTED = (EDITS - 2, EDITS - 1)
"""After which edits printed pieces are made, too; they take most of the time."""


def write_spanish(folder: Path, chance: random.Random) -> None:
    """A catalogue with most of the texts in words that differ from their source, some of which are to be checked."""
    entries = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n']
    for one in placed_texts(load_toolkit(Folders(folder))[0]):
        if chance.random() < 0.8:
            flag = "#, fuzzy\n" if chance.random() < 0.05 else ""
            source, text = (words.replace('"', '\\"').replace("\n", "\\n") for words in (one.text, f"{one.text} sí"))
            entries.append(f'{flag}msgctxt "{one.place}"\nmsgid "{source}"\nmsgstr "{text}"\n')
    (folder / "locales").mkdir()
    (folder / "locales/es.po").write_text("\n".join(entries), "utf-8")


def change_word(folder: Path, chance: random.Random) -> None:
    """Any word in any file, a key or an id among them: the next edit is tried where it makes the toolkit faulty."""
    file = chance.choice(sorted(folder.glob("docs/**/*.yml")))
    text = file.read_text("utf-8")
    found = chance.choice(list(re.finditer(r"[a-zA-Z]{4,}(?![\w:])", text)))
    file.write_text(f"{text[: found.end()]}{chance.choice('xyz')}{text[found.end() :]}", "utf-8")


def change_number(folder: Path, chance: random.Random) -> None:
    file = chance.choice(sorted(folder.glob("docs/guides/*.yml")))
    text = file.read_text("utf-8")
    found = chance.choice(list(re.finditer(r"\d+", text)))
    file.write_text(f"{text[: found.start()]}{int(found[0]) + 1}{text[found.end() :]}", "utf-8")


def take_line_out(folder: Path, chance: random.Random) -> None:
    file = chance.choice(sorted(folder.glob("docs/**/*.yml")))
    lines = file.read_text("utf-8").splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    file.write_text("".join(lines), "utf-8")


def change_translation(folder: Path, chance: random.Random) -> None:
    file = folder / "locales/es.po"
    text = file.read_text("utf-8")
    found = chance.choice(list(re.finditer(r' sí"', text)))
    new = chance.choice([' no"', ' sí señor"', '"'])
    file.write_text(f"{text[: found.start()]}{new}{text[found.end() :]}", "utf-8")


def add_guide(folder: Path, chance: random.Random) -> None:
    text = (folder / "docs/guides/k-second.yml").read_text("utf-8")
    name = f"extra-{chance.randrange(1000)}"
    (folder / f"docs/guides/{name}.yml").write_text(re.sub("(?m)^(id|old_ids):.*\n", "", text), "utf-8")


def change_style(folder: Path, chance: random.Random) -> None:
    file = folder / "templates/assets/extra.css"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"p {{ margin: {chance.randrange(9)}px }}", "utf-8")


def change_template(folder: Path, chance: random.Random) -> None:
    file = folder / "templates/pages/privacy.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"<header><h1>{{{{ title }}}}</h1></header><p>Ours, {chance.randrange(99)}.</p>", "utf-8")


def change_settings(folder: Path, chance: random.Random) -> None:
    file = folder / "mkdocs.yml"
    text = re.sub("(?m)^site_url:.*\n", "", file.read_text("utf-8"))
    file.write_text(f"site_url: https://{chance.choice('abc')}.example/visits/\n{text}", "utf-8")


def write_page(folder: Path, chance: random.Random) -> None:
    (folder / "docs/bus.md").write_text(f"# Bus\n\nIt leaves at {chance.randrange(24)}.\n", "utf-8")


def change_protocol(folder: Path, chance: random.Random) -> None:
    file = folder / "docs" / chance.choice(["protocol.yml", "inserts.yml"])
    text = file.read_text("utf-8")
    found = chance.choice(list(re.finditer(r"(?m)^  (?:do|title|family|why|when): .*$", text)))
    file.write_text(f"{text[: found.end()].rstrip('.')}, {chance.randrange(99)}{text[found.end() :]}", "utf-8")


KINDS: list[Edit] = [
    *[change_word] * 6, change_number, *[take_line_out] * 3, *[change_translation] * 3, *[change_protocol] * 2,
    add_guide, change_style, change_template, change_settings, write_page,
]  # fmt: skip


def edited(folder: Path, chance: random.Random) -> Iterator[str]:
    """Edits the toolkit again and again, each time so that it can still be built; yields what was done."""
    while True:
        kind = chance.choice(KINDS)
        shutil.rmtree(folder.with_name("before"), ignore_errors=True)
        shutil.copytree(folder, folder.with_name("before"), ignore=shutil.ignore_patterns(".cache"))
        kind(folder, chance)
        if has_errors(check(Folders(folder), {})[1]):
            for part in ("docs", "locales", "templates"):
                shutil.rmtree(folder / part, ignore_errors=True)
            shutil.copytree(folder.with_name("before"), folder, dirs_exist_ok=True)
        else:
            yield kind.__name__


def content(site: Path) -> dict[str, bytes]:
    return {name: file.read_bytes() for name, file in files_in(site)}


@pytest.fixture
def toolkit(tmp_path: Path) -> Path:
    folder = tmp_path / "toolkit"
    shutil.copytree(TESTS / "base", folder)
    write_spanish(folder, random.Random(7))
    school = folder / "docs/school.yml"
    school.write_text(school.read_text("utf-8").replace("languages: [en]", "languages: [en, es]"), "utf-8")
    return folder


def test_a_cache_changes_no_byte(toolkit: Path) -> None:
    # In a process without other threads, languages are built by its copies, much sooner.
    script = f"from pathlib import Path; from tests.test_cached_builds import compare; compare(Path({str(toolkit)!r}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    # What cannot be read again is made anew each time: the same site, and no cache.
    assert "damaged" not in done.stderr


def compare(toolkit: Path) -> None:
    """Builds with a cache and without one after each of many edits."""
    chance = random.Random(2026)
    kept, fresh = toolkit.with_name("kept"), toolkit.with_name("fresh")
    build_site(toolkit, site_dir=kept, is_strict=False, prints=False)
    last = content(kept)
    edits = edited(toolkit, chance)
    changed = 0
    for number in range(EDITS):
        done = next(edits)
        for site, keeps in ((kept, True), (fresh, False)):
            build_site(toolkit, site_dir=site, is_strict=False, prints=number in PRINTED, keeps=keeps)
        made = content(kept)
        assert made == content(fresh), f"edit {number}, {done}: another site with a cache"
        changed += made != last
        last = made
    # An edit that shows nowhere, such as in a note for translators, is no test of a cache.
    assert changed > EDITS / 2


def test_nothing_is_built_where_nothing_changed(toolkit: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"

    def built() -> int:
        return (build_site(toolkit, site_dir=site, is_strict=False, prints=False) / "index.html").stat().st_mtime_ns

    first = built()
    assert built() == first
    # What somebody did to the site is not what the toolkit says.
    (site / "stray.html").write_text("Ours", "utf-8")
    second = built()
    assert second != first
    assert not (site / "stray.html").exists()
    (site / "about/index.html").write_text("Ours", "utf-8")
    third = built()
    assert third != second
    assert "Ours" not in (site / "about/index.html").read_text("utf-8")
    shutil.rmtree(site)
    assert built() != third


def test_what_was_warned_of_is_warned_of_again(toolkit: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (toolkit / "docs/bus.md").write_text("# Bus\n\n[Lost](nowhere.md)\n", "utf-8")
    said = []
    for _ in range(2):
        caplog.clear()
        build_site(toolkit, site_dir=tmp_path / "site", is_strict=False, prints=False)
        said.append(caplog.messages)
    assert any("nowhere.md" in words for words in said[0])
    assert [words for words in said[0] if "nowhere" in words] == [words for words in said[1] if "nowhere" in words]


@pytest.mark.parametrize("setting", ["hooks: [own.py]", "markdown_extensions: [pymdownx.snippets]"])
def test_with_other_programs_a_site_is_built_each_time(toolkit: Path, tmp_path: Path, setting: str) -> None:
    """Nobody but they know what they read."""
    (toolkit / "own.py").write_text("", "utf-8")
    settings = toolkit / "mkdocs.yml"
    settings.write_text(f"{settings.read_text('utf-8')}\n{setting}\n", "utf-8")
    site = tmp_path / "site"
    times = [
        (build_site(toolkit, site_dir=site, is_strict=False, prints=False) / "index.html").stat().st_mtime_ns
        for _ in range(2)
    ]
    assert times[0] != times[1]


def test_a_guides_old_name_shows_on_lists(toolkit: Path) -> None:
    """By its old name, translations of a guide are found, its title on each list among them."""

    def lists() -> str:
        return keys_of(load_toolkit(Folders(toolkit))[0], "es", (), "").lists

    guide = toolkit / "docs/guides/k-second.yml"
    before = lists()
    assert lists() == before
    guide.write_text(f"old_ids: [k-old]\n{guide.read_text('utf-8')}", "utf-8")
    assert lists() != before


@pytest.mark.parametrize(("one", "other"), [
    (300, 400), (57_100, 57_300), (57_400, 57_600), (999_300, 999_800), (1_210_000, 1_220_000), (1_240_000, 1_260_000),
])  # fmt: skip
@pytest.mark.parametrize("guide", ["", "k-first"])
def test_the_size_of_a_pdf_is_in_keys_as_readers_see_it(guide: str, one: int, other: int) -> None:
    def piece(size: int) -> PrintedSheet:
        return PrintedSheet(
            kind="guide", uri="", name="", about="", language="en", paper="letter", guide=guide, pages=1, key="",
            picture_key="", pdf=bytes(size), picture=b"",
        )  # fmt: skip

    shown = [interface("en").size(piece(size).size) for size in (one, other)]
    keys = [Keys("", {"k-first": ""}, "").with_pieces([piece(size)]) for size in (one, other)]
    assert (shown[0] == shown[1]) == (keys[0] == keys[1])
    assert shown[0] == interface("en").size(one)
