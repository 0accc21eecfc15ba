"""The mandatory lane: of which reports was asked whether they have to be reported by law, and not answered."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from storage.network import table_of
from storage.putting_off import write_out
from storage.tables import EventRow

_EVENTS = table_of(EventRow)
_ANSWERS = ("must_report", "lane_cleared", "lane_asked_heads")


def was_asked(session: Session, serial: int) -> bool:
    """Whether somebody was asked already: once is enough, whatever is added later."""
    write_out(session)
    asked = select(_EVENTS.c.id).where(_EVENTS.c.serial == serial, _EVENTS.c.step == "lane_asked")
    return session.execute(asked.limit(1)).first() is not None


def unanswered(session: Session, before: datetime) -> list[int]:
    """What was asked before a moment, and is neither confirmed nor cleared, nor asked of the heads."""
    write_out(session)
    answered = select(_EVENTS.c.serial).where(_EVENTS.c.step.in_(_ANSWERS))
    asked = select(_EVENTS.c.serial).where(_EVENTS.c.step == "lane_asked", _EVENTS.c.at < before)
    return sorted(set(session.execute(asked.where(_EVENTS.c.serial.not_in(answered))).scalars()))
