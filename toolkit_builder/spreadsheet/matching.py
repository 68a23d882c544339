"""Which entry of the toolkit a row is about: by its id, else by its words. And what nearly stands there, or twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import shorten
from typing import TypeVar

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.toolkit import Toolkit

from .columns import COLUMNS, TEXT, Column, Kind, cell_text
from .entries import Row
from .likeness import ALIKE, Shape, likeness, shape_of, shared

Banks = dict[Kind, Mapping[str, Prompt | Activity]]
# Words of closed lists and numbers are the same in many entries.
_CLOSED = ("kind", "id", TEXT.header, "purpose", "listener", "routine", "minutes", "note")
_REST = tuple(column for column in COLUMNS if column.form != "words" and column.header not in _CLOSED)


_TELLING = 30
"""How many letters, three by three, texts have that are the same by more than chance; a short sentence has them."""


def banks_of(toolkit: Toolkit) -> Banks:
    """The entries that an import can be about, by kind and id."""
    return {"prompt": toolkit.prompts_by_id, "activity": toolkit.activities_by_id}


@dataclass(frozen=True, slots=True)
class _Rest:
    """The texts of a row beside its question or title, taken together, and the columns in which they stand."""

    kind: Kind
    columns: tuple[Column, ...]
    shape: Shape


@dataclass(slots=True)
class _Likeness:
    """Compares rows with entries. It remembers the shapes of texts, which take longest."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    rests: dict[tuple[Kind, str, tuple[Column, ...]], Shape | None] = field(default_factory=dict)

    def shape(self, text: str) -> Shape:
        if text not in self.shapes:
            self.shapes[text] = shape_of(text)
        return self.shapes[text]

    def of_texts(self, one: str, other: str) -> float:
        """How alike two questions or titles are."""
        return likeness(self.shape(one), self.shape(other))

    def rest_of(self, row: Row) -> _Rest | None:
        """The other texts of a row; None where it gives none."""
        told = tuple(column for column in _REST if row.said(column))
        return _Rest(row.kind, told, shape_of(" ".join(row.said(column) for column in told))) if told else None

    def of_rest(self, rest: _Rest | None, entry: Prompt | Activity) -> float | None:
        """How alike the other texts are; None where the row gives none, or the entry has none of them."""
        if rest is None:
            return None
        key = rest.kind, entry.id, rest.columns
        if key not in self.rests:
            theirs = " ".join(cell_text(entry, rest.kind, column) for column in rest.columns)
            self.rests[key] = shape_of(theirs) if theirs.strip() else None
        other = self.rests[key]
        return shared(rest.shape, other) if other else None

    def is_about(self, row: Row, rest: _Rest | None, entry: Prompt | Activity) -> bool:
        """Whether a row has the words of an entry's question or title, whatever their case, accents and punctuation.

        A question is the same one with another follow-up. Two activities may well share a title.
        """
        if self.shape(row.text).text != self.shape(entry.texts[0].text).text:
            return False
        others = self.of_rest(rest, entry)
        return row.kind == "prompt" or others is None or (1 + others) / 2 >= ALIKE


def says_nothing_new(row: Row, entry: Prompt | Activity) -> bool:
    """Whether all that a row says stands in the entry."""
    return all(row.said(column) in ("", cell_text(entry, row.kind, column)) for column in COLUMNS if column.keys)


