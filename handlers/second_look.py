"""Who looks whether it is really done (核查): another of the station, else of one above; the same only where
nobody else can be reached (RULES, Settled)."""

from fieldwork.letters import verifying as letters
from fieldwork.people import Person
from fieldwork.reports import Report
from handlers import standing, telling, viewers
from handlers.turn import Turn, voice
from storage import people, reports


def ask(turn: Turn, report: Report) -> Person | None:
    """Rings who is to look; gives them. None where nobody can be reached at all."""
    who = _who(turn, report)
    if who is None or who.account is None:
        return None
    reports.change(turn.session, report, rung_id=who.id)
    told, t = telling.redraw(turn, report), voice(turn, who)
    turn.post(telling.station_card(turn, t, told, who.account))
    turn.post(letters.asked_to_look(t, told, who.account))
    telling.show_done(turn, told, who.account)
    return who


def _who(turn: Turn, report: Report) -> Person | None:
    """The nearest who may look into it: of the station by its places, else of those above, heads first."""
    staffing, seat = turn.desk.staffing, turn.desk.network.stations[report.station]
    for station in [seat, *standing.above(turn, report)]:
        first = staffing.responsible(station, report.place, but=report.handler_id)
        for person in ([first] if first else []) + standing.deciders(turn, station, but=report.handler_id):
            if viewers.hears_of(
                turn, report, person, people.roles_of(turn.session, person.id, turn.desk.day)
            ):
                return person
    return telling.staff_chat(turn, report)
