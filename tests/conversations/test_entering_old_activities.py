"""待登记: what was noted before there were records is listed for its station, told once, and entered by a tap."""

from datetime import date

from sqlalchemy import delete
from sqlmodel import Session, col

from fieldwork.activities import Stage, Unit
from storage import activities, reports
from storage.tables import ActivityRow, CountRow, Fact
from tests.conversations.test_transcripts_of_duty import untrue
from tests.talk import Actor, Talk

VISITED, NUMBER, SECOND = "4号楼入户走访5户12人次", "A-10001-6", "A-10002-4"
DAY = 24 * 3600


def forget_records(session: Session) -> None:
    """As it was before there were any."""
    for table in (ActivityRow, CountRow):
        session.execute(delete(table))
    session.execute(delete(Fact).where(col(Fact.name) == activities.UNENTERED))


async def were_noted_before(talk: Talk, chen: Actor, wang: Actor, *told: str) -> None:
    for words in told:
        await chen.says(words)
        talk.passes(600)
    await wang.catches_up()
    await talk.books.write(forget_records)
    talk.passes(3_601)


async def test_what_was_noted_before_is_told_once_and_entered_by_a_tap(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await were_noted_before(talk, chen, wang, VISITED)
    heard = await wang.hears_now()
    assert "📝 西湖站还有 1 件以前记下的活动没登记，登记了才能核实、计入统计。" in heard
    assert heard.labels == ["📝 待登记 · 1"]
    heard = await wang.taps("待登记")
    assert f"以前记下、还没登记的活动：\n{NUMBER} · 凤城街道西湖社区西湖花园4号楼" in heard
    await chen.catches_up()
    heard = await wang.taps(f"➕ {NUMBER}")
    assert heard.answer == f"{NUMBER} 登记好了，等报的人核对数字。"
    assert "这里没有要办的" in heard
    heard = await chen.hears_now()
    assert f"📝 {NUMBER} · 请核对" in heard
    activity, counts = await talk.activity(NUMBER)
    assert (activity.stage, activity.held_on) == (Stage.DRAFT, date(2026, 3, 2))
    assert (counts[Unit.HOUSEHOLDS], counts[Unit.PERSON_TIMES]) == (5, 12)
    assert untrue(talk, ("entering_old_activities",)) == [], "as the transcript tells it"
    await chen.taps("对，记下")
    assert "活动（待核实）" in await wang.card_text(NUMBER)
    talk.passes(2 * DAY)
    assert "没登记" not in await wang.hears_now(), "once"
    assert "没登记" not in await zhang.hears_now(), "one of them"


async def test_it_stands_in_the_list_of_what_is_to_be_checked(talk: Talk, chen: Actor, wang: Actor) -> None:
    await were_noted_before(talk, chen, wang, VISITED, "4号楼入户走访3户")
    await talk.settle()
    heard = await wang.says("待办")
    assert "活动待核实 · 0" in heard.labels
    heard = await wang.taps("活动待核实")
    assert "📝 待登记 · 2" in heard.labels
    await wang.taps("待登记")
    await wang.taps(f"➕ {SECOND}")
    assert (await wang.newest()).labels == [f"➕ {NUMBER}", "📋 待办"]
    await chen.taps_data("enter:2711:0:", (await chen.card(NUMBER)).id)  # 登记 on the own card
    assert "已经登记过了" in (await wang.taps(f"➕ {NUMBER}")).answer


async def test_what_nobody_can_be_asked_about_waits_for_the_station(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await were_noted_before(talk, chen, wang, VISITED)
    await talk.settle()
    await chen.blocks()
    await wang.taps("待登记")
    assert "等站里核实" in (await wang.taps(f"➕ {NUMBER}")).answer
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED
    await wang.says(NUMBER)
    await wang.taps("核实，计入")
    assert (await talk.activity(NUMBER))[0].stage is Stage.ACCEPTED


async def test_another_station_neither_sees_nor_enters_it(
    talk: Talk, chen: Actor, wang: Actor, zhao: Actor
) -> None:
    await were_noted_before(talk, chen, wang, VISITED)
    await wang.hears_now()
    key = (await wang.taps("待登记")).messages[-1].key(NUMBER)
    assert key is not None
    await zhao.taps_data(key.data, key.message)
    serial = (await talk.report(NUMBER)).serial
    assert await talk.asks(lambda s: activities.by_serial(s, serial)) is None
    assert await talk.asks(lambda s: activities.unentered(s, ["441802006027"], 9)) == []


async def test_what_was_erased_is_not_listed(talk: Talk, chen: Actor, wang: Actor) -> None:
    await were_noted_before(talk, chen, wang, VISITED)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, erased_at=talk.clock.now()))
    assert "没登记" not in await wang.hears_now()
