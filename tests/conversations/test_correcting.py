"""Somebody says what is not right about an own report."""

import pytest

from tests.cast import BUILDING_4, BUILDING_5, DONGMEN
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_correcting_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    heard = await chen.taps("不对，改一下")
    assert "哪里不对" in heard
    assert heard.labels == ["类别", "地点", "紧急程度", "我说的话", "不用管了"]
    assert "请写出地点" in await chen.taps("地点")
    assert "改好了" in await chen.says("5号楼")
    assert "西湖花园5号楼" in await chen.card_text(NUMBER)
    assert "西湖花园5号楼" in await wang.card_text(NUMBER)
    assert (await talk.report(NUMBER)).text == LEAK


async def test_another_place_may_mean_another_station(
    talk: Talk, chen: Actor, wang: Actor, liu: Actor
) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("东门社区")
    assert "东门站" in await chen.card_text(NUMBER)
    rung = await liu.hears()
    assert len(rung.sounds) == 1
    assert (await talk.report(NUMBER)).place == DONGMEN
    left = await wang.card(NUMBER)
    assert (left.text, left.labels) == ("N-10001-6 已转到东门站。", [])


async def test_a_place_that_is_not_known_is_kept_as_it_was_written(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("光明小区9号楼")
    assert "光明小区9号楼" in await chen.card_text(NUMBER)


async def test_the_category_is_chosen_among_the_likeliest(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    heard = await chen.taps("类别")
    assert len(heard.labels) == 6
    assert heard.labels[-1] == "其他…"
    chosen = heard.labels[0]
    assert "改好了" in await chen.taps(chosen)
    assert chosen in await chen.card_text(NUMBER)
    assert chosen in await wang.card_text(NUMBER)


async def test_every_category_can_be_reached(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    await chen.taps("类别")
    fields: list[str] = []
    heard = await chen.taps("其他…")
    while heard.labels[0] not in fields:
        fields += [label for label in heard.labels if label != "更多…"]
        heard = await chen.taps("更多…")
    assert len(fields) >= 8
    for field in fields:
        while field not in (await chen.newest()).labels:
            await chen.taps("更多…")
        leaves = await chen.taps(field)
        assert "改好了" in leaves or len(leaves.labels) <= 6
        if "改好了" not in leaves:
            await chen.taps("更多…")
        else:
            await chen.taps("不对，改一下")
            await chen.taps("类别")
            await chen.taps("其他…")


@pytest.mark.shipped_clocks
async def test_how_urgent_is_said_in_plain_words(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("4号楼楼道灯坏了")
    await chen.taps("不对，改一下")
    heard = await chen.taps("紧急程度")
    assert heard.labels == ["现在有人有危险", "等不到明天", "可以等几天", "只是问一问"]
    await chen.taps("等不到明天")
    assert "3月2日 14:00前" in await chen.card_text(NUMBER)
    assert "🔴 紧急" in await wang.card_text(NUMBER)


async def test_danger_makes_it_most_urgent(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    await chen.taps("紧急程度")
    await wang.catches_up()
    heard = await chen.taps("现在有人有危险")
    assert "110" in heard
    assert (await talk.report(NUMBER)).urgency == "T0"
    assert len((await wang.hears()).sounds) == 1


async def test_better_words_stand_beside_the_first(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    await chen.taps("我说的话")
    await chen.says("不是化粪池，是雨水管漏了")
    report = await talk.report(NUMBER)
    assert (report.text, report.words) == (LEAK, "不是化粪池，是雨水管漏了")
    assert "「不是化粪池，是雨水管漏了」" in await wang.card_text(NUMBER)
    assert (await talk.events(NUMBER))[-1].reason == "不是化粪池，是雨水管漏了"


async def test_a_report_can_be_taken_back(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    assert "不用管了" in await chen.taps("不用管了")
    assert (await talk.report(NUMBER)).state == "withdrawn"
    card = await wang.card(NUMBER)
    assert "已撤销" in card.text
    assert card.labels == ["⋯ 更多"]
    assert (await chen.card(NUMBER)).labels == []


async def test_old_buttons_of_what_was_taken_back_say_so(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    card, theirs = await chen.card(NUMBER), await wang.card(NUMBER)
    await chen.taps("不对，改一下")
    menu = await chen.newest()
    await chen.taps("不用管了")
    for said, label in ((card, "不对，改一下"), (menu, "类别"), (menu, "不用管了")):
        key = said.key(label)
        assert key is not None
        assert "已经结束了" in (await chen.taps_data(key.data, key.message)).answer
    key = theirs.key("签收")
    assert key is not None
    assert "已撤销" in (await wang.taps_data(key.data, key.message)).answer


async def test_nobody_else_can_change_it(talk: Talk, chen: Actor, li: Actor) -> None:
    await chen.says(LEAK)
    for data in ("amend:2711:0:", "part:2711:0:withdraw", "urgency:2711:0:T0", "there:2711:0:441802006012"):
        assert (await li.taps_data(data, 1)).answer == "这不是您的上报。"
    report = await talk.report(NUMBER)
    assert (report.state, report.place, report.urgency) == ("dispatched", BUILDING_4, "T1")


async def test_once_signed_the_one_who_has_it_sees_the_change(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("5号楼")
    report = await talk.report(NUMBER)
    assert (report.place, report.state) == (BUILDING_5, "signed")
    assert "西湖花园5号楼" in await wang.card_text(NUMBER)


async def test_correcting_can_be_given_up(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("取消")
    talk.passes(120)
    await chen.says("6号楼路灯坏了")
    assert [report.place for report in await talk.reports()][0] == BUILDING_4
    assert len(await talk.reports()) == 2


async def test_a_category_may_be_typed_instead_of_tapped(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼不知道是什么漏了")
    await chen.taps("不对，改一下")
    await chen.taps("类别")
    assert "改好了" in await chen.says("电梯坏了")
    assert (await talk.report(NUMBER)).category == "governance.lift"
    assert len(await talk.reports()) == 1


async def test_who_has_signed_hears_what_is_put_right_and_still_sees_the_first_words(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.taps("不对，改一下")
    await chen.taps("我说的话")
    await wang.catches_up()
    await chen.says("是4号楼的下水管漏了")
    heard = await wang.hears()
    assert "更正：是4号楼的下水管漏了" in heard
    assert not heard.sounds
    assert "（原话：4号楼化粪池漏了）" in await wang.card_text(NUMBER)


@pytest.mark.parametrize(("part", "choice"), [("类别", "垃圾"), ("紧急程度", "可以等几天")])
async def test_a_finger_that_comes_down_twice_puts_it_right_once(
    talk: Talk, chen: Actor, part: str, choice: str
) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    key = (await chen.taps(part)).messages[-1].key(choice)
    assert key is not None
    await chen.taps_data(key.data, key.message)
    before = await talk.events(NUMBER)
    assert (await chen.taps_data(key.data, key.message)).answer == "已经是这样了。"
    assert await talk.events(NUMBER) == before
