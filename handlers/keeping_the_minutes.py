"""On the day of a meeting or after it, the station notes what was decided: 会议记录.

    Luo    会议记录
    bot    🏛 第1件，共1件
           N-10001-6 · 西湖花园4号楼 · 社区治理 · 下水化粪池
           商量的结果是什么？写下来，或者点一个。            不办 · 继续观察 · 没议到，下次再议
    Luo    请物业一周内清掏
    bot    N-10001-6：谁来办？                         王慧敏 · 张立文 · 何建业（合作单位） · …
    Luo    王慧敏
    bot    N-10001-6：哪天前办好？点一个，或者写日期。    3月11日 · 3月13日 · 3月20日 · 4月3日
    Luo    3月13日
    bot    (to Wang) [the card of N-10002-4, which came of it]
    bot    (to Chen) 🏛 N-10001-6：西湖花园的楼长们开会商量过了：请物业一周内清掏
           王慧敏来跟进，3月13日前。
    bot    🏛 都记好了。来了多少人次？点一个，或者写数字。   5 · 8 · 12 · 15 · 20 · 30
    Luo    12
    bot    🏛 3月6日，西湖花园：会议记录已存。A-10003-2：1 场 · 12 人次
           1. N-10001-6 · 西湖花园4号楼 · 社区治理 · 下水化粪池
              请物业一周内清掏 → N-10002-4

A decision with an owner is a report of its own, linked to the first, with its day as limit. 不办 and 继续观察 are
kept as decisions. The meeting itself is an activity.
"""

import json
from datetime import date
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import helping
from fieldwork.activities import Activity, ActivityKind, Unit
from fieldwork.buttons import Button
from fieldwork.councils import NOT_DONE, RULE, WATCH, AgendaItem, Council
from fieldwork.days import packed_day, read_day
from fieldwork.helping import Help, HelpKind
from fieldwork.letters import councils as letters
from fieldwork.letters.matter import Matter
from fieldwork.letters.reporter import is_spoken_of
from fieldwork.people import Person, Role
from fieldwork.reports import LOOK_SOON, Event, Report, ReportKind, State, Urgency
from fieldwork.routing import BUILT_IN_VERSION, Chosen, Routing
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import (
    asking_partners,
    grading,
    lending,
    reporting,
    showing_helpers,
    stepping,
    telling,
    telling_of_activities,
)
from handlers.asking_for_help import is_too_personal
from handlers.calling_a_council import council_of, meeting, no_day, out_of_use
from handlers.hearing import OfStation
from handlers.listening import Asked
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, voice
from storage import activities, councils, helps, reports

DECIDING, SAYING_UNTIL, SAYING_HOW_MANY = "council_deciding", "council_until", "council_came"  # states
AHEAD = (3, 5, 10, 20)  # working days that are offered
MOST = 5_000  # people at a meeting
LATER = "later"


class Minutes(NamedTuple):
    """Somebody who keeps the minutes: as a tap and a message both know it."""

    turn: Turn
    t: Translator
    person: Person
    roles: list[Role]
    chat: int
    state: FSMContext


def router() -> Router:
    minutes = Router(name="keeping_the_minutes")
    minutes.message.filter(OfStation())
    minutes.callback_query.filter(OfStation())
    minutes.callback_query.register(opens_minutes, Tap("council_minutes"))
    minutes.callback_query.register(tapped_decision, Tap("cdecide"))
    minutes.callback_query.register(chose_owner, Tap("cowner"))
    minutes.callback_query.register(chose_day, Tap("cuntil"))
    minutes.callback_query.register(chose_how_many, Tap("ccame"))
    minutes.message.register(wrote_decision, Asked(DECIDING))
    minutes.message.register(wrote_day, Asked(SAYING_UNTIL))
    minutes.message.register(wrote_how_many, Asked(SAYING_HOW_MANY))
    return minutes


# -- item by item -----------------------------------------------------------------------------------


