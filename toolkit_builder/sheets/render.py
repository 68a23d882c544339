"""Which sheets a toolkit has, and what stands on each."""

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import segno

from toolkit_builder.brand import palettes
from toolkit_builder.diagnostics import Location
from toolkit_builder.interface import words_for
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.kit import KitPiece
from toolkit_builder.model.languages import language_name, script_of
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES, Grade, grade_name
from toolkit_builder.outputs import Paper, PrintedSheet, Sheet, SheetKind
from toolkit_builder.pictures import picture_svg
from toolkit_builder.prose import SourceText, is_address, plain_text
from toolkit_builder.resources import read_icon
from toolkit_builder.rules import is_draft

from .kit import kit_places, kit_values
from .values import (
    Texts,
    Values,
    fact_values,
    guide_values,
    in_turn,
    insert_values,
    language_values,
    progress_values,
    safety_values,
    summer_values,
)

MOST_HANDOUT_ACTIVITIES = 3

KINDS: dict[SheetKind, tuple[str, str]] = {
    "cards": ("Question cards", "Eight to a page, cut and carried in a pocket; print on both sides."),
    "small-cards": ("Small question cards", "Ten to a page, the size of a business card; print on both sides."),
    "plan": ("Visit plan", "The visit at a glance, front and back of one sheet."),
    "expect": ("What to expect", "One page for the family, before the visit."),
    "handout": ("For the fridge", "Three things to do at home."),
    "progress": ("How it is going", "A page for a talk about progress, to fill in together."),
    "reflection": ("After the visit", "Half sheets to write on, one for each visitor."),
    "interpreter": ("Interpreter's sheet", "What will be asked, numbered for everyone at the table."),
    "messages": ("Text messages", "Ready to copy, each counted."),
    "insert": ("For this family", "A page for each situation that the guide names. For staff: it stays at school."),
    "guide": ("The whole guide", "Everything, with contents."),
    "poster": ("Five practices", "A poster for the staff room."),
    "binder": ("The whole toolkit", "All guides with tabs by grade."),
    "staff": ("For staff", "The five core practices, training, pay, safety and contacts."),
    "safety": ("Safety and boundaries", "What holds at every visit, and whom to call, on one page."),
    "thanks": ("Thank-you note", "Two to a page, to fill in by hand."),
    "door": ("Door card", "Four to a page, for when nobody is home."),
    "summer": ("On the fridge for the summer", "One thing to do each week."),
    "inserts": ("Every kind of family", "A page for each situation. For staff: they stay at school."),
    "kit": ("Coordinator's kit", "Plans, forms, letters and surveys to start home visits and keep them going."),
    "slides": ("Slides", "The training, one slide a page, wide as a screen."),
}
"""Every kind of sheet, with what readers see."""
SHARED_KINDS: tuple[SheetKind, ...] = (
    *("poster", "binder", "staff", "safety", "thanks", "door", "summer", "inserts", "kit", "slides"),
)
SITE_KINDS: tuple[SheetKind, ...] = tuple(kind for kind in KINDS if kind != "staff")
"""What is printed for the site. The site has the staff's page, or a school keeps it out of it: never its PDF."""
PRIVATE_KINDS: tuple[SheetKind, ...] = ("staff", "kit", "slides")
"""What is printed beside the site where the school keeps what is for staff out of it."""


@dataclass(frozen=True, slots=True)
class Print:
    """What to print and how. `site_url` is where the site will stand, with a slash at its end; empty if unknown."""

    paper: Paper
    site_url: str = ""
    logo: bytes = b""
    kinds: Collection[SheetKind] = SITE_KINDS
    guides: Collection[str] | None = None
    """Ids of guides; None for all, and for shared sheets."""
    own_templates: tuple[Path, ...] = ()
    """The layers' folders of templates, the highest first, whose words win."""
    whole: Mapping[str, PrintedSheet | None] = field(default_factory=dict)
    """Whole guides, by their ids, that are set already: a binder takes them in. None: too little of it is its own."""


