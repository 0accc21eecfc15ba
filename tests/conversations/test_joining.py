"""Somebody comes: with an invitation, again, or as a stranger."""

from fieldwork.people import Person
from storage import people
from tests.cast import BUILDING_4
from tests.talk import Actor, Talk


async def test_joining_from_start_to_end(talk: Talk, he: Actor, lin: Actor) -> None:
    heard = await he.says(f"/start {talk.codes['building']}")
    assert "您好，何志明！您现在是凤城街道西湖社区西湖花园4号楼的居民。" in heard
    assert "110" in heard
    assert "西湖花园4号楼" in await he.says("化粪池漏了")
    heard = await lin.says("有人吗")
    assert "需要先加入" in heard
    assert "电话 0763-000 0000" in heard
    assert "没有保存" in heard
    assert len(heard.messages) == 1


async def test_a_buildings_code_serves_all_who_live_there(talk: Talk, he: Actor, lin: Actor) -> None:
    for actor in (he, lin):
        assert "居民" in await actor.says(f"/start {talk.codes['building']}")
    assert "居民" in await he.says(f"/start {talk.codes['building']}"), "and does no harm twice"


async def test_a_resident_sees_nothing_but_their_own(talk: Talk, he: Actor, chen: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    await he.says(f"/start {talk.codes['building']}")
    assert "没有找到" in await he.says("N-10001-6")
    assert "还没有报过" in await he.says("待办")


async def test_an_invitation_is_for_one_person(talk: Talk, he: Actor, lin: Actor) -> None:
    link = f"/start {talk.codes['invitation']}"
    assert "志愿者" in await he.says(link)
    assert "已经有人用过了" in await lin.says(link)
    assert "您已经用过了" in await he.says(link)
    assert await _person(talk, lin) is None


async def test_an_invitation_runs_out(talk: Talk, he: Actor) -> None:
    talk.passes(400 * 86_400)
    heard = await he.says(f"/start {talk.codes['invitation']}")
    assert "已经过期了" in heard
    assert "0763-000 0000" in heard, "and whom to ask"
    assert await _person(talk, he) is None


async def test_a_wrong_code_gives_nothing(talk: Talk, lin: Actor) -> None:
    for code in ("K7M2XQ9PRT", "x", "0" * 64, "%27-- "):
        assert "没有这个邀请" in await lin.says(f"/start {code}")
    assert await _person(talk, lin) is None


async def test_who_has_a_role_keeps_it_whatever_code_they_try(talk: Talk, chen: Actor) -> None:
    assert "没有这个邀请" in await chen.says("/start K7M2XQ9PRT")
    assert "西湖花园4号楼" in await chen.says("化粪池漏了")


async def test_coming_again_is_a_greeting(chen: Actor, wang: Actor) -> None:
    heard = await chen.says("/start")
    assert "您好，陈桂芳！" in heard
    assert "待办" not in heard
    assert "待办" in await wang.says("/start")


async def test_a_strangers_words_are_not_kept(talk: Talk, lin: Actor) -> None:
    await lin.says("我叫林一帆，住东门街8号")
    await lin.sends_photo("看看这个")
    await lin.edits(await lin.last_sent(), "林一帆改过的话")
    await lin.taps_data("open:2711:0:", 1)
    assert await talk.bodies() == [""] * 4
    assert await talk.reports() == []


async def test_a_stranger_in_danger_gets_the_numbers_first(talk: Talk, lin: Actor) -> None:
    heard = await lin.says("着火了快来")
    assert [said.text[:1] for said in heard.messages] == ["🆘", "这"]
    for number in ("110", "119", "120"):
        assert number in heard.messages[0].text
    assert await talk.bodies() == [""]


async def test_a_stranger_is_spoken_to_in_their_apps_language(talk: Talk, lin: Actor) -> None:
    await talk.sandbox.does("people", people=[{"id": lin.account, "language_code": "en-GB"}])
    assert "This chat is for people the station has invited" in await lin.says("Hello?")


async def test_joining_ends_what_was_going_on(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    await chen.taps("补充")
    await chen.says(f"/start {talk.codes['building']}")
    talk.passes(120)
    await chen.says("4号楼楼道灯坏了")
    assert [report.place for report in await talk.reports()] == [BUILDING_4, BUILDING_4]


async def _person(talk: Talk, actor: Actor) -> Person | None:
    return await talk.asks(lambda s: people.by_account(s, actor.account))
