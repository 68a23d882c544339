"""Search in many scripts: the index as Python makes it, and the query as a real browser reads it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from toolkit_builder.interface import interface
from toolkit_builder.outputs import Page as SitePage
from toolkit_builder.outputs import SearchEntry
from toolkit_builder.pages import search_script
from toolkit_builder.pages.search_words import stemmer, words_of
from toolkit_builder.resources import templates_dir

from .browsing import NEEDS_BROWSER
from .cases import TESTS

pytestmark = NEEDS_BROWSER
SCRIPTS = ("search-words.js", "search-values.js", "search-query.js", "search-index.js")

# What stands on a page, what is looked for, and what must not find it.
FOUND = [
    ("km", "គ្រួសាររបស់យើង", "គ្រួសារ", "សាលា"),
    ("km", "សួស្តី គ្រួសារ\u200bរបស់\u200bយើង។", "គ្រួសាររបស់", "សាលា"),
    ("th", "ครอบครัวของเราไปเยี่ยมบ้าน", "ครอบครัว", "หมู"),
    ("th", "ครอบครัวของเราไปเยี่ยมบ้าน", "เยี่ยมบ้าน", "ครู"),
    ("my", "ကျွန်ုပ်တို့၏မိသားစု", "မိသားစု", "ကျောင်း"),
    ("ksw", "ပှၤဟံၣ်ဖိဃီဖိ", "ဟံၣ်ဖိ", "ကၠိ"),
    ("lo", "ຄອບຄົວຂອງພວກເຮົາ", "ຄອບຄົວ", "ໂຮງຮຽນ"),
    ("zh-Hans", "家庭访问的好处", "访问", "学校"),
    ("zh-Hant", "家庭訪問、學校的好處。", "學校", "老師"),
    ("ja", "家庭訪問のお知らせ", "訪問", "学校"),
    ("ja", "ノートとデータ", "データ", "ペン"),
    ("ja", "お知らせがあります", "お知らせ", "がっこう"),
    ("zh-Hans", "问", "问", "家"),
    ("ko", "가정 방문 안내", "방문", "학교"),
    ("hi", "हमारे परिवार की बातें", "परिवार", "स्कूल"),
    ("hi", "पिता और माता", "पिता", "पत"),
    ("bn", "আমাদের পরিবার", "পরিবার", "স্কুল"),
    ("ta", "எங்கள் குடும்பம்", "குடும்பம்", "பள்ளி"),
    ("pa", "ਸਾਡਾ ਪਰਿਵਾਰ", "ਪਰਿਵਾਰ", "ਸਕੂਲ"),
    ("te", "మా కుటుంబం", "కుటుంబం", "బడి"),
    ("am", "የቤተሰብ ጉብኝት", "ጉብኝት", "ትምህርት"),
    ("he", "הַמִּשְׁפָּחָה שֶׁלָּנוּ", "המשפחה", "ספר"),
    ("ar", "أُسرَةٌ كَبيرة", "اسرة", "مدرسة"),
    ("fa", "خانواده‌ها می‌آیند", "خانواده", "مدرسه"),
    ("vi", "Gia đình đến thăm", "den tham", "truong"),
    ("es", "La canción del niño", "cancion", "escuela"),
    ("hmn", "Tsev neeg", "neeg", "kawm"),
    ("dv", "އާއިލާގެ ޒިޔާރަތް", "ޒިޔާރަތް", "ސްކޫލް"),
]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    for name in SCRIPTS:
        page.add_script_tag(path=templates_dir() / "assets" / name)
    yield page
    page.close()


def results(page: Page, language: str, text: str, query: str) -> list[str]:
    """The titles that `query` finds on two pages: one with `text`, one with other words."""
    pages = [
        SitePage("a/", "Ⅰ", "", "", search=(SearchEntry("", "Ⅰ", text),)),
        SitePage("b/", "Ⅱ", "", "", search=(SearchEntry("", "Ⅱ", "x y z"),)),
    ]
    script = search_script((), pages, interface(language)).content.decode()
    values = json.loads(script.removeprefix('toolkit.take("search-entries",').rstrip().removesuffix(")"))
    search = "([values, query]) => new SearchIndex(values).find(query, 5).map((row) => row[3])"
    found: list[str] = page.evaluate(search, [values, query])
    return found


@pytest.mark.parametrize(("language", "text", "query", "other"), FOUND)
def test_a_word_is_found_in_its_script(page: Page, language: str, text: str, query: str, other: str) -> None:
    assert results(page, language, text, query) == ["Ⅰ"]
    assert results(page, language, text, other) == []


CUT = yaml.safe_load((TESTS / "search_words.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CUT, ids=lambda case: case["text"])
def test_words_are_cut_alike_for_the_index_and_for_a_query(page: Page, case: dict[str, Any]) -> None:
    endings = interface(case["language"]).search.endings
    cut = stemmer(endings)
    script = "([endings, text]) => { learnEndings(endings); return wordsOf(text).map(stemmed); }"

    assert [cut(word) for word in words_of(case["text"])] == case["words"]
    assert page.evaluate(script, [endings, case["text"]]) == case["words"]
