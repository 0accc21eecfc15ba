"""The records beside the reports of activities: what kind, which day, how much of what."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, func, insert, select
from sqlmodel import Session

from fieldwork.activities import Activity, ActivityKind, Stage, Unit
from fieldwork.activity_numbers import OCCASIONS, occasions
from fieldwork.reports import ReportKind, State
from fieldwork.reviewing import NOT_ACCEPTED
from storage import schema, versions
from storage.network import table_of
from storage.tables import ActivityRow, CountRow, ReportRow

ACTIVITIES, COUNTS = table_of(ActivityRow), table_of(CountRow)
_REPORTS = table_of(ReportRow)
HISTORY = 60  # of the newest accepted ones of a kind
UNENTERED = (
    "unentered_until"  # the fact: the newest activity that was noted before there were records; 0: none
)
_BARE = (
    _REPORTS.c.kind == ReportKind.ACTIVITY,
    _REPORTS.c.state == State.NOTED,
    _REPORTS.c.erased_at.is_(None),
    ~exists().where(ACTIVITIES.c.serial == _REPORTS.c.serial),
)


def keep(session: Session, activity: Activity, counts: Mapping[Unit, float]) -> None:
    """Keeps the record of a report that is an activity, with its numbers."""
    session.connection().execute(insert(ACTIVITIES).values(activity.model_dump()))
    count(session, activity.serial, counts)


def by_serial(session: Session, serial: int) -> Activity | None:
    """The record beside a report; None of one that was noted before there were records."""
    found = _found(session, ACTIVITIES.c.serial == serial)
    return found[0] if found else None


def change(session: Session, activity: Activity, **values: Any) -> bool:
    """Changes a record that still stands as it was read; False when somebody else was faster."""
    return versions.change(session, ACTIVITIES.c.serial, activity, **values)


def count(session: Session, serial: int, counts: Mapping[Unit, float]) -> None:
    """Sets an activity's numbers: what is not named is not there any more."""
    session.connection().execute(delete(COUNTS).where(COUNTS.c.serial == serial))
    if counts:
        rows = [{"serial": serial, "unit": unit.value, "number": number} for unit, number in counts.items()]
        session.connection().execute(insert(COUNTS), rows)


def counts(session: Session, serial: int) -> dict[Unit, float]:
    """An activity's numbers, in the order of the units."""
    found = session.connection().execute(
        select(COUNTS.c.unit, COUNTS.c.number).where(COUNTS.c.serial == serial)
    )
    told = {str(unit): float(number) for unit, number in found}
    return {unit: told[unit.value] for unit in Unit if unit.value in told}


def of_stations(session: Session, stations: Sequence[str], stages: Sequence[Stage]) -> list[Activity]:
    """The activities of some stations at some stages, the oldest first."""
    return _found(session, ACTIVITIES.c.station.in_(stations), ACTIVITIES.c.stage.in_(stages))


def many_of_stations(session: Session, stations: Sequence[str], stages: Sequence[Stage]) -> int:
    """How many those are."""
    at = ACTIVITIES.c.station.in_(stations), ACTIVITIES.c.stage.in_(stages)
    return int(session.connection().execute(select(func.count()).where(*at)).scalar_one())


def page(
    session: Session, stations: Sequence[str], stages: Sequence[Stage], limit: int, skip: int
) -> list[int]:
    """Some of those, by serial, the oldest first."""
    at = ACTIVITIES.c.station.in_(stations), ACTIVITIES.c.stage.in_(stages)
    some = select(ACTIVITIES.c.serial).where(*at).order_by(ACTIVITIES.c.serial).limit(limit).offset(skip)
    return list(session.connection().execute(some).scalars())


def unentered(session: Session, stations: Sequence[str], limit: int, skip: int = 0) -> list[int]:
    """What some stations have that was noted before there were records, by serial, the oldest first."""
    newest = schema.fact(session, UNENTERED)
    if not newest:
        return []
    of = select(_REPORTS.c.serial).where(
        _REPORTS.c.station.in_(stations), _REPORTS.c.serial <= newest, *_BARE
    )
    some = of.order_by(_REPORTS.c.serial).limit(limit).offset(skip)
    return list(session.connection().execute(some).scalars())


