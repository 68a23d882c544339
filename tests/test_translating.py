"""Catalogues: what is translated, kept, to be checked, lost; and how a toolkit looks in another language."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po as read_strictly
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from manual.words import source_catalogue
from toolkit_builder.cli import main
from toolkit_builder.folders import Folders
from toolkit_builder.interface import interface
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.texts import entries_of, placed_texts
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.pages import Site, render_guide
from toolkit_builder.po import format_po, read_po
from toolkit_builder.prose import SourceText
from toolkit_builder.rules import RULES, check_toolkit
from toolkit_builder.translating import localize, progress_of
from toolkit_builder.translation_faults import fault_of, is_copied

from .conftest import ROOT, ToolkitFiles

SCHOOL = (ROOT / "tests/base/docs/school.yml").read_text(encoding="utf-8").replace("[en]", "[en, es]")


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.output


@pytest.fixture
def folder(toolkit_files: ToolkitFiles) -> Path:
    """The base toolkit of a school with a second language, and its catalogue without translations."""
    made = toolkit_files({"docs/school.yml": SCHOOL})
    assert run("translate", "update", made)[0] == 0
    return made


def catalogue(folder: Path) -> str:
    return (folder / "locales/es.po").read_text(encoding="utf-8")


def translated(folder: Path, place: str, text: str) -> None:
    """Puts a translation where a translator would: below the text's place."""
    head, mark, rest = catalogue(folder).partition(f'msgctxt "{place}"\n')
    assert mark, place
    source, _, rest = rest.partition('msgstr ""')
    (folder / "locales/es.po").write_text(f'{head}{mark}{source}msgstr "{text}"{rest}', encoding="utf-8")


def changed(folder: Path, path: str, old: str, new: str) -> None:
    file = folder / "docs" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def in_spanish(folder: Path) -> Toolkit:
    toolkit, findings = load_toolkit(Folders(folder))
    assert findings == []
    return localize(toolkit, toolkit.catalogues[0])


def first_prompt(folder: Path) -> tuple[str, str]:
    """The place and the text of the bank's first prompt."""
    toolkit, _ = load_toolkit(Folders(folder))
    return f"prompt/{toolkit.prompts[0].id}/text", toolkit.prompts[0].text


def test_every_text_has_a_place_of_its_own(folder: Path) -> None:
    toolkit, _ = load_toolkit(Folders(folder))
    texts = list(placed_texts(toolkit))
    places = [one.place for one in texts]

    assert len(places) == len(set(places)) > 50
    assert {place.split("/")[0] for place in places} >= {"school", "guide", "prompt", "activity"}
    found = read_strictly(io.BytesIO(catalogue(folder).encode()))
    assert {message.context: message.id for message in found if message.id} == {one.place: one.text for one in texts}


def test_the_authors_note_reaches_the_translator(folder: Path) -> None:
    changed(folder, "prompts/all.yml", "  listener:", "  note: Said to a tired parent.\n  listener:")
    run("translate", "update", folder)

    assert "#. Said to a tired parent." in catalogue(folder)


def test_a_translation_is_shown_and_what_has_none_is_marked(folder: Path) -> None:
    place, _ = first_prompt(folder)
    translated(folder, place, "¿Qué espera usted?")
    spanish = in_spanish(folder)
    prompt = spanish.prompts[0]

    assert (spanish.language, prompt.text) == ("es", "¿Qué espera usted?")
    assert not isinstance(prompt.text, SourceText)
    # A name needs no translation.
    assert not isinstance(spanish.school.name, SourceText)
    title = spanish.guides[0].title
    assert isinstance(title, SourceText)
    assert (title.language, str(title)) == ("en", load_toolkit(Folders(folder))[0].guides[0].title)
    # Where it stands in the author's file is known as before.
    assert prompt.at("text") == load_toolkit(Folders(folder))[0].prompts[0].at("text")


def test_a_text_in_a_label_is_marked_by_no_element(folder: Path) -> None:
    spanish = in_spanish(folder)
    page, _ = render_guide(Site(spanish), spanish.guides[0])

    assert f'<h1><span lang="en" dir="auto">{spanish.guides[0].title}</span></h1>' in page.body
    assert f': {spanish.guides[0].title}" aria-pressed' in page.body


