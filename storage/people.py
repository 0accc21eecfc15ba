"""People, their roles and their invitations as they are kept (DESIGN 5).

`by_account` and `roles_of` run once an update and are plain Core statements. Whatever changes who can be
reached grows one number, so that a `Roster` is read again only then.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, bindparam, insert, or_, select, update
from sqlmodel import Session

from fieldwork.people import STAFF, Absence, Invitation, Person, Rings, Role, RoleKind, Staffing
from fieldwork.places import Network
from storage import duties, reachability
from storage.network import FACTS, table_of
from storage.tables import AbsenceRow, InvitationRow, PersonRow, RoleRow

PEOPLE, ROLES, INVITATIONS = table_of(PersonRow), table_of(RoleRow), table_of(InvitationRow)
ABSENCES = table_of(AbsenceRow)
BOT_USERNAME = "bot_username"  # the fact that holds it, written at each start
_SUMMED_AT = "summed_at"  # what a transaction knows of it


class JoiningRefused(Exception):
    """An invitation that gives nothing. `why` names the sentence for the person.

    unknown: no such code · expired: its days are over · used: somebody else used it · own: the one who
    asks has used it before (they keep what it gave) · off: withdrawn, or a newer code took its place ·
    another: made for somebody known who comes back, and brought by an account that is somebody else's.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Joined(BaseModel, frozen=True):
    """What an invitation gave: the person, the role, and whether they held it already."""

    person: Person
    role: Role
    already: bool = False


# -- who is this ------------------------------------------------------------------------------------

_PERSON = tuple(PEOPLE.c[name] for name in Person.model_fields)
_ROLE = tuple(ROLES.c[name] for name in Role.model_fields)
IN_FORCE = (
    ROLES.c.ended_at.is_(None)
    & (ROLES.c.since <= bindparam("day"))
    & or_(ROLES.c.until.is_(None), ROLES.c.until >= bindparam("day"))
)
_BY_ACCOUNT = select(*_PERSON).where(PEOPLE.c.account == bindparam("account"))
_BY_ID = select(*_PERSON).where(PEOPLE.c.id == bindparam("id"))
_SUMMED = select(PEOPLE.c.summed_at).where(PEOPLE.c.id == bindparam("id"))
_ROLES_OF = select(*_ROLE).where(ROLES.c.person_id == bindparam("person_id"), IN_FORCE).order_by(ROLES.c.id)


def by_account(session: Session, account: int) -> Person | None:
    """The person whose private chat this is; None for a stranger."""
    return _person(session, _BY_ACCOUNT, account=account)


def by_id(session: Session, person_id: int) -> Person | None:
    """The person of that number."""
    return _person(session, _BY_ID, id=person_id)


def by_ids(session: Session, ids: Sequence[int]) -> dict[int, Person]:
    """Several people at once, by number; unknown ones are left out."""
    found = session.connection().execute(select(*_PERSON).where(PEOPLE.c.id.in_(ids)))
    return {row[0]: _as_person(row) for row in found}


def roles_of(session: Session, person_id: int, day: date) -> list[Role]:
    """The roles somebody holds on a day, in the order they were given."""
    found = session.connection().execute(_ROLES_OF, {"person_id": person_id, "day": day})
    return [_as_role(row) for row in found]


def _person(session: Session, statement: Select[Any], **values: int) -> Person | None:
    row = session.connection().execute(statement, values).first()
    return _as_person(row) if row else None


def _as_person(row: Sequence[Any]) -> Person:
    return Person.model_construct(**dict(zip(Person.model_fields, row, strict=True)))


def _as_role(row: Sequence[Any]) -> Role:
    return Role.model_construct(**dict(zip(Role.model_fields, row, strict=True)))


# -- who works where --------------------------------------------------------------------------------


def staffing(session: Session, network: Network, day: date) -> Staffing:
    """Who works where on a day: staff roles in force, and the people who hold them."""
    statement = select(*_PERSON, *_ROLE).join_from(PEOPLE, ROLES, PEOPLE.c.id == ROLES.c.person_id)
    statement = statement.where(ROLES.c.kind.in_(list(STAFF)), IN_FORCE).order_by(ROLES.c.id)
    found = session.connection().execute(statement, {"day": day}).all()
    width = len(_PERSON)
    people = {row[0]: row[:width] for row in found}
    roles = [_as_role(row[width:]) for row in found]
    away = absences(session, day)
    return Staffing(network, [_as_person(row) for row in people.values()], roles, day, away,
                    duties=duties.duties(session, day, day), closures=duties.closures(session))  # fmt: skip


