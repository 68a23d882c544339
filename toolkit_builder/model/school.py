"""The school: its name, look, contacts, languages and policies."""

import unicodedata
from fnmatch import fnmatchcase
from functools import cached_property, partial
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from toolkit_builder.diagnostics import Location

from .base import Entry, FamilyText, FamilyTitle, Id, Line, Record, Text, Title
from .languages import LANGUAGE_PATTERN, language_name
from .vocabulary import HelperRole

Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
"""A color as #rrggbb."""
LanguageCode = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
"""A language as BCP 47 writes it: en, es, ar, zh-Hans, ht, es-MX."""


LASTING_PAGES = ("", "pack", "offline", "privacy", "accessibility")
"""Addresses of pages that every site has: each page leads to them, or a reader's rights stand there."""
_GUIDES = "guides/"


def is_lasting(address: str) -> bool:
    """True for the address of a page that no school can keep out of its site; a guide's pages go with the guide."""
    return address in LASTING_PAGES or address.startswith(_GUIDES)


PicturePath = Annotated[Line, AfterValidator(partial(unicodedata.normalize, "NFC"))]
"""A path with `/`, its accents written in one way."""


class Logo(Record):
    """A logo. Favicon, app icon and preview pictures are made from the school's."""

    file: PicturePath
    """An SVG, PNG or JPG file, as a path inside docs/; without scripts, 512 KB at most."""
    alt: FamilyTitle
    """What it shows, for people who do not see it."""


class Colors(Record):
    """The school's colors. Any two will do: all shades are derived from them so that they can be read."""

    primary: Color
    """For headers, headings and buttons, as "#1f5f4f". Words on it are white or near-black, whichever reads."""
    accent: Color
    """For links and labels, as "#9a3412". Where it cannot be read, its nearest shade that can takes its place."""


class Contact(Record):
    """Someone whom a family or a visitor can reach."""

    who: FamilyText
    """An office or a role, not a private name."""
    phone: Line = ""
    """A telephone number of the school."""
    email: Line = ""
    """An e-mail address of the school."""
    hours: FamilyText = ""
    """When someone answers."""
    role: Literal["visits", "safety", "lead"] | None = None
    """Whom the protocol means: `visits` holds the list of visits and waits for word, `safety` is trained for worries
    about a child, `lead` decides and speaks for the school."""


class Hotline(Record):
    """A number that differs by state, such as the one to which suspected abuse is reported."""

    who: FamilyText
    """Whose number it is, with the state if the school serves several."""
    phone: Line
    """The number."""


class Helper(Record):
    """Someone in the school or district who helps with one thing. Staff see it, with the inserts."""

    role: HelperRole
    """With what: housing (the McKinney-Vento liaison), foster-care, enrollment, counseling, newcomers, migrant,
    military, special-education, plan-504, access, college, young-parents, or rights (the district's lawyer)."""
    who: Text
    """An office or a role, not a private name."""
    phone: Line = ""
    """The number."""
    email: Line = ""
    """The e-mail address."""


class Address(Record):
    """A place where the school can be found."""

    name: FamilyTitle = ""
    """Which place it is, where there are several."""
    lines: tuple[Line, ...] = Field(min_length=1, max_length=5)
    """The address, line by line, as on an envelope. Nobody translates it."""
    hours: FamilyText = ""
    """When its door is open."""


class Partner(Record):
    """An organization that stands behind the visits with the school."""

    name: Line
    """Its name."""
    logo: Logo
    """Its logo; `alt` says its name, and what the logo shows if that helps."""
    url: Line = ""
    """Its web page, starting with https://."""


class Interpreting(Record):
    """Help in the family's language."""

    contact: FamilyText
    """How a family or a teacher asks for an interpreter."""
    languages: tuple[LanguageCode, ...] = Field(min_length=1)
    """Languages for which the school has interpreters."""


class Policy(Record):
    """A policy of the school or district."""

    name: Title
    """The policy's name."""
    text: Text
    """What it means on a visit, in a sentence or two."""
    url: Line = ""
    """Where it can be read, starting with https://."""


class Experience(Record):
    """Where readers can share how their visits went."""

    url: Line
    """A web address (https://) or an e-mail address (mailto:)."""
    text: Text
    """What you would like to hear about."""


class OwnWord(Record):
    """A word of the school's own, beside ours, in a list that authors choose from."""

    id: Id
    """What authors write, and a part of web addresses. It never changes."""
    title: FamilyTitle
    """What readers see."""
    icon: Line = ""
    """One of the icons of Material for MkDocs, such as material/flask-outline."""


class Staff(Record):
    """The page for staff: practices, training, pay, policies, whom to call."""

    publish: bool = True
    """`false` keeps the page, and the coordinator's kit, out of the site: `build` writes them as PDFs beside the site's
    folder instead."""


