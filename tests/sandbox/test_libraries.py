"""Both Telegram libraries take the sandbox for Telegram."""

import handlers.first_use  # isort: skip  # noqa: F401  before aiogram: it spares the start seconds

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import BufferedInputFile, ChatMemberOwner, InputMediaPhoto, ReplyParameters

from tests.sandbox.conftest import LIU, TOKEN, VERA, Sandbox, png, voice_note


def listener(sandbox: Sandbox) -> aiogram.Bot:
    return aiogram.Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url)))


def sender(sandbox: Sandbox) -> telegram.Bot:
    return telegram.Bot(TOKEN, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot")


async def test_aiogram_hears_a_report_and_answers_it(sandbox: Sandbox) -> None:
    async with listener(sandbox) as bot:
        assert (await bot.get_me()).username == "fieldbot_sandbox_bot"
        await sandbox.sends(VERA, [("a.png", png(400, 300))], caption="化粪池漏了")
        (update,) = await bot.get_updates(timeout=1, allowed_updates=["message", "callback_query"])
        assert update.message is not None
        assert update.message.caption == "化粪池漏了"
        assert update.message.photo is not None
        file = await bot.get_file(update.message.photo[-1].file_id)
        assert file.file_path is not None
        held = await bot.download_file(file.file_path)
        assert held is not None
        assert held.read() == png(400, 300)
        button = aiogram.types.InlineKeyboardButton(text="补充", callback_data="more:1")
        sent = await bot.send_message(
            VERA,
            "<b>收到了</b>",
            parse_mode="HTML",
            reply_markup=aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[button]]),
            reply_parameters=ReplyParameters(message_id=update.message.message_id),
        )
        assert sent.html_text == "<b>收到了</b>"
        assert sent.reply_to_message is not None
        await sandbox.does("press", person=VERA, message_id=sent.message_id, data="more:1", wait=0)
        (tap,) = await bot.get_updates(offset=update.update_id + 1)
        assert tap.callback_query is not None
        assert tap.callback_query.data == "more:1"
        assert await bot.answer_callback_query(tap.callback_query.id, text="好")
        assert await bot.get_updates(offset=tap.update_id + 1) == []


async def test_aiogram_sends_files_and_is_refused_by_its_own_errors(sandbox: Sandbox) -> None:
    async with listener(sandbox) as bot:
        photo = await bot.send_photo(VERA, BufferedInputFile(png(500, 400), "a.png"), caption="图")
        assert photo.photo is not None
        again = await bot.send_photo(VERA, photo.photo[-1].file_id)
        assert again.photo == photo.photo
        album = [InputMediaPhoto(media=BufferedInputFile(png(50, 40), f"{n}.png")) for n in range(2)]
        assert len(await bot.send_media_group(VERA, list(album))) == 2
        await bot.send_document(VERA, BufferedInputFile(b"a,b", "list.csv"))
        await bot.send_location(VERA, 31.2, 121.4)
        await bot.send_chat_action(VERA, "typing")
        with pytest.raises(TelegramBadRequest, match="can't parse entities"):
            await bot.send_message(VERA, "<b>", parse_mode="HTML")
        await sandbox.does("block", person=VERA, blocked=True)
        with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
            await bot.send_message(VERA, "x")


