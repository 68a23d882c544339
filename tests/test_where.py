"""Words that somebody saw on a page lead to the place of their text, and to the lines that word it anew."""

import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from toolkit_builder.cli import main
from toolkit_builder.diagnostics import Location
from toolkit_builder.folders import Folders, Layer
from toolkit_builder.loading import load_toolkit
from toolkit_builder.site_words import translations_of
from toolkit_builder.where import How, Standing, Whereabouts

from .conftest import ToolkitFiles

SCHOOL = """\
name: Test School
short_name: Test
logo: {file: assets/logo.svg, alt: A leaf}
colors: {primary: "#1f5f4f", accent: "#9a3412"}
contacts: [{who: The front office, phone: 555-7010}]
languages: [en, es, ar, zh-Hans]
interpreting: {contact: Call the office., languages: [es]}
"""
PROMPTS = """\
- id: marked
  text: >-
    What makes your child **really** proud, and why? See [our list](https://a.example/list).
  purpose: hopes
  listener: family
  bands: [elementary]
  we_share: |-
    I like "long words" and the child's jokes.
    - Lists, too
- id: filled
  text: At {school}, what should {teacher} know about {child} before winter? Call {phone}.
  purpose: hopes
  listener: family
  bands: [elementary]
"""
CATALOGUES = {
    "es": """\
msgctxt "prompt/hopes/text"
msgid "What do you hope this year brings for your child?"
msgstr "¿Qué espera que este año le traiga a su hijo o hija?"

#, fuzzy
msgctxt "prompt/expectations/text"
msgid "What would you like from me as a teacher?"
msgstr "Una frase que nadie ve todavía en su página"
""",
    "ar": """\
msgctxt "prompt/hopes/text"
msgid "What do you hope this year brings for your child?"
msgstr "ماذا تأملون أن يجلب هذا العام لطفلكم؟"
""",
    "zh-Hans": """\
msgctxt "prompt/hopes/text"
msgid "What do you hope this year brings for your child?"
msgstr "您希望今年给孩子带来什么？请告诉我们。"
""",
}
FILES = {
    "docs/school.yml": SCHOOL,
    "docs/prompts/more.yml": PROMPTS,
    **{f"locales/{language}.po": text for language, text in CATALOGUES.items()},
}
FILLED, HOPES, MARKED = "prompt/filled/text", "prompt/hopes/text", "prompt/marked/text"

