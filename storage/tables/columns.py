"""How values are kept: times as aware UTC, enums by value, codes by their bytes."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy import Dialect, String
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as UTC. SQLite forgets zones, so they are put back here."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def by_value(kind: type[StrEnum]) -> SqlEnum:
    """An enum kept by its value, as plain text, so that a new member needs no migration."""
    return SqlEnum(kind, native_enum=False, create_constraint=False, length=24,
                   values_callable=lambda members: [m.value for m in members])  # fmt: skip


BYTEWISE = String().with_variant(String(collation="C"), "postgresql")
"""Ordered by its bytes, so that everything that begins alike stands together …"""

AFTER = "\U0010ffff"
"""… between how it begins and that with this behind it."""
