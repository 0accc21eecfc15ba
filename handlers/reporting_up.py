"""What has been late for long is told the district once a week: 通报. Who has it says why.

    Wang   说明超时原因
    bot    N-10001-6：为什么超时了？写一句，区里每周通报会附上。
    Wang   配件厂家停产，在找替代的
    bot    📝 N-10001-6：记下了，区里看得到。

    bot    (to Feng, on the first working day of the week at 09:00)
           📣 3月9日这一周通报 · 长时间超时的1件
           N-10001-6 · 凤城街道西湖社区 · 路灯照明 · 超时6天 · 西湖站
              原因：配件厂家停产，在找替代的                       N-10001-6

Nothing is sent where nothing is late. What stands longest is named once more below: 约谈 is people's to decide.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.letters import reporting_up as letters
from fieldwork.letters.matter import Matter
from fieldwork.letters.reporting_up import Standing
from fieldwork.marks import CALL, LATE
from fieldwork.people import Person, Role, RoleKind
from fieldwork.places import PlaceKind
from fieldwork.reminders import Manner, Reminder, ReminderState
from fieldwork.reports import Report
from fieldwork.rhythms import Rhythm, RhythmKind, first_time
from fieldwork.texts import Translator
from handlers import approving, stepping, telling, viewers, winding
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.listing import codes_of
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, voice
from storage import reminders, reports, rhythms

SAYING_WHY = "saying_why_late"  # the state of somebody who is asked that
AT, LEVEL, LONGEST = time(9), 3, 200  # o'clock; the level that is told; characters of a reason
MOST = 100  # of the oldest it is looked up how late they are
SUBJECT = "notices"  # of the reminder that keeps a week's list from being sent twice


def router() -> Router:
    reporting_up = Router(name="reporting_up")
    reporting_up.callback_query.register(wants_to_say_why, Tap("why_late"))
    reporting_up.message.register(said_why, Holds("text"), Listening(SAYING_WHY, here=True))
    return reporting_up


# -- why --------------------------------------------------------------------------------------------


async def wants_to_say_why(_query: CallbackQuery, tapped: Tapped) -> None:
    if approving.allowed(tapped, "why_late"):
        tapped.turn.post(letters.asked_why(tapped.t, telling.matter(tapped.turn, tapped.report), tapped.chat))
        await listen(tapped.turn, tapped.state, SAYING_WHY, tapped.report)


async def said_why(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    words = " ".join((message.text or "").split())[:LONGEST]
    verdict = stepping.take(turn, report, "why_late", person, roles, reason=words)
    if verdict:
        turn.post(letters.noted(t, telling.matter(turn, report), message.chat.id))
    else:
        await message.answer(stepping.why_not(turn, t, report, person, verdict.hindrance))


# -- the week's list --------------------------------------------------------------------------------


def due(turn: Turn) -> list[int]:
    """The coordinators to whom this week's list has not come yet, from its hour on."""
    coordinators = _coordinators(turn)
    kept = rhythms.of_kind(turn.session, RhythmKind.NOTICES) if coordinators else {}
    waiting = []
    for person, code in coordinators.items():
        rhythm = kept.get(person)
        at = moment(turn, code, rhythm)
        on = rhythm is None or (
            rhythm.is_on and (rhythm.asked_at is None or at is None or rhythm.asked_at < at)
        )
        if on and at is not None and at <= turn.now:
            waiting.append(person)
    return waiting


def _coordinators(turn: Turn) -> dict[int, str]:
    """Who coordinates and can be told today, by the station they do it at."""
    staffing, stations = turn.desk.staffing, turn.desk.network.stations.values()
    return {
        role.person_id: station.code
        for station in stations
        for role in staffing.roles_of(station)
        if role.kind is RoleKind.COORDINATOR and staffing.is_here(role.person_id)
    }


def moment(turn: Turn, code: str, rhythm: Rhythm | None) -> datetime | None:
    """When this week's list is due to somebody at a station: on its first working day, at the time that they
    like; None where none is worked."""
    calendar = turn.desk.calendars.of(code)
    monday = turn.desk.day - timedelta(days=turn.desk.day.weekday())
    days = [monday + timedelta(days=ahead) for ahead in range(7)]
    first = next((day for day in days if calendar.is_working_day(day)), None)
    return calendar.at(first, first_time(rhythm, AT)) if first else None


def look_after(turn: Turn, person_id: int) -> bool:
    """This week's list to one person, once; nothing where nothing is late."""
    person, code = turn.desk.staffing.people.get(person_id), _coordinators(turn).get(person_id)
    rhythm = rhythms.of(turn.session, person_id, RhythmKind.NOTICES)
    at = moment(turn, code, rhythm) if code else None
    if person is None or at is None or not _is_first(turn, person_id, at):
        return False
    rhythms.keep(turn.session, rhythm.model_copy(update={"asked_at": turn.now}))
    found = _late(turn, person, turn.desk.staffing.roles_held(person_id))
    if found and person.account:
        late = sorted((_standing(turn, report) for report in found[:MOST]), key=lambda one: -one.days)
        week = turn.desk.day - timedelta(days=turn.desk.day.weekday())
        turn.post_by_day(letters.weekly(voice(turn, person), person.account, late, len(found), week))
    return True


def _is_first(turn: Turn, person_id: int, at: datetime) -> bool:
    """Whether nobody else sends this week's list to them in the same moment."""
    mine = Reminder(subject=SUBJECT, step=f"week.{at:%Y%m%d}", person_id=person_id, manner=Manner.SINGLY, due_at=at,
                    send_at=turn.now, state=ReminderState.SAID, settled_at=turn.now)  # fmt: skip
    return bool(reminders.add(turn.session, [mine]))


def _late(turn: Turn, person: Person, roles: list[Role]) -> Sequence[Report]:
    """What stands at the third level below somebody and they may know of, the oldest first."""
    found = reports.late(turn.session, codes_of(turn, roles), LEVEL)
    return [report for report in found if viewers.knows_of(turn, report, person, roles)]


def _standing(turn: Turn, report: Report) -> Standing:
    sheet = winding.sheet(turn, report)
    own = [one for one in sheet.table if one.at <= turn.now and not one.leg.startswith("reporter")]
    late = [one.at for one in own if one.mark == LATE or one.mark.startswith(CALL)]
    days = (turn.now - min(late, default=turn.now)).days
    why = next((event.reason for event in reversed(sheet.events) if event.step == "why_late"), "")
    return Standing(_as_listed(turn, report), days, why, any(one.mark == "list" for one in own))


def _as_listed(turn: Turn, report: Report) -> Matter:
    """With its place down to the community."""
    told, network = telling.matter(turn, report, additions=False), turn.desk.network
    place = network.at(report.place, PlaceKind.COMMUNITY) if report.place else None
    return told.model_copy(update={"place": network.path(place.code)}) if place else told
