"""Somebody's telephone is lost: whoever has it now must see nothing more."""

from storage import people
from tests.conversations.test_staffing import _code, _opens, _person
from tests.talk import Actor, Said, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_a_lost_phone_from_start_to_end(talk: Talk, chen: Actor, feng: Actor, lin: Actor) -> None:
    await chen.says(LEAK)
    before = await _person(talk, chen)
    heard = await _loses(feng, "陈桂芳")
    assert "📵 陈桂芳：账号已经停用，正在清空 1 条消息" in heard
    assert await _standing(chen) == [], "whoever has the telephone sees nothing"
    assert "需要先加入" in await chen.says("我的上报")
    code = _code(await _invites_again(feng))
    joined = await lin.says(f"/start {code}")
    assert "您好，陈桂芳！您现在是凤城街道西湖社区西湖花园4号楼的楼长。" in joined
    assert (await _person(talk, lin)).id == before.id, "the same person, with another account"
    assert NUMBER in await lin.says("我的上报")


async def test_what_the_station_says_later_does_not_reach_the_lost_phone(
    talk: Talk, chen: Actor, wang: Actor, feng: Actor
) -> None:
    await chen.says(LEAK)
    await _loses(feng, "陈桂芳")
    await wang.taps("签收")
    await wang.replies(await wang.card(NUMBER), "请开一下门")
    assert await _standing(chen) == []


async def test_a_lost_phone_lists_no_commands(chen: Actor, feng: Actor) -> None:
    await chen.says("帮助")
    assert "outing" in await chen.commands()
    await _loses(feng, "陈桂芳")
    await chen.hears_now()
    assert await chen.commands() == {}


async def test_a_workers_cards_are_emptied_and_what_waits_passes_on(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.sends_photo("5号楼路灯坏了")
    await _loses(feng, "王慧敏")
    assert await _standing(wang) == []
    assert "📥 王慧敏的 1 件转给您" in await luo.hears()
    assert "路灯" in (await zhang.hears()).text
    worker = await talk.asks(lambda s: people.by_id(s, 2))
    assert worker is not None
    assert worker.account is None
    assert await talk.asks(lambda s: people.roles_of(s, 2, talk.clock.now().date())), "the role stays"


async def test_old_cards_keep_their_number_alone(talk: Talk, chen: Actor, wang: Actor, feng: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(3 * 86_400)
    await _loses(feng, "王慧敏")
    assert [said.text for said in await _standing(wang)] == [NUMBER]
    assert [said.labels for said in await _standing(wang)] == [[]]


async def test_letters_that_wait_are_not_sent(talk: Talk, chen: Actor, feng: Actor) -> None:
    await chen.catches_up()
    await chen.sends_album("4号楼路灯坏了", "", settle=False)
    await _loses(feng, "陈桂芳")
    talk.passes(60)
    await talk.settle()
    assert await _standing(chen) == []


async def test_a_station_head_cannot_end_an_account(talk: Talk, chen: Actor, luo: Actor) -> None:
    await luo.says("看名单")
    heard = await _opened(luo, "陈桂芳")
    assert "📵 手机丢了" not in heard.labels
    who = await _person(talk, chen)
    assert "不归您管" in (await luo.taps_data(f"cut:{who.id:x}:0:", 1)).answer
    assert "收到了" in await chen.says(LEAK)


async def test_the_way_back_is_for_nobody_else(
    talk: Talk, chen: Actor, li: Actor, feng: Actor, lin: Actor
) -> None:
    await _loses(feng, "陈桂芳")
    code = _code(await _invites_again(feng))
    assert "给另一位的" in await li.says(f"/start {code}"), "somebody known stays who they are"
    assert "楼长" in await lin.says(f"/start {code}")
    assert "已经有人用过了" in await chen.says(f"/start {code}")


async def test_nobody_ends_the_account_they_speak_from(talk: Talk, feng: Actor) -> None:
    await feng.says("看名单")
    await _opened(feng, "冯雅琴")
    await feng.taps("手机丢了")
    assert "您正在用的账号" in (await feng.taps("停用账号")).answer


async def _loses(actor: Actor, name: str) -> str:
    await actor.says("看名单")
    await _opens(actor, name)
    assert "手机丢了吗" in await actor.taps("手机丢了")
    return (await actor.taps("停用账号")).text


async def _opened(actor: Actor, name: str) -> Said:
    await _opens(actor, name)
    return [said for said in await actor.chat() if not said.deleted and said.text.startswith("👤")][-1]


async def _invites_again(actor: Actor) -> str:
    return (await actor.taps("再发邀请")).text


async def _standing(actor: Actor) -> list[Said]:
    await actor.talk.settle()
    return [said for said in await actor.chat() if not said.deleted]


async def test_a_second_tap_leaves_the_link_that_was_just_made(chen: Actor, feng: Actor, lin: Actor) -> None:
    await _loses(feng, "陈桂芳")
    key = (await feng.newest()).key("再发邀请")
    assert key is not None
    code = _code((await feng.taps_data(key.data, key.message)).text)
    assert (await feng.taps_data(key.data, key.message)).answer == "邀请已经发在上面了。"
    assert "您好，陈桂芳！" in await lin.says(f"/start {code}")
