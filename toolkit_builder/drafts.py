"""A guide that somebody begins: YAML with the words that hold for most visits, and to-dos for the rest."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit_builder.model.banks import Prompt
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import Grade, StepKind, band_of
from toolkit_builder.resources import templates_dir
from toolkit_builder.yaml_source.editing import with_keys
from toolkit_builder.yaml_source.letters import in_quotes
from toolkit_builder.yaml_source.writing import in_yaml

_STUDENT_PROMPTS = 2
"""From grade 6 on, as many prompts are for the student, if the bank has them."""
_SCHEMA = re.compile(r"^# yaml-language-server:.*\n+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the visit, and what the questions in it are for."""

    minutes: int
    kind: StepKind
    do: str
    asks: tuple[str, ...] = ()
    own: str = ""
    """What a question of the guide's own, still to be written, is for."""


_ARRIVE = _Part(5, "arrive", "Arrive, greet each person, and sit where you are shown")
_THANKS = _Part(5, "thanks", "Say thanks, and when the family hears from you")
_HEAR = _Part(10, "share", "Tell a little of yourselves, and hear what the child likes", ("strengths",))
_ANY_PARTS = (
    _HEAR,
    _Part(15, "practice", "To do: say what you do or look at together", own="student-voice"),
    _Part(5, "next-step", "Say what happens next", ("communication",)),
)
"""For a kind of visit that a school made up."""
_PARTS: Mapping[str, tuple[_Part, ...]] = {
    "first": (
        _Part(10, "share", _HEAR.do, ("strengths",), own="strengths"),
        _Part(15, "hopes", "Ask about hopes and dreams, and tell your own", ("hopes", "hopes")),
        _Part(5, "expectations", "Say what you hope for from each other", ("expectations",)),
    ),
    "second": (
        _Part(5, "share", "Come back to what you heard the last time", ("strengths",)),
        _Part(10, "skills", "To do: say what you show of the child's learning", ("academics",)),
        _Part(10, "practice", "To do: say what you try together, with what is in the home", ("routines",), "academics"),
        _Part(5, "goal", "Agree on one small goal", ("goal",)),
    ),
    "transition": (
        _HEAR,
        _Part(15, "transition", "To do: say which step lies ahead", ("transition", "transition"), "transition"),
        _Part(5, "next-step", "Agree on one small next step"),
    ),
    "recruiting": (
        _HEAR,
        _Part(15, "program", "To do: say what the program is", ("program",), "program"),
        _Part(5, "next-step", "Leave the invitation, and time to think"),
    ),
    "remote": (
        _Part(5, "arrive", "Greet each person, and ask whether the sound is good and the camera wanted"),
        _Part(15, "share", _HEAR.do, ("strengths", "hopes")),
        _Part(15, "student-voice", "To do: say what you talk about", ("communication",), "student-voice"),
    ),
}
_OWN_TEXT = "To do: a question that starts with What, How, When, Who or Which."


def new_guide(toolkit: Toolkit, name: str, title: str, grades: Sequence[Grade], visit: str) -> str:
    """The YAML of a short guide with the id `name`; its questions come from the toolkit, where it has fitting ones."""
    asked = _Asked(toolkit, name, grades, visit)
    agenda = ["agenda:"]
    parts = _PARTS.get(visit, _ANY_PARTS)
    for part in (*(() if parts[0].kind == "arrive" else (_ARRIVE,)), *parts, _THANKS):
        agenda += [f"  - minutes: {part.minutes}", f"    do: {in_yaml(part.do)}", f"    kind: {part.kind}"]
        if ids := asked.in_part(part):
            agenda.append(f"    prompts: [{', '.join(ids)}]")
    kind = f"visit: {visit}"
    if visit == "first" and (second := _second_visit(toolkit, grades)):
        kind += f"\nnext_visit: {second}"
    changes = {
        "title": f"title: {in_yaml(title)}",
        "grades": f"grades: [{', '.join(grades)}]",
        "visit": kind,
        "agenda": "\n".join(agenda),
        "prompts": "\n".join(["prompts:", *asked.lines]),
        "checked_on": f"checked_on: {date.today()}",
    }
    if visit == "remote":
        changes["places"] = "places: [video, phone]"
    return with_keys((templates_dir() / "new" / "guide.yml").read_text(encoding="utf-8"), changes)


