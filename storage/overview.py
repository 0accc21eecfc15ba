"""What the bot's own page asks for beside the outbox and the inbox. The sandbox alone shows it."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from fieldwork.reports import State
from storage.tables import PersonRow, ReportRow


class Line(NamedTuple):
    """A report in one line: no words, no door, no name."""

    number: str
    state: State
    station: str


def newest_reports(session: Session, limit: int) -> list[Line]:
    """The reports that came last, newest first."""
    query = select(ReportRow).order_by(col(ReportRow.serial).desc()).limit(limit)
    return [Line(row.number, row.state, row.station) for row in session.execute(query).scalars()]


def names_of(session: Session, chats: Collection[int]) -> dict[int, str]:
    """The names of the people whose private chats these are; groups and strangers are left out."""
    query = select(col(PersonRow.account), col(PersonRow.name)).where(col(PersonRow.account).in_(chats))
    rows = session.connection().execute(query)
    return {account: name for account, name in rows if account is not None}
