"""What a newer library changes under a school's own layer, and the files that an upgrade writes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.folders import Folders, Layer
from toolkit_builder.loading import Reader
from toolkit_builder.outputs import write_together
from toolkit_builder.yaml_source.trees import Edit as _Edit
from toolkit_builder.yaml_source.trees import edited, read_value

from .bases import BASES, Base, Bases, Remembered, format_bases, listed_now, news, read_bases, remembered_now
from .below import Below, version_of
from .catalogues import TextChange, catalogues_after, text_changes
from .likeness import same, without
from .lines import with_based_on, without_based_on, without_wording, wording_of
from .merging import Answer, Change, Keys, Merged, merge
from .pieces import Piece, Source, jobs_of, pieces_of, read_source, school_file

HISTORY = ".history"
Ask = Callable[["Renewal", Change], Answer]
"""Asks a person about a change that meets one of the school's."""


@dataclass(slots=True)
class Renewal:
    """An own entry, or an own wording, under which the library's text changed.

    `name` is the entry's, or the place; `path` the file, as seen from the toolkit. `was` is the version that it was
    made from, and `base` the text of then, None where nobody knows it any more. `merged` is what becomes of it;
    `answers` are those given so far.
    """

    name: str
    path: str
    was: str
    now: str
    base: str | None
    theirs: str
    piece: Piece | None = None
    yours: str = ""
    answers: dict[Keys, Answer] = field(default_factory=dict)
    merged: Merged = field(default_factory=lambda: Merged("", None))

    def __post_init__(self) -> None:
        self.decide()

    def decide(self) -> None:
        """Brings `merged` up to date with the answers."""
        if self.piece is None:
            change = Change((), self.base, self.theirs, self.yours, meets=not same(self.theirs, self.yours))
            self.merged = Merged(self.yours, self.yours, (change,))
            return
        bare = without_based_on(self.piece.text)
        is_as_before = self.base is not None and bare.strip("\n") == self.base.strip("\n")
        if is_as_before:
            self.merged = merge(bare, self.theirs, bare, self.answers)
        else:
            self.merged = merge(self.base, self.theirs, self.piece.text, self.answers)

    @property
    def unanswered(self) -> tuple[Change, ...]:
        """What a person must still decide on."""
        return tuple(change for change in self.merged.open if change.keys not in self.answers)

    @property
    def is_superfluous(self) -> bool:
        """Whether the school's words are the library's now."""
        if self.piece is None:
            return same(self.yours, self.theirs) or self.answers.get(()) == "theirs"
        return same(without(self.value, "based_on"), read_value(self.theirs))

    @property
    def value(self) -> Any:
        """What an entry holds then."""
        is_read = isinstance(self.merged.value, dict) or self.piece is None
        return self.merged.value if is_read or self.piece is None else self.piece.value


@dataclass(slots=True)
class Plan:
    """What an upgrade of one layer would do. `gone` are own entries and wording under which nothing lies any more.

    `news` are, by kind, the ids that are new below, and those that went away.
    """

    folders: Folders
    layer: Layer
    below: Below
    bases: Bases
    was: str
    now: str
    renewals: list[Renewal]
    gone: list[str]
    news: Mapping[str, tuple[list[str], list[str]]]
    listed: dict[str, list[str]]
    findings: list[Diagnostic] = field(default_factory=list)
    titles: Mapping[str, str] = field(default_factory=dict)
    """Of what is new: what people call it, by kind and id."""

    @property
    def known(self) -> Remembered:
        return self.bases.of(self.folders.edition)

    @property
    def unanswered(self) -> int:
        return sum(len(renewal.unanswered) for renewal in self.renewals)

    def ask(self, ask: Ask) -> None:
        """Asks about each change that meets one of the school's."""
        for renewal in self.renewals:
            for change in renewal.unanswered:
                renewal.answers[change.keys] = ask(renewal, change)
            renewal.decide()

    def files(self) -> dict[str, bytes]:
        """The files to write, by their paths as seen from the toolkit: entries, translations, then what is remembered.

        Of what is not decided yet, the school's text stays, and so does its base: the next upgrade asks again.
        """
        texts: dict[Path, tuple[Source, str]] = {}
        edits: dict[Path, list[_Edit]] = {}
        changed: list[TextChange] = []
        for renewal in self.renewals:
            changed += self._changed(renewal, texts, edits)
        made = {}
        for file, some in edits.items():
            source = read_source(file)
            made[file] = source.encoded(edited(source.text, some))
        made |= {file: source.encoded(text) for file, (source, text) in texts.items()}
        made |= catalogues_after(self.layer, self.below, changed)
        made = {file: raw for file, raw in made.items() if raw != file.read_bytes()}
        files = {self.folders.path_of(file): raw for file, raw in made.items()}
        bases = self._bases_after()
        file = self.folders.root / BASES
        return files | ({BASES: bases} if not file.is_file() or file.read_bytes() != bases else {})

    def _changed(
        self, renewal: Renewal, texts: dict[Path, tuple[Source, str]], edits: dict[Path, list[_Edit]]
    ) -> Iterator[TextChange]:
        """Notes how the file of a renewal changes; the texts that change with it."""
        if renewal.piece is None:
            if renewal.is_superfluous:
                file = school_file(self.layer)
                source, text = texts.get(file) or (one := read_source(file), one.text)
                texts[file] = source, without_wording(text, renewal.name)
                yield TextChange(renewal.name, renewal.yours, renewal.theirs)
            return
        piece = renewal.piece
        text = renewal.merged.text
        if not renewal.unanswered and "based_on" in piece.value:
            text = with_based_on(text, renewal.now)
        edits.setdefault(piece.file, []).append(_Edit(piece.start, piece.end, text))
        yield from text_changes(piece, renewal.value)

    def _bases_after(self) -> bytes:
        known = self.known
        after = Remembered(dict(known.entries), dict(known.wording))
        for name in self.gone:
            after.entries.pop(name, None)
            after.wording.pop(name, None)
        for renewal in self.renewals:
            if renewal.unanswered:
                continue
            bases = after.wording if renewal.piece is None else after.entries
            bases[renewal.name] = Base(renewal.now, renewal.theirs)
            if renewal.piece is None and renewal.is_superfluous:
                del bases[renewal.name]
        made = replace(self.bases, layers={**self.bases.layers, self.folders.edition: after})
        if not self.folders.edition:
            made.version, made.listed = self.now, self.listed
        return format_bases(made)


