"""A station returns what another one did not take over: why, on what it rests, and where it belongs instead."""

import json

from tests.cast import XIHU
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
HOUR = 3600.0
BASIS = "4号楼的化粪池按划片归麻寺田站管"


async def refused(chen: Actor, wang: Actor, wu: Actor, words: str = LEAK) -> None:
    """Wang signs for a report, asks 麻寺田站, and Wu says that it is not theirs."""
    await chen.says(words)
    await wang.taps("签收")
    await wang.taps("转给…")
    await wang.taps("别的站…")
    await wang.taps("麻寺田站")
    await wu.taps("不归我们")
    await wu.taps("不是我们的职责")


async def returned(wang: Actor, wish: str = "跳过，由上级定") -> None:
    """Wang returns it."""
    await wang.taps("退单")
    await wang.taps("不在我们辖区")
    await wang.taps(wish)
    await wang.says(BASIS)


async def test_a_return_from_start_to_end(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor, feng: Actor
) -> None:
    await refused(chen, wang, wu)
    heard = await wang.taps("退单")
    assert f"{NUMBER}：为什么退单？" in heard
    assert heard.labels == ["不在我们辖区", "不是我们的职责", "别的站已在办"]
    heard = await wang.taps("不在我们辖区")
    assert "建议派给哪个站" in heard
    assert heard.labels == ["凤城街道社工站", "麻寺田站", "凤桂园站", "其他…", "跳过，由上级定"]
    assert "依据是什么" in await wang.taps("麻寺田站")
    await chen.catches_up()
    heard = await wang.says(BASIS)
    assert f"{NUMBER} 已退单，由凤城街道社工站裁定，结果会告诉您。" in heard
    assert (await wang.card(NUMBER)).labels == ["🆘 现在有危险", "⋯ 更多"]
    assert "退单待裁定" in (await wang.card(NUMBER)).text

    told = await luo.hears()
    assert len(told.sounds) == 1
    for line in (f"⚖️ {NUMBER}：西湖站退单，请裁定。", "原因：不在我们辖区", f"依据：{BASIS}",
                 "问过麻寺田站：不是我们的职责", "建议：麻寺田站", "退单人：王慧敏"):  # fmt: skip
        assert line in told.sounds[0], line
    assert told.labels == ["改派到麻寺田站", "改派到…", "维持，由他们办", "我们来办"]
    assert "⚖️ 裁定" in (await luo.card(NUMBER)).labels
    assert not await feng.hears(), "one level up decides, not two"
    assert not (await chen.hears()).sounds

    report = await talk.report(NUMBER)
    assert (report.state, report.returns, report.station, report.before) == (
        "return_pending",
        1,
        XIHU,
        "signed",
    )
    said = json.loads((await talk.events(NUMBER))[-2].reason)
    routed = {"code": "returned.not_our_area", "from": XIHU, "rule": "nearest", "version": 1}
    assert said == {**routed, "wish": "441802006021", "request": 1}
    assert (await talk.steps(NUMBER))[-4:] == ["offer", "refuse", "return", "return_why"]


