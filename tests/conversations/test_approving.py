"""One level up decides about what a station asks for."""

from datetime import date

from tests.cast import LUO
from tests.conversations.test_asking_for_time import DAY, NUMBER, at_work, held, open_requests
from tests.talk import Actor, Talk
from tests.together import press_together


async def test_who_does_not_agree_says_why(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await asked(chen, wang)
    await chen.catches_up()
    await luo.taps("不同意…")
    assert f"{NUMBER}：请写一句为什么不同意。" in await luo.newest_text()
    heard = await luo.says("先请物业看")
    assert f"✖️ {NUMBER}：罗永康没有同意：挂起到3月9日。\n先请物业看" in heard
    assert "罗永康没有同意：挂起到3月9日。\n先请物业看" in "".join((await wang.hears()).sounds)
    assert (await talk.report(NUMBER)).state == "in_progress"
    assert not await chen.hears(), "the reporter hears of no refusal"
    last = (await talk.events(NUMBER))[-1]
    assert (last.step, "先请物业看" in last.reason) == ("not_granted", True)


async def test_the_first_answer_counts(talk: Talk, chen: Actor, wang: Actor, luo: Actor, feng: Actor) -> None:
    await asked(chen, wang)
    theirs = await luo.newest()
    key = theirs.key("同意")
    assert key is not None
    await feng.taps_data(key.data.replace("grant", "approval"), 1)
    answers = await press_together((luo, theirs, "同意"), (feng, await feng.newest(), "同意"))
    assert answers == ["同意了，申请人会收到。", "罗永康已经同意了。"]
    assert (await talk.steps(NUMBER)).count("hold") == 1
    assert f"✅ {NUMBER}：罗永康同意了" in await feng.newest_text()


async def test_a_no_comes_too_late_for_a_yes(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, feng: Actor
) -> None:
    await asked(chen, wang)
    key = (await luo.newest()).key("同意")
    assert key is not None
    await luo.taps("不同意…")
    await feng.taps_data(key.data, 1)
    assert "冯雅琴已经同意了" in await luo.says("先请物业看")
    assert (await talk.report(NUMBER)).state == "on_hold"
    assert (await luo.taps_data(key.data, key.message)).answer == "冯雅琴已经同意了。"


async def test_who_asked_cannot_agree(talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor) -> None:
    await asked(chen, wang)
    key = (await luo.newest()).key("同意")
    assert key is not None
    for somebody in (wang, zhang):
        assert "不归您" in (await somebody.taps_data(key.data, 1)).answer
    assert len(await open_requests(talk)) == 1


async def test_a_head_who_asks_is_answered_by_the_one_above(
    talk: Talk, chen: Actor, luo: Actor, feng: Actor
) -> None:
    await chen.says("4号楼化粪池漏了")
    await luo.says(NUMBER)
    await luo.taps("联系了")
    await luo.chooses("挂起…")
    await luo.taps("天气原因")
    assert "已请冯雅琴审批" in await luo.taps("3天")
    key = (await feng.newest()).key("同意")
    assert key is not None
    assert "别人" in (await luo.taps_data(key.data, 1)).answer
    await feng.taps("同意")
    assert (await talk.report(NUMBER)).state == "on_hold"


async def test_where_there_is_nobody_else_the_same_may_agree(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor
) -> None:
    for other in (zhang, luo, feng):
        await other.blocks()
    await asked(chen, wang)
    assert "王慧敏申请：挂起到3月9日" in (await wang.chat())[-2].text + (await wang.chat())[-1].text
    assert (await wang.taps("同意")).answer == "同意了，申请人会收到。"
    assert (await talk.report(NUMBER)).state == "on_hold"


async def test_with_nobody_above_a_colleague_agrees(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor
) -> None:
    for other in (luo, feng):
        await other.blocks()
    await asked(chen, wang)
    await zhang.taps("同意")
    assert (await talk.report(NUMBER)).state == "on_hold"


async def test_asking_anew_takes_the_place_of_what_was_asked(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await asked(chen, wang)
    first = await luo.newest()
    await wang.chooses("挂起…")
    await wang.taps("天气原因")
    await wang.taps("3天")
    await luo.hears()
    assert "不用再审批了：挂起到3月9日" in [one.text for one in await luo.chat() if one.id == first.id][0]
    key = first.key("同意")
    assert key is not None
    assert (await luo.taps_data(key.data, key.message)).answer == "不用再审批了。"
    await luo.taps("同意")
    assert (await talk.report(NUMBER)).waits_until == date(2026, 3, 5)


async def test_what_went_on_waits_for_no_answer(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await asked(chen, wang)
    await wang.taps("办结")
    await wang.taps("已清理干净")
    assert (await luo.taps("同意")).answer == "不用再审批了。"
    assert (await talk.report(NUMBER)).state == "callback"


async def test_a_day_that_is_over_is_not_granted(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await asked(chen, wang)
    talk.passes(8 * DAY)
    assert "请重新申请" in (await luo.taps("同意")).answer
    assert (await talk.report(NUMBER)).state == "in_progress"


async def test_forged_answers_move_nothing(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, zhao: Actor, lin: Actor, li: Actor
) -> None:
    await asked(chen, wang)
    await li.says("5号楼路灯坏了")
    request = (await open_requests(talk))[0].id
    for action in ("grant", "refuse", "approval"):
        for data in (
            f"{action}:2711:0:",
            f"{action}:2711:0:zz",
            f"{action}:2711:0:ffff",
            f"{action}:2712:0:{request:x}",
        ):
            assert "最新的那条" in (await luo.taps_data(data, 1)).answer, data
        assert (await zhao.taps_data(f"{action}:2711:0:{request:x}", 1)).answer == "这件事不归您办理。"
        assert "不" in (await lin.taps_data(f"{action}:2711:0:{request:x}", 1)).answer
    assert len(await open_requests(talk)) == 1


async def test_what_is_asked_at_night_rings_in_the_morning(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await at_work(chen, wang)
    talk.passes(11 * 3600)  # nine in the evening
    await luo.catches_up()
    await asks(wang)
    assert not await luo.hears()
    talk.passes(11.6 * 3600)
    assert "王慧敏申请" in "".join((await luo.hears_now()).sounds)


async def test_what_waits_for_an_answer_stands_in_the_list(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    assert "待审批" not in "".join((await luo.says("待办")).labels)
    await asked(chen, wang)
    assert "📝 待审批 · 1" in (await luo.says("待办")).labels
    assert "待审批" not in "".join((await wang.says("待办")).labels), "who asked does not decide"
    heard = await luo.taps("待审批")
    assert f"📝 待审批：\n{NUMBER} · 挂起到3月9日" in heard
    heard = await luo.taps(NUMBER)
    assert "王慧敏申请：挂起到3月9日" in heard
    await luo.taps("同意")
    assert "待审批" not in "".join((await luo.says("待办")).labels)
    todo = [one for one in await luo.chat() if "📋 待办" in one.text][-1]
    assert "这里没有" in await luo.taps_data("approvals:0:0:", todo.id)


async def test_the_list_is_nothing_for_others(talk: Talk, chen: Actor, wang: Actor, lin: Actor) -> None:
    await asked(chen, wang)
    await lin.says("在吗")
    for somebody in (chen, lin):
        heard = await somebody.taps_data("approvals:0:0:", (await somebody.newest()).id)
        assert NUMBER not in heard.text
        assert "挂起" not in heard.text


async def test_a_held_report_keeps_its_card_up_to_date(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await held(chen, wang, luo)
    assert "⏸ 挂起到3月9日：等材料或配件" in await wang.card_text(NUMBER)
    assert "3月9日前再答复您" in await chen.card_text(NUMBER)
    assert LUO.name not in await chen.card_text(NUMBER)


async def asked(chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await asks(wang)


async def asks(wang: Actor) -> None:
    await wang.chooses("挂起…")
    await wang.taps("等材料或配件")
    await wang.taps("一周")
