"""What came back -> the catalogue with it: nothing newer is overwritten, and what is not taken is told where it stands.

Three states meet: what went out, which a version tells; what came back; and what the catalogue says today. Only where
that is still what went out, what came back takes its place.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from toolkit_builder.diagnostics import Diagnostic, Location, sort_findings
from toolkit_builder.loading.catalogues import updated_catalogue
from toolkit_builder.model.catalogue import moved_place
from toolkit_builder.model.texts import PlacedText
from toolkit_builder.po_changes import NewTranslation, UnclearError, with_translations
from toolkit_builder.prose import plain_text
from toolkit_builder.spreadsheet.cells import normal_header
from toolkit_builder.text_messages import MOST_OF_TRANSLATED_TIP, message_length
from toolkit_builder.translation_faults import fault_of, is_copied

from .kinds import is_tip
from .returned import Returned, plain
from .texts import STATUSES, Known, OpenCatalogue, Status, folded, is_signature, signature, version_of

_STATUSES: dict[str, Status] = {normal_header(status): status for status in STATUSES}
_SIGNED_THERE = re.compile(r"checked\s+by\s*:?\s+(.+)", re.IGNORECASE)
_SPOILT = {
    "date-cell": (
        "the spreadsheet program made a date of what was typed",
        "format the cell as text, and type it again",
    ),
    "formula-cell": (
        "the spreadsheet program took what was typed for a formula, and kept no text",
        "format the cell as text, and type it again",
    ),
    "garbled-letters": (
        "letters were lost or became others on the way",
        "type it again, and save the file as a workbook (.xlsx)",
    ),
}
_SHOWN = 60
_LEAST_MOVED = 3
"""Translations that came back beside other texts: fewer may be the same words on purpose."""


@dataclass(slots=True)
class Taken:
    """What became of a file. `content` is the catalogue with it, None where that is as it was.

    `taken` counts texts that were taken, `to_check` those of them that somebody is to look at again, `known` those that
    say what the catalogue says, `left` those that were not taken, each with a finding, and `noted` those beside which
    no more than a note was taken.
    """

    content: bytes | None = None
    findings: list[Diagnostic] = field(default_factory=list)
    taken: int = 0
    to_check: int = 0
    known: int = 0
    left: int = 0
    noted: int = 0


@dataclass(frozen=True, slots=True)
class _Said:
    """What a translator says of a text."""

    text: str
    status: Status
    signer: str


def take(texts: Iterable[Returned], opened: OpenCatalogue) -> Taken:
    """The catalogue of `opened` with all that can be taken of `texts`."""
    made = Taken()
    texts = list(texts)
    if misplaced := _misplaced(texts, opened.language):
        message = f"{len(misplaced)} translations stand beside other texts than they did, so nothing was taken"
        hint = (
            "a column was sorted or moved without the others: undo that, or copy the translations into a new workbook"
        )
        made.left = len(texts)
        made.findings.append(misplaced[0].tell("translation", "misplaced-column", message, hint, "error"))
        return made
    news: dict[str, NewTranslation] = {}
    by_place: dict[str, list[Returned]] = {}
    by_source: dict[str, list[str]] = {}
    for placed in opened.texts.values():
        by_source.setdefault(folded(placed.text), []).append(placed.place)
    for one in texts:
        for place in _places(one, opened, by_source):
            by_place.setdefault(place, []).append(one)
        if not _places(one, opened, by_source) and not _is_untouched(one, opened.language):
            made.left += 1
            message = f"the toolkit has no text '{one.place}' any more" if one.place else "no text is like this one"
            hint = "write the texts out anew, and copy the translation to where the text stands now"
            made.findings.append(one.tell("place", "unknown-text", f"{message}, so it was left out", hint, "warning"))
    for place, found in by_place.items():
        _decide(opened.texts[place], found, opened, made, news)
    made.findings = sort_findings(made.findings)
    if news:
        _put(news, opened, made)
    return made


def _misplaced(texts: list[Returned], language: str) -> list[Returned]:
    """Those beside which another text's translation stands, where these are most of what changed; else none.

    Who sorts a column by itself puts families' words beside other questions, and each of them is sound.
    """
    went_out = {_of_translation(one.version) for one in texts if one.version}
    changed = [one for one in texts if one.version and one.text and not _is_untouched(one, language)]
    moved = [
        one
        for one in changed
        if not _was_open(one, language)
        and _of_translation(version_of(language, "", one.text, _status(one.status) or "", one.signer)) in went_out
    ]
    return moved if len(moved) >= _LEAST_MOVED and 2 * len(moved) > len(changed) else []


def _places(one: Returned, opened: OpenCatalogue, by_source: Mapping[str, list[str]]) -> list[str]:
    """The places of today of what came back; by its text, where somebody took its place away."""
    if one.place:
        place = one.place if one.place in opened.texts else moved_place(one.place, opened.toolkit.renamed)
        return [place] if place in opened.texts else []
    return by_source.get(folded(one.source), [])


def _is_untouched(one: Returned, language: str) -> bool:
    """True for what came back as it went out."""
    mine = version_of(language, "", one.text, _status(one.status) or "", one.signer)
    return bool(one.version) and _of_translation(one.version) == _of_translation(mine)


def _status(word: str) -> Status | None:
    return _STATUSES.get(normal_header(word))


def _decide(
    placed: PlacedText, found: list[Returned], opened: OpenCatalogue, made: Taken, news: dict[str, NewTranslation]
) -> None:
    """Takes what came back for a text, or tells why not."""
    known = opened.of(placed)
    touched = [one for one in found if not _is_untouched(one, opened.language)]
    if not touched:
        made.known += 1
        _take_remarks(placed, found[0], known, made, news)
        return
    if len({(folded(one.text), one.status, one.signer) for one in touched}) > 1:
        made.left += 1
        others = ", ".join(one.name for one in touched[:-1])
        message = f"this text stands here otherwise than in {others}; none of them was taken"
        hint = "keep the one that is right, and delete the other rows"
        made.findings.append(touched[-1].tell("translation", "repeated-text", message, hint, "warning"))
        return
    one = touched[0]
    if fault := _fault(one, placed, known, opened):
        made.left += 1
        made.findings.append(fault)
        return
    said = _said(one, placed, known, opened.language)
    if not said.text:
        _take_empty(one, known, made)
        _take_remarks(placed, one, known, made, news)
        return
    if (said.text, said.status, said.signer) == (known.translation, known.status, known.checked_by):
        made.known += 1
        _take_remarks(placed, one, known, made, news)
        return
    if conflict := _conflict(one, said, placed, known, opened.language):
        made.left += 1
        made.findings.append(conflict)
        _take_remarks(placed, one, known, made, news)
        return
    made.findings += _doubts(one, said, placed, known)
    comments = [comment for comment in known.comments if not is_signature(comment)]
    if said.status == "checked":
        comments.insert(0, signature(said.signer, placed.text, said.text))
    comments += _new_remarks(one, known)
    is_to_check = said.status == "to check"
    news[placed.place] = _new(placed, said.text, is_to_check=is_to_check, comments=tuple(comments))
    made.taken += 1
    made.to_check += is_to_check


def _new(placed: PlacedText, text: str, *, is_to_check: bool, comments: tuple[str, ...]) -> NewTranslation:
    return NewTranslation(placed.place, placed.text, text, is_to_check, placed.note, placed.path, comments)


def _new_remarks(one: Returned, known: Known) -> list[str]:
    return [f"# {line}" for line in dict.fromkeys(one.remarks) if line not in known.remarks]


def _take_remarks(
    placed: PlacedText, one: Returned, known: Known, made: Taken, news: dict[str, NewTranslation]
) -> None:
    """Notes are added to those that are there, whatever becomes of the translation."""
    if new := _new_remarks(one, known):
        is_to_check = known.status == "to check"
        comments = (*known.comments, *new)
        made.noted += 1
        news[placed.place] = _new(placed, known.translation, is_to_check=is_to_check, comments=comments)


def _take_empty(one: Returned, known: Known, made: Taken) -> None:
    """An empty cell takes nothing away: it may have been emptied by a slip of the hand."""
    says_done = _status(one.status) in ("done", "checked") or _SIGNED_THERE.match(one.status)
    if known.translation:
        made.known += 1
        message = f"this cell is empty; the catalogue keeps its translation '{_short(known.translation)}'"
        hint = "to be rid of it, choose 'to check' there, or delete it in the catalogue"
        made.findings.append(one.tell("translation", "left-out", message, hint, "note"))
    elif says_done and known.status == "to do":
        made.left += 1
        message = f"it says '{one.status}', and there is no translation"
        hint = "write the translation, or choose 'to do'"
        made.findings.append(one.tell("status", "unclear-status", message, hint, "warning"))
    else:
        made.known += 1


def _said(one: Returned, placed: PlacedText, known: Known, language: str) -> _Said:
    """What a translator says, in our words. What only a program changed unseen is as it was."""
    is_same = folded(one.text) == folded(known.translation)
    text = known.translation if is_same else plain(one.text, placed.text, language)
    found = _SIGNED_THERE.fullmatch(one.status)
    signer = found[1].strip() if found else " ".join(one.signer.split())
    # Without a word of its own, a translation is done, and one that is there stands where it stood.
    status = "checked" if found else _status(one.status) or (known.status if is_same else "done")
    if status == "to do" and text:
        # Who fills a cell and forgets the list has translated; who chooses it for what was there wants another.
        status = "to check" if is_same and not _was_open(one, language) else "done"
    if status == "done" and signer:
        status = "checked"
    if status == "checked" and (not signer or _is_stale(signer, known, is_same=is_same)):
        status = "done"
    return _Said(text, status, signer if status == "checked" else "")


def _was_open(one: Returned, language: str) -> bool:
    """True for a text that went out without a translation, as far as anything tells."""
    return not one.version or _of_translation(one.version) == _of_translation(version_of(language, "", "", "to do"))


def _of_translation(version: str) -> str:
    """The part of a version that is for the translation with its status."""
    return version.rpartition(".")[2]


def _is_stale(signer: str, known: Known, *, is_same: bool) -> bool:
    """True for the name of who stood for another translation, which was changed beneath it."""
    return not is_same and signer == known.checked_by


def _fault(one: Returned, placed: PlacedText, known: Known, opened: OpenCatalogue) -> Diagnostic | None:
    """What is wrong with what came back, as far as a program can tell."""
    if folded(one.text) == folded(known.translation) and one.text:
        return None
    if one.fault:
        message, hint = _SPOILT[one.fault]
        return one.tell("translation", one.fault, message, hint, "warning")
    if one.status and _status(one.status) is None and not _SIGNED_THERE.fullmatch(one.status):
        message = f"'{one.status}' says not where the translation stands"
        return one.tell("status", "unclear-status", message, f"choose one of: {', '.join(STATUSES)}", "warning")
    text = plain(one.text, placed.text, opened.language)
    if text and (fault := fault_of(placed.text, text)):
        hint = "copy slots and links from the text, letter by letter"
        return one.tell("translation", "broken-translation", f"{fault}, so it was not taken", hint, "warning")
    if text and is_copied(placed.text, text):
        message, hint = "this is the text itself, and no translation", "translate it, or empty the cell"
        return one.tell("translation", "copied-translation", message, hint, "warning")
    return None


def _conflict(one: Returned, said: _Said, placed: PlacedText, known: Known, language: str) -> Diagnostic | None:
    """A finding where somebody else was quicker: both are told, and the catalogue's stays."""
    today = version_of(language, placed.text, known.translation, known.status, known.checked_by)
    if one.version == today:
        return None
    is_other_text = one.version.split(".")[1:2] != today.split(".")[1:2] if one.version else False
    if is_other_text or (not one.version and one.source and folded(one.source) != folded(placed.text)):
        message = (
            f"the text was changed since; it is now '{_short(placed.text)}', and came back as '{_short(one.source)}'"
        )
        hint = "write the texts out anew, and see whether the translation still fits"
        return one.tell("text", "translation-conflict", f"{message}, so this was not taken", hint, "warning")
    if not one.version and not known.translation:
        return None
    theirs = f"'{_short(known.translation)}' ({known.status})" if known.translation else "no translation"
    since = "was changed since" if one.version else "says something else, and nothing tells which is newer"
    mine = f"'{_short(said.text)}' ({said.status})"
    message = f"the catalogue {since}: there stands {theirs}, and here {mine}; this was not taken"
    hint = "write the texts out anew, and choose there"
    return one.tell("translation", "translation-conflict", message, hint, "warning")


