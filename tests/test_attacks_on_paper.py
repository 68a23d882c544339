"""Nothing that stands in YAML runs while a PDF is made, nor in the PDF; and no letter of it is lost."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import Sheet, SheetKind
from toolkit_builder.sheets import KINDS, Print, render_sheets

from .attacks import (
    ATTACKS,
    HARMLESS,
    PLAIN,
    Attack,
    lost,
    needles,
    school,
    squeezed,
)
from .cases import BASE
from .printed import print_sheets

LOGO = (BASE / "assets" / "logo.svg").read_bytes()
# Letters of which no font of the toolkit knows the form.
UNPRINTABLE = "[\ufeff\uff1c\ue000\U0001f600\u4e2d]"
OTHER_KINDS: list[SheetKind] = [kind for kind in KINDS if kind != "guide"]
DANGEROUS = {
    "/JS",
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/RichMedia",
}
DANGEROUS |= {"/GoToR", "/GoToE", "/AA", "/OpenAction", "/AcroForm", "/Movie", "/Sound", "/Rendition"}


def print_letters(pdf: bytes) -> str:
    """What a reader takes out of a PDF, without blanks, hyphens, and the foot of each page."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded(0, 50, page.get_width(), page.get_height()) for page in document]
    document.close()
    return on_paper("".join(texts))


def on_paper(text: str) -> str:
    return re.sub("[\u200b\u00ad\u0002\ufffe-]+", "", squeezed(text))


def sheets_of(toolkit: Toolkit, attack: Attack) -> list[Sheet]:
    """Sheets of a toolkit of one guide, in which everything is this attack."""
    guide = toolkit.guides_by_id[f"guide-{attack.number}"]
    own = replace(
        toolkit,
        school=school(attack.without_slots()),
        guides=(guide,),
        prompts=tuple(prompt for prompt in toolkit.prompts if prompt.id in guide.prompts),
        activities=tuple(activity for activity in toolkit.activities if activity.id in guide.activities),
        facts=tuple(fact for fact in toolkit.facts if fact.id in guide.facts),
        inserts=tuple(one for one in toolkit.inserts if one.id == f"insert-{attack.number}"),
        kit=tuple(piece for piece in toolkit.kit if piece.id == f"kit-{attack.number}"),
        protocol=tuple(step for step in toolkit.protocol if step.id == f"step-{attack.number}"),
        glossary=tuple(term for term in toolkit.glossary if term.term == attack.title),
    )
    turn, rest = divmod(attack.number, 3)
    kinds: list[SheetKind] = ["guide", *([OTHER_KINDS[turn % len(OTHER_KINDS)]] if rest == 0 else [])]
    return render_sheets(own, Print(paper="letter", site_url="https://x.example/", logo=LOGO, kinds=kinds))


def test_attacks_are_printed_as_words(attacked_toolkit: Toolkit) -> None:
    """Of every attack the whole guide, of every third another kind of sheet in turn; the attack is in the school too.

    Nothing in a PDF runs, sends or holds another file; links lead where pages may; words come out letter by letter.
    """
    sheets = [sheet for attack in [HARMLESS, *ATTACKS] for sheet in sheets_of(attacked_toolkit, attack)]
    printed, findings, odd = print_sheets(sheets)

    assert {finding.code for finding in findings} <= {"too-long-to-print"}
    assert "\U0001f600" in odd
    missing = {sheet.guide for sheet in sheets} - {made.guide for made in printed}
    unprintable = {f"guide-{attack.number}" for attack in ATTACKS if re.search(UNPRINTABLE, attack.typed)}
    assert missing == unprintable
    assert {made.kind for made in printed} == {"guide", *OTHER_KINDS}
    texts = {made.guide: print_letters(made.pdf) for made in printed if made.kind == "guide"}

    def counts(attack: Attack) -> list[int]:
        text = texts[f"guide-{attack.number}"]
        return [text.count(on_paper(needle)) for needle in needles(attack)]

    pages = {one.guide: one.pages for one in printed if one.kind == "guide"}
    control = counts(HARMLESS)
    assert min(control) > 0
    for attack in PLAIN:
        # Readers of a PDF take text that turns around in another order.
        if f"guide-{attack.number}" in texts and not re.search("[\u202a-\u202e\u2066-\u2069\ufdfa]", attack.typed):
            assert not lost(attack, counts(attack), control, pages[f"guide-{attack.number}"]), attack
    links = set()
    for one in printed:
        with pikepdf.open(BytesIO(one.pdf)) as pdf:
            for thing in pdf.objects:
                for key, value in entries_of(thing):
                    assert key not in DANGEROUS, one.guide
                    assert key not in ("/S", "/Subtype", "/Type") or str(value) not in DANGEROUS, one.guide
                    if key == "/URI":
                        links.add(str(value))
    assert len(links) > 3
    assert [link for link in links if not re.match("(https?|mailto|tel):", link)] == []


def entries_of(thing: Any) -> Iterator[tuple[str, Any]]:
    """Every key of a PDF's object and of what it holds directly, with its value."""
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in thing.items():
            yield key, value
            if not getattr(value, "is_indirect", False):
                yield from entries_of(value)
    elif isinstance(thing, pikepdf.Array):
        for inner in thing:
            if not getattr(inner, "is_indirect", False):
                yield from entries_of(inner)
