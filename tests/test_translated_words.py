"""Rules on reading level and on the length of messages look at translations, each language by its own measure."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.po import format_entry, read_po
from toolkit_builder.po.entries import PoEntry
from toolkit_builder.rules import check_toolkit

from .conftest import ToolkitFiles
from .test_translating import SCHOOL

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("translated_words.yml").read_text(encoding="utf-8")
)
ACTIVITY = """\
- id: count-spoons
  title: Count the spoons
  grades: [K]
  routine: table
  minutes: 5
  steps: [Put the spoons on the table and count them together.]
  ask: [How many spoons do we need?]
  skills: [K.CC.A.1]
  message: {fact: Spoons teach., tip: Count the spoons., growth: Count more.}
"""
PLACES = {
    "tip": ("activity/count-spoons/message/tip", "Count the spoons."),
    "text": ("guide/k-first/invite/text", "Hello from {teacher}. We would like to meet. {decline}"),
    "steps": ("activity/count-spoons/steps/1", "Put the spoons on the table and count them together."),
}
ASK = ("activity/count-spoons/ask/1", "How many spoons do we need?")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("name", case["language"]))
def test_case(toolkit_files: ToolkitFiles, case: dict[str, Any]) -> None:
    """The findings stand at the line of the translation in its catalogue."""
    language = case["language"]
    entries = [PoEntry(ASK[1], "¿Cuántas?", ASK[0])]
    for key, (place, source) in PLACES.items():
        if key in case:
            entries.append(PoEntry(source, case[key].replace("{x}", "x" * case.get("x", 0)), place))
    catalogue = "# Reviewed: no\n\n" + "\n".join(map(format_entry, entries))
    folder = toolkit_files(
        {
            "docs/school.yml": SCHOOL.replace("es]", f"{language}]"),
            "docs/activities/all.yml": ACTIVITY,
            f"locales/{language}.po": catalogue,
        }
    )
    toolkit, _ = load_toolkit(Folders(folder))
    found = [one for one in check_toolkit(toolkit) if one.code in ("long-translation", "hard-translation")]

    assert len(found) == len(case["found"]), found
    lines = {one.line for one in read_po(catalogue.encode()).entries}
    for one, wanted in zip(found, case["found"], strict=True):
        level, code, message = wanted.split(maxsplit=2)
        assert (one.level, one.code) == (level, code)
        assert message in one.message
        assert one.hint
        assert (one.location.path, one.location.line in lines) == (f"locales/{language}.po", True)
    # As if the catalogue were that of a layer below: it is for those who keep it.
    below = check_toolkit(replace(toolkit, lower=("locales",)))
    assert [one for one in below if one.code in ("long-translation", "hard-translation")] == []