# What was seen, the place of the text, its file and line, and how it is worded anew.
CASES: dict[str, tuple[str, str, str, How]] = {
    "a whole sentence": (
        "What would you like from me as a teacher?", "prompt/expectations/text", "docs/prompts/all.yml:8",
        "own",
    ),
    "a part of a sentence": ("hope this year brings", HOPES, "docs/prompts/all.yml:2", "own"),
    "cut inside a word": ("ope this year brings for your chi", HOPES, "docs/prompts/all.yml:2", "own"),
    "bold is gone": ("makes your child really proud", MARKED, "docs/prompts/more.yml:2", "own"),
    "a link's address is gone": ("and why? See our list.", MARKED, "docs/prompts/more.yml:2", "own"),
    "typographic quotes": (
        "I like “long words” and the child’s jokes", "prompt/marked/we_share", "docs/prompts/more.yml:7",
        "own",
    ),
    "no quotes at all": ("I like long words", "prompt/marked/we_share", "docs/prompts/more.yml:7", "own"),
    "a list, line by line": (
        "the child’s jokes.\n •  Lists, too", "prompt/marked/we_share", "docs/prompts/more.yml:7", "own",
    ),
    "line breaks and blanks": ("What do you\n  hope this\n\tyear", HOPES, "docs/prompts/all.yml:2", "own"),
    "other case": ("WHAT DO YOU HOPE", HOPES, "docs/prompts/all.yml:2", "own"),
    "slots as a page fills them": (
        "At Test, what should teacher know about child before winter? Call 555-7010.", FILLED,
        "docs/prompts/more.yml:11", "own",
    ),
    "slots left blank on paper": ("what should ______ know about _____ before", FILLED, "docs/prompts/more.yml:11",
                                  "own"),
    "slots with names": (
        "At Test, what should Ms. Lee know about Tom before winter?", FILLED, "docs/prompts/more.yml:11",
        "own",
    ),
    "slots as they are written": ("what should {teacher} know about {child}", FILLED, "docs/prompts/more.yml:11",
                                  "own"),
    "a line that stands in others, too": (
        "If you would rather not, that is fine.", "guide/k-first/invite/decline", "docs/guides/k-first.yml:23",
        "own",
    ),
    "a text with a line from elsewhere": (
        "we would like to meet you. If you would rather not", "guide/k-first/invite/note",
        "docs/guides/k-first.yml:21", "own",
    ),
    "a slip of the fingers": ("What do you hoep this yaer brings for your child", HOPES, "docs/prompts/all.yml:2",
                              "own"),
    "a label and the text beside it": (
        "We share, for example: One hope I have is a good morning for each child.", "prompt/hopes/we_share",
        "docs/prompts/all.yml:6", "own",
    ),
    "Spanish": ("espera que este año le traiga", HOPES, "docs/prompts/all.yml:2", "translated"),
    "Spanish without accents": ("este ano le traiga a su hijo", HOPES, "docs/prompts/all.yml:2", "translated"),
    "Arabic with a vowel mark": ("ماذا تأملُون أن يجلب", HOPES, "docs/prompts/all.yml:2", "translated"),
    "a part of Chinese": ("今年给孩子", HOPES, "docs/prompts/all.yml:2", "translated"),
    "what has a key of its own": ("The front office", "school/contacts/1/who", "docs/school.yml:5", "own-key"),
    "a glossary term's words": ("plan for a student who gets", "term/IEP/plain", "docs/glossary.yml:3",
                                "own"),
    "a word of the site's own": ("My pack", "", "", "site-words"),
    "a word of the site's own with a number": ("35 min", "", "", "site-words"),
    "a word of the site's own in Spanish": ("Mi carpeta", "", "", "site-words"),
}  # fmt: skip

ONLY_LIKE_IT = (
    "a slip of the fingers", "slots with names", "a label and the text beside it",
)  # fmt: skip


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Whereabouts:
    folder = written(tmp_path_factory.mktemp("where"), FILES)
    return Whereabouts(load_toolkit(Folders(folder))[0])


def written(parent: Path, files: dict[str, str]) -> Path:

    folder = parent / "toolkit"
    shutil.copytree(Path(__file__).parent / "base", folder)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("seen", "place", "at", "how"), CASES.values(), ids=CASES)
def test_what_was_seen_leads_to_its_place(texts: Whereabouts, seen: str, place: str, at: str, how: How) -> None:
    first = texts.find(seen)[0]

    is_like = seen in {CASES[name][0] for name in ONLY_LIKE_IT}
    assert (first.likeness < 1) == is_like
    assert (first.place, str(first.location or ""), first.change.how) == (place, at, how)


@pytest.mark.parametrize(
    "seen",
    ["", "   ", "?!", "quixotic zebras juggle", "Una frase que nadie ve todavía en su página"],
    ids=["nothing", "blanks", "marks", "words that stand nowhere", "a translation that nobody is shown yet"],
)
def test_what_stands_nowhere_is_not_found(texts: Whereabouts, seen: str) -> None:
    assert texts.find(seen) == []


def test_a_translation_tells_its_own_line_too(texts: Whereabouts) -> None:
    (first, *_) = texts.find("espera que este año le traiga")

    assert (first.language, str(first.shown_at), first.change.file) == ("es", "locales/es.po:2", "locales/es.po")
    assert first.text == "What do you hope this year brings for your child?"


