"""The practices as rules: Toolkit -> findings."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from toolkit_builder.diagnostics import Diagnostic, Level, sort_findings
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
    programs,
    protocol,
    translated_words,
    translations,
    wording,
)
from .letters import OF_PAPER, lacks_letters, letter_name, written_letters
from .practices import is_draft
from .rule import RULES, Rule, usual_level

__all__ = ["OF_PAPER", "RULES", "Rule", "check_toolkit", "is_draft", "lacks_letters", "letter_name", "written_letters"]

_ = (
    practices,
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


def _at_level(findings: Iterator[Diagnostic], level: Level) -> Iterator[Diagnostic]:
    for finding in findings:
        yield finding if finding.level == level else replace(finding, level=level)


def check_toolkit(
    toolkit: Toolkit, levels: Mapping[str, RuleLevel] | None = None, between: Callable[[], None] = lambda: None
) -> list[Diagnostic]:
    """The findings of every rule, sorted. `between` is called before each, for who has others waiting meanwhile.

    A rule speaks at the level that `levels` (the school's choice) gives it, else the guide's profile, else its own;
    at "off" it is not asked.
    """
    levels = levels or {}
    findings: list[Diagnostic] = []
    for rule in RULES.values():
        between()
        if rule.check_toolkit:
            level = levels.get(rule.code, rule.level)
            if level != "off":
                findings += _at_level(rule.check_toolkit(toolkit), usual_level(level))
    profiles = toolkit.profiles_by_id
    for guide in toolkit.guides:
        between()
        profile = profiles.get(guide.profile)
        if profile is None:
            continue  # Loading has said so.
        has_prompts = len(toolkit.prompts_of(guide)) == len(guide.prompts)
        for rule in RULES.values():
            if rule.check_guide and (has_prompts or not rule.needs_prompts):
                level = levels.get(rule.code, profile.levels.get(rule.code, rule.level))
                if level != "off":
                    findings += _at_level(rule.check_guide(toolkit, guide), usual_level(level))
    return sort_findings(findings)
