"""Which digest was made for whom: never twice for the same period, and always there again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select, update
from sqlmodel import Session

from fieldwork.digests import Digest, Span
from fieldwork.people import RoleKind
from fieldwork.reports import Report, ReportKind
from fieldwork.rhythms import RhythmKind
from storage.network import table_of
from storage.people import IN_FORCE, PEOPLE, ROLES
from storage.reports import OPEN
from storage.tables import DigestRow, ReportRow, RhythmRow
from storage.upserting import insert_into

DIGESTS, RHYTHMS, REPORTS = table_of(DigestRow), table_of(RhythmRow), table_of(ReportRow)


class Which(NamedTuple):
    """Whose digest, of what."""

    person_id: int
    place: str
    span: Span
    period: str


class Waiting(NamedTuple):
    """Somebody to whom a digest has not come since its period is over."""

    person_id: int
    account: int
    times: str  # when they want it; empty: as shipped
    joined_at: datetime


def waiting(
    session: Session, roles: Sequence[RoleKind], rhythm: RhythmKind, since: datetime, day: date
) -> list[Waiting]:
    """Who holds one of the roles, can be written to, has not stopped it, and has not had it since a moment."""
    which = PEOPLE.c.id, PEOPLE.c.account, RHYTHMS.c.times, PEOPLE.c.joined_at
    own = (RHYTHMS.c.person_id == PEOPLE.c.id) & (RHYTHMS.c.kind == rhythm)
    of = select(*which).join_from(PEOPLE, ROLES, PEOPLE.c.id == ROLES.c.person_id).outerjoin(RHYTHMS, own)
    here = PEOPLE.c.account.is_not(None), PEOPLE.c.blocked_at.is_(None), PEOPLE.c.joined_at.is_not(None)
    not_yet = or_(RHYTHMS.c.asked_at.is_(None), RHYTHMS.c.asked_at < since)
    wants = or_(RHYTHMS.c.is_on.is_(None), RHYTHMS.c.is_on)
    those = of.where(ROLES.c.kind.in_(roles), IN_FORCE, *here, not_yet, wants).distinct()
    rows = session.connection().execute(those.order_by(PEOPLE.c.id), {"day": day})
    return [Waiting(id_, account, times or "", joined_at) for id_, account, times, joined_at in rows]


def claim(session: Session, which: Which, at: datetime) -> bool:
    """It is made now, for the first time. False where it was made already, by whatever process."""
    row = {**which._asdict(), "made_at": at, "content": None}
    fresh = insert_into(session.connection(), DIGESTS).values(row)
    once = fresh.on_conflict_do_nothing().returning(DIGESTS.c.id)
    return session.connection().execute(once).scalar() is not None


def freeze(session: Session, which: Which, digest: Digest) -> None:
    """What it says stays as it was said: in the same transaction as its letter."""
    claim(session, which, digest.made_at)
    said = {"content": digest.model_dump(mode="json"), "made_at": digest.made_at}
    session.connection().execute(update(DIGESTS).where(*_is(which)).values(**said))


def frozen(session: Session, which: Which) -> Digest | None:
    """What it said; None where it was not said yet."""
    content = session.connection().execute(select(DIGESTS.c.content).where(*_is(which))).scalar()
    return Digest.model_validate(content) if content else None


def _is(which: Which) -> tuple[ColumnElement[bool], ...]:
    return tuple(DIGESTS.c[name] == value for name, value in which._asdict().items())


def own_reports(session: Session, person: int, since: datetime, until: datetime) -> list[Report]:
    """Somebody's own needs that were sent or closed in a time, or are open, newest first."""
    sent = REPORTS.c.sent_at.between(since, until)
    told = or_(sent, REPORTS.c.closed_at.between(since, until), REPORTS.c.state.in_(OPEN))
    own = REPORTS.c.reporter_id == person, REPORTS.c.kind == ReportKind.NEED, told
    rows = session.execute(select(REPORTS).where(*own).order_by(REPORTS.c.serial.desc()))
    return [Report.model_construct(**row) for row in rows.mappings()]
