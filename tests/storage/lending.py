"""PostgreSQL databases that are lent to one test after another.

To make one takes a third of a second, and hundreds of tests want one; to empty what a test has used takes a hundredth.
One whose shape a test has changed is lent to nobody again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from sqlalchemy import Connection, NullPool, create_engine, text

VERSION = "alembic_version"  # the table that stays as it is: it says which shape the others have
_NUMBERS = count(1)
_OURS = "relnamespace = 'public'::regnamespace"
_SHAPE = text(
    "SELECT md5(string_agg(concat_ws(' ', relname, attname, atttypid, attnotnull), ',' ORDER BY relname, attnum))"
    f" || (SELECT version_num FROM {VERSION})"
    f" FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE {_OURS}"
)
_USED = text(  # also what was written and taken away again: its numbers have gone on
    f"SELECT relname FROM pg_class WHERE relkind = 'r' AND {_OURS} AND relname <> '{VERSION}'"
    " AND pg_relation_size(oid) > 0 ORDER BY relname"
)
_LEAVE = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def fresh_database(server: str, name: str = "", template: str = "template1") -> str:
    """The address of a database that no other test has seen, made like the template."""
    name = name or f"field{next(_NUMBERS)}"
    url = server.replace("postgresql://", "postgresql+psycopg://", 1)
    with _speaking_to(url) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    address = create_engine(url).url.set(database=name, drivername="postgresql")
    return address.render_as_string(hide_password=False)


class Lender:
    """Lends databases of a template's shape, each empty, as long as the server runs."""

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._shapes: dict[str, str] = {}  # of each database that was ever lent, by address
        self._back: list[str] = []
        self._from_the_start = (
            ""  # sets every sequence to where it stood: a migration has moved one from its start
        )

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The address of one that is empty."""
        address = self._back.pop() if self._back else self._new()
        yield address
        if self._emptied(address):
            self._back.append(address)

    def _new(self) -> str:
        address = fresh_database(self._server, template=self._template)
        with _speaking_to(address) as connection:
            self._shapes[address] = connection.execute(_SHAPE).scalar_one()
            self._from_the_start = self._from_the_start or _setting_sequences(connection)
        return address

    def _emptied(self, address: str) -> bool:
        """Whether it is as it was at first, with nobody in it."""
        with _speaking_to(address) as connection:
            connection.execute(_LEAVE)
            if connection.execute(_SHAPE).scalar() != self._shapes[address]:
                return False
            if used := connection.execute(_USED).scalars().all():
                connection.execute(text(f"TRUNCATE {', '.join(used)} CASCADE"))
                connection.execute(text(self._from_the_start))
        return True


def _setting_sequences(connection: Connection) -> str:
    names = connection.execute(text("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"))
    stand = {
        name: connection.execute(text(f"SELECT last_value, is_called FROM {name}")).one()
        for name in names.scalars()
    }
    return "SELECT " + ", ".join(f"setval('{name}', {at}, {called})" for name, (at, called) in stand.items())


@contextmanager
def _speaking_to(address: str) -> Iterator[Connection]:
    url = address.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
