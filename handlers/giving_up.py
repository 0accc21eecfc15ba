"""Somebody is reminded of what is not theirs any more, and says so: 不再由我负责.

    Wang   不再由我负责
    bot    N-10001-6：该由谁来办？                       🙋 请罗永康安排  🤝 转给…
    Wang   请罗永康安排
    bot    N-10001-6 已转给罗永康。                      说明一下原因
    bot    (to Luo) 🤝 N-10001-6，凤城街道西湖社区西湖花园4号楼：王慧敏转给您了。

It never lies with nobody: whoever decides about it has it at once, and it is in its history.
"""

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork.letters import handing
from fieldwork.letters import reminding as letters
from fieldwork.people import HEADS, Person
from handlers import dispatching, gathering, standing, stepping, telling, viewers
from handlers.tapping import Tap, Tapped
from storage import people


def router() -> Router:
    giving_up = Router(name="giving_up")
    giving_up.callback_query.register(gives_up, Tap("give_up"))
    giving_up.callback_query.register(gave_to_head, Tap("give_to_head"))
    return giving_up


async def gives_up(_query: CallbackQuery, tapped: Tapped) -> None:
    if stepping.allows(tapped, "hand"):
        head = who_decides(tapped)
        told = telling.matter(tapped.turn, tapped.report)
        tapped.turn.post(letters.asked_who_then(tapped.t, told, tapped.chat, head.name if head else ""))


async def gave_to_head(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, rang = tapped.turn, tapped.report, tapped.report.rung_id
    if not stepping.allows(tapped, "hand"):
        return
    head = who_decides(tapped)
    if head is None:
        tapped.says(tapped.t.staff("Nobody who decides about it can be reached now."))
    elif dispatching.hand_over(turn, report, head, tapped.person, stepping.staff_role(tapped.roles)):
        gathering.count_again(turn, report, rang)
        turn.post(handing.handed(tapped.t, telling.matter(turn, report), tapped.chat, head.name))


def who_decides(tapped: Tapped) -> Person | None:
    """Who is to say whose it is: another head of the station, else of the nearest above."""
    turn, report = tapped.turn, tapped.report
    seat = turn.desk.network.stations[report.station]
    for station in [seat, *standing.above(turn, report)]:
        for person in standing.deciders(turn, station, but=tapped.person.id):
            roles = people.roles_of(turn.session, person.id, turn.desk.day)
            if any(role.kind in HEADS for role in roles) and viewers.hears_of(turn, report, person, roles):
                return person
    return None
