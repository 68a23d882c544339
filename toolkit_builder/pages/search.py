"""The search index: a script with all that a reader's browser looks through, made so that it is light to fetch.

It holds no texts, only words, each once, with the places where it stands. `templates/assets/search-index.js` reads it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence

from toolkit_builder.interface import Interface
from toolkit_builder.model.banks import Synonym
from toolkit_builder.model.vocabulary import GRADE_WORDS, GRADES
from toolkit_builder.outputs import OutputFile, Page, SearchEntry
from toolkit_builder.sheets import KINDS

from .asked import asked_words
from .scripts import Values, script_of_values
from .search_words import is_unspaced, stemmer, words_of

KIND_TITLES = {
    "guide": "Guide",
    "family": "For the family",
    "prompt": "Question",
    "activity": "Activity",
    "skill": "Skill",
    "term": "Word explained",
    "fact": "Fact",
    "topic": "Topic",
    "routine": "Routine",
    "purpose": "Questions",
    "grade": "Grade",
    "safety": "Safety",
    "insert": "For this family",
    "script": "Words to say or send",
    "print": "To print",
    "staff": "For staff",
    "kit": "Coordinator's kit",
    "language": "Language",
    "page": "Page",
}
GROUP_TITLES = {
    "guide": "Guides",
    "prompt": "Questions",
    "activity": "Activities",
    "routine": "Activities",
    "skill": "Skills",
    "term": "Words explained",
    "fact": "Facts and sources",
    "kit": "For staff",
    **dict.fromkeys(("topic", "grade", "language", "page"), "Pages"),
}
"""What stands above several results of a kind, where it is not the kind's own title."""
_TITLE, _LABEL, _ASKED, _TEXT, _SELDOM = range(5)
"""Where a word stands in an entry; a word that stands in several is kept for the first of them.

What people ask an entry for seldom, of very many things, counts no more than a word of its text.
"""
_NAMED = ("skill", "topic", "routine")
"""Kinds whose names are words of their titles, as in `templates/assets/search-values.js`."""
_SENT = (_LABEL, _ASKED, _TEXT)
_OFTEN = 1 / 20
"""Which part of the searches for an entry has a word that people ask for it often."""
_RAREST = 2
"""So many words of a text are kept where it is also known how people ask for it, else twice as many."""
_DIGITS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
"""Signs that stand for numbers in a script: those that JSON writes as they are."""
_LOW = len(_DIGITS) // 2


def search_script(
    synonyms: Iterable[Synonym], pages: Iterable[Page], words: Interface, more: Iterable[tuple[str, SearchEntry]] = ()
) -> OutputFile:
    """The search index of all `pages`: results with their words, grades as people type them, and other words.

    `more` are results on no page of this site, each with its address.
    """
    search = words.search
    stemmed = stemmer(search.endings)
    stops = frozenset(stemmed(word) for word in words_of(search.stop))
    weak = stops.union(stemmed(word) for word in words_of(search.weak))
    found = sorted([*((page.uri, entry) for page in pages for entry in page.search), *more], key=_likeness)
    asked = asked_words(words.language)
    held = [_words_by_field(entry, asked, stops, weak, stemmed) for _, entry in found]
    counts = Counter(word for of in held for word in of)
    places: dict[str, dict[int, list[int]]] = {}
    for position, ((_, entry), of) in enumerate(zip(found, held, strict=True)):
        for word, field in _telling(entry, of, counts):
            places.setdefault(word, {}).setdefault(field, []).append(position)
    # As a browser compares texts.
    known = sorted(places, key=lambda word: word.encode("utf-16-be"))
    return script_of_values(
        "search-entries",
        {
            "kinds": {kind: words.t(title) for kind, title in KIND_TITLES.items()},
            "groups": {kind: words.t(title) for kind, title in GROUP_TITLES.items()},
            "grades": {grade: label.title for grade, label in words.grades.items()},
            "grade_words": _grade_words(words),
            "kind_words": search.kinds,
            "age_words": search.ages.split(),
            # One line may serve all languages, and each takes those that have words of it.
            "synonyms": [
                [one.find, *one.typed]
                for one in synonyms
                if _is_spoken({stemmed(word) for word in words_of(one.find)} - weak, counts)
            ],
            "stop_words": search.stop.split(),
            "weak_words": search.weak.split(),
            "endings": search.endings,
            **_rows(found),
            "words": " ".join(known),
            "places": [" ".join(_packed(places[word].get(field, ())) for word in known) for field in _SENT],
        },
    )


def _words_by_field(
    entry: SearchEntry,
    asked: Mapping[str, tuple[str, ...]],
    stops: frozenset[str],
    weak: frozenset[str],
    stemmed: Callable[[str], str],
) -> dict[str, int]:
    """Each word of an entry, cut, with the first field in which it stands.

    Texts of banks and guides leave out `weak` words, which nearly all of them hold, and which say nothing.
    """
    code = entry.id if entry.kind in _NAMED else ""
    found: dict[str, int] = {}
    searches = asked.get(_asked_name(entry), ())
    often = Counter(cut for said in searches for cut in set(map(stemmed, words_of(said))))
    usual = [word for word, count in often.items() if count >= len(searches) * _OFTEN]
    fields = (
        (_TITLE, map(stemmed, words_of(f"{entry.title} {code}"))),
        (_LABEL, map(stemmed, words_of(entry.labels))),
        (_ASKED, usual),
        (_SELDOM, often),
        (_TEXT, map(stemmed, words_of(entry.text))),
    )
    for field, words in fields:
        left_out = weak if field == _TEXT and entry.kind != "page" else stops if field != _TITLE else ()
        for cut in words:
            if cut not in left_out:
                found.setdefault(cut, field)
    return found


