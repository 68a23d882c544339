"""Recordings: which kinds of files browsers play, how large one may be, and what its first bytes say that it is."""

from os import SEEK_END
from typing import BinaryIO

ENDINGS = (".mp3", ".opus", ".ogg", ".webm")
"""Endings of files that browsers play: MP3, and Opus in Ogg or WebM. Older iPhones play no Ogg."""
ALL_ENDINGS = (
    *ENDINGS,
    *(".m4a", ".aac", ".wav", ".wma", ".flac", ".aif", ".aiff", ".amr", ".3gp", ".caf", ".oga", ".mka"),
)
"""Endings of files in which people keep what somebody says."""
LARGEST = 5 * 1024 * 1024
"""Bytes. It loads on a phone with a weak signal, and is kept with its grade; speech in mono takes 240 KB a minute."""
_KINDS = {".mp3": "MP3", ".opus": "Opus in Ogg", ".ogg": "Opus in Ogg", ".webm": "Opus in WebM"}
_WAY = "export it as MP3, in mono at 32 kbit/s: a minute then takes 240 KB"
_SEARCHED = 4096
"""Bytes in which a file's kind shows; for MP3, after the tag with its title."""
# Kbit/s of MPEG-1 Layer III, then of MPEG-2 and 2.5; samples a second. Source: ISO/IEC 11172-3, 13818-3, 2.4.2.3.
_RATES = (
    (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
_SAMPLES = (44_100, 48_000, 32_000)


def sound_fault(opened: BinaryIO, ending: str) -> tuple[str, str] | None:
    """What is wrong with a recording whose name has this one of the ENDINGS, and what to do; None for a sound one.

    Raises OSError where it cannot be read.
    """
    size = opened.seek(0, SEEK_END)
    if size == 0:
        return "it holds nothing", "copy the file anew"
    if size > LARGEST:
        return f"it has {size / 1024 / 1024:.1f} MB; {LARGEST // 1024 // 1024} at most", _WAY
    kind = _kind_of(opened)
    if kind == _KINDS[ending]:
        return None
    if kind:
        right = next(one for one, name in _KINDS.items() if name == kind)
        return f"its name says {_KINDS[ending]}, and it is {kind}", f"give its name the ending {right}"
    return f"its name says {_KINDS[ending]}, and it is something else", _WAY


def _kind_of(opened: BinaryIO) -> str:
    """One of the kinds that browsers play; empty for all others."""
    opened.seek(0)
    start = opened.read(_SEARCHED)
    if start.startswith(b"OggS"):
        return "Opus in Ogg" if b"OpusHead" in start[:100] else ""
    if start.startswith(b"\x1aE\xdf\xa3"):
        return "Opus in WebM" if b"webm" in start[:64] and b"A_OPUS" in start else ""
    if start.startswith(b"ID3") and len(start) >= 10:
        # Seven bits of each byte. Source: ID3v2.4, 3.1.
        opened.seek(10 + sum((byte & 0x7F) << shift for byte, shift in zip(start[6:10], (21, 14, 7, 0), strict=True)))
        start = opened.read(_SEARCHED)
    return "MP3" if any(_begins_mp3(start, at) for at in range(len(start) - 4)) else ""


def _begins_mp3(content: bytes, at: int) -> bool:
    """Whether a frame of MP3 stands at a position, and another one follows it, or nothing that was read."""
    length = _frame_length(content[at : at + 4])
    following = content[at + length : at + length + 4]
    return length > 0 and (len(following) < 4 or _frame_length(following) > 0)


def _frame_length(head: bytes) -> int:
    """The length of the frame of MP3 that begins with these four bytes; 0 for other bytes."""
    if head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, sample = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or sample == 3:
        return 0
    is_first = version == 3
    bits = _RATES[0 if is_first else 1][rate - 1] * 1000
    samples = _SAMPLES[sample] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if is_first else 72) * bits // samples + (head[2] >> 1 & 1)
