"""The roll of a place: who belongs to it, who is invited, and how roles and people end (DESIGN 5).

Names are sealed, so a long list is found by places and numbers first, and only one page of it is opened.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select, update
from sqlmodel import Session

from fieldwork.people import Invitation, Person, Role, RoleKind
from storage import reachability
from storage.network import table_of
from storage.people import INVITATIONS, PEOPLE, ROLES, by_ids
from storage.tables import ReportRow

REPORTS = table_of(ReportRow)
_ROLE = tuple(ROLES.c[name] for name in Role.model_fields)
_FEW = 500  # values that one statement takes


class Held(NamedTuple):
    """A role as it is kept, with the number that buttons carry."""

    id: int
    role: Role


class Waiting(NamedTuple):
    """An invitation that nobody has used yet."""

    code: str
    role: RoleKind
    place: str
    for_person: int | None  # somebody known whom it brings back


def _held(rows: Sequence[Any]) -> list[Held]:
    return [
        Held(row[0], Role.model_construct(**dict(zip(Role.model_fields, row[1:], strict=True))))
        for row in rows
    ]


def _in_force(day: date) -> Any:
    until = or_(ROLES.c.until.is_(None), ROLES.c.until >= day)
    return ROLES.c.ended_at.is_(None) & (ROLES.c.since <= day) & until


# -- looking ----------------------------------------------------------------------------------------


def everyone(session: Session, day: date) -> list[Held]:
    """Every role in force on a day: numbers and places, no name."""
    found = select(ROLES.c.id, *_ROLE).where(_in_force(day)).order_by(ROLES.c.id)
    return _held(session.connection().execute(found).all())


def roles_of(session: Session, person_id: int, day: date) -> list[Held]:
    """Somebody's roles in force on a day."""
    mine = select(ROLES.c.id, *_ROLE).where(ROLES.c.person_id == person_id, _in_force(day))
    return _held(session.connection().execute(mine.order_by(ROLES.c.id)).all())


def role(session: Session, role_id: int) -> Role | None:
    """The role of that number, ended ones too."""
    found = session.connection().execute(select(ROLES.c.id, *_ROLE).where(ROLES.c.id == role_id)).all()
    return _held(found)[0].role if found else None


def invited(session: Session) -> list[Waiting]:
    """Every open invitation, expired ones too: no name."""
    columns = (INVITATIONS.c[name] for name in Waiting._fields)
    open_ = INVITATIONS.c.single_use & INVITATIONS.c.used_at.is_(None)
    open_ &= INVITATIONS.c.switched_off_at.is_(None)
    rows = session.connection().execute(select(*columns).where(open_).order_by(INVITATIONS.c.code))
    return [Waiting(*row) for row in rows]


def invitations(session: Session, codes: Sequence[str]) -> dict[str, Invitation]:
    """Several invitations by code."""
    found = session.connection().execute(select(INVITATIONS).where(INVITATIONS.c.code.in_(codes)))
    return {row["code"]: Invitation(**row) for row in found.mappings()}


def names_at(session: Session, places: Collection[str], day: date) -> set[tuple[str, RoleKind, str]]:
    """Who holds what at some places today, by name, role and place: to see that nobody is invited twice."""
    roles = [held.role for held in everyone(session, day) if held.role.place in places]
    known: dict[int, Person] = {}
    ids = sorted({role.person_id for role in roles})
    for start in range(0, len(ids), _FEW):
        known |= by_ids(session, ids[start : start + _FEW])
    return {(known[role.person_id].name, role.kind, role.place) for role in roles if role.person_id in known}


def invited_at(
    session: Session, places: Collection[str], at: datetime
) -> dict[tuple[str, RoleKind, str], str]:
    """The codes of open invitations at some places that are still good, by name, role and place."""
    codes = [each.code for each in invited(session) if each.place in places]
    found: dict[tuple[str, RoleKind, str], str] = {}
    for start in range(0, len(codes), _FEW):
        for code, each in invitations(session, codes[start : start + _FEW]).items():
            if each.expires_at is None or each.expires_at > at:
                found[(each.name, each.role, each.place)] = code
    return found


def reachable_with(session: Session, day: date, *kinds: RoleKind) -> list[Person]:
    """Those of some roles who can be written to."""
    ids = [held.role.person_id for held in everyone(session, day) if held.role.kind in kinds]
    known = by_ids(session, ids)
    return [one for one in known.values() if one.account is not None and one.blocked_at is None]


def named(session: Session, said: str) -> list[Person]:
    """The person of a number, or everybody of exactly that name: names are sealed, so all are opened."""
    if said.isascii() and said.isdigit():
        return list(by_ids(session, [int(said)]).values()) if len(said) < 10 else []
    ids = session.connection().execute(select(PEOPLE.c.id, PEOPLE.c.name).order_by(PEOPLE.c.id))
    return list(by_ids(session, [id_ for id_, name in ids if name == said and said]).values())


def reported(session: Session, person_id: int) -> int:
    """How many reports somebody has made."""
    many = select(func.count()).select_from(REPORTS).where(REPORTS.c.reporter_id == person_id)
    return int(session.connection().execute(many).scalar_one())


# -- ending and changing ----------------------------------------------------------------------------


def end_role(session: Session, role_id: int, at: datetime, by: int | None) -> bool:
    """Ends a role at once. False: it had ended already."""
    open_ = (ROLES.c.id == role_id) & ROLES.c.ended_at.is_(None)
    ended = update(ROLES).where(open_).values(ended_at=at, ended_by=by)
    if session.connection().execute(ended).rowcount == 0:
        return False
    reachability.changed(session)
    return True


def end_all_roles(session: Session, person_id: int, at: datetime, by: int | None) -> None:
    """Ends every role of somebody at once."""
    open_ = (ROLES.c.person_id == person_id) & ROLES.c.ended_at.is_(None)
    session.connection().execute(update(ROLES).where(open_).values(ended_at=at, ended_by=by))
    reachability.changed(session)


def unlink(session: Session, person_id: int, left_at: datetime | None = None) -> None:
    """Ends the link between somebody and their account; with `left_at` they went by themselves."""
    gone: dict[str, Any] = {"account": None, "blocked_at": None}
    if left_at is not None:
        gone["left_at"] = left_at
    session.connection().execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(**gone))
    reachability.changed(session)


def change(session: Session, person_id: int, **values: Any) -> None:
    """Changes what is kept of somebody: name, telephone, what they asked for."""
    session.connection().execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(**values))


def withdraw(session: Session, code: str, at: datetime) -> bool:
    """Switches an invitation off. False: it was used, or switched off already."""
    open_ = (INVITATIONS.c.code == code) & INVITATIONS.c.used_at.is_(None)
    open_ &= INVITATIONS.c.switched_off_at.is_(None)
    off = update(INVITATIONS).where(open_).values(switched_off_at=at)
    return session.connection().execute(off).rowcount == 1