def _telling(entry: SearchEntry, words: Mapping[str, int], counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The words of an entry that the index holds, with their fields: of its text the rarest, of its title none.

    Rare words decide what comes first; all others of the texts would be a third of the index, and find no more. What
    is found by its text alone, such as a hand-written page, keeps all.
    """
    text = [word for word, field in words.items() if field == _TEXT]
    if entry.kind != "page":
        is_asked_for = _ASKED in words.values()
        # Two neighboring letters of a script without blanks are often no word, and would be most of the index.
        text = [word for word in text if not is_unspaced(word) or (counts[word] > 1 and not is_asked_for)]
        text = sorted(text, key=lambda word: counts[word])[: _RAREST if is_asked_for else 2 * _RAREST]
    kept = set(text)
    for word, field in words.items():
        if field in (_LABEL, _ASKED) or word in kept:
            yield word, field
        elif field == _SELDOM:
            yield word, _TEXT


def _is_spoken(words: Collection[str], known: Container[str]) -> bool:
    """True for a line of docs/search.yml that leads to words of this language, not to those of another alone."""
    return not words or 2 * sum(word in known for word in words) >= len(words)


def _asked_name(entry: SearchEntry) -> str:
    """The name under which templates/asked has an entry; hand-written pages and parts of an entry have none."""
    if entry.kind == "print":
        longest = max((kind for kind in KINDS if entry.id == kind or entry.id.startswith(f"{kind}-")), key=len)
        return f"print/{longest}"
    is_part = entry.anchor and (entry.kind in ("guide", "kit") or not entry.id)
    return "" if is_part or entry.kind == "page" else f"{entry.kind}/{entry.id}"


def _packed(places: Iterable[int]) -> str:
    """Rising numbers as a text: each as its distance from the one before, in as few signs as it takes."""
    out: list[str] = []
    last = -1
    for place in places:
        number, last = place - last - 1, place
        while number >= _LOW:
            out.append(_DIGITS[_LOW + number % _LOW])
            number = number // _LOW - 1
        out.append(_DIGITS[number])
    return "".join(out)


def _grade_words(words: Interface) -> dict[str, str]:
    """How people type a grade, in small letters: in English, which every school here uses, and in this language."""
    typed: dict[str, str] = {word: grade for grade, of in GRADE_WORDS.items() for word in of}
    typed |= {label.title.casefold(): grade for grade, label in words.grades.items()}
    return typed | {
        word: grade
        for grade, label in list(words.grades.items())[2:]
        for word in words.t("grade {n}, {n} grade", n=grade).casefold().split(", ")
    }


def _likeness(found: tuple[str, SearchEntry]) -> tuple[str, str]:
    """Puts together what has the same words, such as all invitations: their places then take little room."""
    _, entry = found
    return entry.kind, entry.id.partition("-")[0] if entry.kind == "print" else entry.anchor * (entry.anchor in _PARTS)


_PARTS = ("invite", "before", "call", "differ", "leave-out", "step-ahead", "enrollment", "after", "questions")
"""Anchors that many guides have."""


def _rows(found: Sequence[tuple[str, SearchEntry]]) -> Values:
    """What a reader sees of the results, each kind, page, list of grades and name of a page written once.

    In a title, `{}` stands for that of the page. A name that is its anchor, or its page's, is 0 or 1.
    """
    kinds = list(KIND_TITLES)
    pages = list(dict.fromkeys(uri for uri, _ in found))
    at = {uri: place for place, uri in enumerate(pages)}
    heads = {uri: entry.title for uri, entry in found if not entry.anchor}
    ages: dict[tuple[str, ...], int] = {}
    rows = []
    for uri, entry in found:
        grades = entry.grades if len(entry.grades) < len(GRADES) else ()
        head = heads.get(uri, "")
        title = entry.title.replace(head, "{}", 1) if entry.anchor and len(head) > len("{}") else entry.title
        is_of_page = entry.id == uri.removesuffix("/").rpartition("/")[2]
        name = 0 if entry.id == entry.anchor else 1 if is_of_page else entry.id
        age = ages.setdefault(grades, len(ages))
        rows.append([kinds.index(entry.kind), at[uri], entry.anchor, name, age, title])
    return {"pages": pages, "ages": [list(grades) for grades in ages], "entries": rows}


def language_entries(
    links: Iterable[Mapping[str, str]], words: Interface, has_families: bool
) -> Iterator[tuple[str, SearchEntry]]:
    """The site in the other languages of `links`, each with its address, and its page for families, if it has one."""
    for one in links:
        if one["code"] == words.language:
            continue
        name, own = words.name_of(one["code"]), one["name"]
        labels = " ".join((name, own, one["code"], words.t("language translated translation in")))
        title = own if own == name else f"{own} ({name})"
        yield one["folder"], SearchEntry("", title, "", "language", one["code"], labels=labels)
        if not has_families:
            continue
        yield (
            f"{one['folder']}families/",
            SearchEntry(
                "",
                ": ".join((title, words.t("For families"))),
                words.t("What to expect on a visit. You choose if, when and where."),
                "language",
                one["code"],
                labels=" ".join((labels, words.t("handouts printed for parents letter card"))),
            ),
        )