def _doubts(one: Returned, said: _Said, placed: PlacedText, known: Known) -> Iterable[Diagnostic]:
    """What is taken, and somebody may still want to look at."""
    if is_tip(placed.place):
        length, one_has = message_length(plain_text(said.text))
        if length > (most := MOST_OF_TRANSLATED_TIP[one_has]):
            message = f"this message has {length} letters; {most} are its room. It was taken all the same"
            yield one.tell("translation", "long-translation", message, "say one thing", "note")
    if _status(one.status) == "checked" and not one.signer:
        message = "it says 'checked', and not by whom; it counts as done"
        yield one.tell("signer", "unclear-status", message, "write the name of who checked it", "note")
    elif one.signer and _is_stale(one.signer, known, is_same=said.text == known.translation):
        message = f"{one.signer} stood for another translation, so this one counts as done, and not as checked"
        hint = "whoever checked the new one signs it in the next workbook"
        yield one.tell("signer", "unclear-status", message, hint, "note")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]} …"


def _put(news: Mapping[str, NewTranslation], opened: OpenCatalogue, made: Taken) -> None:
    """Puts what was taken into the catalogue; where that cannot be changed, nothing was taken at all."""
    raw: bytes | None = opened.raw
    texts, renamed = opened.texts, opened.toolkit.renamed
    if not raw:
        raw, findings = updated_catalogue(opened.file.parent, opened.path, opened.language, texts.values(), renamed)
        made.findings += findings
    try:
        if raw is not None:
            made.content = with_translations(raw, news.values(), opened.path, renamed, texts)
    except UnclearError as error:
        hint = "`toolkit-builder translate update` makes its form one that can be changed"
        made.findings.append(Diagnostic("broken-catalogue", str(error), Location(opened.path), hint))
    if made.content is None:
        made.left, made.taken, made.to_check = made.left + made.taken, 0, 0
