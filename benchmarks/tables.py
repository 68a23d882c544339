"""Figures and tables as Markdown."""

from collections.abc import Iterable, Sequence


def format_seconds(seconds: float) -> str:
    digits = 2 if seconds < 10 else 1 if seconds < 100 else 0
    return f"{seconds:.{digits}f} s"


def format_megabytes(megabytes: float) -> str:
    return f"{megabytes:.0f} MB"


def format_ratio(part: float, whole: float) -> str:
    return f"{part / whole:.2f}"


def format_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is text, and whose others are figures, to be compared by their last digit."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))
