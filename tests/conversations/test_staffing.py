"""Somebody who runs a station's people sees who they are, and ends or moves a role."""

from datetime import timedelta

from fieldwork.people import Absence, Person
from storage import people, roll
from tests.cast import BUILDING_4, BUILDING_6
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
WORKER = "凤城街道西湖社区西湖花园 社工"


async def test_a_role_ends_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    heard = await luo.says("看名单")
    assert "👥 名单 · 16 人" in heard
    assert "▪ 凤城街道凤桂园社区\n孙浩南 · 社工 · ✅ 已加入" in heard
    heard = await luo.taps("王慧敏")
    assert f"👤 王慧敏\n{WORKER}，2026-03-02 起\n✅ 已加入" in heard
    assert heard.labels == ["结束身份", "换地方", "‹ 名单"]
    heard = await luo.taps("结束身份")
    assert heard.labels == [f"结束：{WORKER}", "不改了"]
    heard = await luo.taps(f"结束：{WORKER}")
    assert f"结束了：王慧敏不再是{WORKER}。" in heard
    assert "📥 王慧敏的 1 件转给您" in heard
    assert len(heard.sounds) == 1
    told = await wang.hears()
    assert "您在凤城街道西湖社区西湖花园的社工身份已经结束，谢谢您做的一切。" in told
    assert "西湖站 · 电话 0763-000 0002" in told
    report = await talk.report(NUMBER)
    assert report.handler_id == (await _person(talk, luo)).id
    assert (await talk.steps(NUMBER))[-1] == "handed_over"


