"""A toolkit in which every text is an attack: for each one a copy of every kind of entry, made from the model itself.

Copy 0 holds harmless words. What a page of it has, the same page of every other copy must have, and nothing else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import StringConstraints

from toolkit_builder.loading.files import read_value
from toolkit_builder.loading.references import check_slots
from toolkit_builder.model.banks import Activity, Fact, Framework, GlossaryTerm, Prompt, Skill, Synonym
from toolkit_builder.model.base import Mark, Origin, Prose, Record, Word
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.insert import Insert
from toolkit_builder.model.kit import KitPiece
from toolkit_builder.model.protocol import ProtocolStep
from toolkit_builder.model.school import School
from toolkit_builder.rules import RULES

from .cases import TESTS

REFUSED = "refused"
OWN_WORD = "own-word"
"""The id of a word that the school adds to every list; every fact uses it as a topic."""


@dataclass(frozen=True)
class Attack:
    """A text as it is typed, and as readers see it where the small Markdown has a meaning.

    `line` is what stands in fields that are not for reading, `number` that of its copy of every entry.
    """

    number: int
    typed: str
    shown: str
    title: str = ""
    line: str = ""

    @property
    def is_slot(self) -> bool:
        """True for a text with braces that loading refuses where slots are looked for."""
        prompt = Prompt(id="x", text=self.typed, purpose="hopes", listener="both", bands=("early",))
        return any(check_slots(prompt))

    def without_slots(self) -> "Attack":
        return replace(self, typed="Words", shown="Words", title="Words") if self.is_slot else self


HARMLESS = Attack(0, "Harmless prose", "Harmless prose", "Harmless title", "Harmless line")


def read_attacks() -> Iterator[Attack]:
    """All of `attacks.yml`, in its order."""
    groups = yaml.safe_load((TESTS / "attacks.yml").read_text(encoding="utf-8"))
    items = [item for group in groups.values() for item in group]
    pairs = [pair for item in items for pair in (item.items() if isinstance(item, dict) else [(item, item)])]
    for number, (typed, shown) in enumerate(pairs, start=1):
        yield Attack(number, typed, shown, typed, typed)


ALL = list(read_attacks())
ATTACKS = [attack for attack in ALL if attack.shown != REFUSED]
CONTROLS = [attack for attack in ALL if attack.shown == REFUSED]
"""Attacks with control characters, which YAML's reader already refuses."""
PLAIN = [attack for attack in ATTACKS if not attack.is_slot]
SLOTS = [attack for attack in ATTACKS if attack.is_slot]
CHUNK = 4500
"""Letters of attacks that one text of a school holds."""


def filled(kind: type[Record], attack: Attack, fixed: Mapping[str, Any]) -> dict[str, Any]:
    """Values for every field of `kind`, with the attack wherever a text may stand. `fixed` are by `Record.field`."""
    made = {}
    for name, field in kind.model_fields.items():
        key = f"{kind.__name__}.{name}"
        value = fixed[key] if key in fixed else _value(key, field.annotation, field.metadata, attack, fixed)
        if value is not None:
            made[name] = value
    return made


def _value(key: str, annotation: Any, metadata: list[Any], attack: Attack, fixed: Mapping[str, Any]) -> Any:
    if hasattr(annotation, "__metadata__"):
        return _value(key, annotation.__origin__, list(annotation.__metadata__), attack, fixed)
    word = next((mark for mark in metadata if isinstance(mark, Word)), None)
    if word and annotation is str:
        return word.words[0]
    inner = get_args(annotation)
    if get_origin(annotation) in (Union, UnionType):
        (only,) = (one for one in inner if one is not NoneType)
        return _value(key, only, metadata, attack, fixed)
    if get_origin(annotation) is Literal:
        return inner[0]
    if get_origin(annotation) is tuple:
        return [_value(key, inner[0], [], attack, fixed)]
    if annotation is str:
        return _text(key, metadata, attack)
    if annotation in (int, bool, date):
        return {int: 10, bool: True, date: date(2026, 11, 1)}[annotation]
    if issubclass(annotation, Record):
        return filled(annotation, attack, fixed)
    raise AssertionError(f"{key} is of a new kind: tell here what stands in it")


