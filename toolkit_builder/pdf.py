"""Sheet -> PDF. The only module that knows Typst. Same input, same bytes, on every machine.

A PDF/UA-1 file or none: Typst refuses to make one without title, tags or alternative texts. Its warnings are faults of
ours, because text can vanish with one. A sheet with a letter that no font can show is not made.

Other processes do the work, each with a compiler that has read its fonts once. This one stays without Typst's threads,
so that a copy of it can be had.
"""

import hashlib
import json
import os
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import typst

from .binding import bind, count_pages
from .cache import NOTHING_KEPT, Cache
from .clusters import join_clusters
from .diagnostics import Diagnostic
from .fonts import (
    families,
    font_dirs,
    font_packages,
    fonts_key,
    is_printable,
    letters_of,
    line_room,
    package_name,
    stacks_letters,
)
from .outputs import OutputFile, Picture, PrintedSheet, Sheet
from .resources import templates_dir
from .workers import can_fork, processes

_TOO_LONG = re.compile(r"panicked with: too-long:([\w-]+)")
_NO_GLYPH = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.+?)"`')
_NUMBER = re.compile(r"\\u\{([0-9a-f]+)\}")


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def _own_families(own: tuple[Path, ...]) -> list[str]:
    """What Typst calls the families of a school's own fonts."""
    known = _fonts(font_dirs(own)).fonts() if own else []
    return [one.family for one in known if one.path and Path(one.path) in own]


class _Compilers(threading.local):
    """One compiler a thread: it refuses to be shared. The last is kept, with its fonts."""

    _folders: tuple[str, ...] = ()
    _made: typst.Compiler | None = None

    def with_fonts(self, own: tuple[Path, ...]) -> typst.Compiler:
        """The compiler with the packages' fonts and a school's `own`."""
        folders = font_dirs(own)
        if self._made is None or self._folders != folders:
            self._folders, self._made = folders, typst.Compiler(font_paths=_fonts(folders))
        return self._made


_compilers = _Compilers()


@cache
def _templates(own: tuple[Path, ...]) -> dict[str, bytes]:
    """The Typst files by name; of the same name, that of the highest layer wins."""
    folders = [folder / "sheets" for folder in (templates_dir(), *reversed(own))]
    return {file.name: file.read_bytes() for folder in folders if folder.is_dir() for file in folder.glob("*.typ")}


def _languages(sheet: Sheet | Picture) -> tuple[str, ...]:
    """The languages of what stands on it."""
    return (sheet.language, sheet.source) if sheet.source else (sheet.language,)


def _inputs(sheet: Sheet | Picture, own_templates: tuple[Path, ...]) -> dict[str, bytes]:
    images = {name: svg.encode() for name, svg in sheet.images.items()}
    form = sheet.kind if isinstance(sheet, Sheet) else sheet.form
    main = f'#include "{form}.typ"'.encode()
    values = {
        **sheet.values,
        "fonts": families(*_languages(sheet), own=_own_families(sheet.fonts)),
        "stacks": stacks_letters(sheet.language),
        "room": line_room(sheet.language),
    }
    if isinstance(sheet, Picture):
        values |= {"width": sheet.width, "height": sheet.height}
    return {
        **_templates(own_templates),
        **images,
        "data.json": _json(values),
        "main.typ": main,
    }