def test_a_changed_text_is_to_be_checked_and_its_translation_kept(folder: Path) -> None:
    """The new text is shown meanwhile: an old promise in another language is worse."""
    place, text = first_prompt(folder)
    translated(folder, place, "La frase de antes")
    changed(folder, "prompts/all.yml", text, "What else do you hope?")
    assert in_spanish(folder).prompts[0].text == "What else do you hope?"
    run("translate", "update", folder)

    (message,) = [one for one in read_strictly(io.BytesIO(catalogue(folder).encode())) if one.context == place]
    assert (message.id, message.string, message.fuzzy) == ("What else do you hope?", "La frase de antes", True)
    assert f'#| msgid "{text}"' in catalogue(folder)
    assert in_spanish(folder).prompts[0].text == "What else do you hope?"
    assert "1 to check" in run("translate", "status", folder)[1]


def test_a_translation_goes_with_its_text(folder: Path) -> None:
    """A list gets an item at its start: each translation is still that of its own text."""
    guide = load_toolkit(Folders(folder))[0].guides[0]
    translated(folder, f"guide/{guide.id}/before/1/do", "Lo primero")
    changed(folder, guide.at().path.removeprefix("docs/"), "before:\n", "before:\n  - {do: Breathe.}\n")
    run("translate", "update", folder)

    tasks = in_spanish(folder).guides_by_id[guide.id].before
    assert [str(task.do) for task in tasks[:2]] == ["Breathe.", "Lo primero"]


def test_a_translation_goes_with_a_renamed_guide(folder: Path) -> None:
    """At once, and in the file with the next update: each place's own words, and what is to be checked."""
    translated(folder, "guide/k-first/invite/decline", "Si no quiere")
    translated(folder, "guide/k-second/invite/decline", "O mejor no")
    translated(folder, "guide/k-second/title", "El título de antes")
    changed(folder, "guides/k-second.yml", "title: Kindergarten", "title: Big Kindergarten")
    run("translate", "update", folder)
    (folder / "docs/guides/k-second.yml").rename(folder / "docs/guides/k-again.yml")
    changed(folder, "guides/k-again.yml", "summary:", "old_ids: [k-second]\nsummary:")
    changed(folder, "guides/k-first.yml", "next_visit: k-second", "next_visit: k-again")

    for _ in ("before", "after"):
        declines = [str(guide.invite.decline) for guide in in_spanish(folder).guides]
        assert sorted(declines) == ["O mejor no", "Si no quiere"]
        assert str(in_spanish(folder).guides_by_id["k-again"].invite.decline) == "O mejor no"
        assert "1 to check" in run("translate", "status", folder)[1]
        run("translate", "update", folder)
    assert "guide/k-second/" not in catalogue(folder)
    assert "#~" not in catalogue(folder)
    (message,) = [
        one for one in read_strictly(io.BytesIO(catalogue(folder).encode())) if one.context == "guide/k-again/title"
    ]
    assert (message.string, message.fuzzy) == ("El título de antes", True)


def test_nothing_that_was_translated_is_ever_lost(folder: Path) -> None:
    """A text that goes leaves its translation at the end of the file, and finds it there when it comes back."""
    place, text = first_prompt(folder)
    translated(folder, place, "Se queda")
    changed(folder, "prompts/all.yml", text, "Gone for now?")
    # The place has another text, translated anew; the old one is kept all the same.
    run("translate", "update", folder)
    po = catalogue(folder).replace("#, fuzzy\n", "").replace('msgstr "Se queda"', 'msgstr "Por ahora"')
    (folder / "locales/es.po").write_text(po, encoding="utf-8")
    changed(folder, "prompts/all.yml", "Gone for now?", text)
    run("translate", "update", folder)
    assert "Por ahora" in catalogue(folder)
    changed(folder, "prompts/all.yml", text, "Gone for now?")
    run("translate", "update", folder)

    assert in_spanish(folder).prompts[0].text == "Por ahora"


def test_an_update_without_changes_changes_nothing(folder: Path) -> None:
    """Nor does it touch what translators wrote at the head or beside a text."""
    place, _ = first_prompt(folder)
    translated(folder, place, "Una frase")
    po = catalogue(folder).replace(f'msgctxt "{place}"', f'# ask Ana\nmsgctxt "{place}"')
    po = po.replace('"Last-Translator: \\n"', '"Last-Translator: Ana <ana@example.org>\\n"')
    (folder / "locales/es.po").write_text(po, encoding="utf-8")
    run("translate", "update", folder)
    once = catalogue(folder)
    run("translate", "update", folder)

    assert catalogue(folder) == once
    assert "# ask Ana\n" in once
    assert "Ana <ana@example.org>" in once


