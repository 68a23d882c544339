"""Letters that stand above, below or before each other come out of a PDF once, as they were written.

Where a sign is raised, as over many Thai or Khmer letters, Typst ends the run of text and begins another. Both runs
carry the whole cluster, so whoever reads the PDF meets it two or three times. Here what belongs to one cluster is put
into one piece again, with its text (`ActualText`); nothing moves on the paper. What is read here is what Typst writes:
runs in `q ... cm BT ... ET Q`, two bytes a glyph, a font's texts in `bfchar` lists, and a text of its own for each
cluster that has several glyphs. Source: ISO 32000-1, 9.4 and 14.9.4; Typst's issue 4225 and krilla's 411 are this.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, dropwhile, takewhile
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Matrix, Name, Operator, Page, String

_LIST = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_NEAR = 0.01
"""Points that make no difference: so near to each other, readers may round to either side."""
_Step = Any
"""One instruction of a page: pikepdf has a class for each kind of them, with the same `operands` and `operator`."""


@dataclass(frozen=True, slots=True)
class _Font:
    texts: Mapping[int, str]
    """What each glyph stands for."""
    widths: Mapping[int, float]
    """How far each leads on, in thousandths of the size."""


@dataclass(slots=True)
class _Cluster:
    """The last cluster that was shown; its glyphs may go on in the next run."""

    text: str
    tail: str
    """Of its text, the last part that stands for itself."""
    font: str
    first: int
    """Its first glyph: the same cluster, written twice, starts with it anew; what goes on does not."""
    place: Matrix
    """From its run to the page."""
    end: int
    """The step in which it ends."""
    said: tuple[int, int] | None = None
    """Where its own text is begun, as a step and a place in it; nowhere for the last glyph of what a step shows."""
    reach: float = 0.0
    """Where the origin of the rightmost sign lies that was moved to it, in its run."""
    pen: float = 0.0
    """How far its last glyph has led on, in its run."""
    base: int = 0
    """Its first glyph, where it has a text of its own."""


@dataclass(slots=True)
class _State:
    """Where the reading of a page stands."""

    place: Matrix = field(default_factory=Matrix)
    kept: list[Matrix] = field(default_factory=list)
    font: str = ""
    size: Any = 0
    matrix: Matrix = field(default_factory=Matrix)
    led: float = 0.0
    """How far what was shown has led on from `matrix`, in thousandths of the size."""
    marks: list[str | None] = field(default_factory=list)
    """The open marks, the innermost last; of one with a text of its own, the text."""
    opened: int = -1
    """The step that opened the innermost text, while nothing of it is shown."""
    is_new_run: bool = False
    last: _Cluster | None = None


def join_clusters(pdf: bytes) -> bytes:
    """The PDF, in whose text each cluster of letters stands once. Same input, same bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        # Typst takes all Punjabi, Sindhi and Kashmiri for languages that are read from the right, and PDFium turns
        # their words round. Scripts that stack letters are read from the left.
        if "/Direction" in opened.Root.get("/ViewerPreferences", {}):
            opened.Root.ViewerPreferences.Direction = Name.L2R
        for page in opened.pages:
            joined = _Joined(page)
            if joined.is_changed:
                page.Contents = opened.make_stream(pikepdf.unparse_content_stream(joined.all_steps()))
        out = io.BytesIO()
        opened.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _fonts(page: Page) -> dict[str, _Font]:
    fonts: Any = page.obj.Resources.get("/Font", {})
    return {name: _Font(_texts(font), _widths(font.DescendantFonts[0])) for name, font in fonts.items()}


def _texts(font: Any) -> dict[int, str]:
    pairs = (pair for found in _LIST.findall(font.ToUnicode.read_bytes()) for pair in _PAIR.findall(found))
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _widths(font: Any) -> dict[int, float]:
    """The widths of a font's glyphs: `first [width ...]` or `first last width`, again and again."""
    widths: dict[int, float] = {}
    rest = iter(font.get("/W", ()))
    for first in rest:
        second = next(rest)
        if isinstance(second, Array):
            widths |= {int(first) + number: float(width) for number, width in enumerate(second)}
        else:
            width = float(next(rest))
            widths |= dict.fromkeys(range(int(first), int(second) + 1), width)
    return widths