async def test_nothing_is_returned_before_another_station_refused(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await chen.says(LEAK)
    forged = ("return:2711:0:", "return_for:2711:0:not_our_area")
    for data in forged:
        assert "请先转给别的站" in (await wang.taps_data(data, 1)).answer
    await wang.taps("转给…")
    await wang.taps("别的站…")
    await wang.taps("麻寺田站")
    assert "请先转给别的站" in (await wang.taps_data(forged[0], 1)).answer, "it is asked, not refused"
    assert "↩️ 退单" not in await wang.may_choose()
    assert (await talk.report(NUMBER)).returns == 0


async def test_what_is_returned_too_late_stays(talk: Talk, chen: Actor, wang: Actor, wu: Actor) -> None:
    await refused(chen, wang, wu)
    talk.passes(1.5 * HOUR)
    assert (await wang.taps("退单")).answer == "已经过了时限。"
    assert (await talk.report(NUMBER)).state == "signed"


async def test_who_asked_in_time_may_return_after_a_late_answer(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("转给…")
    await wang.taps("别的站…")
    await wang.taps("麻寺田站")
    talk.passes(5 * HOUR)
    await wu.taps("不归我们")
    await wu.taps("不在我们辖区")
    talk.passes(0.5 * HOUR)
    await returned(wang)
    assert (await talk.report(NUMBER)).state == "return_pending"


async def test_what_is_most_urgent_is_helped_with_first(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await refused(chen, wang, wu)
    old = (await wang.newest()).key("退单")
    assert old is not None
    await wang.taps("现在有危险")
    assert (
        "先救人" in (await wang.taps_data(old.data, old.message)).answer
        or "先" in (await wang.taps_data(old.data, old.message)).answer
    )
    assert (await talk.report(NUMBER)).state == "signed"


async def test_a_return_can_be_given_up(talk: Talk, chen: Actor, wang: Actor, wu: Actor) -> None:
    await refused(chen, wang, wu)
    await wang.taps("退单")
    await wang.taps("不在我们辖区")
    await wang.taps("跳过")
    assert f"{NUMBER}：不退单了。" in await wang.says("取消")
    assert (await talk.report(NUMBER)).state == "signed"
    late = [said for said in await wang.chat() if said.key("跳过")]
    assert not late, "the question is followed by the next one in its place"


async def test_a_basis_that_names_another_place_is_no_report(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await refused(chen, wang, wu)
    await wang.taps("退单")
    await wang.taps("不在我们辖区")
    await wang.taps("跳过")
    await wang.says("东门社区的化粪池归东门站管，这个管子通到那边")
    assert len(await talk.reports()) == 1
    assert (await talk.report(NUMBER)).state == "return_pending"


async def test_a_basis_swallows_no_report(talk: Talk, chen: Actor, wang: Actor, wu: Actor) -> None:
    await refused(chen, wang, wu)
    await wang.taps("退单")
    await wang.taps("不在我们辖区")
    await wang.taps("跳过")
    await wang.says("5号楼路灯坏了")
    assert len(await talk.reports()) == 2
    assert (await talk.report(NUMBER)).state == "signed"


async def test_words_before_a_reason_are_answered(talk: Talk, chen: Actor, wang: Actor, wu: Actor) -> None:
    """An old button of the proposal, after the talk went elsewhere."""
    await refused(chen, wang, wu)
    await wang.taps("退单")
    await wang.taps("不在我们辖区")
    old = (await wang.newest()).key("跳过")
    assert old is not None
    await wang.says("取消")
    assert (await wang.taps_data(old.data, old.message)).answer
    for data in ("return_for:2711:0:no_such", "return_to:2711:0:nowhere", "return_more:2711:0:x"):
        await wang.taps_data(data, old.message)
    assert (await talk.report(NUMBER)).state == "signed"


async def test_two_colleagues_return_it_once(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, wu: Actor, luo: Actor
) -> None:
    await refused(chen, wang, wu)
    for one in (wang, zhang):
        await one.says(NUMBER)
    await wang.taps("退单")
    key = (await wang.newest()).key("不在我们辖区")
    assert key is not None
    for one in (wang, zhang):
        await one.taps_data(key.data, key.message)
        await one.taps("跳过")
    await wang.says(BASIS)
    assert "退单待裁定" in await zhang.says(BASIS)
    report = await talk.report(NUMBER)
    assert (report.state, report.returns) == ("return_pending", 1)
    assert (await talk.steps(NUMBER)).count("return") == 1
    assert len([said for said in await luo.chat() if "请裁定" in said.text]) == 1


async def test_nobody_else_returns_it(talk: Talk, chen: Actor, wang: Actor, wu: Actor, zhao: Actor) -> None:
    await refused(chen, wang, wu)
    for data in (
        "return:2711:0:",
        "return_for:2711:0:not_our_area",
        "return_to:2711:0:",
        "return_more:2711:0:1",
    ):
        for actor in (zhao, chen, wu):
            assert (await actor.taps_data(data, 1)).answer == "这件事不归您办理。"
    assert (await talk.report(NUMBER)).state == "signed"


async def test_what_waits_for_a_decision_can_be_taken_back_by_its_reporter(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang)
    old = (await luo.newest()).key("维持")
    assert old is not None
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    assert "不用裁定了" in await luo.hears()
    assert "已撤销" in (await luo.taps_data(old.data, old.message)).answer
    assert (await talk.report(NUMBER)).state == "withdrawn"
