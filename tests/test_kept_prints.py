"""Printed pieces that were kept: taken as they are, by any build that would make the same, and by no other."""

from dataclasses import replace
from pathlib import Path

import pytest

from toolkit_builder import printing
from toolkit_builder.cache import Cache
from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.options import Options
from toolkit_builder.outputs import PrintedSheet
from toolkit_builder.pdf import _templates, setting_sheets
from toolkit_builder.printing import make_prints, print_ahead
from toolkit_builder.sheets import Print, render_sheets

from .cases import TESTS
from .conftest import ToolkitFiles
from .test_print_letters import greeting

BASE = TESTS / "base" / "docs"
SCHOOL = (BASE / "school.yml").read_text(encoding="utf-8")
PROMPTS = (BASE / "prompts/all.yml").read_text(encoding="utf-8")
GUIDE = (BASE / "guides/k-second.yml").read_text(encoding="utf-8")
REFLECTION = (TESTS.parent / "templates/sheets/reflection.typ").read_text(encoding="utf-8")
POSTER = (TESTS.parent / "templates/sheets/poster.typ").read_text(encoding="utf-8")
Rendered = list[list[str]]


def prints(folder: Path, cache: Cache, **chosen: object) -> tuple[list[PrintedSheet], list[Diagnostic]]:
    """What is printed of the toolkit in `folder`, in Spanish if nothing else is said."""
    options = Options(cache=cache, site_url="https://visits.example/", language="es")
    toolkit, _ = load_toolkit(Folders(folder))
    return make_prints(toolkit, Folders(folder), replace(options, **chosen))  # type: ignore[arg-type]


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Rendered:
    """The guides of sheets whose values were made, by time; of the whole toolkit, `binder`, and `` for all others."""
    made: Rendered = []

    def rendering(*wanted: object) -> object:
        sheets = render_sheets(*wanted)  # type: ignore[arg-type]
        made.append(sorted({sheet.guide or "binder" * (sheet.kind == "binder") for sheet in sheets}))
        return sheets

    monkeypatch.setattr(printing, "render_sheets", rendering)
    return made


def test_what_was_printed_is_taken_without_making_its_values(
    toolkit_files: ToolkitFiles, tmp_path: Path, rendered: Rendered
) -> None:
    folder, cache = toolkit_files({}), Cache(tmp_path / "kept")
    first = prints(folder, cache, language="")
    assert rendered == [["k-first", "k-second"], [""], ["binder"]]
    rendered.clear()

    assert prints(folder, cache, language="") == first
    assert rendered == []
    assert prints(folder, Cache(), language="") == first


def test_of_one_changed_guide_only_what_shows_it_is_made_anew(
    toolkit_files: ToolkitFiles, tmp_path: Path, rendered: Rendered
) -> None:
    folder, cache = toolkit_files({}), Cache(tmp_path / "kept")
    first, _ = prints(folder, cache, language="")
    rendered.clear()
    toolkit_files({"docs/guides/k-second.yml": GUIDE.replace("Arrive and say hello", "Arrive and sit down")})

    again, _ = prints(folder, cache, language="")
    # The first visit leads on to the second.
    assert rendered == [["k-first", "k-second"], ["binder"]]
    assert {(new.guide, new.kind) for old, new in zip(first, again, strict=True) if old.key != new.key} == {
        *(("k-second", kind) for kind in ("plan", "interpreter", "guide")),
        ("", "binder"),
    }
    assert again == prints(folder, Cache(), language="")[0]


