"""People sign in at an event by its link; the list gives 人 and 人次, and the hours that its organiser confirms."""

import re

import pytest
from sqlmodel import Session

from bot.rules import load_rules
from fieldwork.activities import ActivityKind, Attendance, Stage, Unit
from fieldwork.figures import TRAINED
from storage import activities, attending, figures, forgetting, network, tallies
from storage.figures import Asked
from tests.cast import XIHU
from tests.talk import Actor, Talk

DAY = 86_400
NUMBER = "A-10001-6"
LINK = re.compile(r"\?start=(sign_\w+)")


async def begins(actor: Actor, what: str = "消防讲座") -> str:
    """Begins a list; gives what its link sends."""
    found = LINK.search((await actor.says(f"开始签到 {what}")).text)
    assert found is not None
    return f"/start {found[1]}"


def accepted(session: Session, serial: int) -> None:
    activity = activities.by_serial(session, serial)
    assert activity is not None
    assert activities.change(session, activity, stage=Stage.ACCEPTED)


async def there(talk: Talk) -> list[Attendance]:
    serial = (await talk.report(NUMBER)).serial
    return await talk.asks(lambda s: attending.there(s, serial))


async def counts_of(talk: Talk) -> dict[Unit, float]:
    serial = (await talk.report(NUMBER)).serial
    return await talk.asks(lambda s: activities.counts(s, serial))


async def test_signing_in_from_start_to_end(talk: Talk, wang: Actor, chen: Actor) -> None:
    heard = await wang.says("开始签到 消防讲座")
    assert f"📋 签到 · 消防讲座 · {NUMBER}\n📝 宣讲宣传\n名单上还没有人" in heard
    assert heard.labels == ["签到二维码", "加名字", "结束签到", "志愿时长"]
    found = LINK.search(heard.text)
    assert found is not None
    heard = await chen.says(f"/start {found[1]}")
    assert "消防讲座 · 3月2日" in heard
    assert "名单上会写：陈桂芳" in heard
    assert "✅ 签到了：陈桂芳 · 消防讲座" in await chen.taps("签到")
    assert "加名字" in (await wang.hears()).labels
    await wang.taps("加名字")
    assert "3 人 · 3 人次" in await wang.says("李阿婆 赵大爷")
    heard = await wang.taps("结束签到")
    assert f"📝 {NUMBER} · 请核对" in heard
    assert "3 人 · 3 人次" in heard.messages[-1].text
    await wang.taps("对，记下")
    assert {
        unit: many
        for unit, many in (await counts_of(talk)).items()
        if unit in (Unit.PEOPLE, Unit.PERSON_TIMES)
    } == {
        Unit.PEOPLE: 3,
        Unit.PERSON_TIMES: 3,
    }


async def test_the_code_is_a_picture(talk: Talk, wang: Actor) -> None:
    await begins(wang)
    heard = await wang.taps("签到二维码")
    assert len(heard.photos) == 1
    assert "扫码签到 · 消防讲座" in heard.photos[0].text


async def test_who_signs_in_on_two_days_is_one_of_人_and_two_人次(
    talk: Talk, wang: Actor, chen: Actor
) -> None:
    opens = await begins(wang, "消防培训")
    for _ in range(2):
        await chen.says(opens)
        await chen.taps("签到")
        assert "已经签过到了" in (await chen.taps("签到")).answer
        talk.passes(DAY)
    await wang.taps("结束签到")
    counts = await counts_of(talk)
    assert (counts[Unit.PEOPLE], counts[Unit.PERSON_TIMES]) == (1, 2)


async def test_a_stranger_is_on_the_list_and_becomes_nothing(talk: Talk, wang: Actor, lin: Actor) -> None:
    opens = await begins(wang)
    heard = await lin.says(opens)
    assert "名单上会写：" in heard
    assert "除了名字，不留别的" in heard
    assert "✅ 签到了：林大明" in await lin.says("林大明")
    assert [(one.name, one.person_id) for one in await there(talk)] == [("林大明", None)]
    assert "需要先加入" in await lin.says("有人吗")
    assert not any("林大明" in body for body in await talk.bodies())


async def test_a_strangers_tap_takes_the_name_of_their_app(talk: Talk, wang: Actor, lin: Actor) -> None:
    await lin.says(await begins(wang))
    await lin.taps("签到")
    assert [one.name for one in await there(talk)] == ["林一帆"]


async def test_a_list_that_is_closed_takes_nobody(talk: Talk, wang: Actor, chen: Actor) -> None:
    opens = await begins(wang)
    await chen.says(opens)
    await wang.taps("结束签到")
    assert "已经结束" in (await chen.taps("签到")).answer
    assert "已经结束" in await chen.says(opens)
    assert "已经结束" in await chen.says("/start sign_abcdefghjk")
    await wang.taps("重新开放")
    assert "✅ 签到了" in await chen.taps("签到")


