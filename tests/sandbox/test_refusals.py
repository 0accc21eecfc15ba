"""What Telegram refuses, in its own words."""

import asyncio
from typing import Any

import pytest

from tests.sandbox.conftest import LIU, VERA, Sandbox, png

BAD = "400 Bad Request: "
NOT_MODIFIED = (
    BAD + "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
TOO_OLD = BAD + "query is too old and response timeout expired or query ID is invalid"


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "按", **fields}]]}


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": "字" * 4097}, "message is too long"),
        ({"text": "🙂" * 2049}, "message is too long"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x", "reply_markup": button(callback_data="字" * 22)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": button(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": button(url="http://localhost/x")},
         "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL"),
        ({"text": "x", "reply_markup": button()},
         "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        ({"text": "half \ud800"}, "strings must be encoded in UTF-8"),
        ({"text": "*x*", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
    ],
)  # fmt: skip
async def test_a_message_is_refused(sandbox: Sandbox, params: dict[str, Any], refusal: str) -> None:
    assert await sandbox.refused("sendMessage", chat_id=VERA, **params) == BAD + refusal
    assert len(await sandbox.hears(VERA)) == 1


@pytest.mark.parametrize(
    "params",
    [
        {"text": "字" * 4096},
        {"text": "🙂" * 2048},
        {"text": "<b>" + "字" * 4096 + "</b>", "parse_mode": "HTML"},
        {"text": "x", "reply_markup": button(callback_data="字" * 21)},
        {"text": "x", "reply_parameters": {"message_id": 999, "allow_sending_without_reply": True}},
        {"text": "x", "reply_markup": button(url="https://t.me/fieldbot_sandbox_bot?start=A")},
    ],
)
async def test_what_just_fits_is_taken(sandbox: Sandbox, params: dict[str, Any]) -> None:
    sent = await sandbox.done("sendMessage", chat_id=VERA, **params)
    assert sent["message_id"]


async def test_nobody_is_written_to_who_did_not_begin(sandbox: Sandbox) -> None:
    for chat in (LIU, 999_999, "@somebody", -100):
        assert await sandbox.refused("sendMessage", chat_id=chat, text="x") == BAD + "chat not found"


async def test_who_blocked_the_bot_is_not_reached_until_they_unblock_it(sandbox: Sandbox) -> None:
    await sandbox.does("block", person=VERA, blocked=True)
    refusal = "403 Forbidden: bot was blocked by the user"
    assert await sandbox.refused("sendMessage", chat_id=VERA, text="x") == refusal
    assert await sandbox.refused("sendChatAction", chat_id=VERA, action="typing") == refusal
    assert "unblock" in await sandbox.cannot("say", person=VERA, text="喂")
    await sandbox.does("block", person=VERA, blocked=False)
    await sandbox.done("sendMessage", chat_id=VERA, text="x")
    kicked, member = [one["my_chat_member"]["new_chat_member"]["status"] for one in await sandbox.updates()]
    assert (kicked, member) == ("kicked", "member")


async def test_an_account_that_is_gone_is_told_apart(sandbox: Sandbox) -> None:
    await sandbox.does("people", people=[{"id": VERA, "deactivated": True}])
    assert (
        await sandbox.refused("sendMessage", chat_id=VERA, text="x") == "403 Forbidden: user is deactivated"
    )


async def test_an_edit_that_changes_nothing_is_refused(sandbox: Sandbox) -> None:
    sent = await sandbox.done("sendMessage", chat_id=VERA, text="<b>卡</b>", parse_mode="HTML")
    card = {"chat_id": VERA, "message_id": sent["message_id"]}
    assert (
        await sandbox.refused("editMessageText", **card, text="<b>卡</b>", parse_mode="HTML") == NOT_MODIFIED
    )
    edited = await sandbox.done("editMessageText", **card, text="卡")
    assert "entities" not in edited
    assert await sandbox.refused("editMessageText", **card, text="卡") == NOT_MODIFIED
    await sandbox.done("editMessageReplyMarkup", **card, reply_markup=button(callback_data="a"))
    assert await sandbox.refused("editMessageText", **card, text="卡", reply_markup=button(callback_data="a"))
    assert "reply_markup" not in await sandbox.done("editMessageText", **card, text="卡")


async def test_only_what_is_there_and_ones_own_can_be_edited(sandbox: Sandbox) -> None:
    gone = await sandbox.done("sendMessage", chat_id=VERA, text="x")
    await sandbox.done("deleteMessage", chat_id=VERA, message_id=gone["message_id"])
    for number in (gone["message_id"], 999):
        refusal = await sandbox.refused("editMessageText", chat_id=VERA, message_id=number, text="y")
        assert refusal == BAD + "message to edit not found"
    theirs = (await sandbox.does("say", person=VERA, text="我的"))["message_id"]
    refusal = await sandbox.refused("editMessageText", chat_id=VERA, message_id=theirs, text="y")
    assert refusal == BAD + "message can't be edited"
    sent = await sandbox.done("sendMessage", chat_id=VERA, text="x")
    refusal = await sandbox.refused(
        "editMessageCaption", chat_id=VERA, message_id=sent["message_id"], caption="y"
    )
    assert refusal == BAD + "there is no caption in the message to edit"


async def test_a_message_can_be_deleted_for_two_days(sandbox: Sandbox) -> None:
    sent = await sandbox.done("sendMessage", chat_id=VERA, text="机密")
    sandbox.clock.now += 48 * 3600 + 1
    refusal = await sandbox.refused("deleteMessage", chat_id=VERA, message_id=sent["message_id"])
    assert refusal == BAD + "message can't be deleted for everyone"
    sandbox.clock.now -= 2
    await sandbox.done("deleteMessage", chat_id=VERA, message_id=sent["message_id"])
    deleted = (await sandbox.hears(VERA))[-1]
    assert deleted["deleted"]
    assert "text" not in deleted
    refusal = await sandbox.refused("deleteMessage", chat_id=VERA, message_id=sent["message_id"])
    assert refusal == BAD + "message to delete not found"


async def test_a_press_must_be_answered_within_fifteen_seconds(sandbox: Sandbox) -> None:
    sent = await sandbox.done("sendMessage", chat_id=VERA, text="?", reply_markup=button(callback_data="a"))
    await sandbox.does("press", person=VERA, message_id=sent["message_id"], data="a", wait=0)
    query = (await sandbox.updates())[-1]["callback_query"]
    sandbox.clock.now += 15.5
    assert await sandbox.refused("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD
    assert await sandbox.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_a_caption_is_shorter_than_a_text(sandbox: Sandbox) -> None:
    await sandbox.sends(VERA, [("a.png", png(800, 600))], caption="漏水")
    photo = (await sandbox.updates())[-1]["message"]["photo"]
    assert [one["width"] for one in photo] == [320, 800]
    known = {"chat_id": VERA, "photo": photo[-1]["file_id"]}
    assert (
        await sandbox.refused("sendPhoto", **known, caption="字" * 1025)
        == BAD + "message caption is too long"
    )
    sent = await sandbox.done("sendPhoto", **known, caption="字" * 1024)
    assert sent["photo"] == photo


async def test_a_file_must_be_one_that_telegram_has_and_of_its_kind(sandbox: Sandbox) -> None:
    wrong = BAD + "wrong file identifier/HTTP URL specified"
    for value in ("AgACAgNONSENSE", "https://example.org/a.jpg"):
        assert await sandbox.refused("sendPhoto", chat_id=VERA, photo=value) == wrong
    assert await sandbox.refused("getFile", file_id="nonsense") == BAD + "invalid file_id"
    assert await sandbox.refused("sendPhoto", chat_id=VERA) == BAD + "there is no photo in the request"
    await sandbox.sends(VERA, [("list.xlsx", b"PK")], kind="document")
    document = (await sandbox.updates())[-1]["message"]["document"]
    refusal = await sandbox.refused("sendPhoto", chat_id=VERA, photo=document["file_id"])
    assert refusal == BAD + "can't use file of type Document as Photo"


async def test_a_file_over_twenty_megabytes_cannot_be_fetched(sandbox: Sandbox) -> None:
    await sandbox.sends(VERA, [("big.bin", bytes(20 * 1024 * 1024 + 1))], kind="document")
    document = (await sandbox.updates())[-1]["message"]["document"]
    assert await sandbox.refused("getFile", file_id=document["file_id"]) == BAD + "file is too big"


async def test_a_strange_token_or_method_gets_nothing(sandbox: Sandbox) -> None:
    async with sandbox.client.get("/bot42:other/getMe") as response:
        assert response.status == 401
        answer = {"ok": False, "error_code": 401, "description": "Unauthorized"}
        assert await response.json() == answer
    assert await sandbox.refused("sendMoney", chat_id=VERA) == "404 Not Found"
    async with sandbox.client.get("/file/bot42:sandbox/photos/../../telegram.sqlite") as response:
        assert response.status == 404


async def test_commands_are_kept_as_set_and_checked(sandbox: Sandbox) -> None:
    commands = [{"command": "help", "description": "怎么用"}]
    await sandbox.done("setMyCommands", commands=commands, language_code="zh")
    assert await sandbox.done("getMyCommands", language_code="zh") == commands
    assert await sandbox.done("getMyCommands") == []
    wrong = [{"command": "报", "description": "x"}]
    assert await sandbox.refused("setMyCommands", commands=wrong) == BAD + "BOT_COMMAND_INVALID"
    unknown = {"type": "chat", "chat_id": 999}
    assert await sandbox.refused("setMyCommands", commands=commands, scope=unknown) == BAD + "chat not found"
    with_no_such = await sandbox.refused("setMyCommands", commands=commands, scope={"type": "everybody"})
    assert with_no_such.startswith(BAD + "can't parse BotCommandScope")


async def test_a_private_chat_cannot_be_left(sandbox: Sandbox) -> None:
    assert (await sandbox.refused("leaveChat", chat_id=VERA)).startswith(BAD)
    assert (await sandbox.done("getChat", chat_id=VERA))["first_name"] == "Vera"


async def test_an_album_has_ten_at_most_and_one_kind(sandbox: Sandbox) -> None:
    await sandbox.sends(VERA, [("a.png", png(80, 60))])
    await sandbox.sends(VERA, [("a.txt", b"text")], kind="document")
    photo, document = [one["message"] for one in await sandbox.updates()]
    picture = {"type": "photo", "media": photo["photo"][-1]["file_id"]}
    paper = {"type": "document", "media": document["document"]["file_id"]}
    assert (await sandbox.refused("sendMediaGroup", chat_id=VERA, media=[picture] * 11)).startswith(
        BAD + "too many"
    )
    assert "can't be mixed" in await sandbox.refused("sendMediaGroup", chat_id=VERA, media=[picture, paper])
    sent = await sandbox.done("sendMediaGroup", chat_id=VERA, media=[{**picture, "caption": "两张"}, picture])
    assert len({one["media_group_id"] for one in sent}) == 1
    assert sent[0]["caption"] == "两张"


async def test_refusals_are_counted_by_their_words(sandbox: Sandbox) -> None:
    await asyncio.gather(*(sandbox.refused("sendMessage", chat_id=VERA, text="") for _ in range(3)))
    assert (await sandbox.look("counts"))["refused"] == {BAD + "message text is empty": 3}
