"""What building heads decided is written down, can be taken back, and comes into force with the last tap."""

from datetime import date

import pytest

from bot.means import Means
from fieldwork.activities import ActivityKind, Stage, Unit
from fieldwork.councils import ERASED
from storage import councils, erasing
from tests.cast import BUILDING_4
from tests.conversations.clockwork import until
from tests.conversations.test_councils import ITEM, NUMBER, is_called
from tests.talk import Actor, Talk

WORDS = "请物业一周内清掏化粪池"


async def two_are_called(chen: Actor, li: Actor, wang: Actor) -> None:
    """A meeting of today with two items."""
    await is_called(chen, wang, "今天")
    await li.says("5号楼电梯坏了")
    await wang.says("上会 N-10002-4")


async def all_is_said(wang: Actor) -> None:
    """The one item: words, owner and day."""
    await wang.says("会议记录")
    await wang.says(WORDS)
    await wang.taps("张立文")
    await wang.says("3月13日")


async def test_minutes_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await is_called(chen, wang)
    await until(talk, 6, 20)
    await wang.says("议事会")
    heard = await wang.taps("3月6日 · 西湖花园")
    assert heard.labels[:2] == ["📝 会议记录", "📋 签到"]
    heard = await wang.taps("会议记录")
    assert f"🏛 第1件，共1件\n{ITEM}\n商量的结果是什么？写下来，或者点一个。" in heard
    assert heard.labels == ["不办", "继续观察", "没议到，下次再议", "⏸ 先到这里"]
    await it_is_decided(talk, chen, wang, zhang)
    await it_comes_into_force(talk, chen, wang, zhang)
    activity, counts = await talk.activity("A-10003-2")
    assert (activity.kind, activity.stage, activity.held_on) == (
        ActivityKind.COUNCIL, Stage.SUBMITTED, date(2026, 3, 6),
    )  # fmt: skip
    assert counts == {Unit.SESSIONS: 1, Unit.PERSON_TIMES: 12}


