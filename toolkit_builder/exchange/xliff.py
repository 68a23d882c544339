"""Texts to translate -> XLIFF 2, and what offices' tools make of it -> what came back.

Source: OASIS, XLIFF Version 2.0 (2014); for files that a tool turned into the older form, XLIFF Version 1.2 (2008).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from toolkit_builder.diagnostics import Diagnostic, Level, Location
from toolkit_builder.spreadsheet.files import refuse_big

from .columns import Part
from .kinds import KINDS
from .returned import Returned, ReturnedFile, as_written
from .texts import SLOT, Handed, Status

_STATES: dict[Status, str] = {
    "to do": 'state="initial"',
    "to check": 'state="initial" subState="toolkit-builder:to-check"',
    "done": 'state="translated"',
    "checked": 'state="final"',
}
_OURS = "toolkit-builder:to-check"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ID = re.compile(r"t\d+\.([A-Za-z0-9-]+\.[a-z]+\.[a-z]+)")
_REMARK, _SIGNER = "translator", "checked-by"
_NOTES = ("about", "was", "where", "page", "room", _SIGNER)
"""Categories of the notes that we write for translators to read."""


# --- Out ---


def translators_xliff(texts: Sequence[Handed], source: str, language: str, original: str) -> bytes:
    """The `texts` as XLIFF 2, from the language `source` into `language`; `original` is the catalogue's path.

    Slots are inline codes, which tools for translators neither change nor lose.
    """
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang={quoteattr(source)} '
        f'trgLang={quoteattr(language)}>\n<file id="f1" original={quoteattr(original)}>\n',
        *chain.from_iterable(map(_unit, texts)),
        "</file>\n</xliff>\n",
    ]
    return _NO_XML.sub("", "".join(parts)).encode()


def _unit(text: Handed) -> Iterator[str]:
    yield f'<unit id="t{text.number}.{text.version}" name={quoteattr(text.placed.place)}>\n<notes>\n'
    notes = {
        "about": [text.placed.note],
        "was": [text.was],
        "where": [f"{KINDS[text.kind][0]}. {KINDS[text.kind][1]}"],
        "page": [text.uri],
        "room": [text.room],
        _SIGNER: [text.checked_by],
        _REMARK: text.remarks,
    }
    for category, lines in notes.items():
        yield from (f'<note category="{category}">{escape(line)}</note>\n' for line in lines if line)
    yield f"</notes>\n<segment {_STATES[text.status]}>\n"
    slots = [(slot, str(number)) for number, slot in enumerate(SLOT.findall(text.placed.text), start=1)]
    yield f'<source xml:space="preserve">{_coded(text.placed.text, slots)}</source>\n'
    if text.translation:
        yield f'<target xml:space="preserve">{_coded(text.translation, slots)}</target>\n'
    yield "</segment>\n</unit>\n"


def _coded(text: str, slots: Iterable[tuple[str, str]]) -> str:
    """A text with its slots as codes, which have the same number in source and translation."""
    free = list(slots)
    made, at = [], 0
    for found in SLOT.finditer(text):
        number = next((number for slot, number in free if slot == found[0]), "")
        made.append(escape(text[at : found.start()]))
        at = found.end()
        if number:
            free.remove((found[0], number))
            name = quoteattr(found[0])
            made.append(f'<ph id="{number}" canCopy="no" canDelete="no" equiv={name} disp={name}/>')
        else:
            made.append(escape(found[0]))
    return "".join([*made, escape(text[at:])])


# --- In ---


@dataclass(slots=True)
class _Segment:
    """A part of a unit, as tools cut it at sentences; one that is only kept as it is `is_between`."""

    is_between: bool = False
    source: list[str] = field(default_factory=list)
    target: list[str] | None = None
    status: str = ""


@dataclass(slots=True)
class _Unit:
    id: str
    name: str
    line: int
    segments: list[_Segment] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The translation; empty where any of its parts has none."""
        if any(one.target is None and not one.is_between for one in self.segments):
            return ""
        return "".join("".join(one.source if one.target is None else one.target) for one in self.segments)

    @property
    def source(self) -> str:
        return "".join("".join(one.source) for one in self.segments)


# What a tool proposes, and what only describes a code, is no translation.
_PASSED_OVER = ("matches", "alt-trans", "glossary", "originalData", "seg-source", "count-group", "prop-group")
_CODES = ("ph", "x", "bx", "ex", "bpt", "ept", "it", "sc", "ec")
_OLD_STATES = {
    "new": "to do",
    "needs-translation": "to do",
    "translated": "done",
    "signed-off": "done",
    "final": "done",
}


