"""Whoever stands on a list by name and signs in too is counted once, unless the organiser says that they are two."""

from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col

from fieldwork.activities import Unit
from fieldwork.people import RoleKind
from storage import activities, attending, people, tallies
from storage.tables import PersonRow
from tests.cast import BUILDING_6
from tests.conversations.test_signing_in import DAY, NUMBER, begins, there
from tests.talk import Actor, Talk


async def names(talk: Talk) -> list[tuple[str, bool]]:
    """Who is on the list, and whether as a person."""
    return [(one.name, one.person_id is not None) for one in await there(talk)]


async def namesake(talk: Talk, name: str, place: str, account: int | None = None) -> int:
    """Somebody else of that name who heads a building."""

    def enter(session: Session) -> int:
        one = people.enter(session, account, name, "", talk.clock.now())
        people.grant(session, one, RoleKind.BUILDING_HEAD, place, date(2026, 3, 1))
        return one.id

    return await talk.books.write(enter)


async def test_who_signed_in_and_is_written_down_too_is_one(talk: Talk, wang: Actor, chen: Actor) -> None:
    await chen.says(await begins(wang))
    await chen.taps("签到")
    await wang.taps("加名字")
    heard = await wang.says("陈桂芳 李阿婆")
    assert "👤 陈桂芳已经扫码签到，算同一个人。" in heard
    assert "2 人 · 2 人次" in heard
    assert await names(talk) == [("陈桂芳", True), ("李阿婆", False)]


async def test_who_was_written_down_and_signs_in_then_is_one(talk: Talk, wang: Actor, zhou: Actor) -> None:
    opens = await begins(wang)
    await wang.taps("加名字")
    await wang.says("周小燕 李阿婆")
    assert await names(talk) == [("周小燕", False), ("李阿婆", False)], "a resident is not looked for by name"
    await zhou.says(opens)
    assert "✅ 签到了：周小燕" in await zhou.taps("签到")
    assert "👤 您写的周小燕扫码签到了，算同一个人。" in await wang.hears()
    assert await names(talk) == [("周小燕", True), ("李阿婆", False)]
    assert "已经签过到了" in (await zhou.taps("签到")).answer


async def test_who_was_written_down_and_signs_in_on_another_day_is_one_of_人(
    talk: Talk, wang: Actor, zhou: Actor
) -> None:
    opens = await begins(wang, "消防培训")
    await wang.taps("加名字")
    await wang.says("周小燕")
    talk.passes(DAY)
    await zhou.says(opens)
    await zhou.taps("签到")
    assert "1 人 · 2 人次" in await wang.taps("结束签到")


async def test_hours_of_a_written_name_are_those_of_whom_the_station_knows(
    talk: Talk, wang: Actor, chen: Actor, zhang: Actor
) -> None:
    await begins(wang)
    await wang.taps("加名字")
    heard = await wang.says("陈桂芳 李阿婆")
    assert "👤 陈桂芳是站里认识的人，时长记到本人名下。" in heard
    await wang.taps("志愿时长")
    await wang.says("2小时")
    await wang.taps("结束签到")
    await wang.taps("对，记下")
    await zhang.says(NUMBER)
    await zhang.taps("核实，计入")
    assert "🕒 我的志愿时长 2026年：2 小时" in await chen.says("我的时长")
    serial = (await talk.report(NUMBER)).serial
    lines = await talk.asks(lambda s: tallies.of_record(s, serial))
    told = {(line.name, line.unit): line.number for line in lines}
    assert told["volunteer_hours", "小时"] == 4
    assert told["publicity", "人"] == 2


async def test_hours_given_to_a_written_name_are_theirs_who_signs_in_then(wang: Actor, zhou: Actor) -> None:
    opens = await begins(wang)
    await wang.taps("加名字")
    await wang.says("周小燕")
    await wang.taps("志愿时长")
    await wang.says("2小时")
    await zhou.says(opens)
    await zhou.taps("签到")
    assert "站里还没核对：2 小时" in await zhou.says("我的时长")


