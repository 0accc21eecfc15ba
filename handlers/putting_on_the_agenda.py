"""An open matter goes on the agenda of the building heads: 上会.

    Wang   更多
    Wang   🏛 上会
    bot    🏛 N-10001-6 等西湖花园下一次楼长议事会。
    Luo    上会
    bot    🏛 要把哪一件提上楼长议事会？                N-10002-4 · 社区治理 · 下水化粪池
    Luo    N-10002-4
    bot    🏛 N-10002-4 等西湖花园下一次楼长议事会。
    bot    (to Chen, who reported it) 🏛 N-10002-4：西湖花园的楼长们下次开会会商量这件事，定了时间告诉您。

What is open for long, or was reported by several, is offered to who works at the station; a building head is
offered what they reported themselves. What is somebody's own matter goes on no agenda.
"""

from datetime import timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import numbers
from fieldwork.buttons import Button
from fieldwork.councils import AgendaItem
from fieldwork.letters import Letter
from fieldwork.letters import agendas as letters
from fieldwork.people import STAFF, Person, Role, RoleKind
from fieldwork.reports import Report, ReportKind
from fieldwork.texts import Translator
from handlers import listing, sending_agendas, standing, stepping
from handlers.meetings import meeting_there, meets, shown, who_calls
from handlers.tapping import Tap, Tapped, chat_of, out_of_use
from handlers.turn import Turn
from storage import activities, councils, reports

AGENDA = {"/agenda", "上会", "上會", "Agenda"}
OPENINGS = ("上会 ", "上會 ")
PUT = "to_council"  # the step of life


class PutsOnAgenda(BaseFilter):
    """上会, alone or with a number behind it, from who works at a station or heads a building. Hands on `named`."""

    async def __call__(self, message: Message, roles: list[Role]) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        if not has_a_say(roles):
            return False
        if text in AGENDA:
            return {"named": ""}
        opening = next((each for each in OPENINGS if text.startswith(each.strip())), "")
        named = text[len(opening.strip()) :].strip()
        apart = opening and text.startswith(opening)
        return {"named": named} if apart or (opening and numbers.looks_like_one(named)) else False


def has_a_say(roles: list[Role]) -> bool:
    """Who works at a station, or heads a building."""
    return any(role.kind in STAFF or role.kind is RoleKind.BUILDING_HEAD for role in roles)


def router() -> Router:
    putting = Router(name="putting_on_the_agenda")
    putting.message.register(wants_to_put, PutsOnAgenda())
    putting.callback_query.register(chose, Tap("agenda_put"))
    of_a_card = Router(name="putting on the agenda, from a card")
    of_a_card.callback_query.register(tapped_on_a_card, Tap(PUT))
    putting.include_router(of_a_card)
    return putting


async def wants_to_put(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, named: str
) -> None:
    report = reports.by_serial(turn.session, numbers.read(named) or 0) if named else None
    if report is not None:
        turn.post(_put(turn, t, report, person, roles, message.chat.id))
    else:
        found = _candidates(turn, person, roles)
        example = "" if found else _example(turn, roles)
        turn.post(letters.offered(t, message.chat.id, [shown(turn, one) for one in found], example))


def _example(turn: Turn, roles: list[Role]) -> str:
    """The number of something open that could go there; empty where nothing could."""
    if not any(role.kind in STAFF for role in roles):
        return ""
    could = councils.candidates(turn.session, listing.codes_of(turn, roles), turn.now, 1)
    return could[0].number if could else ""


def _candidates(turn: Turn, person: Person, roles: list[Role]) -> list[Report]:
    """What could go on an agenda: of the stations somebody works at, or what they reported themselves."""
    if any(role.kind in STAFF for role in roles):
        before = turn.now - timedelta(days=turn.desk.rules.limits.council_days)
        return councils.candidates(turn.session, listing.codes_of(turn, roles), before, letters.FEW)
    own = reports.open_of(turn.session, person.id)
    return [one for one in own if standing.may(turn, PUT, one, person, roles)
            and councils.of_report(turn.session, one.serial) is None]  # fmt: skip


async def chose(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    report = reports.by_serial(turn.session, button.record)
    if person is None or report is None or not has_a_say(roles):
        callback_answer.text = out_of_use(t)
    else:
        turn.post(_put(turn, t, report, person, roles, chat_of(query)))


async def tapped_on_a_card(_query: CallbackQuery, tapped: Tapped) -> None:
    if stepping.allows(tapped, PUT):
        turn = tapped.turn
        turn.post(_put(turn, tapped.t, tapped.report, tapped.person, tapped.roles, tapped.chat))


def _put(turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], chat: int) -> Letter:
    """Puts it there, once; or says why not."""
    place, known = meets(turn, report.place or ""), councils.of_report(turn.session, report.serial)
    if not _may_put(turn, report, person, roles):
        return Letter(chat=chat, text=t.both("This report is not yours."))
    if report.kind is ReportKind.ACTIVITY:
        activity = activities.by_serial(turn.session, report.serial)
        return letters.is_an_activity(t, chat, report.number, activity.stage if activity else None)
    if place is None:
        return Letter(
            chat=chat, text=t.both("It lies at no estate and in no community: there is no meeting for it.")
        )
    if known is not None:
        called = councils.council(turn.session, known.council_id or 0)
    else:
        verdict = stepping.take(turn, report, PUT, person, roles)
        if not verdict:
            return Letter(chat=chat, text=stepping.why_not(turn, t, report, person, verdict.hindrance))
        station = who_calls(turn, place) or report.station
        called = meeting_there(turn, place, station)
        item = councils.put(turn.session, AgendaItem(
            serial=report.serial, place=place.code, station=station, put_by=person.id, put_at=turn.now,
            council_id=called.id if called else None,
        ))  # fmt: skip
        sending_agendas.tell_put(turn, report, person, place, called)
        if called is not None:
            sending_agendas.redraw(turn, [item])
    at = turn.desk.network.places.get(called.place, place) if called else place
    return letters.put(t, chat, report.number, at.name, called.held_on if called else None)


def _may_put(turn: Turn, report: Report, person: Person, roles: list[Role]) -> bool:
    """Whether somebody may know of it at all: their own, or their station's."""
    return bool(standing.acting(turn, report, person, roles))
