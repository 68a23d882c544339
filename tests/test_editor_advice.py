"""What the editor says of findings: in the words of its forms, with a button to where they are mended."""

from pathlib import Path

import pytest

from toolkit_builder.checking import check
from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.editor.advising import Advice, advice_on, advice_texts, is_of_files
from toolkit_builder.editor.forms import form_of
from toolkit_builder.folders import Folders
from toolkit_builder.interface import interface
from toolkit_builder.resources import templates_dir

from .cases import TESTS, findings_of, read_cases
from .conftest import ToolkitFiles
from .editing import Person

CASES = [case for case in read_cases(TESTS / "rules") if case.expected]
BROKEN = sorted(path for path in (TESTS / "broken").iterdir() if path.is_dir())
ENGLISH = interface("en", own_templates=(templates_dir() / "editor",))
SPANISH = interface("es", own_templates=(templates_dir() / "editor",))
SHARES_NOTHING = "\n".join(
    line for line in (TESTS / "base/docs/prompts/all.yml").read_text("utf-8").split("\n") if "One hope" not in line
)


def advice(finding: Diagnostic) -> Advice:
    return advice_on(finding, ENGLISH, form=form_of("guides"), place=("guides", "k-first", ()))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_rule_speaks_of_keys_and_files_in_a_form(case: object) -> None:
    """What each rule finds in its cases has a hint without such words, or one of the editor's own."""
    told = [advice(found) for found in findings_of(case)]  # type: ignore[arg-type]
    assert told
    assert [one.hint for one in told if is_of_files(one.hint) or not one.hint] == []


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_no_fault_of_a_file_speaks_of_keys_and_files_in_a_form(folder: Path, toolkit_files: ToolkitFiles) -> None:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yml")}
    _, findings = check(Folders(toolkit_files(files)), {})
    assert [said.hint for found in findings if is_of_files((said := advice(found)).hint)] == []


@pytest.mark.parametrize("text", advice_texts())
def test_advice_is_given_in_spanish(text: str) -> None:
    assert SPANISH.t(text) != text


def test_a_message_names_the_field_and_not_its_key() -> None:
    place = ("guides", "k-first", ("agenda", 0, "minutes"))
    finding = Diagnostic("bad-number", "'minutes' is 400; it must be at most 180", Location("x.yml"))
    assert advice_on(finding, ENGLISH, form=form_of("guides"), place=place).message.startswith("“Minutes” is 400")


def test_a_button_leads_to_the_question_that_shares_nothing(toolkit_files: ToolkitFiles) -> None:
    """Where the question is the library's or the guide's own, the field stands in another form or in this one."""
    shared = Person(toolkit_files({"docs/prompts/all.yml": SHARES_NOTHING}))
    shared.workspace.wait_for_rules()
    page = shared.read("/guides/k-first")
    assert "Write what you share first." in page
    assert 'href="/prompts/hopes#f-we_share">Go to “What we share first”' in page
    assert "we_share:" not in page


def test_translations_are_opened_from_the_first_page(toolkit_files: ToolkitFiles) -> None:
    school = (TESTS / "base/docs/school.yml").read_text("utf-8")
    person = Person(toolkit_files({"docs/school.yml": school.replace("languages: [en]", "languages: [en, so]")}))
    person.workspace.wait_for_rules()
    page = person.read("/school/school")
    assert 'href="/translate/">Open “Translations”' in page
    assert "toolkit-builder" not in page