class _Reader:
    """Goes through a file once, by the parser's calls. Version 1.2 has other names for the same things."""

    def __init__(self) -> None:
        self.units: list[_Unit] = []
        self.language = ""
        self.is_xliff = self.is_old = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        # Nothing that such a file needs, and without it nothing can grow.
        self._parser.StartDoctypeDeclHandler = _refuse
        self._over = 0
        self._into: list[str] | None = None
        self._in_code = 0
        self._note = ""

    def read(self, content: bytes) -> None:
        self._parser.Parse(content, True)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if self._over or name in _PASSED_OVER:
            self._over += 1
        elif name == "xliff":
            self.is_xliff = True
            self.is_old = attributes.get("version", "").startswith("1")
            self.language = attributes.get("trgLang", "")
        elif name == "file":
            self.language = self.language or attributes.get("target-language", "")
        elif name in ("unit", "trans-unit"):
            where = attributes.get("name", attributes.get("resname", ""))
            self.units.append(_Unit(attributes.get("id", ""), where, self._parser.CurrentLineNumber))
            if name == "trans-unit":
                self._unit.segments.append(_Segment())
        elif not self.units:
            return
        elif name in ("segment", "ignorable"):
            status = _status_of(attributes)
            self._unit.segments.append(_Segment(name == "ignorable", status=status))
        elif name == "note":
            self._note, self._into = self._category(attributes), []
        elif name == "source" and self._unit.segments:
            self._into = self._unit.segments[-1].source
        elif name == "target" and self._unit.segments:
            segment = self._unit.segments[-1]
            segment.target = self._into = []
            if "state" in attributes:
                segment.status = _OLD_STATES.get(attributes["state"], "to check")
        elif name in _CODES:
            self._code(attributes)

    def _category(self, attributes: Mapping[str, str]) -> str:
        """What a note is about. In version 1.2 only one with its author's kind is a translator's, not one of ours."""
        if not self.is_old:
            return attributes.get("category", _REMARK)
        by = attributes.get("from", "developer")
        return "about" if by == "developer" or attributes.get("annotates") == "source" else _REMARK

    def _code(self, attributes: Mapping[str, str]) -> None:
        """A slot is told by the name that we gave it, or by its number in the source."""
        self._in_code += 1
        number = attributes.get("id", "")
        said = attributes.get("equiv") or attributes.get("equiv-text") or attributes.get("disp") or ""
        if said and number not in self._unit.codes:
            self._unit.codes[number] = said
        if self._into is not None:
            self._into.append(said or self._unit.codes.get(number, ""))

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if self._over:
            self._over -= 1
        elif name == "note" and self._into is not None and self.units:
            self._unit.notes.append((self._note, "".join(self._into).strip()))
            self._into = None
        elif name in ("source", "target"):
            self._into = None
        elif name in _CODES:
            self._in_code = max(0, self._in_code - 1)

    def _text(self, text: str) -> None:
        # What stands in a code of version 1.2 is what the code stands for, which is known already.
        if not self._over and not self._in_code and self._into is not None:
            self._into.append(text)

    @property
    def _unit(self) -> _Unit:
        return self.units[-1]


def _refuse(*_: object) -> None:
    raise ValueError("no XLIFF has a document type")


def _status_of(attributes: Mapping[str, str]) -> str:
    state = attributes.get("state", "initial")
    if state == "initial":
        return "to check" if attributes.get("subState") == _OURS else "to do"
    return "done"


def read_xliff_back(path: str, content: bytes) -> ReturnedFile:
    """What an XLIFF file brings back, of version 2 or 1.2; with a finding for one that cannot be read."""
    if too_big := refuse_big(path, content):
        return ReturnedFile((), "", (too_big,))
    reader = _Reader()
    try:
        reader.read(content)
    except (expat.ExpatError, ValueError) as error:
        line = getattr(error, "lineno", 1)
        hint = "take the file as the tool wrote it, or export it there again as XLIFF 2"
        return ReturnedFile((), "", (Diagnostic("not-xliff", "this file cannot be read", Location(path, line), hint),))
    if not reader.is_xliff:
        hint = "`toolkit-builder translate out --format xlf` writes one"
        return ReturnedFile((), "", (Diagnostic("not-xliff", "this is no XLIFF file", Location(path), hint),))
    spoken = [found[1].partition(".")[0] for one in reader.units if (found := _ID.search(one.id))]
    language = max(spoken, key=spoken.count) if spoken else reader.language
    return ReturnedFile(tuple(_returned(path, one) for one in reader.units), language)


def _returned(path: str, unit: _Unit) -> Returned:
    def tell(_: Part, code: str, message: str, hint: str, level: Level) -> Diagnostic:
        where = f"unit '{unit.name}': " if unit.name else ""
        return Diagnostic(code, f"{where}{message}", Location(path, unit.line), hint, level)

    cell = as_written(unit.text)
    states = {one.status for one in unit.segments if not one.is_between}
    status = next((one for one in ("to check", "to do", "done") if one in states), "")
    signer = next((text for category, text in unit.notes if category == _SIGNER), "")
    found = _ID.search(unit.id)
    remarks = (text for category, text in unit.notes if category not in _NOTES)
    return Returned(
        unit.name,
        unit.source,
        cell.text,
        status,
        signer,
        tuple(filter(None, chain.from_iterable(map(str.splitlines, remarks)))),
        found[1] if found else "",
        f"line {unit.line}",
        tell,
        cell.fault,
    )
