"""Plans of visits, what came of each visit, and pauses (探访关爱)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlmodel import Session

from fieldwork.care import CarePlan, Mute, Visit
from storage import versions
from storage.network import table_of
from storage.tables import CarePlanRow, MuteRow, PersonRow, VisitRow

PLANS, VISITS, MUTES = table_of(CarePlanRow), table_of(VisitRow), table_of(MuteRow)
_OPEN = PLANS.c.ended_at.is_(None)
_VISIT = tuple(VISITS.c[name] for name in Visit.model_fields)


# -- plans ------------------------------------------------------------------------------------------


def make(session: Session, plan: CarePlan) -> CarePlan:
    """Keeps a new plan and gives it its number."""
    values = plan.model_dump(exclude={"id"})
    plan.id = session.connection().execute(insert(PLANS).values(values).returning(PLANS.c.id)).scalar_one()
    return plan


def by_id(session: Session, plan_id: int) -> CarePlan | None:
    """The plan of that number, ended or not."""
    found = _plans(session, PLANS.c.id == plan_id)
    return found[0] if found else None


def change(session: Session, plan: CarePlan, **values: Any) -> bool:
    """Changes a plan that still stands as it was read; False when somebody else was faster."""
    return versions.change(session, PLANS.c.id, plan, **values)


def of_place(session: Session, place: str) -> list[CarePlan]:
    """The open plans of a building."""
    return _plans(session, _OPEN, PLANS.c.place == place)


def of_people(session: Session, people: Sequence[int]) -> list[CarePlan]:
    """The open plans that some people are responsible for."""
    return _plans(session, _OPEN, PLANS.c.responsible_id.in_(people))


def of_stations(
    session: Session, stations: Sequence[str], ended_since: datetime | None = None
) -> list[CarePlan]:
    """The open plans of some stations; with a moment, those too that have ended since."""
    still = or_(_OPEN, PLANS.c.ended_at >= ended_since) if ended_since else _OPEN
    return _plans(session, still, PLANS.c.station.in_(stations))


def responsible(session: Session, before: date) -> list[int]:
    """Who is responsible for somebody whose visit may be due before a day."""
    may = or_(PLANS.c.next_on < before, PLANS.c.changed_at.is_not(None), PLANS.c.extra_on < before)
    of = select(PLANS.c.responsible_id).where(_OPEN, may).distinct().order_by(PLANS.c.responsible_id)
    return list(session.execute(of).scalars())


def due(session: Session, until: date) -> list[CarePlan]:
    """The open plans with a visit that may be due up to a day."""
    may = or_(PLANS.c.next_on <= until, PLANS.c.changed_at.is_not(None), PLANS.c.extra_on <= until)
    return _plans(session, _OPEN, may)


def stations(session: Session) -> list[str]:
    """The stations that have plans."""
    return list(session.execute(select(PLANS.c.station).where(_OPEN).distinct()).scalars())


def _plans(session: Session, *which: ColumnElement[bool]) -> list[CarePlan]:
    rows = session.execute(select(PLANS).where(*which).order_by(PLANS.c.id)).mappings()
    return [CarePlan.model_construct(**row) for row in rows]


# -- visits -----------------------------------------------------------------------------------------


def note_visit(session: Session, visit: Visit) -> int:
    """Keeps what came of a visit; gives its number, by which a note is added."""
    added = insert(VISITS).values(visit.model_dump()).returning(VISITS.c.id)
    return int(session.connection().execute(added).scalar_one())


def annotate(session: Session, visit: int, words: str) -> None:
    """What was written about a visit afterwards; more words go below the first."""
    before = session.execute(select(VISITS.c.note).where(VISITS.c.id == visit)).scalar_one()
    note = f"{before}\n{words}" if before else words
    session.execute(update(VISITS).where(VISITS.c.id == visit).values(note=note))


def visits_of(session: Session, plans: Sequence[int], since: date | None = None) -> list[Visit]:
    """The visits of some plans, oldest first."""
    of = select(*_VISIT).where(VISITS.c.plan_id.in_(plans))
    of = of.where(VISITS.c.day >= since) if since else of
    rows = session.execute(of.order_by(VISITS.c.at, VISITS.c.id)).mappings()
    return [Visit.model_construct(**row) for row in rows]


# -- pauses -----------------------------------------------------------------------------------------


def mute(session: Session, pause: Mute) -> None:
    """Keeps a pause."""
    session.execute(insert(MUTES).values(pause.model_dump()))


def mutes(session: Session, since: date) -> list[Mute]:
    """The pauses that hold on a day or later, those taken back among them."""
    of = select(*(MUTES.c[name] for name in Mute.model_fields)).where(MUTES.c.until >= since)
    return [Mute.model_construct(**row) for row in session.execute(of.order_by(MUTES.c.id)).mappings()]


def unmute(session: Session, day: date, at: datetime, *, plan: int | None = None, place: str = "") -> int:
    """Takes back the pauses of a household, or of a place, that hold on a day or later. Gives how many."""
    of = update(MUTES).where(MUTES.c.ended_at.is_(None), MUTES.c.until >= day)
    of = (
        of.where(MUTES.c.plan_id == plan)
        if plan
        else of.where(MUTES.c.plan_id.is_(None), MUTES.c.place == place)
    )
    return session.connection().execute(of.values(ended_at=at)).rowcount


# -- words that go ----------------------------------------------------------------------------------


def over(session: Session, before: datetime, most: int) -> list[int]:
    """Plans that ended before a moment and say still who it was."""
    ended = select(PLANS.c.id).where(PLANS.c.ended_at < before, PLANS.c.erased_at.is_(None))
    return list(session.execute(ended.order_by(PLANS.c.ended_at).limit(most)).scalars())


def bury(session: Session, plans: Sequence[int], at: datetime) -> int:
    """Takes away who it was and all that was written; building, days and outcomes stay. Gives how many."""
    those = update(PLANS).where(PLANS.c.id.in_(plans))
    words = {"door": "", "name": "", "telephone": "", "words": "", "extra_why": "", "ended_why": ""}
    gone = (
        session.connection()
        .execute(those.values(**words, erased_at=at, version=PLANS.c.version + 1))
        .rowcount
    )
    session.execute(update(VISITS).where(VISITS.c.plan_id.in_(plans)).values(note=""))
    session.execute(update(MUTES).where(MUTES.c.plan_id.in_(plans)).values(reason=""))
    return gone


def forget(session: Session, person_id: int, at: datetime) -> None:
    """What somebody wrote about visits goes; so does the plan of somebody of this name at this telephone."""
    session.execute(update(VISITS).where(VISITS.c.by_id == person_id).values(note=""))
    session.execute(update(MUTES).where(MUTES.c.noted_by == person_id).values(reason=""))
    person = session.get(PersonRow, person_id)
    if person is None or not person.telephone:
        return
    own = [
        plan.id for plan in _plans(session, PLANS.c.erased_at.is_(None)) if plan.telephone == person.telephone
    ]
    open_ = update(PLANS).where(PLANS.c.id.in_(own), _OPEN)
    session.execute(open_.values(ended_at=at, next_on=None, changed_at=None, extra_on=None))
    bury(session, own, at)
