"""Where everything begins: a bot that nobody runs yet gives one invitation, to its first administrator.

There may be no network then, so that the role has no place; it gets the first top of the network once there
is one (storage/network.py).
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session

from fieldwork.invitations import FIRST_DAYS
from fieldwork.people import Invitation, RoleKind
from fieldwork.places import NOWHERE
from storage import people
from storage.network import table_of
from storage.tables import InvitationRow, PlaceRow

_INVITATIONS, _PLACES = table_of(InvitationRow), table_of(PlaceRow)


def first_invitation(session: Session, code: str, at: datetime) -> Invitation | None:
    """The invitation for the first administrator: one that is open already, else a new one under `code`.

    None where somebody holds the role. `at` is aware, in the field's zone.
    """
    if _somebody_runs_it(session, at.date()):
        return None
    return _open(session, at) or people.invite(
        session, code, RoleKind.ADMINISTRATOR, _top(session), "", FIRST_DAYS, at
    )


def _somebody_runs_it(session: Session, day: date) -> bool:
    return any(role.kind is RoleKind.ADMINISTRATOR for _, role in people.everybody(session, day))


def _open(session: Session, at: datetime) -> Invitation | None:
    unused = _INVITATIONS.c.used_at.is_(None) & _INVITATIONS.c.switched_off_at.is_(None)
    ours = select(_INVITATIONS).where(_INVITATIONS.c.role == RoleKind.ADMINISTRATOR, unused)
    row = session.connection().execute(ours.where(_INVITATIONS.c.expires_at > at)).mappings().first()
    return Invitation.model_construct(**row) if row else None


def _top(session: Session) -> str:
    """The first place without a parent, or nowhere."""
    tops = select(_PLACES.c.code).where(_PLACES.c.parent.is_(None)).order_by(_PLACES.c.ordinal).limit(1)
    return session.connection().execute(tops).scalar() or NOWHERE
