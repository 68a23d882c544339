"""What the pack's page looks up beside its entries."""

import json
from pathlib import Path
from typing import Any

import pytest

from toolkit_builder.interface import interface


def value(folder: Path, name: str) -> Any:
    """What a script of values hands over."""
    (script,) = folder.glob(f"assets/toolkit/*/{name}.js")
    text = script.read_text(encoding="utf-8")
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])


def test_a_guide_says_on_paper_what_its_pages_say(small_site: Path) -> None:
    guide = value(small_site, "paper-k")["g.k-first"]
    assert [(part["minutes"], part["do"]) for part in guide["parts"]] == [
        (10, "Arrive and say hello"),
        (20, "Talk about the year"),
    ]
    assert len(guide["parts"][1]["ask"]) == 1
    assert guide["what"] == "We come to talk with you."
    assert guide["choice"] == "You can say no."
    assert ["Where we meet", "You pick the place."] in guide["rows"]
    assert ["What this visit is not", ["This is not a test."]] in guide["lists"]


def test_words_are_those_of_each_language(small_site: Path) -> None:
    """A name of a day is in every language of the site, and so is what stands on the family's paper."""
    said = {code: value(small_site / folder, "pack-words") for code, folder in (("en", ""), ("es", "es"), ("ar", "ar"))}
    assert [words["direction"] for words in said.values()] == ["ltr", "ltr", "rtl"]
    assert [words["days"][1] for words in said.values()] == ["Tuesday", "Martes", "الثلاثاء"]
    assert {words["grades"]["K"] for words in said.values()} >= {"Kindergarten"}
    assert len({words["expect"] for words in said.values()}) == 3


@pytest.mark.parametrize(
    ("language", "monday"), [("en", "Monday"), ("vi", "Thứ Hai"), ("ht", "Lendi"), ("zh", "星期一")]
)
def test_weeks_begin_with_monday(language: str, monday: str) -> None:
    assert interface(language).days[0] == monday
    assert len(set(interface(language).days)) == 7


def test_a_grade_keeps_its_guides_paper(small_site: Path) -> None:
    """With its pages, for no signal; the words of sets are kept with what all pages need."""
    of_grade, of_all = (
        json.loads((small_site / f"offline/{name}.json").read_text(encoding="utf-8"))["files"]
        for name in ("k-pages", "shell")
    )
    assert [uri for uri in of_grade if uri.endswith("/paper-k.js")]
    assert not [uri for uri in of_all if uri.endswith("/paper-k.js")]
    for name in ("sets.js", "pack-words.js", "pack-paper.js", "pack.css"):
        assert [uri for uri in of_all if uri.endswith(f"/{name}")], name
