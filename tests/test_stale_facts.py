"""When a source counts as stale: after 365 days, as of a day that the test chooses."""

from datetime import date

import pytest

from toolkit_builder.rules.plans import stale_facts

from .cases import base_toolkit

CHECKED_ON = date(2026, 11, 1)  # the base's only source


@pytest.mark.parametrize(
    ("today", "count"),
    [(date(2026, 11, 1), 0), (date(2027, 11, 1), 0), (date(2027, 11, 2), 1), (date(2026, 10, 31), 1)],
    ids=["same day", "after 365 days", "after 366 days", "checked in the future"],
)
def test_sources_age(today: date, count: int) -> None:
    assert len(list(stale_facts(base_toolkit(), today))) == count
