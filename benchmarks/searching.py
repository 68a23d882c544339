"""How often search finds what people want: `make search` prints it, `make search-fit` finds the weights anew.

The queries of tests/search were written by people who saw neither the index nor docs/search.yml, nor the list of how
people ask; what would do was judged by others, who did not see what finds it. Those of `training` are there to learn
from; those of `test` were written last, and are for nothing but this measure.
"""

import json
import math
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mkdocs.contrib.search
import yaml

from toolkit_builder.folders import Folders
from toolkit_builder.interface import words_for
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import PrintedSheet
from toolkit_builder.pages import Site, language_entries, render_guide, render_indexes, search_script
from toolkit_builder.pages.entries import grades_of
from toolkit_builder.sheets import KINDS, Print, render_sheets
from toolkit_builder.translating import in_language

from .machine import ROOT

QUERIES = ROOT / "tests/search"
HALVES = ("training", "test")
TUNED = ROOT / "tests/search.yml"
"""Queries that are to be found always, with the kind and name of what would do: `guide/ID`."""
SCRIPT = Path(__file__).parent / "searching.js"
_LONGEST_FIRST = sorted(KINDS, key=len, reverse=True)
_LUNR = Path(mkdocs.contrib.search.__file__).parent / "templates/search/lunr.js"
"""The library in which MkDocs and Material search."""
MOST = 20
"""How many results a reader sees."""


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody typed, and the names of all that would do: `guide:ID`, `page:routine:ID`; none if there is none."""

    text: str
    language: str
    wanted: frozenset[str]
    half: str
    """`training` or `test`."""


def read_queries(folder: Path, toolkit: Toolkit) -> list[Query]:
    """All queries of the YAML files in the folders of both halves."""
    return [
        Query(
            str(one["query"]),
            one["language"],
            frozenset(name for wanted in one.get("wanted") or () for name in names_wanted(wanted, toolkit)),
            half,
        )
        for half in HALVES
        for file in sorted((folder / half).glob("*.yml"))
        for one in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def names_wanted(wanted: str, toolkit: Toolkit) -> Iterator[str]:
    """The names for which one line of a query stands: `any:activity routine=riding grade=2` is all of those."""
    kind, _, rest = wanted.partition(":")
    if kind != "any":
        yield wanted
        return
    kind, *limits = rest.split(" ")
    entries: dict[str, Sequence[Any]] = {
        "guide": toolkit.guides,
        "prompt": toolkit.prompts,
        "activity": toolkit.activities,
        "fact": toolkit.facts,
        "insert": toolkit.inserts,
        "skill": [skill for framework in toolkit.frameworks for skill in framework.skills],
    }
    for entry in entries[kind]:
        if all(_has(entry, *limit.split("=")) for limit in limits):
            yield f"{kind}:{entry.code if kind == 'skill' else entry.id}"


def _has(entry: Any, key: str, value: str) -> bool:
    if key == "topic":
        return value in entry.topics
    if key == "grade":
        return value in grades_of(entry)
    return bool(getattr(entry, key) == value)


def names_of(row: Sequence[Any]) -> Iterator[str]:
    """What a result may be called in the list of what would do."""
    kind, name, uri = row[:3]
    page = uri.partition("#")[0].rstrip("/") or "home"
    if kind in ("guide", "script", "family") and name:
        yield f"guide:{name}"
    elif kind == "safety":
        yield f"step:{name}" if name else "page:safety"
    elif kind == "print":
        sheet = next(one for one in _LONGEST_FIRST if name == one or name.startswith(f"{one}-"))
        yield f"sheet:{sheet}"
        if sheet in ("kit", "slides"):
            yield f"kit:{name.removeprefix(f'{sheet}-')}"
    elif kind in ("grade", "routine", "topic", "purpose", "language"):
        yield f"page:{kind}:{name}"
    elif name:
        yield f"{kind}:{name}"
    else:
        yield f"page:{page}"
    if "#" not in uri:
        yield f"page:{page}"


def values_of(source: Toolkit, language: str) -> dict[str, Any]:
    """The search index of the whole toolkit in one language, its printed pieces among them, without setting those."""
    toolkit = in_language(source, "" if language == source.language else language)
    sheets = render_sheets(toolkit, Print(paper=toolkit.school.paper), source)
    same = ("kind", "uri", "name", "about", "language", "paper", "guide", "grade", "piece", "is_for_staff")
    printed = [
        PrintedSheet(
            **{key: getattr(sheet, key) for key in same}, pages=1, key="", picture_key="", pdf=b"", picture=b""
        )
        for sheet in sheets
    ]
    site = Site(toolkit, (), printed)
    pages = [*render_indexes(site), *(page for guide in toolkit.guides for page in render_guide(site, guide))]
    start = "" if language == source.language else "../"
    links = [
        {
            "code": code,
            "name": toolkit.school.language_name(code),
            "folder": start + ("" if code == source.language else f"{code}/"),
        }
        for code in toolkit.school.languages
    ]
    words = words_for(toolkit)
    script = search_script(toolkit.synonyms, pages, words, language_entries(links, words, True)).content.decode()
    values: dict[str, Any] = json.loads(
        script.removeprefix('toolkit.take("search-entries",').rstrip().removesuffix(")")
    )
    found = [*((page.uri, entry) for page in pages for entry in page.search), *language_entries(links, words, True)]
    texts = {(uri, entry.anchor, entry.title): f"{entry.title} {entry.labels} {entry.text}" for uri, entry in found}
    rows = ask(values, (), "rows")
    values["rows"] = rows
    values["texts"] = [texts[uri.partition("#")[0], uri.partition("#")[2], title] for _, _, uri, title, _ in rows]
    return values


def ask(values: dict[str, Any], queries: Iterable[Query], task: str = "find", **more: Any) -> Any:
    """What the readers' own scripts answer, run in Node: for each query the positions of results, best first."""
    names = [sorted(set(names_of(row))) for row in values.get("rows", ())]
    asked = [{"text": query.text, "wanted": sorted(query.wanted), "half": query.half} for query in queries]
    order = json.dumps({"task": task, "values": values, "queries": asked, "names": names, "most": MOST, **more})
    done = subprocess.run(["node", str(SCRIPT)], input=order, capture_output=True, text=True, check=True)
    sys.stderr.write(done.stderr)
    return json.loads(done.stdout)


