"""A station tells the reporter that something is not theirs to deal with, and where to go."""

import asyncio

from fieldwork.reports import PrivacyClass
from storage import reports
from tests.talk import Actor, Heard, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
BUSINESS = "商业纠纷，不归社工站"
READS = f"{BUSINESS}。请打12315。"


async def test_declining_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    heard = await wang.chooses("不归我们…")
    assert heard.labels[0] == BUSINESS
    assert heard.labels[-1] == "自己写…"
    assert len(heard.labels) == 6
    heard = await wang.taps(BUSINESS)
    assert f"上报人会看到：\n“{READS}”" in heard
    await chen.catches_up()
    assert "已经告诉上报人该找谁" in await wang.taps("发给上报人")
    heard = await chen.hears()
    assert heard.sounds == [
        f"↪️ {NUMBER}：这件事不归我们管。\n{READS}\n有不清楚的，请打电话给西湖站：0763-000 0002。"
    ]
    assert READS in await chen.card_text(NUMBER)
    report = await talk.report(NUMBER)
    assert (report.state, report.outcome) == ("not_accepted", READS)
    assert (await wang.card_text(NUMBER)).startswith(f"{NUMBER} · 不予受理")
    assert f"不予受理，告诉上报人该找谁：{BUSINESS}" in await wang.chooses("办理经过")


