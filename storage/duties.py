"""Who is on duty, and when stations are closed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, update
from sqlmodel import Session

from fieldwork.duty import Closure, Duty
from storage import reachability
from storage.network import table_of
from storage.tables import ClosureRow, DutyRow

_DUTIES, _CLOSURES = table_of(DutyRow), table_of(ClosureRow)


def put_on(session: Session, duty: Duty) -> None:
    """Somebody is on duty."""
    session.execute(insert(_DUTIES).values(**duty.model_dump()))
    reachability.changed(session)


def take_off(session: Session, station: str, day: date, at: datetime, person: int | None = None) -> int:
    """Ends the duties of a station that a day falls into, or one person's. Gives how many."""
    of = update(_DUTIES).where(
        _DUTIES.c.station == station, _DUTIES.c.ended_at.is_(None),
        _DUTIES.c.since <= day, _DUTIES.c.until >= day,
    )  # fmt: skip
    if person is not None:
        of = of.where(_DUTIES.c.person_id == person)
    ended = session.connection().execute(of.values(ended_at=at)).rowcount
    if ended:
        reachability.changed(session)
    return ended


def arrange(session: Session, duty: Duty, nobody: bool = False) -> list[Duty]:
    """Somebody is on duty in some days, and nobody else is; or `nobody` at all. Gives who was, day for day.

    What stood there before goes on before and after these days.
    """
    before = duties(session, duty.since, duty.until, [duty.station])
    for earlier in before:
        take_off(session, duty.station, max(earlier.since, duty.since), duty.noted_at, earlier.person_id)
        for left in _left_of(earlier, duty):
            put_on(session, left)
    if not nobody:
        put_on(session, duty)
    return before


def _left_of(earlier: Duty, duty: Duty) -> list[Duty]:
    """What is left of a duty before and after the days of another."""
    day = timedelta(days=1)
    parts = ((earlier.since, duty.since - day), (duty.until + day, earlier.until))
    return [earlier.model_copy(update={"since": a, "until": b}) for a, b in parts if a <= b]


def duties(session: Session, since: date, until: date, stations: Sequence[str] | None = None) -> list[Duty]:
    """Who is on duty in some days, both included, in the order it was said; of some stations alone."""
    of = select(_DUTIES).where(
        _DUTIES.c.ended_at.is_(None), _DUTIES.c.since <= until, _DUTIES.c.until >= since
    )
    if stations is not None:
        of = of.where(_DUTIES.c.station.in_(stations))
    rows = session.execute(of.order_by(_DUTIES.c.since, _DUTIES.c.id)).mappings()
    return [Duty.model_construct(**{name: row[name] for name in Duty.model_fields}) for row in rows]


def close(session: Session, closure: Closure) -> None:
    """A station will not work on some days; every clock there is reckoned anew."""
    session.execute(insert(_CLOSURES).values(**closure.model_dump()))
    reachability.changed(session)


def open_again(session: Session, station: str, day: date, at: datetime) -> int:
    """Ends the closures of a station that a day falls into. Gives how many."""
    of = update(_CLOSURES).where(
        _CLOSURES.c.station == station, _CLOSURES.c.ended_at.is_(None),
        _CLOSURES.c.since <= day, _CLOSURES.c.until >= day,
    )  # fmt: skip
    ended = session.connection().execute(of.values(ended_at=at)).rowcount
    if ended:
        reachability.changed(session)
    return ended


def closures(session: Session) -> list[Closure]:
    """All closures that were not taken back, past ones too: limits of open reports reach back."""
    rows = session.execute(
        select(_CLOSURES).where(_CLOSURES.c.ended_at.is_(None)).order_by(_CLOSURES.c.id)
    ).mappings()
    return [Closure.model_construct(**{name: row[name] for name in Closure.model_fields}) for row in rows]