def everybody(session: Session, day: date) -> list[tuple[Person, Role]]:
    """Everybody with a role in force on a day, once for each, in the order they came."""
    statement = select(*_PERSON, *_ROLE).join_from(PEOPLE, ROLES, PEOPLE.c.id == ROLES.c.person_id)
    statement = statement.where(IN_FORCE).order_by(PEOPLE.c.id, ROLES.c.id)
    found, width = session.connection().execute(statement, {"day": day}), len(_PERSON)
    return [(_as_person(row[:width]), _as_role(row[width:])) for row in found]


def holding(
    session: Session, kind: RoleKind, places: Sequence[str] | None, day: date
) -> list[tuple[Person, str]]:  # fmt: skip
    """Who holds a role of a kind at one of these places on a day, with the place, in the order they came.

    None: at whatever place. A district has more places than a statement should name.
    """
    statement = select(*_PERSON, ROLES.c.place).join_from(PEOPLE, ROLES, PEOPLE.c.id == ROLES.c.person_id)
    statement = statement.where(ROLES.c.kind == kind, IN_FORCE)
    if places is not None:
        statement = statement.where(ROLES.c.place.in_(places))
    found = session.connection().execute(statement.order_by(PEOPLE.c.id, ROLES.c.id), {"day": day})
    return [(_as_person(row[:-1]), str(row[-1])) for row in found]


def at_places(session: Session, day: date) -> dict[str, set[int]]:
    """Who has joined and holds a role on a day, as numbers of people, by the role's place."""
    statement = select(ROLES.c.place, ROLES.c.person_id).join_from(
        ROLES, PEOPLE, PEOPLE.c.id == ROLES.c.person_id
    )
    joined = statement.where(PEOPLE.c.account.is_not(None), IN_FORCE)
    found: dict[str, set[int]] = {}
    for place, number in session.connection().execute(joined, {"day": day}):
        found.setdefault(place, set()).add(number)
    return found


class Roster:
    """The staffing as it was last read; read again on another day, another network, other people."""

    def __init__(self) -> None:
        self._held: tuple[tuple[int, int, date], Staffing] | None = None

    def staffing(self, session: Session, network: Network, day: date) -> Staffing:
        """Who works where, as of this transaction."""
        held, mark = self._held, (reachability.version(session), network.version, day)
        if held is None or held[0] != mark:
            held = (mark, staffing(session, network, day))
            self._held = held
        return held[1]


# -- who is away ------------------------------------------------------------------------------------


def absences(session: Session, day: date, person_id: int | None = None) -> list[Absence]:
    """Who is away on a day, or will be later, the sooner first; one person's where that is asked."""
    coming = _not_over(day) & ABSENCES.c.ended_at.is_(None)
    statement = select(ABSENCES).where(coming).order_by(ABSENCES.c.since, ABSENCES.c.id)
    if person_id is not None:
        statement = statement.where(ABSENCES.c.person_id == person_id)
    names = Absence.model_fields
    found = session.connection().execute(statement).mappings()
    return [Absence.model_construct(**{name: row[name] for name in names}) for row in found]


def be_away(session: Session, absence: Absence) -> None:
    """Notes an absence; one that was noted before for the same days is ended by it."""
    for earlier in absences(session, absence.since, absence.person_id):
        if absence.until is None or earlier.since <= absence.until:
            _end(session, ABSENCES.c.since == earlier.since, absence.person_id, absence.noted_at)
    session.connection().execute(insert(ABSENCES).values(**absence.model_dump()))
    reachability.changed(session)


def come_back(session: Session, person_id: int, day: date, at: datetime) -> bool:
    """Ends somebody's absence of today, or takes back those to come; False where there is none."""
    today, later = ABSENCES.c.since <= day, ABSENCES.c.since > day
    done = _end(session, today & _not_over(day), person_id, at) or _end(session, later, person_id, at)
    if done:
        reachability.changed(session)
    return done


def _not_over(day: date) -> ColumnElement[bool]:
    return or_(ABSENCES.c.until.is_(None), ABSENCES.c.until >= day)


def _end(session: Session, which: ColumnElement[bool], person_id: int, at: datetime) -> bool:
    theirs = (ABSENCES.c.person_id == person_id) & ABSENCES.c.ended_at.is_(None) & which
    return session.connection().execute(update(ABSENCES).where(theirs).values(ended_at=at)).rowcount > 0


# -- what rings -------------------------------------------------------------------------------------


def set_rings(session: Session, person_id: int, rings: Rings) -> None:
    """Which reports of their station ring somebody."""
    session.connection().execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(rings=rings))
    reachability.changed(session)


