"""Width and height out of the first bytes of a picture, without decoding it."""

import struct

Size = tuple[int, int]

_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def picture_size(data: bytes) -> Size | None:
    """(width, height) of a JPEG, PNG, GIF or WebP; None for anything else."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _pair(">II", data, 16)
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return _pair("<HH", data, 6)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp_size(data)
        return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None
    except (struct.error, IndexError):
        return None  # cut off in its own header: not a picture that can be shown


def _pair(form: str, data: bytes, at: int) -> Size:
    width, height = struct.unpack_from(form, data, at)
    return int(width), int(height)


def _jpeg_size(data: bytes) -> Size | None:
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            return None
        kind = data[at + 1]
        if kind == 0xFF:
            at += 1
        elif kind in _JPEG_FRAMES:
            height, width = _pair(">HH", data, at + 5)
            return width, height
        else:
            at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return None


def _webp_size(data: bytes) -> Size | None:
    form = data[12:16]
    if form == b"VP8 ":
        width, height = _pair("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L":
        bits = int(struct.unpack_from("<I", data, 21)[0])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8X":
        width = int.from_bytes(data[24:27], "little")
        height = int.from_bytes(data[27:30], "little")
        return width + 1, height + 1
    return None


def fitted(size: Size, longest: int) -> Size:
    """The size it has when its longer side is `longest`, never larger than it is."""
    width, height = size
    if max(size) <= longest:
        return size
    return max(1, width * longest // max(size)), max(1, height * longest // max(size))
