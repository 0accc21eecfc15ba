"""Building heads meet: a matter goes on the agenda, the agenda goes out, and decisions become reports."""

import pytest

from fieldwork.reports import PrivacyClass
from storage import reports
from tests.conversations.clockwork import until
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
ITEM = "N-10001-6 · 西湖花园4号楼 · 社区治理 · 下水化粪池"
CARD = ["📅 改日期", "⏰ 改时间", "📍 改地点", "✏️ 加一句", "➖ 拿掉一件", "✖️ 不开了"]


async def is_on_the_agenda(chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.chooses("上会")


async def is_called(chen: Actor, wang: Actor, day: str = "3月6日") -> None:
    await is_on_the_agenda(chen, wang)
    await wang.says("议事会")
    await wang.taps("西湖花园")
    await wang.says(day)
    await wang.taps("19:00")
    await wang.taps("社区活动室")


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


async def test_the_example_is_a_number_that_can_go_there(chen: Actor, wang: Actor) -> None:
    assert (await wang.says("上会")).text.endswith("写“上会”和编号。\n"), "nothing is open: no example"
    await chen.says("今天入户走访5户12人次")
    await chen.taps("对，记下")
    assert "比如" not in await wang.says("上会"), "an activity is none"
    await chen.says(LEAK)
    assert "比如：上会 N-10002-4。" in await wang.says("上会")
    assert "等西湖花园下一次楼长议事会" in await wang.says("上会 N-10002-4")


async def test_an_activity_goes_on_no_agenda_and_its_state_is_said(chen: Actor, wang: Actor) -> None:
    await chen.says("今天入户走访5户12人次")
    await chen.taps("对，记下")
    assert "🏛 A-10001-6 是活动（待核实），不上会；上会的是要商量的事。" in await wang.says("上会 N-10001-6")
    await wang.says("A-10001-6")
    await wang.taps("核实，计入")
    assert "🏛 A-10001-6 是活动（已计入），不上会" in await wang.says("上会 A-10001-6")


async def test_what_has_no_category_says_so(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, category=None))
    talk.passes(15 * 86_400)
    await wang.catches_up()
    assert (await wang.says("上会")).labels == ["N-10001-6 · 类别不明"]


@pytest.mark.parametrize("grade", [PrivacyClass.P2, PrivacyClass.P3])
async def test_somebodys_own_matter_goes_on_no_agenda(
    talk: Talk, chen: Actor, wang: Actor, grade: PrivacyClass
) -> None:
    await chen.says(LEAK)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, privacy=grade))
    assert "这是个人的事，不上会。" in await wang.says(f"上会 {NUMBER}")


# -- called, and the agenda sent ---------------------------------------------------------------------


async def test_a_meeting_is_called_with_its_day_its_hour_and_its_venue(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await is_on_the_agenda(chen, wang)
    heard = await wang.says("议事会")
    assert heard.labels == ["➕ 西湖花园 · 1"]
    heard = await wang.taps("西湖花园")
    assert f"🏛 西湖花园，议题1件：\n1. {ITEM}\n   今天报的\n哪天开？点一个，或者写日期。" in heard
    assert heard.labels[0] == "3月5日", "three working days ahead"
    heard = await wang.taps("3月6日")
    assert "🏛 西湖花园，3月6日周五：几点开？" in heard
    assert heard.labels == ["09:30", "14:30", "19:00", "先不定"]
    heard = await wang.taps("19:00")
    assert "🏛 西湖花园，3月6日周五 19:00：在哪儿开？" in heard
    assert heard.labels == ["社区活动室", "小区活动室", "西湖站", "先不定"]
    heard = await wang.taps("社区活动室")
    assert (
        f"🏛 西湖花园楼长议事会，议题1件\n📅 3月6日周五 19:00\n📍 社区活动室\n1. {ITEM}\n   今天报的\n"
        "议程在会前两天08:30发给楼长和站里。"
    ) in heard
    assert heard.labels == CARD


async def test_the_agenda_goes_to_the_heads_and_the_station(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, wang: Actor, zhang: Actor
) -> None:
    await is_called(chen, wang)
    await li.catches_up()
    await zhou.catches_up()
    await chen.catches_up()
    await until(talk, 4, 8, 29)
    assert "楼长议事会" not in await li.hears_now()
    await until(talk, 4, 8, 31)
    heard = await li.hears_now()
    assert (
        f"🏛 西湖花园楼长议事会\n📅 3月6日周五 19:00\n📍 社区活动室\n这次议题：\n1. {ITEM}\n   2天前报的"
        in heard
    )
    assert heard.labels == [], "it is not hers to look at"
    heard = await zhang.hears_now()
    assert "楼长议事会" in heard
    assert "查看第1件" in heard.labels
    assert "N-10001-6 · 待签收" in await zhang.taps("查看第1件")
    heard = await chen.hears_now()
    assert f"1. {ITEM}（您报的）" in heard
    assert heard.labels == ["查看第1件"]
    assert "楼长议事会" not in await zhou.hears_now(), "she heads no building"
    await until(talk, 4, 12)
    assert "楼长议事会" not in await li.hears_now(), "never twice"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("周五晚上7点", "📅 3月6日周五 19:00"),
        ("3月6日下午两点半", "📅 3月6日周五 14:30"),
        ("3-6 9:30", "📅 3月6日周五 09:30"),
    ],
)
async def test_day_and_hour_may_come_in_one_message(
    talk: Talk, chen: Actor, wang: Actor, said: str, line: str
) -> None:
    await wang.says("议事会 西湖花园")
    assert "在哪儿开？" in await wang.says(said)
    heard = await wang.says("4号楼架空层")
    assert f"{line}\n📍 4号楼架空层" in heard


