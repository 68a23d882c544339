"""The sheets that belong to no single guide."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit_builder.model.guide import Guide
from toolkit_builder.model.kit import KitPiece
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES, Grade, grade_name
from toolkit_builder.outputs import PrintedSheet, Sheet, SheetKind
from toolkit_builder.prose import SourceText, is_address
from toolkit_builder.rules import is_draft

from .frame import Frame
from .kinds import KINDS, Print
from .kit import kit_places, kit_values
from .of_guides import guide_sheets
from .texts import Values
from .values import fact_values, insert_values, safety_values, summer_values


def shared_sheets(toolkit: Toolkit, wanted: Print, source: Toolkit) -> Iterator[Sheet]:
    if not toolkit.guides:
        return
    frame = Frame(toolkit, wanted)
    if wanted.guides is not None:
        return
    school = toolkit.school
    if "poster" in wanted.kinds:
        values = {"practices": [{"title": title, "text": text} for title, text in frame.words.practices]}
        title = f"{frame.words.t(KINDS['poster'][0])}: {school.short_name}"
        places = {"poster": school.at("name")}
        yield frame.sheet("poster", title, "staff/", "print/", values, guide=None, places=places)
    if "binder" in wanted.kinds and sum(one is None for one in wanted.whole.values()) * 2 <= len(toolkit.guides):
        title = frame.words.title_of(school)
        parts = list(_by_grade(toolkit))
        values = _binder_values(frame, parts)
        set_ones = {name: one for name, one in wanted.whole.items() if one}
        rest = [guide.id for guide in toolkit.guides if guide.id not in set_ones]
        unset = guide_sheets(toolkit, replace(wanted, kinds=["guide"], guides=rest), source)
        whole: dict[str, Sheet | PrintedSheet] = {**set_ones, **{sheet.guide: sheet for sheet in unset}}
        bound = tuple(whole[guide.id] for _, guides in parts for guide in guides)
        yield replace(frame.sheet("binder", title, "", "print/", values, guide=None, places={}), bound=bound)
    if "staff" in wanted.kinds:
        title = f"{frame.words.t(KINDS['staff'][0])}: {school.short_name}"
        yield frame.sheet("staff", title, "staff/", "print/", _staff_values(frame), guide=None, places={})

    if "safety" in wanted.kinds and toolkit.protocol:
        title = f"{frame.words.t(KINDS['safety'][0])}: {school.short_name}"
        values = safety_values(frame.texts(), toolkit)
        places = {"protocol": toolkit.protocol[0].at()}
        yield frame.sheet("safety", title, "safety/", "print/", values, guide=None, places=places)
    if "inserts" in wanted.kinds and toolkit.inserts:
        title = f"{frame.words.t(KINDS['inserts'][0])}: {school.short_name}"
        values = {"inserts": [insert_values(frame.texts(), toolkit, one) for one in toolkit.inserts]}
        places = {f"insert-{one.id}": one.at("title") for one in toolkit.inserts}
        yield frame.sheet("inserts", title, "inserts/", "print/", values, guide=None, places=places)
    for piece in toolkit.kit:
        yield from _kit_sheets(frame, toolkit, wanted, piece)
    for kind in ("thanks", "door"):
        if kind in wanted.kinds:
            title = f"{frame.words.t(KINDS[kind][0])}: {school.short_name}"
            places = {kind: school.at("name")}
            yield frame.sheet(kind, title, "families/", "print/", {}, guide=None, places=places)
    if "summer" in wanted.kinds:
        yield from _summer_sheets(frame)


def _summer_sheets(frame: Frame) -> Iterator[Sheet]:
    """A page for each grade that has activities."""
    for grade in frame.toolkit.grades:
        values = summer_values(frame.texts(), frame.toolkit, grade)
        if values["weeks"]:
            name = grade_name(grade)
            title = f"{frame.words.t(KINDS['summer'][0])}: {values['grade']}"
            first = next(one for one in frame.toolkit.activities if grade in one.grades)
            sheet = frame.sheet(
                "summer", title, f"grades/{name}/", f"print/{name}/", values, guide=None, places={"summer": first.at()}
            )
            yield replace(sheet, grade=grade)


def _kit_sheets(frame: Frame, toolkit: Toolkit, wanted: Print, piece: KitPiece) -> Iterator[Sheet]:
    """A piece of the kit on paper, and its slides for a screen if it has any."""
    made: list[tuple[SheetKind, str]] = [("kit", "print/kit/")]
    if piece.slides:
        made.append(("slides", f"print/kit/{piece.id}-"))
    title = f"{piece.heading or piece.title}: {toolkit.school.short_name}"
    for kind, folder in made:
        if kind in wanted.kinds:
            values = {"piece": kit_values(frame.texts(), toolkit, piece)}
            places = kit_places(piece)
            yield frame.sheet(kind, title, f"kit/{piece.id}/", folder, values, guide=None, places=places, piece=piece)


def _staff_values(frame: Frame) -> Values:
    """The staff's page. Its notes are in the language in which the school wrote them."""
    school, words, texts = frame.toolkit.school, frame.words, frame.texts()
    notes = [(words.t("Training"), school.training_note), (words.t("Pay for visits"), school.compensation_note)]
    is_source = frame.toolkit.is_as_written
    return {
        "practices": [{"title": title, "text": text} for title, text in words.practices],
        "notes": [
            {
                "title": title,
                "text": []
                if is_draft(note)
                else texts.blocks(note if is_source else SourceText.of(note, frame.source)),
            }
            for title, note in notes
        ],
        "policies": [
            {
                "name": texts.title(policy.name),
                "text": texts.inline(policy.text),
                "url": policy.url if is_address(policy.url) else "",
            }
            for policy in school.policies
        ],
        "contacts": [
            {"who": texts.inline(one.who), "phone": one.phone, "email": one.email, "hours": texts.inline(one.hours)}
            for one in school.contacts
        ],
        "interpreting": texts.inline(school.interpreting.contact),
        "profiles": [{"title": one.title, "about": one.about} for one in words.profiles.values()],
    }


def _binder_values(frame: Frame, parts: Sequence[tuple[Grade | None, list[Guide]]]) -> Values:
    toolkit = frame.toolkit
    texts = frame.texts()
    return {
        "parts": [
            {
                "tab": frame.words.grades[grade].title if grade else frame.words.t("Several"),
                "guides": [{"title": guide.title} for guide in guides],
            }
            for grade, guides in parts
        ],
        "glossary": [{"term": term.term, "plain": texts.inline(term.plain)} for term in toolkit.glossary],
        "facts": [fact_values(texts, fact) for fact in toolkit.facts],
    }


def _by_grade(toolkit: Toolkit) -> Iterator[tuple[Grade | None, list[Guide]]]:
    """Each guide once: under its first grade, or at the end if it is for many."""
    for grade in GRADES:
        own = [guide for guide in toolkit.listed_guides if not guide.is_for_many_grades and guide.grades[0] == grade]
        if own:
            yield grade, own
    many = [guide for guide in toolkit.listed_guides if guide.is_for_many_grades]
    if many:
        yield None, many
