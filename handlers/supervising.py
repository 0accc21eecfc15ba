"""Somebody one level up sees to a report that is late: 督办.

    Luo    我来督办
    bot    N-10001-6：要求哪天前办好？点一个，或者写日期，最晚3月13日。   下个工作日 · 3月4日   3个工作日 · 3月6日
    Luo    3个工作日
    bot    👁 N-10001-6：由您督办，3月6日前办好。到期我再告诉您。
    bot    (to Wang) 👁 N-10001-6，凤城街道…：罗永康督办，3月6日前办好。

From then on that day is the limit of the work, for the station and for its reporter; who sees to it hears when
it is over. It stays with who has it.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import ladder
from fieldwork.days import packed_day
from fieldwork.letters import asking_for_time as days
from fieldwork.letters import supervising as letters
from fieldwork.life import Verdict
from fieldwork.people import Person, Role
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import approving, stepping, telling, viewers
from handlers.asking_for_time import SaysDay
from handlers.listening import listen
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, voice

SAYING_UNTIL = "supervising"  # the state of somebody who is asked until when
AHEAD = (1, 3, 5)  # working days that are offered


def router() -> Router:
    supervising = Router(name="supervising")
    supervising.callback_query.register(sees_to_it, Tap("supervise"))
    supervising.callback_query.register(chose_day, Tap("supervise_by"))
    supervising.message.register(wrote_day, SaysDay(SAYING_UNTIL))
    return supervising


async def sees_to_it(_query: CallbackQuery, tapped: Tapped) -> None:
    if not approving.allowed(tapped, "supervise"):
        return
    turn, told = tapped.turn, telling.matter(tapped.turn, tapped.report)
    asked = letters.asked_until(tapped.t, told, tapped.chat, _offered(turn, tapped.report), _last(turn))
    turn.post(asked.model_copy(update={"anew": True}))
    await listen(turn, tapped.state, SAYING_UNTIL, tapped.report)


def _offered(turn: Turn, report: Report) -> Sequence[tuple[int, date]]:
    calendar = turn.desk.calendars.of(report.station)
    ahead = [(many, calendar.working_day_after(turn.desk.day, many)) for many in AHEAD]
    return [(many, day) for many, day in ahead if day <= _last(turn)]


def _last(turn: Turn) -> date:
    return turn.desk.day + timedelta(days=turn.desk.rules.limits.extension_days)


async def chose_day(_query: CallbackQuery, tapped: Tapped) -> None:
    until = packed_day(tapped.button.choice)
    if until is None:
        tapped.out_of_use()
    elif approving.allowed_now(tapped, "supervise"):
        said = _supervise(
            tapped.turn, tapped.t, tapped.report, tapped.person, tapped.roles, tapped.chat, until
        )
        tapped.says(said)
        await tapped.state.clear()


async def wrote_day(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report, until: date | None,
) -> None:  # fmt: skip
    said = _supervise(turn, t, report, person, roles, message.chat.id, until)
    if said:
        await message.answer(said)
    else:
        await state.clear()


def _supervise(
    turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], chat: int, until: date | None
) -> str:  # fmt: skip
    """Takes the step; gives why it cannot be taken, empty where it was."""
    if until is None or not turn.desk.day < until <= _last(turn):
        return days.too_late(t, _last(turn))
    verdict = _taken(turn, report, person, roles, until)
    if not verdict:
        return stepping.why_not(turn, t, report, person, verdict.hindrance)
    told = telling.matter(turn, report)
    turn.post(letters.supervised(t, told, chat, until))
    for one in _station(turn, report, person):
        turn.post_by_day(letters.told_station(voice(turn, one), told, one.account or 0, person.name, until))
    return ""


def _taken(turn: Turn, report: Report, person: Person, roles: list[Role], until: date) -> Verdict:
    return stepping.take(turn, report, "supervise", person, roles, reason=json.dumps({"until": until.isoformat()}),
                         supervisor_id=person.id, supervise_until=until)  # fmt: skip


def _station(turn: Turn, report: Report, but: Person) -> list[Person]:
    """Who has it and who answers for them, as far as they may know of it."""
    staffing = turn.desk.staffing
    found = [one.person for one in ladder.answering(staffing, report)]
    return [
        one
        for one in found
        if one.id != but.id and viewers.hears_of(turn, report, one, staffing.roles_held(one.id))
    ]
