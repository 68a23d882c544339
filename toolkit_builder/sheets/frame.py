"""What all sheets of a toolkit share: its school, its colors, its words."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from types import MappingProxyType

import segno

from toolkit_builder.brand import palettes
from toolkit_builder.diagnostics import Location
from toolkit_builder.interface import words_for
from toolkit_builder.model.banks import Activity
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.kit import KitPiece
from toolkit_builder.model.languages import script_of
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import Sheet, SheetKind
from toolkit_builder.pictures import picture_svg
from toolkit_builder.prose import plain_text
from toolkit_builder.resources import read_icon

from .kinds import KINDS, Print
from .texts import Texts, Values, language_values


@cache
def _qr(address: str) -> str:
    """A QR code as SVG text, with its quiet zone; level M, which reads with 15 percent of it damaged."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()


_PLAIN = asdict(palettes("#3d4852", "#3d4852")["print"])


class Frame:
    """What every sheet of a toolkit shares."""

    def __init__(self, toolkit: Toolkit, wanted: Print) -> None:
        school = toolkit.school
        self.toolkit = toolkit
        # Texts may be left in it.
        self.source = toolkit.source_language
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
            self.drawn = {
                "colors": _PLAIN,
                "school": nobody,
                "logo": "",
                "address": "",
                "short_address": "",
                "heard": {},
            }

    def recording_of(self, activity: Activity, guide: Guide | None = None) -> str:
        """The address at which an activity is heard in the language of the sheet; empty if there is none.

        Where its bank does not tell it, the `guide` does.
        """
        toolkit = self.toolkit
        if not self.wanted.site_url or toolkit.language not in activity.audio:
            return ""
        bank = f"routines/{activity.routine}/"
        is_there = activity.id in toolkit.activities_by_id and not toolkit.school.hides_page(bank)
        page = bank if is_there else f"guides/{guide.id}/" if guide else ""
        return f"{self.wanted.site_url}{page}#{activity.id}" if page else ""

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
        codes: Mapping[str, str] = MappingProxyType({}),
    ) -> Sheet:
        """A sheet with a code that leads to its page, and `codes` that lead elsewhere, by the names of their files."""
        is_there = self.wanted.site_url and not self.toolkit.school.hides_page(page_uri)
        address = self.wanted.site_url + page_uri if is_there else ""
        images = {"logo.svg": picture_svg(self.wanted.logo)} if self.wanted.logo else {}
        images |= {name: _qr(leads_to) for name, leads_to in {"qr.svg": address, **codes}.items() if leads_to}
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
            fonts=self.toolkit.fonts,
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
