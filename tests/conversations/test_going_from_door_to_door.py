"""Somebody goes from door to door: each message is a household, until 结束, and what it comes to is tapped."""

import pytest

from fieldwork.activities import HouseholdLine, Met, Unit
from storage import activities, care, forgetting, outings, tallies
from tests.cast import BUILDING_4, BUILDING_5
from tests.talk import Actor, Talk

DAY, HOUR = 86_400, 3_600
NUMBER, NEED = "A-10001-6", "N-10002-4"


async def lines_of(talk: Talk, outing: int = 1) -> list[HouseholdLine]:
    return await talk.asks(lambda s: outings.lines(s, outing))


async def counts_of(talk: Talk, number: str = NUMBER) -> dict[Unit, float]:
    serial = (await talk.report(number)).serial
    return await talk.asks(lambda s: activities.counts(s, serial))


async def test_a_round_from_start_to_end(talk: Talk, liang: Actor, wang: Actor) -> None:
    heard = await liang.says("开始走访 4号楼")
    assert "🚶 走訪中 · 西湖花园4号楼" in heard
    assert heard.labels == ["結束"]
    heard = await liang.says("302 独居 两位老人")
    assert "🚶 走訪中 · 西湖花园4号楼 · 1 户 · 最近：302" in heard
    assert heard.labels == ["結束", "撤回上一條"]
    assert "未遇 1 · 最近：303" in await liang.says("303 没人")
    assert f"收到了 · {NEED}" in await liang.says("302 漏水")
    heard = await liang.says("结束")
    assert "🚶 走訪結束 · 西湖花园4号楼 · 2 户 · 未遇 1" in heard
    assert f"📝 {NUMBER} · 請核對" in heard
    assert "🔢 1 次 · 2 户 · 3 户次 · 2 人次 · 未遇 1" in heard
    assert heard.labels == ["✅ 對，記下", "不對，改一下"]
    await liang.taps("對，記下")
    assert "活动（待核实）" in await wang.card_text(NUMBER)
    assert await counts_of(talk) == {
        Unit.TIMES: 1,
        Unit.HOUSEHOLDS: 2,
        Unit.HOUSEHOLD_VISITS: 3,
        Unit.PERSON_TIMES: 2,
    }
    assert "漏水" in await wang.card_text(NEED)
    await wang.taps("核实，计入")
    entered = await talk.asks(lambda s: tallies.of_record(s, 10001))
    assert {(line.name, line.unit): line.number for line in entered}["not_met", "次"] == 1


