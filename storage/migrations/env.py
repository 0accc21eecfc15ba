"""Runs the migrations on the engine it is handed; SQLite alters its tables by copying them (batch mode)."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy import Engine
from sqlmodel import AutoString

from storage.sealing import Keyed, Sealed, SealedJson
from storage.tables import Fact, Moment

engine: Engine = context.config.attributes["engine"]


def plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Migrations name plain types, so that an old one never depends on today's code."""
    if kind != "type":
        return False
    plain = {Sealed: "sa.LargeBinary()", SealedJson: "sa.LargeBinary()", Moment: "sa.DateTime(timezone=True)",
             Keyed: "sa.String()", AutoString: "sa.String()", sa.Enum: "sa.String(length=24)"}  # fmt: skip
    return plain.get(type(item), False)


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Fact.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
        render_item=plainly,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
