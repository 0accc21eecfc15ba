"""A report that was over is opened again: by its reporter, or by somebody of a station."""

import asyncio

from tests.conversations.test_answering import finished, finishes
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_opening_again_from_start_to_end(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await closed(chen, wang)
    for worker in (wang, zhang, luo):
        await worker.catches_up()
    heard = await chen.replies(await chen.card(NUMBER), "又漏了")
    assert f"🌿 {NUMBER} 已经办完了，您写的西湖站看得到。是不是还没解决？" in heard
    assert heard.labels == ["重新打开", "这是另一件事"]
    assert len(await talk.reports()) == 1
    assert "又漏了" in await wang.hears()
    heard = await chen.taps("重新打开")
    assert f"🔁 {NUMBER} 重新打开了，西湖站换一位来办。" in heard
    report = await talk.report(NUMBER)
    assert (report.state, report.level, report.handler_id, report.closed_at) == ("rework", 1, None, None)
    assert (await wang.hears()).sounds == [f"🔁 {NUMBER}：上报人说还没解决，重新打开了。换一位同事来办。"]
    assert "重办，待签收" in (await zhang.hears()).sounds[0]
    told = await luo.hears()
    assert not told.sounds
    assert f"🔁 {NUMBER}，西湖站：上报人说还没解决，重新打开了。由张立文重办。" in told
    assert "换一位同事" in (await wang.taps("签收")).answer
    assert "签收了" in (await zhang.taps("签收")).answer
    assert (await talk.steps(NUMBER))[-4:] == ["graded", "added", "reopen", "sign"]


async def test_what_was_written_may_be_another_matter(talk: Talk, chen: Actor, wang: Actor) -> None:
    await closed(chen, wang)
    await chen.replies(await chen.card(NUMBER), "门口的灯也不亮")
    heard = await chen.taps("这是另一件事")
    assert "N-10002-4" in heard
    assert [str(report.state) for report in await talk.reports()] == ["closed", "dispatched"]
    assert (await talk.reports())[1].text == "门口的灯也不亮"


async def test_danger_thanks_and_other_places_go_their_own_way(talk: Talk, chen: Actor, wang: Actor) -> None:
    await closed(chen, wang)
    card = await chen.card(NUMBER)
    assert "不客气" in await chen.replies(card, "谢谢")
    assert "119" in await chen.replies(card, "厨房着火了")
    assert "N-10003-" in await chen.replies(card, "5号楼电梯坏了")
    assert (await talk.report(NUMBER)).state == "closed"


async def test_the_own_report_in_the_list_has_the_way_back(talk: Talk, chen: Actor, wang: Actor) -> None:
    await closed(chen, wang)
    await chen.says("我的上报")
    heard = await chen.taps(NUMBER)
    assert heard.labels == ["还没解决？重新打开"]
    await chen.taps("重新打开")
    assert (await talk.report(NUMBER)).state == "rework"


async def test_after_thirty_days_it_is_too_late(talk: Talk, chen: Actor, wang: Actor) -> None:
    await closed(chen, wang)
    await chen.says("我的上报")
    await chen.taps(NUMBER)
    talk.passes(31 * 24 * 3600)
    assert (await chen.taps("重新打开")).answer == "时间有点久了，请重新写一条。"
    assert (await talk.report(NUMBER)).state == "closed"
    assert (await chen.says(NUMBER)).labels == []
    assert "收到了" in await chen.replies(await chen.card(NUMBER), "又漏了")


async def test_it_is_opened_once(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await closed(chen, wang)
    await chen.says("我的上报")
    key = (await chen.taps(NUMBER)).messages[-1].key("重新打开")
    assert key is not None
    await chen.taps_data(key.data, key.message)
    assert (await chen.taps_data(key.data, key.message)).answer == "这个问题已经答过了，谢谢您。"
    assert (await talk.steps(NUMBER)).count("reopen") == 1


async def test_reporter_and_station_open_it_at_the_same_instant(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await closed(chen, wang)
    await chen.says("我的上报")
    key = (await chen.taps(NUMBER)).messages[-1].key("重新打开")
    await zhang.says(NUMBER)
    await zhang.chooses("重新打开")
    assert key is not None
    await asyncio.gather(
        talk.sandbox.does(
            "press", person=chen.account, message_id=key.message, data=key.data, force=True, wait=0
        ),
        talk.sandbox.does("say", person=zhang.account, text="还在漏"),
    )
    await talk.settle()
    assert (await talk.steps(NUMBER)).count("reopen") == 1
    assert (await talk.report(NUMBER)).state == "rework"


async def test_a_station_opens_it_again_with_a_reason(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await closed(chen, wang)
    await wang.catches_up()
    await luo.says(NUMBER)
    assert "为什么要重办" in await luo.chooses("重新打开")
    assert f"🔁 {NUMBER}：由张立文重办。" in await luo.says("照片里还在漏")
    assert "罗永康要求重办：照片里还在漏。" in await wang.hears()
    assert (await talk.events(NUMBER))[-1].reason == "照片里还在漏"
    await chen.catches_up()
    assert "接着办" in await chen.card_text(NUMBER)


async def test_one_above_has_it_done_again_while_the_reporter_is_asked(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await finished(chen, wang)
    await zhang.says(NUMBER)
    assert not any("要求重办" in line for line in await zhang.may_choose()), "only one level up"
    await luo.says(NUMBER)
    await luo.chooses("要求重办")
    await chen.catches_up()
    asked = [said for said in await chen.chat() if "真的解决了吗" in said.text][-1]
    key = asked.key("解决了")
    await luo.says("照片里还在漏")
    heard = await chen.hears()
    assert "会再派人来办" in heard
    assert not heard.sounds
    assert key is not None
    assert "已经答过" in (await chen.taps_data(key.data, key.message)).answer
    report = await talk.report(NUMBER)
    assert (report.state, report.level, report.answer) == ("rework", 1, "")
    await finishes(zhang)
    assert "真的解决了吗" in await chen.hears()


async def test_not_solved_begins_at_level_one_and_the_head_hears(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await finished(chen, wang)
    await luo.catches_up()
    await chen.taps("还没解决")
    assert (await talk.report(NUMBER)).level == 1
    assert "上报人说还没解决。由张立文重办。" in await luo.hears()


async def test_nobody_else_opens_it(
    talk: Talk, chen: Actor, wang: Actor, li: Actor, liu: Actor, lin: Actor
) -> None:
    await closed(chen, wang)
    card = (await chen.card(NUMBER)).id
    for other in (li, liu, lin, wang):
        assert (await other.taps_data("open_again:2711:0:", card)).answer == "这不是您的上报。"
    for other in (chen, li, liu):
        for forged in ("reopen:2711:0:", "redo:2711:0:"):
            assert (await other.taps_data(forged, card)).answer == "这件事不归您办理。"
    assert "现在做不了" in (await wang.taps_data("redo:2711:0:", card)).answer
    assert (await talk.report(NUMBER)).state == "closed"


async def closed(chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    await chen.taps("解决了")
    await chen.taps("满意")