def test_the_default_catalogues_are_up_to_date() -> None:
    """After a text of the starter changed: `toolkit-builder translate update`."""
    toolkit, findings = load_toolkit(Folders(ROOT))
    assert [one for one in findings if one.code == "broken-catalogue"] == []
    texts = {one.place: one.text for one in placed_texts(toolkit)}
    for one in toolkit.catalogues:
        found = read_strictly(io.BytesIO((ROOT / one.path).read_bytes()))
        assert {message.context: message.id for message in found if message.id} == texts, one.language
    spanish = next(one for one in toolkit.catalogues if one.language == "es")
    assert {(part.to_check, part.missing) for part in progress_of(placed_texts(toolkit), spanish).values()} == {(0, 0)}


@pytest.mark.parametrize("language", ["ar", "zh-Hans", "vi", "ht"])
def test_families_are_asked_and_invited_in_their_language(language: str) -> None:
    """All that families read or hear; what staff read is shown in English, marked."""
    toolkit, _ = load_toolkit(Folders(ROOT), languages=[language])
    made = localize(toolkit, toolkit.catalogues[0])
    for_families = [found for entry in entries_of(made) for found in entry.texts if found.prose.reader != "staff"]

    assert len(for_families) > 6000
    assert [found.text for found in for_families if isinstance(found.text, SourceText)] == []
    assert not made.is_reviewed


SOUND = [
    ("Call {school}.", "Llame a {school}."),
    ("No slots", "Sin huecos"),
    ("See [this](https://a.org).", "Vea [esto](https://a.org)."),
    ("Q&A; R&D, 3 < 4", "Q&A; I&D; y & más; 3 < 4 y 5 > 4"),
    ("Half of it", "Le 50 % suffit, 20 % d'un an, 30 % s'y ajoutent"),
    ("50% of {school}", "{school}: 50 %"),
    ("**Bold** and *this*", "**Negrita** y *esto*"),
    ("Write &amp; in HTML, or <b>", "En HTML: &amp; o <b>"),
]
FAULTS = [
    ("Call {school}.", "Llame."),
    ("Call.", "Llame a {school}."),
    ("{day} or {day}", "{day}"),
    ("{decline}", "{declinar}"),
    ("See [this](https://a.org).", "Vea esto."),
    ("See this.", "Vea [esto](javascript:alert(1))."),
    ("See [this](https://a.org).", "Vea [esto](https://b.org)."),
    # What machines make of slots: other names, blanks, other braces, marks of other programs.
    *((source, made) for made in (
        "{ teacher }", "{profesora}", "{niño}", "｛teacher｝", "{{teacher}}", "{teacher", "teacher}", "{Teacher}",
        "{0}", "%{teacher}", "% {teacher}", "${teacher}", "%s", "%1$s", "% s", "%(teacher)s",
        "__teacher__", "<teacher>",
    ) for source in ("{teacher}", "Nobody")),
    # HTML, whole and torn.
    *(("Yes", made) for made in (
        "L&#39;école", "L&#x27;école", "l&eacute;cole", "&quot;oui&quot;", "Uno &lt;b&gt;dos&lt;/b&gt;",
        "Uno &amp; dos", "Uno&nbsp;dos",
        "& quot; oui", "& # 39;", "Uno <b>dos</b>", "Uno<br>dos", "< / b >", "<x id=\"1\"/>", "＜b＞",
    )),
    ("See [this](https://a.org).", "Vea [esto] (https://a.org)."),
    ("**Bold**", "** Negrita **"),
    ("**Bold**", "* * Negrita * *"),
    ("Yes", "S\ufffd"),
    ("Yes", "#-#-#-#-#  a.po  #-#-#-#-#\nSí\n#-#-#-#-#  b.po  #-#-#-#-#\nClaro"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "translation"), SOUND)
def test_a_sound_translation_has_slots_and_links_of_its_source(text: str, translation: str) -> None:
    assert fault_of(text, translation) == ""


@pytest.mark.parametrize(("text", "translation"), FAULTS)
def test_a_translation_that_lost_a_slot_or_a_link_is_not_shown(text: str, translation: str) -> None:
    assert fault_of(text, translation) != ""


