"""An upgrade in words: for a terminal, and as a file to read and to mail."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from toolkit_builder.yaml_source.writing import rendered

from .likeness import GONE
from .merging import Change
from .planning import Plan, Renewal

_NOUNS = {"guides": "guide", "prompts": "prompt", "activities": "activity", "languages": "language"}
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def shown(value: Any) -> str:
    """A value as a person reads it."""
    if value is GONE:
        return "(not there)"
    return value.strip() if isinstance(value, str) else rendered(value)


def label(renewal: Renewal, change: Change) -> str:
    """Where in an entry a change stands: the keys that lead to it."""
    if renewal.piece is None:
        return "your words"
    return " / ".join(key.lstrip("+") for key in change.keys) or "the whole entry"


def words(one: str, other: str) -> list[tuple[str, str]]:
    """What became of a text: parts of it, each with `same`, `out` or `in`."""
    before, after = _WORD.findall(one), _WORD.findall(other)
    parts: list[tuple[str, str]] = []
    for what, start, end, other_start, other_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if what == "equal":
            parts.append(("same", "".join(before[start:end])))
            continue
        parts += [("out", "".join(before[start:end]))] if end > start else []
        parts += [("in", "".join(after[other_start:other_end]))] if other_end > other_start else []
    return parts


def verdict(renewal: Renewal, change: Change) -> str:
    """What is done about a change."""
    if not change.meets:
        if renewal.piece is None:
            return "the library says the same now, so that your line goes"
        if change.theirs is GONE:
            return "taken away, as you had left it alone"
        return "taken: new" if change.base is GONE else "taken, as you had left it alone"
    answer = renewal.answers.get(change.keys)
    if answer is None:
        return "to decide: you changed it, too"
    return "the library's is taken" if answer == "theirs" else "yours is kept"


def _texts(change: Change) -> Iterator[tuple[str, str]]:
    """The texts of a change, each with its name."""
    if change.base is not None and change.base is not GONE:
        yield "was", shown(change.base)
    yield "library now", shown(change.theirs)
    if change.meets:
        yield "yours", shown(change.yours)


def title_of(renewal: Renewal) -> str:
    """What a renewal is about, and what that was made from."""
    return f"{renewal.name} ({origin_of(renewal)})"


def origin_of(renewal: Renewal) -> str:
    """The file of a renewal, and what the school made it from."""
    lost = "" if renewal.base is not None else ", whose text nobody knows any more"
    return f"{renewal.path}, made from {renewal.was}{lost}"


# --- On a terminal ---


def show_change(console: Console, renewal: Renewal, change: Change) -> None:
    """Prints a change, what went and what came in colors; in a pipe the same words."""
    is_open = change.meets and change.keys not in renewal.answers
    head = Text(f"  {label(renewal, change)}", "bold")
    console.print(head.append(f" ({verdict(renewal, change)})", "yellow" if is_open else "dim"))
    texts = dict(_texts(change))
    was, now = texts.get("was"), texts["library now"]
    is_worded = isinstance(change.base, str) and isinstance(change.theirs, str)
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=13, no_wrap=True)
    table.add_column()
    for name, said in texts.items():
        parts = words(was, now) if is_worded and was and name != "yours" else [("same", said)]
        text = Text()
        for what, part in parts:
            if what == "same":
                text.append(part)
            elif (what == "out") == (name == "was"):
                text.append(part, "strike red" if what == "out" else "bold green")
        table.add_row(Text(f"{name}:", "dim"), text)
    console.print(table)


def show_plan(console: Console, plan: Plan) -> None:
    """Prints all of a plan."""
    for renewal in plan.renewals:
        console.print(Text(title_of(renewal), "bold underline"))
        for change in renewal.merged.changes:
            show_change(console, renewal, change)
        console.print()
    for line in closing(plan):
        console.print(Text(line))


def closing(plan: Plan) -> Iterator[str]:
    """What is not about one text: what is gone, superfluous, and new below."""
    for name in plan.gone:
        yield f"{name}: nothing below has it any more. Yours stays."
    for renewal in plan.renewals:
        if renewal.piece is not None and not renewal.unanswered and renewal.is_superfluous:
            name, path = renewal.name, renewal.path
            yield f"{name} says what the library says: taken out of {path}, it follows the library again."
    for kind, (came, went) in plan.news.items():
        for is_new, ids in ((True, came), (False, went)):
            if ids:
                noun = _NOUNS[kind] if len(ids) == 1 else kind
                yield f"{'New below' if is_new else 'No more below'}: {len(ids)} {noun}"
                for one in ids:
                    title = plan.titles.get(f"{kind}/{one}", "")
                    yield f"  {one}{': ' if title else ''}{title}"


def is_empty(plan: Plan) -> bool:
    """Whether there is nothing to say."""
    return not plan.renewals and not plan.gone and not plan.news


# --- As a file ---


def review(plan: Plan) -> str:
    """A plan as Markdown, to be read in an editor or a mail: no colors, and nothing that needs a program."""
    lines = ["# What an upgrade changes", "", _summary(plan), ""]
    for renewal in plan.renewals:
        lines += [f"## {renewal.name}", "", f"In {origin_of(renewal)}.", ""]
        for change in renewal.merged.changes:
            lines += [f"### {label(renewal, change)}", "", f"{verdict(renewal, change).capitalize()}.", ""]
            for name, said in _texts(change):
                lines += [f"{name.capitalize()}:", "", *(f"> {line}".rstrip() for line in _escaped(said)), ""]
    rest = list(closing(plan))
    if rest:
        lines += ["## New and gone", ""]
        lines += [f"{'  ' if line.startswith('  ') else ''}- {line.strip()}" for line in rest]
    return "\n".join(lines).rstrip() + "\n"


def _escaped(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield line.replace("&", "&amp;").replace("<", "&lt;") + ("  " if "\n" in text else "")


def _summary(plan: Plan) -> str:
    changes = [change for renewal in plan.renewals for change in renewal.merged.changes]
    taken = sum(not change.meets for change in changes)
    count = f"Texts that are taken: {taken}; to decide: {plan.unanswered}."
    return count if plan.was in ("", plan.now) else f"From {plan.was} to {plan.now}. {count}"