async def opens_minutes(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    council = council_of(turn, roles, button.record)
    if council is None or council.ended_at or council.held_on > turn.desk.day:
        callback_answer.text = out_of_use(t)
    else:
        await _go_on(Minutes(turn, t, person, roles, chat_of(query), state), council)


async def _go_on(minutes: Minutes, council: Council) -> None:
    """Asks about the next item; after the last, how many came."""
    turn, told = minutes.turn, meeting(minutes.turn, council)
    left = [each for each in told.items if not each.decision]
    asked_at = {"council": council.id, "asked_at": turn.now.isoformat()}
    if left:
        number = len(told.items) - len(left) + 1
        turn.post(letters.asked_decision(minutes.t, minutes.chat, left[0], number, len(told.items)))
        await minutes.state.set_state(DECIDING)
        await minutes.state.set_data({**asked_at, "item": left[0].id})
    else:
        turn.post(letters.asked_how_many(minutes.t, minutes.chat, told))
        await minutes.state.set_state(SAYING_HOW_MANY)
        await minutes.state.set_data(asked_at)


def _open_item(minutes: Minutes, id_: int) -> tuple[AgendaItem, Council, Report] | None:
    """An item that is still to be decided, at a meeting of this person's stations that is not over."""
    item = councils.item(minutes.turn.session, id_)
    council = council_of(minutes.turn, minutes.roles, item.council_id or 0) if item else None
    report = reports.by_serial(minutes.turn.session, item.serial) if item else None
    if item is None or council is None or report is None or council.ended_at:
        return None
    return None if item.decision or item.withdrawn_at else (item, council, report)


async def tapped_decision(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    minutes = Minutes(turn, t, person, roles, chat_of(query), state)
    found = _open_item(minutes, button.record)
    if found is None or button.choice not in (NOT_DONE, WATCH, LATER):
        callback_answer.text = out_of_use(t)
        return
    item, council, report = found
    if button.choice == LATER:
        councils.change_item(turn.session, item.id, council_id=None)
    elif councils.change_item(turn.session, item.id, decision=button.choice):
        _note_decided(minutes, report, button.choice, None)
        _tell_reporter(minutes, report, council, button.choice, "", None)
    await _go_on(minutes, council)


async def wrote_decision(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    kept: dict[str, Any],
) -> None:  # fmt: skip
    minutes = Minutes(turn, t, person, roles, message.chat.id, state)
    found, words = _open_item(minutes, kept["item"]), " ".join((message.text or "").split())
    if found is None:
        await state.clear()
        await message.answer(out_of_use(t))
        return
    _item, council, report = found
    told = next(each for each in meeting(turn, council).items if each.id == kept["item"])
    staff, partners = _owners(minutes, council, report)
    turn.post(letters.asked_owner(t, minutes.chat, told, staff, partners))
    await state.set_data({**kept, "words": words, "asked_at": turn.now.isoformat()})


def _owners(minutes: Minutes, council: Council, report: Report) -> tuple[list[Person], list[Person]]:
    """Who may do it: the people of the station, and the partners of the place."""
    turn = minutes.turn
    staff = turn.desk.staffing.reachable(turn.desk.network.stations[council.station])
    may = helping.may_be_asked(HelpKind.PARTNER, report)
    return staff or [minutes.person], asking_partners.partners(turn, report) if may else []


async def chose_owner(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    minutes, kept = Minutes(turn, t, person, roles, chat_of(query), state), await state.get_data()
    found = _open_item(minutes, button.record)
    if found is None or kept.get("item") != button.record or not kept.get("words"):
        callback_answer.text = out_of_use(t)
        return
    item, council, report = found
    if _owner(minutes, council, report, button.choice) is None:
        callback_answer.text = t.staff("This colleague cannot be reached today.")
        return
    told = next(each for each in meeting(turn, council).items if each.id == item.id)
    calendar = turn.desk.calendars.of(council.station)
    days = [calendar.working_day_after(turn.desk.day, many) for many in AHEAD]
    turn.post(letters.asked_until(t, minutes.chat, told, days))
    await state.set_state(SAYING_UNTIL)
    await state.set_data({**kept, "owner": button.choice, "asked_at": turn.now.isoformat()})


def _owner(minutes: Minutes, council: Council, report: Report, named: str) -> Person | None:
    staff, partners = _owners(minutes, council, report)
    return next((one for one in (*staff, *partners) if str(one.id) == named), None)


async def chose_day(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    kept = await state.get_data()
    day = packed_day(button.choice) if kept.get("item") == button.record and "owner" in kept else None
    if day is None:
        callback_answer.text = out_of_use(t)
    else:
        said = await _decide(Minutes(turn, t, person, roles, chat_of(query), state), kept, day)
        callback_answer.text = said or None


async def wrote_day(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    kept: dict[str, Any],
) -> None:  # fmt: skip
    day = read_day(fold(message.text or ""), turn.desk.day)
    minutes = Minutes(turn, t, person, roles, message.chat.id, state)
    said = await _decide(minutes, kept, day) if day else no_day(t)
    if said:
        await message.answer(said)


async def _decide(minutes: Minutes, kept: dict[str, Any], day: date) -> str:
    """Keeps the decision as a report with owner and day; gives why that cannot be, empty where it was."""
    turn, t, found = minutes.turn, minutes.t, _open_item(minutes, kept["item"])
    owner = _owner(minutes, found[1], found[2], kept["owner"]) if found else None
    if found is None or owner is None:
        return out_of_use(t)
    if day < turn.desk.day:
        return no_day(t)
    item, council, first = found
    if not councils.change_item(turn.session, item.id, decision=kept["words"]):
        return out_of_use(t)
    made = _report_of(minutes, council, first, kept["words"], owner, day)
    councils.link(turn.session, item.id, made.serial)
    _note_decided(minutes, first, kept["words"], made)
    _tell_reporter(minutes, first, council, kept["words"], owner.name, day)
    await _go_on(minutes, council)
    return ""


# -- what comes of it -------------------------------------------------------------------------------


def _report_of(
    minutes: Minutes, council: Council, first: Report, words: str, owner: Person, day: date
) -> Report:
    """The decision as a report at the meeting's station: a colleague's, or asked of a partner."""
    turn, person = minutes.turn, minutes.person
    partner = owner.id not in {one.id for one in _owners(minutes, council, first)[0]}
    rung = person if partner else owner
    report = Report(
        state=State.DISPATCHED, reporter_id=person.id, text=words, category=first.category, place=first.place,
        urgency=Urgency.T2,  # the meeting has said how fast
        station=council.station, rung_id=rung.id, due_on=day, rule=RULE,
        rule_version=BUILT_IN_VERSION, ruleset=turn.desk.ruleset, must_keep=True, next_due=LOOK_SOON,
        sent_at=turn.now, kept_at=turn.now,
    )  # fmt: skip
    report.privacy = grading.first_grade(turn, report)
    reports.file(turn.session, report, 0, None)
    chosen = Routing(first=Chosen(rule=RULE, version=BUILT_IN_VERSION, station=council.station))
    reporting.note_new(turn, report, chosen)
    set_ = {"until": day.isoformat(), "person": owner.id, "lead": first.number}
    _note(minutes, report, "council_set", json.dumps(set_))
    told = telling.matter(turn, report, additions=False)
    telling.ring(turn, told, rung, new=True)
    if partner:
        _ask_partner(minutes, report, told, owner, words)
    return report


def _ask_partner(minutes: Minutes, report: Report, told: Matter, owner: Person, words: str) -> None:
    """A partner is asked as always: without a word that names somebody."""
    turn, person = minutes.turn, minutes.person
    line = words if not is_too_personal(turn, report, words) else report.number
    help_ = helps.ask(turn.session, Help(serial=report.serial, kind=HelpKind.PARTNER, asked_by=person.id,
                                         asked_at=turn.now, person_id=owner.id, words=line))  # fmt: skip
    showing_helpers.note(turn, help_, "assist", person.id, stepping.staff_role(minutes.roles), line)
    showing_helpers.show(turn, lending.redraw(turn, report), help_, owner)


def _note_decided(minutes: Minutes, first: Report, words: str, made: Report | None) -> None:
    said = letters.decision_named(minutes.turn.desk.speak(""), words)
    _note(minutes, first, "council_decided", f"{said} → {made.number}" if made else said)


def _note(minutes: Minutes, report: Report, step: str, reason: str) -> None:
    role = stepping.staff_role(minutes.roles)
    reports.note(minutes.turn.session, Event(at=minutes.turn.now, serial=report.serial, step=step, role=role,
                                             actor_id=minutes.person.id, came_from=report.state,
                                             went_to=report.state, reason=reason))  # fmt: skip


def _tell_reporter(
    minutes: Minutes, first: Report, council: Council, decision: str, worker: str, day: date | None
) -> None:
    """Once, plainly, whoever reported it; nobody is told what they noted themselves."""
    turn, reporter = minutes.turn, telling.reporter_of(minutes.turn, first)
    if reporter is None or reporter.account is None or reporter.id == minutes.person.id:
        return
    if not is_spoken_of(first):
        return  # P4: nothing of it stands in a chat
    place = turn.desk.network.places.get(council.place)
    name = place.name if place else ""
    turn.post_by_day(
        letters.told_reporter(
            voice(turn, reporter), reporter.account, first.number, name, decision, worker, day
        )
    )


# -- how many came ----------------------------------------------------------------------------------


async def chose_how_many(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    council, many = council_of(turn, roles, button.record), button.choice
    if council is None or council.ended_at or not _is_many(many):
        callback_answer.text = out_of_use(t)
    else:
        await _end(Minutes(turn, t, person, roles, chat_of(query), state), council, int(many))


async def wrote_how_many(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    kept: dict[str, Any],
) -> None:  # fmt: skip
    council, written = (
        council_of(turn, roles, kept["council"]),
        fold(message.text or "").strip().removesuffix("人次"),
    )
    if council is None or council.ended_at:
        await state.clear()
        await message.answer(out_of_use(t))
    elif not _is_many(written):
        await message.answer(t.staff("Please write how many came, as a number."))
    else:
        await _end(Minutes(turn, t, person, roles, message.chat.id, state), council, int(written))


def _is_many(written: str) -> bool:
    return written.isdecimal() and len(written) < 5 and 0 < int(written) <= MOST


async def _end(minutes: Minutes, council: Council, many: int) -> None:
    """The minutes are closed, and the meeting is kept as an activity."""
    turn = minutes.turn
    await minutes.state.clear()
    if not councils.change(turn.session, council.id, ended_at=turn.now):
        turn.post(letters.asked_how_many(minutes.t, minutes.chat, meeting(turn, council)))
        return
    councils.release(turn.session, council.id)
    activity = _activity(minutes, council, many)
    over = meeting(turn, council)._replace(over=True)
    turn.post(letters.over(minutes.t, minutes.chat, over, activity.number, many))


def _activity(minutes: Minutes, council: Council, many: int) -> Report:
    turn, person = minutes.turn, minutes.person
    place = turn.desk.network.places.get(council.place)
    words = turn.desk.speak("").staff(
        "🏛 Meeting of building heads, {place}", place=place.name if place else ""
    )
    told = Report(kind=ReportKind.ACTIVITY, state=State.NOTED, reporter_id=person.id, station=council.station,
                  place=council.place, text=words, sent_at=turn.now, kept_at=turn.now)  # fmt: skip
    reports.file(turn.session, told, 0, None)
    _note(minutes, told, "noted", "")
    activity = Activity(serial=told.serial, kind=ActivityKind.COUNCIL, person_id=person.id, station=council.station,
                        place=council.place, held_on=council.held_on)  # fmt: skip
    activities.keep(turn.session, activity, {Unit.SESSIONS: 1, Unit.PERSON_TIMES: many})
    telling_of_activities.confirm(turn, told, activity)  # the tap was about these very numbers
    return told
