"""Help that was asked for with a report; a change counts only for who read the newest version: first press wins."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from fieldwork.helping import Help, Helper, HelpKind, HelpState
from storage import versions
from storage.network import table_of
from storage.tables import HelperRow, HelpRow

_HELPS, _HELPERS = table_of(HelpRow), table_of(HelperRow)


def ask(session: Session, help_: Help) -> Help:
    """Keeps a request for help and gives it its number."""
    values = help_.model_dump(exclude={"id"})
    help_.id = session.execute(insert(_HELPS).values(values).returning(_HELPS.c.id)).scalar_one()
    return help_


def by_id(session: Session, id_: int) -> Help | None:
    row = session.execute(select(_HELPS).where(_HELPS.c.id == id_)).mappings().first()
    return Help.model_construct(**row) if row else None


def of_report(session: Session, serial: int) -> list[Help]:
    """All help that was asked for with a report, oldest first."""
    rows = session.execute(select(_HELPS).where(_HELPS.c.serial == serial).order_by(_HELPS.c.id))
    return [Help.model_construct(**row) for row in rows.mappings()]


def change(session: Session, help_: Help, **values: Any) -> bool:
    """Changes what still stands as it was read; False when somebody else was faster."""
    return versions.change(session, _HELPS.c.id, help_, **values)


def on_day(session: Session, day: date) -> list[Help]:
    """What volunteers have taken on for a day."""
    rows = session.execute(select(_HELPS).where(_HELPS.c.day == day, _HELPS.c.state == HelpState.TAKEN))
    return [Help.model_construct(**row) for row in rows.mappings()]


def silent(
    session: Session, kinds: Sequence[HelpKind], states: Collection[HelpState], since: datetime
) -> list[int]:
    """From whom nothing was heard since a moment, as numbers of requests, oldest first."""
    heard = func.coalesce(_HELPS.c.heard_at, _HELPS.c.asked_at)
    quiet = select(_HELPS.c.id).where(_HELPS.c.kind.in_(kinds), _HELPS.c.state.in_(states), heard <= since)
    return list(session.execute(quiet.order_by(_HELPS.c.id)).scalars())


# -- who claimed it ---------------------------------------------------------------------------------


def join(session: Session, helper: Helper) -> None:
    """Somebody is in on it, also once more after they left."""
    back = update(_HELPERS).where(*_same(helper.help_id, helper.person_id))
    values = helper.model_dump()
    if session.connection().execute(back.values(**values)).rowcount == 0:
        session.execute(insert(_HELPERS).values(**values))


def part(session: Session, help_id: int, at: datetime, person_id: int | None = None) -> None:
    """Somebody is out of it; or everybody."""
    whose = _same(help_id, person_id) if person_id is not None else (_HELPERS.c.help_id == help_id,)
    session.execute(update(_HELPERS).where(*whose, _HELPERS.c.left_at.is_(None)).values(left_at=at))


def helpers(session: Session, help_id: int) -> list[Helper]:
    """Who is in on it, the lead first."""
    who = select(_HELPERS).where(_HELPERS.c.help_id == help_id, _HELPERS.c.left_at.is_(None))
    rows = session.execute(who.order_by(_HELPERS.c.leads.desc(), _HELPERS.c.joined_at, _HELPERS.c.person_id))
    return [Helper.model_construct(**row) for row in rows.mappings()]


def _same(help_id: int, person_id: int) -> tuple[Any, ...]:
    return _HELPERS.c.help_id == help_id, _HELPERS.c.person_id == person_id
