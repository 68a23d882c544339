"""The package's own words in a reader's language: closed lists, labels, dates, quotes, order.

Their catalogues are `templates/locales/LANG.po`; English is the source.
"""

import gettext
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, get_day_names, get_month_names
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from .model import vocabulary
from .model.languages import base_of, direction_of, language_name, locale_of, script_of
from .model.profile import PRACTICES, PROFILES, Profile
from .model.school import School
from .model.toolkit import Toolkit
from .model.vocabulary import Label, Vocabulary
from .resources import templates_dir
from .site_words import SOURCE, translations_of

_QUOTED = re.compile(r'"([^"\n]*)"')
_VOWEL_MARKS = re.compile("[\u064b-\u0652]")
_MARK = re.compile(r"\{(\w+)\}")
_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True, slots=True)
class Search:
    """What search must know of a language: words that say nothing, words of nearly every entry, endings to cut.

    An ending is a JavaScript pattern and what takes its place; both sides of a search are cut alike. `kinds` are words
    by which people ask for a kind of result, each with the kinds; `ages` those that make an age of a number.
    """

    stop: str = ""
    weak: str = ""
    endings: tuple[tuple[str, str], ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    ages: str = ""


SEARCH: dict[str, Search] = {
    "en": Search(
        "a about am an and any are as at be been being but by can could did do does doing for from had has have he"
        " her him his how i if im in into is it its ive just lot me much my not of on or our really she should so"
        " some such than that thats the their them then there theres they this to too up us very was we were what"
        " whats when where which who why will with would you your youre",
        "ask best call child children come dad daughter day find get give go good help home keep kid kids know let"
        " like look make mom need parent parents people put say school show son student students take talk teacher"
        " teachers tell thing things try use visit visits want way work year family families",
        (
            ("ie[sd]$", "y"),
            ("(ss|x|z|ch|sh)es$", "$1"),
            ("([^su])s$", "$1"),
            ("(.*[aeiouy].+)(ing|ed)$", "$1"),
            ("(.{2})([^aeiouylszd])\\2$", "$1$2"),
            ("(.{3})e$", "$1"),
        ),
        {
            "activity": "activity game",
            "prompt": "question prompt ask",
            "guide": "guide",
            "skill": "skill standard",
            "term": "meaning mean definition define",
            "fact": "fact research study evidence statistics proof",
            "print": "print printable pdf poster card handout flyer sheet slides brochure",
            "script": "script text message invite invitation voicemail",
        },
        "year years yr yrs yo old",
    ),
    "es": Search(
        "a al algo ante como con cual cuando de del desde donde el ella ellos en entre era es esa ese eso esta este"
        " esto fue ha hay la las le les lo los mas me mi mis muy ni no nos o para pero por porque que quien se ser si"
        " sin sobre son su sus te tu un una uno y ya yo",
        "ano anos ayuda ayudar casa clase cosa cosas da dar decir di dia dias dice diga escuela estudiante"
        " estudiantes familia familias gusta hablar hace hacer haga hija hijas hijo hijos ir madre maestra maestro"
        " mama necesita nina nino ninos padre padres papa pregunta preguntar preguntas puede pueden puedo quiere"
        " quieren quiero sabe saber tener tengo tiene tienen va vamos van ver vez viene visita visitas",
        (
            ("(.{3})mente$", "$1"),
            ("ces$", "z"),
            ("(.{2}[^aeiou])es$", "$1"),
            ("(.{2}[aeiou])s$", "$1"),
            ("(.{2}[aei]r)(me|te|se|nos|l[aeo])$", "$1"),
            (
                "(.{3})(ando|[iy]endo|[ai]d[ao]|aban?|[aei]mos|ian?|aron|ieron|[aei]r(an?|emos|ian?)|[ai]ste|[aei]r)$",
                "$1",
            ),
            ("(.{3})([ae]n|[aeo])$", "$1"),
        ),
        {
            "activity": "actividad juego",
            "prompt": "pregunta",
            "guide": "guia",
            "skill": "habilidad destreza",
            "term": "significa significado",
            "fact": "dato estudio investigacion prueba",
            "print": "imprimir pdf cartel tarjeta hoja volante folleto",
            "script": "guion mensaje invitacion",
        },
        "años añitos",
    ),
    "ar": Search(
        "في من على إلى عن مع هذا هذه ذلك التي الذي أن إن كان كانت ما ماذا هل لا لم لن كيف متى أين أو ثم قد كل بعد قبل",
        "الأسرة العائلة طفلكم الطفل الأطفال ابنكم ابنتكم المعلم المعلمة الطالب",
        (("^(وال|بال|كال|فال|لل|ال)(?=.{3})", ""), ("(.{3})(ات|ون|ين|ها|هم|كم|ية|ة|ه|ي)$", "$1")),
        ages="سنوات سنين سنة",
    ),
    "vi": Search(
        "anh bà bằng bị các cái cho chị có của cùng cũng đã đang để đến đi được em gì hay hoặc khi không là lại làm lên"
        " mà mình một này nào nếu những như ở ra rất rồi sẽ thì tôi trong từ và vào về với",
        "gia đình con quý vị phụ huynh học sinh giáo viên thầy cô",
        ages="tuổi",
    ),
    "ht": Search(
        "a ak an ap avèk ba chak di gen ki kisa kijan kote la lan li men mwen nan ne nou ou pa pou sa se si sou te tou"
        " yo yon youn",
        "fanmi pitit timoun elèv manman papa paran pwofesè",
        (("yo$", ""),),
        ages="an ane lane",
    ),
    "zh": Search(
        "的 了 是 在 和 也 就 都 吗 呢 我 你 您 他 她 它 们 这 那 什么 怎么", "孩子 家长 家庭 学生 老师", ages="岁"
    ),
}

ENGLISH_QUOTES = ("\u201c", "\u201d")
# Quotation marks by language, where they are others. Source: CLDR, delimiters.
_QUOTES = {
    "ar": ("\u201d", "\u201c"),
    "ht": ("\u00ab", "\u00bb"),
    "fr": ("\u00ab", "\u00bb"),
    "ru": ("\u00ab", "\u00bb"),
    "zh-Hant": ("\u300c", "\u300d"),
}


def typeset(text: str, quotes: tuple[str, str]) -> str:
    """`text` with `quotes` in place of straight ones, and with typographic apostrophes."""
    start, end = quotes
    return _QUOTED.sub(lambda found: f"{start}{found[1]}{end}", text).replace("'", "\u2019")


@cache
def _locale(language: str) -> Locale:
    """The locale of a language, in its form in the United States; English where none is known."""
    if base_of(language) in ("en", "es"):
        return Locale.parse(f"{base_of(language)}_US")
    return locale_of(language) or Locale.parse("en_US")


# Months that CLDR has only numbers for. Source: dayjs and the date picker of OpenMRS, which Haitian clinics use.
_MONTHS = {
    "ht": ("janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm"),
}


@cache
def _months(language: str) -> tuple[str, ...]:
    """The names of a language's months, January first; empty where nobody told them."""
    names = get_month_names("wide", context="stand-alone", locale=_locale(language))
    is_numbered = names[1].startswith("M0")
    return _MONTHS.get(base_of(language), ()) if is_numbered else tuple(names[month] for month in range(1, 13))


# The same for days, Monday first. Source: as for months.
_DAYS = {"ht": ("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch")}


class Interface:
    """The package's words in one language, English where it has no catalogue; `is_printed` for those on paper.

    `own_templates` are the layers' folders of templates, the highest first, whose catalogues win; `vocabulary` has the
    words of a school's own.
    """

    def __init__(
        self,
        language: str,
        is_printed: bool = False,
        own_templates: tuple[Path, ...] = (),
        vocabulary: Vocabulary = Vocabulary(),  # noqa: B008, it is frozen
    ) -> None:
        self.vocabulary = vocabulary
        self.language = language
        self.is_printed = is_printed
        self._translations = translations_of(language, own_templates)

    def t(self, text: str, **values: Any) -> str:
        """`text` in this language, with `values` in place of its marks; other marks are left for scripts.

        With Markup among the values, the result is Markup, and all else in it is escaped.
        """
        return _filled(self._said(self._translations.gettext(text)), values)

    def title_of(self, school: School) -> str:
        """The heading of a school's site: its own words, or ours."""
        if not school.title:
            return self.t("Home visits at {school}", school=school.short_name)
        return self.on_paper(school.title) if self.is_printed else school.title

    def _said(self, text: str) -> str:
        if not self.is_printed:
            return typeset(text, self.quotes)
        # English words in a line from right to left keep their marks at their end.
        is_apart = self.direction == "rtl" and not self.is_translated
        return f"\u2066{typeset(text, ENGLISH_QUOTES)}\u2069" if is_apart else self.on_paper(text)

    def tn(self, one: str, many: str, n: int) -> str:
        """The form for `n` things, with the number in place of `{n}`."""
        return self._translations.ngettext(one, many, n).replace("{n}", str(n))

    @cached_property
    def is_translated(self) -> bool:
        return base_of(self.language) == SOURCE or isinstance(self._translations, gettext.GNUTranslations)

    @property
    def quotes(self) -> tuple[str, str]:
        base = base_of(self.language)
        return _QUOTES.get(base) or _QUOTES.get(f"{base}-{script_of(self.language)}", ENGLISH_QUOTES)

    def on_paper(self, text: str) -> str:
        """`text` with the quotation marks of this language, as it is printed."""
        return self.to_copy(typeset(text, self.quotes))

    def to_copy(self, text: str) -> str:
        """`text` as it can be copied from paper.

        Arabic is printed without vowel marks, as newspapers do: who reads a PDF aloud or copies from it would get them
        at the wrong letters.
        """
        return _VOWEL_MARKS.sub("", text) if base_of(self.language) == "ar" else text

    @property
    def direction(self) -> str:
        """`rtl` for a language that is read from the right, else `ltr`."""
        return direction_of(self.language)

    @property
    def territory(self) -> str:
        """Language and country as links are shared with: en_US, zh_CN; empty for a language of which none is known."""
        locale = _locale(self.language)
        likely = get_global("likely_subtags")
        country = locale.territory or (likely.get(str(locale)) or likely.get(locale.language, "")).rpartition("_")[2]
        return f"{locale.language}_{country}" if locale.language == base_of(self.language) and country else ""

    @property
    def search(self) -> Search:
        return SEARCH.get(base_of(self.language), Search())

    def name_of(self, language: str) -> str:
        """The name of a language in this one, as far as it is known."""
        return language_name(language, self.language if self.is_translated else SOURCE)

    def day(self, value: date) -> str:
        """A date as its readers write it."""
        if base_of(self.language) in _MONTHS:
            return f"{value.day} {self.months()[value.month - 1]} {value.year}"
        return format_date(value, format="long", locale=_locale(self.language if _months(self.language) else SOURCE))

    def months(self) -> list[str]:
        """The names of the months, January first, as they stand alone."""
        return [*(_months(self.language) or _months(SOURCE))]

    def size(self, count: int) -> str:
        """A number of bytes as readers know it: '57 KB', '1.2 MB', '1,2 MB'."""
        if count < 1_000_000:
            return f"{max(1, round(count / 1000))} KB"
        return f"{format_decimal(count / 1_000_000, format='#,##0.0', locale=_locale(self.language))} MB"

    def sorting(self, word: str) -> tuple[Any, ...]:
        """A key that sorts as readers of this language look things up: by letters, accents aside."""
        return _sorting_key(word, self.language)

    def initial(self, word: str) -> str:
        """The heading under which a list of words has this one: its first letter, or what stands for all others."""
        first = _folded(word.casefold().removeprefix(_ARTICLE))[:1]
        if first.isdigit():
            return "0-9"
        # Characters are too many for a heading each.
        if "\u4e00" <= first <= "\u9fff":
            return "\u5b57"
        # The heading becomes an anchor, in which scripts must not meet a quote or a bracket.
        return first.upper() if first.isalpha() else "*"

    def _labels(self, labels: Mapping[_Word, Label]) -> dict[_Word, Label]:
        return {word: self._own(label) if label.is_own else self._ours(label) for word, label in labels.items()}

    def _ours(self, label: Label) -> Label:
        return replace(label, title=self.t(label.title), about=label.about and self.t(label.about))

    def _own(self, label: Label) -> Label:
        # The school's catalogue has translated it, with all else that the school wrote.
        return replace(label, title=self.on_paper(label.title)) if self.is_printed else label

    @cached_property
    def grades(self) -> dict[vocabulary.Grade, Label]:
        return self._labels(vocabulary.GRADES)

    @cached_property
    def bands(self) -> dict[vocabulary.Band, Label]:
        return self._labels(vocabulary.BANDS)

    @cached_property
    def visits(self) -> dict[str, Label]:
        return self._labels(self.vocabulary.visits)

    @cached_property
    def places(self) -> dict[vocabulary.Place, Label]:
        # "Home" is a place here, and a page elsewhere: in most languages two words.
        return {
            word: replace(label, title=self._said(self._translations.pgettext("place", label.title)))
            for word, label in vocabulary.PLACES.items()
        }

    @cached_property
    def listeners(self) -> dict[vocabulary.Listener, Label]:
        return self._labels(vocabulary.LISTENERS)

    @cached_property
    def purposes(self) -> dict[str, Label]:
        return self._labels(self.vocabulary.purposes)

    @cached_property
    def routines(self) -> dict[str, Label]:
        return self._labels(self.vocabulary.routines)

    @cached_property
    def areas(self) -> dict[vocabulary.Area, Label]:
        return self._labels(vocabulary.AREAS)

    @cached_property
    def topics(self) -> dict[str, Label]:
        return self._labels(self.vocabulary.topics)

    @cached_property
    def selections(self) -> dict[vocabulary.Selection, Label]:
        return self._labels(vocabulary.SELECTIONS)

    @cached_property
    def turns(self) -> dict[vocabulary.Turn, Label]:
        return self._labels(vocabulary.TURNS)

    @cached_property
    def parts(self) -> dict[vocabulary.Part, Label]:
        return self._labels(vocabulary.PARTS)

    @cached_property
    def contact_roles(self) -> dict[vocabulary.ContactRole, Label]:
        return self._labels(vocabulary.CONTACT_ROLES)

    @cached_property
    def family_rows(self) -> tuple[tuple[str, str, str], ...]:
        return tuple((key, icon, self.t(title)) for key, icon, title in vocabulary.FAMILY_ROWS)

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The names of the days of a week, Monday first, as they begin a line."""
        names = get_day_names("wide", context="stand-alone", locale=_locale(self.language))
        said = _DAYS.get(base_of(self.language)) or tuple(names[day] for day in range(7))
        return tuple(name[:1].upper() + name[1:] for name in said)

    @cached_property
    def practices(self) -> tuple[tuple[str, str], ...]:
        return tuple((self.t(title), self.t(text)) for title, text in PRACTICES)

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        return {
            one.id: one.model_copy(update={"title": self.t(one.title), "about": self.t(one.about)}) for one in PROFILES
        }

    @cached_property
    def printed(self) -> dict[str, str]:
        """The words of the printed pieces' templates, by what stands there."""
        return {text: self.t(text) for text in sheet_texts()}

    @cached_property
    def slots(self) -> dict[str, str]:
        """What stands in the place of a slot that a reader fills."""
        return {name: self.t(vocabulary.SHOWN_SLOTS.get(name, name)) for name in vocabulary.SLOTS}


_SHEET_TEXT = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')


@cache
def sheet_texts() -> tuple[str, ...]:
    """The texts that the Typst templates hand to their `t`."""
    found = (
        match[1]
        for file in sorted((templates_dir() / "sheets").glob("*.typ"))
        for match in _SHEET_TEXT.finditer(file.read_text(encoding="utf-8"))
    )
    return tuple(dict.fromkeys(found))


@cache
def interface(language: str, is_printed: bool = False, own_templates: tuple[Path, ...] = ()) -> Interface:
    """The words of a language; made once. `own_templates` are the layers' folders of templates."""
    return Interface(language, is_printed, own_templates)


def words_for(toolkit: Toolkit, is_printed: bool = False, own_templates: tuple[Path, ...] = ()) -> Interface:
    """The words for the pages of a toolkit, or its paper: the package's, and those that the school added to lists."""
    return Interface(toolkit.language, is_printed, own_templates, toolkit.vocabulary)


def _filled(text: str, values: dict[str, Any]) -> str:
    if not values:
        return text
    if any(isinstance(value, Markup) for value in values.values()):
        return Markup(_MARK.sub(lambda found: str(escape(values.get(found[1], found[0]))), str(escape(text))))
    return _MARK.sub(lambda found: str(values.get(found[1], found[0])), text)


# Letters of their own, after the one that they look like. Source: CLDR, collation es, vi.
_AFTER = {
    "es": str.maketrans({"ñ": "n~"}),
    "vi": str.maketrans({"ă": "a~", "â": "a~~", "đ": "d~", "ê": "e~", "ô": "o~", "ơ": "o~~", "ư": "u~"}),
}


_ARTICLE = "\u0627\u0644"
"""The Arabic article, written together with its word."""


def _sorting_key(word: str, language: str) -> tuple[Any, ...]:
    base = base_of(language)
    if base == "zh":
        # Its first plane holds the common characters in the order of their sounds.
        return (word.casefold().encode("gb18030"),)
    letters = unicodedata.normalize("NFC", word.casefold()).translate(_AFTER.get(base, {}))
    if base == "ar":
        # A dictionary looks past the article.
        letters = letters.removeprefix(_ARTICLE)
    return _folded(letters), word


def _folded(word: str) -> str:
    """Letters without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