def test_five_are_told_and_the_same_words_once(toolkit_files: ToolkitFiles) -> None:
    prompt = "- {{id: p{0}, text: 'Same words, {1}', purpose: hopes, listener: family, bands: [early]}}\n"
    numbered = "".join(prompt.format(number, f"and {number} more") for number in range(9))
    folder = toolkit_files({"docs/prompts/many.yml": numbered + prompt.format("x", "yes") + prompt.format("y", "yes")})
    texts = Whereabouts(load_toolkit(Folders(folder))[0])

    found = texts.find("Same words")
    assert len(found) == 5
    # The less else a text holds, the better.
    assert (found[0].place, found[0].others) == ("prompt/px/text", ("prompt/py/text",))


def test_of_the_same_words_those_of_the_page_are_told_first(toolkit_files: ToolkitFiles) -> None:
    shared = "A sentence of both."
    guide = (Path(__file__).parent / "base/docs/guides/k-first.yml").read_text("utf-8")
    folder = toolkit_files({
        "docs/guides/k-first.yml": guide.replace("Nothing is written down.", shared),
        "docs/facts.yml": f"- id: one\n  text: {shared}\n  source: A book\n  checked_on: 2026-11-01\n",
        "docs/prompts/a.yml": f"- {{id: a, text: {shared}, purpose: hopes, listener: family, bands: [early]}}\n",
    })  # fmt: skip
    texts = Whereabouts(load_toolkit(Folders(folder))[0])

    assert texts.find(shared, near="docs/guides/k-first.yml")[0].place == "guide/k-first/after/privacy"
    assert texts.find(shared, near="docs/prompts/a.yml")[0].place == "prompt/a/text"


MANY = {
    "docs/school.yml": SCHOOL.replace("[en, es, ar, zh-Hans]", "[en, es]")
    + "locked: [guide/*/invite/decline, school/interpreting/contact]\n",
    "locales/es.po": CATALOGUES["es"],
    "schools/oak.yml": "name: Oak School\n",
    "schools/elm.yml": "name: Elm School\nwording:\n  prompt/hopes/text: What do you dream of?\n",
}


def test_on_a_library_below_the_schools_file_is_told(toolkit_files: ToolkitFiles) -> None:
    """A text of the school's own stands in its own file; one of the district's gets lines for the school's file."""
    district = toolkit_files({"locales/es.po": CATALOGUES["es"], "docs/prompts/more.yml": PROMPTS})
    school = district.parent / "school"
    (school / "docs/prompts").mkdir(parents=True)
    (school / "docs/school.yml").write_text("name: Oak School\nlanguages: [en, es]\n", "utf-8")
    (school / "docs/prompts/own.yml").write_text(PROMPTS.replace("proud", "glad"), "utf-8")
    folders = Folders(school, below=(Layer.of(district, "../toolkit"),))
    texts = Whereabouts(load_toolkit(folders)[0])

    below, own, spanish = (texts.find(seen)[0] for seen in ("you hope this year", "really glad", "espera que este"))
    assert (str(below.location), below.change.how) == ("../toolkit/docs/prompts/all.yml:2", "first-wording")
    assert below.change.file == "docs/school.yml"
    assert (str(own.location), own.change.how) == ("docs/prompts/own.yml:2", "own")
    assert (str(spanish.shown_at), spanish.change.how) == ("../toolkit/locales/es.po:2", "translation")
    assert spanish.change.file == "locales/es.po"

    (school / "locales").mkdir()
    (school / "locales/es.po").write_text(spanish.change.lines.replace("espera", "desea"), "utf-8")
    assert Whereabouts(load_toolkit(folders)[0]).find("desea que este año")[0].change.how == "translated"


def of_school(folder: Path, edition: str, seen: str) -> Standing:
    toolkit, findings = load_toolkit(Folders(folder, edition=edition))
    assert findings == []
    return Whereabouts(toolkit).find(seen)[0]


