"""The toolkit as pages show it while somebody edits: in a language, with what has faults as it was without them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from toolkit_builder.loading.files import BANKS, SCHOOL, name_of
from toolkit_builder.model.banks import GlossaryTerm
from toolkit_builder.model.base import Entry, FoundText, map_texts
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.texts import texts_by_place
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.translating import in_words_of

from .marking import Marks
from .reading import Reading

_Change = Callable[[Entry], Entry]


@dataclass(slots=True)
class Shown:
    """Toolkits for pages. An entry that did not change is the same one in the next, translated and marked once."""

    marks: Marks = field(default_factory=Marks)
    _good: dict[str, Entry] = field(default_factory=dict)
    _faulty: set[str] = field(default_factory=set)
    _before: Toolkit | None = None
    """As it was when the school's own file had no fault."""
    _catalogues: dict[str, Catalogue] = field(default_factory=dict)
    _translated: dict[tuple[str, str], tuple[Entry, Catalogue, Entry]] = field(default_factory=dict)
    _marked: dict[tuple[str, str], tuple[Entry, Entry]] = field(default_factory=dict)

    def toolkits(self, reading: Reading, language: str) -> tuple[Toolkit, Toolkit]:
        """The toolkit in a language, and the same one with a mark at the end of each text."""
        toolkit = self.sound(reading)
        catalogue = next((one for one in toolkit.catalogues if one.language == language), None)
        if catalogue:
            # It is read each time, and to compare it once is quick.
            catalogue = self._same(catalogue)
            toolkit = _mapped(toolkit, lambda entry: self._in_language(entry, toolkit.language, catalogue))
            toolkit = replace(toolkit, language=language)
        return toolkit, _mapped(toolkit, lambda entry: self._with_marks(entry, language))

    def sound(self, reading: Reading) -> Toolkit:
        """The toolkit of a reading, in which entries with errors are as they were before."""
        toolkit, holdings = reading.toolkit, reading.holdings
        faulty = {holdings.name_at(one.location) for one in reading.loaded if one.level == "error"}
        here = {name_of(entry): entry for bank in BANKS for entry in getattr(toolkit, bank.name)}
        if SCHOOL in faulty and self._before:
            # Without it, nobody knows which words of its own others may use, or which guides are for its grades.
            return _mapped(
                self._before,
                lambda entry: here.get(name_of(entry), entry) if name_of(entry) not in faulty | self._faulty else entry,
            )
        if SCHOOL not in faulty:
            self._good[SCHOOL] = toolkit.school
            self._faulty = faulty
        self._good |= {name: entry for name, entry in here.items() if name not in faulty}
        if not faulty:
            self._before = toolkit
            return toolkit
        banks: dict[str, Any] = {}
        for bank in BANKS:
            names = [name for name in holdings.names(bank.folder) if name in here or name in faulty]
            held = [self._good.get(name) if name in faulty else here[name] for name in names]
            shown = [one or here.get(name) for one, name in zip(held, names, strict=True)]
            banks[bank.name] = tuple(one for one in shown if one)
        school = self._good.get(SCHOOL, toolkit.school)
        made: Toolkit = replace(toolkit, school=school, **banks)  # type: ignore[arg-type]
        if SCHOOL not in faulty:
            self._before = made
        return made

    def _same(self, catalogue: Catalogue) -> Catalogue:
        known = self._catalogues.get(catalogue.language)
        if known is None or known != catalogue:
            known = self._catalogues[catalogue.language] = catalogue
        return known

    def _in_language(self, entry: Entry, source: str, catalogue: Catalogue) -> Entry:
        key = (catalogue.language, name_of(entry))
        known = self._translated.get(key)
        if known is None or known[0] is not entry or known[1] is not catalogue:
            places = {found.keys: place for place, (_, found) in texts_by_place([entry]).items()}

            def change(found: FoundText) -> str:
                return in_words_of(catalogue, places[found.keys], found.text, source)

            made = map_texts(entry, change)
            if isinstance(entry, GlossaryTerm) and isinstance(made, GlossaryTerm):
                made = made.called(entry.name)
            known = self._translated[key] = (entry, catalogue, made)
        return known[2]

    def _with_marks(self, entry: Entry, language: str) -> Entry:
        name = name_of(entry)
        known = self._marked.get((language, name))
        # A school is put together from its layers each time.
        if known is None or (known[0] is not entry and (name != SCHOOL or known[0] != entry)):
            known = self._marked[language, name] = (entry, self.marks.marked(entry, name))
        return known[1]


def _mapped(toolkit: Toolkit, change: _Change) -> Toolkit:
    banks = {bank.name: tuple(map(change, getattr(toolkit, bank.name))) for bank in BANKS}
    return replace(toolkit, school=change(toolkit.school), **banks)  # type: ignore[arg-type]