def test_findings_tell_what_is_missing_to_check_and_broken(folder: Path) -> None:
    toolkit, _ = load_toolkit(Folders(folder))
    assert {one.code for one in check_toolkit(toolkit)} == {"missing-translation"}
    place, _ = first_prompt(folder)
    translated(folder, place, "Una frase")
    guide = toolkit.guides[0]
    translated(folder, f"guide/{guide.id}/invite/call", "Sin la frase que permite decir que no")
    translated(folder, f"guide/{guide.id}/title", "Título")
    changed(folder, guide.at().path.removeprefix("docs/"), f"title: {guide.title}", "title: Another title")
    toolkit, _ = load_toolkit(Folders(folder))
    findings = check_toolkit(toolkit)

    by_code = {one.code: one for one in findings}
    assert set(by_code) == {"partial-translation", "translation-to-check", "broken-translation"}
    assert (by_code["broken-translation"].level, by_code["partial-translation"].level) == ("warning", "note")
    line = by_code["broken-translation"].location.line
    assert by_code["broken-translation"].location.path == "locales/es.po"
    assert f"guide/{guide.id}/invite/call" in "".join(catalogue(folder).splitlines()[line - 3 : line + 1])
    # One whose text changed, and one that is broken.
    assert "2 of " in by_code["translation-to-check"].message
    assert check_toolkit(toolkit, dict.fromkeys(by_code, "off")) == []


@pytest.mark.parametrize("damage", ['msgid "never closed\n', "hello"])
def test_what_cannot_be_read_costs_itself_only_and_is_left_alone(folder: Path, damage: str) -> None:
    place, _ = first_prompt(folder)
    translated(folder, place, "Una frase")
    whole = catalogue(folder) + damage
    (folder / "locales/es.po").write_text(whole, encoding="utf-8")
    code, said = run("check", folder)
    assert (code, "warning[broken-catalogue]" in said) == (0, True)
    assert f"locales/es.po:{len(whole.splitlines())}:" in said
    toolkit, _ = load_toolkit(Folders(folder))
    assert localize(toolkit, toolkit.catalogues[0]).prompts[0].text == "Una frase"

    code, said = run("translate", "update", folder)
    assert (code, "locales/es.po was left as it is." in said) == (1, True)
    assert catalogue(folder) == whole


def test_one_file_that_is_left_alone_keeps_no_other_from_its_update(toolkit_files: ToolkitFiles) -> None:
    """Also where a file is no catalogue at all, which is an error."""
    folder = toolkit_files({"docs/school.yml": SCHOOL.replace("[en, es]", "[en, es, fr]"), "locales/es.po": "<html>"})

    assert run("check", folder)[0] == 1
    assert run("translate", "update", folder)[0] == 1
    assert (folder / "locales/es.po").read_text(encoding="utf-8") == "<html>"
    assert "msgctxt" in (folder / "locales/fr.po").read_text(encoding="utf-8")


def test_an_update_keeps_the_name_of_a_file(folder: Path) -> None:
    (folder / "locales/es.po").rename(folder / "locales/ES.po")
    place, _ = first_prompt(folder)
    assert run("translate", "update", folder)[0] == 0

    assert [file.name for file in (folder / "locales").iterdir()] == ["ES.po"]
    assert load_toolkit(Folders(folder))[0].catalogues[0].at(place).path == "locales/ES.po"


# What happens to a text, and what is then in the file and shown. "mark" and "unmark" are what a translator does.
STORIES = [
    # A translation that nobody looked at never comes back as good, whatever way its text went.
    (["A", "translate", "B"], ("B", "A", True)),
    (["A", "translate", "B", "gone"], None),
    (["A", "translate", "B", "gone", "B"], ("B", "A", True)),
    (["A", "translate", "B", "gone", "gone", "B"], ("B", "A", True)),
    (["A", "translate", "B", "C"], ("C", "A", True)),
    (["A", "translate", "B", "C", "B"], ("B", "A", True)),
    (["A", "translate", "mark", "gone", "A"], ("A", "", True)),
    (["A", "translate", "mark", "B", "A"], ("A", "", True)),
    (["A", "translate", "B", "moved", "B"], ("B", "A", True)),
    # One that is good comes back as good.
    (["A", "translate", "gone", "A"], ("A", "", False)),
    (["A", "translate", "B", "A"], ("A", "", False)),
    (["A", "translate", "B", "C", "A"], ("A", "", False)),
    (["A", "translate", "B", "gone", "A"], ("A", "", False)),
    (["A", "translate", "B", "unmark"], ("B", "", False)),
    (["A", "translate", "B", "unmark", "gone", "B"], ("B", "", False)),
    (["A", "translate", "moved", "A"], ("A", "", False)),
]