def render_sheets(toolkit: Toolkit, wanted: Print, source: Toolkit | None = None) -> list[Sheet]:
    """The sheets of `toolkit`: those of each guide, in the order of guides, then those of the whole.

    `source` is the toolkit in the language in which it was written, itself where none is given. In another language,
    only sheets are made of whose texts at least half are translated, and the interpreter's sheet has both side by side.
    """
    source = source or toolkit
    sheets = [*_guide_sheets(toolkit, wanted, source), *_shared_sheets(toolkit, wanted, source)]
    return [sheet for sheet in sheets if toolkit.language == source.language or is_own(sheet)]


def why_none(toolkit: Toolkit, wanted: Print, source: Toolkit) -> str:
    """Why there is none of the wanted sheets in the language of `toolkit`; empty where there are some."""
    if not source.guides:
        return "there are no guides yet"
    if not render_sheets(source, wanted):
        whose = "the guide has" if wanted.guides and len(wanted.guides) == 1 else "the guides have"
        lacks = {
            "handout": "no activities",
            "progress": "no skills and no goal",
            "messages": "no activities with text messages",
            "summer": "no activities",
            "insert": "no inserts",
        }
        return f"{whose} {' and '.join(words for kind, words in lacks.items() if kind in wanted.kinds)}"
    if not render_sheets(toolkit, wanted, source):
        return f"less than half of it is translated into {language_name(toolkit.language, 'en')}"
    return ""