def _json(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()


@cache
def toolchain() -> str:
    """What PDFs and pictures are made with."""
    return " ".join(f"{name} {version(name)}" for name in ("typst", "pypdfium2", *map(package_name, font_packages())))


def fingerprint(sheet: Sheet | Picture, own_templates: tuple[Path, ...] = ()) -> str:
    """The hash of all that goes into a PDF or a picture: values, images, templates, fonts, Typst's version."""
    day = sheet.day if isinstance(sheet, Sheet) else "picture"
    digest = hashlib.sha256(f"{toolchain()} {day}".encode())
    digest.update(fonts_key(sheet.fonts).encode())
    for name, content in sorted(_inputs(sheet, own_templates).items()):
        digest.update(f"{name} {len(content)} ".encode())
        digest.update(content)
    for one in sheet.bound if isinstance(sheet, Sheet) else ():
        digest.update((one.key if isinstance(one, PrintedSheet) else fingerprint(one, own_templates)).encode())
    return digest.hexdigest()


def compile_pdf(sheet: Sheet, own_templates: tuple[Path, ...] = ()) -> bytes:
    """The sheet as a PDF/UA-1 file, dated by its content.

    Raises typst.TypstError where Typst refuses, and ValueError for a warning of its.
    """
    day = datetime(sheet.day.year, sheet.day.month, sheet.day.day, tzinfo=UTC)
    # The stubs do not tell of files given by name.
    compiler: Any = _compilers.with_fonts(sheet.fonts)
    pdf, warnings = compiler.compile_with_warnings(
        _inputs(sheet, own_templates), pdf_standards=["ua-1"], timestamp=int(day.timestamp())
    )
    if warnings:
        raise ValueError(f"{sheet.uri}: {[warning.message for warning in warnings]}")
    made: bytes = pdf
    return join_clusters(made) if any(map(stacks_letters, _languages(sheet))) else made


def _as_drawn(sheet: Sheet) -> Sheet:
    """The sheet as its small picture shows it, where that is for all schools that share a library."""
    values = {**sheet.values, **sheet.drawn}
    # A binder's first page is its cover, and nothing else of it is drawn.
    values |= {"parts": []} if sheet.kind == "binder" else {}
    images = {name: svg for name, svg in sheet.images.items() if name.startswith("icons/")}
    return replace(sheet, values=values, images=images, bound=())


def odd_letters(sheet: Sheet) -> str:
    """Letters on the sheet that no font has, in their order in Unicode."""
    letters = letters_of(*_languages(sheet), own=sheet.fonts)
    return "".join(sorted(letter for letter in {*"".join(_strings(sheet.values))} if not is_printable(letter, letters)))


def _strings(value: object) -> Iterator[str]:
    """Each text among a sheet's values; not what is there for machines, such as a link's address."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in ("h", "url", "logo"):
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def compile_sheet(
    sheet: Sheet, own_templates: tuple[Path, ...] = (), cache: Cache = NOTHING_KEPT
) -> bytes | list[Diagnostic] | str:
    """The sheet's PDF, or all that in the author's texts stands in its way: findings, or letters that no font has.

    What it binds is taken from the `cache` where it is there. Raises typst.TypstError for a fault of a template's, and
    ValueError for a warning of Typst's.
    """
    bound: list[bytes] = []
    for one in sheet.bound:
        if isinstance(one, PrintedSheet):
            bound.append(one.pdf)
            continue
        made = cache.read(fingerprint(one, own_templates)) or compile_sheet(one, own_templates)
        if not isinstance(made, bytes):
            return made
        bound.append(made)
    values = {**sheet.values, "parts": _with_pages(sheet.values["parts"], bound)} if bound else sheet.values
    reported: list[str] = []
    findings: list[Diagnostic] = []
    while True:
        try:
            pdf = compile_pdf(replace(sheet, values={**values, "reported": reported}), own_templates)
        except typst.TypstError as error:
            if found := _TOO_LONG.search(str(error)):
                reported.append(found[1].strip())
                findings.append(_too_long(sheet, reported[-1]))
            elif found := _NO_GLYPH.search(str(error)):
                # Typst names the first only. One that a font has may still be missing in its bold cut.
                first = _NUMBER.sub(lambda number: chr(int(number[1], 16)), found[1])
                return findings or odd_letters(sheet) or first
            else:
                raise
        else:
            return findings or (bind(pdf, bound) if bound else pdf)


def _with_pages(parts: Sequence[Mapping[str, Any]], bound: Iterable[bytes]) -> list[dict[str, Any]]:
    """The parts of a binder, whose guides are told how many pages they have."""
    counts = map(count_pages, bound)
    return [{**part, "guides": [{**guide, "pages": next(counts)} for guide in part["guides"]]} for part in parts]


def _too_long(sheet: Sheet, key: str) -> Diagnostic:
    return Diagnostic(
        "too-long-to-print",
        f"this does not fit on the sheet '{sheet.values['kind']}', not even in small type",
        sheet.places[key],
        hint="say it in fewer words",
    )


# --- Many at a time ---

Unset = list[Diagnostic] | str
"""What stands in the way of a sheet: findings, or letters that no font has."""
_AHEAD = 400
"""How many pieces are handed out before the first is taken back."""
_FEW = 8
"""So many pieces are made in this process where another would take a second to start."""
_Work = TypeVar("_Work")
_Made = TypeVar("_Made")


def _workers(is_alone: bool, count: int) -> int:
    return 1 if not is_alone or (count <= _FEW and not can_fork()) else os.cpu_count() or 1


def _spread(
    make: Callable[[_Work], _Made], works: Iterable[tuple[_Work, bool]], workers: int
) -> Iterator[tuple[_Work, _Made]]:
    """Each of `works` with what `make` makes of it, in their order; other processes do those that are much work.

    With one worker, this process does all. Others work while this one comes to what follows.
    """
    waiting: deque[tuple[_Work, Callable[[], _Made]]] = deque()
    with ExitStack() as ending:
        executor: Executor | None = None
        for work, is_much in works:
            if workers == 1 or not is_much:
                waiting.append((work, partial(make, work)))
            else:
                executor = executor or ending.enter_context(processes(workers))
                waiting.append((work, executor.submit(make, work).result))
            if workers == 1 or len(waiting) > _AHEAD:
                first, result = waiting.popleft()
                yield first, result()
        for work, result in waiting:
            yield work, result()


@dataclass(frozen=True, slots=True)
class _Task:
    """A sheet, the names of its PDF and picture in a cache, and what of them is there already."""

    sheet: Sheet
    own_templates: tuple[Path, ...]
    cache: Cache
    key: str
    picture_key: str
    pdf: bytes | None
    picture: bytes | None


def _task(sheet: Sheet, own_templates: tuple[Path, ...], cache: Cache) -> _Task:
    key = fingerprint(sheet, own_templates)
    shown = fingerprint(_as_drawn(sheet), own_templates) if sheet.drawn else key
    picture_key = f"{shown}.png"
    return _Task(sheet, own_templates, cache, key, picture_key, cache.read(key), cache.read(picture_key))


def _set(task: _Task) -> PrintedSheet | Unset:
    """The sheet as a PDF with its picture: what is not there yet is made."""
    sheet, pdf, picture = task.sheet, task.pdf, task.picture
    if pdf is None:
        made = compile_sheet(sheet, task.own_templates, task.cache)
        if not isinstance(made, bytes):
            return made
        pdf = made
        task.cache.write(task.key, pdf)
    if picture is None:
        # Only who prints needs it.
        from .pictures.first_page import draw_first_page  # noqa: PLC0415

        picture = draw_first_page(compile_pdf(_as_drawn(sheet), task.own_templates) if sheet.drawn else pdf)
        task.cache.write(task.picture_key, picture)
    return PrintedSheet(
        kind=sheet.kind,
        uri=sheet.uri,
        name=sheet.name,
        about=sheet.about,
        language=sheet.language,
        paper=sheet.paper,
        guide=sheet.guide,
        pages=count_pages(pdf),
        key=task.key,
        picture_key=task.picture_key,
        pdf=pdf,
        picture=picture,
        grade=sheet.grade,
        piece=sheet.piece,
        is_for_staff=sheet.is_for_staff,
    )


def setting_sheets(
    sheets: Iterable[Sheet],
    own_templates: tuple[Path, ...] = (),
    cache: Cache = NOTHING_KEPT,
    *,
    is_alone: bool = True,
) -> Iterator[PrintedSheet | Unset]:
    """Each of `sheets` as a PDF, in their order, or what stands in its way.

    What is in the `cache` already is not made again. All cores work, unless it is not alone: other processes print.
    """
    count = len(sheets) if isinstance(sheets, Sequence) else _FEW + 1
    tasks = (_task(sheet, own_templates, cache) for sheet in sheets)
    works = ((task, task.pdf is None or task.picture is None) for task in tasks)
    for _, made in _spread(_set, works, _workers(is_alone, count)):
        yield made


def _draw(work: tuple[Picture, tuple[Path, ...]]) -> bytes:
    compiler: Any = _compilers.with_fonts(work[0].fonts)
    # At 72 dots an inch, a point is a pixel.
    png: bytes = compiler.compile(_inputs(*work), format="png", ppi=72.0)
    return png


def render_pictures(
    pictures: Sequence[Picture],
    own_templates: tuple[Path, ...] = (),
    cache: Cache = NOTHING_KEPT,
    *,
    is_alone: bool = True,
) -> list[OutputFile]:
    """All of `pictures` as PNG files, in their order.

    What is in the `cache` already is not made again. All cores work, unless it is not alone: other processes draw.
    """
    keys = {picture.uri: fingerprint(picture, own_templates) for picture in pictures}
    known = {picture.uri: cache.read(keys[picture.uri]) for picture in pictures}
    missing = [picture for picture in pictures if known[picture.uri] is None]
    works = (((picture, own_templates), True) for picture in missing)
    for (picture, _), png in _spread(_draw, works, _workers(is_alone, len(missing))):
        cache.write(keys[picture.uri], png)
        known[picture.uri] = png
    return [OutputFile(uri, png) for uri, png in known.items() if png is not None]