async def test_a_day_or_an_hour_that_is_written_afterwards_puts_the_meeting_right(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await is_on_the_agenda(chen, wang)
    await wang.says("议事会 西湖花园")
    await wang.says("3月6日")
    assert "3月9日周一：几点开？" in await wang.says("3月9日")
    await wang.says("7点")
    assert "3月9日周一 19:30：在哪儿开？" in await wang.says("7点半")
    await wang.says("站里")
    assert "📅 3月12日周四 19:30\n📍 站里" in await wang.says("3月12日")
    assert "📅 3月12日周四 14:30\n📍 站里" in await wang.says("改到下午两点半")
    assert len(await talk.reports()) == 1, "no day became a report"


async def test_what_is_no_venue_is_a_report(talk: Talk, chen: Actor, wang: Actor) -> None:
    await wang.says("议事会 西湖花园")
    await wang.says("3月6日晚上7点")
    assert "收到了" in await wang.says("5号楼电梯坏了")


@pytest.mark.parametrize("venue", ["小区凉亭", "凉亭那里", "健身器材旁边"])
async def test_a_place_of_which_matters_are_known_is_a_venue_where_no_trouble_is_told(
    wang: Actor, venue: str
) -> None:
    await wang.says("议事会 西湖花园")
    await wang.says("3月6日晚上7点")
    assert f"📍 {venue}" in await wang.says(venue)


async def test_trouble_at_such_a_place_is_a_report(wang: Actor) -> None:
    await wang.says("议事会 西湖花园")
    await wang.says("3月6日晚上7点")
    assert "收到了" in await wang.says("小区凉亭塌了")


async def test_hour_and_venue_can_wait_and_be_said_on_the_card(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await wang.says("议事会 西湖花园")
    await wang.taps("3月6日")
    await wang.taps("先不定")
    assert "📅 3月6日周五，几点还没定\n📍 地点还没定" in await wang.taps("先不定")
    await li.catches_up()
    await until(talk, 4, 8, 31)
    assert "几点还没定" in await li.hears_now(), "it goes out all the same"
    await wang.taps("⏰ 改时间")
    await wang.taps("14:30")
    heard = await li.hears_now()
    assert "🏛 有变化：西湖花园楼长议事会\n📅 3月6日周五 14:30\n📍 地点还没定" in heard
    await wang.taps("西湖站")
    assert "📍 西湖站" in await li.hears_now()


async def test_where_they_met_before_comes_first(talk: Talk, wang: Actor) -> None:
    await wang.says("议事会 西湖花园")
    await wang.says("3月6日晚上7点")
    await wang.says("4号楼架空层")
    await wang.says("议事会 西湖花园")
    await wang.taps("再约一次")
    heard = await wang.says("3月20日晚上7点")
    assert heard.labels == ["4号楼架空层", "社区活动室", "小区活动室", "西湖站", "先不定"]
    assert "📅 3月20日周五 19:00\n📍 4号楼架空层" in await wang.taps("4号楼架空层")


async def test_the_agenda_of_a_meeting_tomorrow_goes_out_at_once(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_on_the_agenda(chen, wang)
    await wang.says("议事会 西湖花园")
    await li.catches_up()
    await wang.says("明天")
    await wang.says("19:00")
    assert "议程半小时内发出去，请先定好时间和地点。" in await wang.taps("先不定")
    assert "楼长议事会" not in await li.hears_now(), "not before the venue is known"
    await wang.taps("📍 改地点")
    heard = await wang.taps("社区活动室")
    assert "📅 明天（3月3日周二） 19:00" in heard
    assert "议程马上发给楼长和站里。" in heard
    assert "两天" not in heard
    talk.passes(60)
    assert "🏛 西湖花园楼长议事会\n📅 明天（3月3日周二） 19:00\n📍 社区活动室" in await li.hears_now()


async def test_the_agenda_of_a_meeting_tomorrow_does_not_go_out_at_night(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_on_the_agenda(chen, wang)
    await until(talk, 2, 21)
    await wang.says("议事会 西湖花园")
    await wang.says("明天晚上7点")
    await li.catches_up()
    assert "议程早上08:30发给楼长和站里。" in await wang.taps("社区活动室")
    await until(talk, 3, 7)
    assert "楼长议事会" not in await li.hears_now()
    await until(talk, 3, 8, 31)
    assert "📅 今天（3月3日周二） 19:00" in await li.hears_now()


# -- what the agenda says ---------------------------------------------------------------------------


async def test_the_agenda_says_how_old_a_matter_is_how_many_reported_it_and_a_line_of_the_station(
    talk: Talk, chen: Actor, liang: Actor, li: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await liang.says("西湖花园4号楼化粪池漏了")
    await liang.taps("我也遇到")
    await wang.says(f"上会 {NUMBER}")
    await wang.says("议事会 西湖花园")
    await wang.says("3月6日晚上7点")
    await wang.taps("社区活动室")
    await wang.taps("✏️ 加一句")
    heard = await wang.taps(NUMBER)
    assert f"✏️ {NUMBER}：想让大家知道什么？" in heard
    assert "能看出是谁、住哪儿" in await wang.says("4栋302陈桂芳家门口最臭"), "it goes to all heads"
    assert "   物业说要动维修基金，得大家同意" in await wang.says("物业说要动维修基金，得大家同意")
    await li.catches_up()
    await until(talk, 4, 9)
    assert f"1. {ITEM}\n   2天前报的 · 2人报过\n   物业说要动维修基金，得大家同意" in await li.hears_now()


async def test_the_next_agenda_begins_with_what_became_of_the_last_decisions(
    talk: Talk, chen: Actor, li: Actor, wang: Actor, zhang: Actor
) -> None:
    await is_called(chen, wang, "今天")
    await li.says("5号楼电梯坏了")
    await wang.says("上会 N-10002-4")
    await wang.says("会议记录")
    await wang.says("请物业一周内清掏化粪池")
    await wang.taps("张立文")
    await wang.says("3月13日")
    await wang.taps("继续观察")
    await wang.taps("12")
    await wang.says("议事会 西湖花园")
    await wang.says("3月20日晚上7点")
    await wang.taps("社区活动室")
    await li.catches_up()
    await until(talk, 18, 9)
    heard = await li.hears_now()
    assert "📍 社区活动室\n上次（3月2日）定下的事：" in heard
    assert "· N-10003-2 请物业一周内清掏化粪池：还没办好，原定3月13日前\n· N-10002-4 先继续观察" in heard


# -- those who reported it --------------------------------------------------------------------------


async def test_who_reported_it_hears_that_it_goes_on_the_agenda(
    talk: Talk, chen: Actor, zhou: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.chooses("上会")
    said = f"🏛 {NUMBER}：西湖花园的楼长们下次开会会商量这件事，定了时间告诉您。"
    assert said in await chen.hears_now()
    await wang.says("议事会 西湖花园")
    await wang.says("3月6日晚上7点")
    await wang.taps("社区活动室")
    await zhou.says("5号楼电梯坏了")
    await wang.says("上会 N-10002-4")
    assert (
        "🏛 N-10002-4：西湖花园的楼长们要开会商量这件事。\n📅 3月6日周五 19:00\n📍 社区活动室"
        in await zhou.hears_now()
    )
    await until(talk, 4, 9)
    heard = await zhou.hears_now()
    assert "📅 3月6日周五 19:00" in heard, "who is not invited hears of her own alone"
    assert "化粪池" not in heard


async def test_who_puts_an_own_matter_there_is_told_once(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    heard = await chen.says(f"上会 {NUMBER}")
    assert heard.text.count("🏛") == 1


async def test_both_cards_say_when_and_where_it_is_talked_about(chen: Actor, wang: Actor) -> None:
    await is_called(chen, wang)
    line = "🏛 议事会 3月6日周五 19:00 · 社区活动室"
    assert line in await chen.card_text(NUMBER)
    assert line in await wang.card_text(NUMBER)
    await wang.says("议事会")
    await wang.taps("3月6日 · 西湖花园")
    await wang.taps("改日期")
    await wang.says("3月12日")
    assert "🏛 议事会 3月12日周四 19:00" in await chen.card_text(NUMBER)
    await wang.taps("不开了")
    assert "🏛 议事会" not in await chen.card_text(NUMBER)
    assert "🏛 议事会" not in await wang.card_text(NUMBER)


async def test_where_building_heads_are_comes_before_where_nobody_is(luo: Actor, feng: Actor) -> None:
    assert (await feng.says("议事会")).labels[0] == "➕ 西湖社区"
    assert (await luo.says("议事会")).labels[0] == "➕ 西湖社区"


async def test_an_answered_question_has_no_buttons_any_more(wang: Actor) -> None:
    await wang.says("议事会 西湖花园")
    await wang.taps("3月6日")
    await wang.says("19:00")
    await wang.taps("社区活动室")
    asked = [said for said in await wang.chat() if "点一个" in said.text]
    assert len(asked) == 3
    assert all(said.labels == [] for said in asked)


async def test_a_meeting_is_a_draft_while_whoever_calls_it_is_asked(
    chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_on_the_agenda(chen, wang)
    await wang.says("议事会")
    await wang.taps("西湖花园")
    await wang.taps("3月6日")
    assert "3月6日" not in await li.says("议事会")
    assert "🏛 议事会" not in await chen.card_text(NUMBER)
    await wang.taps("19:00")
    assert "3月6日" not in await li.says("议事会")
    await wang.taps("社区活动室")
    assert "📅 3月6日周五 19:00\n📍 社区活动室" in await li.says("议事会")


async def test_a_meeting_whose_hour_and_venue_are_left_open_is_known_at_once(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    """先不定 is an answer: who heads a building reads the day, and whoever reported it sees it on the card."""
    await is_on_the_agenda(chen, wang)
    await wang.says("议事会 西湖花园")
    await wang.taps("3月6日")
    await wang.taps("先不定")
    assert "3月6日" not in await li.says("议事会"), "he is still asked where"
    await wang.taps("先不定")
    assert "📅 3月6日周五，几点还没定\n📍 地点还没定" in await li.says("议事会")
    assert "🏛 议事会 3月6日周五\n" in await chen.card_text(NUMBER)
    await wang.taps("⏰ 改时间")
    heard = await wang.taps("19:00")
    assert "在哪儿开？" in heard, "it is asked again where"
    await wang.taps("社区活动室")
    assert "📅 3月6日周五 19:00\n📍 社区活动室" in await li.says("议事会")


# -- changed ----------------------------------------------------------------------------------------


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
    assert "议题1件\n📅 3月6日周五 19:00\n📍 社区活动室\n1. N-10002-4" in heard


async def test_a_moved_meeting_sends_its_agenda_for_the_new_day(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_called(chen, wang)
    await wang.taps("改日期")
    assert "📅 3月12日周四 19:00" in await wang.says("3月12日")
    await li.catches_up()
    await until(talk, 5, 12)
    assert "楼长议事会" not in await li.hears_now()
    await until(talk, 10, 9)
    assert "📅 3月12日周四 19:00" in await li.hears_now()


async def test_who_has_the_agenda_hears_at_once_that_the_meeting_is_moved(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await is_called(chen, wang)
    await until(talk, 4, 9)
    await li.catches_up()
    await wang.taps("改日期")
    await wang.says("3月12日")
    assert "🏛 有变化：西湖花园楼长议事会\n📅 3月12日周四 19:00\n📍 社区活动室" in await li.hears_now()
    await until(talk, 10, 9)
    assert "这次议题：" in await li.hears_now(), "and the agenda once more before that day"


async def test_what_is_called_off_waits_for_the_next(talk: Talk, chen: Actor, li: Actor, wang: Actor) -> None:
    await is_called(chen, wang)
    await until(talk, 4, 9)
    await li.catches_up()
    assert "不开了" in await wang.taps("不开了")
    assert "🏛 西湖花园3月6日的楼长议事会不开了，议题留到下一次。" in await li.hears_now()
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
    assert "🏛 西湖花园楼长议事会，议题2件" in heard
    assert "议题0件" not in heard
    assert heard.labels == [*CARD, "➕ 再约一次"]
    assert "哪天开？" in await wang.taps("再约一次")
    await wang.says("3月20日 19:00")
    assert "🏛 西湖花园楼长议事会，议题0件\n📅 3月20日周五 19:00" in await wang.taps("小区活动室")


async def test_a_meeting_of_the_community_has_what_its_estates_put_there(
    talk: Talk, chen: Actor, zhang: Actor
) -> None:
    await zhang.says("议事会 西湖社区")
    assert "小区活动室" not in (await zhang.says("3月6日晚上7点")).labels, "it is no estate's"
    await zhang.taps("社区活动室")
    await chen.says(LEAK)
    assert f"{NUMBER} 已列入西湖社区3月6日的楼长议事会。" in await zhang.says(f"上会 {NUMBER}")
    assert "🏛 西湖社区楼长议事会，议题1件\n📅 3月6日周五" in await zhang.says("议事会 西湖花园")


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


# -- whose it is ------------------------------------------------------------------------------------


async def test_a_head_and_a_coordinator_call_meetings_for_the_places_below(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, feng: Actor
) -> None:
    await is_on_the_agenda(chen, wang)
    assert (await feng.says("议事会")).labels[0] == "➕ 西湖花园 · 1"
    await feng.says("议事会 西湖花园")
    await feng.says("3月6日晚上7点")
    assert f"议题1件\n📅 3月6日周五 19:00\n📍 社区活动室\n1. {ITEM}" in await feng.taps("社区活动室")
    heard = await luo.says("议事会 西湖花园")
    assert "🏛 西湖花园楼长议事会，议题1件" in heard
    heard = await luo.says("议事会 凤城街道")
    assert heard.labels[0] == "3月6日 · 西湖花园"
    assert heard.labels[-1] == "其他…"
    assert (await feng.says("议事会 凤城街道")).labels == heard.labels


@pytest.mark.parametrize(
    "said",
    ["议事会西湖花园", "西湖花园议事会", "西湖花园开楼长议事会", "开议事会 西湖花园", "西湖花园開議事會"],
)
async def test_the_place_may_stand_before_the_word(talk: Talk, wang: Actor, said: str) -> None:
    assert "西湖花园：还没有议题" in await wang.says(said)
    assert not await talk.reports()


async def test_an_activity_at_a_council_stays_an_activity(talk: Talk, wang: Actor) -> None:
    assert "A-10001-6" in await wang.says("昨天西湖花园开了议事会，12人参加")


async def test_a_building_head_who_asks_is_shown_the_next_agenda(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, wang: Actor
) -> None:
    assert "🏛 西湖花园：下一次楼长议事会还没定。" in await li.says("议事会")
    await is_called(chen, wang)
    heard = await li.says("楼长会")
    assert f"🏛 西湖花园楼长议事会\n📅 3月6日周五 19:00\n📍 社区活动室\n这次议题：\n1. {ITEM}" in heard
    assert f"1. {ITEM}（您报的）" in await chen.says("议事会 西湖花园")
    assert "社工站来做" in await zhou.says("议事会"), "she heads no building"


async def test_who_is_of_another_station_calls_no_meeting_there(
    talk: Talk, chen: Actor, wang: Actor, zhao: Actor
) -> None:
    await is_on_the_agenda(chen, wang)
    assert (await zhao.says("议事会")).labels == ["➕ 翠湖社区"]
    heard = await zhao.says("议事会 西湖花园")
    assert "哪天开" not in heard
    assert "🏛 西湖花园的议事会由西湖站来开。" in heard