async def test_a_need_at_a_door_is_of_what_is_wanted_there(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("开始走访 4号楼")
    assert f"收到了 · {NEED}" in await chen.says("302 独居 需助浴")
    need, card = await talk.report(NEED), await wang.card_text(NEED)
    assert (need.category, need.place, need.door) == ("elderly.meals_baths", BUILDING_4, "302")
    assert "养老服务 · 助餐助浴" in card
    assert "「302 独居 需助浴」" in card
    assert need.privacy == "P2", "somebody lives alone behind that door"
    [line] = await lines_of(talk)
    assert (line.door, line.person_times, line.need_serial) == ("302", 1, need.serial)


async def test_ten_messages_do_not_bring_ten_replies(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    before = len([said for said in await chen.chat() if not said.deleted])
    for door in range(301, 311):
        assert not (await chen.says(f"{door} 都好")).sounds
    assert len([said for said in await chen.chat() if not said.deleted]) == before
    assert "10 户 · 最近：310" in (await chen.chat())[-1].text


async def test_each_door_is_answered_where_it_was_written(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    for door in range(301, 311):
        heard = await chen.says(f"{door} 都好")
        cards = [said for said in await chen.chat() if "走访中" in said.text and not said.deleted]
        assert [said.id for said in heard.messages if not said.deleted] == [said.id for said in cards]
        assert len(cards) == 1, "one card is in sight"
        assert cards[0].id > await chen.last_sent(), "below what was written"
        assert f"最近：{door}" in cards[0].text


async def test_thirty_doors_that_come_at_once_are_answered_once(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    before = len(await chen.chat())
    for number in range(30):
        await talk.sandbox.does("say", person=chen.account, text=f"{301 + number} 都好")
    assert "30 户 · 最近：330" in await chen.hears_now()
    assert len(await chen.chat()) == before + 1


async def test_the_building_is_put_right_by_an_edit(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("开始走访 4号楼")
    begun = await chen.last_sent()
    await chen.says("302 独居")
    await chen.says("303 漏水")
    heard = await chen.edits(begun, "开始走访 5号楼")
    assert "走访中 · 西湖花园5号楼 · 2 户 · 改到了这栋" in heard
    assert {line.place for line in await lines_of(talk)} == {BUILDING_5}
    assert (await talk.report(NUMBER)).place == BUILDING_5
    need = await talk.report(NEED)
    assert (need.place, need.door) == (BUILDING_5, "303")
    assert "西湖花园5号楼" in await wang.card_text(NEED)
    await chen.says("304 独居")
    assert "走访结束 · 西湖花园5号楼 · 3 户" in await chen.says("结束")
    assert "西湖花园5号楼" in await chen.card_text(NUMBER)
    assert "西湖花园4号楼" not in await chen.card_text(NUMBER)
    assert (await talk.activity(NUMBER))[0].place == BUILDING_5


async def test_what_is_ended_is_not_moved_by_an_edit(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访 4号楼")
    begun = await chen.last_sent()
    await chen.says("302 独居")
    await chen.says("结束")
    assert "那趟走访已经结束了" in await chen.edits(begun, "开始走访 5号楼")
    assert {line.place for line in await lines_of(talk)} == {BUILDING_4}


async def test_a_building_nobody_knows_is_put_right_by_an_edit(talk: Talk, chen: Actor) -> None:
    assert "哪一栋？" in await chen.says("开始走访 88号楼")
    begun = await chen.last_sent()
    assert "走访中 · 西湖花园5号楼" in await chen.edits(begun, "开始走访 5号楼")
    assert "没找到" in await chen.edits(begun, "开始走访 99号楼")
    assert "走访中 · 西湖花园4号楼" in await chen.edits(begun, "开始走访 4号楼")
    assert len(await talk.asks(outings.under_way)) == 1


async def test_a_chosen_building_is_put_right_by_an_edit(talk: Talk, liang: Actor) -> None:
    await liang.says("开始走访")
    begun = await liang.last_sent()
    await liang.taps("西湖花园")
    await liang.taps("4号楼")
    await liang.says("302 独居")
    assert "走訪中 · 西湖花园5号楼 · 1 户" in await liang.edits(begun, "开始走访 5号楼")


async def test_a_line_is_put_right_by_an_edit_and_it_is_seen(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 没人")
    wrong = await chen.last_sent()
    await chen.says("303 独居")
    assert "2 户 · 改好了：304" in await chen.edits(wrong, "304 独居")
    assert {line.door for line in await lines_of(talk)} == {"303", "304"}


async def test_what_was_no_door_becomes_one_by_an_edit(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("谢谢")
    assert "1 户 · 改好了：302" in await chen.edits(await chen.last_sent(), "302 独居")
    assert [line.door for line in await lines_of(talk)] == ["302"]


async def test_who_puts_a_door_right_after_it_was_accepted_hears_that_numbers_stay(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says("开始走访")
    await chen.says("302 两位老人")
    wrong = await chen.last_sent()
    talk.passes(60)
    await chen.says("结束")
    await chen.taps("对，记下")
    await wang.says(NUMBER)
    await wang.taps("核实，计入")
    assert "站里已经核实过，数字不再变" in await chen.edits(wrong, "302 三位老人")
    assert (await counts_of(talk))[Unit.PERSON_TIMES] == 2


async def test_several_households_in_one_message(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("301、302 没人\n303 独居\n305 门牌错")
    lines = await lines_of(talk)
    assert [(line.door, line.met) for line in lines] == [
        ("301", Met.NOT_MET),
        ("302", Met.NOT_MET),
        ("303", Met.MET),
        ("305", Met.WRONG),
    ]
    await chen.says("结束")
    assert (await counts_of(talk))[Unit.HOUSEHOLDS] == 3


@pytest.mark.parametrize("said", ["201 203 没人", "201、203没人", "201 203 都没人", "201，203没人"])
async def test_two_doors_with_nobody_in_are_two(talk: Talk, chen: Actor, said: str) -> None:
    await chen.says("开始走访")
    assert "走访中 · 西湖花园4号楼 · 2 户 · 未遇 2" in await chen.says(said)
    assert [line.door for line in await lines_of(talk)] == ["201", "203"]


async def test_a_door_that_was_not_read_is_asked_for(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    heard = await chen.says("201没人 203")
    assert "203 没有记成一户" in heard
    assert "1 户 · 未遇 1 · 最近：201" in heard
    assert "2 户" in await chen.says("203没人")


async def test_how_many_doors_from_one_to_another_is_asked(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    assert "201到205 是哪几户？这条还没记" in await chen.says("201到205没人")
    assert await lines_of(talk) == []
    assert "收到了" in await chen.says("201到205漏水")


async def test_an_edit_that_says_from_one_door_to_another_asks_too(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("301 独居")
    await chen.says("302 没人")
    message = await chen.last_sent()
    heard = await chen.edits(message, "302-305 没人")
    assert "302-305 是哪几户？先按原来的记着：302。" in heard
    assert [(line.door, line.met) for line in await lines_of(talk)] == [
        ("301", Met.MET),
        ("302", Met.NOT_MET),
    ]
    await chen.edits(message, "302 303 304 305 没人")
    assert [line.door for line in await lines_of(talk)] == ["301", "302", "303", "304", "305"]


async def test_what_could_not_be_read_is_asked_again_when_it_is_edited(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302-305 没人")
    message = await chen.last_sent()
    assert "302-306 是哪几户？这条还没记。" in await chen.edits(message, "302-306 没人")
    assert "改好了：302" in await chen.edits(message, "302、303 没人")
    assert [line.door for line in await lines_of(talk)] == ["302", "303"]


async def test_a_noted_door_is_put_right_in_words(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    assert f"收到了 · {NEED}" in await chen.says("302 独居 需助浴")
    heard = await chen.says("302 不用助浴了，写错了")
    assert "1 户 · 改好了：302" in heard
    assert f"{NEED} 还" in heard
    await chen.says("303 没人")
    assert "2 户 · 改好了：303" in await chen.says("刚才303写错了，是两位老人")
    assert [(line.door, line.met, line.person_times, line.note) for line in await lines_of(talk)] == [
        ("302", Met.MET, 1, "独居 需助浴；不用助浴了"),
        ("303", Met.MET, 2, "两位老人"),
    ]
    assert "2 户" in await chen.says("结束")
    assert (await counts_of(talk))[Unit.HOUSEHOLDS] == 2


async def test_the_number_of_a_noted_door_is_put_right_in_words(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 没人")
    assert "1 户 · 未遇 1 · 改好了：304" in await chen.says("302 写错了，是304")
    assert "304 要改成什么" in await chen.says("304 写错了")
    assert [line.door for line in await lines_of(talk)] == ["304"]


async def test_trouble_that_a_correction_tells_is_a_report(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 没人")
    assert f"收到了 · {NEED}" in await chen.says("302 写错了，是漏水")
    assert [(line.door, line.met) for line in await lines_of(talk)] == [("302", Met.MET)]


async def test_a_correcting_word_at_a_new_door_is_a_household(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 没人")
    assert "2 户" in await chen.says("303 写错了，是两位老人")


async def test_photos_and_voices_are_households_too(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.sends_photo("302 独居")
    await chen.sends_photo()  # the same one, from another side
    talk.passes(HOUR)
    await chen.sends_voice()
    assert [(line.door, line.note) for line in await lines_of(talk)] == [("302", "独居"), ("", "🎤")]
    await chen.says("结束")
    assert "照片 2 张" in await chen.card_text(NUMBER)


async def test_an_album_is_one_household(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.sends_album("302 独居", "", "")
    assert len(await lines_of(talk)) == 1


async def test_a_line_is_taken_back_or_put_right(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 独居")
    await chen.says("303 没人")
    heard = await chen.taps("撤回上一条")
    assert "撤回了：303" in heard
    await chen.says("304 没人")
    await chen.edits(await chen.last_sent(), "305 两位老人")
    assert [(line.door, line.met, line.person_times) for line in await lines_of(talk)] == [
        ("302", Met.MET, 1),
        ("305", Met.MET, 2),
    ]


async def test_a_second_tap_takes_back_no_second_line(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 独居")
    await chen.says("303 没人")
    card = await chen.newest()
    key = card.key("撤回上一条")
    assert key is not None
    await chen.taps("撤回上一条")
    assert "已经过期" in (await chen.taps_data(key.data, card.id)).answer
    assert [line.door for line in await lines_of(talk)] == ["302"]


async def test_trouble_stays_when_its_line_is_taken_back(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 漏水")
    assert f"{NEED} 还在" in await chen.says("撤回上一条")
    assert await lines_of(talk) == []
    assert (await talk.report(NEED)).is_open


async def test_a_need_and_its_outing_name_each_other(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 漏水")
    need = await talk.report(NEED)
    assert (need.place, need.door, need.reporter_id) == (
        BUILDING_4,
        "302",
        (await talk.report(NUMBER)).reporter_id,
    )
    assert [line.need_serial for line in await lines_of(talk)] == [need.serial]
    assert "found_on" in await talk.steps(NEED)
    assert "found_on" in await talk.steps(NUMBER)
    assert f"与 {NUMBER} 同时发现" in await wang.chooses("办理经过", await wang.card(NEED))


async def test_danger_at_a_door_is_heard_as_danger(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    heard = await chen.says("302 煤气泄漏")
    assert "119" in heard
    assert "现在有危险吗？" in heard
    assert "最近：303" in await chen.says("303 没人")  # a door is no answer
    heard = await chen.says("有")
    assert "请先打" in heard


async def test_another_buildings_matter_is_a_report(talk: Talk, liang: Actor) -> None:
    await liang.says("开始走访 4号楼")
    await liang.says("5号楼302漏水")
    reports = await talk.reports()
    assert [(report.place, str(report.kind)) for report in reports] == [(BUILDING_5, "need")]
    assert await lines_of(talk) == []


async def test_what_is_no_household_is_none(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("谢谢")
    await chen.says("楼道灯坏了")
    await chen.says("待办")
    await chen.says("今天入户走访5户12人次")
    assert await lines_of(talk) == []


async def test_an_outing_without_a_door_counts_nothing(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    assert "没记下哪一户" in await chen.says("结束")
    assert await talk.reports() == []
    assert "现在没有在走访" in await chen.says("结束")


@pytest.mark.parametrize(
    "said", ["走访结束了", "结束了", "走完了", "结束走访", "今天都走完啦！", "好了，走完了"]
)
async def test_it_ends_in_ones_own_words(talk: Talk, chen: Actor, said: str) -> None:
    await chen.says("开始走访")
    await chen.says("302 两位老人")
    assert "走访结束 · 西湖花园4号楼 · 1 户" in await chen.says(said)
    assert [line.door for line in await lines_of(talk)] == ["302"]


@pytest.mark.parametrize("said", ["怎么结束", "走访怎么结束？", "请问怎样才能结束走访呢"])
async def test_asking_how_it_ends_ends_nothing_and_is_no_door(talk: Talk, chen: Actor, said: str) -> None:
    await chen.says("开始走访")
    await chen.says("302 两位老人")
    heard = await chen.says(said)
    assert "走完了，说“结束”就行" in heard
    assert "走访中 · 西湖花园4号楼 · 1 户" in heard
    assert "结束" in heard.labels
    assert [line.door for line in await lines_of(talk)] == ["302"]


@pytest.mark.parametrize("said", ["302 装修完了", "303 还没走完"])
async def test_a_door_does_not_end_it(talk: Talk, chen: Actor, said: str) -> None:
    await chen.says("开始走访")
    assert "走访中 · 西湖花园4号楼 · 1 户" in await chen.says(said)


async def test_who_has_several_buildings_is_asked(talk: Talk, liang: Actor) -> None:
    heard = await liang.says("开始走访")
    assert "要去" in heard
    heard = await liang.taps("西湖花园")
    heard = await liang.taps("4号楼")
    assert "走訪中 · 西湖花园4号楼" in heard


async def test_who_begins_again_while_the_building_is_asked_is_asked_again(talk: Talk, liang: Actor) -> None:
    await liang.says("开始走访")
    heard = await liang.says("開始走訪")
    assert "要去" in heard, "never silence"
    assert "西湖花园" in "".join(heard.labels)


async def test_a_resident_is_not_sent_from_door_to_door(talk: Talk, zhou: Actor) -> None:
    assert "走访由楼长、志愿者和社工来记" in await zhou.says("开始走访")


@pytest.mark.shipped_clocks
async def test_a_visit_that_was_due_is_done(talk: Talk, wang: Actor) -> None:
    await wang.says("加探访 4栋502 高风险 李阿婆 13800000000 今天")
    await wang.says("开始走访 4栋")
    await wang.says("502 都好")
    visits = await talk.asks(lambda s: care.visits_of(s, [1]))
    assert [str(visit.outcome) for visit in visits] == ["met"]


async def test_who_is_forgotten_leaves_numbers_and_no_doors(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 独居 血压高")
    await chen.says("结束")
    person = (await talk.report(NUMBER)).reporter_id
    await talk.books.write(lambda s: forgetting.forget(s, person, None, talk.clock.now()))
    assert [(line.door, line.note) for line in await lines_of(talk)] == [("", "")]
    assert (await counts_of(talk))[Unit.HOUSEHOLDS] == 1


async def test_the_list_tells_a_round_as_its_card(talk: Talk, chen: Actor, wang: Actor) -> None:
    for line in ("开始走访 4号楼", "302 独居 两位老人", "303 没人", "结束"):
        await chen.says(line)
    await chen.taps("对，记下")
    await wang.says("待办")
    heard = await wang.taps("活动待核实")
    assert " · 1 次 · 2 户 · 2 人次 · 未遇 1" in heard


async def test_a_door_in_chinese_numerals_and_what_follows_belong_to_the_round(
    talk: Talk, chen: Actor
) -> None:
    await chen.says("开始走访 4号楼")
    assert "1 户 · 最近：702" in await chen.says("七零二 两个老人")
    assert "2 户 · 未遇 1 · 最近：8-1" in await chen.says("8-1 没开门")
    await chen.sends_photo()
    assert [(line.door, line.person_times) for line in await lines_of(talk)] == [("702", 2), ("8-1", None)]


async def test_a_round_in_english_counts_who_was_met_and_who_was_not(talk: Talk, chen: Actor) -> None:
    await chen.says("/language")
    await chen.taps("English")
    await chen.says("Start visiting 4号楼")
    await chen.says("302 lives alone")
    await chen.says("303 nobody in")
    heard = await chen.says("two old people in 305")
    assert "households: 3 · not met 1 · newest: 305" in heard
    heard = await chen.says("Finish")
    assert "times: 1 · households: 3 · person-times: 3 · not met 1" in heard