class School(Entry):
    """docs/school.yml: the one file that makes the site a school's own."""

    name: FamilyTitle
    """The school's full name."""
    short_name: FamilyTitle
    """The name that people use, for small places; without it, the name."""
    title: FamilyTitle = ""
    """The heading of the home page, and the site's name in browsers; without it, 'Home visits at' the short name."""
    logo: Logo
    """The logo."""
    colors: Colors
    """Two colors."""
    contacts: tuple[Contact, ...] = Field(min_length=1)
    """Who can be reached; the first stands on every family page."""
    hotlines: tuple[Hotline, ...] = ()
    """Your state's numbers for reports of abuse or neglect. Ask the office; those that hold everywhere, such as 911
    and 988, stand in the protocol."""
    helpers: tuple[Helper, ...] = ()
    """Who helps a family with housing, foster care, papers and the like: their numbers stand with the inserts."""
    addresses: tuple[Address, ...] = ()
    """Where the school can be found: for families, and at the foot of every page if there is only one."""
    languages: tuple[LanguageCode, ...] = Field(min_length=1)
    """Languages of the site, which opens in the first. Where others build on this toolkit, or it on no other, it is
    written in the first, too, unless `written_in` says otherwise."""
    written_in: LanguageCode = ""
    """The language in which the YAML is written, where that is not the first under `languages`, such as `en`. All that
    builds on it is written in it, too."""
    language_names: dict[LanguageCode, Line] = Field(default={})
    """What readers see for a language, such as `ksw: ကညီကျိာ်`, where it should be another name than the one we know."""
    keep_after_typo: bool = True
    """Whether a translation stays on the page, marked to check, after a typo of its text was mended; `false` shows the
    new text in its own language until somebody has looked."""
    interpreting: Interpreting
    """Help in the family's language."""
    grades: tuple[Line, ...] = ()
    """The school's grades, such as `[PK, K-5]`; without it, all. Nothing for other grades is shown."""
    framework: Id = "common-core"
    """Which skills: the id of a file in docs/skills/."""
    paper: Literal["letter", "a4"] = "letter"
    """The paper that your printers take: letter or a4."""
    visits: tuple[OwnWord, ...] = ()
    """Kinds of visit of your own, for `visit:` in guides, such as a science fair."""
    purposes: tuple[OwnWord, ...] = ()
    """Purposes of your own, for `purpose:` in prompts."""
    routines: tuple[OwnWord, ...] = ()
    """Daily routines of your own, for `routine:` in activities."""
    topics: tuple[OwnWord, ...] = ()
    """Topics of your own, for `topics:` in guides, prompts, activities and facts."""
    policies: tuple[Policy, ...] = ()
    """Policies that matter on a visit."""
    compensation_note: str = ""
    """How visiting staff are paid; stands on the staff's page, which is as public as the site unless `staff:` says
    otherwise. Start it with 'To do' while it is a draft."""
    training_note: str = ""
    """How visiting staff are trained; stands on the staff's page, which is as public as the site unless `staff:` says
    otherwise. Start it with 'To do' while it is a draft."""
    staff: Staff = Field(default=Staff())
    """Whether everyone can read the staff's page."""
    experience: Experience | None = None
    """Where readers can share how their visits went."""
    license: Line = ""
    """The license under which you give your toolkit away: its web address, starting with https://."""
    partners: tuple[Partner, ...] = ()
    """Organizations whose logos stand at the foot of the home page."""
    footer: FamilyText = ""
    """A line at the foot of every page."""
    hide: tuple[Line, ...] = ()
    """What this toolkit leaves out, such as `guides/grade-9-*`, `prompts/hopes`, `activities/*`, `facts/ID`,
    `glossary/IEP` or `pages/share`; `*` stands for anything."""
    wording: dict[Line, str] = Field(default={})
    """Other words for single texts, by their places, such as `guide/grade-3-first/invite/note`."""
    locked: tuple[Line, ...] = ()
    """Where others build on this toolkit: places of texts that none of them may word anew, such as
    `guide/*/invite/decline`; `*` stands for anything."""

    @cached_property
    def hidden_pages(self) -> tuple[str, ...]:
        """Patterns for the addresses of pages that this school keeps out of its site."""
        named = (name.removeprefix("pages/").rstrip("/") for name in self.hide if name.startswith("pages/"))
        return (*named, *(() if self.staff.publish else ("staff", "kit", "kit/*")))

    def hides_page(self, uri: str) -> bool:
        """True if this school keeps the page at `uri`, with or without an anchor, out of its site."""
        if not self.hidden_pages:
            return False
        address = uri.partition("#")[0].rstrip("/")
        return not is_lasting(address) and any(fnmatchcase(address, pattern) for pattern in self.hidden_pages)

    @property
    def language_places(self) -> dict[str, Location]:
        """The languages of the site, each with its place in the file."""
        return {language: self.at("languages", position) for position, language in enumerate(self.languages)}

    def language_name(self, language: str) -> str:
        """What readers see for a language in lists: the school's own name for it, else that of its speakers."""
        return self.language_names.get(language) or language_name(language)


class Edition(School):
    """schools/ID.yml: one school of many that share a library. What it does not say is as in docs/school.yml."""

    site_url: Line = ""
    """Where this school's site will stand; without it, in a folder with the school's id below the library's address."""
