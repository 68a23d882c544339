"""The bytes of a PO file -> its entries, and a fault for each that cannot be read."""

import codecs
import re
from collections.abc import Iterable

from babel.messages.pofile import unescape

from .entries import CHARSET, Po, PoEntry, PoFault

_UTF8 = "save it as UTF-8: Poedit does, and so does Windows Notepad where 'Encoding' says UTF-8"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDER = {"iso8859-1": "cp1252", "gb2312": "gb18030"}
"""What stands in files that name the narrower encoding, as browsers read them (encoding.spec.whatwg.org)."""
_LOST_BYTE = re.compile("[\udc80-\udcff]")
"""A byte that could not be read, as Python's "surrogateescape" keeps it."""
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\s*\[\s*\d+\s*\])?)\s*(.*)")
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"')
_STRINGS = re.compile(rf"{_STRING.pattern}(?:\s*{_STRING.pattern})+")
_BARE_QUOTES = re.compile(r'"(.*[^\\](?:\\\\)*)"')
_OF_LINE = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
_PLAIN = re.compile(
    r"((?:#\. [^\n]*\n)*)(?:#: ([^\n]*)\n)?(?:#, ([^\n]*)\n)?"
    r'msgctxt "([^"\\\n]+)"\n'
    rf"msgid ({_OF_LINE}(?:\n{_OF_LINE})*)\nmsgstr ({_OF_LINE}(?:\n{_OF_LINE})*)\n?"
)
"""An entry as we write it: notes, path and flags, and each string in lines of its own."""
_NOT_FOR_BABEL = re.compile(
    r"#[~|]|domain\b|\"(?:PO-Revision-Date|POT-Creation-Date|Language)\s*:|\"Plural-Forms:.*=(?:INTEGER|EXPRESSION)",
    re.IGNORECASE,
)
"""Lines that say nothing of today's words: obsolete entries, earlier texts, dates, and a language that the file's name
tells better."""
_CONFLICT = "<<<<<<<"
_OF_CONFLICT = ("=======", ">>>>>>>", "|||||||")
_NOT_COMMENTS = (":", ",", ".", "|")


def read_po(raw: bytes) -> Po:
    """What `raw` holds: all entries that can be read, and a fault for each that cannot."""
    text, fault = _decoded(raw)
    po = Po(newline=_newline_of(text))
    lines = text.split("\n" if "\n" in text else "\r")
    _Reader(po, lines, has_lost_bytes=not _is_whole(text)).read()
    in_bytes = [one for one in po.faults if one.message == _BYTES]
    if po.faults and not (po.entries or po.obsolete or po.header or in_bytes):
        hint = "open it in Poedit, which shows what is wrong, or take the last good version"
        po.faults = [PoFault(po.faults[0].line, "this file is no gettext catalogue", hint, is_grave=True)]
    elif fault:
        at = next((number for number, line in enumerate(lines, start=1) if CHARSET.search(line)), 1)
        # One for the file, in place of one for each entry.
        po.faults = [PoFault(at, fault, _UTF8), *(one for one in po.faults if one not in in_bytes)]
    return po


def for_babel(raw: bytes) -> bytes:
    """The file `raw` without what Babel gives up at, for catalogues with plural forms, which `read_po` leaves out.

    Raises ValueError for bytes that cannot be read.
    """
    text, _ = _decoded(raw)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line for line in lines if not _NOT_FOR_BABEL.match(line)).encode()


def _newline_of(text: str) -> str:
    if "\n" not in text:
        return "\r" if "\r" in text else "\n"
    return "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"


