"""A new key: everything that is sealed is sealed anew, table by table and file by file.

The database notes that the key is being changed, and until that is done nothing else opens it. A value under the
new key is known by its number (storage/sealing.py), so that a change that was cut off is begun anew and goes on
where it stood. At the end the file is written afresh: what SQLite had left of old pages goes with them.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Engine,
    LargeBinary,
    String,
    Table,
    bindparam,
    func,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlmodel import Session, SQLModel

from storage import network, schema, sealing
from storage.books import Books, is_sqlite
from storage.schema import SchemaError
from storage.sealing import Keyed, Seal, Sealed, SealedJson
from storage.tables import Fact

A_BATCH = 500  # rows a transaction
SEALED_FACTS = (network.EXTRAS,)  # facts that hold something sealed as a text
NOT_THE_OLD_ONE = "FIELDBOT_OLD_SECRET_KEY is not the key that this database was written with."
OTHER_PAIR = "A change of the key was begun with two other keys; give the two that it was begun with."


class Sealing(NamedTuple):
    """A table, and what is sealed in it."""

    table: Table
    sealed: list[Column[Any]]
    keyed: list[Column[Any]]


def begin(session: Session, seal: Seal) -> bool:
    """Notes that the key is being changed. False: the database is under the new key already, whole.

    Raises SchemaError for a database of neither key.
    """
    if seal.old is None:
        raise SchemaError(NOT_THE_OLD_ONE)
    pair = {"from": seal.old.fingerprint(), "to": seal.fingerprint()}
    begun = schema.fact(session, schema.ROTATION)
    if begun:
        if begun != pair:
            raise SchemaError(OTHER_PAIR)
        return True
    owner = schema.owner(session)
    if owner is not None and owner["key"] == pair["to"]:
        return False
    if owner is not None and owner["key"] != pair["from"]:
        raise SchemaError(NOT_THE_OLD_ONE)
    schema.note_fact(session, schema.ROTATION, pair)
    return True


def reseal(books: Books) -> int:
    """Brings every value under the new key, some rows a transaction; gives how many rows were changed."""
    changed = sum(_resealed(books, each) for each in everything_sealed())
    books.now_write(_facts_resealed)
    return changed


def left(session: Session, seal: Seal) -> int:
    """How many values are not under the new key."""
    mine = bindparam("mine", bytes([seal.number]), type_=LargeBinary)
    return sum(_left_in(session, column, mine) for each in everything_sealed() for column in each.sealed)


def finish(session: Session, seal: Seal) -> None:
    """The new key is the database's own; whoever opens it gives that one."""
    owner = schema.owner(session)
    if owner is not None:
        schema.note_fact(session, schema.OWNER, {**owner, "key": seal.fingerprint()})
    session.delete(session.get_one(Fact, schema.ROTATION))


def write_afresh(engine: Engine, url: str) -> None:
    """Nothing of the old pages is left: neither in the database's own files nor in SQLite's log."""
    with closing(engine.raw_connection()) as connection:
        if not is_sqlite(url):
            connection.driver_connection.autocommit = True  # type: ignore[union-attr]
        full = [f"VACUUM FULL {each.table.name}" for each in everything_sealed()]
        with closing(connection.cursor()) as cursor:
            for command in _AFRESH if is_sqlite(url) else full:
                cursor.execute(command)


_AFRESH = ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")


def everything_sealed() -> Iterator[Sealing]:
    """Every table with a sealed column, and what the key makes names of there."""
    for table in SQLModel.metadata.sorted_tables:
        sealed = [column for column in table.c if isinstance(column.type, Sealed | SealedJson)]
        if sealed:
            yield Sealing(table, sealed, [column for column in table.c if isinstance(column.type, Keyed)])


def _resealed(books: Books, each: Sealing) -> int:
    changed, after = 0, None
    while True:
        rows, after = books.now_write(lambda s, after=after: _some(s, each, after, books.seal))  # type: ignore[misc]
        changed += rows
        if after is None:
            return changed


def _some(session: Session, each: Sealing, after: Sequence[Any] | None, seal: Seal) -> tuple[int, Any]:
    """The next rows by their keys; gives how many were changed, and the last one's keys."""
    keys = list(each.table.primary_key)
    raw = [type_coerce(column, LargeBinary).label(column.name) for column in each.sealed]
    rows = select(*keys, *raw).order_by(*keys).limit(A_BATCH)
    if after is not None:
        rows = rows.where(tuple_(*keys) > tuple_(*after))
    found = session.connection().execute(rows).mappings().all()
    fresh = [_fresh(each, row, seal) for row in found if _is_old(each, row, seal)]
    if fresh:
        session.connection().execute(_rewrite(each), fresh)
    last = [found[-1][key.name] for key in keys] if len(found) == A_BATCH else None
    return len(fresh), last


def _is_old(each: Sealing, row: Any, seal: Seal) -> bool:
    return any(row[column.name] and not seal.is_mine(bytes(row[column.name])) for column in each.sealed)


def _fresh(each: Sealing, row: Any, seal: Seal) -> dict[str, Any]:
    values = {f"k_{key.name}": row[key.name] for key in each.table.primary_key}
    for column in each.sealed:
        old = row[column.name]
        values[f"v_{column.name}"] = seal.close_bytes(seal.open_bytes(bytes(old))) if old else old
    for column in each.keyed:
        sum_ = row[column.type.of]  # type: ignore[attr-defined]
        values[f"v_{column.name}"] = seal.name(seal.open(bytes(sum_))) if sum_ else None
    return values


def _rewrite(each: Sealing) -> Any:
    mine = [key == bindparam(f"k_{key.name}", type_=key.type) for key in each.table.primary_key]
    values: dict[str, Any] = {c.name: bindparam(f"v_{c.name}", type_=LargeBinary) for c in each.sealed}
    values |= {c.name: bindparam(f"v_{c.name}", type_=String) for c in each.keyed}
    return update(each.table).where(*mine).values(values)


def _facts_resealed(session: Session) -> None:
    dialect = session.get_bind().dialect
    for name in SEALED_FACTS:
        text = schema.fact(session, name)
        if isinstance(text, str):
            schema.note_fact(session, name, sealing.closed(dialect, sealing.opened(dialect, text)))


def _left_in(session: Session, column: Column[Any], mine: Any) -> int:
    raw = type_coerce(column, LargeBinary)
    old = (column.is_not(None), func.length(raw) > 0, func.substr(raw, 1, 1, type_=LargeBinary) != mine)
    return int(session.connection().execute(select(func.count()).where(*old)).scalar_one())
