"""The waybill tells the next run what had really left."""

import os
from pathlib import Path

import pytest

from storage import waybill
from storage.waybill import Past, Trip, Waybill


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fieldbot.db-waybill"


def run(path: Path, owner: str = "first run") -> Waybill:
    begun = Waybill(path, owner)
    begun.begin()
    return begun


def test_the_next_run_reads_what_left_what_came_back_and_what_arrived(path: Path) -> None:
    first = run(path)
    for letter in (1, 2, 3, 4):
        first.left(letter)
    first.took(1, 4711)
    first.took(2, None)
    first.back(3)
    trips = {1: Trip(True, 4711), 2: Trip(True), 4: Trip()}
    assert Waybill(path, "second run").past() == Past("first run", trips)


def test_a_line_that_was_cut_off_is_passed_over(path: Path) -> None:
    run(path).left(7)
    with path.open("a") as file:
        file.write("took 7")
    assert Waybill(path, "second run").past() == Past("first run", {7: Trip()})


@pytest.mark.parametrize("rest", [None, b"", b"\xff\xff", b"left 7\n"])
def test_what_is_no_waybill_says_nothing(path: Path, rest: bytes | None) -> None:
    if rest is not None:
        path.write_bytes(rest)
    assert Waybill(path, "second run").past() is None


def test_it_is_its_owner_s_alone_and_holds_numbers_alone(path: Path) -> None:
    run(path).left(7)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == "owner first run\nleft 7\n"


def test_it_stays_small_and_keeps_what_is_not_settled(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waybill, "LARGEST", 100)
    first = run(path)
    first.left(1)
    for letter in range(2, 200):
        first.left(letter)
        first.took(letter, letter)
        first.settled([letter])
    assert path.stat().st_size < 200
    past = Waybill(path, "second run").past()
    assert past is not None
    assert past.trips[1] == Trip()


def test_a_full_disk_ends_the_waybill_and_not_the_delivery(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(path)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    first.left(7)
    first.took(7, 1)
    assert Waybill(path, "second run").past() is None


def test_a_line_that_the_disk_took_half_ends_it_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`took 7 47` instead of `took 7 4711` would be a message of somebody else's."""
    first, write = run(path), os.write

    def half(file: int, data: bytes) -> int:
        return write(file, data[: len(data) // 2])

    monkeypatch.setattr(os, "write", half)
    first.took(7, 4711)
    assert Waybill(path, "second run").past() is None
