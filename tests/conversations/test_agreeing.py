"""Somebody who joined reads what is kept of them, and agrees."""

import pytest

from fieldwork import invitations
from storage import people
from tests.talk import Actor, Talk

FIVE = ("① 收什么", "② 谁看", "③ 留多久", "④ 怎么删", "⑤ 找谁：西湖站 · 电话 0763-000 0002")


async def test_agreeing_from_start_to_end(talk: Talk, he: Actor) -> None:
    heard = await he.says(f"/start {talk.codes['building']}")
    assert [line for line in FIVE if line not in heard.messages[-1].text] == []
    assert heard.labels == ["知道了，开始"]
    heard = await he.taps("知道了，开始")
    assert "2026-03-02 已经看过并同意" in heard
    assert heard.labels == []
    person = await talk.asks(lambda s: people.by_account(s, he.account))
    assert person is not None
    assert (person.agreed, person.agreed_at) == (invitations.AGREEMENT, talk.clock.now())


async def test_a_report_before_the_tap_is_kept_and_the_lines_stand_under_it_again(
    talk: Talk, he: Actor
) -> None:
    await he.says(f"/start {talk.codes['building']}")
    heard = await he.says("化粪池漏了")
    assert "收到了" in heard.messages[-2].text
    assert "① 收什么" in heard.messages[-1].text
    assert len(await talk.reports()) == 1
    asking = [said for said in await he.chat() if said.labels == ["知道了，开始"]]
    assert len(asking) == 1, "the lines above have no live button any more"
    await he.says("知道了")
    talk.passes(300)
    heard = await he.says("楼道灯坏了")
    assert "收到了" in heard
    assert "①" not in heard


async def test_the_lines_stand_under_a_guided_report_too(talk: Talk, he: Actor) -> None:
    await he.says(f"/start {talk.codes['building']}")
    await he.says("/report")
    await he.says("4号楼")
    await he.says("楼道灯坏了")
    for _ in ("urgency", "kind", "whose", "photo"):
        await he.taps("跳过")
    assert "知道了，开始" in (await he.taps("发送")).labels


async def test_a_new_version_asks_again_and_once(
    talk: Talk, chen: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("fieldwork.invitations", "fieldwork.letters.welcoming", "handlers.agreeing"):
        monkeypatch.setattr(f"{place}.AGREEMENT", "2")
    assert "① 收什么" in await chen.says("4号楼化粪池漏了")
    talk.passes(300)
    assert "①" not in await chen.says("4号楼路灯坏了")
    await chen.taps("知道了，开始")
    person = await talk.asks(lambda s: people.by_account(s, chen.account))
    assert person is not None
    assert person.agreed == "2"


async def test_the_lines_are_said_in_the_language_of_the_one_who_joins(talk: Talk, lin: Actor) -> None:
    await talk.sandbox.does("people", people=[{"id": lin.account, "language_code": "en-GB"}])
    heard = await lin.says(f"/start {talk.codes['building']}")
    assert "What is kept" in heard
    assert heard.labels == ["Understood, let us start"]