async def test_python_telegram_bot_delivers_edits_and_deletes(sandbox: Sandbox) -> None:
    async with sender(sandbox) as bot:
        button = telegram.InlineKeyboardButton("补充", callback_data="more:1")
        markup = telegram.InlineKeyboardMarkup([[button]])
        sent = await bot.send_message(VERA, "<i>收到了</i>", parse_mode="HTML", reply_markup=markup)
        assert sent.reply_markup == markup
        edited = await bot.edit_message_text("处理好了", VERA, sent.message_id)
        assert isinstance(edited, telegram.Message)
        assert edited.reply_markup is None
        with pytest.raises(telegram.error.BadRequest, match="Message is not modified"):
            await bot.edit_message_text("处理好了", VERA, sent.message_id)
        assert await bot.delete_message(VERA, sent.message_id)
        assert await bot.set_my_commands([("help", "怎么用")])
        assert (await bot.get_my_commands())[0].description == "怎么用"


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # seconds as a number
async def test_python_telegram_bot_sends_files_and_tells_its_errors_apart(sandbox: Sandbox) -> None:
    async with sender(sandbox) as bot:
        photo = await bot.send_photo(VERA, png(500, 400), caption="图", reply_to_message_id=1)
        assert photo.reply_to_message is not None
        album = [telegram.InputMediaPhoto(photo.photo[-1].file_id), telegram.InputMediaPhoto(png(50, 40))]
        assert len(await bot.send_media_group(VERA, album)) == 2
        document = await bot.send_document(VERA, b"a,b", filename="list.csv")
        assert document.document is not None
        file = await bot.get_file(document.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"a,b"
        await sandbox.does("faults", kind="429", times=1, retry_after=9)
        with pytest.raises(telegram.error.RetryAfter):
            await bot.send_message(VERA, "x")
        await sandbox.does("faults", kind="drop_after", times=1)
        with pytest.raises(telegram.error.NetworkError):
            await bot.send_message(VERA, "also delivered")
        assert (await sandbox.hears(VERA))[-1]["text"] == "also delivered"
        await sandbox.does("block", person=VERA, blocked=True)
        with pytest.raises(telegram.error.Forbidden, match="bot was blocked by the user"):
            await bot.send_message(VERA, "x")


async def test_python_telegram_bot_hears_that_another_bot_polls(sandbox: Sandbox) -> None:
    async with sender(sandbox) as bot:
        await sandbox.done("setWebhook", url="http://127.0.0.1:9/hook")
        with pytest.raises(telegram.error.Conflict, match="webhook is active"):
            await bot.get_updates()


async def test_aiogram_hears_a_group_from_its_coming_to_its_growing(sandbox: Sandbox) -> None:
    async with listener(sandbox) as bot:
        group = await sandbox.does("groups", person=VERA, title="西湖站", members=[LIU], bot=True)
        chat = int(group["id"])
        added, came = await bot.get_updates(allowed_updates=["message", "my_chat_member", "callback_query"])
        assert added.my_chat_member is not None
        assert added.my_chat_member.new_chat_member.status == ChatMemberStatus.MEMBER
        assert came.message is not None
        assert came.message.group_chat_created
        await sandbox.does("say", person=LIU, chat=chat, text="/bind@fieldbot_sandbox_bot")
        (bound,) = await bot.get_updates(offset=came.update_id + 1)
        assert bound.message is not None
        assert (bound.message.chat.type, bound.message.text) == ("group", "/bind@fieldbot_sandbox_bot")
        assert isinstance(await bot.get_chat_member(chat, VERA), ChatMemberOwner)
        grown = await sandbox.does("groups/grow", person=VERA, chat=chat)
        with pytest.raises(TelegramMigrateToChat) as moved:
            await bot.send_message(chat, "x")
        assert moved.value.migrate_to_chat_id == grown["id"]
        to, joined, origin = await bot.get_updates(offset=bound.update_id + 1)
        assert to.message is not None
        assert joined.my_chat_member is not None
        assert origin.message is not None
        assert to.message.migrate_to_chat_id == origin.message.chat.id == joined.my_chat_member.chat.id


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # seconds as a number
async def test_python_telegram_bot_writes_into_groups_and_topics(sandbox: Sandbox) -> None:
    async with sender(sandbox) as bot:
        chat = (await sandbox.does("groups", person=VERA, title="西湖站", forum=True, bot=True))["id"]
        topic = (await sandbox.does("groups/topic", person=VERA, chat=chat, name="报修"))["topic"]
        sent = await bot.send_message(chat, "卡", message_thread_id=topic)
        assert (sent.is_topic_message, sent.message_thread_id) == (True, topic)
        with pytest.raises(telegram.error.BadRequest, match="Message thread not found"):
            await bot.send_message(chat, "卡", message_thread_id=topic + 99)
        voice = await bot.send_voice(chat, voice_note(2), message_thread_id=topic, duration=2)
        assert voice.voice is not None
        assert voice.voice.duration == 2
        ruling = await bot.get_chat_administrators(chat)
        assert [one.user.id for one in ruling] == [VERA]
        assert (await bot.get_chat(chat)).is_forum
        await sandbox.does("groups/bot", person=VERA, chat=chat, status="restricted")
        with pytest.raises(telegram.error.BadRequest, match="Not enough rights to send text messages"):
            await bot.send_message(chat, "x")
        await sandbox.does("groups/bot", person=VERA, chat=chat, status="kicked")
        with pytest.raises(telegram.error.Forbidden, match="bot was kicked from the supergroup chat"):
            await bot.send_message(chat, "x")


async def test_python_telegram_bot_is_told_where_a_group_went(sandbox: Sandbox) -> None:
    async with sender(sandbox) as bot:
        chat = (await sandbox.does("groups", person=VERA, title="西湖站", bot=True))["id"]
        grown = await sandbox.does("groups/grow", person=VERA, chat=chat)
        with pytest.raises(telegram.error.ChatMigrated) as moved:
            await bot.send_message(chat, "x")
        assert moved.value.new_chat_id == grown["id"]
        assert (await bot.send_message(grown["id"], "x")).chat.type == "supergroup"