def _glyphs(shown: Sequence[Any]) -> list[int]:
    found = (bytes(one) for one in shown if isinstance(one, String))
    return [int.from_bytes(one[at : at + 2]) for one in found for at in range(0, len(one), 2)]


def _split(shown: Sequence[Any], count: int) -> tuple[list[Any], list[Any]]:
    """What is shown, cut after its first `count` glyphs."""
    head: list[Any] = []
    rest = list(shown)
    while count and rest:
        one = rest.pop(0)
        if not isinstance(one, String):
            head.append(one)
            continue
        letters = bytes(one)
        head.append(String(letters[: 2 * count]))
        if len(letters) > 2 * count:
            rest.insert(0, String(letters[2 * count :]))
        count -= min(count, len(letters) // 2)
    return head, rest


def _kerned(shown: Sequence[Any]) -> float:
    """How far numbers lead on before the first glyph."""
    return -sum(float(one) for one in takewhile(lambda one: not isinstance(one, String), shown))


def _step(operator: str, *operands: Any) -> _Step:
    return ContentStreamInstruction(list(operands), Operator(operator))


def _said(text: str) -> _Step:
    return _step("BDC", Name.Span, Dictionary(ActualText=String(text)))


class _Joined:
    """The steps of a page, in which what goes on in another run has moved to the piece that it belongs to."""

    def __init__(self, page: Page) -> None:
        self.is_changed = False
        self._fonts = _fonts(page)
        self._steps: list[list[_Step]] = []
        self._now = _State()
        for step in pikepdf.parse_content_stream(page):
            self._steps.append([step])
            self._read(step)

    def all_steps(self) -> list[_Step]:
        """All steps, in their order."""
        return list(chain.from_iterable(self._steps))

    def _read(self, step: _Step) -> None:
        now, operands = self._now, step.operands
        match str(step.operator):
            case "q":
                now.kept.append(now.place)
            case "Q":
                now.place = now.kept.pop()
            case "cm":
                now.place = Matrix(*map(float, operands)) @ now.place
            case "BT":
                now.is_new_run = True
            case "Tf":
                now.font, now.size = str(operands[0]), operands[1]
            case "Tm":
                now.matrix, now.led = Matrix(*map(float, operands)), 0.0
            case "BDC" | "BMC":
                said = operands[1].get("/ActualText") if isinstance(operands[-1], Dictionary) else None
                now.marks.append(None if said is None else str(said))
                now.opened = -1 if said is None else len(self._steps) - 1
            case "EMC":
                if now.marks.pop() is not None and now.last and now.last.end < 0:
                    now.last.end = len(self._steps) - 1
            case "Tj":
                self._show([operands[0]])
            case "TJ":
                self._show(list(operands[0]))

    def _show(self, shown: list[Any]) -> None:
        """Takes in what the last step shows: what belongs to the cluster before moves there."""
        now = self._now
        said = now.marks[-1] if now.marks else None
        texts = self._fonts[now.font].texts
        while glyphs := _glyphs(shown):
            text = texts.get(glyphs[0], "") if said is None else said
            goes_on = self._goes_on(text, glyphs[0])
            now.is_new_run = False
            if not goes_on and not self._is_overtaken(shown):
                break
            shown = self._move(shown, 1 if said is None else len(glyphs), "" if goes_on else text)
        else:
            now.led += self._led(shown)
            return
        self._close(shown)
        if said is None:
            last = glyphs[-1]
            text = texts.get(last, "")
            now.last = _Cluster(text, text, now.font, last, now.place, len(self._steps) - 1)
        elif now.opened >= 0:
            now.last = _Cluster(said, said, now.font, glyphs[0], now.place, -1, (now.opened, 0))
            now.last.pen = self._origin(now.last, self._led(shown)).e
            now.last.base = glyphs[0]
        now.opened = -1
        now.led += self._led(shown)

    def _led(self, shown: Sequence[Any]) -> float:
        widths = self._fonts[self._now.font].widths
        return sum(widths.get(glyph, 0.0) for glyph in _glyphs(shown)) - sum(
            float(one) for one in shown if not isinstance(one, String)
        )

    def _goes_on(self, text: str, glyph: int) -> bool:
        now, last = self._now, self._now.last
        return bool(
            now.is_new_run
            and last
            and len(text) > 1
            and (last.tail, last.font) == (text, now.font)
            and glyph != last.first
        )

    def _is_overtaken(self, shown: Sequence[Any]) -> bool:
        """True for what begins left of a sign of the cluster before.

        PDFium, and with it Chrome, takes the pieces of a line by where they begin, and would meet the sign twice.
        """
        last = self._now.last
        if last is None or not last.reach or last.font != self._now.font:
            return False
        at = self._origin(last, _kerned(shown))
        return 0 <= at.e < last.reach + _NEAR and abs(at.f) < _NEAR

    def _origin(self, last: _Cluster, kerned: float) -> Matrix:
        """From where the next glyph is to the run of `last`."""
        now = self._now
        ahead = (now.led + kerned) * float(now.size) / 1000
        return Matrix(1, 0, 0, 1, ahead, 0) @ now.matrix @ now.place @ last.place.inverse()

    def _move(self, shown: list[Any], count: int, text: str) -> list[Any]:
        """Moves the first `count` glyphs of what is shown to the cluster, with their `text`; gives the rest."""
        now, last = self._now, self._now.last
        assert last is not None
        self.is_changed = True
        head, rest = _split(shown, count)
        moved = self._origin(last, _kerned(head))
        rest = [round(-self._led(head), 4), *rest]
        self._steps[-1] = [_step("TJ", Array(rest))]
        slot, at = last.said or self._give_text(last)
        if text:
            last.text += text
            last.tail, last.first = text, _glyphs(head)[0]
        else:
            last.reach = max(last.reach, moved.e)
        drawn = list(dropwhile(lambda one: not isinstance(one, String), head))
        last.pen = moved.e + self._led(drawn) * float(now.size) / 1000
        self._steps[slot][at] = _said(last.text)
        self._steps[last.end][-1:-1] = [
            _step("Tf", Name(now.font), now.size),
            _step("Tm", *(round(value, 5) for value in moved.shorthand)),
            _step("TJ", Array(drawn)),
        ]
        return rest

    def _close(self, shown: Sequence[Any]) -> None:
        """Ends a cluster where the next begins, with a glyph that is not drawn.

        A sign that stands back over its letter leads on no further than where it stands, and Poppler takes the gap from
        there to the next letter for a blank.
        """
        now, last = self._now, self._now.last
        if last is None or last.said is None or last.end < 0 or last.font != now.font:
            return
        at = self._origin(last, _kerned(shown))
        size = float(now.size)
        start = max(last.reach, last.pen)
        width = self._fonts[now.font].widths.get(last.base, 0.0) * size / 1000
        if abs(at.f) > _NEAR or not 0.02 * size < at.e - start < 2 * size or width <= 0:
            return
        self.is_changed = True
        self._steps[last.end][-1:-1] = [
            _step("Tr", 3),
            _step("Tf", Name(now.font), now.size),
            _step("Tz", round(100 * (at.e - start) / width, 3)),
            _step("Tm", 1, 0, 0, -1, round(start, 5), 0),
            _step("Tj", String(last.base.to_bytes(2))),
            _step("Tz", 100),
            _step("Tr", 0),
        ]

    def _give_text(self, last: _Cluster) -> tuple[int, int]:
        """Gives a text of its own to the last glyph of what a step shows; tells where."""
        (whole,) = self._steps[last.end]
        shown = list(whole.operands[0]) if str(whole.operator) == "TJ" else [whole.operands[0]]
        before, glyph = _split(shown, len(_glyphs(shown)) - 1)
        steps = [_step("TJ", Array(before))] if before else []
        self._steps[last.end] = [*steps, _said(last.text), _step("TJ", Array(glyph)), _step("EMC")]
        last.said = (last.end, len(steps))
        last.base = _glyphs(glyph)[0]
        return last.said
