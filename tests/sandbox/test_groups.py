"""Groups as Telegram has them: what the bot hears there, what it may do, and how it comes and goes."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.botapi import Schema
from tests.sandbox.conftest import LIU, STRANGER, VERA, Sandbox, close, settle

BAD = "400 Bad Request: "
BOT = "@fieldbot_sandbox_bot"
ASK = {"inline_keyboard": [[{"text": "我来", "callback_data": "take:1"}]]}


async def group_of(sandbox: Sandbox, **how: object) -> int:
    """Vera's group, with Liu and the bot in it; the bot has seen how it came."""
    members = {"person": VERA, "title": "西湖站", "members": [LIU], "bot": True, **how}
    group = int((await sandbox.does("groups", **members))["id"])
    await seen(sandbox)
    return group


async def seen(sandbox: Sandbox) -> None:
    """The bot has seen all there is."""
    waiting = await sandbox.updates()
    if waiting:
        await sandbox.updates(offset=waiting[-1]["update_id"] + 1)


async def news(sandbox: Sandbox) -> list[dict[str, Any]]:
    """What the bot hears that it has not seen, without the numbers."""
    waiting = await sandbox.updates()
    await seen(sandbox)
    return [{kind: one[kind] for kind in one if kind != "update_id"} for one in waiting]


async def heard(sandbox: Sandbox, group: int, text: str, **more: object) -> bool:
    """Whether the bot hears this of Liu."""
    said = await sandbox.does("say", person=LIU, chat=group, text=text, **more)
    await seen(sandbox)
    return bool(said["update_ids"])


async def test_the_bot_hears_that_it_was_added_and_by_whom(sandbox: Sandbox) -> None:
    group = int((await sandbox.does("groups", person=VERA, title="西湖站", members=[LIU]))["id"])
    assert await sandbox.updates() == []
    assert await sandbox.refused("sendMessage", chat_id=group, text="x") == BAD + "chat not found"
    await sandbox.does("groups/bot", person=LIU, chat=group, status="member")
    added, said = await sandbox.updates()
    change = added["my_chat_member"]
    assert (change["chat"]["type"], change["chat"]["title"]) == ("group", "西湖站")
    assert change["from"]["id"] == LIU
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert [one["username"] for one in said["message"]["new_chat_members"]] == ["fieldbot_sandbox_bot"]
    assert -(10**12) < group < 0


@pytest.mark.parametrize(
    ("text", "arrives"),
    [
        ("/bao 化粪池漏了", True),
        (f"/bao{BOT} 化粪池漏了", True),
        (f"/bao{BOT.upper()}", True),
        ("/bao@another_bot 化粪池漏了", False),
        ("/报 化粪池漏了", False),
        ("化粪池漏了", False),
        (f"{BOT} 化粪池漏了", False),
        ("请用 /bao 来报", False),
    ],
)
async def test_privacy_mode_lets_commands_through_alone(sandbox: Sandbox, text: str, arrives: bool) -> None:
    assert (await sandbox.done("getMe"))["can_read_all_group_messages"] is False
    assert await heard(sandbox, await group_of(sandbox), text) is arrives


async def test_a_reply_to_the_bot_arrives_and_one_to_a_neighbour_does_not(sandbox: Sandbox) -> None:
    group = await group_of(sandbox)
    card = await sandbox.done("sendMessage", chat_id=group, text="N-10001-6 待签收")
    said = await sandbox.does("say", person=VERA, chat=group, text="谁去看看？")
    assert said["update_ids"] == []
    assert not await heard(sandbox, group, "我去", reply_to=said["message_id"])
    assert await heard(sandbox, group, "我去", reply_to=card["message_id"])
    assert "no message" in await sandbox.cannot("say", person=VERA, text="x", reply_to=card["message_id"])


async def test_an_edit_arrives_where_the_message_would(sandbox: Sandbox) -> None:
    group = await group_of(sandbox)
    said = await sandbox.does("say", person=LIU, chat=group, text="化粪池漏了")
    edit = {"person": LIU, "chat": group, "message_id": said["message_id"]}
    assert (await sandbox.does("edit", **edit, text="化粪池漏得厉害"))["update_id"] is None
    assert (await sandbox.does("edit", **edit, text="/bao 化粪池漏了"))["update_id"]
    assert "not Vera's" in await sandbox.cannot("edit", **{**edit, "person": VERA}, text="x")


async def test_an_administrator_bot_hears_everything(sandbox: Sandbox) -> None:
    group = await group_of(sandbox)
    await sandbox.does("groups/bot", person=VERA, chat=group, status="administrator")
    change = (await sandbox.updates())[-1]["my_chat_member"]["new_chat_member"]
    assert (change["status"], change["can_delete_messages"]) == ("administrator", True)
    await seen(sandbox)
    assert await heard(sandbox, group, "化粪池漏了")
    assert await heard(sandbox, group, "/报 化粪池漏了")