async def test_the_organiser_says_that_they_are_two(talk: Talk, wang: Actor, chen: Actor) -> None:
    await chen.says(await begins(wang))
    await chen.taps("签到")
    await wang.taps("加名字")
    await wang.says("陈桂芳")
    heard = await wang.taps("不是同一个人")
    assert "好的，另一位陈桂芳在名单上写作“陈桂芳（另一位）”。" in heard
    assert await names(talk) == [("陈桂芳", True), ("陈桂芳（另一位）", False)]
    assert "已经记下了" in (await wang.taps("不是同一个人")).answer
    assert len(await there(talk)) == 2


async def test_who_signed_in_stays_there_when_the_written_one_is_another(
    talk: Talk, wang: Actor, zhou: Actor
) -> None:
    opens = await begins(wang)
    await wang.taps("加名字")
    await wang.says("周小燕")
    await zhou.says(opens)
    await zhou.taps("签到")
    await wang.hears()
    await wang.taps("不是同一个人")
    assert sorted(await names(talk)) == [("周小燕", True), ("周小燕（另一位）", False)]


async def test_a_list_that_has_ended_counts_again_who_are_two(talk: Talk, wang: Actor, chen: Actor) -> None:
    await chen.says(await begins(wang))
    await chen.taps("签到")
    await wang.taps("加名字")
    heard = await wang.says("陈桂芳")
    key = next(found for said in heard.messages if (found := said.key("不是同一个人")))
    await wang.taps("结束签到")
    await wang.taps_data(key.data, key.message)
    serial = (await talk.report(NUMBER)).serial
    counts = await talk.asks(lambda s: activities.counts(s, serial))
    assert counts[Unit.PEOPLE] == 2


async def test_of_two_who_are_known_by_the_name_none_is_chosen(talk: Talk, wang: Actor, li: Actor) -> None:
    await namesake(talk, "李国柱", BUILDING_6)
    await begins(wang)
    await wang.taps("加名字")
    heard = await wang.says("李国柱")
    assert "不止一位叫李国柱。您写的是哪一位？" in heard
    assert {"西湖社区西湖花园5号楼", "西湖社区西湖花园6号楼", "都不是"} <= {
        label for said in heard.messages for label in said.labels
    }
    assert await names(talk) == [("李国柱", False)]
    assert "好的，是李国柱（西湖社区西湖花园5号楼）" in await wang.taps("西湖社区西湖花园5号楼")
    person = await talk.asks(lambda s: people.by_account(s, li.member.account))
    assert person is not None
    assert [one.person_id for one in await there(talk)] == [person.id]
    assert "已经记下了" in (await wang.taps("西湖社区西湖花园6号楼")).answer


async def test_of_two_of_the_name_one_signs_in_and_the_organiser_says_who_was_written(
    talk: Talk, wang: Actor, li: Actor
) -> None:
    await namesake(talk, "李国柱", BUILDING_6)
    opens = await begins(wang)
    await wang.taps("加名字")
    await wang.says("李国柱")
    await li.says(opens)
    await li.taps("签到")
    assert "不止一位叫李国柱" in await wang.hears()
    assert len(await there(talk)) == 2, "until it is said"
    await wang.taps("西湖社区西湖花园5号楼")
    assert await names(talk) == [("李国柱", True)]


async def test_a_name_that_two_have_signed_in_by_may_be_a_third(
    talk: Talk, wang: Actor, li: Actor, huang: Actor
) -> None:
    opens = await begins(wang)
    theirs = update(PersonRow).where(col(PersonRow.account) == huang.member.account)
    await talk.books.write(lambda s: s.execute(theirs.values(name="李国柱")))
    for one in (li, huang):
        await one.says(opens)
        await one.taps("签到")
    await wang.taps("加名字")
    assert "名单上不止一位李国柱。您写的是另外一位吗？" in await wang.says("李国柱")
    assert len(await there(talk)) == 2
    await wang.taps("是另外一位")
    assert [one.name for one in await there(talk)] == ["李国柱", "李国柱", "李国柱（另一位）"]


async def test_nobody_else_says_who_is_on_a_list(talk: Talk, wang: Actor, chen: Actor, zhang: Actor) -> None:
    await chen.says(await begins(wang))
    await chen.taps("签到")
    await wang.taps("加名字")
    heard = await wang.says("陈桂芳")
    key = next(found for said in heard.messages if (found := said.key("不是同一个人")))
    await zhang.says("待办")
    assert "不是您的" in (await zhang.taps_data(key.data, (await zhang.newest()).id)).answer


