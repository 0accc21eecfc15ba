"""What a thief of the disk, or a reader of the logs, learns of people: nothing (DESIGN 3, promise 5)."""

import hashlib
import json
import logging
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select, type_coerce, update
from sqlmodel import Session

from bot.fetching import Fetcher
from bot.means import Means
from bot.schedule import tidy
from fieldwork.reports import Report
from fieldwork.rules import Retention
from storage import attachments, forgetting, outbox, people, reports, rotating, schema
from storage.books import Books
from storage.cabinet import Cabinet
from storage.people import PEOPLE
from storage.sealing import Seal
from tests import cast
from tests.bot.test_pictures import drawn
from tests.conversations.conftest import (
    KEY,
    all_means,
    chen,
    he,
    lin,
    means,
    patient_means,
    schema_of_telegram,
    settled,
    shipped_means,
    talk,
    wang,
    zhang,
)
from tests.talk import Actor, Talk

__all__ = [
    "all_means", "chen", "he", "lin", "means", "patient_means", "schema_of_telegram", "settled", "shipped_means",
    "talk", "wang", "zhang",
]  # fmt: skip

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
    assert TELEPHONE in await zhang.card_text("N-10001-6"), "the one who acts sees it"
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


# -- after what takes words away, or closes them anew ------------------------------------------------

ILLNESS = "她有精神分裂症，一个人在家"  # health: the class rises
ANSWERED = "电话里和吕阿姨约好了"


async def test_neither_do_the_photos(talk: Talk, chen: Actor, tmp_path: Path) -> None:
    """Not their bytes, not what the telephone wrote into them, not a sum by which a known one could be asked for."""
    before = drawn("JPEG", (640, 480))
    await chen.sends_file("楼道.jpg", before, "image/jpeg", REPORTED)
    await _fetched(talk, tmp_path / "files")
    (photo,) = await talk.asks(lambda s: reports.attachments(s, 10_001))
    assert photo.sha256
    kept = Cabinet(tmp_path / "files", talk.books.seal).read(photo.sha256)
    assert b"Vera" in before
    assert b"Vera" not in kept, "who made it is taken out before it is kept"
    files = _all_files(tmp_path)
    assert len(files) > 2
    for data in (before, kept):
        pieces = [data[at : at + 24] for at in range(0, len(data) - 24, 200)]
        assert [name for name, held in files.items() if any(piece in held for piece in pieces)] == []
    sums = [hashlib.new(kind, data).hexdigest() for kind in ("sha256", "md5") for data in (before, kept)]
    assert [sum_ for sum_ in sums if any(sum_[:16].encode() in held for held in files.values())] == []
    assert [sum_ for sum_ in sums if any(sum_[:16] in name for name in files)] == []


async def test_a_class_that_rose_and_somebody_forgotten_leave_nothing_behind(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, he: Actor, lin: Actor, tmp_path: Path
) -> None:
    await _whole_story(talk, chen, wang, zhang, he, lin)
    await chen.replies(await chen.card("N-10001-6"), ILLNESS)
    assert (await talk.report("N-10001-6")).privacy == "P3"
    assert _found_on_disk(tmp_path) == {}

    both = [(await _number(talk, actor), actor.account) for actor in (chen, wang)]

    def forgotten(session: Session) -> None:
        for id_, account in both:
            done = forgetting.forget(session, id_, account, talk.clock.now())
            outbox.write_many(session, done.letters, at=talk.clock.now(), ticks=talk.clock.ticks())

    await talk.books.write(forgotten)
    await talk.settle()
    assert _found_on_disk(tmp_path) == {}
    told = await talk.asks(_opened)
    gone = [chen.member.name, wang.member.name, TELEPHONE, *SAID[:7], ILLNESS]
    assert [(word, row[:300]) for word in gone for row in told if word in row] == []


async def test_neither_do_an_end_of_time_and_a_new_key(
    talk: Talk, means: Means, chen: Actor, wang: Actor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    kept = Retention(P0=40, P1=40, P2=40, P3=40, P4=40)
    talk.restarts(replace(means, rules=means.rules.model_copy(update={"retention": kept})))
    await _has_telephone(talk, chen)
    await chen.sends_photo(REPORTED)
    await wang.taps("签收")
    await wang.replies(await wang.card("N-10001-6"), ANSWERED)
    await wang.taps("办结")
    await wang.says(SAID[6])
    await chen.taps("解决了")
    talk.passes(41 * 86_400)
    await talk.settle()
    assert (await talk.report("N-10001-6")).erased_at
    await talk.books.write(lambda s: tidy(s, talk.clock))
    told = await talk.asks(_opened)
    assert [word for word in (REPORTED, ANSWERED, SAID[6], WRITTEN) if any(word in row for row in told)] == []
    assert _found_on_disk(tmp_path) == {}
    before = await talk.asks(_sealed)
    assert len(before) > 20
    new = Seal("a key from now on", KEY)
    with closing(Books(talk.books.url, new)) as both:
        both.now_write(lambda s: schema.note_fact(s, schema.OWNER, {"key": talk.books.seal.fingerprint()}))
        both.now_write(lambda s: rotating.begin(s, new))
        rotating.reseal(both)
        rotating.write_afresh(both.engine, both.url)
        both.now_write(lambda s: rotating.finish(s, new))
    assert _found_on_disk(tmp_path) == {}
    on_disk = b"".join(_files(tmp_path).values())
    assert [value for value in before if value[1:13] in on_disk] == [], "and nothing is under the old key"
    assert _found_in(caplog.text.encode()) == []


def _all_files(folder: Path) -> dict[str, bytes]:
    """All that is ours: the database, what lies beside it, and the files that were kept."""
    ours = (path for path in folder.rglob("*") if path.is_file() and "telegram" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in ours}


def _found_on_disk(folder: Path) -> dict[str, list[str]]:
    return {name: found for name, data in _all_files(folder).items() if (found := _found_in(data))}


def _opened(session: Session) -> list[str]:
    """Every row of every table but the network's, opened."""
    tables = [each.table for each in rotating.everything_sealed()]
    return [str(tuple(row)) for table in tables for row in session.execute(select(table))]


def _sealed(session: Session) -> list[bytes]:
    columns = [column for each in rotating.everything_sealed() for column in each.sealed]
    raw = [session.execute(select(type_coerce(column, LargeBinary))).scalars() for column in columns]
    return [bytes(value) for values in raw for value in values if value]


async def _fetched(talk: Talk, folder: Path) -> None:
    fetcher = Fetcher(talk.receiver.api, talk.books, talk.clock, folder)
    while await talk.asks(attachments.next_try) is not None:
        await fetcher.round()


async def _number(talk: Talk, actor: Actor) -> int:
    person = await talk.asks(lambda s: people.by_account(s, actor.account))
    assert person is not None
    return person.id
