"""A button in a group opens the private chat: for those who may, and politely for all others."""

import pytest

from tests.gathering import Gathering, gathering
from tests.talk import Actor, Talk

NUMBER = "N-10001-6"


@pytest.fixture
async def group(talk: Talk, luo: Actor, chen: Actor, wang: Actor) -> Gathering:
    found = await gathering(talk, "西湖居民群", luo, chen, wang, bot=True)
    await found.says(luo, "/bind 西湖站")
    return found


async def test_the_card_opens_in_private_for_those_who_may(
    group: Gathering, chen: Actor, wang: Actor, li: Actor, lin: Actor
) -> None:
    await group.says(chen, "/bao 4号楼楼道灯坏了")
    key = (await group.card(NUMBER)).key("去私聊处理")
    assert key is not None
    assert key.url == f"https://t.me/fieldbot_sandbox_bot?start={NUMBER}"
    assert "「4号楼楼道灯坏了」" in await wang.says(f"/start {NUMBER}")
    assert "收到了 · N-10001-6" in await chen.says(f"/start {NUMBER}")
    assert "没有找到这个号码的上报" in await li.says(f"/start {NUMBER}")
    heard = await lin.says(f"/start {NUMBER}")
    assert "需要先加入" in heard
    assert NUMBER not in heard


async def test_the_button_to_report_says_how(chen: Actor, lin: Actor) -> None:
    assert "请直接写在哪里、发生了什么" in await chen.says("/start report")
    assert "需要先加入" in await lin.says("/start report")
