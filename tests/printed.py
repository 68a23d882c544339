"""Sheets set one by one, as tests look at them."""

from collections.abc import Sequence

from toolkit_builder.cache import NOTHING_KEPT, Cache
from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.outputs import PrintedSheet, Sheet
from toolkit_builder.pdf import setting_sheets


def print_sheets(
    sheets: Sequence[Sheet], cache: Cache = NOTHING_KEPT
) -> tuple[list[PrintedSheet], list[Diagnostic], str]:
    """What of `sheets` is printed, what stands in the way of others, and letters that no font has."""
    results = list(setting_sheets(sheets, cache=cache))
    printed = [result for result in results if isinstance(result, PrintedSheet)]
    findings = [finding for result in results if isinstance(result, list) for finding in result]
    return printed, findings, "".join(dict.fromkeys("".join(result for result in results if isinstance(result, str))))
