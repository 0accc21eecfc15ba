"""Where updates landed: the check of promise 1, for replays and the torture.

*Lost* is an accepted update that is neither in a report nor set aside; *doubled* is one that is in two.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from storage.tables import ReportRow, SourceRow, UpdateRow


class Landed(NamedTuple):
    """The report that an update became."""

    serial: int
    station: str
    rule: str


def count(session: Session) -> int:
    """How many reports there are."""
    return int(session.execute(select(func.count()).select_from(ReportRow)).scalar_one())


def of_updates(session: Session, update_ids: Sequence[int]) -> list[Landed | None]:
    """For each update, in order, the report its message is in; None where there is none."""
    bodies = session.execute(
        select(col(UpdateRow.update_id), col(UpdateRow.body)).where(col(UpdateRow.update_id).is_not(None))
    )
    message_of = {id_: _message(body) for id_, body in bodies}
    reports = session.execute(
        select(col(SourceRow.chat), col(SourceRow.message_id), col(ReportRow.serial), col(ReportRow.station),
               col(ReportRow.rule)).join(ReportRow, col(ReportRow.serial) == col(SourceRow.serial))
    )  # fmt: skip
    at = {(chat, message): Landed(serial, station, rule) for chat, message, serial, station, rule in reports}
    return [at.get(message_of.get(id_, (0, 0))) for id_ in update_ids]


def _message(body: str) -> tuple[int, int]:
    message = json.loads(body).get("message", {}) if body else {}
    return message.get("chat", {}).get("id", 0), message.get("message_id", 0)
