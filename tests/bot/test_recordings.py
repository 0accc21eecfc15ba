"""Voices, sounds and films: kept as they are, but for what tells where they were made."""

import pytest

from bot.pictures import Unfit, cleaned
from bot.recordings import bare_recording

PLACE = b"\xa9xyz+23.7000+113.0500/"


def box(kind: bytes, inside: bytes = b"") -> bytes:
    """A box of a film: its size, its name, what is in it."""
    return (8 + len(inside)).to_bytes(4, "big") + kind + inside


def film(*, large: bool = False) -> bytes:
    """A film as a telephone makes it: its place stands in the index, once for all and once for its track."""
    index = box(b"moov", box(b"mvhd", b"\0" * 8) + box(b"trak", box(b"meta", PLACE)) + box(b"udta", PLACE))
    pixels = b"\0\0\0\1mdat" + (16 + 9).to_bytes(8, "big") + b"udta-like" if large else box(b"mdat", b"udta")
    return box(b"ftyp", b"mp42") + pixels + index


@pytest.mark.parametrize("large", [False, True])
def test_a_film_is_kept_without_its_place(large: bool) -> None:
    before = film(large=large)
    after = cleaned(before, "video")
    assert len(after) == len(before)
    assert b"udta" in after.partition(b"moov")[0], "what is shown stays as it is"
    index = after.partition(b"moov")[2]
    assert b"udta" not in index
    assert b"meta" not in index
    assert index.count(b"free") == 2


@pytest.mark.parametrize("damage", [b"\xff\xff\xff\xffmoov", b"\0\0\0\1moov", b"\0\0\0\2moov", b"moov"])
def test_a_film_whose_boxes_do_not_fit_does_not_stop_anything(damage: bytes) -> None:
    broken = box(b"ftyp", b"mp42") + damage
    assert bare_recording(broken) == broken


def test_boxes_in_boxes_without_end_are_given_up() -> None:
    deep = b""
    for _ in range(2_000):
        deep = box(b"moov", deep)
    assert bare_recording(box(b"ftyp", b"mp42") + deep) is not None


@pytest.mark.parametrize("head", [b"OggS", b"ID3\x03", b"\xff\xfb\x90", b"RIFF\0\0\0\0WAVE", b"fLaC"])
def test_a_sound_stays_as_it_is(head: bytes) -> None:
    assert cleaned(head + b"\0" * 64, "voice") == head + b"\0" * 64


def test_what_is_no_recording_is_not_kept_as_one() -> None:
    with pytest.raises(Unfit, match="not a recording"):
        cleaned(b"MZ\x90\0 a programme", "voice")
    with pytest.raises(Unfit, match="not a picture or a document"):
        cleaned(b"MZ\x90\0 a programme", "document")
