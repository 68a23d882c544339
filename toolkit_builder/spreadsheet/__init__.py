"""Prompts and activities as a spreadsheet: out for those who plan in one, in for those who write in one."""

from .columns import LIBRARY, library_csv

FAULTS: dict[str, str] = {
    "not-a-spreadsheet": "Spreadsheets are read as .xlsx, which Excel, Google Sheets, LibreOffice and Numbers save, "
    "and as .csv. Other kinds keep hidden rows, errors and formulas in ways of their own, so that something could be "
    "lost without a word. What counts is what stands in the file, whatever its name says.",
    "left-out": "Hidden and filtered rows, hidden sheets, and sheets in which no row names the columns are not "
    "imported: whoever hid a row most often meant to put it aside. They are counted, so that nothing is left out "
    "without a word.",
    "garbled-letters": "Letters outside of English were changed or lost when the file was saved or opened as another "
    "encoding than its own: 'Â¿QuÃ©?' was once '¿Qué?'. What is written so would go to families so.",
    "broken-quotes": "In a CSV file, a cell with a comma or a line break stands between quotation marks. Where one is "
    "missing, the rows below it become a part of that cell.",
    "no-header": "One row must name the columns, as the first row of `prompts-and-activities.csv` does. Rows above it "
    "are passed over.",
    "unknown-column": "A column that prompts and activities do not have. It is a fault, because what stands in it "
    "would otherwise be lost without a word.",
    "missing-column": "Every sheet needs the columns `kind` and `question or title`.",
    "date-cell": "The spreadsheet program made a date of what was typed: 3-5 became the fifth of March. What was meant "
    "is not in the file any more. Format the column as text first, then type it again.",
    "formula-cell": "The spreadsheet program took what was typed for a formula, as it does with a text that starts "
    "with - or =, and keeps no text for the cell.",
    "file-exists": "Without `--update` an import makes new files. It never changes one that is there.",
    "nearly-the-same": "A warning: a row would be a new question or activity, and its text, or all else in it, "
    "stands in the toolkit or in another row already, but for a few letters or words. Accents, capitals and "
    "punctuation do not count. Nobody likes to be asked twice; if they are two things, leave both.",
    "translation-conflict": "A warning: what a translator sent back is for a text, or in the place of a translation, "
    "that somebody changed since it went out. Both are told, and the catalogue stays as it is: nobody's newer work is "
    "lost.",
    "unknown-text": "A warning: a row of a translator's file is for a text that the toolkit does not have any more.",
    "repeated-text": "A warning: a text stands in several rows of a translator's file, and not with the same "
    "translation. Nobody can tell which is meant.",
    "misplaced-column": "Most of what changed in a translator's file are translations that went out beside other "
    "texts, as when somebody sorts one column and not the rows. Nothing is taken of such a file.",
    "unclear-status": "A warning: where a translation stands is one of: to do, to check, done, checked; and checked "
    "with the name of who stands for it.",
    "other-language": "A translator's file says in its head and in each of its rows for which language it is.",
    "not-xliff": "A file of texts to translate for offices is XLIFF 2 or 1.2, as `toolkit-builder translate out` and "
    "tools for translators write it.",
    "unclear-place": "An update writes over the values of an entry where they stand, and leaves all else in the file "
    "as its author wrote it. Here that is not possible: a value is shared by `&name` and `*name`, or the file is set "
    "in as nobody expected, or school.yml words it otherwise. Then nothing is written at all.",
}

TALLY = "kit/tally.xlsx"
"""The address of the workbook that counts visits, in each language's site. `tally` makes it."""

__all__ = ["FAULTS", "LIBRARY", "TALLY", "library_csv"]
