"""Delivering: takes letters out of the outbox and hands them to Telegram, at its pace (DESIGN 3).

The only file that knows python-telegram-bot. Eight senders work beside each other; a round settles what
they have learned and claims what comes next, in one job. What may be repeated is decided here, by name:

    certainly not sent   no connection, no free connection, 429, an answer of 5xx       tried again
    perhaps sent         a time-out while reading, a connection that broke              once more at most
    never                Telegram said why not                                          kept with the reason

Texts leave without parse_mode, so that nothing a person wrote is ever markup. Nothing a person wrote, no name
and no token reaches a log.
"""

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from telegram import (
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.clock import Clock
from bot.rounds import SENDERS, Rounds
from fieldwork.letters import CAPTION_LIMIT, Kind, Letter, clipped
from storage import sending
from storage.books import Books, is_sqlite
from storage.cabinet import Cabinet, is_sum
from storage.sending import Claimed, Pace
from storage.settling import CannotEdit, Delivered, Outcome, Passing, Permanent, Refusal, Unknown
from storage.waybill import Waybill

ANSWER_LIMIT = 200  # characters of the answer to a tap
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
Bot = ExtBot[Any]


def make_bot(token: str, api_base: str, proxy: str | None, pace: Pace) -> Bot:
    """The sender. `api_base` is the server's address without /bot; `proxy` an http or socks5 address."""
    # httpx tells each address it asks, and the address holds the token; the library itself tells each text.
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # The library warns of its own reading of retry_after, at each 429.
    warnings.filterwarnings("ignore", message=".*retry_after", category=PTBDeprecationWarning)
    request = HTTPXRequest(
        connection_pool_size=2 * SENDERS, connect_timeout=5, pool_timeout=5, read_timeout=12, write_timeout=8,
        media_write_timeout=12, proxy=proxy, httpx_kwargs={"trust_env": False},
    )  # fmt: skip
    return ExtBot(
        token,
        base_url=f"{api_base.rstrip('/')}/bot",
        base_file_url=f"{api_base.rstrip('/')}/file/bot",
        request=request,
        get_updates_request=request,
        rate_limiter=None if pace.off else AIORateLimiter(overall_max_rate=1, overall_time_period=pace.apart),
    )


async def deliver(
    bot: Bot,
    books: Books,
    clock: Clock,
    pace: Pace,
    wake: asyncio.Event,
    stop: asyncio.Event,
    owner: str,
    *,
    folder: Path | None = None,
    alone: bool = True,
) -> None:
    """Delivers until `stop`; `wake` says that a letter was written. Ends with the letters on their way.

    `owner` names this run, and no earlier one. `folder` holds the kept files. `alone`: nobody
    else delivers (storage/occupying.py), so letters that an earlier run had claimed are its unknown outcomes.
    """
    rounds = make_rounds(bot, books, clock, pace, wake, stop, owner, folder=folder)
    try:
        await rounds.run(alone)
    finally:
        await bot.request.shutdown()


def make_rounds(
    bot: Bot,
    books: Books,
    clock: Clock,
    pace: Pace,
    wake: asyncio.Event,
    stop: asyncio.Event,
    owner: str,
    *,
    folder: Path | None = None,
) -> Rounds:
    """The postman's rounds with Telegram's letter box; whoever makes them shuts the bot's request down."""
    path = _waybill_of(books)
    waybill = Waybill(path, owner) if path else None
    sender = _Sender(bot, Cabinet(folder, books.seal) if folder else None)
    return Rounds(sender.send, _OUTAGES, books, clock, pace, wake, stop, owner, waybill)


def _waybill_of(books: Books) -> Path | None:
    """Beside an embedded database, which one process has; None for a server's."""
    database = books.engine.url.database if is_sqlite(books.url) else None
    return Path(f"{database}-waybill") if database and database != ":memory:" else None


class _Sender:
    """Hands one letter to Telegram, in the way of its kind."""

    def __init__(self, bot: Bot, cabinet: Cabinet | None) -> None:
        self.bot, self.cabinet = bot, cabinet

    async def send(self, claimed: Claimed) -> Outcome:
        """What became of the letter; raises nothing."""
        try:
            async with asyncio.timeout(sending.LEASE / 2):
                return Delivered(claimed.id, await _POST[claimed.letter.kind](self, claimed))
        except (TelegramError, TimeoutError) as error:
            return _reckoned(error, claimed)
        except Exception as error:  # a letter that cannot even be put together must not stop the others
            return Permanent(claimed.id, f"it could not be put together: {type(error).__name__}")

    async def text(self, claimed: Claimed) -> int | None:
        letter, words = claimed.letter, clipped(claimed.letter.text)
        if claimed.message_id is not None:
            await self.bot.edit_message_text(
                words,
                chat_id=letter.chat,
                message_id=claimed.message_id,
                reply_markup=_inline(letter),
                link_preview_options=_NO_PREVIEW,
            )
            return claimed.message_id
        message = await self.bot.send_message(
            text=words, link_preview_options=_NO_PREVIEW, reply_markup=_markup(letter), **_common(claimed)
        )
        return message.message_id

    async def photo(self, claimed: Claimed) -> int | None:
        photo = await self._file(claimed.letter.files[0])
        sent = await self.bot.send_photo(photo=photo, **_captioned(claimed), **_common(claimed))
        return sent.message_id

    async def document(self, claimed: Claimed) -> int | None:
        document = await self._file(claimed.letter.files[0])
        sent = await self.bot.send_document(
            document=document,
            filename=claimed.letter.file_name or None,
            **_captioned(claimed),
            **_common(claimed),
        )
        return sent.message_id

    async def voice(self, claimed: Claimed) -> int | None:
        voice = await self._file(claimed.letter.files[0])
        sent = await self.bot.send_voice(voice=voice, **_captioned(claimed), **_common(claimed))
        return sent.message_id

    async def audio(self, claimed: Claimed) -> int | None:
        audio = await self._file(claimed.letter.files[0])
        sent = await self.bot.send_audio(audio=audio, **_captioned(claimed), **_common(claimed))
        return sent.message_id

    async def video(self, claimed: Claimed) -> int | None:
        video = await self._file(claimed.letter.files[0])
        sent = await self.bot.send_video(video=video, **_captioned(claimed), **_common(claimed))
        return sent.message_id

    async def album(self, claimed: Claimed) -> int | None:
        files = claimed.letter.files
        if len(files) == 1:
            return await self.photo(claimed)
        caption = _caption(claimed.letter)
        media = [
            InputMediaPhoto(await self._file(file), caption=None if number else caption)
            for number, file in enumerate(files)
        ]
        sent = await self.bot.send_media_group(media=media, **_common(claimed))
        return sent[0].message_id

    async def location(self, claimed: Claimed) -> int | None:
        letter = claimed.letter
        sent = await self.bot.send_location(
            latitude=letter.latitude,
            longitude=letter.longitude,
            reply_markup=_markup(letter),
            **_common(claimed),
        )
        return sent.message_id

    async def buttons(self, claimed: Claimed) -> int | None:
        letter = claimed.letter
        await self.bot.edit_message_reply_markup(letter.chat, _message(claimed), reply_markup=_inline(letter))
        return claimed.message_id

    async def delete(self, claimed: Claimed) -> int | None:
        await self.bot.delete_message(claimed.letter.chat, _message(claimed))
        return claimed.message_id

    async def answer(self, claimed: Claimed) -> int | None:
        letter = claimed.letter
        text = clipped(letter.text, ANSWER_LIMIT) or None
        await self.bot.answer_callback_query(letter.query or "", text)
        return None

    async def leave(self, claimed: Claimed) -> int | None:
        await self.bot.leave_chat(claimed.letter.chat)
        return None

    async def commands(self, claimed: Claimed) -> int | None:
        letter = claimed.letter
        scope = BotCommandScopeChat(letter.chat)
        if letter.commands:
            await self.bot.set_my_commands(letter.commands, scope=scope)
        else:
            await self.bot.delete_my_commands(scope=scope)
        return None

    async def _file(self, file: str) -> str | bytes:
        """Telegram's own id of a file, or the bytes of one that we keep."""
        if self.cabinet is None or not is_sum(file):
            return file
        return await asyncio.to_thread(self.cabinet.read, file)


_POST: dict[Kind, Callable[[_Sender, Claimed], Awaitable[int | None]]] = {
    Kind.TEXT: _Sender.text,
    Kind.PHOTO: _Sender.photo,
    Kind.ALBUM: _Sender.album,
    Kind.DOCUMENT: _Sender.document,
    Kind.VOICE: _Sender.voice,
    Kind.AUDIO: _Sender.audio,
    Kind.VIDEO: _Sender.video,
    Kind.LOCATION: _Sender.location,
    Kind.BUTTONS: _Sender.buttons,
    Kind.DELETE: _Sender.delete,
    Kind.ANSWER: _Sender.answer,
    Kind.LEAVE: _Sender.leave,
    Kind.COMMANDS: _Sender.commands,
}


# -- what an error means ----------------------------------------------------------------------------

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_UNAUTHORIZED = "the token is not accepted"
_OUTAGES = frozenset({*(kind.__name__ for kind in _NOT_SENT), _UNAUTHORIZED})
_EDIT_REFUSED = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_AS_GOOD_AS_DONE = ("message is not modified", "message to delete not found")
_SILENCED = ("not enough rights to send", "have no rights to send", "chat_write_forbidden", "chat_restricted")
_WHY_NOT: dict[Refusal, tuple[str, ...]] = {
    "not_found": ("chat not found", "peer_id_invalid", "user not found"),
    "silenced": _SILENCED,
    "topic": ("message thread not found", "topic_closed", "topic_deleted"),
}
_REMOVED = ("bot was kicked", "bot is not a member", "group chat was deleted")


def _reckoned(error: TelegramError | TimeoutError, claimed: Claimed) -> Outcome:
    """What became of a letter, from what was raised. BadRequest is a NetworkError: it comes first."""
    match error:
        case RetryAfter(retry_after=after):
            seconds = after.total_seconds() if isinstance(after, timedelta) else float(after)
            return Passing(claimed.id, "Telegram asks for a pause (429)", seconds)
        case ChatMigrated(new_chat_id=to):
            return Permanent(claimed.id, "the group became a supergroup", "migrated", to)
        case BadRequest():
            return _refused(claimed, error.message)
        case Forbidden():
            return _forbidden(claimed, error.message)
        case InvalidToken():
            return Passing(claimed.id, _UNAUTHORIZED)
        case NetworkError() | TimeoutError():
            return _network(claimed, error)
        case TelegramError(message="Invalid server response"):
            return _perhaps(claimed, "an answer that could not be read")
    return Permanent(claimed.id, f"{type(error).__name__}: {error.message}")


def _refused(claimed: Claimed, description: str) -> Outcome:
    said = description.lower()
    if any(words in said for words in _AS_GOOD_AS_DONE):
        return Delivered(claimed.id, claimed.message_id)
    if claimed.message_id is not None and any(words in said for words in _EDIT_REFUSED):
        return CannotEdit(claimed.id)
    kind: Refusal = "refused"
    for why, known in _WHY_NOT.items():
        if any(words in said for words in known):
            kind = why
    return Permanent(claimed.id, description, kind)


def _forbidden(claimed: Claimed, description: str) -> Outcome:
    said = description.lower()
    kind: Refusal = "refused"
    if "blocked by the user" in said:
        kind = "blocked"
    elif "deactivated" in said:
        kind = "deactivated"
    elif "initiate conversation" in said:
        kind = "not_found"
    elif any(words in said for words in _REMOVED):
        kind = "removed"
    elif any(words in said for words in _SILENCED):
        kind = "silenced"
    return Permanent(claimed.id, description, kind)


def _network(claimed: Claimed, error: NetworkError | TimeoutError) -> Outcome:
    """A read time-out and a dropped connection had both delivered the message when this was tried."""
    cause = error.__cause__
    if isinstance(cause, _NOT_SENT):
        name = next(kind.__name__ for kind in type(cause).__mro__ if kind in _NOT_SENT)
        return Passing(claimed.id, name)
    if isinstance(cause, httpx.HTTPError) or isinstance(error, TimedOut | TimeoutError):
        return _perhaps(claimed, type(cause or error).__name__)
    if "Gateway Timeout" in str(error):
        return _perhaps(claimed, "a gateway lost patience (504)")
    return Passing(claimed.id, "Telegram's own failure (5xx)")


def _perhaps(claimed: Claimed, reason: str) -> Outcome:
    """It may have arrived. To edit, delete or list twice changes nothing, so that is simply tried again."""
    changes_nothing = claimed.message_id is not None or claimed.letter.kind is Kind.COMMANDS
    return Passing(claimed.id, reason) if changes_nothing else Unknown(claimed.id, reason)


# -- putting a letter together ----------------------------------------------------------------------


def _common(claimed: Claimed) -> dict[str, Any]:
    common: dict[str, Any] = {"chat_id": claimed.letter.chat, "disable_notification": claimed.letter.silent}
    if claimed.letter.thread:
        common["message_thread_id"] = claimed.letter.thread
    if claimed.reply_to is not None:
        common["reply_parameters"] = ReplyParameters(claimed.reply_to, allow_sending_without_reply=True)
    return common


def _captioned(claimed: Claimed) -> dict[str, Any]:
    return {"caption": _caption(claimed.letter), "reply_markup": _markup(claimed.letter)}


def _caption(letter: Letter) -> str | None:
    return clipped(letter.text, CAPTION_LIMIT) or None


def _message(claimed: Claimed) -> int:
    if claimed.message_id is None:
        raise LookupError("the message it changes was never delivered")
    return claimed.message_id


def _inline(letter: Letter) -> InlineKeyboardMarkup | None:
    rows = [
        [
            InlineKeyboardButton(b.label, url=b.url)
            if b.url
            else InlineKeyboardButton(b.label, callback_data=b.packed())
            for b in row
        ]
        for row in letter.buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _markup(letter: Letter) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if letter.buttons or letter.menu is None:
        return _inline(letter)
    return ReplyKeyboardMarkup(letter.menu, resize_keyboard=True) if letter.menu else ReplyKeyboardRemove()
