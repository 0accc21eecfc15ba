"""How a bot begins: a sandbox with the example's street, or with nothing; a real bot always with nothing.

Where nobody runs it, the start tells the link that makes whoever opens it the first administrator.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import example
from bot.means import means_of
from bot.settings import Settings
from fieldwork.invitations import link, make_code
from storage import beginning, network, outbox, schema

FROM_NOTHING = "began_with_nothing"  # a fact: what was emptied once gets no example at a later start
ALREADY_THERE = (
    "This sandbox has its example already. An empty one needs a folder of its own, such as "
    "FIELDBOT_DATA_DIR=data/empty."
)


class TooLate(Exception):
    """It has begun in another way. The message is the sentence for the person."""


def without_example(session: Session, wanted: bool) -> bool:
    """Whether this sandbox is one without the example, as it was begun or is wanted now. Raises TooLate."""
    began = bool(schema.fact(session, FROM_NOTHING))
    if wanted and not began and network.version(session) > 0:
        raise TooLate(ALREADY_THERE)
    return began or wanted


def cast_of(empty: bool) -> list[dict[str, Any]]:
    """Who holds a telephone in the sandbox: the example's cast, or strangers of the same names."""
    return example.strangers() if empty else example.cast_who_started()


def settle_example(session: Session, username: str, settings: Settings, at: datetime, ticks: float) -> None:
    """Puts the example's street and its people into a sandbox's database that has no network yet."""
    if network.version(session) > 0:
        return
    cast: list[Mapping[str, Any]] = json.loads(example.cast_text())["people"]
    codes = example.settle_in(session, example.network_text(), cast, at)
    letters = example.greetings(session, codes, username, means_of(settings).speak, at.date())
    outbox.write_many(session, letters, at=at, ticks=ticks)


def note_without_example(session: Session) -> None:
    """A later start puts no example into it, either."""
    schema.note_fact(session, FROM_NOTHING, True)


def first_link(session: Session, username: str, at: datetime) -> str | None:
    """The link to become the first administrator; None where somebody is."""
    first = beginning.first_invitation(session, make_code(secrets.choice), at)
    return link(username, first.code) if first else None
