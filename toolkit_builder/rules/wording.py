"""Rules about words: open prompts, plain language, nothing that a page must not carry (D2 to D4, D6, D10)."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.model.banks import Activity, Fact, Framework, Prompt
from toolkit_builder.model.base import Entry, Record, iter_texts
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.insert import Insert
from toolkit_builder.model.languages import base_of
from toolkit_builder.model.protocol import ProtocolStep
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit, is_spoken
from toolkit_builder.prose import is_address, plain_text, unsafe_links

from .reading_level import measured_languages, reading_grade
from .rule import entry_rule, guide_rule, toolkit_rule

MOST_WORDS = 25
MOST_GRADE = 7.0
FEWEST_WORDS = 20
"""Shorter texts are not measured: one long name would decide the result."""
_CLOSED = re.compile(r"(do|does|did|is|are|am|was|were|can|could|will|would|have|has|had|should)\b", re.IGNORECASE)
_ACRONYM = re.compile(r"\b(?:[A-Z]{2,}[0-9]*s?|[0-9]{3} plans?)\b")
# Acronyms that need no explanation: everyday words.
_EVERYDAY = {"OK", "TV", "US", "ID", "AM", "PM", "QR", "PDF", "DVD", "PK", "ABC", "ABCs", "UTC", "IDs", "TVs", "SUV"}
_PERSONAL = re.compile(
    r"\b(birth ?dates?|date of birth|social security|immigration|citizenship|legal status|income|salary|wages?|"
    r"home address|street address|full name|last name|signature|passport|license number)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\b(never|not|no)\b", re.IGNORECASE)
_CHILD = re.compile(r"\b(students?|child|children|siblings?|brothers?|sisters?|sons?|daughters?)\b", re.IGNORECASE)


def prompts_in(entry: Entry) -> Iterator[Prompt]:
    """A prompt of the bank itself, and those that stand in a guide."""
    if isinstance(entry, Prompt):
        yield entry
    if isinstance(entry, Guide):
        yield from (use for use in entry.prompts if isinstance(use, Prompt))


@entry_rule("closed-prompt", "warning", "D2")
def closed_prompt(toolkit: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """A prompt is open, single and short.

    It does not start with Do, Is, Can or their like, which ask for yes or no; it asks one thing; it has 25 words at
    most, because it is said aloud. Only English prompts are looked at. Our own rule, from good interviewing.
    """
    if not toolkit.is_english:
        return
    for prompt in prompts_in(entry):
        text = plain_text(prompt.text)
        place = prompt.at("text")
        if _CLOSED.match(text):
            word = text.split()[0]
            yield Diagnostic(
                "closed-prompt",
                f"a question that starts with '{word}' gets yes or no",
                place,
                hint="start with What, How, When, Who, Which or Tell us",
            )
        if text.count("?") > 1:
            yield Diagnostic(
                "closed-prompt",
                "two questions stand in one prompt",
                place,
                hint="keep one, and make the other a follow-up",
            )
        if len(text.split()) > MOST_WORDS:
            yield Diagnostic(
                "closed-prompt",
                f"the prompt has {len(text.split())} words; {MOST_WORDS} at most can be said in one breath",
                place,
                hint="cut it down to the question",
            )


def _passage(texts: Iterable[str]) -> str:
    """Texts as one passage, each ending as a sentence."""
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in map(plain_text, texts) if text)


def hard(
    code: str, place: Callable[[], Location], what: str, texts: Iterable[str], language: str
) -> Iterator[Diagnostic]:
    passage = _passage(texts)
    if len(passage.split()) < FEWEST_WORDS:
        return
    grade = reading_grade(passage, language)
    if grade > MOST_GRADE:
        yield Diagnostic(
            code,
            f"{what} reads at grade {grade:.0f}; grade {MOST_GRADE:.0f} at most is plain",
            place(),
            hint="shorter sentences, shorter words",
        )


def _texts(record: Record) -> list[str]:
    return [found.text for found in iter_texts(record) if found.prose.reader != "staff"]


def family_texts(toolkit: Toolkit, guide: Guide) -> list[str]:
    """What a family reads on the guide's page for families."""
    return [*_texts(toolkit.filled(guide).family_page), toolkit.limit_of(guide)]


def activity_texts(activity: Activity) -> list[str]:
    """What a family reads of an activity."""
    return [text for text in (*activity.steps, *activity.ask, activity.easier, activity.harder) if text]


def _hard_activity(code: str, place: Callable[[], Location], activity: Activity, language: str) -> Iterator[Diagnostic]:
    yield from hard(code, place, f"the activity '{activity.id}'", activity_texts(activity), language)


