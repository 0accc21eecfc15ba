"""INSERT that knows what to do about a row that is there already; the same on both databases."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(connection: Connection, table: Any) -> Any:
    """An INSERT in the words of this database, for `on_conflict_do_…`."""
    return _inserting(connection.dialect.name, table)


def upsert(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """INSERT, or UPDATE of what is no key."""
    if rows:
        connection.execute(_upserting(connection.dialect.name, table, tuple(rows[0])), rows)


def _inserting(dialect: str, table: Any) -> Any:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _upserting(dialect: str, table: Any, names: tuple[str, ...]) -> Any:
    # Once: naming what was to be inserted takes longer than inserting it.
    insert = _inserting(dialect, table)
    keys = [column.name for column in table.primary_key]
    changes = {name: insert.excluded[name] for name in names if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changes)
