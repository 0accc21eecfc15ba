"""One number that grows whenever it changes who can be reached, who is on duty, or when a station works."""

from sqlalchemy import insert, select, update
from sqlmodel import Session

from storage.network import FACTS

VERSION = "people_version"  # the fact that holds it
_VERSION = select(FACTS.c.value).where(FACTS.c.name == VERSION)


def version(session: Session) -> int:
    """Grows whenever a role was given or somebody joined, left, blocked or unblocked the bot."""
    return int(session.connection().execute(_VERSION).scalar() or 0)


def changed_just_now(session: Session) -> bool:
    """Whether this transaction changed who can be reached since it was last asked."""
    return bool(session.info.pop(VERSION, False))


def changed(session: Session) -> None:
    """Somebody, or a group, can or cannot be written to any more: whoever keeps up with that looks again."""
    session.info[VERSION] = True
    # Locked, so that of two processes that change people at once none writes the other's number again.
    locked = select(FACTS.c.value).where(FACTS.c.name == VERSION).with_for_update()
    now = int(session.connection().execute(locked).scalar() or 0)
    grown = update(FACTS).where(FACTS.c.name == VERSION).values(value=now + 1)
    if session.connection().execute(grown).rowcount == 0:
        session.connection().execute(insert(FACTS).values(name=VERSION, value=1))