def guide_like(text: str, title: str, grades: Sequence[Grade], visit: str) -> str:
    """The YAML `text` of a guide as that of another one: its remarks stay; an empty `visit` is as it was.

    `text` is sound.
    """
    changes = {
        "id": "",
        "old_ids": "",
        "based_on": "",
        "title": f"title: {in_yaml(title)}",
        "summary": 'summary: "To do: say in one line what this visit is for."',
        "grades": f"grades: [{', '.join(grades)}]",
        "version": 'version: "1.0"',
        "checked_on": f"checked_on: {date.today()}",
    }
    if visit:
        changes["visit"] = f"visit: {visit}"
    return with_keys(_SCHEMA.sub("", text, count=1), changes)


def _second_visit(toolkit: Toolkit, grades: Collection[Grade]) -> str:
    """The id of a second visit's guide for all of `grades`; empty if there is none."""
    fitting = (guide for guide in toolkit.listed_guides if guide.visit == "second" and {*grades} <= {*guide.grades})
    return next((guide.id for guide in fitting), "")


class _Asked:
    """The questions of one guide, found one by one; `lines` are those of its list."""

    def __init__(self, toolkit: Toolkit, name: str, grades: Sequence[Grade], visit: str) -> None:
        self.toolkit, self.name, self.visit = toolkit, name, visit
        self.bands = list(dict.fromkeys(map(band_of, grades)))
        self.is_for_teenagers = self.bands[0] in ("middle", "high")
        self.chosen: list[Prompt] = []
        self.written = 0
        self.lines: list[str] = []

    def in_part(self, part: _Part) -> list[str]:
        """Ids for a part of the visit."""
        ids = []
        for purpose in part.asks:
            if prompt := next(self._fitting(purpose), None):
                self.chosen.append(prompt)
                ids.append(prompt.id)
                # On a line of its own: a remark behind an id could be taken for a part of it.
                self.lines += [f"  # {prompt.text}", f"  - {prompt.id}"]
            else:
                ids.append(self._own(purpose))
        if part.own:
            ids.append(self._own(part.own))
        return ids

    def _fitting(self, purpose: str) -> Iterator[Prompt]:
        """Prompts of the bank, the best first: for all ages of the guide, and for the student while there are few."""
        asked = sum(prompt.listener == "student" for prompt in self.chosen)
        is_for_student = self.is_for_teenagers and asked < _STUDENT_PROMPTS
        fitting = [
            prompt
            for prompt in self.toolkit.prompts
            if prompt.purpose == purpose
            and {*self.bands} <= {*prompt.bands}
            and prompt not in self.chosen
            and not prompt.sensitivity
            and (prompt.we_share or self.visit != "first" or purpose != "hopes")
        ]
        yield from sorted(fitting, key=lambda prompt: (prompt.listener == "student") != is_for_student)

    def _own(self, purpose: str) -> str:
        """Writes a question of the guide's own, which is still to do; its id."""
        self.written += 1
        name = f"{self.name}-{self.written}"
        while name in self.toolkit.prompts_by_id:
            self.written += 1
            name = f"{self.name}-{self.written}"
        if self.written == 1:
            self.lines.append(
                "  # A question of this guide's own. Those by a name alone stand in docs/prompts/, for all guides."
            )
        self.lines += [
            f"  - id: {name}",
            f"    text: {in_quotes(_OWN_TEXT)}",
            f"    purpose: {purpose}",
            f"    listener: {'student' if self.is_for_teenagers else 'both'}",
            f"    bands: [{', '.join(self.bands)}]",
        ]
        if purpose == "hopes":
            self.lines.append('    we_share: "To do: say what you tell of yourself first."')
        return name
