"""Who was at an event or a training, and for how long; the lists, and the codes people sign in by."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session

from fieldwork.activities import Attendance, SignIn, Stage
from fieldwork.attending import Served
from storage.activities import ACTIVITIES
from storage.network import table_of
from storage.tables import AttendanceRow, SignInRow

ATTENDANCES, LISTS = table_of(AttendanceRow), table_of(SignInRow)


def hours(session: Session, serial: int) -> float:
    """The hours of an activity that its organiser has confirmed, of everybody together."""
    return many_hours(session, [serial]).get(serial, 0)


def many_hours(session: Session, serials: Sequence[int]) -> dict[int, float]:
    """The same of many activities, by serial; those without are left out."""
    confirmed = ATTENDANCES.c.serial.in_(serials), ATTENDANCES.c.confirmed_at.is_not(None)
    minutes = select(ATTENDANCES.c.serial, func.sum(ATTENDANCES.c.minutes)).where(*confirmed)
    found = session.connection().execute(minutes.group_by(ATTENDANCES.c.serial))
    return {serial: many / 60 for serial, many in found if many}


def add_hours(session: Session, one: Attendance) -> None:
    """Keeps the hours of a past activity, of all its volunteers together; whose they were nobody knows any more."""
    if one.minutes:
        sign(session, one)


# -- lists ------------------------------------------------------------------------------------------


def begin(session: Session, sign_in: SignIn) -> None:
    """Keeps a list and its code."""
    session.connection().execute(insert(LISTS).values(sign_in.model_dump()))


def by_code(session: Session, code: str) -> SignIn | None:
    """The list that a code leads to."""
    return _list(session, LISTS.c.code == code)


def of_serial(session: Session, serial: int) -> SignIn | None:
    """The list of an activity, if it has one."""
    return _list(session, LISTS.c.serial == serial)


def newest_of(session: Session, person_id: int) -> SignIn | None:
    """The list that somebody began last."""
    return _list(session, LISTS.c.made_by == person_id)


def _list(session: Session, which: Any) -> SignIn | None:
    columns = (LISTS.c[name] for name in SignIn.model_fields)
    newest = select(*columns).where(which).order_by(LISTS.c.made_at.desc(), LISTS.c.serial.desc()).limit(1)
    row = session.connection().execute(newest).mappings().first()
    return SignIn.model_validate(dict(row)) if row else None


def close(session: Session, sign_in: SignIn, at: datetime | None) -> None:
    """Nobody signs in any more; None opens it again."""
    whose = update(LISTS).where(LISTS.c.code == sign_in.code)
    session.connection().execute(whose.values(closed_at=at))
    sign_in.closed_at = at


# -- who was there ----------------------------------------------------------------------------------


def sign(session: Session, one: Attendance) -> None:
    """Puts somebody on the list."""
    session.connection().execute(insert(ATTENDANCES).values(one.model_dump(exclude={"id"})))


def there(session: Session, serial: int) -> list[Attendance]:
    """Everybody on the list of an activity, in the order they came."""
    columns = (ATTENDANCES.c[name] for name in Attendance.model_fields)
    of = select(*columns).where(ATTENDANCES.c.serial == serial).order_by(ATTENDANCES.c.id)
    return [Attendance.model_validate(dict(row)) for row in session.connection().execute(of).mappings()]


def belong(session: Session, id_: int, person_id: int | None, name: str) -> None:
    """A line of a list is this person's; None: of somebody by name alone."""
    whose = update(ATTENDANCES).where(ATTENDANCES.c.id == id_)
    session.connection().execute(whose.values(person_id=person_id, name=name))


def leave(session: Session, id_: int) -> None:
    """Takes a line off a list: who it was of stands there already."""
    session.connection().execute(delete(ATTENDANCES).where(ATTENDANCES.c.id == id_))


def confirm(session: Session, ids: Sequence[int], minutes: int, by: int, at: datetime) -> None:
    """The organiser says how long these were there; 0 takes it back."""
    those = update(ATTENDANCES).where(ATTENDANCES.c.id.in_(ids))
    said: dict[str, Any] = {"minutes": minutes, "confirmed_at": at, "confirmed_by": by}
    none: dict[str, Any] = dict.fromkeys(said)
    session.connection().execute(those.values(**(said if minutes else none)))


def year_of(session: Session, person_id: int, year: int) -> tuple[Served, ...]:
    """Somebody's confirmed time, of activities that were held in a year, by the day."""
    day = ACTIVITIES.c.held_on
    of = (
        select(day, ACTIVITIES.c.topic, ATTENDANCES.c.minutes, ACTIVITIES.c.stage)
        .join(ACTIVITIES, ACTIVITIES.c.serial == ATTENDANCES.c.serial)
        .where(ATTENDANCES.c.person_id == person_id, ATTENDANCES.c.confirmed_at.is_not(None))
        .where(day.between(date(year, 1, 1), date(year, 12, 31)), ACTIVITIES.c.stage != Stage.VOID)
    )
    rows = session.connection().execute(of.order_by(day, ATTENDANCES.c.id))
    return tuple(Served(on, topic, minutes, stage == Stage.ACCEPTED) for on, topic, minutes, stage in rows)
