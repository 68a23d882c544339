"""All that was loaded, with the look-ups that rules and pages share."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from toolkit_builder.diagnostics import Location

from .banks import Activity, Fact, Framework, GlossaryTerm, Prompt, Skill, Synonym
from .base import Entry
from .catalogue import Catalogue
from .guide import Guide
from .insert import Insert
from .kit import KitPiece
from .languages import base_of, is_form_of, wider_codes
from .profile import PROFILES, Profile
from .protocol import ProtocolStep, filled_guide
from .school import OwnWord, School
from .vocabulary import GRADES, WORD_LISTS, Grade, Label, Vocabulary, WordList, band_of


def normal_code(code: str) -> str:
    """A skill's code in the form in which codes are compared: `6.RP.A.3.C` and `6.RP.A.3c` are the same skill."""
    return re.sub(r"[.\s]+([a-z])$", r"\1", code.casefold().strip())


def is_spoken(entry: Entry) -> bool:
    """True for what people read aloud, say or do: all but the school, skills, the glossary and facts."""
    return not isinstance(entry, (School, Framework, GlossaryTerm, Fact, Synonym))


def names_of_before(entries: Iterable[Entry]) -> dict[str, str]:
    """The names of today by those of before, with their kinds: `activity/hidden` to `activity/how-many-hide`.

    Who has an entry of its own under a name of before means that one.
    """
    kept = [entry for entry in entries if isinstance(entry, (Guide, Prompt, Activity, Insert))]
    named = [(type(entry).__name__.casefold(), entry) for entry in kept]
    present = {f"{kind}/{entry.id}" for kind, entry in named}
    before = {f"{kind}/{old}": f"{kind}/{entry.id}" for kind, entry in named for old in entry.old_ids}
    return {old: new for old, new in before.items() if old not in present}


def _labels(words: WordList, own: tuple[OwnWord, ...]) -> dict[str, Label]:
    added = {word.id: Label(word.title, word.icon or words.icon, is_own=True) for word in own}
    return {**words.labels, **{word: label for word, label in added.items() if word not in words.labels}}