@pytest.mark.parametrize(("story", "expected"), STORIES, ids=lambda value: "-".join(map(str, value or ())))
def test_a_translation_is_as_sure_as_somebody_made_it(
    folder: Path, story: list[str], expected: tuple[str, str, bool] | None
) -> None:
    texts = {name: f"What is {name * 60} on a slow day?" for name in "ABC"}
    file, entry_id = folder / "docs/prompts/extra.yml", "extra-one"
    for step in story:
        po = catalogue(folder)
        if step == "gone":
            file.unlink(missing_ok=True)
        elif step == "moved":
            entry_id = "extra-two"
        elif step == "translate":
            translated(folder, f"prompt/{entry_id}/text", "¿Qué hay?")
        elif step == "mark":
            mark = "#, fuzzy\n#: docs/prompts/extra.yml\n"
            (folder / "locales/es.po").write_text(po.replace("#: docs/prompts/extra.yml\n", mark), encoding="utf-8")
        elif step == "unmark":
            (folder / "locales/es.po").write_text(po.replace("#, fuzzy\n", ""), encoding="utf-8")
        else:
            more = "  purpose: culture\n  listener: family\n  bands: [elementary]\n"
            file.write_text(f"- id: {entry_id}\n  text: {texts[step]}\n{more}", encoding="utf-8")
        assert run("translate", "update", folder)[0] == 0
        assert "¿Qué hay?" in catalogue(folder) or "translate" not in story[: story.index(step) + 1]
    found = [one for one in read_po((folder / "locales/es.po").read_bytes()).entries if one.text == "¿Qué hay?"]

    if expected is None:
        assert found == []
        assert "#, fuzzy\n#~| msgid" in catalogue(folder)
    else:
        text, before, is_fuzzy = expected
        (entry,) = found
        assert (entry.source, entry.is_fuzzy) == (texts[text], is_fuzzy)
        assert entry.previous_source == texts.get(before, "")


def test_a_hint_says_what_helps_before_and_after_an_update(folder: Path) -> None:
    """A mended typo hides a translation. What brings it back is told at once, and in the rule's own words."""
    place, text = first_prompt(folder)
    translated(folder, place, "La frase")
    changed(folder, "prompts/all.yml", text, text.replace("?", "!?"))

    def hint() -> str:
        return next(one.hint for one in check_toolkit(load_toolkit(Folders(folder))[0]) if "to-check" in one.code)

    assert hint().startswith("run `toolkit-builder translate update`, which marks them as 'fuzzy' in locales/es.po")
    run("translate", "update", folder)
    assert hint().startswith("look for 'fuzzy' in locales/es.po")
    assert "take that mark away" in hint()
    assert in_spanish(folder).prompts[0].text != "La frase"
    (folder / "locales/es.po").write_text(catalogue(folder).replace("#, fuzzy\n", ""), encoding="utf-8")
    assert in_spanish(folder).prompts[0].text == "La frase"
    assert "Needs work" in RULES["translation-to-check"].doc


COPIED = [
    ("What do you hope for this year?", "What do you hope for this year?", True),
    ("What do you hope for this year?", "What do you hope  for this\nyear?", True),
    ("您对今年有什么希望？我们想听您说。", "您对今年有什么希望？我们想听您说。", True),
    ("What do you hope for?", "What do you hope?", False),
    ("Grade 3", "Grade 3", False),
    ("No", "No", False),
    ("Hospital general", "Hospital general", False),
    ("Dr. Martin Luther King Jr. of Maple Street School", "Dr. Martin Luther King Jr. of Maple Street School", False),
    ("{teacher} {day} {time} {place} {school}", "{teacher} {day} {time} {place} {school}", False),
    ("555-0101, ext. 20", "555-0101, ext. 20", False),
    ("[MTSS](https://example.org/what/this/is/all/about)", "[MTSS](https://example.org/what/this/is/all/about)", False),
    ("家长", "家长", False),
]


@pytest.mark.parametrize(("text", "translation", "expected"), COPIED)
def test_a_copy_of_the_source_is_no_translation(text: str, translation: str, expected: bool) -> None:
    assert is_copied(text, translation) is expected


