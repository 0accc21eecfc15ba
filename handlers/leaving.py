"""Somebody blocks the bot, or lets it write again.

Noticed at once, because a station whose people cannot be reached is nobody's station (promise 3): what
waited for somebody who left rings the next one, and what they were handling goes to the head of the station.
"""

from aiogram import Router
from aiogram.filters import KICKED, MEMBER, ChatMemberUpdatedFilter
from aiogram.types import ChatMemberUpdated

from handlers import dispatching, telling
from handlers.turn import Turn
from storage import people, reports

CAUGHT_UP = 5  # newest own reports that are shown again to somebody who comes back


def router() -> Router:
    leaving = Router(name="leaving")
    leaving.my_chat_member.register(blocked, ChatMemberUpdatedFilter(KICKED))
    leaving.my_chat_member.register(unblocked, ChatMemberUpdatedFilter(MEMBER))
    return leaving


async def blocked(event: ChatMemberUpdated, turn: Turn) -> None:
    person = people.by_account(turn.session, event.chat.id)
    if person and people.set_blocked(turn.session, event.chat.id, turn.now):
        dispatching.hand_on(turn)


async def unblocked(event: ChatMemberUpdated, turn: Turn) -> None:
    """They can be written to again, and see at once how their own open reports stand."""
    person = people.by_account(turn.session, event.chat.id)
    people.set_blocked(turn.session, event.chat.id, None)
    for report in reports.of_reporter(turn.session, person.id, limit=CAUGHT_UP) if person else []:
        if report.is_open:
            telling.redraw_reporters(turn, telling.matter(turn, report))
