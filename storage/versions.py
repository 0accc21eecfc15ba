"""The version is the lock: what somebody has read can be changed only while it still stands as it was read.

A conditional update, the same on SQLite and PostgreSQL; of two who change at once one is told that it was late.
"""

from typing import Any, Protocol

from sqlalchemy import Column, update
from sqlmodel import Session


class Versioned(Protocol):
    """A noun that counts its changes."""

    version: int


def change(session: Session, key: Column[Any], noun: Versioned, **values: Any) -> bool:
    """Changes the row that a noun was read from, found by its key, and the noun; False when somebody was faster."""
    columns, after = key.table.c, {"version": noun.version + 1, **values}
    ours = update(key.table).where(key == getattr(noun, key.name), columns.version == noun.version)
    if session.connection().execute(ours.values(after)).rowcount != 1:
        return False
    for name, value in after.items():
        setattr(noun, name, value)
    return True
