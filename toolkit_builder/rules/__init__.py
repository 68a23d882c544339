"""The practices as rules: Toolkit -> findings."""

from collections.abc import Callable, Mapping

from toolkit_builder.cache import NOTHING_KEPT, Cache
from toolkit_builder.diagnostics import Diagnostic, sort_findings
from toolkit_builder.model.profile import RuleLevel
from toolkit_builder.model.toolkit import Toolkit

from . import (  # each registers its rules
    english,
    inserts,
    languages,
    letters,
    look,
    plans,
    practices,
    privacy,
    programs,
    protocol,
    translated_words,
    translations,
    wording,
)
from .by_file import findings_by_file
from .letters import OF_PAPER, lacks_letters, letter_name, written_letters
from .practices import is_draft
from .rule import RULES, Rule, at_level

__all__ = ["OF_PAPER", "RULES", "Rule", "check_toolkit", "is_draft", "lacks_letters", "letter_name", "written_letters"]

_ = (
    practices,
    privacy,
    protocol,
    programs,
    wording,
    english,
    plans,
    look,
    languages,
    letters,
    translations,
    translated_words,
    inserts,
)


def check_toolkit(
    toolkit: Toolkit,
    levels: Mapping[str, RuleLevel] | None = None,
    between: Callable[[], None] = lambda: None,
    cache: Cache = NOTHING_KEPT,
) -> list[Diagnostic]:
    """The findings of every rule, sorted. `between` is called now and then, for who has others waiting meanwhile.

    A rule speaks at the level that `levels` (the school's choice) gives it, else the guide's profile, else its own;
    at "off" it is not asked. What was found before comes from the `cache`.
    """
    levels = levels or {}
    findings: list[Diagnostic] = []
    for rule in RULES.values():
        between()
        if rule.check_toolkit:
            findings += at_level(rule.check_toolkit(toolkit), levels.get(rule.code, rule.level))
    return sort_findings([*findings, *findings_by_file(toolkit, levels, between, cache)])
