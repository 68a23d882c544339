"""The catalogues in Traditional Chinese, which a program makes of those in Simplified."""

import pytest

from manual.traditional import ROOT, convert, made
from toolkit_builder.interface import interface, typeset
from toolkit_builder.po import read_po

LETTERS = [
    ("孩子在家里做了什么？", "孩子在家裡做了什麼？"),
    ("一杯半里有几个四分之一？", "一杯半裡有幾個四分之一？"),
    ("开了几英里？", "開了幾英里？"),
    ("要是只有一分钟", "要是只有一分鐘"),
    ("用一只手", "用一隻手"),
    ("60天后，我们看看面积和表格", "60天後，我們看看面積和表格"),
    ("准备好晒干的豆子", "準備好曬乾的豆子"),
]


@pytest.mark.parametrize(("simplified", "traditional"), LETTERS)
def test_letters_become_those_of_taiwan(simplified: str, traditional: str) -> None:
    assert convert(simplified) == traditional


def test_they_are_those_of_today() -> None:
    """Whoever changes the Simplified text runs `make traditional`."""
    for path, content in made().items():
        assert (ROOT / path).read_bytes() == content, path


def test_nothing_is_lost_and_nothing_is_called_read() -> None:
    one, other = (read_po((ROOT / f"locales/zh-{script}.po").read_bytes()) for script in ("Hans", "Hant"))

    assert [(e.place, e.source, e.is_fuzzy, bool(e.text)) for e in other.entries] == [
        (e.place, e.source, e.is_fuzzy, bool(e.text)) for e in one.entries
    ]
    head = "\n".join(line for _, line in other.head)
    assert "Made from zh-Hans.po by OpenCC" in head
    assert "Reviewed: no" in head


def test_readers_are_told_that_a_program_made_it() -> None:
    words = interface("zh-Hant")

    assert "電腦程式" in words.t("This translation has not been reviewed by a native speaker yet.")
    assert words.t("{n} minutes", n=5) == "5分鐘"
    assert typeset('他說"好"。', interface("zh-TW").quotes) == "他說「好」。"
