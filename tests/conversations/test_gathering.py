"""The stage itself: groups as the tests of the conversations have them."""

import json

from tests.gathering import gathering
from tests.talk import Actor, Talk


def heard(talk: Talk) -> str:
    """All that Telegram told the bot."""
    return json.dumps([one.answer for one in talk.calls("getUpdates")], ensure_ascii=False)


async def test_a_group_comes_goes_and_grows_and_the_bot_is_told(talk: Talk, luo: Actor, wang: Actor) -> None:
    talk.meant.update({"upgraded to a supergroup", "not enough rights", "bot was kicked"})
    group = await gathering(talk, "西湖站值班群", luo, wang)
    await group.adds_bot(wang)
    await group.promotes_bot(luo)
    grown = await group.becomes_supergroup(luo)
    await grown.restricts_bot(luo)
    await grown.removes_bot(luo)
    for told in ("new_chat_members", "administrator", "migrate_to_chat_id", "restricted", "kicked"):
        assert told in heard(talk), told


async def test_what_privacy_mode_hides_never_reaches_the_bot(talk: Talk, luo: Actor, wang: Actor) -> None:
    group = await gathering(talk, "西湖站值班群", luo, wang, bot=True)
    await wang.says_in(group, "中午吃什么")
    assert await group.last_said(wang)
    assert "中午吃什么" not in heard(talk)
    await wang.says_in(group, "/bao@fieldbot_sandbox_bot")
    assert "/bao@fieldbot_sandbox_bot" in heard(talk)
