"""A building head asks when they meet next, and about what: 议事会.

    Li     议事会
    bot    🏛 西湖花园：下一次楼长议事会还没定。有事想商量，写“上会”和编号。
    …      (the station calls one)
    Li     议事会
    bot    🏛 西湖花园楼长议事会
           📅 3月6日周五 19:00
           📍 社区活动室
           这次议题：
           1. N-10001-6 · …

Of a meeting to come it is the agenda that is sent two days before (sending_agendas), as it stands now; where none is
called, it is said what became of what the last one decided.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from fieldwork.councils import is_settled
from fieldwork.letters import agendas as letters
from fieldwork.people import STAFF, Person, Role, RoleKind
from fieldwork.places import Place
from fieldwork.texts import Translator
from handlers import sending_agendas
from handlers.calling_a_council import CallsCouncil
from handlers.meetings import last_decisions, meeting_there, meets, who_calls
from handlers.turn import Turn


class HeadsBuilding(BaseFilter):
    """Who heads a building and does not work at a station. Hands on `estates`, where they meet."""

    async def __call__(self, _message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        if any(role.kind in STAFF for role in roles):
            return False
        headed = [meets(turn, role.place) for role in roles if role.kind is RoleKind.BUILDING_HEAD]
        estates = {place.code: place for place in headed if place}
        return {"estates": list(estates.values())} if estates else False


def router() -> Router:
    looking = Router(name="looking_at_the_agenda")
    looking.message.register(wants_agenda, CallsCouncil(), HeadsBuilding())
    return looking


async def wants_agenda(
    message: Message, turn: Turn, person: Person, t: Translator, estates: list[Place]
) -> None:
    found = [meeting_there(turn, place, who_calls(turn, place)) for place in estates]
    called = {council.id: council for council in found if council and is_settled(council, turn.now)}
    for council in called.values():
        sending_agendas.show(turn, council, person)
    if not called:
        last = last_decisions(turn, estates[0].code)
        turn.post(letters.none_called(t, message.chat.id, estates[0].name, *last, turn.desk.day))
