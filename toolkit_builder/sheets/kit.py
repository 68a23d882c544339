"""The coordinator's kit as JSON values for Typst."""

from collections.abc import Iterable
from typing import Any

from toolkit_builder.diagnostics import Location
from toolkit_builder.model.kit import KitPiece, KitSection, Slide
from toolkit_builder.model.toolkit import Toolkit

from .texts import Texts, Values
from .values import fact_values


def _shared(texts: Texts, toolkit: Toolkit, part: KitSection | Slide) -> Values:
    """What a section or a slide takes from the protocol and the facts."""
    steps = (toolkit.steps_by_id[name] for name in part.protocol if name in toolkit.steps_by_id)
    facts = (toolkit.facts_by_id[name] for name in part.facts if name in toolkit.facts_by_id)
    return {
        "protocol": [
            {"name": texts.title(step.title), "title": texts.inline(step.title), "do": texts.inline(step.do)}
            for step in steps
        ],
        "facts": [fact_values(texts, fact) for fact in facts],
    }


def _section(texts: Texts, toolkit: Toolkit, section: KitSection) -> Values:
    def lines(given: Iterable[str]) -> list[Any]:
        return [texts.inline(text) for text in given]

    return {
        "title": texts.title(section.title),
        "text": texts.blocks(section.text) if section.text else [],
        "family": texts.blocks(section.family) if section.family else [],
        "items": lines(section.items),
        "ticks": lines(section.ticks),
        "steps": [
            {"when": texts.title(step.when), "do": texts.inline(step.do), "who": texts.title(step.who)}
            for step in section.steps
        ],
        "fields": [texts.title(field) for field in section.fields],
        "columns": [texts.title(column) for column in section.columns],
        "rows": section.rows,
        "questions": [
            {
                "ask": texts.inline(question.ask),
                "answers": [texts.title(answer) for answer in question.answers],
                "lines": question.lines,
            }
            for question in section.questions
        ],
        **_shared(texts, toolkit, section),
    }


def _slide(texts: Texts, toolkit: Toolkit, slide: Slide) -> Values:
    return {
        "title": texts.title(slide.title),
        "minutes": slide.minutes,
        "points": [texts.inline(text) for text in slide.points],
        "say": texts.inline(slide.say) if slide.say else [],
        "roles": [{"who": texts.title(role.who), "do": texts.inline(role.do)} for role in slide.roles],
        "notes": texts.blocks(slide.notes) if slide.notes else [],
        **_shared(texts, toolkit, slide),
    }


def kit_values(texts: Texts, toolkit: Toolkit, piece: KitPiece) -> Values:
    """All of a piece; each template takes what it shows."""
    return {
        "id": piece.id,
        "heading": texts.title(piece.heading or piece.title),
        "about": texts.inline(piece.about),
        "layout": piece.layout,
        "is_for_families": piece.reader == "families",
        "sections": [_section(texts, toolkit, section) for section in piece.sections],
        "slides": [_slide(texts, toolkit, slide) for slide in piece.slides],
        "minutes": sum(slide.minutes for slide in piece.slides),
    }


def kit_places(piece: KitPiece) -> dict[str, Location]:
    """Where texts stand that a template may find too long, by the key it reports."""
    slides = {f"{piece.id}-{number}": piece.at("slides", number, "title") for number in range(len(piece.slides))}
    return {piece.id: piece.at("title"), **slides}
