"""Each rule speaks where it should, at its level, and nowhere else."""

import pytest

from toolkit_builder.model.profile import PROFILES
from toolkit_builder.rules import RULES, check_toolkit
from toolkit_builder.rules.english import odd_phrases

from .cases import TESTS, Case, base_toolkit, findings_of, read_cases

CASES = read_cases(TESTS / "rules")
OF_CATALOGUES = {"partial-translation", "translation-to-check", "broken-translation", "copied-translation"}
OF_CATALOGUES |= {"unclear-review", "missing-font", "long-translation", "hard-translation"}
"""Rules about files of another kind; test_translating.py has their cases."""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    """The findings are those that the case's comments announce: same line, level and code."""
    findings = findings_of(case)

    elsewhere = [finding for finding in findings if finding.location.path != case.path.name]
    assert elsewhere == []
    assert {(found.location.line, found.level, found.code) for found in findings} == case.expected


def test_every_rule_has_a_case_that_it_fails_and_one_that_it_passes() -> None:
    """A rule without a case could be broken without anyone noticing."""
    announced = {code for case in CASES for _, _, code in case.expected}
    silent = {case.path.stem for case in CASES if not any(code == case.path.stem for _, _, code in case.expected)}

    assert announced == set(RULES) - OF_CATALOGUES
    assert silent >= set(RULES) - OF_CATALOGUES


def test_the_base_is_sound() -> None:
    """What the cases are laid over has no finding of its own."""
    assert check_toolkit(base_toolkit()) == []


def test_every_rule_has_a_page_and_every_finding_a_hint() -> None:
    """`toolkit-builder rule` has something to print, and nobody is left with a fault and no way out."""
    assert all(len(rule.doc.splitlines()) >= 3 for rule in RULES.values())
    without_hint = {found.code for case in CASES for found in findings_of(case) if not found.hint}
    assert without_hint == set()


def test_profiles_name_rules_that_exist() -> None:
    assert {code for profile in PROFILES for code in profile.levels} <= set(RULES)


def test_the_list_of_odd_phrases_is_sound() -> None:
    """Each phrase stands once and is found alone; what the list calls right is passed over."""
    odd = odd_phrases()

    assert len({one.phrase for one in odd}) == len(odd) > 100
    assert [one.phrase for one in odd if not one.is_in(f"so {one.phrase} so")] == []
    assert [(one.phrase, right) for one in odd for right in one.right if one.is_in(f"so {right} so")] == []
    assert [one.phrase for one in odd if not one.better or one.phrase == one.better] == []
