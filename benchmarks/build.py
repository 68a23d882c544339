"""How long a site takes: ours, and stock MkDocs with Material on the same content, in one run.

Each guide is one of the starter's, with every text changed, so that no cache of texts flatters the result. Stock gets
the same two pages a guide as Markdown, in a section a grade, with `navigation.prune` on, and the banks as a page for
each purpose and routine, glossary, facts and skills. Our index and coverage pages have no twin there. No PDFs.

    python benchmarks/build.py [N ...]        default: 100 1000
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES

ROOT = Path(__file__).resolve().parent.parent
GRADE_NAMES = list(GRADES)


def changed(value: Any, number: int, key: str = "") -> Any:
    """A copy of a guide's YAML values with every sentence made this guide's own."""
    if isinstance(value, dict):
        return {name: changed(inner, number, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [changed(inner, number, key) for inner in value]
    is_word = not isinstance(value, str) or " " not in value
    return value if is_word or key in ("version", "checked_on", "skills") else f"{value} ({number})"


def write_ours(folder: Path, count: int) -> None:
    """A toolkit of `count` guides with the starter's banks."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    guides = folder / "docs" / "guides"
    texts = [file.read_text(encoding="utf-8") for file in sorted(guides.glob("*.yml"))]
    originals = [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]
    shutil.rmtree(guides)
    guides.mkdir()
    for number in range(count):
        guide = changed(originals[number % len(originals)], number)
        guide["grades"] = [GRADE_NAMES[number % len(GRADE_NAMES)]]
        guide["checked_on"] = str(guide["checked_on"])
        if "next_visit" in guide:
            guide["next_visit"] = f"guide-{(number + 1) % count:04}"
        text = yaml.safe_dump(guide, allow_unicode=True, sort_keys=False, width=110)
        (guides / f"guide-{number:04}.yml").write_text(text, encoding="utf-8")


def bullets(items: Any) -> list[str]:
    return [f"- {item}" for item in items] + [""]


def prompt_markdown(prompt: Prompt) -> list[str]:
    lines = [f"### {prompt.text}", "", f"**We share** {prompt.we_share}", ""]
    lines += ["**Ask next**", "", *bullets(prompt.follow_ups), "**Listen for**", "", *bullets(prompt.listen_for)]
    return lines


def activity_markdown(toolkit: Toolkit, activity: Activity) -> list[str]:
    lines = [f"### {activity.title}", "", f"{activity.routine}, {activity.minutes} min", ""]
    lines += [f"1. {step}" for step in activity.steps]
    lines += [
        "",
        "**Ask**",
        "",
        *bullets(activity.ask),
        f"**Easier** {activity.easier}",
        "",
        f"**Harder** {activity.harder}",
    ]
    lines += [""] + [f"**Skill** {skill.plain} `{skill.code}`\n" for skill in toolkit.skills_of(activity.skills)]
    if activity.message:
        lines += bullets([activity.message.fact, activity.message.tip, activity.message.growth])
    return lines


def guide_markdown(toolkit: Toolkit, guide: Guide) -> str:
    """The educator's page as an author would write it in Markdown."""
    cover, invite = guide.cover, guide.invite
    lines = [f"# {guide.title}", "", cover.purpose, "", f"{cover.minutes} minutes. {', '.join(guide.places)}.", ""]
    lines += [
        "## In short",
        "",
        cover.outcome,
        "",
        cover.audience,
        "",
        *bullets(guide.team.roles),
        guide.team.interpreter,
    ]
    lines += ["", "## Invite", ""]
    for title, text in (
        ("Phone", invite.call),
        ("Text", invite.text),
        ("Note", invite.note),
        ("Voicemail", invite.voicemail),
    ):
        lines += [f"### {title}", "", f"> {text}", ""]
    lines += [
        *bullets(invite.not_this),
        "## Before the visit",
        "",
        *bullets(f"{task.do} ({task.when})" for task in guide.before),
    ]
    lines += ["## The visit", "", *bullets(f"**{step.do}** ({step.minutes} min) {step.say}" for step in guide.agenda)]
    lines += ["## Ask", ""]
    for prompt in toolkit.prompts_of(guide):
        lines += prompt_markdown(prompt)
    for case in guide.if_they_differ:
        lines += [f"**{case.when}** {case.say}", ""]
    lines += ["## Listen", "", *bullets(guide.listening), "## Leave out", "", *bullets(guide.do_not)]
    for topic in guide.transitions:
        lines += [f"### {topic.topic}", "", topic.why, "", topic.ask_student, "", topic.ask_family, "", topic.next, ""]
    skills = toolkit.skills_of(guide.skills)
    lines += ["## Skills", "", *bullets(f"{skill.plain} `{skill.code}`" for skill in skills), "## Practice", ""]
    for activity in toolkit.activities_of(guide):
        lines += activity_markdown(toolkit, activity)
    if guide.goal:
        lines += ["## Goal", "", guide.goal.how, "", guide.goal.example, "", guide.goal.review, ""]
    after = guide.after
    lines += [
        "## After",
        "",
        *bullets(question.ask for question in after.reflection),
        f"> {after.follow_up.text}",
        "",
        after.privacy,
        "",
    ]
    for question in guide.faq:
        lines += [f"### {question.question}", "", question.answer, ""]
    return "\n".join(lines)