def score(values: dict[str, Any], queries: Sequence[Query], answers: Sequence[Sequence[int]]) -> tuple[float, float]:
    """Recall at 3 and the mean reciprocal rank, of queries for something that is there."""
    ranks = []
    for query, answer in zip(queries, answers, strict=True):
        if query.wanted:
            hits = (at for at, one in enumerate(answer, 1) if query.wanted.intersection(names_of(values["rows"][one])))
            ranks.append(next(hits, None))
    count = max(1, len(ranks))
    return (
        sum(rank is not None and rank <= 3 for rank in ranks) / count,
        sum(1 / rank for rank in ranks if rank) / count,
    )


def untuned(values: dict[str, Any]) -> Callable[[str], list[int]]:
    """BM25 as textbooks have it (k1 = 1.2, b = 0.75), over all words of an entry, none of them cut."""
    texts = [_plain_words(text) for text in values["texts"]]
    usual = sum(map(len, texts)) / len(texts)
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for position, words in enumerate(texts):
        for word, times in Counter(words).items():
            places[word].append((position, times))

    def find(text: str) -> list[int]:
        sums: dict[int, float] = defaultdict(float)
        for word in _plain_words(text):
            held = places.get(word, [])
            rarity = math.log(1 + (len(texts) - len(held) + 0.5) / (len(held) + 0.5))
            for position, times in held:
                size = len(texts[position]) / usual
                sums[position] += rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * size))
        return sorted(sums, key=lambda position: (-sums[position], position))[:MOST]

    return find


def _plain_words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()


def main(*tasks: str) -> None:
    """Prints the measure of each language, or, for the task `fit`, better weights."""
    source, _ = load_toolkit(Folders(ROOT))
    queries = read_queries(QUERIES, source)
    languages = list(dict.fromkeys(query.language for query in queries))
    if "fit" in tasks:
        sys.stdout.write(json.dumps(_fit(source, queries, languages), indent=1) + "\n")
        return
    sys.stdout.write(f"{'':12}{'half':10}{'queries':>8}  recall at 3, mean reciprocal rank\n")
    for language in languages:
        values = values_of(source, language)
        asked = [query for query in queries if query.language == language]
        plain = untuned(values)
        ways = {
            "ours": ask(values, asked)["found"],
            "plain BM25": [plain(query.text) for query in asked],
            "Material": ask(values, asked, "lunr", script=str(_LUNR))["found"],
        }
        for half in HALVES:
            chosen = [at for at, query in enumerate(asked) if query.half == half]
            line = []
            for way, answers in ways.items():
                recall, rank = score(values, [asked[at] for at in chosen], [answers[at] for at in chosen])
                line.append(f"{way} {recall:.3f} {rank:.3f}")
            sys.stdout.write(f"{language:12}{half:10}{len(chosen):8}  {'   '.join(line)}\n")


def _fit(source: Toolkit, queries: Sequence[Query], languages: Iterable[str]) -> Any:
    tuned = yaml.safe_load(TUNED.read_text(encoding="utf-8"))
    training = [
        *(query for query in queries if query.half == "training" and query.wanted),
        *(Query(str(one["query"]), "en", frozenset(one["want"]), "training") for one in tuned),
    ]
    sites = [
        {
            "values": (values := values_of(source, language)),
            "names": [sorted({*names_of(row), f"{row[0]}/{row[1]}"}) for row in values["rows"]],
            "queries": [
                {"text": query.text, "wanted": sorted(query.wanted)} for query in training if query.language == language
            ],
        }
        for language in languages
    ]
    order = json.dumps({"task": "fit", "sites": sites})
    done = subprocess.run(["node", str(SCRIPT)], input=order, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
