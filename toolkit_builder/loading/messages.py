"""What the schema found wrong, in an author's words.

Pydantic's errors are told apart by their type, never by their English.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from toolkit_builder.diagnostics import Diagnostic, Location, did_you_mean
from toolkit_builder.model.base import Origin
from toolkit_builder.model.described import fields_of
from toolkit_builder.model.languages import LANGUAGE_PATTERN, nearest_language
from toolkit_builder.yaml_source.letters import named, without_odd

FAULTS: dict[str, str] = {
    "unknown-key": "A key that this kind of file does not have. Unknown keys are faults, because a misspelled key "
    "would otherwise be lost without a word.",
    "missing-key": "A key that must be there is not.",
    "unknown-word": "The value must be one of a short list of words. To kinds of visit, purposes, routines and topics "
    "a school adds its own, in school.yml.",
    "unknown-icon": "A word of a school's own, or a piece of the kit, has an icon that is none of those that come with "
    "Material for MkDocs.",
    "wrong-kind": "A text, a number, a list or a group of keys was expected, and something else stands there.",
    "bad-number": "The number is too small, too large, or not a whole number.",
    "bad-date": "Dates are written as year-month-day: 2026-11-24.",
    "bad-text": "The text is empty, too long, or has a form that does not fit its use, such as an id with blanks.",
    "empty-list": "A list that must hold something is empty.",
    "curly-quotes": "A warning: quotes that a word processor bends are letters for YAML, and stay with the value. Only "
    "straight quotes are taken away.",
    "invalid-value": "The value does not fit here.",
    "empty-file": "A file without content is probably one that somebody meant to finish.",
    "no-file": "A file that every toolkit has is not there.",
    "unknown-file": "A YAML file or a catalogue lies in a place, or has a name, where nobody reads it.",
    "copied-file": "A warning: the file has the name that sync programs and file managers give to a copy. Two versions "
    "of one guide would otherwise stand side by side.",
    "office-file": "A warning: files in docs/ can be read by everyone who guesses their address, and office files "
    "often hold names. Such a file is published only if a hand-written page leads to it.",
    "blocked-content": "A warning: pages let in nothing from other places, so that nobody can follow families through "
    "the site. A browser shows an empty box there.",
    "duplicate-id": "Two entries have the same id, so nobody could tell which one is meant.",
    "missing-id": "A file with several guides must name each of them.",
    "unknown-prompt": "A guide uses a prompt that does not exist.",
    "unknown-activity": "A guide uses an activity that does not exist.",
    "unknown-skill": "A code that no skills file holds.",
    "unknown-fact": "A guide or a piece of the kit uses a fact that does not exist.",
    "unknown-insert": "A guide takes in an insert that does not exist.",
    "unknown-step": "A piece of the kit shows a step of the protocol that does not exist.",
    "unknown-guide": "A guide points to a visit that does not exist.",
    "unknown-page": "A warning: a school hides a page that does not exist.",
    "lasting-page": "A page that every site has cannot be hidden: the home page, my pack, what is kept for no signal, "
    "privacy and accessibility. A guide's pages go with the guide.",
    "unknown-profile": "A guide follows a profile that does not exist.",
    "unknown-framework": "school.yml chooses skills that no file holds.",
    "unknown-slot": "A word in braces is a slot that a reader fills; only the known ones can be used.",
    "unknown-place": "A warning: `wording:` words a text anew that is not there, or not any more.",
    "nothing-to-hide": "A warning: `hide:` names something that is not there, or not any more.",
    "nothing-to-show": "A warning: for the grades of the school there is no guide.",
    "locked-text": "A school words a text anew that the library locks, so that every family hears it.",
    "broken-catalogue": "A file in locales/ must be a catalogue of gettext's, as translators' tools write it. An entry "
    "that cannot be read is left out, and the others are shown.",
    "english-words": "A note: the program does not speak this language, so buttons and headings of its site are in "
    "English. A school can translate them, in templates/locales/.",
    "missing-picture": "A picture that school.yml names is not there, or is not SVG, PNG or JPG.",
    "unsafe-picture": "An SVG can hold scripts and lead to other places. Such a logo could act in a reader's browser.",
    "bad-picture": "A logo is a whole SVG, PNG or JPG of 512 KB at most; one of pixels has 64 at least, in RGB colors.",
    "awkward-picture": "A warning: the logo is so wide or high that it gets tiny, its letters need a font, or it has "
    "colors that browsers show and paper and icons do not.",
    "unusable-font": "A warning: a file in docs/assets/fonts/ cannot be printed with, or its maker forbids to put "
    "it into PDFs.",
    "missing-recording": "A recording that `audio:` names is not there, or is neither MP3 nor Opus.",
    "bad-recording": "A recording is what its ending says, MP3 or Opus, of 5 MB at most: else browsers play nothing.",
    "unused-recording": "A warning: a recording is for a language that the site does not have, or nothing leads to it, "
    "and yet everyone who guesses its address can hear it.",
    "private-picture": "A warning: drawing programs write the folders of the computer into a logo, often with a "
    "person's name, and phones write where a photo was taken. The site would publish both.",
}

_KIND_NAMES = {"str": "a text", "int": "a number", "float": "a number", "bool": "true or false", "list": "a list"}
_KIND_NAMES |= {"dict": "a group of keys", "NoneType": "nothing"}

_EXPECTED = {
    "string_type": "a text",
    "string_sub_type": "a text",
    "tuple_type": "a list",
    "list_type": "a list",
    "model_type": "a group of keys",
    "model_attributes_type": "a group of keys",
    "dict_type": "a group of keys",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "finite_number": "a whole number",
}


def _shown(value: Any) -> str:
    text = " ".join(str(value).split())
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"


def _model_at(model: Any, loc: Iterable[str | int]) -> type[BaseModel] | None:
    """The record class that stands at `loc` inside `model`, for the names of its keys."""
    for part in loc:
        if isinstance(model, type) and issubclass(model, BaseModel) and isinstance(part, str):
            known = model.model_fields.get(part)
            if known:
                model = _record_in(known.annotation, "")
            continue
        model = _record_in(model, "")
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None


def _record_in(annotation: Any, _: str) -> Any:
    """The record class inside an annotation such as `tuple[Step, ...]` or `Goal | None`."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation
    for argument in get_args(annotation):
        found = _record_in(argument, "")
        if isinstance(found, type) and issubclass(found, BaseModel):
            return found
    return None


