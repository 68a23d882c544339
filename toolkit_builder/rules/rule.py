"""What a rule is, and how to write one.

A rule is a function with a docstring. The first line says what it wants, the rest why; `toolkit-builder rule` prints
both, and the manual has them as a page. An entry rule looks at one entry, a guide rule at one guide with all that
guides share, a toolkit rule at everything. What the first two find is kept until something changes that they see.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from inspect import getdoc

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.base import Entry
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.profile import RuleLevel
from toolkit_builder.model.toolkit import Toolkit

EntryCheck = Callable[[Toolkit, Entry], Iterator[Diagnostic]]
GuideCheck = Callable[[Toolkit, Guide], Iterator[Diagnostic]]
ToolkitCheck = Callable[[Toolkit], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its code, the practice it stands for (CP1a to CP5c, D1 to D10, or empty) and its usual level.

    A rule that `needs_prompts` is not asked about a guide of whose prompts some could not be found.
    """

    code: str
    practice: str
    level: RuleLevel
    check_entry: EntryCheck | None = None
    check_guide: GuideCheck | None = None
    check_toolkit: ToolkitCheck | None = None
    needs_prompts: bool = False
    doc: str = ""


RULES: dict[str, Rule] = {}
"""Code to rule, in the order of the modules."""


def entry_rule(code: str, level: RuleLevel, practice: str = "") -> Callable[[EntryCheck], EntryCheck]:
    """Registers a rule that looks at one entry at a time, of any kind.

    Of the toolkit, it sees the school, the glossary and the protocol.
    """

    def register(check: EntryCheck) -> EntryCheck:
        RULES[code] = Rule(code, practice, level, check_entry=check, doc=getdoc(check) or "")
        return check

    return register


def guide_rule(
    code: str, level: RuleLevel, practice: str = "", *, needs_prompts: bool = False
) -> Callable[[GuideCheck], GuideCheck]:
    """Registers a rule that looks at one guide at a time; a profile may change its level.

    Of the toolkit, it sees all but translations; of other guides, their ids, grades and kinds of visit.
    """

    def register(check: GuideCheck) -> GuideCheck:
        doc = getdoc(check) or ""
        RULES[code] = Rule(code, practice, level, check_guide=check, needs_prompts=needs_prompts, doc=doc)
        return check

    return register


def toolkit_rule(code: str, level: RuleLevel, practice: str = "") -> Callable[[ToolkitCheck], ToolkitCheck]:
    """Registers a rule that looks at the toolkit as a whole."""

    def register(check: ToolkitCheck) -> ToolkitCheck:
        RULES[code] = Rule(code, practice, level, check_toolkit=check, doc=getdoc(check) or "")
        return check

    return register


def at_level(findings: Iterator[Diagnostic], level: RuleLevel) -> Iterator[Diagnostic]:
    """The findings of a rule at a level; at "off", the rule is not asked."""
    if level != "off":
        for finding in findings:
            yield finding if finding.level == level else replace(finding, level=level)