def test_texts_that_a_tool_filled_with_the_source_are_counted_apart(folder: Path) -> None:
    toolkit, _ = load_toolkit(Folders(folder))
    progress = progress_of(placed_texts(toolkit), toolkit.catalogues[0])
    po = read_po((folder / "locales/es.po").read_bytes())
    filled = [replace(one, text=one.source) for one in po.entries]
    (folder / "locales/es.po").write_bytes(format_po(replace(po, entries=filled), [("", "")] * len(filled)))
    spanish = in_spanish(folder)
    made = progress_of(placed_texts(toolkit), load_toolkit(Folders(folder))[0].catalogues[0])

    copied = sum(one.copied for one in made.values())
    assert sum(one.all for one in progress.values()) == copied + sum(one.done for one in made.values())
    assert copied > 40
    # Its page says in which language it is.
    assert isinstance(spanish.guides[0].summary, SourceText)
    (found,) = [one for one in check_toolkit(load_toolkit(Folders(folder))[0]) if one.code == "copied-translation"]
    assert (int(found.message.split()[0]), found.location.path, found.level) == (copied, "locales/es.po", "note")
    assert found.location.line == min(
        one.line for one in read_po((folder / "locales/es.po").read_bytes()).entries if is_copied(one.source, one.text)
    )
    assert f", {copied} the same as in the source" in run("translate", "status", folder)[1]


def test_a_head_without_the_line_of_a_review_is_told(folder: Path) -> None:
    place, _ = first_prompt(folder)
    translated(folder, place, "Una frase")
    po = re.sub(r"# Reviewed.*\n", "", catalogue(folder))
    (folder / "locales/es.po").write_text(po, encoding="utf-8")
    toolkit, _ = load_toolkit(Folders(folder))

    (found,) = [one for one in check_toolkit(toolkit) if one.code == "unclear-review"]
    assert (str(found.location), found.level) == ("locales/es.po:1", "note")
    assert not localize(toolkit, toolkit.catalogues[0]).is_reviewed
    (folder / "locales/es.po").write_text(f"# Reviewed: sí\n{po}", encoding="utf-8")
    assert "'Reviewed: sí'" in run("check", folder)[1]
    (folder / "locales/es.po").write_text(f"# Reviewed: yes\n{po}", encoding="utf-8")
    assert in_spanish(folder).is_reviewed
    assert "unclear-review" not in run("check", folder)[1]


def test_status_tells_of_each_file(folder: Path) -> None:
    place, _ = first_prompt(folder)
    translated(folder, place, "Una frase")
    _, said = run("translate", "status", folder)

    lines = said.splitlines()
    assert lines[0].startswith("español (es): 3 done, 0 to check, ")
    assert "not reviewed by a native speaker" in lines[0]
    assert next(line.split() for line in lines if "prompts/all.yml" in line)[1:3] == ["1", "done"]


# --- The package's own words ---


@pytest.mark.parametrize("language", ["es", "ar", "zh-Hans", "vi", "ht"])
def test_every_word_of_the_package_is_translated(language: str) -> None:
    """After a word changed: `make words`, then fill the new ones."""
    file = ROOT / "templates/locales" / f"{language.partition('-')[0]}.po"
    found = read_strictly(io.BytesIO(file.read_bytes()))
    known = {(one.context, one.id): one for one in found if one.id}
    source = {(one.context, one.id): one for one in source_catalogue() if one.id}

    assert set(known) == set(source)
    assert [one.id for one in known.values() if not one.string or one.fuzzy] == []
    for one in known.values():
        texts = [one.id] if isinstance(one.id, str) else list(one.id)
        said = [one.string] if isinstance(one.string, str) else list(one.string or [])
        assert {_marks(text) for text in said} == {_marks(texts[0])}, one.id
    assert interface(language).is_translated


def _marks(text: str) -> frozenset[str]:
    return frozenset(part.partition("}")[0] for part in text.split("{")[1:])


@given(st.text())
def test_values_cannot_become_marks_or_html(value: str) -> None:
    words = interface("en")
    assert words.t("{a} and {b}", a=value) == f"{value} and {{b}}"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ["nube", "ñandú", "oso", "único", "uva"]),
        ("vi", ["da", "đa", "em", "êm", "ô", "ơ"]),
        ("ar", ["الباب", "تفاح", "الثوب"]),
        ("zh-Hans", ["分数", "家长", "学校", "作业"]),
        ("en", ["apple", "Éclair", "zebra"]),
    ],
)
def test_words_are_in_the_order_of_their_language(language: str, words: list[str]) -> None:
    assert sorted({*words}, key=interface(language).sorting) == words


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "2026"),
        ("es", "noviembre"),
        ("ar", "نوفمبر"),
        ("zh-Hans", "11月"),
        ("ht", "25 novanm 2026"),
        ("mww", "November 25, 2026"),
        ("dv", "November 25, 2026"),
    ],
)
def test_dates_are_written_as_readers_write_them(language: str, day: str) -> None:
    assert day in interface(language).day(date(2026, 11, 25))