async def it_is_decided(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    heard = await wang.says(WORDS)
    assert f"✔️ {WORDS}\n{NUMBER}：谁来办？" in heard
    assert heard.labels == [
        "王慧敏", "张立文", "何建业（合作单位）", "湖光义工队（合作单位）", "⬅️ 上一步", "⏸ 先到这里",
    ]  # fmt: skip
    assert f"{NUMBER}：哪天前办好？" in await wang.taps("张立文")
    await chen.catches_up()
    await zhang.catches_up()
    heard = await wang.says("3月13日")
    assert f"   ✔️ {WORDS} · 张立文 · 3月13日前\n🏛 都记好了。来了多少人次？" in heard
    assert not await chen.hears_now(), "nobody hears anything before the last tap"
    assert len(await talk.reports()) == 1


async def it_comes_into_force(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    heard = await wang.says("12")
    assert "🏛 3月6日，西湖花园：会议记录已存。A-10003-2：1 场 · 12 人次" in heard
    assert f"✔️ {WORDS} · 张立文 · 3月13日前 → N-10002-4" in heard
    said = f"🏛 {NUMBER}：西湖花园的楼长们开会商量过了：{WORDS}\n张立文来跟进，3月13日前。"
    assert said in await chen.hears_now()
    made = await talk.report("N-10002-4")
    assert (made.due_on, made.category, made.place) == (date(2026, 3, 13), "governance.sewage", BUILDING_4)
    assert "N-10002-4" in await zhang.hears_now()
    assert (await talk.steps(NUMBER))[-1] == "council_decided"
    assert "council_set" in await talk.steps("N-10002-4")


# -- answers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "said"), [("不办", "暂时不办"), ("继续观察", "先继续观察")])
async def test_a_decision_without_a_report_is_told(
    talk: Talk, chen: Actor, wang: Actor, label: str, said: str
) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("会议记录")
    assert "来了多少人次" in await wang.taps(label)
    await chen.catches_up()
    await wang.taps("8")
    assert f"🏛 {NUMBER}：西湖花园的楼长们开会商量过了：{said}" in await chen.hears_now()
    assert len(await talk.reports()) == 2, "the matter and the meeting"


async def test_who_met_with_the_same_hears_the_decision_too(
    talk: Talk, chen: Actor, zhou: Actor, wang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await zhou.says("西湖花园4号楼化粪池漏了")
    await zhou.taps("我也遇到")
    await all_is_said(wang)
    await zhou.catches_up()
    await wang.taps("12")
    assert f"🏛 N-10002-4：西湖花园的楼长们开会商量过了：{WORDS}" in await zhou.hears_now()


async def test_what_was_not_reached_waits_for_the_next(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("会议记录")
    assert "✔️ 没议到，下次再议" in await wang.taps("没议到")
    await chen.catches_up()
    assert "A-10002-4：1 场 · 8 人次" in await wang.taps("8")
    assert "这件还没来得及商量，下次接着议。" in await chen.hears_now()
    assert (await wang.says("议事会")).labels == ["➕ 西湖花园 · 1"]


async def test_a_partner_may_be_the_one_who_does_it(
    talk: Talk, chen: Actor, wang: Actor, jianye: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("会议记录")
    await wang.says(WORDS)
    await jianye.catches_up()
    await wang.says("让何建业来办")
    await wang.says("3月13日")
    assert WORDS not in await jianye.hears_now()
    await wang.taps("12")
    assert WORDS in await jianye.hears_now()


async def test_nobody_of_that_name_is_said_so(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("会议记录")
    await wang.says(WORDS)
    assert "没找到这个人" in await wang.says("老李")
    assert "哪天前办好？" in await wang.says("张立文")
    assert "没看出是哪天" in await wang.says("尽快")
    assert "来了多少人次" in await wang.taps("3月16日")


@pytest.mark.parametrize(
    ("said", "day"),
    [("一周内", "3月9日"), ("两周之内办好", "3月16日"), ("3月20日前", "3月20日"), ("周五", "3月6日")],
)
async def test_the_day_is_written_as_people_say_it(
    talk: Talk, chen: Actor, wang: Actor, said: str, day: str
) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("会议记录")
    await wang.says(WORDS)
    await wang.taps("张立文")
    assert f"张立文 · {day}前" in await wang.says(said)


async def test_a_number_alone_is_asked_about(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("会议记录")
    heard = await wang.says("12")
    assert "“12”是什么意思？" in heard
    assert heard.labels == ["就是商量的结果", "都不是，重新问我"]
    assert "商量的结果是什么？" in await wang.taps("重新问我")
    await wang.says("12")
    assert "✔️ 12\n" in await wang.taps("就是商量的结果")


async def test_another_day_after_the_day_puts_it_right(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await two_are_called(chen, li, wang)
    await wang.says("会议记录")
    await wang.says(WORDS)
    await wang.taps("张立文")
    assert "第2件，共2件" in await wang.taps("3月16日")
    heard = await wang.says("3月20日")
    assert heard.labels == [f"是{NUMBER}的期限", "就是商量的结果", "都不是，重新问我"]
    heard = await wang.taps(f"是{NUMBER}的期限")
    assert f"✔️ {NUMBER} {WORDS} · 张立文 · 3月20日前\n🏛 第2件，共2件" in heard
    await wang.taps("不办")
    await wang.says("3月18日")
    assert "张立文 · 3月18日前" in await wang.taps(f"是{NUMBER}的期限")
    assert len(await talk.reports()) == 2, "no day became a report"


# -- back, away, and on -----------------------------------------------------------------------------


async def test_each_answer_can_be_taken_back(talk: Talk, chen: Actor, li: Actor, wang: Actor) -> None:
    await two_are_called(chen, li, wang)
    await all_is_said(wang)
    await wang.taps("不办")
    await wang.catches_up()
    for asked in ("第2件，共2件", "哪天前办好？", "谁来办？", "商量的结果是什么？"):
        assert asked in await wang.taps("上一步")
    assert "⬅️ 上一步" not in (await wang.newest()).labels, "there is nothing before it"
    await wang.says("请电梯公司来看")
    await wang.taps("王慧敏")
    await wang.taps("3月16日")
    await wang.taps("继续观察")
    heard = await wang.taps("12")
    assert "请电梯公司来看 · 王慧敏 · 3月16日前 → N-10003-2" in heard
    assert WORDS not in heard


async def test_an_old_step_back_leads_nowhere(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await all_is_said(wang)
    back = (await wang.newest()).key("上一步")
    assert back is not None
    await wang.taps("上一步")
    assert "过期了" in await wang.taps_data(back.data, back.message)
    assert "哪天前办好？" in await wang.says("会议记录")


async def test_the_minutes_can_be_left_and_taken_up_by_a_colleague_after_a_restart(
    talk: Talk, means: Means, chen: Actor, li: Actor, wang: Actor, zhang: Actor
) -> None:
    await two_are_called(chen, li, wang)
    await all_is_said(wang)
    heard = await wang.taps("先到这里")
    assert "📝 西湖花园3月2日的会议记录先到这里，还差1件没记，现在还没发给任何人。" in heard
    assert heard.labels == ["📝 接着记"]
    assert "收到了" in await wang.says("4号楼路灯不亮"), "nothing is waited for"
    talk.restarts(means)
    heard = await zhang.says("会议记录")
    assert f"✔️ {NUMBER} {WORDS} · 张立文 · 3月13日前\n🏛 第2件，共2件" in heard
    await zhang.taps("不办")
    assert "→ N-10004-0" in await zhang.taps("12")
    assert "过期了" in await wang.taps("接着记")


async def test_minutes_without_the_people_who_came_say_what_is_left(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("会议记录")
    await wang.taps("不办")
    assert "就差来了多少人没记，现在还没发给任何人" in await wang.taps("先到这里")
    assert "来了多少人次" in await wang.taps("接着记")


async def test_another_word_leaves_the_minutes_as_they_are(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("会议记录")
    await wang.says(WORDS)
    heard = await wang.says("数字")
    assert "会议记录先记到这里" in heard
    assert "🔢" in heard
    assert "谁来办？" in await wang.says("会议记录")
    assert "会议记录先记到这里" in await wang.says("取消")


async def test_who_called_it_is_reminded_of_the_minutes_once(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await until(talk, 3, 8, 25)
    await wang.catches_up()
    await until(talk, 3, 9)
    heard = await wang.hears_now()
    assert "🏛 西湖花园3月2日的楼长议事会，会议记录还没写完。" in heard
    await until(talk, 4, 9)
    assert "还没写完" not in await wang.hears_now()
    assert "不开了" in await wang.taps("没开成")


# -- how many came ----------------------------------------------------------------------------------


async def test_those_who_signed_in_are_counted(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("议事会")
    await wang.taps("3月2日 · 西湖花园")
    heard = await wang.taps("📋 签到")
    assert "📋 签到 · 楼长议事会 · A-10002-4" in heard
    await wang.taps("加名字")
    await wang.says("李阿婆 赵大爷")
    await wang.says("会议记录")
    heard = await wang.taps("不办")
    assert heard.labels[0] == "📋 签到的2人次"
    assert "A-10002-4：1 场 · 2 人次" in await wang.taps("签到的2人次")
    activity, counts = await talk.activity("A-10002-4")
    assert activity.stage is Stage.SUBMITTED
    assert counts == {Unit.SESSIONS: 1, Unit.PEOPLE: 2, Unit.PERSON_TIMES: 2}


async def test_other_than_signed_in_may_have_come(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("议事会")
    await wang.taps("3月2日 · 西湖花园")
    await wang.taps("📋 签到")
    await wang.says("会议记录")
    await wang.taps("不办")
    assert "写数字" in await wang.says("很多人")
    assert "1 场 · 14 人次" in await wang.says("14人次")
    assert (await talk.activity("A-10002-4"))[1] == {Unit.SESSIONS: 1, Unit.PERSON_TIMES: 14}


# -- what a building head reads of it ---------------------------------------------------------------


async def test_a_building_head_who_asks_for_the_minutes_reads_what_became_of_it(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await all_is_said(wang)
    await wang.taps("12")
    heard = await li.says("会议记录")
    assert "下一次楼长议事会还没定" in heard
    assert f"上次（3月2日）定下的事：\n· N-10002-4 {WORDS}：还在办" in heard


# -- when it is over --------------------------------------------------------------------------------


async def test_the_report_of_a_decision_says_so_on_its_card(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await all_is_said(wang)
    await wang.taps("12")
    assert "🏛 议事会3月2日决定，3月13日前办好" in await zhang.card_text("N-10002-4")


@pytest.mark.shipped_clocks
async def test_the_day_that_was_decided_is_the_limit_of_its_report(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await all_is_said(wang)
    await wang.taps("12")
    await zhang.taps("签收")
    await zhang.taps("联系了")
    await until(talk, 12, 12)
    assert (await talk.report("N-10002-4")).level == 0
    await zhang.catches_up()
    await until(talk, 14, 12)
    assert (await talk.report("N-10002-4")).level == 1
    await until(talk, 16, 12)
    assert "N-10002-4" in await zhang.hears_now(), "it is reminded of as any other"


async def test_what_was_decided_loses_its_words_with_the_report(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await all_is_said(wang)
    await wang.taps("12")
    await talk.books.write(lambda s: erasing.bury(s, [10_001], "–", "its time was over", proofs=True))
    (item,) = await talk.asks(lambda s: councils.of_council(s, 1))
    assert (item.decision, item.line) == (ERASED, "")


async def test_what_joins_while_the_minutes_are_written_is_asked_about_too(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await wang.says("会议记录")
    asked = (await wang.taps("不办")).messages[-1]
    await li.says("5号楼电梯坏了")
    assert "已列入西湖花园3月2日的楼长议事会" in await wang.says("上会 N-10002-4")
    assert "过期了" in await wang.taps("12", asked), "there is one more"
    assert "第2件，共2件" in await wang.says("会议记录")


async def test_what_was_written_of_a_meeting_that_did_not_take_place_is_forgotten(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await all_is_said(wang)
    await wang.says("议事会")
    await wang.taps("3月2日 · 西湖花园")
    await wang.taps("不开了")
    item = await talk.asks(lambda s: councils.of_report(s, 10_001))
    assert item is not None
    assert (item.council_id, item.decision, item.owner_id, item.due_on) == (None, "", None, None)
