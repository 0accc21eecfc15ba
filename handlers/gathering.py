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
from handlers.turn import Turn, voice
from storage import people, reports

AGAIN = timedelta(hours=2)  # until the summary of a pile rings once more
MOST = 50  # what is counted one by one; beyond, the summary says so and is left alone
ALWAYS = (Urgency.T0, Urgency.T1)


def pile(turn: Turn, report: Report, person: Person) -> int:
    """How many cards wait for somebody, where that is so many that this one comes without a sound; else 0.

    Counted with each report that comes, so one bounded statement is all it may cost.
    """
    if report.urgency in ALWAYS or report.state is not State.DISPATCHED:
        return 0
    many = _waiting(turn, person, report.station)
    return many if many > person.quiet_after else 0


def _waiting(turn: Turn, person: Person, *also: str) -> int:
    """What waits for somebody's signature; for who wants to hear everything, what waits at the station."""
    codes = sorted({*turn.desk.staffing.stations_of(person.id), *also})
    return reports.waiting(turn.session, codes, None if person.rings is Rings.ALL else person.id, MOST + 1)


def sum_up(turn: Turn, person: Person, many: int) -> None:
    """Tells how many wait: with sound when it is time, else in the place of the last summary."""
    last = people.summed_at(turn.session, person.id)
    rings = last is None or turn.now - last >= AGAIN
    if rings:
        people.note_summed(turn.session, person.id, turn.now)
    if person.account is not None and (rings or many <= MOST):
        letter = listing.waiting(voice(turn, person), person.account, person.id, many, MOST)
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
    many = _waiting(turn, kept)
    if many == 0:
        people.note_summed(turn.session, kept.id, None)
    turn.post(listing.waiting(voice(turn, kept), kept.account, kept.id, many, MOST))