def _text(key: str, metadata: list[Any], attack: Attack) -> str:
    if any(isinstance(mark, StringConstraints) and mark.pattern for mark in metadata):
        raise AssertionError(f"{key} is a name, and must stand among the fixed ones")
    prose = next((mark for mark in metadata if isinstance(mark, Prose)), None)
    if prose:
        return attack.typed if prose.is_markdown else attack.title
    return attack.line if metadata else attack.typed


def _fixed(attack: Attack, of: str = "") -> dict[str, Any]:
    """What cannot be a text, because something else must find it by its name."""
    n = attack.number
    return {
        "Prompt.id": f"{of}prompt-{n}",
        "Activity.id": f"{of}activity-{n}",
        "Activity.skills": [attack.line],
        "Fact.id": f"fact-{n}",
        "ProtocolStep.id": f"step-{n}",
        "Insert.id": f"insert-{n}",
        "Insert.old_ids": None,
        # A guide's page has its own insert, and offers all that suit its grade: all of them would make it huge.
        "Insert.grades": None if attack.is_slot else ["12"],
        "Insert.prompts": [f"prompt-{n}"],
        "Insert.facts": [f"fact-{n}"],
        "ProtocolStep.bands": None,
        "ProtocolStep.visits": None,
        "ProtocolStep.places": None,
        "ProtocolStep.fills": None,
        "KitPiece.id": f"kit-{n}",
        "KitPiece.icon": "material/flask-outline",
        **{f"{part}.protocol": [f"step-{n}"] for part in ("KitSection", "Slide")},
        **{f"{part}.facts": [f"fact-{n}"] for part in ("KitSection", "Slide")},
        # A file that has to be there: `test_recordings` gives one a name like these.
        **{f"{part}.audio": None for part in ("Prompt", "Activity", "FamilyPage")},
        "Fact.topics": ["hopes-and-trust", OWN_WORD],
        "Framework.id": "common-core" if n == 0 else f"framework-{n}",
        "Skill.code": attack.line,
        "Skill.before": None,
        "Skill.next": f"After-{n}",
        "Skill.replaces": None,
        "Step.prompts": [f"prompt-{n}", f"own-prompt-{n}"],
        "Transition.facts": [f"fact-{n}"],
        "Team.size": 2,
        "Guide.id": f"guide-{n}",
        "Guide.old_ids": None,
        "Prompt.old_ids": None,
        "Activity.old_ids": None,
        "Guide.visit": "second",
        "Guide.profile": "home-visit",
        "Guide.skills": [attack.line],
        "Guide.facts": [f"fact-{n}"],
        "Guide.inserts": [f"insert-{n}"],
        "Guide.next_visit": f"guide-{n}",
    }


def _guide(attack: Attack) -> dict[str, Any]:
    own = _fixed(attack, "own-")
    return filled(
        Guide,
        attack,
        {
            **_fixed(attack),
            "Guide.prompts": [f"prompt-{attack.number}", filled(Prompt, attack, own)],
            "Guide.activities": [f"activity-{attack.number}", filled(Activity, attack, own)],
        },
    )


def _framework(attack: Attack) -> dict[str, Any]:
    fixed = _fixed(attack)
    after = {**fixed, "Skill.code": f"After-{attack.number}", "Skill.before": attack.line, "Skill.next": None}
    skills = [filled(Skill, attack, fixed), filled(Skill, attack, after)]
    return filled(Framework, attack, {**fixed, "Framework.skills": skills})


