"""T0: nobody has signed, so the next person is called, every ten minutes, at any hour (RULES 3.4).

    bot    (to Zhang, at 02:10) 🆘 N-10001-6：10分钟了还没人签收。…        ✍️ 签收
    bot    (to Luo, one level up, at 02:20) …
    bot    (to Feng, of the district, at 02:30) …
    Zhang  签收
    bot    签收了，这件事归您。                          (and nobody is called any more)

Who is called is in the history. One further person each time; when all were called, again from the first.
"""

import json
from collections.abc import Sequence
from datetime import timedelta

from fieldwork import ladder
from fieldwork.calendars import read_length
from fieldwork.clocks import Clock
from fieldwork.ladder import Called
from fieldwork.letters import calling as letters
from fieldwork.letters.matter import STATION, subject
from fieldwork.marks import CALL, Due, as_wall
from fieldwork.people import Person
from fieldwork.reports import Event, Report
from handlers import telling, viewers, winding
from handlers.turn import Turn, chats_holding, voice
from storage import reports

CALLED = "called"  # the event that names who was called


def call_next(turn: Turn, report: Report, due: Due) -> None:
    """One further person is called; the call is in the history."""
    number, called = int(due.mark.removeprefix(CALL)), calls_of(turn, report, due.round)
    clock = winding.sheet(turn, report).clock
    last = max((one.number for one in called), default=0)
    opened = level_of(clock, number)
    newly = opened if opened > level_of(clock, last) else 0
    rung = [Called(person_id, 0, 0) for person_id in _rung(turn, report)]
    found = ladder.next_call(_who_may(turn, report), opened, newly, [*rung, *called])
    if found:
        person, turn_number = found
        _note(turn, report, due, Called(person.id, number, turn_number))
        _call(turn, report, person, waited(clock, number))


def waited(clock: Clock, number: int) -> timedelta:
    """How long nobody has signed when the so-manyth call goes out."""
    return number * as_wall(read_length(clock.calls or "10min"))


def level_of(clock: Clock, number: int) -> int:
    """Up to which level is called: 0 the station, 1 the one above, 2 the district, 3 its head."""
    froms = (clock.call_above, clock.call_district, clock.call_head)
    reached = [each for each in froms if each and as_wall(read_length(each)) <= waited(clock, number)]
    return len(reached) if number else 0


def calls_of(turn: Turn, report: Report, round_: int) -> list[Called]:
    """The calls of this round, in their order."""
    kept = [
        json.loads(one.reason) for one in reports.events(turn.session, report.serial) if one.step == CALLED
    ]
    return [Called(one["person"], one["number"], one["turn"]) for one in kept if one["round"] == round_]


def _rung(turn: Turn, report: Report) -> set[int]:
    """Who was called first: whose card rang when it came, and when it was raised whoever is on duty."""
    raised = any(turning.raised for turning in winding.sheet(turn, report).turnings)
    seat = turn.desk.network.stations[report.station]
    first = turn.desk.staffing.responsible(seat, report.place, urgent=True) if raised else None
    return {id_ for id_ in (report.rung_id, first.id if first else None) if id_}


def _who_may(turn: Turn, report: Report) -> Sequence[Sequence[Person]]:
    """The call list, without those who may not know of it."""
    held = turn.desk.staffing.roles_held
    return [[one for one in people if viewers.hears_of(turn, report, one, held(one.id))]
            for people in ladder.call_list(turn.desk.staffing, report)]  # fmt: skip


def _note(turn: Turn, report: Report, due: Due, call: Called) -> None:
    reason = json.dumps(
        {"person": call.person_id, "number": call.number, "turn": call.turn, "round": due.round}
    )
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step=CALLED, role="rule", reason=reason,
                                     came_from=report.state, went_to=report.state))  # fmt: skip


def _call(turn: Turn, report: Report, person: Person, since: timedelta) -> None:
    """The card, where they have none yet, and the call beside it, with sound."""
    if person.account is None:
        return
    told, t = telling.matter(turn, report), voice(turn, person)
    if person.account not in chats_holding(turn, subject(STATION, report.serial)):
        turn.post(telling.station_card(turn, t, told, person.account))
        telling.show_photos(turn, told, person.account)
    turn.post(letters.nobody_signed(t, told, person.account, since))