async def test_own_words_need_a_place_to_go(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.chooses("不归我们…")
    await wang.taps("自己写…")
    assert "该找谁" in await wang.says("这是供电局的线路")
    assert (await talk.report(NUMBER)).state == "dispatched"
    await chen.catches_up()
    await wang.says("供电局，电话95598")
    assert "这是供电局的线路\n供电局，电话95598" in await chen.hears()
    assert (await talk.report(NUMBER)).state == "not_accepted"


async def test_another_reason_can_be_chosen_before_it_is_sent(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.chooses("不归我们…")
    await wang.taps(BUSINESS)
    await wang.taps("换个原因")
    await wang.taps("归市里的部门")
    await wang.taps("发给上报人")
    assert (await talk.report(NUMBER)).outcome == "归市里的部门。请打12345。"


async def test_where_somebody_vulnerable_is_concerned_a_second_person_agrees(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await sensitive(talk, chen)
    await zhang.catches_up()
    assert "等张立文看过再定" in await declines(wang)
    assert (await talk.report(NUMBER)).state == "dispatched"
    heard = await zhang.hears()
    assert f"📝 {NUMBER}：王慧敏想告诉上报人这件事不归我们" in heard.sounds[0]
    assert heard.labels == ["同意", "不同意", "看卡片"]
    asked = heard.messages[-1]
    mine = asked.key("同意")
    assert mine is not None
    assert "别人" in (await wang.taps_data(mine.data, 1)).answer, "not the same person"
    assert (await talk.report(NUMBER)).state == "dispatched"
    await chen.catches_up()
    await wang.catches_up()
    assert "张立文同意了" in await zhang.taps("同意", on=asked)
    assert "张立文同意了" in await wang.hears()
    assert "不归我们管" in await chen.hears()
    assert (await talk.report(NUMBER)).state == "not_accepted"
    assert [e.step for e in await talk.events(NUMBER)][-2:] == ["ask_decline", "decline"]
    assert "答过了" in (await zhang.taps_data(mine.data, mine.message)).answer


async def test_a_second_person_is_asked_once(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await sensitive(talk, chen)
    await declines(wang)
    await luo.says(NUMBER)
    await luo.chooses("不归我们…")
    await luo.taps(BUSINESS)
    again = (await luo.newest()).key("请第二个人看")
    assert again is not None
    await zhang.catches_up()
    for _ in range(2):
        assert (await luo.taps_data(again.data, again.message)).answer == "王慧敏已经请第二个人看了。"
    assert not (await zhang.hears()).sounds
    assert (await talk.steps(NUMBER)).count("ask_decline") == 1


async def test_a_second_person_may_not_agree(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await sensitive(talk, chen)
    await declines(wang)
    await wang.catches_up()
    await zhang.taps("不同意")
    assert f"✖️ {NUMBER}：张立文不同意，还是你们办。" in await wang.hears()
    assert (await talk.report(NUMBER)).state == "dispatched"
    assert (await talk.steps(NUMBER))[-1] == "decline_refused"


async def test_a_station_of_one_asks_the_street(talk: Talk, grace: Actor, liu: Actor, luo: Actor) -> None:
    await grace.says("The lift in Dongmen is broken")
    await set_class(talk, PrivacyClass.P3)
    await luo.catches_up()
    await liu.says(NUMBER)
    assert "等罗永康看过再定" in await declines(liu)
    assert "同意吗" in await luo.hears()
    await luo.taps("同意")
    assert (await talk.report(NUMBER)).state == "not_accepted"


async def test_where_nobody_else_can_be_reached_only_a_head_may_with_a_reason(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor
) -> None:
    await sensitive(talk, chen)
    for other in (zhang, feng, luo):
        await other.blocks()
    assert "要第二个人同意" in (await declines(wang)).answer
    await luo.unblocks()
    await wang.blocks()
    await luo.says(NUMBER)
    heard = await declines(luo)
    assert "没有第二个人能联系上" in heard
    await luo.says("明天就过期了")
    assert (await talk.report(NUMBER)).state == "not_accepted"
    assert "明天就过期了" in (await talk.events(NUMBER))[-1].reason


async def test_two_second_persons_answer_at_the_same_instant(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await sensitive(talk, chen)
    await declines(wang)
    asked = [said for said in await zhang.chat() if said.text.startswith("📝")][-1]
    agree, refuse = asked.key("同意"), asked.key("不同意")
    assert agree is not None
    assert refuse is not None
    await luo.says(NUMBER)
    shown = await luo.newest()
    await asyncio.gather(*(
        talk.sandbox.does("press", person=who.account, message_id=message, data=data, force=True, wait=0)
        for who, message, data in ((zhang, asked.id, agree.data), (luo, shown.id, refuse.data))
    ))  # fmt: skip
    await talk.settle()
    steps = await talk.steps(NUMBER)
    assert (steps.count("decline"), steps.count("decline_refused")) in ((1, 0), (0, 1))


async def test_a_question_that_went_on_is_not_agreed_to(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await sensitive(talk, chen)
    await declines(wang)
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    heard = await zhang.taps("同意")
    assert (await talk.report(NUMBER)).state == "withdrawn"
    assert heard.answer


async def test_it_is_declined_once_and_not_after_contact(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LEAK)
    for worker in (wang, zhang):
        await worker.says(NUMBER)
        await worker.chooses("不归我们…")
        await worker.taps(BUSINESS)
    await wang.taps("发给上报人")
    assert "现在做不了" in (await zhang.taps("发给上报人")).answer
    assert (await talk.steps(NUMBER)).count("decline") == 1
    talk.passes(900)
    await chen.says("4号楼电梯坏了")
    await wang.taps("联系了")
    await wang.taps("更多", on=await wang.card("N-10002-4"))
    assert not (await wang.newest()).key("不归我们…")


async def test_forged_and_foreign_presses(
    talk: Talk, chen: Actor, wang: Actor, liu: Actor, lin: Actor
) -> None:
    await chen.says(LEAK)
    card = (await wang.card(NUMBER)).id
    for forged in (
        "decline_as:2711:0:why",
        "decline_now:2711:0:why",
        "agree_decline:2711:0:99",
        "refuse_decline:2711:0:x",
    ):
        assert "已经过期" in (await wang.taps_data(forged, card)).answer
    for other in (chen, liu, lin):
        for forged in ("decline:2711:0:", "decline_now:2711:0:market", "agree_decline:2711:0:1"):
            assert (await other.taps_data(forged, card)).answer in ("这件事不归您办理。", "这不是您的上报。")
    assert (await talk.report(NUMBER)).state == "dispatched"


async def sensitive(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await set_class(talk, PrivacyClass.P3)


async def set_class(talk: Talk, grade: PrivacyClass) -> None:
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, privacy=grade))


async def declines(worker: Actor) -> Heard:
    await worker.chooses("不归我们…")
    await worker.taps(BUSINESS)
    return await worker.taps("请第二个人看")
