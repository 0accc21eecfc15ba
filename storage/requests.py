"""Requests: asked once, answered once; the first answer counts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session

from fieldwork.requests import Request, RequestKind, RequestState
from storage.network import table_of
from storage.tables import RequestRow

_REQUESTS = table_of(RequestRow)


def ask(session: Session, request: Request) -> Request:
    """Keeps a request and gives it its number; an open one of the same kind about the report lapses."""
    lapse(session, request.serial, request.asked_at, request.kind)
    values = request.model_dump(exclude={"id"})
    request.id = session.execute(insert(_REQUESTS).values(values).returning(_REQUESTS.c.id)).scalar_one()
    return request


def by_id(session: Session, id_: int) -> Request | None:
    row = session.execute(select(_REQUESTS).where(_REQUESTS.c.id == id_)).mappings().first()
    return Request.model_construct(**row) if row else None


def answer(
    session: Session,
    request: Request,
    state: RequestState,
    by: int,
    at: datetime,
    words: str = "",
    code: str = "",
) -> bool:
    """Keeps the answer, in words or by the code of a reason; False when somebody else was faster."""
    open_ = (_REQUESTS.c.id == request.id, _REQUESTS.c.state == RequestState.OPEN)
    values = {"state": state, "answered_by": by, "answered_at": at, "answer": words}
    values |= {"code": code} if code else {}
    done = session.connection().execute(update(_REQUESTS).where(*open_).values(**values))
    if done.rowcount != 1:
        return False
    for name, value in values.items():
        setattr(request, name, value)
    return True


def lapse(session: Session, serial: int, at: datetime, *kinds: RequestKind) -> list[int]:
    """What was asked about a report, of some kinds or of any, is not waited for any more. Gives what it was."""
    open_ = [_REQUESTS.c.serial == serial, _REQUESTS.c.state == RequestState.OPEN]
    if kinds:
        open_.append(_REQUESTS.c.kind.in_(kinds))
    lapsed = update(_REQUESTS).where(*open_).values(state=RequestState.LAPSED, answered_at=at)
    return list(session.execute(lapsed.returning(_REQUESTS.c.id)).scalars())


def of_report(session: Session, serial: int, *kinds: RequestKind) -> list[Request]:
    """What was asked about a report, oldest first."""
    which = [_REQUESTS.c.serial == serial]
    if kinds:
        which.append(_REQUESTS.c.kind.in_(kinds))
    rows = session.execute(select(_REQUESTS).where(*which).order_by(_REQUESTS.c.id))
    return [Request.model_construct(**row) for row in rows.mappings()]


def waiting(session: Session, stations: Sequence[str]) -> list[Request]:
    """What waits for an answer of some stations, oldest first."""
    which = (_REQUESTS.c.station.in_(stations), _REQUESTS.c.state == RequestState.OPEN)
    rows = session.execute(select(_REQUESTS).where(*which).order_by(_REQUESTS.c.id))
    return [Request.model_construct(**row) for row in rows.mappings()]