def never_entered(session: Session) -> tuple[dict[str, int], int]:
    """How many of those each station has, and the newest of all: what comes after it has a record."""
    of = select(_REPORTS.c.station, func.count(), func.max(_REPORTS.c.serial)).where(*_BARE)
    found = list(session.connection().execute(of.group_by(_REPORTS.c.station)))
    return {station: number for station, number, _ in found}, max((newest for *_, newest in found), default=0)


def not_accepted(session: Session, stations: Sequence[str], since: date, until: date) -> dict[str, int]:
    """Of each station how many held on these days (both included) are not in the figures yet."""
    waiting = ACTIVITIES.c.stage.in_(NOT_ACCEPTED), ACTIVITIES.c.station.in_(stations)
    days = ACTIVITIES.c.held_on.between(since, until)
    many = select(ACTIVITIES.c.station, func.count()).where(*waiting, days).group_by(ACTIVITIES.c.station)
    return {station: number for station, number in session.connection().execute(many)}


def of_person(session: Session, person_id: int, since: date, until: date) -> list[Activity]:
    """What somebody told of, held on days from one to another (both included)."""
    days = ACTIVITIES.c.held_on.between(since, until)
    return _found(session, ACTIVITIES.c.person_id == person_id, days)


def of_teller(session: Session, person_id: int, stage: Stage) -> list[int]:
    """The serials of what somebody told of that stands at a stage."""
    own = select(ACTIVITIES.c.serial).where(ACTIVITIES.c.person_id == person_id, ACTIVITIES.c.stage == stage)
    return list(session.connection().execute(own.order_by(ACTIVITIES.c.serial)).scalars())


def same_period(session: Session, activity: Activity) -> list[Activity]:
    """The earlier reports of a period by the same person, of the same kind and place, that are not void."""
    same = [ACTIVITIES.c[name] == getattr(activity, name) for name in ("person_id", "kind", "period")]
    place = ACTIVITIES.c.place == activity.place if activity.place else ACTIVITIES.c.place.is_(None)
    earlier = ACTIVITIES.c.serial < activity.serial
    return _found(session, *same, place, earlier, ACTIVITIES.c.stage != Stage.VOID)


def same_day(session: Session, activity: Activity) -> list[Activity]:
    """What the same person told of before, of the same kind, day and place, that is not void."""
    same = [
        ACTIVITIES.c[name] == getattr(activity, name) for name in ("person_id", "kind", "held_on", "period")
    ]
    place = ACTIVITIES.c.place == activity.place if activity.place else ACTIVITIES.c.place.is_(None)
    earlier = ACTIVITIES.c.serial < activity.serial
    return _found(session, *same, place, earlier, ACTIVITIES.c.stage != Stage.VOID)


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """The serials of those with which time does something by now."""
    waiting = select(ACTIVITIES.c.serial).where(ACTIVITIES.c.next_due <= now)
    return list(session.connection().execute(waiting.order_by(ACTIVITIES.c.next_due).limit(limit)).scalars())


def history(session: Session, station: str, kind: ActivityKind) -> dict[Unit, list[float]]:
    """What the accepted ones of a kind came to at a station each time, and how often one took place, by unit."""
    of = (
        ACTIVITIES.c.station == station,
        ACTIVITIES.c.stage == Stage.ACCEPTED,
        ACTIVITIES.c.kind == kind,
        ACTIVITIES.c.period == "",
    )
    newest = select(ACTIVITIES.c.serial).where(*of).order_by(ACTIVITIES.c.serial.desc()).limit(HISTORY)
    rows = session.connection().execute(
        select(COUNTS.c.serial, COUNTS.c.unit, COUNTS.c.number).where(COUNTS.c.serial.in_(newest))
    )
    each: dict[int, dict[Unit, float]] = {}
    for serial, unit, number in rows:
        each.setdefault(serial, {})[Unit(unit)] = float(number)
    earlier: dict[Unit, list[float]] = {}
    for counted in each.values():
        for unit, number in counted.items():
            each_time = number if unit in OCCASIONS else number / occasions(counted)
            earlier.setdefault(unit, []).append(each_time)
    return earlier


def _found(session: Session, *conditions: Any) -> list[Activity]:
    columns = (ACTIVITIES.c[name] for name in Activity.model_fields)
    rows = session.connection().execute(select(*columns).where(*conditions).order_by(ACTIVITIES.c.serial))
    return [Activity.model_validate(dict(row)) for row in rows.mappings()]
