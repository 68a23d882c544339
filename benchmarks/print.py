"""How long printing takes: the starter's sheets with Typst on one core, and one handout beside WeasyPrint and Chromium.

    make benchmark

WeasyPrint and Chromium get the handout as HTML with the same texts, fonts and layout in outline; each engine makes the
handouts of several guides, so that none gains from a text seen before. Figures are milliseconds, medians.
"""

import os

# Before Typst starts its threads.
os.environ["RAYON_NUM_THREADS"] = "1"

import shutil
import statistics
import time
from collections import defaultdict
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.outputs import Sheet
from toolkit_builder.pdf import compile_pdf, count_pages
from toolkit_builder.sheets import Print, render_sheets

ROOT = Path(__file__).resolve().parent.parent


def words(nodes: list[dict[str, object]]) -> str:
    return "".join(escape(str(node.get("v", ""))) or words(node.get("c", [])) for node in nodes)  # type: ignore[arg-type]


def handout_html(sheet: Sheet) -> str:
    """The fridge handout as HTML for the other two engines."""
    cards = "".join(
        f"<section><h2>{escape(one['title'])}</h2><p>{escape(one['routine'])}, {one['minutes']} min</p>"
        f"<ol>{''.join(f'<li>{words(step)}</li>' for step in one['steps'])}</ol>"
        f"<p><b>Ask</b> <i>{' '.join(map(words, one['ask']))}</i></p></section>"
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


def median_ms(seconds: list[float]) -> float:
    return 1000 * statistics.median(seconds)


def timed(seconds: list[float], start: float) -> None:
    seconds.append(time.perf_counter() - start)


def main() -> None:
    toolkit, _ = load_toolkit(Folders(ROOT))
    logo = (ROOT / "docs" / toolkit.school.logo.file).read_bytes()
    sheets = render_sheets(toolkit, Print(paper="letter", site_url="https://visits.maplestreet.example/", logo=logo))
    compile_pdf(sheets[0])  # Fonts are read once a process.
    by_kind: dict[str, list[float]] = defaultdict(list)
    short: list[float] = []
    for sheet in sheets:
        start = time.perf_counter()
        pdf = compile_pdf(sheet)
        timed(by_kind[sheet.kind], start)
        if count_pages(pdf) <= 2:
            short.append(by_kind[sheet.kind][-1])
    print("Typst, one core, cold; median by kind")
    for kind, seconds in by_kind.items():
        print(f"  {kind:12} {len(seconds):4} sheets {median_ms(seconds):8.1f} ms")
    print(f"  one or two pages: {len(short)} sheets, median {median_ms(short):.1f} ms")

    handouts = [sheet for sheet in sheets if sheet.kind == "handout"][:8]
    pages_html = [handout_html(sheet) for sheet in handouts]
    results: dict[str, list[float]] = {"Typst": by_kind["handout"][: len(handouts)], "WeasyPrint": [], "Chromium": []}
    try:
        from weasyprint import HTML  # noqa: PLC0415, a peer that only this needs
    except (ImportError, OSError) as error:
        print(f"WeasyPrint is left out: {error}")
    else:
        for html in pages_html:
            start = time.perf_counter()
            HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
            timed(results["WeasyPrint"], start)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for html in pages_html:
            start = time.perf_counter()
            page.set_content(html)
            page.pdf(format="Letter", tagged=True)
            timed(results["Chromium"], start)
        browser.close()
    print(f"The same {len(handouts)} handouts, browser already open")
    for engine, seconds in results.items():
        if seconds:
            ratio = median_ms(seconds) / median_ms(results["Typst"])
            print(f"  {engine:12} {median_ms(seconds):8.1f} ms  {ratio:5.1f} x")


if __name__ == "__main__":
    main()
