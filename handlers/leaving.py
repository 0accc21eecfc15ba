"""Somebody blocks the bot, or lets it write again.

Noticed at once, because a station whose people cannot be reached is nobody's station (promise 3): what
waited for somebody who left rings the next one.
"""

from aiogram import Router
from aiogram.filters import KICKED, MEMBER, ChatMemberUpdatedFilter
from aiogram.types import ChatMemberUpdated

from handlers import dispatching
from handlers.turn import Turn
from storage import people


def router() -> Router:
    leaving = Router(name="leaving")
    leaving.my_chat_member.register(blocked, ChatMemberUpdatedFilter(KICKED))
    leaving.my_chat_member.register(unblocked, ChatMemberUpdatedFilter(MEMBER))
    return leaving


async def blocked(event: ChatMemberUpdated, turn: Turn) -> None:
    person = people.by_account(turn.session, event.chat.id)
    if person and people.set_blocked(turn.session, event.chat.id, turn.now):
        turn.desk = turn.desk.staffed(people.staffing(turn.session, turn.desk.network, turn.desk.day))
        dispatching.hand_on(turn, person)


async def unblocked(event: ChatMemberUpdated, turn: Turn) -> None:
    people.set_blocked(turn.session, event.chat.id, None)