def set_quiet_after(session: Session, person_id: int, many: int) -> None:
    """How many cards that wait ring somebody one by one."""
    session.connection().execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(quiet_after=many))
    reachability.changed(session)


def summed_at(session: Session, person_id: int) -> datetime | None:
    """When the summary of what waits last rang somebody; asked once a transaction, for each report of a batch."""
    known: dict[int, datetime | None] = session.info.setdefault(_SUMMED_AT, {})
    if person_id not in known:
        known[person_id] = session.connection().execute(_SUMMED, {"id": person_id}).scalar()
    return known[person_id]


def note_summed(session: Session, person_id: int, at: datetime | None) -> None:
    """When the summary of what waits last rang somebody; None: there is none any more."""
    session.connection().execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(summed_at=at))
    session.info.setdefault(_SUMMED_AT, {})[person_id] = at


# -- roles ------------------------------------------------------------------------------------------


def grant(
    session: Session, person: Person, kind: RoleKind, place: str, day: date, by: int | None = None
) -> Role:
    """Gives a role from a day on. One that is in force already is left as it is and returned."""
    for role in roles_of(session, person.id, day):
        if role.kind is kind and role.place == place:
            return role
    role = Role(person_id=person.id, kind=kind, place=place, since=day, granted_by=by)
    session.connection().execute(insert(ROLES).values(**role.model_dump()))
    reachability.changed(session)
    return role


def enter(
    session: Session, account: int | None, name: str, language: str, at: datetime, telephone: str = "",
    agreed: str = "",
) -> Person:  # fmt: skip
    """Writes a new person down; with an account they have joined. `agreed` names the lines they agreed to."""
    person = Person(account=account, name=name, telephone=telephone, language=language,
                    joined_at=at if account is not None else None, agreed=agreed,
                    agreed_at=at if agreed else None)  # fmt: skip
    new = insert(PEOPLE).values(**person.model_dump(exclude={"id"})).returning(PEOPLE.c.id)
    person.id = session.connection().execute(new).scalar_one()
    reachability.changed(session)
    return person


def agree(session: Session, person_id: int, version: str, at: datetime) -> None:
    """Keeps that somebody agreed, to which version of the five lines, and when."""
    told = update(PEOPLE).where(PEOPLE.c.id == person_id).values(agreed=version, agreed_at=at)
    session.connection().execute(told)


def set_language(session: Session, person_id: int, language: str) -> None:
    """The language somebody wants to be spoken to in."""
    session.connection().execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(language=language))


def set_blocked(session: Session, account: int, at: datetime | None) -> bool:
    """Notes since when the bot cannot write to somebody; None: it can again. Says whether that is news."""
    changes = PEOPLE.c.blocked_at.is_(None) if at else PEOPLE.c.blocked_at.is_not(None)
    done = session.connection().execute(
        update(PEOPLE).where(PEOPLE.c.account == account, changes).values(blocked_at=at)
    )
    if done.rowcount:
        reachability.changed(session)
    return bool(done.rowcount)


# -- invitations ------------------------------------------------------------------------------------


def invite(
    session: Session,
    code: str,
    role: RoleKind,
    place: str,
    name: str,
    days: int,
    at: datetime,
    by: int | None = None,
    telephone: str = "",
    for_person: int | None = None,
) -> Invitation:
    """Keeps an invitation under a fresh code: for one person, and for so many days from `at`.

    `for_person`: whoever brings it is that person again, with all that they were.
    """
    made = Invitation(code=code, role=role, place=place, name=name, made_by=by, telephone=telephone,
                      expires_at=at + timedelta(days), for_person=for_person)  # fmt: skip
    session.connection().execute(insert(INVITATIONS).values(**made.model_dump()))
    return made


def building_code(session: Session, place: str, code: str) -> Invitation:
    """The standing code of a building, which gives `resident` and is never used up.

    Made once: where the building has none yet, `code` (a fresh one) becomes it.
    """
    held = door_code(session, place)
    if held:
        return held
    made = Invitation(code=code, role=RoleKind.RESIDENT, place=place, single_use=False)
    session.connection().execute(insert(INVITATIONS).values(**made.model_dump()))
    return made


def _standing(place: str) -> ColumnElement[bool]:
    """The code of a building that none has taken the place of: such a one has no end."""
    mine = (INVITATIONS.c.place == place) & INVITATIONS.c.single_use.is_(False)
    return mine & INVITATIONS.c.expires_at.is_(None)


def door_code(session: Session, place: str) -> Invitation | None:
    """The standing code of a building, switched off or not; None where it has none yet."""
    row = session.connection().execute(select(INVITATIONS).where(_standing(place))).mappings().first()
    return Invitation(**row) if row else None