@guide_rule("hard-to-read", "warning", "D3")
def hard_to_read(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """What families read or hear is at reading grade 7 or lower.

    Most letters from schools are far above that. Measured are each invitation, the family's page as a whole and each
    activity of the guide's own; for English by the Flesch-Kincaid grade, for Spanish by Crawford's.
    """
    language = base_of(toolkit.source_language)
    if language not in measured_languages():
        return
    for name in ("call", "text", "note", "voicemail"):
        what, texts = f"the invitation '{name}'", [getattr(guide.invite, name)]
        yield from hard("hard-to-read", partial(guide.at, "invite", name), what, texts, language)
    yield from hard(
        "hard-to-read", partial(guide.at, "family_page"), "the family's page", family_texts(toolkit, guide), language
    )
    for position, use in enumerate(guide.activities):
        if isinstance(use, Activity):
            yield from _hard_activity("hard-to-read", partial(guide.at, "activities", position), use, language)


@entry_rule("hard-activity", "warning", "D3")
def hard_activity(toolkit: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """The activities of the bank are at reading grade 7 or lower.

    They are handed out on paper, so they must be plain without anyone to explain them.
    """
    language = base_of(toolkit.source_language)
    if language in measured_languages() and isinstance(entry, Activity):
        yield from _hard_activity("hard-activity", partial(entry.at, "steps"), entry, language)


@lru_cache(maxsize=1)
def _known_acronyms(toolkit: Toolkit) -> set[str]:
    known = {word.casefold() for word in _EVERYDAY}
    for term in toolkit.glossary:
        known |= {word.casefold() for form in (term.term, *term.also) for word in (form, *_ACRONYM.findall(form))}
    known |= {word.casefold() for word in _ACRONYM.findall(f"{toolkit.school.name} {toolkit.school.short_name}")}
    return known


@entry_rule("unexplained-acronym", "warning", "D3")
def unexplained_acronym(toolkit: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """A short form that a family meets stands in the glossary.

    IEP, GPA, FAFSA: schools speak in capitals. A form that the glossary holds is explained where it occurs.
    """
    known = _known_acronyms(toolkit)
    for found in entry.texts if is_spoken(entry) else ():
        if found.prose.reader == "staff":
            continue
        for word in dict.fromkeys(_ACRONYM.findall(found.text)):
            if word.casefold() not in known and word.casefold().removesuffix("s") not in known:
                yield Diagnostic(
                    "unexplained-acronym",
                    f"'{word}' is not in the glossary",
                    entry.at(*found.keys),
                    hint="explain it in glossary.yml, or write it out",
                )


@guide_rule("personal-field", "error", "D4")
def personal_field(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """Nothing asks for names, addresses, birth dates, income or immigration status.

    What is not written down cannot be lost. Looked at are reflections, tasks and, on enrollment visits, the list of
    forms. The conversation and the notes stay free of it.
    """
    checked: list[tuple[tuple[str | int, ...], str]] = [
        (("after", "reflection", position, "ask"), question.ask)
        for position, question in enumerate(guide.after.reflection)
    ]
    checked += [(("before", position, "do"), task.do) for position, task in enumerate(guide.before)]
    if guide.enrollment:
        checked += [(("enrollment", "items", position), item) for position, item in enumerate(guide.enrollment.items)]
    for keys, text in checked:
        found = _PERSONAL.search(text)
        if found:
            yield Diagnostic(
                "personal-field",
                f"'{found[0].casefold()}' is personal and is not asked for here",
                guide.at(*keys),
                hint="leave it to the school office",
            )


@toolkit_rule("missing-translation", "warning", "D6")
def missing_translation(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """Every language that school.yml promises for the site has the texts.

    The YAML is written in one language, the first that the lowest layer names under `languages`. Each further one has
    a site of its own, and a catalogue with the translations, `locales/XX.po`; `es.po` serves `es-419`, too. Languages
    in which the school has interpreters stand under `interpreting`, and promise nothing about the site.
    """
    translated = {one.language for one in toolkit.catalogues if not one.is_empty}
    for language, place in toolkit.promised.items():
        if language not in translated:
            yield Diagnostic(
                "missing-translation",
                f"the site is promised in '{language}', but its texts are in '{toolkit.source_language}' only",
                place,
                hint=f"fill locales/{language}.po (`toolkit-builder translate update` writes it), or move '{language}'"
                " to 'interpreting: languages:' until then",
            )


@guide_rule("child-as-interpreter", "warning", "D10")
def child_as_interpreter(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """The guide says that neither the student nor a sibling interprets.

    A child who interprets carries the talk of adults about herself. The line stands in the protocol, in a step with
    `fills: [interpreter]`, or under the guide's own `team: interpreter`, with "never" and "student" or "sibling".
    """
    text = toolkit.filled(guide).team.interpreter
    if not (_NEVER.search(text) and _CHILD.search(text)):
        yield Diagnostic(
            "child-as-interpreter",
            "nothing says that a child never interprets",
            guide.at("team", "interpreter"),
            hint="add: never the student or a sibling",
        )


@entry_rule("unsafe-link", "error")
def unsafe_link(_: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """Links lead to web pages, mail addresses, telephone numbers or places in this site, and nowhere else.

    Other addresses can run code in a reader's browser. They are left out of every page.
    """
    for found in entry.texts:
        for href in unsafe_links(found.text):
            yield Diagnostic(
                "unsafe-link",
                f"the link to '{href[:40]}' is not allowed",
                entry.at(*found.keys),
                hint="start it with https://, mailto: or tel:",
            )
    for keys, address, allowed in _addresses(entry):
        if address and not (address.startswith(allowed) and is_address(address)):
            yield Diagnostic(
                "unsafe-link",
                f"'{address[:40]}' is not a web address",
                entry.at(*keys),
                hint=f"start it with {' or '.join(allowed)}",
            )


def _addresses(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str, tuple[str, ...]]]:
    """The addresses that stand in fields of their own: their keys, themselves, and how they may start."""
    web = ("https://", "http://")
    if isinstance(entry, School):
        yield from ((("policies", n, "url"), policy.url, web) for n, policy in enumerate(entry.policies))
        yield from ((("partners", n, "url"), partner.url, web) for n, partner in enumerate(entry.partners))
        yield ("license",), entry.license, ("https://",)
        if entry.experience:
            yield ("experience", "url"), entry.experience.url, (*web, "mailto:")
    elif isinstance(entry, (Fact, ProtocolStep)) and entry.source:
        yield ("source", "url"), entry.source.url, web
    elif isinstance(entry, (Guide, Insert)):
        yield from ((("sources", n, "url"), source.url, web) for n, source in enumerate(entry.sources))
    elif isinstance(entry, Framework):
        yield ("source",), entry.source, web
