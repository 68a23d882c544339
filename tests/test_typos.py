"""A text whose source changed only in a typo keeps its translation on the page."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from toolkit_builder.cli import main
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.typos import is_typo
from toolkit_builder.rules import check_toolkit
from toolkit_builder.translating import localize, progress_of, state_of

from .conftest import ToolkitFiles
from .editing import Person
from .test_editor_translate import translated as translated_there
from .test_translating import SCHOOL, changed, first_prompt, folder, translated

__all__ = ["folder"]
CASES: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("typos.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["was"])
def test_a_typo_is_a_slip_of_a_hand_and_nothing_else(case: dict[str, Any]) -> None:
    """To make a typo and to mend it are the same; and what changes the sense is none."""
    assert is_typo(case["was"], case["now"]) is (case["is"] == "typo")
    assert is_typo(case["now"], case["was"]) is (case["is"] == "typo")


def shown(folder: Path) -> tuple[str, str, str]:
    """What readers of Spanish see of the first prompt, how far that is, and the codes of what `check` says of it."""
    toolkit, _ = load_toolkit(Folders(folder))
    place, text = first_prompt(folder)
    catalogue = toolkit.catalogues[0]
    findings = {one.code for one in check_toolkit(toolkit) if "translation-to-check" in one.code}
    return (
        str(localize(toolkit, catalogue).prompts[0].text),
        state_of(place, text, catalogue.of(place, text)),
        "".join(findings),
    )


def typo(text: str) -> str:
    """The text with a slip in its longest word."""
    word = max(text.split(), key=len)
    return text.replace(word, word[:2] + word[3] + word[2] + word[4:])


@pytest.mark.parametrize("is_updated", [False, True])
def test_a_translation_stays_on_the_page_after_a_typo(folder: Path, *, is_updated: bool) -> None:
    """Before and after an update, and marked to check all the while; another change still takes it away."""
    place, text = first_prompt(folder)
    translated(folder, place, "¿Qué espera?")
    for new, state in ((typo(text), "kept"), (f"{text} Why not?", "fuzzy" if is_updated else "changed")):
        changed(folder, "prompts/all.yml", first_prompt(folder)[1], new)
        if is_updated:
            assert CliRunner().invoke(main, ["translate", "update", str(folder)]).exit_code == 0
        wanted = "¿Qué espera?" if state == "kept" else new
        assert shown(folder) == (wanted, state, "translation-to-check")

    toolkit, _ = load_toolkit(Folders(folder))
    assert sum(one.to_check for one in progress_of([], toolkit.catalogues[0]).values()) == 0


def test_a_school_chooses(toolkit_files: ToolkitFiles) -> None:
    """With `keep_after_typo: false`, the new text is shown in its own language, as after any other change."""
    folder = toolkit_files({"docs/school.yml": f"{SCHOOL}\nkeep_after_typo: false\n"})
    assert CliRunner().invoke(main, ["translate", "update", str(folder)]).exit_code == 0
    place, text = first_prompt(folder)
    translated(folder, place, "¿Qué espera?")
    changed(folder, "prompts/all.yml", text, typo(text))

    assert shown(folder) == (typo(text), "changed", "translation-to-check")


def test_what_a_translator_was_unsure_of_is_not_shown(folder: Path) -> None:
    """A mark without an earlier text is a translator's own doubt, and no typo."""
    place, _ = first_prompt(folder)
    translated(folder, place, "¿Qué espera?")
    file = folder / "locales/es.po"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f'msgctxt "{place}"', f'#, fuzzy\nmsgctxt "{place}"'), encoding="utf-8")

    assert shown(folder)[1] == "fuzzy"


def test_status_says_how_far_families_texts_are(folder: Path) -> None:
    """What a family reads or hears comes first: a percentage by language, and by file."""
    output = CliRunner().invoke(main, ["translate", "status", str(folder)]).output
    assert "Families first: 3% of what families read or hear is done." in output
    lines = [line for line in output.splitlines() if line.startswith("  docs/")]
    with_families = ["of families'" in line for line in lines]
    assert with_families == sorted(with_families, reverse=True)
    assert not all(with_families)

    file = folder / "locales/es.po"
    text = file.read_text(encoding="utf-8")
    family, staff = (f'msgctxt "{place}"' for place in (first_prompt(folder)[0], "guide/k-second/title"))
    for place, percent in ((staff, 3), (family, 5)):
        head, _, rest = text.partition(place)
        done = rest.replace('msgstr ""', 'msgstr "x"', 1)
        file.write_text(f"{head}{place}{done}", encoding="utf-8")
        output = CliRunner().invoke(main, ["translate", "status", str(folder)]).output
        assert f"Families first: {percent}%" in output


def test_the_editor_says_why_and_takes_the_answer(toolkit_files: ToolkitFiles) -> None:
    """The page shows the translation and the earlier text beside it; "Done" makes it that of the text as it is now."""
    person = Person(toolkit_files({"docs/school.yml": SCHOOL}))
    place = "guide/k-first/title"
    translated_there(person, place, "Kínder, primera visita")
    changed(person.folder, "guides/k-first.yml", "Kindergarten, first visit", "Kindegarten, first visit")
    person.workspace.poll()
    row = next(one for one in person.workspace.texts_in("es") if one.place == place)

    assert (row.state, row.why, row.was) == ("check", "kept", "Kindergarten, first visit")
    assert "A typo of the text was mended" in person.read("/translate/es/?q=Kindegarten")
    assert "Kínder, primera visita" in person.read("/page/es/guides/k-first/")
    translated_there(person, place, "Kínder, primera visita")
    person.workspace.poll()
    row = next(one for one in person.workspace.texts_in("es") if one.place == place)
    assert (row.state, row.was) == ("done", "")
