"""Outings from door to door, and their household lines."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlmodel import Session

from fieldwork.activities import HouseholdLine, Met, Outing
from storage.network import table_of
from storage.tables import HouseholdLineRow, OutingRow, PersonRow

OUTINGS, LINES, PEOPLE = table_of(OutingRow), table_of(HouseholdLineRow), table_of(PersonRow)


def begin(session: Session, outing: Outing) -> Outing:
    """Keeps a new outing; with its person stands that it is theirs, so that nobody else's words are looked up."""
    values = outing.model_dump(exclude={"id"})
    added = insert(OUTINGS).values(values).returning(OUTINGS.c.id)
    outing.id = session.connection().execute(added).scalar_one()
    whose = update(PEOPLE).where(PEOPLE.c.id == outing.person_id)
    session.connection().execute(whose.values(outing_id=outing.id))
    return outing


def by_id(session: Session, outing_id: int) -> Outing | None:
    """The outing of that number."""
    found = _outings(session, OUTINGS.c.id == outing_id)
    return found[0] if found else None


def at(session: Session, person_id: int, moment: datetime) -> Outing | None:
    """Somebody's outing that was under way at a moment, the latest of them."""
    during = OUTINGS.c.began_at <= moment, or_(OUTINGS.c.ended_at.is_(None), OUTINGS.c.ended_at > moment)
    found = _outings(session, OUTINGS.c.person_id == person_id, *during)
    return found[-1] if found else None


def begun_at(session: Session, person_id: int, moment: datetime) -> Outing | None:
    """Somebody's outing that began at a moment: that of the message that began it."""
    found = _outings(session, OUTINGS.c.person_id == person_id, OUTINGS.c.began_at == moment)
    return found[-1] if found else None


def places_of(session: Session, person_id: int, most: int) -> list[str]:
    """Where somebody went last, the newest first, each once."""
    of = select(OUTINGS.c.place).where(OUTINGS.c.person_id == person_id)
    newest = session.connection().execute(of.order_by(OUTINGS.c.id.desc()).limit(10 * most)).scalars()
    return list(dict.fromkeys(newest))[:most]


def over(session: Session, person_id: int, most: int) -> list[Outing]:
    """Somebody's last ones that became an activity, the newest first."""
    became = OUTINGS.c.ended_at.is_not(None), OUTINGS.c.serial.is_not(None)
    newest = select(OUTINGS.c.id).where(OUTINGS.c.person_id == person_id, *became)
    ids = session.connection().execute(newest.order_by(OUTINGS.c.id.desc()).limit(most)).scalars().all()
    return _outings(session, OUTINGS.c.id.in_(ids))[::-1]


def under_way(session: Session) -> list[Outing]:
    """All that nobody has ended."""
    return _outings(session, OUTINGS.c.ended_at.is_(None))


def change(session: Session, outing: Outing, **values: Any) -> None:
    """Changes an outing; the person's chat is its lock, since one chat is handled in turn."""
    session.connection().execute(update(OUTINGS).where(OUTINGS.c.id == outing.id).values(**values))
    for name, value in values.items():
        setattr(outing, name, value)


def move(session: Session, outing: Outing, place: str) -> None:
    """It was at another place all along, and so were its doors."""
    there = update(LINES).where(LINES.c.outing_id == outing.id, LINES.c.place == outing.place)
    session.connection().execute(there.values(place=place))
    change(session, outing, place=place)


def claim_end(session: Session, outing: Outing, ended_at: datetime) -> bool:
    """Ends it, unless somebody else just did: a tap and the evening may meet."""
    ours = update(OUTINGS).where(OUTINGS.c.id == outing.id, OUTINGS.c.ended_at.is_(None))
    if session.connection().execute(ours.values(ended_at=ended_at)).rowcount != 1:
        return False
    outing.ended_at = ended_at
    return True


# -- lines ------------------------------------------------------------------------------------------


def add(session: Session, line: HouseholdLine) -> HouseholdLine:
    """Keeps a door."""
    values = line.model_dump(exclude={"id"})
    line.id = session.connection().execute(insert(LINES).values(values).returning(LINES.c.id)).scalar_one()
    return line


def lines(session: Session, outing_id: int) -> list[HouseholdLine]:
    """The doors of an outing, in the order they were told."""
    return _lines(session, LINES.c.outing_id == outing_id)


def of_activity(session: Session, serial: int) -> list[HouseholdLine]:
    """The doors of an activity, in the same order: those of its round, or of a need found beside it."""
    return _lines(session, LINES.c.serial == serial)


def _lines(session: Session, *which: Any) -> list[HouseholdLine]:
    columns = (LINES.c[name] for name in HouseholdLine.model_fields)
    of = select(*columns).where(*which).order_by(LINES.c.at, LINES.c.id)
    return [HouseholdLine.model_validate(dict(row)) for row in session.connection().execute(of).mappings()]


def of_round(session: Session, serial: int) -> list[HouseholdLine]:
    """The doors at which a round called, of the activity that it became; in the same order."""
    return _lines(session, LINES.c.serial == serial, LINES.c.outing_id.is_not(None))


def calls(session: Session, serial: int) -> int:
    """How many those are."""
    of = LINES.c.serial == serial, LINES.c.outing_id.is_not(None)
    return int(session.connection().execute(select(func.count()).where(*of)).scalar_one())


def not_met(session: Session, serial: int) -> int:
    """未遇: at how many calls of an activity nobody was in."""
    return many_not_met(session, [serial]).get(serial, 0)


def many_not_met(session: Session, serials: Sequence[int]) -> dict[int, int]:
    """The same of many activities, by serial; those without are left out."""
    missed = LINES.c.serial.in_(serials), LINES.c.met == Met.NOT_MET
    many = select(LINES.c.serial, func.count()).where(*missed).group_by(LINES.c.serial)
    return {serial: int(number) for serial, number in session.connection().execute(many)}


def add_not_met(session: Session, serial: int, place: str, at: datetime, many: int) -> None:
    """Keeps that nobody was in at so many calls of a past activity; at which doors nobody knows any more."""
    line = HouseholdLine(serial=serial, at=at, place=place, met=Met.NOT_MET).model_dump(exclude={"id"})
    if many:
        session.connection().execute(insert(LINES), [line] * many)


def name_need(session: Session, line: HouseholdLine, serial: int) -> None:
    """Notes which report came of a door."""
    session.connection().execute(update(LINES).where(LINES.c.id == line.id).values(need_serial=serial))
    line.need_serial = serial


def take_back(session: Session, ids: Sequence[int]) -> None:
    """Some lines were a mistake, or say something else now."""
    session.connection().execute(delete(LINES).where(LINES.c.id.in_(ids)))


def _outings(session: Session, *which: Any) -> list[Outing]:
    columns = (OUTINGS.c[name] for name in Outing.model_fields)
    rows = session.connection().execute(select(*columns).where(*which).order_by(OUTINGS.c.began_at))
    return [Outing.model_validate(dict(row)) for row in rows.mappings()]