@cache
def _qr(address: str) -> str:
    """A QR code as SVG text, with its quiet zone; level M, which reads with 15 percent of it damaged."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()


_PLAIN = asdict(palettes("#3d4852", "#3d4852")["print"])


class _Frame:
    """What every sheet of a toolkit shares."""

    def __init__(self, toolkit: Toolkit, wanted: Print) -> None:
        school = toolkit.school
        self.toolkit = toolkit
        # Of all languages of the school, texts may be left in the first.
        self.source = school.languages[0]
        self.wanted = wanted
        self.words = words_for(toolkit, is_printed=True, own_templates=wanted.own_templates)
        contact = school.contacts[0]
        palette = palettes(school.colors.primary, school.colors.accent)["print"]
        not_reviewed = self.words.t("Translation not yet reviewed by a native speaker.")
        self.review = "" if toolkit.is_reviewed else f" {not_reviewed}"
        self.slots = {"school": school.short_name, "phone": contact.phone}
        self.shared: Values = {
            **language_values(toolkit.language),
            "script": script_of(toolkit.language),
            "language-name": school.language_name(toolkit.language),
            "words": self.words.printed,
            "paper": "us-letter" if wanted.paper == "letter" else "a4",
            "colors": asdict(palette),
            "school": {
                "name": school.name,
                "short": self.words.on_paper(school.short_name),
                "who": contact.who,
                "phone": contact.phone,
                "email": contact.email,
                "hours": contact.hours,
                "interpreting": school.interpreting.contact,
                "footer": school.footer,
            },
            "logo": school.logo.alt if wanted.logo else "",
        }
        # A small picture of the sheet in nobody's colors serves all schools that share the library.
        self.drawn: Values = {}
        if toolkit.edition:
            nobody = dict.fromkeys(self.shared["school"], "")
            self.drawn = {"colors": _PLAIN, "school": nobody, "logo": "", "address": "", "short_address": ""}

    def texts(self, **slots: str) -> Texts:
        return Texts(self.words, {**self.slots, **slots})

    def sheet(
        self,
        kind: SheetKind,
        title: str,
        page_uri: str,
        folder: str,
        values: Values,
        *,
        guide: Guide | None,
        places: Mapping[str, Location],
        piece: KitPiece | None = None,
    ) -> Sheet:
        is_there = self.wanted.site_url and not self.toolkit.school.hides_page(page_uri)
        address = self.wanted.site_url + page_uri if is_there else ""
        images = {"logo.svg": picture_svg(self.wanted.logo)} if self.wanted.logo else {}
        if address:
            images["qr.svg"] = _qr(address)
        icons = {name: read_icon(name) for name in _icons(values)}
        day = guide.checked_on if guide else max((one.checked_on for one in self.toolkit.guides), default=None)
        if day is None:
            raise ValueError("a toolkit without guides has no sheets")
        shown = {
            **self.shared,
            **values,
            "title": title,
            "reported": [],
            "edition": _edition(self.texts(), guide, day) + self.review,
            "kind": piece.title if piece else self.words.t(KINDS[kind][0]),
            "address": address,
            "short_address": address.partition("://")[2].rstrip("/"),
        }
        return Sheet(
            kind=kind,
            uri=f"{folder}{piece.id if piece and kind == 'kit' else kind}-{self.wanted.paper}.pdf",
            title=title,
            name=piece.title if piece and kind == "kit" else self.words.t(KINDS[kind][0]),
            about=plain_text(piece.about) if piece and kind == "kit" else self.words.t(KINDS[kind][1]),
            language=self.toolkit.language,
            paper=self.wanted.paper,
            day=day,
            values=shown,
            images={**images, **{f"icons/{name}.svg": svg for name, svg in icons.items()}},
            places=places,
            guide=guide.id if guide else "",
            piece=piece.id if piece else "",
            is_for_staff=kind == "staff" or (piece is not None and piece.reader == "staff"),
            source="" if self.toolkit.language == self.source else self.source,
            drawn=self.drawn,
        )


def _edition(texts: Texts, guide: Guide | None, day: date) -> str:
    if guide:
        return texts.words.t(
            "{guide}, version {version}, checked {day}.",
            guide=texts.title(guide.title),
            version=guide.version,
            day=texts.words.day(day),
        )
    return texts.words.t("Checked {day}.", day=texts.words.day(day))


def _questions(values: Values) -> object:
    return [[prompt["text"], prompt["we_share"]] for prompt in values["guide"]["prompts"]]


def _plan(values: Values) -> object:
    return [values["guide"][key] for key in ("agenda", "before", "listening", "do_not", "reflection", "follow_up")]


# What a sheet is made for, where that is not all of its values.
_OWN: dict[SheetKind, Callable[[Values], object]] = {
    "cards": _questions,
    "small-cards": _questions,
    "plan": _plan,
    "expect": lambda values: values["guide"]["family"],
    "handout": lambda values: [[activity["steps"], activity["ask"]] for activity in values["chosen"]],
    # It is there to write on; what helps may be in the language of the source.
    "progress": lambda _: [],
    "reflection": lambda values: values["guide"]["reflection"],
    "interpreter": _questions,
    "messages": lambda values: [activity["messages"] for activity in values["guide"]["activities"]],
    "staff": lambda values: [note["text"] for note in values["notes"]],
    "safety": lambda values: [values["protocol"], values["ladder"]],
    "insert": lambda values: values["inserts"],
    "inserts": lambda values: values["inserts"],
    "kit": lambda values: values["piece"],
    "slides": lambda values: values["piece"],
}


def _letters(value: object, is_source: bool = False) -> tuple[int, int]:
    """How many letters of texts a value holds: all of them, and those that are still in the language of the source."""
    if isinstance(value, dict):
        if value.get("k") == "text":
            count = len(value["v"])
            return count, count if is_source else 0
        is_source = is_source or value.get("k") == "lang"
        value = list(value.values())
    if not isinstance(value, list):
        return 0, 0
    pairs = [_letters(inner, is_source) for inner in value]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def is_own(sheet: Sheet) -> bool:
    """True if at least half of what the sheet is made for is in its own language; of a binder, half of the guides."""
    if sheet.bound:
        return 2 * sum(isinstance(one, PrintedSheet) or is_own(one) for one in sheet.bound) >= len(sheet.bound)
    values = dict(sheet.values)
    shown = _OWN[sheet.kind](values) if sheet.kind in _OWN else values
    count, source = _letters(shown)
    return source * 2 <= count


def _icons(value: object) -> Iterator[str]:
    """Names under the key `icon`, wherever they stand."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "icon" and isinstance(inner, str):
                yield inner
            else:
                yield from _icons(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _icons(inner)


def _kinds_of(guide: Guide, shown: Values) -> Iterator[SheetKind]:
    yield from ("cards", "small-cards", "plan", "expect")
    if shown["activities"]:
        yield "handout"
    if guide.visit == "second" or shown["skills"] or shown["goal"]:
        yield "progress"
    yield from ("reflection", "interpreter")
    if any(activity["messages"] for activity in shown["activities"]):
        yield "messages"
    if shown["inserts"]:
        yield "insert"
    yield "guide"


def _guide_sheets(toolkit: Toolkit, wanted: Print, source: Toolkit) -> Iterator[Sheet]:
    frame = _Frame(toolkit, wanted)
    first = _Frame(source, wanted)
    for guide in toolkit.guides:
        if wanted.guides is not None and guide.id not in wanted.guides:
            continue
        shown = guide_values(frame.texts(decline=toolkit.filled(guide).invite.decline), toolkit, guide)
        places = _places(toolkit, guide)
        for kind in _kinds_of(guide, shown):
            if kind not in wanted.kinds:
                continue
            page_uri = f"guides/{guide.id}/"
            if kind in ("expect", "handout", "progress"):
                page_uri += "family/"
            title = f"{frame.words.t(KINDS[kind][0])}: {guide.title}" if kind != "guide" else guide.title
            values: Values = {"guide": shown}
            if kind == "handout":
                # Each from another routine, as far as there are so many.
                by_routine = in_turn(shown["activities"], lambda activity: activity["routine"])
                values["chosen"] = by_routine[:MOST_HANDOUT_ACTIVITIES]
            if kind == "progress":
                values |= progress_values(frame.texts(), toolkit, guide)
                if toolkit.language != source.language:
                    values["second"] = {**language_values(source.language), "words": first.words.printed}
            if kind == "interpreter" and toolkit.language != source.language:
                values["second"] = _second(first, source, guide.id)
            if kind == "insert":
                values = {"inserts": shown["inserts"]}
            folder = f"print/{guide.id}/"
            yield frame.sheet(kind, title, page_uri, folder, values, guide=guide, places=places)


def _second(frame: _Frame, toolkit: Toolkit, name: str) -> Values:
    """The words of an interpreter's sheet in the language of the source."""
    guide = toolkit.guides_by_id[name]
    texts = frame.texts(decline=toolkit.filled(guide).invite.decline)
    return {
        **language_values(toolkit.language),
        "name": toolkit.school.language_name(toolkit.language),
        "said": [texts.inline(step.say) for step in guide.agenda if step.say],
        "asked": [texts.inline(prompt.text) for prompt in toolkit.prompts_of(guide)],
    }


def _places(toolkit: Toolkit, guide: Guide) -> dict[str, Location]:
    """Where texts stand that a template may find too long, by the key it reports."""
    places = {f"prompt-{prompt.id}": prompt.at("text") for prompt in toolkit.prompts_of(guide)}
    places |= {f"activity-{activity.id}": activity.at("steps") for activity in toolkit.activities_of(guide)}
    places |= {f"insert-{one.id}": one.at("title") for one in toolkit.named_inserts_of(guide)}
    places |= {
        name: guide.at(name) for name in ("family_page", "agenda", "before", "after", "prompts", "skills", "goal")
    }
    return places


def _shared_sheets(toolkit: Toolkit, wanted: Print, source: Toolkit) -> Iterator[Sheet]:
    if not toolkit.guides:
        return
    frame = _Frame(toolkit, wanted)
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
        unset = _guide_sheets(toolkit, replace(wanted, kinds=["guide"], guides=rest), source)
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


def _summer_sheets(frame: _Frame) -> Iterator[Sheet]:
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


def _kit_sheets(frame: _Frame, toolkit: Toolkit, wanted: Print, piece: KitPiece) -> Iterator[Sheet]:
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


def _staff_values(frame: _Frame) -> Values:
    """The staff's page. Its notes are in the language in which the school wrote them."""
    school, words, texts = frame.toolkit.school, frame.words, frame.texts()
    notes = [(words.t("Training"), school.training_note), (words.t("Pay for visits"), school.compensation_note)]
    is_source = frame.toolkit.language == frame.source
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


def _binder_values(frame: _Frame, parts: Sequence[tuple[Grade | None, list[Guide]]]) -> Values:
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