def test_a_school_of_many_is_told_its_own_file(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files(MANY)

    first = of_school(folder, "oak", "do you hope this year")
    assert (first.change.how, first.change.file) == ("first-wording", "schools/oak.yml")
    assert of_school(folder, "elm", "would you like from me").change.how == "wording"
    own = of_school(folder, "elm", "What do you dream of?")
    assert (own.change.how, str(own.location)) == ("worded", "schools/elm.yml:3")
    assert of_school(folder, "oak", "If you would rather not").change.how == "locked"
    assert of_school(folder, "oak", "Call the office.").change.how == "locked"
    assert of_school(folder, "oak", "The front office").change.file == "schools/oak.yml"


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "With: a colon # and a mark",
        "'Quoted' and \"quoted\"",
        "A long text that goes on and on, so that nobody would keep it in a line of its own, and then some more of it.",
        "Two\nlines",
        "- a list\n- of two",
        "yes",
        "Say {child} first",
    ],
)
def test_the_lines_to_paste_word_the_text_anew(toolkit_files: ToolkitFiles, text: str) -> None:
    """Pasted at the end of the school's file, they are read as its words of today."""
    prompt = {"id": "p", "text": text, "purpose": "hopes", "listener": "family", "bands": ["early"]}
    term = {"term": "Plan: B", "plain": text}
    files = {"docs/prompts/p.yml": yaml.safe_dump([prompt]), "docs/glossary.yml": yaml.safe_dump([term])}
    folder = toolkit_files({**MANY, **files})

    found = Whereabouts(load_toolkit(Folders(folder, edition="oak"))[0]).find(text, near="docs/prompts/p.yml")[0]
    with (folder / "schools/oak.yml").open("a", encoding="utf-8") as file:
        file.write(found.change.lines)

    toolkit, findings = load_toolkit(Folders(folder, edition="oak"))
    assert [one for one in findings if one.location.path == "schools/oak.yml"] == []
    assert toolkit.prompts_by_id["p"].text == text
    assert toolkit.prompts_by_id["p"].at("text").path == "schools/oak.yml"


def test_the_lines_to_paste_say_a_word_of_the_sites_otherwise(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    own = folder / "templates"
    lines = Whereabouts(load_toolkit(Folders(folder))[0]).find("My pack")[0].change
    file = folder / lines.file
    file.parent.mkdir(parents=True)
    file.write_text(lines.lines.replace('msgstr "My pack"', 'msgstr "My bag"'), encoding="utf-8")

    assert translations_of("en", (own,)).gettext("My pack") == "My bag"
    assert Whereabouts(load_toolkit(Folders(folder))[0], (own,)).find("My bag")[0].text == "My pack"


def test_the_command_tells_place_line_and_lines_to_paste(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files(MANY)
    done = CliRunner().invoke(main, ["own", "--where", "hope this year brings", str(folder), "--school", "oak"])

    assert (done.exit_code, done.output.splitlines()) == (0, [
        "prompt/hopes/text",
        "  docs/prompts/all.yml:2:9",
        "  What do you hope this year brings for your child?",
        "",
        "  To word it anew, paste this into schools/oak.yml:",
        "",
        "wording:",
        "  prompt/hopes/text: What do you hope this year brings for your child?",
    ])  # fmt: skip


def test_the_command_says_what_it_did_not_find(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    run = CliRunner().invoke

    nowhere = run(main, ["own", "--where", "quixotic zebras", str(folder)])
    assert (nowhere.exit_code, "No text holds these words" in nowhere.output) == (1, True)
    assert run(main, ["own"]).exit_code == 2
    assert run(main, ["own", "hopes", str(folder), "--where", "hope"]).exit_code == 2
    unknown = run(main, ["own", "--where", "hope", str(folder), "--school", "ok"])
    assert (unknown.exit_code, "no school 'ok'" in unknown.output) == (1, True)


def test_a_place_is_a_location(texts: Whereabouts) -> None:
    assert texts.find("What do you hope this year")[0].location == Location("docs/prompts/all.yml", 2, 9)
