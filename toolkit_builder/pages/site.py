"""What all pages of one toolkit share: look-ups, templates, words, addresses."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from babel.dates import format_date
from jinja2 import Environment
from markupsafe import Markup

from toolkit_builder.model import vocabulary
from toolkit_builder.model.banks import Activity, Prompt, Skill
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES, Grade, Label, Purpose, Routine
from toolkit_builder.outputs import Page, PrintedSheet, SearchEntry
from toolkit_builder.prose import plain_text
from toolkit_builder.templating import PageContext, Terms, environment, prose_html, term_id

from .entries import skill_id

Trail = Sequence[tuple[str, str]]
HOME = ("Home", "")


@dataclass(frozen=True, slots=True)
class Tile:
    """A link with a picture and a line of text."""

    title: str
    uri: str
    icon: str = ""
    note: str = ""


# The closed lists with what readers see, as templates use them.
WORDS = SimpleNamespace(
    grades=vocabulary.GRADES,
    bands=vocabulary.BANDS,
    visits=vocabulary.VISITS,
    places=vocabulary.PLACES,
    listeners=vocabulary.LISTENERS,
    purposes=vocabulary.PURPOSES,
    routines=vocabulary.ROUTINES,
    areas=vocabulary.AREAS,
    topics=vocabulary.TOPICS,
    selections=vocabulary.SELECTIONS,
)


def grade_uri(grade: Grade) -> str:
    return f"grades/{GRADES[grade].title.lower().replace(' ', '-')}/"


def counted(count: int, one: str, many: str = "") -> str:
    """'1 guide', '3 guides'."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def labelled(word: str, label: Label, **more: Any) -> SimpleNamespace:
    """A word of a closed list with its label, for templates."""
    return SimpleNamespace(id=word, title=label.title, icon=label.icon, about=label.about, **more)


def _day(value: date) -> str:
    return format_date(value, format="long", locale="en_US")


def _digits(phone: str) -> str:
    return "".join(char for char in phone if char.isdigit() or char == "+")


class Site:
    """One toolkit on its way to pages. Holds nothing that a page could change."""

    def __init__(
        self, toolkit: Toolkit, own_templates: Path | None = None, printed: Sequence[PrintedSheet] = ()
    ) -> None:
        self.toolkit = toolkit
        self.own_templates = own_templates
        self.printed_by_guide: dict[str, list[PrintedSheet]] = _grouped(printed, lambda made: (made.sheet.guide,))
        self.terms = Terms(toolkit.glossary)
        self._cards: dict[str, tuple[Prompt | Activity, Markup | None, dict[str, None]]] = {}

    @cached_property
    def env(self) -> Environment:
        env = environment(self.own_templates)
        env.filters["day"] = _day
        env.filters["digits"] = _digits
        env.filters["prose"] = _prose
        env.filters["size"] = _size
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
    def activities_by_routine(self) -> dict[Routine, list[Activity]]:
        return _grouped(self.toolkit.activities, lambda activity: (activity.routine,))

    @cached_property
    def prompts_by_band(self) -> dict[str, list[Prompt]]:
        return _grouped(self.toolkit.prompts, lambda prompt: prompt.bands)

    @cached_property
    def prompts_by_purpose(self) -> dict[Purpose, list[Prompt]]:
        return _grouped(self.toolkit.prompts, lambda prompt: (prompt.purpose,))

    @cached_property
    def skills_by_grade(self) -> dict[Grade, list[Skill]]:
        skills = [skill for framework in self.toolkit.shown_frameworks for skill in framework.skills]
        return _grouped(skills, lambda skill: skill.grades)

    @cached_property
    def skills_of_activity(self) -> dict[str, tuple[Skill, ...]]:
        return {activity.id: self.toolkit.skills_of(activity.skills) for activity in self.toolkit.activities}

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
            return Markup(self._macros.prompt_card(page, entry, WORDS))
        return Markup(self._macros.activity_card(page, entry, WORDS, self.toolkit.skills_of(entry.skills)))

    @cached_property
    def _macros(self) -> Any:
        return self.env.get_template("_macros.html").module

    def context(self, uri: str, **slots: str) -> PageContext:
        school = self.toolkit.school
        return PageContext(uri, self.terms, {"school": school.short_name, "phone": school.contacts[0].phone, **slots})

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
        trail: Trail = (HOME,),
        context: PageContext | None = None,
        **values: Any,
    ) -> Page:
        """A page from its template and values. Every template gets `page`, `words`, `school` and `trail`."""
        context = context or self.context(uri)
        body = self.env.get_template(template).render(
            page=context, site=self, words=WORDS, school=self.toolkit.school, trail=trail, title=title, **values
        )
        return Page(
            uri=uri,
            title=title,
            description=plain_text(description),
            body=body,
            headings=tuple(context.headings),
            search=tuple(search) or (SearchEntry("", title, plain_text(description)),),
            source=source,
            is_wide=is_wide,
        )


def _size(count: int) -> str:
    """A number of bytes as readers know it: '57 KB', '1.2 MB'."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


def _prose(text: str) -> Markup:
    return Markup(prose_html(text))


def _grouped(items: Iterable[Any], keys_of: Callable[[Any], Iterable[Any]]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for item in items:
        for key in keys_of(item):
            groups[key].append(item)
    return groups
