"""Prompts and activities as a spreadsheet: out for those who plan in one, in for those who write in one."""

from .columns import LIBRARY, library_csv

FAULTS: dict[str, str] = {
    "not-a-spreadsheet": "Spreadsheets are read as .xlsx, which Excel and LibreOffice save, and as .csv.",
    "no-header": "One row must name the columns, as the first row of `prompts-and-activities.csv` does. Rows above it "
    "are passed over.",
    "unknown-column": "A column that prompts and activities do not have. It is a fault, because what stands in it "
    "would otherwise be lost without a word.",
    "missing-column": "Every sheet needs the columns `kind` and `question or title`.",
    "date-cell": "The spreadsheet program made a date of what was typed: 3-5 became the fifth of March. What was meant "
    "is not in the file any more. Format the column as text first, then type it again.",
    "formula-cell": "The spreadsheet program took what was typed for a formula, as it does with a text that starts "
    "with - or =, and keeps no text for the cell.",
    "file-exists": "An import makes new files. It never changes one that is there.",
}

__all__ = ["FAULTS", "LIBRARY", "library_csv"]