def find_entries(rows: Sequence[Row], banks: Banks, about: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Tells each row which entry it is about, if one is there. Of several rows about one entry, one is taken.

    `about` gives the ids of entries to rows by their places, as somebody said who was asked. The findings are warnings
    for the others of several rows, where they say something else.
    """
    for row in rows:
        row.there = banks[row.kind].get(row.values.get("id", ""))
    taken = {(row.kind, row.there.id): row for row in rows if row.there}
    compare = _Likeness()
    for row in rows:
        if "id" in row.values or "id" in row.faulty or not row.text:
            continue
        entry = banks[row.kind].get(about.get(row.place, "")) or _entry_of(row, banks, compare)
        if entry is None:
            continue
        row.there, row.is_named, row.values["id"] = entry, False, entry.id
        first = taken.setdefault((row.kind, entry.id), row)
        row.is_passed = first is not row
        if row.is_passed and not says_nothing_new(row, entry):
            place = first.sheet.name_of(first.number, first.text_column)
            hint = "delete one of the two rows; or give this one an id of its own, to add it"
            what = "this row was left out, because another one is about the same {}"
            yield _twice(row, what, entry.texts[0].text, place, hint)


def _entry_of(row: Row, banks: Banks, compare: _Likeness) -> Prompt | Activity | None:
    """The one entry that has the words of a row; of several, the one that says all that the row says."""
    rest = compare.rest_of(row)
    same = [entry for entry in banks[row.kind].values() if compare.is_about(row, rest, entry)]
    if len(same) > 1:
        same = [entry for entry in same if says_nothing_new(row, entry)]
    return same[0] if same else None


_Some = TypeVar("_Some")
_SAME = "has this {}, or one much like it"


def _nearest(alike: Iterable[tuple[float, _Some]]) -> _Some | None:
    """The one that is most alike, if any is alike at all."""
    likeness, best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return best if likeness >= ALIKE else None


@dataclass(frozen=True, slots=True)
class Near:
    """A row that would be a new entry, with its text, and the `entry` that has nearly the same; `finding` tells of it.

    Which of both somebody means, only they can tell: by `place`, in the `about` of `read_import`.
    """

    place: str
    text: str
    entry: Prompt | Activity
    finding: Diagnostic


def check_likeness(
    new: Sequence[Row], changing: Iterable[Row], toolkit: Toolkit, *, is_update: bool
) -> tuple[list[Diagnostic], list[Near]]:
    """A warning for each row that would be a `new` entry, and nearly stands in the toolkit or in another row.

    Those that nearly stand in a bank, whose entries rows can change, come again with these entries.
    """
    compare = _Likeness()
    there: dict[Kind, list[Prompt | Activity]] = {"prompt": [*toolkit.prompts], "activity": [*toolkit.activities]}
    for guide in toolkit.guides:
        there["prompt"] += [use for use in guide.prompts if isinstance(use, Prompt)]
        there["activity"] += [use for use in guide.activities if isinstance(use, Activity)]
    before = list(changing)
    findings = []
    asked = []
    for row in new:
        if not row.text:
            continue
        near = _nearest((compare.of_texts(row.text, entry.texts[0].text), entry) for entry in there[row.kind])
        has = _SAME
        # A question that was written anew, in a row that lost its id; or a row that was copied to write another one.
        if not near and (rest := compare.rest_of(row)) and len(rest.shape.threes) >= _TELLING:
            near = _nearest((compare.of_rest(rest, entry) or 0, entry) for entry in there[row.kind])
            has = "has all but the text of this {}, or nearly"
        if near:
            hint = "if it is the same, delete this row; else leave both"
            of_bank = banks_of(toolkit)[row.kind].get(near.id)
            if of_bank:
                anew = "" if is_update else ", and import with --update"
                hint = f"to change that one, write its id '{near.id}' into this row{anew}; {hint}"
            place = str(near.at(near.texts[0].keys[0]))
            findings.append(_twice(row, f"the toolkit {has}", near.texts[0].text, place, hint))
            if of_bank:
                asked.append(Near(row.place, row.text, of_bank, findings[-1]))
        # Who gave each of them a name has looked at both.
        rivals = (one for one in before if one.kind == row.kind and not (one.is_named and row.is_named))
        twin = _nearest((compare.of_texts(row.text, one.text), one) for one in rivals)
        if twin:
            place = twin.sheet.name_of(twin.number, twin.text_column)
            hint = f"if they are the same, delete this row or the one of {place}; else leave both"
            findings.append(_twice(row, f"this file {_SAME}", twin.text, place, hint))
        before.append(row)
    return findings, asked


def _twice(row: Row, what: str, text: str, place: str, hint: str) -> Diagnostic:
    """A finding for a row that stands elsewhere, or nearly."""
    told = what.format("question" if row.kind == "prompt" else "activity")
    message = f"{told}: '{shorten(text, 80, placeholder='...')}' ({place})"
    return replace(row.finding("nearly-the-same", message, row.text_column, hint), level="warning")