def _where(key: str) -> str:
    return f"'{key}'" if key else "this entry"


def unknown_word(value: Any, key: str, place: Location, hint: str) -> Diagnostic:
    """The finding for a value of `key` that is on none of the lists of words."""
    return Diagnostic("unknown-word", f"{_shown(value)} is not a word that '{key}' knows", place, hint)


def odd_letter(odd: re.Match[str], value: str, place: Location, start: str) -> Diagnostic:
    """The finding for what word processors left in a word or a number, which stands after `start` on its line."""
    typed = " ".join(without_odd(value).split())
    code = "bad-text" if odd[0].isprintable() else "invisible-character"
    at = Location(place.path, place.line, place.column + odd.start())
    return Diagnostic(code, f"{named(odd[0])} stands in '{typed[:40]}'", at, f"write {start}{typed}")


def explain(error: ErrorDetails, model: type[BaseModel], origin: Origin) -> Diagnostic:
    """One of pydantic's errors as a finding at the author's line."""
    kind, loc, value = error["type"], error["loc"], error["input"]
    # Names that pydantic puts in between (a union's tag) are not in the file.
    context: Mapping[str, Any] = error.get("ctx") or {}
    key = next((str(part) for part in reversed(loc) if isinstance(part, str) and part not in ("id", "own")), "")
    if loc and loc[-1] == "id":
        key = "id"
    place = origin.at(*loc)
    if len(loc) > 2 and loc[-1] == "[key]":
        # The name of a key is wrong, not what stands after it.
        key, place = str(loc[-3]), origin.at(*loc[:-1], of_key=True)

    if kind == "extra_forbidden":
        parent = _model_at(model, loc[:-1])
        known = list(parent.model_fields) if parent else []
        hint = did_you_mean(key, known) or (f"known here: {', '.join(known)}" if known else "")
        if " " in key:
            hint = "inside { } a comma starts a new key: put a text with a comma in quotes"
        return Diagnostic("unknown-key", f"there is no key '{key}' here", origin.at(*loc, of_key=True), hint)
    if kind == "missing":
        parent = _model_at(model, loc[:-1])
        about = fields_of(parent)[key].description if parent and key in parent.model_fields else ""
        above = origin.at(*loc[:-1], of_key=True)
        message = f"the key '{key}' is missing"
        return Diagnostic("missing-key", message, above, f"{key}: {about}" if about else "")
    if kind == "literal_error":
        words = [word.strip().strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(",")]
        return unknown_word(value, key, place, did_you_mean(str(value), words) or f"one of: {', '.join(words)}")
    if value is None and kind in _EXPECTED:
        return Diagnostic("wrong-kind", f"nothing stands after {_where(key)}", place, "fill it in, or delete the line")
    if kind in _EXPECTED:
        message = f"{_EXPECTED[kind]} is expected for {_where(key)}, but this is {_KIND_NAMES[type(value).__name__]}"
        hint = "put it in quotes" if kind == "string_type" and isinstance(value, (int, float, bool)) else ""
        if kind.startswith("int_"):
            hint = "write the number alone, such as 30"
        if kind in ("tuple_type", "list_type") and isinstance(value, str):
            hint = "start each item on a line of its own with '- '"
        if kind == "string_type" and isinstance(value, dict):
            hint = "a text with ': ' in it needs quotes around it"
        return Diagnostic("wrong-kind", message, place, hint)
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        than = "at least" if kind == "greater_than_equal" else "at most"
        return Diagnostic("bad-number", f"'{key}' is {value}; it must be {than} {bound}", place)
    if kind.startswith("date_"):
        message = f"{_shown(value)} is not a date for '{key}'"
        return Diagnostic("bad-date", message, place, "write year-month-day, as 2026-11-24")
    if kind == "string_too_short":
        return Diagnostic("bad-text", f"'{key}' is empty", place, "fill it in, or delete the line")
    if kind == "string_too_long":
        message = f"'{key}' has {len(str(value))} characters; {context['max_length']} at most"
        return Diagnostic("bad-text", message, place, "say it shorter, or split it")
    if kind == "string_pattern_mismatch":
        return Diagnostic(
            "bad-text", f"{_shown(value)} does not fit '{key}'", place, _pattern_hint(context["pattern"], str(value))
        )
    if kind == "too_short":
        return Diagnostic(
            "empty-list", f"{_where(key)} needs at least one item", place, "add a line starting with '- '"
        )
    return Diagnostic("invalid-value", f"this value does not fit {_where(key)}", place)


def _pattern_hint(pattern: str, value: str) -> str:
    if pattern.startswith("^#"):
        return 'a color is six digits after #, in quotes: "#1f5f4f"'
    if pattern.startswith("^https"):
        return "start it with https://"
    if pattern == LANGUAGE_PATTERN:
        nearest = nearest_language(value)
        return f"did you mean '{nearest}'?" if nearest else "a language is two or three small letters: en, es, zh-Hans"
    return "use small letters, digits and single hyphens, such as hopes-this-year"
