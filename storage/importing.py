"""Past records into the books: numbered, marked 补录, told to nobody, and never twice."""

from collections.abc import Sequence
from datetime import datetime, time, tzinfo
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlmodel import Session

from fieldwork import counting_in, numbers
from fieldwork.activities import Activity, Attendance, Stage
from fieldwork.counting_in import Beside
from fieldwork.imports import ROLE, Past, PastActivity, PastNeed
from fieldwork.places import Network
from fieldwork.reports import Event, PrivacyClass, Report, ReportKind, State
from storage import activities, attending, outings, reports, tallies
from storage.network import table_of
from storage.tables import ImportRow

NOON = time(12)
_IMPORTS = table_of(ImportRow)
_FEW = 500  # keys that one statement takes


class Bringing(NamedTuple):
    """Who brings past records in, when, and into which tree."""

    by: int
    at: datetime
    zone: tzinfo
    network: Network
    review: bool = False  # activities wait to be accepted


def known(session: Session, found: Sequence[PastActivity | PastNeed]) -> set[str]:
    """The keys of those that are in the books: brought in before, or exported from here."""
    keys = [each.past.key for each in found]
    there: set[str] = set()
    for begin in range(0, len(keys), _FEW):
        asked = select(_IMPORTS.c.key).where(_IMPORTS.c.key.in_(keys[begin : begin + _FEW]))
        there.update(session.connection().execute(asked).scalars())
    return there | {each.past.key for each in found if each.past.number and _is_ours(session, each)}


def is_past(session: Session, serial: int) -> bool:
    """Whether a record was brought in from a file (补录)."""
    asked = select(_IMPORTS.c.key).where(_IMPORTS.c.serial == serial).limit(1)
    return session.connection().execute(asked).first() is not None


def _is_ours(session: Session, each: PastActivity | PastNeed) -> bool:
    """Whether the number names the very same record here, and not another one of another database."""
    serial = numbers.read(each.past.number)
    report = reports.by_serial(session, serial) if serial else None
    if report is None:
        return False
    if isinstance(each, PastNeed):
        return report.sent_at.replace(microsecond=0) == each.sent_at.replace(microsecond=0)
    record = activities.by_serial(session, report.serial)
    return record is not None and (record.kind, record.held_on) == (each.kind, each.held_on)


def bring_activity(session: Session, each: PastActivity, bringing: Bringing, grade: PrivacyClass) -> int:
    """Keeps a past activity, and enters it in the figures where it is accepted; gives its serial."""
    past, waits = each.past, bringing.review or each.waits
    noon = datetime.combine(each.held_on, NOON, bringing.zone)
    report = Report(kind=ReportKind.ACTIVITY, state=State.NOTED, reporter_id=past.person_id, station=past.station,
                    place=past.place or None, text=past.words, privacy=grade, sent_at=noon,
                    kept_at=bringing.at)  # fmt: skip
    reports.file(session, report, 0, None)
    _remember(session, past, report.serial, bringing)
    record = Activity(
        serial=report.serial, kind=each.kind, stage=Stage.SUBMITTED if waits else Stage.ACCEPTED,
        person_id=past.person_id, station=past.station, place=past.place or None, held_on=each.held_on,
        held_until=each.held_until, period=each.period, minutes=each.minutes, volunteers=each.volunteers,
        organisation_id=each.organisation_id, project_id=each.project_id, imported=True, confirmed_at=bringing.at,
        decided_at=None if waits else bringing.at, decided_by=None if waits else bringing.by,
    )  # fmt: skip
    activities.keep(session, record, each.counts)
    outings.add_not_met(session, report.serial, past.place, noon, each.not_met)
    given = Attendance(serial=report.serial, signed_at=noon, minutes=_minutes(each), confirmed_at=bringing.at,
                       confirmed_by=bringing.by)  # fmt: skip
    attending.add_hours(session, given)
    if not waits:
        _count_in(session, record, each, bringing)
    return report.serial


def _minutes(each: PastActivity) -> int:
    """What its volunteers gave, as it is kept."""
    return round(each.hours * 60)


def _count_in(session: Session, record: Activity, each: PastActivity, bringing: Bringing) -> None:
    """On its day or, where that period is closed, on the first open one."""
    seat = bringing.network.stations.get(record.station)
    path = bringing.network.trail(record.place or (seat.place if seat else ""))
    beside = Beside(_minutes(each) / 60, each.not_met)
    lines = tallies.enter_where_open(
        session, counting_in.lines(record, each.counts, beside, path, "", bringing.at)
    )
    activities.change(session, record, counted_on=lines[0].day if lines else record.held_on)


def bring_need(session: Session, each: PastNeed, bringing: Bringing, grade: PrivacyClass) -> int:
    """Keeps a past need with the turning points it tells of; nothing is waited for. Gives its serial."""
    past = each.past
    report = Report(
        state=each.state, reporter_id=past.person_id, station=past.station, place=past.place or None,
        category=each.category, urgency=each.urgency, text=past.words, privacy=grade, finding=each.finding,
        answer=each.answer, grade=each.grade, sent_at=each.sent_at, kept_at=bringing.at, closed_at=each.closed_at,
    )  # fmt: skip
    reports.file(session, report, 0, None)
    reports.note(session, *_life(each, report.serial, bringing))
    _remember(session, past, report.serial, bringing)
    return report.serial


_STATES = {"sign": State.SIGNED, "contact": State.IN_PROGRESS, "done": State.DONE}
_ENDS = {State.CLOSED: "unanswered", State.WITHDRAWN: "withdraw", State.NOT_ACCEPTED: "decline"}


def _life(each: PastNeed, serial: int, bringing: Bringing) -> list[Event]:
    """What is known of its life, each event at its own time."""
    told = [("sent", each.sent_at, State.SUBMITTED), ("dispatched", each.sent_at, State.DISPATCHED)]
    told += [(step, at, _STATES[step]) for step, at in each.turns.items()]
    said = each.answer and each.state is State.CLOSED  # a "no" is an answer too, never silence
    told.append((each.answer if said else _ENDS[each.state], each.closed_at, each.state))
    before: State | None = None
    events = list[Event]()
    for step, at, state in told:
        events.append(Event(at=at, serial=serial, step=step, role=ROLE, came_from=before, went_to=state))
        before = state
    if said and each.grade:
        events.append(
            Event(at=each.closed_at, serial=serial, step="graded", role=ROLE, reason=each.grade,
                  came_from=each.state, went_to=each.state)
        )  # fmt: skip
    return events


def _remember(session: Session, past: Past, serial: int, bringing: Bringing) -> None:
    session.connection().execute(
        insert(_IMPORTS).values(key=past.key, serial=serial, by=bringing.by, at=bringing.at)
    )
    reports.note(
        session, Event(at=bringing.at, serial=serial, step="imported", role=ROLE, actor_id=bringing.by)
    )
