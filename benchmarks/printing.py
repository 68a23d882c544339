"""How long printing takes: the toolkit's sheets with Typst on one core, and handouts beside WeasyPrint and Chromium.

Each engine makes the handouts of several guides, so that none gains from a text seen before.
"""

import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from html import escape
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from toolkit_builder.binding import count_pages
from toolkit_builder.cache import Cache
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.outputs import Sheet
from toolkit_builder.pdf import compile_pdf, compile_sheet, fingerprint
from toolkit_builder.sheets import Print, render_sheets

from .machine import chromium
from .tables import format_ratio, format_table


@dataclass(frozen=True, slots=True)
class Printing:
    """Seconds of each sheet, cold, by kind, and of those of one or two pages; seconds of each handout by engine."""

    kinds: Mapping[str, Sequence[float]]
    short: Sequence[float]
    engines: Mapping[str, Sequence[float]]


def _words(nodes: list[dict[str, object]]) -> str:
    return "".join(escape(str(node.get("v", ""))) or _words(node.get("c", [])) for node in nodes)  # type: ignore[arg-type]


def _handout_html(sheet: Sheet) -> str:
    """The fridge handout as HTML for the other two engines, with the same texts, fonts and layout in outline."""
    cards = "".join(
        f"<section><h2>{escape(one['title'])}</h2><p>{escape(one['routine'])}, {one['minutes']} min</p>"
        f"<ol>{''.join(f'<li>{_words(step)}</li>' for step in one['steps'])}</ol>"
        f"<p><b>Ask</b> <i>{' '.join(map(_words, one['ask']))}</i></p></section>"
        for one in sheet.values["chosen"]
    )
    color = sheet.values["colors"]["header"]
    return (
        f"<!doctype html><html lang=en><title>{escape(sheet.title)}</title><style>@page{{size:Letter;margin:.7in}}"
        f"body{{font:16pt 'Noto Sans',sans-serif}}header{{background:{color};color:#fff;padding:12pt}}"
        "section{border:1px solid #ccc;border-radius:5pt;padding:10pt;margin:10pt 0}</style>"
        f"<header><h1>Try this at home</h1>{escape(sheet.values['school']['name'])}</header>{cards}"
        f"<div style='width:1in'>{sheet.images['qr.svg']}</div></html>"
    )


def _seconds(make: Callable[[], object]) -> float:
    start = time.perf_counter()
    make()
    return time.perf_counter() - start


def _with_weasyprint(pages: Sequence[str]) -> list[float]:
    try:
        from weasyprint import HTML  # noqa: PLC0415, a peer that only this needs
    except (ImportError, OSError):
        # The package is missing, or one of the system's libraries that it needs.
        return []
    return [_seconds(lambda: HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")) for html in pages]  # noqa: B023


def _with_chromium(pages: Sequence[str]) -> list[float]:
    """Chromium's times, once it is open."""
    program = chromium()
    if not program:
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()

        def write(html: str) -> None:
            page.set_content(html)
            page.pdf(format="Letter", tagged=True)

        return [_seconds(lambda: write(html)) for html in pages]  # noqa: B023


def _use_one_core() -> None:
    os.environ["RAYON_NUM_THREADS"] = "1"


def _measure(source: Path, handouts: int) -> Printing:
    toolkit, _ = load_toolkit(Folders(source))
    logo = (source / "docs" / toolkit.school.logo.file).read_bytes()
    sheets = render_sheets(toolkit, Print(paper="letter", site_url="https://visits.maplestreet.example/", logo=logo))
    compile_pdf(sheets[0])  # Fonts are read once a process.
    kinds: dict[str, list[float]] = defaultdict(list)
    short = []
    # The binder takes in the guides' PDFs, which are there by then.
    with TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        for sheet in sheets:
            start = time.perf_counter()
            pdf = compile_sheet(sheet, (), cache)
            kinds[sheet.kind].append(time.perf_counter() - start)
            if not isinstance(pdf, bytes):
                raise ValueError(f"{sheet.uri} cannot be set: {pdf}")
            if count_pages(pdf) <= 2:
                short.append(kinds[sheet.kind][-1])
            if sheet.kind == "guide":
                cache.write(fingerprint(sheet), pdf)
    pages = [_handout_html(sheet) for sheet in sheets if sheet.kind == "handout"][:handouts]
    engines = {
        "Typst": kinds["handout"][:handouts],
        "WeasyPrint": _with_weasyprint(pages),
        "Chromium": _with_chromium(pages),
    }
    return Printing(dict(kinds), short, engines)


def measure_printing(source: Path, handouts: int) -> Printing:
    """Prints the toolkit in `source` in its first language on one core, and so many handouts with each engine."""
    # Typst starts its threads once a process: this one has no other work.
    with ProcessPoolExecutor(1, get_context("spawn"), _use_one_core) as alone:
        return alone.submit(_measure, source, handouts).result()


def _median_ms(seconds: Sequence[float]) -> str:
    return f"{1000 * statistics.median(seconds):.1f} ms"


def format_kinds(printing: Printing) -> str:
    """The table of what a sheet of each kind takes."""
    found = {**printing.kinds, "all of one or two pages": printing.short}
    rows = [[kind, str(len(seconds)), _median_ms(seconds)] for kind, seconds in found.items()]
    return format_table(["sheets", "number", "median"], rows)


def format_engines(printing: Printing) -> str:
    """The table of the same handouts with each engine."""
    typst = statistics.median(printing.engines["Typst"])
    rows = [
        [engine, _median_ms(seconds), format_ratio(statistics.median(seconds), typst)]
        if seconds
        else [engine, "not installed", ""]
        for engine, seconds in printing.engines.items()
    ]
    return format_table(["handouts", "median", "to Typst"], rows)
