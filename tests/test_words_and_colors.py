"""Small measures: prose, reading level, contrast, links, names of languages."""

import pytest
from coloraide import Color
from hypothesis import given
from hypothesis import strategies as st

from toolkit_builder.color import contrast, nearest_passing
from toolkit_builder.diagnostics import did_you_mean
from toolkit_builder.interface import interface
from toolkit_builder.model.banks import GlossaryTerm
from toolkit_builder.prose import is_safe_link, plain_text, unsafe_links
from toolkit_builder.rules.reading_level import count_syllables, reading_grade
from toolkit_builder.sheets.texts import Texts
from toolkit_builder.templating import PageContext, Terms, prose_html, relative_url

HEX = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain & <b>plain</b>", "<p>Plain &amp; &lt;b&gt;plain&lt;/b&gt;</p>"),
        ("**bold** and *italic*", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("[a](https://x.org/?a=1&b=2)", '<p><a href="https://x.org/?a=1&amp;b=2">a</a></p>'),
        ("[a](javascript:alert(1))", "<p>a</p>"),
        ("[a](data:text/html,x)", "<p>a</p>"),
        ("[a](//evil.org)", "<p>a</p>"),
        ("![a](x.png)", '<p>!<a href="x.png">a</a></p>'),
        ("- one\n- two", "<ul><li><p>one</p></li><li><p>two</p></li></ul>"),
        ("1. one\n2. two", "<ol><li><p>one</p></li><li><p>two</p></li></ol>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("`no code` &amp; 3 * 4 * 5", "<p>`no code` &amp;amp; 3 * 4 * 5</p>"),
        ("snake_case_word", "<p>snake_case_word</p>"),
    ],
)
def test_prose_is_a_small_markdown_without_html(text: str, html: str) -> None:
    assert prose_html(text) == html


@given(st.text(max_size=80))
def test_no_prose_makes_a_tag_of_its_own(text: str) -> None:
    """Whatever is typed: the only tags in the HTML are ours."""
    html = prose_html(text)
    for tag in ("<p>", "</p>", "<strong>", "</strong>", "<em>", "</em>", "<br>", "<ul>", "</ul>", "<ol>", "</ol>"):
        html = html.replace(tag, "")
    html = html.replace("<li>", "").replace("</li>", "").replace("</a>", "")
    assert "<" not in html.replace('<a href="', "")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:x",
        "JAVASCRIPT:x",
        "java\tscript:x",
        " javascript:x",
        "vbscript:x",
        "data:x",
        "file:///etc",
        "//x.org",
        "///x.org",
        f"https://x.org/{'a' * 2000}",
    ],
)
def test_dangerous_addresses_are_known(href: str) -> None:
    assert not is_safe_link(href)


@pytest.mark.parametrize("href", ["https://x.org", "http://x.org", "mailto:a@x.org", "tel:+15550100", "grades/", "#a"])
def test_useful_addresses_are_let_through(href: str) -> None:
    assert is_safe_link(href)


def test_unsafe_links_are_found_in_any_mark() -> None:
    assert unsafe_links("- **[a](javascript:x)** and [b](https://x.org)") == ["javascript:x"]


def test_plain_text_has_no_marks() -> None:
    assert plain_text("- **one** [two](https://x.org)\n- three") == "one two three"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", {"cat": 1, "table": 2, "family": 3, "kindergarten": 4, "used": 1, "wanted": 2, "idea": 3, "the": 1}),
        ("es", {"agua": 2, "familia": 3, "país": 2, "leer": 2, "escuela": 3, "aéreo": 4, "niño": 2, "qué": 1}),
    ],
)
def test_syllables(language: str, words: dict[str, int]) -> None:
    """Counted as a dictionary splits them; one off is borne for English vowels that are two syllables."""
    counted = {word: count_syllables(word, language) for word in words}
    allowed = {"idea": 1} if language == "en" else {}

    assert all(abs(counted[word] - number) <= allowed.get(word, 0) for word, number in words.items()), counted


def test_reading_grade_is_the_published_formula() -> None:
    """Flesch-Kincaid by hand: 6 words, 1 sentence, 6 syllables: 0.39*6 + 11.8*1 - 15.59 = -1.45, shown as 0."""
    assert reading_grade("The cat sat on the mat.", "en") == 0.0
    # 8 words, 1 sentence, 20 syllables: ed-u-ca-tion-al ... counted in the comment below.
    text = "Visiting families improves communication considerably every single year."
    # vis-it-ing 3, fam-i-lies 3, im-proves 2, com-mu-ni-ca-tion 5, con-sid-er-a-bly 5, eve-ry 2, sin-gle 2, year 1
    assert reading_grade(text, "en") == pytest.approx(0.39 * 8 + 11.8 * 23 / 8 - 15.59, abs=1.6)


