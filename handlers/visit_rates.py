"""How many were visited in their interval, and who is behind (探访率).

    Luo    📊 本月
    bot    📊 2026年3月的探访，西湖站
           探访率 1 / 3（33%）
           不计：暂停 1 户，结束 1 户
           电话联系上 1 次，不算探访。
           落后：王慧敏 2 户：K-10001-6、K-10004-0

Last month's comes to the station head by itself, on the first working day of the month (Rhythm RATES). The
denominator is honest: who was paused, or has ended, is left out, and counted beside it.
"""

from datetime import date, datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork import visits_due
from fieldwork.care import CarePlan
from fieldwork.letters import Letter
from fieldwork.letters import arranging_visits as letters
from fieldwork.people import HEADS, Person, Role
from fieldwork.rhythms import Rhythm, RhythmKind, first_time
from fieldwork.texts import Translator
from fieldwork.visits_due import Rate
from handlers import listing
from handlers.caring import OnStaff
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, voice
from storage import care, people, rhythms
from storage import visit_rates as rates
from storage.visit_rates import Span

NAMED = 3  # stations that are named in the first line


def router() -> Router:
    rates = Router(name="visit_rates")
    rates.callback_query.filter(OnStaff())
    rates.callback_query.register(wants_month, Tap("visits_month"))
    return rates


async def wants_month(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    """This month, until today."""
    turn.post(_month(turn, t, chat_of(query), roles, turn.desk.day.replace(day=1), turn.desk.day))


def _month(turn: Turn, t: Translator, chat: int, roles: list[Role], first: date, last: date) -> Letter:
    codes = listing.codes_of(turn, roles)
    planned = set(care.stations(turn.session))
    names = [turn.desk.network.stations[code].name for code in codes if code in planned] \
        or [turn.desk.network.stations[code].name for code in codes]  # fmt: skip
    shown = "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
    found = rate_of(turn, codes, first, last)
    told = letters.Figures(first, found, _behind(turn, found))
    return letters.month(t, chat, shown, told)


def rate_of(turn: Turn, codes: list[str], first: date, last: date) -> Rate:
    """The rate of some stations, from a day to a day."""
    span = Span(first, last, turn.now.astimezone(turn.desk.zone))
    return rates.rate_of(turn.session, turn.desk.network, turn.desk.rules, span, codes)


def _behind(turn: Turn, found: Rate) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """Who is behind with how many, the most first."""
    by: dict[int, list[CarePlan]] = {}
    for plan in found.behind:
        by.setdefault(plan.responsible_id, []).append(plan)
    named = people.by_ids(turn.session, list(by))
    lines = [(named[who].name if who in named else "", len(plans), tuple(plan.code for plan in plans))
             for who, plans in by.items()]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: (-line[1], line[0])))


# -- last month's, by itself ------------------------------------------------------------------------


def due(turn: Turn) -> list[int]:
    """The heads who have not had last month's rate, on the first working day of the month."""
    here = turn.now.astimezone(turn.desk.zone)
    kept = rhythms.of_kind(turn.session, RhythmKind.RATES) if _may_come(here) else None
    if kept is None:
        return []
    return [who for who in _heads(turn, here.date()) if _wants(turn, kept.get(who), here)]


def _may_come(here: datetime) -> bool:
    """Whether it is early in a month."""
    return here.day <= visits_due.AHEAD.days


def _heads(turn: Turn, day: date) -> list[int]:
    """Who answers for the stations that have plans, where a working day of this month has come."""
    found = dict[int, None]()
    for code in care.stations(turn.session):
        seat = turn.desk.network.stations.get(code)
        head = turn.desk.staffing.head(seat) if seat else None
        calendar = turn.desk.calendars.of(code)
        begun = any(calendar.is_working_day(day.replace(day=number)) for number in range(1, day.day + 1))
        if head and head.account and begun:
            found[head.id] = None
    return list(found)


def _wants(turn: Turn, rhythm: Rhythm | None, here: datetime) -> bool:
    if here.time() < first_time(rhythm, turn.desk.rules.visits.rates_at):
        return False
    if rhythm is None or rhythm.asked_at is None:
        return rhythm is None or rhythm.is_on
    said = rhythm.asked_at.astimezone(turn.desk.zone)
    return rhythm.is_on and (said.year, said.month) != (here.year, here.month)


def look_after(turn: Turn, who: int) -> bool:
    """One head's: that it was looked at is kept, be there something to tell or not."""
    rhythm = rhythms.of(turn.session, who, RhythmKind.RATES)
    rhythms.keep(turn.session, rhythm.model_copy(update={"asked_at": turn.now}))
    person = people.by_id(turn.session, who)
    if person is None or person.account is None:
        return False
    roles = [role for role in people.roles_of(turn.session, who, turn.desk.day) if role.kind in HEADS]
    last = turn.desk.day.replace(day=1) - timedelta(days=1)
    if not rate_of(turn, listing.codes_of(turn, roles), last.replace(day=1), last).due:
        return False
    turn.post_by_day(_month(turn, voice(turn, person), person.account, roles, last.replace(day=1), last))
    return True
