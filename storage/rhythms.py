"""What each person wants to come in a rhythm; of whom nothing is kept it comes as it is shipped."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session

from fieldwork.rhythms import Rhythm, RhythmKind
from storage.network import table_of
from storage.tables import RhythmRow
from storage.upserting import insert_into, upsert

_RHYTHMS = table_of(RhythmRow)


def of(session: Session, person: int, kind: RhythmKind) -> Rhythm:
    """How one person wants one of them."""
    kept = _read(session, _RHYTHMS.c.person_id == person, _RHYTHMS.c.kind == kind)
    return kept[0] if kept else Rhythm(person_id=person, kind=kind)


def of_person(session: Session, person: int) -> dict[RhythmKind, Rhythm]:
    """Those of one person about which anything is kept."""
    return {rhythm.kind: rhythm for rhythm in _read(session, _RHYTHMS.c.person_id == person)}


def of_kind(session: Session, kind: RhythmKind) -> dict[int, Rhythm]:
    """One of them, of everybody of whom anything is kept."""
    return {rhythm.person_id: rhythm for rhythm in _read(session, _RHYTHMS.c.kind == kind)}


def keep(session: Session, rhythm: Rhythm) -> None:
    """Keeps how one person wants one of them, in the place of what was kept before."""
    upsert(session.connection(), _RHYTHMS, [rhythm.model_dump()])


def _read(session: Session, *where: ColumnElement[bool]) -> list[Rhythm]:
    rows = session.execute(select(_RHYTHMS).where(*where)).mappings()
    return [Rhythm.model_construct(**row) for row in rows]


def come(session: Session, person: int, kind: RhythmKind, at: datetime, since: datetime) -> bool:
    """It comes now, for the first time since a moment. False where it came already: a conditional update, so
    that of two processes one sends it."""
    fresh = Rhythm(person_id=person, kind=kind).model_dump()
    session.execute(insert_into(session.connection(), _RHYTHMS).values(**fresh).on_conflict_do_nothing())
    ours = (_RHYTHMS.c.person_id == person, _RHYTHMS.c.kind == kind)
    not_yet = (_RHYTHMS.c.asked_at.is_(None)) | (_RHYTHMS.c.asked_at < since)
    return (
        session.connection().execute(update(_RHYTHMS).where(*ours, not_yet).values(asked_at=at)).rowcount == 1
    )