def plan_upgrade(folders: Folders) -> Plan | list[Diagnostic]:
    """What is to be done for the highest layer of `folders`; or the findings that stand in the way."""
    *lower, layer = folders.layers
    bases, findings = read_bases(folders)
    findings += _unreadable(folders, layer)
    if findings:
        return findings
    listed_before = bases.listed
    version = bases.version
    remembered_now(bases, folders, folders.edition)
    below = Below(tuple(lower))
    known = bases.of(folders.edition)
    now, listed = listed_now(below)
    own = pieces_of(layer)
    renewals, gone = [], []
    for name, piece in own.items():
        found = below.piece(name)
        base = known.entries.get(name)
        if found is None:
            gone += [name] if base else []
            continue
        theirs, origin = found
        if base and (base.text == theirs.text or same(read_value(base.text), theirs.value)):
            continue
        if base is None and same(theirs.value, without(piece.value, "based_on")):
            known.entries[name] = Base(version_of(origin), theirs.text)
            continue
        path = folders.path_of(piece.file)
        was, before = (base.version, base.text) if base else (str(piece.value.get("based_on", "")), None)
        renewals.append(Renewal(name, path, was, version_of(origin), before, theirs.text, piece))
    for place, yours in wording_of(read_source(school_file(layer)).text).items():
        text, base = below.text(place), known.wording.get(place)
        if text is None:
            gone += [place] if base else []
        elif base and not same(base.text, text):
            path = folders.path_of(school_file(layer))
            renewals.append(Renewal(place, path, base.version, version_of(lower[-1]), base.text, text, yours=yours))
    _forget(known, own, wording_of(read_source(school_file(layer)).text))
    told = {} if folders.edition else news(listed_before, listed)
    titles = _titles(below, told)
    return Plan(folders, layer, below, bases, version, now, renewals, gone, told, listed, titles=titles)


def _unreadable(folders: Folders, layer: Layer) -> list[Diagnostic]:
    """Findings for own files that cannot be understood: nobody knows what of the school's stands in them."""
    read = Reader()
    contents = [read((file, folders.path_of(file), kind)) for file, _, kind in jobs_of(layer)]
    return [one for content in contents if content.is_unread for one in content.told]


def _forget(known: Remembered, own: Mapping[str, Piece], wording: Mapping[str, str]) -> None:
    """Forgets what own entries and wording were made from that are no more."""
    for name in [name for name in known.entries if name not in own]:
        del known.entries[name]
    for place in [place for place in known.wording if place not in wording]:
        del known.wording[place]


def _titles(below: Below, told: Mapping[str, tuple[list[str], list[str]]]) -> dict[str, str]:
    titles = {}
    for kind, (came, _) in told.items():
        for one in came:
            found = below.piece(f"{kind}/{one}") if kind != "languages" else None
            if found:
                titles[f"{kind}/{one}"] = str(found[0].value.get("title") or found[0].value.get("text") or "")
    return titles


def write_upgrade(
    folders: Folders, files: Mapping[str, bytes], now: datetime, also: Mapping[str, bytes] | None = None
) -> str:
    """Writes `files`, all or none, after a copy of each file that was there; where the copies are, empty if nowhere.

    `also` are files of which a copy is kept, too.
    """
    before = {path: (folders.root / path).read_bytes() for path in files if (folders.root / path).is_file()}
    before |= also or {}
    kept = ""
    if before:
        kept = f"{HISTORY}/{now:%Y-%m-%dT%H-%M-%S}"
        while (folders.root / kept).exists():
            kept += "x"
        write_together(folders.root / kept, before)
    write_together(folders.root, files)
    return kept
