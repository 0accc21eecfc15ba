"""Building heads meet: a matter goes on the agenda, the agenda goes out, and decisions become reports."""

from datetime import date

import pytest

from fieldwork.activities import ActivityKind, Stage, Unit
from fieldwork.councils import ERASED
from fieldwork.reports import PrivacyClass
from storage import activities, councils, erasing, reports
from tests.cast import BUILDING_4
from tests.conversations.clockwork import until
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
ITEM = "N-10001-6 · 西湖花园4号楼 · 社区治理 · 下水化粪池"


async def is_on_the_agenda(chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.chooses("上会")


async def is_called(chen: Actor, wang: Actor, day: str = "3月6日") -> None:
    await is_on_the_agenda(chen, wang)
    await wang.says("议事会")
    await wang.taps("西湖花园")
    await wang.says(day)


# -- on the agenda ----------------------------------------------------------------------------------


async def test_a_matter_goes_on_the_agenda(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    assert f"🏛 {NUMBER} 等西湖花园下一次楼长议事会。" in await wang.chooses("上会")
    assert (await talk.steps(NUMBER))[-1] == "to_council"
    assert f"🏛 {NUMBER} 等西湖花园下一次楼长议事会。" in await wang.chooses("上会")
    assert (await talk.steps(NUMBER)).count("to_council") == 1, "once is enough"


async def test_what_is_open_for_long_is_offered(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    assert "没有拖了很久" in await wang.says("上会")
    talk.passes(15 * 86_400)
    await wang.catches_up()
    heard = await wang.says("上会")
    assert heard.labels == ["N-10001-6 · 社区治理 · 下水化粪池"]
    assert "等西湖花园下一次楼长议事会" in await wang.taps("N-10001-6 · 社区治理")


async def test_what_several_reported_is_offered(talk: Talk, chen: Actor, liang: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await liang.says("西湖花园4号楼化粪池漏了")
    await liang.taps("我也遇到")
    assert NUMBER in (await wang.says("上会")).labels[0]


async def test_a_building_head_puts_an_own_matter_there(talk: Talk, chen: Actor, li: Actor) -> None:
    await chen.says(LEAK)
    assert "没有拖了很久" in await li.says("上会"), "it is not theirs"
    assert NUMBER in (await chen.says("上会")).labels[0]
    assert "等西湖花园下一次楼长议事会" in await chen.says(f"上会 {NUMBER}")
    assert "没有拖了很久" in await chen.says("上会")
    assert "不是您" in await li.says(f"上会 {NUMBER}")


@pytest.mark.parametrize("grade", [PrivacyClass.P2, PrivacyClass.P3])
async def test_somebodys_own_matter_goes_on_no_agenda(
    talk: Talk, chen: Actor, wang: Actor, grade: PrivacyClass
) -> None:
    await chen.says(LEAK)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, privacy=grade))
    assert "这是个人的事，不上会。" in await wang.says(f"上会 {NUMBER}")


# -- called, and the agenda sent ---------------------------------------------------------------------


async def test_a_meeting_from_start_to_end(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, wang: Actor, zhang: Actor
) -> None:
    await is_on_the_agenda(chen, wang)
    await a_day_is_chosen(wang)
    await the_agenda_is_sent(talk, li, zhou, zhang)
    await it_is_decided(talk, chen, wang, zhang)
    await the_meeting_is_an_activity(talk, wang)


async def a_day_is_chosen(wang: Actor) -> None:
    heard = await wang.says("议事会")
    assert heard.labels == ["➕ 西湖花园 · 1"]
    heard = await wang.taps("西湖花园")
    assert f"🏛 西湖花园，议题1件：\n1. {ITEM}\n哪天开？点一个，或者写日期。" in heard
    assert heard.labels[0] == "3月5日", "three working days ahead"
    heard = await wang.taps("3月6日")
    assert f"🏛 3月6日，西湖花园：议题1件。\n1. {ITEM}" in heard
    assert heard.labels == ["➖ 拿掉一件", "📅 改日期", "✖️ 不开了"]


async def the_agenda_is_sent(talk: Talk, li: Actor, zhou: Actor, zhang: Actor) -> None:
    await li.catches_up()
    await zhou.catches_up()
    await until(talk, 4, 8, 29)
    assert "楼长议事会" not in await li.hears_now()
    await until(talk, 4, 8, 31)
    assert f"🏛 3月6日：西湖花园楼长议事会。\n1. {ITEM}" in await li.hears_now()
    assert "楼长议事会" in await zhang.hears_now()
    assert "楼长议事会" not in await zhou.hears_now(), "she heads no building"
    await until(talk, 4, 12)
    assert "楼长议事会" not in await li.hears_now(), "never twice"


async def it_is_decided(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await until(talk, 6, 20)
    await chen.catches_up()
    await wang.says("议事会")
    heard = await wang.taps("3月6日 · 西湖花园")
    assert "📝 会议记录" in heard.labels
    heard = await wang.taps("会议记录")
    assert f"🏛 第1件，共1件\n{ITEM}\n商量的结果是什么？写下来，或者点一个。" in heard
    assert heard.labels == ["不办", "继续观察", "没议到，下次再议"]
    heard = await wang.says("请物业一周内清掏4号楼化粪池")
    assert f"{NUMBER}：谁来办？" in heard
    assert heard.labels == ["王慧敏", "张立文", "何建业（合作单位）", "湖光义工队（合作单位）"]
    assert f"{NUMBER}：哪天前办好？" in await wang.taps("张立文")
    heard = await wang.says("3月13日")
    assert "来了多少人次？" in heard
    assert (
        f"🏛 {NUMBER}：西湖花园的楼长们开会商量过了：请物业一周内清掏4号楼化粪池\n张立文来跟进，3月13日前。"
        in await chen.hears_now()
    )
    made = await talk.report("N-10002-4")
    assert (made.due_on, made.category, made.place) == (date(2026, 3, 13), "governance.sewage", BUILDING_4)
    assert "N-10002-4" in await zhang.hears_now()
    assert (await talk.steps(NUMBER))[-1] == "council_decided"
    assert "council_set" in await talk.steps("N-10002-4")


async def the_meeting_is_an_activity(talk: Talk, wang: Actor) -> None:
    heard = await wang.says("12")
    assert "会议记录已存。A-10003-2：1 场 · 12 人次" in heard
    assert "请物业一周内清掏4号楼化粪池 → N-10002-4" in heard
    activity = await talk.asks(lambda s: activities.by_serial(s, 10_003))
    assert activity is not None
    assert (activity.kind, activity.stage, activity.held_on) == (
        ActivityKind.COUNCIL, Stage.SUBMITTED, date(2026, 3, 6),
    )  # fmt: skip
    assert await talk.asks(lambda s: activities.counts(s, 10_003)) == {
        Unit.SESSIONS: 1,
        Unit.PERSON_TIMES: 12,
    }


async def test_an_item_can_be_taken_off_and_a_later_one_joins(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_called(chen, wang)
    await li.says("5号楼电梯坏了")
    assert "N-10002-4 已列入西湖花园3月6日的楼长议事会。" in await wang.says("上会 N-10002-4")
    await wang.says("议事会")
    await wang.taps("3月6日 · 西湖花园")
    await wang.taps("拿掉一件")
    heard = await wang.taps(f"{NUMBER} · 社区治理")
    assert "议题1件。\n1. N-10002-4" in heard


async def test_a_moved_meeting_sends_its_agenda_for_the_new_day(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_called(chen, wang)
    await wang.taps("改日期")
    assert "🏛 3月12日，西湖花园：议题1件。" in await wang.says("3月12日")
    await li.catches_up()
    await until(talk, 5, 12)
    assert "楼长议事会" not in await li.hears_now()
    await until(talk, 10, 9)
    assert "🏛 3月12日：西湖花园楼长议事会。" in await li.hears_now()


async def test_what_is_called_off_waits_for_the_next(talk: Talk, chen: Actor, li: Actor, wang: Actor) -> None:
    await is_called(chen, wang)
    await until(talk, 4, 9)
    await li.catches_up()
    assert "不开了" in await wang.taps("不开了")
    assert "🏛 西湖花园3月6日的楼长议事会不开了。" in await li.hears_now()
    assert (await wang.says("议事会")).labels == ["➕ 西湖花园 · 1"]


async def test_what_became_personal_is_only_a_number_on_the_agenda(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_called(chen, wang)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, privacy=PrivacyClass.P2))
    await li.catches_up()
    await until(talk, 4, 9)
    heard = await li.hears_now()
    assert f"1. {NUMBER}" in heard
    assert "化粪池" not in heard


async def test_each_place_of_a_worker_has_a_button(talk: Talk, chen: Actor, zhang: Actor, luo: Actor) -> None:
    assert (await zhang.says("议事会")).labels == ["➕ 西湖花园", "➕ 西湖社区"]
    assert "西湖社区：还没有议题，之后上会的会自动列进来。\n哪天开？" in await zhang.taps("西湖社区")
    await chen.says(LEAK)
    await zhang.says(f"上会 {NUMBER}")
    heard = await luo.says("议事会")
    assert heard.labels[0] == "➕ 西湖花园 · 1", "what waits comes first"
    assert (len(heard.labels), heard.labels[-1]) == (6, "其他…")
    first = set(heard.labels)
    heard = await luo.taps("其他…")
    assert len(heard.labels) == 6
    assert not first & {*heard.labels[:-1]}
    for _ in range(6):
        heard = await luo.taps("其他…")
        if heard.labels[0] == "➕ 西湖花园 · 1":
            return
    raise AssertionError("the pages never come back to the first")


async def test_who_asks_for_a_place_with_a_meeting_to_come_is_shown_that_one(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_called(chen, wang)
    await li.says("5号楼电梯坏了")
    assert "已列入西湖花园3月6日" in await wang.says("上会 N-10002-4")
    heard = await wang.says("议事会 西湖花园")
    assert "🏛 3月6日，西湖花园：议题2件。" in heard
    assert "议题0件" not in heard
    assert heard.labels == ["➖ 拿掉一件", "📅 改日期", "✖️ 不开了", "➕ 再约一次"]
    assert "哪天开？" in await wang.taps("再约一次")
    assert "🏛 3月20日，西湖花园：议题0件。" in await wang.says("3月20日")


async def test_a_meeting_of_the_community_has_what_its_estates_put_there(
    talk: Talk, chen: Actor, zhang: Actor
) -> None:
    await zhang.says("议事会 西湖社区")
    await zhang.says("3月6日")
    await chen.says(LEAK)
    assert f"{NUMBER} 已列入西湖社区3月6日的楼长议事会。" in await zhang.says(f"上会 {NUMBER}")
    assert "🏛 3月6日，西湖社区：议题1件。" in await zhang.says("议事会 西湖花园")


async def test_what_is_put_after_a_meeting_waits_for_the_next(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    talk.passes(86_400)
    await li.says("5号楼电梯坏了")
    assert "等西湖花园下一次楼长议事会" in await wang.says("上会 N-10002-4")
    assert "西湖花园，议题1件：" in await wang.says("议事会 西湖花园")


async def test_what_the_street_handles_is_spoken_of_where_it_lies(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, station="441802006"))
    await luo.says(f"上会 {NUMBER}")
    assert (await wang.says("议事会")).labels == ["➕ 西湖花园 · 1"]


# -- the minutes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "said"), [("不办", "暂时不办"), ("继续观察", "先继续观察")])
async def test_a_decision_without_a_report_is_told(
    talk: Talk, chen: Actor, wang: Actor, label: str, said: str
) -> None:
    await is_called(chen, wang, "今天")
    await wang.taps("会议记录")
    await chen.catches_up()
    assert "来了多少人次" in await wang.taps(label)
    assert f"🏛 {NUMBER}：西湖花园的楼长们开会商量过了：{said}" in await chen.hears_now()
    assert len(await talk.reports()) == 1


async def test_what_was_not_reached_waits_for_the_next(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await wang.taps("会议记录")
    await wang.taps("没议到")
    assert "A-10002-4：1 场 · 8 人次" in await wang.taps("8")
    assert (await wang.says("议事会")).labels == ["➕ 西湖花园 · 1"]


async def test_a_partner_may_be_the_one_who_does_it(
    talk: Talk, chen: Actor, wang: Actor, jianye: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await wang.taps("会议记录")
    await wang.says("请物业一周内清掏化粪池")
    await jianye.catches_up()
    await wang.taps("何建业")
    await wang.says("3月13日")
    assert "请物业一周内清掏化粪池" in await jianye.hears_now()


async def test_who_is_of_another_station_calls_no_meeting_there(
    talk: Talk, chen: Actor, wang: Actor, zhao: Actor
) -> None:
    await is_on_the_agenda(chen, wang)
    assert (await zhao.says("议事会")).labels == ["➕ 翠湖社区"]
    assert "哪天开" not in await zhao.says("议事会 西湖花园")


# -- when its time is over --------------------------------------------------------------------------


async def test_what_was_decided_loses_its_words_with_the_report(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang, "今天")
    await wang.taps("会议记录")
    await wang.says("请物业一周内清掏化粪池")
    await wang.taps("张立文")
    await wang.says("3月13日")
    await wang.taps("12")
    await talk.books.write(lambda s: erasing.bury(s, [10_001], "–", "its time was over", proofs=True))
    (item,) = await talk.asks(lambda s: councils.of_council(s, 1))
    assert item.decision == ERASED


@pytest.mark.shipped_clocks
async def test_the_day_that_was_decided_is_the_limit_of_its_report(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await wang.taps("会议记录")
    await wang.says("请物业一周内清掏化粪池")
    await wang.taps("张立文")
    await wang.says("3月13日")
    await wang.taps("12")
    assert "3月13日" in await zhang.card_text("N-10002-4")
    await zhang.taps("签收")
    await zhang.taps("联系了")
    await until(talk, 12, 12)
    assert (await talk.report("N-10002-4")).level == 0
    await until(talk, 14, 12)
    assert (await talk.report("N-10002-4")).level == 1


async def test_what_is_left_when_the_minutes_are_closed_waits_for_the_next(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await wang.taps("会议记录")
    asked = (await wang.taps("不办")).messages[-1]
    await li.says("5号楼电梯坏了")
    assert "已列入西湖花园3月2日的楼长议事会" in await wang.says("上会 N-10002-4")
    assert "会议记录已存" in await wang.taps("12", asked)
    assert (await wang.says("议事会")).labels == ["➕ 西湖花园 · 1"]


async def test_another_word_leaves_the_minutes_as_they_are(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang)
    await until(talk, 6, 20)
    await wang.says("议事会")
    await wang.taps("3月6日 · 西湖花园")
    await wang.taps("会议记录")
    heard = await wang.says("数字")
    assert "会议记录先记到这里" in heard
    assert "🔢" in heard
    await wang.says("议事会")
    await wang.taps("3月6日 · 西湖花园")
    assert "第1件，共1件" in await wang.taps("会议记录")
    assert "会议记录先记到这里" in await wang.says("取消")