async def test_the_name_of_a_known_person_who_is_another_gets_no_hours(
    talk: Talk, wang: Actor, chen: Actor
) -> None:
    await begins(wang)
    await wang.taps("加名字")
    await wang.says("陈桂芳")
    await wang.taps("不是同一个人")
    await wang.taps("志愿时长")
    await wang.says("2小时")
    assert "还没有确认过" in await chen.says("我的时长")
    serial = (await talk.report(NUMBER)).serial
    assert await talk.asks(lambda s: attending.hours(s, serial)) == 2


async def test_another_of_the_name_who_signs_in_is_told_of_and_may_be_the_written_one(
    talk: Talk, wang: Actor, zhou: Actor
) -> None:
    await namesake(talk, "周小燕", BUILDING_6)
    opens = await begins(wang)
    await wang.taps("加名字")
    assert "周小燕是站里认识的人" in await wang.says("周小燕")
    await zhou.says(opens)
    await zhou.taps("签到")
    heard = await wang.hears()
    assert "👤 名单上有两位周小燕，按两个人算。" in heard
    assert "2 人 · 2 人次\n周小燕、周小燕\n" in await wang.says("签到")
    assert "好的，周小燕算一个人，就是扫码签到的那位。" in await wang.taps("是同一个人")
    person = await talk.asks(lambda s: people.by_account(s, zhou.member.account))
    assert person is not None
    assert [one.person_id for one in await there(talk)] == [person.id]
    assert "已经记下了" in (await wang.taps("是同一个人")).answer


async def test_a_name_that_stands_there_is_written_once_or_is_another(
    talk: Talk, wang: Actor, lin: Actor
) -> None:
    await lin.says(await begins(wang))
    await lin.taps("签到")
    await wang.taps("加名字")
    assert "👤 林一帆已经在名单上，算同一个人。" in await wang.says("林一帆")
    assert await names(talk) == [("林一帆", False)]
    await wang.taps("不是同一个人")
    assert await names(talk) == [("林一帆", False), ("林一帆（另一位）", False)]
    assert "已经记下了" in (await wang.taps("不是同一个人")).answer


async def test_a_stranger_who_signs_in_by_a_written_name_is_counted_once_and_that_is_said(
    talk: Talk, wang: Actor, lin: Actor
) -> None:
    opens = await begins(wang)
    await wang.taps("加名字")
    await wang.says("林大明 李阿婆")
    await lin.says(opens)
    assert "已经签过到了" in await lin.says("林大明")
    heard = await wang.hears()
    assert "👤 有人签到，写的也是林大明，名单上已有这个名字，只算一个人。" in heard
    await lin.says(opens)
    await lin.says("林大明")
    assert not (await wang.hears()).messages, "whoever scans twice is told of once"
    heard = await wang.taps("不是同一个人")
    assert "好的，另一位林大明在名单上写作“林大明（另一位）”。" in heard
    assert await names(talk) == [("林大明", False), ("李阿婆", False), ("林大明（另一位）", False)]
    assert "已经记下了" in (await wang.taps("不是同一个人")).answer


async def test_two_strangers_of_one_name_are_told_of(talk: Talk, wang: Actor, lin: Actor) -> None:
    opens = await begins(wang)
    await lin.says(opens)
    assert "✅ 签到了：周小燕" in await lin.says("周小燕")
    await wang.catches_up()
    await lin.says(opens)
    await lin.says("周小燕")
    assert "写的也是周小燕" in await wang.hears()
    await wang.taps("不是同一个人")
    assert len(await there(talk)) == 2


async def test_a_stranger_of_the_name_of_somebody_who_signed_in_is_another_until_it_is_said(
    talk: Talk, wang: Actor, chen: Actor, lin: Actor
) -> None:
    opens = await begins(wang)
    await chen.says(opens)
    await chen.taps("签到")
    await wang.catches_up()
    await lin.says(opens)
    await lin.says("陈桂芳")
    assert "👤 名单上有两位陈桂芳" in await wang.hears()
    assert len(await there(talk)) == 2
    await wang.taps("是同一个人")
    assert await names(talk) == [("陈桂芳", True)]