async def test_privacy_mode_is_switched_for_groups_joined_from_then_on(sandbox: Sandbox) -> None:
    before = await group_of(sandbox)
    await sandbox.does("privacy", on=False)
    assert (await sandbox.done("getMe"))["can_read_all_group_messages"] is True
    assert not await heard(sandbox, before, "化粪池漏了")
    assert await heard(sandbox, await group_of(sandbox), "化粪池漏了")
    await sandbox.does("groups/bot", person=VERA, chat=before, status="left")
    await sandbox.does("groups/bot", person=VERA, chat=before, status="member")
    await seen(sandbox)
    assert await heard(sandbox, before, "化粪池漏了")


async def test_anybody_in_the_group_can_tap_and_is_answered(sandbox: Sandbox) -> None:
    group = await group_of(sandbox)
    card = await sandbox.done("sendMessage", chat_id=group, text="N-10001-6 待签收", reply_markup=ASK)
    press = {"chat": group, "message_id": card["message_id"], "data": "take:1", "wait": 0}
    await sandbox.does("press", person=LIU, **press)
    query = (await sandbox.updates())[-1]["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (LIU, group)
    assert await sandbox.done("answerCallbackQuery", callback_query_id=query["id"], text="您来")
    assert "is not in" in await sandbox.cannot("press", person=STRANGER, **press)
    edited = await sandbox.done(
        "editMessageText", chat_id=group, message_id=card["message_id"], text="N-10001-6 刘在跟进"
    )
    assert "reply_markup" not in edited


@pytest.mark.parametrize(("kind", "forum"), [("group", False), ("supergroup", False), ("supergroup", True)])
async def test_who_was_thrown_out_may_not_write(sandbox: Sandbox, kind: str, forum: bool) -> None:
    group = await group_of(sandbox, supergroup=kind == "supergroup", forum=forum)
    await sandbox.does("groups/bot", person=VERA, chat=group, status="kicked")
    told = await news(sandbox)
    change = told[0]["my_chat_member"]
    assert change["new_chat_member"]["status"] == "kicked"
    assert len(told) == (2 if kind == "group" else 1)  # a supergroup is gone before it says so
    refusal = f"403 Forbidden: bot was kicked from the {kind} chat"
    assert await sandbox.refused("sendMessage", chat_id=group, text="x") == refusal
    assert await sandbox.refused("getChatMember", chat_id=group, user_id=VERA) == refusal
    assert not await heard(sandbox, group, f"/bao{BOT} 漏水")


async def test_the_bot_leaves_by_itself(sandbox: Sandbox) -> None:
    group = await group_of(sandbox)
    assert await sandbox.done("leaveChat", chat_id=group) is True
    (left,) = await news(sandbox)
    assert left["my_chat_member"]["new_chat_member"]["status"] == "left"
    refusal = "403 Forbidden: bot is not a member of the group chat"
    assert await sandbox.refused("sendMessage", chat_id=group, text="x") == refusal
    assert await sandbox.refused("leaveChat", chat_id=group) == refusal


async def test_a_restricted_bot_hears_and_edits_but_may_not_send(sandbox: Sandbox) -> None:
    group = await group_of(sandbox, supergroup=True)
    card = await sandbox.done("sendMessage", chat_id=group, text="卡")
    await sandbox.does("groups/bot", person=VERA, chat=group, status="restricted")
    change = (await sandbox.updates())[-1]["my_chat_member"]["new_chat_member"]
    assert (change["status"], change["can_send_messages"]) == ("restricted", False)
    await seen(sandbox)
    no_rights = BAD + "not enough rights to send text messages to the chat"
    assert await sandbox.refused("sendMessage", chat_id=group, text="x") == no_rights
    refusal = await sandbox.refused("sendPhoto", chat_id=group, photo="any")
    assert refusal == BAD + "not enough rights to send photos to the chat"
    assert await heard(sandbox, group, "/bao 漏水")
    assert await sandbox.done("editMessageText", chat_id=group, message_id=card["message_id"], text="新卡")


async def test_a_hushed_group_takes_words_of_administrators_alone(sandbox: Sandbox) -> None:
    group = await group_of(sandbox)
    assert "basic group" in await sandbox.cannot("groups/bot", person=VERA, chat=group, status="restricted")
    await sandbox.does("groups/hush", person=VERA, chat=group, on=True)
    no_rights = BAD + "not enough rights to send text messages to the chat"
    assert await sandbox.refused("sendMessage", chat_id=group, text="x") == no_rights
    assert "only administrators" in await sandbox.cannot("say", person=LIU, chat=group, text="x")
    await sandbox.does("groups/bot", person=VERA, chat=group, status="administrator")
    assert await sandbox.done("sendMessage", chat_id=group, text="x")


async def test_only_administrators_rule_and_only_members_write(sandbox: Sandbox) -> None:
    group = await group_of(sandbox)
    assert "no administrator" in await sandbox.cannot("groups/bot", person=LIU, chat=group, status="kicked")
    assert "is not in" in await sandbox.cannot("say", person=STRANGER, chat=group, text="x")
    await sandbox.does("groups/member", person=LIU, chat=group, member=STRANGER, status="member")
    assert (await sandbox.updates())[-1]["message"]["new_chat_members"][0]["id"] == STRANGER
    await sandbox.does("say", person=STRANGER, chat=group, text="我来了")
    await sandbox.does("groups/member", person=STRANGER, chat=group, member=STRANGER, status="left")
    assert (await sandbox.updates())[-1]["message"]["left_chat_member"]["id"] == STRANGER
    await sandbox.does("groups/member", person=VERA, chat=group, member=LIU, status="administrator")
    await sandbox.does("groups/title", person=LIU, chat=group, title="西湖二站")
    assert (await sandbox.updates())[-1]["message"]["new_chat_title"] == "西湖二站"
    assert (await sandbox.done("getChat", chat_id=group))["title"] == "西湖二站"


async def test_a_group_founded_with_the_bot_in_it_says_so_in_one_message(sandbox: Sandbox) -> None:
    await sandbox.does("groups", person=VERA, title="西湖站", members=[LIU], bot=True)
    change, created = await news(sandbox)
    assert change["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert created["message"]["group_chat_created"] is True
    await sandbox.does("groups", person=VERA, title="西湖站", bot=True, supergroup=True)
    _, came = await news(sandbox)
    assert "new_chat_members" in came["message"]


async def test_an_administrator_may_speak_as_the_group(sandbox: Sandbox) -> None:
    group = await group_of(sandbox, supergroup=True)
    await sandbox.does("say", person=VERA, chat=group, text="/bind", anonymous=True)
    said = (await news(sandbox))[-1]["message"]
    assert (said["from"]["username"], said["sender_chat"]["id"]) == ("GroupAnonymousBot", group)
    assert "only an administrator" in await sandbox.cannot(
        "say", person=LIU, chat=group, text="/bind", anonymous=True
    )


async def test_who_is_in_a_group_can_be_asked(sandbox: Sandbox) -> None:
    group = await group_of(sandbox)
    owner = await sandbox.done("getChatMember", chat_id=group, user_id=VERA)
    member = await sandbox.done("getChatMember", chat_id=group, user_id=LIU)
    outside = await sandbox.done("getChatMember", chat_id=group, user_id=STRANGER)
    mine = await sandbox.done("getChatMember", chat_id=group, user_id=42)
    assert [one["status"] for one in (owner, member, outside, mine)] == [
        "creator",
        "member",
        "left",
        "member",
    ]
    assert await sandbox.done("getChatMemberCount", chat_id=group) == 3
    ruling = await sandbox.done("getChatAdministrators", chat_id=group)
    assert [one["user"]["id"] for one in ruling] == [VERA]
    refusal = await sandbox.refused("getChatAdministrators", chat_id=VERA)
    assert refusal == BAD + "there are no administrators in the private chat"


async def test_a_group_that_grows_is_another_chat(sandbox: Sandbox) -> None:
    old = await group_of(sandbox)
    card = await sandbox.done("sendMessage", chat_id=old, text="卡")
    new = int((await sandbox.does("groups/grow", person=VERA, chat=old))["id"])
    assert new < -(10**12)
    to, joined, origin = await news(sandbox)
    assert to["message"]["migrate_to_chat_id"] == new
    assert joined["my_chat_member"]["chat"]["id"] == new
    assert origin["message"]["migrate_from_chat_id"] == old
    assert origin["message"]["from"]["username"] == "GroupAnonymousBot"
    for method, params in (("sendMessage", {}), ("editMessageText", {"message_id": card["message_id"]})):
        answer = await sandbox.call(method, chat_id=old, text="x", **params)
        assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert answer["parameters"] == {"migrate_to_chat_id": new}
    assert (await sandbox.done("sendMessage", chat_id=new, text="x"))["message_id"] == 2
    assert "supergroup now" in await sandbox.cannot("say", person=LIU, chat=old, text="x")
    assert await heard(sandbox, new, "/bao 漏水")


async def test_a_topic_keeps_its_messages_together(sandbox: Sandbox) -> None:
    group = await group_of(sandbox, forum=True)
    topic = int((await sandbox.does("groups/topic", person=VERA, chat=group, name="报修"))["topic"])
    created = (await news(sandbox))[-1]["message"]
    assert created["forum_topic_created"]["name"] == "报修"
    card = await sandbox.done("sendMessage", chat_id=group, message_thread_id=topic, text="卡")
    assert (card["message_thread_id"], card["is_topic_message"]) == (topic, True)
    assert not await heard(sandbox, group, "随便聊聊", topic=topic)
    await sandbox.does("say", person=LIU, chat=group, text="/bind", topic=topic)
    said = (await news(sandbox))[-1]["message"]
    assert said["message_thread_id"] == topic
    assert "forum_topic_created" in said["reply_to_message"]
    answer = {"reply_parameters": {"message_id": said["message_id"]}}
    assert (await sandbox.done("sendMessage", chat_id=group, text="好", **answer))[
        "message_thread_id"
    ] == topic
    outside = await sandbox.done("sendMessage", chat_id=group, text="总群")
    assert "message_thread_id" not in outside


async def test_a_topic_that_is_not_there_is_refused(sandbox: Sandbox) -> None:
    forum, plain, basic = [
        await group_of(sandbox, **how) for how in ({"forum": True}, {"supergroup": True}, {})
    ]
    for chat, thread in ((forum, 1), (forum, 99), (plain, 1), (basic, 1), (VERA, 1)):
        refusal = await sandbox.refused("sendMessage", chat_id=chat, message_thread_id=thread, text="x")
        assert refusal == BAD + "message thread not found"


async def test_a_reply_in_a_supergroup_bears_the_chain_it_is_in(sandbox: Sandbox) -> None:
    group = await group_of(sandbox, supergroup=True)
    card = await sandbox.done("sendMessage", chat_id=group, text="卡")
    await sandbox.does("say", person=LIU, chat=group, text="我去", reply_to=card["message_id"])
    said = (await news(sandbox))[-1]["message"]
    assert said["message_thread_id"] == card["message_id"]
    assert "is_topic_message" not in said
    refused = await sandbox.refused(
        "sendMessage", chat_id=group, message_thread_id=card["message_id"], text="x"
    )
    assert refused == BAD + "message thread not found"


async def test_a_group_takes_twenty_messages_a_minute(sandbox: Sandbox) -> None:
    group = await group_of(sandbox)
    await sandbox.does("limits", on=True)
    for number in range(20):
        await sandbox.done("sendMessage", chat_id=group, text=str(number))
        sandbox.clock.now += 1
    answer = await sandbox.call("sendMessage", chat_id=group, text="21")
    assert answer["parameters"] == {"retry_after": 40}
    sandbox.clock.now += 40
    await sandbox.done("sendMessage", chat_id=group, text="21")


async def test_the_page_sees_groups_and_what_is_unread(sandbox: Sandbox) -> None:
    group = await group_of(sandbox, forum=True)
    await sandbox.done("sendMessage", chat_id=group, text="卡")
    (shown,) = (await sandbox.look("state"))["groups"]
    assert (shown["title"], shown["type"], shown["bot"], shown["unread"]) == (
        "西湖站",
        "supergroup",
        "member",
        1,
    )
    assert {one["id"]: one["status"] for one in shown["members"]} == {VERA: "creator", LIU: "member"}
    assert (await sandbox.hears(group))[-1]["text"] == "卡"
    assert (await sandbox.look("state"))["groups"][0]["unread"] == 0


async def test_only_the_bot_deletes_what_is_its_own_unless_it_rules(sandbox: Sandbox) -> None:
    group = await group_of(sandbox)
    said = await sandbox.does("say", person=LIU, chat=group, text="302 的王大爷")
    delete = {"chat_id": group, "message_id": said["message_id"]}
    assert await sandbox.refused("deleteMessage", **delete) == BAD + "message can't be deleted"
    await sandbox.does("groups/bot", person=VERA, chat=group, status="administrator")
    assert await sandbox.done("deleteMessage", **delete) is True


async def test_groups_outlive_the_sandbox(open_sandbox: Callable[[], Any], schema: Schema) -> None:
    first: Sandbox = await open_sandbox()
    await settle(first)
    await first.does("privacy", on=False)
    group = await group_of(first, forum=True)
    topic = (await first.does("groups/topic", person=VERA, chat=group, name="报修"))["topic"]
    await close(first, schema)
    second: Sandbox = await open_sandbox()
    assert (await second.done("getMe"))["can_read_all_group_messages"] is True
    assert await second.done("sendMessage", chat_id=group, message_thread_id=topic, text="还在")
    assert await heard(second, group, "化粪池漏了")
    other = await group_of(second)
    assert other != group
    await close(second, schema)