def school_of(attack: Attack, **fixed: Any) -> dict[str, Any]:
    """A school file with the attack in every text of it; `fixed` are other fields of the school."""
    return filled(
        School,
        attack,
        {
            "Logo.file": "assets/logo.svg",
            "OwnWord.id": OWN_WORD,
            "OwnWord.icon": "material/flask-outline",
            "Colors.primary": "#1f5f4f",
            "Colors.accent": "#9a3412",
            "Interpreting.languages": ["es"],
            "School.languages": ["en"],
            "School.language_names": {"es": attack.line},
            "School.framework": "common-core",
            **{f"School.{key}": None for key in ("grades", "hide", "wording", "locked", "written_in")},
            **{f"School.{name}": value for name, value in fixed.items()},
        },
    )


def chunks(attacks: list[Attack], letters: int) -> Iterator[Attack]:
    """The attacks joined, each in a paragraph of its own, as few texts of so many letters as will hold them."""
    held: list[Attack] = []
    for attack in [*attacks, None]:
        if attack is None or sum(len(one.typed) + 2 for one in [*held, attack]) > letters:
            joined = "\n\n".join(one.typed for one in held)
            yield Attack(held[0].number, joined, joined, joined, held[0].line)
            held = []
        if attack:
            held.append(attack)


def _written(value: Any) -> bytes:
    text: bytes = yaml.safe_dump(value, encoding="utf-8", sort_keys=False, width=10_000)
    return text


def toolkit_files_of(attacks: list[Attack], school: Mapping[str, Any]) -> dict[str, bytes | None]:
    """The files of a toolkit in which each of `attacks` has its copy of every entry; no rule speaks."""
    plain = [attack.without_slots() for attack in attacks]
    settings = {
        "site_name": "Attacks",
        "theme": {"name": "material"},
        "plugins": [{"toolkit-builder": {"rules": dict.fromkeys(RULES, "off")}}],
    }
    return {
        "mkdocs.yml": _written(settings),
        "docs/school.yml": _written(school),
        "docs/glossary.yml": _written([filled(GlossaryTerm, attack, {}) for attack in attacks]),
        "docs/facts.yml": _written([filled(Fact, attack, _fixed(attack)) for attack in attacks]),
        "docs/protocol.yml": _written([filled(ProtocolStep, attack, _fixed(attack)) for attack in plain]),
        "docs/inserts.yml": _written([filled(Insert, attack, _fixed(attack)) for attack in plain]),
        "docs/kit/all.yml": _written([filled(KitPiece, attack, _fixed(attack)) for attack in plain]),
        "docs/search.yml": _written([filled(Synonym, attack, {}) for attack in attacks]),
        "docs/prompts/all.yml": _written([filled(Prompt, attack, _fixed(attack)) for attack in plain]),
        "docs/activities/all.yml": _written([filled(Activity, attack, _fixed(attack)) for attack in plain]),
        "docs/guides/k-first.yml": None,
        "docs/guides/k-second.yml": None,
        "docs/skills/common-core.yml": None,
        **{f"docs/guides/guide-{attack.number}.yml": _written(_guide(attack)) for attack in plain},
        **{f"docs/skills/framework-{attack.number}.yml": _written(_framework(attack)) for attack in attacks},
    }


def write_toolkit(folder: Path, files: Mapping[str, bytes | None]) -> None:
    for path, content in files.items():
        file = folder / path
        if content is None:
            file.unlink(missing_ok=True)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def squeezed(text: str) -> str:
    """A text without blanks, and with straight quotes: what setting a text does to it is undone."""
    text = re.sub("[\u201c\u201d]", '"', text).replace("\u2019", "'")
    return "".join(text.split())


def school(attack: Attack, **fixed: Any) -> School:
    made = read_value(School, school_of(attack, **fixed), Origin("", Mark(0, 0, 0, 0)))
    assert isinstance(made, School)
    return made


def needles(attack: Attack) -> list[str]:
    return [attack.title, attack.shown, attack.line]


def lost(attack: Attack, found: list[int], control: list[int], broken: int = 0) -> bool:
    """True if a page has the attack's title, prose or line less often than the harmless page has its own.

    `broken` are texts that go on on another sheet of paper, and are not found in one piece.
    """
    title, prose, line = control
    if attack.typed == attack.shown:
        return found[0] < title + prose + line - broken
    return found[0] < title + line - broken or found[1] < prose - broken
