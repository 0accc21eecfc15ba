"""What a thief of the disk, or a reader of the logs, learns of people: nothing (DESIGN 3, promise 5)."""

import json
import logging
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session

from fieldwork.reports import Report
from storage.people import PEOPLE
from tests import cast
from tests.conversations.conftest import (
    chen,
    he,
    lin,
    means,
    schema_of_telegram,
    settled,
    talk,
    wang,
    zhang,
)
from tests.talk import Actor, Talk

__all__ = ["chen", "he", "lin", "means", "schema_of_telegram", "settled", "talk", "wang", "zhang"]

TELEPHONE, WRITTEN = "13907630042", "0763-3131313"
REPORTED = f"4号楼3单元502化粪池漏了，请打{WRITTEN}找吕阿姨"
SAID = (
    REPORTED, "楼道里都是脏水", "井盖边上那个洞", "请先别用厕所哦", "已经不敢用了呀", "雨水管也裂开了",
    "抽粪车来过抽干净", "谢谢请问有人吗我叫外人", "名单没有的幸福里小区", "电话里说得很清楚",
)  # fmt: skip
DOOR = "3-502"


def _forms(secret: str) -> list[bytes]:
    """A word as it could lie in a file."""
    escaped = json.dumps(secret).strip('"')
    return [
        secret.encode(),
        secret.encode("utf-16-le"),
        secret.encode("utf-16-be"),
        escaped.encode(),
        escaped.upper().encode(),
    ]


def _secrets() -> list[str]:
    whole = [*(member.name for member in cast.EVERYBODY), TELEPHONE, WRITTEN, DOOR, "吕阿姨", *SAID]
    pieces = [said[at : at + 5] for said in SAID for at in range(0, len(said) - 5, 3)]
    return [secret for secret in [*whole, *pieces] if secret != "4号楼3单"]


def _found_in(data: bytes) -> list[str]:
    return [secret for secret in _secrets() if any(form in data for form in _forms(secret))]


def _files(folder: Path) -> dict[str, bytes]:
    """The database and all that lies beside it; the sandbox's own Telegram is not ours."""
    return {file.name: file.read_bytes() for file in folder.glob("fieldbot.db*")}


async def _whole_story(talk: Talk, chen: Actor, wang: Actor, zhang: Actor, he: Actor, lin: Actor) -> None:
    await _has_telephone(talk, chen)
    await chen.sends_album(REPORTED, SAID[1])
    await chen.taps("补充")
    await chen.sends_photo(SAID[2])
    await wang.replies(await wang.card("N-10001-6"), SAID[3])
    await chen.replies(await chen.card("N-10001-6"), SAID[4])
    await chen.taps("不对，改一下")
    await chen.taps("我说的话")
    await chen.says(SAID[5])
    await wang.taps("办结")
    await wang.says(SAID[6])
    await chen.taps("还没解决")
    await zhang.taps("签收")
    await lin.says(SAID[7])
    await he.says(f"/start {talk.codes['building']}")
    await he.says(SAID[8])
    await chen.taps("补充")  # a conversation that is still going on
    await chen.edits(await chen.last_sent(), SAID[9])


async def test_the_files_hold_no_name_no_telephone_and_no_word(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, he: Actor, lin: Actor, tmp_path: Path
) -> None:
    await _whole_story(talk, chen, wang, zhang, he, lin)
    assert TELEPHONE in await wang.card_text("N-10001-6"), "the one who acts sees it"
    assert (await talk.report("N-10001-6")).door == DOOR
    files = _files(tmp_path)
    assert {"fieldbot.db", "fieldbot.db-wal"} <= files.keys()
    assert len(files["fieldbot.db-wal"]) > 100_000, "the story is in there"
    assert {name: found for name, data in files.items() if (found := _found_in(data))} == {}


async def test_the_logs_hold_none_either(
    talk: Talk,
    chen: Actor,
    wang: Actor,
    zhang: Actor,
    he: Actor,
    lin: Actor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    await _whole_story(talk, chen, wang, zhang, he, lin)
    assert _found_in(caplog.text.encode()) == []


async def test_an_update_that_raises_tells_the_logs_nothing(
    talk: Talk, chen: Actor, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error often quotes what it choked on; it is kept sealed, and the log says its kind alone."""
    caplog.set_level(logging.INFO)

    def choke(_session: object, report: Report, *_: object) -> None:
        raise RuntimeError(f"cannot file {report.text!r}")

    monkeypatch.setattr("storage.reports.file", choke)
    await chen.says(REPORTED)
    assert "raised RuntimeError" in caplog.text
    assert _found_in(caplog.text.encode()) == []
    assert {name: found for name, data in _files(tmp_path).items() if (found := _found_in(data))} == {}


def test_the_search_would_find_them() -> None:
    for form in _forms("陈桂芳"):
        assert _found_in(b"\0x" + form + b"y") == ["陈桂芳"]


async def _has_telephone(talk: Talk, actor: Actor) -> None:
    def give(session: Session) -> None:
        session.connection().execute(
            update(PEOPLE).where(PEOPLE.c.account == actor.account).values(telephone=TELEPHONE)
        )

    await talk.books.write(give)