def test_what_shows_on_no_sheet_changes_none(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    folder, cache = toolkit_files({}), Cache(tmp_path / "kept")
    first, _ = prints(folder, cache, language="")
    toolkit_files({"docs/guides/k-second.yml": f"{GUIDE}\nold_ids: [k-again]\n"})
    assert prints(folder, cache, language="")[0] == first


def test_a_template_of_ones_own_gets_all_of_a_guide(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    own = REFLECTION.replace("data.edition", "guide.team.map(inline).join() data.edition")
    folder, cache = toolkit_files({"templates/sheets/reflection.typ": own}), Cache(tmp_path / "kept")
    wanted: dict[str, object] = {"language": "", "own_templates": (folder / "templates",)}
    _templates.cache_clear()
    first, _ = prints(folder, cache, **wanted)
    toolkit_files({"docs/guides/k-second.yml": GUIDE.replace("A colleague listens", "A colleague writes")})

    again, _ = prints(folder, cache, **wanted)
    changed = {(new.guide, new.kind) for old, new in zip(first, again, strict=True) if old.key != new.key}
    assert ("k-second", "reflection") in changed
    assert again == prints(folder, Cache(), **wanted)[0]


CHANGES: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    "address": ({}, {"site_url": "https://other.example/"}),
    "logo": (
        {
            "docs/assets/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
            '<circle cx="4" cy="4" r="3"/></svg>'
        },
        {},
    ),
    "school": ({"docs/school.yml": SCHOOL.replace("[en]", "[en, es]").replace("555-7010", "555-7019")}, {}),
    "translation": ({}, {}),
    "prompt": ({"docs/prompts/all.yml": PROMPTS.replace("hope this year", "hope this long year")}, {}),
    "word": ({"templates/locales/es.po": 'msgid "It is your choice"\nmsgstr "Es su decisión"\n'}, {}),
    "day": ({"docs/guides/k-second.yml": GUIDE.replace("2026-11-01", "2026-11-02")}, {}),
    "template": ({"templates/sheets/poster.typ": POSTER.replace("20pt", "24pt")}, {}),
}
"""Files that are changed, and what else a build is told."""


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_shows_is_printed_anew(toolkit_files: ToolkitFiles, tmp_path: Path, name: str) -> None:
    """The same as without a cache, and not what was kept."""
    folder, cache = greeting(toolkit_files, "es", "Hola familia"), Cache(tmp_path / "kept")
    (folder / "templates").mkdir()
    own: dict[str, object] = {"own_templates": (folder / "templates",)}
    first = prints(folder, cache, **own)
    files, chosen = CHANGES[name]
    catalogue = (folder / "locales/es.po").read_text(encoding="utf-8")
    toolkit_files({"locales/es.po": catalogue.replace("Hola", "Buenas", 9)} if name == "translation" else files)
    _templates.cache_clear()

    anew = prints(folder, cache, **own, **chosen)
    assert anew != first
    assert anew == prints(folder, Cache(), **own, **chosen)


def test_a_damaged_piece_is_printed_anew(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    folder, cache = toolkit_files({}), Cache(tmp_path / "kept")
    first = prints(folder, cache, language="")
    for key in (first[0][0].key, first[0][3].picture_key):
        (tmp_path / "kept" / key).write_bytes(b"something else")
    (tmp_path / "kept" / first[0][5].key).unlink()

    assert prints(folder, cache, language="") == first
    assert prints(folder, Cache(tmp_path / "kept"), language="") == first


def test_with_what_stands_in_the_way_nothing_is_kept(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    """It is told each time."""
    folder = toolkit_files({"docs/prompts/all.yml": PROMPTS.replace("What do you hope this year", "Why this? " * 290)})
    cache = Cache(tmp_path / "kept")
    _, told = prints(folder, cache, language="")

    assert {one.code for one in told} == {"too-long-to-print"}
    assert prints(folder, cache, language="")[1] == told


def test_what_was_printed_ahead_is_what_a_languages_build_prints(
    toolkit_files: ToolkitFiles, tmp_path: Path, rendered: Rendered
) -> None:
    folder, cache = greeting(toolkit_files, "es", "Hola familia"), Cache(tmp_path / "kept")
    toolkit, _ = load_toolkit(Folders(folder))
    told: list[tuple[int, int]] = []
    options = Options(cache=cache, site_url="https://visits.example/", others=None, tell=lambda *of: told.append(of))
    print_ahead(toolkit, Folders(folder), options)
    assert told[-1][0] == told[-1][1] == len(told)
    rendered.clear()

    spanish = {"language": "es", "site_url": "https://visits.example/es/"}
    made = [prints(folder, cache, **spanish), prints(folder, cache, language="")]
    assert rendered == []
    assert made == [prints(folder, Cache(), **spanish), prints(folder, Cache(), language="")]
    assert {one.language for one in made[0][0]} == {"es"}


def test_any_number_of_processes_prints_the_same(toolkit_files: ToolkitFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    toolkit, _ = load_toolkit(Folders(toolkit_files({})))
    sheets = render_sheets(toolkit, Print(paper="letter"))
    alone = list(setting_sheets(sheets, is_alone=False))
    assert list(setting_sheets(sheets)) == alone
    monkeypatch.setattr("toolkit_builder.workers.can_fork", lambda: False)
    assert list(setting_sheets(sheets)) == alone
