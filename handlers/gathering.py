"""Many cards at once do not drown anybody: after so many that wait, the next come without a sound.

Up to ten cards ring one by one; the eleventh and those behind it only appear, and one summary (还有 11 件
待签收) rings and is rewritten in place from then on.

What is urgent, or comes back (重办), always rings. The summary rings again after two hours, for as long as
the pile lies there. What waits is counted, not what came within the hour: a pile that grows slowly drowns
people as well.
"""

from datetime import timedelta

from fieldwork.letters import listing
from fieldwork.people import Person, Rings
from fieldwork.reports import Report, State, Urgency
from handlers.turn import Turn, stations_of, voice
from storage import people, reports

AGAIN = timedelta(hours=2)  # until the summary of a pile rings once more
MOST = 50  # what is counted one by one; beyond, the summary says so and is left alone
ALWAYS = (Urgency.T0, Urgency.T1)


def is_quiet(turn: Turn, report: Report, person: Person) -> bool:
    """Whether a card comes without a sound, because too many wait for this person already."""
    if report.urgency in ALWAYS or report.state is not State.DISPATCHED:
        return False
    return _waiting(turn, person, person.quiet_after + 1, report.station) > person.quiet_after


def _waiting(turn: Turn, person: Person, most: int, station: str = "") -> int:
    """What waits for somebody's signature; for who wants to hear everything, what waits at the station."""
    everything = person.rings is Rings.ALL
    codes = [station] if station else _stations(turn, person)
    return reports.waiting(turn.session, codes, None if everything else person.id, most)


def _stations(turn: Turn, person: Person) -> list[str]:
    roles = people.roles_of(turn.session, person.id, turn.desk.day)
    return [station.code for station in stations_of(turn, roles)]


def sum_up(turn: Turn, person: Person) -> None:
    """Tells how many wait: with sound when it is time, else in the place of the last summary."""
    kept = people.by_id(turn.session, person.id)
    if kept is None or kept.account is None:
        return
    rings = kept.summed_at is None or turn.now - kept.summed_at >= AGAIN
    many = _waiting(turn, kept, MOST + 1)
    if rings:
        people.note_summed(turn.session, kept.id, turn.now)
    if rings or many <= MOST:
        letter = listing.waiting(voice(turn, kept), kept.account, kept.id, many, MOST)
        turn.post(letter.model_copy(update={"anew": rings, "silent": not rings}))


def count_again(turn: Turn, report: Report, rang: int | None) -> None:
    """After a report waits no longer: the summaries that people were shown say how many are left.

    `rang` is whose card rang; those who hear everything of the station are shown a summary too.
    """
    seat = turn.desk.network.stations.get(report.station)
    everything = (
        {one.id for one in turn.desk.staffing.reachable(seat) if one.rings is Rings.ALL} if seat else set()
    )
    for person in sorted(everything | ({rang} if rang else set())):
        _count_again(turn, person)


def _count_again(turn: Turn, person_id: int) -> None:
    kept = people.by_id(turn.session, person_id)
    if kept is None or kept.summed_at is None or kept.account is None or kept.blocked_at is not None:
        return
    many = _waiting(turn, kept, MOST + 1)
    if many == 0:
        people.note_summed(turn.session, kept.id, None)
    turn.post(listing.waiting(voice(turn, kept), kept.account, kept.id, many, MOST))