@dataclass(frozen=True)
class Toolkit:
    """Frozen; entries in the order of their files and places."""

    school: School
    guides: tuple[Guide, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    activities: tuple[Activity, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    facts: tuple[Fact, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    protocol: tuple[ProtocolStep, ...] = ()
    inserts: tuple[Insert, ...] = ()
    kit: tuple[KitPiece, ...] = ()
    profiles: tuple[Profile, ...] = PROFILES
    catalogues: tuple[Catalogue, ...] = ()
    """Translations into the school's other languages, in its order."""
    language: str = "en"
    """The language of its texts, as BCP 47 writes it; some may still be in the source language."""
    source_language: str = "en"
    """The language in which its layers are written, as the lowest of them says. The site may open in another, the first
    of its school."""
    edition: str = ""
    """The school's id where many schools share the library; empty for the library itself."""
    lower: tuple[str, ...] = ()
    """What findings call the layers below the school's own: all that lies there is kept by somebody else."""

    fonts: tuple[Path, ...] = ()
    """The school's own font files; those of a higher layer go first."""
    locked: Mapping[str, str] = field(default_factory=dict)
    """Patterns of places whose texts no higher layer may word anew, with what findings call the layer that says so."""
    read: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The hash of each file that was read for it, by folder, such as `prompts`, and path; under `names`, that of the
    names of each layer's entries. An entry is what its own file, the school's files and these names make of it, and in
    those that name others, what the others are called. Empty where it was not read from files."""

    def __hash__(self) -> int:
        # Whoever remembers something of a toolkit means this very one; to look through all of it would take too long.
        return id(self)

    def is_own(self, location: Location) -> bool:
        """True for what stands in the school's own files, false for what a layer below says."""
        return not location.path.startswith(tuple(f"{name}/" for name in self.lower))

    @property
    def is_english(self) -> bool:
        """True where its layers are written in English, of whatever country."""
        return base_of(self.source_language) == "en"

    @property
    def is_as_written(self) -> bool:
        """True where its texts stand as they are written; `en-US` shows those in `en` so."""
        return is_form_of(self.language, self.source_language)

    @cached_property
    def language_codes(self) -> frozenset[str]:
        """The codes that names of files may tell, such as `staff.es.md`: its languages', and their wider forms'."""
        named = (*self.school.languages, self.source_language)
        return frozenset((*named, *(wider for one in named for wider in wider_codes(one))))

    @property
    def promised(self) -> dict[str, Location]:
        """The languages of the site into which its texts are translated, each with its place in the school's file."""
        places = self.school.language_places
        return {code: place for code, place in places.items() if not is_form_of(code, self.source_language)}

    @property
    def is_reviewed(self) -> bool:
        """False for a translation that no native speaker has read yet."""
        return all(one.is_reviewed for one in self.catalogues if one.language == self.language)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that its authors choose from, the school's own among them."""
        return Vocabulary(**{key: _labels(words, getattr(self.school, key)) for key, words in WORD_LISTS.items()})

    @property
    def spoken(self) -> tuple[Entry, ...]:
        """The entries that people read aloud, say or do: all but the school, skills, the glossary and facts."""
        return (*self.guides, *self.prompts, *self.activities, *self.protocol, *self.inserts, *self.kit)

    @property
    def shared(self) -> tuple[Entry, ...]:
        """The entries that guides share: all but the school and the guides."""
        words = (*self.frameworks, *self.glossary, *self.facts, *self.synonyms)
        return (*self.prompts, *self.activities, *words, *self.protocol, *self.inserts, *self.kit)

    @cached_property
    def guides_by_id(self) -> dict[str, Guide]:
        return {guide.id: guide for guide in self.guides}

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The names of today by those of before, with their kinds, as `names_of_before` gives them."""
        return names_of_before((*self.guides, *self.prompts, *self.activities, *self.inserts))

    def renamed_of(self, kind: str) -> dict[str, str]:
        """A name of before to that of today, of a `kind`: guide, prompt, activity or insert."""
        start = f"{kind}/"
        names = ((old, new) for old, new in self.renamed.items() if old.startswith(start))
        return {old.removeprefix(start): new.removeprefix(start) for old, new in names}

    @cached_property
    def renamed_guides(self) -> dict[str, str]:
        """A guide's name of before to its name of today."""
        return self.renamed_of("guide")

    @cached_property
    def listed_guides(self) -> tuple[Guide, ...]:
        """All guides as lists show them: by grade and visit, and those for many grades last."""
        grades = list(GRADES)
        visits = {visit: position for position, visit in enumerate(self.vocabulary.visits)}

        def place(guide: Guide) -> tuple[bool, int, int]:
            # A toolkit with errors may have a kind of visit that nobody knows.
            position = visits.get(guide.visit, len(visits))
            return guide.is_for_many_grades, min(map(grades.index, guide.grades)), position

        return tuple(sorted(self.guides, key=place))

    @cached_property
    def prompts_by_id(self) -> dict[str, Prompt]:
        return {prompt.id: prompt for prompt in self.prompts}

    @cached_property
    def activities_by_id(self) -> dict[str, Activity]:
        return {activity.id: activity for activity in self.activities}

    @cached_property
    def facts_by_id(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def inserts_by_id(self) -> dict[str, Insert]:
        return {insert.id: insert for insert in self.inserts}

    @cached_property
    def steps_by_id(self) -> dict[str, ProtocolStep]:
        return {step.id: step for step in self.protocol}

    @cached_property
    def profiles_by_id(self) -> dict[str, Profile]:
        return {profile.id: profile for profile in self.profiles}

    @cached_property
    def skills_by_code(self) -> dict[str, Skill]:
        """Normal code to skill; the school's framework stands before the base and replaces its codes."""
        by_code: dict[str, Skill] = {}
        chosen = [framework for framework in self.frameworks if framework.id == self.school.framework]
        others = [framework for framework in self.frameworks if framework.id != self.school.framework]
        for framework in [*others, *chosen]:
            for skill in framework.skills:
                by_code[normal_code(skill.code)] = skill
        for framework in chosen:
            for skill in framework.skills:
                if skill.replaces:
                    by_code[normal_code(skill.replaces)] = skill
        return by_code

    @cached_property
    def frameworks_by_code(self) -> dict[str, Framework]:
        """Normal code to the framework that its skill stands in; the school's own one first."""
        by_choice = sorted(self.frameworks, key=lambda framework: framework.id == self.school.framework)
        return {normal_code(skill.code): framework for framework in by_choice for skill in framework.skills}

    @cached_property
    def shown_frameworks(self) -> tuple[Framework, ...]:
        """The school's framework, and those that always stand beside it."""
        return tuple(
            framework for framework in self.frameworks if framework.id == self.school.framework or framework.always
        )

    @cached_property
    def grades(self) -> tuple[Grade, ...]:
        """The grades that guides or activities speak of, in school order."""
        used = {grade for guide in self.guides for grade in guide.grades}
        used |= {grade for activity in self.activities for grade in activity.grades}
        return tuple(grade for grade in GRADES if grade in used)

    def skill(self, code: str) -> Skill | None:
        """The skill that `code` stands for in the school's framework."""
        return self.skills_by_code.get(normal_code(code))

    def skills_of(self, codes: tuple[str, ...]) -> tuple[Skill, ...]:
        return tuple(skill for code in codes if (skill := self.skill(code)))

    def prompts_of(self, guide: Guide) -> tuple[Prompt, ...]:
        """The guide's prompts, its own and the bank's, in the order of asking."""
        known = (self.prompts_by_id.get(use) if isinstance(use, str) else use for use in guide.prompts)
        return tuple(prompt for prompt in known if prompt)

    def activities_of(self, guide: Guide) -> tuple[Activity, ...]:
        """The guide's activities, its own and the bank's."""
        known = (self.activities_by_id.get(use) if isinstance(use, str) else use for use in guide.activities)
        return tuple(activity for activity in known if activity)

    def named_inserts_of(self, guide: Guide) -> tuple[Insert, ...]:
        """The inserts that the guide names, in its order."""
        return tuple(self.inserts_by_id[name] for name in guide.inserts if name in self.inserts_by_id)

    def inserts_of(self, guide: Guide) -> tuple[Insert, ...]:
        """The inserts for a guide: those that it names, then all others that suit its grades."""
        named = self.named_inserts_of(guide)
        return (*named, *(one for one in self.inserts if one.suits(guide) and one.id not in guide.inserts))

    def prompts_of_insert(self, insert: Insert, guide: Guide | None = None) -> tuple[Prompt, ...]:
        """The prompts of an insert; with a guide, those for its ages."""
        bands = {band_of(grade) for grade in guide.grades} if guide else None
        known = (self.prompts_by_id[name] for name in insert.prompts if name in self.prompts_by_id)
        return tuple(prompt for prompt in known if bands is None or bands & {*prompt.bands})

    def protocol_of(self, guide: Guide) -> tuple[ProtocolStep, ...]:
        """The steps of the protocol that hold at the guide's visit."""
        return tuple(step for step in self.protocol if step.suits(guide))

    @cached_property
    def _filled(self) -> dict[str, tuple[Guide, Guide]]:
        """Guides by their ids, each with itself as its readers see it; those that somebody asked for."""
        return {}

    def filled(self, guide: Guide) -> Guide:
        """The guide as its readers see it: what it leaves out is the protocol's."""
        known = self._filled.get(guide.id)
        if known is None or known[0] is not guide:
            known = self._filled[guide.id] = (guide, filled_guide(guide, self.protocol_of(guide)))
        return known[1]

    def limit_of(self, guide: Guide) -> str:
        """What the guide's family page says of what the school keeps to itself, and of the duty to report."""
        return next((step.family for step in self.protocol_of(guide) if "limit" in step.fills and step.family), "")

    def profile_of(self, guide: Guide) -> Profile:
        return self.profiles_by_id[guide.profile]
