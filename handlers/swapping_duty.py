"""Somebody's day of duty passes to a colleague: they ask, the other says yes.

    Zhang  值班
    bot    📅 西湖站 值班 …                              🔁 换班 03-07 周六
    Zhang  换班 03-07 周六
    bot    🔁 03-07 周六：问哪一位？                     王慧敏
    Zhang  王慧敏
    bot    (to Wang) 🔁 张立文问：西湖站 03-07 周六，您能替他值班吗？   我来值 · 值不了
    Wang   我来值
    bot    (to Zhang, and to the head) 📅 西湖站，03-07 周六：王慧敏替张立文值班。

Who goes 请假 in days of duty is asked the same; until somebody says yes the stand-in has them, and the head sees it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.days import Span
from fieldwork.duty import Duty
from fieldwork.letters import Letter
from fieldwork.letters import duty as letters
from fieldwork.people import Absence, Person, can_be_reached
from fieldwork.places import Station
from fieldwork.texts import Translator
from handlers.being_on_duty import LONGEST, away_on, colleagues
from handlers.hearing import OfStation
from handlers.tapping import Tap, chat_of, tapped_message
from handlers.turn import Turn, voice
from storage import duties


def router() -> Router:
    swapping = Router(name="swapping_duty")
    swapping.callback_query.filter(OfStation())
    swapping.callback_query.register(wants_swap, Tap("swap"))
    swapping.callback_query.register(colleague_chosen, Tap("seek"))
    swapping.callback_query.register(takes_it, Tap("duty_mine"))
    swapping.callback_query.register(cannot, Tap("nope"))
    return swapping


def _own_day(turn: Turn, who: int, button: Button) -> tuple[Station, Span] | None:
    """The day of a button, where somebody is on duty in it and it is not over."""
    station, span = turn.desk.network.stations.get(button.choice), letters.unpacked(button.version)
    if station is None or span is None or span.since != span.until or span.since < turn.desk.day:
        return None
    kept = duties.duties(turn.session, span.since, span.until, [station.code])
    return (station, span) if any(duty.person_id == who for duty in kept) else None


async def wants_swap(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    mine = _own_day(turn, person.id, button)
    if mine is None:
        callback_answer.text = t.staff("You are not on duty that day any more.")
        return
    station, span = mine
    others = [one for one in colleagues(turn, station) if one.id != person.id]
    here = [one for one in others if away_on(turn, one, span.since) is None]
    turn.post(letters.asked_with_whom(t, chat_of(query), station, span, here, button.record))


async def colleague_chosen(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    mine = _own_day(turn, person.id, button)
    other = (
        next((one for one in colleagues(turn, mine[0]) if one.id == button.record), None) if mine else None
    )
    if mine is None or other is None or other.id == person.id:
        callback_answer.text = t.staff("You are not on duty that day any more.")
        return
    turn.post_by_day(letters.asked_to_swap(voice(turn, other), other.account or 0, *mine, person))
    asked = t.staff("Asked: {worker}. Until the answer the duty stays yours.", worker=other.name)
    turn.post(Letter(chat=chat_of(query), text=asked, message_id=tapped_message(query)))


async def takes_it(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    found = _own_day(turn, button.record, button)
    if found is None or person not in colleagues(turn, found[0]):
        callback_answer.text = t.staff("That has been arranged otherwise meanwhile.")
        return
    station, span = found
    duty = Duty(person_id=person.id, station=station.code, since=span.since, until=span.until,
                noted_at=turn.now, noted_by=person.id)  # fmt: skip
    duties.arrange(turn.session, duty)
    asker = turn.desk.staffing.people.get(button.record)
    callback_answer.text = t.staff("Thank you: the duty is yours.")
    now_yours = letters.put_on(t, chat_of(query), station, span)
    turn.post(now_yours.model_copy(update={"message_id": tapped_message(query)}))
    for hears in _concerned(turn, station, asker, person):
        turn.post_by_day(letters.swapped(voice(turn, hears), hears.account or 0, station, span, person.name,
                                         asker.name if asker else ""))  # fmt: skip


def _concerned(turn: Turn, station: Station, asker: Person | None, but: Person) -> list[Person]:
    """Who hears that a duty was swapped: who asked, and the head."""
    both = [one for one in (asker, turn.desk.staffing.head(station)) if one and can_be_reached(one)]
    return [one for one in {one.id: one for one in both}.values() if one.id != but.id]


async def cannot(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    found, asker = _own_day(turn, button.record, button), turn.desk.staffing.people.get(button.record)
    callback_answer.text = t.staff("Said so.")
    turn.post(Letter(chat=chat_of(query), text=t.staff("Said so."), message_id=tapped_message(query)))
    if found and asker and can_be_reached(asker):
        turn.post_by_day(letters.not_swapped(voice(turn, asker), asker.account or 0, *found, person.name))


# -- somebody is away in days of duty ---------------------------------------------------------------


def goes_away(turn: Turn, who: Person, absence: Absence, stand_in: Person | None) -> None:
    """Who is away in days of duty is asked who takes them, the stand-in by default; the head sees it."""
    until = absence.until or turn.desk.day + LONGEST
    theirs = [duty for duty in duties.duties(turn.session, absence.since, until) if duty.person_id == who.id]
    name = stand_in.name if stand_in else ""
    for station, days in _by_station(turn, theirs, Span(absence.since, until)):
        if can_be_reached(who):
            turn.post(letters.away_on_duty(voice(turn, who), who.account or 0, station, days, name))
        head = turn.desk.staffing.head(station)
        if head and head.id != who.id:
            told = letters.worker_is_away(voice(turn, head), head.account or 0, station, days, who.name, name)
            turn.post_by_day(told)


def _by_station(turn: Turn, theirs: list[Duty], span: Span) -> Iterator[tuple[Station, list[date]]]:
    for code in dict.fromkeys(duty.station for duty in theirs):
        station = turn.desk.network.stations.get(code)
        days = [day for duty in theirs if duty.station == code for day in _days(turn, duty, span)]
        if station and days:
            yield station, days


def _days(turn: Turn, duty: Duty, span: Span) -> list[date]:
    """The days of a duty that lie in a span and are not over."""
    first, last = max(duty.since, span.since, turn.desk.day), min(duty.until, span.until)
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
