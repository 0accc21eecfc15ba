"""A new key by one command: while no bot runs, everything, the photos too, and nothing left behind."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import Session, col, select
from typer.testing import CliRunner, Result

from fieldwork.reports import Attachment, Report
from storage import reports, schema
from storage.books import Books
from storage.cabinet import PHOTOS, Cabinet
from storage.occupying import folder_held, occupied
from storage.sealing import Seal
from storage.tables import PersonRow
from tests.commands import app

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
OLD, NEW = "the key until now, long enough", "the key from now on, long enough"
PHOTO = b"\xff\xd8 a photo of the stairs \xff\xd9"
Types = Callable[..., Result]


@pytest.fixture(autouse=True)
def _a_machine_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FIELDBOT_DATABASE_URL", raising=False)
    monkeypatch.setenv("FIELDBOT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FIELDBOT_TOKEN", "123456:ABC-def")
    monkeypatch.setenv("FIELDBOT_SECRET_KEY", NEW)
    monkeypatch.setenv("FIELDBOT_OLD_SECRET_KEY", OLD)


@pytest.fixture
def types() -> Types:
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real bot's folder under the old key, with a photo, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    address = f"sqlite:///{folder}/fieldbot.db"
    with closing(Books(address, Seal(OLD))) as books:
        schema.ensure(books.engine, address)
        sum_ = Cabinet(folder / PHOTOS, books.seal).keep(PHOTO)
        books.now_write(lambda s: _filled(s, sum_))
    return folder


@pytest.fixture
def url(tmp_path: Path, filled: Path) -> str:
    """Where such a bot's database lies."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return f"sqlite:///{tmp_path}/fieldbot.db"


def _filled(session: Session, sum_: str) -> None:
    schema.check_owner(session, "telegram", 123456, Seal(OLD).fingerprint())
    session.execute(insert(PersonRow), [{"name": f"陈桂芳{number}"} for number in range(3_000)])
    report = Report(reporter_id=1, text="化粪池漏了", station="s", sent_at=AT, kept_at=AT)
    reports.file(session, report, 1001, 1)
    reports.attach(session, Attachment(serial=report.serial, file_id="f", file_unique_id="u", sha256=sum_))


def names(url: str, key: str) -> list[str]:
    with closing(Books(url, Seal(key))) as books:
        return list(books.now_read(lambda s: s.exec(select(col(PersonRow.name))).all()))


def row(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_rows_and_photos_come_under_the_new_key(types: Types, url: str, tmp_path: Path) -> None:
    (tmp_path / "fieldbot.db.before-0002").write_bytes(b"a copy")
    done = row(types("key", "rotate", "--json"))
    assert done == {
        "rows": 3_003,
        "files": 1,
        "strangers": 0,
        "copies": [str(tmp_path / "fieldbot.db.before-0002")],
    }
    assert len(names(url, NEW)) == 3_000
    sum_ = hashlib.sha256(PHOTO).hexdigest()
    assert Cabinet(tmp_path / PHOTOS, Seal(NEW)).read(sum_) == PHOTO
    assert not Cabinet(tmp_path / PHOTOS, Seal(OLD)).at(sum_).exists()
    assert "before-0002" in types("key", "rotate").stdout, "and once more it changes nothing"


def test_a_killed_change_goes_on_and_nothing_opens_the_database_until_then(
    types: Types, url: str, tmp_path: Path
) -> None:
    """kill -9 in the middle, for real: a process of its own that is killed after its second batch with rows."""
    killed = subprocess.run([sys.executable, "-c", KILLED, url], cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == -signal.SIGKILL
    refused = types("report", "show", "N-10001-6")
    assert (refused.exit_code, "Two keys are in use" in refused.stderr) == (2, True)
    doctor = types("doctor", "--json")
    assert any("Two keys are in use" in line for line in doctor.stdout.splitlines())
    assert row(types("key", "rotate", "--json"))["rows"] < 3_003, "what was done is not done twice"
    assert len(names(url, NEW)) == 3_000


KILLED = f"""
import os, signal, sys
from storage import rotating
from storage.books import Books
from storage.sealing import Seal
real, left = Books.now_write, [2]
def dies(books, job):
    done = real(books, job)
    left[0] -= isinstance(done, tuple) and done[0] > 0
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
Books.now_write = dies
books = Books(sys.argv[1], Seal({NEW!r}, {OLD!r}))
books.now_write(lambda s: rotating.begin(s, books.seal))
rotating.reseal(books)
"""


def test_beside_a_running_bot_it_is_refused_and_nothing_changes(
    types: Types, url: str, tmp_path: Path
) -> None:
    for held in (folder_held(tmp_path), occupied(url)):
        with held:
            refused = types("key", "rotate")
        assert (refused.exit_code, refused.stderr.startswith("Another fieldbot is running on")) == (2, True)
    assert len(names(url, OLD)) == 3_000


def test_a_wrong_old_key_is_refused(types: Types, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDBOT_OLD_SECRET_KEY", "somebody else's key")
    refused = types("key", "rotate")
    assert (refused.exit_code, "is not the key that this database was written with" in refused.stderr) == (
        2,
        True,
    )
    assert len(names(url, OLD)) == 3_000


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("FIELDBOT_OLD_SECRET_KEY", "", "FIELDBOT_OLD_SECRET_KEY is missing"),
        ("FIELDBOT_OLD_SECRET_KEY", NEW, "please choose another new key"),
        ("FIELDBOT_TOKEN", "", "this is the sandbox"),
    ],
)
def test_what_is_missing_is_named(
    types: Types, url: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    refused = types("key", "rotate")
    assert (refused.exit_code, sentence in refused.stderr) == (2, True)


def test_without_a_database_there_is_nothing_to_change(types: Types) -> None:
    refused = types("key", "rotate")
    assert (refused.exit_code, "There is no database yet" in refused.stderr) == (2, True)


def test_the_doctor_says_when_the_old_key_can_go(types: Types, url: str) -> None:
    types("key", "rotate")
    said = types("doctor", "--json").stdout
    assert '"what": "key", "ok": false, "sentence": "FIELDBOT_OLD_SECRET_KEY is set and not needed' in said
