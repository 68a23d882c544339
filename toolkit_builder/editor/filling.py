"""A form with what stands in an entry: what templates ask for while they draw it."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.interface import Interface
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES
from toolkit_builder.prose import plain_text
from toolkit_builder.resources import has_icon

from .advising import Fault, advice_on
from .counting import Counted, counted, is_message
from .fixes import Fix, fix_of
from .forms import KEYS, Choice, Field, Keys, Section, choices_of, fields_in, form_of, sections_of
from .items import State
from .posting import grades_said, name_of, value_at
from .shades import SchemeShades, shades_of

_EMPTY = ("bad-text", "missing-key", "empty-list", "wrong-kind", "bad-date")
_TITLES = (
    "title",
    "text",
    "do",
    "ask",
    "question",
    "statement",
    "name",
    "topic",
    "term",
    "who",
    "when",
    "code",
    "find",
)
_MISSING = re.compile(r"'(\w+)'")
"""The key that a message names."""
_LONGEST_TITLE = 90
_MOST_CHIPS = 16
_FEW = 4


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a list as a form shows it: where it stands, the field to fill in, and what it is called.

    `kind` and `id` name the entry that it refers to, if there is one; `is_known` is false where that does not exist.
    """

    keys: Keys
    field: Field
    title: str
    about: str = ""
    kind: str = ""
    id: str = ""
    is_known: bool = True


