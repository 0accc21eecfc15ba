"""The stage itself: groups, and all that an app can send, as the tests of the conversations have them."""

import json

from tests.cast import LI
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


async def test_whatever_an_app_sends_reaches_the_bot_as_it_is(talk: Talk, chen: Actor) -> None:
    await chen.sends_voice(7)
    await chen.sends_video(25_000_000, "看这里")
    await chen.sends_file("名单.csv", b"a,b", "text/csv")
    await chen.shares_location(23.7, 113.0)
    await chen.forwards("电梯停了", LI)
    await chen.forwards_photo("漏水")
    await chen.sends_photo("电梯")
    await chen.edits(await chen.last_sent(), "三号楼电梯")
    said = [
        update.get("message") or update.get("edited_message") or {}
        for one in talk.calls("getUpdates")
        for update in one.answer["result"]
    ]
    told = {kind: one for one in said for kind in one}
    assert (told["voice"]["voice"]["duration"], told["voice"]["voice"]["mime_type"]) == (7, "audio/ogg")
    assert (told["video"]["video"]["file_size"], told["video"]["caption"]) == (25_000_000, "看这里")
    assert told["document"]["document"]["file_name"] == "名单.csv"
    assert told["location"]["location"] == {"latitude": 23.7, "longitude": 113.0}
    origins = [one["forward_origin"] for one in said if "forward_origin" in one]
    assert [one["type"] for one in origins] == ["user", "hidden_user"]
    assert [one["caption"] for one in said if "edit_date" in one] == ["三号楼电梯"]