async def test_from_that_moment_no_notices_and_no_buttons(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    card = await wang.card(NUMBER)
    await _ends(luo, "王慧敏")
    rung = await zhang.hears()
    assert "化粪池" in rung.text, "what was unsigned rings the next one"
    await wang.hears()
    (answer,) = {(await wang.taps_data(key.data, card.id)).answer for row in card.rows for key in row}
    assert "不是您" in answer
    assert (await talk.report(NUMBER)).handler_id is None
    assert "陈桂芳" not in await wang.card_text(NUMBER), "the old card says nothing of it any more"
    talk.passes(300)
    await chen.says("4号楼路灯坏了")
    assert not await wang.hears()
    assert "需要先加入" in await wang.says("待办")


async def test_forty_reports_pass_to_the_head_as_one_list(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    for at in range(12):
        talk.passes(61)
        await chen.says(f"4号楼{at + 1}楼路灯坏了")
        await wang.taps("签收")
    await luo.catches_up()
    await luo.says("看名单")
    await _opens(luo, "王慧敏")
    await luo.taps("结束身份")
    heard = await luo.taps(f"结束：{WORKER}")
    assert "📥 王慧敏的 12 件转给您" in heard
    assert "…还有 2 件。" in heard
    assert len(heard.sounds) == 1
    await luo.taps("我的 · 12")
    assert {report.handler_id for report in await talk.reports()} == {(await _person(talk, luo)).id}


async def test_a_role_moves(talk: Talk, chen: Actor, luo: Actor) -> None:
    await luo.says("看名单")
    await _opens(luo, "陈桂芳")
    await luo.taps("换地方")
    await luo.taps("换：凤城街道西湖社区西湖花园4号楼 楼长")
    heard = await luo.says("西湖花园6号楼")
    assert "换好了：陈桂芳现在是凤城街道西湖社区西湖花园6号楼 楼长。" in heard
    assert "从今天起，您是凤城街道西湖社区西湖花园6号楼的楼长。" in await chen.hears()
    await chen.says("化粪池漏了")
    assert (await talk.report(NUMBER)).place == BUILDING_6


async def test_a_role_cannot_move_where_it_makes_no_sense(talk: Talk, chen: Actor, luo: Actor) -> None:
    await luo.says("看名单")
    await _opens(luo, "陈桂芳")
    await luo.taps("换地方")
    await luo.taps("换：凤城街道西湖社区西湖花园4号楼 楼长")
    assert "什么都没有变" in await luo.says("西湖社区")
    assert not await chen.hears()
    await chen.says("化粪池漏了")
    assert (await talk.report(NUMBER)).place == BUILDING_4


async def test_the_list_says_who_can_be_reached(talk: Talk, wang: Actor, zhang: Actor, luo: Actor) -> None:
    await wang.blocks()
    absent, day = await _person(talk, zhang), talk.clock.now().date()
    away = Absence(person_id=absent.id, since=day, until=day, noted_at=talk.clock.now())
    await talk.books.write(lambda s: people.be_away(s, away))
    await luo.says("邀请")
    await luo.says("西湖花园4号楼")
    await luo.taps("楼长")
    await luo.says("何志明")
    heard = await luo.says("看名单")
    text = heard.text + (await luo.taps("下一页 ›")).text
    assert "王慧敏 · 社工 · 🚫 收不到" in text
    assert "张立文 · 社工 · 🌙 请假" in text
    assert "何志明 · 楼长 · ⏳ 未加入（邀请到 03-09）" in text
    talk.passes(timedelta(days=8).total_seconds())
    heard = await luo.says("看名单")
    text = heard.text + (await luo.taps("下一页 ›")).text
    assert "何志明 · 楼长 · ⏳ 未加入（邀请 03-09 已过期）" in text


async def test_an_invitation_is_sent_again_or_withdrawn(talk: Talk, luo: Actor, he: Actor) -> None:
    await luo.says("邀请")
    await luo.says("西湖花园4号楼")
    await luo.taps("楼长")
    first = _code((await luo.says("何志明")).text)
    await luo.says("看名单")
    await _opens(luo, "何志明")
    second = _code((await luo.taps("再发邀请")).text)
    assert "已经收回了" in await he.says(f"/start {first}")
    await luo.says("看名单")
    await _opens(luo, "何志明")
    assert "收回了" in (await luo.taps("收回")).answer
    assert "已经收回了" in await he.says(f"/start {second}")


async def test_nobody_sees_or_ends_what_is_not_under_their_place(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, feng: Actor
) -> None:
    coordinator, worker = await _person(talk, feng), await _person(talk, wang)
    assert "不归您管" in (await luo.taps_data(f"person:{coordinator.id:x}:0:", 1)).answer
    role = (await talk.asks(lambda s: people.roles_of(s, coordinator.id, talk.clock.now().date())))[0]
    assert role.ended_at is None
    for data in ("ended:f:0:", "moving:f:0:", f"ending:{coordinator.id:x}:0:end"):
        assert "不归您管" in (await luo.taps_data(data, 1)).answer
    for actor in (chen, wang):
        assert "👤" not in (await actor.taps_data(f"person:{worker.id:x}:0:", 1)).text


async def test_nobody_ends_their_own_last_role_as_administrator(talk: Talk, deng: Actor) -> None:
    await deng.says("看名单")
    await _opens(deng, "邓卓然")
    await deng.taps("结束身份")
    assert "另一位管理员" in (await deng.taps("结束：清城区 管理员")).answer
    assert "名单" in await deng.says("看名单")


async def test_a_role_that_ended_meanwhile_is_told_so(luo: Actor, feng: Actor) -> None:
    await luo.says("看名单")
    await _opens(luo, "陈桂芳")
    await luo.taps("结束身份")
    await _ends(feng, "陈桂芳")
    heard = await luo.taps("结束：凤城街道西湖社区西湖花园4号楼 楼长")
    assert "已经结束" in heard.answer


# -- what the tests do ------------------------------------------------------------------------------


async def _ends(actor: Actor, name: str) -> None:
    await actor.says("看名单")
    await _opens(actor, name)
    await actor.taps("结束身份")
    await actor.taps("结束：")


async def _opens(actor: Actor, name: str) -> None:
    """Turns pages until the name is there."""
    for _ in range(3):
        newest = [said for said in await actor.chat() if not said.deleted and "👥 名单" in said.text][-1]
        if newest.key(name):
            await actor.taps(name, newest)
            return
        await actor.taps("下一页 ›", newest)
    raise AssertionError(f"{name} is not on the list")


def _code(text: str) -> str:
    return text.split("?start=")[1].split()[0]


async def _person(talk: Talk, actor: Actor) -> Person:
    person = await talk.asks(lambda s: people.by_account(s, actor.account))
    assert person is not None
    return person


async def test_a_role_that_was_ended_from_the_shell_passes_on_too(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await luo.catches_up()
    worker = await _person(talk, wang)
    day, at = talk.clock.now().date(), talk.clock.now()
    (held,) = await talk.asks(lambda s: roll.roles_of(s, worker.id, day))
    await talk.books.write(lambda s: roll.end_role(s, held.id, at, None))
    await chen.says("谢谢")
    assert NUMBER in (await luo.hears()).text
    assert (await talk.report(NUMBER)).handler_id == (await _person(talk, luo)).id
