"""Very many rows into books, for measuring: alike but for some columns, past the ORM, the indexes made afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, MetaData, Table, insert
from sqlmodel import Session, SQLModel

from storage.books import Books
from storage.network import table_of

Row = tuple[Any, ...]


class Mould(NamedTuple):
    """A table, and the row that its rows are like."""

    row: type[SQLModel]
    like: SQLModel

    @property
    def table(self) -> Table:
        return table_of(self.row)


def run(books: Books, *statements: str) -> None:
    """Statements as they are, in one transaction: a % in them is a remainder."""
    with books.engine.begin() as connection:
        raw: Any = connection.connection.driver_connection
        for statement in statements:
            raw.execute(statement)


def fill(books: Books, mould: Mould, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Rows that are like the mould but for the named columns."""
    columns = (Column(name, mould.table.c[name].type) for name in names)
    stage = Table(f"{mould.table.name}_stage", MetaData(), *columns)
    stage.create(books.engine)
    with books.engine.begin() as connection:
        staged(connection, stage.name, names, rows)
    put(books, mould, {name: f's."{name}"' for name in names}, [f"{stage.name} s CROSS JOIN"])
    run(books, f"DROP TABLE {stage.name}")


def put(books: Books, mould: Mould, values: Mapping[str, str], sources: Sequence[str]) -> None:
    """Rows that are like the mould but for these columns, of which the SQL is given, out of each of some sources.

    A source ends before the mould, to which it is joined; what comes after that stands behind a semicolon.
    """
    table = mould.table
    _keep(books, mould)
    names = [column.name for column in table.columns if column.name in values or column.name != "id"]
    taken = ", ".join(values.get(name, f'm."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    for source in sources:
        before, _, after = source.partition(";")
        run(
            books,
            f"INSERT INTO {table.name} ({listed}) SELECT {taken} FROM {before} {table.name}_mould m {after}",
        )
    run(books, f"DROP TABLE {table.name}_mould")


def _keep(books: Books, mould: Mould) -> None:
    """Keeps the one row, as the database writes it, in a table of its own."""
    table, whole = mould.table, {**mould.like.model_dump(), "id": 0}
    known = {column.name: whole[column.name] for column in table.columns if column.name in whole}
    key = next(iter(table.primary_key)).name
    with Session(books.engine) as session, session.begin():
        session.execute(insert(table).values(known))
    only = f"FROM {table.name} WHERE {key} = '{whole[key]}'"
    run(books, f"CREATE TABLE {table.name}_mould AS SELECT * {only}", f"DELETE {only}")


def staged(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Row]) -> None:
    """A million rows are few seconds this way."""
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        raw.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", map(_plain, rows))
        return
    with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)


def _plain(row: Row) -> Row:
    """Times as SQLite keeps them."""
    return tuple(f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value for value in row)


@contextmanager
def without_indexes(books: Books, *rows: type[SQLModel]) -> Iterator[None]:
    """Indexes are made faster afterwards."""
    indexes = [index for row in rows for index in table_of(row).indexes]
    for index in indexes:
        index.drop(books.engine)
    yield
    for index in indexes:
        index.create(books.engine)
