"""What each person wants to come in a rhythm; of whom nothing is kept it comes as it is shipped."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from fieldwork.rhythms import Rhythm, RhythmKind
from storage.network import table_of
from storage.tables import RhythmRow

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
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = rhythm.model_dump()
    said = {name: value for name, value in values.items() if name not in ("person_id", "kind")}
    added = dialect.insert(_RHYTHMS).values(**values)
    session.execute(added.on_conflict_do_update(index_elements=["person_id", "kind"], set_=said))


def _read(session: Session, *where: ColumnElement[bool]) -> list[Rhythm]:
    rows = session.execute(select(_RHYTHMS).where(*where)).mappings()
    return [Rhythm.model_construct(**row) for row in rows]
