"""Rules about how a thing is said: English of an American school, one question a prompt, nothing from another visit."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

import yaml

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.model.base import Entry, FoundText
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.prose import plain_text

from .rule import entry_rule, guide_rule
from .wording import prompts_in

_PHRASES = Path(__file__).with_name("odd-english.yml")
_ASKING = r"(?:what|how|why|who|whom|whose|when|where|which)"
_TWO_QUESTIONS = re.compile(
    rf"\b{_ASKING}\b.*, and (?:(?:to|from|with|for|at|in|by|about|on) )?{_ASKING}\b", re.IGNORECASE | re.DOTALL
)
_FAMILIAR = frozenset("teacher partner child school phone day time place language decline".split())  # noqa: SIM905
"""Slots that are the same before a visit and after it."""
_WORD = re.compile(r"\w+")
_SLOT = re.compile(r"\{([^{}\n]+)\}")
_ONE_THING = re.compile(r"\bthe ((?:[a-z]+[ -])?[a-z]+)", re.IGNORECASE)
_OF_EVERY_VISIT = frozenset(
    """activities activity afternoon agreement answer answers call card center child children class classroom
    conversation coordinator counselor date day days door end evening fall family first form game games goal
    goals grade home hour house interpreter kids last library line meeting meetings minutes month months
    more morning move name names next number offer office one other others park people phone plan plans
    principal program question questions reading rest room same school season second sheet spring start step
    steps stories story student summer talk team text thing things three time topic translation use visit
    visitors way week weekend weeks welcome winter word words year years""".split()  # noqa: SIM905
)
"""What each visit has, so that "the" before it names nothing that only one family knows."""


@dataclass(frozen=True)
class OddPhrase:
    """An odd phrase in small letters, what is right around it, and what is better; see odd-english.yml."""

    phrase: str
    better: str
    is_said: bool
    right: tuple[str, ...]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Finds what is right, or the phrase as the group "odd"."""
        around = map(_whole, sorted(self.right, key=len, reverse=True))
        return re.compile("|".join([*around, f"(?P<odd>{_whole(self.phrase)})"]))

    def is_in(self, text: str) -> bool:
        """True if `text`, in small letters, holds the phrase where it is not right."""
        return any(match["odd"] for match in self._pattern.finditer(text))


def _whole(phrase: str) -> str:
    """A pattern of `phrase`, which begins and ends at a word."""
    start = r"(?<![\w-])" if phrase[0].isalnum() else ""
    return start + re.escape(phrase) + (r"(?!\w)" if phrase[-1].isalnum() else "")


@cache
def odd_phrases() -> tuple[OddPhrase, ...]:
    """The list in odd-english.yml, one by one."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    groups = yaml.load(_PHRASES.read_bytes(), loader)  # noqa: S506, both loaders are safe
    return tuple(
        OddPhrase(
            odd.lower(), group["better"], group.get("said", False), tuple(one.lower() for one in group.get("right", ()))
        )
        for group in groups
        for odd in group["odd"]
    )


@cache
def _phrases_by_word() -> Mapping[str, tuple[OddPhrase, ...]]:
    """The odd phrases by the longest word of each, which stands in few texts."""
    by_word: dict[str, tuple[OddPhrase, ...]] = {}
    for odd in odd_phrases():
        word = max(_WORD.findall(odd.phrase), key=len)
        by_word[word] = (*by_word.get(word, ()), odd)
    return by_word


def _is_own(toolkit: Toolkit, entry: Entry, found: FoundText) -> bool:
    """False for a text that a layer below says: those who keep it are told of it."""
    return not toolkit.lower or toolkit.is_own(Location(entry.path_of(*found.keys)))


@entry_rule("odd-english", "warning")
def odd_english(toolkit: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """English sounds like an American school's.

    "Supper", "anew", "it is no test" and "you reach me at" come from another country or another language: a principal
    who reads them aloud stumbles. Looked for is a list of phrases, each with what to say instead. Only texts of the
    toolkit's own layer are looked at, and only where it is written in English; a school elsewhere may switch the
    rule off in `mkdocs.yml`.
    """
    if not toolkit.is_english:
        return
    for found in entry.texts:
        small = found.text.lower()
        near = (_phrases_by_word().get(word, ()) for word in dict.fromkeys(_WORD.findall(small)))
        for odd in chain.from_iterable(near):
            is_for_others = odd.is_said and found.prose.reader == "staff"
            # Most phrases are not there, and then nobody asks whose text it is.
            if odd.phrase in small and not is_for_others and odd.is_in(small) and _is_own(toolkit, entry, found):
                yield Diagnostic(
                    "odd-english",
                    f"'{odd.phrase}' is not what an American school would write",
                    entry.at(*found.keys),
                    hint=f"write: {odd.better}",
                )


@entry_rule("two-questions", "note")
def two_questions(toolkit: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """A prompt asks one thing.

    "What went well, and what would you change?" is two questions: hard to interpret, hard for a child, and only the
    second gets an answer. Make the other one a follow-up. `closed-prompt` finds two question marks; this rule finds
    what is asked after ", and". Only English prompts of the toolkit's own layer are looked at.
    """
    if not toolkit.is_english:
        return
    for prompt in prompts_in(entry):
        text = plain_text(prompt.text)
        if text.count("?") <= 1 and _TWO_QUESTIONS.search(text):
            place = prompt.at("text")
            if toolkit.is_own(place):
                yield Diagnostic(
                    "two-questions",
                    "the prompt asks two things",
                    place,
                    hint="keep one, and make the other a follow-up",
                )


@guide_rule("scene-in-a-message", "note")
def scene_in_a_message(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """The text after a visit works after every visit.

    "The towels were great" can be sent once. What was particular goes into a slot that the sender fills. Looked at are
    follow-ups in English without such a slot: a thing that is called "the" and is none that every visit has (the talk,
    the goal, the office ...) is taken for somebody else's.
    """
    text = plain_text(guide.after.follow_up.text)
    if not toolkit.is_english or set(_SLOT.findall(text)) - _FAMILIAR:
        return
    things = (match[1] for match in _ONE_THING.finditer(_SLOT.sub(" ", text)))
    thing = next((one for one in things if _OF_EVERY_VISIT.isdisjoint(re.split("[ -]", one.casefold()))), "")
    place = guide.at("after", "follow_up", "text")
    if thing and toolkit.is_own(place):
        yield Diagnostic(
            "scene-in-a-message",
            f"'the {thing} ...' was seen at one visit, but this text is sent after every one",
            place,
            hint="say it so that it is always true, or leave a slot for what the sender saw",
        )
