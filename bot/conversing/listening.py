"""aiogram as the listener only: what handlers call becomes a letter, where they stand is kept in the books."""

import json
from collections.abc import AsyncGenerator, Mapping
from copy import deepcopy
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.methods import AnswerCallbackQuery, SendChatAction, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message

from fieldwork.letters import Kind, Letter, clipped
from storage.conversations import Conversations, Key, Standing

ANSWER_WORTH = 15.0  # seconds after which the answer to a tap helps nobody


class CapturedCallError(Exception):
    """A handler called something that does not become a letter."""


class LetterSession(BaseSession):
    """Turns the calls of handlers into letters. A closed list: any other call raises at once, naming itself."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Letter] = []
        self.chat = 0  # of the update that is being handled

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        match method:
            case SendMessage(reply_markup=None):  # buttons belong to a letter of fieldwork's
                self.letters.append(
                    Letter(
                        chat=int(method.chat_id),
                        thread=method.message_thread_id or 0,
                        text=clipped(method.text),
                    )
                )
            case AnswerCallbackQuery():
                self.letters.append(_answer(method, self.chat))
            case SendChatAction():
                return cast(TelegramType, True)
            case _:
                raise CapturedCallError(f"{type(method).__name__} does not become a letter")
        return cast(TelegramType, Message.model_construct())

    async def close(self) -> None:
        return None

    async def stream_content(
        self, url: str, headers: dict[str, Any] | None = None, timeout: int = 30, chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:  # fmt: skip
        raise CapturedCallError("downloads belong to bot/fetching.py")
        yield b""


def _answer(method: AnswerCallbackQuery, chat: int) -> Letter:
    return Letter(chat=chat, kind=Kind.ANSWER, query=method.callback_query_id, text=(method.text or "")[:200],
                  worth=ANSWER_WORTH)  # fmt: skip


class StandingStorage(BaseStorage):
    """aiogram's storage over the conversations of the running transaction."""

    def __init__(self) -> None:
        self.conversations: Conversations | None = None

    def _at(self, key: StorageKey) -> tuple[Conversations, Key]:
        if self.conversations is None:
            raise RuntimeError("a conversation was asked for outside a transaction")
        return self.conversations, Key(key.bot_id, key.chat_id, key.user_id, key.thread_id or 0,
                                       key.business_connection_id or "", key.destiny)  # fmt: skip

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        conversations, ours = self._at(key)
        name = state.state if isinstance(state, State) else state
        conversations.move(ours, Standing(name, conversations.at(ours).data))

    async def get_state(self, key: StorageKey) -> str | None:
        conversations, ours = self._at(key)
        return conversations.at(ours).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        conversations, ours = self._at(key)
        # As the next batch will find it: whoever keeps a date, or a number as a key, learns it here.
        kept = json.loads(json.dumps(data))
        conversations.move(ours, Standing(conversations.at(ours).state, kept))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        conversations, ours = self._at(key)
        return deepcopy(conversations.at(ours).data)  # what changes inside it must be set again

    async def close(self) -> None:
        return None