def test_harder_texts_have_higher_grades() -> None:
    easy = "We come to talk with you. You pick the day. You can say no."
    hard = (
        "The institution endeavors to establish collaborative relationships, notwithstanding considerable constraints."
    )
    facil = "Vamos a su casa. Usted dice el día. Puede decir que no."
    dificil = (
        "La institución procurará establecer relaciones colaborativas, considerando múltiples circunstancias adversas."
    )

    assert reading_grade(easy, "en") < 3
    assert reading_grade(hard, "en") > 12
    assert reading_grade(facil, "es") < 4 < reading_grade(dificil, "es")


def test_contrast_is_wcags() -> None:
    """Black on white is 21, a color on itself 1, and #767676 is the well-known last gray that passes on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") >= 4.5 > contrast("#777777", "#ffffff")


@given(one=HEX, other=HEX)
def test_contrast_is_that_of_coloraide(one: str, other: str) -> None:
    """Measured without it, as it takes long to load; shades are made with it."""
    assert contrast(one, other) == pytest.approx(Color(one).contrast(other, method="wcag21"))


@given(color=HEX, background=st.sampled_from(["#ffffff", "#15191f"]))
def test_the_nearest_passing_shade_passes_and_is_near(color: str, background: str) -> None:
    shade = nearest_passing(color, background)

    assert contrast(shade, background) >= 4.5
    if contrast(color, background) >= 4.5:
        assert shade == color
    else:
        assert contrast(shade, background) < 4.8


@pytest.mark.parametrize(
    ("target", "page", "url"),
    [
        ("guides/a/", "guides/a/family/", "../"),
        ("", "guides/a/", "../../"),
        ("", "", "./"),
        ("grades/k/#x", "guides/a/", "../../grades/k/#x"),
        ("guides/a/#x", "guides/a/", "#x"),
        ("guides/a/", "", "guides/a/"),
    ],
)
def test_links_are_relative(target: str, page: str, url: str) -> None:
    assert relative_url(target, page) == url


def test_words_are_explained_once_and_not_inside_links_or_words() -> None:
    iep = GlossaryTerm(term="IEP", also=("IEPs",), plain="A plan.")
    page = PageContext("", Terms([iep]), interface("en"), {})

    first = page.prose("An [IEP](https://x.org), then IEPs and an IEP; no RIEP.")
    second = page.prose("IEP again.")

    assert first.count("<button") == 1
    assert 'popovertarget="term-iep">IEPs</button>' in first
    assert "<button" not in second
    assert page.explanations().count("popover") == 1


def test_slots_inside_the_line_that_makes_no_easy_are_marked_too() -> None:
    page = PageContext("", Terms([]), interface("en"), {"decline": "No is fine for {child}. {decline}"})

    assert page.inline("{decline}") == 'No is fine for <span class="tb-slot">child</span>.'


@pytest.mark.parametrize("decline", ["No is fine. {decline}", "No {de{decline}cline} is fine."])
def test_the_line_that_makes_no_easy_never_holds_itself(decline: str) -> None:
    page = PageContext("", Terms([]), interface("en"), {"decline": decline})

    assert page.inline("{decline}").startswith("No")
    assert page.spoken("{decline}").startswith("No")
    assert Texts(interface("en"), {"decline": decline}).inline("{decline}")[0]["v"].startswith("No")


def test_words_are_found_in_words_only() -> None:
    """Not in what HTML writes for a letter; and a letter that is found as another is no word of ours."""
    terms = [GlossaryTerm(term="lt", plain="Large text."), GlossaryTerm(term="iep", plain="A plan.")]

    assert "3 &lt; 4" in PageContext("", Terms(terms), interface("en"), {}).inline("3 < 4 lt")
    assert "\u0130EP, <button" in PageContext("", Terms(terms), interface("en"), {}).inline("\u0130EP, iep")


def test_slots_are_filled_or_marked() -> None:
    page = PageContext("", Terms([]), interface("en"), {"school": "A & B", "decline": "No is **fine**."})

    assert page.inline("{teacher} of {school}. {decline}") == (
        '<span class="tb-slot">teacher</span> of A &amp; B. No is <strong>fine</strong>.'
    )
    assert page.spoken("{teacher} of {school}. {decline}") == "[teacher] of A & B. No is fine."


def test_did_you_mean_ignores_case_and_keeps_quiet_when_far() -> None:
    assert did_you_mean("LISTNER", ["listener", "text"]) == "did you mean 'listener'?"
    assert did_you_mean("zzz", ["listener", "text"]) == ""