async def test_a_list_that_is_ended_twice_asks_for_no_other_tap(talk: Talk, wang: Actor, chen: Actor) -> None:
    await chen.says(await begins(wang))
    await chen.taps("签到")
    ends = next(key for said in await wang.chat() if (key := said.key("结束签到")))
    await wang.taps("结束签到")
    await wang.taps("对，记下")
    assert (await wang.taps_data(ends.data, ends.message)).answer == "这个已经结束了。"
    activity, _ = await talk.activity(NUMBER)
    assert activity.stage is Stage.SUBMITTED


async def test_nobody_ends_the_list_of_somebody_else(talk: Talk, wang: Actor, zhang: Actor) -> None:
    await begins(wang)
    key = (await wang.newest()).key("结束签到")
    assert key is not None
    await zhang.says("待办")
    assert "不是您的" in (await zhang.taps_data(key.data, (await zhang.newest()).id)).answer


async def test_an_activity_that_was_told_gets_its_list(talk: Talk, wang: Actor, chen: Actor) -> None:
    await wang.says("今天社区活动1场20人次")
    await chen.says(await begins(wang, NUMBER))
    await chen.taps("签到")
    assert len(await there(talk)) == 1


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("消防培训签到", ActivityKind.TRAINING),
        ("讲座签到", ActivityKind.PUBLICITY),
        ("开始签到 楼长培训", ActivityKind.TRAINING),
    ],
)
async def test_words_that_tell_the_kind_are_not_asked_for_it(
    talk: Talk, wang: Actor, said: str, kind: ActivityKind
) -> None:
    heard = await wang.says(said)
    assert f"📋 签到 · {said.removeprefix('开始签到 ').removesuffix('签到')} · {NUMBER}" in heard
    assert "是哪一种活动" not in heard
    assert (await talk.activity(NUMBER))[0].kind is kind


async def test_the_kind_that_no_word_tells_is_asked_once(talk: Talk, wang: Actor) -> None:
    heard = await wang.says("开始签到 春日相聚")
    assert "是哪一种活动" in heard
    assert heard.labels[-6:] == ["社区活动", "培训", "宣讲宣传", "小组服务", "公益慈善活动", "其他…"]
    heard = await wang.taps("培训")
    assert f"📋 签到 · 春日相聚 · {NUMBER}\n📝 培训\n" in heard
    await wang.taps("加名字")
    await wang.says("李阿婆 赵大爷")
    heard = await wang.taps("结束签到")
    assert "是哪一种活动" not in heard
    assert "🔢 1 场 · 2 人 · 2 人次" in heard
    assert (await talk.activity(NUMBER))[0].kind is ActivityKind.TRAINING


async def test_a_kind_that_nobody_said_is_asked_again_when_the_list_ends(talk: Talk, wang: Actor) -> None:
    await wang.says("开始签到 春日相聚")
    await wang.taps("加名字")
    await wang.says("李阿婆 赵大爷")
    assert "是哪一种活动" in await wang.taps("结束签到")
    assert "🔢 1 场 · 2 人 · 2 人次" in await wang.taps("社区活动")
    assert (await talk.activity(NUMBER))[0].kind is ActivityKind.COMMUNITY_ACTIVITY


async def test_a_list_of_nothing_but_its_kind_is_begun_by_a_tap_and_twice_is_one(
    talk: Talk, wang: Actor
) -> None:
    heard = await wang.says("签到")
    assert "也可以直接点是哪一种" in heard
    key = heard.messages[-1].key("培训")
    assert key is not None
    assert f"📋 签到 · 培训 · {NUMBER}\n📝 培训" in await wang.taps("培训")
    await wang.taps_data(key.data, key.message)
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize("said", ["培训怎么签到", "昨天培训没签到", "消防栓坏了没人签到"])
async def test_what_only_speaks_of_signing_in_begins_no_list(wang: Actor, said: str) -> None:
    assert "📋 签到" not in await wang.says(said)


async def test_who_is_forgotten_leaves_no_name_on_a_list(talk: Talk, wang: Actor, chen: Actor) -> None:
    await chen.says(await begins(wang))
    await chen.taps("签到")
    person = (await there(talk))[0].person_id or 0
    await talk.books.write(lambda s: forgetting.forget(s, person, None, talk.clock.now()))
    assert [(one.person_id, one.name) for one in await there(talk)] == [(person, "")]


# -- hours ------------------------------------------------------------------------------------------


async def test_hours_are_confirmed_by_the_organiser(talk: Talk, wang: Actor, chen: Actor, li: Actor) -> None:
    opens = await begins(wang)
    for actor in (chen, li):
        await actor.says(opens)
        await actor.taps("签到")
    assert "还没有确认过" in await chen.says("我的时长")
    assert "志愿者每人多长时间" in await wang.taps("志愿时长")
    assert "✅ 已确认，共 4 小时。" in await wang.says("2小时")
    assert "共 3.5 小时。" in await wang.says("李国柱 90分钟")
    assert "名单上没有：王五" in await wang.says("王五 1小时")
    serial = (await talk.report(NUMBER)).serial
    assert await talk.asks(lambda s: attending.hours(s, serial)) == 3.5
    heard = await chen.says("我的时长")
    assert "🕒 我的志愿时长 2026年：0 小时" in heard
    assert "站里还没核对：2 小时" in heard


