"""Who comes to a meeting of building heads signs in, and the meeting counts as an activity: 1 场, so many 人次.

    Luo    签到  (on the card of the meeting, on its day)
    bot    📋 签到 · 楼长议事会 · A-10002-4
           📝 议事会、座谈
           名单上还没有人。
           https://t.me/…?start=sign_…                     签到二维码 · 加名字 · 结束签到 · 志愿时长
    Luo    加名字
    Luo    李阿婆 赵大爷
    …      (when all items of the minutes are noted)
    bot    🏛 都记好了。来了多少人次？ …                     📋 签到的2人次 · 5 · 8 · 12 · 15 · 20 · 30

The list is that of the meeting's activity (signing_in); whoever keeps the minutes may count otherwise.
"""

import secrets

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import attending as rules
from fieldwork.activities import Activity, ActivityKind, Counts, SignIn, Unit
from fieldwork.buttons import Button
from fieldwork.councils import Council
from fieldwork.invitations import make_code
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report, ReportKind, State
from fieldwork.reviewing import UNCONFIRMED
from fieldwork.texts import Translator
from handlers import lists, recorded, stepping, telling_of_activities
from handlers.hearing import OfStation
from handlers.meetings import open_council
from handlers.tapping import Tap, out_of_use
from handlers.turn import Turn
from storage import activities, attending, councils, reports


def router() -> Router:
    counting = Router(name="counting_who_came")
    counting.callback_query.filter(OfStation())
    counting.callback_query.register(signs_in, Tap("council_sign"))
    return counting


async def signs_in(
    _query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """Begins the list, or shows it again to whoever began it."""
    council = open_council(turn, roles, button.record)
    if council is None or council.held_on > turn.desk.day:
        callback_answer.text = out_of_use(t)
        return
    serial = council.activity_serial or _begun(turn, person, roles, council, {Unit.SESSIONS: 1}).serial
    kept = attending.of_serial(turn.session, serial)
    if kept is None:
        kept = SignIn(code=make_code(secrets.choice), serial=serial, made_by=person.id, made_at=turn.now)
        attending.begin(turn.session, kept)
    if kept.made_by != person.id:
        callback_answer.text = t.staff("A colleague keeps the list.")
    lists.show(turn, kept, anew=True)


def signed(turn: Turn, council: Council) -> int:
    """How often people signed in at a meeting."""
    there = attending.there(turn.session, council.activity_serial) if council.activity_serial else []
    return int(rules.counts(there).get(Unit.PERSON_TIMES, 0))


def counted(turn: Turn, person: Person, roles: list[Role], council: Council, many: int) -> Report:
    """The meeting as an activity, confirmed: the tap was about these very numbers."""
    counts: dict[Unit, float] = {Unit.SESSIONS: 1, Unit.PERSON_TIMES: many}
    report = _kept(turn, council)
    if report is None:
        report = _begun(turn, person, roles, council, counts)
    else:
        there = attending.there(turn.session, report.serial)
        _recount(turn, report, counts | (rules.counts(there) if many == len(there) else {}))
    activity = activities.by_serial(turn.session, report.serial)
    if activity and activity.stage in UNCONFIRMED:
        telling_of_activities.confirm(turn, report, activity)
    return report


def _recount(turn: Turn, report: Report, counts: Counts) -> None:
    """Other numbers than its list has brought, unless the station has accepted those; the list is over."""
    activity = activities.by_serial(turn.session, report.serial)
    if activity is not None:
        recorded.recount(turn, report, activity, counts)
    _close_list(turn, report)


def _close_list(turn: Turn, report: Report) -> None:
    sign_in = attending.of_serial(turn.session, report.serial)
    if sign_in and sign_in.closed_at is None:
        attending.close(turn.session, sign_in, turn.now)
        lists.show(turn, sign_in)


def _kept(turn: Turn, council: Council) -> Report | None:
    return reports.by_serial(turn.session, council.activity_serial) if council.activity_serial else None


def _begun(turn: Turn, person: Person, roles: list[Role], council: Council, counts: Counts) -> Report:
    """The meeting as an activity that waits for its tap."""
    place, t = turn.desk.network.places.get(council.place), turn.desk.speak("")
    words = t.staff("🏛 Meeting of building heads, {place}", place=place.name if place else "")
    told = Report(kind=ReportKind.ACTIVITY, state=State.NOTED, reporter_id=person.id, station=council.station,
                  place=council.place, text=words, sent_at=turn.now, kept_at=turn.now)  # fmt: skip
    reports.file(turn.session, told, 0, None)
    reports.note(turn.session, Event(at=turn.now, serial=told.serial, step="noted", actor_id=person.id,
                                     role=stepping.staff_role(roles), came_from=told.state,
                                     went_to=told.state, reason=""))  # fmt: skip
    activity = Activity(serial=told.serial, kind=ActivityKind.COUNCIL, person_id=person.id, station=council.station,
                        place=council.place, held_on=council.held_on,
                        topic=t.staff("meeting of building heads"))  # fmt: skip
    activities.keep(turn.session, activity, counts)
    councils.change(turn.session, council.id, activity_serial=told.serial)
    return told
