"""Sheet -> PDF. The only module that knows Typst. Same input, same bytes, on every machine.

A PDF/UA-1 file or none: Typst refuses to make one without title, tags or alternative texts. Its warnings are faults of
ours, because text can vanish with one. A sheet with a letter that no font can show is not made.
"""

import hashlib
import json
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import typst

from .cache import NOTHING_KEPT, Cache
from .diagnostics import Diagnostic
from .fonts import families, font_dirs, font_packages, is_printable, letters_of
from .outputs import OutputFile, Picture, PrintedSheet, Sheet
from .resources import templates_dir

_PICTURE_PPI = 40.0
_TOO_LONG = re.compile(r"panicked with: too-long:([\w-]+)")
_PAGES = re.compile(rb"/Count (\d+)")
_NO_GLYPH = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.+?)"`')
_NUMBER = re.compile(r"\\u\{([0-9a-f]+)\}")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_dirs()))


class _Compilers(threading.local):
    """One compiler a thread: it refuses to be shared."""

    def __init__(self) -> None:
        self.own = typst.Compiler(font_paths=_fonts())


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
    values = {**sheet.values, "fonts": families(*_languages(sheet))}
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
def _toolchain() -> str:
    return " ".join(
        f"{name} {version(name)}" for name in ("typst", *(one.replace("_", "-") for one in font_packages()))
    )


def fingerprint(sheet: Sheet | Picture, own_templates: tuple[Path, ...] = ()) -> str:
    """The hash of all that goes into a PDF or a picture: values, images, templates, fonts, Typst's version."""
    day = sheet.day if isinstance(sheet, Sheet) else "picture"
    digest = hashlib.sha256(f"{_toolchain()} {day}".encode())
    for name, content in sorted(_inputs(sheet, own_templates).items()):
        digest.update(f"{name} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()


def compile_pdf(sheet: Sheet, own_templates: tuple[Path, ...] = ()) -> bytes:
    """The sheet as a PDF/UA-1 file, dated by its content.

    Raises typst.TypstError where Typst refuses, and ValueError for a warning of its.
    """
    day = datetime(sheet.day.year, sheet.day.month, sheet.day.day, tzinfo=UTC)
    # The stubs do not tell of files given by name.
    compiler: Any = _compilers.own
    pdf, warnings = compiler.compile_with_warnings(
        _inputs(sheet, own_templates), pdf_standards=["ua-1"], timestamp=int(day.timestamp())
    )
    if warnings:
        raise ValueError(f"{sheet.uri}: {[warning.message for warning in warnings]}")
    made: bytes = pdf
    return made


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF of Typst's has: it writes the page tree plainly, and the tree's root counts the most."""
    return max(int(count) for count in _PAGES.findall(pdf))


def _as_drawn(sheet: Sheet) -> Sheet:
    """The sheet as its small picture shows it."""
    values = {**sheet.values, **sheet.drawn}
    # A binder's first page is its cover, and pictures of all the others would be thrown away.
    values |= {"parts": []} if sheet.kind == "binder" else {}
    is_shared = bool(sheet.drawn)
    images = {name: svg for name, svg in sheet.images.items() if not is_shared or name.startswith("icons/")}
    return replace(sheet, values=values, images=images)


def _first_page(sheet: Sheet, own_templates: tuple[Path, ...]) -> bytes:
    """The first page as PNG."""
    compiler: Any = _compilers.own
    pages = compiler.compile(_inputs(sheet, own_templates), format="png", ppi=_PICTURE_PPI)
    first: bytes = pages[0] if isinstance(pages, list) else pages
    return first


def odd_letters(sheet: Sheet) -> str:
    """Letters on the sheet that no font has, in their order in Unicode."""
    letters = letters_of(*_languages(sheet))
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


def compile_sheet(sheet: Sheet, own_templates: tuple[Path, ...] = ()) -> bytes | list[Diagnostic] | str:
    """The sheet's PDF, or all that in the author's texts stands in its way: findings, or letters that no font has.

    Raises typst.TypstError for a fault of a template's, and ValueError for a warning of Typst's.
    """
    reported: list[str] = []
    findings: list[Diagnostic] = []
    while True:
        try:
            pdf = compile_pdf(replace(sheet, values={**sheet.values, "reported": reported}), own_templates)
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
            return findings or pdf


def _too_long(sheet: Sheet, key: str) -> Diagnostic:
    return Diagnostic(
        "too-long-to-print",
        f"this does not fit on the sheet '{sheet.values['kind']}', not even in small type",
        sheet.places[key],
        hint="say it in fewer words",
    )


_Made = TypeVar("_Made")


def _kept(cache: Cache, key: str, make: Callable[[], bytes | _Made]) -> bytes | _Made:
    """What the `cache` has under `key`; else what `make` gives, kept there if it is a file's content."""
    known = cache.read(key)
    if known is not None:
        return known
    made = make()
    if isinstance(made, bytes):
        cache.write(key, made)
    return made


def print_sheets(
    sheets: Sequence[Sheet],
    own_templates: tuple[Path, ...] = (),
    cache: Cache = NOTHING_KEPT,
    tell: Callable[[], None] = lambda: None,
    threads: int = 0,
) -> tuple[list[PrintedSheet], list[Diagnostic], str]:
    """All of `sheets` as PDFs, in their order, what stands in the way of others, and letters that no font has.

    Sheets with such letters are left out. What is in the `cache` already is not made again. `tell` is called
    after each sheet. `threads` work at the same time, one a core for 0; they get in each other's way, so one is best
    where other processes print, too.
    """

    def make(sheet: Sheet) -> PrintedSheet | list[Diagnostic] | str:
        def compiled() -> bytes | list[Diagnostic] | str:
            return compile_sheet(sheet, own_templates)

        pdf: bytes | list[Diagnostic] | str = _kept(cache, fingerprint(sheet, own_templates), compiled)
        if not isinstance(pdf, bytes):
            return pdf
        drawn = _as_drawn(sheet)
        picture = _kept(cache, f"{fingerprint(drawn, own_templates)}.png", lambda: _first_page(drawn, own_templates))
        tell()
        return PrintedSheet(sheet, pdf, count_pages(pdf), picture)

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as executor:
        results = list(executor.map(make, sheets))
    printed = [result for result in results if isinstance(result, PrintedSheet)]
    findings = [finding for result in results if isinstance(result, list) for finding in result]
    return printed, findings, "".join(dict.fromkeys("".join(result for result in results if isinstance(result, str))))


def render_pictures(
    pictures: Sequence[Picture], own_templates: tuple[Path, ...] = (), cache: Cache = NOTHING_KEPT
) -> list[OutputFile]:
    """All of `pictures` as PNG files, in their order; all cores are used.

    What is in the `cache` already is not made again.
    """

    def draw(picture: Picture) -> bytes:
        compiler: Any = _compilers.own
        # At 72 dots an inch, a point is a pixel.
        png: bytes = compiler.compile(_inputs(picture, own_templates), format="png", ppi=72.0)
        return png

    def make(picture: Picture) -> OutputFile:
        return OutputFile(picture.uri, _kept(cache, fingerprint(picture, own_templates), lambda: draw(picture)))

    with ThreadPoolExecutor(os.cpu_count() or 1) as executor:
        return list(executor.map(make, pictures))