def family_markdown(guide: Guide) -> str:
    page = guide.family_page
    parts = (
        page.what,
        page.why,
        page.who,
        page.how_long,
        page.where,
        page.home,
        page.decline,
        page.language,
        page.after,
    )
    lines = [f"# {guide.title}: what to expect", ""]
    lines += [line for part in parts for line in (part, "")]
    lines += ["## What we may ask", "", *bullets(page.talk_about), "## Not this", "", *bullets(page.not_this)]
    return "\n".join(lines)


def bank_pages(toolkit: Toolkit) -> dict[str, list[str]]:
    """What guides share, as an author would write it in Markdown: page name to lines."""
    pages: dict[str, list[str]] = {}
    for prompt in toolkit.prompts:
        pages.setdefault(f"questions-{prompt.purpose}", []).extend(prompt_markdown(prompt))
    for activity in toolkit.activities:
        pages.setdefault(f"routine-{activity.routine}", []).extend(activity_markdown(toolkit, activity))
    pages["glossary"] = [line for term in toolkit.glossary for line in (f"## {term.term}", "", term.plain, "")]
    pages["facts"] = [f"- {fact.statement} ({fact.source.title}, {fact.source.url})" for fact in toolkit.facts]
    pages["skills"] = [f"- {skill.plain} `{skill.code}`" for part in toolkit.frameworks for skill in part.skills]
    return pages


def write_stock(folder: Path, toolkit: Toolkit) -> None:
    """The same guides and banks as Markdown, for stock MkDocs with Material."""
    for guide in toolkit.guides:
        section = folder / "docs" / GRADES[guide.grades[0]].title.lower().replace(" ", "-")
        section.mkdir(parents=True, exist_ok=True)
        (section / f"{guide.id}.md").write_text(guide_markdown(toolkit, guide), encoding="utf-8")
        (section / f"{guide.id}-family.md").write_text(family_markdown(guide), encoding="utf-8")
    for name, lines in bank_pages(toolkit).items():
        (folder / "docs" / f"{name}.md").write_text("\n".join([f"# {name}", "", *lines]), encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    settings = {
        "site_name": "Stock",
        "theme": {"name": "material", "font": False, "features": ["navigation.tabs", "navigation.prune"]},
        "plugins": ["search"],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds, and the largest process's memory in MB, of one command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{' '.join(command)} failed in {folder}")
    return seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def main() -> None:
    counts = [int(word) for word in sys.argv[1:]] or [100, 1000]
    scripts = Path(sys.executable).parent
    print(
        f"{'guides':>6} {'ours s':>8} {'ms/guide':>9} {'MB':>6} {'stock s':>8} {'ms/guide':>9} {'MB':>6} {'ratio':>6}"
    )
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            ours, stock = Path(name, "ours"), Path(name, "stock")
            write_ours(ours, count)
            toolkit, findings = load_toolkit(Folders(ours))
            if findings:
                raise SystemExit(f"the benchmark's own toolkit has faults: {findings[0]}")
            write_stock(stock, toolkit)
            seconds, memory = timed([str(scripts / "toolkit-builder"), "build", "--no-pdf"], ours)
            stock_seconds, stock_memory = timed([str(scripts / "mkdocs"), "build", "-q"], stock)
        print(
            f"{count:6} {seconds:8.2f} {1000 * seconds / count:9.1f} {memory:6.0f} {stock_seconds:8.2f} "
            f"{1000 * stock_seconds / count:9.1f} {stock_memory:6.0f} {seconds / stock_seconds:6.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