def _is_whole(text: str) -> bool:
    """True for a text all of whose bytes could be read. Writing it again is quicker than looking at each letter."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _decoded(raw: bytes) -> tuple[str, str]:
    """`raw` as text, with bytes that could not be read as lone surrogates; and what is wrong with all of it."""
    text, fault = _as_text(raw)
    # A byte-order mark also stands where one file was put behind another; NUL and Control-Z at the end of some.
    if "\ufeff" in text:
        text = re.sub("(?m)^\ufeff+", "", text)
    if "\0" in text:
        text = text.replace("\0", "")
    return text.rstrip("\x1a"), fault


def _as_text(raw: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), "")
    if not encoding and 0 in raw[:2] and raw[:2] != b"\0\0":
        encoding = "utf-16-be" if raw[0] == 0 else "utf-16-le"
    if encoding.startswith(("utf-16", "utf-32")):
        return raw.decode(encoding, "replace").replace("\ufffd", "\udcff"), ""
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "surrogateescape")
    if not _is_mostly_utf8(text):
        found = CHARSET.search(text)
        try:
            named = codecs.lookup(found[1] if found else "").name
            if named != "utf-8":
                return raw.decode(_WIDER.get(named, named), "surrogateescape"), ""
        except (LookupError, UnicodeError):
            pass
        name = f"says '{found[1]}'" if found else "does not say in which"
        return text, f"its letters are in another encoding than UTF-8, and its head {name}"
    return text, ""


def _is_mostly_utf8(text: str) -> bool:
    lost = len(_LOST_BYTE.findall(text))
    return lost < sum(not letter.isascii() for letter in text) - lost


_BYTES = "a letter of this entry is not in UTF-8, so it is left out"
_MERGE = (
    "git has left two versions of a merge here",
    "keep one of the two, and delete the lines <<<<<<<, ======= and >>>>>>>",
)
_MEND = "mend the line, or delete the entry: `toolkit-builder translate update` makes it anew"


class _UnquotedError(Exception):
    """A line with a string that does not begin and end with quotation marks."""


class _Reader:
    """Goes through the lines once. An entry ends where the next begins; blank lines between them are not needed."""

    def __init__(self, po: Po, lines: list[str], has_lost_bytes: bool) -> None:
        self.po = po
        self.lines = lines
        self.has_lost_bytes = has_lost_bytes
        self.has_header = False
        self._begin()

    def _begin(self) -> None:
        self.first = self.msgid_line = 0
        self.is_obsolete = False
        self.marks: list[str] = []
        self.parts: dict[str, list[str]] = {}
        self.part: list[str] | None = None
        self.has_msgstr = False
        self.fault: PoFault | None = None

    def read(self) -> None:
        """Reads all. An entry in the form in which we write it, as most are, takes a third of the time of others."""
        texts = (number for number, line in enumerate(self.lines) if line.startswith("msgstr"))
        ends = (number for number in range(next(texts, len(self.lines)), len(self.lines)) if not self.lines[number])
        head = next(ends, len(self.lines))
        self._read(0, head)
        if not self.has_header or self.po.faults or self.has_lost_bytes:
            self._read(head, len(self.lines))
            return
        start = odd = head
        for block in "\n".join(self.lines[head:]).split("\n\n"):
            if entry := _plain_entry(block, start):
                self._read(odd, start)
                self.po.entries.append(entry)
                odd = start + block.count("\n") + 2
            start += block.count("\n") + 2
        self._read(odd, len(self.lines))

    def _read(self, start: int, end: int) -> None:
        blank = number = start
        stray = -1
        for number, whole in enumerate(self.lines[start:end], start=start + 1):
            line = whole.strip()
            if not line:
                blank = number
                continue
            is_obsolete = line[:2] == "#~"
            if is_obsolete:
                line = line[2:].lstrip()
                if not line:
                    continue
                if line[0] == "|":
                    line = f"#{line}"
            if line[0] == '"' and self.part is not None:
                self.part.append(line)
            elif line[0] == "#":
                # What a tool puts between the lines of an entry belongs to it.
                if self.has_msgstr:
                    self._end(number)
                self.first = self.first or number
                self.marks.append(line)
            elif found := _KEYWORD.match(line):
                self._keyword(found[1], found[2], number, is_obsolete)
            elif line.startswith("domain") and _STRING.search(line):
                self._end(number)
                self.po.kept.append([line])
            elif not line.startswith(_OF_CONFLICT):
                if blank == number - 1:
                    self._end(number)
                fault = PoFault(number, *_MERGE, is_grave=True) if line.startswith(_CONFLICT) else self._stray(number)
                if self.parts:
                    # It belongs to the entry above, where a quotation mark may be missing.
                    self.fault = self.fault or fault
                elif stray != number - 1 or fault.is_grave:
                    self.po.faults.append(fault)
                stray = number
        self._end(number + 1)

    def _stray(self, number: int) -> PoFault:
        what = "words outside quotation marks" if self.lines[number - 1].strip()[0] != '"' else "a text of no entry"
        hint = "put them in quotation marks, or delete the line"
        return PoFault(number, f"{what}, so this entry is left out" if self.parts else what, hint)

    def _keyword(self, word: str, string: str | None, number: int, is_obsolete: bool) -> None:
        begins = word in self.parts or self.has_msgstr or (word == "msgctxt" and "msgid" in self.parts)
        if self.parts and ((begins and word in ("msgctxt", "msgid")) or is_obsolete != self.is_obsolete):
            self._end(number)
        if word in self.parts:
            message = f"'{word}' stands twice in this entry, so it is left out"
            self.fault = self.fault or PoFault(number, message, "keep the better of the two")
        self.first = self.first or number
        self.is_obsolete = is_obsolete
        if word == "msgid":
            self.msgid_line = number
        elif word[:6] == "msgstr":
            self.has_msgstr = True
        self.part = self.parts[word] = [string] if string else []

    def _end(self, number: int) -> None:
        """Makes an entry of what was read, whose last line is before `number`."""
        if self.first:
            fault = self.fault or self._take(number)
            self.po.faults += [fault] if fault else []
        self._begin()

    def _block(self, number: int) -> list[tuple[int, str]]:
        """The lines from the first that was read to that before `number`."""
        return [(n, self.lines[n - 1].strip()) for n in range(self.first, number)]

    def _take(self, number: int) -> PoFault | None:
        """Takes what was read as an entry, or tells why it is none."""
        if not self.parts:
            self._keep(number)
            return None
        line = self.msgid_line or self.first
        if "msgid" not in self.parts or not self.has_msgstr:
            lost = "msgstr" if "msgid" in self.parts else "msgid"
            return PoFault(line, f"this entry has no {lost}, so it is left out", _MEND)
        if self.has_lost_bytes:
            for at, one in self._block(number):
                if _LOST_BYTE.search(one):
                    return PoFault(at, _BYTES, _UTF8)
        try:
            texts = {word: _joined(pieces) for word, pieces in self.parts.items()}
        except _UnquotedError as error:
            at = next(n for n, one in self._block(number) if one.endswith(str(error)))
            message = "a text without quotation marks at both ends, so this entry is left out"
            return PoFault(at, message, 'begin and end it with straight ones: "')
        flags = [flag.strip() for mark in self.marks if mark[1:2] == "," for flag in mark[2:].split(",")]
        comments = [mark for mark in self.marks if mark[1:2] not in _NOT_COMMENTS]
        entry = PoEntry(
            texts["msgid"],
            texts.get("msgstr", ""),
            texts.get("msgctxt", ""),
            line,
            tuple(dict.fromkeys(flag for flag in flags if flag)) if flags else (),
            tuple(comments),
            _previous(self.marks),
            (self._said("."), self._said(":").strip("\u2068\u2069")),
        )
        is_single = len(texts) == 2 + ("msgctxt" in texts) and "msgstr" in texts
        if entry.source and is_single:
            if not self.has_header and not self.po.entries and not self.po.obsolete:
                self._take_head(entry)
            (self.po.obsolete if self.is_obsolete else self.po.entries).append(entry)
        elif is_single and not entry.place and not self.has_header and not self.is_obsolete:
            self.has_header = True
            self.po.header, self.po.header_flags = entry.text, entry.flags
            self.po.head += [(n, one) for n, one in self._block(number) if one[:1] == "#" and one[1:2] != ","]
        else:
            self._keep(number)
            if not self.is_obsolete:
                what = "is a second head" if is_single else "has forms for one and for many"
                hint = "`toolkit-builder translate update` moves it to the end of the file"
                return PoFault(line, f"this entry {what}, which no text of a toolkit needs", hint, is_kept=True)
        return None

    def _said(self, kind: str) -> str:
        return " ".join(mark[2:].strip() for mark in self.marks if mark[1:2] == kind)

    def _take_head(self, entry: PoEntry) -> None:
        """Without a first entry for it, the head of a file is what stands above its first blank line."""
        leading: list[tuple[int, str]] = []
        for number, whole in enumerate(self.lines[: self.msgid_line], start=1):
            line = whole.strip()
            if not line and leading:
                self.po.head = leading
                entry.comments = entry.comments[len(leading) :]
                return
            if line and (not line.startswith("#") or line[1:2] in _NOT_COMMENTS):
                return
            if line:
                leading.append((number, line))

    def _keep(self, number: int) -> None:
        """Keeps lines as they are, out of the way of other tools; comments that belong to no entry come last."""
        kept = [line if line.startswith("#") else f"#~ {line}" for _, line in self._block(number) if line]
        if self.parts:
            self.po.kept.append(kept)
        else:
            self.po.last_comments += kept


def _plain_entry(block: str, start: int) -> PoEntry | None:
    """The entry of a block of lines in our own form, whose first line has the number `start`, from 0."""
    found = _PLAIN.fullmatch(block, len(block) - len(block.lstrip("\n")))
    if not found or not (source := _plain_text(found[5])):
        return None
    flags = [flag.strip() for flag in found[3].split(",")] if found[3] else []
    return PoEntry(
        source,
        _plain_text(found[6]),
        found[4],
        start + block.count("\n", 0, found.start(5)) + 1,
        tuple(dict.fromkeys(flag for flag in flags if flag)),
        about=(
            " ".join([line[2:].strip() for line in found[1].rstrip("\n").split("\n")]) if found[1] else "",
            found[2].strip().strip("\u2068\u2069") if found[2] else "",
        ),
    )


def _plain_text(strings: str) -> str:
    """The text of strings that stand one in a line."""
    text = "".join([line[1:-1] for line in strings.split("\n")])
    return unescape(f'"{text}"') if "\\" in text else text


def _joined(pieces: list[str]) -> str:
    """The text of an entry's quoted strings; raises _UnquotedError for one that is not quoted."""
    texts: list[str] = []
    for piece in pieces:
        if found := _STRING.fullmatch(piece):
            texts.append(found[1])
        elif _STRINGS.fullmatch(piece):
            texts += _STRING.findall(piece)
        elif found := _BARE_QUOTES.fullmatch(piece):
            texts.append(found[1])
        else:
            raise _UnquotedError(piece)
    text = "".join(texts)
    return unescape(f'"{text}"') if "\\" in text else text


def _previous(marks: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The lines `#| msgid "…"`: what a text was. Babel breaks long ones anywhere, in the middle of a string, too."""
    words = " ".join([mark[2:].strip() for mark in marks if mark[1:2] == "|"])
    if not words:
        return ()
    found = re.finditer(rf"(msgctxt|msgid_plural|msgid)\s*((?:{_STRING.pattern}\s*)+)", words)
    return tuple((one[1], unescape(f'"{"".join(_STRING.findall(one[2]))}"')) for one in found)