class Filling:
    """The form of one entry, or of one that is to be written, filled with its values."""

    def __init__(
        self, name: tuple[str, str], values: Mapping[str, Any], state: State | None, toolkit: Toolkit, words: Interface
    ) -> None:
        """`name` is the entry's kind and id, `values` are those of its YAML, faults and all.

        `state` is None for an entry that is not there yet.
        """
        self.kind, self.id = name
        self.values, self.state = values, state
        self.form = form_of(self.kind)
        self._toolkit, self._words = toolkit, words
        self._faults: dict[Keys, list[Fault]] = {}
        for around, findings in (state.faults if state else {}).items():
            for one in findings:
                keys = self._missing(around, one) or around
                self._faults.setdefault(self._shown_at(keys), []).append(self._fault(keys, one))

    # --- What a template asks of the whole ---

    @property
    def sections(self) -> list[Section]:
        return sections_of(self.form)

    @property
    def title(self) -> str:
        """What the entry is called in lists."""
        return self._title({key: said for key, said in self.values.items() if key in _TITLES}) or self.id

    @property
    def digest(self) -> str:
        """A few letters that are others as soon as the entry is another."""
        return hashlib.sha256(json.dumps(self.values, default=str).encode()).hexdigest()[:16]

    def count(self, fields: Iterable[Field]) -> int:
        """How many things are to mend in these fields of the top, with what is still empty; notes are none."""
        return sum(self.faults_below((field.name,)) for field in fields)

    def is_marked(self, fields: Iterable[Field]) -> bool:
        """True where something is to mend in these fields of the top that is more than still empty."""
        names = {field.name for field in fields}
        return any(
            one.counts and not one.is_quiet
            for keys, faults in self._faults.items()
            for one in faults
            if keys and keys[0] in names
        )

    def about(self, section: Section) -> str:
        """What stands in a part, in a few words."""
        (field, *others) = section.fields
        here = self.value((field.name,))
        if others or here is None:
            return ""
        if isinstance(here, list) and field.kind in ("references", "skills", "list"):
            return str(len(here)) if here else ""
        if not isinstance(here, dict):
            return ""
        texts = [here.get(inner.name) for inner in field.fields if inner.kind in ("text", "line")]
        return self._title({"text": next((one for one in texts if one), "")})

    # --- What it asks of a field ---

    def value(self, keys: Keys) -> Any:
        return value_at(self.values, keys)

    def text(self, keys: Keys, field: Field) -> str:
        """What an input holds."""
        here = self.value(keys)
        if here is None:
            return str(field.default) if field.default and field.kind in ("choice", "number", "reference") else ""
        return "" if isinstance(here, (dict, list)) else str(here).strip()

    def is_on(self, keys: Keys, field: Field) -> bool:
        here = self.value(keys)
        return bool(field.default) if here is None else here is True

    def name(self, keys: Keys) -> str:
        return name_of(keys)

    def button(self, action: str, keys: Keys, value: Any = None) -> str:
        """What a button says that changes the shape of the entry."""
        said = [action, keys] if action in ("add", "remove") else [action, keys, value]
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    def anchor(self, keys: Keys) -> str:
        """The id of a field's element."""
        return "f-" + "-".join(map(str, keys))

    def faults(self, keys: Keys) -> list[Fault]:
        return self._faults.get(keys, [])

    def faults_below(self, keys: Keys) -> int:
        """How many things are to mend at a field and in what it holds."""
        return sum(one.counts for at, faults in self._faults.items() if at[: len(keys)] == keys for one in faults)

    def all_below(self) -> dict[str, int]:
        """How many things are to mend in each item of lists, by the ids of their elements."""
        places = {keys[:length] for keys in self._faults for length in range(1, len(keys) + 1)}
        return {self.anchor(keys): self.faults_below(keys) for keys in places if isinstance(keys[-1], int)}

    @property
    def is_waiting(self) -> bool:
        """True for an entry with errors: until they are mended, pages show what it was before."""
        return any(fault.level == "error" for faults in self._faults.values() for fault in faults)

    @property
    def first_fault(self) -> str:
        """The anchor of the first error, in the order of the form; empty where there is none."""
        order = [field.name for section in self.sections for field in section.fields]
        places = [keys for keys, faults in self._faults.items() if any(one.level == "error" for one in faults)]
        first = min(places, key=lambda keys: order.index(keys[0]) if keys and keys[0] in order else -1, default=None)
        return "" if first is None else self.anchor(first) if first else f"{self.anchor(())}-faults"

    def is_bad(self, keys: Keys) -> bool:
        return any(fault.level == "error" and not fault.is_quiet for fault in self.faults(keys))

    def is_locked(self, keys: Keys) -> bool:
        return self.state is not None and keys in self.state.locked

    def below(self, keys: Keys, field: Field) -> str | None:
        """The text of the layer below, where it is another; None where it is the same, or there is none."""
        if self.state is None or self.state.below is None or field.kind not in ("text", "line", "number", "choice"):
            return None
        there, here = value_at(self.state.below, keys), self.value(keys)
        return str(there).strip() if there is not None and str(there).strip() != str(here or "").strip() else None

    def below_value(self, keys: Keys) -> Any:
        return value_at(self.state.below, keys) if self.state else None

    def counted(self, keys: Keys) -> Counted | None:
        """How long a text message is; None for a text that is none."""
        if not is_message(self.kind, keys):
            return None
        return counted(self._toolkit, self.kind, self.id, str(self.value(keys) or ""))

    def shades(self, keys: Keys) -> list[SchemeShades]:
        """What becomes of the two colors of a record."""
        return shades_of(*(str(self.value((*keys, name)) or "") for name in ("primary", "accent")))

    def references(self) -> set[str]:
        """The kinds of entries to which the form refers."""
        return {field.of for field in fields_in(self.form) if field.kind == "references" and field.of in KEYS}

    def choices(self, field: Field, keys: Keys) -> tuple[Choice, ...]:
        """What can be chosen; what was chosen and is no word of the list comes last."""
        # The school's own words are in the language of the toolkit.
        known = choices_of(self._toolkit.vocabulary.of(field.words)) if field.words else field.choices
        # Home is a place here, and elsewhere the first page.
        places = {str(word): one.title for word, one in self._words.places.items()} if field.name == "places" else {}
        shown = tuple(
            one if one.is_own else replace(one, title=places.get(one.value) or self._words.t(one.title))
            for one in known
        )
        words = {one.value for one in known}
        return (*shown, *(Choice(word, word) for word in self.chosen(field, keys) if word not in words))

    def said(self, keys: Keys, value: Any) -> str:
        """What the form shows for a value at `keys`, such as a title for an id; empty for none."""
        field, around = self.form.at(keys), self.form.at(keys[:-1])
        if isinstance(value, bool):
            return self._words.t("Yes") if value else self._words.t("No")
        for one in (field, around):
            if one and one.kind in ("choice", "choices"):
                titles = {choice.value: choice.title for choice in self.choices(one, ())}
                return titles.get(str(value), str(value).strip()) if value is not None else ""
        of = field.of if field and field.kind == "reference" else around.of if around else ""
        if isinstance(value, str) and of in (*KEYS, "own-prompts"):
            return self._reference(
                Field("", "", "", "line"), keys, "prompts" if of == "own-prompts" else of, value
            ).title
        return "" if value is None else str(value).strip()

    def chosen(self, field: Field, keys: Keys) -> list[str]:
        """The words that are chosen in a field."""
        here = self.value(keys)
        if field.kind == "choices":
            said = here if isinstance(here, list) else []
            return grades_said(said) if self.is_grades(field) else [str(one) for one in said]
        text = self.text(keys, field)
        return [text] if text else []

    def is_grades(self, field: Field) -> bool:
        return field.kind == "choices" and [one.value for one in field.choices] == list(GRADES)

    def has_chips(self, field: Field) -> bool:
        """True for a choice whose words all fit below each other; a longer one is a list that opens."""
        choices = field.choices
        return len(choices) <= _MOST_CHIPS and (len(choices) <= _FEW or all(one.icon for one in choices))

    def rows(self, field: Field, keys: Keys) -> list[Row]:
        """The items of a list, of references, or of skills."""
        here = self.value(keys)
        items = here if isinstance(here, list) else []
        return [self._row(field, (*keys, position), one) for position, one in enumerate(items)]

    def pairs(self, keys: Keys) -> list[tuple[str, str]]:
        here = self.value(keys)
        return [(str(key), str(text)) for key, text in here.items()] if isinstance(here, dict) else []

    def recordings(self, keys: Keys) -> list[tuple[str, str, str]]:
        """Each language of the site, and others that the file has: its code, its name, the path of its recording."""
        held, school = dict(self.pairs(keys)), self._toolkit.school
        return [
            (one, school.language_name(one), held.get(one, "")) for one in dict.fromkeys((*school.languages, *held))
        ]

    def own_prompts(self, keys: Keys) -> list[Row]:
        """The guide's questions, for a part of its visit; what the part asks besides comes last."""
        asked = self.rows(self.form.at(("prompts",)) or self.form, ("prompts",))
        known = {row.id for row in asked}
        said = self.value(keys)
        others = [one for one in said if isinstance(one, str) and one not in known] if isinstance(said, list) else []
        field = Field("", "", "", "line")
        return [*asked, *(self._reference(field, keys, "prompts", one) for one in others)]

    def is_icon(self, text: str) -> bool:
        return has_icon(text)

    def skill(self, code: str) -> str:
        """A skill in family words; empty for a code that is none."""
        found = self._toolkit.skill(code)
        return plain_text(found.plain) if found else ""

    def all_faults(self) -> Iterator[tuple[Keys, list[Fault]]]:
        yield from self._faults.items()

    def titles(self) -> dict[str, str]:
        """What the items of lists are called, by the ids of their elements."""
        return dict(self._titles(self.form, ()))

    # --- How it is found out ---

    def _titles(self, field: Field, keys: Keys) -> Iterator[tuple[str, str]]:
        for one in field.fields:
            yield from self._titles(one, (*keys, one.name))
        if field.kind in ("list", "references") and field.item and field.item.fields:
            for row in self.rows(field, keys):
                if isinstance(self.value(row.keys), dict):
                    yield self.anchor(row.keys), row.title
                    yield from self._titles(field.item, row.keys)

    def _row(self, field: Field, keys: Keys, item: Any) -> Row:
        inner = field.item or Field("", field.label, "", "line")
        if isinstance(item, dict):
            about = self._words.t(inner.label) if field.kind == "references" else ""
            return Row(keys, inner, self._title(item) or self._words.t(inner.label), about, id=str(item.get("id", "")))
        if field.kind == "skills":
            return Row(keys, inner, self.skill(str(item)), str(item), is_known=bool(self._toolkit.skill(str(item))))
        if field.kind == "references":
            return self._reference(Field("", field.label, "", "line"), keys, field.of, str(item))
        return Row(keys, inner, str(item))

    def _reference(self, field: Field, keys: Keys, kind: str, name: str) -> Row:
        banks: Mapping[str, Mapping[str, Any]] = {
            "prompts": self._toolkit.prompts_by_id,
            "activities": self._toolkit.activities_by_id,
            "facts": self._toolkit.facts_by_id,
            "inserts": self._toolkit.inserts_by_id,
            "protocol": self._toolkit.steps_by_id,
            "guides": self._toolkit.guides_by_id,
        }
        entry = banks.get(kind, {}).get(name)
        title = self._title(entry.model_dump(include={*_TITLES})) if entry else name
        about = self._about(kind, entry) if entry else ""
        return Row(keys, field, title, about, kind, name, is_known=entry is not None)

    def _about(self, kind: str, entry: Any) -> str:
        if kind == "prompts":
            label = self._words.purposes.get(entry.purpose) or self._toolkit.vocabulary.purposes.get(entry.purpose)
            return label.title if label else ""
        if kind == "activities":
            label = self._toolkit.vocabulary.routines.get(entry.routine)
            return self._words.t(label.title) if label else ""
        return ""

    def _title(self, values: Mapping[str, Any]) -> str:
        """What an entry or an item is called: its title, or the first words that it has."""
        known = [key for key in _TITLES if key in values]
        said = (values.get(key) for key in known or values)
        text = next((one for one in said if isinstance(one, str) and one.strip()), "")
        short = plain_text(text).strip()
        minutes = values.get("minutes")
        if len(short) > _LONGEST_TITLE:
            short = f"{short[:_LONGEST_TITLE].rsplit(' ', 1)[0]} ..."
        is_part = isinstance(minutes, int) and "do" in values
        return " · ".join(filter(None, (self._words.t("{n} min", n=minutes) if is_part else "", short)))

    def _missing(self, keys: Keys, finding: Diagnostic) -> Keys | None:
        """The field that a finding misses in what stands at `keys`: there it is filled in."""
        found = _MISSING.search(finding.message) if finding.code == "missing-key" else None
        at = (*keys, found[1]) if found else ()
        return at if at and self.form.at(at) else None

    def _shown_at(self, keys: Keys) -> Keys:
        """Where a finding is shown: at its field, or at the nearest around it."""
        while keys and self.form.at(keys) is None:
            keys = keys[:-1]
        return keys

    def _from_around(self, keys: Keys, fix: Fix) -> Fix | None:
        """What mends a value where it is shown, which may be at the list that holds it."""
        at = self._shown_at(keys)
        held, position = self.value(at), keys[-1] if keys else None
        if at == keys:
            return fix
        if at != keys[:-1] or not isinstance(held, list) or not isinstance(position, int):
            return None
        new = [fix.value] if fix.action == "set" else []
        return replace(fix, action="set", value=[*held[:position], *new, *held[position + 1 :]])

    def _fault(self, keys: Keys, finding: Diagnostic) -> Fault:
        here = self.value(keys)
        is_quiet = finding.code in _EMPTY and here in ("", None, [])
        fix = fix_of(finding, here)
        fix = self._from_around(keys, fix) if fix else None
        advice = advice_on(
            finding,
            self._words,
            form=self.form,
            place=(self.kind, self.id, keys),
            held=self._held(keys),
            activities={one.id: plain_text(one.title) for one in self._toolkit.activities},
        )
        hint = "" if fix and fix.shown else advice.hint
        return Fault(finding.level, advice.message, hint, fix, is_quiet, finding.code, advice.way)

    def _held(self, keys: Keys) -> tuple[str, str] | None:
        """The kind and id of the entry to which the item at `keys` refers."""
        around, here = self.form.at(keys[:-1]), self.value(keys)
        is_reference = around is not None and around.kind == "references" and around.of in KEYS
        return (around.of, here) if around and is_reference and isinstance(here, str) else None