def renew_door_code(session: Session, place: str, code: str, at: datetime) -> Invitation:
    """A fresh code for a building; the old one, on whatever paper, is good for nothing from now on."""
    ended = update(INVITATIONS).where(_standing(place)).values(expires_at=at, switched_off_at=at)
    session.connection().execute(ended)
    return building_code(session, place, code)


def switch_door_code(session: Session, place: str, off_at: datetime | None) -> None:
    """Switches a building's code off, or on again (None): the paper at the door stays the same."""
    switched = update(INVITATIONS).where(_standing(place)).values(switched_off_at=off_at)
    session.connection().execute(switched)


def bot_username(session: Session) -> str:
    """The name invitation links go to, as Telegram told it at the bot's last start; "" before the first."""
    told = select(FACTS.c.value).where(FACTS.c.name == BOT_USERNAME)
    return str(session.connection().execute(told).scalar() or "")


def invitation(session: Session, code: str) -> Invitation | None:
    """The invitation of that code, used and expired ones too."""
    row = (
        session.connection().execute(select(INVITATIONS).where(INVITATIONS.c.code == code)).mappings().first()
    )
    return Invitation(**row) if row else None


def join(session: Session, code: str, account: int, name: str, language: str, at: datetime) -> Joined:
    """Gives what an invitation promises to the one who brings its code, or raises JoiningRefused.

    `at` is aware, in the field's zone: its date is the role's first day. `name` is what Telegram says;
    the name on the invitation wins, for it is the one the station knows. Nothing is kept of one refused.
    """
    found, person = invitation(session, code), by_account(session, account)
    if found is None:
        raise JoiningRefused("unknown")
    if found.switched_off_at is not None:
        raise JoiningRefused(_why_off(found))
    returning = _returning(session, found, person)
    if found.single_use:
        _use_up(session, found, person, at)
    if returning is not None:
        person = _link(session, returning, account)
    person = _arrive(session, person, account, found.name or name, language, at, found.telephone)
    if found.single_use:
        mine = update(INVITATIONS).where(INVITATIONS.c.code == code).values(used_by=person.id)
        session.connection().execute(mine)
    held = [
        r for r in roles_of(session, person.id, at.date()) if (r.kind, r.place) == (found.role, found.place)
    ]
    role = held[0] if held else grant(session, person, found.role, found.place, at.date(), found.made_by)
    return Joined(person=person, role=role, already=bool(held))


def _why_off(found: Invitation) -> str:
    if found.single_use:
        return "off"
    return "replaced" if found.expires_at is not None else "closed"


def _use_up(session: Session, found: Invitation, person: Person | None, at: datetime) -> None:
    """The update is the lock: of two who press the same link at once, one finds it used."""
    if found.used_at is not None:
        raise JoiningRefused("own" if person and found.used_by == person.id else "used")
    if found.expires_at is not None and found.expires_at <= at:
        raise JoiningRefused("expired")
    unused = (INVITATIONS.c.code == found.code) & INVITATIONS.c.used_at.is_(None)
    if session.connection().execute(update(INVITATIONS).where(unused).values(used_at=at)).rowcount == 0:
        raise JoiningRefused("used")


def _returning(session: Session, found: Invitation, person: Person | None) -> Person | None:
    """Whom an invitation brings back, where it was made for somebody known who has no account now."""
    if found.for_person is None or (person and person.id == found.for_person):
        return None
    known = by_id(session, found.for_person)
    if person is not None or known is None or known.account is not None:
        raise JoiningRefused("another" if person and found.used_at is None else "used")
    return known


def _link(session: Session, person: Person, account: int) -> Person:
    linked = {"account": account, "left_at": None}
    session.connection().execute(update(PEOPLE).where(PEOPLE.c.id == person.id).values(**linked))
    reachability.changed(session)
    return person.model_copy(update=linked)


def _arrive(
    session: Session, person: Person | None, account: int, name: str, language: str, at: datetime,
    telephone: str = "",
) -> Person:  # fmt: skip
    """The person behind an account, written down at first sight; whoever writes has not blocked the bot."""
    if person is None:
        return enter(session, account, name, language, at, telephone)
    arrived = person.model_copy(
        update={"name": person.name or name, "joined_at": person.joined_at or at, "blocked_at": None,
                "telephone": person.telephone or telephone}
    )  # fmt: skip
    if arrived != person:
        changed = arrived.model_dump(include={"name", "joined_at", "blocked_at", "telephone"})
        session.connection().execute(update(PEOPLE).where(PEOPLE.c.id == person.id).values(**changed))
        reachability.changed(session)
    return arrived