async def test_hours_are_said_as_people_say_them(talk: Talk, wang: Actor, chen: Actor, li: Actor) -> None:
    opens = await begins(wang)
    for actor in (chen, li):
        await actor.says(opens)
        await actor.taps("签到")
    await wang.taps("加名字")
    await wang.says("赵大爷")
    await wang.taps("志愿时长")
    assert "共 6 小时。" in await wang.says("每人2小时")
    assert "共 5 小时。" in await wang.says("陈桂芳、李国柱 1小时半")
    assert "共 3 小时。" in await wang.says("赵大爷没来")
    assert "不会替您分到每个人" in await wang.says("共20小时")
    heard = await wang.says("王五 2小时")
    assert "名单上没有：王五" in heard
    assert len(await talk.reports()) == 1


async def test_a_report_is_no_name_while_names_or_hours_are_asked_for(
    talk: Talk, wang: Actor, chen: Actor
) -> None:
    await chen.says(await begins(wang))
    await chen.taps("签到")
    await wang.taps("加名字")
    assert "收到了 · N-10002-4" in await wang.says("电梯坏了")
    assert [one.name for one in await there(talk)] == ["陈桂芳"]
    await wang.taps("志愿时长")
    talk.passes(3700)
    assert "收到了 · N-10003-2" in await wang.says("停水2小时")
    talk.passes(60)
    await wang.taps("志愿时长")
    assert "✅ 已确认，共 2 小时。" in await wang.says("2小时")


async def test_nobody_has_hours_where_none_of_the_names_is_on_the_list(wang: Actor) -> None:
    await begins(wang)
    await wang.taps("加名字")
    await wang.says("赵大爷")
    await wang.taps("志愿时长")
    heard = await wang.says("王五 2小时")
    assert "还没有记下任何人的时长。\n名单上没有：王五" in heard
    assert "已确认" not in heard


async def test_the_station_sees_the_hours_that_it_accepts(talk: Talk, chen: Actor, wang: Actor) -> None:
    await begins(chen)
    await chen.taps("加名字")
    await chen.says("李阿婆 赵大爷")
    await chen.taps("结束签到")
    await chen.taps("对，记下")
    assert "志愿时长" not in await wang.card_text(NUMBER)
    await chen.taps("志愿时长")
    await chen.says("2小时")
    for card in (await chen.card_text(NUMBER), await wang.card_text(NUMBER)):
        assert "2 人 · 2 人次\n🕒 志愿时长 4 小时\n" in card


async def test_ones_own_hours_count_once_accepted(talk: Talk, chen: Actor, li: Actor) -> None:
    await li.says(await begins(chen))
    await li.taps("签到")
    await chen.taps("志愿时长")
    await chen.says("一个半小时")
    serial = (await talk.report(NUMBER)).serial
    await talk.books.write(lambda s: accepted(s, serial))
    assert "🕒 我的志愿时长 2026年：1.5 小时" in await li.says("我的时长")
    heard = await li.taps("打印用的一页")
    assert [said.document for said in heard.messages if said.document] == ["志愿时长 2026.pdf"]


async def test_hours_stand_in_the_figures_once_the_station_accepts(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await begins(chen)
    await chen.taps("加名字")
    await chen.says("李阿婆 赵大爷")
    await chen.taps("志愿时长")
    await chen.says("2小时")
    await chen.taps("结束签到")
    await chen.taps("对，记下")
    await wang.taps("核实", await wang.card(NUMBER))
    serial = (await talk.report(NUMBER)).serial
    lines = await talk.asks(lambda s: tallies.of_record(s, serial))
    assert ("volunteer_hours", "小时", 4) in [(line.name, line.unit, line.number) for line in lines]


async def test_the_station_sees_the_list_as_an_activity(talk: Talk, chen: Actor, wang: Actor) -> None:
    await begins(chen)
    await chen.taps("加名字")
    await chen.says("李阿婆")
    await chen.taps("结束签到")
    assert "1 人 · 1 人次" in await wang.card_text(NUMBER)


async def test_who_was_trained_is_each_counted_once_whether_known_or_by_name(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    for number, there in (("A-10001-6", "陈桂芳 李阿婆 赵大爷"), ("A-10002-4", "陈桂芳 李阿婆")):
        await wang.says("消防培训签到")
        await wang.taps("加名字")
        await wang.says(there)
        await wang.taps("结束签到")
        await wang.taps("对，记下")
        await zhang.says(number)
        await zhang.taps("核实，计入")
    day = talk.clock.now().date()
    asked = Asked(await talk.asks(network.load), XIHU, day, day, load_rules())
    told = await talk.asks(lambda s: figures.figures(s, asked, [TRAINED]))
    assert [one.number for one in told] == [3]
