"""Pictures made from the school's brand: icons, what stands for a page where links are shared; the palette's sheet."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from math import hypot
from pathlib import Path

from toolkit_builder.brand import PAIRS, ROLES, WHITE, palettes
from toolkit_builder.color import contrast
from toolkit_builder.interface import words_for
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import Picture, Sheet
from toolkit_builder.pictures import picture_size, picture_svg
from toolkit_builder.prose import SourceText

from .texts import Texts, Values, language_values
from .values import grades_of

ICONS = "assets/icons/"
SOCIAL_SIZE = (1200, 630)
"""Pixels. What services that show links ask for: 1.91 to 1."""
_PLATE_SHARE = 0.8
"""An app's icon may be cut to a circle of this share of its side. Source: W3C, Web Application Manifest, safe zone."""


def icon_pictures(logo: bytes) -> Iterator[Picture]:
    """The logo as the icon of a tab, on nothing, and of phones' start pages and apps, on white, which most logos take.

    All of the logo stands inside the circle to which a phone may cut the largest.
    """
    width, height = picture_size(logo)
    for size, share in ((32, 0.0), (180, 0.9), (192, 0.9), (512, _PLATE_SHARE)):
        scale = size * share / hypot(width, height) if share else size / max(width, height)
        yield Picture(
            form="icon",
            uri=f"{ICONS}icon-{size}.png",
            width=size,
            height=size,
            language="en",
            values={
                "ground": WHITE if share else "",
                "logo_width": round(width * scale, 3),
                "logo_height": round(height * scale, 3),
            },
            images={"logo.svg": picture_svg(logo)},
        )


SCHOOL_PICTURE = "assets/social/school.png"


def social_uri(guide: Guide) -> str:
    """The URI of a guide's preview picture."""
    return f"assets/social/guides/{guide.id}.png"


def social_pictures(toolkit: Toolkit, logo: bytes, own_templates: tuple[Path, ...] = ()) -> Iterator[Picture]:
    """The preview picture of the school, for most pages, and one of each guide."""
    school = toolkit.school
    words = words_for(toolkit, is_printed=True, own_templates=own_templates)
    texts = Texts(words, {"school": school.short_name, "phone": school.contacts[0].phone})
    title = words.title_of(school)
    yield _social(toolkit, logo, SCHOOL_PICTURE, title, "")
    for guide in toolkit.guides:
        note = f"{grades_of(words, guide)} \u00b7 {words.visits[guide.visit].title}"
        language = guide.title.language if isinstance(guide.title, SourceText) else toolkit.language
        yield _social(toolkit, logo, social_uri(guide), texts.plain(guide.title), note, language=language)


def _social(toolkit: Toolkit, logo: bytes, uri: str, title: str, note: str, *, language: str = "") -> Picture:
    school = toolkit.school
    width, height = SOCIAL_SIZE
    return Picture(
        form="social",
        uri=uri,
        width=width,
        height=height,
        language=toolkit.language,
        values={
            **language_values(toolkit.language),
            "title": title,
            "title_language": language_values(language or toolkit.language),
            "note": note,
            "school": school.name,
            "colors": asdict(palettes(school.colors.primary, school.colors.accent)["light"]),
        },
        images={"logo.svg": picture_svg(logo)},
        source=toolkit.source_language,
        fonts=toolkit.fonts,
    )


def palette_sheet(toolkit: Toolkit) -> Sheet:
    """One page with every color of the school's palettes, what it is for, and its measured contrasts; in English."""
    school = toolkit.school
    colors = school.colors
    made = palettes(colors.primary, colors.accent)
    schemes = [{"name": name, "colors": asdict(palette)} for name, palette in made.items()]
    roles: list[Values] = [
        {"name": role.replace("_", " "), "key": role, "use": use, "lowest": lowest_contrasts(school, role)}
        for role, use in ROLES.items()
    ]
    title = f"The colors of {school.name}"
    return Sheet(
        kind="palette",
        uri="palette.pdf",
        title=title,
        name="Palette",
        about="",
        language=toolkit.language,
        paper=school.paper,
        # A day of the content, never of a clock; a school without guides has none, and gets the first that zips know.
        day=max((guide.checked_on for guide in toolkit.guides), default=date(1980, 1, 1)),
        values={
            "title": title,
            **language_values("en"),
            "script": "Latn",
            "words": {},
            "paper": "us-letter" if school.paper == "letter" else "a4",
            "school": {"name": school.name},
            "given": {"primary": colors.primary, "accent": colors.accent},
            "colors": asdict(made["print"]),
            "schemes": schemes,
            "roles": roles,
            "reported": [],
        },
        images={},
        places={},
        fonts=toolkit.fonts,
    )


def lowest_contrasts(school: School, role: str) -> dict[str, str]:
    """By scheme, the lowest contrast that a color has on its grounds, and what it needs; empty for what is no ink."""
    grounds = [pair for pair in PAIRS if pair.ink == role]
    if not grounds:
        return {}
    made = palettes(school.colors.primary, school.colors.accent)
    return {
        name: f"{min(contrast(getattr(one, role), getattr(one, pair.ground)) for pair in grounds):.1f}"
        for name, one in made.items()
    } | {"needed": f"{max(pair.least for pair in grounds):.1f}"}
