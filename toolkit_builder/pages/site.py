"""What all pages of one toolkit share: look-ups, templates, words, addresses."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from toolkit_builder.interface import interface, words_for
from toolkit_builder.model.banks import Activity, Prompt, Skill
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.insert import Insert, helper_of
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import Grade, Label, grade_name
from toolkit_builder.outputs import Page, PrintedSheet, SearchEntry
from toolkit_builder.prose import plain_text
from toolkit_builder.templating import PageContext, Terms, environment, term_id

from .entries import skill_id

Trail = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Tile:
    """A link with a picture and a line of text."""

    title: str
    uri: str
    icon: str = ""
    note: str = ""
    grade: str = ""
    """Whose page it leads to, by which a script knows it."""


def grade_uri(grade: Grade) -> str:
    return f"grades/{grade_name(grade)}/"


def labeled(word: str, label: Label, **more: Any) -> SimpleNamespace:
    """A word of a closed list with its label, for templates."""
    return SimpleNamespace(id=word, title=label.title, icon=label.icon, about=label.about, **more)


def _digits(phone: str) -> str:
    return "".join(char for char in phone if char.isdigit() or char == "+")


class Site:
    """One toolkit on its way to pages. Holds nothing that a page could change."""

    def __init__(
        self,
        toolkit: Toolkit,
        own_templates: tuple[Path, ...] = (),
        printed: Sequence[PrintedSheet] = (),
        site_url: str = "",
    ) -> None:
        self.toolkit = toolkit
        self.site_url = site_url
        self.words = words_for(toolkit, own_templates=own_templates)
        self.t, self.tn = self.words.t, self.words.tn
        self.own_templates = own_templates
        of_no_grade = (made for made in printed if not made.grade)
        self.printed_by_guide: dict[str, list[PrintedSheet]] = _grouped(of_no_grade, lambda made: (made.guide,))
        of_grades = (made for made in printed if made.grade)
        self.printed_by_grade: dict[str, list[PrintedSheet]] = _grouped(of_grades, lambda made: (made.grade,))
        self.terms = Terms(toolkit.glossary)
        self._inserts: dict[tuple[Any, ...], tuple[Insert, Markup]] = {}
        self._cards: dict[str, tuple[Prompt | Activity, Markup | None, dict[str, None]]] = {}

    @cached_property
    def env(self) -> Environment:
        env = environment(self.own_templates, self.toolkit.language)
        env.filters["digits"] = _digits
        env.filters["size"] = self.words.size
        env.filters["skill_id"] = skill_id
        env.filters["term_id"] = term_id
        return env

    @cached_property
    def guides_by_grade(self) -> dict[Grade, list[Guide]]:
        # A grade's own guides come before those that it shares.
        guides = sorted(self.toolkit.listed_guides, key=lambda guide: len(guide.grades))
        return _grouped(guides, lambda guide: guide.grades)

    @cached_property
    def activities_by_grade(self) -> dict[Grade, list[Activity]]:
        return _grouped(self.toolkit.activities, lambda activity: activity.grades)

    @cached_property
    def activities_by_routine(self) -> dict[str, list[Activity]]:
        return _grouped(self.toolkit.activities, lambda activity: (activity.routine,))

    @cached_property
    def prompts_by_band(self) -> dict[str, list[Prompt]]:
        return _grouped(self.toolkit.prompts, lambda prompt: prompt.bands)

    @cached_property
    def prompts_by_purpose(self) -> dict[str, list[Prompt]]:
        return _grouped(self.toolkit.prompts, lambda prompt: (prompt.purpose,))

    @cached_property
    def skills_by_grade(self) -> dict[Grade, list[Skill]]:
        skills = [skill for framework in self.toolkit.shown_frameworks for skill in framework.skills]
        return _grouped(skills, lambda skill: skill.grades)

    @cached_property
    def skills_of_activity(self) -> dict[str, tuple[Skill, ...]]:
        return {activity.id: self.toolkit.skills_of(activity.skills) for activity in self.toolkit.activities}

    @cached_property
    def scan_words(self) -> dict[str, str]:
        """What a code for a family says under it, in each language of the school, by code."""
        said = ((code, interface(code, own_templates=self.own_templates)) for code in self.toolkit.school.languages)
        return {code: words.t("Open your phone's camera and point it here.") for code, words in said}

    def take_cards(self, before: "Site") -> None:
        """Takes over the cards that were made for another state of the toolkit, where words are explained alike."""
        one, other = self.toolkit, before.toolkit
        if (one.language, one.school, one.glossary, one.frameworks) == (
            other.language,
            other.school,
            other.glossary,
            other.frameworks,
        ):
            self._cards |= before._cards

    def card(self, page: PageContext, entry: Prompt | Activity) -> Markup:
        """A prompt's or an activity's card. Most hold no word to explain, and then look the same on every page."""
        known = self._cards.get(entry.id)
        if known is None or known[0] is not entry:
            scratch = self.context("")
            html = self._render_card(scratch, entry)
            known = self._cards[entry.id] = (entry, None if scratch.explained else html, scratch.icons)
        _, html_for_all, icons = known
        if html_for_all is None:
            return self._render_card(page, entry)
        page.icons.update(icons)
        return html_for_all

    def _render_card(self, page: PageContext, entry: Prompt | Activity) -> Markup:
        if isinstance(entry, Prompt):
            return Markup(self._macros.prompt_card(page, entry, self.words))
        return Markup(self._macros.activity_card(page, entry, self.words, self.toolkit.skills_of(entry.skills)))

    def insert_parts(self, page: PageContext, insert: Insert, guide: Guide | None) -> Markup:
        """All of an insert but its title, with the prompts for the ages of `guide`, or with all.

        No word in it is explained, so that it is the same on all pages from which the bank is as far away.
        """
        prompts = self.toolkit.prompts_of_insert(insert, guide)
        key = (insert.id, guide is None, page.uri.count("/"), tuple(prompt.id for prompt in prompts))
        known = self._inserts.get(key)
        if known is None or known[0] is not insert:
            places = [self.bank_place(prompt) for prompt in prompts]
            placed = [(one, f"{place}#{one.id}" if place else "") for one, place in zip(prompts, places, strict=True)]
            helps = [(one, helper_of(self.toolkit.school, one)) for one in insert.help]
            # On a guide's page, all this would be said twice: the page of all inserts has the sources.
            is_short = guide is not None and self.shows("inserts/")
            facts = [] if is_short else [self.toolkit.facts_by_id[name] for name in insert.facts]
            sources = () if is_short else insert.sources
            html = Markup(self._macros.insert_parts(page, insert, placed, helps, facts, sources))
            known = self._inserts[key] = (insert, html)
        return known[1]

    @cached_property
    def _macros(self) -> Any:
        return self.env.get_template("_macros.html").module

    def shows(self, uri: str) -> bool:
        """False for the address of a page that the school keeps out of its site, and of an index of only such pages."""
        return not self.toolkit.school.hides_page(uri) and uri not in self._empty_indexes

    @cached_property
    def _empty_indexes(self) -> set[str]:
        toolkit, hides = self.toolkit, self.toolkit.school.hides_page
        if not toolkit.school.hidden_pages:
            return set()
        held = (toolkit.guides, toolkit.prompts, toolkit.activities, toolkit.facts)
        topics = {topic for entries in held for entry in entries for topic in entry.topics}
        below: dict[str, Iterable[str]] = {
            "grades/": map(grade_uri, toolkit.grades),
            "routines/": (f"routines/{activity.routine}/" for activity in toolkit.activities),
            "prompts/": (f"prompts/{prompt.purpose}/" for prompt in toolkit.prompts),
            "topics/": (f"topics/{topic}/" for topic in topics),
        }
        return {index for index, uris in below.items() if all(map(hides, uris))}

    def bank_place(self, entry: Prompt | Activity) -> str:
        """The address of the page on which an entry of a bank stands; empty if there is none, as for a guide's own."""
        toolkit = self.toolkit
        if isinstance(entry, Prompt):
            uri = f"prompts/{entry.purpose}/" if entry.id in toolkit.prompts_by_id else ""
        else:
            uri = f"routines/{entry.routine}/" if entry.id in toolkit.activities_by_id else ""
        return uri if uri and self.shows(uri) else ""

    def context(self, uri: str, **slots: str) -> PageContext:
        school = self.toolkit.school
        return PageContext(
            uri,
            self.terms,
            self.words,
            {"school": school.short_name, "phone": school.contacts[0].phone, **slots},
            lambda uri: not self.shows(uri),
        )

    def page(
        self,
        uri: str,
        template: str,
        title: str,
        description: str,
        *,
        search: Iterable[SearchEntry] = (),
        source: str = "",
        is_wide: bool = False,
        picture: str = "",
        is_indexed: bool = True,
        trail: Trail = (),
        context: PageContext | None = None,
        **values: Any,
    ) -> Page:
        """A page from its template and values. Every template gets `page`, `words`, `school` and `trail`.

        `trail` are the pages above it, the home page aside; those that the school keeps out of its site are left out.
        """
        context = context or self.context(uri)
        body = self.env.get_template(template).render(
            page=context,
            site=self,
            words=self.words,
            school=self.toolkit.school,
            trail=[step for step in ((self.t("Home"), ""), *trail) if context.leads(step[1])],
            title=title,
            **values,
        )
        return Page(
            uri=uri,
            title=title,
            description=plain_text(description),
            body=self._with_notes(body),
            headings=tuple(context.headings),
            search=tuple(search) or (SearchEntry("", title, plain_text(description)),),
            source=source,
            is_wide=is_wide,
            picture=picture,
            is_indexed=is_indexed,
        )

    def _with_notes(self, body: str) -> str:
        """A page with what its reader should know of the translation, below its head."""
        source = self.toolkit.source_language
        notes = []
        if not self.toolkit.is_reviewed:
            notes.append(self.t("This translation has not been reviewed by a native speaker yet."))
        if not self.toolkit.is_as_written and f'lang="{source}" dir="auto"' in body:
            language = self.words.name_of(source)
            notes.append(
                self.t("Parts of this page are not translated yet and are shown in {language}.", language=language)
            )
        if not notes:
            return body
        return body.replace("</header>", f'</header>\n<p class="tb-translation">{escape(" ".join(notes))}</p>', 1)


def _grouped(items: Iterable[Any], keys_of: Callable[[Any], Iterable[Any]]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for item in items:
        for key in keys_of(item):
            groups[key].append(item)
    return groups
