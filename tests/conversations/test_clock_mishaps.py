"""The clock is set wrong, the books are locked, Telegram is away: afterwards each hears what is still right, once."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot import conversing
from fieldwork.timetable import FIRED
from tests.conversations.test_reminding import reminded, until
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
LIGHT, LEAK, NUMBER, SECOND = "4号楼楼道灯坏了", "4号楼化粪池漏了", "N-10001-6", "N-10002-4"
HOUR = 3600.0


async def fired(talk: Talk, number: str) -> list[str]:
    """The steps of the clock that were acted on, in order."""
    return [str(json.loads(each.reason)["step"]) for each in await talk.events(number) if each.step == FIRED]


def goes_wrong(talk: Talk, hours: float) -> None:
    """Somebody sets the field's clock wrong by so much, or right again; the machine's own goes on."""
    talk.clock._shift = timedelta(hours=hours)


async def goes_by(talk: Talk, hours: float) -> None:
    """Time goes by, by all clocks, minute for minute as far as a sweep is concerned."""
    for _ in range(int(hours * 2)):
        talk.passes(HOUR / 2)
        await talk.settle()


async def test_a_clock_that_is_set_back_an_hour_says_nothing_twice(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.catches_up()
    await until(talk, 2, 16)
    (said,) = await reminded(wang)
    assert NUMBER in said.text
    before = await fired(talk, NUMBER)
    goes_wrong(talk, hours=-1)
    await goes_by(talk, 2)
    assert await reminded(wang) == []
    assert await fired(talk, NUMBER) == before
    goes_wrong(talk, hours=0)
    await until(talk, 3, 16)
    assert (await fired(talk, NUMBER)).count("sign.rise2#1") == 1


async def test_a_clock_that_runs_a_day_ahead_and_is_put_right_says_each_thing_once(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.catches_up()
    goes_wrong(talk, hours=24)
    await until(talk, 2, 11)
    ahead = await reminded(wang)
    assert len(ahead) == 1, "one message for all that came"
    assert NUMBER in ahead[0].text
    goes_wrong(talk, hours=0)
    await until(talk, 2, 16)
    assert await reminded(wang) == []
    assert (await talk.report(NUMBER)).level == 1, "its limit is over now, by the right clock"
    await until(talk, 3, 16)
    steps = await fired(talk, NUMBER)
    assert len(steps) == len(set(steps))
    assert "sign.rise2#1" in steps


async def test_books_that_are_locked_for_a_minute_lose_nothing_and_double_nothing(
    talk: Talk, chen: Actor, wang: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chen.says(LEAK)
    await wang.catches_up()
    await until(talk, 2, 10, 59)
    monkeypatch.setattr(conversing, "PAUSE", 0.01)
    with impatient(talk), locked(talk):
        for _ in range(6):
            talk.passes(10)
            assert await talk.conversing.work(), "it tries again"
    assert await fired(talk, NUMBER) == []
    await until(talk, 2, 11, 1)
    (said,) = await reminded(wang)
    assert NUMBER in said.text
    assert await fired(talk, NUMBER) == ["sign.remind#1"]
    await until(talk, 2, 11, 30)
    assert await reminded(wang) == []


@contextmanager
def locked(talk: Talk) -> Iterator[None]:
    """Another programme writes in the books, and does not come to an end."""
    with closing(sqlite3.connect(str(talk.books.engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def impatient(talk: Talk) -> Iterator[None]:
    """The books wait a moment for another's writing instead of half a minute."""

    def at_once(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=10")

    event.listen(talk.books.engine, "connect", at_once)
    talk.books.engine.dispose()
    yield
    event.remove(talk.books.engine, "connect", at_once)
    talk.books.engine.dispose()


async def test_after_two_hours_without_telegram_one_message_says_what_is_still_right(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await chen.says("5号楼停水了")
    card = await wang.card(SECOND)
    await wang.catches_up()
    await chen.catches_up()
    talk.meant.add("Internal Server Error")
    await talk.sandbox.does("faults", kind="500", methods=["sendMessage", "editMessageText"])
    await until(talk, 2, 10, 40)
    await until(talk, 2, 11, 1)
    await wang.taps("签收", card)
    await until(talk, 2, 12, 1)
    await talk.sandbox.does("faults", kind="none")
    await until(talk, 2, 12, 41)
    await until(talk, 2, 13)
    said = await reminded(wang)
    assert len(said) == 1, [one.text for one in said]
    assert NUMBER in said[0].text
    assert SECOND not in said[0].text
    assert await fired(talk, NUMBER) == ["sign.remind#1", "sign.late#1"]
