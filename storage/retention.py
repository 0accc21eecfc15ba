"""The end of a time: how long words are kept after a report is over is a rule, by class (RULES; fieldwork/rules).

What is left is a tombstone: number, dates, place, category, urgency, states, the steps of the history and who
of the staff took them. The reporter is nobody then. No count that was published before changes by it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, exists, or_, select
from sqlmodel import Session

from fieldwork.people import EXPIRED
from fieldwork.reports import PrivacyClass, State
from fieldwork.rules import Retention
from storage import erasing
from storage.erasing import ATTACHMENTS, EVENTS, REPORTS, Screen, change

NOBODY = 0  # the reporter of what was erased
_LEAD = REPORTS.alias("lead")
_BEFORE = bindparam("before", type_=REPORTS.c.closed_at.type)
_WITH_LEAD = exists().where(
    _LEAD.c.serial == REPORTS.c.lead_serial, or_(_LEAD.c.closed_at.is_(None), _LEAD.c.closed_at >= _BEFORE)
)
_OVER = (
    select(REPORTS.c.serial)
    .where(REPORTS.c.privacy == bindparam("grade"), REPORTS.c.erased_at.is_(None))
    .where(REPORTS.c.closed_at < _BEFORE, or_(REPORTS.c.state != State.MERGED, ~_WITH_LEAD))
    .order_by(REPORTS.c.closed_at)
    .limit(bindparam("many"))
)


class Erased(NamedTuple):
    """What is left to do: messages that still show something, and files that may be nobody's now."""

    screens: list[Screen]
    sums: list[str]


def due(session: Session, kept: Retention, now: datetime, limit: int) -> list[int]:
    """Reports whose words are over their time, the oldest end first; the index gives them without a search."""
    found: list[int] = []
    for grade in PrivacyClass:
        if kept.of(grade) and len(found) < limit:
            before = now - timedelta(days=kept.of(grade))
            found += _of_class(session, grade, before, limit - len(found))
    return found


def _of_class(session: Session, grade: PrivacyClass, before: datetime, limit: int) -> list[int]:
    asked = {"grade": grade, "before": before, "many": limit}
    return list(session.connection().execute(_OVER, asked).scalars())


def erase(session: Session, serials: Sequence[int], at: datetime) -> Erased:
    """Takes the words of some reports away, as part of the caller's transaction."""
    screens = erasing.screens(session, serials, at)
    sums = erasing.bury(session, serials, EXPIRED, "its time was over", proofs=True)
    own = REPORTS.c.serial.in_(serials)
    change(session, REPORTS, own, erased_at=at, reporter_id=NOBODY, album=None, version=REPORTS.c.version + 1)
    change(session, EVENTS, EVENTS.c.serial.in_(serials) & (EVENTS.c.role == "reporter"), actor_id=None)
    change(session, ATTACHMENTS, ATTACHMENTS.c.serial.in_(serials), from_id=0)
    return Erased(screens, sums)
