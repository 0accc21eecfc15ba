"""Whether a file is a voice, a sound or a film, and without what it tells of where it was made.

A film that a telephone made holds its place and its camera in two boxes of its index (ISO/IEC 14496-12:
`udta` and `meta`). Their names are overwritten with `free`, which every player skips: nothing moves.
"""

from collections.abc import Iterator

_TELLING = (b"udta", b"meta")
_HOLDING = (b"moov", b"trak", b"moof", b"traf")  # boxes of boxes in which they stand
_SOUNDS = (b"OggS", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9", b"fLaC")
_MATROSKA = b"\x1aE\xdf\xa3"  # webm too


def bare_recording(data: bytes) -> bytes | None:
    """The recording without its place and camera; None for what is none."""
    if data[4:8] == b"ftyp":
        film = bytearray(data)
        for at in _telling_boxes(film, 0, len(film)):
            film[at + 4 : at + 8] = b"free"
        return bytes(film)
    riff = data[:4] == b"RIFF" and data[8:12] in (b"WAVE", b"AVI ")
    return data if riff or data.startswith((*_SOUNDS, _MATROSKA)) else None


def _telling_boxes(film: bytearray, start: int, end: int, depth: int = 0) -> Iterator[int]:
    """Where the boxes begin that tell of place and camera. A box that fits nowhere ends the search."""
    at = start
    while at + 8 <= end and depth < 8:
        size, kind, head = int.from_bytes(film[at : at + 4], "big"), bytes(film[at + 4 : at + 8]), 8
        if size == 1:
            size, head = int.from_bytes(film[at + 8 : at + 16], "big"), 16
        size = size or end - at
        if size < head or at + size > end:
            return
        if kind in _TELLING:
            yield at
        elif kind in _HOLDING:
            yield from _telling_boxes(film, at + head, at + size, depth + 1)
        at += size
