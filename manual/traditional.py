"""Makes the catalogues in Traditional Chinese from those in Simplified, with OpenCC: `make traditional`.

A program knows which letters belong together, not what a parent in Taipei or Hong Kong would say: letters become those
of Taiwan's standard (OpenCC's `s2tw`), and no word takes the place of another. The head of each file says so.
"""

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages import pofile
from opencc import OpenCC

from toolkit_builder.po import format_po, read_po

ROOT = Path(__file__).parent.parent
LIBRARY, WORDS = Path("locales"), Path("templates/locales")
_HOW = "Made from {source} by OpenCC. Change that file, and run `make traditional`."
_OLD, _NEW = "zh_Hans", "zh_Hant"

_MENDED = (
    ("天后", "天後"),
    ("和麵積", "和面積"),
    ("看錶格", "看表格"),
    ("是隻有", "是只有"),
    ("是隻在", "是只在"),
    ("是隻是", "是只是"),
    ("想幹脆", "想乾脆"),
    ("幹豆", "乾豆"),
    ("卷好", "捲好"),
)
"""What OpenCC takes for the other letter, found by reading all that holds a letter with two forms."""

_NOTES = {
    "This translation has not been reviewed by a native speaker yet.": (
        "這份譯文由電腦程式從簡體中文轉換而來，還沒有經過母語人士審閱。"
    ),
    "Translation not yet reviewed by a native speaker.": "譯文由電腦程式從簡體中文轉換而來，尚未經母語人士審閱。",
}
"""What readers are told of it, in place of the note on other languages."""
_INSIDE = re.compile("(?<![英公])里")
"""Inside (裡), which OpenCC leaves as a mile (里) behind a number and some nouns."""


@cache
def _converter() -> OpenCC:
    return OpenCC("s2tw")


def convert(text: str) -> str:
    """`text` in Traditional letters."""
    turned: str = _converter().convert(text)
    for wrong, right in _MENDED:
        turned = turned.replace(wrong, right)
    return _INSIDE.sub("裡", turned)


def of_library(raw: bytes) -> bytes:
    """The library's catalogue `raw` (PO, Simplified) with each translation in Traditional letters."""
    po = read_po(raw)
    entries = [replace(one, text=convert(one.text)) for one in po.entries]
    head = [(0, line.replace("zh-Hans", "zh-Hant")) for _, line in po.head]
    made = replace(
        po,
        head=[head[0], (0, f"# {_HOW.format(source='zh-Hans.po')}"), *(one for one in head if "Reviewed" in one[1])],
        header=po.header.replace(_OLD, _NEW),
        entries=entries,
        obsolete=[],
    )
    return format_po(made, [one.about for one in entries])


def of_words(raw: bytes) -> bytes:
    """The catalogue of the site's own words `raw` (PO, Simplified) with each translation in Traditional letters."""
    known = pofile.read_po(BytesIO(raw), locale=_NEW)
    known.locale = _NEW
    known.header_comment = f"# The site's own words in 'zh-Hant'. {_HOW.format(source='zh.po')}"
    for message in known:
        if message.id:
            said = message.string
            message.string = (
                _NOTES.get(message.id) or convert(said) if isinstance(said, str) else tuple(map(convert, said))
            )
    out = BytesIO()
    pofile.write_po(out, known, width=100, sort_output=True, include_lineno=False)
    return out.getvalue()


def made() -> dict[Path, bytes]:
    """Each file in Traditional Chinese, relative to this repository, as it should be."""
    return {
        LIBRARY / "zh-Hant.po": of_library((ROOT / LIBRARY / "zh-Hans.po").read_bytes()),
        WORDS / "zh-Hant.po": of_words((ROOT / WORDS / "zh.po").read_bytes()),
    }


def main() -> None:
    for path, content in made().items():
        (ROOT / path).write_bytes(content)


if __name__ == "__main__":
    main()
