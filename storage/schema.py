"""The shape of the database: which migration it stands at, and how it is brought to the newest.

An embedded SQLite is copied, then migrated, at the start; PostgreSQL only by its own command. A database
that a newer programme has written is refused, and nothing of it is touched.
"""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, make_url
from sqlmodel import Session, select

from storage.books import is_sqlite
from storage.tables import Fact

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaError(Exception):
    """The database cannot be used as it is. The message is the sentence for the person."""


def config(engine: Engine) -> Config:
    """Alembic's configuration for an engine; the migrations run on its own connection."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["engine"] = engine
    return made


def standing(engine: Engine) -> str | None:
    """The migration a database stands at; None before the first."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The last migration this programme knows."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(made).get_current_head() or ""


def ensure(engine: Engine, url: str, may_migrate: bool = True) -> None:
    """Brings an embedded database to the newest shape, after copying it; raises SchemaError where it may not."""
    now, last = standing(engine), newest()
    if now == last:
        return
    if now is not None and not _knows(now):
        raise SchemaError(
            f"The database was written by a newer fieldbot (its shape is {now}, this programme knows {last}); "
            "please update fieldbot. Nothing was changed."
        )
    if now is not None and not (may_migrate and is_sqlite(url)):
        raise SchemaError("The database has an older shape; run `fieldbot db migrate` first.")
    if now is not None:
        _copied(url, now)
    command.upgrade(config(engine), "head")


def _knows(revision: str) -> bool:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return any(script.revision == revision for script in ScriptDirectory.from_config(made).walk_revisions())


def _copied(url: str, standing_at: str) -> Path | None:
    """A copy of an embedded database beside it, made by SQLite itself so that it is whole."""
    name = make_url(url).database
    if not name or name == ":memory:":
        return None
    copy = Path(f"{name}.before-{standing_at}")
    with sqlite3.connect(name) as old, sqlite3.connect(copy) as new:
        old.backup(new)
    return copy


# -- what the programme remembers of itself ---------------------------------------------------------


def fact(session: Session, name: str) -> object:
    """A fact by its name; None for one that was never noted."""
    row = session.get(Fact, name)
    return row.value if row else None


def note_fact(session: Session, name: str, value: object) -> None:
    """Notes a fact, in the place of an earlier one."""
    row = session.get(Fact, name) or Fact(name=name)
    row.value = value
    session.add(row)


def check_owner(session: Session, kind: str, bot: int, key: str) -> None:
    """A database belongs to one bot and one key; the sandbox refuses one that ever held a real bot.

    Raises SchemaError with the sentence; the first to come writes itself in.
    """
    held = session.exec(select(Fact).where(Fact.name == "bot")).first()
    if held is None:
        note_fact(session, "bot", {"kind": kind, "id": bot, "key": key})
        return
    if held.value["kind"] != kind:
        raise SchemaError(
            "This database belongs to a real bot; the sandbox does not touch it."
            if kind == "sandbox"
            else "This database belongs to the sandbox; give the real bot one of its own (FIELDBOT_DATABASE_URL)."
        )
    if held.value["key"] != key:
        raise SchemaError(
            "The database was written with another FIELDBOT_SECRET_KEY; give the one it was made with."
        )
    if held.value["id"] != bot:
        raise SchemaError(f"This database belongs to the bot {held.value['id']}, and the token is of {bot}.")
