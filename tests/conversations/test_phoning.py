"""The second question, and the telephone: what happens when a reporter does not say whether it is solved."""

import pytest

from fieldwork.reminders import Reminder
from storage import people, reminders
from tests.conversations.clockwork import until
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
LIGHT, LEAK, NUMBER = "4号楼楼道灯坏了", "4号楼化粪池漏了", "N-10001-6"


async def finished(chen: Actor, wang: Actor, words: str = LIGHT) -> None:
    """On Monday the 2nd at ten."""
    await chen.says(words)
    await finishes(wang)


async def finishes(worker: Actor) -> None:
    for answer in ("联系了", "办结", "已清理干净"):
        await worker.taps(answer)


async def is_to_be_rung(talk: Talk, chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    await until(talk, 5, 10)


async def to_ring(talk: Talk) -> list[Reminder]:
    rows = await talk.asks(lambda s: reminders.about(s, "report:10001"))
    return [row for row in rows if row.step.startswith("day.ring")]


async def test_the_question_is_asked_once_more_after_two_working_days(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await finished(chen, wang)
    first = await chen.newest()
    await chen.catches_up()
    await until(talk, 4, 9, 59)
    assert not (await chen.hears()).sounds
    await until(talk, 4, 10)
    heard = await chen.hears()
    (asked,) = heard.sounds
    assert asked.startswith("🙏 再问您一次，点一下就好。\n🛠 N-10001-6 处理好了。")
    assert heard.labels == ["解决了", "解决了一部分", "还没解决"]
    assert not next(said for said in await chen.chat() if said.id == first.id).labels
    await until(talk, 4, 17)
    assert not (await chen.hears()).sounds
    assert "满意吗" in await chen.taps("解决了")


async def test_who_answered_is_not_asked_again(talk: Talk, chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    await chen.taps("解决了")
    await chen.taps("满意")
    await chen.catches_up()
    await until(talk, 6, 10)
    assert not (await chen.hears()).sounds
    assert await to_ring(talk) == []


async def test_nobody_is_asked_again_in_the_middle_of_a_draft(talk: Talk, chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    await until(talk, 4, 9, 55)
    await chen.says("一步一步")
    await chen.catches_up()
    await until(talk, 4, 10, 2)
    assert not (await chen.hears()).sounds
    await until(talk, 4, 10, 20)
    assert "再问您一次" in "".join((await chen.hears()).sounds)


async def test_phoning_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await is_to_be_rung(talk, chen, wang)
    (row,) = await to_ring(talk)
    assert (row.manner, row.as_what) == ("list", "caller")
    assert await talk.asks(lambda s: people.by_ids(s, [row.person_id])[row.person_id].name) == "张立文"
    heard = await zhang.says("待办")
    assert "☎️ 待电话回访 · 1" in heard.labels
    heard = await zhang.taps("待电话回访")
    assert "待电话回访：" in heard
    heard = await zhang.taps(NUMBER)
    assert "陈桂芳" in heard
    assert {"☎️ 已电话回访", "📵 打不通"} <= set(heard.labels)
    heard = await zhang.taps("已电话回访")
    assert "N-10001-6：上报人怎么说，解决了吗？" in heard
    assert heard.labels == ["解决了", "部分解决", "没有解决"]
    await chen.catches_up()
    heard = await zhang.taps("解决了")
    assert heard.labels == ["满意", "基本满意", "不满意"]
    assert "谢谢您在电话里告诉我们" in await chen.hears()
    assert "记下了，谢谢" in await zhang.taps("基本满意")
    report = await talk.report(NUMBER)
    assert (report.state, report.answer, report.grade) == ("closed", "solved", "fairly")
    assert report.answered_by_phone
    assert (await talk.steps(NUMBER))[-2:] == ["phoned", "graded"]
    phoned = [event for event in await talk.events(NUMBER) if event.step in ("phoned", "graded")]
    assert {event.role for event in phoned} == {"social_worker"}
    assert "待电话回访" not in "".join((await zhang.says("待办")).labels)


async def test_who_handled_it_does_not_ring(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await is_to_be_rung(talk, chen, wang)
    assert "待电话回访" not in "".join((await wang.says("待办")).labels)
    assert "已电话回访" not in "".join((await wang.card(NUMBER)).labels)
    await zhang.says(NUMBER)
    key = (await zhang.newest()).key("打不通")
    assert key is not None
    under = (await wang.says(NUMBER)).messages[-1]
    assert "换一位同事" in (await wang.taps_data(key.data, under.id)).answer
    assert (await talk.report(NUMBER)).state == "callback"


async def test_a_station_of_one_is_rung_for_by_the_street(
    talk: Talk, grace: Actor, liu: Actor, luo: Actor
) -> None:
    await grace.says("The street lamp in Dongmen is broken")
    await finishes(liu)
    await until(talk, 5, 10)
    assert "☎️ 待电话回访 · 1" in (await luo.says("待办")).labels


async def test_not_solved_on_the_telephone_goes_to_another_person(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await is_to_be_rung(talk, chen, wang)
    await zhang.says(NUMBER)
    await zhang.taps("已电话回访")
    await wang.catches_up()
    heard = await zhang.taps("没有解决")
    assert "N-10001-6：由张立文重办" in heard
    assert "上报人在电话里说还没解决" in await wang.hears()
    assert "重新安排人来办" in (await chen.hears()).text
    report = await talk.report(NUMBER)
    assert (report.state, report.answer, report.answered_by_phone) == ("rework", "unsolved", True)
    assert (await talk.steps(NUMBER))[-1] == "phoned_unsolved"
    await finishes(zhang)
    await chen.taps("解决了")
    assert not (await talk.report(NUMBER)).answered_by_phone, "the last answer came by chat"


async def test_who_cannot_be_reached_is_not_rated(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await is_to_be_rung(talk, chen, wang)
    await zhang.says(NUMBER)
    await chen.catches_up()
    assert "按未参评结案" in await zhang.taps("打不通")
    assert "这件事先到这里" in (await chen.hears()).text
    report = await talk.report(NUMBER)
    assert (report.state, report.answer, report.grade) == ("closed", "", "")
    (over,) = [event for event in await talk.events(NUMBER) if event.step == "unanswered"]
    assert (over.reason, over.role) == ("phone", "social_worker")
    assert "上报人没有回复（未参评）" in await zhang.card_text(NUMBER)


async def test_whoever_answers_first_counts(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await is_to_be_rung(talk, chen, wang)
    await zhang.says(NUMBER)
    await zhang.taps("已电话回访")
    await chen.says("解决了")
    heard = await zhang.taps("没有解决")
    assert heard.answer == "上报人已经回答了。"
    assert "没有解决" not in heard.labels
    report = await talk.report(NUMBER)
    assert (report.state, report.answer, report.answered_by_phone) == ("closed", "solved", False)


@pytest.mark.parametrize(
    ("said", "stays", "labels"),
    [
        ("部分解决", "上报人满意吗", ["满意", "基本满意", "不满意"]),
        ("没有解决", "由张立文重办", []),
    ],
)
async def test_a_finger_that_comes_down_twice_takes_nothing_away(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, said: str, stays: str, labels: list[str]
) -> None:
    await is_to_be_rung(talk, chen, wang)
    await zhang.says(NUMBER)
    await zhang.taps("已电话回访")
    asked = await zhang.newest()
    key = asked.key(said)
    assert key is not None
    await zhang.taps_data(key.data, key.message)
    heard = await zhang.taps_data(key.data, key.message)
    assert heard.answer == "您已经记过了。"
    (left,) = [each for each in await zhang.chat() if stays in each.text and not each.deleted]
    assert left.labels == labels


async def test_not_reached_tapped_twice_stays_not_reached(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await is_to_be_rung(talk, chen, wang)
    await zhang.says(NUMBER)
    key = (await zhang.newest()).key("打不通")
    assert key is not None
    await zhang.taps_data(key.data, key.message)
    assert (await zhang.taps_data(key.data, key.message)).answer == "您已经记过了。"
    assert "按未参评结案" in "".join(said.text for said in await zhang.chat())


async def test_each_who_joined_is_asked_again_by_themselves(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await chen.says("4号楼电梯坏了")
    talk.passes(7_200)
    await li.says("4号楼电梯又坏了，上不去")
    await li.taps("我也遇到")
    await finishes(wang)
    await chen.taps("解决了")
    await chen.taps("满意")
    await chen.catches_up()
    await li.catches_up()
    await until(talk, 4, 13)
    assert not (await chen.hears()).sounds
    await until(talk, 4, 15)
    assert "再问您一次" in "".join((await li.hears()).sounds)
    assert "满意吗" in await li.says("解决了")
