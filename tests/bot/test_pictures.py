"""What is kept of a file: the picture, and nothing that tells of who took it."""

import io
import tracemalloc
import zipfile
import zlib
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from bot.pictures import MOST_PIXELS, Unfit, cleaned
from fieldwork.reports import LARGEST_KEPT
from tests.sandbox.conftest import png

_ORIENTATION, _MAKE, _GPS = 0x0112, 0x010F, 0x8825


def drawn(format: str, size: tuple[int, int] = (64, 48), turned: int = 0, **options: Any) -> bytes:
    """A picture with everything a telephone writes into it; red on the left, blue on the right."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[_MAKE] = "Telephone of Vera"
    exif.get_ifd(_GPS)[1] = "N"
    if turned:
        exif[_ORIENTATION] = turned
    out = io.BytesIO()
    picture.save(out, format, exif=exif, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def test_a_photo_loses_its_traces_and_not_one_pixel() -> None:
    before = drawn("JPEG", quality=90, comment=b"from Vera", progressive=True)
    after = cleaned(before, "photo")
    assert b"Vera" in before
    assert b"Vera" not in after
    assert not opened(after).getexif()
    assert opened(after).tobytes() == opened(before).tobytes()


def test_a_photo_that_lies_on_its_side_is_stood_up() -> None:
    after = opened(cleaned(drawn("JPEG", turned=6), "photo"))
    assert after.size == (48, 64)
    assert not after.getexif()
    top = after.convert("RGB").getpixel((24, 5))
    assert isinstance(top, tuple)
    assert top[0] > 200 > 60 > top[2]


def test_a_colour_profile_is_kept() -> None:
    profile = b"a profile " * 20
    assert opened(cleaned(drawn("JPEG", icc_profile=profile), "photo")).info["icc_profile"] == profile


def test_what_hangs_behind_a_photo_is_cut_off() -> None:
    whole = drawn("JPEG")
    assert cleaned(whole + b"a film of the same moment", "photo") == cleaned(whole, "photo")


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_other_pictures_lose_their_traces_too(format: str) -> None:
    before = drawn(format)
    after = cleaned(before, "document")
    assert b"Vera" in before
    assert b"Vera" not in after
    assert opened(after).format == format
    assert opened(after).size == (64, 48)


def test_the_words_inside_a_png_are_taken_out() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Vera")
    assert b"Vera" not in cleaned(drawn("PNG", pnginfo=words), "document")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_png_of_any_kind_keeps_its_pixels(mode: str) -> None:
    picture = Image.new(mode, (9, 7))
    out = io.BytesIO()
    picture.save(out, "PNG")
    assert opened(cleaned(out.getvalue(), "photo")).convert("RGBA") == picture.convert("RGBA")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a picture"),
        (b"<html>no picture at all</html>", "not a picture"),
        (drawn("JPEG", size=(400, 400))[:900], "not a picture"),
        (drawn("PNG", size=(400, 400))[:700], "not a picture"),
        (b"BM" + bytes(60), "not a picture"),
        (bytes(LARGEST_KEPT + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unfit, match=reason):
        cleaned(data, "photo")


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_drawn() -> None:
    width = 10_000
    bomb = png(width, MOST_PIXELS // width + 1)
    assert len(bomb) < 100_000
    with pytest.raises(Unfit, match="too many pixels"):
        cleaned(bomb, "photo")
    with pytest.raises(Unfit, match="too many pixels"):
        cleaned(png(20_000, 20_000), "photo")


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return out.getvalue()


def test_pdf_and_office_files_are_kept_as_they_are_but_not_as_photos() -> None:
    for data in (b"%PDF-1.7 ...", office("[Content_Types].xml", "word/document.xml")):
        assert cleaned(data, "document") == data
        with pytest.raises(Unfit, match="not a picture"):
            cleaned(data, "photo")


def test_macros_and_other_archives_are_refused() -> None:
    for data in (office("[Content_Types].xml", "xl/vbaProject.bin"), office("a.exe"), b"PK\x03\x04 broken"):
        with pytest.raises(Unfit, match="not a picture or a document"):
            cleaned(data, "document")


def test_a_file_that_is_broken_on_purpose_is_refused_like_any_other() -> None:
    """Whatever its reader trips over: a file that raised would be fetched again for ever, and others wait."""
    misnamed = office("中.txt").replace("中".encode(), b"\xff\xfe\xfd")
    cut_off = drawn("JPEG")[:-2] + b"\xff\xfe\x00\x04aa\xff"
    for data in (misnamed, cut_off):
        with pytest.raises(Unfit):
            cleaned(data, "document")


def test_a_picture_of_a_billion_pixels_is_refused_without_being_drawn() -> None:
    """30,000 by 30,000 pixels in some kilobytes: only its head is read."""
    header = (30_000).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    bomb = (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(2_000_000), 9))
    )
    assert len(bomb) < 10_000
    tracemalloc.start()
    try:
        for kind in ("photo", "picture", "document"):
            with pytest.raises(Unfit, match="too many pixels"):
                cleaned(bomb + _chunk(b"IEND", b""), kind)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def _chunk(kind: bytes, inside: bytes) -> bytes:
    body = kind + inside
    return len(inside).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
