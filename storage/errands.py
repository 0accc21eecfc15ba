"""Errands: work too heavy for a handler, asked for in its transaction and done by a worker (DESIGN 3).

A worker claims an errand by a conditional UPDATE with a lease, works outside any write transaction, and
writes what came of it together with the letters that tell of it. A process that ends halfway has written
nothing: its lease lapses, and the errand is done once more; what ends two processes is given up, and the
one who asked is told. Leases are of the machine's clock.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, insert, or_, select, update
from sqlmodel import Session

from storage.network import table_of
from storage.tables import ErrandRow, ErrandState

ERRANDS = table_of(ErrandRow)
LEASE = 300.0  # seconds
FURTHEST = 3_600.0  # seconds ahead: what waits longer was written by a clock that was wrong
SHREDDED_AT_ONCE = 200  # files
MOST_TRIES = 2  # a process that was killed is no reason to give up; two are


class Errand(NamedTuple):
    """What is to be done, for whom; `tries` counts this one too."""

    id: int
    kind: str
    chat: int
    person_id: int | None
    content: Any
    tries: int
    asked_at: datetime

    @property
    def hopeless(self) -> bool:
        """It has ended every process that took it up."""
        return self.tries > MOST_TRIES


def ask(
    session: Session, kind: str, chat: int, person_id: int | None, content: dict[str, Any], at: datetime
) -> int:
    """Asks for an errand, as part of the caller's transaction; gives its number."""
    row = {"kind": kind, "chat": chat, "person_id": person_id, "content": content, "asked_at": at,
           "state": ErrandState.WAITING, "tries": 0}  # fmt: skip
    return int(session.connection().execute(insert(ERRANDS).values(row).returning(ERRANDS.c.id)).scalar_one())


def claim(session: Session, owner: str, ticks: float) -> Errand | None:
    """The oldest errand that nobody has in hand, now this owner's. The update is the lock."""
    free = _free(ticks)
    oldest = select(ERRANDS.c.id).where(free).order_by(ERRANDS.c.id).limit(8)
    for id_ in session.connection().execute(oldest).scalars().all():
        mine = update(ERRANDS).where(ERRANDS.c.id == id_, free)
        mine = mine.values(owner=owner, lease_until=ticks + LEASE, tries=ERRANDS.c.tries + 1)
        if session.connection().execute(mine).rowcount:
            return _by_id(session, id_)
    return None


def _free(ticks: float) -> Any:
    until = ERRANDS.c.lease_until
    lapsed = or_(until.is_(None), until <= ticks, until > ticks + FURTHEST)
    return (ERRANDS.c.state == ErrandState.WAITING) & lapsed


def _by_id(session: Session, id_: int) -> Errand:
    columns = (ERRANDS.c[name] for name in Errand._fields)
    return Errand(*session.connection().execute(select(*columns).where(ERRANDS.c.id == id_)).one())


def released(session: Session, owner: str) -> int:
    """At the start of the only process: what an earlier run had in hand is free. Gives how many."""
    held = (
        (ERRANDS.c.state == ErrandState.WAITING) & ERRANDS.c.owner.is_not(None) & (ERRANDS.c.owner != owner)
    )
    return session.connection().execute(update(ERRANDS).where(held).values(lease_until=None)).rowcount


_NEXT_DUE = select(func.min(func.coalesce(ERRANDS.c.lease_until, 0.0))).where(
    ERRANDS.c.state == ErrandState.WAITING
)


def next_due(session: Session) -> float | None:
    """When (machine's clock) the next errand can be taken up; None when none waits."""
    due: float | None = session.connection().execute(_NEXT_DUE).scalar()
    return due


# -- what became of it ------------------------------------------------------------------------------


def done(
    session: Session, errand: Errand, owner: str, at: datetime, result: Any = None, files: Sequence[str] = ()
) -> bool:
    """It is done; `result` is what a later tap needs, `files` are the sums of what it made.

    False: it is no longer this owner's, write nothing.
    """
    made = list(files) or None
    return _end(session, errand, owner, state=ErrandState.DONE, result=result, files=made, done_at=at)


def failed(session: Session, errand: Errand, owner: str, at: datetime) -> bool:
    """It will not be done; the caller tells the one who asked. False: it is no longer this owner's."""
    return _end(session, errand, owner, state=ErrandState.FAILED, done_at=at)


def later(session: Session, errand: Errand, owner: str, until: float) -> bool:
    """Something passing stood in the way: free again at a moment (machine's clock), the try not counted."""
    mine = (ERRANDS.c.id == errand.id) & (ERRANDS.c.owner == owner)
    put_off = update(ERRANDS).where(mine).values(owner=None, lease_until=until, tries=ERRANDS.c.tries - 1)
    return bool(session.connection().execute(put_off).rowcount)


def _end(session: Session, errand: Errand, owner: str, **values: Any) -> bool:
    mine = (ERRANDS.c.id == errand.id) & (ERRANDS.c.owner == owner)
    ended = update(ERRANDS).where(mine, ERRANDS.c.state == ErrandState.WAITING)
    return bool(session.connection().execute(ended.values(content=None, owner=None, **values)).rowcount)


# -- what a later tap needs -------------------------------------------------------------------------


def result(session: Session, id_: int, kind: str, chat: int) -> Any:
    """What came of an errand of this kind and chat; None where it is not done, or was taken already."""
    of = (ERRANDS.c.id == id_) & (ERRANDS.c.kind == kind) & (ERRANDS.c.chat == chat)
    kept = select(ERRANDS.c.result).where(of, ERRANDS.c.state == ErrandState.DONE)
    return session.connection().execute(kept).scalar()


def taken(session: Session, id_: int) -> bool:
    """Takes the result away; of two who tap at once, one finds it gone."""
    held = (ERRANDS.c.id == id_) & ERRANDS.c.result.is_not(None)
    return bool(session.connection().execute(update(ERRANDS).where(held).values(result=None)).rowcount)


def forget_results(session: Session, before: datetime) -> int:
    """Empties results that nobody took, of errands done before a moment. Gives how many."""
    old = (ERRANDS.c.done_at < before) & ERRANDS.c.result.is_not(None)
    return session.connection().execute(update(ERRANDS).where(old).values(result=None)).rowcount


# -- files that nobody needs any more ---------------------------------------------------------------

SHRED = "shred"


def shred(session: Session, sums: Sequence[str], at: datetime) -> None:
    """Asks the worker to take files away, as far as nothing holds them; nobody is told."""
    for start in range(0, len(sums), SHREDDED_AT_ONCE):
        ask(session, SHRED, 0, None, {"sums": list(sums[start : start + SHREDDED_AT_ONCE])}, at)


def let_files_go(session: Session, before: datetime, at: datetime) -> int:
    """What errands made that were done before a moment is no longer theirs. Gives how many files that are."""
    old = (ERRANDS.c.done_at < before) & ERRANDS.c.files.is_not(None)
    rows = session.connection().execute(select(ERRANDS.c.files).where(old))
    sums = sorted({sum_ for (files,) in rows for sum_ in files})
    session.connection().execute(update(ERRANDS).where(old).values(files=None))
    shred(session, sums, at)
    return len(sums)
