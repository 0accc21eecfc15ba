"""Another person looks whether it is really done, before the reporter is asked."""

from tests.talk import Actor, Talk
from tests.together import press_together

FIRE, NUMBER = "4号楼的灭火器过期了", "N-10001-6"


async def test_verifying_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(FIRE)
    assert (await talk.report(NUMBER)).category == "safety.fire"
    await zhang.catches_up()
    assert "已办结。先请张立文去看一看，再问上报人。" in await finishes(wang)
    assert "同事再去看一眼" in await chen.card_text(NUMBER)
    assert "真的解决了吗" not in await chen.newest_text(), "nobody asks before somebody has looked"
    rung = await zhang.hears()
    assert f"🔎 {NUMBER}：王慧敏说办好了，请去看一看" in "".join(rung.sounds)
    heard = await zhang.taps("看过，办好了")
    assert heard.labels == ["没有要补的"]
    assert "照片收到了" in await zhang.sends_photo()
    await chen.catches_up()
    assert f"🔎 {NUMBER}：核查好了，正在问上报人。" in await zhang.says("通道清出来了")
    told = await chen.hears()
    assert "真的解决了吗" in "".join(told.sounds)
    assert len(told.photos) == 1
    report = await talk.report(NUMBER)
    assert (report.state, report.verified_alone) == ("callback", False)
    assert (await talk.events(NUMBER))[-1].reason == "通道清出来了"
    assert (await talk.steps(NUMBER))[-2:] == ["done", "verify"]


async def test_nothing_needs_to_be_added(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(FIRE)
    await finishes(wang)
    await zhang.taps("看过，办好了")
    await zhang.taps("没有要补的")
    assert (await talk.report(NUMBER)).state == "callback"


async def test_what_is_not_done_goes_to_another(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(FIRE)
    await finishes(wang)
    await chen.catches_up()
    await wang.catches_up()
    await zhang.taps("看过，没办好")
    assert f"{NUMBER}：哪里没办好？请写一句。" in await zhang.newest_text()
    heard = await zhang.says("门还是开着")
    assert f"🔁 {NUMBER}：换一位同事再办。" in heard
    assert f"🔁 {NUMBER}：张立文去看了，没办好：门还是开着。" in "".join((await wang.hears()).sounds)
    report = await talk.report(NUMBER)
    assert (report.state, report.handler_id) == ("rework", None)
    assert "换一位同事" in (await wang.taps("签收")).answer
    assert not (await chen.hears()).sounds
    assert "签收了" in (await zhang.taps("签收")).answer


async def test_who_handled_it_does_not_look(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(FIRE)
    await finishes(wang)
    for label in ("看过，办好了", "看过，没办好"):
        assert (await wang.taps(label)).answer == "这件是您办的，请另一位同事去看。"
    assert (await talk.report(NUMBER)).state == "done"


async def test_at_a_station_of_one_the_street_looks(talk: Talk, grace: Actor, liu: Actor, luo: Actor) -> None:
    await grace.says("东门社区的灭火器过期了")
    await luo.catches_up()
    await liu.taps("联系了")
    await liu.taps("办结")
    await liu.taps("已清理干净")
    assert "请去看一看" in "".join((await luo.hears()).sounds)
    await luo.taps("看过，办好了")
    await luo.taps("没有要补的")
    assert (await talk.report(NUMBER)).state == "callback"


async def test_where_there_is_nobody_else_the_same_looks_and_says_why(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor
) -> None:
    for other in (zhang, luo, feng):
        await other.blocks()
    await chen.says(FIRE)
    await finishes(wang)
    heard = await wang.taps("看过，办好了")
    assert "没有别人能去看。请写一句" in heard
    assert heard.labels == []
    old = (await talk.report(NUMBER)).version
    assert "最新的那条" in (await wang.taps_data(f"looked:2711:{old:x}:", heard.messages[-1].id)).answer
    await wang.says("同事都请假，物业在场")
    report = await talk.report(NUMBER)
    assert (report.state, report.verified_alone) == ("callback", True)
    assert "⚠️ 由办理人自己核查" in await wang.card_text(NUMBER)
    assert (await talk.events(NUMBER))[-1].reason == "同事都请假，物业在场"
    await chen.taps("解决了")
    assert "⚠️ 由办理人自己核查" in await wang.card_text(NUMBER), "it stays on what is closed"


async def test_two_who_look_at_once(talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor) -> None:
    await chen.says(FIRE)
    await finishes(wang)
    await luo.says(NUMBER)
    await zhang.taps("看过，办好了")
    await luo.taps("看过，办好了")
    answers = await press_together(
        (zhang, await zhang.newest(), "没有要补的"), (luo, await luo.newest(), "没有要补的")
    )
    assert "回访" in answers[1] or "王慧敏" in answers[1]
    assert (await talk.steps(NUMBER)).count("verify") == 1
    assert len([one for one in await chen.chat() if "真的解决了吗" in one.text]) == 1


async def test_forged_and_old_looks_move_nothing(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, zhao: Actor
) -> None:
    await chen.says(FIRE)
    for action in ("verify", "looked", "not_verified"):
        assert "待签收" in (await zhang.taps_data(f"{action}:2711:0:", 1)).answer
    await finishes(wang)
    for action in ("verify", "looked", "not_verified"):
        assert (await zhao.taps_data(f"{action}:2711:0:", 1)).answer == "这件事不归您办理。"
    assert "最新的那条" in (await zhang.taps_data("looked:2711:0:", (await zhang.newest()).id)).answer
    assert (await talk.report(NUMBER)).state == "done"


async def test_what_needs_no_look_is_asked_at_once(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    assert "正在回访上报人" in await finishes(wang)
    assert (await talk.report(NUMBER)).state == "callback"
    assert await wang.chooses("办理经过")


async def finishes(worker: Actor) -> str:
    """Gives all that the worker hears of it, the answer to the tap included."""
    await worker.taps("联系了")
    await worker.taps("办结")
    return (await worker.taps("已清理干净")).text
