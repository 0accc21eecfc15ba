"""Files on the disk: sealed, under names that tell nothing, and brought in from where they lay open."""

import hashlib
from pathlib import Path

import pytest

from storage.cabinet import Cabinet
from storage.sealing import Seal, SealError

SEAL, SEAL_OF_OTHERS = Seal("a key for the tests"), Seal("another key for the tests")
PHOTO = b"\xff\xd8 a photo of the stairs, of more than a few bytes \xff\xd9"
SUM = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def cabinet(tmp_path: Path) -> Cabinet:
    return Cabinet(tmp_path / "photos", SEAL)


def files(cabinet: Cabinet) -> list[Path]:
    return sorted(path for path in cabinet.folder.rglob("*") if path.is_file())


def lies_open(cabinet: Cabinet, data: bytes) -> Path:
    """A file as earlier programmes kept it: open, under its sum."""
    sum_ = hashlib.sha256(data).hexdigest()
    path = cabinet.folder / sum_[:2] / sum_
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_file_is_sealed_and_comes_back_by_its_sum(cabinet: Cabinet) -> None:
    assert cabinet.keep(PHOTO) == SUM
    assert cabinet.read(SUM) == PHOTO
    (path,) = files(cabinet)
    assert PHOTO[4:20] not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_nobody_can_ask_the_folder_whether_a_known_picture_is_in_it(cabinet: Cabinet) -> None:
    cabinet.keep(PHOTO)
    (path,) = files(cabinet)
    known = [hashlib.new(kind, PHOTO).hexdigest() for kind in ("sha256", "sha1", "md5", "sha512")]
    assert [sum_ for sum_ in known if sum_[:12] in str(path)] == []
    other = Cabinet(cabinet.folder, Seal("another key for the tests"))
    assert other.at(SUM) != cabinet.at(SUM), "the name is made with the key"


def test_the_same_content_twice_is_one_file(cabinet: Cabinet) -> None:
    assert cabinet.keep(PHOTO) == cabinet.keep(PHOTO)
    assert len(files(cabinet)) == 1


def test_another_key_is_refused(cabinet: Cabinet) -> None:
    cabinet.keep(PHOTO)
    with pytest.raises(SealError):
        SEAL_OF_OTHERS.open_bytes(cabinet.at(SUM).read_bytes())


def test_what_is_not_there_says_so(cabinet: Cabinet) -> None:
    with pytest.raises(FileNotFoundError):
        cabinet.read(SUM)
    cabinet.remove(SUM)


def test_a_removed_file_is_gone_open_or_sealed(cabinet: Cabinet) -> None:
    cabinet.keep(PHOTO)
    lies_open(cabinet, PHOTO)
    cabinet.remove(SUM)
    assert files(cabinet) == []


def test_what_lay_open_is_sealed_at_the_start_and_read_until_then(cabinet: Cabinet) -> None:
    path = lies_open(cabinet, PHOTO)
    assert cabinet.read(SUM) == PHOTO
    assert cabinet.clear_up() == 1
    assert not path.exists()
    assert cabinet.read(SUM) == PHOTO
    assert cabinet.clear_up() == 0, "and once is enough"


def test_sealing_can_be_cut_off_anywhere_and_begun_anew(
    cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [b"photo number %d" % number for number in range(6)]
    for photo in photos:
        lies_open(cabinet, photo)
    real, left = Path.unlink, [4]

    def dies(path: Path, missing_ok: bool = False) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        real(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", dies)
    with pytest.raises(KeyboardInterrupt):
        cabinet.clear_up()
    monkeypatch.setattr(Path, "unlink", real)
    cabinet.clear_up()
    assert [cabinet.read(hashlib.sha256(photo).hexdigest()) for photo in photos] == photos
    assert [path.suffix for path in files(cabinet)] == [".sealed"] * 6


def test_what_a_killed_process_left_half_written_goes_at_the_start(cabinet: Cabinet) -> None:
    cabinet.keep(PHOTO)
    part = cabinet.at(SUM).with_name(cabinet.at(SUM).name + ".0123abcd.part")
    part.write_bytes(b"half")
    cabinet.clear_up()
    assert files(cabinet) == [cabinet.at(SUM)]


def test_a_file_of_twenty_megabytes_goes_in_and_out(cabinet: Cabinet) -> None:
    large = bytes(range(256)) * (20 * 4096)
    assert cabinet.read(cabinet.keep(large)) == large
