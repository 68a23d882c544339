"""Recordings for tests, made of bytes: silence that every browser plays."""

import struct

_FRAME = b"\xff\xfb\x10\xc0".ljust(104, b"\0")
"""26 ms of MPEG-1 Layer III: 32 kbit/s, 44.1 kHz, mono."""
_SILENCE = b"\xf8\xff\xfe"
"""20 ms of Opus. Source: RFC 6716, 2.1.9 and 3.1."""


def mp3(seconds: float = 1.0, tag: bytes = b"") -> bytes:
    """An MP3 file; `tag` stands in an ID3 tag before its sound."""
    size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    head = b"ID3\4\0\0" + size + tag if tag else b""
    return head + _FRAME * max(2, round(seconds / 0.026))


def opus(seconds: float = 1.0) -> bytes:
    """Opus in Ogg. Source: RFC 7845, 5; RFC 3533, 6."""
    packets = max(1, round(seconds / 0.02))
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I4sI", 4, b"test", 0)
    pages = [_page(0, 2, 0, [head]), _page(1, 0, 0, [tags])]
    return b"".join((*pages, _page(2, 4, packets * 960, [_SILENCE] * min(packets, 255))))


def webm() -> bytes:
    """The start of Opus in WebM. Source: RFC 8794; RFC 9559, 5.1."""
    head = b"\x1aE\xdf\xa3\x87\x42\x82\x84webm"
    codec = b"\x86\x86A_OPUS"
    entry = b"\xae" + bytes([0x80 | len(codec)]) + codec
    tracks = b"\x16\x54\xae\x6b" + bytes([0x80 | len(entry)]) + entry
    return head + b"\x18\x53\x80\x67" + bytes([0x80 | len(tracks)]) + tracks


def _page(number: int, kind: int, position: int, packets: list[bytes]) -> bytes:
    head = b"OggS\0" + struct.pack("<BqII", kind, position, 1, number)
    rest = bytes([len(packets), *map(len, packets)]) + b"".join(packets)
    return head + struct.pack("<I", _sum(head + bytes(4) + rest)) + rest


def _sum(content: bytes) -> int:
    """Ogg's checksum."""
    found = 0
    for byte in content:
        found ^= byte << 24
        for _ in range(8):
            found = found << 1 ^ (0x04C11DB7 if found & 0x80000000 else 0)
            found &= 0xFFFFFFFF
    return found
