"""The content of a toolkit as Markdown, as an author would write it: a project for MkDocs, Zensical and Hugo."""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from toolkit_builder.model.banks import Activity, Fact, Prompt, Skill
from toolkit_builder.model.base import FoundText, iter_texts
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES

from .toolkits import AGAIN

_PROJECT = Path(__file__).parent / "peers"
_ELSEWHERE = ("title", "family_page", "prompts", "activities")
"""What stands in another place of a guide's page, or on the family's page."""


def _bullets(items: Iterable[str]) -> list[str]:
    return [*(f"- {item}" for item in items), ""]


def _lines(texts: Iterable[FoundText], level: int = 0) -> Iterator[str]:
    """Texts as an author would write them: a heading (or, without a level, a label) a part, a bullet a thing."""
    part = ""
    item: tuple[int, ...] = ()
    for found in texts:
        name = str(found.keys[0])
        title = name.replace("_", " ").capitalize()
        if name != part:
            yield from ("", f"{'#' * level} {title}" if level else f"**{title}**", "")
        places = tuple(key for key in found.keys if isinstance(key, int))
        if not places:
            yield from ("", found.text, "")
        elif (name, places) != (part, item):
            yield f"- {_indented(found.text)}"
        else:
            # What belongs to the same thing, such as a step's words, follows it in the same bullet.
            yield f"\n    {_indented(found.text)}\n"
        part, item = name, places
    yield ""


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def _page(title: str, *lines: str) -> str:
    # Hugo reads titles from nowhere else; the others know this, too.
    return "\n".join(["---", f"title: {json.dumps(title, ensure_ascii=False)}", "---", "", f"# {title}", "", *lines])


def _prompt(prompt: Prompt) -> list[str]:
    rest = (found for found in prompt.texts if found.keys != ("text",))
    return [f"### {prompt.text}", *_lines(rest)]


def _activity(toolkit: Toolkit, activity: Activity) -> list[str]:
    rest = (found for found in activity.texts if found.keys != ("title",))
    skills = toolkit.skills_of(activity.skills)
    return [f"### {activity.title}", "", f"{activity.routine}, {activity.minutes} min", *_lines(rest), *_skills(skills)]


def _skills(skills: Iterable[Skill | None]) -> list[str]:
    return _bullets(f"{skill.plain} `{skill.code}`" for skill in skills if skill)


def _facts(facts: Iterable[Fact]) -> list[str]:
    return _bullets(f"{fact.statement} [{fact.source.title}]({fact.source.url})" for fact in facts)


def _guide_page(toolkit: Toolkit, guide: Guide) -> str:
    """The educator's page."""
    decline = guide.invite.decline
    texts = (
        replace(found, text=found.text.replace("{decline}", decline))
        for found in guide.texts
        if found.keys[0] not in _ELSEWHERE
    )
    skills = [one for skill in toolkit.skills_of(guide.skills) for one in _steps(toolkit, skill)]
    named = [*guide.facts, *(name for topic in guide.transitions for name in topic.facts)]
    return _page(
        guide.title,
        f"{guide.cover.minutes} minutes. {', '.join(guide.places)}.",
        *_lines(texts, 2),
        "## Ask",
        "",
        *(line for prompt in toolkit.prompts_of(guide) for line in _prompt(prompt)),
        "## What the child works on",
        "",
        *_skills(skills),
        "## Practice at home",
        "",
        *(line for activity in toolkit.activities_of(guide) for line in _activity(toolkit, activity)),
        "## Facts",
        "",
        *_facts(toolkit.facts_by_id[name] for name in named),
        f"Version {guide.version}, read through on {guide.checked_on}.",
        "",
    )


def _steps(toolkit: Toolkit, skill: Skill) -> Iterator[Skill | None]:
    """A skill between the one that leads to it and the one that it leads to."""
    yield toolkit.skill(skill.before) if skill.before else None
    yield skill
    yield toolkit.skill(skill.next) if skill.next else None


def _family_page(toolkit: Toolkit, guide: Guide) -> str:
    at_home = (f"{one.title} ({one.minutes} min): {one.steps[0]}" for one in toolkit.activities_of(guide))
    return _page(
        f"{guide.title}: what to expect",
        *_lines(iter_texts(guide.family_page), 2),
        "## Try this at home",
        "",
        *_bullets(at_home),
    )


def _shared_pages(toolkit: Toolkit) -> Iterator[tuple[str, str]]:
    """What guides share, a page for each purpose and routine: the page's name, and its Markdown."""
    pages: dict[str, list[str]] = {}
    for prompt in toolkit.prompts:
        pages.setdefault(f"questions-{prompt.purpose}", []).extend(_prompt(prompt))
    for activity in toolkit.activities:
        pages.setdefault(f"routine-{activity.routine}", []).extend(_activity(toolkit, activity))
    pages["glossary"] = [line for term in toolkit.glossary for line in (f"## {term.term}", "", term.plain, "")]
    pages["facts"] = _facts(toolkit.facts)
    pages["skills"] = _skills(skill for part in toolkit.shown_frameworks for skill in part.skills)
    for name, lines in pages.items():
        yield name, _page(name.replace("-", " ").capitalize(), *lines)


def write_markdown(folder: Path, toolkit: Toolkit) -> Path:
    """The content of `toolkit` in `folder`, beside the settings of each program that reads it."""
    shutil.copytree(_PROJECT, folder)
    docs = folder / "docs"
    docs.mkdir()
    (docs / "index.md").write_text(_page(toolkit.school.name), encoding="utf-8")
    for name, text in _shared_pages(toolkit):
        (docs / f"{name}.md").write_text(text, encoding="utf-8")
    for guide in toolkit.guides:
        section = docs / GRADES[guide.grades[0]].title.lower().replace(" ", "-")
        section.mkdir(exist_ok=True)
        (section / f"{guide.id}.md").write_text(_guide_page(toolkit, guide), encoding="utf-8")
        (section / f"{guide.id}-family.md").write_text(_family_page(toolkit, guide), encoding="utf-8")
    return folder


def change_markdown(folder: Path) -> str:
    """Changes the first guide's page; returns the guide's id."""
    file = min(folder.glob("docs/*/guide-*.md"), key=lambda one: one.stem)
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{AGAIN}\n", encoding="utf-8")
    return file.stem
