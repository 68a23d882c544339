"""What is found with a cache is what is found without one, whatever was changed in between, faults and all."""

import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from toolkit_builder.cache import Cache
from toolkit_builder.checking import check, with_excerpts
from toolkit_builder.diagnostics import Diagnostic, sort_findings
from toolkit_builder.editor.reading import Source
from toolkit_builder.loading import Reader
from toolkit_builder.model.profile import RuleLevel
from toolkit_builder.rules import check_toolkit
from toolkit_builder.settings import load_options

from .cases import TESTS
from .test_cached_builds import (
    add_guide,
    change_number,
    change_protocol,
    change_translation,
    change_word,
    take_line_out,
    write_spanish,
)

Edit = Callable[[Path, random.Random], None]
EDITS, TOGETHER = 120, 4
"""How many edits there are, and how many lie upon each other before all is as it was at the start."""
LEVELS: tuple[dict[str, RuleLevel], ...] = ({}, {"odd-english": "error", "no-second-visit": "off"})


def chosen(folder: Path, chance: random.Random, pattern: str = "docs/**/*.yml") -> Path:
    return chance.choice(sorted(folder.glob(pattern)))


def say_oddly(folder: Path, chance: random.Random) -> None:
    """Puts what rules know into a text."""
    file = chosen(folder, chance)
    text = file.read_text("utf-8")
    found = chance.choice([*re.finditer(r"[a-z]{3,}\.$", text, re.MULTILINE), *re.finditer(r"(?<=: )[A-Z]", text)])
    words = chance.choice(["Supper, the XYZ. ", "It stays between us. ", "[here](javascript:x) ", "To do: ", "{chld} "])
    file.write_text(f"{text[: found.start()]}{words}{text[found.start() :]}", "utf-8")


def rename(folder: Path, chance: random.Random) -> None:
    """Gives an entry another id; what leads to it may follow by its old one."""
    file = chosen(folder, chance, "docs/[pa]*/*.yml")
    text = file.read_text("utf-8")
    found = chance.choice([*re.finditer(r"(?m)^- id: (.*)$", text)])
    old = f"\n  old_ids: [{found[1]}]" if chance.random() < 0.7 else ""
    file.write_text(f"{text[: found.end()]}-x{old}{text[found.end() :]}", "utf-8")


def take_file_out(folder: Path, chance: random.Random) -> None:
    chosen(folder, chance, "docs/*/*.yml").unlink()


def choose(folder: Path, chance: random.Random) -> None:
    """Says in the school's own file what it hides, words anew, or has."""
    file = folder.with_name("school") / "docs/school.yml"
    lines = {
        "hide": ["[guides/k-first]", "[prompts/*]", "[guides/k-*]", "[protocol/*]", "[]"],
        "grades": ["[K]", "[1]", "[K-5]"],
        "wording": ["{guide/k-first/summary: Supper with us.}", "{guide/k-old/summary: We say hello.}", "{}"],
    }
    key = chance.choice([*lines])
    text = re.sub(f"(?m)^{key}:.*\n", "", file.read_text("utf-8"))
    file.write_text(f"{text}{key}: {chance.choice(lines[key])}\n", "utf-8")


def write_own(folder: Path, chance: random.Random) -> None:
    """Puts an entry of the school's own in the place of the library's, or takes it away again."""
    own = folder.with_name("school") / "docs" / chosen(folder, chance, "docs/*/*.yml").relative_to(folder / "docs")
    if own.is_file():
        own.unlink()
        return
    own.parent.mkdir(exist_ok=True)
    shutil.copyfile(folder / own.relative_to(folder.with_name("school")), own)
    change_word(folder.with_name("school"), chance)


def come_back(school: Path) -> None:
    """Everything is as it was at the start: what was kept then holds again."""
    for name in ("library", "school"):
        docs = school.with_name(name) / "docs"
        shutil.rmtree(docs)
        shutil.copytree(school.with_name(f"{name}-before") / "docs", docs)


