"""The bot in a group: silent unless spoken to, and never gone without its station knowing."""

import pytest
from aiogram.types import Message

from handlers import reporting_in_a_group
from storage import groups
from tests.gathering import Gathering, gathering
from tests.talk import Actor, Talk

NUMBER = "N-10001-6"
NOT_SET_UP = "这个群还没有设置。请站长在群里发 /bind。"


@pytest.fixture
async def group(talk: Talk, luo: Actor, chen: Actor, wang: Actor) -> Gathering:
    found = await gathering(talk, "西湖居民群", luo, chen, wang, bot=True)
    await found.says(luo, "/bind 西湖站")
    return found


async def test_a_group_that_is_not_set_up_hears_so_once_and_never_again(
    talk: Talk, luo: Actor, chen: Actor
) -> None:
    group = await gathering(talk, "别的群", luo, chen)
    heard = await group.adds_bot(chen)
    assert heard.text.strip() == NOT_SET_UP
    assert not heard.sounds
    assert not await group.says(chen, "/bao 4号楼楼道灯坏了")
    assert not await group.says(chen, "有人吗", to=await group.newest())
    assert await talk.reports() == []
    assert not any("楼道灯坏了" in body for body in await talk.bodies())
    await group.removes_bot(luo)
    assert not await group.adds_bot(chen)


async def test_people_who_join_are_not_greeted(talk: Talk, group: Gathering, luo: Actor, lin: Actor) -> None:
    assert not await group.adds(luo, lin)


async def test_without_privacy_mode_it_hears_all_and_keeps_and_says_nothing(
    talk: Talk, luo: Actor, chen: Actor
) -> None:
    await talk.sandbox.does("privacy", on=False)
    group = await gathering(talk, "西湖居民群", luo, chen, bot=True)
    await group.says(luo, "/bind 西湖站")
    assert not await group.says(chen, "听说4号楼的老李住院了")
    assert not await group.edits(chen, await group.last_said(chen), "听说4号楼的老李住院两天了")
    assert not any("老李" in body for body in await talk.bodies())
    assert "收到了，N-10001-6" in await group.says(chen, "/报 4号楼楼道灯坏了")


async def test_a_group_that_became_a_supergroup_keeps_its_station(
    talk: Talk, group: Gathering, luo: Actor, chen: Actor, wang: Actor
) -> None:
    await chen.says("4号楼楼道灯坏了")
    assert await group.cards(NUMBER)
    grown = await group.becomes_supergroup(luo)
    assert [one.chat for one in await talk.asks(groups.live)] == [grown.id]
    await wang.taps("签收")
    assert "在跟进" in (await grown.card(NUMBER)).text
    assert "收到了，N-10002-4" in await grown.says(chen, "/bao 4号楼垃圾没人收")


async def test_a_removed_bot_tells_the_head_once(
    talk: Talk, group: Gathering, luo: Actor, chen: Actor
) -> None:
    await group.removes_bot(luo)
    heard = await luo.hears()
    assert len(heard.sounds) == 1
    assert "我被移出了群“西湖居民群”。" in heard
    assert "西湖站的卡片不再显示在那里" in heard
    await chen.says("4号楼楼道灯坏了")
    assert "请站长在群里再发一次 /bind" in await group.adds_bot(chen)
    assert not await luo.hears()
    await chen.says("4号楼垃圾没人收")
    assert await group.cards("N-10002-4") == []
    assert "这个群现在是西湖站的了" in await group.says(luo, "/bind 西湖站")


async def test_a_removal_that_was_missed_is_learnt_from_the_refusal(
    talk: Talk, group: Gathering, luo: Actor, chen: Actor
) -> None:
    talk.meant.update({"bot was kicked", "bot is not a member"})
    await talk.sandbox.does("groups/bot", chat=group.id, person=luo.account, status="kicked")
    await _miss_what_came(talk)
    await chen.says("4号楼楼道灯坏了")
    assert "我被移出了群" in await luo.hears()
    assert await talk.asks(groups.live) == []


async def test_a_bot_without_rights_tells_the_head_and_comes_back_by_itself(
    talk: Talk, luo: Actor, chen: Actor, wang: Actor
) -> None:
    group = await gathering(talk, "西湖居民群", luo, chen, wang, supergroup=True, bot=True)
    await group.says(luo, "/bind 西湖站")
    await group.restricts_bot(luo)
    assert "群“西湖居民群”里我不能说话了。" in await luo.hears()
    await chen.says("4号楼楼道灯坏了")
    assert await group.cards(NUMBER) == []
    assert not await luo.hears(), "told once"
    await group.promotes_bot(luo)
    await wang.taps("签收")
    assert "在跟进" in (await group.card(NUMBER)).text


async def test_a_group_where_nobody_may_write_is_learnt_from_the_refusal(
    talk: Talk, group: Gathering, luo: Actor, chen: Actor
) -> None:
    talk.meant.add("not enough rights")
    await group.restricts_bot(luo)
    await chen.says("4号楼楼道灯坏了")
    assert "里我不能说话了" in await luo.hears()


async def test_what_goes_wrong_in_a_group_is_said_in_private(
    talk: Talk, group: Gathering, chen: Actor, lin: Actor, luo: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And to nobody whom we do not know: a stranger never asked to be written to."""
    await group.adds(luo, lin)
    monkeypatch.setattr(reporting_in_a_group, "without_command", _breaks)
    assert not await group.says(chen, "/bao 4号楼楼道灯坏了")
    assert "出了点问题" in await chen.hears()
    assert not await group.says(lin, "/bao 4号楼楼道灯坏了")
    assert not await lin.hears()


def _breaks(_message: Message) -> Message:
    raise RuntimeError("on purpose")


async def test_an_old_button_in_a_group_is_answered(talk: Talk, group: Gathering, wang: Actor) -> None:
    """Nothing of a private chat happens in a group, also by a forged button."""
    await group.says(wang, "/bao 西湖花园4号楼楼道灯坏了")
    card = await group.card(NUMBER)
    for data in ("sign:2711:0:", "open:2711:0:", "speak:0:0:en", "release:0:0:1/0", "x"):
        heard = await group.taps_data(wang, data, card.id)
        assert "这个按钮" in heard.answer, data
    assert (await talk.report(NUMBER)).handler_id is None


async def _miss_what_came(talk: Talk) -> None:
    """What came while the bot was down for longer than Telegram keeps it."""
    updates = await talk.sandbox.updates()
    talk.offset = int(updates[-1]["update_id"]) + 1
