"""The shape of the database: which migration it stands at, and how it is brought to the newest.

An empty database is given its shape at the start. An older one is migrated: an embedded SQLite at the start,
after it was copied; PostgreSQL, which others may be using, only by its own command. A database that a newer
programme has written is refused, and nothing of it is touched.
"""

import secrets
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, make_url
from sqlmodel import Session

from storage import sealing
from storage.books import is_sqlite, reached
from storage.tables import Fact
from storage.upserting import insert_into

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
    return next(iter(_migrations()), "")


@cache
def _migrations() -> tuple[str, ...]:
    """All that this programme knows, the newest first; read once, since every command asks."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return tuple(script.revision for script in ScriptDirectory.from_config(made).walk_revisions())


def ensure(engine: Engine, url: str) -> None:
    """Gives an empty database its shape, and brings an embedded one to the newest after copying it.

    Raises SchemaError where it may not, and Unavailable where the database cannot be reached.
    """
    with reached():
        now = _known(engine)
        if now is not None and now != newest() and not is_sqlite(url):
            raise SchemaError("The database has an older shape; run `fieldbot db migrate` first.")
        _bring(engine, url, now)


def migrate(engine: Engine, url: str) -> tuple[str | None, str]:
    """Brings any database to the newest shape; tells the shapes before and after. Raises as `ensure` does."""
    with reached():
        now = _known(engine)
        _bring(engine, url, now)
    return now, newest()


def _known(engine: Engine) -> str | None:
    now = standing(engine)
    if now is not None and not _knows(now):
        raise SchemaError(
            f"The database was written by a newer fieldbot (its shape is {now}, this programme knows "
            f"{newest()}); please update fieldbot. Nothing was changed."
        )
    return now


def _bring(engine: Engine, url: str, now: str | None) -> None:
    if now == newest():
        return
    if now is not None:
        with Session(engine) as session:  # a migration may seal: never with a key that is not the owner's
            check_key(session, sealing.of(engine.dialect).fingerprint())
    if now is not None and is_sqlite(url):
        _copied(url, now)
    command.upgrade(config(engine), "head")


def _knows(revision: str) -> bool:
    return revision in _migrations()


def _copied(url: str, standing_at: str) -> None:
    """A copy of an embedded database beside it, made by SQLite itself so that it is whole."""
    name = make_url(url).database
    if not name or name == ":memory:":
        return
    copy = Path(f"{name}.before-{standing_at}")
    try:
        with closing(sqlite3.connect(name)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
    except sqlite3.Error as failed:
        raise SchemaError(
            f"The database could not be copied to {copy} before its migration: {failed}. Nothing was changed."
        ) from failed


# -- what the programme remembers of itself ---------------------------------------------------------


def fact(session: Session, name: str) -> object:
    """A fact by its name; None for one that was never noted."""
    row = session.get(Fact, name)
    return row.value if row else None


def claim_fact(session: Session, name: str, value: object) -> bool:
    """Notes a fact that nobody has noted; False when another process was faster."""
    new = insert_into(session.connection(), Fact).values(name=name, value=value)
    return session.execute(new.on_conflict_do_nothing().returning(Fact.name)).scalar() is not None


def note_fact(session: Session, name: str, value: object) -> None:
    """Notes a fact, in the place of an earlier one; also of one that another process notes at the same time."""
    row = session.get(Fact, name)
    if row is not None:
        row.value = value
        return
    new = insert_into(session.connection(), Fact).values(name=name, value=value)
    session.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": new.excluded.value}))


def mark(session: Session, name: str) -> str:
    """A mark by which something beside the database is known to be its own; made when it is first asked for."""
    made = fact(session, name) or secrets.token_hex(8)
    note_fact(session, name, made)
    return str(made)


OWNER = "bot"  # the fact that says whose database this is
ROTATION = "rotation"  # the fact that says that its key is being changed
BEING_CHANGED = (
    "Two keys are in use: a change of the key was begun and not finished; run `fieldbot key rotate` again."
)
OTHER_KEY = "The database was written with another FIELDBOT_SECRET_KEY; give the one it was made with."
FOR_THE_SANDBOX = "This database belongs to a real bot; the sandbox does not touch it."
FOR_A_REAL_BOT = (
    "This database belongs to the sandbox; give the real bot one of its own (FIELDBOT_DATABASE_URL)."
)


def check_owner(session: Session, kind: str, bot: int, key: str) -> None:
    """A database belongs to one bot and one key; the sandbox refuses one that ever held a real bot.

    Raises SchemaError with the sentence; the first to come writes itself in.
    """
    held = owner(session)
    if held is None:
        note_fact(session, OWNER, {"kind": kind, "id": bot, "key": key})
        return
    if held["kind"] != kind:
        raise SchemaError(FOR_THE_SANDBOX if kind == "sandbox" else FOR_A_REAL_BOT)
    check_key(session, key)
    if held["id"] != bot:
        raise SchemaError(f"This database belongs to the bot {held['id']}, and the token is of {bot}.")


def check_key(session: Session, key: str) -> None:
    """Nothing is written with a key that its owner does not use. Raises SchemaError with the sentence."""
    if fact(session, ROTATION):
        raise SchemaError(BEING_CHANGED)
    held = owner(session)
    if held is not None and held["key"] != key:
        raise SchemaError(OTHER_KEY)


def owner(session: Session) -> dict[str, Any] | None:
    """Whose database this is: which kind of bot, its id, and the print of its key; None before the first run."""
    held = fact(session, OWNER)
    return held if isinstance(held, dict) else None
