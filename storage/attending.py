"""Who was at an event or a training, and for how long."""

from sqlalchemy import func, select
from sqlmodel import Session

from storage.network import table_of
from storage.tables import AttendanceRow

ATTENDANCES = table_of(AttendanceRow)


def hours(session: Session, serial: int) -> float:
    """The hours of an activity that its organiser has confirmed, of everybody together."""
    minutes = select(func.sum(ATTENDANCES.c.minutes)).where(
        ATTENDANCES.c.serial == serial, ATTENDANCES.c.confirmed_at.is_not(None)
    )
    return (session.connection().execute(minutes).scalar() or 0) / 60
