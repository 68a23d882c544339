"""What the editor says in place of a finding's words for files, and where its button leads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.interface import Interface

from .comparing import called
from .fixes import Fix
from .forms import Field, Keys
from .kinds import KINDS

TRANSLATIONS = "translate"
"""The way to the translations, which are no kind of entries."""
_OF_FILES = re.compile(
    r"`|\.ya?ml\b|\bfile\b|\bdocs/|\blocales/|'\w+:|\bkeys?\b|\bslots?\b|\bpaste\b|\blines?\b.* with '- '|'- '"
    r"|\bin quotes\b|\bneeds quotes\b|\bdelete th(e|is) line\b|\bwrite \w+: |\b'fuzzy'|^known here|^one of: ",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"'([^']+)'")
_OF_SHAPE = (
    *("missing-key", "unknown-key", "wrong-kind", "bad-number", "bad-date", "bad-text", "empty-list"),
    *("unknown-word", "invalid-value"),
)
"""Codes whose messages name the key of the field."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a code where its hint holds the word `about`; `message` only where the finding's is for files.

    The button leads to `keys` of this entry; with `is_inside`, to those of what stands at the finding's place; or to
    the entries of a `kind`. {word} is the first word in quotes of the message.
    """

    about: str
    hint: str
    keys: Keys = ()
    is_inside: bool = False
    kind: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a button leads: to `keys` of an entry, or to the entries of a kind; and what that is called."""

    title: str
    kind: str
    id: str = ""
    keys: Keys = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """A finding in the words of forms."""

    message: str
    hint: str
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding at its field, in the words of forms.

    `fix` is what would mend it, None where nobody can tell exactly; `is_quiet` for what is only still empty; `way`
    leads to where else it is mended.
    """

    level: str
    message: str
    hint: str
    fix: Fix | None = None
    is_quiet: bool = False
    code: str = ""
    way: Way | None = None

    @property
    def counts(self) -> bool:
        """True for what lists of entries count, too: all but notes."""
        return self.level != "note"


_TRANSLATE = Said("", "Look at them beside their texts.", kind=TRANSLATIONS)
_CLAIMED = Said("", "Write two or three sentences here.")
_SAID: Mapping[str, tuple[Said, ...]] = {
    "aptt-without-goal": (Said("", "Write what family and school work on together.", ("goal",)),),
    "aptt-without-practice": (Said("", "Add a part in which an activity is practiced.", ("agenda",)),),
    "bad-text": (Said("color", "Choose a color."), Said("", "Fill it in.")),
    "bad-number": (Said("", "Write the number alone."),),
    "broken-translation": (_TRANSLATE,),
    "copied-translation": (_TRANSLATE,),
    "duplicate-id": (
        Said("two lines", "Take one of the two out.", message="This stands here twice."),
        Said("", "Give one of the two another name."),
    ),
    "empty-list": (Said("", "Add at least one."),),
    "invite-without-decline": (
        Said("decline:", "Write that line here, or in a step of the protocol.", ("invite", "decline")),
    ),
    "long-translation": (_TRANSLATE,),
    "hard-translation": (_TRANSLATE,),
    "missing-font": (Said("", "Ask who looks after your toolkit for a font that has them. All else is made."),),
    "missing-key": (Said("", "Fill it in.", message="This is missing."),),
    "missing-picture": (Said("", "Choose another picture, or take one from this computer."),),
    "missing-recording": (Said("", "Choose another recording, or take one from this computer."),),
    "missing-translation": (
        Said("", "Translate them; or until then, have the language among your interpreters' alone.", kind=TRANSLATIONS),
    ),
    "nameless-language": (Said("", "Write how its speakers call it.", ("language_names",)),),
    "no-compensation-note": (_CLAIMED,),
    "no-duty-to-report": (
        Said("", "Have a step of the protocol say it in the line of what we share, and with whom.", kind="protocol"),
    ),
    "no-hopes-prompt": (
        Said(
            "",
            "Move one to the top.",
            ("prompts",),
            message="No question about hopes and dreams stands in the first half of this first visit's list.",
        ),
    ),
    "no-mutual-sharing": (
        Said(
            "we_share",
            "Write what you share first.",
            ("we_share",),
            is_inside=True,
            message="With this question, the educator shares nothing.",
        ),
        Said(
            "",
            "Add one.",
            ("prompts",),
            message="No question asks what family and school expect of each other.",
        ),
    ),
    "no-second-visit": (
        Said("grades:", "Take the grades out that your school does not have, or write a second visit."),
        Said("", "Choose the guide of the second visit.", ("next_visit",)),
    ),
    "no-training-note": (_CLAIMED,),
    "nobody-knows-where": (
        Said("", "Have a step of the protocol say who holds the address, and whom to call.", kind="protocol"),
    ),
    "partial-translation": (Said("", "Translate them beside their texts.", kind=TRANSLATIONS),),
    "placeholder": (
        Said("docs/assets", "Take a picture of your own from this computer, and say what it shows.", ("logo", "file")),
        Said("", "Write it here, or empty it if it may be missing."),
    ),
    "program-before-people": (Said("", "Add a part about the program, after people have met.", ("agenda",)),),
    "scene-in-a-message": (
        Said("", "Say it so that it is always true, or leave a gap for what the sender saw, such as {child}."),
    ),
    "skill-without-activity": (Said("", "Add an activity that practices it: {activities}", ("activities",)),),
    "thin-reflection": (
        Said("assumptions", "Add a question about assumptions.", ("after", "reflection")),
        Said("", "Add a question about what to use in class.", ("after", "reflection")),
    ),
    "translation-to-check": (_TRANSLATE,),
    "unannounced-visit": (
        Said("agree on", "Agree on day, time and place with the family, and say so."),
        Said("kind: confirm", "Add a task that confirms day and time, here or in the protocol.", ("before",)),
    ),
    "unclear-review": (_TRANSLATE,),
    "unexplained-acronym": (Said("", "Explain it among the words, or write it out.", kind="glossary"),),
    "unheard-student": (Said("", "Add questions for the student.", ("prompts",)),),
    "unknown-icon": (Said("", "Choose another, or leave it empty."),),
    "unknown-key": (
        Said(
            "",
            "It does nothing. Who wrote it can mend it there.",
            message="Somebody wrote “{word}” here, which no form knows.",
        ),
    ),
    "unknown-language": (
        Said("", "Look at its short form once more, or write how it is called.", ("language_names",)),
    ),
    "unknown-prompt": (Said("prompts:", "Add it to this guide's questions, or do not ask it here.", ("prompts",)),),
    "unknown-slot": (
        Said("", "Choose one of the words in braces below the text.", message="Nobody fills in “{word}”."),
    ),
    "unknown-word": (Said("", "Choose one of the list."),),
    "unmapped-skill": (Said("", "Say in your state's skills which one stands in for it.", kind="skills"),),
    "unprintable-character": (Said("", "Take it out. The button for a list begins its items."),),
    "untrained-team": (Said("", "Train them, and say so.", ("team", "trained")),),
    "wrong-kind": (Said("", "It was written in another form. Write it here anew."),),
}


def advice_texts() -> tuple[str, ...]:
    """What is said above, which is translated where it is shown."""
    said = (one for all_said in _SAID.values() for one in all_said)
    return tuple(dict.fromkeys(text for one in said for text in (one.hint, one.message) if text))


def is_of_files(hint: str) -> bool:
    """True for a hint that speaks of keys, files and commands, which who fills in forms never sees."""
    return bool(_OF_FILES.search(hint))


def advice_on(
    finding: Diagnostic,
    words: Interface,
    *,
    form: Field | None = None,
    place: tuple[str, str, Keys] = ("", "", ()),
    held: tuple[str, str] | None = None,
    activities: Mapping[str, str] | None = None,
) -> Advice:
    """A finding in the words of forms.

    `place` are the kind and id of its entry and the keys there, `held` are those of the entry to which these refer;
    `activities` are titles by ids.
    """
    hint = finding.hint.split("\n")[0]
    said = next((one for one in _SAID.get(finding.code, ()) if one.about in hint), None)
    message = finding.message
    word = _QUOTED.search(message)
    if said and said.message and ("{word}" not in said.message or word):
        message = words.t(said.message, word=word[1] if word else "")
    elif form and finding.code in _OF_SHAPE:
        message = _in_titles(message, form, place[2], words)
    if not is_of_files(hint) and not (said and (said.kind == TRANSLATIONS or said.message)):
        return Advice(message, hint)
    if said is None:
        return Advice(message, "" if form else hint)
    known = [title for id_, title in (activities or {}).items() if re.search(rf"(?<![\w-]){id_}(?![\w-])", hint)]
    return Advice(
        message,
        words.t(said.hint, activities=", ".join(f"“{one}”" for one in known)).rstrip(": "),
        _way(said, words, form, place, held),
    )


def _way(
    said: Said, words: Interface, form: Field | None, place: tuple[str, str, Keys], held: tuple[str, str] | None
) -> Way | None:
    if said.kind:
        return Way(words.t("Translations" if said.kind == TRANSLATIONS else KINDS[said.kind].title), said.kind)
    if not said.keys or form is None:
        return None
    kind, name, at = place
    keys = (*at, *said.keys) if said.is_inside else said.keys
    if said.is_inside and held:
        (kind, name), keys = held, said.keys
    if keys == at:
        return None
    field = form.at((*at, *said.keys) if said.is_inside else keys)
    return Way(words.t(field.label), kind, name, keys) if field else None


def _in_titles(message: str, form: Field, keys: Keys, words: Interface) -> str:
    """A message with the titles of fields in place of their keys."""

    def titled(found: re.Match[str]) -> str:
        name = found[1]
        for length in range(len(keys), -1, -1):
            if form.at((*keys[:length], name)):
                return f"“{called(form, (*keys[:length], name), words).rpartition(': ')[2]}”"
        return found[0]

    return _QUOTED.sub(titled, message)
