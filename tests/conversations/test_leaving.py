"""Somebody blocks the bot, or lets it write again."""

import pytest

from fieldwork.people import Person
from storage import people
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
BLOCKED = "Forbidden: bot was blocked by the user"


async def test_leaving_and_coming_back(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await wang.blocks()
    await chen.says(LEAK)
    assert "待签收" in (await zhang.hears()).sounds[0]
    await wang.unblocks()
    await chen.says("4号楼路灯坏了")
    assert "路灯" in (await wang.hears()).sounds[-1]
    assert not (await zhang.hears()).sounds


async def test_what_waited_for_them_rings_somebody_else(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LEAK)
    await zhang.catches_up()
    await wang.blocks()
    rung = await zhang.hears()
    assert len(rung.sounds) == 1
    assert "待签收" in rung.sounds[0]
    assert "签收了" in (await zhang.taps("签收")).answer


async def test_without_anybody_left_the_parent_station_holds_it(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await chen.says("4号楼路灯坏了")
    await wang.blocks()
    await zhang.blocks()
    assert "N-10001-6 · 待签收" in (await luo.hears()).sounds[0]
    heard = await chen.says(LEAK)
    assert "凤城街道" in heard
    assert "0763-000 0001" in heard
    assert "化粪池" in (await luo.hears()).sounds[0]


async def test_who_cannot_be_reached_is_noticed_at_delivery(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    """Telegram forgets after a day that somebody blocked the bot; a refused letter tells it as well."""
    talk.meant.add(BLOCKED)
    talk.sandbox.telegram.person(wang.account).blocked = True
    await chen.says("4号楼路灯坏了")
    (rung,) = (await zhang.hears()).sounds
    assert "路灯" in rung, "what could not be delivered waits for somebody else now"
    await chen.says(LEAK)
    assert "化粪池" in (await zhang.hears()).sounds[-1]
    assert "签收了" in (await zhang.taps("签收")).answer


async def test_one_after_another_is_asked_until_the_parent_station_holds_it(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    talk.meant.add(BLOCKED)
    for gone in (wang, zhang):
        talk.sandbox.telegram.person(gone.account).blocked = True
    await chen.says(LEAK)
    assert "· 待签收" in (await luo.hears()).sounds[0]
    assert (await talk.steps((await talk.reports())[0].number)).count("dispatched") == 3


async def test_who_never_met_the_bot_is_noticed_too(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    talk.meant.add("chat not found")
    talk.sandbox.telegram.person(wang.account).started = False
    await chen.says(LEAK)
    assert "化粪池" in (await zhang.hears()).sounds[0]


async def test_whoever_writes_can_be_reached_again(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    """The news that they came back may have been lost with the day that Telegram keeps it."""
    talk.meant.add(BLOCKED)
    talk.sandbox.telegram.person(wang.account).blocked = True
    await chen.says(LEAK)
    talk.sandbox.telegram.person(wang.account).blocked = False
    await wang.says("待办")
    await chen.says("4号楼路灯坏了")
    assert "路灯" in (await wang.hears()).sounds[-1]


async def test_a_report_that_cannot_be_handed_on_does_not_stop_the_others(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choke(_turn: object, _serial: int) -> None:
        raise RuntimeError("4号楼")

    monkeypatch.setattr("bot.conversing.sweeping.put_right", choke)
    talk.meant.add(BLOCKED)
    talk.sandbox.telegram.person(wang.account).blocked = True
    await chen.says(LEAK)
    await chen.says("4号楼路灯坏了")
    assert "路灯" in (await zhang.hears()).sounds[-1]


async def test_a_reporter_who_left_is_told_nothing(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.blocks()
    await wang.taps("签收")
    assert not [one for one in talk.sandbox.exchanges if not one.answer["ok"]]
    await chen.unblocks()
    assert "在跟进" in await chen.says(NUMBER)


async def test_who_comes_back_sees_how_the_own_reports_stand(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.blocks()
    await wang.taps("签收")
    await chen.unblocks()
    assert "王慧敏在跟进" in await chen.card_text(NUMBER)


# -- for good ---------------------------------------------------------------------------------------


async def test_leaving_for_good_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.says("我的资料")
    assert "真的要离开吗" in await chen.taps("离开")
    await wang.catches_up()
    assert "您已经离开了" in await chen.taps("离开")
    assert "陈桂芳已经离开这个聊天。N-10001-6 请打电话回访：没有留电话" in await wang.hears()
    assert "需要先加入" in await chen.says("在吗"), "a stranger now"
    assert "需要先加入" in await chen.says("我的资料")
    report = await talk.report(NUMBER)
    assert report.is_open, "and the station has it still"
    assert (await talk.steps(NUMBER))[-1] == "reporter_left"


async def test_the_chat_of_who_left_is_emptied(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await _leaves(chen)
    standing = [said.text for said in await chen.chat() if not said.deleted]
    assert len(standing) == 1
    assert "您已经离开了" in standing[0]
    await wang.taps("签收")
    assert [said.text for said in await chen.chat() if not said.deleted] == standing, "nothing follows"


async def test_what_is_too_old_to_be_deleted_keeps_its_number_alone(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(3 * 86_400)
    await _leaves(chen)
    standing = [said.text for said in await chen.chat() if not said.deleted]
    assert standing[0] == NUMBER


async def test_staff_who_leave_leave_nothing_lying(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.says("4号楼路灯坏了")
    await _leaves(wang)
    assert "王慧敏的 1 件转给您" in await luo.hears()
    assert "路灯" in (await zhang.hears()).text
    assert (await talk.report(NUMBER)).handler_id == (await _person(talk, luo)).id


async def test_one_can_stay(talk: Talk, chen: Actor) -> None:
    await chen.says("我的资料")
    await chen.taps("离开")
    assert "都不变" in await chen.taps("不离开")
    assert "收到了" in await chen.says(LEAK)


async def test_an_administrator_cannot_leave_by_themselves(talk: Talk, deng: Actor) -> None:
    await deng.says("我的资料")
    await deng.taps("离开")
    assert "请另一位管理员" in (await deng.taps("离开")).answer
    assert "名字：邓卓然" in await deng.says("我的资料")


async def test_who_left_can_be_invited_again_as_a_stranger(talk: Talk, chen: Actor) -> None:
    await _leaves(chen)
    assert "居民" in await chen.says(f"/start {talk.codes['building']}")
    assert "还没有报过" in await chen.says("我的上报"), "another person for the books"


async def _person(talk: Talk, actor: Actor) -> Person:
    person = await talk.asks(lambda s: people.by_account(s, actor.account))
    assert person is not None
    return person


async def _leaves(actor: Actor) -> None:
    await actor.says("我的资料")
    await actor.taps("离开")
    await actor.taps("离开")
