"""Cases: a code, what it is about, when it was opened and closed. Who it is stands nowhere."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, insert, select
from sqlmodel import Session

from fieldwork import numbers
from fieldwork.cases import Case
from storage import versions
from storage.network import table_of
from storage.tables import CaseRow

CASES = table_of(CaseRow)
AT_ONCE = 500


def open_(session: Session, case: Case) -> Case:
    """Keeps a new case and gives it its number."""
    values = case.model_dump(exclude={"id"})
    case.id = session.connection().execute(insert(CASES).values(values).returning(CASES.c.id)).scalar_one()
    return case


def by_id(session: Session, case_id: int) -> Case | None:
    """The case of that number."""
    found = _cases(session, CASES.c.id == case_id)
    return found[0] if found else None


def of_worker(session: Session, person_id: int) -> list[Case]:
    """Somebody's own, the open ones first, then by the day they were closed."""
    found = _cases(session, CASES.c.worker_id == person_id)
    return sorted(found, key=lambda case: (case.closed_on is not None, -case.id))


def many_of_worker(session: Session, worker_id: int) -> int:
    """How many somebody has ever opened."""
    own = select(func.count()).select_from(CASES).where(CASES.c.worker_id == worker_id)
    return int(session.connection().execute(own).scalar_one())


def categories(session: Session, found: Iterable[str]) -> dict[str, str]:
    """Of the codes of cases among what lines have for a category: as what each counts there."""
    ids = [id_ for code in found if (id_ := numbers.case_in(code))]
    some = (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE))
    return {case.code: case.category for few in some for case in _cases(session, CASES.c.id.in_(few))}


def change(session: Session, case: Case, **values: Any) -> bool:
    """Changes a case that still stands as it was read; False when somebody else was faster."""
    return versions.change(session, CASES.c.id, case, **values)


def _cases(session: Session, *which: Any) -> list[Case]:
    columns = (CASES.c[name] for name in Case.model_fields)
    rows = session.connection().execute(select(*columns).where(*which).order_by(CASES.c.id))
    return [Case.model_validate(dict(row)) for row in rows.mappings()]
