"""Somebody who joined reads what is kept of them, and agrees.

    He     /start K7M2XQ9PRT
    bot    (after the greeting) 开始之前，请看五句话：
           ① 收什么：您的名字、您在这里写的和发的、您所在的地方，别的不收。
           ② 谁看：您那里的社工站和它的上级站。群里看不到名字、门牌和原话。
           ③ 留多久：到您离开或者要求删除为止；编号和日期留作统计。
           ④ 怎么删：写“我的资料”，点“请删除”。
           ⑤ 找谁：西湖站 · 电话 0763-000 0002                  知道了，开始
    He     知道了，开始
    bot    …
           ✓ 2026-03-02 已经看过并同意。写“我的资料”可以再看。

Saved first, asked after: whoever reports before they tapped is heard all the same, and the lines stand under
their report again. Who agreed to an earlier version is asked about a new one once.
"""

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from fieldwork.invitations import AGREEMENT
from fieldwork.letters import welcoming
from fieldwork.people import Person, Role
from fieldwork.places import Station
from fieldwork.texts import Translator
from handlers.hearing import Says
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, home_of
from storage import cards, people

AGREES = {"知道了，开始", "知道了,开始", "知道了", "知道了，開始", "Understood, let us start", "Understood"}


class NotAgreed(BaseFilter):
    """Somebody who has not agreed to the five lines as they are now."""

    async def __call__(self, _message: Message, person: Person | None) -> bool:
        return person is not None and person.agreed != AGREEMENT


def router() -> Router:
    agreeing = Router(name="agreeing")
    agreeing.callback_query.register(agreed, Tap("agree"))
    agreeing.message.register(agreed_in_words, Says(AGREES), NotAgreed())
    return agreeing


async def agreed(query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator) -> None:
    _agree(turn, person, roles, t, chat_of(query))


async def agreed_in_words(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    _agree(turn, person, roles, t, message.chat.id)


def _agree(turn: Turn, person: Person, roles: list[Role], t: Translator, chat: int) -> None:
    """Kept with its version; an old button agrees to what is said now, which is shown in its place."""
    people.agree(turn.session, person.id, AGREEMENT, turn.now)
    turn.post(welcoming.agreed(t, chat, station_of(turn, roles), turn.desk.day.isoformat()))


def ask(turn: Turn, t: Translator, person: Person, roles: list[Role], delay: float = 0.0) -> None:
    """The five lines, to somebody who has not agreed yet; a new version of them is shown once."""
    if person.agreed == AGREEMENT or person.account is None:
        return
    if not person.agreed or person.account not in cards.chats_of(turn.session, welcoming.agreement_card()):
        lines = welcoming.agreement(t, person.account, station_of(turn, roles))
        turn.post(lines.model_copy(update={"delay": delay}))


def station_of(turn: Turn, roles: list[Role]) -> Station | None:
    """The station that answers for somebody's own place."""
    for place in home_of(roles):
        for station in turn.desk.network.stations_above(place, turn.desk.day):
            return station
    return None
