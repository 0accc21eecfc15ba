"""A station does not work on some days: its head says so, and every limit there moves."""

from datetime import datetime

import pytest

from bot.means import Means
from fieldwork.calendars import Calendar
from fieldwork.timetable import Sheet, limits
from storage import duties, outbox
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks

LIGHT, NUMBER = "4号楼楼道灯坏了", "N-10001-6"
HOUR, DAY = 3600, 86_400


async def limit(talk: Talk, means: Means) -> datetime:
    """When the report has to be done, as it is reckoned now."""
    report, events = await talk.report(NUMBER), await talk.events(NUMBER)
    calendar: Calendar = means.calendars(await talk.asks(duties.closures)).of(report.station)
    return limits(Sheet(report, events, means.rules, calendar))["done"]


async def test_closing_days_from_start_to_end(
    talk: Talk, means: Means, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await wang.taps("联系了")
    talk.passes(60)
    await talk.settle()
    before, due = await limit(talk, means), (await talk.report(NUMBER)).next_due
    assert "📴 还没有登记休息日" in await luo.says("休息")
    heard = await luo.says("西湖站 3-4到3-5 休息 盘点")
    assert "📴 西湖站 03-04 到 03-05休息：盘点。" in heard
    assert "时限往后顺延" in heard
    assert "📴 西湖站 03-04 到 03-05休息：盘点。" in await wang.hears()
    talk.passes(60)
    await talk.settle()
    moved, moved_due = await limit(talk, means), (await talk.report(NUMBER)).next_due
    assert (moved - before).days == 2
    assert due is not None
    assert moved_due is not None
    assert moved_due > due, "the next mark comes later too"

    await luo.says("值班")
    assert "03-04 周三 没有人（休息）" in await luo.taps("西湖站")
    await luo.says("休息")
    heard = await luo.taps("照常上班")
    assert "☀️ 西湖站 03-04 到 03-05照常上班。" in heard
    assert "照常上班" in await wang.hears()
    talk.passes(60)
    await talk.settle()
    assert (await limit(talk, means), (await talk.report(NUMBER)).next_due) == (before, due)


async def test_a_mark_that_would_have_come_does_not(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    """Nobody signs: the limit of four working hours would end on Monday at 16:00."""
    await chen.says(LIGHT)
    await luo.says("西湖站 今天 休息 停电")
    talk.passes(7 * HOUR)
    await talk.settle()
    assert (await talk.report(NUMBER)).level == 0
    talk.passes(DAY)
    await talk.settle()
    assert (await talk.report(NUMBER)).level == 1


@pytest.mark.parametrize(
    "said", ["休息 12-31 盘点", "休息日 12-31 盘点", "放假 12月31日 盘点", "本站 12-31 休息 盘点"]
)
async def test_without_a_name_it_is_the_own_station(talk: Talk, luo: Actor, said: str) -> None:
    heard = await luo.says(said)
    assert "12-31 周四休息：盘点。" in heard
    (kept,) = await talk.asks(duties.closures)
    assert (kept.station, kept.reason) == ("441802006", "盘点")


async def test_a_reason_is_not_needed_and_days_that_are_over_are_refused(talk: Talk, luo: Actor) -> None:
    assert "03-04 周三休息。" in await luo.says("休息 3-4")
    assert "最多一年" in await luo.says("休息 3-1")


async def test_only_heads_close_a_station(talk: Talk, wang: Actor, chen: Actor) -> None:
    assert "由站长登记" in await wang.says("休息")
    await wang.says("西湖站 3-4 休息 盘点")
    await chen.says("本站 3-4 休息 盘点")
    assert not await talk.asks(duties.closures)


async def test_what_is_written_of_a_room_for_resting_is_a_report(talk: Talk, luo: Actor) -> None:
    await luo.says("西湖花园4号楼 3-4 休息室漏水")
    assert len(await talk.reports()) == 1


async def test_only_the_own_reports_are_reckoned_anew(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    talk.passes(60)
    await talk.settle()
    cards = await talk.asks(outbox.waiting)
    await luo.says("东门站 3-4到3-5 休息")
    told = await talk.asks(outbox.waiting)
    talk.passes(120)
    await talk.settle()
    assert await talk.asks(outbox.waiting) == told != cards, "no card of another station is written anew"