KINDS: list[Edit] = [
    *[change_word] * 4, *[say_oddly] * 5, *[choose] * 3, *[write_own] * 3, *[rename] * 2, change_number, take_line_out,
    change_translation, change_protocol, add_guide, take_file_out,
]  # fmt: skip


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school whose layer lies on a library in two languages."""
    library, school = tmp_path / "library", tmp_path / "school"
    shutil.copytree(TESTS / "base", library)
    write_spanish(library, random.Random(7))
    (school / "docs").mkdir(parents=True)
    settings = "site_name: Ours\ntheme: {name: material}\nplugins:\n  - toolkit-builder: {layers: [../library]}\n"
    (school / "mkdocs.yml").write_text(settings, "utf-8")
    own = (library / "docs/school.yml").read_text("utf-8").replace("languages: [en]", "languages: [en, es]")
    (school / "docs/school.yml").write_text(own, "utf-8")
    for name in ("library", "school"):
        shutil.copytree(tmp_path / name / "docs", tmp_path / f"{name}-before/docs")
    return school


def found_alike(school: Path, source: Source, levels: dict[str, RuleLevel]) -> list[Diagnostic]:
    """What is found, which is the same without a cache, with what other runs left, and with what an editor holds."""
    folders, _ = load_options(school)
    toolkit, fresh = check(folders, levels)
    again, kept = check(folders, levels, Reader(Cache.of(school)))
    assert kept == fresh
    assert again == toolkit
    now = source.read()
    assert now.toolkit == toolkit
    of_rules = check_toolkit(now.toolkit, levels, cache=source.cache)
    assert with_excerpts(sort_findings([*now.loaded, *of_rules]), folders) == fresh
    return fresh


def test_a_cache_changes_no_finding(school: Path) -> None:
    chance = random.Random(2026)
    source = Source(school, "")
    codes: set[str] = set()
    last: list[Diagnostic] = []
    changed = 0
    for number in range(EDITS):
        if number % TOGETHER == 0:
            come_back(school)
        kind = chance.choice(KINDS)
        with suppress(IndexError, FileNotFoundError):  # Another edit took away what it needs.
            kind(school.with_name("library"), chance)
        try:
            found = found_alike(school, source, LEVELS[number % len(LEVELS)])
        except AssertionError as error:
            error.add_note(f"after edit {number}, {kind.__name__}")
            raise
        codes |= {one.code for one in found}
        changed += found != last
        last = found
    # What changes no finding is no test of a cache.
    assert changed > EDITS / 2
    assert len(codes) > 20


Change = tuple[str, str, str]
"""A file as seen from the folder of both layers, what stands there, and what takes its place; all of it for nothing."""
PROMPTS = "library/docs/prompts/all.yml"
MORE = "library/docs/prompts/more.yml"
FIRST, GUIDE = "library/docs/guides/k-first.yml", "library/docs/guides/k-second.yml"
HOPES = (TESTS / "base/docs/prompts/all.yml").read_text("utf-8").partition("- id: expectations")[0]
SCHOOL, ASKED = "school/docs/school.yml", "What would you like from me"
SEEN: dict[str, tuple[list[Change], list[Change]]] = {
    "the glossary": (
        [(PROMPTS, ASKED, "What would PLOP ask")],
        [("library/docs/glossary.yml", "[IEPs]", "[IEPs, PLOP]")],
    ),
    "the school's name": (
        [(PROMPTS, ASKED, "What would QRST ask")],
        [(SCHOOL, "short_name: Test School", "short_name: QRST")],
    ),
    "the school's languages": (
        [(PROMPTS, ASKED, "Would you like from me")],
        [(SCHOOL, "languages: [en, es]", "languages: [es]"), ("library/docs/school.yml", "[en]", "[es]")],
    ),
    "a guide's prompts": ([], [(PROMPTS, "purpose: expectations", "purpose: hopes")]),
    "another guide's visit": (
        [(FIRST, "grades: [K]", "grades: [K, 1, 2, 3]"), (FIRST, "next_visit: k-second\n", "")],
        [(GUIDE, "grades: [K]", "grades: [K, 1, 2]")],
    ),
    "a guide's next visit": (
        [(FIRST, "grades: [K]", "grades: [K, 1]"), (SCHOOL, "", "grades: [K]\n")],
        [(GUIDE, "grades: [K]", "grades: [1]")],
    ),
    "an id": ([], [(PROMPTS, "id: expectations", "id: wishes")]),
    "a skill's code": ([], [("library/docs/skills/common-core.yml", "K.CC.A.1", "K.CC.A.9")]),
    "a word of the school's own": (
        [
            ("library/docs/activities/all.yml", "routine: table", "routine: garden"),
            (SCHOOL, "", "routines: [{id: garden, title: Garden}]\n"),
        ],
        [(SCHOOL, "id: garden", "id: yard")],
    ),
    "an entry with faults": (
        [(PROMPTS, "id: expectations", "id: wishes"), (MORE, "", "- id: expectations\n")],
        [(MORE, "expectations", "others")],
    ),
    "a file that cannot be read": (
        [(PROMPTS, "id: expectations", "id: wishes"), (MORE, "", "- {\n")],
        [(MORE, "- {", "[]")],
    ),
    "what takes its place": (
        [(PROMPTS, ASKED, "Would you like it from me")],
        [("school/docs/prompts/own.yml", "", (TESTS / "base/docs/prompts/all.yml").read_text("utf-8"))],
    ),
    "what is hidden": (
        [(PROMPTS, ASKED, "Would you like it from me")],
        [(SCHOOL, "", "hide: [prompts/expectations]\n")],
    ),
    "what is worded": ([], [(SCHOOL, "", 'wording: {prompt/hopes/text: "To do: ask."}\n')]),
    "which of two goes first": (
        [(MORE, "", f"{HOPES.replace('What do', 'Do')}{HOPES.replace('hopes', 'more')}")],
        [(PROMPTS, HOPES, "")],
    ),
    "what a guide's name means": (
        [
            (GUIDE, "title:", "old_ids: [k-old]\ntitle:"),
            (SCHOOL, "", 'hide: [guides/*-old]\nwording: {guide/k-old/summary: "To do: say it."}\n'),
        ],
        [("library/docs/guides/k-old.yml", "", (TESTS / "base/docs/guides/k-second.yml").read_text("utf-8"))],
    ),
    "what a prompt's name means": (
        [
            (PROMPTS, "- id: hopes", "- id: hopes\n  old_ids: [old-hopes]"),
            (SCHOOL, "", 'hide: [prompts/old-*]\nwording: {prompt/old-hopes/text: "To do: say it."}\n'),
        ],
        [("library/docs/prompts/old.yml", "", HOPES.replace("id: hopes", "id: old-hopes"))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SEEN)
def test_who_sees_more_than_an_entry_is_asked_again(school: Path, what: str) -> None:
    """Each case changes another file than the one that a finding is about."""
    source = Source(school, "")

    def found(changes: list[Change]) -> list[Diagnostic]:
        for name, old, new in changes:
            file = school.with_name(name.partition("/")[0]) / name.partition("/")[2]
            file.parent.mkdir(exist_ok=True)
            text = file.read_text("utf-8") if file.is_file() else ""
            assert old in text
            file.write_text(text.replace(old, new) if old else text + new, "utf-8")
        return found_alike(school, source, {})

    before, after = (found(changes) for changes in SEEN[what])
    assert before != after


def test_a_level_counts_for_what_is_kept(school: Path) -> None:
    source = Source(school, "")
    say = school.with_name("library") / "docs/prompts/all.yml"
    say.write_text(say.read_text("utf-8").replace(ASKED, "Would you like it from me"), "utf-8")
    levels: list[dict[str, RuleLevel]] = [{}, {"closed-prompt": "error"}, {"closed-prompt": "off"}, {}]
    said = [[one.level for one in found_alike(school, source, one) if one.code == "closed-prompt"] for one in levels]
    assert said == [["warning"], ["error"], [], ["warning"]]
