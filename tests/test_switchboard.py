"""Of a tap those alone are asked who may know its action, in their order; of words all who listen to words."""

import handlers.first_use  # isort: skip  # noqa: F401  before aiogram: it spares the start seconds

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, User

from fieldwork.buttons import Button
from handlers import routers
from handlers.hearing import Says
from handlers.switchboard import Switchboard
from handlers.tapping import Tap

SOMEBODY = User(id=1, is_bot=False, first_name="Liu")
Asked = list[str]


def _tap(data: str) -> CallbackQuery:
    return CallbackQuery(id="1", from_user=SOMEBODY, chat_instance="1", data=data)


def _words(text: str) -> Message:
    chat = Chat(id=1, type="private")
    return Message(
        message_id=1, date=datetime(2026, 3, 2, tzinfo=UTC), chat=chat, from_user=SOMEBODY, text=text
    )


def _conversation(name: str, asked: Asked, *filters: Any, passes: bool = False) -> Router:
    """Answers with its name, or passes on what it has heard; notes that it was asked at all."""
    router = Router(name=name)

    async def looks(_event: TelegramObject) -> bool:
        asked.append(name)
        return True

    async def answers(_event: TelegramObject) -> str:
        if passes:
            raise SkipHandler
        return name

    for heard in (router.callback_query, router.message):
        heard.filter(looks)
        heard.register(answers, *filters)
    return router


async def _hears(switchboard: Switchboard, event: CallbackQuery | Message) -> Any:
    kind = "callback_query" if isinstance(event, CallbackQuery) else "message"
    return await switchboard.propagate_event(kind, event)


@pytest.fixture
def asked() -> Asked:
    return []


@pytest.fixture
def switchboard(asked: Asked) -> Switchboard:
    inside = Router(name="house")
    inside.include_router(_conversation("room", asked, Tap("sign", "done")))
    passing = _conversation("first", asked, Tap("done"), passes=True)
    others = _conversation("other", asked, Tap("more")), _conversation("any", asked)
    return Switchboard([passing, inside, *others])


async def test_a_tap_is_for_those_who_know_its_action(switchboard: Switchboard, asked: Asked) -> None:
    assert await _hears(switchboard, _tap(Button(action="sign", record=1).packed())) == "room"
    assert asked == ["room"]


async def test_who_passes_it_on_lets_the_next_one_hear_it(switchboard: Switchboard, asked: Asked) -> None:
    assert await _hears(switchboard, _tap(Button(action="done").packed())) == "room"
    assert asked == ["first", "room"]


@pytest.mark.parametrize("data", ["", "nothing", "unheard_of:0:0:", "a:b:c:d:e"])
async def test_what_nobody_names_comes_to_whoever_hears_anything(
    switchboard: Switchboard, asked: Asked, data: str
) -> None:
    assert await _hears(switchboard, _tap(data)) == "any"
    assert asked == ["any"]


async def test_words_are_for_all_in_their_order() -> None:
    asked: Asked = []
    board = Switchboard([_conversation("help", asked, Says({"帮助"})), _conversation("any", asked)])
    assert await _hears(board, _words("帮助")) == "help"
    assert await _hears(board, _words("漏水")) == "any"
    assert asked == ["help", "help", "any"]


async def test_where_nobody_listens_nothing_is_heard(asked: Asked) -> None:
    board = Switchboard([_conversation("room", asked, Tap("sign"))])
    assert await _hears(board, _tap("more:0:0:")) is UNHANDLED
    assert asked == []


@pytest.mark.parametrize("action", ["sign", "done", "more", "own", "not_an_action"])
def test_of_the_real_conversations_none_is_left_out(action: str) -> None:
    """Compared with asking each of them whether its filters would let that action through."""
    conversations = routers()
    button = _tap(Button(action=action).packed())
    wanted = [router for router in conversations if _would_hear(router, action)]
    assert Switchboard(conversations).who_may_be_meant("callback_query", button) == wanted
    assert wanted[-1] is conversations[-1], "the last one answers everybody"


def _would_hear(router: Router, action: str) -> bool:
    others = any(_would_hear(inner, action) for inner in router.sub_routers)
    taps = [
        [each.callback.actions for each in handler.filters or () if isinstance(each.callback, Tap)]
        for handler in router.callback_query.handlers
    ]
    return others or any(all(action in actions for actions in named) for named in taps)
