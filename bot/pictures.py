"""Whether a file that somebody sent is what it may be, and without what it tells of the sender.

A photo sent as a file still holds where and with what it was taken. That is taken out of the bytes, without
decoding the picture where it can be, so that nothing of its quality is lost.
"""

import io
import zipfile

from PIL import Image, ImageOps

from bot.recordings import bare_recording
from fieldwork.reports import LARGEST_KEPT, TOO_LARGE

MOST_PIXELS = 50_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_ORIENTATION = 0x0112  # EXIF's tag
_PICTURE_SEGMENTS = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, colour profile, Adobe's colour transform
_RESTARTS = range(0xD0, 0xD8)


class Unfit(Exception):
    """A file that is not kept. The message is the reason, for staff."""


def cleaned(data: bytes, kind: str) -> bytes:
    """What is kept of a file. `kind` is an attachment's. Raises Unfit with the reason, and nothing else."""
    if len(data) > LARGEST_KEPT:
        raise Unfit(TOO_LARGE)
    try:
        return _cleaned(data, kind)
    except Unfit:
        raise
    except Exception as broken:  # a file can be broken in more ways than its readers have errors
        raise Unfit("a broken file") from broken


def _cleaned(data: bytes, kind: str) -> bytes:
    if kind in ("photo", "picture"):
        if _is_document(data):
            raise Unfit("not a picture")
        return _cleaned_picture(data)
    recording = bare_recording(data)
    if kind in ("voice", "audio", "video"):
        if recording is None:
            raise Unfit("not a recording")
        return recording
    if recording is not None or _is_document(data):
        return recording or data
    return _cleaned_picture(data)


def _is_document(data: bytes) -> bool:
    """PDF, or one of the Office formats that cannot hold macros."""
    if data.startswith(b"%PDF-"):
        return True
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = parts.namelist()
    except zipfile.BadZipFile:
        return False
    return "[Content_Types].xml" in names and not any(name.endswith("vbaProject.bin") for name in names)


def _cleaned_picture(data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            return _without_traces(picture, data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unfit("a picture of too many pixels") from bomb
    except (OSError, SyntaxError, ValueError) as broken:  # what Pillow raises for bytes that are no picture
        raise Unfit("not a picture or a document that can be kept") from broken


def _without_traces(picture: Image.Image, data: bytes) -> bytes:
    if picture.width * picture.height > MOST_PIXELS:
        raise Unfit("a picture of too many pixels")
    turned = picture.getexif().get(_ORIENTATION, 1) != 1
    if picture.format == "JPEG" and not turned:
        picture.draft("RGB", (picture.width // 8, picture.height // 8))  # looked through, at an eighth
        picture.load()
        return _stripped_jpeg(data)
    upright = ImageOps.exif_transpose(picture)
    return _drawn_again(upright, picture.format or "PNG")


def _drawn_again(picture: Image.Image, format: str) -> bytes:
    """The picture alone: pixels and colour profile, no EXIF, no text, no thumbnail."""
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if picture.mode == "P" and (palette := picture.getpalette()):
        bare.putpalette(palette)
    profile = picture.info.get("icc_profile")
    options = {"quality": 95} if format != "PNG" else {}
    kept = {"transparency": picture.info["transparency"]} if "transparency" in picture.info else {}
    drawn = io.BytesIO()
    bare.save(drawn, format, icc_profile=profile, **options, **kept)
    return drawn.getvalue()


def _stripped_jpeg(data: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC, comments, and whatever follows its end (ITU T.81, annex B)."""
    kept, at = bytearray(data[:2]), 2
    while at < len(data):
        if data[at] != 0xFF:
            raise Unfit("a picture whose parts do not fit together")
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0xD9:
            return bytes(kept) + b"\xff\xd9"
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        end = _end_of_scan(data, end) if marker == 0xDA else end
        if marker < 0xE0 or marker in _PICTURE_SEGMENTS:
            kept += data[at:end]
        at = end
    return bytes(kept) + b"\xff\xd9"  # cut short, but all of it could be drawn


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands: in a scan, 0xFF is followed by 0x00 or by a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0x00 and data[at + 1] not in _RESTARTS:
            return at
        at += 2
    return len(data)
