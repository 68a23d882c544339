"""The bytes of a text file with separated values (CSV) -> its one sheet.

Which encoding a file has is told by nothing in it. UTF-8 and UTF-16 show themselves; else it is Windows-1252, as Excel
in English and in Western Europe saves, if that gives what people write. Detectors guess: charset-normalizer took seven
short files like those of schools for Korean, Baltic and others, and was right with one.
"""

import codecs
import csv
import io
import re
from collections.abc import Sequence

from toolkit_builder.diagnostics import Diagnostic, Location

from .cells import Cell, Sheet, cell_of, spans

_SAVE = "open it in the spreadsheet program that made it, and save it as 'CSV UTF-8' or .xlsx"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_UTF_8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

# What other encodings become when they are read as Windows-1252.
_IMPROBABLE = re.compile(
    "[\ufffd\x80-\x9f†‡ˆ‰˜ƒ¤¦¨¬¯´¶¸ÐÞðþÝýŠšŽžŸ]"
    # A capital after a small letter, or before a capital that goes on with small ones: Mac Roman.
    "|[a-zß-öø-ÿœ][À-ÖØ-ÞŒ]|\\b[À-ÖØ-Þ][A-Z][a-z]"
    # A sign inside a word: Central Europe's pages, and those of DOS.
    "|[a-zß-ÿ][¡¢£¥§©«¬°±²³µ¶¹º»¼½¾¿×÷‚„‹›•][a-zß-ÿ]|[a-zß-ÿ][‚„¿¡]"
    # A dash that is a letter: Mac Roman has ñ and ó there.
    "|[a-z]–[a-z]|\\b[b-hj-z]—[a-z]|[a-z]—[b-hj-z]\\b"
    # Words of accented letters alone, or mostly: another script.
    "|(?<![^\\W\\d_])[À-ÖØ-öø-ÿ]{2,}(?![^\\W\\d_])|[À-ÖØ-öø-ÿ]{3}"
)


def _decode(content: bytes) -> tuple[str, bool]:
    """A file's text, and whether its encoding was guessed. What cannot be read becomes U+FFFD."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace"), False
    # Without a mark: of Latin letters, every second byte is 0.
    for encoding, zeros in (("utf-16-le", content[1:200:2]), ("utf-16-be", content[0:200:2])):
        if len(zeros) > 4 and zeros.count(0) > 0.7 * len(zeros):
            return content.decode(encoding, "replace"), False
    text = content.decode("utf-8-sig", "replace")
    # UTF-8 may hold a letter of something else, as when a line was pasted into it.
    if "\ufffd" not in text or len(_UTF_8_LETTER.findall(content)) >= text.count("\ufffd"):
        return text, False
    return content.decode("windows-1252", "replace"), True


def _of_guess(path: str, rows: Sequence[Sequence[str]]) -> Diagnostic:
    """What to say of a file that was read as Windows-1252: an error where this gives no words."""
    texts = [(number, text) for number, row in enumerate(rows) for text in row if not text.isascii()]
    if improbable := [(number, text) for number, text in texts if _IMPROBABLE.search(text)]:
        first, sample = improbable[0]
        rows_of = {number for number, _ in improbable}
        where = f"row{'' if len(rows_of) == 1 else 's'} {spans(rows_of)}"
        message = f"nothing tells in which encoding this file is; the letters of {where} make no words: '{sample[:40]}'"
        return Diagnostic("garbled-letters", message, Location(path, first + 1), _SAVE)
    words = [word for _, text in texts for word in text.split() if not word.isascii()]
    message = (
        f"this file is not UTF-8 text; it was read as Windows-1252, with words such as '{''.join(words[:1])[:40]}'"
    )
    return Diagnostic("not-utf8", message, Location(path), f"if accents look wrong, {_SAVE}", level="note")


def _sheet(path: str, rows: Sequence[Sequence[str]]) -> Sheet:
    cells: dict[int, dict[int, Cell]] = {}
    for number, row in enumerate(rows):
        filled = {place: cell_of(text) for place, text in enumerate(row) if text.strip()}
        if filled:
            cells[number] = filled
    return Sheet(path, cells)


def _rows(path: str, text: str, delimiter: str) -> tuple[list[list[str]], list[Diagnostic]]:
    """The rows of a text; with an error where quotation marks do not fit, for what is behind them would be lost."""
    rows: list[list[str]] = []
    try:
        # People put a blank behind the comma.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
        rows.extend(reader)
    except csv.Error:
        place = Location(path, len(rows) + 1)
        message = f"row {len(rows) + 1}: a quotation mark is missing, or one too many"
        hint = 'a cell with a comma stands between two "; a " inside of it is written twice'
        return rows, [Diagnostic("broken-quotes", message, place, hint)]
    return rows, []


def read_separated(path: str, content: bytes) -> tuple[list[Sheet], list[Diagnostic]]:
    """The sheet of a text file, as far as it can be read, and what is wrong with its form.

    None for a file whose letters nobody can tell: all else in it would be told in letters that it does not have.
    """
    text, is_guessed = _decode(content)
    if found := _SEPARATOR_LINE.match(text):
        text = text[found.end() :]
    # Where the comma is for decimals, Excel separates by semicolons; its "Unicode text" has tabs.
    read = []
    for delimiter in found[1] if found else ",;\t|":
        rows, findings = _rows(path, text, delimiter)
        read.append((_sheet(path, rows), rows, findings))
    sheet, rows, findings = next((one for one in read if one[0].header is not None), read[0])
    if is_guessed:
        findings.append(_of_guess(path, rows))
    return [] if any(one.code == "garbled-letters" for one in findings) else [sheet], findings
